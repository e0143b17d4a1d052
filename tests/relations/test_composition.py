"""What a partnership was made of on a day, and what changed between two days (ARE-11, AUD-7)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.organisation.schemes import schemes
from auditbeheer.relations import service
from auditbeheer.relations.models import PartyKind
from auditbeheer.relations.rules import (
    CoordinatorRow,
    Recorded,
    RoleRow,
    Stay,
    changes_between,
    composition_on,
)
from auditbeheer.relations.service import PartnershipDetails, PersonDetails
from tests.relations import samples
from tests.relations.samples import NOW, TODAY

THEN, NOON = date(2024, 5, 1), date(2026, 11, 23)
LATER = datetime(2027, 3, 1, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
ALWAYS = (None, None)
ANN, BOB = Stay(1, "Ann", None, None, "Politie"), Stay(2, "Bob", None, None, "Politie")


def one(**facts) -> Recorded:
    return Recorded(**{name: tuple(rows) for name, rows in facts.items()})


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (one(parties=[Stay(1, "Politie", *ALWAYS)]), []),
        (one(parties=[Stay(1, "Politie", date(2025, 1, 1), None, "politie")]), ["Politie (politie) kwam erbij"]),
        (one(parties=[Stay(1, "Politie", None, date(2025, 1, 1))]), ["Politie ging weg"]),
        # The first and the last day belong to the stay.
        (one(parties=[Stay(1, "Politie", THEN, None)]), []),
        (one(parties=[Stay(1, "Politie", None, NOON)]), []),
        (one(parties=[Stay(1, "Politie", None, THEN)]), ["Politie ging weg"]),
        # What came and went in between leaves no difference.
        (one(parties=[Stay(1, "Politie", date(2025, 1, 1), date(2025, 6, 1))]), []),
        # Two of one name are two.
        (one(people=[Stay(1, "J. Smit", None, date(2025, 1, 1)), Stay(2, "J. Smit", date(2025, 1, 2), None)]),
         ["J. Smit kwam erbij", "J. Smit ging weg"]),
        # An area that left and came back is there.
        (one(areas=[Stay(7, "Poort", None, date(2025, 1, 1)), Stay(7, "Poort", date(2026, 1, 1), None)]), []),
        (one(people=[ANN, BOB], roles=[RoleRow(1, "voorzitter", True, None)]), []),
        (one(people=[ANN, BOB], roles=[
            RoleRow(1, "voorzitter", True, None), RoleRow(1, "voorzitter", False, date(2025, 1, 1)),
            RoleRow(2, "voorzitter", True, date(2025, 1, 1))]), ["Voorzitter: Bob (was Ann)"]),
        # Of one day the last row counts.
        (one(people=[ANN], roles=[RoleRow(1, "secretaris", True, NOON), RoleRow(1, "secretaris", False, NOON)]), []),
        # Who left has no role any more.
        (one(people=[Stay(1, "Ann", None, date(2025, 1, 1))], roles=[RoleRow(1, "woordvoerder", True, None)]),
         ["Ann ging weg", "Woordvoerder: niemand (was Ann)"]),
        (one(coordinators=[CoordinatorRow("Park A", None), CoordinatorRow("Park B", date(2026, 1, 1))]),
         ["De regie heeft Park B (was Park A)"]),
        (one(coordinators=[CoordinatorRow("Park A", None), CoordinatorRow("", date(2026, 1, 1))]),
         ["De regie heeft niemand (was Park A)"]),
        (one(coordinators=[CoordinatorRow("Park A", date(2027, 1, 1))]), []),
    ],
)  # fmt: skip
def test_what_changed_between_two_days(recorded, said):
    assert [row.what for row in changes_between(recorded, THEN, NOON)] == said


def test_nothing_changes_between_a_day_and_itself():
    recorded = one(parties=[Stay(1, "Politie", THEN, THEN)], coordinators=[CoordinatorRow("Park A", THEN)])
    assert changes_between(recorded, THEN, THEN) == []
    assert composition_on(recorded, THEN).coordinator == "Park A"


def test_roles_and_regie_are_noted_as_they_change(session):
    row = samples.with_people(session, samples.bare(session))
    owner = row.contact
    assert owner is not None
    police = next(party for party in row.parties if party.kind is PartyKind.POLICE)
    details = PersonDetails(name="Nina Nieuw", function="adviseur", email="nina@voorbeeld.nl", is_contact=True)
    service.add_representative(session, SYSTEM, LATER, police, details=details, scheme=schemes()["kvo-b-4.0"])
    told = PartnershipDetails(name=row.name, coordinator="Stichting Regie", coordinator_mandate=True)
    service.change_partnership(session, SYSTEM, LATER, row, details=told, opened_on=row.version)
    service.end_party(
        session, SYSTEM, LATER, next(p for p in row.parties if p.kind is PartyKind.FIRE_SERVICE),
        last_day=date(2027, 2, 1), why="gestopt",
    )  # fmt: skip
    assert [one.what for one in service.changes_of(session, row, TODAY, LATER.date())] == [
        "Brandweer Flevoland (brandweer) ging weg",
        "Nina Nieuw (Politie Midden-Nederland) kwam erbij",
        "Kees Mol (Brandweer Flevoland) ging weg",
        "Contactpersoon: Nina Nieuw (was Selin Yılmaz)",
        "De regie heeft Stichting Regie (was Parkmanagement Lelystad)",
    ]
    assert service.changes_of(session, row, TODAY, TODAY) == []


def test_somebody_who_was_there_before_is_recorded_from_then(session):
    row = samples.bare(session)
    party = service.add_party(
        session, SYSTEM, NOW, row, since=THEN,
        details=service.PartyDetails(kind=PartyKind.POLICE, organisation="Politie"),
    )  # fmt: skip
    service.add_representative(
        session, SYSTEM, NOW, party, since=date(2025, 2, 3), scheme=schemes()["kvo-b-4.0"],
        details=PersonDetails(name="Ann", function="wijkagent", is_chair=True),
    )  # fmt: skip
    assert [(one.what, one.day) for one in service.changes_of(session, row, date(2024, 4, 30), date(2025, 1, 1))] == [
        ("Politie (politie) kwam erbij", THEN)
    ]
    said = [one.what for one in service.changes_of(session, row, THEN, date(2025, 2, 3))]
    assert said == ["Ann (Politie) kwam erbij", "Voorzitter: Ann (was niemand)"]


@pytest.mark.parametrize("table", ["role_change", "coordinator_change"])
def test_what_was_noted_stays_as_it_is(session, table):
    samples.with_people(session, samples.bare(session))
    session.flush()
    for act in (f"UPDATE {table} SET on_day = '2020-01-01'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
            session.execute(text(act))
