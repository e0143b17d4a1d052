"""What must hold of deviations: their answers, their assessment, extending, withdrawing, and that all are closed.

The terms themselves are ``scheme.deviation_terms`` (AUD-4, AUD-5).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import Condition, Source, SourceKind
from auditbeheer.scheme.deviation_terms import extension_conditions, received_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain, join_and

OPEN, RECEIVED, RETURNED, CLOSED = "Open", "Aanvulling ontvangen", "Teruggestuurd", "Gesloten"
ROLES = Source(SourceKind.SETTING, explanation="Wie wat mag, staat bij de rollen. Het auditteam staat bij de planning.")
RECORD = Source(
    SourceKind.SETTING, explanation="Wat is vastgelegd, blijft staan. Een correctie is een nieuw feit met een reden."
)


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """An addition: the day it came, whether it was handed in as complete, and the verdict (None: not judged yet)."""

    received_on: date
    complete: bool
    sufficient: bool | None = None


@dataclass(frozen=True, slots=True)
class DeviationFacts:
    """A deviation as the rules see it; ``answers`` oldest first."""

    number: int
    closed_on: date | None = None
    withdrawn_on: date | None = None
    answers: tuple[AnswerFacts, ...] = ()

    @property
    def state(self) -> str:
        """The status word (ux §9); a withdrawn deviation holds nothing up, so it reads as closed.

        >>> DeviationFacts(1).state, DeviationFacts(1, withdrawn_on=date(2026, 12, 10)).state
        ('Open', 'Gesloten')
        """
        if self.closed_on or self.withdrawn_on:
            return CLOSED
        if not self.answers:
            return OPEN
        return RETURNED if self.answers[-1].sufficient is False else RECEIVED

    @property
    def waiting(self) -> AnswerFacts | None:
        """What waits for our verdict, as one: complete from the day on which a part of it was handed in as complete."""
        parts = [answer for answer in self.answers if answer.sufficient is None]
        complete = [answer for answer in parts if answer.complete]
        return next(iter(complete or parts[-1:]), None)

    @property
    def received_complete(self) -> date | None:
        """The day on which the addition that waits for us was handed in as complete; None after it was returned."""
        return self.waiting.received_on if self.waiting and self.waiting.complete else None


@traced("AUD-8", test="tests/deviations/test_rules.py::test_one_open_deviation_holds_everything_up")
def all_closed(scheme: Scheme, deviations: Iterable[DeviationFacts]) -> list[Condition]:
    """Whether every deviation is demonstrably closed before a positive decision. Source: S31 §4.4.4; 4.0 own rule.

    >>> from auditbeheer.scheme.library import packaged
    >>> all_closed(packaged()["kvo-b-4.0"], [])[0].fact
    'Geen afwijkingen bij deze audit'
    """
    counted_ones = [one for one in deviations if one.withdrawn_on is None]
    left = [one for one in counted_ones if one.closed_on is None]
    if not counted_ones:
        fact = "Geen afwijkingen bij deze audit"
    elif left:
        fact = f"Nog open: {join_and([f'afwijking {one.number}' for one in left])}"
    else:
        fact = f"{counted(len(counted_ones), 'afwijking', 'afwijkingen')} gesloten"
    source = scheme.source(known(scheme, scheme.decision, "de voorwaarden voor het besluit").all_deviations_closed)
    return [Condition("afwijkingen.gesloten", "Alle afwijkingen zijn gesloten", not left, fact, source)]


def established(established_on: date | None) -> list[Condition]:
    """Whether the terms run: an answer comes after the closing meeting, which establishes what was found."""
    fact = f"afgesloten op {day_plain(established_on)}" if established_on else "de audit is nog niet afgesloten"
    refusal = "Een aanvulling kan pas na de afsluiting van de audit. Sluit eerst de audit af"
    return [
        Condition("afwijking.vastgesteld", "De audit is afgesloten", established_on is not None, fact, RECORD, refusal)
    ]


def still_open(state: str) -> list[Condition]:
    """Whether something may still be done with it."""
    refusal = "Deze afwijking is al gesloten"
    return [Condition("afwijking.open", "De afwijking is open", state != CLOSED, state, RECORD, refusal)]


def answer_conditions(
    scheme: Scheme, established_on: date | None, state: str, received: date, today: date
) -> list[Condition]:
    """Whether an addition can be recorded: the audit is closed, the deviation open, the day fits."""
    answer = established(established_on)
    if established_on is None:
        return answer
    refusal = f"Ontvangen op {day_plain(received)} kan niet: die dag komt nog. Vul een dag tot en met vandaag in"
    return [
        *answer,
        *still_open(state),
        *received_conditions(scheme, established_on, received),
        Condition("dag.geweest", "De dag is geweest", received <= today, day_plain(received), RECORD, refusal),
    ]


def sending_conditions(
    facts: DeviationFacts, established_on: date | None, due: date | None, today: date
) -> list[Condition]:
    """Whether the working group itself can send an addition now: the term runs, and none waits for our verdict.

    ``due``: the last day for additions; None where the scheme has none (3.1).
    """
    judged = facts.received_complete is None
    late = f"Sturen kon tot en met {day_plain(due)}. Bel ons als u nog iets hebt" if due else ""
    return [
        *established(established_on),
        *still_open(facts.state),
        Condition(
            "aanvulling.beoordeeld", "Er wacht geen aanvulling op ons oordeel", judged, "", RECORD,
            "Uw aanvulling is binnen en wij beoordelen haar. U hoort van ons of er nog iets bij moet",
        ),
        Condition(
            "aanvulling.termijn", "De termijn voor aanvullingen loopt nog", due is None or today <= due,
            f"tot en met {day_plain(due)}" if due else "", RECORD, late,
        ),
    ]  # fmt: skip


@traced("AUD-4", test="tests/deviations/test_rules.py::test_what_came_too_late_cannot_close_a_deviation")
def verdict_conditions(
    scheme: Scheme, answer: AnswerFacts | None, due: date | None, *, sufficient: bool, verdict: str
) -> list[Condition]:
    """Whether an addition may be judged so: sufficient only when complete and on time, returned only with what lacks.

    ``due``: the last day for additions; None where the scheme has none (3.1). 4.0 knows no extension, and a return does
    not begin the term anew. Source: B4 §6.3.
    """
    refusal = "Er is nu geen aanvulling om te beoordelen"
    conditions = [Condition("aanvulling.wacht", "Er wacht een aanvulling", answer is not None, "", RECORD, refusal)]
    if answer is None:
        return conditions
    if not sufficient:
        refusal = "Schrijf op wat er nog ontbreekt, zodat de werkgroep weet wat te doen"
        named = Condition(
            "aanvulling.wat", "Bij terugsturen staat wat er ontbreekt", bool(verdict.strip()), "", RECORD, refusal
        )
        return [*conditions, named]
    refusal = "Deze aanvulling is nog niet compleet. Stuur haar terug met wat er ontbreekt"
    conditions.append(
        Condition("aanvulling.compleet", "De aanvulling is compleet", answer.complete, "", RECORD, refusal)
    )
    rules = known(scheme, scheme.deviations, "de termijnen bij afwijkingen")
    if due is not None and rules.additions_months is not None:
        source = scheme.source(rules.additions_months)
        fact = f"ontvangen op {day_plain(answer.received_on)}"
        refusal = (
            f"Deze aanvulling kwam op {day_plain(answer.received_on)}, na de laatste dag {day_plain(due)}"
            f" ({source.label}). Onder {scheme.identity.short} is er geen verlenging"
        )
        text = f"De aanvulling kwam uiterlijk op {day_plain(due)}"
        conditions.append(Condition("aanvulling.op_tijd", text, answer.received_on <= due, fact, source, refusal))
    return conditions


@traced("AUD-5", test="tests/deviations/test_rules.py::test_a_term_is_extended_once_with_a_reason_and_in_time")
def may_extend(
    scheme: Scheme, *, state: str, established_on: date | None, due: date | None, extended_on: date | None,
    why: str, today: date,
) -> list[Condition]:  # fmt: skip
    """Whether the term for assessing may be extended: once, with a reason, while it still runs. Source: S31 §4.4.3."""
    conditions = extension_conditions(scheme, extended_on, why)
    if any(not condition.met for condition in conditions):
        return conditions
    source = conditions[0].source
    running = due is not None and today <= due
    fact = f"de termijn liep tot en met {day_plain(due)}" if due else ""
    refusal = f"Verlengen kan niet meer: {fact} ({source.label})"
    return [
        *conditions,
        *established(established_on),
        *still_open(state),
        Condition("afwijking.termijn_loopt", "De termijn loopt nog", running, fact, source, refusal),
    ]


def withdrawal_conditions(state: str, why: str) -> list[Condition]:
    """Whether a deviation may be withdrawn: while it is open, and with the reason (C22)."""
    refusal = "Schrijf op waarom deze afwijking niet klopte"
    reason = Condition("afwijking.reden", "Er is een reden", bool(why.strip()), why.strip(), RECORD, refusal)
    return [*still_open(state), reason]


def described(seen: str, requirement: str) -> list[Condition]:
    """Whether a deviation says enough to be told at the closing: what was seen, and which requirement it is about."""
    return [
        Condition(
            "afwijking.gezien", "Er staat wat is gezien", bool(seen.strip()), "", RECORD,
            "Schrijf op wat u zag. De werkgroep moet het kunnen herkennen",
        ),
        Condition(
            "afwijking.eis", "Er staat welke eis het is", bool(requirement.strip()), "", RECORD,
            "Schrijf op aan welke eis niet is voldaan",
        ),
    ]  # fmt: skip


def recording(*, in_team: bool) -> list[Condition]:
    """Whether somebody may record deviations: only who does this audit."""
    refusal = "Alleen wie deze audit doet, legt afwijkingen vast"
    return [Condition("audit.team", "U doet deze audit", in_team, "", ROLES, refusal)]


def answering(*, for_the_office: bool, in_team: bool) -> list[Condition]:
    """Whether somebody may record what the working group sent."""
    refusal = "Een aanvulling vastleggen doet de planner, de schemamanager of wie deze audit doet"
    met = for_the_office or in_team
    return [Condition("aanvulling.wie", "U gaat over documenten, of u doet deze audit", met, "", ROLES, refusal)]


def assessing(*, in_team: bool, scheme_manager: bool) -> list[Condition]:
    """Whether somebody may judge additions: who did the audit, or a scheme manager."""
    refusal = "Een aanvulling beoordelen doet wie deze audit deed, of een schemamanager"
    met = in_team or scheme_manager
    return [Condition("aanvulling.beoordelaar", "U deed deze audit, of u bent schemamanager", met, "", ROLES, refusal)]
