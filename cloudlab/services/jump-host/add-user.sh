#!/usr/bin/env bash
# Lets INPUT_USERNAME in with INPUT_SSH_KEYS; INPUT_SUDO says whether as root too.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../../init_playbook/lab.sh
source ../../init_playbook/lab.sh

apply add-user.yaml
