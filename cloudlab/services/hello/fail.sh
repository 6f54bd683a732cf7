#!/usr/bin/env bash
# Ends with the exit code INPUT_CODE.
set -euo pipefail

code="${INPUT_CODE:-3}"
if [[ ! "$code" =~ ^[0-9]{1,3}$ ]] || ((10#$code > 255)); then
  echo "The input 'code' must be a number from 0 to 255." >&2
  exit 2
fi
echo "About to end with code $((10#$code)), as asked." >&2
exit "$((10#$code))"
