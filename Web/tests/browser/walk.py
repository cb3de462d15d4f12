"""Walks over a shard's border as a guest, in a real cluster or the stand-in, and takes pictures.

usage: walk.py URL [OUT]     (pip install playwright; apt-get install chromium)
"""

import sys

from client import Player
from playwright.sync_api import sync_playwright


def cross(player):
    """Over the map's middle and back: both shards had the character."""
    player.page.keyboard.press("m")
    player.page.wait_for_timeout(300)
    player.walk_on_map(0.46, 0.51)
    player.stand()
    shards = {player.number("shard")}
    handoffs = int(player.number("handoffs").split()[0])
    for part in [0.54, 0.46]:
        before = player.number("shard")
        player.walk_on_map(part, 0.51)
        player.until(
            "old => [...document.querySelectorAll('#numbers dt')]"
            ".find(one => one.textContent === 'shard').nextSibling.textContent !== old",
            before, 30000)
        player.shot(f"border-{len(shards)}")
        player.wait_notice(f"now on shard {player.number('shard')}")
        shards.add(player.number("shard"))
        player.page.wait_for_timeout(800)
    assert len(shards) > 1, shards
    assert int(player.number("handoffs").split()[0]) >= handoffs + 2, player.number("handoffs")


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
        player.walk("s", 500)
        moved = player.place()
        assert moved != (x, y), moved
        player.page.keyboard.press("b")
        player.page.wait_for_timeout(600)
        cross(player)
        print("corrections:", player.number("corrections"), "ping:", player.number("ping"))
        print("times:", {name: round(at) for name, at in player.times().items()})
        last = player.place()
        player.page.reload()
        player.arrive()
        back = player.place()
        assert abs(back[0] - last[0]) + abs(back[1] - last[1]) < 200, (last, back)
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
