"""Registers, talks with a second player across the border of two shards, fights, dies, loses the
connection and comes back. With --mock the stand-in makes things happen; without, the cluster at URL does.

usage: story.py URL [OUT] [--mock | --cut COMMAND]

COMMAND cuts the lines of a real cluster, such as "pangea kill gateway-1".
"""

import json
import shlex
import subprocess
import sys
import time
import urllib.request

from client import Player
from playwright.sync_api import sync_playwright


def ask(url, command, **values):
    """Tells the stand-in to make something happen."""
    request = urllib.request.Request(
        f"{url}mock/{command}", json.dumps(values).encode(), method="POST")
    return json.load(urllib.request.urlopen(request))


# The meadow south of the town, where slimes are; parts of the map's edges.
MEADOW = (0.57, 0.70)


def meet(one, other):
    """Both stand where two shards meet, each on its own side."""
    for player, part in [(one, 0.485), (other, 0.515)]:
        player.page.keyboard.press("m")
        player.page.wait_for_timeout(300)
        player.walk_on_map(part, 0.51)
    for player in [one, other]:
        player.stand()
        player.page.keyboard.press("m")
    shards = one.number("shard"), other.number("shard")
    assert shards[0] != shards[1], shards
    one.shot("meeting")
    print("met on shards", *shards)


def go_out(player):
    """Leaves the safe town for the meadow."""
    player.page.keyboard.press("m")
    player.page.wait_for_timeout(300)
    player.walk_on_map(*MEADOW)
    player.stand()
    player.page.keyboard.press("m")
    player.shot("meadow")


def fight(player):
    """Targets the nearest creature and strikes until something is defeated."""
    page = player.page
    page.keyboard.press("Tab")
    page.wait_for_selector("#target", state="visible")
    deadline = time.monotonic() + 60
    while "defeated" not in page.inner_text("#me .facts"):
        assert time.monotonic() < deadline, "nobody fell"
        if page.is_hidden("#target"):
            page.keyboard.press("Tab")
        for key in ["1", "2"]:
            page.keyboard.press(key)
            page.wait_for_timeout(450)
        if not page.is_hidden("#target"):
            player.shot("fight")
        if not page.is_hidden("#death"):
            rise(player)
    print("fought:", page.inner_text("#me .facts"), "experience", player.bar("Experience"))


def rise(player):
    """From the dead, when it may be."""
    page = player.page
    page.wait_for_selector("#death", state="visible")
    player.shot("death")
    player.until(
        "document.querySelector('#death button').getAttribute('aria-disabled') === 'false'",
        timeout=60000)
    page.keyboard.press("Space")
    page.wait_for_selector("#death", state="hidden")


def talk(one, other):
    one.say("hello over there")
    other.wait_chat("hello over there")
    other.shot("bubble")
    other.say("/z the whole zone hears this")
    one.wait_chat("[zone] Bo: the whole zone hears this")
    other.say(f"/w {one.name} only you")
    one.wait_chat("Bo whispers: only you")
    one.say("/r and only you")
    other.wait_chat(f"{one.name} whispers: and only you")
    one.say("/w Nobody-of-that-name hm")
    one.wait_chat("Nobody")
    print("talked: near, zone, whisper")


def lose(player, cut, is_long=True):
    """The connection goes and comes back; the player is told both, unless it was but a moment."""
    cut()
    if is_long:
        player.until("document.querySelector('#banner').textContent.includes('Trying again')")
        player.shot("lost")
    player.wait_notice("You are back", 60000)
    player.page.wait_for_selector("#banner", state="hidden")


def main():
    words = [word for word in sys.argv[1:] if word != "--mock"]
    is_mock = "--mock" in sys.argv
    cut = None
    if "--cut" in words:
        at = words.index("--cut")
        cut = shlex.split(words[at + 1])
        del words[at:at + 2]
    url, out = words[0], words[1] if len(words) > 1 else None
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        mark = str(int(time.time()))[-6:]
        ada = Player(browser, url, out, f"Ada {mark}")
        ada.register(f"ada{mark}", "correct horse battery", ada.name)
        assert ada.page.inner_text("#me .name span") == ada.name
        bo = Player(browser, url, out, "Bo")
        bo.play_as_guest()
        bo.page.keyboard.press("b")
        if is_mock:
            ask(url, "crowd", count=30)
        else:
            ada.page.keyboard.press("b")
            meet(ada, bo)
        talk(ada, bo)
        if not is_mock:
            go_out(ada)
        fight(ada)
        if is_mock:
            ask(url, "kill")
            rise(ada)
            rise(bo)
            for code, words in [(1, "full"), (2, "away"), (3, "restarted")]:
                ask(url, "notice", code=code)
                bo.wait_notice(words)
            lose(ada, lambda: ask(url, "cut"), is_long=False)
            lose(ada, lambda: ask(url, "restart", milliseconds=1500))
            counts = ask(url, "counts")
            assert counts["players"] == 2, counts
            print("came back:", counts)
        elif cut:
            level = ada.page.inner_text("#me .facts")
            lose(ada, lambda: subprocess.run(cut, check=True, stdout=subprocess.DEVNULL))
            assert "defeated" in ada.page.inner_text("#me .facts"), level
            print("came back:", ada.page.inner_text("#me .facts"))
        ada.walk("s", 700)
        ada.close()
        bo.close()
        browser.close()
    print("ok: registered, fought, talked, fell, rose, lost and found the connection")


main()
