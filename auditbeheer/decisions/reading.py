"""Every row that decisions rest on, for any number of dossiers at once: the number of queries is the same (C12)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.audits.models import Attendance, Closing, PointResult, Report
from auditbeheer.decisions.models import Decision, Review, decisions_in, reviews_in
from auditbeheer.deviations.models import Deviation, deviations_at
from auditbeheer.documents.state import Figures, figures_of, scheme_of
from auditbeheer.organisation.models import (
    Identity,
    Licence,
    Signatory,
    identities,
    identity_on,
    licence_on,
    signatories_on,
)
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Assignment, Audit, TeamRole
from auditbeheer.qualifications.standing import Files, files_of
from auditbeheer.quotes.models import Agreement, CertifiedPeriod, Trajectory, agreements_of, holds, periods_of
from auditbeheer.scheme.own_rules import OwnRules

Row = TypeVar("Row")
LEADING = (TeamRole.LEAD, TeamRole.TRAINEE_LEAD)


@dataclass(frozen=True, kw_only=True)
class Body:
    """What is known of ourselves on the day of the decision."""

    rules: OwnRules
    licence: Licence | None
    identity: Identity | None
    names: frozenset[str]
    signatories: Sequence[Signatory]


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What was recorded: by the id of the trajectory, of the audit (what was done there), or of the area."""

    body: Body
    agreements: dict[int, Agreement]
    decisions: dict[int, Decision]
    reviews: dict[int, Review]
    figures: dict[int, Figures]
    audits: dict[int, list[Audit]]
    closings: dict[int, list[Closing]]
    reports: dict[int, list[Report]]
    attendance: dict[int, list[Attendance]]
    deviations: dict[int, list[Deviation]]
    judges: dict[int, list[int]]
    periods: dict[int, list[CertifiedPeriod]]
    covered: dict[str, set[int]]
    files: Files
    people: dict[int, Employee]

    def audit(self, trajectory: Trajectory) -> Audit | None:
        """The audit that stands."""
        return next((one for one in self.audits.get(trajectory.id, ()) if one.cancelled_on is None), None)

    def report(self, audit: Audit) -> Report | None:
        """The newest edition of its report."""
        return next(reversed(self.reports.get(audit.id, [])), None)


def recorded(session: Session, trajectories: Sequence[Trajectory], today: date) -> Recorded:
    """Read all of it; some twenty queries for one dossier as for a hundred."""
    keys = [one.id for one in trajectories]
    query = select(Audit).where(Audit.trajectory_id.in_(keys), Audit.extra_id.is_(None)).order_by(Audit.id.desc())
    audits = session.scalars(query).unique().all()
    at = [audit.id for audit in audits]
    closings, reports = _at(session, Closing, at), _at(session, Report, at)
    deviations = deviations_at(session, at)
    judges = session.execute(
        select(PointResult.audit_id, PointResult.by_id).where(PointResult.audit_id.in_(at)).distinct()
    ).all()
    periods = periods_of(session, [link.area_id for one in trajectories for link in one.areas])
    team = [assignment for audit in audits for assignment in audit.team]
    return Recorded(
        body=_body(session, today),
        agreements=agreements_of(session, keys),
        decisions=decisions_in(session, keys),
        reviews=reviews_in(session, keys),
        figures=figures_of(session, [one for one in trajectories if scheme_of(one).adopted]),
        audits=_piled(audits, lambda row: row.trajectory_id),
        closings=_piled(closings, lambda row: row.audit_id),
        reports=_piled(sorted(reports, key=lambda row: row.edition), lambda row: row.audit_id),
        attendance=_piled(_at(session, Attendance, at), lambda row: row.audit_id),
        deviations=_piled(deviations, lambda row: row.audit_id),
        judges={audit: [row.by_id for row in rows] for audit, rows in _piled(judges, lambda row: row.audit_id).items()},
        periods=_piled(periods, lambda row: row.area_id),
        covered=_covered(session, {period.certificate for period in periods}),
        files=files_of(session, _who_answered(team)),
        people=_people(session, team, closings, reports, deviations, [row.by_id for row in judges]),
    )


def _body(session: Session, today: date) -> Body:
    return Body(
        rules=own_rules_on(session, today),
        licence=licence_on(session, today),
        identity=identity_on(session, today),
        names=frozenset(row.name for row in identities(session)),
        signatories=signatories_on(session, today),
    )


Done = TypeVar("Done", Closing, Report, Attendance)


def _at(session: Session, kind: type[Done], audit_ids: Sequence[int]) -> Sequence[Done]:
    return session.scalars(select(kind).where(kind.audit_id.in_(audit_ids)).order_by(kind.id)).unique().all()


def _piled(rows: Iterable[Row], by: Callable[[Row], int]) -> dict[int, list[Row]]:
    piles: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        piles[by(row)].append(row)
    return piles


def _covered(session: Session, certificates: set[str]) -> dict[str, set[int]]:
    """The areas that each of these certificates covers, in whichever dossier."""
    query = select(CertifiedPeriod.certificate, CertifiedPeriod.area_id)
    found: dict[str, set[int]] = defaultdict(set)
    for certificate, area_id in session.execute(query.where(CertifiedPeriod.certificate.in_(certificates), holds())):
        found[certificate].add(area_id)
    return found


def _who_answered(team: Iterable[Assignment]) -> list[Employee]:
    """Whose qualification counts for an audit: who led, and who supervised a trainee."""
    roles = (*LEADING, TeamRole.SUPERVISOR)
    return list({a.employee_id: a.employee for a in team if a.role in roles}.values())


def _people(
    session: Session, team: Iterable[Assignment], closings: Iterable[Closing], reports: Iterable[Report],
    deviations: Iterable[Deviation], judges: Iterable[int],
) -> dict[int, Employee]:  # fmt: skip
    """Everybody who had a hand in these audits, by id."""
    keys = {a.employee_id for a in team} | {row.by_id for row in closings} | {row.submitted_by_id for row in reports}
    keys |= {row.by_id for row in deviations} | set(judges)
    keys |= {answer.assessed_by_id for row in deviations for answer in row.answers}
    query = select(Employee).where(Employee.id.in_(keys - {None}))
    return {row.id: row for row in session.scalars(query)}
