"""The scheme manager adopts a file: from its day on every process works with it, and what waited for it goes on."""

from __future__ import annotations

import json
from argparse import Namespace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.commands.schemes import do_scheme_list
from auditbeheer.organisation.models import AdoptedScheme
from auditbeheer.organisation.schemes import base_text, holding, library_on, schemes
from auditbeheer.organisation.service.adoption import adopt_scheme
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service.parked import go_on_with_parked
from auditbeheer.relations.models import AreaType
from tests.databases import opened
from tests.office import Office
from tests.quotes import samples
from tests.quotes.clicking import day
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY
from tests.scheme.files import complete_w, text_of

FILE = ("kvo-w-4.0.toml", complete_w().encode())
HANDBOOK = "KVO Handboek Winkelgebieden 4.0"
SCHEMES, READ = "/instelling/schemas", "/instelling/schemas/controleren"
sqlite_only = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def manager(session: Session) -> Actor:
    return samples.actor(session)


def adopted(session: Session, by: Actor, **changed: Any) -> AdoptedScheme:
    told: dict[str, Any] = {
        "text": complete_w(),
        "file_name": FILE[0],
        "from_day": TODAY,
        "document": HANDBOOK,
        **changed,
    }
    return adopt_scheme(session, by, NOW, **told)


def test_an_adopted_file_holds_from_its_day_on(session, manager):
    adopted(session, manager, from_day=TODAY + timedelta(days=7))
    assert not library_on(session, TODAY + timedelta(days=6))["kvo-w-4.0"].adopted
    scheme = library_on(session, TODAY + timedelta(days=7))["kvo-w-4.0"]
    assert (scheme.adopted, scheme.identity.adopted_by) == (True, HANDBOOK)
    assert scheme.identity.adopted_on == TODAY + timedelta(days=7)


def test_a_correction_takes_its_place_and_the_earlier_day_keeps_what_held(session, manager):
    adopted(session, manager)
    longer = complete_w().replace("bewaartermijn_jaren = { waarde = 6", "bewaartermijn_jaren = { waarde = 7")
    adopted(session, manager, text=longer, from_day=TODAY + timedelta(days=1))
    days = (TODAY, TODAY + timedelta(days=1))
    rules = [library_on(session, on_day)["kvo-w-4.0"].documents for on_day in days]
    assert [one.retention_years.value for one in rules if one and one.retention_years] == [6, 7]


def test_adopting_is_one_line_in_the_journal_with_day_source_and_hash(session, manager):
    row = adopted(session, manager)
    entry = session.scalars(select(JournalEntry).where(JournalEntry.verb == "schema vastgesteld")).one()
    assert (entry.thing, entry.why) == ("kvo-w-4.0", HANDBOOK)
    assert row.sha256 in entry.what


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"text": text_of("kvo-b-4.0")}, "schema.sleutel"),
        ({"from_day": TODAY - timedelta(days=1)}, "schema.vanaf_dag"),
        ({"document": ""}, "schema.stuk"),
        ({"text": text_of("kvo-w-4.0")}, "schema.compleet"),
    ],
    ids=["ships", "yesterday", "no document", "incomplete"],
)  # fmt: skip
def test_what_may_not_be_adopted_is_refused_and_leaves_nothing(session, manager, changed, code):
    with pytest.raises(Refused) as refused:
        adopted(session, manager, **changed)
    assert {one.code for one in refused.value.objections} == {code}
    assert session.scalar(select(func.count()).select_from(AdoptedScheme)) == 0


def test_what_was_adopted_is_never_changed_or_removed(database: Database):
    with database.write() as session:
        adopted(session, samples.actor(session))
    with pytest.raises(DBAPIError, match="written once"), database.write() as session:
        session.execute(update(AdoptedScheme).values(document="iets anders"))
    with pytest.raises(DBAPIError, match="written once"), database.write() as session:
        session.delete(session.scalars(select(AdoptedScheme)).one())


def parked(session: Session) -> Trajectory:
    """An application for a shopping area, which waits for its scheme."""
    samples.body(session)
    group = relations.with_people(session, relations.bare(session, "KVO Lisdonk"))
    area = relations.known_area(session, "Lisdonk", type_=AreaType.SHOPPING_AREA)
    relations.add(session, group, area, 40, Path("/tmp"))
    return samples.applied(session, group)


def test_what_was_parked_goes_on_once_and_the_group_hears_it(session, manager):
    row = parked(session)
    assert row.parked_on == TODAY
    assert go_on_with_parked(session, NOW, schemes()) == 0
    adopted(session, manager)
    library = library_on(session, TODAY)
    assert go_on_with_parked(session, NOW, library) == 1
    assert go_on_with_parked(session, NOW, library) == 0
    assert session.scalars(select(Trajectory.parked_on)).all() == [None]
    assert session.scalars(select(Notice.topic)).all() == ["aanvraag_verder"]
    with holding(library):
        assert schemes()["kvo-w-4.0"].adopted


def test_every_scheme_of_the_base_can_be_fetched_as_it_was_written():
    assert base_text("kvo-w-4.0") == text_of("kvo-w-4.0")
    assert base_text("kvo-x-1.0") is None


@sqlite_only
def test_the_scheme_manager_reads_a_file_sees_what_changes_and_adopts_it(office: Office) -> None:
    browser = office.as_(Role.SCHEME_MANAGER)
    assert "nog nodig: de partijen" in browser.get(SCHEMES)
    page = browser.post(READ, {"file": FILE})
    assert "vergeleken met KVO Winkelgebieden 4.0" in page
    assert "Audittijd" in page
    assert page.answer is not None
    url = page.answer.request.full_path
    wrong = browser.post(url, {"document": "", **day("from_day", "22-11-2026")}, status=422)
    assert "Vul in op welk stuk het schema rust" in wrong.errors
    past = browser.post(url, {"document": HANDBOOK, **day("from_day", "22-11-2026")}, status=422)
    assert any("die dag is geweest" in error for error in past.errors)
    done = browser.post(url, {"document": HANDBOOK, **day("from_day", "23-11-2026")})
    assert "KVO Winkelgebieden 4.0 is vastgesteld" in done
    assert browser.raw(f"{SCHEMES}/kvo-w-4.0.toml").get_data() == FILE[1]
    assert browser.raw(f"{SCHEMES}/vastgesteld/1.toml").get_data() == FILE[1]
    assert "concept" not in browser.get(SCHEMES).first("tbody tr:nth-child(3)").text()


@sqlite_only
@pytest.mark.parametrize(
    ("file", "words"),
    [
        (("a.toml", b"x"), "een leesbaar TOML-bestand"),
        (("a.toml", b"\xff\xfe"), "tekst in UTF-8"),
        (("a.toml", b"#" * 600_000), "een bestand van hoogstens 500 kB"),
        (("a.toml", b"<script>alert(1)</script>"), "een leesbaar TOML-bestand"),
    ],
    ids=["no TOML", "not UTF-8", "huge", "a script"],
)
def test_a_broken_file_is_told_and_nothing_is_adopted(office: Office, file: tuple[str, bytes], words: str) -> None:
    page = office.as_(Role.SCHEME_MANAGER).post(READ, {"file": file}, status=422)
    assert words in page


@sqlite_only
def test_a_file_that_is_not_complete_names_what_it_still_needs(office: Office) -> None:
    browser = office.as_(Role.SCHEME_MANAGER)
    page = browser.post(READ, {"file": ("w.toml", text_of("kvo-w-4.0").encode())})
    assert "Dit bestand is nog niet compleet" in page
    assert "de tabel [audittijd]: de audittijd" in page


@sqlite_only
@pytest.mark.parametrize("role", [Role.PLANNER, Role.DECIDER, Role.MANAGEMENT, Role.AUDITOR])
def test_nobody_else_adopts_and_all_of_the_office_may_look(office: Office, role: Role) -> None:
    browser = office.as_(role)
    browser.get(SCHEMES)
    browser.get(READ, status=403)
    browser.get(f"{SCHEMES}/vaststellen?bestand=x", status=403)
    office.as_(Role.SCHEME_MANAGER).get(f"{SCHEMES}/vaststellen?bestand=geraden", status=404)


@sqlite_only
def test_another_process_knows_it_at_the_next_page(office: Office) -> None:
    browser = office.as_(Role.PLANNER)
    assert "nog nodig: de partijen" in browser.get(SCHEMES)
    with opened(office.database.url) as theirs, theirs.write() as session:  # somebody else's process
        adopt_scheme(session, office.actor(Role.SCHEME_MANAGER), office.now, text=complete_w(), file_name="w.toml",
                     from_day=date(2026, 11, 23), document=HANDBOOK)  # fmt: skip
    assert "vastgesteld, vanaf 23" in browser.get(SCHEMES)


@sqlite_only
def test_the_command_lists_what_was_adopted(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    earlier = datetime(2020, 1, 2, 10, tzinfo=ZONE)
    with database.write() as session:
        adopt_scheme(
            session, samples.actor(session), earlier, text=complete_w(), file_name="w.toml", from_day=earlier.date(),
            document=HANDBOOK,
        )  # fmt: skip
    monkeypatch.setenv("AUDITBEHEER_DATABASE_URL", database.url)
    assert do_scheme_list(Namespace(json=True)) == 0
    rows = {row["sleutel"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["kvo-w-4.0"]["status"], rows["kvo-w-4.0"]["vastgesteld_volgens"]) == ("vastgesteld", HANDBOOK)
    assert rows["kvo-g-4.0"]["status"] == "concept"
