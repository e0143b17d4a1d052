"""What the pages of a day that suits everybody show: the table, what was asked before, which days to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models
from auditbeheer.planning.capacity import windows_of, windows_of_extras
from auditbeheer.planning.day_table import Table, days_for_extras, days_to_ask, table_of
from auditbeheer.planning.models import Audit, DayQuestion, ExtraAssessment
from auditbeheer.planning.pages import DayHelp, basis_of, day_help
from auditbeheer.planning.window import Window
from auditbeheer.quotes.models import Trajectory, agreement_of
from auditbeheer.scheme.condition import Condition, Source


@dataclass(frozen=True)
class QuestionPage:
    """The open question as a table, and the questions before it."""

    table: Table | None
    earlier: Sequence[DayQuestion]
    may_ask: bool


def question_page(
    session: Session, trajectory: Trajectory, today: date, extra: ExtraAssessment | None = None
) -> QuestionPage:
    """All about the days of the audit of one dossier, or of an extra assessment after it."""
    key = extra.id if extra is not None else None
    questions = [one for one in models.questions_of(session, [trajectory.id]) if one.extra_id == key]
    standing = next((one for one in questions if one.closed_at is None), None)
    audit: Audit | None = extra.visit if extra is not None else models.audit_of(session, trajectory.id)
    needed = extra is None or extra.withdrawn_on is None
    agreed = agreement_of(session, trajectory.id) is not None and not trajectory.ended
    return QuestionPage(
        table=table_of(session, standing, today) if standing else None,
        earlier=[one for one in questions if one.closed_at is not None],
        may_ask=standing is None and agreed and needed and (audit is None or audit.held_on is None),
    )


@dataclass(frozen=True)
class AskingPage:
    """What helps to choose days: what fits, the days that are proposed, what lacks before anything can be asked.

    ``help``: how the last days follow from the day; None for an extra assessment, which promises none.
    """

    help: DayHelp | None
    window: Window | None
    proposed: tuple[date, ...]
    basis: Sequence[Condition]
    rule: Source


def asking_page(
    session: Session, trajectory: Trajectory, today: date, extra: ExtraAssessment | None = None
) -> AskingPage:
    """The same facts as for planning, with days that can be asked."""
    agreement, rules = agreement_of(session, trajectory.id), own_rules_on(session, today)
    if extra is not None:
        return AskingPage(
            help=None, window=windows_of_extras(session, [extra], today).get(extra.id),
            proposed=days_for_extras(session, [extra], today).get(extra.id, ()),
            basis=basis_of(session, trajectory, today, extra), rule=rules["days_to_answer"].source,
        )  # fmt: skip
    rows = [(trajectory, agreement)] if agreement else []
    return AskingPage(
        help=day_help(session, trajectory, today),
        window=windows_of(session, rows, rules, today).get(trajectory.id),
        proposed=days_to_ask(session, rows, today).get(trajectory.id, ()),
        basis=basis_of(session, trajectory, today),
        rule=rules["days_to_answer"].source,
    )
