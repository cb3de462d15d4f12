"""Measures the client with a crowd in view, against the stand-in or a cluster.

usage: frames.py URL [SECONDS] [--mock | --crowd COUNT] [--pangea EXECUTABLE]

--crowd COUNT brings so many bots together around the player, by `pangea bots --gather`, and waits
until they are in view.
"""

import argparse
import json
import signal
import subprocess
import urllib.request

from client import Player
from playwright.sync_api import sync_playwright


class Crowd:
    """Bots that stay where everybody comes into the world."""

    def __init__(self, executable, url, count):
        play = url.replace("http", "ws", 1).rstrip("/") + "/play"
        self.process = subprocess.Popen(
            [executable, "bots", "--gather", "--count", str(count), "--seconds", "0",
             "--addr", play],
            stdout=subprocess.DEVNULL)

    def end(self):
        self.process.send_signal(signal.SIGINT)
        self.process.wait(30)


def wait_for_view(player, count):
    """Until so many are in view; the page says it once a second."""
    seen = 0
    for _ in range(60):
        seen = int(player.number("in view") or 0)
        if seen >= count:
            return
        player.page.wait_for_timeout(500)
    raise SystemExit(f"only {seen} of {count} came into view")


def busy():
    """Ticks of the machine's processors, all and idle."""
    with open("/proc/stat") as file:
        ticks = [int(word) for word in file.readline().split()[1:9]]
    return sum(ticks), ticks[3]


def measure(player, seconds):
    player.walk("d", 300)
    player.walk("a", 300)
    before = busy()
    player.page.wait_for_timeout(seconds * 1000)
    after = busy()
    names = ["figures", "frames", "frame gap", "frame work", "received", "sent", "in view"]
    report = {name: player.number(name) for name in names}
    report["milliseconds from opening"] = {
        name.removeprefix("pangea: "): round(at) for name, at in player.times().items()}
    report["idle share of the machine"] = round(
        (after[1] - before[1]) / max(after[0] - before[0], 1), 2)
    return report


def main():
    parser = argparse.ArgumentParser(description="Frame times of the client with a crowd in view.")
    parser.add_argument("url")
    parser.add_argument("seconds", type=int, nargs="?", default=12)
    parser.add_argument("--mock", action="store_true", help="the stand-in makes a crowd of 130")
    parser.add_argument("--crowd", type=int, default=0, help="bots to bring together in view")
    parser.add_argument("--pangea", default=".build/release/pangea", help="the executable")
    words = parser.parse_args()
    crowd = Crowd(words.pangea, words.url, words.crowd) if words.crowd else None
    try:
        with sync_playwright() as tools:
            browser = tools.chromium.launch(
                executable_path="/usr/bin/chromium", args=["--no-sandbox"])
            player = Player(browser, words.url, None, "Meter")
            player.play_as_guest()
            if words.mock:
                request = urllib.request.Request(
                    f"{words.url}mock/crowd", json.dumps({"count": 130}).encode(), method="POST")
                urllib.request.urlopen(request)
            player.page.keyboard.press("b")
            if crowd:
                wait_for_view(player, words.crowd)
            print(json.dumps(measure(player, words.seconds), indent=2))
            player.close()
            browser.close()
    finally:
        if crowd:
            crowd.end()


main()
