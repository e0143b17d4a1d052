"""The measures that must be carried out at the audit, and the fixed ones of each year (DOC-9, DOC-10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import CountedMeasure, MeasureRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, number

NAME = "de maatregelen"


@dataclass(frozen=True, slots=True)
class MeasuresDone:
    """The measures of one area: those in the (adjusted) plan, those carried out, and how many of these of which kind.

    ``by_kind`` counts by the codes of ``eerste_waarvan`` in the scheme: schouw, communicatie.
    """

    planned: int
    done: int
    by_kind: Mapping[str, int] = field(default_factory=dict)


@traced("DOC-10", test="tests/scheme/test_measures.py::test_a_first_audit_needs_four_measures_of_the_right_kinds")
def measures_conditions(scheme: Scheme, measures: MeasuresDone, *, first: bool) -> list[Condition]:
    """Whether enough measures are carried out: a number at a first audit, all of the plan later.

    Raises Refusal for a concept. Source: B4 §5.2.2, §6.3; S31 §4.4.2.
    """
    rules = known(scheme, scheme.measures, NAME)
    return _first(scheme, rules, measures) if first else [_all(scheme, rules, measures)]


def _first(scheme: Scheme, rules: MeasureRules, measures: MeasuresDone) -> list[Condition]:
    least = rules.first_minimum
    source = scheme.source(least)
    total = Condition(
        "maatregelen.aantal",
        f"Ten minste {least.value} maatregelen uitgevoerd",
        measures.done >= least.value,
        f"{number(measures.done)} uitgevoerd",
        source,
    )
    return [total, *(_part(scheme, item, measures.by_kind.get(item.code, 0)) for item in rules.first_parts)]


def _part(scheme: Scheme, item: CountedMeasure, count: int) -> Condition:
    text = f"Waarvan ten minste {number(item.minimum)} {item.text}"
    code = f"maatregelen.{item.code}"
    return Condition(code, text, count >= item.minimum, f"{number(count)} uitgevoerd", scheme.source(item))


def _all(scheme: Scheme, rules: MeasureRules, measures: MeasuresDone) -> Condition:
    met = measures.planned > 0 and measures.done >= measures.planned
    fact = f"{number(measures.done)} van {counted(measures.planned, 'maatregel', 'maatregelen')} uitgevoerd"
    text = "Alle maatregelen uitgevoerd volgens het (bijgestelde) plan"
    return Condition("maatregelen.alle", text, met, fact, scheme.source(rules.later_all))


@traced(
    "DOC-9", test="tests/scheme/test_measures.py::test_a_first_audit_plans_the_yearly_measures_and_held_the_inspections"
)
def yearly_conditions(
    scheme: Scheme, planned: Mapping[str, int], held: Mapping[str, int], *, first: bool
) -> list[Condition]:
    """Whether the fixed measures of a year are there: at a first audit planned, later held.

    ``planned`` and ``held`` count by the codes of ``jaarlijks`` in the scheme. Day and evening inspection must have
    been held at a first audit too (the body's reading). Raises Refusal for a concept. Source: B4 §4.2.5, §3.4, §4.3.1.
    """
    answer = []
    for item in known(scheme, scheme.measures, NAME).yearly:
        must_be_held = item.held_at_first or not first
        count = (held if must_be_held else planned).get(item.code, 0)
        word = "gehouden" if must_be_held else "gepland"
        text = f"Ten minste {number(item.minimum)} {item.text} per jaar {word}"
        fact = f"{number(count)} {word}"
        code = f"jaarlijks.{item.code}"
        answer.append(Condition(code, text, count >= item.minimum, fact, scheme.source(item)))
    return answer
