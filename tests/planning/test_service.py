"""Planning as a whole: days, promises, team, confirmation; and what stays refused however it is tried."""

from __future__ import annotations

import threading
from datetime import date, time
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee, entries_of
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning import service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.choices import choices_for, safe_days
from auditbeheer.planning.models import Audit, Cause, TeamRole, audit_of, audits_for
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications import ledger
from auditbeheer.qualifications import service as qualifications
from auditbeheer.qualifications.models import (
    Experience,
    ExperienceState,
    Guidance,
    QualifiedAs,
    declarations_of,
    experience_for,
)
from auditbeheer.qualifications.rules import Part
from tests.planning.scene import DAY, NOW, REVIEW, TODAY, Scene, dossier, plan, scene, with_lead
from tests.qualifications import people
from tests.qualifications.people import actor


@pytest.fixture
def here(session: Session) -> Scene:
    return scene(session)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [condition.code for condition in refused.value.objections]


def line_of(session: Session, here: Scene) -> Experience:
    """The auditor's line in the ledger about this dossier."""
    found = experience_for(session, here.auditor.id, here.trajectory.number)
    assert found is not None
    return found


def assign(session: Session, here: Scene, audit: Audit, who, role=TeamRole.LEAD):
    return service.assign(session, actor(here.planner), NOW, audit, who, role=role)


def test_a_planned_audit_promises_its_last_days(session, here):
    audit = plan(session, here)
    assert (audit.documents_due, audit.report_due) == (date(2026, 11, 25), date(2026, 12, 23))
    assert audit_of(session, here.trajectory.id) is audit
    assert [entry.verb for entry in entries_of(session, here.trajectory.number)] == ["audit gepland"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"day": date(2026, 11, 22), "document_review_on": date(2026, 11, 20)}, "dag.niet_voorbij"),
        ({"document_review_on": None}, "documentbeoordeling.dag"),
        ({"document_review_on": DAY}, "documentbeoordeling.voor_audit"),
        ({"document_review_on": date(2026, 11, 22)}, "documentbeoordeling.niet_voorbij"),
        ({"day": date(2029, 1, 2)}, "licentie.geldig"),
        ({"hours": Decimal(7)}, "uren.afgesproken"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused_with_its_reason(session, here, wish, code):
    values = {"day": DAY, "document_review_on": REVIEW, "hours": Decimal(8)} | wish
    with pytest.raises(Refused) as refused:
        service.plan_audit(
            session, actor(here.planner), NOW, here.trajectory, starts_at=time(9), place="Lelystad", **values
        )
    assert code in codes(refused)
    assert audit_of(session, here.trajectory.id) is None


def test_without_an_agreement_nothing_is_planned(session, here):
    loose = dossier(session, here.planner, "De Brand", signed=False)
    with pytest.raises(Refused) as refused:
        plan(session, here, trajectory=loose)
    assert codes(refused) == ["overeenkomst.getekend"]


def test_the_scheme_is_held_against_the_day_once_more(session, here):
    old = dossier(session, here.planner, "Oud traject", scheme="kvo-3.1")
    with pytest.raises(Refused) as refused:
        plan(session, here, trajectory=old)
    assert {"schema.gestart", "schema.tot_en_met"} <= set(codes(refused))


def test_a_second_audit_for_one_dossier_is_a_move(session, here):
    plan(session, here)
    with pytest.raises(Refused) as refused:
        plan(session, here, date(2026, 12, 16))
    assert codes(refused) == ["audit.nog_niet_gepland"]


def test_a_move_is_a_new_row_with_new_last_days_and_the_same_team(session, here):
    audit = with_lead(session, here)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    service.confirm_day(session, actor(here.planner), NOW, audit)
    moved, left = service.move_audit(
        session, actor(here.planner), NOW, audit, day=date(2026, 12, 16), starts_at=time(10), place="Stadhuis",
        document_review_on=REVIEW, why="De politie kon niet", cause=Cause.US,
    )  # fmt: skip
    assert left == []
    assert (audit.cancelled_on, moved.documents_due, moved.report_due) == (TODAY, date(2026, 12, 2), date(2026, 12, 30))
    assert moved.lead == here.auditor
    assert moved.confirmed_on is None
    assert len(audits_for(session, here.trajectory.id)) == 2
    line = line_of(session, here)
    assert (line.on_day, line.state) == (date(2026, 12, 16), ExperienceState.EXPECTED)


def test_who_is_busy_on_the_new_day_stays_behind(session, here):
    other = dossier(session, here.planner, "De Brand")
    elsewhere = plan(session, here, date(2026, 12, 16), trajectory=other)
    assign(session, here, elsewhere, here.auditor)
    audit = with_lead(session, here)
    moved, left = service.move_audit(
        session, actor(here.planner), NOW, audit, day=date(2026, 12, 16), starts_at=time(10), place="Stadhuis",
        document_review_on=REVIEW, why="verzoek", cause=Cause.US,
    )  # fmt: skip
    assert (left, moved.lead) == (["Marloes Bakker"], None)
    assert line_of(session, here).state is ExperienceState.WITHDRAWN


def test_a_cancelled_audit_frees_the_day_and_the_dossier(session, here):
    audit = with_lead(session, here)
    service.cancel_audit(session, actor(here.planner), NOW, audit, why="Werkgroep trekt zich terug", cause=Cause.US)
    assert audit_of(session, here.trajectory.id) is None
    again = plan(session, here)
    assign(session, here, again, here.auditor)
    assert again.lead == here.auditor


def test_an_audit_that_was_held_does_not_move(session, here):
    audit = with_lead(session, here)
    ledger.held(session, actor(here.auditor), NOW, audit_ref=here.trajectory.number, on_day=DAY)
    with pytest.raises(Refused) as refused:
        service.cancel_audit(session, actor(here.planner), NOW, audit, why="toch niet", cause=Cause.US)
    assert codes(refused) == ["audit.niet_gehouden"]


def test_one_audit_too_few_is_refused_in_the_words_of_the_design_guide(session, here):
    audit = plan(session, here)
    with pytest.raises(Refused) as refused:
        assign(session, here, audit, here.trainee)
    told = [condition.objection.replace("\xa0", " ") for condition in refused.value.objections]
    assert (
        "R. Aydin kan deze audit niet doen: 8 audits bijgewoond, nodig zijn er 10 (B4 §6.2.2). "
        "Meegaan als auditor in opleiding kan wel." in told
    )
    assert {"kwalificatie.bijgewoond", "kwalificatie.zelfstandig", "kwalificatie.besluit"} == set(codes(refused))


def test_a_trainee_goes_along_and_leads_only_under_a_scheme_manager_who_is_there(session, here):
    audit = plan(session, here)
    with pytest.raises(Refused, match="in het team"):
        assign(session, here, audit, here.trainee, TeamRole.TRAINEE_LEAD)
    assign(session, here, audit, here.manager, TeamRole.SUPERVISOR)
    assign(session, here, audit, here.trainee, TeamRole.TRAINEE_LEAD)
    assert audit.lead == here.trainee
    with pytest.raises(Refused) as refused:
        service.withdraw(session, actor(here.planner), NOW, audit.present_team[0], why="ziek", cause=Cause.US)
    assert codes(refused) == ["team.toezicht_blijft"]


def test_nobody_supervises_without_being_qualified_as_scheme_manager(session, here):
    audit = plan(session, here)
    with pytest.raises(Refused) as refused:
        assign(session, here, audit, here.auditor, TeamRole.SUPERVISOR)
    assert "kwalificatie.besluit" in codes(refused)


@pytest.mark.parametrize(
    ("until", "refused_with"),
    [(date(2024, 12, 9), []), (date(2024, 12, 10), ["onpartijdig.afstand"]), (None, ["onpartijdig.afstand"])],
    ids=["two years ago to the day", "a day less", "still going on"],
)
def test_who_guided_the_partnership_keeps_two_years_of_distance(session, here, until, refused_with):
    session.add(
        Guidance(
            employee_id=here.auditor.id, partnership_id=here.trajectory.partnership_id, what="plan van aanpak",
            from_day=date(2024, 1, 1), until_day=until,
        )
    )  # fmt: skip
    audit = plan(session, here)
    found = service.conditions_to_assign(session, NOW, audit, here.auditor, TeamRole.LEAD)
    assert [condition.code for condition in found if not condition.met] == refused_with


def test_without_the_declaration_of_the_audit_s_year_nobody_is_assigned(session, here):
    fresh = people.auditor(session, here.manager, "Henk van Dam")
    for row in declarations_of(session, [fresh.id]):
        if row.year == 2026:
            session.delete(row)
    session.flush()
    audit = plan(session, here)
    with pytest.raises(Refused) as refused:
        assign(session, here, audit, fresh)
    assert codes(refused) == ["onpartijdig.verklaring"]
    qualifications.declare_impartiality(session, actor(fresh), NOW, fresh, year=2026)
    assert assign(session, here, audit, fresh)


def test_somebody_away_or_elsewhere_is_refused(session, here):
    other = dossier(session, here.planner, "De Brand")
    assign(session, here, plan(session, here, trajectory=other), here.auditor)
    record_absence(
        session, actor(here.planner), NOW, here.second, from_day=DAY, until_day=DAY, why="verlof"
    )  # fmt: skip
    audit = plan(session, here)
    for who, code in ((here.auditor, "agenda.vrij"), (here.second, "agenda.aanwezig")):
        with pytest.raises(Refused) as refused:
            assign(session, here, audit, who)
        assert codes(refused) == [code]


def test_nobody_is_away_on_the_day_of_an_own_audit(session, here):
    with_lead(session, here)
    with pytest.raises(Refused) as refused:
        record_absence(
            session, actor(here.planner), NOW, here.auditor, from_day=TODAY, until_day=DAY, why="verlof"
        )  # fmt: skip
    assert codes(refused) == ["afwezig.audit"]


def test_an_audit_has_one_leader(session, here):
    audit = with_lead(session, here)
    with pytest.raises(Refused) as refused:
        assign(session, here, audit, here.second)
    assert codes(refused) == ["team.een_leider"]
    assign(session, here, audit, here.second, TeamRole.SECOND)


def test_a_replacement_takes_the_part_at_once(session, here):
    audit = with_lead(session, here)
    service.replace_auditor(
        session, actor(here.planner), NOW, audit.present_team[0], employee=here.second, why="ziek", cause=Cause.US
    )  # fmt: skip
    assert audit.lead == here.second
    assert line_of(session, here).state is ExperienceState.WITHDRAWN


def test_a_replacement_that_may_not_is_refused_and_nobody_leaves(session, here):
    audit = with_lead(session, here)
    with pytest.raises(Refused):
        service.replace_auditor(
            session, actor(here.planner), NOW, audit.present_team[0], employee=here.trainee, why="ziek", cause=Cause.US
        )  # fmt: skip
    assert audit.lead == here.auditor


def test_the_day_is_confirmed_only_when_everybody_confirmed(session, here):
    audit = with_lead(session, here)
    with pytest.raises(Refused) as refused:
        service.confirm_day(session, actor(here.planner), NOW, audit)
    assert codes(refused) == ["team.onpartijdig"]
    member = audit.present_team[0]
    with pytest.raises(Refused) as refused:
        service.confirm_impartiality(session, actor(here.planner), NOW, member)
    assert codes(refused) == ["bevestiging.zelf"]
    service.confirm_impartiality(session, actor(here.auditor), NOW, member)
    assert service.confirm_day(session, actor(here.planner), NOW, audit).confirmed_on == TODAY


def test_a_suspension_after_assigning_stops_the_confirmation(session, here):
    audit = with_lead(session, here)
    service.confirm_impartiality(session, actor(here.auditor), NOW, audit.present_team[0])
    qualifications.suspend(
        session, actor(here.manager), NOW, here.auditor, scheme=schemes()["kvo-b-4.0"], capacity=QualifiedAs.AUDITOR,
        why="klacht",
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        service.confirm_day(session, actor(here.planner), NOW, audit)
    assert codes(refused) == ["kwalificatie.besluit"]


def test_the_best_choice_is_near_and_everybody_who_cannot_has_reasons(session, here):
    audit = plan(session, here)
    found = choices_for(session, audit, Part.LEAD, own_rules_on(session, TODAY))
    able = [choice for choice in found if choice.able]
    assert [choice.employee.name for choice in able] == ["Marloes Bakker", "Frits de Groot"]
    assert [choice.kilometres for choice in able] == [Decimal(0), Decimal(120)]
    cannot = {choice.employee.name: choice for choice in found if not choice.able}
    assert set(cannot) == {"Rana Aydin", "Joris de Wit"}
    assert cannot["Rana Aydin"].instead == (Part.TRAINEE,)


def test_the_latest_safe_day_follows_from_the_certificate_that_runs(session, here):
    later = dossier(session, here.planner, "De Brand", last_day=date(2027, 5, 31))
    found = safe_days(session, [here.trajectory, later], own_rules_on(session, TODAY))
    assert set(found) == {later.id}
    assert found[later.id].day == date(2027, 2, 14)


def test_two_people_who_assign_the_same_auditor_at_once_do_not_both_succeed(database: Database):
    with database.write() as session:
        here = scene(session)
        other = dossier(session, here.planner, "De Brand")
        audits = [plan(session, here).id, plan(session, here, trajectory=other).id]
        keys = here.planner.id, here.auditor.id
    barrier, outcomes = threading.Barrier(2), []

    def try_to_assign(audit_id: int) -> None:
        barrier.wait()
        try:
            with database.write() as session:
                planner, who = (session.get_one(Employee, key) for key in keys)
                service.assign(
                    session, actor(planner), NOW, session.get_one(Audit, audit_id), who, role=TeamRole.LEAD
                )  # fmt: skip
            outcomes.append("toegewezen")
        except Refused as refused:
            outcomes.append(refused.objections[0].code)

    threads = [threading.Thread(target=try_to_assign, args=[audit_id]) for audit_id in audits]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["agenda.vrij", "toegewezen"]


def test_a_planner_leads_no_audit(session, here):
    with pytest.raises(Refused):
        assign(session, here, plan(session, here), people.hire(session, "Piet Plan", Role.PLANNER))
