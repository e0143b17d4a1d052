"""Gather what waits from every area, once per request, and sort it: for me, the team, others; late things first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flask import g, url_for
from sqlalchemy.orm import Session

from auditbeheer.accounts.gate import actor
from auditbeheer.accounts.grants import DOSSIER, things_open_to
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import last_entry
from auditbeheer.accounts.permissions import Permission
from auditbeheer.accounts.stand_ins import NOT_TAKEN_OVER, stands_in_for
from auditbeheer.audits import work as audits
from auditbeheer.certificates import work as certificates
from auditbeheer.decisions import work as decisions
from auditbeheer.deviations import work as deviations
from auditbeheer.documents import work as documents
from auditbeheer.planning import work as planning
from auditbeheer.plumbing.web import db, today
from auditbeheer.plumbing.work import Task
from auditbeheer.qualifications import work as qualifications
from auditbeheer.quotes import work as quotes
from auditbeheer.retention import work as retention

LATER = "Later"
NOBODY: Mapping[int, str] = {}
OFFICE = (quotes, qualifications, planning, documents, audits, deviations, decisions, certificates, retention)


@dataclass(frozen=True)
class Group:
    """Tasks under one heading."""

    name: str
    tasks: Sequence[Task]
    late: bool = False


def all_tasks() -> list[Task]:
    """Everything that waits in the office today."""
    if "tasks" not in g:
        g.tasks = _seen(tasks_of_office(db(), today()), actor(), db(), today())
    tasks: list[Task] = g.tasks
    return tasks


def tasks_of_office(session: Session, day: date) -> list[Task]:
    """Everything that waits, for whomever."""
    return [task for area in OFFICE for task in area.tasks(session, day)]


def waiting_for(tasks: list[Task], session: Session, who: Actor, day: date) -> list[Task]:
    """What of all this ``who`` can do now, the most urgent first (for the morning mail)."""
    mine = for_me(_seen(tasks, who, session, day), who, stands_in_for(session, who, day))
    return sorted(mine, key=_urgency)


def _urgency(task: Task) -> tuple[date, str, str]:
    return (task.last_day or date.max, task.dossier, task.code)


def _seen(tasks: list[Task], who: Actor, session: Session, day: date) -> list[Task]:
    """Only what is about a dossier that ``who`` may see, or about ``who``."""
    tasks = [task for task in tasks if not task.closed or may_do(task, who)]
    if who.may(Permission.READ_ALL):
        return tasks
    mine = things_open_to(session, who, DOSSIER, day)
    return [task for task in tasks if task.dossier in mine or task.person == who.employee_id]


def may_do(task: Task, who: Actor) -> bool:
    """Whether ``who`` may do it by role; a task for one person is for that person alone."""
    if task.person is not None:
        return task.person == who.employee_id
    return who.may(Permission(task.permission))


def as_shown_to(tasks: Iterable[Task], who: Actor) -> list[Task]:
    """Who may not do a task by role is led to its dossier instead of to a page that stays shut, without a button."""
    return [
        task
        if who.may(Permission(task.permission)) or not task.dossier
        else replace(task, url=url_for("dossiers.dossier", number=task.dossier), verb="")
        for task in tasks
    ]


def for_me(tasks: Iterable[Task], who: Actor, stands_in: Mapping[int, str] = NOBODY) -> list[Task]:
    """What ``who`` can do now; also what waits for those whom ``who`` stands in for, marked with these words."""
    own = [task for task in tasks if not task.waits_on and may_do(task, who)]
    return own + [
        replace(task, why=f"{words}. {task.why}".strip())
        for task in tasks
        if not task.waits_on and (words := stands_in.get(task.person or 0)) and _takes_over(task, who)
    ]


def _takes_over(task: Task, who: Actor) -> bool:
    act = Permission(task.permission)
    return act not in NOT_TAKEN_OVER and who.may(act)


def for_team(tasks: Iterable[Task]) -> list[Task]:
    """What we as an office can do now, whoever it is for."""
    return [task for task in tasks if not task.waits_on]


def on_others(tasks: Iterable[Task]) -> list[Task]:
    """What waits on somebody outside."""
    return [task for task in tasks if task.waits_on]


_COUNTED: dict[tuple[str, int | None, date], tuple[str, int]] = {}
MOST_COUNTED = 500


def count_for_me() -> int:
    """How many things wait for who is logged in; counted anew only after something happened.

    Every act writes a line in the journal, so the seal of its last line tells whether a count is still true.
    """
    newest = last_entry(db())
    moment = newest.hash if newest else ""
    who = actor()
    key = (str(db().get_bind().engine.url), who.employee_id, today())
    if key not in _COUNTED or _COUNTED[key][0] != moment:
        if len(_COUNTED) >= MOST_COUNTED:
            _COUNTED.clear()
        _COUNTED[key] = (moment, _own_count(who))
    return _COUNTED[key][1]


def forget_counts() -> None:
    """Count anew: the database is another one than a moment ago (a test's, a restored one)."""
    _COUNTED.clear()


def _own_count(who: Actor) -> int:
    tasks = _seen(_tasks_for(who), who, db(), today())
    return len(for_me(tasks, who, stands_in_for(db(), who, today())))


def _tasks_for(who: Actor) -> list[Task]:
    """What can wait for ``who``: only areas where they may do something are asked, unless all were already."""
    if "tasks" in g:
        return all_tasks()
    asked = [area for area in OFFICE if any(who.may(act) for act in area.ACTS)]
    return [task for area in asked for task in area.tasks(db(), today())]


def grouped(tasks: Iterable[Task], day: date) -> list[Group]:
    """In the order of urgency; empty groups are left out. A task without a last day stands under Later."""
    end_of_week = day + timedelta(days=6 - day.weekday())
    names = ("Te laat", "Vandaag", "Deze week", LATER)
    piles: dict[str, list[Task]] = {name: [] for name in names}
    for task in sorted(tasks, key=_urgency):
        piles[_pile(task.last_day, day, end_of_week)].append(task)
    return [Group(name, piles[name], late=name == "Te laat") for name in names if piles[name]]


def _pile(last_day: date | None, day: date, end_of_week: date) -> str:
    if last_day is None or last_day > end_of_week:
        return LATER
    if last_day < day:
        return "Te laat"
    return "Vandaag" if last_day == day else "Deze week"
