"""Hostile files in a real browser: each refused with its own sentence, the good ones and the rest of the form kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditbeheer.certificates.composing import Printing
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.stories import Place, Story, Until
from auditbeheer.demo.telling import tell
from auditbeheer.documents.models import current_documents, parts_of
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.quotes.models import trajectory_numbered
from tests.journeys.conftest import Someone
from tests.journeys.live import DAY, LiveOffice
from tests.journeys.test_clients_door import address_for
from tests.plumbing.test_file_types import PAPER, bomb, photo, png_that_claims

pytestmark = pytest.mark.browser

STORY = Story("KVO Hoge Brug", "Almere", (Place("Bedrijventerrein Hoge Brug", 120),), "Wendy Prins", "Ruud Meijer",
              Until.PLANNED, 33)  # fmt: skip
HOSTILE: dict[str, tuple[bytes, str]] = {
    "notulen.docx": (bomb(), "Dit bestand wordt te groot als wij het uitpakken. Maak er een pdf van en stuur die"),
    "foto.png": (photo(), "Dit is geen png, ook al eindigt de naam op .png. Maak opnieuw een png en stuur die"),
    "vlek.png": (png_that_claims(60_000, 60_000), "Deze foto is 60.000 × 60.000 pixels. Dat is te groot om te openen"),
    "pagina.pdf": (b"<!doctype html><script>alert(1)</script>", "Dit is geen pdf, ook al eindigt de naam op .pdf"),
    "programma.exe": (b"MZ" + b"0" * 500, "Dit soort bestand kunnen wij niet openen"),
    "leeg.pdf": (b"", "Dit bestand is leeg (0 bytes). Kies het bestand opnieuw"),
    "groot.pdf": (PAPER + b"0" * 60_000_000, "Dit bestand is 60 MB en mag 50 MB zijn. Splits het of maak het kleiner"),
}
BY_THE_BROWSER = ("leeg.pdf", "groot.pdf")


@pytest.fixture(scope="module")
def dossier(live: LiveOffice) -> None:
    shelf = FileShelf(live.settings.files_dir)
    printing = Printing(live.settings.base_url, PictureFiles(live.settings.house_style_dir, shelf))
    with live.database.write() as session:
        tell(Kit(session, live.cast, shelf, printing, DAY), STORY)


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize(
    ("scripts", "code"), [(True, "verslagen"), (False, "plan_van_aanpak")], ids=["with scripts", "without"]
)
def test_each_hostile_file_gets_its_sentence_and_the_good_one_is_kept(
    live: LiveOffice, someone: Someone, dossier: None, scripts: bool, code: str, tmp_path: Path
) -> None:
    contact = someone(bare=not scripts)
    contact.arrive(address_for(live, "Wendy Prins"))
    contact.press("Verder")
    number = contact.path.split("/")[2]
    contact.page.goto(f"{live.address}/mijn/{number}/stuk/{code}")
    for name, (content, _) in HOSTILE.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "goed.pdf").write_bytes(PAPER)
    chosen = [tmp_path / name for name in (*HOSTILE, "goed.pdf")]
    contact.page.locator("input[type=file]").set_input_files(chosen)
    at_once = _plain(contact.page.locator("main").inner_text()) if scripts else ""
    for name in BY_THE_BROWSER:
        assert (HOSTILE[name][1] in at_once) is scripts
    contact.page.get_by_role("button", name="Document sturen").click()
    summary = contact.page.locator(".melding.fout")
    summary.wait_for()
    told = [_plain(one) for one in summary.locator("li").all_inner_texts()]
    left = [name for name in HOSTILE if not (scripts and name in BY_THE_BROWSER)]
    assert len(told) == len(left)
    for name, line in zip(left, told, strict=True):
        assert line.startswith(f"{name}: {HOSTILE[name][1]}")
    assert "Al gekozen: goed.pdf" in _plain(contact.page.locator("main").inner_text())
    contact.page.get_by_role("button", name="Document sturen").click()
    contact.page.get_by_text("Uw document is binnen: goed.pdf").wait_for()
    with live.database.read() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        (row,) = [one for one in current_documents(session, trajectory.id) if one.code == code]
        assert (row.file.name, parts_of(session, [row])[row.id]) == ("goed.pdf", [])


def test_a_path_in_the_name_is_only_a_name(live: LiveOffice, someone: Someone, dossier: None) -> None:
    contact = someone(phone=True)
    contact.arrive(address_for(live, "Wendy Prins"))
    contact.press("Verder")
    contact.attach("Bestand voor de maatregelmatrix", ("../../etc/matrix.pdf", PAPER))
    contact.press("Dit bestand sturen", within=contact.part("Stuur de maatregelmatrix"))
    contact.sees("Uw document is binnen: matrix.pdf, 23 november 2026 om")
