"""Renders the chart as `helm template` does, with Helm's own engine and without a cluster."""
import functools
import json
import pathlib

import helm_python
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
CHART = ROOT / "helm" / "pangea"
VALUES = ROOT / "helm" / "tests" / "values"
ROLES = ("shard", "gateway", "admin")


def values(name):
    """The values of a file in values/."""
    return yaml.safe_load((VALUES / f"{name}.yaml").read_text()) or {}


def files(values, *, upgrade=False, revision=1):
    """What each template becomes. Raises `helm_python.HelmError` with the chart's or schema's words."""
    with helm_python.Chart.load(str(CHART)) as chart:
        chart.validate_schema(values)
        return chart.render(
            values, name="demo", namespace="prod", revision=revision, is_install=not upgrade,
            is_upgrade=upgrade)


def objects(values, **release):
    """The objects of a rendered chart; two of one kind and name fail. Do not change them."""
    return _objects(json.dumps(values), tuple(sorted(release.items())))


@functools.cache
def _objects(values, release):
    found = {}
    for name, text in files(json.loads(values), **dict(release)).items():
        if name.endswith("NOTES.txt"):
            continue
        for one in yaml.load_all(text, Loader=yaml.CSafeLoader):
            if one is None:
                continue
            key = (one["kind"], one["metadata"]["name"])
            if key in found:
                raise AssertionError(f"{name}: {key} is there twice")
            found[key] = one
    return found


def forget():
    """The next chart is rendered anew, with other random values."""
    _objects.cache_clear()


def pods(objects):
    """Every pod that the objects make, by the name of its owner: (metadata, spec)."""
    found = {}
    for (kind, name), one in objects.items():
        if kind in ("StatefulSet", "Deployment", "DaemonSet", "Job"):
            found[f"{kind}/{name}"] = (one["spec"]["template"]["metadata"], one["spec"]["template"]["spec"])
        elif kind == "Pod":
            found[f"{kind}/{name}"] = (one["metadata"], one["spec"])
    return found


def matches(selector, labels):
    """Whether a label selector takes these labels."""
    for key, value in (selector.get("matchLabels") or {}).items():
        if labels.get(key) != value:
            return False
    for rule in selector.get("matchExpressions") or []:
        inside = labels.get(rule["key"]) in (rule.get("values") or [])
        if {"In": inside, "NotIn": not inside}[rule["operator"]] is False:
            return False
    return True
