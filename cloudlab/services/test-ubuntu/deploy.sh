#!/usr/bin/env bash
# Creates the instances of instance.yaml where they are missing, and sets them up with main.yaml.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=../../init_playbook/lab.sh
source ../../init_playbook/lab.sh

start_instances
apply main.yaml
