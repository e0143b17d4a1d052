"""From rows to what the rules ask: everybody's standing on a day, with a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.qualifications import models
from auditbeheer.qualifications.models import (
    Evidence,
    Experience,
    ExperienceKind,
    ExperienceState,
    Guidance,
    QualificationAct,
    QualificationActKind,
    QualifiedAs,
)
from auditbeheer.qualifications.rules import (
    Act,
    Attendance,
    Involvement,
    Part,
    Proof,
    Qualification,
    Record,
    Standing,
    Year,
    as_far_as_helped,
    forecast,
    guided_until,
    may_take_part,
    qualification_on,
)
from auditbeheer.relations.models import Partnership, Party
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import Role

Row = TypeVar("Row", Evidence, QualificationAct, Experience)


@dataclass(frozen=True)
class Files:
    """What is known of a number of people, read once: three queries however many there are."""

    evidence: dict[int, list[Evidence]]
    acts: dict[int, list[QualificationAct]]
    experience: dict[int, list[Experience]]

    def record(self, employee: Employee, scheme: Scheme) -> Record:
        """One person as the rules see it, under one scheme."""
        acts: dict[Role, list[Act]] = defaultdict(list)
        for row in self.acts.get(employee.id, []):
            if row.scheme == scheme.key:
                acts[Role(row.capacity.value)].append(Act(row.kind.value, row.on_day, row.why))
        return Record(
            person=employee.short_name,
            acts={role: tuple(done) for role, done in acts.items()},
            proofs=tuple(_proof(row) for row in self.evidence.get(employee.id, []) if row.scheme == scheme.key),
            attended=tuple(_attendance(row) for row in self.held(employee)),
        )

    def held(self, employee: Employee) -> list[Experience]:
        """The audits that count: those that were held."""
        return [row for row in self.experience.get(employee.id, []) if row.state is ExperienceState.HELD]

    def qualification(self, employee: Employee, scheme: Scheme, role: Role, day: date) -> Qualification:
        """The qualification of one person on a day."""
        return qualification_on(day, scheme, role, self.record(employee, scheme))

    def led_in(self, employee: Employee, year: int, *, expected: bool = False) -> int:
        """Assessments done in a calendar year, of any type of area (QUA-4); ``expected``: with those that stand."""
        counting = (ExperienceState.HELD, ExperienceState.EXPECTED) if expected else (ExperienceState.HELD,)
        rows = [row for row in self.experience.get(employee.id, []) if row.state in counting]
        return sum(row.kind is ExperienceKind.LED and row.on_day.year == year for row in rows)

    def years(self, employee: Employee, scheme: Scheme, day: date) -> list[Year]:
        """The assessments of an auditor per year that counts, as they stand on ``day`` (QUA-4); empty for others."""
        acts = self.acts.get(employee.id, [])
        first = next(
            (act.on_day for act in acts if act.scheme == scheme.key and act.capacity is QualifiedAs.AUDITOR
             and act.kind is QualificationActKind.QUALIFIED and act.on_day <= day),
            None,
        )  # fmt: skip
        if first is None:
            return []
        led = [row for row in self.experience.get(employee.id, []) if row.kind is ExperienceKind.LED]
        held = [row.on_day for row in led if row.state is ExperienceState.HELD]
        expected = [row.on_day for row in led if row.state is ExperienceState.EXPECTED]
        return forecast(day, scheme, first, held, expected)


def _proof(row: Evidence) -> Proof:
    return Proof(row.criterion, row.met, row.document, row.judged_on, row.valid_until, row.amount)


def _attendance(row: Experience) -> Attendance:
    return Attendance(
        on_day=row.on_day,
        area_type=row.area_type,
        independent=row.kind is ExperienceKind.INDEPENDENT,
        positive=row.verdict_positive is True,
        led=row.kind is ExperienceKind.LED,
    )


def files_of(session: Session, people: Sequence[Employee]) -> Files:
    """Evidence, acts and experience of these people."""
    keys = [person.id for person in people]
    return Files(
        evidence=_by_person(models.evidence_of(session, keys)),
        acts=_by_person(models.acts_of(session, keys)),
        experience=_by_person(models.experience_of(session, keys)),
    )


def _by_person(rows: Iterable[Row]) -> dict[int, list[Row]]:
    piles: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        piles[row.employee_id].append(row)
    return piles


def involvements(session: Session, people: Sequence[int]) -> dict[tuple[int, int], list[Involvement]]:
    """With which partnerships these people were involved, by person and partnership; two queries.

    Work for a bureau counts for every partnership that the bureau helped in that time.
    """
    rows = models.guidance_of(session, people)
    groups: dict[int, list[Party]] = defaultdict(list)
    for party in models.groups_of(session, {row.bureau_id for row in rows if row.bureau_id is not None}):
        groups[party.bureau_id or 0].append(party)
    found: dict[tuple[int, int], list[Involvement]] = defaultdict(list)
    for row in rows:
        for partnership_id, counts in reach(row, groups[row.bureau_id or 0]):
            found[row.employee_id, partnership_id].append(counts)
    return found


def reach(row: Guidance, groups: Sequence[Party]) -> list[tuple[int, Involvement]]:
    """For which partnerships one entry counts, and how. ``groups``: what its bureau is in each partnership."""
    whole = Involvement(row.from_day, row.until_day, row.kind.value, row.bureau.name if row.bureau else "")
    if row.partnership_id is not None:
        return [(row.partnership_id, whole)]
    parts = [(party, as_far_as_helped(whole, party.since, party.until_day)) for party in groups]
    return [(party.partnership_id, part) for party, part in parts if part is not None]


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be chosen: the person, the standing, and the audits of that year, done and planned."""

    employee: Employee
    standing: Standing
    audits_that_year: int
    last_time_here: date | None

    def conditions(self, day: date, part: Part, rules: OwnRules, *, supervised: bool = False) -> list[Condition]:
        """What must hold for this person to take this part on ``day``."""
        return may_take_part(day, part, self.standing, rules, supervised=supervised)

    def may(self, day: date, part: Part, rules: OwnRules, *, supervised: bool = False) -> bool:
        """Whether nothing stands in the way."""
        return not unmet(self.conditions(day, part, rules, supervised=supervised))


def candidates_on(
    session: Session,
    day: date,
    scheme: Scheme,
    partnership: Partnership,
    *,
    here: Sequence[str] = (),
    people: Sequence[Employee] | None = None,
) -> list[Candidate]:
    """Everybody who can be in a team and still works here on ``day``, with their standing for this partnership.

    ``here``: the dossier numbers of this partnership, for who was here before. ``people``: only these. Raises Refusal
    for a concept scheme.
    """
    there = models.people_with_a_file(session) if people is None else people
    there = [person for person in there if person.left_on is None or person.left_on > day]
    files = files_of(session, there)
    involved = involvements(session, [person.id for person in there])
    declared = models.declared_for(session, day.year)
    return [
        Candidate(
            employee=person,
            standing=Standing(
                person=person.short_name,
                auditor=files.qualification(person, scheme, Role.AUDITOR, day),
                manager=files.qualification(person, scheme, Role.SCHEME_MANAGER, day),
                guided_until=guided_until(day, involved[person.id, partnership.id]),
                declared=person.id in declared,
            ),
            audits_that_year=files.led_in(person, day.year, expected=True),
            last_time_here=max((row.on_day for row in files.held(person) if row.audit_ref in here), default=None),
        )
        for person in there
    ]
