"""Evidence of auditors that ends (QUA-1): the person and who judges it hear of it, each once per step."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.operations.reminders import remind_of_evidence
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.mail_text import parts_of
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.qualifications import service, work
from auditbeheer.qualifications.models import QualifiedAs
from auditbeheer.qualifications.service import Proven
from tests.qualifications import people
from tests.qualifications.people import KVO_B, NOW, ZONE, actor

ENDS = date(2027, 3, 31)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZONE)


def prove(session, judge, person, last_day: date, *, capacity=QualifiedAs.AUDITOR, criterion="lead_auditor", now=NOW):
    return service.add_evidence(
        session, actor(judge), now, person, scheme=schemes()[KVO_B], capacity=capacity,
        proven=Proven(criterion, True, "certificaat Lead Auditor", valid_until=last_day),
    )  # fmt: skip


@pytest.fixture
def staff(session):
    """A scheme manager, and an auditor whose certificate ends."""
    manager = people.scheme_manager(session)
    person = people.auditor(session, manager)
    prove(session, manager, person, ENDS)
    return manager, person


def told(session, first: date, last: date) -> dict[date, list[tuple[str, str]]]:
    """Day -> who was told what, with a run on every day."""
    found: dict[date, list[tuple[str, str]]] = {}
    day = first
    while day <= last:
        before = set(session.scalars(select(Notice.id)))
        remind_of_evidence(session, at(day))
        rows = session.scalars(select(Notice).where(Notice.id.not_in(before)).order_by(Notice.id))
        if topics := [(row.name, row.topic) for row in rows]:
            found[day] = topics
        day += timedelta(days=1)
    return found


BOTH = [("Marloes Bakker", "bewijs_eindigt_zelf"), ("Joris de Wit", "bewijs_eindigt")]


def test_both_are_told_sixty_and_fourteen_days_before_and_no_other_day(session, staff):
    found = told(session, ENDS - timedelta(days=62), ENDS + timedelta(days=3))
    assert found == {ENDS - timedelta(days=60): BOTH, ENDS - timedelta(days=14): BOTH}


def test_after_days_without_a_run_only_the_nearest_step_is_told(session, staff):
    assert told(session, ENDS - timedelta(days=3), ENDS) == {ENDS - timedelta(days=3): BOTH}
    assert told(session, ENDS + timedelta(days=1), ENDS + timedelta(days=2)) == {}


def test_renewed_evidence_reminds_nobody_and_takes_back_what_did_not_leave(session, staff):
    manager, person = staff
    day = ENDS - timedelta(days=60)
    remind_of_evidence(session, at(day))
    prove(session, manager, person, date(2030, 3, 31), now=at(day))
    assert [row.withdrawn_at is not None for row in session.scalars(select(Notice))] == [True, True]
    assert told(session, day, ENDS) == {}


def test_evidence_of_a_scheme_manager_is_told_to_the_management(session):
    manager = people.scheme_manager(session)
    boss = people.management(session)
    prove(session, boss, manager, ENDS, capacity=QualifiedAs.SCHEME_MANAGER)
    found = told(session, ENDS - timedelta(days=60), ENDS - timedelta(days=60))
    assert found[ENDS - timedelta(days=60)] == [
        ("Joris de Wit", "bewijs_eindigt_zelf"), ("Dirk Baas", "bewijs_eindigt")
    ]  # fmt: skip


def test_who_left_is_not_told(session, staff):
    _, person = staff
    person.left_on = date(2027, 1, 1)
    session.flush()
    assert told(session, ENDS - timedelta(days=60), ENDS) == {}


@pytest.mark.parametrize(
    ("leaves", "days"),
    [(ENDS + timedelta(days=1), [60, 14]), (ENDS, []), (ENDS - timedelta(days=30), [])],
    ids=["the day after", "on its last day: nothing to renew", "before"],
)
def test_who_leaves_later_is_told_when_the_evidence_ends_before_that(session, staff, leaves, days):
    _, person = staff
    person.left_on = leaves
    session.flush()
    assert list(told(session, ENDS - timedelta(days=60), ENDS)) == [ENDS - timedelta(days=count) for count in days]
    asked = [task.code for task in work.tasks(session, ENDS - timedelta(days=60)) if task.code == "bewijs-vernieuwen"]
    assert len(asked) == bool(days)


@pytest.mark.parametrize("topic", ["bewijs_eindigt", "bewijs_eindigt_zelf"])
def test_the_mail_names_the_proof_and_its_last_day(topic):
    facts = {"wie": "Marloes Bakker", "bewijs": "certificaat Lead Auditor", "dag": ENDS.isoformat()}
    subject, body = parts_of(topic, facts, quoted=False)
    assert "31 maart" in subject.replace("\xa0", " ")
    assert "certificaat Lead Auditor" in body
    assert "31 maart 2027" in body.replace("\xa0", " ")
