"""What the pages of one audit show, put together from what is known: the audit, help for choosing a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.choices import plan_facts, safe_days, scheme_of, team_problems
from auditbeheer.planning.hours import HoursView, hours_view
from auditbeheer.planning.models import Assignment, Audit, DayQuestion, ExtraAssessment
from auditbeheer.planning.rules import (
    Promised,
    Wish,
    audit_word,
    may_plan,
    may_plan_extra,
    needs_review_day,
    promised,
    promises_moved,
)
from auditbeheer.planning.window import Edge
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Condition, Source

# What holds or not whatever day is asked for: shown before a day is chosen.
ON_ANY_DAY = ("overeenkomst.", "dossier.", "schema.gebiedstype", "schema.vastgesteld", "extra.")


def word_of(audit: Audit | None, *, asked: bool, held: bool) -> str:
    """The status of an audit; ``asked``: whether its working group is asked for a day now."""
    confirmed = audit is not None and audit.confirmed_on is not None
    return audit_word(asked=asked, planned=audit is not None, confirmed=confirmed, held=held)


@dataclass(frozen=True)
class AuditPage:
    """Everything on the page of one dossier's audit."""

    trajectory: Trajectory
    audit: Audit | None
    question: DayQuestion | None
    asked_before: bool
    earlier: Sequence[Audit]
    safe: Edge | None
    late: bool
    to_confirm: Sequence[Condition]
    problems: dict[int, list[Condition]]
    may_change: bool
    documents_source: Source | None
    report_source: Source | None
    remarks: Sequence[str]
    extras: Sequence[ExtraAssessment]
    hours: HoursView

    @property
    def gone(self) -> Sequence[Assignment]:
        """Who left the team of the audit that stands."""
        return [member for member in self.audit.team if member.withdrawn_on is not None] if self.audit else []

    @property
    def word(self) -> str:
        """The status of the audit (ux §9)."""
        return word_of(self.audit, asked=self.question is not None, held=not self.may_change)


def audit_page(session: Session, trajectory: Trajectory, now: datetime) -> AuditPage:
    """One audit with its promises, team and what is still missing."""
    rules = own_rules_on(session, now.date())
    scheme, audit = scheme_of(trajectory), models.audit_of(session, trajectory.id)
    safe = safe_days(session, [trajectory], rules).get(trajectory.id)
    documents, report, extras = scheme.documents, scheme.report, models.extras_of(session, trajectory.id)
    changing = service.conditions_to_change(session, audit) if audit else []
    return AuditPage(
        trajectory=trajectory,
        audit=audit,
        question=models.question_of(session, trajectory.id),
        asked_before=any(one.extra_id is None for one in models.questions_of(session, [trajectory.id])),
        earlier=[row for row in models.audits_for(session, trajectory.id) if row.cancelled_on is not None],
        safe=safe,
        late=audit is not None and safe is not None and audit.day > safe.day,
        to_confirm=service.conditions_to_confirm(session, now, audit) if audit and not audit.confirmed_on else [],
        problems=team_problems(session, [audit], rules) if audit else {},
        may_change=all(condition.met for condition in changing),
        documents_source=scheme.source(documents.days_before) if documents and documents.days_before else None,
        report_source=scheme.source(report.days) if report and report.days else None,
        remarks=promised(scheme, audit.day, rules).remarks if audit else (),
        extras=extras,
        hours=hours_view(session, trajectory, audit, rules, extras=extras),
    )


@dataclass(frozen=True)
class ExtraPage:
    """What the page of an extra assessment shows beside itself."""

    word: str
    late: bool
    may_change: bool
    may_record: bool
    to_confirm: Sequence[Condition]
    problems: dict[int, list[Condition]]
    question: DayQuestion | None
    asked_before: bool


def extra_page(session: Session, extra: ExtraAssessment, now: datetime) -> ExtraPage:
    """How far an extra assessment is, and what its day still needs."""
    visit, rules = extra.visit, own_rules_on(session, now.date())
    held = visit is not None and visit.held_on is not None
    open_day = visit is not None and not held and visit.confirmed_on is None
    question = models.question_of(session, extra.trajectory_id, extra.id)
    return ExtraPage(
        word=word_of(visit, asked=question is not None, held=held),
        late=visit is not None and extra.hold_by is not None and visit.day > extra.hold_by,
        may_change=visit is not None and not held,
        may_record=visit is not None and not held and visit.day <= now.date(),
        to_confirm=service.conditions_to_confirm(session, now, visit) if visit is not None and open_day else [],
        problems=team_problems(session, [visit], rules) if visit is not None and not held else {},
        question=question,
        asked_before=any(one.extra_id == extra.id for one in models.questions_of(session, [extra.trajectory_id])),
    )


@dataclass(frozen=True)
class DayHelp:
    """What helps to choose a day: how the last days follow, the latest safe day, whether a review day is needed."""

    days_before: int | None
    before_source: Source | None
    days_after: int | None
    after_source: Source | None
    safe: Edge | None
    review_needed: bool


def day_help(session: Session, trajectory: Trajectory, today: date) -> DayHelp:
    """The figures of the scheme around an audit day, with their sources."""
    scheme = scheme_of(trajectory)
    before = scheme.documents.days_before if scheme.documents else None
    after = scheme.report.days if scheme.report else None
    return DayHelp(
        days_before=before.value if before else None,
        before_source=scheme.source(before) if before else None,
        days_after=after.value if after else None,
        after_source=scheme.source(after) if after else None,
        safe=safe_days(session, [trajectory], own_rules_on(session, today)).get(trajectory.id),
        review_needed=needs_review_day(scheme),
    )


def promises_between(old: Audit, new: Audit) -> list[str]:
    """Which promises an audit that moved took along, from when to when."""
    return promises_moved(
        Promised(old.documents_due, old.report_due), Promised(new.documents_due, new.report_due)
    )  # fmt: skip


def basis_of(
    session: Session, trajectory: Trajectory, today: date, extra: ExtraAssessment | None = None
) -> list[Condition]:
    """What must hold whatever day is chosen: shown instead of the form while something is not met."""
    facts = plan_facts(session, trajectory, extra)
    wish = Wish(today, None, facts.agreed_hours or Decimal(0))
    gone = extra is not None and extra.withdrawn_on is not None
    conditions = may_plan_extra(wish, facts, today, withdrawn=gone) if extra else may_plan(wish, facts, today)
    return [condition for condition in conditions if condition.code.startswith(ON_ANY_DAY)]
