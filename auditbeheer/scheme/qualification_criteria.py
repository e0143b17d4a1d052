"""What an auditor or a scheme manager must show to be qualified (QUA-2, QUA-3, QUA-4, QUA-5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import CriterionKind, QualificationCriterion
from auditbeheer.scheme.terms import add_years
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain, number

NAME = "de kwalificaties"


class Role(StrEnum):
    """The roles that a scheme sets criteria for; the value is the table in the file."""

    AUDITOR = "auditor"
    SCHEME_MANAGER = "schemamanager"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a person shows for one criterion: a number (audits, years), or 1 for a proof or judgement that is there.

    ``fact`` says what it rests on, e.g. "diploma van 3 mei 2019"; empty for a bare number.
    """

    value: Decimal | int
    fact: str = ""


def criteria(scheme: Scheme, role: Role) -> tuple[QualificationCriterion, ...]:
    """The criteria for a role, in the order of the document. Raises Refusal for a concept.

    Where a scheme knows only certification personnel (3.1), those criteria hold for both roles.
    """
    rules = known(scheme, scheme.qualifications, NAME)
    own = rules.auditor if role is Role.AUDITOR else rules.scheme_manager
    return own or rules.auditor


@traced(
    "QUA-2",
    "QUA-3",
    "QUA-5",
    test="tests/scheme/test_qualification_criteria.py::test_one_audit_too_few_is_refused_in_the_words_of_the_design_guide",
)
def qualification_conditions(
    scheme: Scheme, role: Role, person: str, evidence: Mapping[str, Evidence]
) -> list[Condition]:
    """Whether a person meets each criterion of a role. Source: B4 §6.2.1, §6.2.2; S31 §4.2.

    ``evidence`` by the criterion's code; absent counts as nothing shown. Raises Refusal for a concept.
    """
    return [_condition(scheme, role, person, item, evidence.get(item.code)) for item in criteria(scheme, role)]


def _condition(
    scheme: Scheme, role: Role, person: str, item: QualificationCriterion, shown: Evidence | None
) -> Condition:
    source = scheme.source(item)
    value = Decimal(shown.value) if shown else Decimal(0)
    met = value >= (item.minimum or 1)
    able = "deze audit niet doen" if role is Role.AUDITOR else "geen schemamanager zijn"
    if item.kind in {CriterionKind.COUNT, CriterionKind.YEARS}:
        fact = f"{number(value)} {item.fact}"
        need = "zijn er" if item.kind is CriterionKind.COUNT else "is"
        why = f"{fact}, nodig {need} {item.minimum} ({source.label})"
    else:
        fact = (shown.fact if shown else "") or ("aanwezig" if met else "ontbreekt")
        why = f"{item.fact} ontbreekt ({source.label})"
    helps = " Meegaan als auditor in opleiding kan wel." if role is Role.AUDITOR else ""
    if shown and shown.fact and item.minimum:
        fact = f"{fact} ({shown.fact})"
    refusal = f"{person} kan {able}: {why}.{helps}"
    return Condition(f"kwalificatie.{item.code}", item.text, met, fact, source, refusal)


@dataclass(frozen=True, slots=True)
class YearOfWork:
    """The assessments that an auditor did in one calendar year, against what the scheme asks."""

    year: int
    done: int
    needed: int

    @property
    def enough(self) -> bool:
        """Whether the year reached what is needed."""
        return self.done >= self.needed


@traced("QUA-4", test="tests/scheme/test_qualification_criteria.py::test_continuity_counts_from_the_first_full_year")
def continuity(scheme: Scheme, qualified_on: date, assessments: Sequence[date], until: int) -> list[YearOfWork]:
    """The assessments per calendar year, from the first full year after the qualification to ``until``, inclusive.

    Done ones of any type of area count; planned ones make it a forecast. A shortfall blocks nothing by itself: the
    scheme manager decides. Empty where the scheme asks for no continuity. Source: B4 §6.2.2 as read by the body.
    """
    needed = known(scheme, scheme.qualifications, NAME).assessments_per_year
    if needed is None:
        return []
    first = qualified_on.year if (qualified_on.month, qualified_on.day) == (1, 1) else qualified_on.year + 1
    return [
        YearOfWork(year, sum(day.year == year for day in assessments), needed.value) for year in range(first, until + 1)
    ]


@traced("QUA-7", test="tests/scheme/test_qualification_criteria.py::test_an_adviser_keeps_two_years_of_distance")
def impartiality_conditions(
    person: str, advised_until: date | None, audit_day: date, rules: OwnRules | None = None
) -> list[Condition]:
    """Whether a person is far enough from having advised or guided the partnership, or from another tie to it.

    ``advised_until``: the last day of that tie, None when there was none. Source: eigen regel, after ISO 17065 §4.2.
    """
    rule = (rules or defaults())["impartiality_years"]
    free_from = add_years(advised_until, rule.integer) if advised_until else None
    met = free_from is None or audit_day >= free_from
    fact = f"betrokken tot en met {day_plain(advised_until)}" if advised_until else "niet betrokken"
    refusal = ""
    if free_from and not met:
        refusal = (
            f"{person} kan deze audit niet doen: {fact}, dit kan weer vanaf {day_plain(free_from)}"
            f" ({rule.source.label})."
        )
    text = f"Niet betrokken bij deze groep in de {counted(rule.integer, 'jaar', 'jaar')} voor de audit"
    return [Condition("onpartijdig.afstand", text, met, fact, rule.source, refusal)]


@traced("QUA-7", test="tests/scheme/test_qualification_criteria.py::test_nobody_reviews_or_decides_on_an_own_audit")
def separation_conditions(scheme: Scheme, person: str, *, in_team: bool, act: str) -> list[Condition]:
    """Whether a person may review or decide: not after being in the audit team, a supervisor included.

    ``act``: "review" or "besluit". Under 3.1 the source is the norm, by way of S31 §4.1.2; for 4.0 the body's own
    rule, which nothing sets aside. Raises Refusal for a concept.
    """
    decision = known(scheme, scheme.decision, "de voorwaarden voor het besluit")
    own = defaults()["separation_of_functions"]
    by_own_rule = scheme.source(decision.separation).label == own.source.label
    source = own.source if by_own_rule else norm("ISO 17065", "7.5.1" if act == "review" else "7.6.2")
    verb = "de review doen" if act == "review" else "het besluit nemen"
    fact = "zat in het auditteam" if in_team else "zat niet in het auditteam"
    refusal = f"{person} kan niet {verb}: {person} zat in het auditteam ({source.label})."
    text = f"Wie {'de review doet' if act == 'review' else 'besluit'}, zat niet in het auditteam"
    return [Condition(f"scheiding.{act}", text, not in_team, fact, source, refusal)]
