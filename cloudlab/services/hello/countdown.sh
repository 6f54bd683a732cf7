#!/usr/bin/env bash
# Counts INPUT_SECONDS down to nought; tells when it is asked to stop.
set -euo pipefail

seconds="${INPUT_SECONDS:-5}"
if [[ ! "$seconds" =~ ^[0-9]{1,4}$ ]]; then
  echo "The input 'seconds' must be a number from 0 to 9999." >&2
  exit 2
fi

trap 'echo "Asked to stop."; exit 143' TERM
for ((left = 10#$seconds; left > 0; left--)); do
  echo "$left"
  sleep 1 &
  wait $!
done
echo "Lift-off."
