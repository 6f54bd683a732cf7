#!/usr/bin/env bash
set -euo pipefail
exec python3 rollout.py --version 1.0 --environment test
