"""Who was involved with whom (QUA-7): partnerships, bureaus and their groups, ends, and the register of it all."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications import service
from auditbeheer.qualifications.models import GuidanceKind
from auditbeheer.qualifications.pages import register_on
from auditbeheer.qualifications.rules import Involvement, as_far_as_helped
from auditbeheer.qualifications.standing import involvements
from auditbeheer.relations.models import Bureau, Partnership, PartyKind
from tests.qualifications import people
from tests.qualifications.people import NOW, actor, hire
from tests.relations import samples

TODAY = NOW.date()
WORK = Involvement(date(2024, 1, 1), date(2025, 6, 30), "advies", "De Gidsen")


@pytest.mark.parametrize(
    ("since", "until", "counts"),
    [
        pytest.param(None, None, (date(2024, 1, 1), date(2025, 6, 30)), id="the bureau helped all the time"),
        pytest.param(date(2025, 6, 30), None, (date(2025, 6, 30), date(2025, 6, 30)), id="on the last day only"),
        pytest.param(date(2025, 7, 1), None, None, id="a day after somebody left the bureau"),
        pytest.param(None, date(2024, 1, 1), (date(2024, 1, 1), date(2024, 1, 1)), id="on the first day only"),
        pytest.param(None, date(2023, 12, 31), None, id="a day before somebody came"),
        pytest.param(date(2024, 5, 1), date(2024, 8, 1), (date(2024, 5, 1), date(2024, 8, 1)), id="a while"),
    ],
)
def test_a_bureau_counts_for_its_groups_while_it_helped_them(since, until, counts):
    found = as_far_as_helped(WORK, since, until)
    assert (found and (found.from_day, found.until_day)) == counts
    assert found is None or (found.kind, found.bureau) == ("advies", "De Gidsen")


def test_work_that_goes_on_counts_as_long_as_the_bureau_helps():
    goes_on = Involvement(date(2024, 1, 1), None)
    assert as_far_as_helped(goes_on, None, None) == goes_on
    ended = as_far_as_helped(goes_on, None, date(2025, 3, 31))
    assert ended is not None
    assert ended.until_day == date(2025, 3, 31)


def helped(session, partnership: Partnership, since: date | None, until: date | None = None) -> Bureau:
    """The bureau De Gidsen helps this group in a period."""
    party = samples.party(session, partnership, PartyKind.OTHER, "De Gidsen", is_guide=True)
    party.since, party.until_day = since, until
    session.flush()
    bureau: Bureau = session.get_one(Bureau, party.bureau_id)
    return bureau


def tie(session, employee: Employee, from_day: date, until_day: date | None = None, **who):
    return service.record_guidance(
        session, actor(employee), NOW, employee, what="plan van aanpak", from_day=from_day, until_day=until_day,
        source="cv", **who,
    )  # fmt: skip


def test_one_entry_with_a_bureau_counts_for_each_group_that_it_helped_then(session):
    person = hire(session, "Marloes Bakker", Role.AUDITOR)
    here, there, later = (samples.bare(session, name) for name in ("Verband A", "Verband B", "Verband C"))
    bureau = helped(session, here, None)
    helped(session, there, date(2024, 1, 1), date(2024, 12, 31))
    helped(session, later, date(2026, 1, 1))
    tie(session, person, date(2024, 6, 1), date(2025, 6, 1), bureau=bureau, kind=GuidanceKind.EMPLOYMENT)
    found = involvements(session, [person.id])
    assert {key[1]: rows[0].until_day for key, rows in found.items()} == {
        here.id: date(2025, 6, 1), there.id: date(2024, 12, 31)
    }  # fmt: skip


def test_an_entry_names_a_partnership_or_a_bureau_and_not_both(session):
    person, here = hire(session, "Marloes Bakker", Role.AUDITOR), samples.bare(session)
    bureau = helped(session, here, None)
    wrongs: tuple[dict[str, Any], ...] = ({}, {"partnership": here, "bureau": bureau})
    for wrong in wrongs:
        with pytest.raises(Refused) as refused:
            tie(session, person, date(2024, 6, 1), **wrong)
        assert [condition.code for condition in refused.value.objections] == ["begeleiding.met_wie"]
    tie(session, person, date(2024, 6, 1), bureau=bureau)
    for statement in (
        f"UPDATE guidance SET partnership_id = {here.id}",
        "UPDATE guidance SET bureau_id = NULL",
        "UPDATE guidance SET until_day = '2024-05-31'",
    ):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(statement))


def test_what_goes_on_ends_once_and_not_ahead(session):
    person = hire(session, "Marloes Bakker", Role.AUDITOR)
    row = tie(session, person, date(2024, 6, 1), partnership=samples.bare(session))

    def end(day: date):
        return service.end_guidance(session, actor(person), NOW, person, row, until_day=day, source="brief")

    for day, code in ((TODAY + timedelta(days=1), "begeleiding.einde"), (date(2024, 5, 31), "begeleiding.periode")):
        with pytest.raises(Refused) as refused:
            end(day)
        assert [condition.code for condition in refused.value.objections] == [code]
    assert end(TODAY).until_day == TODAY
    with pytest.raises(Refused) as again:
        end(TODAY)
    assert [condition.code for condition in again.value.objections] == ["begeleiding.loopt"]


def test_the_register_says_until_when_each_entry_counts(session):
    person, other = hire(session, "Marloes Bakker", Role.AUDITOR), hire(session, "Femke de Groot", Role.AUDITOR)
    here, there = samples.bare(session, "Verband A"), samples.bare(session, "Verband B")
    bureau = helped(session, there, None)
    tie(session, person, date(2024, 6, 1), date(2025, 6, 30), partnership=here)
    tie(session, other, date(2024, 1, 1), bureau=bureau)
    entries = {entry.person: entry for entry in register_on(session, TODAY).entries}
    (past,), (going_on,) = entries["Marloes Bakker"].counting, entries["Femke de Groot"].counting
    assert (past.name, past.free_from) == ("Verband A", date(2027, 6, 30))
    assert (going_on.name, going_on.free_from) == ("Verband B", None)
    assert register_on(session, date(2027, 6, 30), person.id).entries[0].counting == []
    assert [entry.person for entry in register_on(session, TODAY, other.id).entries] == ["Femke de Groot"]


def test_the_register_costs_the_same_for_many_entries(database, statements):
    def asked() -> int:
        with database.read() as session, statements() as seen:
            register_on(session, TODAY)
        return len(seen)

    with database.write() as session:
        person = hire(session, "Marloes Bakker", Role.AUDITOR)
        tie(session, person, date(2024, 1, 1), bureau=helped(session, samples.bare(session, "Verband"), None))
    few = asked()
    with database.write() as session:
        for number in range(5):
            person = hire(session, f"Auditor {number}", Role.AUDITOR)
            group = samples.bare(session, f"Verband {number}")
            tie(session, person, date(2024, 1, 1), bureau=helped(session, group, None))
            tie(session, person, date(2024, 1, 1), partnership=group)
    assert asked() <= few


# Pages


def test_a_bureau_is_recorded_listed_and_ended(office):
    with office.write() as session:
        person = people.auditor(session, people.scheme_manager(session))
        bureau = helped(session, samples.bare(session, "Verband A"), None)
        keys = person.id, bureau.id
    planner = office.as_(Role.PLANNER)
    day = {"from_day-dag": "1", "from_day-maand": "3", "from_day-jaar": "2025"}
    told = {"kind": "dienstverband", "what": "werkte daar", "source": "cv", **day}
    url = f"/auditors/{keys[0]}/begeleiding"
    assert planner.post(url, told, status=422).errors == [
        "Kies een samenwerkingsverband of een bureau, en niet allebei."
    ]
    page = planner.post(url, told | {"bureau": str(keys[1])})
    assert "De Gidsen bureau: telt voor al zijn werkgroepen" in page
    register = planner.get(f"/auditors/onpartijdigheid?persoon={keys[0]}")
    assert "De Gidsen (bureau) Dienstverband: werkte daar" in register
    assert "Niet bij Verband A zolang dit loopt" in register
    end = {"until_day-dag": "1", "until_day-maand": "4", "until_day-jaar": "2025", "source": "brief"}
    assert "1 apr 2025" in planner.post(f"{url}/1/einde", end)
    assert "Niet bij Verband A tot 1 apr 2027" in planner.get("/auditors/onpartijdigheid")
    assert "Telt niet meer" in planner.get("/auditors/onpartijdigheid?op=1-4-2027")


@pytest.mark.parametrize("page", ["onpartijdigheid", "matrix", "5"])
@pytest.mark.parametrize("typed", ["morgen", "31-2-2026", "1-1-9999"])
def test_a_day_that_cannot_be_is_said_so(office, page, typed):
    with office.write() as session:
        while session.get(Employee, 5) is None:
            hire(session, f"Auditor {session.query(Employee).count()}", Role.AUDITOR)
    assert "Deze dag kan niet" in office.as_(Role.PLANNER).get(f"/auditors/{page}?op={typed}")


def test_the_register_without_entries_says_where_they_come_from(office):
    page = office.as_(Role.PLANNER).get("/auditors/onpartijdigheid")
    assert "Geen betrokkenheid vastgelegd" in page
