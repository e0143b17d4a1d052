"""What was chosen in a form that never came goes after some days; what a row points at stays, whatever happens."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

import auditbeheer.app  # noqa: F401 - every table of the office, not only those that a test happened to need
from auditbeheer.accounts.permissions import Role
from auditbeheer.config import Settings
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.left_behind import ASIDE, MANY, NotOurs, contents_in_use, take_away
from auditbeheer.plumbing.tables import Base
from auditbeheer.timetable import Works, clear_unsent
from tests.documents.rooms import on
from tests.office import Office
from tests.portal.scene import NUMBER, with_documents

CODE = "plan_van_aanpak"

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
BEFORE = (NOW - timedelta(days=7)).timestamp()
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAPER = b"%PDF-1.7 plan %%EOF"


@pytest.fixture
def shelf(tmp_path: Path) -> FileShelf:
    return FileShelf(tmp_path / "plank")


def put(shelf: FileShelf, content: bytes, *, days_ago: float) -> Path:
    """Where the content lies, as if it was put there so long ago."""
    path = shelf.path(shelf.put(content))
    aged(path, days_ago)
    return path


def aged(path: Path, days_ago: float) -> None:
    moment = (NOW - timedelta(days=days_ago)).timestamp()
    os.utime(path, (moment, moment))


def on_the_shelf(shelf: FileShelf) -> int:
    return sum(path.is_file() for path in shelf.folder.rglob("*"))


def test_only_what_is_old_and_what_nobody_points_at_goes(shelf: FileShelf) -> None:
    old, young, held = (put(shelf, text, days_ago=days) for text, days in ((b"a", 8), (b"b", 6), (b"c", 900)))
    assert take_away(shelf, {held.name}, BEFORE) == 1
    assert [path.exists() for path in (old, young, held)] == [False, True, True]
    assert take_away(shelf, {held.name}, BEFORE) == 0, "a second run finds nothing more"


def test_who_chooses_the_same_file_again_keeps_it(shelf: FileShelf) -> None:
    path = put(shelf, PAPER, days_ago=30)
    assert shelf.path(shelf.put(PAPER)) == path
    assert take_away(shelf, (), BEFORE) == 0
    assert shelf.get(path.name) == PAPER


def test_what_is_sent_while_the_job_looks_stays(shelf: FileShelf, monkeypatch: pytest.MonkeyPatch) -> None:
    path, set_aside = put(shelf, PAPER, days_ago=30), Path.rename

    def sent_just_before(self: Path, target: Path) -> Path:
        shelf.put(PAPER)
        return set_aside(self, target)

    monkeypatch.setattr(Path, "rename", sent_just_before)
    assert take_away(shelf, (), BEFORE) == 0
    assert shelf.get(path.name) == PAPER

    def sent_just_after(self: Path, target: Path) -> Path:
        moved = set_aside(self, target)
        shelf.put(PAPER)
        return moved

    aged(path, 30)
    monkeypatch.setattr(Path, "rename", sent_just_after)
    take_away(shelf, (), BEFORE)
    assert shelf.get(path.name) == PAPER


@pytest.mark.parametrize("in_use", [True, False])
def test_a_job_that_died_halfway_is_mended_by_the_next(
    shelf: FileShelf, monkeypatch: pytest.MonkeyPatch, in_use: bool
) -> None:
    path, unlink = put(shelf, PAPER, days_ago=30), Path.unlink

    def dies(*_: object, **__: object) -> None:
        raise SystemExit(1)

    monkeypatch.setattr(Path, "unlink", dies)
    with pytest.raises(SystemExit):
        take_away(shelf, (), BEFORE)
    assert path.with_name(path.name + ASIDE).exists(), "it died between setting aside and taking away"
    monkeypatch.setattr(Path, "unlink", unlink)
    taken = take_away(shelf, {path.name} if in_use else (), BEFORE)
    assert (taken, path.exists(), on_the_shelf(shelf)) == ((0, True, 1) if in_use else (1, False, 0))


def test_the_draft_of_a_process_that_died_while_writing_goes_too(shelf: FileShelf) -> None:
    draft = put(shelf, PAPER, days_ago=30).with_name("tmp4f2a")
    draft.write_bytes(PAPER[:5])
    aged(draft, 30)
    assert take_away(shelf, contents(PAPER), BEFORE) == 0
    assert (draft.exists(), on_the_shelf(shelf)) == (False, 1)


def test_a_folder_that_belongs_to_another_database_is_left_alone(shelf: FileShelf) -> None:
    for number in range(MANY + 2):
        put(shelf, f"{number}".encode(), days_ago=30)
    with pytest.raises(NotOurs, match="Er is niets weggehaald"):
        take_away(shelf, contents(b"1"), BEFORE)
    assert on_the_shelf(shelf) == MANY + 2
    assert take_away(shelf, contents(b"1", b"2"), BEFORE) == MANY


def contents(*texts: bytes) -> set[str]:
    return {sha256(text).hexdigest() for text in texts}


def test_every_column_that_holds_the_hash_of_a_content_is_looked_at() -> None:
    """A new column of 64 signs is either the hash of a content, and named so, or stands here as something else."""
    other = {"journal_entry.previous_hash", "journal_entry.hash", "personal_link.code_hash"}
    long = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if getattr(column.type, "length", None) == 64
    }
    assert {name for name in long if not name.endswith("sha256")} == other
    assert {"stored_file.sha256", "quote.pdf_sha256", "agreement.pdf_sha256", "report.pdf_sha256"} <= long


def test_what_a_row_points_at_is_in_use_and_stays_so_when_its_file_was_removed(session, shelf: FileShelf) -> None:
    def row() -> StoredFile:
        return StoredFile(name="", media_type="", size=0, sha256="", at=NOW, kind="proef", thing="1")

    held = keep(session, shelf, ("plan.pdf", PAPER), row())
    gone = keep(session, shelf, ("oud.pdf", PAPER + b"oud"), row())
    gone.removed_on = NOW.date()
    session.flush()
    assert contents_in_use(session) >= {held.sha256, gone.sha256}


@SQLITE
def test_a_form_that_never_came_leaves_nothing_and_one_that_came_loses_nothing(office: Office) -> None:
    with_documents(office)
    folder = office.app.extensions["shelf"].folder
    settings = Settings(
        database_url=office.database.url, secret_key="x" * 40, files_dir=folder, testing=True, keep_unsent_days=2
    )
    works, planner = Works(office.database, settings), office.as_(Role.PLANNER)
    before = {path.name for path in folder.rglob("*") if path.is_file()}
    url = f"/dossiers/{NUMBER}/documenten/stuk/{CODE}"
    sent = {"received_from": "Selin", **on("received_on", office.today)}
    planner.get(url)
    planner.post(f"{url}/ontvangen", {**sent, "upload": ("een.pdf", PAPER + b"1"), "received_from": ""}, status=422)
    planner.get(url)
    planner.post(f"{url}/ontvangen", {**sent, "upload": ("twee.pdf", PAPER + b"2")})
    assert contents(PAPER + b"1", PAPER + b"2") <= {path.name for path in folder.rglob("*")}
    now = datetime.now(UTC)
    assert clear_unsent(works, now) == ""
    assert clear_unsent(works, now + timedelta(days=3)).endswith("weggehaald")
    left = {path.name for path in folder.rglob("*") if path.is_file()}
    assert contents(PAPER + b"2") <= left
    assert not contents(PAPER + b"1") & left
    with office.database.read() as session:
        assert left == contents_in_use(session) & (before | left), "all that is left is pointed at"
