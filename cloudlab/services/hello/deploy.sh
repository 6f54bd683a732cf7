#!/usr/bin/env bash
# Writes a greeting and publishes it: the smallest deployment there is.
set -euo pipefail

stamp="$(date -u +%Y%m%dT%H%M%SZ)"

echo "--- Preparing ---"
mkdir -p outputs
echo "Deploying hello at ${stamp}"

echo "--- Publishing ---"
printf 'Hello from CloudLab Manager, deployed at %s.\n' "$stamp" > outputs/hello.txt
cat > outputs/service_outputs.yaml.new <<YAML
outputs:
  - name: greeting
    label: Greeting
    type: text
    value: 'Hello, deployed at ${stamp}'
  - name: file
    label: Where it is written
    type: text
    value: outputs/hello.txt
YAML
mv outputs/service_outputs.yaml.new outputs/service_outputs.yaml
# Where it is deployed: with this file it is an active deployment, which inputs of type deployment_select can name.
(umask 077 && printf 'all:\n  hosts:\n    localhost:\n      ansible_connection: local\n' > outputs/temp_inventory.yaml.new)
mv outputs/temp_inventory.yaml.new outputs/temp_inventory.yaml
echo "Wrote outputs/hello.txt and outputs/service_outputs.yaml"

echo "DEPLOYMENT_ID=hello-${stamp}"
echo "--- Done ---"
