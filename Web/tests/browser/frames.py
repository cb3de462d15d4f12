"""Measures the client with a crowd in view, against the stand-in or a cluster.

usage: frames.py URL [SECONDS] [--mock]
"""

import json
import sys
import urllib.request

from client import Player
from playwright.sync_api import sync_playwright


def main():
    words = [word for word in sys.argv[1:] if word != "--mock"]
    url, seconds = words[0], int(words[1]) if len(words) > 1 else 12
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        player = Player(browser, url, None, "Meter")
        player.play_as_guest()
        if "--mock" in sys.argv:
            request = urllib.request.Request(
                f"{url}mock/crowd", json.dumps({"count": 130}).encode(), method="POST")
            urllib.request.urlopen(request)
        player.page.keyboard.press("b")
        player.walk("d", 300)
        player.walk("a", 300)
        player.page.wait_for_timeout(seconds * 1000)
        names = ["figures", "frames", "frame gap", "frame work", "received", "sent", "in view"]
        report = {name: player.number(name) for name in names}
        report["milliseconds from opening"] = {
            name.removeprefix("pangea: "): round(at) for name, at in player.times().items()}
        print(json.dumps(report, indent=2))
        player.close()
        browser.close()


main()
