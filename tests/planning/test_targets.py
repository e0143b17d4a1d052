"""Somebody's year: its bounds, what an audit does to it, and that nobody is led past the most by any way."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import models, service
from auditbeheer.planning.choices import choices_for
from auditbeheer.planning.models import Cause, TeamRole
from auditbeheer.planning.rules.targets import Bounds, within_the_year
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications.models import Experience, ExperienceKind, ExperienceState
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import unmet
from tests.planning.scene import DAY, NOW, TODAY, dossier, plan, scene, with_lead
from tests.qualifications.people import actor

FREE = Bounds()


def aim(session, here, who, audits=FREE, hours=FREE):
    return service.set_target(session, actor(here.planner), NOW, who, year=DAY.year, audits=audits, hours=hours)


@pytest.mark.parametrize(
    ("audits", "most", "allowed"), [(4, 5, True), (5, 5, False), (0, 1, True), (0, 0, False)], ids=str
)
def test_one_more_audit_fits_below_the_most_and_not_at_it(audits, most, allowed):
    found = within_the_year(
        "M. Bakker", 2026, audits=audits, worked=Decimal(0), more=Decimal(8), most_audits=most, most_hours=None
    )
    assert (not unmet(found)) is allowed


def test_nobody_leads_past_the_most_of_the_year_by_assigning_replacing_or_a_proposal(session):
    here = scene(session)
    with_lead(session, here)
    aim(session, here, here.auditor, Bounds(maximum=1))
    other = dossier(session, here.planner, "De Brand")
    audit = plan(session, here, DAY + timedelta(days=1), other)
    with pytest.raises(Refused) as refused:
        service.assign(session, actor(here.planner), NOW, audit, here.auditor, role=TeamRole.LEAD)
    assert [one.code for one in refused.value.objections] == ["jaar.audits"]
    assert refused.value.objections[0].objection == "M.\u00a0Bakker leidt al 1 audit in 2026, maximaal 1."
    row = service.assign(session, actor(here.planner), NOW, audit, here.second, role=TeamRole.LEAD)
    by, auditor = actor(here.planner), here.auditor
    with pytest.raises(Refused):
        service.replace_auditor(session, by, NOW, row, employee=auditor, why="ziek", cause=Cause.NOBODY)


def test_the_audit_itself_does_not_count_twice_when_it_moves(session):
    here = scene(session)
    audit = with_lead(session, here)
    aim(session, here, here.auditor, Bounds(maximum=1), Bounds(maximum=8))
    moved, left = service.move_audit(
        session, actor(here.planner), NOW, audit, day=DAY + timedelta(days=1), starts_at=audit.starts_at,
        place=audit.place, document_review_on=audit.document_review_on, why="zaal bezet", cause=Cause.US,
    )  # fmt: skip
    assert not left
    assert moved.lead is here.auditor


def test_the_list_tells_the_year_against_its_aim_and_what_lacks_of_the_five(session):
    here = scene(session)
    with_lead(session, here)
    aim(session, here, here.auditor, hours=Bounds(target=200))
    session.add(
        Experience(
            employee_id=here.second.id, audit_ref="elders 1", scheme="kvo-b-4.0", area_type="bedrijventerrein",
            kind=ExperienceKind.LED, state=ExperienceState.HELD, on_day=date(2026, 3, 3), source="rapport",
        )
    )  # fmt: skip
    other = dossier(session, here.planner, "De Brand")
    audit = plan(session, here, DAY + timedelta(days=1), other)
    found = {one.employee.id: one.told for one in choices_for(session, audit, Part.LEAD, own_rules_on(session, TODAY))}
    assert found[here.auditor.id] == ("8 uur in 2026, streef 200", "nog 4 voor de 5 per jaar")
    assert found[here.second.id] == ("0 uur in 2026", "nog 4 voor de 5 per jaar")


def test_bounds_that_cross_are_refused_by_the_verb_and_by_the_database(session):
    here = scene(session)
    with pytest.raises(Refused) as refused:
        aim(session, here, here.auditor, Bounds(minimum=6, target=5))
    assert [one.code for one in refused.value.objections] == ["doel.audits"]
    row = aim(session, here, here.auditor, Bounds(5, 8, 12))
    with pytest.raises(IntegrityError):
        session.execute(text(f"UPDATE work_target SET audits_maximum = 4 WHERE id = {row.id}"))


def test_a_later_aim_takes_over_and_loads_count_what_is_led(session):
    here = scene(session)
    with_lead(session, here)
    aim(session, here, here.auditor, Bounds(target=8))
    newest = aim(session, here, here.auditor, Bounds(target=9))
    assert models.targets_in(session, [DAY.year]) == {(here.auditor.id, DAY.year): newest}
    load = models.loads_in(session, DAY.year)[here.auditor.id]
    assert (load.audits, load.hours, load.held_audits) == (1, Decimal(8), 0)
    assert here.auditor.id not in models.loads_in(session, date(2027, 1, 1).year)
