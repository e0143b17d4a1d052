"""Several files over a slow line: how far they are stands at each of them, and a line that breaks loses nothing."""

from __future__ import annotations

import gc
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from auditbeheer.certificates.composing import Printing
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.stories import Place, Story, Until
from auditbeheer.demo.telling import tell
from auditbeheer.documents.models import parts_of, versions_of
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.files import FileShelf, StoredFile
from auditbeheer.quotes.models import trajectories, trajectory_numbered
from tests.chromium import nothing_found, nothing_sideways
from tests.journeys.live import DAY, LiveOffice
from tests.journeys.person import Person
from tests.journeys.test_clients_door import address_for
from tests.journeys.wire import Wire, wired
from tests.plumbing.test_file_types import PAPER

pytestmark = pytest.mark.browser

STORY = Story("KVO De Sluis", "Almere", (Place("Bedrijventerrein Hoge Brug", 120),), "Sanne Kuiper", "Ruud Meijer",
              Until.PLANNED, 33)  # fmt: skip
NAMES = ("verslag-voorjaar.pdf", "verslag-zomer.pdf", "verslag-najaar.pdf")
SIZE = 700_000
SLOW = 400_000  # bytes a second
RECEIPT = f"document is binnen: {NAMES[0]}, {NAMES[1]} en {NAMES[2]}"


@pytest.fixture(scope="module")
def number(live: LiveOffice) -> str:
    """A dossier with an audit on a day, of which the documents are to come."""
    shelf = FileShelf(live.settings.files_dir)
    printing = Printing(live.settings.base_url, PictureFiles(live.settings.house_style_dir, shelf))
    with live.database.write() as session:
        tell(Kit(session, live.cast, shelf, printing, DAY), STORY)
        return next(row.number for row in trajectories(session) if row.partnership.name == STORY.name)


@dataclass
class Sender:
    """Somebody at the form of one document, and the line of that browser to the office."""

    person: Person
    wire: Wire
    button: str

    @property
    def page(self) -> Page:
        return self.person.page

    def hurries(self, speed: int) -> None:
        """The browser sends so many bytes a second."""
        self.person.context.new_cdp_session(self.page).send("Network.emulateNetworkConditions", {
            "offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": speed,
        })  # fmt: skip

    def chooses(self, folder: Path) -> None:
        for name in NAMES:
            (folder / name).write_bytes(PAPER + name.encode() + b"0" * SIZE)
        self.page.locator("input[type=file]").set_input_files([folder / name for name in NAMES])

    def sends(self) -> None:
        self.page.get_by_role("button", name=self.button).click()

    def is_half_way(self) -> list[int]:
        """Waits until the second file is on its way; gives how far each is, as it stands on the screen."""
        shares = self.page.locator(".deel-verstuurd")
        expect(shares.nth(1)).to_have_text(re.compile(r"^[1-9]\d?\s%$"))
        return [int(re.sub(r"\D", "", one)) for one in shares.all_inner_texts()]


@pytest.fixture
def wire(live: LiveOffice) -> Iterator[Wire]:
    with wired(live.address) as one:
        yield one


@pytest.fixture
def office_over(wire: Wire, chromium: Browser) -> Iterator[Callable[..., Person]]:
    """Who comes to the office over the wire."""
    everybody: list[Person] = []

    def arrive(**options: bool) -> Person:
        everybody.append(Person(chromium, wire.address, {}, **options))
        return everybody[-1]

    yield arrive
    for person in everybody:
        person.leave()


@pytest.fixture(params=["staff", "contact on a phone"])
def sender(
    request: pytest.FixtureRequest, live: LiveOffice, office_over: Callable[..., Person], wire: Wire, number: str
) -> Sender:
    """At a desk in the office, and on a phone behind the personal link."""
    if request.param == "staff":
        person, button = office_over().become("Annelies Vos"), "Document bewaren"
        person.arrive(f"/dossiers/{number}/documenten/stuk/verslagen")
    else:
        person, button = office_over(phone=True), "Document sturen"
        person.arrive(address_for(live, "Sanne Kuiper"))
        person.press("Verder")
        person.arrive(f"/mijn/{number}/stuk/verslagen")
    return Sender(person, wire, button)


def kept(live: LiveOffice, number: str) -> tuple[int, int, list[str]]:
    """How many versions there are, how many files in all, and the names of those of the newest."""
    with live.database.read() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        versions = versions_of(session, trajectory.id, "verslagen")
        files = session.scalar(select(func.count(StoredFile.id))) or 0
        names = (
            [versions[0].file.name, *(one.name for one in parts_of(session, versions)[versions[0].id])]
            if versions
            else []
        )
        return len(versions), files, names


def test_how_far_each_file_is_stands_on_the_screen_and_then_the_receipt(
    live: LiveOffice, sender: Sender, number: str, tmp_path: Path
) -> None:
    before = kept(live, number)[0]
    sender.chooses(tmp_path)
    sender.hurries(SLOW)
    sender.sends()
    first, second, third = sender.is_half_way()
    assert (first, third) == (100, 0)
    assert 0 < second < 100
    expect(sender.page.get_by_role("progressbar")).to_have_count(3)
    expect(sender.page.get_by_role("progressbar", name=f"{NAMES[1]} versturen")).to_be_visible()
    sender.person.sees(*NAMES, "van uw 3 bestanden is verstuurd. Laat deze pagina open tot alles binnen is.")
    nothing_sideways(sender.page)
    sender.page.locator("form[data-reist]").evaluate("form => form.requestSubmit()")  # pressed again: no second sending
    expect(sender.page.get_by_role("progressbar")).to_have_count(3)
    sender.page.get_by_text(RECEIPT).wait_for()
    assert sender.page.get_by_role("progressbar").count() == 0
    versions, _, names = kept(live, number)
    assert (versions, tuple(names)) == (before + 1, NAMES)
    # What came is a page as any other: its own scripts run.
    expect(sender.page.locator("[data-bestand].eigen").first).to_be_visible()
    assert sender.person.complaints == []


# Werkzeug leaves what it had put by of a body that breaks off to the collector, which says so.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")
def test_a_line_that_breaks_is_told_nothing_is_kept_and_the_files_go_again(
    live: LiveOffice, sender: Sender, number: str, tmp_path: Path
) -> None:
    before = kept(live, number)
    sender.chooses(tmp_path)
    sender.hurries(SLOW)
    sender.sends()
    sender.is_half_way()
    sender.wire.cut()
    sender.page.get_by_role("alert").wait_for()
    sender.person.sees(
        "Er is geen verbinding. Er is niets bewaard en uw keuze staat er nog. Probeer het over een minuut opnieuw.",
        *NAMES,
    )
    assert sender.page.get_by_role("progressbar").count() == 0
    expect(sender.page.get_by_role("button", name=sender.button)).to_be_visible()
    nothing_found(sender.page)
    assert kept(live, number) == before
    sender.wire.mend()
    sender.hurries(-1)
    sender.sends()
    sender.page.get_by_text(RECEIPT).wait_for()
    versions, files, names = kept(live, number)
    assert (versions, files, tuple(names)) == (before[0] + 1, before[1] + len(NAMES), NAMES)
    gc.collect()


def test_a_form_to_mend_comes_back_with_the_files_that_travelled(
    live: LiveOffice, office_over: Callable[..., Person], wire: Wire, number: str, tmp_path: Path
) -> None:
    person = office_over().become("Annelies Vos")
    person.arrive(f"/dossiers/{number}/documenten/stuk/plan_van_aanpak")
    sender = Sender(person, wire, "Document bewaren")
    sender.chooses(tmp_path)
    person.fill("Van wie", "")
    sender.sends()
    expect(person.page.locator(".melding.fout")).to_be_focused()
    person.sees("Er is 1 ding dat nog niet klopt", *(f"Al gekozen: {name}" for name in NAMES))
    expect(person.page.locator("[data-bestand].eigen")).to_be_visible()
    person.fill("Van wie", "Sanne Kuiper")
    person.press("Document bewaren")
    person.sees(RECEIPT)


def test_an_office_that_breaks_down_leaves_the_form_as_it_was(sender: Sender, tmp_path: Path) -> None:
    sender.chooses(tmp_path)
    sender.page.route("**/*", lambda route: route.fulfill(status=502, body="Bad gateway"))
    sender.sends()
    sender.page.get_by_role("alert").wait_for()
    sender.person.sees("Er ging iets mis bij ons. Uw keuze staat er nog.", "wij bewaren het maar één keer", *NAMES)
