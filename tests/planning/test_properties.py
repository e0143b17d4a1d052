"""Whatever is asked of the service, in whatever order: no plan that stands breaks a hard rule."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.choices import LEADING, plan_facts, team_problems
from auditbeheer.planning.models import Assignment, Audit, Cause, TeamRole
from auditbeheer.planning.rules import Wish, fits_the_day, may_plan
from auditbeheer.planning.visits import visit_of, visits_beside
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications.models import Guidance
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import unmet
from tests.planning.scene import NOW, TODAY, Scene, dossier, scene
from tests.qualifications import people
from tests.qualifications.people import actor

BORNE: Any = {"why": "anders", "cause": Cause.US}
OFFSETS = st.integers(min_value=-2, max_value=5)
# What can be asked: the verb, and four small numbers that say of what, of whom, when.
WISHES = st.lists(
    st.tuples(
        st.sampled_from(["plan", "assign", "assign", "assign", "move", "cancel", "leave", "replace", "away"]),
        st.integers(0, 2), st.integers(0, 5), st.sampled_from(list(TeamRole)), OFFSETS,
    ),
    min_size=4, max_size=14,
)  # fmt: skip


class Office:
    """A few dossiers and people, one of whom guided a working group and one of whom did not declare."""

    def __init__(self, session: Session) -> None:
        self.session, self.here = session, scene(session)
        self.dossiers = [
            self.here.trajectory,
            dossier(session, self.here.planner, "De Brand"),
            dossier(session, self.here.planner, "Zonder overeenkomst", signed=False),
        ]
        adviser = people.auditor(session, self.here.manager, "Henk van Dam")
        session.add(
            Guidance(employee_id=adviser.id, partnership_id=self.here.trajectory.partnership_id, what="advies",
                     from_day=date(2026, 1, 1), until_day=None)
        )  # fmt: skip
        self.people: list[Employee] = [
            self.here.auditor, self.here.second, self.here.trainee, self.here.manager, adviser, self.here.planner,
        ]  # fmt: skip
        session.flush()

    @property
    def by(self) -> Any:
        return actor(self.here.planner)

    def ask(self, verb: str, which: int, who: int, role: TeamRole, offset: int) -> None:
        """One wish; it is carried out or refused."""
        trajectory, person = self.dossiers[which], self.people[who]
        day, audit = TODAY + timedelta(days=offset), models.audit_of(self.session, trajectory.id)
        if verb == "plan":
            self._plan(trajectory, day, time(8 + 5 * (who % 2)))
        elif verb == "away":
            record_absence(
                self.session, self.by, NOW, person, from_day=day, until_day=day + timedelta(days=1), why=""
            )  # fmt: skip
        elif audit is not None:
            acts: dict[str, Callable[[], Any]] = {
                "assign": lambda: service.assign(self.session, self.by, NOW, audit, person, role=role),
                "move": lambda: service.move_audit(
                    self.session, self.by, NOW, audit, day=day, starts_at=time(10), place="Elders",
                    document_review_on=TODAY, **BORNE,
                ),
                "cancel": lambda: service.cancel_audit(self.session, self.by, NOW, audit, **BORNE),
                "leave": lambda: [
                    service.withdraw(self.session, self.by, NOW, member, **BORNE) for member in audit.present_team[:1]
                ],
                "replace": lambda: [
                    service.replace_auditor(self.session, self.by, NOW, member, employee=person, **BORNE)
                    for member in audit.present_team[:1]
                ],
            }  # fmt: skip
            acts[verb]()

    def _plan(self, trajectory: Trajectory, day: date, starts_at: time) -> None:
        service.plan_audit(
            self.session, self.by, NOW, trajectory, day=day, starts_at=starts_at, place="Stadhuis", hours=Decimal(8),
            document_review_on=TODAY,
        )  # fmt: skip


def broken_rules(session: Session) -> list[str]:
    """Every hard rule that a plan that stands breaks."""
    rules = own_rules_on(session, TODAY)
    audits = session.scalars(select(Audit).where(Audit.cancelled_on.is_(None))).unique().all()
    found = []
    for audit in audits:
        wish = Wish(audit.day, audit.document_review_on, audit.hours)
        found += [c.code for c in unmet(may_plan(wish, plan_facts(session, audit.trajectory), TODAY))]
        if (audit.documents_due, audit.report_due) != (audit.day - timedelta(14), audit.day + timedelta(14)):
            found.append("promises")
        if sum(member.role in LEADING for member in audit.present_team) > 1:
            found.append("two leaders")
        if any(member.day != audit.day for member in audit.present_team):
            found.append("another day")
        found += [c.code for problems in team_problems(session, [audit], rules).values() for c in problems]
    for audit in audits:
        beside = visits_beside(session, audit, rules).visits
        for member in audit.present_team:
            others = beside.get(member.employee_id, [])
            found += [c.code for c in unmet(fits_the_day("iemand", visit_of(audit, rules), others, rules))]
    return found


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=WISHES)
def test_no_plan_by_the_service_breaks_a_hard_rule(session, wishes):
    office = Office(session)
    for wish in wishes:
        with suppress(Refused), session.begin_nested():
            office.ask(*wish)
        assert not broken_rules(session), wish
    session.rollback()
    session.expunge_all()


def test_the_check_above_sees_a_broken_rule(session):
    here: Scene = scene(session)
    audit = Audit(
        trajectory=here.trajectory, day=TODAY - timedelta(days=1), starts_at=time(9), place="Stadhuis",
        hours=Decimal(8), documents_due=None, report_due=None,
    )  # fmt: skip
    session.add(audit)
    session.flush()
    session.add(
        Assignment(role=TeamRole.LEAD, day=audit.day, assigned_on=TODAY, audit=audit, employee=here.trainee)
    )  # fmt: skip
    session.flush()
    found = broken_rules(session)
    assert {"dag.niet_voorbij", "promises", "kwalificatie.besluit", "documentbeoordeling.dag"} <= set(found)
