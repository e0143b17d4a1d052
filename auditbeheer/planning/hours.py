"""What the pages show of the hours of an audit: agreed on and planned by activity, and which audits fall short (QUO-7).

Hours that are agreed on after the audit was planned leave it short: somebody says for which activity they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.planning import models
from auditbeheer.planning.choices import scheme_of
from auditbeheer.planning.models import Audit, ExtraAssessment
from auditbeheer.planning.rules import (
    HourPlan,
    Proposed,
    Share,
    hours_agreed,
    near_the_share,
    proposed_hours,
    share_band,
)
from auditbeheer.planning.visits import hours_of
from auditbeheer.quotes.models import Trajectory, agreement_of, extra_hours_of
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import hours as in_words

AGREED = norm("ISO 17065", "4.1.2")  # what was agreed on is worked


@dataclass(frozen=True)
class Activity:
    """One activity of an audit: what the hours agreed on lead to, what is planned, and when it is; ``whole``: all."""

    name: str
    agreed: Share | None
    planned: Decimal | None
    day: date | None = None
    until: bool = False
    whole: bool = False


@dataclass(frozen=True)
class HoursView:
    """The hours of a dossier's audit. ``plan`` None: it has no day yet.
    ``band``: between which per cents on location is circa the scheme's part.

    ``conditions``: at least what was agreed on, and circa the scheme's part on location; they are told, not refused.
    """

    activities: Sequence[Activity]
    agreed: Decimal | None
    proposed: HourPlan | None
    plan: HourPlan | None
    band: tuple[Decimal, Decimal] | None
    conditions: Sequence[Condition]

    @property
    def planned(self) -> Decimal | None:
        """All hours that are planned."""
        return self.plan.total if self.plan is not None else None

    @property
    def told(self) -> list[str]:
        """What is not as it is meant to be, in sentences."""
        return [one.objection for one in self.remarks]

    @property
    def short(self) -> Decimal:
        """How many of the hours agreed on are not planned."""
        if self.agreed is None or self.planned is None:
            return Decimal(0)
        return max(self.agreed - self.planned, Decimal(0))

    @property
    def remarks(self) -> list[Condition]:
        """What is not as it is meant to be."""
        return [one for one in self.conditions if not one.met]


def hours_view(
    session: Session, trajectory: Trajectory, audit: Audit | None, rules: OwnRules, *,
    extras: Sequence[ExtraAssessment] = (),
) -> HoursView:  # fmt: skip
    """The hours of one audit, agreed on and planned. ``extras``: what is done after it; its hours stand beside.

    Of an audit that was held nothing is short any more: hours agreed on after it are for what is done after it.
    """
    scheme, agreement = scheme_of(trajectory), agreement_of(session, trajectory.id)
    more = extra_hours_of(session, [trajectory.id]).get(trajectory.id, Decimal(0))
    agreed = agreement.hours + more if agreement is not None else None
    plan = hours_of(audit, rules) if audit is not None else None
    held = audit is not None and audit.held_on is not None
    told = None
    if agreed is not None:
        told = proposed_hours(scheme, min(agreed, plan.total) if plan and held else agreed, rules)
    return HoursView(
        activities=[*_activities(told, plan, audit), *_others(extras), _all(agreed, more, plan, extras)],
        agreed=agreed,
        proposed=told.plan if told else None,
        plan=plan,
        band=share_band(scheme, rules) if agreed is not None else None,
        conditions=_conditions(scheme, rules, plan, None if held else agreed),
    )


def _conditions(scheme: Scheme, rules: OwnRules, plan: HourPlan | None, agreed: Decimal | None) -> list[Condition]:
    if plan is None:
        return []
    return [*([] if agreed is None else [hours_agreed(plan.total, agreed)]), *near_the_share(plan, scheme, rules)]


def _activities(told: Proposed | None, plan: HourPlan | None, audit: Audit | None) -> list[Activity]:
    names, days = ("Documentbeoordeling", "Op locatie", "Rapport"), (None, None, None)
    shares = (told.review, told.on_location, told.report) if told is not None else (None, None, None)
    hours = (plan.review, plan.on_location, plan.report) if plan is not None else (None, None, None)
    when = (audit.document_review_on, audit.day, audit.report_due) if audit is not None else days
    return [
        Activity(name, share, planned, day, until=name == "Rapport")
        for name, share, planned, day in zip(names, shares, hours, when, strict=True)
    ]


def _others(extras: Sequence[ExtraAssessment]) -> list[Activity]:
    return [
        Activity("Extra beoordeling", None, one.visit.hours, one.visit.day)
        for one in extras
        if one.visit is not None and one.withdrawn_on is None
    ]


def _all(
    agreed: Decimal | None, more: Decimal, plan: HourPlan | None, extras: Sequence[ExtraAssessment]
) -> Activity:  # fmt: skip
    share = None
    if agreed is not None:
        why = f"{in_words(agreed - more)} uur in de overeenkomst"
        why += f" en {in_words(more)} uur die er later bij kwam." if more else "."
        share = Share(agreed, AGREED, why)
    planned = [one.planned for one in _others(extras) if one.planned is not None]
    return Activity("Samen", share, sum(planned, plan.total) if plan is not None else None, whole=True)


@dataclass(frozen=True)
class Short:
    """An audit that has fewer hours than were agreed on."""

    audit: Audit
    agreed: Decimal

    @property
    def missing(self) -> Decimal:
        """How many are still to be planned."""
        return self.agreed - self.audit.hours


def agreed_hours(session: Session, audits: Iterable[Audit]) -> dict[int, Decimal]:
    """The hours agreed on, by the audit's id; of an extra assessment those it was asked for. Two queries."""
    audits = list(audits)
    keys = sorted({audit.trajectory_id for audit in audits if audit.extra_id is None})
    extra = extra_hours_of(session, keys) if keys else {}
    agreed = models.hours_signed(session, *keys) if keys else {}
    found = {audit.id: audit.extra.hours for audit in audits if audit.extra is not None}
    return found | {
        audit.id: agreed[audit.trajectory_id] + extra.get(audit.trajectory_id, Decimal(0))
        for audit in audits
        if audit.extra_id is None and audit.trajectory_id in agreed
    }


def short_of_hours(session: Session, audits: Iterable[Audit]) -> list[Short]:
    """Which of these audits, not held yet, have fewer hours than were agreed on.

    Only hours that were agreed on later can do that; where there are none, that is all that is asked.
    """
    own = [audit for audit in audits if audit.extra_id is None and audit.held_on is None]
    extra = extra_hours_of(session, [audit.trajectory_id for audit in own]) if own else {}
    agreed = models.hours_signed(session, *extra) if extra else {}
    found = [
        Short(audit, agreed[audit.trajectory_id] + extra[audit.trajectory_id])
        for audit in own
        if audit.trajectory_id in agreed
    ]
    return [short for short in found if short.missing > 0]
