"""What can be done with qualifications: evidence, experience, verdicts, acts, impartiality. The ledger: ``ledger``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications import models
from auditbeheer.qualifications.models import (
    Evidence,
    Experience,
    ExperienceKind,
    ExperienceState,
    Guidance,
    ImpartialityDeclaration,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
)
from auditbeheer.qualifications.rules import (
    State,
    declares_for,
    ends_after_begin,
    held_by_then,
    may_give_verdict,
    may_judge,
    names_criterion,
    stands_as,
    wanted_only,
)
from auditbeheer.qualifications.standing import files_of
from auditbeheer.relations.models import Partnership
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True)
class Proven:
    """What was judged: which criterion, whether it is met, on which document, until when it holds."""

    criterion: str
    met: bool
    document: str
    amount: int | None = None
    valid_until: date | None = None
    remark: str = ""


def conditions_to_judge(
    session: Session, by: Actor, now: datetime, employee: Employee, scheme: Scheme, capacity: QualifiedAs
) -> list[Condition]:
    """Whether ``by`` may judge this person in this capacity (QUA-1).

    Auditors: by somebody who is qualified as scheme manager today. Scheme managers: by management.
    """
    rules = own_rules_on(session, now.date())
    role = Role(capacity.value)
    if role is Role.SCHEME_MANAGER:
        return may_judge(by.employee_id, employee.id, may=by.may(Permission.APPOINT), role=role, rules=rules)
    able = by.may(Permission.QUALIFY) and _is_manager(session, by, scheme, now.date())
    return may_judge(by.employee_id, employee.id, may=able, role=role, rules=rules)


def _is_manager(session: Session, by: Actor, scheme: Scheme, day: date) -> bool:
    judge = session.get(Employee, by.employee_id) if by.employee_id is not None else None
    if judge is None:
        return False
    return files_of(session, [judge]).qualification(judge, scheme, Role.SCHEME_MANAGER, day).holds


def add_evidence(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    capacity: QualifiedAs,
    proven: Proven,
    shelf: FileShelf | None = None,
    upload: tuple[str, bytes] | None = None,
) -> Evidence:
    """A judgement of today on one criterion; the newest judgement counts. ``upload``: name and content of the proof."""
    require(conditions_to_judge(session, by, now, employee, scheme, capacity))
    require(names_criterion(scheme, Role(capacity.value), proven.criterion), field="criterion")
    row = Evidence(
        employee_id=employee.id, scheme=scheme.key, criterion=proven.criterion, met=proven.met,
        document=proven.document, amount=proven.amount, judged_by_id=by.employee_id or 0, judged_on=now.date(),
        valid_until=proven.valid_until, remark=proven.remark,
    )  # fmt: skip
    if upload is not None and shelf is not None:
        stored = StoredFile(name="", media_type="", size=0, sha256="", at=now, sender=by.name, kind="bewijs",
                            thing=str(employee.id))  # fmt: skip
        row.file_id = keep(session, shelf, upload, stored).id
    session.add(row)
    session.flush()
    verdict = "voldoende" if proven.met else "niet voldoende"
    journal.record(
        session, by, now, verb="bewijs beoordeeld", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}, {scheme.name}, {proven.criterion}: {verdict} ({proven.document})", why=proven.remark,
    )  # fmt: skip
    return row


def qualify(
    session: Session, by: Actor, now: datetime, employee: Employee, *, scheme: Scheme, capacity: QualifiedAs, why: str
) -> QualificationAct:
    """Qualified from today: when every criterion of the scheme is met, and by another (QUA-1)."""
    require(conditions_to_qualify(session, by, now, employee, scheme, capacity))
    return _act(session, by, now, employee, scheme, capacity, QualificationActKind.QUALIFIED, why)


def conditions_to_qualify(
    session: Session, by: Actor, now: datetime, employee: Employee, scheme: Scheme, capacity: QualifiedAs
) -> list[Condition]:
    """All that must hold before somebody is qualified: the criteria, and who does it."""
    now_is = files_of(session, [employee]).qualification(employee, scheme, Role(capacity.value), now.date())
    return [
        *conditions_to_judge(session, by, now, employee, scheme, capacity),
        stands_as(employee.short_name, now_is.state, (State.TRAINING, State.EXPIRED)),
        *wanted_only(now_is.conditions),
    ]


def suspend(
    session: Session, by: Actor, now: datetime, employee: Employee, *, scheme: Scheme, capacity: QualifiedAs, why: str
) -> QualificationAct:
    """Suspended from today, with the reason; audits that are planned already show it."""
    now_is = files_of(session, [employee]).qualification(employee, scheme, Role(capacity.value), now.date())
    require([
        *conditions_to_judge(session, by, now, employee, scheme, capacity),
        stands_as(employee.short_name, now_is.state, (State.QUALIFIED, State.EXPIRED)),
    ])  # fmt: skip
    return _act(session, by, now, employee, scheme, capacity, QualificationActKind.SUSPENDED, why)


def restore(
    session: Session, by: Actor, now: datetime, employee: Employee, *, scheme: Scheme, capacity: QualifiedAs, why: str
) -> QualificationAct:
    """The suspension ends today; the criteria must be met again."""
    require(conditions_to_restore(session, by, now, employee, scheme, capacity))
    return _act(session, by, now, employee, scheme, capacity, QualificationActKind.RESTORED, why)


def conditions_to_restore(
    session: Session, by: Actor, now: datetime, employee: Employee, scheme: Scheme, capacity: QualifiedAs
) -> list[Condition]:
    """All that must hold before a suspension ends."""
    now_is = files_of(session, [employee]).qualification(employee, scheme, Role(capacity.value), now.date())
    return [
        *conditions_to_judge(session, by, now, employee, scheme, capacity),
        stands_as(employee.short_name, now_is.state, (State.SUSPENDED,)),
        *wanted_only(now_is.conditions),
    ]


def _act(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    scheme: Scheme,
    capacity: QualifiedAs,
    kind: QualificationActKind,
    why: str,
) -> QualificationAct:
    row = QualificationAct(
        employee_id=employee.id, scheme=scheme.key, capacity=capacity, kind=kind, on_day=now.date(), why=why,
        by_id=by.employee_id or 0, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb=f"{capacity} {kind}", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}: {kind} als {capacity} voor {scheme.name}", why=why,
    )  # fmt: skip
    return row


def add_experience(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    audit_ref: str,
    area_type: str,
    kind: ExperienceKind,
    on_day: date,
    positive: bool | None,
    source: str,
) -> Experience:
    """An audit from before this system, with where it is documented. ``positive``: the supervisor's verdict.

    Judged by the same people as evidence; nobody writes their own ledger.
    """
    require(conditions_to_judge(session, by, now, employee, scheme, QualifiedAs.AUDITOR))
    earlier = models.experience_for(session, employee.id, audit_ref)
    require(held_by_then(on_day, now.date(), already=earlier is not None, kind=kind.value, positive=positive))
    row = Experience(
        employee_id=employee.id, audit_ref=audit_ref, scheme=scheme.key, area_type=area_type, kind=kind,
        state=ExperienceState.HELD, on_day=on_day, verdict_positive=positive,
        verdict_by_id=by.employee_id if positive is not None else None, source=source,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="ervaring vastgelegd", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}: {audit_ref} op {day_plain(on_day)}, {kind}", why=source,
    )  # fmt: skip
    return row


def give_verdict(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    experience: Experience,
    *,
    scheme: Scheme,
    positive: bool,
    why: str,
) -> Experience:
    """The supervisor's verdict on an audit that a trainee led (QUA-3); by another, once it was held."""
    held = experience.state is ExperienceState.HELD and experience.kind is ExperienceKind.INDEPENDENT
    require([
        *conditions_to_judge(session, by, now, employee, scheme, QualifiedAs.AUDITOR),
        *may_give_verdict(by.employee_id, experience.employee_id, held=held),
    ])  # fmt: skip
    experience.verdict_positive, experience.verdict_by_id = positive, by.employee_id
    word = "positief" if positive else "niet positief"
    journal.record(
        session, by, now, verb="oordeel over audit", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}, {experience.audit_ref} van {day_plain(experience.on_day)}: {word}", why=why,
    )  # fmt: skip
    return experience


def record_guidance(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    partnership: Partnership,
    what: str,
    from_day: date,
    until_day: date | None,
    source: str,
) -> Guidance:
    """Somebody advised or guided a partnership (QUA-7). Without a last day it still goes on."""
    require(ends_after_begin(from_day, until_day), field="until_day")
    row = Guidance(
        employee_id=employee.id, partnership_id=partnership.id, what=what, from_day=from_day, until_day=until_day,
        source=source,
    )  # fmt: skip
    session.add(row)
    session.flush()
    ends = "" if until_day is None else f" tot en met {day_plain(until_day)}"
    journal.record(
        session, by, now, verb="begeleiding vastgelegd", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name} begeleidde {partnership.name} vanaf {day_plain(from_day)}{ends}: {what}", why=source,
    )  # fmt: skip
    return row


def declare_impartiality(
    session: Session, by: Actor, now: datetime, employee: Employee, *, year: int
) -> ImpartialityDeclaration:
    """The yearly declaration, by the person: over this year or the next."""
    known = [row.year for row in models.declarations_of(session, [employee.id])]
    rules = own_rules_on(session, now.date())
    require(declares_for(year, now.date(), known, own=by.employee_id == employee.id, rules=rules), field="year")
    row = ImpartialityDeclaration(employee_id=employee.id, year=year, declared_on=now.date())
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="onpartijdigheid verklaard", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name} verklaart onpartijdig te zijn in {year}",
    )  # fmt: skip
    return row
