#!/usr/bin/env bash
# What the scripts of services share. They read it in with "source", in their service's directory.
# Values of inputs never become arguments: playbooks read them from the environment.

if ! command -v ansible-playbook > /dev/null; then
  echo "ansible-playbook is not installed on this machine. Install ansible-core (Debian: apt-get install ansible-core) and try again." >&2
  exit 127
fi
export ANSIBLE_CONFIG="${ANSIBLE_CONFIG:-../../ansible.cfg}"

play_arguments=()
if [[ "${INPUT_CHECK_ONLY:-false}" == true ]]; then
  play_arguments+=(--check --diff)
fi

# Creates the instances of instance.yaml where they are missing; writes outputs/temp_inventory.yaml.
start_instances() {
  echo "--- Starting the instances ---"
  ansible-playbook -i localhost, "${play_arguments[@]}" ../../init_playbook/start-instances.yaml
}

# Runs a playbook of this service on its instances.
apply() {
  if [[ ! -f outputs/temp_inventory.yaml ]]; then
    echo "There is no instance to work on yet." >&2
    [[ "${INPUT_CHECK_ONLY:-false}" == true ]] && return
    exit 1
  fi
  echo "--- Applying $1 ---"
  ansible-playbook -i outputs/temp_inventory.yaml "${play_arguments[@]}" "$1"
}
