"""What waits in review and decision: the report to review, the decision to take, by when, and how far a dossier is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.audits.models import Report, report_of
from auditbeheer.decisions.models import (
    Review,
    Verdict,
    awaiting,
    decision_of,
    decisions_in,
    deviations_left,
    review_of,
    reviews_in,
)
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Audit, audit_of
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.dutch import day_short
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.models.renewal import renewals_running
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.own_rules import OwnRules

ACTS = frozenset({Permission.REVIEW, Permission.DECIDE})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


@dataclass(frozen=True)
class _Case:
    """A submitted report without a decision. ``open_deviations``: how many still stand in the way."""

    audit: Audit
    report: Report
    review: Review | None
    open_deviations: int
    last_closed: date | None

    @property
    def to_review(self) -> bool:
        """The report lies with the reviewer: submitted, not sent back, not reviewed in this edition."""
        reviewed = self.review is not None and self.review.report_edition == self.report.edition
        return self.report.returned_at is None and not reviewed

    @property
    def to_decide(self) -> bool:
        """Reviewed, no deviation stands open, and the report tells of none: otherwise a supplement comes first."""
        settled = not self.open_deviations and not self.report.open_told
        return self.report.returned_at is None and not self.to_review and settled

    def due(self, rules: OwnRules) -> tuple[date, Source] | None:
        """Until when, and by which rule: with the report, or some days after the last deviation was closed (AUD-6)."""
        if self.last_closed is not None:
            days = rules["decision_days"]
            return self.last_closed + timedelta(days=days.integer), days.source
        scheme = schemes()[self.audit.trajectory.scheme or ""]
        if self.audit.report_due is None or scheme.report is None or scheme.report.days is None:
            return None
        return self.audit.report_due, scheme.source(scheme.report.days)


@asked_once
def _cases(session: Session, dossier: str | None) -> list[_Case]:
    found = awaiting(session, dossier)
    if not found:
        return []
    audits = [audit.id for audit, _ in found]
    reviews = reviews_in(session, [audit.trajectory_id for audit, _ in found])
    left = deviations_left(session, audits)
    return [
        _Case(
            audit=audit,
            report=report,
            review=reviews.get(audit.trajectory_id),
            open_deviations=(standing := left.get(audit.id, (0, None)))[0],
            last_closed=None if standing[0] else standing[1],
        )
        for audit, report in found
    ]


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """Reports to review and decisions to take, of one dossier or of all; five queries however many there are."""
    rules = own_rules_on(session, today)
    return [task for case in _cases(session, dossier) if (task := _task(case, rules)) is not None]


def _task(case: _Case, rules: OwnRules) -> Task | None:
    if not (case.to_review or case.to_decide):
        return None
    trajectory, due = case.audit.trajectory, case.due(rules)
    code, title, verb, page, act = (
        ("rapport-beoordelen", "Beoordeel het rapport", "Beoordelen", "beoordeling", Permission.REVIEW)
        if case.to_review
        else ("besluit-nemen", "Neem een besluit", "Besluiten", "besluit", Permission.DECIDE)
    )
    return Task(
        code=code,
        title=title,
        verb=verb,
        dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/{page}",
        permission=act.value,
        name=trajectory.partnership.name,
        place=next((link.area.municipality.name for link in trajectory.areas), ""),
        last_day=due[0] if due else None,
        why=f"Het advies is {case.review.advice}." if case.review and case.to_decide else "",
        source=due[1] if due else None,
    )


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """By when a decision must be there; no term runs while a deviation stands open."""
    rules = own_rules_on(session, today)
    found = [(case, case.due(rules)) for case in _cases(session, dossier) if not case.open_deviations]
    return [
        *_renewing(session, rules, dossier),
        *(
            Term(
                what="Besluit",
                last_day=due[0],
                who="beoordelaar en beslisser",
                source=due[1],
                after="Dan is het besluit te laat",
                dossier=case.audit.trajectory.number,
            )
            for case, due in found
            if due
        ),
    ]


def _renewing(session: Session, rules: OwnRules, dossier: str | None) -> list[Term]:
    """By when a recertification must be decided on, from its start on: the last day of the certificate (PLA-1)."""
    rows = renewals_running(session, dossier)
    done = decisions_in(session, [row.trajectory_id for row in rows if row.trajectory_id])
    return [
        Term(
            what="Besluit over de hercertificering", last_day=row.decide_by, who="beslisser",
            source=rules["recert_issue_default"].source, after="Het certificaat is dan verlopen.",
            dossier=row.trajectory.number,
        )
        for row in rows
        if row.trajectory and row.trajectory_id not in done
    ]  # fmt: skip


def step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far review and decision are in one dossier."""
    decision = decision_of(session, trajectory.id)
    if decision is not None:
        word = "verleend" if decision.verdict is Verdict.GRANTED else "geweigerd"
        return Step("besluit", "Besluit", StepState.DONE, f"{word} op {day_short(decision.on_day)}")
    audit = audit_of(session, trajectory.id)
    report = report_of(session, audit.id) if audit else None
    if report is None or report.submitted_at is None:
        return Step("besluit", "Besluit", StepState.NOT_BEGUN, open=report is not None)
    review = review_of(session, trajectory.id)
    if review is None or review.report_edition != report.edition:
        return Step("besluit", "Besluit", StepState.BUSY, "rapport ligt ter beoordeling")
    return Step("besluit", "Besluit", StepState.BUSY, f"advies: {review.advice}")
