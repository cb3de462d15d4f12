"""Walks over a shard's border as a guest, in a real cluster or the stand-in, and takes pictures.

usage: walk.py URL [OUT]     (pip install playwright; apt-get install chromium)
"""

import sys

from client import Player
from playwright.sync_api import sync_playwright


def cross(player):
    """Back and forth over the town's middle, until both shards had the character."""
    shards = {player.number("shard")}
    for key in ["a", "d"]:
        before = player.number("shard")
        player.page.keyboard.down(key)
        player.until(
            "old => [...document.querySelectorAll('#numbers dt')]"
            ".find(one => one.textContent === 'shard').nextSibling.textContent !== old",
            before, 15000)
        player.page.wait_for_timeout(500)
        player.page.keyboard.up(key)
        shards.add(player.number("shard"))
        player.wait_notice(f"now on shard {player.number('shard')}")
        player.shot(f"border-{key}")
    assert len(shards) > 1, shards
    assert int(player.number("handoffs").split()[0]) >= 2, player.number("handoffs")


def main():
    url = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) > 2 else None
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        player = Player(browser, url, out, "Ada Lovelace")
        player.play_as_guest()
        player.shot("town")
        x, y = player.place()
        player.walk("s", 1000)
        moved = player.place()
        assert moved[1] > y + 60, (x, y, moved)
        player.walk("w", 1000)
        player.page.keyboard.press("b")
        player.page.wait_for_timeout(600)
        cross(player)
        player.page.keyboard.press("m")
        player.page.wait_for_timeout(400)
        player.shot("whole-map")
        print("corrections:", player.number("corrections"), "ping:", player.number("ping"))
        print("times:", {name: round(at) for name, at in player.times().items()})
        player.page.reload()
        player.arrive()
        back = player.place()
        print("back after a reload at", back)
        player.page.click("text=Leave")
        player.page.wait_for_selector("#guest-name", state="visible")
        player.close()
        phone = Player(browser, url, out, "Bo", 390, 844, is_phone=True)
        phone.play_as_guest()
        x, y = phone.place()
        phone.page.touchscreen.tap(300, 500)
        phone.page.wait_for_timeout(2000)
        phone.shot("phone")
        assert phone.place() != (x, y), "a tap walks"
        phone.close()
        browser.close()
    print("ok: walked, crossed, came back, tapped")


main()
