"""What can be done with a proposal: ask for it, stop it, take lines over, change or skip one, say what matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.choices import LEADING, plan_facts
from auditbeheer.planning.gathering import office_for
from auditbeheer.planning.models import (
    Audit,
    Cause,
    ExtraAssessment,
    LineChoice,
    PlanProposal,
    ProposalWishes,
    ProposedLine,
    TeamRole,
)
from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.words import Placed
from auditbeheer.planning.rules import review_day
from auditbeheer.planning.rules.proposals import (
    STARTS_AT,
    Chosen,
    begins_after,
    ends_at,
    may_choose,
    may_propose,
    may_restart,
    may_stop,
)
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.planning.service.audits import move_audit, plan_audit
from auditbeheer.planning.service.extra import plan_extra
from auditbeheer.planning.service.team import assign, replace_auditor
from auditbeheer.planning.visits import hours_on_location, shared_out, spot_of
from auditbeheer.plumbing.refusal import Refused, require
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.distance import Point, road_km, travel_hours
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import counted, day_long, join_and

SEED, WORK = 1, 30  # the same question gets the same answer; the measure of work is the solver's own


def wishes_for(session: Session, day: date) -> Wishes:
    """What proposals find important on a day; the usual where nobody chose."""
    row = models.wishes_on(session, day)
    return Wishes.of(row.values) if row is not None else Wishes()


def set_wishes(session: Session, by: Actor, now: datetime, wishes: Wishes) -> ProposalWishes:
    """From today on proposals find this important."""
    before, row = wishes_for(session, now.date()), ProposalWishes(from_day=now.date(), values=wishes.values)
    session.add(row)
    session.flush()
    changed = [f"{name} {before.values[name]} wordt {value}" for name, value in wishes.values.items()
               if before.values[name] != value]  # fmt: skip
    journal.record(
        session, by, now, verb="wensen van voorstellen gewijzigd", kind="voorstel", thing=row.id,
        what=join_and(changed) or "niets veranderd",
    )  # fmt: skip
    return row


def conditions_to_propose(
    session: Session, trajectories: Sequence[Trajectory], extras: Sequence[ExtraAssessment] = ()
) -> list[Condition]:
    """All that must hold before a proposal is reckoned for these dossiers and extra assessments."""
    asked = {one.id for one in trajectories} | {one.trajectory_id for one in extras}
    signed = {trajectory.id for trajectory, _ in models.agreed(session, sorted(asked))}
    standing = models.standing_in(session, [one.id for one in trajectories])
    chosen = []
    for one in trajectories:
        audit = standing.get(one.id)
        chosen.append(
            Chosen(one.partnership.name, one.id in signed, audit.confirmed_on if audit else None,
                   audit is not None and audit.held_on is not None)
        )  # fmt: skip
    for extra in extras:
        name, visit = f"{extra.trajectory.partnership.name} (extra beoordeling)", extra.visit
        chosen.append(
            Chosen(name, extra.trajectory_id in signed, visit.confirmed_on if visit else None,
                   extra.held_on is not None, withdrawn=extra.withdrawn_on is not None)
        )  # fmt: skip
    return may_propose(chosen)


def request_proposal(
    session: Session, by: Actor, now: datetime, trajectories: Sequence[Trajectory], *,
    extras: Sequence[ExtraAssessment] = (), work: int = WORK,
) -> PlanProposal:  # fmt: skip
    """Ask for data and auditors for these dossiers and extra assessments; a process of its own reckons them."""
    require(conditions_to_propose(session, trajectories, extras))
    who = session.get_one(Employee, by.employee_id)
    proposal = PlanProposal(
        made_at=now, by=who, on_day=now.date(), seed=SEED, work=work, wishes=wishes_for(session, now.date()).values
    )
    session.add(proposal)
    for trajectory in trajectories:
        session.add(ProposedLine(proposal=proposal, trajectory=trajectory))
    for extra in extras:
        session.add(ProposedLine(proposal=proposal, trajectory=extra.trajectory, extra=extra))
    session.flush()
    keys = [line.key for line in proposal.lines]
    journal.record(
        session, by, now, verb="voorstel gevraagd", kind="voorstel", thing=proposal.id,
        what=f"{counted(len(keys), 'audit', 'audits')}: {join_and(keys)}",
    )  # fmt: skip
    return proposal


def stop_proposal(session: Session, by: Actor, now: datetime, proposal: PlanProposal) -> PlanProposal:
    """Stop reckoning and keep the best until now."""
    require(may_stop(ended=proposal.ended_at is not None))
    proposal.stop_asked_at = now
    journal.record(
        session,
        by,
        now,
        verb="voorstel gestopt",
        kind="voorstel",
        thing=proposal.id,
        what="het beste tot nu toe blijft",
    )
    return proposal


def restart_proposal(session: Session, by: Actor, now: datetime, proposal: PlanProposal) -> PlanProposal:
    """Reckon it again after its process was stopped from outside; what was known of it before is let go."""
    require(may_restart(silent=proposal.silent(now)))
    proposal.seen_at, proposal.stop_asked_at, proposal.share = now, None, 0.0
    proposal.best = proposal.bound = proposal.missed = None
    proposal.seconds = 0.0
    journal.record(
        session, by, now, verb="voorstel opnieuw begonnen", kind="voorstel", thing=proposal.id,
        what="het rekenen was afgebroken",
    )  # fmt: skip
    return proposal


def conditions_to_take_over(session: Session, now: datetime, lines: Sequence[ProposedLine]) -> list[Condition]:
    """All that must hold before these lines are planned: open, and no hard rule broken as the office is now."""
    conditions = may_choose(
        [(one.trajectory.partnership.name, one.day is not None, one.choice is None) for one in lines]
    )
    if any(not one.met for one in conditions):
        return conditions
    audits = [one.trajectory_id for one in lines if one.extra is None]
    extras = [one.extra for one in lines if one.extra is not None]
    office = office_for(session, audits, now.date(), wishes_for(session, now.date()), extras=extras)
    return [*conditions, *(one.condition for one in broken(office, [placed(line) for line in lines]))]


def placed(line: ProposedLine) -> Placed:
    """A line that has a day as the hard rules weigh it."""
    supervisor = str(line.supervisor_id) if line.supervisor_id is not None else None
    return Placed(line.key, str(line.employee_id), line.day or date.min, supervisor)


def take_over(
    session: Session, by: Actor, now: datetime, proposal: PlanProposal, lines: Sequence[ProposedLine]
) -> list[Audit]:
    """Plan these lines, all of them or none: day, auditor, and who supervises. What stands unconfirmed is moved."""
    require(conditions_to_take_over(session, now, lines))
    times = _times(session, lines, now.date())
    audits = [_plan(session, by, now, line, times[line.id]) for line in lines]
    told = [f"{line.key} {day_long(audit.day)}" for line, audit in zip(lines, audits, strict=True)]
    journal.record(
        session, by, now, verb="voorstel overgenomen", kind="voorstel", thing=proposal.id, what=join_and(told)
    )
    return audits


def _plan(session: Session, by: Actor, now: datetime, line: ProposedLine, starts_at: time) -> Audit:
    """One line as an audit with its team; a refusal names the dossier."""
    day, who = line.day, line.employee
    if day is None or who is None:
        raise ValueError(f"line {line.id} has no day")
    try:
        audit = _on_its_day(session, by, now, line, day, starts_at)
        _give_team(session, by, now, audit, who, line.supervisor)
    except Refused as refused:
        raise Refused(_about(line.trajectory.partnership.name, refused.conditions)) from refused
    line.audit, line.choice, line.chosen_at = audit, LineChoice.TAKEN, now
    return audit


def _about(name: str, conditions: Sequence[Condition]) -> list[Condition]:
    """The same conditions, with the dossier's name in what they refuse: several are weighed at once."""
    return [replace(one, refusal=f"{name}: {one.objection}") for one in conditions]


def _on_its_day(session: Session, by: Actor, now: datetime, line: ProposedLine, day: date, starts_at: time) -> Audit:
    """A new audit, or the one that stands, moved when its day is another."""
    trajectory, extra = line.trajectory, line.extra
    standing = models.audit_of(session, trajectory.id) if extra is None else extra.visit
    facts, place = plan_facts(session, trajectory), trajectory.partnership.town
    review_on = review_day(facts.scheme, day, now.date()) if extra is None else None
    if standing is None and extra is not None:
        return plan_extra(session, by, now, extra, day=day, starts_at=starts_at, place=place, hours=extra.hours)
    if standing is None:
        return plan_audit(
            session, by, now, trajectory, day=day, starts_at=starts_at, place=place,
            document_review_on=review_on,
        )  # fmt: skip
    if standing.day == day:
        return standing
    moved, _ = move_audit(
        session, by, now, standing, day=day, starts_at=starts_at, place=standing.place, document_review_on=review_on,
        why="volgens het voorstel", cause=Cause.US,
    )  # fmt: skip
    return moved


def _give_team(
    session: Session, by: Actor, now: datetime, audit: Audit, lead: Employee, supervisor: Employee | None
) -> None:
    """The leader, and who supervises a trainee; whoever led by an earlier plan gives way."""
    if supervisor is not None and all(one.employee_id != supervisor.id for one in audit.present_team):
        assign(session, by, now, audit, supervisor, role=TeamRole.SUPERVISOR)
    role = TeamRole.LEAD if supervisor is None else TeamRole.TRAINEE_LEAD
    leading = next((one for one in audit.present_team if one.role in LEADING), None)
    if leading is None:
        assign(session, by, now, audit, lead, role=role)
    elif leading.employee_id != lead.id:
        replace_auditor(session, by, now, leading, employee=lead, why="volgens het voorstel", cause=Cause.US)


def _times(session: Session, lines: Sequence[ProposedLine], today: date) -> dict[int, time]:
    """When each audit begins: the usual hour, or after the other audit of the same person on that day and the road."""
    rules = own_rules_on(session, today)
    last = _last_of_day(session, lines, rules)
    times = {}
    for line in lines:
        key, begins = (line.employee_id, line.day), STARTS_AT
        spot = spot_of(line.trajectory)
        if key in last:
            there, ends = last[key]
            km = road_km(there, spot, rules["road_factor"].decimal) if there and spot else Decimal(0)
            margin = Decimal(rules["between_audits"].integer) / 60
            begins = begins_after(ends, travel_hours(km, rules["travel_speed"].integer) + margin)
        times[line.id], last[key] = begins, (spot, ends_at(begins, _on_location(session, line, rules)))
    return times


def _on_location(session: Session, line: ProposedLine, rules: OwnRules) -> Decimal:
    """How long the visit of a line is on location: as it is planned, or as the hours agreed on lead to."""
    if line.extra is not None:
        return line.extra.hours
    standing = models.audit_of(session, line.trajectory_id)
    if standing is not None:
        return hours_on_location(standing, rules)
    agreed = plan_facts(session, line.trajectory).agreed_hours
    return shared_out(line.trajectory, agreed or Decimal(0), rules).on_location


Last = dict[tuple[int | None, date | None], tuple[Point | None, time]]


def _last_of_day(session: Session, lines: Sequence[ProposedLine], rules: OwnRules) -> Last:
    """Where and when the last audit ends that stands already, by who leads it and day."""
    days = [line.day for line in lines if line.day is not None]
    moving = {line.key for line in lines}
    found: Last = {}
    for audit in sorted(models.audits_between(session, min(days), max(days)), key=lambda one: one.starts_at):
        if audit.lead is not None and audit.key not in moving:
            ends = ends_at(audit.starts_at, hours_on_location(audit, rules))
            found[audit.lead.id, audit.day] = (spot_of(audit.trajectory), ends)
    return found


def change_line(
    session: Session, by: Actor, now: datetime, line: ProposedLine, *, day: date, employee: Employee, starts_at: time
) -> Audit:
    """Plan a line otherwise than was proposed: another day, another auditor. The line keeps what was proposed."""
    name = line.trajectory.partnership.name
    require(may_choose([(name, True, line.choice is None)]))
    audit = _on_its_day(session, by, now, line, day, starts_at)
    _give_team(session, by, now, audit, employee, None)
    line.audit, line.choice, line.chosen_at = audit, LineChoice.TAKEN, now
    journal.record(
        session, by, now, verb="voorstel gewijzigd overgenomen", kind="voorstel", thing=line.proposal_id,
        what=f"{name}: {day_long(day)}, {employee.name}", dossier=line.trajectory.number,
    )  # fmt: skip
    return audit


def skip_lines(session: Session, by: Actor, now: datetime, lines: Sequence[ProposedLine]) -> None:
    """Leave these lines as they are: their dossiers stay on the list of what is to be planned."""
    require(may_choose([(one.trajectory.partnership.name, True, one.choice is None) for one in lines]))
    for line in lines:
        line.choice, line.chosen_at = LineChoice.SKIPPED, now
    journal.record(
        session, by, now, verb="voorstel overgeslagen", kind="voorstel", thing=lines[0].proposal_id,
        what=join_and([line.key for line in lines]),
    )  # fmt: skip
