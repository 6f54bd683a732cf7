#!/usr/bin/env bash
# Removes the site and its reports.
set -euo pipefail

echo "--- Removing ---"
rm -rf outputs/site outputs/site.new
rm -f outputs/report.md outputs/report.html outputs/report.md.new outputs/report.html.new
echo "Nothing of the site is left."
