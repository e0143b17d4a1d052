"""The secret address of an auditor's own days, for the calendar on a phone: audits, document reviews, days away."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts import links
from auditbeheer.accounts.models import Employee, PersonalLink
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.calendar_file import LastDay, calendar_of
from auditbeheer.planning.visits import hours_of
from auditbeheer.scheme.wording import hours

OWN_SCOPE = "eigen-agenda"
BACK = timedelta(days=92)  # how far back the address still shows days
ADDRESS_DAYS = 365


def owner_of(session: Session, link: PersonalLink | None, day: date) -> Employee | None:
    """Whose days an address shows; None when it shows none (any more)."""
    if link is None or link.scope != OWN_SCOPE or links.state_on(link, day) is not links.LinkState.OPEN:
        return None
    employee = session.get(Employee, int(link.thing))
    return employee if employee is not None and employee.left_on is None else None


def own_calendar(session: Session, employee: Employee, now: datetime, base_url: str) -> bytes:
    """The days of one person, without anybody's name or number."""
    first = now.date() - BACK
    audits = [row.audit for row in models.assignments_of(session, employee.id, first)]
    rules = own_rules_on(session, now.date())
    reviews = [
        LastDay(
            "beoordeling",
            f"Documenten {one.trajectory.partnership.name}, {hours(hours_of(one, rules).review)} uur",
            one.trajectory.number,
            day,
        )
        for one in audits
        if (day := one.document_review_on) is not None
    ]
    away = [
        LastDay(f"afwezig-{row.id}", "Afwezig", "", row.from_day, row.until_day)
        for row in models.absences_of(session, [employee.id])
        if row.until_day >= first
    ]
    return calendar_of(session, audits, now, base_url=base_url, last_days=[*reviews, *away], name="Mijn audits")


def has_address(session: Session, employee: Employee, day: date) -> bool:
    """Whether an address of this person works on ``day``."""
    return links.is_open(session, day, scope=OWN_SCOPE, thing=str(employee.id))
