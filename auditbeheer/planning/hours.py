"""Extra hours that were agreed on after the audit was planned (QUO-7): its hours go along."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import plan_facts
from auditbeheer.planning.models import Audit, audit_of
from auditbeheer.planning.rules import no_longer_day
from auditbeheer.planning.visits import period_of
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import hours as in_words


def follow_agreed_hours(session: Session, by: Actor, now: datetime, trajectory: Trajectory) -> bool:
    """Give the audit that is to come at least the hours agreed on; whether that changed anything.

    Hours that were planned and are no longer agreed on stay planned: more is always allowed.
    """
    audit, agreed = audit_of(session, trajectory.id), plan_facts(session, trajectory).agreed_hours
    if audit is None or audit.held_on is not None or agreed is None or audit.hours >= agreed:
        return False
    was, audit.hours = audit.hours, agreed
    _stay_longer(session, audit, own_rules_on(session, now.date()))
    journal.record(
        session, by, now, verb="uren van de audit aangepast", kind="audit", thing=audit.id, dossier=trajectory.number,
        what=f"Van {in_words(was)} naar {in_words(agreed)} uur, zoals is afgesproken",
    )  # fmt: skip
    return True


def _stay_longer(session: Session, audit: Audit, rules: OwnRules) -> None:
    """Where the scheme does not say how much of it is on location, more hours are a longer day for the team."""
    _, ends_at = period_of(audit, rules)
    try:
        with session.begin_nested():
            for member in audit.present_team:
                member.ends_at = max(member.ends_at, ends_at)
            session.flush()
    except IntegrityError as error:
        raise Refused([no_longer_day(audit.day)]) from error
