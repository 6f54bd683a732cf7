#!/usr/bin/env bash
# Shuts out INPUT_USERNAME.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../../init_playbook/lab.sh
source ../../init_playbook/lab.sh

apply remove-user.yaml
