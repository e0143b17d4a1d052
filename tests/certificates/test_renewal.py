"""A certificate foresees its own recertification, in the act of issuing; the next certificate takes the wheel over."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import entries_of
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates import work
from auditbeheer.certificates.models import Certificate
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service as quotes
from auditbeheer.quotes.models import CertificationKind, Renewal, Trajectory, foreseen, renewal_of
from tests import databases
from tests.decisions.case import NOW, TODAY, case, deviation, found_again, grant, granted, review
from tests.office import Office
from tests.qualifications.people import actor

IN_TIME = datetime(2029, 3, 1, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


def issued(session: Session, areas: int = 1) -> tuple[Certificate, Trajectory, Renewal]:
    certificate = granted(session, areas=areas)
    row = renewal_of(session, certificate.number)
    assert certificate.trajectory
    assert row
    return certificate, certificate.trajectory, row


def test_issuing_foresees_the_next_trajectory(session: Session) -> None:
    certificate, trajectory, row = issued(session, areas=2)
    assert (row.decide_by, row.foreseen_on, row.holder) == (certificate.last_day, TODAY, certificate.holder)
    assert (row.previous, row.partnership) == (trajectory, trajectory.partnership)
    assert {area.id for area in row.areas} == {area.area_id for area in certificate.areas}
    assert (row.started, row.trajectory_id) == (None, None)
    assert "hercertificering voorzien" in [entry.verb for entry in entries_of(session, trajectory.number)]
    assert [task.code for task in work.tasks(session, TODAY)] == ["factuur-klaarzetten"]


def test_what_is_not_granted_foresees_nothing(session: Session) -> None:
    at = case(session)
    review(session, at)
    deviation(session, at)
    with pytest.raises(Refused):
        grant(session, at)
    assert session.scalar(select(func.count()).select_from(Renewal)) == 0


def test_the_same_certificate_in_another_edition_foresees_no_second(session: Session) -> None:
    certificate, trajectory, _row = issued(session)
    at = found_again(session, trajectory.number)
    again = quotes.foresee_renewal(
        session, actor(at.decider), NOW, certificate=certificate.number, holder=certificate.holder,
        areas=[area.area for area in certificate.areas if area.area], issued_on=certificate.issued_on,
        last_day=certificate.last_day, previous=trajectory,
    )  # fmt: skip
    assert [again] == session.scalars(select(Renewal)).all()


def test_three_years_later_it_is_started_and_becomes_the_next_dossier(session: Session) -> None:
    _certificate, trajectory, row = issued(session)
    at = found_again(session, trajectory.number)
    details = quotes.ApplicationDetails(
        areas=tuple(row.areas), applied_on=IN_TIME.date(), started_on=date(2029, 2, 1), start_document="evaluatie",
        assessment_expected_on=date(2029, 6, 1),
    )  # fmt: skip
    made = quotes.start_renewal(
        session, actor(at.owner), IN_TIME, row, at.trajectory.partnership, details=details, owner=at.owner,
        library=schemes(),
    )  # fmt: skip
    assert (made.number, made.kind) == ("D-2029-0001", CertificationKind.LATER)
    assert row.started is made
    assert not foreseen(session)


def test_the_page_of_the_certificate_says_when_it_begins(office: Office) -> None:
    with office.write() as session:
        at = case(session)
        office.people.update({Role.DECIDER: at.decider.id, Role.AUDITOR: at.auditor.id, Role.PLANNER: at.owner.id})
        review(session, at)
        grant(session, at)
        number = at.trajectory.number
        row = renewal_of(session, "KVO-B-2026-00001")
        assert row
        key, last_day = row.id, row.decide_by
    page = office.as_(Role.PLANNER).get(f"/dossiers/{number}/certificaat")
    assert last_day == date(2029, 11, 22)
    assert "begint op donderdag 22 februari 2029" in " ".join(page.text.split())
    assert f'href="/dossiers/voorzien/{key}"' in page.html
    page = office.as_(Role.PLANNER).get(f"/dossiers/{number}")
    assert "De hercertificering begint" in page


def test_in_public_nothing_of_it_shows(office: Office) -> None:
    with office.write() as session:
        number = granted(session).number
    public = office.as_(None)
    for address in (f"/register/{number}", "/register?zoek=lelystad", "/register.json", "/register.csv"):
        answer = public.raw(address)
        shown = answer.get_data(as_text=True)
        assert answer.status_code == 200
        assert number in shown
        for word in ("ercertificering", "oorzien", "2029-02-22", "februari 2029", "feb 2029"):
            assert word not in shown


NOW_RUNNING = """
    INSERT INTO certificate (id, number, type, holder, scheme_title, municipality, issued_on, last_day, in_series,
        certificate_name, holder_folded, sort_key, contact, replaced_from)
    VALUES ({id}, '{number}', 'bedrijventerrein', 'Haven', 'KVO 3.1', 'Urk', '{issued}', '{last}', {no}, '', '', '', '',
        {replaced})
"""
ITS_AREA = """
    INSERT INTO certificate_area (id, certificate_id, area_id, name, municipality, folded)
    VALUES ({id}, {id}, {area}, 'Haven', 'Urk', '')
"""
PARK = """
    INSERT INTO area (id, name, type, municipality_code, folded, sort_key, activities, boundary, neighbours,
        count_source, origin, version)
    VALUES ({id}, 'Haven {id}', 'bedrijventerrein', '0184', '', '', '', '', '', '', '', 1)
"""
# Number, area, days, replaced from: only what runs and has no successor is renewed.
BEFORE = (
    ("RUNS", 1, "2090-01-01", "2092-12-31", "NULL"),
    ("PAST", 2, "2010-01-01", "2012-12-31", "NULL"),
    ("FOLLOWED", 3, "2090-01-01", "2092-12-31", "NULL"),
    ("FOLLOWS", 3, "2093-01-01", "2095-12-31", "NULL"),
    ("REPLACED", 4, "2090-01-01", "2092-12-31", "'2091-01-01'"),
)


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_database_from_before_gets_what_is_foreseen(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite:///{tmp_path / 'oud.sqlite'}"
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_server").create("oud")
    command.upgrade(databases.alembic_config(url), "0008")
    no = "false" if kind == "postgresql" else "0"
    with databases.opened(url) as database, database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO municipality (code, name, province, folded, sort_key) VALUES ('0184', 'Urk', '', 'urk', 'urk')"
        )
        for area in range(1, 5):
            connection.exec_driver_sql(PARK.format(id=area))
        for key, (number, area, issued, last, replaced) in enumerate(BEFORE, 1):
            facts = {"id": key, "number": number, "issued": issued, "last": last, "replaced": replaced, "no": no}
            connection.exec_driver_sql(NOW_RUNNING.format(**facts))
            connection.exec_driver_sql(ITS_AREA.format(id=key, area=area))
    command.upgrade(databases.alembic_config(url), "head")
    with databases.opened(url) as database, database.read() as session:
        rows = {row.certificate: [area.id for area in row.areas] for row in foreseen(session)}
    assert rows == {"RUNS": [1], "FOLLOWS": [3]}
