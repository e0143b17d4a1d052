"""The lists of planning: what is to be planned, by kind; what comes; what stands; what was.

A constant number of queries for each, however many dossiers there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.models import licences
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.capacity import Crew, crews_of, windows_of
from auditbeheer.planning.choices import certificates_end
from auditbeheer.planning.hours import Short, agreed_hours, short_of_hours
from auditbeheer.planning.models import Audit, DayQuestion, ExtraAssessment
from auditbeheer.planning.pages import word_of
from auditbeheer.planning.replacing import is_sudden
from auditbeheer.planning.rules import PlanFacts
from auditbeheer.planning.window import Edge, Window, window
from auditbeheer.quotes.models import Agreement, CertificationKind, Renewal, Trajectory, extra_hours_of, foreseen_soon
from auditbeheer.quotes.service import renewal_days_of, renewal_places, renewal_scheme
from auditbeheer.scheme.audit_time import audit_time
from auditbeheer.scheme.condition import Refusal
from auditbeheer.scheme.licence import Licence
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.terms import add_months

SOON = 3  # months: so soon a certificate ends that asks for planning first

# The lists of what is to be planned, as they stand in the address; the first one needs none.
ALL, ENDING, FIRST, EXTRA, COMING = "te-plannen", "eindigt", "eerste", "extra", "komt-eraan"
PLANNED, PAST = "gepland", "geweest"
LISTS = (ALL, ENDING, FIRST, EXTRA, COMING, PLANNED, PAST)


@dataclass(frozen=True)
class Waiting:
    """An agreed dossier without an audit: between which days it fits, who can lead it there, and the hours agreed.

    ``ends``: the first last day of a certificate that ran when it was applied for.
    """

    trajectory: Trajectory
    agreement: Agreement
    window: Window
    crew: Crew
    hours: Decimal
    ends: date | None

    @property
    def first(self) -> bool:
        """Whether it is a first certification."""
        return self.trajectory.kind is CertificationKind.FIRST


@dataclass(frozen=True)
class Coming:
    """A recertification that nobody started yet; None what its scheme does not say, or while that is not known."""

    renewal: Renewal
    places: str
    window: Window | None
    hours: Decimal | None


@dataclass(frozen=True)
class Lists:
    """The list that is shown, and how many stand in each; ``sudden``: the audits of today and tomorrow.

    ``agreed``: the hours agreed on, of the audits in the list that is shown, by the audit's id.
    """

    wanted: str
    waiting: Sequence[Waiting]
    ending: Sequence[Waiting]
    extras: Sequence[ExtraAssessment]
    coming: Sequence[Coming]
    planned: Sequence[Audit]
    sudden: Sequence[Audit]
    past: Sequence[Audit]
    questions: Mapping[tuple[int, int | None], DayQuestion]
    short: Sequence[Short]
    agreed: Mapping[int, Decimal]

    @property
    def short_shown(self) -> Sequence[Short]:
        """The audits that have fewer hours than were agreed on, in the list of all that is to be planned."""
        return self.short if self.wanted == ALL else []

    @property
    def first(self) -> list[Waiting]:
        """What is a first certification."""
        return [row for row in self.waiting if row.first]

    @property
    def shown(self) -> Sequence[Waiting]:
        """The dossiers to plan in the list that is asked for."""
        return {ALL: self.waiting, ENDING: self.ending, FIRST: self.first}.get(self.wanted, [])

    @property
    def extras_shown(self) -> Sequence[ExtraAssessment]:
        """The extra assessments to plan in the list that is asked for."""
        return self.extras if self.wanted in {ALL, EXTRA} else []

    def word(self, audit: Audit) -> str:
        """The status of an audit that stands."""
        return word_of(
            audit,
            asked=(audit.trajectory_id, audit.extra_id) in self.questions,
            held=audit.held_on is not None,
        )


def lists_of(session: Session, today: date, wanted: str) -> Lists:
    """All lists, the earlier audits only when asked for; what fits shortest comes first."""
    rules = own_rules_on(session, today)
    waiting = _waiting(session, today, rules)
    past = models.audits_before(session, today) if wanted == PAST else []
    soon, planned = add_months(today, SOON), models.audits_from(session, today, None)
    return Lists(
        wanted=wanted if wanted in LISTS else ALL,
        waiting=waiting,
        ending=[row for row in waiting if row.ends is not None and row.ends <= soon],
        extras=models.extras_to_plan(session, None),
        coming=_coming(session, today, rules),
        planned=planned,
        sudden=[audit for audit in planned if is_sudden(audit.day, today) and audit.held_on is None],
        past=past,
        short=short_of_hours(session, planned),
        agreed=agreed_hours(session, planned if wanted == PLANNED else past),
        questions={(one.trajectory_id, one.extra_id): one for one in models.open_questions(session)},
    )


def _waiting(session: Session, today: date, rules: OwnRules) -> list[Waiting]:
    rows = models.to_plan(session, None)
    trajectories = [trajectory for trajectory, _ in rows]
    windows = windows_of(session, rows, rules, today)
    crews = crews_of(session, trajectories, windows, rules)
    extra, ends = extra_hours_of(session, [one.id for one in trajectories]), certificates_end(session, trajectories)
    found = [
        Waiting(
            one, agreement, windows[one.id], crews[one.id], agreement.hours + extra.get(one.id, Decimal(0)),
            min(ends[one.id], default=None),
        )
        for one, agreement in rows
    ]  # fmt: skip
    return sorted(found, key=lambda row: (*_pressing(row.window), row.trajectory.id))


def _pressing(window: Window | None) -> tuple[bool, int]:
    slack = window.slack if window is not None else None
    return slack is None, slack or 0


def _coming(session: Session, today: date, rules: OwnRules) -> list[Coming]:
    """The recertifications that have begun, and those that begin within three months (own rule 41)."""
    held = tuple(Licence(row.from_day, row.until_day) for row in licences(session))
    found = [
        _expected(row, held, rules, today) for row in foreseen_soon(session, today, rules["renewal_months"].integer)
    ]
    return sorted(found, key=lambda row: (*_pressing(row.window), row.renewal.decide_by))


def _expected(row: Renewal, held: tuple[Licence, ...], rules: OwnRules, today: date) -> Coming:
    """Between which days its audit would fit, from the certificate's last day (PLA-1), and the hours of its areas."""
    scheme, safe = renewal_scheme(row, schemes(), rules), renewal_days_of(row, schemes(), rules).audit_by
    places = renewal_places(row)
    if scheme is None or safe is None:
        return Coming(row, places, None, None)
    facts = PlanFacts(scheme, AreaType(row.area_type.value), today, None, None, ended=False, licences=held)
    try:
        fits = window(facts, Edge(safe.value, safe.source, safe.explanation), today)
        hours = audit_time(scheme, len(row.areas), rules).minimum
    except Refusal:  # the scheme is a concept, or has no audit time for so many areas
        return Coming(row, places, None, None)
    return Coming(row, places, fits, hours)
