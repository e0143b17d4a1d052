"""The demo office opens on any day of the year: its auditors may do the audits that its stories plan for them."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.demo.people import AHEAD, open_the_office
from auditbeheer.demo.stories import STORIES, Until
from auditbeheer.qualifications.models import ImpartialityDeclaration

MORE = 10
"""In days: an audit moves on to a working day on which its auditor is free."""


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("today", [date(2026, 7, 1), date(2026, 11, 30), date(2026, 12, 31)])
def test_every_auditor_declared_for_the_year_of_the_audits_ahead(session, today: date) -> None:
    cast = open_the_office(session, today)
    held = {(row.employee_id, row.year) for row in session.scalars(select(ImpartialityDeclaration))}
    planned = [story for story in STORIES if story.until >= Until.PLANNED and story.audit_in >= 0]
    assert planned
    for story in planned:
        assert story.audit_in + MORE <= AHEAD
        day = today + timedelta(days=story.audit_in)
        assert (cast.employees[story.lead].id, day.year) in held
