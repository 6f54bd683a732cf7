#!/usr/bin/env bash
# Variables of make come as arguments, which stay words of their own; make itself expands a dollar sign in them, so they have patterns.
set -euo pipefail
exec make "$@"
