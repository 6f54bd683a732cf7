#!/usr/bin/env bash
# Shows the content of the archive INPUT_ARCHIVE from inputs/.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../../init_playbook/lab.sh
source ../../init_playbook/lab.sh

apply publish.yaml
