"""What can be done with a finished audit: review its report, send it back, decide (rulebook AUD-8, QUA-7).

Granting is done by ``certificates.service.grant``, which records the decision here and issues in the same transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.audits import service as audits
from auditbeheer.audits.models import Report, report_of
from auditbeheer.decisions.basis import DecisionFacts, Person
from auditbeheer.decisions.facts import facts_of, hold_still
from auditbeheer.decisions.letters import tell_refused, tell_reopened, tell_returned
from auditbeheer.decisions.models import Advice, Decision, Review, Verdict
from auditbeheer.decisions.rules import (
    conditions_for_granting,
    conditions_for_positive_advice,
    conditions_for_refusing,
    conditions_for_reopening,
    conditions_for_reviewing,
    review_source,
)
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition


def review_report(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    complete: bool,
    qualified: bool,
    correct: bool,
    advice: Advice,
    text: str,
) -> Review:
    """Review the newest version of the report: three answers and a written advice; a complete one is established.

    ``complete``: the report; ``qualified``: the personnel; ``correct``: the course of the process (AUD-8).
    """
    facts = _weighed(session, by, now, trajectory)
    require(conditions_for_reviewing(facts))
    if advice is Advice.GRANT:
        require(
            conditions_for_positive_advice(complete, qualified, correct, review_source(facts.scheme)), field="advice"
        )
    report = _report(session, trajectory)
    review = Review(
        trajectory_id=trajectory.id,
        report_edition=report.edition,
        report_complete=complete,
        personnel_qualified=qualified,
        process_correct=correct,
        advice=advice,
        text=text,
        on_day=now.date(),
        at=now,
        reviewer=session.get_one(Employee, by.employee_id),
    )
    session.add(review)
    session.flush()
    journal.record(
        session, by, now, verb="rapport beoordeeld", kind="review", thing=review.id,
        what=f"Versie {report.edition} van het rapport. Advies: {advice}", why=text, dossier=trajectory.number,
    )  # fmt: skip
    if complete and report.established_at is None:
        audits.establish_report(session, by, now, report)
    return review


def return_report(session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, question: str) -> Report:
    """Send the report back to the auditor with a question; it comes back as submitted anew."""
    require(conditions_for_reviewing(_weighed(session, by, now, trajectory)))
    report = _report(session, trajectory)
    audits.return_report(session, by, now, report, why=question)
    tell_returned(session, now, trajectory, question)
    return report


def record_grant(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, why: str, issue_on: date | None = None
) -> tuple[Decision, DecisionFacts]:
    """Record a positive decision; every condition is looked at again under the lock. The caller issues at once.

    ``issue_on``: an earlier date of issue than the proposed one (CER-1a).
    """
    facts = _weighed(session, by, now, trajectory, issue_on)
    conditions = conditions_for_granting(facts)
    require(conditions)
    return _decide(session, by, now, trajectory, Verdict.GRANTED, why, conditions), facts


def refuse(session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, why: str) -> Decision:
    """Refuse the certificate, with the reason that the client gets."""
    facts = _weighed(session, by, now, trajectory)
    require(conditions_for_refusing(facts))
    decision = _decide(session, by, now, trajectory, Verdict.REFUSED, why, conditions_for_granting(facts))
    tell_refused(session, now, decision)
    return decision


def reopen(session: Session, by: Actor, now: datetime, decision: Decision, *, why: str) -> Decision:
    """Take back a refusal, so that a new decision can be taken; a certificate that was issued is not undone so."""
    facts = _weighed(session, by, now, decision.trajectory)
    require(conditions_for_reopening(facts, granted=decision.verdict is Verdict.GRANTED))
    decision.reopened_on = now.date()
    journal.record(
        session, by, now, verb="besluit heropend", kind="besluit", thing=decision.id,
        what=f"Er komt een nieuw besluit over {decision.trajectory.partnership.name}", why=why,
        dossier=decision.trajectory.number,
    )  # fmt: skip
    tell_reopened(session, now, decision, why)
    return decision


def person_of(by: Actor) -> Person:
    """Who acts, as the rules know persons. Raises ValueError for the system: it reviews and decides nothing."""
    if by.employee_id is None:
        raise ValueError("only a person reviews or decides")
    return Person(by.employee_id, by.name)


def _weighed(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, issue_on: date | None = None
) -> DecisionFacts:
    hold_still(session, trajectory)
    return facts_of(session, trajectory, person_of(by), now.date(), issue_on)


def _report(session: Session, trajectory: Trajectory) -> Report:
    """The newest version; the conditions have seen that there is one."""
    audit = audit_of(session, trajectory.id)
    report = report_of(session, audit.id) if audit else None
    if report is None:
        raise LookupError(trajectory.number)
    return report


def _decide(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    verdict: Verdict,
    why: str,
    conditions: Sequence[Condition],
) -> Decision:
    """Write the decision down with the conditions as they stood."""
    decision = Decision(
        verdict=verdict,
        why=why,
        on_day=now.date(),
        at=now,
        conditions=[_as_stored(condition) for condition in conditions],
        trajectory=trajectory,
        decider=session.get_one(Employee, by.employee_id),
    )
    session.add(decision)
    session.flush()
    journal.record(
        session, by, now, verb="besluit genomen", kind="besluit", thing=decision.id,
        what=f"Certificaat {verdict} voor {trajectory.partnership.name}", why=why, dossier=trajectory.number,
    )  # fmt: skip
    audit = audit_of(session, trajectory.id)
    if audit is not None:
        audits.note_decision(
            session, by, now, audit, outcome=verdict.value, why=why, on=now.date(), by_whom=decision.decider.name
        )
    return decision


def _as_stored(condition: Condition) -> dict[str, str]:
    return {
        "code": condition.code,
        "text": condition.text,
        "met": "ja" if condition.met else "nee",
        "fact": condition.fact,
        "source": condition.source.label,
    }
