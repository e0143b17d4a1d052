"""The end of the chain: the decision, the certificate on paper, and what the public can see."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pypdfium2
import zxingcpp

from tests.journeys.live import PUBLIC_ADDRESS, LiveOffice
from tests.journeys.office_steps import NAME, PARKS, text_of
from tests.journeys.person import Person

LAST_DAY = "zaterdag 22 december 2029"
DOTS_PER_INCH = 200


def nothing_public(public: Person, number: str) -> None:
    """Nothing of this dossier can be seen from outside: not by searching, by its numbers, nor in the open data."""
    for path in ("/register?zoek=Lelystad", f"/register?zoek={number}", "/register?gemeente=Lelystad"):
        public.arrive(path)
        public.sees("0 gevonden")
        public.sees_not(NAME)
    for path in ("/register.json", "/register.csv", "/api/v1/certificaten"):
        answer = public.context.request.get(public.address + path)
        assert answer.ok, f"{path}: {answer.status}"
        assert not [words for words in (NAME, number, "Larserpoort") if words in answer.text()], path
    assert public.context.request.get(f"{public.address}/dossiers/{number}", max_redirects=0).status == 302


def not_yet(decider: Person, number: str) -> None:
    """With an open deviation: known without a click, and no way to grant."""
    decider.sees("Nog niet", NAME, "Alle afwijkingen zijn gesloten")
    decider.press(f"Bekijk {NAME}")
    decider.sees("Verlenen kan nog niet", "Afwijking 1: wacht op een aanvulling")
    assert decider.page.get_by_role("link", name="Verlenen", exact=True).count() == 0
    decider.arrive(f"/dossiers/{number}/besluit/verlenen")
    decider.sees("Verlenen kan nog niet")
    assert decider.page.get_by_role("button", name="Besluit vastleggen").count() == 0


def decide(decider: Person) -> str:
    """Known without a click, signed with three. Returns the certificate's number."""
    with decider.budget(0, least=0):
        decider.sees("Klaar om te besluiten", NAME)
        all_met = re.search(r"Alle (\d+) voorwaarden zijn vervuld\.", decider.text)
        assert all_met, decider.text
    with decider.budget(3):
        decider.press("Besluiten")
        decider.sees(f"Verlenen kan: alle {all_met[1]} voorwaarden zijn vervuld")
        decider.press("Verlenen")
        decider.sees("Dit kunt u niet terugdraaien")
        decider.press("Besluit vastleggen")
    decider.sees("is uitgegeven. Het staat nu in het openbare register.", "Geldig", PARKS[0][0], LAST_DAY)
    return decider.page.locator("dl").inner_text().split("Nummer")[1].split(",")[0].strip()


def printed(decider: Person, office: LiveOffice, number: str) -> tuple[bytes, str]:
    """The PDF as somebody saves it: archived, complete, its QR code read back. Returns it and what the code says."""
    saved = Path(decider.fetch("Pdf ophalen").path()).read_bytes()
    digest = hashlib.sha256(saved).hexdigest()
    decider.sees(digest)
    assert digest in {
        hashlib.sha256(file.read_bytes()).hexdigest() for file in office.settings.archive_dir.rglob("*.pdf")
    }
    words = text_of(saved)
    for expected in (NAME, number, "23 december 2026", "22 december 2029", *(name for name, _ in PARKS)):
        assert expected in words, f"{expected!r} is not printed: {words}"
    page = pypdfium2.PdfDocument(saved)[0]
    codes = zxingcpp.read_barcodes(page.render(scale=DOTS_PER_INCH / 72).to_pil())
    assert len(codes) == 1, "one QR code on the page"
    assert codes[0].text.startswith(f"{PUBLIC_ADDRESS}/v/")
    return saved, codes[0].text


def compared(public: Person, pdf: bytes) -> None:
    """Somebody who got the PDF compares it on the spot; the file stays on their machine."""
    public.page.locator("#pdf").set_input_files({"name": "c.pdf", "mimeType": "application/pdf", "buffer": pdf})
    public.page.get_by_text("Deze pdf is gelijk aan het certificaat dat wij uitgaven.").wait_for()
    altered = pdf.replace(b"%%EOF", b"%%EOF ")
    public.page.locator("#pdf").set_input_files({"name": "c.pdf", "mimeType": "application/pdf", "buffer": altered})
    public.page.get_by_text("Deze pdf is anders dan ons certificaat.").wait_for()


def found_in_the_register(public: Person, number: str) -> None:
    """By name, by municipality and by number."""
    public.arrive("/")
    public.page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Register").click()
    for label, text in (
        ("Gebied, houder of nummer", NAME), ("Gebied, houder of nummer", "larserpoort"),
        ("Gebied, houder of nummer", number), ("Gemeente", "Lelystad"),
    ):  # fmt: skip
        public.fill("Gebied, houder of nummer", "")
        public.fill("Gemeente", "")
        public.fill(label, text)
        public.press("Zoeken")
        public.sees("1 gevonden", NAME, "Geldig")


def verified(public: Person, address: str) -> None:
    """The scanned page: verdict, holder, areas and last day on the first screen, without scripts and fonts."""
    public.arrive(address)
    public.sees("Geldig", "Dit KVO-certificaat geldt vandaag", NAME, "22 december 2029", *(name for name, _ in PARKS))
    for part in (".uitslag", *(f".feitenlijst div:nth-of-type({number})" for number in (1, 2, 3))):
        box = public.page.locator(part).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= public.screen["height"], f"{part} ends at {box['y'] + box['height']}"
