#!/usr/bin/env bash
# What the template's "build" step was: checks that the playbook can be read.
set -euo pipefail
exec ansible-playbook --syntax-check -i inventories/staging.yml site.yml
