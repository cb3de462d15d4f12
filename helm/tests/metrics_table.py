"""docs/metrics.md, from the code: every metric with its kind and meaning.

    metrics_table.py           says whether the document is up to date; exit status 1 when it is not
    metrics_table.py --write   brings it up to date
"""
import re
import sys

from chart import ROOT

DOCUMENT = ROOT / "docs" / "metrics.md"
FOLDER = ROOT / "Sources" / "Telemetry" / "Metrics"
TITLES = {"MetricHelp": "Process", "MetricHelp+Game": "The game",
          "MetricHelp+Cluster": "Cluster, storage and the admin process", "MetricHelp+Trace": "Traces"}
HEAD = """# Metrics

What every process shows at `/metrics` on its operators' port, in the text format of Prometheus.
Histograms show three series each, `…_bucket`, `…_sum` and `…_count`; times are in seconds. A metric
that has nothing to show yet may be missing. Alerts and dashboards on them:
[operations.md](operations.md#monitoring).

Prometheus adds the labels of the scrape: `role` (shard, gateway, admin), and in Kubernetes
`namespace` and `pod`.
"""


def sources():
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        if "Telemetry/Metrics/MetricHelp" not in path.as_posix():
            yield path.read_text()


def kinds():
    """Kinds by name, as the code makes the metrics."""
    code = "\n".join(sources())
    makers = {"Counter": "counter", "Timer": "histogram", "Gauge": "gauge", "Meter": "gauge",
              "Recorder": "histogram"}
    found = {}
    for maker, name in re.findall(r'\b(Counter|Timer|Gauge|Meter|Recorder)\(\s*label: "(\w+)"', code):
        found[name] = makers[maker]
    for name, kind in re.findall(r'\.init\(\s*"(\w+)",\s*\.(counter|gauge)', code):
        found[name] = kind
    return found


def entries(path):
    text = path.read_text()
    return sorted(re.findall(r'"((?:pangea|process)_\w+)":\s*"((?:[^"\\]|\\.)*)"', text))


def document():
    known = kinds()
    parts = [HEAD]
    for path in sorted(FOLDER.glob("MetricHelp*.swift"), key=lambda path: path.stem):
        title = TITLES.get(path.stem, path.stem.removeprefix("MetricHelp+"))
        rows = ["| metric | kind | meaning |", "| --- | --- | --- |"]
        for name, meaning in entries(path):
            kind = known.get(name) or ("counter" if name.endswith("_total") else "gauge")
            rows.append(f"| `{name}` | {kind} | {meaning} |")
        parts.append(f"## {title}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def main():
    wanted = document()
    if "--write" in sys.argv:
        DOCUMENT.write_text(wanted)
    elif not DOCUMENT.exists() or DOCUMENT.read_text() != wanted:
        sys.exit("docs/metrics.md does not show the metrics as they are: helm/tests/metrics_table.py --write")


if __name__ == "__main__":
    main()
