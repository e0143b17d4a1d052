"""What is recorded on location: who was there, the verdict on each checkpoint, the closing meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.audits.facts import Ground, members_at, party_facts
from auditbeheer.audits.models import (
    Attendance,
    Closing,
    PointResult,
    PointVerdict,
    attendance_of,
    closing_of,
    result_on,
    results_of,
)
from auditbeheer.audits.rules import closing, in_team, interview, judged, recording
from auditbeheer.deviations import service as deviations
from auditbeheer.deviations.models import Deviation, Severity, deviations_of
from auditbeheer.documents.state import is_first, picture_of, records_audit, scheme_of
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Audit
from auditbeheer.planning.since_last import since_last_time
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.refusal import Clash, require
from auditbeheer.qualifications import ledger
from auditbeheer.quotes.service import areas_of
from auditbeheer.relations.models import Party
from auditbeheer.scheme.checklist import Point, attendance_source, points
from auditbeheer.scheme.deviation_terms import DeviationTerms, deviation_terms
from auditbeheer.scheme.wording import counted, day_plain, number


def checklist_of(audit: Audit) -> tuple[Point, ...]:
    """The checkpoints of this audit: of its scheme, first or later, one area or a cluster."""
    trajectory = audit.trajectory
    cluster = areas_of(trajectory) > 1
    return points(scheme_of(trajectory), first=is_first(trajectory.kind), cluster=cluster)


def ground_of(session: Session, audit: Audit) -> Ground:
    """What the computed facts beside the points are made from."""
    parties = members_at(audit)
    since = since_last_time(session, audit.trajectory.partnership, audit.day)
    return Ground(picture_of(session, audit.trajectory), parties, attendance_of(session, audit.id), since)


def _recording(session: Session, by: Actor, now: datetime, audit: Audit) -> int:
    """Whoever may not record at this audit now is refused; returns the employee's id."""
    held = closing_of(session, audit.id)
    require(
        recording(
            team=records_audit(audit, by),
            audit_day=audit.day,
            today=now.date(),
            closed_on=held.closed_on if held else None,
        )
    )
    assert by.employee_id is not None  # whoever is in a team is an employee
    return by.employee_id


@dataclass(frozen=True)
class PartyThere:
    """A party at the audit: whether it was there, which of its people were and were not, who came besides."""

    party: Party
    present: bool
    who: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()


def record_attendance(
    session: Session, by: Actor, now: datetime, audit: Audit, *, entries: Sequence[PartyThere], opened_on: int | None
) -> Sequence[Attendance]:
    """Who was there, per party and member (AUD-1). ``opened_on``: the sum of the versions that the form saw."""
    employee_id = _recording(session, by, now, audit)
    rows = {row.party_id: row for row in attendance_of(session, audit.id)}
    seen = sum(row.version for row in rows.values())
    if opened_on is not None and opened_on != seen:
        raise _clash(session, max(rows.values(), key=lambda row: row.at), _theirs(rows))
    for entry in entries:
        row = rows.get(entry.party.id)
        who, absent = "\n".join(entry.who), "\n".join(entry.absent)
        if row is None:
            row = Attendance(
                audit_id=audit.id, party=entry.party, present=entry.present, who=who, absent=absent,
                by_id=employee_id, at=now,
            )  # fmt: skip
            session.add(row)
        elif (row.present, row.who, row.absent) != (entry.present, who, absent):
            _no_longer_absent(session, by, now, row, entry)
            row.present, row.who, row.absent, row.by_id, row.at = entry.present, who, absent, employee_id, now
    session.flush()
    told = "; ".join(f"{e.party.organisation}: {', '.join(e.who) if e.present else 'niet aanwezig'}" for e in entries)
    journal.record(
        session, by, now, verb="aanwezigheid vastgelegd", kind="audit", thing=audit.id, what=told,
        dossier=audit.trajectory.number,
    )  # fmt: skip
    return attendance_of(session, audit.id)


def _no_longer_absent(session: Session, by: Actor, now: datetime, row: Attendance, entry: PartyThere) -> None:
    """A party that was there after all: the deviation of its absence is taken back."""
    if not entry.present or row.deviation_id is None:
        return
    deviation = session.get_one(Deviation, row.deviation_id)
    row.deviation_id = None
    if deviation.closed_on is None and deviation.withdrawn_on is None:
        why = f"{entry.party.organisation} was bij de audit"
        deviations.withdraw_deviation(session, by, now, deviation, why=why)


def _theirs(rows: dict[int, Attendance]) -> dict[str, str]:
    return {f"partij{party_id}-aanwezig": "ja" if row.present else "nee" for party_id, row in rows.items()}


def _clash(session: Session, row: Attendance | PointResult, theirs: dict[str, str]) -> Clash:
    from auditbeheer.accounts.models import Employee  # only a clash needs the name

    who = session.get_one(Employee, row.by_id).short_name
    return Clash(who=who, when=f"om {time_of(row.at)}", theirs=theirs)


def open_absence_deviation(session: Session, by: Actor, now: datetime, audit: Audit, row: Attendance) -> Deviation:
    """A party that had to be there was not: a deviation, until an interview on location heals it (own rule)."""
    _recording(session, by, now, audit)
    require(interview(absent=not row.present, on=audit.day, audit_day=audit.day, today=now.date()))
    scheme = scheme_of(audit.trajectory)
    source = attendance_source(scheme)
    point = next((point for point in checklist_of(audit) if "aanwezig" in point.figures), checklist_of(audit)[0])
    deviation = deviations.open_deviation(
        session, by, now, audit, point=point.code, seen=f"{row.party.organisation} was niet bij de audit.",
        requirement=f"Bij de audit zijn alle partijen van de werkgroep ({source.label})",
        severity=_lowest_class(audit),
    )  # fmt: skip
    row.deviation_id = deviation.id
    session.flush()
    return deviation


def _lowest_class(audit: Audit) -> Severity:
    rules = scheme_of(audit.trajectory).deviations
    return Severity.MINOR if rules and rules.classes.value else Severity.NONE


def record_interview(
    session: Session, by: Actor, now: datetime, audit: Audit, row: Attendance, *, on: date, with_whom: str
) -> Attendance:
    """An interview on location with a party that was absent: it heals the deviation, also after the closing (AUD-1)."""
    require([in_team(in_team=records_audit(audit, by))])
    require(interview(absent=not row.present, on=on, audit_day=audit.day, today=now.date()), field="on")
    row.interviewed_on, row.interviewed = on, with_whom
    session.flush()
    told = f"Gesprek op locatie met {with_whom} van {row.party.organisation}, op {day_plain(on)}"
    deviation = session.get(Deviation, row.deviation_id) if row.deviation_id else None
    if deviation and deviation.closed_on is None and deviation.withdrawn_on is None:
        deviations.heal_deviation(session, by, now, deviation, on=on, how=told, from_whom=with_whom)
    journal.record(
        session, by, now, verb="gesprek vastgelegd", kind="audit", thing=audit.id, what=told,
        dossier=audit.trajectory.number,
    )  # fmt: skip
    return row


def judge_point(
    session: Session,
    by: Actor,
    now: datetime,
    audit: Audit,
    *,
    point: Point,
    verdict: PointVerdict,
    note: str,
    recommendation: str = "",
    requirement: str = "",
    severity: Severity = Severity.NONE,
    opened_on: int | None = None,
) -> PointResult:
    """The verdict on one checkpoint with what was seen; a deviation is opened, changed or taken back along with it."""
    employee_id = _recording(session, by, now, audit)
    requirement = requirement or (f"{point.text} ({point.source.label})" if verdict is PointVerdict.DEVIATION else "")
    row = result_on(session, audit.id, point.code)
    deviated = row.note if row is not None and row.verdict is PointVerdict.DEVIATION else ""
    require(judged(verdict.value, note, requirement, deviated=deviated), field="note")
    if opened_on is not None and opened_on != (row.version if row else 0) and row:
        raise _clash(session, row, {"verdict": row.verdict, "note": row.note, "recommendation": row.recommendation})
    if row is None:
        row = PointResult(
            audit_id=audit.id, point=point.code, verdict=verdict, note=note, recommendation=recommendation,
            by_id=employee_id, at=now,
        )  # fmt: skip
        session.add(row)
    row.verdict, row.note, row.recommendation, row.by_id, row.at = verdict, note, recommendation, employee_id, now
    _keep_deviation(session, by, now, audit, row, requirement, severity)
    session.flush()
    advice = f". Aanbeveling: {recommendation}" if recommendation else ""
    journal.record(
        session, by, now, verb="toetspunt beoordeeld", kind="toetspunt", thing=f"{audit.id}/{point.code}",
        what=f"{point.code} {point.title}: {verdict}{advice}", why=note, dossier=audit.trajectory.number,
    )  # fmt: skip
    return row


def _keep_deviation(
    session: Session, by: Actor, now: datetime, audit: Audit, row: PointResult, requirement: str, severity: Severity
) -> None:
    """The point's deviation follows its verdict, as long as the audit is not closed."""
    deviation = session.get(Deviation, row.deviation_id) if row.deviation_id else None
    if deviation is not None and deviation.withdrawn_on is not None:
        deviation = None
    if row.verdict is not PointVerdict.DEVIATION:
        row.deviation_id = None
        if deviation is not None:
            why = f"Het oordeel op {row.point} is nu: {row.verdict}"
            deviations.withdraw_deviation(session, by, now, deviation, why=why)
    elif deviation is None:
        deviation = deviations.open_deviation(
            session, by, now, audit, point=row.point, seen=row.note, requirement=requirement, severity=severity
        )
        row.deviation_id = deviation.id
    else:
        deviations.describe_deviation(
            session, by, now, deviation, seen=row.note, requirement=requirement, severity=severity
        )


def open_points(session: Session, audit: Audit) -> list[str]:
    """The codes of the checkpoints without a verdict."""
    results = results_of(session, audit.id)
    return [point.code for point in checklist_of(audit) if point.code not in results]


def terms_from(session: Session, audit: Audit, day: date) -> DeviationTerms:
    """Until when additions are due and judged, were the audit closed on ``day``: what is told at the closing."""
    return deviation_terms(scheme_of(audit.trajectory), day, rules=own_rules_on(session, day))


def close_audit(
    session: Session,
    by: Actor,
    now: datetime,
    audit: Audit,
    *,
    closed_on: date,
    present: str,
    agreed_with: str,
    hours: Decimal,
) -> Closing:
    """The closing meeting: from here the terms of the deviations run, and the audit counts as held (AUD-3, AUD-4)."""
    employee_id = _recording(session, by, now, audit)
    standing = [one for one in deviations_of(session, audit.id) if one.withdrawn_on is None]
    ground = ground_of(session, audit)
    require(
        closing(
            open_points=open_points(session, audit),
            parties=party_facts(ground.picture, ground.parties, ground.attendance),
            present=present, agreed_with=agreed_with, deviations=len(standing), closed_on=closed_on,
            audit_day=audit.day, today=now.date(),
        )
    )  # fmt: skip
    row = Closing(
        audit_id=audit.id, closed_on=closed_on, at=now, by_id=employee_id, present=present, hours_spent=hours,
        agreed_with=agreed_with,
    )  # fmt: skip
    session.add(row)
    audit.held_on = closed_on
    session.flush()
    deviations.establish_deviations(session, by, now, audit, closed_on=closed_on)
    ledger.held(session, by, now, audit_ref=audit.trajectory.number, on_day=audit.day)
    found = counted(len(standing), "afwijking", "afwijkingen") if standing else "geen afwijkingen"
    journal.record(
        session, by, now, verb="audit afgesloten", kind="audit", thing=audit.id, dossier=audit.trajectory.number,
        what=f"Op {day_plain(closed_on)}, {found}, {number(hours)} uur. Aanwezig: {present}",
    )  # fmt: skip
    return row
