"""An auditor is ill in the morning: four clicks, and everybody concerned has a mail at a real SMTP server."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest

from auditbeheer.demo.people import BAKKER, PLANNER
from auditbeheer.planning import service
from auditbeheer.planning.choices import plan_facts
from auditbeheer.planning.models import Cause, TeamRole, audit_of
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.quotes.models import trajectory_numbered
from tests.journeys.conftest import Someone
from tests.journeys.live import DAY, LiveOffice
from tests.journeys.planning_steps import DE_VAART, agree, calendar_in, delivered
from tests.post.people import Server, part

pytestmark = [pytest.mark.browser, pytest.mark.mail]

NOW = datetime(DAY.year, DAY.month, DAY.day, 7, tzinfo=ZONE)


@pytest.fixture
def number(live: LiveOffice) -> str:
    """A dossier whose audit is tomorrow, confirmed, with Marloes Bakker."""
    (found,) = agree(live, DE_VAART)
    with live.database.write() as session:
        trajectory = trajectory_numbered(session, found)
        assert trajectory is not None
        planner, auditor = live.cast.act(PLANNER), live.cast.employees[BAKKER]
        audit = service.plan_audit(
            session, planner, NOW, trajectory, day=DAY + timedelta(days=1), starts_at=time(9, 30), place="Stadhuis",
            hours=plan_facts(session, trajectory).agreed_hours or Decimal(8), document_review_on=DAY,
        )  # fmt: skip
        row = service.assign(session, planner, NOW, audit, session.merge(auditor), role=TeamRole.LEAD)
        service.confirm_impartiality(session, live.cast.act(BAKKER), NOW, row)
        service.confirm_day(session, planner, NOW, audit)
    return found


def test_four_clicks_replace_an_auditor_and_everybody_concerned_gets_a_mail(
    live: LiveOffice, someone: Someone, post: Server, number: str
) -> None:
    told_of_the_day = delivered(live, post)
    planner = someone(PLANNER.name)
    planner.menu("Planning")
    planner.sees("Vandaag en morgen")
    with planner.budget(4, least=4):
        planner.press(DE_VAART.name)
        planner.press("Vervang Marloes Bakker")
        chosen = planner.page.locator("main a", has_text="Kies ").first.inner_text().strip()
        planner.press(chosen)
        planner.press("Bevestigen")
    planner.sees("in plaats van Marloes Bakker", "niemand", "Ziek")
    with live.database.read() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        audit = audit_of(session, trajectory.id)
        assert audit is not None
        assert audit.lead is not None
        gone = next(row for row in audit.team if row.withdrawn_on)
        assert (gone.withdrawn_why, gone.withdrawn_cause) == ("Ziek", Cause.NOBODY)
        new, old, office = audit.lead, gone.employee, set(told_of_the_day)
    mails = delivered(live, post)
    assert f"{new.name} komt op" in mails[next(iter(office - {old.email}))]["Subject"]
    assert office - {old.email} <= set(mails), "who heard of the day hears who comes"
    assert "U hebt geen audit op" in mails[old.email]["Subject"]
    assert "U doet een audit op" in mails[new.email]["Subject"]
    assert "onpartijdig" in part(mails[new.email], "plain")
    assert calendar_in(mails[new.email]).walk("VEVENT")[0].decoded("DTSTART").date() == DAY + timedelta(days=1)
