"""The response that the survey needs, per area (DOC-4): percentage by number of entrepreneurs, rounded up."""

from collections.abc import Iterable
from dataclasses import dataclass

from auditbeheer.scheme.condition import Condition, Refusal, Source, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import ResponseClass
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, number
from auditbeheer.scheme.wording import percentage as share

CODE = "respons.ondernemers"


@dataclass(frozen=True, slots=True)
class NeededResponse:
    """How many answers one area needs: ``percentage`` of its entrepreneurs, rounded up to ``needed``."""

    percentage: int
    needed: int
    source: Source
    explanation: str


@dataclass(frozen=True, slots=True)
class AreaResponse:
    """The survey in one area: its entrepreneurs on the day it went out, and the answers that came back."""

    area: str
    entrepreneurs: int
    answers: int


def size_conditions(scheme: Scheme, entrepreneurs: int) -> list[Condition]:
    """Whether the scheme has a percentage for this number of entrepreneurs. Raises Refusal for a concept."""
    classes = known(scheme, scheme.response, "de respons").classes
    highest, source = classes[-1].highest, scheme.source(classes[-1])
    met = entrepreneurs >= 0 and (highest is None or entrepreneurs <= highest)
    fact = counted(entrepreneurs, "ondernemer", "ondernemers")
    if highest is None:
        return [Condition(CODE, "0 ondernemers of meer", met, fact, source)]
    text = f"Hoogstens {number(highest)} ondernemers"
    refusal = f"Voor {fact} is er geen respons vastgesteld: die is er van 0 tot en met {highest} ({source.label})."
    return [Condition(CODE, text, met, fact, source, refusal)]


@traced("DOC-4", test="tests/scheme/test_survey_response.py::test_the_needed_response_is_that_of_the_vectors")
def needed_response(scheme: Scheme, entrepreneurs: int, *, first: bool) -> NeededResponse:
    """The answers that an area needs; ``first``: first certification (Basis), else later (Continu).

    Raises Refusal for a number that the scheme does not cover, and for a concept. Source: B4 §4.1.1, S31 §2.3.1.1.

    >>> from auditbeheer.scheme.library import packaged
    >>> scheme = packaged()["kvo-b-4.0"]
    >>> [needed_response(scheme, count, first=True).needed for count in (50, 51, 100, 101, 600)]
    [20, 16, 30, 21, 120]
    """
    if unmet(conditions := size_conditions(scheme, entrepreneurs)):
        raise Refusal(conditions)
    row = _row(scheme, entrepreneurs)
    percentage = row.first if first else row.later
    needed = -(-entrepreneurs * percentage // 100)
    source = scheme.source(row)
    explanation = (
        f"{number(needed)} antwoorden: {share(percentage)} van {counted(entrepreneurs, 'ondernemer', 'ondernemers')},"
        f" naar boven afgerond ({source.label})."
    )
    return NeededResponse(percentage, needed, source, explanation)


def _row(scheme: Scheme, entrepreneurs: int) -> ResponseClass:
    classes = known(scheme, scheme.response, "de respons").classes
    return next(row for row in classes if row.highest is None or entrepreneurs <= row.highest)


@traced("DOC-4", test="tests/scheme/test_survey_response.py::test_every_area_answers_for_itself")
def response_conditions(scheme: Scheme, areas: Iterable[AreaResponse], *, first: bool) -> list[Condition]:
    """Whether every area by itself has its response; a cluster's total never makes up for one area.

    An area that the scheme has no percentage for is an unmet condition too. Raises Refusal for a concept.
    """
    answer: list[Condition] = []
    for area in areas:
        size = size_conditions(scheme, area.entrepreneurs)
        answer += unmet(size) or [_enough(scheme, area, first=first)]
    return answer


def _enough(scheme: Scheme, area: AreaResponse, *, first: bool) -> Condition:
    need = needed_response(scheme, area.entrepreneurs, first=first)
    reached = f"{number(area.answers)} van {counted(area.entrepreneurs, 'ondernemer', 'ondernemers')}"
    refusal = (
        f"{area.area} haalt de respons niet: {number(area.answers)} antwoorden, nodig zijn er {number(need.needed)}"
        f" van {counted(area.entrepreneurs, 'ondernemer', 'ondernemers')} ({need.source.label})."
    )
    text = f"{area.area}: ten minste {number(need.needed)} antwoorden ({share(need.percentage)})"
    return Condition("respons.gehaald", text, area.answers >= need.needed, reached, need.source, refusal)
