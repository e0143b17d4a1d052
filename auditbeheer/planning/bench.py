"""Who may take which part in which audit on which days: weighed once per stretch of days on which nothing changes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.choices import honoured_against, scheme_of
from auditbeheer.planning.proposal.words import Period, Seat
from auditbeheer.planning.rules import no_honoured_objection
from auditbeheer.qualifications.models import declarations_of
from auditbeheer.qualifications.rules import Part, Qualification, Standing, State, guided_until, may_take_part
from auditbeheer.qualifications.standing import files_of, involvements
from auditbeheer.quotes.models import Agreement, Trajectory
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import Role
from auditbeheer.scheme.terms import add_years

A_DAY = timedelta(days=1)
PARTS = (Part.LEAD, Part.TRAINEE_LEAD, Part.SUPERVISOR)


class Bench:
    """What is known of the people who can be in a team, read once for all audits that are asked for."""

    def __init__(
        self,
        session: Session,
        people: Sequence[Employee],
        rows: Sequence[tuple[Trajectory, Agreement]],
        rules: OwnRules,
    ) -> None:
        keys = [person.id for person in people]
        self.people, self.rules = people, rules
        self.files = files_of(session, people)
        self.guided = involvements(session, keys)
        self.declared = {(row.employee_id, row.year) for row in declarations_of(session, keys)}
        self.led = models.leaders_before(session, [trajectory.partnership_id for trajectory, _ in rows])
        self.against = honoured_against(session, [trajectory.id for trajectory, _ in rows])
        self.known: dict[tuple[int, str, Role, date], Qualification] = {}
        self.turns: dict[int, list[date]] = {person.id: sorted(self._turns(person)) for person in people}

    def seats(self, trajectory: Trajectory, first: date, last: date, extra_id: int | None = None) -> Iterator[Seat]:
        """Every part that somebody could take in this audit between two days, and why not where nobody can."""
        for person in self.people:
            stretches = self._stretches(person, trajectory, first, last)
            objected = self.against.get((trajectory.id, extra_id, person.id))
            bar = no_honoured_objection(person.short_name, objected, self.rules)
            for part in PARTS:
                seat = self._seat(person, part, trajectory, stretches)
                yield seat if bar.met else replace(seat, periods=(), objections=(bar,))

    def _seat(
        self, person: Employee, part: Part, trajectory: Trajectory, stretches: Sequence[tuple[Period, Standing]]
    ) -> Seat:
        periods: list[Period] = []
        objections: tuple[Condition, ...] = ()
        for period, standing in stretches:
            against = self._objections(period[0], part, standing)
            if against is None:
                continue
            if not against:
                periods.append(period)
            objections = objections or tuple(against)
        return Seat(str(person.id), part, tuple(periods), objections, self._cycles(person, trajectory))

    def _objections(self, day: date, part: Part, standing: Standing) -> list[Condition] | None:
        """What stands in the way on a day; None where the part is not meant for this person at all."""
        if part is Part.TRAINEE_LEAD and standing.auditor.state is not State.TRAINING:
            return None
        return unmet(may_take_part(day, part, standing, self.rules, supervised=True))

    def _cycles(self, person: Employee, trajectory: Trajectory) -> int:
        """How many audits in a row, the last one included, somebody led at this working group."""
        count = 0
        for leader in self.led[trajectory.partnership_id]:
            if leader != person.id:
                break
            count += 1
        return count

    def lacking(self, person: Employee, year: int, today: date) -> int:
        """How many assessments somebody still lacks in a year, by what was done: the most that a scheme asks."""
        asked = {act.scheme for act in self.files.acts.get(person.id, ()) if act.scheme in schemes()}
        counted = [one for key in asked for one in self.files.years(person, schemes()[key], today) if one.year == year]
        return max((max(0, one.needed - one.done) for one in counted), default=0)

    # Days on which somebody's standing can change

    def _stretches(
        self, person: Employee, trajectory: Trajectory, first: date, last: date
    ) -> list[tuple[Period, Standing]]:
        scheme = scheme_of(trajectory)
        starts = [first, *(day for day in self.turns[person.id] if first < day <= last)]
        starts += [date(year, 1, 1) for year in range(first.year + 1, last.year + 1)]
        starts = sorted(set(starts))
        ends = [*(day - A_DAY for day in starts[1:]), last]
        return [
            ((begin, end), self._standing(person, trajectory, scheme, begin))
            for begin, end in zip(starts, ends, strict=True)
            if begin <= end
        ]

    def _standing(self, person: Employee, trajectory: Trajectory, scheme: Scheme, day: date) -> Standing:
        turn = self._turn(person, day)
        return Standing(
            person=person.short_name,
            auditor=self._qualification(person, scheme, Role.AUDITOR, turn),
            manager=self._qualification(person, scheme, Role.SCHEME_MANAGER, turn),
            guided_until=guided_until(day, self.guided[person.id, trajectory.partnership_id]),
            declared=(person.id, day.year) in self.declared,
        )

    def _turn(self, person: Employee, day: date) -> date:
        """The last day up to ``day`` on which something about this person changed: the same answer, weighed once."""
        place = bisect_left(self.turns[person.id], day + A_DAY)
        return self.turns[person.id][place - 1] if place else day

    def _qualification(self, person: Employee, scheme: Scheme, role: Role, day: date) -> Qualification:
        key = (person.id, scheme.key, role, day)
        if key not in self.known:
            self.known[key] = self.files.qualification(person, scheme, role, day)
        return self.known[key]

    def _turns(self, person: Employee) -> Iterator[date]:
        yield from (act.on_day for act in self.files.acts.get(person.id, ()))
        yield from (row.on_day for row in self.files.held(person))
        for proof in self.files.evidence.get(person.id, ()):
            yield proof.judged_on
            if proof.valid_until is not None:
                yield proof.valid_until + A_DAY
        years = self.rules["impartiality_years"].integer
        for (key, _), periods in self.guided.items():
            if key == person.id:
                for one in periods:
                    yield one.from_day
                    if one.until_day is not None:
                        yield one.until_day + A_DAY
                        yield add_years(one.until_day, years)
