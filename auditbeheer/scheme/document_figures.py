"""The figures that stand in the papers: how far the figures go back, good places, how long papers are kept.

Those of the survey, the goals and the year stand in ``survey_themes`` and ``measures``.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import DocumentRules
from auditbeheer.scheme.terms import add_months
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain, number

NAME = "de documentenset"
SUPPLIERS = {"politie": "politie", "brandweer": "brandweer", "gemeente": "gemeente"}
"""Who delivers figures, as the handbook names them (B4 §4.1.2)."""
Period = tuple[date, date]


class Split(StrEnum):
    """The postcode area that figures are of, beside the park itself."""

    FITS = "past"
    SPLIT = "gesplitst"
    NOT_SPLIT = "niet gesplitst"


SPLIT_FACTS = {
    Split.FITS: "het postcodegebied is niet groter dan het terrein",
    Split.SPLIT: "het postcodegebied is groter, de cijfers zijn gesplitst",
    Split.NOT_SPLIT: "het postcodegebied is groter, de cijfers zijn niet gesplitst",
    None: "niet bekend",
}


def whole_years(first: date, last: date) -> int:
    """How many whole years lie in a period, both days included.

    >>> whole_years(date(2025, 1, 1), date(2025, 12, 31)), whole_years(date(2025, 1, 1), date(2025, 12, 30))
    (1, 0)
    """
    years = 0
    while add_months(first, 12 * (years + 1)) - timedelta(days=1) <= last:
        years += 1
    return years


@traced("DOC-6", test="tests/scheme/test_document_figures.py::test_the_figures_of_each_supplier_cover_a_whole_year")
def period_conditions(
    scheme: Scheme,
    periods: Mapping[str, Period | None],
    splits: Mapping[str, Split | None],
    *,
    reports_handled: bool | None,
) -> list[Condition]:
    """Whether the figures of each supplier reach back far enough and are of the park alone, and the municipality's
    tell what was handled.

    ``periods`` and ``splits`` by the codes of ``SUPPLIERS``; None or absent: not known. Empty where the scheme sets no
    minimum. Raises Refusal for a concept. Source: B4 §4.1.2.
    """
    least = known(scheme, scheme.documents, NAME).figures_years
    if least is None:
        return []
    source, years = scheme.source(least), counted(least.value, "heel jaar", "hele jaren")
    answer = []
    for code, name in SUPPLIERS.items():
        period = periods.get(code)
        fact = f"{day_plain(period[0])} tot en met {day_plain(period[1])}" if period else "niet bekend"
        met = period is not None and whole_years(*period) >= least.value
        answer.append(Condition(f"cijfers.{code}", f"Cijfers van de {name} over ten minste {years}", met, fact, source))
        text, split = f"Cijfers van de {name} alleen over het terrein", splits.get(code)
        met = split in {Split.FITS, Split.SPLIT}
        answer.append(Condition(f"cijfers.{code}.gesplitst", text, met, SPLIT_FACTS[split], source))
    handled = {True: "ja", False: "nee", None: "niet bekend"}[reports_handled]
    text = "De cijfers van de gemeente noemen ook de afgehandelde meldingen"
    return [*answer, Condition("cijfers.afgehandeld", text, reports_handled is True, handled, source)]


@traced("DOC-7", test="tests/scheme/test_document_figures.py::test_five_good_places_and_six_years_of_keeping")
def good_places_conditions(scheme: Scheme, places: int | None) -> list[Condition]:
    """Whether enough places are named with which the group is content. Source: B4 §4.1.3."""
    least = known(scheme, scheme.documents, NAME).good_places
    if least is None:
        return []
    text = f"Ten minste {number(least.value)} plekken in het schouwrapport die goed zijn"
    fact = counted(places, "plek", "plekken") if places is not None else "niet bekend"
    return [Condition("schouw.goede_plekken", text, (places or 0) >= least.value, fact, scheme.source(least))]


@traced("DOC-11", test="tests/scheme/test_document_figures.py::test_five_good_places_and_six_years_of_keeping")
def keeping_conditions(scheme: Scheme, years: int | None) -> list[Condition]:
    """Whether the working group lays down that it keeps its papers long enough. Source: B4 §3.6.2."""
    rules: DocumentRules = known(scheme, scheme.documents, NAME)
    least = rules.retention_years
    if least is None:
        return []
    text = f"De werkgroep legde vast dat zij haar stukken {number(least.value)} jaar bewaart"
    fact = f"{number(years)} jaar" if years is not None else "niet bekend"
    return [Condition("werkgroep.bewaren", text, (years or 0) >= least.value, fact, scheme.source(least))]
