"""What can be done with accounts: add and change people, log in and out, remember a form, move the demo's day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from secrets import token_hex

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import (
    DemoClock,
    Employee,
    EmployeeRole,
    FailedLogin,
    PostedForm,
    StandIn,
    employee_by_email,
    failures_since,
    stand_ins_from,
)
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.rules import TRIES, WINDOW_MINUTES, may_stand_in, may_try_to_log_in
from auditbeheer.plumbing.refusal import require
from auditbeheer.scheme.wording import day_plain

HASHER = PasswordHasher()
# Checked when an address is unknown, so that a stranger cannot tell from the time it takes who has an account.
DECOY = HASHER.hash(token_hex(16))


def add_employee(
    session: Session, by: Actor, now: datetime, *, name: str, email: str, roles: Collection[Role], password: str | None
) -> Employee:
    """A new employee with roles; without a password the account cannot be used yet."""
    employee = Employee(name=name, email=email.strip().lower(), session_stamp=token_hex(8))
    employee.password_hash = HASHER.hash(password) if password else None
    employee.roles = [EmployeeRole(role=role) for role in sorted(roles)]
    session.add(employee)
    session.flush()
    journal.record(
        session, by, now, verb="medewerker toegevoegd", kind="medewerker", thing=employee.id,
        what=f"{name}: {', '.join(sorted(roles))}",
    )  # fmt: skip
    return employee


def change_roles(
    session: Session, by: Actor, now: datetime, employee: Employee, *, roles: Collection[Role], why: str
) -> None:
    """Give other roles, from now on."""
    before = ", ".join(sorted(employee.role_names))
    kept = [entry for entry in employee.roles if entry.role in roles]
    new = [EmployeeRole(role=role) for role in sorted(roles) if role not in employee.role_names]
    employee.roles = kept + new
    journal.record(
        session, by, now, verb="rollen gewijzigd", kind="medewerker", thing=employee.id,
        what=f"{employee.name}: {before} wordt {', '.join(sorted(roles))}", why=why,
    )  # fmt: skip


def set_password(session: Session, by: Actor, now: datetime, employee: Employee, *, password: str) -> None:
    """A new password; every session that runs with the old one ends."""
    employee.password_hash = HASHER.hash(password)
    employee.session_stamp = token_hex(8)
    journal.record(
        session, by, now, verb="wachtwoord gewijzigd", kind="medewerker", thing=employee.id, what=employee.name
    )


def set_home_postcode(session: Session, by: Actor, now: datetime, employee: Employee, *, postcode: str) -> None:
    """Where the employee sets out from: four digits, all that a distance needs; empty: from the office.

    The journal is kept for good and read by more people, so it tells that it changed and never what it says.
    """
    employee.home_postcode = postcode.strip()[:4]
    journal.record(
        session, by, now, verb="postcode van huis gewijzigd" if employee.home_postcode else "postcode van huis gewist",
        kind="medewerker", thing=employee.id, what=employee.name,
    )  # fmt: skip


def end_employment(session: Session, by: Actor, now: datetime, employee: Employee, *, on: date, why: str) -> None:
    """The employee leaves; the account closes, the name stays on everything that was done, where they live goes."""
    employee.left_on = on
    employee.home_postcode = ""
    employee.session_stamp = token_hex(8)
    journal.record(
        session, by, now, verb="medewerker vertrokken", kind="medewerker", thing=employee.id,
        what=employee.name, why=why,
    )  # fmt: skip


def let_stand_in(
    session: Session, by: Actor, now: datetime, absent: Employee, stand_in: Employee, *, from_day: date, until_day: date
) -> StandIn:
    """``stand_in`` sees the work of ``absent`` from one day up to and including another. Raises ``Refused``."""
    today = now.date()
    there = stand_ins_from(session, min(from_day, today))
    taken = [(row.by.name, (row.from_day, row.until_day)) for row in there if row.absent_id == absent.id]
    away = [(row.from_day, row.until_day) for row in there if row.absent_id == stand_in.id]
    require(may_stand_in((from_day, until_day), today, taken, away, absent is not stand_in), field="until_day")
    row = StandIn(absent=absent, by=stand_in, from_day=from_day, until_day=until_day)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="vervanging afgesproken", kind="vervanging", thing=row.id, what=_stands_in(row)
    )
    return row


def end_stand_in(session: Session, by: Actor, now: datetime, row: StandIn) -> None:
    """From today on nobody stands in any more; one that has not begun does not begin."""
    row.ended_on = now.date()
    session.flush()
    journal.record(session, by, now, verb="vervanging gestopt", kind="vervanging", thing=row.id, what=_stands_in(row))


def _stands_in(row: StandIn) -> str:
    days = f"van {day_plain(row.from_day)} tot en met {day_plain(row.until_day)}"
    return f"{row.by.name} doet het werk van {row.absent.name}, {days}"


def log_in(session: Session, now: datetime, *, email: str, password: str) -> Employee | None:
    """The employee when address and password belong together, else None (counted). ``Refused`` after too many tries."""
    email = email.strip().lower()[:200]
    failures = failures_since(session, email, now - timedelta(minutes=WINDOW_MINUTES))
    require(may_try_to_log_in(failures))
    employee = employee_by_email(session, email)
    if not _fits(employee, password) or employee is None or employee.left_on is not None:
        session.add(FailedLogin(email=email, at=now))
        if failures + 1 >= TRIES and employee is not None:
            who = Actor(employee_id=None, name="onbekend")
            journal.record(
                session, who, now, verb="inloggen geblokkeerd", kind="medewerker", thing=employee.id,
                what=f"{TRIES} keer een verkeerd wachtwoord voor {employee.name}",
            )  # fmt: skip
        return None
    session.execute(delete(FailedLogin).where(FailedLogin.email == email))
    if HASHER.check_needs_rehash(employee.password_hash or ""):
        employee.password_hash = HASHER.hash(password)
    journal.record(
        session, Actor(employee.id, employee.name), now, verb="ingelogd", kind="medewerker", thing=employee.id,
        what=employee.name,
    )  # fmt: skip
    return employee


def is_password_of(employee: Employee, password: str) -> bool:
    """Whether this is the employee's password now (asks, changes nothing)."""
    return _fits(employee, password)


def _fits(employee: Employee | None, password: str) -> bool:
    stored = (employee.password_hash if employee is not None else None) or DECOY
    try:
        HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored != DECOY


def move_demo_day(session: Session, by: Actor, now: datetime, *, days: int) -> int:
    """Set the demo's day ``days`` further; returns how far it is ahead of the real day."""
    row = session.get(DemoClock, 1) or DemoClock()
    session.add(row)
    row.days_ahead += days
    session.flush()
    journal.record(session, by, now, verb="demodag verzet", kind="demo", thing=1, what=f"{days} dagen verder")
    return row.days_ahead


class FormLedger:
    """Remembers which forms were carried out, for ``plumbing.web``."""

    def claim(self, session: Session, form_id: str, now: datetime) -> str | None:
        """None when new (claimed from here on), else where the earlier sending led."""
        earlier = session.get(PostedForm, form_id)
        if earlier is not None:
            # Without a result it was not carried out: a log-in that failed keeps its count, and may be tried again.
            return earlier.result_url or None
        session.add(PostedForm(form_id=form_id, employee_id=None, at=now))
        session.flush()
        return None

    def settle(self, session: Session, form_id: str, url: str) -> None:
        """Remember where it led."""
        row = session.get_one(PostedForm, form_id)
        row.result_url = url[:500]
