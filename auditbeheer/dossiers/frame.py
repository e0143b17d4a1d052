"""The frame around every page of a dossier: head, Nu, rail. Drawn by ``_layout/dossier.html``, read from every area."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from flask import current_app, g, request, url_for
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from auditbeheer.accounts.gate import actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission, who_may
from auditbeheer.audits import work as audits
from auditbeheer.certificates import work as certificates
from auditbeheer.decisions import work as decisions
from auditbeheer.deviations import work as deviations
from auditbeheer.documents import work as documents
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import work as planning
from auditbeheer.plumbing.web import db, today
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes import work as quotes
from auditbeheer.quotes.models import CertificationKind, Trajectory, trajectory_numbered
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.wording import counted, day_long

StepOf = Callable[[Session, Trajectory, date], Step]
# The order of the rail (ux §3); planning and documents may run at the same time.
STEPS: tuple[StepOf, ...] = (
    quotes.application_step,
    quotes.quote_step,
    planning.step,
    documents.step,
    audits.audit_step,
    audits.report_step,
    deviations.step,
    decisions.step,
    certificates.step,
)
# Pages that belong to a step and are not called after it.
ALSO = {"offerte": ("overeenkomst",), "besluit": ("beoordeling",)}
WORK = (quotes, planning, documents, audits, deviations, decisions, certificates)


@dataclass(frozen=True)
class RailStep:
    """A step as the rail shows it."""

    code: str
    name: str
    url: str
    state: StepState
    fact: str
    current: bool
    position: int


@dataclass(frozen=True)
class Now:
    """The next step: who must do what, until when, and one button for whoever may do it.

    ``who``: whose turn it is, where that is somebody else than who looks.
    """

    title: str
    who: str = ""
    why: str = ""
    last_day: date | None = None
    term: int | None = None
    source: Source | None = None
    button_label: str = ""
    url: str = ""


@dataclass(frozen=True)
class Frame:
    """Everything that stands around a dossier's page."""

    number: str
    name: str
    facts: Sequence[str]
    url: str
    now: Now | None
    steps: Sequence[RailStep]
    terms: Sequence[Term]
    tasks: Sequence[Task]


def dossier_frame(number: str) -> Frame:
    """The frame of a dossier, made once per request. Raises ``NotFound`` for a number that does not exist."""
    if "frames" not in g:
        g.frames = {}
    if number not in g.frames:
        trajectory = trajectory_numbered(db(), number)
        if trajectory is None:
            raise NotFound()
        g.frames[number] = _build(db(), trajectory, today())
    frame: Frame = g.frames[number]
    return frame


def _build(session: Session, trajectory: Trajectory, day: date) -> Frame:
    # The menu asks the whole office; asked first, what is of one dossier is a part of it.
    current_app.extensions["count_ahead"]()
    tasks = tasks_of(session, day, trajectory.number)
    steps = [step_of(session, trajectory, day) for step_of in STEPS]
    terms = sorted(
        (term for area in WORK for term in area.terms(session, day, dossier=trajectory.number)),
        key=lambda t: t.last_day,
    )
    return Frame(
        number=trajectory.number,
        name=trajectory.partnership.name,
        facts=facts_of(trajectory),
        url=url_for("dossiers.dossier", number=trajectory.number),
        now=_now(session, tasks, terms, trajectory, day),
        steps=[_on_rail(step, trajectory.number, index) for index, step in enumerate(steps, 1)],
        terms=terms,
        tasks=tasks,
    )


def tasks_of(session: Session, day: date, number: str) -> list[Task]:
    """What waits in one dossier: our own work first, by its last day."""
    waiting = [task for area in WORK for task in area.tasks(session, day, dossier=number)]
    return sorted(waiting, key=lambda task: (bool(task.waits_on), task.last_day or date.max))


def facts_of(trajectory: Trajectory) -> list[str]:
    """The line under the name: place, size, scheme, first or later, who answers for it."""
    places = list(dict.fromkeys(link.area.municipality.name for link in trajectory.areas))
    plural = {
        "bedrijventerrein": "bedrijventerreinen",
        "winkelgebied": "winkelgebieden",
        "buitengebied": "buitengebieden",
    }
    type_word = trajectory.area_type.value
    kind = "eerste certificaat" if trajectory.kind is CertificationKind.FIRST else "vervolgcertificaat"
    return [
        ", ".join(places),
        counted(len(trajectory.areas), type_word, plural[type_word]) if trajectory.areas else "",
        scheme_title(trajectory.scheme),
        kind,
        f"Dossierhouder: {trajectory.owner.name}",
    ]


def scheme_title(code: str | None) -> str:
    """``kvo-b-4.0`` as people write it: KVO-B 4.0.

    >>> scheme_title("kvo-b-4.0"), scheme_title("kvo-3.1"), scheme_title(None)
    ('KVO-B 4.0', 'KVO 3.1', 'schema nog niet gekozen')
    """
    return schemes()[code].identity.short if code else "schema nog niet gekozen"


def _now(
    session: Session, tasks: Sequence[Task], terms: Sequence[Term], trajectory: Trajectory, day: date
) -> Now | None:
    if trajectory.ended:
        return Now(title="Dit dossier is gesloten", why=trajectory.end_why)
    if not tasks:
        ahead = [term for term in terms if term.last_day >= day]
        if not ahead:
            return None
        return Now(title=f"Niets te doen tot {day_long(ahead[0].last_day)}", why=f"Dan: {ahead[0].what}.")
    task = tasks[0]
    mine = not task.waits_on or bool(task.verb)
    may = actor().may(Permission(task.permission))
    return Now(
        title=task.title,
        who=_turn(session, task),
        why=task.why,
        last_day=task.last_day,
        term=(task.last_day - day).days if task.last_day else None,
        source=task.source,
        button_label=task.verb if mine and may else "",
        url=task.url if mine and may else "",
    )


def _turn(session: Session, task: Task) -> str:
    """Whose turn it is: an outsider, a colleague, or a role; empty when it is who looks, or when the title says it."""
    me = actor()
    if task.waits_on:
        told = task.waits_on.casefold() in task.title.casefold()
        return "" if told else {"werkgroep": "de werkgroep"}.get(task.waits_on, task.waits_on)
    if task.person is not None:
        colleague = session.get(Employee, task.person) if task.person != me.employee_id else None
        return colleague.name if colleague else ""
    act = Permission(task.permission)
    return "" if me.may(act) else f"een {' of '.join(who_may(act))}"


def _on_rail(step: Step, number: str, position: int) -> RailStep:
    url = f"/dossiers/{number}/{step.code}"
    pages = [f"/dossiers/{number}/{page}" for page in (step.code, *ALSO.get(step.code, ()))]
    return RailStep(
        code=step.code,
        name=step.name,
        url=url if step.open else "",
        state=step.state,
        fact=step.fact,
        current=request.path.startswith(tuple(pages)),
        position=position,
    )
