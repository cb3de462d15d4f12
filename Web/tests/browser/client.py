"""One player in a headless Chromium: what the browser tests do and read."""

import re
import time


class Player:
    """A page with the client; everything is read from what a player sees or hears."""

    def __init__(self, browser, url, out, name, width=1280, height=800, is_phone=False):
        self.url = url
        self.out = out
        self.name = name
        self.context = browser.new_context(
            viewport={"width": width, "height": height}, has_touch=is_phone, is_mobile=is_phone,
            device_scale_factor=2 if is_phone else 1)
        self.page = self.context.new_page()
        self.mistakes = []
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        self.page.on("console", self.heard)

    def heard(self, message):
        is_expected = "WebSocket" in message.text or "Failed to load resource" in message.text
        if message.type == "error" and not is_expected:
            self.mistakes.append(message.text)

    def shot(self, name):
        if self.out:
            self.page.screenshot(path=f"{self.out}/{name}.png")

    def open(self):
        self.page.goto(self.url)
        self.page.wait_for_selector("#guest-name", state="visible")

    def play_as_guest(self):
        self.open()
        self.page.fill("#guest-name", self.name)
        self.page.press("#guest-name", "Enter")
        self.arrive()

    def register(self, account, password, character):
        self.open()
        self.page.click("summary")
        self.page.fill("#login-name", account)
        self.page.fill("#login-password", password)
        self.page.click("button[value=register]")
        self.page.wait_for_selector("#character-name", state="visible")
        self.page.fill("#character-name", character)
        self.page.click("#character button")
        self.arrive()

    def until(self, script, arg=None, timeout=10000):
        """Waits for what a script says. Asked from outside: the page's policy forbids eval."""
        deadline = time.monotonic() + timeout / 1000
        while not self.page.evaluate(script, arg):
            assert time.monotonic() < deadline, f"{script} {arg or ''}"
            self.page.wait_for_timeout(50)

    def arrive(self):
        self.page.wait_for_selector("#hud", state="visible")
        self.until("document.querySelector('#surroundings').textContent !== ''")
        self.page.wait_for_selector("#skills button")

    def walk(self, key, milliseconds):
        self.page.keyboard.down(key)
        self.page.wait_for_timeout(milliseconds)
        self.page.keyboard.up(key)

    def place(self):
        """Where one is, as the description of the surroundings says once a second."""
        self.page.wait_for_timeout(1300)
        text = self.page.inner_text("#surroundings")
        found = re.search(r"at (\d+), (\d+)", text)
        return int(found.group(1)), int(found.group(2))

    def walk_on_map(self, part_x, part_y):
        """A click on the minimap, which shows the whole map; parts of its edges."""
        box = self.page.locator("#place canvas").bounding_box()
        self.page.mouse.click(box["x"] + part_x * box["width"], box["y"] + part_y * box["height"])

    def stand(self):
        """Waits until one stands still."""
        at = self.place()
        for _ in range(60):
            before, at = at, self.place()
            if at == before:
                return

    def number(self, name):
        """A line of the panel of B."""
        rows = self.page.eval_on_selector_all(
            "#numbers dt", "all => all.map(one => [one.textContent, one.nextSibling.textContent])")
        return dict(rows)[name]

    def wait_notice(self, text, timeout=10000):
        self.until(
            "text => document.querySelector('#notices').textContent.includes(text)"
            " || document.querySelector('#events').textContent.includes(text)",
            text, timeout)

    def say(self, text):
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def wait_chat(self, text, timeout=10000):
        self.until(
            "text => document.querySelector('#chat-lines').textContent.includes(text)", text,
            timeout)

    def bar(self, label):
        return self.page.get_attribute(f"[aria-label='{label}']", "aria-valuenow")

    def times(self):
        """Milliseconds from opening the page to each of its marks."""
        return dict(self.page.evaluate(
            "performance.getEntriesByType('mark').map(one => [one.name, one.startTime])"))

    def close(self):
        self.context.close()
        assert not self.mistakes, self.mistakes
