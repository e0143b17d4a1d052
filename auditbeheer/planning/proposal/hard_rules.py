"""What no plan may break, by hand or proposed. Reckoned apart from the solver and from what it looks up."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from auditbeheer.planning.proposal.words import LEADING, Auditor, AuditToPlan, Office, Placed, Seat, Year
from auditbeheer.planning.rules.week_hours import in_weeks
from auditbeheer.qualifications.rules import Part
from auditbeheer.relations.distance import Point, road_km
from auditbeheer.scheme.condition import SETTING, Condition, Source, unmet
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_long, day_plain, hours, join_and


@dataclass(frozen=True, slots=True)
class Broken:
    """A condition that a plan does not meet, and the audits that it is about."""

    audits: tuple[str, ...]
    condition: Condition


@traced("PLA-1", "QUA-6", "QUA-7", test="tests/planning/test_hard_rules.py::test_each_planted_fault_is_found")
def broken(office: Office, plan: Iterable[Placed]) -> list[Broken]:
    """Every hard rule that a plan breaks. ``plan``: the places of audits, with or without those that are fixed.

    What is fixed is not weighed by itself: it was confirmed, and only what moves can be in its way.
    """
    return list(_Weighing(office, tuple(plan)).all())


class _Weighing:
    def __init__(self, office: Office, plan: tuple[Placed, ...]) -> None:
        self.office, self.given = office, plan
        self.audits = {audit.key: audit for audit in office.audits}
        self.people = {auditor.key: auditor for auditor in office.auditors}
        self.moving = [one for one in plan if self.audits[one.audit].fixed is None]
        self.plan = [*self.moving, *(audit.fixed for audit in office.audits if audit.fixed is not None)]

    def all(self) -> Iterator[Broken]:
        yield from self._once()
        for one in self.moving:
            audit = self.audits[one.audit]
            conditions = [*self._day(audit, one.day), *self._team(audit, one), *self._present(one)]
            yield from (Broken((one.audit,), condition) for condition in unmet(conditions))
        yield from self._days()
        yield from self._weeks()
        yield from self._years()

    def _once(self) -> Iterator[Broken]:
        places: dict[str, list[Placed]] = defaultdict(list)
        for one in self.given:
            places[one.audit].append(one)
        for key, found in places.items():
            audit = self.audits[key]
            conditions = [
                _must("audit.eenmaal", f"{audit.name} staat één keer in het plan", len(found) == 1,
                      f"{len(found)} keer"),
                _must("audit.bevestigd_blijft", "Een bevestigde audit blijft staan",
                      audit.fixed is None or found[0] == audit.fixed, audit.name),
            ]  # fmt: skip
            yield from (Broken((key,), condition) for condition in unmet(conditions))

    # One audit

    def _day(self, audit: AuditToPlan, day: date) -> list[Condition]:
        first, last = audit.window.first, audit.window.last
        shown = day_plain(day)
        asked = audit.only_days is None or day in audit.only_days
        answer = [
            _must("venster.eerste_dag", f"Op of na {day_plain(first.day)}", day >= first.day, shown, first.source),
            _must("partijen.kunnen", "De partijen kunnen op deze dag", asked and day not in audit.refused, shown),
            _must("dag.geen_feestdag", "De dag is geen feestdag", day not in self.office.holidays, shown),
        ]
        if last is not None:
            text = f"Op of voor {day_plain(last.day)}"
            answer.append(_must("venster.laatste_dag", text, day <= last.day, shown, last.source))
        return answer

    def _team(self, audit: AuditToPlan, one: Placed) -> list[Condition]:
        """Qualified on the day, or in training with a supervisor there who may be one."""
        seats = {(seat.auditor, seat.part): seat for seat in audit.seats}
        name = self.people[one.auditor].name
        alone = _holds(seats.get((one.auditor, Part.LEAD)), one.day)
        under = _holds(seats.get((one.auditor, Part.TRAINEE_LEAD)), one.day)
        why = [
            objection for part in LEADING for objection in getattr(seats.get((one.auditor, part)), "objections", ())
        ]  # fmt: skip
        fact = join_and([objection.objection.rstrip(".") for objection in why[:2]]) or name
        source = why[0].source if why else SETTING
        text = f"{name} mag deze audit op {day_plain(one.day)} leiden"
        answer = [_must("kwalificatie.op_de_dag", text, alone or under, fact, source)]
        if one.supervisor is not None:
            able = one.supervisor != one.auditor and _holds(seats.get((one.supervisor, Part.SUPERVISOR)), one.day)
            person = self.people[one.supervisor].name
            answer.append(_must("toezicht.mag", f"{person} mag op deze dag toezicht houden", able, person))
        elif under and not alone:
            answer.append(_must("toezicht.aanwezig", f"{name} leidt onder toezicht", False, "niemand houdt toezicht"))
        return answer

    def _present(self, one: Placed) -> list[Condition]:
        return [
            _must("agenda.aanwezig", f"{self.people[key].name} is aanwezig", _works(self.people[key], one.day),
                  day_long(one.day))
            for key in _team(one)
        ]  # fmt: skip

    # All that one person has

    def _days(self) -> Iterator[Broken]:
        days: dict[tuple[str, date], list[Placed]] = defaultdict(list)
        for one in self.plan:
            for who in _team(one):
                days[who, one.day].append(one)
        for (key, day), there in days.items():
            if all(one not in self.moving for one in there):
                continue
            person, audits = self.people[key], tuple(sorted(one.audit for one in there))
            spent, most = self._time(person, audits), hours(person.hours_a_day)
            conditions = [
                _must("agenda.een_plaats", f"{person.name} is op {day_plain(day)} op één plaats", self._one_trip(there),
                      join_and([self.audits[audit].name for audit in audits])),
                _must("agenda.dag_past", f"De dag van {person.name} telt hooguit {most} uur",
                      spent <= person.hours_a_day, f"{hours(spent)} uur met de reis"),
                self._on_location(audits),
            ]  # fmt: skip
            yield from (Broken(audits, condition) for condition in unmet(conditions))

    def _one_trip(self, there: list[Placed]) -> bool:
        """One audit, or two near each other that the same person leads."""
        if len(there) == 1:
            return True
        one, other = there[0], there[1]
        apart = self._km(self.audits[one.audit].place, self.audits[other.audit].place)
        near = apart is not None and apart <= self.office.near_km
        return len(there) == 2 and one.auditor == other.auditor and near

    def _km(self, here: Point | None, there: Point | None) -> int | None:
        return None if here is None or there is None else int(road_km(here, there, self.office.road_factor))

    def _time(self, person: Auditor, audits: tuple[str, ...]) -> Decimal:
        """Hours of a day: on location and on the way, from home along each site and home again."""
        stops = [person.home, *(self.audits[audit].place for audit in audits), person.home]
        legs = [self._km(here, there) or 0 for here, there in pairwise(stops)]
        spent = [Decimal(math.ceil(Decimal(leg * 4) / self.office.speed)) / 4 for leg in legs]
        spent += [_quarterly(self.audits[audit].on_location) for audit in audits]
        spent += [_quarterly(Decimal(self.office.between_minutes) / 60)] * (len(audits) - 1)
        return sum(spent, Decimal(0))

    def _on_location(self, audits: tuple[str, ...]) -> Condition:
        """Hours on location of a day with more than one audit."""
        most, there = self.office.most_on_location, sum((self.audits[key].on_location for key in audits), Decimal(0))
        fits = most is None or len(audits) < 2 or there <= most
        text = "Twee audits op één dag" if most is None else f"Twee audits op één dag: hooguit {hours(most)} uur samen"
        return _must("agenda.uren_op_locatie", text, fits, f"{hours(there)} uur op locatie")

    def _weeks(self) -> Iterator[Broken]:
        weeks: dict[tuple[str, date], list[tuple[Placed, Decimal]]] = defaultdict(list)
        for one in self.plan:
            audit = self.audits[one.audit]
            there, review, on = _quarterly(audit.on_location), _quarterly(audit.review), audit.reviewed_on.get(one.day)
            for who in _team(one):
                for monday, count in in_weeks(one.day, there, on, review, leads=who == one.auditor):
                    weeks[who, monday].append((one, count))
        for (key, monday), taken in weeks.items():
            person = self.people[key]
            spent = sum((count for _, count in taken), _quarterly(person.taken.get(monday, Decimal(0))))
            text = f"De week van {day_plain(monday)} van {person.name} telt hooguit {hours(person.hours_a_week)} uur"
            yield from self._moved(
                [one for one, _ in taken],
                _must("agenda.week_past", text, spent <= person.hours_a_week, f"{hours(spent)} uur"),
            )

    def _years(self) -> Iterator[Broken]:
        years: dict[tuple[str, int], list[Placed]] = defaultdict(list)
        for one in self.plan:
            for who in _team(one):
                years[who, one.day.year].append(one)
        for (key, number), there in years.items():
            person = self.people[key]
            year = next((year for year in person.years if year.year == number), Year(number))
            spent = _quarterly(year.done_hours) + self._hours(key, there)
            led = Decimal(year.done_audits + sum(one.auditor == key for one in there))
            for code, what, value, most in (
                ("jaar.uren", "uur", spent, year.hours.maximum), ("jaar.audits", "audits", led, year.audits.maximum),
            ):  # fmt: skip
                if most is not None:
                    text = f"{person.name} heeft in {number} hooguit {hours(most)} {what}"
                    yield from self._moved(there, _must(code, text, value <= most, f"{hours(value)} {what}"))

    def _hours(self, person: str, there: list[Placed]) -> Decimal:
        """Whoever leads spends all hours; whoever supervises those on location."""
        audits = self.audits
        return sum(
            (
                _quarterly(audits[one.audit].hours if one.auditor == person else audits[one.audit].on_location)
                for one in there
            ),
            Decimal(0),
        )

    def _moved(self, there: list[Placed], condition: Condition) -> Iterator[Broken]:
        moving = tuple(sorted({one.audit for one in there if one in self.moving}))
        if moving and not condition.met:
            yield Broken(moving, condition)


def _must(code: str, text: str, met: bool, fact: str, source: Source = SETTING) -> Condition:
    return Condition(code, text, met, fact, source, "" if met else f"{text}. Dat is niet zo: {fact}.")


def _team(one: Placed) -> list[str]:
    return [one.auditor] if one.supervisor in {None, one.auditor} else [one.auditor, str(one.supervisor)]


def _holds(seat: Seat | None, day: date) -> bool:
    return seat is not None and any(begin <= day <= end for begin, end in seat.periods)


def _works(person: Auditor, day: date) -> bool:
    return day.weekday() in person.weekdays and not any(begin <= day <= end for begin, end in person.away)


def _quarterly(value: Decimal) -> Decimal:
    return Decimal(math.ceil(value * 4)) / 4
