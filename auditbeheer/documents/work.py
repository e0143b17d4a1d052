"""What waits in the documents of every dossier: to ask, to wait for, to assess, to decide on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents.incoming import message_tasks
from auditbeheer.documents.models import (
    Document,
    Outcome,
    asked_and_decided,
    before_the_audit,
    documents_in,
)
from auditbeheer.documents.rules import IN_ORDER, INCOMPLETE, MISSING, TO_ASSESS, document_state
from auditbeheer.documents.state import Picture, kinds_of, picture_of, scheme_of
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.dutch import day_short
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.wording import counted

WORKING_GROUP = "werkgroep"

ACTS = frozenset({Permission.DOCUMENTS, Permission.AUDIT})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


@dataclass(frozen=True)
class _Case:
    """What the tasks of one dossier follow from. ``asked_on``: the first day on which we asked for documents."""

    trajectory: Trajectory
    audit: Audit | None
    states: dict[str, str]
    asked_on: date | None
    decided: bool

    @property
    def owed(self) -> int:
        """How many documents the working group must still send or add to."""
        return sum(state in {MISSING, INCOMPLETE} for state in self.states.values())

    @property
    def to_assess(self) -> int:
        """How many documents wait for us."""
        return sum(state == TO_ASSESS for state in self.states.values())

    @property
    def first_to_assess(self) -> str:
        """The code of the first of those, in the order of the set; after judging it the next one comes."""
        return next((code for code, state in self.states.items() if state == TO_ASSESS), "")

    @property
    def due(self) -> date | None:
        """The last day for the set (DOC-1)."""
        return self.audit.documents_due if self.audit else None

    @property
    def source(self) -> Source | None:
        """Where that last day comes from."""
        scheme = scheme_of(self.trajectory)
        days = scheme.documents.days_before if scheme.documents else None
        return scheme.source(days) if days else None


@asked_once
def _cases(session: Session, today: date, dossier: str | None) -> list[_Case]:
    rows = [row for row in before_the_audit(session, today, dossier) if scheme_of(row[0]).documents]
    if not rows:
        return []
    ids = [trajectory.id for trajectory, _ in rows]
    documents: dict[int, list[Document]] = {}
    for document in documents_in(session, ids):
        documents.setdefault(document.trajectory_id, []).append(document)
    told = asked_and_decided(session, ids)
    return [_Case(one, audit, _states(one, documents.get(one.id, [])), *told[one.id]) for one, audit in rows]


def _states(trajectory: Trajectory, received: Sequence[Document]) -> dict[str, str]:
    states = dict.fromkeys(kinds_of(trajectory), MISSING)
    states.update({one.code: document_state(one.in_order) for one in received if one.code in states})
    return states


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """What waits before the audit in every agreed dossier or in one, and who of a working group wrote to us."""
    before = [task for case in _cases(session, today, dossier) for task in _tasks_of(case, today)]
    return [*before, *message_tasks(session, dossier)]


def _tasks_of(case: _Case, today: date) -> Iterator[Task]:
    if case.to_assess:
        lead = case.audit.lead if case.audit else None
        what = f"Beoordeel {counted(case.to_assess, 'document', 'documenten')}"
        yield _task(
            case, "documenten.beoordelen", what, "Beoordelen", page=f"/stuk/{case.first_to_assess}",
            permission=Permission.AUDIT if lead else Permission.DOCUMENTS, person=lead.id if lead else None,
        )  # fmt: skip
    if case.owed and not case.decided and case.asked_on is None:
        yield _task(case, "documenten.opvragen", "Vraag de documenten op", "Opvragen", page="/opvragen")
    elif case.owed and not case.decided:
        what = f"De werkgroep moet nog {counted(case.owed, 'document', 'documenten')} sturen of aanvullen"
        yield _task(
            case, "documenten.wachten", what, "Document vastleggen", waits_on=WORKING_GROUP, since=case.asked_on
        )
    late = case.due is not None and case.due < today
    if case.audit and not case.decided and not case.to_assess and (not case.owed or late):
        yield _task(
            case, "documenten.beslissen", "Beslis over de documentenset", "Beslissen", page="/compleetheid",
            why="" if not case.owed else f"Nog {counted(case.owed, 'document', 'documenten')} niet in orde.",
        )  # fmt: skip


def _task(
    case: _Case,
    code: str,
    title: str,
    verb: str,
    *,
    page: str = "",
    permission: Permission = Permission.DOCUMENTS,
    person: int | None = None,
    waits_on: str = "",
    since: date | None = None,
    why: str = "",
) -> Task:
    trajectory = case.trajectory
    return Task(
        code=code, title=title, verb=verb, dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/documenten{page}", permission=permission.value,
        name=trajectory.partnership.name, place=_place(trajectory), last_day=case.due, why=why, source=case.source,
        person=person, waits_on=waits_on, since=since,
    )  # fmt: skip


def _place(trajectory: Trajectory) -> str:
    return ", ".join(dict.fromkeys(link.area.municipality.name for link in trajectory.areas))


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """The last day for the set, where it is not all there yet (DOC-1)."""
    return [
        Term(
            what="de documenten zijn binnen", last_day=case.due, who=WORKING_GROUP, source=case.source,
            after="Wij spreken extra uren af of verzetten de audit.", dossier=case.trajectory.number,
        )
        for case in _cases(session, today, dossier)
        if case.due and case.source and case.owed and not case.decided
    ]  # fmt: skip


def step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far the documents of one dossier are."""
    if trajectory.scheme is None or not scheme_of(trajectory).documents:
        return Step("documenten", "Documenten", StepState.NOT_BEGUN, open=False)
    picture = picture_of(session, trajectory)
    return Step("documenten", "Documenten", _state(picture), _fact(picture))


def _state(picture: Picture) -> StepState:
    if picture.decisions and picture.decisions[0].outcome is not Outcome.MOVE:
        return StepState.DONE
    if picture.count(TO_ASSESS):
        return StepState.BUSY
    if picture.requests and picture.count(IN_ORDER) < len(picture.pieces):
        return StepState.WAITING
    return StepState.BUSY if picture.count(MISSING) < len(picture.pieces) else StepState.NOT_BEGUN


def _fact(picture: Picture) -> str:
    if picture.decisions and picture.decisions[0].outcome is not Outcome.MOVE:
        decision = picture.decisions[0]
        word = "compleet" if decision.outcome is Outcome.COMPLETE else "door met extra uren"
        return f"{word}, {day_short(decision.on_day)}"
    there = len(picture.pieces) - picture.count(MISSING)
    fact = f"{there} van {len(picture.pieces)} binnen"
    return f"{fact} · wacht op werkgroep" if _state(picture) is StepState.WAITING else fact
