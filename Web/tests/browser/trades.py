"""Two players in two browsers trade with each other: ask, lay, change, agree, give, cancel; on a phone
too. With --mock the stand-in gives them things; without, both stand at the border of two shards of the
cluster at URL, which was started not long ago: the farm's chest has to be full.

usage: trades.py URL [OUT] [--mock | --check COMMAND]

COMMAND proves the ledgers of a real cluster at the end, such as "pangea check".
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


def status(player, text, timeout=10000):
    player.until(
        "text => document.querySelector('#trade .status').textContent.includes(text)", text, timeout)


def gives(player, side, text, timeout=10000):
    """Waits until a side of the table names something; 1 is one's own, 2 the other's."""
    player.until(
        "([side, text]) => document.querySelector(`#trade .side:nth-of-type(${side}) .laid`)"
        ".textContent.includes(text)", [side, text], timeout)


def button(player, text):
    return player.page.locator("#trade .deeds button", has_text=text)


def press(player, text):
    """Presses a button as soon as it can be pressed."""
    player.until(
        "text => [...document.querySelectorAll('#trade .deeds button')].some(one =>"
        " one.textContent === text && one.getAttribute('aria-disabled') !== 'true')", text)
    button(player, text).click()


def meet(one, other, key=True):
    """The first asks, the second says yes."""
    if key:
        one.page.keyboard.press("t")
    else:
        one.page.click("#target .trade")
    one.page.wait_for_selector("#trade", state="visible")
    other.page.wait_for_selector("#asked", state="visible")
    assert one.name in other.page.inner_text("#asked")
    other.shot("asked")
    other.page.keyboard.press("t")
    other.page.wait_for_selector("#trade", state="visible")
    status(one, "Put on the table")


def over(*players):
    for player in players:
        player.page.wait_for_selector("#trade", state="hidden")


def held(player):
    """Gold and pieces by name, as the bag says."""
    page = player.page
    page.keyboard.press("i")
    page.wait_for_selector("#bag", state="visible")
    player.until("/\\d+ gold$/.test(document.querySelector('#bag .gold').textContent)")
    gold = int(re.search(r"\d+", page.inner_text("#bag .gold")).group(0))
    labels = page.eval_on_selector_all(
        "#bag button.place", "all => all.map(one => one.getAttribute('aria-label'))")
    page.keyboard.press("Escape")
    page.wait_for_selector("#bag", state="hidden")
    pieces = {}
    for label in labels:
        name, *rest = label.split(", ")
        found = re.match(r"(\d+) pieces", rest[0])
        pieces[name] = pieces.get(name, 0) + (int(found.group(1)) if found else 1)
    return gold, pieces


def put(player, name):
    player.page.click(f"#trade .places button[aria-label^='{name}']")
    gives(player, 1, name)


def exchange(ada, bo, thing):
    """Ada's `thing` for a gold of Bo's; Ada changes it once after Bo's yes."""
    (gold_a, pieces_a), (gold_b, pieces_b) = held(ada), held(bo)
    meet(ada, bo)
    put(ada, thing)
    gives(bo, 2, thing)
    bo.page.fill("#trade .side input[data-key='number Gold']", "2")
    ada.until("document.querySelector('#trade .side .gold').textContent.includes('2 gold')")
    press(bo, "Agree")
    status(bo, "You agreed")
    status(ada, f"{bo.name} agrees")
    ada.shot("agrees")
    ada.page.click(f"#trade .places button[aria-label^='{thing}']")
    status(bo, "changed something")
    gives(bo, 2, "Taken out")
    bo.shot("changed")
    put(ada, thing)
    bo.page.fill("#trade .side input[data-key='number Gold']", "1")
    ada.until("document.querySelector('#trade .side .gold').textContent.includes('1 gold')")
    press(ada, "Agree")
    status(bo, f"{ada.name} agrees")
    press(bo, "Agree")
    over(ada, bo)
    ada.wait_notice("You have traded with")
    bo.wait_notice("You have traded with")
    count = pieces_a[thing]
    after_a, after_b = held(ada), held(bo)
    assert after_a[0] == gold_a + 1 and after_b[0] == gold_b - 1, (after_a, after_b)
    assert after_a[1].get(thing, 0) == 0, after_a
    assert after_b[1][thing] == pieces_b.get(thing, 0) + count, after_b
    print(f"traded {count} {thing} for a gold")


def gift_back(ada, bo, thing):
    """Bo gives it back for nothing, with the keyboard alone."""
    before = held(ada)[1].get(thing, 0)
    count = held(bo)[1][thing]
    meet(bo, ada)
    page = bo.page
    for _ in range(30):
        label = page.evaluate("document.activeElement.getAttribute('aria-label') ?? ''")
        if label.startswith(thing):
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    gives(ada, 2, thing)
    bo.until("document.querySelector('#trade .deeds button:nth-of-type(2)')"
             ".getAttribute('aria-disabled') === 'false'")
    for _ in range(12):
        if page.evaluate("document.activeElement.textContent") == "Give for nothing":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    over(ada, bo)
    ada.wait_notice("gave you something")
    assert held(ada)[1][thing] == before + count
    print(f"gave {count} {thing} back, by keyboard")


def no_and_cancel(ada, bo):
    ada.page.keyboard.press("t")
    bo.page.wait_for_selector("#asked", state="visible")
    bo.page.click("#asked button:text('No')")
    ada.wait_notice("does not want to trade now")
    over(ada)
    meet(ada, bo)
    bo.page.keyboard.press("Escape")
    ada.wait_notice("ended the trade")
    over(ada, bo)
    print("said no, and cancelled")


def walk_away(ada, bo, key):
    """Who walks away is missed; who comes back goes on."""
    meet(ada, bo)
    bo.page.evaluate("document.querySelector('#world').focus()")
    bo.walk(key, 2200)
    status(ada, "too far away")
    ada.shot("too-far")
    bo.walk({"a": "d", "d": "a", "w": "s", "s": "w"}[key], 2200)
    status(ada, "Put on the table", 20000)
    ada.page.keyboard.press("Escape")
    over(ada, bo)
    print("walked away and came back")


def in_the_stand_in(browser, url, out):
    ada = Player(browser, url, out, "Ada")
    bo = Player(browser, url, out, "Bo")
    for player in [ada, bo]:
        player.play_as_guest()
    ask(url, "place", x=1180, y=990)
    for definition, count in [(2, 7), (4, 1), (5, 1)]:
        ask(url, "give", definition=definition, count=count)
    ada.page.wait_for_timeout(500)
    ada.page.keyboard.press("Tab")
    ada.page.wait_for_timeout(300)
    ada.shot("target")
    exchange(ada, bo, "Apple")
    gift_back(ada, bo, "Apple")
    no_and_cancel(ada, bo)
    meet(ada, bo)
    put(ada, "Iron Sword")
    ask(url, "cut")
    ada.wait_notice("You are back", 30000)
    gives(bo, 2, "Iron Sword", 20000)
    print("both lost the line, and the table stands")
    bo.page.reload()
    bo.arrive()
    ada.wait_notice("ended the trade", 20000)
    over(ada)
    on_a_phone(browser, url, out, ada)
    ada.close()
    bo.close()


def on_a_phone(browser, url, out, ada):
    cy = Player(browser, url, out, "Cy", 390, 844, is_phone=True)
    cy.play_as_guest()
    ask(url, "place", x=1180, y=990)
    ask(url, "give", definition=3, count=2)
    page = cy.page
    page.wait_for_timeout(800)
    ada.page.keyboard.press("Escape")
    ada.page.evaluate("document.querySelector('#world').focus()")
    page.keyboard.press("Tab")
    page.wait_for_selector("#target .trade", state="visible")
    cy.shot("phone-target")
    page.tap("#target .trade")
    page.wait_for_selector("#trade", state="visible")
    name = page.inner_text("#trade-title").replace("Trade with ", "")
    print("the phone asks", name)
    if name == ada.name:
        ada.page.wait_for_selector("#asked", state="visible")
        ada.page.click("#asked button.first")
        ada.page.wait_for_selector("#trade", state="visible")
        put(ada, "Iron Sword")
        gives(cy, 2, "Iron Sword")
    page.tap("#trade .places button[aria-label^='Mana Potion']")
    gives(cy, 1, "Mana Potion")
    cy.shot("phone-trade")
    box = page.locator("#trade").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390, box
    deeds = page.locator("#trade .deeds").bounding_box()
    assert deeds["y"] + deeds["height"] <= box["y"] + box["height"] + 1, (deeds, box)
    page.tap("#trade .close")
    over(cy)
    cy.close()


# Parts of the map's edges: the farm's chest, and the fruit stall of the town.
FARM_CHEST = (0.327, 0.738)
STALL = (0.488, 0.474)
# Four places around the middle of the town, where four regions meet; and the ways over the borders
# between them.
MIDDLE = [(2020, 2007), (2076, 2007), (2020, 2089), (2076, 2089)]
BORDERS = [(2, 3, "d", "a"), (0, 1, "d", "a"), (0, 2, "s", "w"), (1, 3, "s", "w")]


def border(url):
    """Two places of different shards, and the keys that go on from the second, and back."""
    regions = json.load(urllib.request.urlopen(f"{url}api/regions"))
    edge = regions["regionEdge"]
    shards = {(one["column"], one["row"]): one["shard"] for one in regions["regions"]}
    at = [shards[x // edge, y // edge] for x, y in MIDDLE]
    one, other, away, back = next(pair for pair in BORDERS if at[pair[0]] != at[pair[1]])
    return [(x / 4096, y / 4096) for x, y in (MIDDLE[one], MIDDLE[other])], away, back


def go(player, part):
    """Walks there by a click on the map."""
    player.page.keyboard.press("m")
    player.page.wait_for_timeout(300)
    player.walk_on_map(*part)
    player.stand()
    for _ in range(2):
        player.page.keyboard.press("m")


def fetch(player):
    """What is in the farm's chest: gold, and maybe things; else an apple for gold."""
    go(player, FARM_CHEST)
    page = player.page
    player.until("document.querySelector('#reach').textContent.includes('chest')", timeout=30000)
    page.keyboard.press("f")
    player.until("document.querySelector('#reach').textContent.includes('Take')", timeout=20000)
    for _ in range(20):
        page.wait_for_timeout(500)
        if page.is_hidden("#reach") or "Take" not in page.inner_text("#reach"):
            break
        page.keyboard.press("f")
    gold, pieces = held(player)
    print("fetched:", gold, "gold", pieces)
    if pieces:
        return next(iter(pieces))
    buy(player)
    return "Apple"


def buy(player):
    """An apple."""
    go(player, STALL)
    page = player.page
    player.until("document.querySelector('#reach').textContent.includes('Jonna')")
    page.keyboard.press("f")
    page.wait_for_selector("#shop", state="visible")
    page.click("#shop button[aria-label^='Buy Apple']")
    player.wait_notice("+ Apple")
    page.keyboard.press("Escape")
    page.wait_for_selector("#shop", state="hidden")


def give_gold(one, other, gold):
    """As a gift, from the button of the target's frame."""
    before = held(other)[0]
    for _ in range(8):
        if one.page.is_visible("#target") and other.name in one.page.inner_text("#target"):
            break
        one.page.keyboard.press("Tab")
        one.page.wait_for_timeout(200)
    one.shot("target")
    meet(one, other, key=False)
    one.page.fill("#trade .side input[data-key='number Gold']", str(gold))
    press(one, "Give for nothing")
    over(one, other)
    other.wait_notice("gave you something")
    assert held(other)[0] == before + gold
    print("gave", gold, "gold")


def cross(ada, bo, key):
    """Who agreed and crosses the border has to agree again."""
    meet(ada, bo)
    ada.page.fill("#trade .side input[data-key='number Gold']", "1")
    gives_gold = "document.querySelector('#trade .side .gold').textContent.includes('1 gold')"
    bo.until(gives_gold)
    press(bo, "Agree")
    status(bo, "You agreed")
    bo.page.evaluate("document.querySelector('#world').focus()")
    bo.walk(key, 700)
    status(bo, "crossed a border")
    status(ada, "crossed a border")
    bo.shot("crossed")
    assert bo.page.is_visible("#trade") and ada.page.is_visible("#trade")
    ada.page.keyboard.press("Escape")
    over(ada, bo)
    print("crossed a border at the table")


def stand_apart(url, ada, bo):
    """One stands on each side of a border of two shards; tried again while regions are placed anew."""
    for player in [ada, bo]:
        player.page.keyboard.press("b")
    for _ in range(6):
        parts, away, back = border(url)
        for player, part in zip([ada, bo], parts):
            while sum(abs(at - 4096 * to) for at, to in zip(player.place(), part)) > 30:
                go(player, part)
        ada.page.wait_for_timeout(700)
        shards = [player.number("shard") for player in [ada, bo]]
        print("at", ada.place(), bo.place(), "on shards", shards)
        if shards[0] != shards[1]:
            break
    assert shards[0] != shards[1], shards
    for player in [ada, bo]:
        player.page.keyboard.press("b")
    return away, back


def in_a_cluster(browser, url, out, check):
    mark = str(int(time.time()))[-6:]
    ada = Player(browser, url, out, f"Ada {mark}")
    ada.register(f"ada{mark}", "correct horse battery", ada.name)
    thing = fetch(ada)
    bo = Player(browser, url, out, f"Bo {mark}")
    bo.register(f"bo{mark}", "correct horse battery", bo.name)
    away, back = stand_apart(url, ada, bo)
    try:
        deal(ada, bo, thing, away, back)
    except BaseException:
        for player in [ada, bo]:
            player.shot(f"failed-{player.name[:2]}")
            print(player.name, player.page.inner_text("#trade"), player.page.inner_text("#notices"))
        raise
    ada.close()
    bo.close()
    if check:
        found = subprocess.run(check, capture_output=True, text=True)
        print(found.stdout[-1500:])
        assert found.returncode == 0, found.stderr[-1000:]


def deal(ada, bo, thing, away, back):
    """All that two can do with each other, on both sides of a border."""
    total = held(ada)[0] + held(bo)[0]
    give_gold(ada, bo, 2)
    exchange(ada, bo, thing)
    gift_back(ada, bo, thing)
    no_and_cancel(ada, bo)
    walk_away(ada, bo, away)
    cross(ada, bo, back)
    assert held(ada)[0] + held(bo)[0] == total


def main():
    check = None
    if "--check" in sys.argv:
        at = sys.argv.index("--check")
        check = shlex.split(sys.argv[at + 1])
        del sys.argv[at:at + 2]
    words = [word for word in sys.argv[1:] if not word.startswith("--")]
    url, out = words[0], words[1] if len(words) > 1 else None
    with sync_playwright() as tools:
        browser = tools.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        if "--mock" in sys.argv:
            in_the_stand_in(browser, url, out)
        else:
            in_a_cluster(browser, url, out, check)
        browser.close()
    print("ok: asked, laid, changed, agreed, gave, said no")


main()
