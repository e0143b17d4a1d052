"""An audit on location: attendance, verdicts, closing. On both databases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import entries_of
from auditbeheer.audits import service
from auditbeheer.audits.facts import beside_point, beside_topic, figures
from auditbeheer.audits.models import (
    PointVerdict,
    attendance_of,
    closing_of,
    result_on,
    results_of,
)
from auditbeheer.audits.report import facts_for
from auditbeheer.deviations.models import Severity, deviations_of
from auditbeheer.planning.models import TeamRole
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.qualifications.models import ExperienceState, experience_for
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import PartyKind
from tests.audits.held import close, everybody, hold, judge_all, words, write
from tests.documents.scenes import LATER, Scene, at, scene, there

DAY = date(2026, 12, 9)
NOW = at(DAY)


@pytest.fixture
def here(session) -> Scene:
    return scene(session)


@pytest.fixture
def shelf(tmp_path) -> FileShelf:
    return FileShelf(tmp_path / "files")


def codes(refused):
    return [condition.code for condition in refused.value.objections]


def point(here, code):
    return next(one for one in service.checklist_of(here.audit) if one.code == code)


def judge(session, here, code, verdict, note="", *, now=NOW, by=None, **facts):
    return service.judge_point(
        session,
        here.by(by or here.auditor),
        now,
        here.audit,
        point=point(here, code),
        verdict=verdict,
        note=note,
        **facts,
    )


IN_ORDER, DEVIATION = PointVerdict.IN_ORDER, PointVerdict.DEVIATION


@pytest.mark.parametrize(
    ("kind", "parks", "there", "not_there"),
    [
        ("eerste", 2, {"T2", "T20"}, {"T17", "T18", "T24"}),
        ("eerste", 1, {"T20"}, {"T2", "T17"}),
        ("later", 2, {"T2", "T17", "T18", "T24"}, {"T20"}),
    ],
)
def test_the_checklist_fits_kind_and_size_and_starts_empty(session, kind, parks, there, not_there):
    here = scene(session, kind=LATER if kind == "later" else LATER.FIRST, parks=(("A", 51), ("B", 60))[:parks])
    found = {one.code for one in service.checklist_of(here.audit)}
    assert there <= found
    assert not (not_there & found)
    assert not results_of(session, here.audit.id)
    assert len(service.open_points(session, here.audit)) == len(found)


def test_a_point_that_nobody_judged_never_counts_as_in_order(session, here):
    by, silent = here.by(here.auditor), "T6"
    service.record_attendance(session, by, NOW, here.audit, entries=everybody(here.audit), opened_on=0)
    for one in service.checklist_of(here.audit):
        if one.code != silent:
            judge(session, here, one.code, IN_ORDER)
    assert service.open_points(session, here.audit) == [silent]
    with pytest.raises(Refused) as refused:
        close(session, by, NOW, here.audit)
    assert codes(refused) == ["afsluiten.toetspunten"]
    # Even if it were closed all the same, by whatever way: the report does not say that it was in order.
    judge(session, here, silent, IN_ORDER)
    close(session, by, NOW, here.audit)
    report = write(session, by, NOW, here.audit)
    told = {line.code: line for line in facts_for(session, report, day=DAY).checklist}
    assert (told[silent].verdict, told[silent].found) == ("In orde", ""), "chosen, without a note"
    session.delete(result_on(session, here.audit.id, silent))
    session.flush()
    told = {line.code: line for line in facts_for(session, report, day=DAY).checklist}
    assert told[silent].verdict == "Niet ingevuld"
    assert "○ Niet ingevuld" in words(service.draft_pdf(session, report, day=DAY))


def test_a_verdict_is_never_stored_empty(session, here):
    row = judge(session, here, "T1", IN_ORDER)
    row.verdict = None
    with pytest.raises(IntegrityError):
        session.flush()


def test_what_was_written_of_a_deviation_does_not_stay_with_another_verdict(session, here):
    judge(session, here, "T13", DEVIATION, "De lamp is stuk")
    with pytest.raises(Refused) as refused:
        judge(session, here, "T13", IN_ORDER, "De lamp is stuk")
    assert (refused.value.field, codes(refused)) == ("note", ["toetspunt.tekst"])
    judge(session, here, "T13", IN_ORDER, "")
    assert [one.seen for one in deviations_of(session, here.audit.id)] == ["De lamp is stuk"], "kept where it belongs"


def test_nothing_is_recorded_before_the_day_or_by_somebody_else(session, here):
    with pytest.raises(Refused) as refused:
        judge(session, here, "T1", IN_ORDER, now=at(date(2026, 12, 8)))
    assert codes(refused) == ["audit.dag"]
    with pytest.raises(Refused) as refused:
        judge(session, here, "T1", IN_ORDER, by=here.manager)
    assert codes(refused) == ["audit.team"]


@pytest.mark.parametrize("role", [TeamRole.TRAINEE, TeamRole.OBSERVER])
def test_who_only_goes_along_records_nothing(session, here, role):
    here.audit.team[0].role = role
    with pytest.raises(Refused) as refused:
        judge(session, here, "T1", IN_ORDER)
    assert codes(refused) == ["audit.team"]


def test_a_deviation_follows_the_verdict_on_its_point(session, here):
    row = judge(session, here, "T13", DEVIATION, "De lamp is stuk")
    (deviation,) = deviations_of(session, here.audit.id)
    assert (row.deviation_id, deviation.point, deviation.seen) == (deviation.id, "T13", "De lamp is stuk")
    assert deviation.requirement.endswith("(B4 §4.2.4)")
    judge(session, here, "T13", DEVIATION, "Twee lampen zijn stuk", requirement="Verlichting", opened_on=row.version)
    assert (deviation.seen, deviation.requirement) == ("Twee lampen zijn stuk", "Verlichting")
    judge(session, here, "T13", IN_ORDER, "Toch heel")
    assert deviation.withdrawn_why == "Het oordeel op T13 is nu: in orde"
    judge(session, here, "T13", DEVIATION, "Weer stuk")
    assert [(one.number, one.withdrawn_on is None) for one in deviations_of(session, here.audit.id)] == [
        (1, False), (2, True),
    ]  # fmt: skip


def test_a_deviation_without_what_was_seen_is_refused_at_its_field(session, here):
    with pytest.raises(Refused) as refused:
        judge(session, here, "T13", DEVIATION, " ")
    assert (refused.value.field, codes(refused)) == ("note", ["toetspunt.gezien"])
    assert not results_of(session, here.audit.id)


def test_two_people_judge_one_point_and_the_second_sees_both(session, here):
    row = judge(session, here, "T1", IN_ORDER, "Kaart gezien", opened_on=0)
    with pytest.raises(Clash) as clash:
        judge(session, here, "T1", IN_ORDER, "Kaart ontbreekt", opened_on=0)
    assert (clash.value.who, clash.value.theirs["note"]) == ("M.\u00a0Bakker", "Kaart gezien")
    judge(session, here, "T1", IN_ORDER, "Kaart ontbreekt", opened_on=row.version)


def test_a_recommendation_opens_nothing(session, here):
    judge(session, here, "T4", IN_ORDER, recommendation="Leg de vervanging vast")
    assert not deviations_of(session, here.audit.id)
    assert "Aanbeveling: Leg de vervanging vast" in entries_of(session, here.trajectory.number)[0].what


def attend(session, here, *absent, opened_on=0, now=NOW):
    return service.record_attendance(
        session, here.by(here.auditor), now, here.audit, entries=everybody(here.audit, *absent), opened_on=opened_on
    )


def test_an_absent_party_is_a_deviation_that_an_interview_heals(session, here):
    rows = attend(session, here, "brandweer")
    row = next(one for one in rows if not one.present)
    by = here.by(here.auditor)
    deviation = service.open_absence_deviation(session, by, NOW, here.audit, row)
    assert (deviation.point, row.deviation_id) == ("T22", deviation.id)
    judge_all(session, by, NOW, here.audit)
    close(session, by, NOW, here.audit)
    later = at(date(2026, 12, 15))
    service.record_interview(session, by, later, here.audit, row, on=later.date(), with_whom="Kees Mol")
    assert (deviation.closed_on, deviation.answers[0].from_whom) == (later.date(), "Kees Mol")
    with pytest.raises(Refused) as refused:
        service.record_interview(session, by, later, here.audit, rows[0], on=later.date(), with_whom="X")
    assert codes(refused) == ["gesprek.ontbrak"]


def test_a_party_that_was_there_after_all_takes_its_deviation_back(session, here):
    row = next(one for one in attend(session, here, "politie") if not one.present)
    deviation = service.open_absence_deviation(session, here.by(here.auditor), NOW, here.audit, row)
    version = sum(one.version for one in attendance_of(session, here.audit.id))
    attend(session, here, opened_on=version)
    assert deviation.withdrawn_why == "Politie Lelystad was bij de audit"
    assert row.deviation_id is None


def test_attendance_is_per_member_and_per_opening(session, here):
    rows = attend(session, here)
    assert (rows[0].who, rows[0].absent) == ("Selin Yılmaz (ondernemers)", "Piet de Boer (ondernemers)")
    assert "Bureau Veilig" not in {row.party.organisation for row in rows}
    with pytest.raises(Clash) as clash:
        attend(session, here, "politie", opened_on=0)
    assert set(clash.value.theirs.values()) == {"ja"}


def test_an_audit_is_closed_when_all_is_recorded(session, here):
    by = here.by(here.auditor)
    with pytest.raises(Refused) as refused:
        close(session, by, NOW, here.audit)
    assert codes(refused) == ["afsluiten.toetspunten", "afsluiten.partijen"]
    hold(session, by, NOW, here.audit, "T13")
    (deviation,) = deviations_of(session, here.audit.id)
    assert (deviation.established_on, deviation.additions_due) == (DAY, date(2027, 2, 9))
    assert (here.audit.held_on, there(closing_of(session, here.audit.id)).hours_spent) == (DAY, Decimal("6.50"))
    experience = experience_for(session, here.auditor.id, here.trajectory.number)
    assert there(experience).state is ExperienceState.HELD
    for act in (
        lambda: judge(session, here, "T1", IN_ORDER),
        lambda: attend(session, here, opened_on=None),
        lambda: close(session, by, NOW, here.audit),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["audit.open"]


def police_leaves(session, here, last_day):
    police = next(one for one in here.trajectory.partnership.parties if one.kind is PartyKind.POLICE)
    for person in police.people:
        person.since = None
    relations.end_party(session, SYSTEM, at(last_day), police, last_day=last_day, why="doet niet meer mee")
    return police


def test_a_party_that_left_before_the_audit_is_not_asked_for_and_lacks_at_the_closing(session, here):
    police = police_leaves(session, here, DAY - timedelta(days=1))
    attend(session, here)
    assert police.id not in {row.party_id for row in attendance_of(session, here.audit.id)}
    judge_all(session, here.by(here.auditor), NOW, here.audit)
    with pytest.raises(Refused) as refused:
        close(session, here.by(here.auditor), NOW, here.audit)
    assert codes(refused) == ["afsluiten.werkgroep"]
    assert "niemand van: politie" in refused.value.objections[0].objection
    ground = service.ground_of(session, here.audit)
    assert [one.met for one in figures(["aanwezig", "partijen"], ground)] == [False, False]


def test_a_party_that_left_after_the_audit_was_there(session, here):
    attend(session, here)
    judge_all(session, here.by(here.auditor), NOW, here.audit)
    police_leaves(session, here, DAY)
    close(session, here.by(here.auditor), NOW, here.audit)
    assert figures(["aanwezig"], service.ground_of(session, here.audit))[0].text == "4 van 4 partijen aanwezig"


def test_under_3_1_deviations_have_a_class_and_no_term_to_deliver(session):
    here = scene(session, day=date(2024, 12, 9), scheme="kvo-3.1")
    day = at(date(2024, 12, 9))
    assert service.checklist_of(here.audit)[0].code == "2.2.1"
    judge(session, here, "2.4.1", DEVIATION, "Niets gedaan", now=day, severity=Severity.MAJOR)
    by = here.by(here.auditor)
    service.record_attendance(session, by, day, here.audit, entries=everybody(here.audit), opened_on=0)
    for one in service.open_points(session, here.audit):
        judge(session, here, one, IN_ORDER, now=day)
    close(session, by, day, here.audit)
    (deviation,) = deviations_of(session, here.audit.id)
    assert (deviation.severity, deviation.additions_due) == (Severity.MAJOR, None)
    assert deviation.assessment_due == date(2025, 3, 9)


def test_computed_facts_stand_beside_the_points(session, here):
    attend(session, here, "politie")
    ground = service.ground_of(session, here.audit)
    figures = {one.code: beside_point(one, ground) for one in service.checklist_of(here.audit)}
    assert [one.text for one in figures["T1"]][-1] == "Samen 171 van ten hoogste 600 ondernemers"
    assert figures["T3"][0].text == "4 van 4 partijen"
    assert (figures["T22"][0].met, "Politie Lelystad" in figures["T22"][0].text) == (False, True)
    assert [one.met for one in figures["T9"][1:]] == [None, None]
    assert all(one.source.label.startswith("B4") for lines in figures.values() for one in lines if one.source)
    known = {code for code, _, _ in service.topics_of(here.audit) if beside_topic(code, ground)}
    assert {"opzet", "registratie", "documentenset", "enquete", "doelen", "evaluatie"} <= known


def test_a_verdict_is_read_back_by_its_point(session, here):
    judge(session, here, "T1", PointVerdict.NOT_APPLICABLE)
    assert there(result_on(session, here.audit.id, "T1")).verdict is PointVerdict.NOT_APPLICABLE
    assert result_on(session, here.audit.id, "T3") is None
