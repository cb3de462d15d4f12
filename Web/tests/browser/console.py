"""Goes through the console of a real cluster with bots on it, or of the stand-in, at a desk and on a phone.

usage: console.py up.json [OUT]      (pip install playwright axe-playwright-python; apt-get install chromium)
       console.py --mock [OUT]       (node Web/tests/mock/admin.js, which this starts)

up.json is what `pangea up --bots 20` wrote. Needs tools/console.sh to have run.
"""

import json
import pathlib
import re
import subprocess
import sys
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

HERE = pathlib.Path(__file__).parent
ROOMS = ["map", "processes", "players", "announcements", "operations", "traces", "audit", "staff", "account"]


class Console:
    """A page of the console; everything is read from what somebody of the staff sees."""

    def __init__(self, browser, target, out, name, width, height, scheme):
        self.target, self.out, self.name, self.width = target, out, name, width
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme)
        self.page = self.context.new_page()
        self.mistakes = []
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        self.page.on("console", self.heard)

    def heard(self, message):
        # Whether there is a session is asked before there is one.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.mistakes.append(message.text)

    def shot(self, name):
        if self.out:
            self.page.screenshot(path=f"{self.out}/console-{name}-{self.width}.png")

    def until(self, look, what, timeout=15):
        """Waits for what a function of ours says: the page's policy forbids eval."""
        deadline = time.monotonic() + timeout
        while not (found := look()):
            assert time.monotonic() < deadline, what
            self.page.wait_for_timeout(50)
        return found

    def log_in(self):
        page = self.page
        page.goto(self.target["url"])
        page.wait_for_selector("input[name=user]")
        self.check("door")
        # By keys alone: the name has the focus.
        page.keyboard.type(self.target["user"])
        page.keyboard.press("Tab")
        page.keyboard.type("a wrong password")
        page.keyboard.press("Enter")
        page.wait_for_selector("[role=alert]")
        page.fill("input[name=password]", self.target["password"])
        page.keyboard.press("Enter")
        if "code" in self.target:
            page.wait_for_selector("input[name=code]")
            page.keyboard.type(self.target["code"])
            page.keyboard.press("Enter")
        page.wait_for_selector(".live.on")

    def enter(self, room):
        page = self.page
        if self.width < 700:
            page.click("button.menu")
        page.click(f"#rooms a[href='#/{room}']")
        page.wait_for_selector(f"#rooms a[href='#/{room}'][aria-current=page]", state="attached")
        self.until(lambda: page.evaluate("document.activeElement.tagName") == "H1", f"{room} takes the focus")

    def check(self, name):
        """Nobody is kept out, and nothing sticks out."""
        found = Axe().run(self.page).response["violations"]
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found]
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= self.width, f"{name} is {wide} wide"

    def receipts(self):
        """The sentence of the latest order, once it is done."""
        sentence = self.page.locator(".receipts p.done").first
        self.until(lambda: sentence.count() > 0, "the order is done", 30)
        return sentence.inner_text()

    def see_the_map_move(self):
        page = self.page
        page.wait_for_selector(".region")
        assert page.locator(".region .shard").first.inner_text().startswith("shard-")
        # The shards' looks differ in more than colour.
        page.locator(".region").first.press("Enter")
        page.wait_for_selector(".card dl")
        fact = lambda: page.locator(".card dl div", has_text=re.compile(r"^Tick(?! )")).first.inner_text()
        before = fact()
        self.until(lambda: fact() != before, "the region ticks")
        self.shot("map")
        self.check("map")

    def announce(self):
        self.enter("announcements")
        page = self.page
        page.select_option("select[name=style]", "popup")
        page.fill("textarea", "The world rests at noon.")
        assert "The world rests at noon." in page.inner_text(".screen.popup")
        page.click("button.main")
        said = self.receipts()
        assert int(re.search(r"(\d+) players? reached", said).group(1)) > 0, said
        # Again, later, and then not.
        page.select_option("select[name=when]", "repeat")
        page.fill("textarea", "A market is held in the town.")
        page.fill("input[name=at]", "2027-01-01T12:00")
        page.click("button.main")
        row = page.locator("tr", has_text="A market is held in the town.").first
        row.get_by_role("button", name="Cancel").click()
        self.until(lambda: "cancelled" in row.inner_text(), "it is cancelled")
        self.shot("announcements")
        self.check("announcements")

    def order(self, verb, person, **fields):
        page = self.page
        page.get_by_role("button", name=f"{verb} {person}", exact=True).click()
        page.wait_for_selector("dialog[open]")
        self.check("dialog")
        for name, value in fields.items():
            page.fill(f"dialog [name={name}]", value)
        page.locator("dialog button.main").click()
        page.wait_for_selector("dialog", state="detached")
        return self.receipts()

    def deal_with_players(self):
        self.enter("players")
        page = self.page
        who = page.locator("[aria-label=Players] tbody th")
        self.until(lambda: who.count() > 1, "players are there")
        names = [text.split("\n")[0] for text in who.all_inner_texts()]
        kicked, muted = names[0].removesuffix("away").strip(), names[1].removesuffix("away").strip()
        assert "1 player reached" in self.order("Kick", kicked, message="Take a break.", reason="a test")
        said = self.order("Mute", muted, reason="a test")
        assert "1 player reached" in said, said
        self.until(lambda: "muted" in page.locator("[aria-label=Players] tr", has_text=muted).first.inner_text(), "who is muted is marked")
        page.click("text=Undo this mute")
        self.until(lambda: page.locator(".receipts .receipts p.done").count() > 0, "the undo is done", 30)
        self.until(lambda: "muted" not in page.locator("[aria-label=Players] tr", has_text=muted).first.inner_text(), "and may talk again")
        page.fill("input[name=search]", muted)
        page.keyboard.press("Enter")
        self.until(lambda: who.count() < len(names) and muted in who.first.inner_text(), "found")
        self.shot("players")
        self.check("players")

    def look_at_a_trace(self):
        self.enter("traces")
        page = self.page
        links = page.locator("tbody th a")
        for _ in range(20):
            page.wait_for_timeout(500)
            if links.count() > 0:
                break
            page.click("text=Look again")
        assert links.count() > 0, page.inner_text("main")
        self.shot("traces")
        self.check("traces")
        links.first.click()
        page.wait_for_selector(".flame button")
        page.locator(".flame button").first.press("Enter")
        page.wait_for_selector("tr.chosen")
        self.shot("trace")
        self.check("trace")

    def see_the_rest(self):
        for room in ROOMS:
            self.enter(room)
            self.page.wait_for_timeout(700)
            assert self.page.locator("[role=alert]").count() == 0, self.page.inner_text("main")
            self.shot(room)
            self.check(room)
        self.enter("audit")
        assert "whole" in self.page.inner_text(".chain")
        assert "operation.kick" in self.page.inner_text("table")

    def log_out(self):
        self.page.click("text=Log out")
        self.page.wait_for_selector("input[name=user]")
        assert not self.mistakes, self.mistakes
        self.context.close()


def go(target, out, has_traces=True):
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        desk = Console(browser, target, out, "desk", 1280, 860, "light")
        desk.log_in()
        desk.see_the_map_move()
        desk.announce()
        desk.deal_with_players()
        if has_traces:
            desk.look_at_a_trace()
        desk.see_the_rest()
        desk.log_out()
        phone = Console(browser, target, out, "phone", 360, 740, "dark")
        phone.log_in()
        phone.see_the_map_move()
        phone.announce()
        phone.see_the_rest()
        phone.log_out()
        browser.close()
    print("the console is as it should be")


def main():
    out = sys.argv[2] if len(sys.argv) > 2 else None
    if sys.argv[1] == "--mock":
        server = subprocess.Popen(
            ["node", str(HERE.parent / "mock" / "admin.js")], stdout=subprocess.PIPE, text=True)
        try:
            url = server.stdout.readline().strip()
            go({"url": url, "user": "super_admin", "password": "a long password", "code": "123456"}, out)
        finally:
            server.terminate()
    else:
        up = json.loads(pathlib.Path(sys.argv[1]).read_text())
        go({"url": up["addresses"]["admin"], **up["admin"]}, out)


if __name__ == "__main__":
    main()
