"""Who was involved with a partnership and until when; what must hold before that is recorded or declared (QUA-7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_years
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True, slots=True)
class Involvement:
    """That somebody was involved with a partnership, as it counts for that one: the period, and by which bureau.

    ``until_day`` None: it still goes on.
    """

    from_day: date
    until_day: date | None
    kind: str = "begeleiding"
    bureau: str = ""


@traced(
    "QUA-7", test="tests/qualifications/test_impartiality.py::test_a_bureau_counts_for_its_groups_while_it_helped_them"
)
def as_far_as_helped(work: Involvement, since: date | None, until: date | None) -> Involvement | None:
    """The part of somebody's work for a bureau in which that bureau helped one partnership; None: it never did then.

    ``since`` None: from before it was kept. ``until`` None: the bureau still helps.

    >>> work = Involvement(date(2024, 1, 1), date(2025, 6, 30))
    >>> as_far_as_helped(work, date(2025, 1, 1), None).from_day, as_far_as_helped(work, date(2025, 7, 1), None)
    (datetime.date(2025, 1, 1), None)
    """
    first = max(work.from_day, since or work.from_day)
    last = min((day for day in (work.until_day, until) if day is not None), default=None)
    if last is not None and last < first:
        return None
    return Involvement(first, last, work.kind, work.bureau)


def guided_until(day: date, periods: Sequence[Involvement]) -> date | None:
    """The last day on which somebody was involved with the partnership, as it counts on ``day``; None when never.

    What has no end goes on, so its last day is ``day`` itself; what ends later than ``day`` too.

    >>> guided_until(date(2026, 12, 9), [Involvement(date(2024, 1, 1), date(2025, 6, 30)),
    ...                                  Involvement(date(2027, 1, 1), None)])
    datetime.date(2025, 6, 30)
    >>> guided_until(date(2026, 12, 9), [Involvement(date(2024, 1, 1), None)])
    datetime.date(2026, 12, 9)
    """
    ends = [day if one.until_day is None else one.until_day for one in periods if one.from_day <= day]
    return max(ends, default=None)


def impartial_from(until_day: date | None, rules: OwnRules) -> date | None:
    """From which day on somebody may do an audit there again; None as long as the work goes on.

    >>> from auditbeheer.scheme.own_rules import defaults
    >>> impartial_from(date(2025, 6, 30), defaults()), impartial_from(None, defaults())
    (datetime.date(2027, 6, 30), None)
    """
    return None if until_day is None else add_years(until_day, rules["impartiality_years"].integer)


def names_one(*, partnership: bool, bureau: bool) -> list[Condition]:
    """Whether it is said with whom somebody was involved: one partnership or one bureau."""
    return [
        Condition(
            code="begeleiding.met_wie",
            text="Eén samenwerkingsverband of één bureau",
            met=partnership != bureau,
            fact="",
            source=SETTING,
            refusal="Kies een samenwerkingsverband of een bureau, en niet allebei.",
        )
    ]


def still_goes_on(until_day: date | None, today: date, ends: date) -> list[Condition]:
    """Whether an end can be recorded: none was yet, and the day is not ahead."""
    return [
        Condition("begeleiding.loopt", "De betrokkenheid loopt nog", until_day is None,
                  "" if until_day is None else f"tot en met {day_plain(until_day)}", SETTING,
                  "Van deze betrokkenheid staat het einde al vast."),
        Condition("begeleiding.einde", "De laatste dag is geweest", ends <= today, day_plain(ends), SETTING,
                  "Deze dag moet nog komen. Leg het einde vast als het zover is."),
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
