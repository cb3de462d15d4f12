"""The table of values in docs/deploying.md, from values.yaml and its comments.

    values_table.py           says whether the document is up to date; exit status 1 when it is not
    values_table.py --write   brings it up to date
"""
import json
import re
import sys

import yaml

from chart import CHART, ROOT

DOCUMENT = ROOT / "docs" / "deploying.md"
BEGIN, END = "<!-- values -->", "<!-- end of values -->"


def entries():
    """(path, default, comment) of every value that has a comment right above it."""
    lines = (CHART / "values.yaml").read_text().splitlines()
    values = yaml.safe_load("\n".join(lines))
    path, comment, undocumented = [], [], []
    for line in lines:
        text = line.strip()
        if text.startswith("#"):
            comment.append(text.lstrip("# "))
            continue
        found = re.match(r"^( *)(\w+):(.*)$", line)
        if not found or (path and len(found[1]) // 2 > len(path)):
            comment = []
            continue
        path = path[:len(found[1]) // 2] + [found[2]]
        value = values
        for key in path:
            value = value[key]
        branch = isinstance(value, dict) and value and not found[3].strip() and not comment
        if comment:
            yield ".".join(path), value, " ".join(comment)
        elif not branch and path[-1] not in ("requests", "limits"):
            undocumented.append(".".join(path))
        comment = []
    if undocumented:
        raise SystemExit("values.yaml says nothing about " + ", ".join(undocumented))


def table():
    rows = ["| value | default | meaning |", "| --- | --- | --- |"]
    for path, value, meaning in entries():
        default = "`" + json.dumps(value, ensure_ascii=False) + "`"
        rows.append(f"| `{path}` | {default} | {meaning.replace('|', chr(92) + '|')} |")
    return "\n".join(rows)


def main():
    text = DOCUMENT.read_text()
    head, rest = text.split(BEGIN)
    tail = rest.split(END)[1]
    wanted = f"{head}{BEGIN}\n{table()}\n{END}{tail}"
    if "--write" in sys.argv:
        DOCUMENT.write_text(wanted)
    elif wanted != text:
        sys.exit("docs/deploying.md does not show values.yaml as it is: helm/tests/values_table.py --write")


if __name__ == "__main__":
    main()
