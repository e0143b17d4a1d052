"""A certificate foresees its own recertification, in the act of issuing; the next certificate takes the wheel over."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
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
