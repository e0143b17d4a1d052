"""When an application of the public form counts, what it still lacks, and what may be done with it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from auditbeheer.quotes.rules.application import ApplicationFacts, completeness
from auditbeheer.scheme.cluster import Park
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import MONTHS, day_plain

MONTHS_AHEAD = 24
MOST_AREAS = 4


def last_day_to_confirm(sent_on: date, rules: OwnRules) -> date:
    """The last day on which the link in the mail still makes an application of it (own rule)."""
    return sent_on + timedelta(days=rules["intake_confirm_days"].integer)


def answer_by(confirmed_on: date, rules: OwnRules) -> date:
    """The day by which the applicant hears what becomes of the application (own rule)."""
    return confirmed_on + timedelta(days=rules["intake_answer_days"].integer)


def months_to_choose(today: date) -> list[tuple[date, str]]:
    """The months in which an audit can be wished for, by their first day, from this month on.

    >>> months_to_choose(date(2026, 12, 9))[:2]
    [(datetime.date(2026, 12, 1), 'december 2026'), (datetime.date(2027, 1, 1), 'januari 2027')]
    """
    first = today.year * 12 + today.month - 1
    days = [date(month // 12, month % 12 + 1, 1) for month in range(first, first + MONTHS_AHEAD)]
    return [(day, f"{MONTHS[day.month - 1]} {day.year}") for day in days]


def expected_on(wished_month: date, applied_on: date) -> date:
    """The day for which the audit is expected: the last of the wished month, and never before the application.

    >>> expected_on(date(2028, 2, 1), date(2026, 12, 9))
    datetime.date(2028, 2, 29)
    """
    last = wished_month.replace(day=monthrange(wished_month.year, wished_month.month)[1])
    return max(last, applied_on)


def intake_lacks(parks: Sequence[Park], scheme: Scheme | None, present: frozenset[str], today: date) -> list[Condition]:
    """What the application must still have by its scheme, met or not: the same conditions that staff see (QUO-1, 2).

    Nothing while it is not clear which scheme it comes under. ``present``: codes of the papers that are in.
    """
    if scheme is None:
        return []
    facts = ApplicationFacts(
        parks=tuple(parks), first=True, earlier=False, present=present, shown={},
        maps_missing=tuple(park.name for park in parks),
    )  # fmt: skip
    return completeness(facts, scheme, today)


def may_be_confirmed(sent_on: date, today: date, rules: OwnRules) -> list[Condition]:
    """Whether the link still makes an application of it."""
    last = last_day_to_confirm(sent_on, rules)
    return [
        Condition(
            "intake.op_tijd", f"Bevestigen kan tot en met {day_plain(last)}", today <= last, day_plain(today),
            rules["intake_confirm_days"].source,
            refusal=f"Bevestigen kon tot en met {day_plain(last)}. Vul het formulier opnieuw in.",
        )
    ]  # fmt: skip


def may_be_decided(*, confirmed: bool, ended: bool) -> list[Condition]:
    """Whether staff may still take it over or decline it."""
    return [
        Condition(
            "intake.bevestigd", "De aanvrager heeft de aanvraag bevestigd", confirmed, "", SETTING,
            refusal="Deze aanvraag is nog niet bevestigd met de link in onze mail.",
        ),
        Condition(
            "intake.open", "Over deze aanvraag is nog niets besloten", not ended, "", SETTING,
            refusal="Over deze aanvraag is al besloten. Kijk op de pagina van de aanvraag wat ermee gebeurde.",
        ),
    ]  # fmt: skip
