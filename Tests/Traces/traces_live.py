"""Follows players over the border of two shards of a real cluster. Exit status 1 when no trace leads from the
gateway over one shard to the other, or when the collector got something else than the admin API shows.

    traces_live.py PANGEA

`tools/traces.sh` finds the executable, and gets what this needs.
"""
import base64
import collections
import contextlib
import gzip
import http.server
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request

from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as otlp

PANGEA = sys.argv[1]
got = collections.defaultdict(dict)
refusals = 0


class Collector(http.server.BaseHTTPRequestHandler):
    """Takes spans as a collector does; every fourth request is told to come later."""

    protocol_version = "HTTP/1.1"
    asked = 0

    def do_POST(self):
        global refusals
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Collector.asked += 1
        if Collector.asked % 4 == 2:
            refusals += 1
            return self.answer(503, b"")
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        request = otlp.ExportTraceServiceRequest()
        request.ParseFromString(body)
        for group in request.resource_spans:
            resource = {a.key: a.value.string_value for a in group.resource.attributes}
            assert resource["service.name"] == "pangea", resource
            for scope in group.scope_spans:
                assert scope.scope.name == "pangea", scope.scope
                for span in scope.spans:
                    assert len(span.trace_id) == 16 and len(span.span_id) == 8, span
                    assert not set(f.name for f, _ in span.ListFields()) - KNOWN, span
                    got[span.trace_id.hex()][span.span_id.hex()] = (resource["service.instance.id"], span)
        self.answer(200, otlp.ExportTraceServiceResponse().SerializeToString())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


KNOWN = {
    "trace_id", "span_id", "parent_span_id", "name", "kind", "start_time_unix_nano", "end_time_unix_nano",
    "attributes", "links", "status",
}


class Admin:
    """The admin API, with the cluster's own credentials."""

    def __init__(self, data):
        document = json.loads((pathlib.Path(data) / "up.json").read_text())
        self.address = document["addresses"]["admin"]
        pair = f"{document['admin']['user']}:{document['admin']['password']}"
        self.headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}

    def ask(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = self.headers | ({"Content-Type": "application/json"} if data else {})
        request = urllib.request.Request(self.address.rstrip("/") + path, data=data, headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)


def until(what, check, patience=180):
    for _ in range(patience * 2):
        with contextlib.suppress(OSError, ValueError, KeyError, urllib.error.URLError):
            if found := check():
                return found
        time.sleep(0.5)
    sys.exit(f"In vain waited for {what}.")


def journey(trace):
    """The spans from the input to the arrival at the other shard, when the trace has them all."""
    spans = {span["span_id"]: span for span in trace["spans"]}
    for arrival in trace["spans"]:
        path = [arrival]
        while parent := spans.get(path[-1].get("parent_span_id", "")):
            path.append(parent)
        names = [span["name"] for span in reversed(path)]
        if names == ["input", "relay", "shard", "handoff", "arrival"]:
            processes = [span["process"] for span in reversed(path)]
            if processes[2] == processes[3] != processes[4] and processes[0].startswith("gateway"):
                return list(reversed(path))
    return None


def follow(admin):
    """A trace that leads over a border between two processes."""
    players = admin.ask("/api/players")["players"]
    for player in players[:8]:
        admin.ask(
            "/api/operations/trace",
            {"scope": f"character/{player['character']}", "seconds": 60, "reason": "following"})

    def look():
        for entry in admin.ask("/api/traces?kind=handoff&limit=200")["traces"]:
            trace = admin.ask(f"/api/traces/{entry['trace_id']}")
            if path := journey(trace):
                return trace, path
        return None

    return until("a trace over a border", look)


def compare(trace):
    """What the collector has of a trace is what the admin API shows."""
    def all_there():
        return set(got[trace["trace_id"]]) >= {span["span_id"] for span in trace["spans"]}

    until("the same spans at the collector", all_there, 60)
    for span in trace["spans"]:
        process, sent = got[trace["trace_id"]][span["span_id"]]
        assert (process, sent.name) == (span["process"], span["name"]), (span, sent)
        assert sent.parent_span_id.hex() == span.get("parent_span_id", ""), (span, sent)
        assert sent.start_time_unix_nano == span["start_us"] * 1000, (span, sent)
        assert sent.end_time_unix_nano - sent.start_time_unix_nano == span["duration_us"] * 1000
        values = {a.key: a.value for a in sent.attributes}
        for name, value in span["attributes"].items():
            found = values["pangea." + name]
            assert value in (found.string_value, found.int_value), (name, value, found)


def main():
    collector = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=collector.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        environment = os.environ | {
            "PANGEA_OTLP": f"http://127.0.0.1:{collector.server_port}", "PANGEA_TRACE_SAMPLE": "0.01"}
        data = folder + "/data"
        log = stack.enter_context(open(folder + "/log", "w+"))
        cluster = subprocess.Popen(
            [PANGEA, "up", "--bots", "0", "--port", "0", "--data", data], env=environment, stdout=log,
            stderr=log)
        stack.callback(end, cluster)
        ready = lambda: json.loads(pathlib.Path(data + "/up.json").read_text())["ready"]
        until("the cluster", ready)
        bots = subprocess.Popen(
            [PANGEA, "bots", "--data", data, "--count", "20", "--seconds", "120", "--cross"],
            stdout=log, stderr=log)
        stack.callback(end, bots)
        admin = Admin(data)
        until("players", lambda: len(admin.ask("/api/players")["players"]) >= 20)
        trace, path = follow(admin)
        compare(trace)
        ticks = admin.ask("/api/traces?kind=tick&slowest=1")
        assert ticks["traces"] and ticks["unreachable"] == [], ticks
        assert refusals > 0, "the collector said 'later' now and then"
    for span in path:
        print(f"{span['name']:8} {span['process']:10} {span['duration_us']:>8} us {span['attributes']}")
    print(f"{sum(map(len, got.values()))} spans of {len(got)} traces at the collector, which said 'later' "
          f"{refusals} times")


def end(process):
    process.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(30)
    process.kill()


main()
