"""Measures how a cluster full of players is steered: announcements, a gateway that stands still, the answers of
the admin process, and what tracing costs in the ticks. Prints Markdown.

    steering.py PANGEA [--bots 500] [--rounds 3] [--only announcements|answers|tracing]

Nothing is judged but what must never be wrong: who was told how often. Times say something only beside each
other, on a machine that does nothing else.
"""
import argparse
import base64
import contextlib
import http.client
import json
import os
import pathlib
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

PAGES = (
    "/console/", "/api/cluster", "/api/players?limit=200", "/api/operations?max=50",
    "/api/announcements", "/api/traces?kind=tick&slowest=1", "/api/traces?kind=handoff&slowest=1",
    "/api/audit?limit=50", "/api/staff", "/api/openapi.json",
)


class Admin:
    """The admin API on one connection, with the cluster's own credentials."""

    def __init__(self, data):
        document = json.loads((data / "up.json").read_text())
        address = urllib.parse.urlsplit(document["addresses"]["admin"])
        self.connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)
        pair = f"{document['admin']['user']}:{document['admin']['password']}"
        self.headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def request(self, path, body=None):
        """Milliseconds, status, bytes."""
        data = None if body is None else json.dumps(body)
        headers = self.headers | ({"Content-Type": "application/json"} if data else {})
        begin = time.perf_counter()
        self.connection.request("GET" if body is None else "POST", path, data, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        return (time.perf_counter() - begin) * 1000, answer.status, content

    def ask(self, path, body=None):
        _, status, content = self.request(path, body)
        if status >= 300:
            raise OSError(f"{path}: {status} {content[:200]}")
        return json.loads(content)


class Cluster:
    """A cluster of its own with players, ended at the end."""

    def __init__(self, stack, bots, seconds, environment=None):
        self.folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.data = self.folder / "data"
        self.log = stack.enter_context(open(self.folder / "log", "w+"))
        self.up = subprocess.Popen(
            [PANGEA, "up", "--shards", "2", "--gateways", "2", "--bots", "0", "--port", "0",
             "--data", str(self.data)],
            stdout=self.log, stderr=self.log, env=os.environ | (environment or {}))
        stack.callback(self.end)
        self.until("the cluster", lambda: self.document()["ready"])
        self.bots = subprocess.Popen(
            [PANGEA, "bots", "--data", str(self.data), "--count", str(bots), "--seconds", str(seconds), "--json"],
            stdout=subprocess.PIPE, stderr=self.log)
        stack.callback(self.bots.kill)
        self.admin = Admin(self.data)
        self.until("players", lambda: self.players() >= bots)
        time.sleep(3)  # until the last ones have heard that they are in

    def document(self):
        return json.loads((self.data / "up.json").read_text())

    def players(self):
        return sum(region.get("players") or 0 for region in self.admin.ask("/api/cluster")["regions"])

    def until(self, what, check, patience=180):
        for _ in range(patience * 10):
            with contextlib.suppress(OSError, ValueError, KeyError):
                if found := check():
                    return found
            if self.up.poll() is not None:
                break
            time.sleep(0.1)
        self.log.seek(0)
        sys.exit(f"In vain waited for {what}.\n{self.log.read()[-4000:]}")

    def pid(self, name):
        return next(p["pid"] for p in self.document()["processes"] if p["name"] == name)

    def end(self):
        self.up.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.up.wait(30)
        self.up.kill()

    def operation(self, kind, body):
        """The finished record."""
        key = self.admin.ask(f"/api/operations/{kind}", body)["id"]
        return self.until(
            "an operation's end",
            lambda: next(
                (r for r in [self.admin.ask(f"/api/operations/{key}")] if r["state"] == "done"), None))

    def announce(self, text, deadline=10_000):
        return self.operation("announce", {
            "scope": "everybody", "style": "line", "text": text, "deadline_ms": deadline})


def announcements(bots, rounds):
    with contextlib.ExitStack() as stack:
        cluster = Cluster(stack, bots, 20 + 4 * rounds)
        said = []
        for round in range(rounds):
            said.append(cluster.announce(f"Round {round} of {rounds}."))
            time.sleep(1)
        stopped = cluster.pid("gateway-2")
        os.kill(stopped, signal.SIGSTOP)
        still = cluster.announce("Half of you stand still.", 1_500)
        os.kill(stopped, signal.SIGCONT)
        report = json.loads(cluster.bots.communicate()[0])
        heard = {one["id"]: one for one in report["announcements"]["each"]}
        print(f"\n## Announcement to {bots} bots on two gateways\n")
        print("| | reached | bots that heard it | twice | first after ms | last after ms |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for name, record in [(str(n + 1), r) for n, r in enumerate(said)] + [("gateway-2 stopped", still)]:
            bot = heard[record["id"]]
            issued = record["issued_at"]
            print(f"| {name} | {record['reached']} | {bot['bots']} | {report['announcements']['repeated']} "
                  f"| {bot['first_at'] - issued} | {bot['last_at'] - issued} |")
            assert record["reached"] == bot["bots"], (record, bot)
        print("\nReceipts with gateway-2 stopped (SIGSTOP):\n")
        for receipt in still["receipts"]:
            reason = receipt.get("detail") or ""
            print(f"- {receipt['node']}: {receipt['outcome']} {reason} {receipt.get('reached') or ''}".rstrip())
        assert all(r["reached"] == bots for r in said), [r["reached"] for r in said]
        assert report["announcements"]["repeated"] == 0
        outcomes = {r["node"]: r["outcome"] for r in still["receipts"]}
        assert (outcomes["gateway-1"], outcomes["gateway-2"]) == ("applied", "unreachable"), outcomes


def answers(bots, rounds):
    with contextlib.ExitStack() as stack:
        cluster = Cluster(stack, bots, 600)
        taken = {page: [] for page in PAGES}
        size = {}
        for _ in range(40 * rounds):
            for page in PAGES:
                milliseconds, status, content = cluster.admin.request(page)
                assert status == 200, (page, status, content[:300])
                taken[page].append(milliseconds)
                size[page] = len(content)
            time.sleep(0.02)
        print(f"\n## Answers of the admin process with {bots} bots\n")
        print("| page | times | p50 ms | p99 ms | longest ms | kB |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for page, values in taken.items():
            p99 = statistics.quantiles(values, n=100)[98]
            print(f"| `{page}` | {len(values)} | {statistics.median(values):.1f} | {p99:.1f} | {max(values):.1f} "
                  f"| {size[page] / 1000:.1f} |")


def ticks(cluster):
    """Ticks, their summed time in us, and the shards' CPU time in us."""
    import urllib.request
    count = total = 0
    for url in cluster.document()["addresses"]["metrics"]:
        page = urllib.request.urlopen(url, timeout=10).read().decode()
        for line in page.splitlines():
            if line.startswith("pangea_region_tick_seconds_count"):
                count += float(line.split()[-1])
            if line.startswith("pangea_region_tick_seconds_sum"):
                total += float(line.split()[-1]) * 1e6
    cpu = 0
    for name in ("shard-1", "shard-2"):
        fields = pathlib.Path(f"/proc/{cluster.pid(name)}/stat").read_text().rsplit(")", 1)[1].split()
        cpu += (int(fields[11]) + int(fields[12])) * 1e6 / os.sysconf("SC_CLK_TCK")
    return count, total, cpu


def tracing(bots, rounds):
    seconds = 15
    modes = {"off": {"PANGEA_TRACE_SAMPLE": "0"}, "sampled": {}, "all": {}}
    found = {mode: [] for mode in modes}
    for _ in range(rounds):
        for mode, environment in modes.items():
            with contextlib.ExitStack() as stack:
                cluster = Cluster(stack, bots, 300, environment)
                if mode == "all":
                    cluster.operation("trace", {"scope": "everybody", "seconds": 120, "reason": "measuring"})
                time.sleep(3)
                begin, at = ticks(cluster), time.monotonic()
                time.sleep(seconds)
                end, passed = ticks(cluster), time.monotonic() - at
                count, total, cpu = (b - a for a, b in zip(begin, end))
                found[mode].append((total / count, cpu / (bots * passed)))
    print(f"\n## Cost of tracing with {bots} bots, {rounds} runs of each, by turns\n")
    print("| traces | tick of a region, mean us | beside off | shards' CPU us per player-second | beside off |")
    print("| --- | ---: | ---: | ---: | ---: |")
    middle = {mode: [statistics.median(column) for column in zip(*runs)] for mode, runs in found.items()}
    for mode, (tick, cpu) in middle.items():
        off = middle["off"]
        print(f"| {mode} | {tick:.0f} | {tick / off[0]:.3f} | {cpu:.0f} | {cpu / off[1]:.3f} |")


def main():
    global PANGEA
    parser = argparse.ArgumentParser()
    parser.add_argument("pangea")
    parser.add_argument("--bots", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=("announcements", "answers", "tracing"))
    options = parser.parse_args()
    PANGEA = os.path.abspath(options.pangea)
    for measure in (announcements, answers, tracing):
        if options.only in (None, measure.__name__):
            measure(options.bots, options.rounds)


main()
