#!/usr/bin/env bash
# No .env file: what stood there is handed over as variables.
set -euo pipefail
export WEB_TAG="${INPUT_TAG:-latest}"
docker compose up --detach --remove-orphans
docker compose ps
