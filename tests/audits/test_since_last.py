"""At the audit: what changed in the partnership since the last time (ARE-11, AUD-7)."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning.models import Audit
from auditbeheer.planning.since_last import earlier_times, since_last_time
from auditbeheer.quotes.models import CertifiedPeriod
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import PartnershipArea, PartyKind
from auditbeheer.relations.rules import Topic
from tests.audits.held import hold
from tests.audits.test_views import HOME, LIST, REPORT, auditor, prepare
from tests.documents.rooms import furnish, seen
from tests.documents.scenes import Scene, at, audit_on, dossier, scene
from tests.office import Office

BEFORE, TODAY = date(2023, 11, 20), date(2026, 11, 23)


def held_before(session, here: Scene) -> Audit:
    """The audit of three years ago, in a dossier of its own."""
    before = dossier(session, here.planner, name="Eerder", number=12)
    before.partnership = here.trajectory.partnership
    audit = audit_on(session, before, here.auditor, BEFORE)
    audit.held_on = BEFORE
    session.flush()
    return audit


def change(session, here: Scene) -> None:
    """The police left, another party came, somebody else became chair."""
    partnership, by = here.trajectory.partnership, here.by(here.planner)
    police = next(party for party in partnership.parties if party.kind is PartyKind.POLICE)
    relations.end_party(session, by, at(TODAY), police, last_day=date(2025, 6, 30), why="reorganisatie")
    details = relations.PartyDetails(kind=PartyKind.OTHER, organisation="Omgevingsdienst")
    party = relations.add_party(session, by, at(TODAY), partnership, details=details, since=date(2025, 2, 1))
    told = relations.PersonDetails(name="Olga Om", function="adviseur", is_chair=True)
    relations.add_representative(session, by, at(TODAY), party, details=told, scheme=schemes()["kvo-b-4.0"])


def test_one_looks_back_to_the_audit_before(session):
    here = scene(session, day=TODAY)
    held_before(session, here)
    change(session, here)
    partnership = here.trajectory.partnership
    since = since_last_time(session, partnership, TODAY)
    assert since.last is not None
    assert since.last.what.replace("\u00a0", " ") == "de audit van 20 november 2023"
    assert [one.what for one in since.about(Topic.PARTY)] == [
        "Omgevingsdienst (overig) kwam erbij", "Politie Lelystad (politie) ging weg",
    ]  # fmt: skip
    assert [one.what for one in since.about(Topic.ROLE)] == ["Voorzitter: Olga Om (was niemand)"]
    assert since_last_time(session, partnership, BEFORE).last is None


def test_without_an_audit_one_looks_back_to_the_last_certificate(session):
    here = scene(session, day=TODAY)
    area, partnership = here.trajectory.areas[0].area, here.trajectory.partnership
    session.add(PartnershipArea(partnership=partnership, area_id=area.id, joined_on=date(2024, 2, 1)))
    for issued in (date(2020, 3, 1), date(2023, 3, 1)):
        session.add(CertifiedPeriod(
            area_id=area.id, partnership_id=None, scheme="kvo-3.1", certificate=f"X-{issued.year}", body="Ander",
            issued_on=issued, last_day=date(issued.year + 3, 2, 28),
        ))  # fmt: skip
    session.flush()
    session.refresh(partnership)
    (last,) = earlier_times(session, partnership, TODAY)
    assert last.day == date(2023, 3, 1)
    said = [one.what for one in since_last_time(session, partnership, TODAY).differences]
    assert said == ["Noordersluis (Lelystad) kwam erbij"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_pages_of_the_audit_and_of_the_partnership_tell_it(office: Office):
    furnish(office, day=TODAY)
    with office.write() as session:
        here = seen(office, session)
        key = here.trajectory.partnership_id
    assert "sinds vorige keer" not in auditor(office).get(HOME)
    with office.write() as session:
        here = seen(office, session)
        held_before(session, here)
    prepare(office, hold)
    with office.write() as session:
        change(session, seen(office, session))
    for url in (HOME, LIST, f"{REPORT}/schrijven"):
        page = auditor(office).get(url)
        assert "Omgevingsdienst (overig) kwam erbij" in page, url
    page = office.as_(Role.PLANNER).get(f"/relaties/{key}/wijzigingen")
    assert "Dit is de dag van de audit van 20 november 2023" in page
    assert "Politie Lelystad (politie) ging weg" in page
    url = f"/relaties/{key}/wijzigingen?sinds-dag={{}}&sinds-maand=2&sinds-jaar=2025"
    later = office.as_(Role.PLANNER).get(url.format(1))
    assert "Omgevingsdienst (overig)" not in later
    assert "Politie Lelystad (politie) ging weg" in later
    assert "De datum 31 februari 2025 bestaat niet" in office.as_(Role.PLANNER).get(url.format(31))
