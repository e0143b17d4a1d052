"""How long a certificate is valid, when it is issued, and what it is called (CER-1, CER-1a, CER-4, CER-7, QUO-3)."""

from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import Condition, Figure, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import AreaType, CertificateRules
from auditbeheer.scheme.terms import add_days, add_years
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain

NAME = "de geldigheid van het certificaat"


@traced("CER-1", test="tests/scheme/test_validity.py::test_the_last_day_is_that_of_the_vectors")
def last_day_of_validity(scheme: Scheme, issued: date, rules: OwnRules | None = None) -> Figure[date]:
    """The last day of a certificate, by the number of years of the scheme and the body's reading of it.

    To be stored at issue and never recomputed; no working day moves it.

    >>> from auditbeheer.scheme.library import packaged
    >>> last_day_of_validity(packaged()["kvo-b-4.0"], date(2024, 1, 1)).value
    datetime.date(2026, 12, 31)
    >>> last_day_of_validity(packaged()["kvo-b-4.0"], date(2024, 2, 29)).value
    datetime.date(2027, 2, 28)
    """
    years = _certificate(scheme).years
    return _last_day(issued, years.value, scheme.source(years), rules or defaults())


@traced("CER-7", test="tests/scheme/test_validity.py::test_a_certificate_from_before_2015_was_valid_two_years")
def imported_last_day(scheme: Scheme, issued: date, rules: OwnRules | None = None) -> Figure[date]:
    """The last day of a certificate of another time, for imports: before 2015 it was valid two years. Source: S31 §1.6.

    >>> from auditbeheer.scheme.library import packaged
    >>> imported_last_day(packaged()["kvo-3.1"], date(2014, 12, 31)).value
    datetime.date(2016, 12, 30)
    """
    for old in _certificate(scheme).earlier:
        if issued < old.issued_before:
            return _last_day(issued, old.years, scheme.source(old), rules or defaults())
    return last_day_of_validity(scheme, issued, rules)


def _last_day(issued: date, years: int, source: Source, rules: OwnRules) -> Figure[date]:
    reading = rules["validity_reading"]
    anniversary = add_years(issued, years)
    last = anniversary
    if reading.text == "day_before" and anniversary.day == issued.day:
        last = add_days(anniversary, -1)
    explanation = (
        f"{years} jaar vanaf {day_plain(issued)} ({source.label}): tot en met {day_plain(last)}"
        f" ({reading.source.label})."
    )
    return Figure(last, source, explanation)


@dataclass(frozen=True, slots=True)
class IssueDate:
    """The date of issue, the days between the certificates, and from when the old one reads replaced (or None)."""

    issued: date
    gap_days: int
    replaced_from: date | None
    source: Source
    explanation: str


@traced("CER-1a", test="tests/scheme/test_validity.py::test_the_date_of_issue_is_that_of_the_vectors")
def issue_date(previous_last_day: date | None, decided: date, rules: OwnRules | None = None) -> IssueDate:
    """The date of issue that is proposed at a positive decision.

    ``previous_last_day``: the last day of the previous certificate, None at a first certification.

    >>> issue_date(date(2026, 6, 6), date(2025, 11, 18)).issued
    datetime.date(2026, 6, 7)
    >>> issue_date(date(2026, 9, 6), date(2026, 9, 16)).gap_days
    9
    """
    choice = (rules or defaults())["recert_issue_default"]
    day = decided
    if previous_last_day and decided <= previous_last_day and choice.text == "day_after_previous":
        day = add_days(previous_last_day, 1)
    return issued_on(day, previous_last_day, rules)


def issued_on(issued: date, previous_last_day: date | None, rules: OwnRules | None = None) -> IssueDate:
    """What a date of issue means for the previous certificate: a gap, a replacement, or neither."""
    source = (rules or defaults())["recert_issue_default"].source
    gap = max((issued - previous_last_day).days - 1, 0) if previous_last_day else 0
    replaced = issued if previous_last_day and issued <= previous_last_day else None
    explanation = f"Uitgegeven op {day_plain(issued)} ({source.label})."
    if replaced and previous_last_day:
        explanation += f" Het vorige certificaat is vanaf {day_plain(issued)} vervangen."
    elif gap and previous_last_day:
        explanation += (
            f" Het vorige gold tot en met {day_plain(previous_last_day)}: {counted(gap, 'dag', 'dagen')} onderbroken."
        )
    elif previous_last_day:
        explanation += f" Dat sluit aan op het vorige, dat geldt tot en met {day_plain(previous_last_day)}."
    return IssueDate(issued, gap, replaced, source, explanation)


@traced("CER-1a", test="tests/scheme/test_validity.py::test_nothing_is_backdated")
def issue_conditions(issued: date, decided: date, rules: OwnRules | None = None) -> list[Condition]:
    """Whether a certificate may be issued on a day: not before the decision."""
    source = (rules or defaults())["one_certificate_per_day"].source
    refusal = f"Uitgeven op {day_plain(issued)} kan niet: het besluit is van {day_plain(decided)} ({source.label})."
    text = f"De datum van uitgifte is op of na het besluit van {day_plain(decided)}"
    return [Condition("certificaat.uitgifte", text, issued >= decided, day_plain(issued), source, refusal)]


@traced("CER-4", test="tests/scheme/test_validity.py::test_the_name_of_the_certificate_is_that_of_the_vectors")
def certificate_name(scheme: Scheme, previous_issued: date | None, decided: date) -> Figure[str] | None:
    """The name of the certificate, decided at the decision; None where the scheme has no names. Source: S31 §1.2, §3.2.

    ``previous_issued``: the date of issue of the previous certificate, None without one. The anniversary is within.

    >>> from auditbeheer.scheme.library import packaged
    >>> certificate_name(packaged()["kvo-3.1"], date(2016, 4, 9), date(2019, 4, 9)).value
    'Continu Samenwerken'
    >>> certificate_name(packaged()["kvo-3.1"], date(2015, 3, 23), date(2018, 3, 24)).value
    'Basis Samenwerken'
    """
    rules = _certificate(scheme)
    if not (rules.first_name and rules.later_name and rules.later_within_years):
        return None
    source = scheme.source(rules.later_within_years)
    if previous_issued is None:
        why = f"er is geen eerder certificaat ({source.label})."
        return Figure(rules.first_name.value, source, f"{rules.first_name.value}: {why}")
    span = rules.later_within_years.value
    within = decided <= add_years(previous_issued, span)
    name = rules.later_name.value if within else rules.first_name.value
    why = (
        f"besloten op {day_plain(decided)}, {'binnen' if within else 'later dan'} {span} jaar"
        f" na de vorige uitgifte op {day_plain(previous_issued)} ({source.label})."
    )
    return Figure(name, source, f"{name}: {why}")


@traced("QUO-3", test="tests/scheme/test_validity.py::test_continu_needs_an_earlier_certificate")
def later_conditions(scheme: Scheme, previous_issued: date | None) -> list[Condition]:
    """Whether a later certification (Continu) may be applied for; empty where the scheme does not ask for it."""
    rules = _certificate(scheme)
    if not (rules.later_name and rules.later_within_years):
        return []
    source = scheme.source(rules.later_within_years)
    fact = f"uitgegeven op {day_plain(previous_issued)}" if previous_issued else "geen eerder certificaat"
    text = f"Voor {rules.later_name.value} is er een eerder certificaat"
    return [Condition("certificaat.eerder", text, previous_issued is not None, fact, source)]


@traced("CER-4", test="tests/scheme/test_validity.py::test_stars_grow_by_one_up_to_five_and_start_again_after_a_lapse")
def stars(
    scheme: Scheme, area_type: AreaType, previous_stars: int | None, previous_issued: date | None, decided: date
) -> Figure[int] | None:
    """The stars of a certificate. Source: H15 §2.4.

    ``previous_stars``: those of the previous certificate, None when unknown. None where there are none (other schemes,
    other areas) or where they would follow from an unknown number.
    """
    rules = _certificate(scheme)
    name = certificate_name(scheme, previous_issued, decided)
    if not rules.max_stars or name is None or area_type not in rules.star_area_types:
        return None
    source = scheme.source(rules.max_stars)
    later = rules.later_name is not None and name.value == rules.later_name.value
    if later and previous_stars is None:
        return None
    count = min((previous_stars or 0) + 1, rules.max_stars.value) if later else 1
    return Figure(count, source, f"{counted(count, 'ster', 'sterren')} ({source.label}).")


def _certificate(scheme: Scheme) -> CertificateRules:
    return known(scheme, scheme.certificate, NAME)
