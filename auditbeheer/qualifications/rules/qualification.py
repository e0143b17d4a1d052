"""Who may take which part in an audit, on which day (QUA-1 to QUA-7). What is qualified is derived, never stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import (
    Evidence,
    Role,
    criteria,
    impartiality_conditions,
    qualification_conditions,
)
from auditbeheer.scheme.sections import CriterionKind
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain

ATTENDED, INDEPENDENT = "bijgewoond", "zelfstandig"  # the criteria that the ledger of experience answers (QUA-3)
BY_LEDGER = (ATTENDED, INDEPENDENT)


class State(StrEnum):
    """What a qualification is on a day; the words of the screen (ux §9)."""

    TRAINING = "In opleiding"
    QUALIFIED = "Gekwalificeerd"
    SUSPENDED = "Geschorst"
    EXPIRED = "Verlopen"


class Part(StrEnum):
    """How somebody takes part in an audit; the words are those of the team."""

    LEAD = "auditor"
    SECOND = "tweede auditor"
    TRAINEE = "auditor in opleiding"
    TRAINEE_LEAD = "auditor in opleiding, leidt"
    SUPERVISOR = "begeleidend schemamanager"
    OBSERVER = "waarnemer"


@dataclass(frozen=True, slots=True)
class Act:
    """Qualified, suspended or restored (the words of the models), from a day."""

    kind: str
    on_day: date
    why: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A judged proof of one criterion. ``amount``: years shown, where the criterion asks for a number."""

    criterion: str
    met: bool
    document: str
    judged_on: date
    valid_until: date | None = None
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Attendance:
    """An audit that was held, as it counts for somebody. ``positive``: the supervisor's recorded verdict."""

    on_day: date
    area_type: str
    independent: bool = False
    positive: bool = False
    led: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of one person under one scheme."""

    person: str
    acts: dict[Role, tuple[Act, ...]] = field(default_factory=dict)
    proofs: tuple[Proof, ...] = ()
    attended: tuple[Attendance, ...] = ()


@dataclass(frozen=True, slots=True)
class Qualification:
    """What somebody's qualification in one role is on one day, with everything it rests on, met and unmet."""

    state: State
    conditions: tuple[Condition, ...]
    since: date | None = None

    @property
    def holds(self) -> bool:
        """Whether somebody may act on it."""
        return self.state is State.QUALIFIED

    @property
    def stands(self) -> bool:
        """Whether an act of qualification is in force, though what it rests on may have run out meanwhile."""
        return self.state in {State.QUALIFIED, State.EXPIRED}


def shown_on(day: date, scheme: Scheme, role: Role, record: Record) -> dict[str, Evidence]:
    """What a person shows for each criterion on ``day``: the newest judgement per criterion, and the ledger."""
    shown: dict[str, Evidence] = {}
    judged = [proof for proof in record.proofs if proof.judged_on <= day]
    newest = {proof.criterion: proof for proof in sorted(judged, key=lambda proof: proof.judged_on)}
    for item in criteria(scheme, role):
        proof = newest.get(item.code)
        if item.code in BY_LEDGER:
            shown[item.code] = Evidence(_counted(day, scheme, item.code, record.attended))
        elif proof is not None:
            shown[item.code] = _worth(day, proof, item.minimum if item.kind is CriterionKind.YEARS else None)
    return shown


def ends_on(day: date, scheme: Scheme, role: Role, record: Record) -> date | None:
    """The first last day, on ``day`` or later, of a proof that a qualification rests on; None when none has an end."""
    codes = {item.code for item in criteria(scheme, role)}
    judged = sorted((one for one in record.proofs if one.judged_on <= day), key=lambda one: one.judged_on)
    newest = {proof.criterion: proof for proof in judged if proof.criterion in codes}
    ends = [one.valid_until for one in newest.values() if one.met and one.valid_until and one.valid_until >= day]
    return min(ends, default=None)


def _counted(day: date, scheme: Scheme, code: str, attended: Iterable[Attendance]) -> int:
    """Audits of the scheme's own types of area, held up to and including ``day``."""
    types = {kind.value for kind in scheme.area_types}
    held = [audit for audit in attended if audit.on_day <= day and audit.area_type in types]
    if code == ATTENDED:
        return len(held)
    return sum(audit.independent and audit.positive for audit in held)


def _worth(day: date, proof: Proof, minimum: int | None) -> Evidence:
    """What one proof is worth on ``day``: nothing when it was judged not met, or has run out."""
    if proof.valid_until is not None and day > proof.valid_until:
        return Evidence(0, f"{proof.document}, geldig tot en met {day_plain(proof.valid_until)}")
    if not proof.met:
        return Evidence(min(proof.amount or 0, (minimum or 1) - 1), f"{proof.document}: niet voldoende")
    return Evidence(Decimal(proof.amount or minimum or 1), proof.document)


@traced(
    "QUA-1",
    "QUA-6",
    test="tests/qualifications/test_rules.py::test_the_state_of_a_qualification_follows_from_acts_and_evidence",
)
def qualification_on(day: date, scheme: Scheme, role: Role, record: Record) -> Qualification:
    """The state on ``day``, and the conditions: the act of qualifying, and each criterion of the scheme.

    Raises Refusal for a concept scheme.
    """
    wanted = qualification_conditions(scheme, role, record.person, shown_on(day, scheme, role, record))
    acts = [act for act in record.acts.get(role, ()) if act.on_day <= day]
    last = acts[-1] if acts else None
    answer = (_act_condition(scheme, role, record.person, last), *wanted)
    if last is None:
        return Qualification(State.TRAINING, answer)
    if last.kind == "geschorst":
        return Qualification(State.SUSPENDED, answer, last.on_day)
    return Qualification(State.EXPIRED if unmet(wanted) else State.QUALIFIED, answer, last.on_day)


def _act_condition(scheme: Scheme, role: Role, person: str, last: Act | None) -> Condition:
    source = scheme.source(criteria(scheme, role)[0])
    able = "deze audit niet doen" if role is Role.AUDITOR else "geen schemamanager zijn"
    suspended = last is not None and last.kind == "geschorst"
    fact = "in opleiding" if last is None else f"{last.kind} op {day_plain(last.on_day)}"
    return Condition(
        code="kwalificatie.besluit",
        text=f"Gekwalificeerd als {role.value} voor {scheme.name}",
        met=last is not None and not suspended,
        fact=fact,
        source=source,
        refusal=f"{person} kan {able}: {fact} ({source.label}).",
    )


@traced("QUA-1", test="tests/qualifications/test_rules.py::test_nobody_qualifies_themselves")
def may_judge(actor_id: int | None, person_id: int, *, may: bool, role: Role, rules: OwnRules) -> list[Condition]:
    """Whether somebody may qualify, suspend, restore or judge another: the right role, and never oneself.

    ``may``: whether the actor is scheme manager (for an auditor) or management (for a scheme manager).
    """
    source = rules["manager_by_management"].source
    who = "De schemamanager" if role is Role.AUDITOR else "De directie"
    return [
        Condition("kwalificatie.door_ander", "Door een ander dan de persoon zelf", actor_id != person_id,
                  "zelf" if actor_id == person_id else "door een ander", source,
                  f"Niemand kwalificeert of beoordeelt zichzelf. Vraag een ander ({source.label})."),
        Condition("kwalificatie.bevoegd", f"{who} doet dit", may, "", source,
                  f"{who} kwalificeert een {role.value} ({source.label})."),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts for one person on one audit: both qualifications, guidance to the partnership, the declaration."""

    person: str
    auditor: Qualification
    manager: Qualification
    guided_until: date | None = None
    declared: bool = False


@traced("QUA-6", "QUA-7", test="tests/qualifications/test_rules.py::test_who_may_take_which_part")
def may_take_part(
    day: date, part: Part, standing: Standing, rules: OwnRules, *, supervised: bool = False
) -> list[Condition]:
    """All that must hold for somebody to take this part on ``day``.

    ``supervised``: whether a qualified scheme manager is in the team and present, for a trainee who leads.
    """
    answer: list[Condition] = []
    if part in {Part.LEAD, Part.SECOND}:
        answer += standing.auditor.conditions
    elif part is Part.SUPERVISOR:
        answer += standing.manager.conditions
    elif part is Part.TRAINEE_LEAD:
        source = standing.auditor.conditions[0].source
        answer.append(
            Condition("team.toezicht", "Een begeleidend schemamanager is bij de audit", supervised,
                      "in het team" if supervised else "nog niet in het team", source,
                      f"{standing.person} kan deze audit alleen leiden als een schemamanager begeleidt en erbij is"
                      f" ({source.label}). Wijs eerst een begeleidend schemamanager toe.")
        )  # fmt: skip
    answer += impartiality_conditions(standing.person, standing.guided_until, day, rules)
    return [*answer, declared_condition(day, standing.person, standing.declared, rules)]


def declared_condition(day: date, person: str, declared: bool, rules: OwnRules) -> Condition:
    """Whether the declaration of impartiality over the year of the audit is there (QUA-7)."""
    source = rules["impartiality_statements"].source
    return Condition(
        code="onpartijdig.verklaring",
        text=f"Verklaring van onpartijdigheid over {day.year}",
        met=declared,
        fact="is er" if declared else "ontbreekt",
        source=source,
        refusal=f"De verklaring van onpartijdigheid van {person} over {day.year} ontbreekt ({source.label}).",
    )
