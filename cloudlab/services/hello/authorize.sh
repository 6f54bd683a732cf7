#!/usr/bin/env bash
# Writes INPUT_KEYS (public keys, joined by commas) to a file for the deployment INPUT_DEPLOYMENT.
set -euo pipefail

deployment="${INPUT_DEPLOYMENT:?the input 'deployment' is required}"
if [[ ! "$deployment" =~ ^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$ ]]; then
  echo "The input 'deployment' names no deployment." >&2
  exit 2
fi
IFS=',' read -r -a keys <<< "${INPUT_KEYS:?the input 'keys' is required}"

echo "--- Checking ${#keys[@]} key(s) ---"
for key in "${keys[@]}"; do
  if [[ ! "$key" =~ ^(ssh-(ed25519|rsa)|ecdsa-sha2-nistp(256|384|521)|sk-[a-z0-9@.-]+)\ [A-Za-z0-9+/]+=*(\ .*)?$ ]]; then
    echo "This is no public SSH key: ${key:0:40}" >&2
    exit 2
  fi
  read -r type _ comment <<< "$key"
  printf '%s %s\n' "$type" "${comment:-(no comment)}"
done

echo "--- Writing ---"
mkdir -p outputs
file="outputs/authorized_keys.${deployment}"
printf '%s\n' "${keys[@]}" > "$file"
echo "Wrote ${file}"
