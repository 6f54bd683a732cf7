#!/bin/sh
# Tells Ansible the vault password, which only the environment of the job holds.
printf '%s\n' "$CLOUDLAB_JOB_VAULT_PASSWORD"
