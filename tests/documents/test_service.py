"""Asking for, receiving and judging documents; survey and measures; deciding on the set. On both databases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.accounts.models import entries_of
from auditbeheer.documents import service, state, work
from auditbeheer.documents.models import MeasureOrigin, Outcome, versions_of
from auditbeheer.plumbing.files import FileRefused, FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.plumbing.work import StepState
from tests.databases import heard
from tests.documents.scenes import DAY, LATER, NOW, PDF, TODAY, Scene, at, audit_on, dossier, scene, there
from tests.quotes.samples import STYLE


@pytest.fixture
def here(session) -> Scene:
    return scene(session)


@pytest.fixture
def shelf(tmp_path) -> FileShelf:
    return FileShelf(tmp_path / "files")


def receive(session, here, shelf, code="plan_van_aanpak", *, by=None, upload=("plan.pdf", PDF), on=TODAY):
    return service.receive_document(
        session, here.by(by or here.planner), NOW, here.trajectory, shelf, code=code, upload=upload, received_on=on,
        received_from="Selin Yılmaz",
    )  # fmt: skip


def judge(session, here, document, *, fine=True, remark="", by=None, opened_on=None):
    return service.assess_document(
        session, here.by(by or here.auditor), NOW, document, in_order=fine, remark=remark, opened_on=opened_on
    )


def all_in_order(session, here, shelf):
    for code in state.kinds_of(here.trajectory):
        judge(session, here, receive(session, here, shelf, code))


def codes(refused):
    return [condition.code for condition in refused.value.objections]


def states(session, here):
    return {piece.kind.code: piece.state for piece in state.picture_of(session, here.trajectory).pieces}


def test_a_newer_version_takes_the_place_of_the_one_before(session, here, shelf):
    first = receive(session, here, shelf)
    judge(session, here, first, fine=False, remark="De doelen missen")
    assert states(session, here)["plan_van_aanpak"] == "Aanvullen"
    second = receive(session, here, shelf, upload=("plan-2.pdf", PDF + b" "))
    assert (second.edition, first.superseded_on) == (2, TODAY)
    assert states(session, here)["plan_van_aanpak"] == "Te beoordelen"
    assert [one.edition for one in versions_of(session, here.trajectory.id, "plan_van_aanpak")] == [2, 1]
    with pytest.raises(Refused) as refused:
        judge(session, here, first)
    assert codes(refused) == ["document.nieuwste"]
    told = [asked.what for asked in state.asked_of(session, state.picture_of(session, here.trajectory))]
    assert told == ["Plan van aanpak, versie 1: De doelen missen"]


@pytest.mark.parametrize(
    ("upload", "words"),
    [
        (("leeg.pdf", b""), "leeg"),
        (("plan.exe", PDF), "soort bestand"),
        (("plan.pdf", b"<html><script>alert(1)</script></html>"), "geen pdf"),
        (("plan.pdf", PDF + b"0" * 60_000_000), "60"),
    ],
    ids=["empty", "wrong ending", "html that calls itself pdf", "60 MB"],
)
def test_a_hostile_file_is_refused_and_nothing_is_kept(session, here, shelf, upload, words):
    with pytest.raises(FileRefused, match=words), session.begin_nested():
        receive(session, here, shelf, upload=upload)
    assert not list(versions_of(session, here.trajectory.id, "plan_van_aanpak"))


def test_a_path_in_a_name_is_only_a_name(session, here, shelf):
    document = receive(session, here, shelf, upload=("../../etc/passwd\u202e.pdf", PDF))
    assert document.file.name == "passwd.pdf"


def test_a_document_cannot_come_in_tomorrow(session, here, shelf):
    with pytest.raises(Refused) as refused:
        receive(session, here, shelf, on=date(2026, 11, 24))
    assert codes(refused) == ["dag.geweest"]
    assert refused.value.field == "received_on"


def test_who_neither_does_the_audit_nor_the_office_changes_nothing(session, here, shelf):
    other = audit_on(session, dossier(session, here.planner, name="Ander", number=148), here.manager, DAY)
    assert state.records_audit(other, here.by(here.manager))
    outsider = here.by(here.auditor)
    stranger = Scene(here.planner, here.manager, here.auditor, other.trajectory, other)
    with pytest.raises(Refused) as refused:
        service.request_documents(
            session, outsider, NOW, stranger.trajectory, asked="Plan", asked_of="S. Yılmaz", until=None
        )
    assert codes(refused) == ["documenten.wie"]


def test_a_closed_dossier_takes_nothing_more(session, here, shelf):
    here.trajectory.withdrawn_on = TODAY
    with pytest.raises(Refused) as refused:
        receive(session, here, shelf)
    assert codes(refused) == ["dossier.open"]


def test_two_people_judge_one_version_and_the_second_sees_both(session, here, shelf):
    document = receive(session, here, shelf)
    opened = document.version
    judge(session, here, document, fine=False, remark="Bladzijde 3 mist", opened_on=opened)
    with pytest.raises(Clash) as clash:
        judge(session, here, document, fine=True, opened_on=opened)
    assert clash.value.theirs["remark"] == "Bladzijde 3 mist"


def survey(session, here, at_index, entrepreneurs, answers, opened_on=None, on=date(2026, 9, 1)):
    return service.record_survey(
        session, here.by(here.planner), NOW, here.trajectory, here.trajectory.areas[at_index], sent_on=on,
        entrepreneurs=entrepreneurs, answers=answers, opened_on=opened_on,
    )  # fmt: skip


def test_the_response_counts_per_area_and_never_for_the_whole(session, here):
    survey(session, here, 0, 120, 60)
    survey(session, here, 1, 51, 15)
    picture = state.picture_of(session, here.trajectory)
    assert [there(one.needed).needed for one in picture.surveys] == [24, 16]
    assert [condition.met for condition in picture.survey_conditions] == [True, False]
    assert picture.finding == "Larserpoort haalt de respons niet"
    assert picture.survey_conditions[1].source.label == "B4 §4.1.1"


def test_before_the_figures_are_in_the_page_shows_what_will_be_needed(session, here):
    picture = state.picture_of(session, here.trajectory)
    assert [(there(one.needed).needed, one.result) for one in picture.surveys] == [(24, None), (16, None)]
    assert picture.finding == "Van 2 gebieden zijn de antwoorden nog niet bekend"


@pytest.mark.parametrize(
    ("entrepreneurs", "answers", "field", "code"),
    [(51, 52, "answers", "respons.antwoorden"), (601, 200, "entrepreneurs", "respons.ondernemers")],
)
def test_a_survey_that_cannot_be_is_refused_at_its_field(session, here, entrepreneurs, answers, field, code):
    with pytest.raises(Refused) as refused:
        survey(session, here, 0, entrepreneurs, answers)
    assert (refused.value.field, codes(refused)) == (field, [code])


def test_two_people_change_one_survey_and_the_second_is_told(session, here):
    row = survey(session, here, 0, 120, 60)
    opened = row.version
    survey(session, here, 0, 120, 61, opened_on=opened)
    with pytest.raises(Clash):
        survey(session, here, 0, 119, 60, opened_on=opened)
    assert row.answers == 61
    assert "was 60 van 120" in entries_of(session, here.trajectory.number)[0].what


def add(session, here, title, origin, area=0, on=date(2026, 10, 1)):
    return service.add_measure(
        session, here.by(here.planner), NOW, here.trajectory, title=title, origin=origin,
        area_id=None if area is None else here.trajectory.areas[area].area_id, carried_out_on=on,
    )  # fmt: skip


def test_a_measure_of_the_whole_group_counts_in_every_area(session, here):
    for area in (0, 1):
        for number in range(3):
            add(session, here, f"Verlichting {number}", MeasureOrigin.INSPECTION, area)
    add(session, here, "Nieuwsbrief", MeasureOrigin.COMMUNICATION, None)
    assert all(condition.met for condition in state.picture_of(session, here.trajectory).measure_conditions)


def test_a_new_park_in_a_cluster_owes_the_measures_of_a_first_audit(session):
    here = scene(session, kind=LATER)
    here.trajectory.areas[1].kind = here.trajectory.areas[1].kind.FIRST
    add(session, here, "Nieuwsbrief", MeasureOrigin.COMMUNICATION, None)
    met = {c.text: c.met for c in state.picture_of(session, here.trajectory).measure_conditions}
    assert [met[text] for text in met if text.startswith("Noordersluis")] == [True]
    assert [text for text in met if text.startswith("Larserpoort") and not met[text]]


def test_a_measure_is_changed_once_per_opening(session, here):
    row = add(session, here, "Hek", MeasureOrigin.INSPECTION, on=None)
    change = {"title": "Hek", "origin": MeasureOrigin.INSPECTION, "area_id": row.area_id, "dropped_why": ""}
    by = here.by(here.planner)
    opened = row.version
    service.change_measure(
        session, by, NOW, here.trajectory, row, carried_out_on=TODAY, opened_on=opened, **change
    )  # fmt: skip
    with pytest.raises(Clash):
        service.change_measure(session, by, NOW, here.trajectory, row, carried_out_on=None, opened_on=opened, **change)
    with pytest.raises(Refused):
        service.change_measure(
            session, by, NOW, here.trajectory, row, carried_out_on=DAY, opened_on=row.version, **change
        )  # fmt: skip


def decide(session, here, outcome, why="", hours=0, agreed=""):
    return service.decide_completeness(
        session, here.by(here.planner), NOW, here.trajectory, outcome=outcome, why=why, extra_hours=Decimal(hours),
        agreed_with=agreed, shelf=STYLE.shelf, style=STYLE,
    )  # fmt: skip


def test_a_set_is_complete_only_when_all_is_in_order(session, here, shelf):
    with pytest.raises(Refused):
        decide(session, here, Outcome.COMPLETE, "Het zal wel")
    all_in_order(session, here, shelf)
    decide(session, here, Outcome.COMPLETE)
    assert work.step(session, here.trajectory, TODAY).state is StepState.DONE
    assert work.tasks(session, TODAY) == []


def test_going_on_records_hours_reason_and_agreement(session, here):
    row = decide(session, here, Outcome.GO_ON, "Het plan is er later", 2, "Selin Yılmaz")
    assert (row.extra_hours, row.agreed_with) == (Decimal(2), "Selin Yılmaz")
    assert decide(session, here, Outcome.MOVE, "Toch te weinig", 2, "X").extra_hours == 0


def titles(session, day=TODAY):
    return [(task.title, task.waits_on, task.permission) for task in work.tasks(session, day)]


def test_the_work_follows_the_documents(session, here, shelf):
    assert titles(session) == [("Vraag de documenten op", "", "documents")]
    by = here.by(here.planner)
    service.request_documents(session, by, NOW, here.trajectory, asked="Alles", asked_of="Selin Yılmaz", until=None)
    assert titles(session) == [("De werkgroep moet nog 6 documenten sturen of aanvullen", "werkgroep", "documents")]
    assert work.step(session, here.trajectory, TODAY).state is StepState.WAITING
    receive(session, here, shelf)
    assert titles(session)[0] == ("Beoordeel 1 document", "", "audit")
    task = work.tasks(session, TODAY)[0]
    assert (task.person, task.last_day) == (here.auditor.id, date(2026, 11, 25))
    assert work.step(session, here.trajectory, TODAY).fact == "1 van 6 binnen"
    assert [term.last_day for term in work.terms(session, TODAY)] == [date(2026, 11, 25)]
    late = date(2026, 11, 26)
    judge(session, here, versions_of(session, here.trajectory.id, "plan_van_aanpak")[0])
    assert "Beslis over de documentenset" in [title for title, _, _ in titles(session, late)]
    assert titles(session, date(2026, 12, 10)) == []


def test_all_dossiers_cost_as_many_queries_as_one(session, here):
    def count() -> int:
        session.expire_all()
        with heard(session.get_bind().engine) as asked:
            work.tasks(session, TODAY)
        return len(asked)

    one = count()
    for number in range(148, 152):
        day = date(2026, 12, number - 130)
        audit_on(session, dossier(session, here.planner, name=f"Park {number}", number=number), here.auditor, day)
    session.flush()
    assert count() <= one


def test_a_later_audit_also_asks_for_the_evaluation(session):
    here = scene(session, kind=LATER)
    assert "evaluatie" in state.kinds_of(here.trajectory)
    old = dossier(session, here.planner, name="Oud", number=149, scheme="kvo-3.1")
    assert next(iter(state.kinds_of(old))) == "convenant"


def test_what_came_yesterday_is_recorded_as_yesterday(session, here, shelf):
    document = receive(session, here, shelf, on=date(2026, 11, 20))
    assert document.received_at.date() == date(2026, 11, 20)
    assert at(TODAY).date() == TODAY
