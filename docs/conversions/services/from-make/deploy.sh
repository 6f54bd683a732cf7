#!/usr/bin/env bash
set -euo pipefail
exec make release ENV=test VERSION=1
