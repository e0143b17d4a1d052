"""First or later certification: it follows partnership and area, not the scheme version (SCH-7)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import Figure
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True, slots=True)
class CertifiedPeriod:
    """A time in which an area was certified, by any body and under any version; both days included."""

    starts: date
    ends: date


@traced(
    "SCH-7", test="tests/scheme/test_certification_kind.py::test_later_is_what_is_certified_on_the_day_of_application"
)
def is_first(periods: Iterable[CertifiedPeriod], applied: date, rules: OwnRules | None = None) -> Figure[bool]:
    """Whether an area's certification counts as first, on the day of application. Kept per area.

    Lapsed counts as first; a person may choose later, with a reason. Source: B4 §1.4, §5.2.2, §6.3 as read by the body.

    >>> is_first([CertifiedPeriod(date(2021, 5, 1), date(2024, 4, 30))], date(2024, 4, 30)).value
    False
    >>> is_first([CertifiedPeriod(date(2021, 5, 1), date(2024, 4, 30))], date(2024, 5, 1)).value
    True
    """
    source = (rules or defaults())["later_reading"].source
    ordered = sorted(periods, key=lambda period: period.ends)
    running = next((period for period in ordered if period.starts <= applied <= period.ends), None)
    if running:
        why = f"op {day_plain(applied)} gecertificeerd, tot en met {day_plain(running.ends)} ({source.label})."
        return Figure(False, source, f"Volgende certificering: {why}")
    past = [period for period in ordered if period.ends < applied]
    why = f"het certificaat gold tot en met {day_plain(past[-1].ends)}" if past else "er is geen eerder certificaat"
    return Figure(True, source, f"Eerste certificering: {why} ({source.label}).")
