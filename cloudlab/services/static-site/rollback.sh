#!/usr/bin/env bash
# Shows the release before the present one again.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../../init_playbook/lab.sh
source ../../init_playbook/lab.sh

apply rollback.yaml
