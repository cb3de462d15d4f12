#!/usr/bin/env bash
# Checks the chart, its alerts and its dashboards, without a cluster: renders with Helm's own engine,
# validates against the schemas of Kubernetes, asserts on the objects, and tests the alerts with promtool.
#   chart.sh            everything
#   chart.sh PATTERN…   only tests whose names contain one of these
# The Python packages go into .venv, promtool and amtool of Debian's packages into .build; nothing is
# installed.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD

requirements=helm/tests/requirements.txt
if ! cmp -s "$requirements" .venv/chart; then
  echo "Getting what checks the chart…"
  { python3 -m venv .venv && .venv/bin/pip install --quiet --disable-pip-version-check -r "$requirements"; } || {
    echo "The Python packages of $requirements could not be had: the chart was not checked." >&2
    exit 3
  }
  cp "$requirements" .venv/chart
fi

cd helm/tests
python() { PYTHONDONTWRITEBYTECODE=1 "$root/.venv/bin/python" "$@"; }
if [ $# -gt 0 ]; then
  patterns=()
  for pattern; do patterns+=(-k "$pattern"); done
  python -m unittest "${patterns[@]}" chart_test metrics_test pipelines_test
  exit
fi

python -m unittest chart_test metrics_test pipelines_test
python values_table.py
python metrics_table.py

promtool=$("$root/tools/debian-tool.sh" promtool prometheus)
amtool=$("$root/tools/debian-tool.sh" amtool prometheus-alertmanager)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$promtool" test rules ../pangea/rules/pangea.test.yaml
"$promtool" check config ../prometheus.yml
python -c 'import metrics_test; print(metrics_test.dashboard_rules())' >"$work/dashboards.yaml"
"$promtool" check rules "$work/dashboards.yaml"
"$amtool" check-config ../alertmanager.yml
# Who is called for what.
routed() {
  local receivers
  receivers=$("$amtool" config routes test --config.file ../alertmanager.yml alertname="$1" severity="$2")
  [ "$receivers" = "$3" ] || {
    echo "An alert of severity $2 goes to '$receivers' instead of '$3'." >&2
    exit 1
  }
}
routed PangeaShardDown critical on-call,channel
routed PangeaLoginsSlow warning channel
echo "The chart, its alerts and its dashboards are in order."
