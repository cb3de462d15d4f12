"""Takes the pictures of the client: the door, the town, borders and shards, a fight, a phone.

usage: screenshots.py URL OUT     a cluster with bots, or the stand-in
"""

import os
import sys

from client import Player
from playwright.sync_api import sync_playwright


# The meadow south of the town, where slimes are; parts of the map's edges.
MEADOW = (0.57, 0.70)


def find_somebody(player):
    """Goes where there is a creature to be seen."""
    player.page.keyboard.press("m")
    player.page.wait_for_timeout(300)
    player.walk_on_map(*MEADOW)
    player.stand()
    player.page.keyboard.press("m")


def main():
    url, out = sys.argv[1], sys.argv[2]
    os.makedirs(out, exist_ok=True)
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        player = Player(browser, url, out, "Ada Lovelace")
        player.open()
        player.page.wait_for_timeout(1500)
        player.shot("door")
        player.play_as_guest()
        player.page.wait_for_timeout(1500)
        player.shot("town")
        player.page.keyboard.press("b")
        player.say("Anybody here?")
        player.page.wait_for_timeout(1500)
        player.shot("borders")
        player.page.keyboard.press("b")
        find_somebody(player)
        player.page.keyboard.press("Tab")
        for key in ["2", "1", "1", "1"]:
            player.page.keyboard.press(key)
            player.page.wait_for_timeout(450)
        player.shot("fight")
        player.close()
        phone = Player(browser, url, out, "Bo", 390, 844, is_phone=True)
        phone.play_as_guest()
        phone.page.wait_for_timeout(1500)
        phone.shot("phone")
        phone.close()
        browser.close()
    print("pictures in", out)


main()
