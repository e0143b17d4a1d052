"""Nobody who is not impartial or not qualified comes into a team, by whichever way; and what changes later is seen."""

from __future__ import annotations

from datetime import date, time

import pytest

from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import service, work
from auditbeheer.planning.bench import Bench
from auditbeheer.planning.models import Cause, TeamRole
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications import service as qualifications
from auditbeheer.qualifications.models import QualifiedAs, declarations_of
from auditbeheer.qualifications.rules import Part
from auditbeheer.quotes.models import agreement_of
from auditbeheer.relations.models import Bureau, PartyKind
from tests.planning.scene import DAY, NOW, REVIEW, TODAY, plan, scene
from tests.qualifications import people
from tests.qualifications.people import KVO_B, actor
from tests.relations import samples

FAR = date(2027, 1, 13)


def codes(refused) -> set[str]:
    return {condition.code for condition in refused.value.objections}


def bureau_of(session, here, until: date | None = None) -> Bureau:
    """A bureau that helps the group of the dossier."""
    party = samples.party(session, here.trajectory.partnership, PartyKind.OTHER, "De Gidsen", is_guide=True)
    party.since, party.until_day = None, until
    session.flush()
    bureau: Bureau = session.get_one(Bureau, party.bureau_id)
    return bureau


def works_for(session, person, bureau: Bureau, until: date | None = None) -> None:
    qualifications.record_guidance(
        session, actor(person), NOW, person, what="adviseur", from_day=date(2024, 1, 1), until_day=until,
        source="cv", bureau=bureau,
    )  # fmt: skip


def assign(session, here, audit, who, role=TeamRole.LEAD):
    return service.assign(session, actor(here.planner), NOW, audit, who, role=role)


@pytest.mark.parametrize("role", [TeamRole.LEAD, TeamRole.SECOND, TeamRole.TRAINEE, TeamRole.OBSERVER])
def test_who_worked_for_the_bureau_of_the_group_takes_no_part_at_all(session, role):
    here = scene(session)
    works_for(session, here.auditor, bureau_of(session, here))
    with pytest.raises(Refused) as refused:
        assign(session, here, plan(session, here), here.auditor, role)
    assert codes(refused) == {"onpartijdig.afstand"}


def test_a_bureau_that_left_long_ago_stands_in_nobody_s_way(session):
    here = scene(session)
    works_for(session, here.auditor, bureau_of(session, here, until=date(2024, 12, 9)))
    assert assign(session, here, plan(session, here), here.auditor)


def test_nor_as_a_replacement(session):
    here = scene(session)
    audit = plan(session, here)
    row = assign(session, here, audit, here.auditor)
    works_for(session, here.second, bureau_of(session, here))
    with pytest.raises(Refused) as refused:
        service.replace_auditor(
            session, actor(here.planner), NOW, row, employee=here.second, why="ziek", cause=Cause.US
        )
    assert codes(refused) == {"onpartijdig.afstand"}
    assert audit.lead == here.auditor


def test_who_is_not_impartial_any_more_does_not_move_along(session):
    here = scene(session)
    audit = plan(session, here)
    assign(session, here, audit, here.auditor)
    works_for(session, here.auditor, bureau_of(session, here))
    moved, left = move(session, here, audit, FAR)
    assert (moved.present_team, left) == ([], ["Marloes Bakker"])


def test_who_did_not_declare_over_the_new_year_does_not_move_along(session):
    here = scene(session)
    audit = plan(session, here)
    assign(session, here, audit, here.auditor)
    for row in declarations_of(session, [here.auditor.id]):
        if row.year == FAR.year:
            session.delete(row)
    session.flush()
    moved, left = move(session, here, audit, FAR)
    assert (moved.present_team, left) == ([], ["Marloes Bakker"])


def move(session, here, audit, day):
    return service.move_audit(
        session, actor(here.planner), NOW, audit, day=day, starts_at=time(9), place=audit.place,
        document_review_on=REVIEW, why="verzoek van de groep", cause=Cause.US,
    )  # fmt: skip


def test_a_move_asks_everybody_to_confirm_anew(session):
    here = scene(session)
    audit = plan(session, here)
    row = assign(session, here, audit, here.auditor)
    service.confirm_impartiality(session, actor(here.auditor), NOW, row)
    moved, _ = move(session, here, audit, FAR)
    with pytest.raises(Refused) as refused:
        service.confirm_day(session, actor(here.planner), NOW, moved)
    assert any("onpartijdig" in code for code in codes(refused))


def test_a_day_is_not_confirmed_with_somebody_who_became_partial(session):
    here = scene(session)
    audit = plan(session, here)
    row = assign(session, here, audit, here.auditor)
    service.confirm_impartiality(session, actor(here.auditor), NOW, row)
    works_for(session, here.auditor, bureau_of(session, here))
    with pytest.raises(Refused):
        service.confirm_day(session, actor(here.planner), NOW, audit)
    tasks = {task.code: task for task in work.tasks(session, TODAY)}
    assert tasks["auditor-vervangen"].title.replace("\xa0", " ") == "Vervang M. Bakker"
    assert "eigen regel 4" in tasks["auditor-vervangen"].why


@pytest.mark.parametrize(
    ("day", "asked"), [(TODAY, True), (DAY, True), (date(2026, 12, 10), False)], ids=["today", "that day", "after"]
)
def test_the_planned_audits_of_who_is_suspended_ask_for_a_replacement(session, day, asked):
    here = scene(session)
    assign(session, here, plan(session, here), here.auditor)
    qualifications.suspend(
        session, actor(here.manager), NOW, here.auditor, scheme=schemes()[KVO_B], capacity=QualifiedAs.AUDITOR,
        why="klacht", day=day,
    )  # fmt: skip
    found = [task.code for task in work.tasks(session, TODAY)]
    assert ("auditor-vervangen" in found) is asked


def test_so_does_the_audit_of_a_trainee_whose_supervisor_is_suspended_by_the_management(session):
    here = scene(session)
    audit = plan(session, here)
    assign(session, here, audit, here.manager, TeamRole.SUPERVISOR)
    assign(session, here, audit, here.trainee, TeamRole.TRAINEE_LEAD)
    boss = people.management(session)
    qualifications.suspend(
        session, actor(boss), NOW, here.manager, scheme=schemes()[KVO_B], capacity=QualifiedAs.SCHEME_MANAGER,
        why="klacht",
    )  # fmt: skip
    found = [task.title.replace("\xa0", " ") for task in work.tasks(session, TODAY) if task.code == "auditor-vervangen"]
    assert found == ["Vervang J. de Wit"]


@pytest.mark.parametrize(
    ("until", "free_from"),
    [(None, None), (date(2024, 12, 15), date(2026, 12, 15))],
    ids=["the bureau still helps", "two years ago on 15 December"],
)
def test_a_proposal_seats_nobody_whose_bureau_helped_the_group(session, until, free_from):
    here = scene(session)
    agreement = agreement_of(session, here.trajectory.id)
    assert agreement is not None
    works_for(session, here.auditor, bureau_of(session, here, until))
    bench = Bench(session, [here.auditor], [(here.trajectory, agreement)], own_rules_on(session, TODAY))
    last = date(2026, 12, 31)
    lead = next(seat for seat in bench.seats(here.trajectory, DAY, last) if seat.part is Part.LEAD)
    assert lead.periods == (((free_from, last),) if free_from else ())
    assert "onpartijdig.afstand" in [condition.code for condition in lead.objections]
