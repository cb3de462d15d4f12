"""The pipelines and the image call commands and name files that exist."""
import re
import unittest

import yaml

import chart
from chart import ROOT

GITLAB = (ROOT / ".gitlab-ci.yml").read_text()
GITHUB = (ROOT / ".github" / "workflows" / "ci.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()


class Pipelines(unittest.TestCase):
    def test_they_are_of_a_kind(self):
        gitlab, github = yaml.safe_load(GITLAB), yaml.safe_load(GITHUB)
        jobs = {"test", "chart", "image", "staging"}
        self.assertEqual({k for k, v in gitlab.items() if isinstance(v, dict) and "stage" in v}, jobs)
        self.assertEqual(set(github["jobs"]), jobs)
        for name in jobs:
            self.assertIn(gitlab[name]["stage"], gitlab["stages"])
        for text in (GITLAB, GITHUB):
            for command in (".ci/run", "tools/chart.sh", "docker build", "helm upgrade", "--atomic", "helm test"):
                self.assertIn(command, text)

    def test_their_files_exist(self):
        for text in (GITLAB, GITHUB):
            for path in re.findall(r"(?:^|[ \"])((?:\.ci|tools|helm)/[\w./-]+)", text, re.MULTILINE):
                self.assertTrue((ROOT / path).exists(), path)

    def test_staging_is_deployed_by_hand_alone(self):
        for rule in yaml.safe_load(GITLAB)["staging"]["rules"]:
            self.assertEqual(rule["when"], "manual")
        self.assertIn("workflow_dispatch", yaml.safe_load(GITHUB)["jobs"]["staging"]["if"])

    def test_what_they_set_is_a_value_of_the_chart(self):
        for text in (GITLAB, GITHUB):
            values = chart.values("staging")
            for path in re.findall(r"--set ([\w.]+)=", text):
                branch = values
                *head, last = path.split(".")
                for key in head:
                    branch = branch.setdefault(key, {})
                branch[last] = "abc"
            objects = chart.objects(values)
            spec = objects["StatefulSet", "demo-pangea-shard"]["spec"]["template"]["spec"]
            self.assertEqual(spec["containers"][0]["image"], "abc:abc")


class Image(unittest.TestCase):
    def test_what_it_copies_exists(self):
        ignored = (ROOT / ".dockerignore").read_text().splitlines()
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
            for path in line.split():
                self.assertTrue((ROOT / path).exists(), path)
                self.assertNotIn(path + "/", ignored)

    def test_it_runs_as_the_user_of_the_pods(self):
        objects = chart.objects(chart.values("trial"))
        for owner, (metadata, spec) in chart.pods(objects).items():
            if not owner.endswith("-redis"):
                user = spec["securityContext"]["runAsUser"]
                self.assertIn(f"\nUSER {user}:{user}\n", DOCKERFILE)

    def test_its_settings_exist(self):
        settings = (ROOT / "docs" / "configuration.md").read_text()
        names = set(re.findall(r"\b(PANGEA_\w+)=", DOCKERFILE))
        self.assertGreater(len(names), 3)
        for name in names:
            self.assertIn(f"`{name}`", settings)

    def test_ports_are_those_of_the_chart(self):
        exposed = set(re.search(r"^EXPOSE (.+)$", DOCKERFILE, re.MULTILINE)[1].split())
        ports = set()
        objects = chart.objects(chart.values("trial"))
        for owner, (metadata, spec) in chart.pods(objects).items():
            if not owner.endswith("-redis"):
                ports |= {str(p["containerPort"]) for c in spec["containers"] for p in c.get("ports", [])}
        self.assertEqual(exposed, ports)

    def test_libraries_that_are_built_with_are_there_to_run(self):
        def packages(name):
            lines = (ROOT / "tools" / name).read_text().splitlines()
            return {line for line in lines if line and not line.startswith("#")}

        run = packages("packages-run.txt")
        for package in packages("packages.txt"):
            if package.startswith("lib") and package.endswith("-dev") or package == "zlib1g-dev":
                stem = package.removesuffix("-dev")
                self.assertTrue(any(p.startswith(stem) for p in run), package)


if __name__ == "__main__":
    unittest.main()
