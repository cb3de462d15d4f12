"""What must be true of the chart's objects, whatever the values: `tools/chart.sh` runs these."""
import copy
import json
import re
import unittest

import helm_python
import kubernetes_validate
import yaml

import chart
from chart import CHART, ROLES, ROOT, VALUES, matches
from network import Network

GOOD = sorted(p.stem for p in VALUES.glob("*.yaml") if not p.stem.startswith("refused-"))
REFUSED = sorted(p.stem for p in VALUES.glob("refused-*.yaml"))
# Kinds of the Prometheus operator: Kubernetes itself has no schema of them.
FOREIGN = {"PodMonitor", "PrometheusRule"}
KUBERNETES = ("1.28", "1.37")
SETTINGS = set(re.findall(r"`(PANGEA_[A-Z_]+)`", (ROOT / "docs" / "configuration.md").read_text()))
COMMANDS = "".join(p.read_text() for p in sorted((ROOT / "Sources" / "PangeaCLI").rglob("*.swift")))
PUBLIC = (ROOT / "Sources" / "Gateway" / "HTTP" / "PublicRoutes.swift").read_text()
OPERATORS = (ROOT / "Sources" / "Telemetry" / "Operator" / "OperatorServer.swift").read_text()


def merged(base, changes):
    result = copy.deepcopy(base)
    for key, value in changes.items():
        both = isinstance(value, dict) and isinstance(result.get(key), dict)
        result[key] = merged(result[key], value) if both else value
    return result



class EveryValueSet(unittest.TestCase):
    """Holds for each file in values/ that is not refused, installed and upgraded."""

    def each(self):
        for name in GOOD:
            for upgrade in (False, True):
                with self.subTest(values=name, upgrade=upgrade):
                    yield chart.objects(chart.values(name), upgrade=upgrade)

    def containers(self):
        for objects in self.each():
            for owner, (metadata, spec) in chart.pods(objects).items():
                for container in spec["containers"] + spec.get("initContainers", []):
                    yield objects, owner, metadata, spec, container

    def test_kubernetes_takes_the_objects(self):
        different = {}
        for objects in self.each():
            for (kind, name), one in objects.items():
                if kind not in FOREIGN and kind != "ConfigMap":
                    different[json.dumps(one, sort_keys=True)] = one
        self.assertGreater(len(different), 60)
        for one in different.values():
            for version in KUBERNETES:
                kubernetes_validate.validate(one, version, strict=True)

    def test_names_are_short_enough_and_labelled(self):
        for objects in self.each():
            for (kind, name), one in objects.items():
                self.assertLessEqual(len(name), 52, name)  # a StatefulSet's label adds 11
                self.assertEqual(one["metadata"]["labels"]["app.kubernetes.io/instance"], "demo", name)

    def test_nothing_runs_as_root_or_writes_to_its_image(self):
        for objects, owner, metadata, spec, container in self.containers():
            self.assertIs(spec["automountServiceAccountToken"], False, owner)
            self.assertIs(spec["securityContext"]["runAsNonRoot"], True, owner)
            self.assertGreater(spec["securityContext"]["runAsUser"], 0, owner)
            self.assertEqual(spec["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"}, owner)
            security = container["securityContext"]
            self.assertIs(security["readOnlyRootFilesystem"], True, owner)
            self.assertIs(security["allowPrivilegeEscalation"], False, owner)
            self.assertEqual(security["capabilities"], {"drop": ["ALL"]}, owner)
            self.assertNotIn("hostNetwork", spec, owner)
            for volume in spec["volumes"]:
                self.assertFalse(set(volume) & {"hostPath"}, owner)

    def test_memory_has_a_limit_and_ticks_have_a_processor(self):
        for objects, owner, metadata, spec, container in self.containers():
            resources = container["resources"]
            self.assertIn("memory", resources["limits"], owner)
            self.assertIn("cpu", resources["requests"], owner)
            if metadata["labels"]["app.kubernetes.io/component"] == "shard":
                self.assertNotIn("cpu", resources["limits"], owner)

    def test_mounts_have_volumes(self):
        for objects, owner, metadata, spec, container in self.containers():
            volumes = {v["name"] for v in spec["volumes"]}
            mounts = {m["name"] for m in container["volumeMounts"]}
            self.assertEqual(mounts, volumes, owner)

    def test_images_are_versions(self):
        for objects, owner, metadata, spec, container in self.containers():
            self.assertRegex(container["image"], r"(:[\w.-]+|@sha256:[0-9a-f]{64})$", owner)
            self.assertFalse(container["image"].endswith(":latest"), owner)

    def test_commands_and_settings_are_those_of_the_executable(self):
        seen = set()
        for objects, owner, metadata, spec, container in self.containers():
            names = [e["name"] for e in container.get("env", [])]
            self.assertEqual(len(names), len(set(names)), owner)
            if container["name"] == "redis":
                continue
            for name in names:
                self.assertIn(name, SETTINGS, owner)
            verb, *rest = container["args"]
            self.assertIn(f'commandName: "{verb}"', COMMANDS, owner)
            for argument in rest:
                if not argument.startswith("--"):
                    continue
                head, *words = argument[2:].split("-")
                variable = head + "".join(w.capitalize() for w in words)
                self.assertRegex(COMMANDS, rf"\bvar {variable}\b", owner)
            seen.add(verb)
        self.assertEqual(seen, {"shard", "gateway", "admin", "migrate", "place", "bots", "check"})

    def test_probes_ask_what_processes_answer(self):
        for objects, owner, metadata, spec, container in self.containers():
            if metadata["labels"]["app.kubernetes.io/component"] not in ROLES:
                continue
            ports = {p["name"]: p["containerPort"] for p in container["ports"]}
            environment = {e["name"]: e.get("value") for e in container["env"]}
            self.assertEqual(str(ports["operators"]), environment["PANGEA_OPERATOR_PORT"], owner)
            self.assertEqual(str(ports["mesh"]), environment["PANGEA_MESH_PORT"], owner)
            self.assertNotEqual(environment["PANGEA_OPERATOR_HOST"], "127.0.0.1", owner)
            probes = {"startup": "healthz", "liveness": "healthz", "readiness": "readyz"}
            if metadata["labels"]["app.kubernetes.io/component"] == "gateway":
                # Ready is who takes players, also while Redis is away.
                probe = container["readinessProbe"]["httpGet"]
                scheme = "HTTPS" if "PANGEA_TLS_KEY" in environment else "HTTP"
                self.assertEqual(probe, {"path": "/healthz", "port": "http", "scheme": scheme}, owner)
                self.assertIn('case "/healthz"', PUBLIC)
                probes = {"startup": "readyz", "liveness": "healthz"}
            for kind, path in probes.items():
                probe = container[f"{kind}Probe"]["httpGet"]
                self.assertEqual(probe, {"path": f"/{path}", "port": "operators"}, owner)
                self.assertIn(f'router.get("{path}")', OPERATORS)

    def test_public_ports_are_those_that_the_process_opens(self):
        for objects, owner, metadata, spec, container in self.containers():
            ports = {p["name"]: str(p["containerPort"]) for p in container.get("ports", [])}
            environment = {e["name"]: e.get("value") for e in container.get("env", [])}
            for name, variable in (
                    ("http", "PANGEA_PORT"), ("tcp", "PANGEA_TCP_PORT"), ("admin", "PANGEA_ADMIN_PORT")):
                self.assertEqual(ports.get(name), environment.get(variable), owner)

    def test_each_process_has_a_number_of_its_own(self):
        for objects in self.each():
            for kind, name in objects:
                one = objects[kind, name]
                if kind != "StatefulSet" or name.endswith("-redis"):
                    continue
                self.assertEqual(one["spec"]["ordinals"], {"start": 1}, name)
                self.assertEqual(one["spec"]["podManagementPolicy"], "Parallel", name)
                self.assertEqual(one["spec"]["updateStrategy"]["type"], "RollingUpdate", name)
                environment = one["spec"]["template"]["spec"]["containers"][0]["env"]
                number = next(e for e in environment if e["name"] == "PANGEA_NUMBER")
                self.assertIn("apps.kubernetes.io/pod-index", number["valueFrom"]["fieldRef"]["fieldPath"])

    def test_services_lead_to_ports_that_exist(self):
        for objects in self.each():
            pods = chart.pods(objects)
            for (kind, name), one in objects.items():
                if kind != "Service":
                    continue
                targets = [
                    spec for metadata, spec in pods.values()
                    if matches({"matchLabels": one["spec"]["selector"]}, metadata["labels"])]
                self.assertEqual(len(targets), 1, name)
                ports = {p["name"] for c in targets[0]["containers"] for p in c["ports"]}
                for port in one["spec"]["ports"]:
                    self.assertIn(port["targetPort"], ports, name)
            for (kind, name), one in objects.items():
                if kind != "StatefulSet":
                    continue
                service = objects["Service", one["spec"]["serviceName"]]
                if not name.endswith("-redis"):
                    self.assertEqual(service["spec"]["clusterIP"], "None", name)

    def test_secrets_are_only_referred_to(self):
        words = ("s3cret-of-postgres", "s3cret-of-redis", "s3cret-of-admin")
        found = set()
        for objects in self.each():
            for (kind, name), one in objects.items():
                text = json.dumps(one)
                for word in words:
                    if word in text:
                        self.assertEqual(kind, "Secret", name)
                        found.add(word)
        self.assertEqual(found, set(words))

    def test_secrets_that_pods_name_exist(self):
        """Those of the chart itself; others belong to whoever installs it."""
        theirs = {"aurora-postgres", "aurora-redis", "aurora-admin", "aurora-tokens", "pangea-postgres"}
        for objects, owner, metadata, spec, container in self.containers():
            for entry in container.get("env", []):
                reference = entry.get("valueFrom", {}).get("secretKeyRef")
                if not reference or reference["name"] in theirs:
                    continue
                secret = objects["Secret", reference["name"]]
                self.assertIn(reference["key"], secret["stringData"], owner)

    def test_budgets_and_scalers_have_a_target(self):
        budgets = 0
        for objects in self.each():
            for (kind, name), one in objects.items():
                if kind == "PodDisruptionBudget":
                    budgets += 1
                    taken = [m for m, _ in chart.pods(objects).values()
                             if matches(one["spec"]["selector"], m["labels"])]
                    self.assertEqual(len(taken), 1, name)
                if kind == "HorizontalPodAutoscaler":
                    target = one["spec"]["scaleTargetRef"]
                    self.assertNotIn("replicas", objects[target["kind"], target["name"]]["spec"], name)
        self.assertGreater(budgets, 10)

    def test_notes_say_how_to_go_on(self):
        for name in GOOD:
            notes = chart.files(chart.values(name))["pangea/templates/NOTES.txt"]
            self.assertIn("rollout status statefulset/demo-pangea-shard", notes)
            self.assertNotIn("<no value>", notes)

    def test_nothing_was_left_unsaid(self):
        for name in GOOD:
            for path, text in chart.files(chart.values(name)).items():
                self.assertNotIn("<no value>", text, path)
                self.assertNotIn("%!", text, path)


class Refusals(unittest.TestCase):
    def test_what_cannot_work_is_refused_with_a_sentence(self):
        self.assertGreater(len(REFUSED), 10)
        for name in REFUSED:
            with self.subTest(values=name):
                expected = (VALUES / f"{name}.yaml").read_text().splitlines()[0].removeprefix("# refused: ")
                with self.assertRaises(helm_python.HelmError) as caught:
                    chart.objects(chart.values(name))
                self.assertIn(expected, str(caught.exception))

    def test_unknown_values_are_refused_at_every_level(self):
        defaults = yaml.safe_load((CHART / "values.yaml").read_text())
        free = {"annotations", "labels", "podAnnotations", "podLabels", "nodeSelector", "affinity"}

        def levels(values, path):
            yield path
            for key, value in values.items():
                if isinstance(value, dict) and key not in free and "resources" not in path + (key,):
                    yield from levels(value, path + (key,))

        paths = list(levels(defaults, ()))
        self.assertGreater(len(paths), 20)
        for path in paths:
            values = {"unheardOf": 1}
            for key in reversed(path):
                values = {key: values}
            with self.subTest(path=path), self.assertRaises(helm_python.HelmValuesError):
                chart.objects(values)

    def test_the_schema_knows_every_default(self):
        schema = json.loads((CHART / "values.schema.json").read_text())

        def walk(values, schema, path):
            if schema.get("additionalProperties") is not False:
                return
            known = set(schema["properties"]) - {"global"}
            if path and path[-1] == "resources":
                return
            self.assertEqual(known, set(values), path)
            for key, value in values.items():
                if isinstance(value, dict):
                    walk(value, schema["properties"][key], path + (key,))

        walk(yaml.safe_load((CHART / "values.yaml").read_text()), schema, ())


class Promises(unittest.TestCase):
    """Values that others set, and what they do."""

    def test_the_values_that_others_rely_on_exist(self):
        defaults = yaml.safe_load((CHART / "values.yaml").read_text())
        for path in (
                "shard.replicas", "gateway.replicas", "admin.replicas", "storage.kind",
                "storage.postgres.url", "storage.postgres.existingSecret", "redis.bundled", "redis.url",
                "networkPolicy.enabled", "podDisruptionBudget.enabled", "image.repository", "image.tag"):
            value = defaults
            for key in path.split("."):
                self.assertIn(key, value, path)
                value = value[key]
        self.assertIs(defaults["networkPolicy"]["enabled"], True)
        self.assertIs(defaults["podDisruptionBudget"]["enabled"], True)

    def test_scaling_touches_no_pod_that_runs(self):
        values = chart.values("staging")
        for name in ROLES:
            before = chart.objects(merged(values, {name: {"replicas": 2}}), upgrade=True)
            after = chart.objects(merged(values, {name: {"replicas": 7}}), upgrade=True, revision=2)
            before_set, after_set = (
                o["StatefulSet", f"demo-pangea-{name}"]["spec"] for o in (before, after))
            self.assertEqual((before_set["replicas"], after_set["replicas"]), (2, 7))
            self.assertEqual(before_set["template"], after_set["template"])

    def test_random_passwords_restart_nobody(self):
        values = chart.values("trial")
        first = chart.objects(values)
        chart.forget()
        second = chart.objects(values)
        secret = "Secret", "demo-pangea-redis"
        self.assertNotEqual(first[secret]["stringData"], second[secret]["stringData"])
        for key, (metadata, spec) in chart.pods(first).items():
            self.assertEqual((metadata, spec), chart.pods(second)[key], key)

    def test_another_url_starts_pods_anew(self):
        values = chart.values("autoscaled")
        other = merged(values, {"storage": {"postgres": {"url": "postgres://elsewhere/pangea"}}})
        first, second = chart.pods(chart.objects(values)), chart.pods(chart.objects(other))
        for name in ROLES:
            key = f"StatefulSet/demo-pangea-{name}"
            self.assertNotEqual(first[key][0]["annotations"], second[key][0]["annotations"])

    def test_shards_have_time_to_give_their_regions_away(self):
        objects = chart.objects(chart.values("trial"))
        spec = objects["StatefulSet", "demo-pangea-shard"]["spec"]["template"]["spec"]
        self.assertGreaterEqual(spec["terminationGracePeriodSeconds"], 60)

    def test_gateways_still_take_players_while_they_leave_their_service(self):
        objects = chart.objects({"gateway": {"drainSeconds": 7}})
        spec = objects["StatefulSet", "demo-pangea-gateway"]["spec"]["template"]["spec"]
        self.assertEqual(
            spec["containers"][0]["lifecycle"]["preStop"], {"exec": {"command": ["sleep", "7"]}})

    def test_sqlite_is_one_file_on_one_node(self):
        objects = chart.objects(chart.values("trial"))
        claim = objects["PersistentVolumeClaim", "demo-pangea-data"]
        self.assertEqual(claim["spec"]["accessModes"], ["ReadWriteOnce"])
        self.assertEqual(claim["metadata"]["annotations"]["helm.sh/resource-policy"], "keep")
        users = 0
        for owner, (metadata, spec) in chart.pods(objects).items():
            claims = [v for v in spec["volumes"] if "persistentVolumeClaim" in v]
            if not claims:
                continue
            users += 1
            rules = spec["affinity"]["podAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"]
            self.assertEqual([r["topologyKey"] for r in rules], ["kubernetes.io/hostname"], owner)
            environment = {e["name"]: e.get("value") for e in spec["containers"][0]["env"]}
            self.assertEqual(environment["PANGEA_STORAGE"], "sqlite:/data/pangea.sqlite", owner)
            # The first of them has to be allowed to stand alone.
            if metadata["labels"]["app.kubernetes.io/component"] != "test":
                self.assertTrue(matches(rules[0]["labelSelector"], metadata["labels"]), owner)
        self.assertEqual(users, 5)
        self.assertNotIn(("Job", "demo-pangea-migrate"), objects)

    def test_postgresql_needs_no_volume_and_is_migrated_first(self):
        for name in ("production", "autoscaled", "staging"):
            for upgrade in (False, True):
                objects = chart.objects(chart.values(name), upgrade=upgrade)
                self.assertNotIn("PersistentVolumeClaim", {kind for kind, _ in objects})
                job = objects["Job", "demo-pangea-migrate"]
                hooks = job["metadata"]["annotations"]
                self.assertEqual(hooks["helm.sh/hook"], "pre-install,pre-upgrade")
                spec = job["spec"]["template"]["spec"]
                self.assertEqual(spec["containers"][0]["args"], ["migrate", "up"])
                self.assertNotIn("serviceAccountName", spec)
                # What it refers to must be there before the release is.
                entry = next(e for e in spec["containers"][0]["env"] if e["name"] == "PANGEA_STORAGE")
                secret = objects.get(("Secret", entry["valueFrom"]["secretKeyRef"]["name"]))
                if secret:
                    before = secret["metadata"]["annotations"]
                    self.assertEqual(before["helm.sh/hook"], hooks["helm.sh/hook"])
                    self.assertLess(int(before["helm.sh/hook-weight"]), int(hooks["helm.sh/hook-weight"]))

    def test_the_first_plan_is_no_hook(self):
        values = chart.values("staging")
        job = chart.objects(values)["Job", "demo-pangea-place-1"]
        self.assertNotIn("helm.sh/hook", job["metadata"].get("annotations", {}))
        container = job["spec"]["template"]["spec"]["containers"][0]
        self.assertEqual(container["args"], ["place", "--shards", "2"])
        self.assertNotIn("Job", {k for k, n in chart.objects(values, upgrade=True, revision=2) if "place" in n})
        always = merged(values, {"placement": {"run": "always"}})
        self.assertIn(("Job", "demo-pangea-place-2"), chart.objects(always, upgrade=True, revision=2))
        scaled = chart.objects(chart.values("autoscaled"))["Job", "demo-pangea-place-1"]
        self.assertEqual(scaled["spec"]["template"]["spec"]["containers"][0]["args"][-1], "3")

    def test_the_bundled_redis_forgets_nothing_to_make_room(self):
        objects = chart.objects({"redis": {"password": "p@ss word/1"}})
        secret = objects["Secret", "demo-pangea-redis"]["stringData"]
        lines = secret["redis.conf"].splitlines()
        for line in ("maxmemory-policy noeviction", "appendonly no", 'save ""', 'requirepass "p@ss word/1"'):
            self.assertIn(line, lines)
        self.assertEqual(secret["url"], "redis://:p%40ss%20word%2F1@demo-pangea-redis:6379")
        self.assertNotIn(
            ("StatefulSet", "demo-pangea-redis"), chart.objects(chart.values("production")))

    def test_toggles(self):
        base = chart.values("staging")
        for path, kind, name in (
                ("monitoring.podMonitor", "PodMonitor", "demo-pangea"),
                ("monitoring.prometheusRule", "PrometheusRule", "demo-pangea"),
                ("monitoring.dashboards", "ConfigMap", "demo-pangea-dashboard-cluster"),
                ("networkPolicy", "NetworkPolicy", "demo-pangea-deny"),
                ("podDisruptionBudget", "PodDisruptionBudget", "demo-pangea-shard"),
                ("migrations", "Job", "demo-pangea-migrate"),
                ("shard.autoscaling", "HorizontalPodAutoscaler", "demo-pangea-shard"),
                ("gateway.autoscaling", "HorizontalPodAutoscaler", "demo-pangea-gateway")):
            for state in (True, False):
                values = {"enabled": state}
                for key in reversed(path.split(".")):
                    values = {key: values}
                objects = chart.objects(merged(base, values))
                self.assertEqual((kind, name) in objects, state, path)

    def test_pods_of_a_role_stand_apart(self):
        objects = chart.objects(chart.values("production"))
        for name in ROLES:
            spec = objects["StatefulSet", f"demo-pangea-{name}"]["spec"]["template"]["spec"]
            apart = {c["topologyKey"]: c["whenUnsatisfiable"] for c in spec["topologySpreadConstraints"]}
            self.assertEqual(apart, {
                "kubernetes.io/hostname": "DoNotSchedule",
                "topology.kubernetes.io/zone": "ScheduleAnyway"})

    def test_certificates_and_keys_reach_the_gateway(self):
        objects = chart.objects(chart.values("production"))
        spec = objects["StatefulSet", "demo-pangea-gateway"]["spec"]["template"]["spec"]
        environment = {e["name"]: e for e in spec["containers"][0]["env"]}
        mounts = {m["mountPath"] for m in spec["containers"][0]["volumeMounts"]}
        for variable in ("PANGEA_TLS_CERTIFICATE", "PANGEA_TLS_KEY"):
            self.assertIn(environment[variable]["value"].rsplit("/", 1)[0], mounts)
        self.assertEqual(
            environment["PANGEA_ORIGINS"]["value"], "https://play.example.org,https://www.example.org")
        self.assertEqual(
            environment["PANGEA_TOKEN_KEY"]["valueFrom"]["secretKeyRef"]["name"], "aurora-tokens")
        # Bots speak no TLS.
        self.assertNotIn(("Pod", "demo-pangea-test-play"), objects)
        self.assertIn(("Pod", "demo-pangea-test-check"), objects)

    def test_without_a_first_user_only_staff_gets_in(self):
        objects = chart.objects({"admin": {"user": ""}})
        self.assertNotIn(("Secret", "demo-pangea-admin"), objects)
        spec = objects["StatefulSet", "demo-pangea-admin"]["spec"]["template"]["spec"]
        names = {e["name"] for e in spec["containers"][0]["env"]}
        self.assertFalse(names & {"PANGEA_ADMIN_USER", "PANGEA_ADMIN_PASSWORD"})

    def test_processes_are_told_what_to_trace(self):
        def told(values):
            for (kind, _), thing in chart.objects(values).items():
                if kind == "StatefulSet" and thing["metadata"]["labels"]["app.kubernetes.io/component"] in ROLES:
                    [container] = thing["spec"]["template"]["spec"]["containers"]
                    yield {e["name"]: e.get("value") for e in container["env"] if "TRACE" in e["name"] or "OTLP" in e["name"]}

        self.assertEqual(
            list(told(chart.values("trial"))),
            [{"PANGEA_TRACE_SAMPLE": "0.001", "PANGEA_TRACE_BUDGET": "50"}] * 3)
        self.assertEqual(
            list(told(chart.values("production"))),
            [{"PANGEA_TRACE_SAMPLE": "0.01", "PANGEA_TRACE_BUDGET": "40",
              "PANGEA_OTLP": "http://collector.monitoring:4318"}] * 3)

    def test_alerts_lead_to_the_manual_that_was_named(self):
        rule = chart.objects(chart.values("production"))["PrometheusRule", "demo-pangea"]
        alerts = [r for g in rule["spec"]["groups"] for r in g["rules"]]
        source = yaml.safe_load((CHART / "rules" / "pangea.yaml").read_text())
        self.assertEqual(len(alerts), sum(len(g["rules"]) for g in source["groups"]))
        for alert in alerts:
            self.assertTrue(
                alert["annotations"]["runbook_url"].startswith("https://docs.example.org/operations#"))

    def test_dashboards_arrive_whole(self):
        objects = chart.objects(chart.values("production"))
        paths = sorted((CHART / "dashboards").glob("*.json"))
        self.assertGreaterEqual(len(paths), 5)
        for path in paths:
            one = objects["ConfigMap", f"demo-pangea-dashboard-{path.stem}"]
            self.assertEqual(json.loads(one["data"][path.name]), json.loads(path.read_text()))
            self.assertEqual(one["metadata"]["labels"]["grafana_dashboard"], "1")

    def test_linter(self):
        report = helm_python.lint(str(CHART), chart.values("production"), strict=True)
        bad = [m for m in report["messages"] if m["severity"] > 1]
        self.assertEqual((bad, report["errors"]), ([], []))


class Traffic(unittest.TestCase):
    """Who reaches whom, as the NetworkPolicies have it: the whole table."""

    PORTS = {"http": 7777, "tcp": 7778, "mesh": 7700, "operators": 7790, "admin": 7780, "redis": 6379}
    INSIDE = ("shard", "gateway", "admin", "redis", "migrate", "place", "test")
    # From what to what on which port; None is somebody outside.
    MESH = {(a, b, "mesh") for a in ROLES + ("test",) for b in ROLES}
    REDIS = {(a, "redis", "redis") for a in ROLES + ("place", "test")}
    OPEN = {(None, "gateway", "http"), (None, "gateway", "tcp"), ("test", "gateway", "http")}
    OWNED = {
        "shard": ("mesh", "operators"), "gateway": ("http", "tcp", "mesh", "operators"),
        "admin": ("admin", "mesh", "operators"), "redis": ("redis",)}

    def labels(self, component):
        return component and {
            "app.kubernetes.io/name": "pangea", "app.kubernetes.io/instance": "demo",
            "app.kubernetes.io/component": component}

    def table(self, values):
        objects = chart.objects(values)
        network = Network([o for (kind, _), o in objects.items() if kind == "NetworkPolicy"])
        return {
            (source, target, port)
            for source in self.INSIDE + (None,) for target, ports in self.OWNED.items() for port in ports
            if network.passes(self.labels(source), self.labels(target), self.PORTS[port], self.PORTS)}

    def outward(self, values, port):
        objects = chart.objects(values)
        network = Network([o for (kind, _), o in objects.items() if kind == "NetworkPolicy"])
        return {s for s in self.INSIDE if network.passes(self.labels(s), None, port, {})}

    def test_the_whole_table(self):
        self.assertEqual(self.table(chart.values("trial")), self.MESH | self.REDIS | self.OPEN)

    def test_only_those_of_the_values_come_in(self):
        table = self.table(chart.values("autoscaled"))
        # An address range is given: the rest of the cluster is not in the list, the test is.
        self.assertEqual(table, self.MESH | {("test", "gateway", "http"),})

    def test_what_goes_out(self):
        values = chart.values("autoscaled")
        self.assertEqual(
            self.outward(values, 5432), {"shard", "gateway", "admin", "migrate", "place", "test"})
        self.assertEqual(self.outward(values, 26379), {"shard", "gateway", "admin", "place", "test"})
        self.assertEqual(self.outward(values, 53), set(self.INSIDE) - {"redis"})
        self.assertEqual(self.outward(values, 443), set())
        # The database's range is given: nothing else is reached on its port.
        self.assertEqual(self.outward(chart.values("production"), 5432), set())

    def test_spans_go_to_the_collector_alone(self):
        values = chart.values("trial")
        self.assertEqual(self.outward(values, 4318), set())
        for url, port in (("http://spans.example.org", 4318), ("http://[fd00::7]:9/v1/traces", 9)):
            self.assertEqual(self.outward(values | {"tracing": {"otlp": url}}, port), set(ROLES), url)
        # The collector's namespace is given: nothing else is reached on its port.
        self.assertEqual(self.outward(chart.values("production"), 4318), set())

    def test_names_are_asked_for_both_ways(self):
        objects = chart.objects(chart.values("trial"))
        [rule] = objects["NetworkPolicy", "demo-pangea-names"]["spec"]["egress"]
        self.assertEqual(
            {(p["protocol"], p["port"]) for p in rule["ports"]}, {("UDP", 53), ("TCP", 53)})

    def test_the_mesh_reaches_the_checker(self):
        objects = chart.objects(chart.values("trial"))
        network = Network([o for (kind, _), o in objects.items() if kind == "NetworkPolicy"])
        for source in self.INSIDE:
            reached = network.passes(self.labels(source), self.labels("test"), 34567, {})
            self.assertEqual(reached, source in ROLES, source)

    def test_metrics_are_for_the_namespace_of_prometheus(self):
        objects = chart.objects(chart.values("trial"))
        rules = objects["NetworkPolicy", "demo-pangea-mesh"]["spec"]["ingress"]
        [rule] = [r for r in rules if r["ports"][0]["port"] == "operators"]
        self.assertEqual(
            rule["from"],
            [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}])


if __name__ == "__main__":
    unittest.main()
