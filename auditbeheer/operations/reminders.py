"""What is told because a day comes nearer, not because somebody did something. Each run tells what is due and was not
told yet; after days without a run it tells what still holds, once, and nothing of what has passed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee, staff_on
from auditbeheer.accounts.permissions import Role
from auditbeheer.deviations.models import Deviation, unsettled
from auditbeheer.deviations.rules import RECEIVED
from auditbeheer.deviations.service import facts_of
from auditbeheer.documents.models import Outcome
from auditbeheer.documents.rules import INCOMPLETE, MISSING
from auditbeheer.documents.state import picture_of
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import day_letters
from auditbeheer.planning.models import AskedPerson, Audit, audits_from, open_questions
from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.mail_text import shortened
from auditbeheer.plumbing.outbox import Notice, Recipient, tell, was_told
from auditbeheer.qualifications.models import Evidence, evidence_that_ends
from auditbeheer.quotes.letters import CLIENT, contact_of, tell_about_quote, tell_contact
from auditbeheer.quotes.models import Quote, Renewal, foreseen, open_quotes, running_trajectories
from auditbeheer.scheme.terms import add_months
from auditbeheer.scheme.wording import join_and

QUOTE_EXPIRES = 3
DOCUMENTS_BEFORE = (7, 1)
ADDITIONS_BEFORE = (14, 3)
EVIDENCE_ENDS = 14
DAY_ANSWERS = timedelta(days=2)


def stage_of(day: date, today: date, stages: Iterable[int]) -> int | None:
    """The reminder for which it is time: the nearest of ``stages`` (days before) that was reached; None: none, or past.

    >>> [stage_of(date(2026, 12, 9), date(2026, 12, day), (7, 1)) for day in (1, 2, 7, 8, 9, 10)]
    [None, 7, 7, 1, 1, None]
    """
    left = (day - today).days
    return min((stage for stage in stages if 0 <= left <= stage), default=None)


def remind_of_quotes(session: Session, now: datetime) -> int:
    """Half-way and in the last days of a quote without an answer; returns how many quotes were told of."""
    today = now.date()
    rows = running_trajectories(session)
    waiting = [quote for quote in open_quotes(session, [row.id for row in rows]).values() if _waits(quote, today)]
    return sum(_remind_of_quote(session, now, quote) for quote in waiting)


def _waits(quote: Quote, today: date) -> bool:
    answered = quote.accepted_on or quote.declined_on
    return bool(quote.sent_at and quote.valid_until and quote.valid_until >= today and not answered)


def _remind_of_quote(session: Session, now: datetime, quote: Quote) -> bool:
    assert quote.sent_at is not None  # only quotes that wait for an answer come here
    assert quote.valid_until is not None
    today, sent = now.date(), quote.sent_at.date()
    facts = {"bedrag": money(quote.gross), "tot": quote.valid_until.isoformat()}
    if (quote.valid_until - today).days <= QUOTE_EXPIRES:
        told = tell_about_quote(
            session, now, quote.trajectory, topic="offerte_verloopt", key=f"offerte-verloopt:{quote.id}",
            facts={"bedrag": facts["bedrag"], "tot": facts["tot"]},
        )  # fmt: skip
    elif today >= sent + max((quote.valid_until - sent) / 2, timedelta(days=1)):
        told = tell_about_quote(
            session, now, quote.trajectory, topic="offerte_herinnering", key=f"offerte-herinnering:{quote.id}",
            facts={"bedrag": facts["bedrag"], "tot": facts["tot"]},
        )  # fmt: skip
    else:
        told = []
    return bool(told)


def remind_of_documents(session: Session, now: datetime) -> int:
    """Seven days and one day before the last day for the set, as long as something must be sent or added to."""
    return sum(_remind_of_set(session, now, audit) for audit in audits_from(session, now.date()))


def _remind_of_set(session: Session, now: datetime, audit: Audit) -> bool:
    trajectory, due = audit.trajectory, audit.documents_due
    stage = stage_of(due, now.date(), DOCUMENTS_BEFORE) if due and not trajectory.ended else None
    key = f"documenten-herinnering:{audit.id}:{stage}"
    if stage is None or due is None or was_told(session, key):
        return False
    picture = picture_of(session, trajectory)
    owed = [piece.kind.name for piece in picture.pieces if piece.state in {MISSING, INCOMPLETE}]
    if not owed or (picture.decisions and picture.decisions[0].outcome is not Outcome.MOVE):
        return False
    told = tell_contact(
        session, now, trajectory, topic="documenten_herinnering", page="documenten", key=key,
        facts={"namen": owed, "dag": due.isoformat(), "audit": audit.day.isoformat()},
    )  # fmt: skip
    return told is not None


def remind_of_days(session: Session, now: datetime) -> int:
    """Two days before the last day to say which day suits: each person who did not answer, once."""
    rows = [row for row in open_questions(session) if row.answer_by - DAY_ANSWERS <= now.date() <= row.answer_by]
    return sum(_remind_person(session, now, person) for row in rows for person in row.people)


def _remind_person(session: Session, now: datetime, person: AskedPerson) -> bool:
    if not person.silent or person.reminded_at is not None:
        return False
    told = day_letters.remind(session, now, person, key=f"datum-herinnering:{person.question_id}:{person.id}")
    if told:
        person.reminded_at = now.replace(microsecond=0)
    return told


def remind_of_additions(session: Session, now: datetime) -> int:
    """Fourteen and three days before the last day for additions that did not come in."""
    return sum(_remind_of_group(session, now, due, group) for due, group in _owed(session))


def _owed(session: Session) -> Iterator[tuple[date, list[Deviation]]]:
    """Per audit and last day: the deviations on which the working group must still answer."""
    owed = [one for one in unsettled(session, None) if one.additions_due and facts_of(one).state != RECEIVED]
    for _, group in groupby(owed, key=lambda one: (one.audit_id, one.additions_due)):
        deviations = list(group)
        if due := deviations[0].additions_due:
            yield due, deviations


def _remind_of_group(session: Session, now: datetime, due: date, group: list[Deviation]) -> bool:
    audit, stage = group[0].audit, stage_of(due, now.date(), ADDITIONS_BEFORE)
    if stage is None:
        return False
    told = tell_contact(
        session, now, audit.trajectory, topic="aanvulling_herinnering", page="afwijkingen",
        key=f"aanvulling-herinnering:{audit.id}:{due.isoformat()}:{stage}",
        facts={"aantal": len(group), "dag": due.isoformat()},
    )  # fmt: skip
    return told is not None


def tell_of_endings(session: Session, now: datetime) -> int:
    """Certificates that end within the months of the own rule and have no next trajectory: told once each (PLA-1)."""
    months = own_rules_on(session, now.date())["renewal_months"].integer
    rows = foreseen(session, until=add_months(now.date(), months))
    return sum(_tell_of_ending(session, now, row) is not None for row in rows if row.decide_by >= now.date())


def _tell_of_ending(session: Session, now: datetime, row: Renewal) -> Notice | None:
    partnership = row.partnership or (row.previous.partnership if row.previous else None)
    if partnership is None:
        return None  # taken over without its people: the work list has it
    to, number = contact_of(partnership), row.previous.number if row.previous else None
    return tell(
        session, now, to, topic="certificaat_eindigt", key=f"certificaat-eindigt:{row.certificate}", dossier=number,
        scope=CLIENT, thing=to.email, target=f"/mijn/{number}" if number else "",
        facts={"maanden": months_left(now.date(), row.decide_by), "nummer": row.certificate,
               "gebied": shortened(join_and([area.name for area in row.areas]), 40), "tot": row.decide_by.isoformat()},
    )  # fmt: skip


def remind_of_evidence(session: Session, now: datetime) -> int:
    """Evidence that ends: the person and who judges it, so long before as the own rule says and fourteen days before.

    Once per evidence and step; returns how many mails that makes.
    """
    today, ahead = now.date(), own_rules_on(session, now.date())["evidence_ahead"].integer
    rows = evidence_that_ends(session, today, today + timedelta(days=ahead), today)
    told = 0
    for row, employee in rows:
        stage = stage_of(row.valid_until, today, (ahead, EVIDENCE_ENDS)) if row.valid_until else None
        people = _judges(session, employee, today) if stage is not None else []
        told += sum(_tell_of_evidence(session, now, row, employee, to, stage or 0) for to in people)
    return told


def _judges(session: Session, employee: Employee, day: date) -> list[Employee]:
    """Who is told of somebody's evidence: the person, and who judges it: scheme managers, of them the management."""
    judge = Role.MANAGEMENT if Role.SCHEME_MANAGER in employee.role_names else Role.SCHEME_MANAGER
    others = [one for one in staff_on(session, day) if judge in one.role_names and one.id != employee.id]
    return [employee, *others]


def _tell_of_evidence(
    session: Session, now: datetime, row: Evidence, employee: Employee, to: Employee, stage: int
) -> bool:
    own = to.id == employee.id
    last_day = row.valid_until or now.date()
    told = tell(
        session, now, Recipient(name=to.name, email=to.email, person=f"employee:{to.id}"),
        topic="bewijs_eindigt_zelf" if own else "bewijs_eindigt", key=f"bewijs-eindigt:{row.id}:{stage}:{to.id}",
        target="/auditors/mijn-kwalificatie" if own else f"/auditors/{employee.id}",
        facts={"wie": employee.name, "bewijs": row.document, "dag": last_day.isoformat()},
    )  # fmt: skip
    return told is not None


def months_left(today: date, last_day: date) -> int:
    """How many months it still is, rounded to the nearest; at least 1.

    >>> months_left(date(2026, 6, 3), date(2027, 3, 3)), months_left(date(2026, 6, 20), date(2027, 3, 3))
    (9, 8)
    """
    return max(1, round((last_day - today).days / 30.44))
