"""Where each dossier to be planned fits, and how many people can lead its audit there: all dossiers at once.

A constant number of queries, however many dossiers and people there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.models import licences
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.choices import free_for, guided_by, honoured_against, safe_days, scheme_of
from auditbeheer.planning.models import ExtraAssessment
from auditbeheer.planning.presence import presence_of
from auditbeheer.planning.rules import PlanFacts
from auditbeheer.planning.visits import Asked, Diary, days_of, visit_of
from auditbeheer.planning.week_load import week_loads
from auditbeheer.planning.window import Window, extra_window, free_day, window
from auditbeheer.planning.year_load import YearFacts
from auditbeheer.qualifications.models import declarations_of, people_with_a_file
from auditbeheer.qualifications.rules import Part, Qualification, Standing, guided_until, may_take_part
from auditbeheer.qualifications.standing import files_of
from auditbeheer.quotes.models import Agreement, Trajectory, extra_hours_of
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.licence import Licence
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import Role
from auditbeheer.scheme.sections import AreaType

# So far ahead somebody must have a free day: further on everybody has one, and the figure would say nothing.
AHEAD = timedelta(weeks=8)
Waiting = tuple[Trajectory, Agreement]


@dataclass(frozen=True)
class Crew:
    """Who can lead an audit: free on a working day of the period looked at, and qualified and impartial on it.

    ``everybody``: how many can be in a team at all, qualified or not.
    """

    able: tuple[Employee, ...]
    everybody: int


def windows_of(session: Session, rows: Sequence[Waiting], rules: OwnRules, today: date) -> dict[int, Window]:
    """Between which days each audit fits, by the trajectory's id."""
    safe = safe_days(session, [trajectory for trajectory, _ in rows], rules)
    extra = extra_hours_of(session, [trajectory.id for trajectory, _ in rows])
    held = tuple(Licence(row.from_day, row.until_day) for row in licences(session))
    return {
        trajectory.id: window(
            _facts(trajectory, agreement, held, extra.get(trajectory.id, Decimal(0))), safe.get(trajectory.id), today
        )
        for trajectory, agreement in rows
    }


def windows_of_extras(session: Session, extras: Sequence[ExtraAssessment], today: date) -> dict[int, Window]:
    """Between which days each extra assessment fits, by its id; one whose dossier ended is left out."""
    agreements = {trajectory.id: agreement for trajectory, agreement in agreed_of(session, extras)}
    held = tuple(Licence(row.from_day, row.until_day) for row in licences(session))
    return {
        one.id: extra_window(
            _facts(one.trajectory, agreements[one.trajectory_id], held, Decimal(0)), one.hold_by, today
        )
        for one in extras
        if one.trajectory_id in agreements
    }


def agreed_of(session: Session, extras: Sequence[ExtraAssessment]) -> Sequence[Waiting]:
    """The dossiers of these, with their agreements; each once."""
    return models.agreed(session, sorted({one.trajectory_id for one in extras})) if extras else []


def _facts(trajectory: Trajectory, agreement: Agreement, held: tuple[Licence, ...], extra: Decimal) -> PlanFacts:
    return PlanFacts(
        scheme=schemes()[agreement.scheme],
        area_type=AreaType(trajectory.area_type.value),
        started_on=trajectory.started_on,
        signed_on=agreement.signed_on,
        agreed_hours=agreement.hours + extra,
        ended=trajectory.ended,
        licences=held,
    )


def crews_of(
    session: Session, trajectories: Sequence[Trajectory], windows: dict[int, Window], rules: OwnRules
) -> dict[int, Crew]:
    """Who can lead each of these audits, by the trajectory's id: within its window, at most ``AHEAD`` into it."""
    if not trajectories:
        return {}
    first = min(windows[one.id].first.day for one in trajectories)
    people = [person for person in people_with_a_file(session) if person.left_on is None or person.left_on > first]
    last = max(windows[one.id].first.day for one in trajectories) + AHEAD
    bench, busy = _Bench(session, people, first, last, rules), _busy(session, people, first)

    def leads(person: Employee, trajectory: Trajectory) -> bool:
        """Whether somebody can lead this audit on the first working day on which that person has none."""
        begin, end = windows[trajectory.id].first.day, windows[trajectory.id].last
        until = begin + AHEAD
        if end is not None and end.day >= begin:
            until = min(until, end.day)  # too late already: then as soon as possible
        day = free_day(begin, until, busy[person.id], bench.there[person.id].there_on)
        return day is not None and bench.leads_then(person, trajectory, day)

    return {one.id: Crew(tuple(who for who in people if leads(who, one)), len(people)) for one in trajectories}


def _busy(session: Session, people: Sequence[Employee], first: date) -> dict[int, set[date]]:
    found: dict[int, set[date]] = defaultdict(set)
    for key, day in models.days_taken(session, [person.id for person in people], first):
        found[key].add(day)
    return found


def leaders_by_day(session: Session, wanted: Sequence[Asked], rules: OwnRules) -> list[tuple[Employee, ...]]:
    """Who can lead each of these audits as it would stand on its day, by the same conditions as assigning asks.

    All at once, so that it costs a constant number of queries. Who is in its team already goes along.
    """
    if not wanted:
        return []
    first, last = min(one.day for one in wanted), max(one.day for one in wanted)
    papers = min(day for one in wanted for day in days_of(one))
    people = [person for person in people_with_a_file(session) if person.left_on is None or person.left_on > first]
    bench, diary = _Bench(session, people, first, last, rules), Diary(session, papers, last, rules)
    years, against = _years(session, wanted), honoured_against(session, [one.trajectory_id for one in wanted])
    found = []
    for asked in wanted:
        visit = visit_of(asked, rules)
        weeks = week_loads(asked, diary.beside(asked, visit), rules)
        year = replace(years[asked.day.year], more=asked.hours)
        found.append(tuple(
            who for who in people
            if (asked.trajectory_id, asked.extra_id, who.id) not in against
            and bench.leads_then(who, asked.trajectory, asked.day)
            and not unmet(free_for(who, visit, weeks, bench.there[who.id], rules, leads=True))
            and not unmet(year.conditions(who.id, who.short_name))
        ))  # fmt: skip
    return found


def _years(session: Session, wanted: Sequence[Asked]) -> dict[int, YearFacts]:
    """What everybody leads in the years that are asked about; of one audit alone, what else."""
    years, ids = {one.day.year for one in wanted}, {one.id for one in wanted}
    targets, but = models.targets_in(session, sorted(years)), ids.pop() if len(ids) == 1 else 0
    return {
        year: YearFacts(
            year=year, more=Decimal(0), loads=models.loads_in(session, year, but=but), targets=targets, leaders=(),
            most_cycles=0, needed=None,
        )
        for year in years
    }  # fmt: skip


class _Bench:
    """What is known of the people who can be in a team, read once."""

    def __init__(self, session: Session, people: Sequence[Employee], first: date, last: date, rules: OwnRules) -> None:
        keys = [person.id for person in people]
        self.rules = rules
        self.files = files_of(session, people)
        self.guided = guided_by(session, keys)
        self.declared = {(row.employee_id, row.year) for row in declarations_of(session, keys)}
        self.there = presence_of(session, keys, first, last)
        self.known: dict[tuple[int, str, Role, date], Qualification] = {}

    def leads_then(self, person: Employee, trajectory: Trajectory, day: date) -> bool:
        """Whether somebody is qualified and impartial to lead this audit on ``day``."""
        if person.left_on is not None and day >= person.left_on:
            return False
        standing = Standing(
            person=person.short_name,
            auditor=self._qualification(person, trajectory, Role.AUDITOR, day),
            manager=self._qualification(person, trajectory, Role.SCHEME_MANAGER, day),
            guided_until=guided_until(day, self.guided[person.id, trajectory.partnership_id]),
            declared=(person.id, day.year) in self.declared,
        )
        return not unmet(may_take_part(day, Part.LEAD, standing, self.rules))

    def _qualification(self, person: Employee, trajectory: Trajectory, role: Role, day: date) -> Qualification:
        """Weighed once per person and day, however many dossiers ask for it."""
        scheme = scheme_of(trajectory)
        key = (person.id, scheme.key, role, day)
        if key not in self.known:
            self.known[key] = self.files.qualification(person, scheme, role, day)
        return self.known[key]
