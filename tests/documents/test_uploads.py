"""Several files at once, each with its own outcome; viruses; and what is handed out of what came in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.documents.models import Document, current_documents, parts_of
from auditbeheer.operations.health import health
from auditbeheer.operations.viruses import look_at_waiting
from auditbeheer.plumbing.files import FileShelf, StoredFile, VirusFound, keep
from auditbeheer.plumbing.viruses import Scanner, ScanState
from tests.documents.clamd import VIRUS, clamd
from tests.documents.rooms import on
from tests.office import Browser, Office
from tests.plumbing.test_file_types import bomb, photo
from tests.plumbing.test_heic import iphone
from tests.portal.scene import NUMBER, PDF, entered, numbered, with_documents

HOME = f"/dossiers/{NUMBER}/documenten"
PLAN = f"{HOME}/stuk/plan_van_aanpak"
MINUTES = f"/mijn/{NUMBER}/stuk/verslagen"
NOBODY = "127.0.0.1:9"
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
GOOD, EMPTY, PAGE = ("1.pdf", PDF + b"1"), ("2.pdf", b""), ("3.pdf", b"<html>")


@pytest.fixture
def selin(office: Office) -> Browser:
    with_documents(office)
    return entered(office)


@pytest.fixture
def scanned(office: Office) -> Iterator[Office]:
    with clamd() as server:
        watch(office, server.address)
        yield office


def watch(office: Office, address: str) -> FileShelf:
    shelf: FileShelf = replace(office.app.extensions["shelf"], scanner=Scanner(address, seconds=2))
    office.app.extensions["shelf"] = shelf
    return shelf


def newest(office: Office) -> list[tuple[str, list[str]]]:
    """Per current document its first file and the further ones."""
    with office.database.read() as session:
        rows = current_documents(session, numbered(session, NUMBER).id)
        further = parts_of(session, rows)
        return [(row.file.name, [file.name for file in further[row.id]]) for row in rows]


def files_on(browser: Browser, url: str) -> list[str]:
    """Where the files on a page lead."""
    return [str(one.attributes["href"]) for one in browser.get(url).tree.css(".bestanden a")]


@SQLITE
def test_several_files_are_one_version_and_each_can_be_opened(office: Office, selin: Browser) -> None:
    page = selin.post(MINUTES, {"verslagen-upload": [GOOD, ("2.pdf", PDF + b"2"), ("3.pdf", PDF + b"3"), GOOD]})
    assert "Uw document is binnen: 1.pdf, 2.pdf en 3.pdf, 23 november 2026 om" in page
    assert newest(office) == [("1.pdf", ["2.pdf", "3.pdf"])]
    staff, links = office.as_(Role.PLANNER), list[str]()
    for browser, url in ((selin, MINUTES), (staff, f"{HOME}/stuk/verslagen")):
        links = files_on(browser, url)
        assert len(links) == 3
        answers = [browser.raw(link) for link in links]
        assert [one.data[-1:] for one in answers] == [b"1", b"2", b"3"]
        assert {one.headers["X-Content-Type-Options"] for one in answers} == {"nosniff"}
        assert all("default-src 'none'" in one.headers["Content-Security-Policy"] for one in answers)
    with_documents(office, number=148, name="Ander", day=date(2026, 12, 10))
    assert staff.raw(links[2].replace("0147", "0148")).status_code == 404, "a part of another dossier is not here"


@SQLITE
def test_a_file_that_is_refused_says_why_and_loses_none_of_the_others(office: Office, selin: Browser) -> None:
    page = selin.post(MINUTES, {"verslagen-upload": [GOOD, EMPTY, PAGE, ("4.docx", bomb())]}, status=422)
    assert [error.replace("\u00a0", " ") for error in page.errors] == [
        "2.pdf: Dit bestand is leeg (0 bytes). Kies het bestand opnieuw",
        "3.pdf: Dit is geen pdf, ook al eindigt de naam op .pdf. Maak opnieuw een pdf en stuur die",
        "4.docx: Dit bestand wordt te groot als wij het uitpakken. Maak er een pdf van en stuur die",
    ]
    assert "Al gekozen: 1.pdf" in page
    assert newest(office) == []
    again = selin.post(MINUTES, {**page.hidden_fields(MINUTES), "verslagen-upload": ("2.pdf", PDF)}, fresh=False)
    assert "Uw document is binnen: 1.pdf en 2.pdf" in again


@SQLITE
def test_what_was_chosen_before_can_be_left_out_again(office: Office, selin: Browser) -> None:
    page = selin.post(MINUTES, {"verslagen-upload": [GOOD, EMPTY]}, status=422)
    hidden = page.hidden_fields(MINUTES)
    token = hidden["verslagen-upload-bewaard"]
    data = {**hidden, "verslagen-upload": ("5.pdf", PDF), "verslagen-upload-weg": token}
    selin.post(MINUTES, data, fresh=False)
    assert newest(office) == [("5.pdf", [])]


@SQLITE
def test_staff_record_several_too_and_a_photo_comes_in_without_its_place(office: Office, selin: Browser) -> None:
    planner = office.as_(Role.PLANNER)
    hidden = planner.get(PLAN).hidden_fields(f"{PLAN}/ontvangen")
    data = {"upload": [("foto.jpg", photo()), GOOD], "received_from": "Selin", **on("received_on", office.today)}
    page = planner.post(f"{PLAN}/ontvangen", {**hidden, **data}, fresh=False)
    assert "Het document is binnen: foto.jpg en 1.pdf." in page
    link = files_on(planner, PLAN)[0]
    assert b"Selin" not in planner.raw(link).data
    assert planner.raw(link).headers["Content-Security-Policy"].endswith("sandbox")


@SQLITE
def test_a_photo_of_an_iphone_comes_in_as_a_jpeg_that_everybody_can_open(office: Office, selin: Browser) -> None:
    page = selin.post(MINUTES, {"verslagen-upload": [GOOD, ("IMG_0042.HEIC", iphone())]})
    assert "Uw document is binnen: 1.pdf en IMG_0042.jpg, 23 november 2026 om" in page
    seen = selin.raw(files_on(selin, MINUTES)[1])
    assert (seen.headers["Content-Type"], seen.data[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert b"Selin" not in seen.data


@SQLITE
def test_a_virus_is_refused_with_a_sentence_and_noted_without_its_content(scanned: Office, selin: Browser) -> None:
    page = selin.post(MINUTES, {"verslagen-upload": [GOOD, ("x.pdf", PDF + VIRUS)]}, status=422)
    assert page.errors[0].startswith("x.pdf: In dit bestand vond onze virusscanner een virus.")
    assert "Al gekozen: 1.pdf" in page
    with scanned.database.read() as session:
        line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "virus gevonden")).one()
        assert (line.who, line.what) == (
            "Selin Yılmaz (werkgroep)", "x.pdf: Win.Test.EICAR_HDB-1. Het bestand is niet bewaard",
        )  # fmt: skip
    shelf = scanned.app.extensions["shelf"].folder
    assert not [file for file in shelf.rglob("*") if file.is_file() and VIRUS in file.read_bytes()]


def test_out_of_reach_files_wait_and_are_given_to_nobody_until_they_are_looked_at(office: Office) -> None:
    with_documents(office)
    selin = entered(office)
    watch(office, NOBODY)
    page = selin.post(MINUTES, {"verslagen-upload": [GOOD, ("x.pdf", PDF + VIRUS)]})
    assert "De virusscanner is niet bereikbaar. Uw bestand staat klaar en wordt straks bekeken." in page
    planner = office.as_(Role.PLANNER)
    url = f"{HOME}/stuk/verslagen"
    links = files_on(planner, url)
    assert "Nog niet gecontroleerd" in planner.get(url)
    for browser in (planner, selin):
        seen = browser.raw(links[0].replace(f"/dossiers/{NUMBER}/documenten", f"/mijn/{NUMBER}")
                           if browser is selin else links[0])  # fmt: skip
        assert (seen.status_code, b"Nog niet gecontroleerd" in seen.data) == (409, True)
    with office.database.write() as session:
        assert look_at_waiting(session, office.now, office.app.extensions["shelf"]) == (0, []), "still out of reach"
    with clamd() as server:
        shelf = watch(office, server.address)
        with office.database.write() as session:
            looked, infected = look_at_waiting(session, office.now + timedelta(minutes=5), shelf)
            assert (looked, len(infected)) == (2, 1)
            assert look_at_waiting(session, office.now, shelf) == (0, []), "nothing waits any more"
            line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "virus gevonden")).one()
            assert (line.dossier, line.what.partition(",")[0]) == (NUMBER, "x.pdf")
    assert "In x.pdf vond onze virusscanner een virus. Stuur een ander bestand." in selin.get(MINUTES)
    assert planner.raw(links[0]).status_code == 200
    gone = planner.raw(links[1])
    assert (gone.status_code, b"Dit bestand is er niet meer" in gone.data) == (410, True)
    assert "Virus gevonden" in planner.get(url)


def stored(session, shelf: FileShelf, content: bytes, office_now, thing: str = "x") -> StoredFile:
    row = StoredFile(name="", media_type="", size=0, sha256="", at=office_now, kind="document", thing=thing)
    return keep(session, shelf, ("a.pdf", content), row)


@SQLITE
@pytest.mark.parametrize(
    ("content", "state"), [(PDF, ScanState.CLEAN), (PDF + b"0" * 50_000, ScanState.WAITING)], ids=["clean", "too large"]
)
def test_what_the_scanner_says_is_kept_with_the_file(session, tmp_path, office, content, state) -> None:
    with clamd(most=20_000) as server:
        shelf = FileShelf(tmp_path, scanner=Scanner(server.address))
        assert stored(session, shelf, content, office.now).scan is state
        assert stored(session, shelf, content, office.now, "y").scan is state
        assert len(server.seen) == (state is ScanState.CLEAN), "asked once about the same content"
        with pytest.raises(VirusFound):
            stored(session, shelf, PDF + VIRUS, office.now)
    assert stored(session, FileShelf(tmp_path), content, office.now, "z").scan is ScanState.NOT_ASKED


@SQLITE
def test_health_tells_how_the_scanner_is(session, tmp_path, office) -> None:
    def told(scanner: Scanner | None) -> tuple[bool, str]:
        rows = health(session, office.now, {}, mail_server=True, scanner=scanner)
        return next((one.met, one.fact) for one in rows if one.code == "virus.scanner")

    assert told(None) == (True, "niet ingesteld, dat mag")
    with clamd() as server:
        assert told(Scanner(server.address)) == (True, "bereikbaar, geen bestand wacht")
    stored(session, FileShelf(tmp_path, scanner=Scanner(NOBODY)), PDF, office.now)
    assert told(Scanner(NOBODY)) == (False, "niet bereikbaar, 1 bestand wacht")
    assert session.scalars(select(Document)).all() == []
