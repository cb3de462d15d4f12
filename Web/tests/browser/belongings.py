"""Takes, uses, drops, buys, sells, opens a chest, and reads and writes letters; loses the line in the
middle. With --mock the stand-in makes things happen; without, the cluster at URL has them.

usage: belongings.py URL [OUT] [--mock | --cut COMMAND]

COMMAND cuts the lines of a real cluster, such as "pangea kill gateway-1".
"""

import json
import re
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


def gold(player):
    """What the bag says; the bag is open."""
    player.until("/\\d+ gold$/.test(document.querySelector('#bag .gold').textContent)")
    return int(re.search(r"\d+", player.page.inner_text("#bag .gold")).group(0))


def has(player, name, timeout=10000):
    """Waits until the bag names a thing."""
    player.until(
        "name => [...document.querySelectorAll('#bag button.place')]"
        ".some(one => one.getAttribute('aria-label').startsWith(name))", name, timeout)


def lacks(player, name):
    player.until(
        "name => ![...document.querySelectorAll('#bag button.place')]"
        ".some(one => one.getAttribute('aria-label').startsWith(name))", name)


def take(player, name):
    """Takes with the key what lies near."""
    player.until(
        "name => document.querySelector('#reach').textContent.includes(name)", name.split(",")[0])
    player.page.keyboard.press("f")
    has(player, name)


def listen(player, name, *lines):
    """What somebody says, by keyboard; the last word is Goodbye."""
    page = player.page
    player.until("name => document.querySelector('#reach').textContent.includes(name)", name)
    page.evaluate("document.querySelector('#world').focus()")
    page.keyboard.press("f")
    page.wait_for_selector("#talk", state="visible")
    assert name in page.inner_text("#talk-title")
    for line in lines:
        player.until("line => document.querySelector('#talk .words').textContent.includes(line)", line)
        player.shot("talk")
        page.keyboard.press("Enter")
    page.wait_for_selector("#talk", state="hidden")
    print("listened to", name)


def in_the_stand_in(player, url):
    page = player.page
    page.keyboard.press("i")
    page.wait_for_selector("#bag", state="visible")
    before = gold(player)
    ask(url, "lay", definition=2, count=3)
    take(player, "Apple, 3 pieces")
    player.until("!document.querySelector('#reach').textContent.includes('Apple')")
    player.shot("bag")
    ask(url, "hurt", amount=20)
    page.wait_for_timeout(300)
    page.keyboard.press("5")
    has(player, "Apple, 2 pieces")
    page.click("#bag button.place")
    page.fill("#bag .deeds input", "1")
    page.click("#bag .deeds button:text('Drop')")
    has(player, "Apple, common")
    take(player, "Apple, 2 pieces")
    ask(url, "stall", milliseconds=5000)
    ask(url, "lay", definition=4)
    player.until("document.querySelector('#reach').textContent.includes('Iron Sword')")
    page.keyboard.press("f")
    player.wait_notice("Still trying")
    ask(url, "cut")
    has(player, "Iron Sword", 20000)
    done = ask(url, "counts")["value"]
    print("survived a stall and a cut line:", done)
    page.reload()
    player.arrive()
    page.keyboard.press("i")
    has(player, "Iron Sword")
    ask(url, "place", x=1180, y=990)
    player.until("document.querySelector('#reach').textContent.includes('Jonna')")
    page.keyboard.press("f")
    page.wait_for_selector("#shop", state="visible")
    page.click("#shop button:text('Buy · 3 g')")
    has(player, "Apple, 3 pieces")
    player.shot("shop")
    page.click("#shop [role=tab]:text('Sell')")
    page.click("#shop button[aria-label^='Sell Iron Sword']")
    lacks(player, "Iron Sword")
    assert gold(player) == before - 3 + 50, (before, gold(player))
    assert "Apples!" in page.inner_text("#shop .greeting")
    ask(url, "place", x=1000, y=990)
    page.wait_for_selector("#shop", state="hidden")
    listen(player, "Old Tomas", "Welcome.", "Mind the slimes.")
    ask(url, "place", x=1060, y=880)
    player.until("document.querySelector('#reach').textContent.includes('chest')")
    page.keyboard.press("e")
    player.until("document.querySelector('#reach').textContent.includes('Take')")
    player.shot("chest")
    ask(url, "letter", subject="Ore", text="Here it is.", gold=70)
    page.keyboard.press("l")
    page.wait_for_selector("#mail", state="visible")
    page.click("#mail summary")
    player.shot("mail")
    page.click("#mail button:text('Take 70 gold')")
    player.wait_notice("+ 70 gold")
    page.click("#mail [role=tab]:text('Write')")
    page.fill("#mail form label:has-text('To') input", "Nobody Here")
    page.fill("#mail textarea", "Hello?")
    page.click("#mail form button[type=submit]")
    player.wait_notice("Nobody of that name")
    player.shot("write")
    page.keyboard.press("Escape")
    page.wait_for_selector("#mail", state="hidden")


def on_a_phone(browser, url, out):
    phone = Player(browser, url, out, "Bo", 390, 844, is_phone=True)
    phone.play_as_guest()
    page = phone.page
    ask(url, "place", x=1180, y=990)
    ask(url, "lay", definition=2, count=4)
    phone.until("!document.querySelector('#reach').hidden")
    phone.shot("phone-reach")
    page.tap("#buttons button:text('Bag')")
    page.wait_for_selector("#bag", state="visible")
    ask(url, "give", definition=3, count=2)
    has(phone, "Mana Potion")
    page.tap("#bag button.place")
    phone.shot("phone-bag")
    page.tap("#bag .close")
    page.tap("#buttons button:text('Mail')")
    page.wait_for_selector("#mail", state="visible")
    assert "Guests get no mail" in page.inner_text("#mail")
    phone.shot("phone-mail")
    box = page.locator("#mail").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390, box
    page.tap("#mail .close")
    page.wait_for_timeout(300)
    page.tap("#reach")
    phone.shot("phone-took")
    phone.close()


# Parts of the map's edges: the meadow with slimes, the fruit stall of the town, its elder, the farm's
# chest.
MEADOW = (0.57, 0.70)
STALL = (0.488, 0.474)
ELDER = (0.513, 0.534)
FARM_CHEST = (0.327, 0.738)


def go(player, part):
    """Walks there by a click on the map."""
    player.page.keyboard.press("m")
    player.page.wait_for_timeout(300)
    player.walk_on_map(*part)
    player.stand()
    for _ in range(2):
        player.page.keyboard.press("m")


def reaches(player, word):
    page = player.page
    return page.is_visible("#reach") and word in page.inner_text("#reach")


def loot(player, least):
    """Fights and takes what falls, until there is so much gold."""
    page = player.page
    deadline = time.monotonic() + 240
    while gold(player) < least or page.locator("#bag button.place").count() == 0:
        assert time.monotonic() < deadline, "nothing was found"
        if not page.is_hidden("#death"):
            page.wait_for_timeout(1000)
            page.keyboard.press("Space")
        elif " 0 creatures" in page.inner_text("#surroundings"):
            go(player, MEADOW)
        elif reaches(player, "Take"):
            page.keyboard.press("f")
            page.wait_for_timeout(400)
        else:
            if page.is_hidden("#target"):
                page.keyboard.press("Tab")
            for key in ["1", "2"]:
                page.keyboard.press(key)
                page.wait_for_timeout(400)
    player.shot("loot")
    print("looted:", page.inner_text("#bag .gold"), page.inner_text("#bag-title"))


def sell_all(player, name):
    """Sells every piece of a thing that the bag names; the shop is open, and shows its goods again."""
    page = player.page
    page.click("#shop [role=tab]:text('Sell')")
    sell = f"#shop button[aria-label^='Sell {name}']"
    while page.locator(sell).count() > 0:
        before = gold(player)
        page.click(sell)
        player.until(
            "gold => !document.querySelector('#bag .gold').textContent.startsWith(`${gold} `)", before)
    lacks(player, name)
    page.click("#shop [role=tab]:text('Buy')")


def in_a_cluster(player, other, cut):
    page = player.page
    page.keyboard.press("i")
    page.wait_for_selector("#bag", state="visible")
    gold(player)
    go(player, MEADOW)
    loot(player, 10)
    go(player, STALL)
    player.until("document.querySelector('#reach').textContent.includes('Jonna')")
    page.keyboard.press("f")
    page.wait_for_selector("#shop", state="visible")
    sell_all(player, "Apple")  # what was looted
    before = gold(player)
    page.click("#shop button[aria-label^='Buy Apple']")
    has(player, "Apple")
    assert gold(player) == before - 3, (before, gold(player))
    player.shot("shop")
    page.click("#shop [role=tab]:text('Sell')")
    page.click("#shop button[aria-label^='Sell Apple']")
    lacks(player, "Apple")
    assert gold(player) == before - 2, (before, gold(player))
    page.click("#shop [role=tab]:text('Buy')")
    page.click("#shop button[aria-label^='Buy Apple']")
    has(player, "Apple")
    page.keyboard.press("Escape")
    page.wait_for_selector("#shop", state="hidden")
    page.click("#bag button.place[aria-label^='Apple']")
    page.click("#bag .deeds button:text('Drop')")
    lacks(player, "Apple")
    player.until("document.querySelector('#reach').textContent.includes('Apple')")
    page.keyboard.press("f")
    has(player, "Apple")
    print("bought, sold, dropped and took back; gold", gold(player))
    if cut:
        page.click("#bag button.place[aria-label^='Apple']")
        page.click("#bag .deeds button:text('Drop')")
        subprocess.run(cut, check=True, stdout=subprocess.DEVNULL)
        player.wait_notice("You are back", 60000)
        lacks(player, "Apple")
        player.until("document.querySelector('#reach').textContent.includes('Apple')")
        page.keyboard.press("f")
        has(player, "Apple", 20000)
        print("lost the line in the middle of it, and nothing else")
    go(player, ELDER)
    listen(player, "Old Tomas", "Welcome to Four Corners", "The meadows", "What you cannot carry")
    letters(player, other)
    page.reload()
    player.arrive()
    page.keyboard.press("i")
    gold(player)
    lacks(player, "Apple")
    go(player, FARM_CHEST)
    player.until("document.querySelector('#reach').textContent.includes('chest')", timeout=30000)
    page.keyboard.press("f")
    player.until("document.querySelector('#reach').textContent.includes('Take')", timeout=20000)
    player.shot("chest")
    print("opened a chest:", page.inner_text("#reach"))


def letters(player, other):
    """One sends the apple and gold, the other one gets just that."""
    page = player.page
    had = gold(player)
    page.keyboard.press("l")
    page.wait_for_selector("#mail", state="visible")
    page.click("#mail [role=tab]:text('Write')")
    page.fill("#mail form label:has-text('To') input", other.name)
    page.fill("#mail form label:has-text('Subject') input", "An apple")
    page.fill("#mail textarea", "And a coin.")
    option = page.locator("#mail option", has_text="Apple").get_attribute("value")
    page.select_option("#mail select", option)
    page.fill("#mail form label:has-text('Gold') input", "1")
    player.shot("write")
    page.click("#mail form button[type=submit]")
    player.wait_notice("on its way")
    page.keyboard.press("Escape")
    page.click("#buttons button:text('Bag')")
    lacks(player, "Apple")
    assert gold(player) == had - 1, (had, gold(player))
    other.page.keyboard.press("i")
    before = gold(other)
    other.page.keyboard.press("l")
    other.page.click("#mail summary")
    other.shot("mail")
    other.page.click("#mail button:text('Take Apple, 1 gold')")
    other.wait_notice("+ Apple, 1 gold")
    other.page.keyboard.press("i")
    has(other, "Apple")
    assert gold(other) == before + 1
    print("a letter came with all that was in it")


def main():
    cut = None
    if "--cut" in sys.argv:
        at = sys.argv.index("--cut")
        cut = shlex.split(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    url, out = words[0], words[1] if len(words) > 1 else None
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        mark = str(int(time.time()))[-6:]
        ada = Player(browser, url, out, f"Ada {mark}")
        ada.register(f"ada{mark}", "correct horse battery", ada.name)
        if "--mock" in sys.argv:
            in_the_stand_in(ada, url)
            ada.close()
            on_a_phone(browser, url, out)
        else:
            bo = Player(browser, url, out, f"Bo {mark}")
            bo.register(f"bo{mark}", "correct horse battery", bo.name)
            in_a_cluster(ada, bo, cut)
            ada.close()
            bo.close()
        browser.close()
    print("ok: took, used, dropped, traded, opened, wrote")


main()
