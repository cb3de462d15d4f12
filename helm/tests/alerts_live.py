"""Kills and stops shards of a real cluster under a real Prometheus and Alertmanager, and says how long it
took until somebody was told. Exit status 1 when that was not within a minute.

    alerts_live.py PANGEA PROMTOOL PROMETHEUS ALERTMANAGER…

`tools/alerts.sh` finds the four; the last may be several words. The alerts, the intervals and the routes are those of helm/.
"""
import contextlib
import http.server
import json
import os
import pathlib
import queue
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PANGEA, PROMTOOL, PROMETHEUS, *ALERTMANAGER = sys.argv[1:]
TOLD_WITHIN = 60
told = queue.Queue()


class Sink(http.server.BaseHTTPRequestHandler):
    """Takes what Alertmanager sends: the path is the receiver."""

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        for alert in body["alerts"]:
            if alert["status"] == "firing":
                told.put((time.monotonic(), self.path.strip("/"), alert))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *arguments):
        pass


def free_port(count=1):
    """The first of so many free ports in a row, below those of outgoing connections."""
    for first in range(12_000, 19_000, 50):
        with contextlib.ExitStack() as stack:
            try:
                for port in range(first, first + count):
                    stack.enter_context(socket.socket()).bind(("127.0.0.1", port))
            except OSError:
                continue
            return first
    sys.exit("No port is free.")


def get(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return answer.read().decode()


def until(what, check, process, log, patience=120):
    """Waits while the process lives; says what it wrote when it was in vain."""
    for _ in range(patience * 4):
        with contextlib.suppress(OSError, ValueError):
            if found := check():
                return found
        if process.poll() is not None:
            break
        time.sleep(0.25)
    said = log.read_text(errors="replace")[-2000:]
    sys.exit(f"In vain waited for {what} (exit status {process.poll()}). {log.name}:\n{said}")


def check_pages(urls):
    """What promtool says of the metrics of every process; it says nothing of those that are right."""
    for url in urls:
        found = subprocess.run(
            [PROMTOOL, "check", "metrics"], input=get(url), capture_output=True, text=True)
        if found.returncode or found.stdout or found.stderr:
            sys.exit(f"promtool on {url}: {found.stdout}{found.stderr}")


def role(url):
    page = get(url)
    for name, metric in (("shard", "pangea_regions_open"), ("gateway", "pangea_gateway_sessions")):
        if metric in page:
            return name
    return "admin"


@contextlib.contextmanager
def running(command, log):
    with open(log, "wb") as sink:
        process = subprocess.Popen(command, stdout=sink, stderr=subprocess.STDOUT, cwd=log.parent)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def configure(work, up, sink, prometheus_port, alertmanager_port):
    groups = {}
    for url in up["addresses"]["metrics"]:
        groups.setdefault(role(url), []).append(url.split("/")[2])
    text = (ROOT / "helm" / "prometheus.yml").read_text()
    head = text[: text.index("rule_files:")]
    rules = ROOT / "helm" / "pangea" / "rules" / "pangea.yaml"
    rest = {
        "rule_files": [str(rules)],
        "alerting": {"alertmanagers": [
            {"static_configs": [{"targets": [f"127.0.0.1:{alertmanager_port}"]}]}]},
        "scrape_configs": [{"job_name": "pangea", "static_configs": [
            {"labels": {"role": name}, "targets": targets} for name, targets in groups.items()]}],
    }
    lines = "\n".join(f"{key}: {json.dumps(value)}" for key, value in rest.items())
    (work / "prometheus.yml").write_text(f"{head}{lines}\n")
    routes = (ROOT / "helm" / "alertmanager.yml").read_text()
    for url, path in (
            ("https://on-call.example.org/alerts/pangea", "on-call"),
            ("https://chat.example.org/hooks/operations", "channel")):
        assert url in routes, url
        routes = routes.replace(url, f"http://127.0.0.1:{sink}/{path}")
    (work / "alertmanager.yml").write_text(routes)
    return groups


def wait_for(name, receiver, since):
    """Seconds until the receiver was told of the alert."""
    while (left := since + 2 * TOLD_WITHIN - time.monotonic()) > 0:
        with contextlib.suppress(queue.Empty):
            when, who, alert = told.get(timeout=left)
            if alert["labels"]["alertname"] == name and who == receiver:
                seconds = when - since
                print(f"{name}: {receiver} was told after {seconds:.0f} s: {alert['annotations']['summary']}")
                return seconds
    print(f"{name}: {receiver} was not told within {2 * TOLD_WITHIN} s")
    return float("inf")


def main():
    sink = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=sink.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        work = pathlib.Path(folder)
        data = work / "data"
        cluster = stack.enter_context(running(
            [PANGEA, "up", "--shards", "2", "--bots", "0", "--port", "0", "--data",
             str(data), "--content", str(ROOT / "GameData")], work / "up.log"))

        def ready():
            up = json.loads((data / "up.json").read_text())
            return up if up["ready"] else None

        up = until("the cluster", ready, cluster, work / "up.log")
        check_pages(up["addresses"]["metrics"])
        prometheus_port = free_port(2)
        groups = configure(work, up, sink.server_port, prometheus_port, prometheus_port + 1)
        alertmanager = stack.enter_context(running(
            ALERTMANAGER + ["--config.file=alertmanager.yml", f"--storage.path={work}/alertmanager",
             f"--web.listen-address=127.0.0.1:{prometheus_port + 1}", "--cluster.listen-address="],
            work / "alertmanager.log"))
        prometheus = stack.enter_context(running(
            [PROMETHEUS, "--config.file=prometheus.yml", f"--storage.tsdb.path={work}/prometheus",
             f"--web.listen-address=127.0.0.1:{prometheus_port}"], work / "prometheus.log"))
        until(
            "Alertmanager", lambda: get(f"http://127.0.0.1:{prometheus_port + 1}/-/ready"), alertmanager,
            work / "alertmanager.log")
        expected = sum(map(len, groups.values()))

        def seen_twice():
            url = f"http://127.0.0.1:{prometheus_port}/api/v1/query?query=count_over_time(up[1m])"
            result = json.loads(get(url))["data"]["result"]
            return len(result) == expected and all(int(r["value"][1]) >= 2 for r in result)

        until("Prometheus to see all processes", seen_twice, prometheus, work / "prometheus.log")
        if not told.empty():
            sys.exit(f"In a healthy cluster somebody was told: {told.get()[2]}")
        pids = {p["name"]: p["pid"] for p in up["processes"]}
        os.kill(pids["shard-2"], signal.SIGKILL)
        died = wait_for("PangeaProcessDied", "channel", time.monotonic())
        os.kill(pids["shard-1"], signal.SIGSTOP)
        stopped = wait_for("PangeaShardDown", "on-call", time.monotonic())
        os.kill(pids["shard-1"], signal.SIGCONT)
        if max(died, stopped) > TOLD_WITHIN:
            sys.exit(1)


main()
