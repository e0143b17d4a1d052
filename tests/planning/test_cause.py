"""With whom it lay that an audit or its team changed."""

from __future__ import annotations

from datetime import date, time

import pytest

from auditbeheer.accounts.models import entries_of
from auditbeheer.planning import service
from auditbeheer.planning.models import Cause
from tests.planning.scene import NOW, REVIEW, scene, with_lead
from tests.qualifications.people import actor


@pytest.fixture
def here(session):
    return scene(session)


@pytest.mark.parametrize(
    ("cause", "told"),
    [(Cause.GROUP, "lag bij de werkgroep"), (Cause.US, "lag bij ons"), (Cause.NOBODY, "lag bij niemand")],
    ids=[cause.value for cause in Cause],
)
def test_every_change_records_with_whom_it_lay(session, here, cause, told):
    by = actor(here.planner)
    audit = with_lead(session, here)
    first = audit.present_team[0]
    row = service.replace_auditor(session, by, NOW, first, employee=here.second, why="a", cause=cause)
    service.withdraw(session, by, NOW, row, why="b", cause=cause)
    moved, _ = service.move_audit(
        session, by, NOW, audit, day=date(2026, 12, 16), starts_at=time(10), place="Stadhuis",
        document_review_on=REVIEW, why="c", cause=cause,
    )  # fmt: skip
    service.cancel_audit(session, by, NOW, moved, why="d", cause=cause)
    assert [first.withdrawn_cause, row.withdrawn_cause, audit.cancelled_cause, moved.cancelled_cause] == [cause] * 4
    lines = [line.why for line in entries_of(session, here.trajectory.number) if told in line.why]
    assert sorted(set(lines)) == [f"{why} ({told})" for why in "abcd"]
