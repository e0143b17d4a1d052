"""The bureau of procesbegeleiders (ARE-9): one for many groups, its pages, how it is found, what was there before."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import select, text

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.refusal import Clash
from auditbeheer.relations import service
from auditbeheer.relations.models import Bureau, Party, PartyKind, all_bureaus
from auditbeheer.relations.service import BureauDetails
from tests import databases
from tests.office import Office
from tests.relations import samples
from tests.relations.samples import NOW, TODAY
from tests.relations.test_service import lines

BY_SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def guide(session, partnership, name="Bureau Samen Veilig", **facts) -> Party:
    """The guide of a group, with one person of the bureau."""
    party = samples.party(session, partnership, PartyKind.OTHER, name, is_guide=True, **facts)
    samples.person(session, party, "Hanna Gids", function="procesbegeleider", email="hanna@samenveilig.nl")
    return party


def test_guides_of_one_name_are_of_one_bureau_however_it_is_written(session):
    one = guide(session, samples.bare(session, "Verband A"))
    two = guide(session, samples.bare(session, "Verband B"), "BUREAU samen veilig")
    assert one.bureau_id == two.bureau_id
    assert [row.name for row in all_bureaus(session)] == ["Bureau Samen Veilig"]
    assert two.organisation == "Bureau Samen Veilig"
    assert [verb for verb, _ in lines(session) if "bureau" in verb] == ["bureau vastgelegd"]


def test_a_chosen_bureau_gives_the_party_its_name_and_no_other_party_has_one(session):
    bureau = service.add_bureau(session, SYSTEM, NOW, details=BureauDetails(name="De Gidsen"))
    row = samples.bare(session)
    assert guide(session, row, "", bureau_id=bureau.id).organisation == "De Gidsen"
    police = samples.party(session, row, PartyKind.POLICE, "Politie", bureau_id=bureau.id)
    assert police.bureau_id is None


def test_a_bureau_knows_the_groups_of_now_and_of_before_and_each_person_once(session):
    groups = [samples.bare(session, name) for name in ("Verband B", "Verband A", "Verband C")]
    parties = [guide(session, group) for group in groups]
    service.end_party(session, SYSTEM, NOW, parties[2], last_day=TODAY, why="klaar")
    bureau = session.get_one(Bureau, parties[0].bureau_id)
    now, before = service.helped_by(session, bureau)
    assert [one.partnership.name for one in now] == ["Verband A", "Verband B"]
    assert [(one.partnership.name, one.until, one.people[0].name) for one in before] == [
        ("Verband C", TODAY, "Hanna Gids")
    ]
    ((person, where),) = service.people_of(now)
    assert (person.name, [one.name for one in where]) == ("Hanna Gids", ["Verband A", "Verband B"])


def test_a_new_name_goes_to_the_groups_of_now_and_not_to_those_of_before(session):
    stays, left = (guide(session, samples.bare(session, name)) for name in ("Verband A", "Verband B"))
    service.end_party(session, SYSTEM, NOW, left, last_day=TODAY, why="klaar")
    bureau = session.get_one(Bureau, stays.bureau_id)
    details = BureauDetails(name="Samen BV", town="Almere")
    service.change_bureau(session, SYSTEM, NOW, bureau, details=details, opened_on=bureau.version)
    assert (stays.organisation, left.organisation) == ("Samen BV", "Bureau Samen Veilig")
    assert lines(session)[-1][1] == "Samen BV: naam Samen BV (was Bureau Samen Veilig); plaats Almere (was leeg)"
    with pytest.raises(Clash):
        service.change_bureau(session, SYSTEM, NOW, bureau, details=details, opened_on=bureau.version - 1)


def test_who_was_a_guide_before_is_of_a_bureau_by_name(tmp_path: Path, postgres_server):
    urls = (f"sqlite:///{tmp_path / 'earlier.sqlite'}", postgres_server.create("bureaus"))
    for url in urls:
        command.upgrade(databases.alembic_config(url), "0013")
        with databases.opened(url) as database:
            with database.write() as session:
                _as_before(session)
            databases.migrate(url)
            with database.read() as session:
                found = {row.organisation: row for row in session.scalars(select(Party)).unique()}
                assert [row.name for row in all_bureaus(session)] == ["Bureau Veilig"]
                assert found["Bureau Veilig"].bureau_id == found["bureau veilig"].bureau_id
                assert found["Politie"].bureau_id is None
                assert found["Politie"].since == date(2024, 5, 1)
                chair = session.execute(text("SELECT role, holds, on_day FROM role_change")).all()
                assert [(row.role, bool(row.holds), str(row.on_day)) for row in chair] == [
                    ("voorzitter", True, "2024-06-01")
                ]
                assert session.scalar(text("SELECT organisation FROM coordinator_change")) == "Parkmanagement"
    postgres_server.drop("bureaus")


def _as_before(session) -> None:
    session.execute(text(
        "INSERT INTO partnership (id, name, folded, sort_key, street, postcode, town, founding_title,"
        " founding_is_convenant, coordinator, coordinator_mandate, kvk, invoice_address, map_decision, version)"
        " VALUES (1, 'A', 'a', 'a', '', '', '', '', true, 'Parkmanagement', true, '', '', '', 1)"
    ))  # fmt: skip
    for key, (name, is_guide) in enumerate(
        [("Bureau Veilig", "true"), ("bureau veilig", "true"), ("Politie", "false")], 1
    ):
        session.execute(text(
            "INSERT INTO party (id, partnership_id, kind, organisation, is_guide, version)"
            f" VALUES ({key}, 1, 'overig', '{name}', {is_guide}, 1)"
        ))  # fmt: skip
    session.execute(text(
        "INSERT INTO representative (id, party_id, name, function, email, phone, is_contact, is_chair, is_secretary,"
        " is_spokesperson, tells_inside, tells_outside, may_contract, since, version)"
        " VALUES (1, 3, 'P', '', '', '', false, true, false, false, false, false, false, '2024-06-01', 1)"
    ))  # fmt: skip
    session.execute(text(
        "INSERT INTO journal_entry (at, who, verb, kind, thing, what, why, previous_hash, hash)"
        " VALUES ('2024-05-01 10:00:00', 'x', 'partij toegevoegd', 'partij', '3', '', '', '', '')"
    ))  # fmt: skip


@BY_SQLITE
def test_a_bureau_is_made_chosen_and_found(office: Office):
    with office.write() as session:
        key = samples.with_people(session, samples.bare(session)).id
    browser = office.as_(Role.PLANNER)
    assert "Nog geen bureaus" in browser.get("/relaties/bureaus")
    told = {"name": "De Gidsen", "street": "Kade 1", "postcode": "1316ab", "town": "Almere", "phone": "036 123 45 67"}
    made = browser.post("/relaties/bureaus/nieuw", told)
    assert "Dit bureau helpt nu geen werkgroep" in made
    chosen = {"kind": "procesbegeleider", "bureau": made.path.rpartition("/")[2]}
    assert "Persoon toevoegen" in browser.post(f"/relaties/{key}/partijen/toevoegen", chosen)
    page = browser.get(made.path)
    assert "Cluster Lelystad" in page
    assert "Kade 1, 1316 AB Almere" in page
    for wanted in ("gidsen", "almere gidsen", "123 45 67"):
        assert "Bureaus" in browser.get(f"/zoeken?q={wanted}"), wanted
        assert "1 werkgroep" in browser.get(f"/zoeken?q={wanted}"), wanted
    assert "Bureau bekijken" in browser.get(f"/relaties/{key}")


@BY_SQLITE
def test_a_guide_needs_a_bureau_or_a_name_and_a_first_day_that_has_been(office: Office):
    with office.write() as session:
        key = samples.bare(session).id
    browser, url = office.as_(Role.PLANNER), f"/relaties/{key}/partijen/toevoegen"
    refused = browser.post(url, {"kind": "procesbegeleider", "bureau": ""}, status=422)
    assert refused.errors == ["Vul de naam van de organisatie in of kies een bureau"]
    tomorrow = TODAY + timedelta(days=1)
    day = {"since-dag": str(tomorrow.day), "since-maand": str(tomorrow.month), "since-jaar": str(tomorrow.year)}
    late = browser.post(url, {"kind": "politie", "organisation": "Politie", **day}, status=422)
    assert "De eerste dag ligt in de toekomst" in late
