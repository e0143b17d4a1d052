"""How a certificate number is composed (CER-6): by the body's own pattern, from type, year and running number."""

import re
from datetime import date

from auditbeheer.scheme.condition import Figure
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.trace import traced

PLACES = re.compile(r"\{(?:type|jaar|nummer(?::0\d+d)?)\}")


@traced("CER-6", test="tests/scheme/test_certificate_number.py::test_a_number_has_the_letter_the_year_and_its_place")
def certificate_number(area_type: AreaType, issued: date, running: int, rules: OwnRules | None = None) -> Figure[str]:
    """The number of a certificate; ``running`` counts per type and year, without gaps.

    >>> certificate_number(AreaType.BUSINESS_PARK, date(2026, 5, 4), 42).value
    'KVO-B-2026-00042'
    """
    rule = (rules or defaults())["certificate_number"]
    values: dict[str, str | int] = {"type": area_type.letter, "jaar": issued.year, "nummer": running}
    number = PLACES.sub(lambda place: place[0].format_map(values), rule.text)
    return Figure(number, rule.source, f"{number} ({rule.source.label}).")


def pattern_problem(pattern: str) -> str:
    """What is wrong with a pattern, as a sentence; "" when it has type, year and running number once each.

    >>> pattern_problem("KVO-{type}-{jaar}-{nummer:05d}"), pattern_problem("KVO-{jaar}-{nummer}")
    ('', 'Het nummer moet {type} één keer bevatten.')
    """
    for name in ("type", "jaar", "nummer"):
        if len(re.findall(rf"\{{{name}\b", pattern)) != 1:
            return f"Het nummer moet {{{name}}} één keer bevatten."
    if not re.fullmatch(r"[A-Za-z0-9-]+", PLACES.sub("0", pattern)):
        return "Het nummer mag alleen letters, cijfers en streepjes bevatten."
    return ""
