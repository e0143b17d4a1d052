"""What the pages of auditors show: everybody's state today, and one person's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role as OfficeRole
from auditbeheer.organisation.schemes import schemes
from auditbeheer.qualifications import models, service
from auditbeheer.qualifications.models import (
    Evidence,
    Experience,
    ExperienceKind,
    ExperienceState,
    Guidance,
    ImpartialityDeclaration,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
)
from auditbeheer.qualifications.rules import BY_LEDGER, Qualification, State
from auditbeheer.qualifications.standing import Files, files_of
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role, YearOfWork, continuity, criteria
from auditbeheer.scheme.sections import QualificationCriterion


def schemes_with_criteria() -> list[Scheme]:
    """The adopted schemes, the newest first: those that say what a person must show."""
    known = [scheme for scheme in schemes() if scheme.qualifications is not None]
    return sorted(known, key=lambda scheme: scheme.transition.assessed_from.value, reverse=True)


@dataclass(frozen=True)
class Row:
    """One person in the list: a qualification per scheme, in the order of the heads."""

    employee: Employee
    qualifications: tuple[tuple[str, Qualification], ...]
    audits_this_year: int
    declared: bool

    @property
    def gaps(self) -> list[Condition]:
        """What is missing for the newest scheme."""
        wanted = self.qualifications[0][1] if self.qualifications else None
        return [] if wanted is None else [gap for gap in unmet(wanted.conditions) if gap.code != "kwalificatie.besluit"]


def rows_on(session: Session, day: date) -> list[Row]:
    """Everybody who can be in a team, as they stand on ``day``; a constant number of queries."""
    people = [person for person in models.people_with_a_file(session) if person.left_on is None or person.left_on > day]
    files, declared = files_of(session, people), models.declared_for(session, day.year)
    return [
        Row(
            employee=person,
            qualifications=tuple(
                (capacity.value, files.qualification(person, scheme, Role(capacity.value), day))
                for scheme in schemes_with_criteria()[:1]
                for capacity in capacities(person, files, scheme)
            ),
            audits_this_year=files.led_in(person, day.year),
            declared=person.id in declared,
        )
        for person in people
    ]


def capacities(person: Employee, files: Files, scheme: Scheme) -> list[QualifiedAs]:
    """In which capacities somebody has a file: by role, and by what was done before."""
    done = {act.capacity for act in files.acts.get(person.id, []) if act.scheme == scheme.key}
    roles = {QualifiedAs.AUDITOR: OfficeRole.AUDITOR, QualifiedAs.SCHEME_MANAGER: OfficeRole.SCHEME_MANAGER}
    return [capacity for capacity, role in roles.items() if role in person.role_names or capacity in done]


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
    """One capacity of one person under one scheme, with what can be done about it."""

    scheme: Scheme
    capacity: QualifiedAs
    qualification: Qualification
    criteria: Sequence[QualificationCriterion]
    ability: Ability
    suspendable: bool
    may_judge: bool
    years: Sequence[YearOfWork]

    @property
    def provable(self) -> list[QualificationCriterion]:
        """The criteria that ask for judged evidence."""
        return [item for item in self.criteria if item.code not in BY_LEDGER]


@dataclass(frozen=True)
class PersonPage:
    """Everything on the page of one person."""

    employee: Employee
    capacities: Sequence[Capacity]
    evidence: Sequence[Evidence]
    experience: Sequence[Experience]
    guidance: Sequence[Guidance]
    declarations: Sequence[ImpartialityDeclaration]
    acts: Sequence[QualificationAct]
    to_declare: Sequence[int]
    names: dict[int, str]


def person_page(session: Session, by: Actor, now: datetime, employee: Employee) -> PersonPage:
    """One person's file as ``by`` may see and change it."""
    files, day = files_of(session, [employee]), now.date()
    declarations = models.declarations_of(session, [employee.id])
    told = {row.year for row in declarations}
    return PersonPage(
        employee=employee,
        capacities=[
            _capacity(session, by, now, employee, files, scheme, capacity)
            for scheme in schemes_with_criteria()
            for capacity in capacities(employee, files, scheme)
            if scheme is schemes_with_criteria()[0] or _has_file(files, employee, scheme)
        ],
        evidence=list(reversed(files.evidence.get(employee.id, []))),
        experience=list(reversed(files.experience.get(employee.id, []))),
        guidance=models.guidance_of(session, [employee.id]),
        declarations=declarations,
        acts=list(reversed(files.acts.get(employee.id, []))),
        to_declare=[year for year in (day.year, day.year + 1) if year not in told],
        names=_names(session, files, employee),
    )


def _has_file(files: Files, employee: Employee, scheme: Scheme) -> bool:
    acts, proofs = files.acts.get(employee.id, []), files.evidence.get(employee.id, [])
    return scheme.key in {act.scheme for act in acts} | {proof.scheme for proof in proofs}


def _names(session: Session, files: Files, employee: Employee) -> dict[int, str]:
    keys = {row.judged_by_id for row in files.evidence.get(employee.id, [])}
    keys |= {row.by_id for row in files.acts.get(employee.id, [])}
    return {person.id: person.name for person in models.people_by_id(session, sorted(keys))}


def _capacity(
    session: Session, by: Actor, now: datetime, employee: Employee, files: Files, scheme: Scheme, capacity: QualifiedAs
) -> Capacity:
    role = Role(capacity.value)
    held = files.qualification(employee, scheme, role, now.date())
    judging = service.conditions_to_judge(session, by, now, employee, scheme, capacity)
    return Capacity(
        scheme=scheme,
        capacity=capacity,
        qualification=held,
        criteria=criteria(scheme, role),
        ability=_ability(session, by, now, employee, scheme, capacity, held.state),
        suspendable=held.state in {State.QUALIFIED, State.EXPIRED} and not unmet(judging),
        may_judge=not unmet(judging),
        years=_years(files, employee, scheme, capacity, held, now.date()),
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
    if state is State.SUSPENDED:
        conditions = service.conditions_to_restore(session, by, now, employee, scheme, capacity)
        return Ability(QualificationActKind.RESTORED, "Schorsing opheffen", conditions)
    conditions = service.conditions_to_qualify(session, by, now, employee, scheme, capacity)
    return Ability(QualificationActKind.QUALIFIED, f"Kwalificeren als {capacity}", conditions)


def _years(
    files: Files, employee: Employee, scheme: Scheme, capacity: QualifiedAs, held: Qualification, day: date
) -> list[YearOfWork]:
    """The assessments per year since the first qualification, planned ones of this year included (QUA-4)."""
    first = next(
        (act.on_day for act in files.acts.get(employee.id, [])
         if act.scheme == scheme.key and act.capacity is capacity and act.kind is QualificationActKind.QUALIFIED),
        None,
    )  # fmt: skip
    if capacity is not QualifiedAs.AUDITOR or first is None or held.since is None:
        return []
    counting = (ExperienceState.HELD, ExperienceState.EXPECTED)
    days = [
        row.on_day
        for row in files.experience.get(employee.id, [])
        if row.kind is ExperienceKind.LED and row.state in counting
    ]
    return continuity(scheme, first, days, day.year)
