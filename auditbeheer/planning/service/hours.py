"""Planning the hours of an audit by activity, after it has its day (QUO-6, QUO-7)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import invitations
from auditbeheer.planning.choices import choice_of, plan_facts
from auditbeheer.planning.models import Audit
from auditbeheer.planning.rules import HourPlan, may_plan_hours, no_longer_day, other_hours
from auditbeheer.planning.service.team import conditions_to_change
from auditbeheer.planning.visits import hours_of, period_of, with_hours
from auditbeheer.plumbing.refusal import Refused, require
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.own_rules import OwnRules

# What other hours of an audit can change for somebody in its team; who may be in it at all is told on its own page.
OF_HOURS = ("agenda.vrij", "agenda.reistijd", "agenda.uren_op_locatie", "agenda.weekuren", "jaar.uren")


def conditions_to_plan_hours(session: Session, now: datetime, audit: Audit, *, planned: HourPlan) -> list[Condition]:
    """What was agreed on, hours for each activity, and that everybody in the team can stay as long."""
    facts, rules = plan_facts(session, audit.trajectory), own_rules_on(session, now.date())
    answer = [
        *conditions_to_change(session, audit),
        *may_plan_hours(planned, facts.agreed_hours, facts.scheme),
        other_hours(audit.planned, planned),
    ]
    if any(not one.met for one in answer):
        return answer
    asked = with_hours(audit, planned)
    for member in audit.present_team:
        choice = choice_of(session, asked, Part(member.role.value), rules, member.employee, member)
        answer += [one for one in choice.conditions if one.code.startswith(OF_HOURS)]
    return answer


def plan_hours(session: Session, by: Actor, now: datetime, audit: Audit, *, planned: HourPlan, why: str) -> Audit:
    """Other hours for an audit that has its day; the team is on location that much longer or shorter."""
    require(conditions_to_plan_hours(session, now, audit, planned=planned))
    rules = own_rules_on(session, now.date())
    was = hours_of(audit, rules)
    audit.plan_hours(planned)
    _stay(session, audit, rules)
    invitations.tell_lasts(session, now, audit, before=was.on_location, hours=planned.on_location)
    journal.record(
        session, by, now, verb="uren van de audit gepland", kind="audit", thing=audit.id, why=why,
        what=f"{planned.in_words} (was {was.in_words})", dossier=audit.trajectory.number,
    )  # fmt: skip
    return audit


def _stay(session: Session, audit: Audit, rules: OwnRules) -> None:
    """The team is there until the new end; the database refuses who would be in two places at once."""
    _, ends_at = period_of(audit, rules)
    try:
        with session.begin_nested():
            for member in audit.present_team:
                member.ends_at = ends_at
            session.flush()
    except IntegrityError as error:
        raise Refused([no_longer_day(audit.day)]) from error
