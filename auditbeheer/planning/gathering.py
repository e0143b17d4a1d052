"""From rows to the office that a proposal is reckoned from: what is asked, who can do it when, and what stands.

A constant number of queries, however many dossiers and people there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.models import identity_on
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.answers import refused_days, said_of_days
from auditbeheer.planning.bench import Bench
from auditbeheer.planning.capacity import agreed_of, windows_of, windows_of_extras
from auditbeheer.planning.choices import LEADING, scheme_of
from auditbeheer.planning.models import Audit, ExtraAssessment, TeamRole, WorkTarget, YearLoad
from auditbeheer.planning.presence import presence_of
from auditbeheer.planning.proposal.words import Auditor, AuditToPlan, Band, Office, Period, Placed, Weights, Year
from auditbeheer.planning.rules import Presence, review_day
from auditbeheer.planning.rules.week_hours import in_weeks, monday_of
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.planning.visits import hours_of, shared_out, spot_of
from auditbeheer.planning.window import Edge, Window
from auditbeheer.qualifications.models import people_with_a_file
from auditbeheer.quotes.models import Agreement, Trajectory, extra_hours_of
from auditbeheer.relations.distance import Point
from auditbeheer.scheme.condition import SETTING
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import is_working_day

HORIZON = timedelta(weeks=52)  # where nothing ends a window, a proposal looks a year ahead
SOON = timedelta(weeks=6)
A_DAY = timedelta(days=1)
NOTHING = YearLoad()
Asked = tuple[Trajectory, Agreement]


def office_for(
    session: Session, chosen: Sequence[int], today: date, wishes: Wishes, *, keep: Mapping[str, Placed] | None = None,
    extras: Sequence[ExtraAssessment] = (),
) -> Office:  # fmt: skip
    """The office of today with these trajectories (by id) and extra assessments to plan; what else stands is fixed.

    A chosen dossier whose audit stands without being confirmed keeps its place where that costs little. ``keep``: what
    a proposal said before, by the key of the audit, instead.
    """
    rules = own_rules_on(session, today)
    rows = models.agreed(session, chosen)
    windows, extra_windows = windows_of(session, rows, rules, today), windows_of_extras(session, extras, today)
    bench = Bench(session, _people(session, today), [*rows, *agreed_of(session, extras)], rules)
    ends = [one.last.day for one in (*windows.values(), *extra_windows.values()) if one.last is not None]
    until = max([today + HORIZON, *ends])
    stands = models.audits_from(session, today)
    standing = [audit for audit in stands if audit.lead is not None]
    chosen_keys = {one.number for one, _ in rows} | {one.key for one in extras}
    kept = {audit.key: _placed(audit) for audit in standing if audit.key in chosen_keys}
    fixed = [audit for audit in standing if audit.key not in chosen_keys]
    return Office(
        audits=(
            *_to_plan(session, rows, windows, bench, (today, until), {**kept, **(keep or {})}, stands),
            *_extras_to_plan(session, extras, extra_windows, bench, until, {**kept, **(keep or {})}),
            *(_fixed(audit, rules) for audit in fixed),
        ),
        auditors=_auditors(session, bench, fixed, (today, until), wishes, chosen_keys),
        until=until,
        holidays=_days_off(today, until),
        road_factor=rules["road_factor"].decimal,
        speed=rules["travel_speed"].integer,
        near_km=wishes.near_km,
        between_minutes=rules["between_audits"].integer,
        most_on_location=rules["hours_on_location_a_day"].decimal,
        most_cycles=wishes.most_cycles,
        weights=Weights(**wishes.weights),
    )


def _people(session: Session, today: date) -> list[Employee]:
    return [person for person in people_with_a_file(session) if person.left_on is None or person.left_on > today]


def _days_off(first: date, last: date) -> frozenset[date]:
    days = (first + count * A_DAY for count in range((last - first).days + 1))
    return frozenset(day for day in days if day.weekday() < 5 and not is_working_day(day))


# Audits


def _to_plan(
    session: Session,
    rows: Sequence[Asked],
    windows: Mapping[int, Window],
    bench: Bench,
    horizon: Period,
    keep: Mapping[str, Placed],
    standing: Sequence[Audit],
) -> list[AuditToPlan]:
    """``standing``: the audits of these dossiers that have a day now: their hours stay as they are planned."""
    planned = {audit.trajectory_id: audit for audit in standing if audit.extra_id is None}
    keys = [trajectory.id for trajectory, _ in rows]
    extra, refused, said = extra_hours_of(session, keys), refused_days(session, keys), said_of_days(session, keys)
    found, reviews = [], _Reviews(*horizon)
    for trajectory, agreement in rows:
        window, hours = _reach(windows[trajectory.id]), agreement.hours + extra.get(trajectory.id, Decimal(0))
        last = horizon[1] if window.last is None else window.last.day
        audit = planned.get(trajectory.id)
        plan = shared_out(trajectory, hours, bench.rules) if audit is None else hours_of(audit, bench.rules)
        found.append(
            AuditToPlan(
                key=trajectory.number, name=trajectory.partnership.name, hours=hours if audit is None else audit.hours,
                on_location=plan.on_location, review=plan.review, reviewed_on=reviews.of(trajectory, audit),
                place=spot_of(trajectory), window=window,
                seats=tuple(bench.seats(trajectory, window.first.day, last)), keep=keep.get(trajectory.number),
                only_days=frozenset(day for day in said[trajectory.id, None].suits if day >= window.first.day) or None,
                refused=frozenset(refused[trajectory.id]), rather_not=said[trajectory.id, None].rather_not,
            )
        )  # fmt: skip
    return found


class _Reviews:
    """On which day the documents of an audit are looked at, by the day of the audit: as taking over plans it."""

    def __init__(self, today: date, until: date) -> None:
        self.today, self.until = today, until
        self._of: dict[str, dict[date, date]] = {}

    def of(self, trajectory: Trajectory, standing: Audit | None) -> Mapping[date, date]:
        """For each day up to the horizon; an audit that stays on its day keeps its own."""
        scheme = scheme_of(trajectory)
        if scheme.key not in self._of:
            days = (self.today + count * A_DAY for count in range((self.until - self.today).days + 1))
            found = {day: review_day(scheme, day, self.today) for day in days}
            self._of[scheme.key] = {day: on for day, on in found.items() if on is not None}
        if standing is None or standing.document_review_on is None:
            return self._of[scheme.key]
        return {**self._of[scheme.key], standing.day: standing.document_review_on}


def _extras_to_plan(
    session: Session,
    extras: Sequence[ExtraAssessment],
    windows: Mapping[int, Window],
    bench: Bench,
    until: date,
    keep: Mapping[str, Placed],
) -> Iterator[AuditToPlan]:
    """Extra assessments as audits are planned: on location with all their hours."""
    if not extras:
        return
    keys = [one.trajectory_id for one in extras]
    refused, said = refused_days(session, keys), said_of_days(session, keys)
    for one in (extra for extra in extras if extra.id in windows):
        window, trajectory = _reach(windows[one.id]), one.trajectory
        last = until if window.last is None else window.last.day
        yield AuditToPlan(
            key=one.key, name=f"{trajectory.partnership.name} (extra beoordeling)", hours=one.hours,
            on_location=one.hours, place=spot_of(trajectory), window=window,
            seats=tuple(bench.seats(trajectory, window.first.day, last, one.id)), keep=keep.get(one.key),
            only_days=frozenset(day for day in said[trajectory.id, one.id].suits if day >= window.first.day) or None,
            refused=frozenset(refused[trajectory.id]), rather_not=said[trajectory.id, one.id].rather_not,
        )  # fmt: skip


def _reach(window: Window) -> Window:
    """Too late already: then as soon as it can be. A bound that is no matter of time still refuses it in the end."""
    if window.last is None or window.last.day >= window.first.day:
        return window
    return Window(window.first, Edge(window.first.day + SOON, SETTING, "Dit is al te laat: dan zo snel mogelijk."))


def _fixed(audit: Audit, rules: OwnRules) -> AuditToPlan:
    edge, trajectory, plan = Edge(audit.day, SETTING, "Deze audit staat."), audit.trajectory, hours_of(audit, rules)
    return AuditToPlan(
        key=audit.key, name=trajectory.partnership.name, hours=audit.hours,
        on_location=plan.on_location, review=plan.review, place=spot_of(trajectory),
        window=Window(edge, edge), seats=(), fixed=_placed(audit),
        reviewed_on={audit.day: audit.document_review_on} if audit.document_review_on else {},
    )  # fmt: skip


def _placed(audit: Audit) -> Placed:
    """Who leads an audit that has a leader, on which day, and who supervises a trainee."""
    team = audit.present_team
    lead = next(member for member in team if member.role in LEADING)
    above = next((member for member in team if member.role is TeamRole.SUPERVISOR), None)
    supervisor = str(above.employee_id) if above is not None and lead.role is TeamRole.TRAINEE_LEAD else None
    return Placed(audit.key, str(lead.employee_id), audit.day, supervisor)


# People


def _auditors(
    session: Session, bench: Bench, fixed: Sequence[Audit], horizon: Period, wishes: Wishes, chosen: Collection[str]
) -> tuple[Auditor, ...]:
    people, (today, until) = bench.people, horizon
    keys = [person.id for person in people]
    there = presence_of(session, keys, today, until)
    away = _away(there, fixed, today, until)
    homes = _homes(session, people, today)
    years = _years(session, bench, today, until)
    taken = _taken(session, bench, fixed, horizon, chosen)
    return tuple(
        Auditor(
            key=str(person.id),
            name=person.short_name,
            home=homes.get(person.id),
            away=tuple(away[person.id]) + _gone(person, until),
            hours_a_day=Decimal(wishes.hours_a_day),
            hours_a_week=min(Decimal(wishes.hours_a_week), there[person.id].fewest_hours(today, until)),
            taken=dict(taken[person.id]),
            years=years[person.id],
        )
        for person in people
    )


def _taken(
    session: Session, bench: Bench, fixed: Sequence[Audit], horizon: Period, chosen: Collection[str]
) -> dict[int, dict[date, Decimal]]:
    """Hours of weeks that the office does not see: of other parts in a team, and of the days before today."""
    seen = {audit.id: _placed(audit) for audit in fixed}
    found: dict[int, dict[date, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in models.assignments_around(session, monday_of(horizon[0]), horizon[1] + A_DAY):
        placed, person = seen.get(row.audit_id), str(row.employee_id)
        if row.audit.key in chosen or (placed is not None and person in {placed.auditor, placed.supervisor}):
            continue
        there = Decimal((row.ends_at - row.starts_at).total_seconds()) / 3600
        review, leads = hours_of(row.audit, bench.rules).review, row.role in LEADING
        for monday, count in in_weeks(row.day, there, row.audit.document_review_on, review, leads=leads):
            found[row.employee_id][monday] += count
    return found


def _gone(person: Employee, until: date) -> tuple[Period, ...]:
    """From the day on which somebody leaves the body."""
    return () if person.left_on is None or person.left_on > until else ((person.left_on, until),)


def _away(there: Mapping[int, Presence], fixed: Sequence[Audit], today: date, until: date) -> dict[int, list[Period]]:
    """Days off, and days in an audit that stands as more than its leader: as second, as trainee, as observer."""
    found: dict[int, list[Period]] = defaultdict(list)
    days = [today + timedelta(days=offset) for offset in range((until - today).days + 1)]
    for key, presence in there.items():
        found[key] += presence.away
        # Weekends and holidays nobody is planned in a proposal; these are the weekdays that somebody does not work.
        found[key] += [(day, day) for day in days if is_working_day(day) and not presence.works_on(day)]
    for audit in fixed:
        placed = _placed(audit)
        counted = {placed.auditor, placed.supervisor}
        for member in audit.present_team:
            if str(member.employee_id) not in counted:
                found[member.employee_id].append((audit.day, audit.day))
    return found


def _homes(session: Session, people: Sequence[Employee], today: date) -> dict[int, Point]:
    """Where each lives by the postcode's centre; the office where no home is known."""
    office = identity_on(session, today)
    base = office.postcode[:4] if office else ""
    digits = {person.id: person.home_postcode[:4] or base for person in people}
    known = models.points_of(session, sorted(set(digits.values()) - {""}))
    return {key: Point(known[code].lat, known[code].lon) for key, code in digits.items() if code in known}


def _years(session: Session, bench: Bench, today: date, until: date) -> dict[int, tuple[Year, ...]]:
    """What each did this year, and per year what is still lacking of the five (QUA-4)."""
    done, targets = models.loads_in(session, today.year), models.targets_in(session, range(today.year, until.year + 1))
    return {
        person.id: tuple(
            _year(year, done.get(person.id, NOTHING) if year == today.year else NOTHING,
                  targets.get((person.id, year)), bench.lacking(person, year, today))
            for year in range(today.year, until.year + 1)
        )
        for person in bench.people
    }  # fmt: skip


def _year(year: int, done: YearLoad, target: WorkTarget | None, lacking: int) -> Year:
    return Year(
        year, done_hours=done.held_hours, done_audits=done.held_audits, short_of_five=lacking,
        hours=_band(target.hours_minimum, target.hours_target, target.hours_maximum) if target else Band(),
        audits=_band(target.audits_minimum, target.audits_target, target.audits_maximum) if target else Band(),
    )  # fmt: skip


def _band(minimum: int | None, target: int | None, maximum: int | None) -> Band:
    return Band(*(None if value is None else Decimal(value) for value in (minimum, target, maximum)))
