"""What the page of one person shows: the whole file as it stands on a day, and what can be done about it today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.qualifications import models, service
from auditbeheer.qualifications.models import (
    Evidence,
    Experience,
    Guidance,
    ImpartialityDeclaration,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
    ShortfallDecision,
)
from auditbeheer.qualifications.pages.overview import capacities, schemes_with_criteria
from auditbeheer.qualifications.rules import (
    BY_LEDGER,
    Qualification,
    State,
    Year,
    asks_decision,
    ends_on,
    may_decide,
    wanted_only,
)
from auditbeheer.qualifications.standing import Files, files_of
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role, criteria
from auditbeheer.scheme.sections import QualificationCriterion


@dataclass(frozen=True)
class Ability:
    """What a button on the page does, when it may be used: its address word and label."""

    act: QualificationActKind
    label: str
    conditions: Sequence[Condition]

    @property
    def open(self) -> bool:
        """Whether nothing stands in the way."""
        return not unmet(self.conditions)


@dataclass(frozen=True)
class Capacity:
    """One capacity of one person under one scheme, with what can be done about it.

    ``proofs``: the newest judgement of each criterion up to the day, by the code of its condition.
    """

    scheme: Scheme
    capacity: QualifiedAs
    day: date
    qualification: Qualification
    criteria: Sequence[QualificationCriterion]
    ability: Ability
    suspendable: bool
    may_judge: bool
    years: Sequence[Year]
    decisions: Sequence[ShortfallDecision]
    asked: Sequence[int]
    decidable: Sequence[int]
    ends: date | None
    proofs: dict[str, Evidence]

    @property
    def gaps(self) -> list[Condition]:
        """What is missing, the act itself apart."""
        return unmet(wanted_only(self.qualification.conditions))

    def beside(self, condition: Condition) -> str:
        """The fact of a criterion without what its proof tells itself: the document, and until when it counts."""
        proof = self.proofs.get(condition.code)
        if proof is None:
            return condition.fact
        told = condition.fact.removesuffix(f" ({proof.document})")
        return "" if told.startswith(proof.document) else told

    @property
    def provable(self) -> list[QualificationCriterion]:
        """The criteria that ask for judged evidence."""
        return [item for item in self.criteria if item.code not in BY_LEDGER]


@dataclass(frozen=True)
class PersonPage:
    """Everything on the page of one person."""

    employee: Employee
    day: date
    capacities: Sequence[Capacity]
    evidence: Sequence[Evidence]
    experience: Sequence[Experience]
    guidance: Sequence[Guidance]
    declarations: Sequence[ImpartialityDeclaration]
    acts: Sequence[QualificationAct]
    to_declare: Sequence[int]
    names: dict[int, str]


def person_page(session: Session, by: Actor, now: datetime, employee: Employee, day: date | None = None) -> PersonPage:
    """One person's file as it stands on ``day`` (today), and as ``by`` may change it today."""
    files, today = files_of(session, [employee]), now.date()
    day = day or today
    decided = models.shortfall_decisions(session, [employee.id])
    declarations = models.declarations_of(session, [employee.id])
    told = {row.year for row in declarations}
    return PersonPage(
        employee=employee,
        day=day,
        capacities=[
            _capacity(session, by, now, employee, files, scheme, capacity, day, decided)
            for scheme in schemes_with_criteria()
            for capacity in capacities(employee, files, scheme)
            if scheme is schemes_with_criteria()[0] or _has_file(files, employee, scheme)
        ],
        evidence=list(reversed(files.evidence.get(employee.id, []))),
        experience=list(reversed(files.experience.get(employee.id, []))),
        guidance=models.guidance_of(session, [employee.id]),
        declarations=declarations,
        acts=list(reversed(files.acts.get(employee.id, []))),
        to_declare=[year for year in (today.year, today.year + 1) if year not in told],
        names=_names(session, files, employee, decided),
    )


def judged_before(
    session: Session, employee: Employee, scheme: Scheme, criterion: str
) -> tuple[Evidence | None, dict[int, str]]:
    """The newest judgement of a criterion, and the name of who judged."""
    rows = [
        row for row in models.evidence_of(session, [employee.id])
        if (row.scheme, row.criterion) == (scheme.key, criterion)
    ]  # fmt: skip
    judges = models.people_by_id(session, [row.judged_by_id for row in rows[-1:]])
    return (rows[-1] if rows else None), {person.id: person.name for person in judges}


def _has_file(files: Files, employee: Employee, scheme: Scheme) -> bool:
    acts, proofs = files.acts.get(employee.id, []), files.evidence.get(employee.id, [])
    return scheme.key in {act.scheme for act in acts} | {proof.scheme for proof in proofs}


def _names(session: Session, files: Files, employee: Employee, decided: Sequence[ShortfallDecision]) -> dict[int, str]:
    keys = {row.judged_by_id for row in files.evidence.get(employee.id, [])}
    keys |= {row.by_id for row in files.acts.get(employee.id, [])} | {row.by_id for row in decided}
    keys |= {row.verdict_by_id for row in files.experience.get(employee.id, []) if row.verdict_by_id is not None}
    return {person.id: person.name for person in models.people_by_id(session, sorted(keys))}


def _capacity(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    files: Files,
    scheme: Scheme,
    capacity: QualifiedAs,
    day: date,
    decided: Sequence[ShortfallDecision],
) -> Capacity:
    role, rules = Role(capacity.value), own_rules_on(session, now.date())
    held = files.qualification(employee, scheme, role, day)
    able = not unmet(service.conditions_to_judge(session, by, now, employee, scheme, capacity))
    able = able and day == now.date()
    is_auditor = capacity is QualifiedAs.AUDITOR
    years = files.years(employee, scheme, day) if is_auditor else []
    decisions = [row for row in decided if row.scheme == scheme.key and is_auditor]
    told = {row.year: row.expected for row in decisions}
    return Capacity(
        scheme=scheme,
        capacity=capacity,
        day=day,
        qualification=held,
        criteria=criteria(scheme, role),
        ability=_ability(session, by, now, employee, scheme, capacity, held.state),
        suspendable=held.stands and able,
        may_judge=able,
        years=years,
        decisions=decisions,
        asked=[one.year for one in years if held.stands and asks_decision(one, day, rules, told.get(one.year))],
        decidable=[
            one.year
            for one in years
            if able and held.stands and one.year >= day.year - 1 and not unmet(may_decide(one, day, told.get(one.year)))
        ],
        ends=ends_on(day, scheme, role, files.record(employee, scheme)),
        proofs={
            f"kwalificatie.{row.criterion}": row
            for row in files.evidence.get(employee.id, [])
            if row.scheme == scheme.key and row.judged_on <= day
        },
    )


def _ability(
    session: Session,
    by: Actor,
    now: datetime,
    employee: Employee,
    scheme: Scheme,
    capacity: QualifiedAs,
    state: State,
) -> Ability:
    suspended = state is State.SUSPENDED
    kind = QualificationActKind.RESTORED if suspended else QualificationActKind.QUALIFIED
    conditions = service.conditions_to_act(session, by, now, employee, scheme, capacity, kind)
    return Ability(kind, "Schorsing opheffen" if suspended else f"Kwalificeren als {capacity}", conditions)
