#!/usr/bin/env python3
"""What the job's script step was: takes its options as arguments, and its key as a variable."""
import argparse
import json
import os

parser = argparse.ArgumentParser()
parser.add_argument("--version", required=True)
parser.add_argument("--environment", required=True)
parser.add_argument("--nodes", default="")
options = parser.parse_args()

nodes = [node for node in options.nodes.split(",") if node]
print(f"rolling out {options.version} to {options.environment}: {', '.join(nodes) or 'all nodes'}")
print(f"the token has {len(os.environ.get('API_TOKEN', ''))} characters")
with open(os.environ["CLOUDLAB_OUTPUTS"], "a") as outputs:
    outputs.write(f"version={options.version}\n")
with open(os.environ["CLOUDLAB_INPUTS"]) as inputs:
    print("inputs:", json.dumps(json.load(inputs), sort_keys=True))
