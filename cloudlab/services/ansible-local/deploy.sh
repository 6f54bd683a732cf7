#!/usr/bin/env bash
# Runs main.yaml on this machine. The playbook reads its inputs from the environment itself, so that no value is ever
# taken for an option or a template.
set -euo pipefail

if ! command -v ansible-playbook > /dev/null; then
  echo "ansible-playbook is not installed on this machine. Install ansible-core (Debian: apt-get install ansible-core), then deploy again." >&2
  exit 127
fi
export ANSIBLE_CONFIG="${ANSIBLE_CONFIG:-../../ansible.cfg}"

arguments=(-i 'localhost,' -c local)
if [[ "${INPUT_CHECK_ONLY:-false}" == true ]]; then
  arguments+=(--check --diff)
fi

echo "--- Running main.yaml on this machine ---"
exec ansible-playbook "${arguments[@]}" main.yaml
