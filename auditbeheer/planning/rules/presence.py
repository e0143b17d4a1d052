"""Whether somebody is there: the days of the week, public holidays, absence, and the hours of a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from auditbeheer.scheme.condition import SETTING, Condition, Source
from auditbeheer.scheme.terms import holiday
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_long, day_plain, hours, join_and, weekday

# ISO numbers: Monday is 1. Who has no week of their own works these days.
MONDAY_TO_FRIDAY = frozenset({1, 2, 3, 4, 5})
_ANY_MONDAY = date(2026, 1, 5)


@dataclass(frozen=True, slots=True)
class Week:
    """The days of the week on which somebody works (Monday is 1) and the hours of a week, from a day on."""

    from_day: date
    days: frozenset[int]
    hours: Decimal

    @property
    def in_words(self) -> str:
        """The days, as a sentence says them.

        >>> Week(date(2026, 1, 1), frozenset({1, 2, 4}), Decimal(24)).in_words
        'maandag, dinsdag en donderdag'
        >>> Week(date(2026, 1, 1), frozenset({1, 2, 3, 4}), Decimal(32)).in_words
        'maandag tot en met donderdag'
        """
        days = sorted(self.days)
        names = [weekday(_ANY_MONDAY + timedelta(days=number - 1)) for number in days]
        if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
            return f"{names[0]} tot en met {names[-1]}"
        return join_and(names)


@dataclass(frozen=True, slots=True)
class Presence:
    """When somebody is there. ``weeks``: the earliest first; ``extra``: days worked beside the week.

    ``usual``: the week of who has none of their own.
    """

    usual: Week
    weeks: tuple[Week, ...] = ()
    away: tuple[tuple[date, date], ...] = ()
    extra: frozenset[date] = field(default_factory=frozenset)

    def week_on(self, day: date) -> Week:
        """The week that holds on ``day``."""
        return next((week for week in reversed(self.weeks) if week.from_day <= day), self.usual)

    def fewest_hours(self, first: date, last: date) -> Decimal:
        """The hours of the shortest week that holds somewhere in a period."""
        begins = [first, *(week.from_day for week in self.weeks if first < week.from_day <= last)]
        return min(self.week_on(day).hours for day in begins)

    def works_on(self, day: date) -> bool:
        """Whether it is a working day of this person, absence aside."""
        return day in self.extra or (day.isoweekday() in self.week_on(day).days and not holiday(day))

    def away_on(self, day: date) -> tuple[date, date] | None:
        """The absence that covers ``day``."""
        return next((period for period in self.away if period[0] <= day <= period[1]), None)

    def there_on(self, day: date) -> bool:
        """Whether somebody works on ``day`` and is not away."""
        return self.works_on(day) and self.away_on(day) is None

    def working_days(self, first: date, last: date) -> list[date]:
        """The days of a period on which somebody is there, both ends included."""
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return [day for day in days if self.there_on(day)]


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """Hours in one week with this audit, on location and for documents, and the rule that gives those of a usual week.

    ``documents_on``: it is the week in which the documents of this audit are reviewed, on this day; None: its own week.
    """

    total: Decimal
    source: Source
    documents_on: date | None = None


@traced("QUA-7", test="tests/planning/test_presence.py::test_somebody_is_free_on_a_working_day_without_absence")
def is_free(
    day: date, person: str, presence: Presence, *, in_team: bool, load: WeekLoad | None = None
) -> list[Condition]:
    """Whether somebody can come that day: a working day, not away, hours left, not in this team yet.

    Other audits of the day: ``fits_the_day``. ``load``: asked of who is not in the team yet.
    """
    week, away, feast, extra = presence.week_on(day), presence.away_on(day), holiday(day), day in presence.extra
    by_week = day.isoweekday() in week.days
    works = f"werkt op {week.in_words}"
    away_fact = "" if away is None else f"afwezig van {day_plain(away[0])} tot en met {day_plain(away[1])}"
    answer = [
        Condition("agenda.aanwezig", "Aanwezig op deze dag", away is None, away_fact, SETTING,
                  f"{person} is op {day_plain(day)} niet aanwezig."),
        Condition("agenda.werkdag", "Een werkdag", extra or by_week, "extra werkdag" if extra else works, SETTING,
                  f"{person} werkt niet op {weekday(day)}. Kan het toch, leg dan een extra werkdag vast."),
        Condition("agenda.feestdag", "Geen feestdag", extra or not feast, feast, SETTING,
                  f"{day_long(day)} is een feestdag ({feast}). Leg een extra werkdag vast als {person} dan werkt."),
        Condition("team.nog_niet", "Nog niet in dit team", not in_team,
                  "zit al in het team" if in_team else "", SETTING,
                  f"{person} zit al in dit team."),
    ]  # fmt: skip
    return answer if load is None else [*answer, hours_left(person, week, load)]


def hours_left(person: str, week: Week, load: WeekLoad) -> Condition:
    """Whether the hours of a week suffice: on location, and for the documents of the audits that somebody leads."""
    code, which, when = "agenda.weekuren", "in deze week", "in die week"
    if load.documents_on is not None:
        code = "agenda.weekuren_documenten"
        which = when = f"in de week van de documenten ({day_plain(load.documents_on)})"
    return Condition(code, f"Ten hoogste {hours(week.hours)} uur {which}", load.total <= week.hours,
                     f"{hours(load.total)} uur op locatie en voor documenten", load.source,
                     f"{person} werkt {hours(week.hours)} uur per week. Met deze audit zijn het {when}"
                     f" {hours(load.total)} uur op locatie en voor documenten.")  # fmt: skip


def week_fits(week: Week, planned: Sequence[tuple[date, str]]) -> list[Condition]:
    """Whether somebody can work these days from that day on: every audit that stands is on one of them."""
    outside = [
        f"{day_long(day)} bij {name}"
        for day, name in planned
        if day >= week.from_day and day.isoweekday() not in week.days
    ]
    return [
        Condition("werkweek.dagen", "Ten minste één werkdag", bool(week.days), week.in_words, SETTING,
                  "Kies ten minste één werkdag."),
        Condition("werkweek.audit", "Elke geplande audit valt op een werkdag", not outside, join_and(outside), SETTING,
                  f"Op een andere dag staat een audit: {join_and(outside)}. Vervang daar eerst de auditor, of leg die"
                  " dag vast als extra werkdag."),
    ]  # fmt: skip


def no_audit_that_day(day: date, names: Sequence[str]) -> list[Condition]:
    """Somebody who is in an audit on an extra day keeps that day."""
    return [
        Condition("extra.geen_audit", "Geen audit op deze dag", not names, join_and(list(names)), SETTING,
                  f"Op {day_plain(day)} staat een audit bij {join_and(list(names))}. Vervang daar eerst de auditor."),
    ]  # fmt: skip


def may_change_absence(
    *, cancelled: bool, was: tuple[date, date], becomes: tuple[date, date] | None
) -> list[Condition]:
    """An absence that stands can be given other days, or cancelled (``becomes`` None)."""
    return [
        Condition("afwezig.staat", "De afwezigheid staat nog", not cancelled, "", SETTING,
                  "Deze afwezigheid is al vervallen of veranderd."),
        Condition("afwezig.anders", "De dagen veranderen", becomes != was, "", SETTING,
                  "Dit zijn dezelfde dagen. Kies een andere eerste of laatste dag."),
    ]  # fmt: skip


def may_ask_absence(from_day: date, until_day: date, today: date, *, own: bool) -> list[Condition]:
    """Everybody asks for themselves, and for days to come."""
    return [
        Condition("aanvraag.zelf", "De aanvraag is van de medewerker zelf", own, "", SETTING,
                  "Alleen de medewerker zelf kan dit aanvragen."),
        Condition("afwezig.periode", "De laatste dag ligt niet voor de eerste dag", until_day >= from_day,
                  f"{day_plain(from_day)} tot en met {day_plain(until_day)}", SETTING,
                  "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag."),
        Condition("aanvraag.niet_voorbij", "De eerste dag is niet voorbij", from_day >= today, day_plain(from_day),
                  SETTING, f"{day_plain(from_day)} is al geweest. Kies {day_plain(today)} of later."),
    ]  # fmt: skip


def may_answer_request(*, decided: bool, agreed: bool, answer: str) -> list[Condition]:
    """A request is answered once; a no is explained."""
    return [
        Condition("aanvraag.open", "De aanvraag wacht op antwoord", not decided, "", SETTING,
                  "Op deze aanvraag is al geantwoord."),
        Condition("aanvraag.uitleg", "Een nee met uitleg", agreed or bool(answer.strip()), "", SETTING,
                  "Vul in waarom de afwezigheid niet kan."),
    ]  # fmt: skip


def may_add_extra_day(person: str, day: date, today: date, presence: Presence) -> list[Condition]:
    """A day is extra when it is no working day yet, and still to come."""
    return [
        Condition("extra.niet_voorbij", "De dag is niet voorbij", day >= today, day_plain(day), SETTING,
                  f"{day_plain(day)} is al geweest. Kies {day_plain(today)} of later."),
        Condition("extra.geen_werkdag", "Nog geen werkdag", not presence.works_on(day), "", SETTING,
                  f"{day_long(day)} is al een werkdag van {person}."),
    ]  # fmt: skip
