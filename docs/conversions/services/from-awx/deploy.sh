#!/usr/bin/env bash
set -euo pipefail
exec ansible-playbook --list-tasks -i inventories/hosts.ini main.yml
