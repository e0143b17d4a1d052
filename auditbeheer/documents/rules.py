"""What must hold of the documents, the measures and the decision on the set (DOC-1 to DOC-3, DOC-10).

The response per area (DOC-4) is ``scheme.survey_response``. Everything here takes values, and answers with conditions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from auditbeheer.scheme.condition import Condition, Source, SourceKind
from auditbeheer.scheme.document_set import DocumentNeeded
from auditbeheer.scheme.measures import MeasuresDone, measures_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_long, day_plain, number

MISSING, TO_ASSESS, INCOMPLETE, IN_ORDER, REPLACED = "Ontbreekt", "Te beoordelen", "Aanvullen", "In orde", "Vervangen"
ROLES = Source(SourceKind.SETTING, explanation="Wie wat mag, staat bij de rollen. Het auditteam staat bij de planning.")
DATES = Source(SourceKind.SETTING, explanation="Wij leggen alleen vast wat al is gebeurd.")


def document_state(in_order: bool | None, *, there: bool = True, current: bool = True) -> str:
    """The status word of a document (ux §9).

    >>> document_state(None, there=False), document_state(None), document_state(False), document_state(True)
    ('Ontbreekt', 'Te beoordelen', 'Aanvullen', 'In orde')
    """
    if not there:
        return MISSING
    if not current:
        return REPLACED
    return TO_ASSESS if in_order is None else (IN_ORDER if in_order else INCOMPLETE)


@dataclass(frozen=True, slots=True)
class MeasureFacts:
    """A measure: where it comes from, whether it was carried out, whether the plan dropped it (with a reason)."""

    title: str
    origin: str
    carried_out: bool
    dropped: bool = False


@traced("DOC-10", test="tests/documents/test_rules.py::test_every_area_needs_its_own_measures")
def area_measures(scheme: Scheme, area: str, measures: Sequence[MeasureFacts], *, first: bool) -> list[Condition]:
    """Whether enough measures are carried out in one area, told of that area. Source: ``scheme.measures``.

    A measure that the adjusted plan dropped is not owed; one that was carried out all the same still counts.
    """
    done = [measure for measure in measures if measure.carried_out]
    owed = [measure for measure in measures if measure.carried_out or not measure.dropped]
    facts = MeasuresDone(len(owed), len(done), Counter(measure.origin for measure in done))
    return [
        replace(condition, text=f"{area}: {condition.text[0].lower()}{condition.text[1:]}")
        for condition in measures_conditions(scheme, facts, first=first)
    ]


@traced(
    "DOC-2", "DOC-3", test="tests/documents/test_rules.py::test_the_set_is_complete_when_every_document_is_in_order"
)
def set_conditions(kinds: Iterable[DocumentNeeded], states: Mapping[str, str]) -> list[Condition]:
    """Per document of the set whether it is there and in order. ``states``: code to status word."""
    return [
        Condition(
            "document.in_orde",
            f"{kind.name} is in orde",
            states.get(kind.code, MISSING) == IN_ORDER,
            states.get(kind.code, MISSING),
            kind.source,
        )
        for kind in kinds
    ]


def lateness_condition(scheme: Scheme, due: date | None, last_received: date | None) -> list[Condition]:
    """Whether the set came in on time (DOC-1): empty where the scheme has no term, or no audit day stands yet."""
    days = known(scheme, scheme.documents, "de documentenset").days_before
    if days is None or due is None:
        return []
    fact = f"het laatste stuk kwam op {day_long(last_received)}" if last_received else "nog niet alles is binnen"
    met = last_received is not None and last_received <= due
    text = f"De set was uiterlijk {day_long(due)} binnen"
    return [Condition("documenten.op_tijd", text, met, fact, scheme.source(days))]


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody wants to decide on the set; ``outcome`` in the words of ``documents.models.Outcome``."""

    outcome: str
    why: str
    extra_hours: Decimal
    agreed_with: str


@traced("DOC-1", "QUO-7", test="tests/documents/test_rules.py::test_a_set_is_decided_on_only_as_it_is")
def decision_conditions(
    scheme: Scheme, choice: Choice, state: Sequence[Condition], timely: Sequence[Condition]
) -> list[Condition]:
    """Whether this may be decided: complete only when all is in order; going on or moving the day with a reason.

    Extra hours are agreed with the working group: how many, why, and with whom (B4 §6.3.1).
    """
    documents = known(scheme, scheme.documents, "de documentenset")
    source = scheme.source(documents.days_before or documents.kinds[0])
    late = [condition for condition in timely if not condition.met]
    needs_reason = choice.outcome != "compleet" or bool(late)
    answer = list(state) if choice.outcome == "compleet" else []
    if needs_reason:
        refusal = "Schrijf op waarom. De set kwam te laat of is niet compleet"
        why = choice.why.strip()
        answer.append(Condition("documenten.reden", "Er is een reden", bool(why), why, source, refusal))
    if choice.outcome == "doorgaan met extra uren":
        answer += _extra_time(scheme, choice)
    return answer


def _extra_time(scheme: Scheme, choice: Choice) -> list[Condition]:
    times = known(scheme, scheme.audit_time, "de audittijd")
    source = scheme.source((times.steps or times.parts)[0])
    return [
        Condition(
            "documenten.extra_uren", "Het aantal extra uren is afgesproken", choice.extra_hours > 0,
            f"{number(choice.extra_hours)} uur", source, "Vul in hoeveel uren erbij komen, bijvoorbeeld 2",
        ),
        Condition(
            "documenten.afspraak", "Vaststaat met wie dat is afgesproken", bool(choice.agreed_with.strip()),
            choice.agreed_with.strip(), source, "Vul in met wie u de extra uren hebt afgesproken",
        ),
    ]  # fmt: skip


def handling_conditions(*, for_the_office: bool, in_team: bool) -> list[Condition]:
    """Whether somebody may record and assess documents: who asks for them at the office, or who does the audit."""
    refusal = "Documenten beoordelen doet de planner, de schemamanager of wie deze audit doet"
    met = for_the_office or in_team
    return [Condition("documenten.wie", "U gaat over documenten, of u doet deze audit", met, "", ROLES, refusal)]


def happened_conditions(day: date, today: date, what: str) -> list[Condition]:
    """Whether something that is recorded can have happened: not after today."""
    refusal = f"{what} op {day_plain(day)} kan niet: die dag komt nog. Vul een dag tot en met vandaag in"
    return [
        Condition("dag.geweest", "De dag is geweest", day <= today, day_plain(day), DATES, refusal),
    ]


def open_conditions(*, ended: bool, end_why: str, scheme: str | None) -> list[Condition]:
    """Whether the dossier still takes documents: not closed, and its scheme known (the set follows from it)."""
    return [
        Condition(
            "dossier.open", "Het dossier is open", not ended, end_why, DATES,
            "Dit dossier is gesloten. Er kan niets meer bij",
        ),
        Condition(
            "dossier.schema", "Het schema is gekozen", scheme is not None, scheme or "", DATES,
            "Kies eerst het schema bij de aanvraag. Daaruit volgt welke documenten nodig zijn",
        ),
    ]  # fmt: skip


def current_conditions(*, current: bool) -> list[Condition]:
    """Whether a version can be judged: only the newest one."""
    refusal = "Er is intussen een nieuwere versie. Beoordeel die"
    return [Condition("document.nieuwste", "Dit is de nieuwste versie", current, "", DATES, refusal)]


def remark_conditions(*, in_order: bool, remark: str) -> list[Condition]:
    """Whether a judgement says enough: who must add to a document is told what."""
    refusal = "Schrijf op wat er nog bij moet, zodat de werkgroep weet wat te doen"
    met = in_order or bool(remark.strip())
    return [Condition("document.wat", "Bij aanvullen staat wat er ontbreekt", met, "", DATES, refusal)]


def answers_conditions(entrepreneurs: int, answers: int) -> list[Condition]:
    """Whether a survey can have brought so many answers: never more than there were entrepreneurs (DOC-4)."""
    refusal = (
        f"{number(answers)} antwoorden van {counted(entrepreneurs, 'ondernemer', 'ondernemers')} kan niet. "
        "Kijk beide aantallen na"
    )
    return [
        Condition(
            "respons.antwoorden", "Niet meer antwoorden dan ondernemers", answers <= entrepreneurs,
            f"{number(answers)} van {number(entrepreneurs)}", DATES, refusal,
        )
    ]  # fmt: skip


def waiting_conditions(*, waits: bool) -> list[Condition]:
    """Whether there is something of the working group to take over."""
    refusal = "Hier valt niets meer over te nemen: een collega deed dit net, of de werkgroep vulde niets in"
    return [Condition("cijfers.wachten", "De werkgroep vulde iets in", waits, "", DATES, refusal)]
