"""The report from writing to sending, its supplement, and the work that follows the audit. On both databases."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from auditbeheer.audits import service, work
from auditbeheer.audits.models import (
    report_of,
    reports_of,
)
from auditbeheer.deviations import service as deviations
from auditbeheer.deviations.models import deviations_of
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.plumbing.work import StepState
from tests.audits.held import close, establish, everybody, hold, judge_all, read, send, submit, write
from tests.databases import heard
from tests.documents.scenes import Scene, at, audit_on, dossier, scene, there

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


def test_a_report_comes_after_the_closing_and_is_handed_in_complete(session, here):
    by = here.by(here.auditor)
    with pytest.raises(Refused) as refused:
        write(session, by, NOW, here.audit)
    assert codes(refused) == ["rapport.na_afsluiting"]
    hold(session, by, NOW, here.audit)
    write(session, by, NOW, here.audit, enquete="")
    with pytest.raises(Refused) as refused:
        submit(session, here)
    assert codes(refused) == ["rapport.enquete"]
    write(session, by, NOW, here.audit)
    assert service.state_of(submit(session, here)).word == "Ter beoordeling"
    with pytest.raises(Refused) as refused:
        write(session, by, NOW, here.audit)
    assert codes(refused) == ["rapport.concept"]


def test_a_returned_report_is_written_on_and_handed_in_again(session, here):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit)
    report = write(session, by, NOW, here.audit)
    submit(session, here)
    service.return_report(session, here.by(here.manager), NOW, report, why="Welke cijfers?")
    assert (service.state_of(report).word, report.returned_why) == ("Teruggestuurd", "Welke cijfers?")
    assert "Welke cijfers?" in work.tasks(session, DAY)[0].why
    write(session, by, NOW, here.audit)
    submit(session, here)
    assert establish(session, here).established_by_id == here.manager.id


def test_nobody_of_the_team_establishes_its_own_report(session, here):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit)
    report = write(session, by, NOW, here.audit)
    submit(session, here)
    for act in (
        lambda: service.establish_report(session, by, NOW, report),
        lambda: service.return_report(session, by, NOW, report, why="x"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["rapport.niet_eigen"]


def test_two_people_write_one_report_and_the_second_sees_both(session, here):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit)
    report = write(session, by, NOW, here.audit)
    opened = report.version
    again: dict[str, Any] = {"good": "", "texts": {"opzet": "Anders"}, "opened_on": opened}
    service.write_report(session, by, NOW, here.audit, summary="Eerst", **again)
    with pytest.raises(Clash) as clash:
        service.write_report(session, by, NOW, here.audit, summary="Daarna", **again)
    assert (clash.value.theirs["summary"], clash.value.theirs["topic-opzet"]) == ("Eerst", "Anders")


def test_with_an_open_deviation_the_report_says_that_the_decision_is_held_back(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13")
    write(session, by, NOW, here.audit)
    submit(session, here)
    report = establish(session, here)
    send(session, here, shelf)
    text = read(shelf, report)
    assert "aangehouden" in text
    assert "9 februari 2027" in text.replace("\u00a0", " ")
    assert service.state_of(report).word == "Verstuurd"
    with pytest.raises(Refused) as refused:
        send(session, here, shelf)
    assert codes(refused) == ["rapport.vastgesteld"]


def test_without_open_deviations_the_report_waits_for_its_decision(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit)
    write(session, by, NOW, here.audit)
    submit(session, here)
    report = establish(session, here)
    with pytest.raises(Refused) as refused:
        send(session, here, shelf)
    assert codes(refused) == ["rapport.besluit"]
    service.note_decision(
        session, here.by(here.manager), NOW, here.audit, outcome="verleend", why="Alles klopt", on=DAY,
        by_whom="Karel Jansen, directeur",
    )  # fmt: skip
    send(session, here, shelf)
    assert "verleend" in read(shelf, report)
    assert work.tasks(session, DAY) == []


def test_after_the_deviations_are_closed_a_supplement_follows(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13")
    write(session, by, NOW, here.audit)
    submit(session, here)
    establish(session, here)
    send(session, here, shelf)
    with pytest.raises(Refused) as refused:
        service.begin_supplement(session, by, NOW, here.audit)
    assert codes(refused) == ["aanvulling.gesloten"]
    (deviation,) = deviations_of(session, here.audit.id)
    deviations.heal_deviation(session, by, NOW, deviation, on=DAY, how="Lamp gezien", from_whom="Selin Yılmaz")
    assert [task.code for task in work.tasks(session, DAY)] == ["rapport.aanvullen"]
    following = service.begin_supplement(session, by, NOW, here.audit)
    assert (following.edition, len(following.topics)) == (2, len(service.topics_of(here.audit)))
    with pytest.raises(Refused) as refused:
        submit(session, here)
    assert codes(refused) == ["rapport.vervolg"]
    service.write_report(
        session, by, NOW, here.audit, summary="Nu klopt alles.", good="",
        texts={row.code: row.text for row in following.topics}, findings="De lamp is vervangen.",
    )  # fmt: skip
    submit(session, here)
    establish(session, here)
    service.note_decision(
        session, here.by(here.manager), NOW, here.audit, outcome="verleend", why="", on=DAY, by_whom="K. Jansen"
    )  # fmt: skip
    send(session, here, shelf)
    assert [one.edition for one in reports_of(session, here.audit.id)] == [2, 1]
    assert "De lamp is vervangen." in read(shelf, there(report_of(session, here.audit.id)))


def test_a_decision_after_sending_begins_a_supplement_that_carries_it(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13")
    write(session, by, NOW, here.audit)
    submit(session, here)
    establish(session, here)
    send(session, here, shelf)
    noted = service.note_decision(
        session,
        here.by(here.manager),
        NOW,
        here.audit,
        outcome="geweigerd",
        why="Niets ontvangen",
        on=DAY,
        by_whom="K.",
    )
    assert noted is not None
    assert (noted.edition, noted.decision) == (2, "geweigerd")
    assert reports_of(session, here.audit.id)[1].decision == ""


def attend(session, here):
    entries = everybody(here.audit)
    return service.record_attendance(session, here.by(here.auditor), NOW, here.audit, entries=entries, opened_on=0)


def titles(session, day):
    return [task.title for task in work.tasks(session, day)]


def leads_to(session, day):
    """The page that the one task opens, below the dossier."""
    (task,) = work.tasks(session, day)
    return task.url.partition(f"{task.dossier}/")[2]


def test_the_work_follows_the_audit_and_its_report(session, here, shelf):
    assert titles(session, date(2026, 12, 8)) == []
    assert work.audit_step(session, here.trajectory, DAY).state is StepState.NOT_BEGUN
    assert titles(session, DAY) == ["Begin de audit"]
    assert leads_to(session, DAY) == "audit/aanwezig", "at once to the page on location"
    by = here.by(here.auditor)
    attend(session, here)
    assert titles(session, DAY) == ["Leg de audit vast"]
    assert leads_to(session, DAY) == "audit/toetspunten"
    assert work.audit_step(session, here.trajectory, DAY).fact.startswith("0 van ")
    judge_all(session, by, NOW, here.audit)
    assert titles(session, DAY) == ["Sluit de audit af"]
    assert leads_to(session, DAY) == "audit/afsluiten"
    close(session, by, NOW, here.audit)
    (task,) = work.tasks(session, DAY)
    assert (task.title, task.last_day, task.person) == ("Maak het rapport af", date(2026, 12, 23), here.auditor.id)
    assert there(task.source).label == "B4 §6.4"
    assert [term.last_day for term in work.terms(session, DAY)] == [date(2026, 12, 23)]
    assert work.report_step(session, here.trajectory, DAY).state is StepState.BUSY
    write(session, by, NOW, here.audit)
    submit(session, here)
    assert titles(session, DAY) == []
    assert work.report_step(session, here.trajectory, DAY).fact == "ter beoordeling"


def test_with_all_points_judged_and_nobody_recorded_the_work_leads_to_who_was_there(session, here):
    judge_all(session, here.by(here.auditor), at(DAY), here.audit)
    assert titles(session, DAY) == ["Leg de audit vast"]
    assert leads_to(session, DAY) == "audit/aanwezig"


def test_all_dossiers_cost_as_many_queries_as_one(session, here):
    def count() -> int:
        session.expire_all()
        with heard(session.get_bind().engine) as asked:
            work.tasks(session, date(2027, 1, 1))
        return len(asked)

    one = count()
    for number in range(148, 152):
        day = date(2026, 12, number - 130)
        audit_on(session, dossier(session, here.planner, name=f"Park {number}", number=number), here.auditor, day)
    session.flush()
    assert count() <= one
