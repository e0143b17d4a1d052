"""What planning reads before it decides: the facts of a plan, the latest safe day, who can do an audit and who cannot.

Each function costs a constant number of queries, however many people or dossiers there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.models import identity_on, licences
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.models import Assignment, Audit, ExtraAssessment, TeamRole
from auditbeheer.planning.presence import presence_of
from auditbeheer.planning.rules import (
    PlanFacts,
    Presence,
    Visit,
    fits_the_day,
    is_free,
    no_honoured_objection,
    one_leads,
    safe_until,
)
from auditbeheer.planning.visits import Asked, place_of, visit_of, visits_beside
from auditbeheer.planning.week_load import WeekLoads, week_loads
from auditbeheer.planning.window import Edge
from auditbeheer.planning.year_load import year_facts
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.qualifications.models import declarations_of
from auditbeheer.qualifications.rules import Involvement, Part, Standing, guided_until, may_take_part
from auditbeheer.qualifications.standing import Candidate, candidates_on, files_of, involvements
from auditbeheer.quotes.models import Trajectory, agreement_of, extra_hours_of, periods_of
from auditbeheer.relations.distance import Point, road_km
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.licence import Licence
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import Role
from auditbeheer.scheme.sections import AreaType

LEADING = (TeamRole.LEAD, TeamRole.TRAINEE_LEAD)
LEADING_PARTS = frozenset({Part.LEAD, Part.TRAINEE_LEAD})
# What somebody who cannot do the audit may do instead, in the order in which it is offered.
INSTEAD = (Part.TRAINEE_LEAD, Part.TRAINEE)


def scheme_of(trajectory: Trajectory) -> Scheme:
    """The scheme of a dossier. Raises KeyError while none was chosen."""
    return schemes()[trajectory.scheme or ""]


def plan_facts(session: Session, trajectory: Trajectory, assessment: ExtraAssessment | None = None) -> PlanFacts:
    """What a plan for this trajectory rests on; of an extra ``assessment`` the hours are those asked for it."""
    agreement, extra = agreement_of(session, trajectory.id), extra_hours_of(session, [trajectory.id])
    if assessment is not None:
        return replace(plan_facts(session, trajectory), agreed_hours=assessment.hours)
    return PlanFacts(
        scheme=schemes()[agreement.scheme] if agreement else scheme_of(trajectory),
        area_type=AreaType(trajectory.area_type.value),
        started_on=trajectory.started_on,
        signed_on=agreement.signed_on if agreement else None,
        agreed_hours=agreement.hours + extra.get(trajectory.id, Decimal(0)) if agreement else None,
        ended=trajectory.ended,
        licences=tuple(Licence(row.from_day, row.until_day) for row in licences(session)),
    )


def safe_days(session: Session, trajectories: Sequence[Trajectory], rules: OwnRules) -> dict[int, Edge]:
    """The latest safe audit day per trajectory, by its id; absent where no certificate runs. One query."""
    ends, found = certificates_end(session, trajectories), {}
    for trajectory in trajectories:
        scheme = scheme_of(trajectory)
        safe = safe_until(scheme, ends[trajectory.id], rules) if scheme.deviations is not None else None
        if safe is not None:
            found[trajectory.id] = Edge(*safe)
    return found


def certificates_end(session: Session, trajectories: Sequence[Trajectory]) -> dict[int, list[date]]:
    """Per trajectory, by its id, the last days of the certificates that ran when it was applied for. One query."""
    areas = {link.area_id: trajectory.id for trajectory in trajectories for link in trajectory.areas}
    newest: dict[int, date] = {}
    for period in periods_of(session, list(areas)):
        newest[period.area_id] = max(period.last_day, newest.get(period.area_id, period.last_day))
    return {
        trajectory.id: [
            newest[link.area_id]
            for link in trajectory.areas
            if link.area_id in newest and newest[link.area_id] >= trajectory.applied_on
        ]
        for trajectory in trajectories
    }


@dataclass(frozen=True)
class Choice:
    """Somebody for one part in one audit: what must hold, met or not, how far away, and what would do instead.

    ``told``: the year, the five and the row of audits here, as they stand beside the name.
    """

    candidate: Candidate
    part: Part
    conditions: tuple[Condition, ...]
    kilometres: Decimal | None
    instead: tuple[Part, ...]
    told: tuple[str, ...] = ()

    @property
    def employee(self) -> Employee:
        """Who."""
        return self.candidate.employee

    @property
    def able(self) -> bool:
        """Whether nothing stands in the way."""
        return not unmet(self.conditions)

    @property
    def order(self) -> tuple[Decimal, int, str]:
        """Best first: near by, then who did the fewest audits this year."""
        far = Decimal(9999) if self.kilometres is None else self.kilometres
        return far, self.candidate.audits_that_year, self.employee.name


def choices_for(
    session: Session, audit: Audit, part: Part, rules: OwnRules, *, leaving: Assignment | None = None
) -> list[Choice]:
    """Everybody for one part in this audit, able or not, best first. ``leaving``: who gives way (a replacement)."""
    trajectory = audit.trajectory
    numbers = models.dossiers_of(session, trajectory.partnership_id)
    people = candidates_on(session, audit.day, scheme_of(trajectory), trajectory.partnership, here=numbers)
    return _choices(session, audit, part, rules, people, leaving)


def choice_of(
    session: Session, audit: Audit | Asked, part: Part, rules: OwnRules, employee: Employee,
    leaving: Assignment | None = None,
) -> Choice:  # fmt: skip
    """One person for one part in this audit."""
    trajectory = audit.trajectory
    people = candidates_on(session, audit.day, scheme_of(trajectory), trajectory.partnership, people=[employee])
    if not people:
        raise LookupError(f"{employee.name} does not work here on {audit.day}")
    return _choices(session, audit, part, rules, people, leaving)[0]


def _choices(
    session: Session, audit: Audit | Asked, part: Part, rules: OwnRules, people: Sequence[Candidate],
    leaving: Assignment | None,
) -> list[Choice]:  # fmt: skip
    team = [member for member in audit.present_team if member is not leaving]
    asked, beside = visit_of(audit, rules), visits_beside(session, audit, rules, leaving)
    weeks = week_loads(audit, beside, rules)
    there = presence_of(session, [one.employee.id for one in people], audit.day, audit.day)
    leader = next((member.employee.short_name for member in team if member.role in LEADING), None)
    supervised = any(member.role is TeamRole.SUPERVISOR for member in team)
    distances = _distances(session, audit, people, rules)
    years = year_facts(session, audit.trajectory, audit.day, audit.hours, audit.id)
    trajectory, against = audit.trajectory, honoured_against(session, [audit.trajectory_id])

    def conditions(candidate: Candidate, wanted: Part) -> tuple[Condition, ...]:
        person, key = candidate.employee.short_name, candidate.employee.id
        in_team = any(member.employee_id == key for member in team)
        leads = wanted in LEADING_PARTS
        return (
            *candidate.conditions(audit.day, wanted, rules, supervised=supervised),
            *free_for(candidate.employee, asked, weeks, there[key], rules, in_team=in_team, leads=leads),
            no_honoured_objection(person, against.get((trajectory.id, audit.extra_id, key)), rules),
            *one_leads(person, leader=leader, leads=leads),
            *(years.conditions(key, person) if leads else ()),
        )

    answer = []
    for candidate in people:
        held = conditions(candidate, part)
        other_parts = INSTEAD if unmet(held) and part in {Part.LEAD, Part.SECOND} else ()
        instead = tuple(other for other in other_parts if not unmet(conditions(candidate, other)))
        key = candidate.employee.id
        told = years.told(key, candidate.employee.short_name, candidate.audits_that_year)
        answer.append(Choice(candidate, part, held, distances.get(key), instead, told))
    return sorted(answer, key=lambda choice: choice.order)


def free_for(
    who: Employee, asked: Visit, weeks: WeekLoads, there: Presence, rules: OwnRules, *, leads: bool,
    in_team: bool = False,
) -> list[Condition]:  # fmt: skip
    """Whether somebody is there that day and this audit fits beside the others of that day and week.

    Who ``leads`` reviews the documents too, on their own day.
    """
    load = weeks.of_the_audit(who.id, leads=leads)
    return [
        *fits_the_day(who.short_name, asked, weeks.beside.visits.get(who.id, []), rules),
        *is_free(asked.starts_at.date(), who.short_name, there, in_team=in_team, load=load),
        *(weeks.of_the_documents(who.id, who.short_name, there) if leads else ()),
    ]


def _distances(
    session: Session, audit: Audit | Asked, people: Sequence[Candidate], rules: OwnRules
) -> dict[int, Decimal]:
    """Kilometres by road to the first area, one way: from home, or from the office where no home is known."""
    place = place_of(audit)
    office = identity_on(session, audit.day)
    base = office.postcode[:4] if office else ""
    starts = {person.employee.id: person.employee.home_postcode[:4] or base for person in people}
    known = models.points_of(session, sorted(set(starts.values()) - {""}))
    if place is None:
        return {}
    factor = rules["road_factor"].decimal
    return {
        key: road_km(Point(known[digits].lat, known[digits].lon), place, factor)
        for key, digits in starts.items()
        if digits in known
    }


def team_problems(session: Session, audits: Sequence[Audit], rules: OwnRules) -> dict[int, list[Condition]]:
    """What no longer holds for who is in a team, by the assignment's id: a suspension, an absence, a declaration.

    A constant number of queries for any number of audits.
    """
    members = [(audit, member) for audit in audits for member in audit.present_team]
    people = list({member.employee_id: member.employee for _, member in members}.values())
    if not people:
        return {}
    keys = [person.id for person in people]
    files = files_of(session, people)
    guided = guided_by(session, keys)
    declared = {(row.employee_id, row.year) for row in declarations_of(session, keys)}
    days = [audit.day for audit in audits]
    against = honoured_against(session, [audit.trajectory_id for audit in audits])
    there = presence_of(session, keys, min(days), max(days))
    found: dict[int, list[Condition]] = {}
    for audit, member in members:
        scheme, trajectory, key = scheme_of(audit.trajectory), audit.trajectory, member.employee_id
        standing = Standing(
            person=member.employee.short_name,
            auditor=files.qualification(member.employee, scheme, Role.AUDITOR, audit.day),
            manager=files.qualification(member.employee, scheme, Role.SCHEME_MANAGER, audit.day),
            guided_until=guided_until(audit.day, guided[key, trajectory.partnership_id]),
            declared=(key, audit.day.year) in declared,
        )
        supervised = any(other.role is TeamRole.SUPERVISOR for other in audit.present_team)
        conditions = [
            *may_take_part(audit.day, Part(member.role.value), standing, rules, supervised=supervised),
            *is_free(audit.day, standing.person, there[key], in_team=False),
            no_honoured_objection(standing.person, against.get((trajectory.id, audit.extra_id, key)), rules),
        ]
        if unmet(conditions):
            found[member.id] = unmet(conditions)
    return found


Objected = Mapping[tuple[int, int | None, int], date]


def honoured_against(session: Session, trajectory_ids: Sequence[int]) -> Objected:
    """Against whom the client objected with our consent and when: by dossier, extra assessment (if one) and person.

    Of the whole dossier: an audit that was moved stays the same audit for the client. One query.
    """
    return {
        (row.assignment.audit.trajectory_id, row.assignment.audit.extra_id, row.assignment.employee_id):
            row.decided_at.astimezone(ZONE).date()
        for row in models.objections_in(session, tuple(sorted(set(trajectory_ids))))
        if row.honoured and row.decided_at is not None
    }  # fmt: skip


def guided_by(session: Session, people: Sequence[int]) -> dict[tuple[int, int], list[Involvement]]:
    """When somebody was involved with a partnership, by person and partnership; also by way of a bureau."""
    return involvements(session, people)
