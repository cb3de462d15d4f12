"""Alerts, dashboards and scalers speak only of metrics that processes really have, and every alert has its
test and its section in the manual."""
import json
import re
import unittest

import yaml

import chart
from chart import CHART, ROOT

HELP = set(re.findall(
    r'^\s*"((?:pangea|process)_[a-z0-9_]+)":', "\n".join(
        p.read_text() for p in (ROOT / "Sources" / "Telemetry" / "Metrics").glob("MetricHelp*.swift")),
    re.MULTILINE))
# Of Prometheus itself.
OWN = {"up", "ALERTS"}
NAME = re.compile(r"\b(?:pangea|process)_[a-z0-9_]+")
LABELS = {
    "namespace", "pod", "instance", "role", "region", "le", "alertname", "alertstate", "version", "way",
    "kind", "reason", "code", "status", "direction", "rule", "operation", "error", "action", "outcome",
    "result", "phase", "queue", "place"}
RULES = yaml.safe_load((CHART / "rules" / "pangea.yaml").read_text())
ALERTS = [rule for group in RULES["groups"] for rule in group["rules"]]
DASHBOARDS = {p.stem: json.loads(p.read_text()) for p in sorted((CHART / "dashboards").glob("*.json"))}
MANUAL = (ROOT / "docs" / "operations.md").read_text()


def unknown(expression):
    """Names in an expression that no process shows. A histogram shows three."""
    wrong = set()
    for name in NAME.findall(re.sub(r'"[^"]*"', '""', expression)):
        base = re.sub(r"_(bucket|sum|count)$", "", name)
        timed = base.endswith(("_seconds", "_bytes")) and base != name
        if name not in HELP and not (timed and base in HELP):
            wrong.add(name)
    return wrong


def panels():
    for name, board in DASHBOARDS.items():
        for panel in board["panels"]:
            if panel["type"] != "row":
                yield name, panel


def expressions():
    """Every expression with the place where it stands."""
    for alert in ALERTS:
        yield alert["alert"], alert["expr"]
    for name, panel in panels():
        for target in panel["targets"]:
            yield f"{name}: {panel['title']}", target["expr"]


class Metrics(unittest.TestCase):
    def test_there_are_metrics(self):
        self.assertGreater(len(HELP), 80)
        self.assertEqual(unknown("sum(pangea_no_such_metric)"), {"pangea_no_such_metric"})
        self.assertEqual(unknown("pangea_regions_open_bucket"), {"pangea_regions_open_bucket"})

    def test_expressions_name_metrics_that_exist(self):
        for place, expression in expressions():
            self.assertEqual(unknown(expression), set(), place)

    def test_expressions_name_labels_that_exist(self):
        for place, expression in expressions():
            labels = set(re.findall(r"[{,]\s*(\w+)\s*[=!]", expression))
            for group in re.findall(r"\b(?:by|on) \(([\w, ]*)\)", expression):
                labels |= set(filter(None, re.split(r",\s*", group)))
            self.assertLessEqual(labels, LABELS, place)

    def test_values_of_labels_are_those_of_the_code(self):
        """The values that expressions pick out by name."""
        code = {}
        for label, folder in (("reason", "Gateway"), ("code", "Wire"), ("error", "Storage"),
                              ("operation", "Storage"), ("outcome", "Shard"), ("direction", "Gateway")):
            code[label] = "\n".join(
                p.read_text() for p in (ROOT / "Sources" / folder).rglob("*.swift"))
        count = 0
        for alert in ALERTS:
            for label, values in re.findall(r'(\w+)\s*(?:=~|!=|=)\s*"([^"$]*)"', alert["expr"]):
                for value in values.split("|"):
                    if label == "role":
                        self.assertIn(value, chart.ROLES, alert["alert"])
                    else:
                        self.assertRegex(code[label], rf"\b{value}\b", f"{alert['alert']}: {label}")
                    count += 1
        self.assertGreater(count, 15)

    def test_scalers_read_what_the_adapter_gives(self):
        adapter = yaml.safe_load((ROOT / "helm" / "prometheus-adapter.yml").read_text())
        given = set()
        for rule in adapter["rules"]["custom"]:
            self.assertEqual(unknown(rule["seriesQuery"]), set())
            given.add(rule["name"]["as"])
        read = set()
        for (kind, _), one in chart.objects(chart.values("autoscaled")).items():
            if kind == "HorizontalPodAutoscaler":
                read |= {m["pods"]["metric"]["name"] for m in one["spec"]["metrics"]}
        self.assertEqual(read, given)
        self.assertLessEqual(read, HELP)

    def test_documents_name_metrics_that_exist(self):
        for path in ("operations.md", "deploying.md"):
            self.assertEqual(unknown((ROOT / "docs" / path).read_text()), set(), path)


class Alerts(unittest.TestCase):
    def test_each_says_what_a_woken_person_needs(self):
        for alert in ALERTS:
            name = alert["alert"]
            self.assertIn(alert["labels"]["severity"], ("critical", "warning"), name)
            self.assertEqual(set(alert["annotations"]), {"summary", "description", "runbook_url"}, name)
            self.assertLess(len(alert["annotations"]["summary"]), 120, name)
            self.assertEqual(
                alert["annotations"]["runbook_url"], f"docs/operations.md#{name.lower()}", name)

    def test_names_are_used_once(self):
        names = [a["alert"] for a in ALERTS]
        self.assertEqual(len(names), len(set(names)))

    def test_each_has_a_section_in_the_manual(self):
        sections = re.findall(r"^### (Pangea\w+)$", MANUAL, re.MULTILINE)
        self.assertEqual(sorted(sections), sorted(a["alert"] for a in ALERTS))

    def test_each_is_seen_to_fire(self):
        tests = yaml.safe_load((CHART / "rules" / "pangea.test.yaml").read_text())
        fired = set()
        for test in tests["tests"]:
            for check in test.get("promql_expr_test", []):
                fired |= {re.search(r'"(\w+)"', s["labels"])[1] for s in check["exp_samples"]}
        self.assertEqual(fired, {a["alert"] for a in ALERTS})

    def test_routes_and_inhibitions_name_alerts_that_exist(self):
        text = (ROOT / "helm" / "alertmanager.yml").read_text()
        named = set(re.findall(r"Pangea[A-Za-z]+", text))
        self.assertLessEqual(named, {a["alert"] for a in ALERTS})


class Dashboards(unittest.TestCase):
    def test_there_is_one_for_each_part(self):
        self.assertEqual(set(DASHBOARDS), {
            "cluster", "shards", "gateways", "moves", "stores", "admin"})
        self.assertEqual(len({d["uid"] for d in DASHBOARDS.values()}), len(DASHBOARDS))

    def test_panels_are_whole(self):
        count = 0
        for name, panel in panels():
            place = f"{name}: {panel['title']}"
            self.assertTrue(panel["targets"], place)
            self.assertEqual(panel["datasource"], {"type": "prometheus", "uid": "${datasource}"}, place)
            for target in panel["targets"]:
                self.assertIn("namespace", target["expr"], place)
            count += 1
        self.assertGreater(count, 60)

    def test_panels_do_not_lie_on_each_other(self):
        for name, board in DASHBOARDS.items():
            taken = {}
            self.assertEqual(len({p["id"] for p in board["panels"]}), len(board["panels"]), name)
            for panel in board["panels"]:
                grid = panel["gridPos"]
                self.assertLessEqual(grid["x"] + grid["w"], 24, panel["title"])
                for x in range(grid["x"], grid["x"] + grid["w"]):
                    for y in range(grid["y"], grid["y"] + grid["h"]):
                        self.assertNotIn((x, y), taken, f"{name}: {panel['title']}")
                        taken[x, y] = panel["title"]


def dashboard_rules():
    """The dashboards' expressions as rules, so that promtool reads them."""
    groups = []
    for number, (name, panel) in enumerate(panels()):
        rules = []
        for place, target in enumerate(panel["targets"]):
            text = target["expr"].replace("$__rate_interval", "1m").replace("$namespace", ".*")
            rules.append({"record": f"panel:{name}:{number}:{place}", "expr": text})
        groups.append({"name": f"{name}: {number} {panel['title']}", "rules": rules})
    return yaml.safe_dump({"groups": groups})


if __name__ == "__main__":
    unittest.main()
