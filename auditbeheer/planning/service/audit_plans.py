"""The audit plan goes to the contact person; the client may object to who is in the team (PLA-2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.day_letters import parties_of
from auditbeheer.planning.models import Assignment, Audit, AuditPlan, TeamObjection, objections_of, plans_of
from auditbeheer.planning.rules import Item, may_decide, may_object, may_send_plan
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import contact_of, tell_contact, tell_person
from auditbeheer.relations.models import Party
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.wording import day_long, join_and

PAGE = "auditplan"


def conditions_to_send(
    session: Session, now: datetime, audit: Audit, *, items: Sequence[Item], room: str
) -> list[Condition]:
    """All that must hold before the plan goes out."""
    leader = audit.lead.name if audit.lead else None
    return may_send_plan(
        items, day=audit.day, leader=leader, room=room, held=audit.held_on is not None, today=now.date()
    )  # fmt: skip


def send_plan(
    session: Session, by: Actor, now: datetime, audit: Audit, *, items: Sequence[Item], room: str, remark: str = ""
) -> AuditPlan:
    """The plan as it stands now, to the contact person; an earlier one stays as it was sent."""
    require(conditions_to_send(session, now, audit, items=items, room=room))
    partnership = audit.trajectory.partnership
    plan = AuditPlan(
        audit=audit, edition=len(plans_of(session, [audit.id])) + 1, sent_at=now.replace(microsecond=0),
        sent_by=by.name, sent_to=contact_of(partnership).name, room=room, remark=remark,
        programme=[{"van": f"{one.begins:%H:%M}", "tot": f"{one.ends:%H:%M}", "wat": one.what, "wie": one.who}
                   for one in items],
        team=team_of(audit), present=[seat(party) for party in parties_of(partnership)],
    )  # fmt: skip
    session.add(plan)
    session.flush()
    journal.record(
        session, by, now, verb="auditplan verstuurd", kind="auditplan", thing=plan.id, dossier=audit.trajectory.number,
        what=f"Versie {plan.edition} voor {day_long(audit.day)}, aan {plan.sent_to}",
    )  # fmt: skip
    tell_contact(
        session, now, audit.trajectory, topic="auditplan", page=PAGE, key=f"auditplan:{plan.id}",
        facts={"dag": audit.day.isoformat(), "versie": plan.edition,
               "team": [f"{name} ({part})" for name, part in plan.team]},
    )  # fmt: skip
    return plan


def team_of(audit: Audit) -> list[list[str]]:
    """The team as a plan names it."""
    return [[member.employee.name, str(member.role)] for member in audit.present_team]


def seat(party: Party) -> str:
    """A party with who speaks for it."""
    people = join_and([person.name for person in party.people])
    return f"{party.organisation}: {people}" if people else party.organisation


def conditions_to_object(session: Session, now: datetime, member: Assignment) -> list[Condition]:
    """Whether the client may object to this member of the team today."""
    plans = plans_of(session, [member.audit_id])
    already = any(one.assignment_id == member.id for one in objections_of(session, [member.audit_id]))
    return may_object(
        sent_on=plans[0].sent_at.date() if plans else None, in_team=member.withdrawn_on is None, already=already,
        today=now.date(), rules=own_rules_on(session, now.date()),
    )  # fmt: skip


def object_to_member(
    session: Session, by: Actor, now: datetime, member: Assignment, *, sender: Recipient, why: str
) -> TeamObjection:
    """The client objects; a planner or scheme manager decides on it."""
    require(conditions_to_object(session, now, member))
    row = TeamObjection(
        assignment=member, at=now.replace(microsecond=0), by_name=sender.name, person=sender.person,
        email=sender.email, why=why,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="bezwaar tegen een teamlid", kind="bezwaar", thing=row.id, why=why,
        what=f"{sender.name} maakt bezwaar tegen {member.employee.name}", dossier=member.audit.trajectory.number,
    )  # fmt: skip
    return row


def decide_objection(
    session: Session, by: Actor, now: datetime, row: TeamObjection, *, honoured: bool, why: str
) -> TeamObjection:
    """Honoured: somebody else is assigned. Or not, with the reason. Either way the client hears it."""
    require(may_decide(open_=row.decided_at is None))
    row.decided_at, row.decided_by, row.decided_why, row.honoured = now.replace(microsecond=0), by.name, why, honoured
    session.flush()
    member = row.assignment
    trajectory, name = member.audit.trajectory, member.employee.name
    journal.record(
        session, by, now, verb="bezwaar toegewezen" if honoured else "bezwaar afgewezen", kind="bezwaar", thing=row.id,
        what=f"Bezwaar van {row.by_name} tegen {name}", why=why, dossier=trajectory.number,
    )  # fmt: skip
    to = Recipient(name=row.by_name, email=row.email, person=row.person)
    tell_person(
        session, now, trajectory, to, topic="bezwaar_besluit", page=PAGE, key=f"bezwaar:{row.id}",
        facts={"wie": name, "ander": honoured, "reden": why},
    )  # fmt: skip
    return row
