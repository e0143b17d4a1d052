"""What waits in the deviations of every dossier: on the working group for additions, on us to judge them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.deviations.models import Deviation, deviations_of, unsettled
from auditbeheer.deviations.rules import CLOSED, RECEIVED
from auditbeheer.deviations.service import facts_of
from auditbeheer.documents.state import scheme_of
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.wording import counted

WORKING_GROUP = "werkgroep"

ACTS = frozenset({Permission.AUDIT, Permission.DOCUMENTS})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """What waits on deviations, in every dossier or in one."""
    return [_task(deviation) for deviation in unsettled(session, dossier)]


def _task(deviation: Deviation) -> Task:
    audit, trajectory = deviation.audit, deviation.audit.trajectory
    ours = facts_of(deviation).state == RECEIVED
    place = ", ".join(dict.fromkeys(link.area.municipality.name for link in trajectory.areas))
    lead = audit.lead
    return Task(
        code="afwijking.beoordelen" if ours else "afwijking.wachten",
        title=f"Beoordeel de aanvulling op afwijking {deviation.number}"
        if ours
        else f"De werkgroep moet de aanvulling op afwijking {deviation.number} sturen",
        verb="Beoordelen" if ours else "Aanvulling vastleggen",
        dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/afwijkingen/{deviation.number}",
        permission=(Permission.AUDIT if ours else Permission.DOCUMENTS).value,
        name=trajectory.partnership.name,
        place=place,
        last_day=deviation.assessment_due if ours else (deviation.additions_due or deviation.assessment_due),
        source=_source(deviation, ours),
        person=lead.id if lead and ours else None,
        waits_on="" if ours else WORKING_GROUP,
        since=deviation.established_on,
    )


def _source(deviation: Deviation, ours: bool) -> Source | None:
    scheme = scheme_of(deviation.audit.trajectory)
    if scheme.deviations is None:
        return None
    stated = scheme.deviations.assessment_months if ours else scheme.deviations.additions_months
    return scheme.source(stated or scheme.deviations.assessment_months)


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """The last days that run: of the working group to deliver, of us to judge."""
    return [term for deviation in unsettled(session, dossier) for term in _terms(deviation)]


def _terms(deviation: Deviation) -> Iterator[Term]:
    number = deviation.audit.trajectory.number
    theirs, ours = _source(deviation, ours=False), _source(deviation, ours=True)
    if deviation.additions_due and theirs and facts_of(deviation).state != RECEIVED:
        yield Term(
            f"de aanvulling op afwijking {deviation.number} is binnen", deviation.additions_due, WORKING_GROUP, theirs,
            "Dan kan het certificaat niet worden verleend.", number,
        )  # fmt: skip
    if deviation.assessment_due and ours:
        yield Term(
            f"de aanvulling op afwijking {deviation.number} is beoordeeld", deviation.assessment_due, "auditor", ours,
            "Dan zijn wij te laat met onze beoordeling.", number,
        )  # fmt: skip


def step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far the deviations of one dossier are; without any: not needed, once the audit was held."""
    audit = audit_of(session, trajectory.id)
    standing = [one for one in deviations_of(session, audit.id) if one.withdrawn_on is None] if audit else []
    states = [facts_of(one).state for one in standing]
    left = [state for state in states if state != CLOSED]
    if audit is None or audit.held_on is None:
        fact = counted(len(states), "afwijking", "afwijkingen") if states else ""
        return Step("afwijkingen", "Afwijkingen", StepState.NOT_BEGUN, fact, open=bool(states))
    if not states:
        return Step("afwijkingen", "Afwijkingen", StepState.NOT_NEEDED, "geen afwijkingen")
    if not left:
        return Step("afwijkingen", "Afwijkingen", StepState.DONE, f"{len(states)} gesloten")
    state = StepState.BUSY if RECEIVED in left else StepState.WAITING
    return Step("afwijkingen", "Afwijkingen", state, f"{len(left)} van {len(states)} open")
