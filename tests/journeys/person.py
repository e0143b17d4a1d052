"""Somebody at the office's pages in a real browser: reads, clicks, types; each click is counted.

Every page that comes is looked at with what must hold on every page (ux §17): the words and the one primary button,
nothing wider than the screen (also at 360 pixels), nothing in the browser's console, and axe once per kind of page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from playwright.sync_api import Browser, Download, Locator

from tests import pages
from tests.chromium import DESK, DUTCH, PHONE, complaints_of, nothing_found, nothing_sideways

PATIENCE = 15_000  # milliseconds; a machine that does other things too
NUMBERS = re.compile(r"(D-\d{4}-\d{4}|KVO-\w-\d{4}-\d+|(?<=/v/)[A-Z0-9]+|(?<=/register/).+|\d+)")
# What Chromium writes in the console about an answer that is not 200; the answer itself is looked at.
EXPECTED = "Failed to load resource: the server responded with a status of 4"
Upload = tuple[str, bytes]


class Person:
    """A browser of one's own.

    ``seen``: the kinds of pages that axe has looked at, shared by a journey. ``bare``: without scripts and fonts.
    """

    def __init__(
        self, chromium: Browser, address: str, seen: dict[str, int], *, phone: bool = False, bare: bool = False
    ) -> None:
        self.screen = PHONE if phone else DESK
        self.context = chromium.new_context(
            viewport=self.screen, has_touch=phone, java_script_enabled=not bare, accept_downloads=True, **DUTCH
        )
        self.context.set_default_timeout(PATIENCE)
        self.page = self.context.new_page()
        self.address, self.seen, self.bare, self.clicks = address, seen, bare, 0
        if bare:  # as before scripts and fonts arrive
            self.context.route("**/*.woff2", lambda route: route.abort())
        self.complaints = complaints_of(self.page)

    # Coming and going

    def arrive(self, path: str = "/begin") -> None:
        """Open a page by its address: from a bookmark, a mail or a QR code. No click is counted."""
        self.page.goto(path if path.startswith("http") else self.address + path)
        self._look()

    def become(self, name: str) -> Person:
        """Choose the account of ``name`` in the demo; counts nothing."""
        self.page.goto(f"{self.address}/demo/accounts")
        self.page.get_by_role("button", name=f"Kies {name}", exact=True).click()
        self.page.wait_for_url(lambda url: not url.endswith("/demo/accounts"))
        self._look()
        self.clicks = 0
        return self

    def leave(self) -> None:
        """Close this browser."""
        self.context.close()

    @property
    def path(self) -> str:
        """The address of the page, without the server."""
        return self.page.url.removeprefix(self.address)

    @contextmanager
    def budget(self, most: int, *, least: int = 1) -> Iterator[None]:
        """What happens within costs at most so many clicks, and at least ``least``: the counting is held too."""
        before = self.clicks
        yield
        spent = self.clicks - before
        assert least <= spent <= most, f"{spent} clicks, the budget is {most}"

    # Reading

    def sees(self, *words: str) -> None:
        """Each of these texts can be read on the page."""
        missing = [text for text in words if _plain(text) not in self.text]
        assert not missing, f"{self.path} does not say {missing}:\n{self.text[:2000]}"

    def sees_not(self, *words: str) -> None:
        """None of these texts can be read on the page."""
        there = [text for text in words if _plain(text) in self.text]
        assert not there, f"{self.path} says {there}"

    @property
    def text(self) -> str:
        """What can be read on the page now, blanks folded."""
        return _plain(self.page.locator("body").inner_text())

    def part(self, *words: str) -> Locator:
        """The smallest row, item or section in which all of these texts stand."""
        found = self.page.locator("main :is(tr, li, section, article)")
        for text in words:
            found = found.filter(has_text=_same(text))
        return found.last

    @property
    def objections(self) -> list[str]:
        """The sentences of the summary of mistakes."""
        return [_plain(text) for text in self.page.locator(".melding.fout li").all_inner_texts()]

    def value(self, label: str) -> str:
        """What stands in a field."""
        return self.page.get_by_label(label, exact=True).first.input_value()

    # Doing

    def press(self, name: str, *, within: Locator | None = None) -> None:
        """One click on a link or button that leads to a page."""
        self._follow(self._named(name, within))

    def _follow(self, target: Locator) -> None:
        with self.page.expect_navigation(wait_until="load"):
            target.click()
        self.clicks += 1
        self._look()

    def submit(self, name: str) -> None:
        """One click on the button of a form, where a link of the same name leads to the page."""
        self._follow(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def is_held_back(self, name: str, says: str) -> None:
        """The form does not leave with a file that was refused; why stands under the file."""
        here = self.page.url
        words = re.compile(r"\s+".join(re.escape(word) for word in says.split()))
        told = self.page.locator("main .gekozen .err").get_by_text(words)
        told.wait_for()
        self.page.locator("main").get_by_role("button", name=name, exact=True).click()
        self.clicks += 1
        assert (self.page.url, told.is_visible()) == (here, True)

    def unfold(self, name: str, *, within: Locator | None = None) -> None:
        """One click that opens something on the page itself."""
        (within or self.page).get_by_text(name, exact=True).first.click()
        self.clicks += 1

    def menu(self, name: str) -> None:
        """One click on an item of the bar, with or without a count behind it."""
        bar = self.page.get_by_role("navigation", name="Hoofdmenu")
        self._follow(bar.get_by_role("link", name=re.compile(rf"^{name}( \d+)?$")))

    def tab(self, name: str) -> None:
        """One click on a tab above a list, with or without a count behind it."""
        tabs = self.page.locator("main nav.tabs")
        self._follow(tabs.get_by_role("link", name=re.compile(rf"^{name}( \d+)?$")))

    def step(self, name: str) -> None:
        """One click on a step of the dossier."""
        self.press(name, within=self.page.get_by_role("navigation", name="Stappen van dit dossier"))

    def fetch(self, name: str) -> Download:
        """One click on a link that saves a file."""
        with self.page.expect_download() as waiting:
            self._named(name).click()
        self.clicks += 1
        return waiting.value

    def shown_file(self, name: str) -> bytes:
        """The file behind a link that the browser would show (a PDF); one click."""
        address = self._named(name).get_attribute("href") or ""
        self.clicks += 1
        answer = self.context.request.get(self.address + address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()

    def type(self, **fields: str | int) -> None:
        """Fill fields by their name in the form (``_`` for ``-``)."""
        for name, text in fields.items():
            self.page.locator(f"main [name='{name}']").fill(str(text))

    def fill(self, label: str, text: str | int, *, within: Locator | None = None) -> None:
        """Type into the field with this label."""
        self._labelled(label, within).fill(str(text))

    def day(self, legend: str, day: date | tuple[str, str, str]) -> None:
        """Type a day into its three boxes."""
        boxes = self._group(legend).locator("input")
        parts = (str(day.day), str(day.month), str(day.year)) if isinstance(day, date) else day
        for number, text in enumerate(parts):
            boxes.nth(number).fill(text)

    def choose(self, legend: str, option: str, *, within: Locator | None = None) -> None:
        """One click on a radio or tick under this heading."""
        # Behind the option's words a line of explanation may stand.
        self._group(legend, within).get_by_label(re.compile(rf"^\s*{re.escape(option)}(\W|$)")).check()
        self.clicks += 1

    def tick(self, *labels: str) -> None:
        """One click on each of these ticks."""
        for label in labels:
            self.page.get_by_label(label, exact=True).check()
            self.clicks += 1

    def pick(self, label: str, option: str) -> None:
        """Choose from a list that folds out: two clicks."""
        self._labelled(label).select_option(label=option)
        self.clicks += 2

    def attach(self, label: str, upload: Upload) -> None:
        """Choose a file (the browser's own window: one click)."""
        name, content = upload
        self._labelled(label).set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )  # fmt: skip
        self.clicks += 1

    # How it looks

    def _look(self) -> None:
        if self.bare:
            return
        heard = [text for text in self.complaints if not text.startswith(EXPECTED)]
        assert heard == [], f"{self.path}: {heard}"
        self.page.evaluate("document.fonts.ready")
        pages.Page(self.page.content(), 200).check()
        nothing_sideways(self.page)
        kind = f"{self.kind} op {self.screen['width']}"
        self.seen[kind] = self.seen.get(kind, 0) + 1
        if self.seen[kind] == 1:
            self._look_closely()

    @property
    def kind(self) -> str:
        """The address without its numbers; a form with mistakes is a kind of its own."""
        wrong = " met fouten" if self.page.title().startswith("Fout:") else ""
        return NUMBERS.sub("#", self.path.partition("?")[0].partition("#")[0]) + wrong

    def _look_closely(self) -> None:
        nothing_found(self.page)
        if self.screen is DESK:
            self.page.set_viewport_size(PHONE)
            nothing_sideways(self.page)
            self.page.set_viewport_size(DESK)

    # Finding

    def _named(self, name: str, within: Locator | None = None) -> Locator:
        root = within or self.page.locator("main")
        link = root.get_by_role("link", name=name, exact=True)
        return link.or_(root.get_by_role("button", name=name, exact=True)).first

    def _labelled(self, label: str, within: Locator | None = None) -> Locator:
        return (within or self.page.locator("main")).get_by_label(
            re.compile(rf"^{re.escape(label)}( \(mag leeg blijven\))?$")
        )

    def _group(self, legend: str, within: Locator | None = None) -> Locator:
        groups = (within or self.page.locator("main")).locator("fieldset")
        return groups.filter(has=self.page.locator("legend", has_text=re.compile(rf"^\s*{re.escape(legend)}"))).first


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def _same(text: str) -> re.Pattern[str]:
    """The text, whichever blanks stand between its words."""
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))


def moved_a_month(person: Person) -> None:
    """The demo's strip, one press."""
    strip = person.page.get_by_role("complementary", name="Demo")
    person.press("Een maand verder", within=strip)
