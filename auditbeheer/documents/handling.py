"""Who may do something with the papers of a dossier, and whether somebody else was there first."""

from __future__ import annotations

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents import state
from auditbeheer.documents.rules import handling_conditions, open_conditions
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.refusal import Clash, require
from auditbeheer.quotes.models import Trajectory


def allowed_to_handle(session: Session, by: Actor, trajectory: Trajectory) -> int:
    """Whoever may not handle documents here is refused; returns the employee's id."""
    in_team = state.records_audit(audit_of(session, trajectory.id), by)
    require(handling_conditions(for_the_office=by.may(Permission.DOCUMENTS), in_team=in_team))
    require(open_conditions(ended=trajectory.ended, end_why=trajectory.end_why, scheme=trajectory.scheme))
    assert by.employee_id is not None  # the system itself has no permission
    return by.employee_id


def unchanged(version: int, opened_on: int | None, theirs: dict[str, str]) -> None:
    """Somebody else was here since the form was opened: both texts go back to the page (C21)."""
    if opened_on != version:
        raise Clash(who="een collega", when="net", theirs=theirs)
