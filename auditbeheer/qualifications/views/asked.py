"""What an address asks for: a person, a scheme, a day; and who may see whose file."""

from __future__ import annotations

from datetime import date

from flask import request, url_for

from auditbeheer.accounts.gate import actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.web import db, found, today
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import day_typed

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


def person_by(key: int) -> Employee:
    """The employee with this number, or the page that says that there is none."""
    employee: Employee = found(db().get(Employee, key))
    return employee


def scheme_by(key: str) -> Scheme:
    """The scheme with this key that says what a person must show."""
    found(key in schemes() or None)
    found(schemes()[key].qualifications)
    return schemes()[key]


def schemes_by_key() -> dict[str, Scheme]:
    """Every scheme by its key, for their names."""
    return {scheme.key: scheme for scheme in schemes()}


def home_of(employee: Employee) -> str:
    """The address of somebody's file."""
    return url_for("qualifications.person", person=employee.id)


def own_or_all(employee_id: int) -> None:
    """One's own file, or anybody's for who reads all; for others it does not exist."""
    who = actor()
    found(who if who.may(Permission.READ_ALL) or who.employee_id == employee_id else None)


def chosen_day() -> tuple[date, str]:
    """The day of ``?op=`` (today without one), and what is wrong with it: then it is today."""
    typed = request.args.get("op", "").strip()
    if not typed:
        return today(), ""
    try:
        day = day_typed(typed)
    except ValueError as error:
        return today(), str(error)
    if not EARLIEST <= day <= LATEST:
        return today(), f"Kies een dag van {EARLIEST.year} tot en met {LATEST.year}."
    return day, ""
