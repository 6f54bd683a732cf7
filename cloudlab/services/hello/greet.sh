#!/usr/bin/env bash
# Greets INPUT_NAME. The other inputs say how: TIMES, LOUD, COLOUR, TAGS, MESSAGE, TOKEN.
set -euo pipefail

name="${INPUT_NAME:?the input 'name' is required}"
times="${INPUT_TIMES:-1}"
if [[ ! "$times" =~ ^[1-9][0-9]{0,2}$ ]]; then
  echo "The input 'times' must be a number from 1 to 999." >&2
  exit 2
fi

greeting="Hello, ${name}!"
if [[ "${INPUT_LOUD:-false}" == true ]]; then
  greeting="${greeting^^}"
fi

case "${INPUT_COLOUR:-none}" in
  red) before=$'\e[31m' after=$'\e[0m' ;;
  green) before=$'\e[32m' after=$'\e[0m' ;;
  blue) before=$'\e[34m' after=$'\e[0m' ;;
  *) before='' after='' ;;
esac

echo "--- Greeting ---"
for ((i = 1; i <= times; i++)); do
  printf '%s%s%s\n' "$before" "$greeting" "$after"
done

if [[ -n "${INPUT_TAGS:-}" ]]; then
  IFS=',' read -r -a tags <<< "$INPUT_TAGS"
  printf 'Tag: %s\n' "${tags[@]}"
fi

if [[ -n "${INPUT_MESSAGE:-}" ]]; then
  echo "--- Message ---"
  printf '%s\n' "$INPUT_MESSAGE"
fi

if [[ -n "${INPUT_TOKEN:-}" ]]; then
  echo "--- Token ---"
  printf 'The token has %d characters: %s\n' "${#INPUT_TOKEN}" "$INPUT_TOKEN"
fi
