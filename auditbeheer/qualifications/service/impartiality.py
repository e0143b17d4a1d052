"""What can be done about impartiality: record with whom somebody was involved, end that, declare each year (QUA-7)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.refusal import require
from auditbeheer.qualifications import models
from auditbeheer.qualifications.models import Guidance, GuidanceKind, ImpartialityDeclaration
from auditbeheer.qualifications.rules import declares_for, ends_after_begin, names_one, still_goes_on
from auditbeheer.relations.models import Bureau, Partnership
from auditbeheer.scheme.wording import day_plain


def record_guidance(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    *,
    what: str,
    from_day: date,
    until_day: date | None,
    source: str,
    partnership: Partnership | None = None,
    bureau: Bureau | None = None,
    kind: GuidanceKind = GuidanceKind.GUIDANCE,
) -> Guidance:
    """Somebody was involved with a partnership, or with a bureau and so with all that it helped (QUA-7).

    Without a last day it still goes on.
    """
    require(names_one(partnership=partnership is not None, bureau=bureau is not None), field="partnership")
    require(ends_after_begin(from_day, until_day), field="until_day")
    row = Guidance(
        employee_id=employee.id, what=what, from_day=from_day, until_day=until_day, kind=kind, source=source,
        partnership_id=partnership.id if partnership else None, bureau_id=bureau.id if bureau else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.refresh(row, ["partnership", "bureau"])
    ends = "" if until_day is None else f" tot en met {day_plain(until_day)}"
    journal.record(
        session, by, now, verb="betrokkenheid vastgelegd", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name} bij {row.with_whom} vanaf {day_plain(from_day)}{ends}: {kind}, {what}", why=source,
    )  # fmt: skip
    return row


def end_guidance(
    session: Session, by: Actor, now: datetime, employee: Employee, guidance: Guidance, *, until_day: date, source: str
) -> Guidance:
    """What went on has ended: from now on the distance is counted from its last day. An end is recorded once."""
    require(still_goes_on(guidance.until_day, now.date(), until_day), field="until_day")
    require(ends_after_begin(guidance.from_day, until_day), field="until_day")
    guidance.until_day = until_day
    session.flush()
    journal.record(
        session, by, now, verb="betrokkenheid geëindigd", kind="kwalificatie", thing=employee.id,
        what=f"{employee.name} bij {guidance.with_whom} tot en met {day_plain(until_day)}", why=source,
    )  # fmt: skip
    return guidance


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
