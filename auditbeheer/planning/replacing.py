"""Somebody else for a part in a team: what is filled in ahead when it is sudden, and what follows from it."""

from __future__ import annotations

from datetime import date, timedelta

from auditbeheer.accounts.models import Employee
from auditbeheer.planning.invitations import is_soon
from auditbeheer.planning.models import Assignment, Cause
from auditbeheer.planning.seats import stated_before

ILL = "Ziek"


def is_sudden(day: date, today: date) -> bool:
    """Whether an audit is today or tomorrow.

    >>> today = date(2026, 11, 23)
    >>> [is_sudden(today + timedelta(days=days), today) for days in (-1, 0, 1, 2)]
    [False, True, True, False]
    """
    return today <= day <= today + timedelta(days=1)


def sudden_word(day: date, today: date) -> str:
    """``vandaag`` or ``morgen`` for an audit that is so soon; nothing for a later one."""
    return ("vandaag" if day == today else "morgen") if is_sudden(day, today) else ""


def filled_in(member: Assignment, chosen: str, today: date) -> dict[str, str]:
    """What the form holds before anybody typed: who was chosen; of an audit today or tomorrow: illness."""
    answer = {"choice": f"{chosen}:{member.role.value}"} if chosen else {}
    if is_sudden(member.audit.day, today):
        answer |= {"why": ILL, "cause": Cause.NOBODY.value}
    return answer


def consequences(leaving: Assignment, chosen: Employee, today: date) -> list[str]:
    """Who hears of it, and what is still to be done, in sentences."""
    audit, soon = leaving.audit, is_soon(leaving.audit.day, today)
    old, new = leaving.employee.name, chosen.name
    answer = [f"Het dossier gaat open voor {new} en dicht voor {old}."]
    confirmed, known = audit.confirmed_on is not None, audit.told
    if known:
        answer.append(f"Iedereen van de werkgroep krijgt {'meteen ' if soon else ''}een mail: {new} komt.")
    if soon or known:
        answer.append(f"{old} en {new} krijgen {'meteen ' if soon else ''}een mail.")
    else:
        answer.append(f"{old} en {new} zien het in hun werkvoorraad.")
    if stated_before(audit, chosen) is None:
        first = f"{new} bevestigt eerst de eigen onpartijdigheid."
        answer.append(f"{first} Daarna bevestigt u de dag opnieuw." if known else first)
    elif confirmed:
        answer.append("De dag blijft bevestigd.")
    return answer
