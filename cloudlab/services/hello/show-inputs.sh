#!/usr/bin/env bash
# Prints the inputs in their types.
set -euo pipefail
cat "$CLOUDLAB_INPUTS"
echo
