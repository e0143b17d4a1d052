"""What can be done with qualifications: evidence, experience, verdicts, acts. The ledger: ``ledger``."""

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
from auditbeheer.plumbing.outbox import withdraw
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications.models import (
    Evidence,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
    evidence_of,
)
from auditbeheer.qualifications.rules import (
    Qualification,
    State,
    may_judge,
    names_criterion,
    one_after_the_other,
    stands_as,
    takes_effect,
    wanted_only,
)
from auditbeheer.qualifications.standing import files_of
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True)
class Proven:
    """What was judged: which criterion, whether it is met, on which document, until when it holds.

    ``covers``: the first and last day of what the document is about, where it is about a period.
    """

    criterion: str
    met: bool
    document: str
    amount: int | None = None
    valid_until: date | None = None
    remark: str = ""
    covers: tuple[date | None, date | None] = (None, None)


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
    require(one_after_the_other(*proven.covers), field="covers_until")
    for earlier in evidence_of(session, [employee.id]):
        if (earlier.scheme, earlier.criterion) == (scheme.key, proven.criterion):
            withdraw(session, now, key=f"bewijs-eindigt:{earlier.id}")  # nobody needs to be told any more
    row = Evidence(
        employee_id=employee.id, scheme=scheme.key, criterion=proven.criterion, met=proven.met,
        document=proven.document, amount=proven.amount, judged_by_id=by.employee_id or 0, judged_on=now.date(),
        valid_until=proven.valid_until, remark=proven.remark, covers_from=proven.covers[0],
        covers_until=proven.covers[1],
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
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    capacity: QualifiedAs,
    why: str,
    day: date | None = None,
) -> QualificationAct:
    """Qualified from ``day`` (today): when every criterion of the scheme is met then, and by another (QUA-1)."""
    return _act(session, by, now, employee, scheme, capacity, QualificationActKind.QUALIFIED, why, day)


# From which states each act makes sense.
FROM = {
    QualificationActKind.QUALIFIED: (State.TRAINING, State.EXPIRED),
    QualificationActKind.SUSPENDED: (State.QUALIFIED, State.EXPIRED),
    QualificationActKind.RESTORED: (State.SUSPENDED,),
}


def conditions_to_act(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    scheme: Scheme,
    capacity: QualifiedAs,
    kind: QualificationActKind,
    day: date | None = None,
) -> list[Condition]:
    """All that must hold on the day of an act: who does it, from which state, and all criteria unless it suspends."""
    then, acted = _stand(session, now, employee, scheme, capacity, day)
    return [
        *conditions_to_judge(session, by, now, employee, scheme, capacity),
        *acted,
        stands_as(employee.short_name, then.state, FROM[kind]),
        *(wanted_only(then.conditions) if kind is not QualificationActKind.SUSPENDED else ()),
    ]


def _stand(
    session: Session, now: datetime, employee: Employee, scheme: Scheme, capacity: QualifiedAs, day: date | None
) -> tuple[Qualification, list[Condition]]:
    """The qualification on the day of an act, and whether an act can hold from that day."""
    files, role, on_day = files_of(session, [employee]), Role(capacity.value), day or now.date()
    earlier = [act.on_day for act in files.record(employee, scheme).acts.get(role, ())]
    return files.qualification(employee, scheme, role, on_day), takes_effect(on_day, now.date(), earlier)


def suspend(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    capacity: QualifiedAs,
    why: str,
    day: date | None = None,
) -> QualificationAct:
    """Suspended from ``day`` (today), with the reason; audits that are planned already show it."""
    return _act(session, by, now, employee, scheme, capacity, QualificationActKind.SUSPENDED, why, day)


def restore(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    scheme: Scheme,
    capacity: QualifiedAs,
    why: str,
    day: date | None = None,
) -> QualificationAct:
    """The suspension ends on ``day`` (today), the first day on which it no longer holds; the criteria must be met."""
    return _act(session, by, now, employee, scheme, capacity, QualificationActKind.RESTORED, why, day)


def _act(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    scheme: Scheme,
    capacity: QualifiedAs,
    kind: QualificationActKind,
    why: str,
    day: date | None,
) -> QualificationAct:
    require(conditions_to_act(session, by, now, employee, scheme, capacity, kind, day))
    on_day = day or now.date()
    row = QualificationAct(
        employee_id=employee.id, scheme=scheme.key, capacity=capacity, kind=kind, on_day=on_day, why=why,
        by_id=by.employee_id or 0, at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb=f"{capacity} {kind}", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name}: {kind} als {capacity} voor {scheme.name} vanaf {day_plain(on_day)}", why=why,
    )  # fmt: skip
    return row
