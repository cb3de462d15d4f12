#!/usr/bin/env bash
# Kills shards of a real cluster under a real Prometheus and Alertmanager: somebody must be told of it
# within a minute; and promtool finds nothing wrong with the metrics of any process. All come from PATH or
# from Debian's packages; no service is installed.
#   alerts.sh FOLDER-OF-THE-EXECUTABLE
set -euo pipefail
pangea=$(cd "$1" && pwd)/pangea
cd "$(dirname "$0")/.."
prometheus=$(tools/debian-tool.sh prometheus prometheus)
alertmanager=("$(tools/debian-tool.sh prometheus-alertmanager prometheus-alertmanager)")
# Debian's Alertmanager reads its templates from where its package would be installed: without that it
# sees the unpacked package there, alone.
if [ ! -e /usr/share/prometheus/alertmanager/default.tmpl ]; then
  alertmanager=(unshare --map-root-user --mount bash -c
    'mount --bind "$0" /usr/share && exec "$@"' "$PWD/.build/debian/usr/share" "${alertmanager[@]}")
fi
promtool=$(tools/debian-tool.sh promtool prometheus)
exec python3 helm/tests/alerts_live.py "$pangea" "$promtool" "$prometheus" "${alertmanager[@]}"
