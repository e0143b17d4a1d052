"""Who may take which part in an audit, on which day (QUA-1 to QUA-7). What is qualified is derived, never stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from auditbeheer.scheme.condition import SETTING, Condition, unmet
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


def guided_until(day: date, periods: Sequence[tuple[date, date | None]]) -> date | None:
    """The last day on which somebody guided the partnership, as it counts on ``day``; None when never.

    Guidance without an end goes on, so its last day is ``day`` itself.

    >>> guided_until(date(2026, 12, 9), [(date(2024, 1, 1), date(2025, 6, 30)), (date(2027, 1, 1), None)])
    datetime.date(2025, 6, 30)
    >>> guided_until(date(2026, 12, 9), [(date(2024, 1, 1), None)])
    datetime.date(2026, 12, 9)
    """
    ends = [day if until is None else until for begin, until in periods if begin <= day]
    return max(ends, default=None)


# Before somebody changes a file


def wanted_only(conditions: Sequence[Condition]) -> list[Condition]:
    """The criteria without the act itself: what must be met before the act."""
    return [condition for condition in conditions if condition.code != "kwalificatie.besluit"]


def stands_as(person: str, state: State, wanted: Sequence[State]) -> Condition:
    """Whether the qualification stands in one of the wanted states, so that the act makes sense."""
    words = " of ".join(word.value.lower() for word in wanted)
    return Condition(
        code="kwalificatie.stand",
        text=f"Stand van nu: {words}",
        met=state in wanted,
        fact=state.value.lower(),
        source=SETTING,
        refusal=f"{person} is nu {state.value.lower()}. Dit kan alleen bij: {words}.",
    )


def names_criterion(scheme: Scheme, role: Role, code: str) -> list[Condition]:
    """Whether evidence may be added for this criterion: one of the scheme, and not one that the ledger answers."""
    known = [item.code for item in criteria(scheme, role) if item.code not in BY_LEDGER]
    return [
        Condition(
            code="bewijs.eis",
            text="Bewijs hoort bij een eis van dit schema",
            met=code in known,
            fact=code,
            source=SETTING,
            refusal="Kies een eis van dit schema. Audits die iemand bijwoonde, staan bij ervaring.",
        )
    ]


def held_by_then(day: date, today: date, *, already: bool, kind: str, positive: bool | None) -> list[Condition]:
    """Whether an audit from before can be written into a ledger: held, once, and with a verdict where it needs one."""
    judged = kind != "zelfstandig" or positive is not None
    return [
        Condition("ervaring.gehouden", "De audit is al gehouden", day <= today, day_plain(day), SETTING,
                  "Deze dag moet nog komen. Kies de dag waarop de audit was."),
        Condition("ervaring.eenmaal", "Deze audit staat nog niet in de lijst", not already, "", SETTING,
                  "Deze audit staat al in de lijst van deze persoon."),
        Condition("ervaring.oordeel", "Bij een zelfstandige audit hoort het oordeel van de toezichthouder", judged, "",
                  SETTING, "Kies het oordeel van de schemamanager over deze zelfstandige audit."),
    ]  # fmt: skip


def ends_after_begin(from_day: date, until_day: date | None) -> list[Condition]:
    """A period ends on its first day or later; without a last day it goes on."""
    return [
        Condition(
            code="begeleiding.periode",
            text="De laatste dag ligt niet voor de eerste dag",
            met=until_day is None or until_day >= from_day,
            fact="" if until_day is None else f"{day_plain(from_day)} tot en met {day_plain(until_day)}",
            source=SETTING,
            refusal="De laatste dag ligt voor de eerste dag. Kies een latere laatste dag.",
        )
    ]


def declares_for(year: int, today: date, known: Iterable[int], *, own: bool, rules: OwnRules) -> list[Condition]:
    """Whether somebody may declare over a year: in person, this year or the next, and once."""
    source = rules["impartiality_statements"].source
    return [
        Condition("verklaring.zelf", "De verklaring is van de persoon zelf", own, "", source,
                  "Alleen de persoon zelf kan dit verklaren."),
        Condition("verklaring.jaar", f"Over {today.year} of {today.year + 1}", year in {today.year, today.year + 1},
                  str(year), source, f"Kies {today.year} of {today.year + 1}."),
        Condition("verklaring.eenmaal", "Nog niet verklaard over dit jaar", year not in set(known), "", source,
                  f"De verklaring over {year} is er al."),
    ]  # fmt: skip


def may_give_verdict(actor_id: int | None, person_id: int, *, held: bool) -> list[Condition]:
    """Whether a verdict on an audit that a trainee led can be given: by another, and after it was held."""
    return [
        Condition("oordeel.ander", "Een ander dan de persoon zelf oordeelt", actor_id != person_id, "", SETTING,
                  "Niemand beoordeelt de eigen audit. Vraag een ander."),
        Condition("oordeel.gehouden", "Een audit die zelfstandig onder toezicht is gehouden", held, "", SETTING,
                  "Een oordeel kan pas als deze audit zelfstandig en onder toezicht is gehouden."),
    ]  # fmt: skip
