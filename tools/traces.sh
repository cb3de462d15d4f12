#!/usr/bin/env bash
# Follows players over the border of two shards of a real cluster: one trace has to lead from the gateway
# over one shard to the other, in the admin API and at a collector, which reads it with the published
# descriptors of OTLP. The Python package goes into .venv; nothing is installed.
#   traces.sh FOLDER-OF-THE-EXECUTABLE
set -euo pipefail
pangea=$(cd "$1" && pwd)/pangea
cd "$(dirname "$0")/.."
requirements=Tests/Traces/requirements.txt
if ! cmp -s "$requirements" .venv/traces; then
  { [ -x .venv/bin/python ] || python3 -m venv .venv; } \
    && .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements" || {
    echo "The Python package of $requirements could not be had: traces were not followed." >&2
    exit 3
  }
  cp "$requirements" .venv/traces
fi
PYTHONDONTWRITEBYTECODE=1 exec .venv/bin/python Tests/Traces/traces_live.py "$pangea"
