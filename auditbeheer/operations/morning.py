"""The mail that staff get on a working day at half past seven: how much waits, and the first five things."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee, staff_on
from auditbeheer.plumbing.outbox import Recipient, tell
from auditbeheer.plumbing.work import Task
from auditbeheer.scheme.terms import is_working_day

FIRST = 5
# (session, who, day) -> what waits for somebody, the most urgent first
WaitingFor = Callable[[Session, Actor, date], Sequence[Task]]


def write_morning_mails(session: Session, now: datetime, waiting_for: WaitingFor) -> int:
    """One mail for everybody for whom something waits, once a day; none on a public holiday. Returns how many."""
    if not is_working_day(now.date()):
        return 0
    return sum(_write(session, now, one, waiting_for) for one in staff_on(session, now.date()) if one.roles)


def _write(session: Session, now: datetime, one: Employee, waiting_for: WaitingFor) -> bool:
    today = now.date()
    tasks = waiting_for(session, Actor(one.id, one.name, one.role_names), today)
    if not tasks:
        return False
    told = tell(
        session, now, Recipient(name=one.name, email=one.email, person=f"employee:{one.id}"), topic="ochtendpost",
        key=f"ochtendpost:{one.id}:{today.isoformat()}", target="/werk", by_itself=True,
        facts={"aantal": len(tasks), "te_laat": sum(_late(task, today) for task in tasks),
               "vandaag": sum(task.last_day == today for task in tasks),
               "regels": [_line(task) for task in tasks[:FIRST]], "meer": max(0, len(tasks) - FIRST)},
    )  # fmt: skip
    return told is not None


def _late(task: Task, today: date) -> bool:
    return task.last_day is not None and task.last_day < today


def _line(task: Task) -> str:
    return " – ".join(part for part in (task.title, task.name, task.dossier) if part)
