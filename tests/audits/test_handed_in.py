"""What a report tells stands from its handing in: what happens meanwhile is told in a supplement (AUD-6)."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.audits import service, work
from auditbeheer.deviations import service as deviations
from auditbeheer.deviations.models import deviations_of
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from tests.audits.held import establish, hold, read, send, submit, words, write
from tests.documents.scenes import DAY, Scene, at, scene

NOW = at(DAY)


@pytest.fixture
def here(session) -> Scene:
    return scene(session)


@pytest.fixture
def shelf(tmp_path) -> FileShelf:
    return FileShelf(tmp_path / "files")


def codes(refused):
    return [condition.code for condition in refused.value.objections]


def heal(session, here, on=DAY):
    """The last open deviation is closed by what was seen on location."""
    deviation = next(one for one in deviations_of(session, here.audit.id) if one.closed_on is None)
    by = here.by(here.auditor)
    deviations.heal_deviation(session, by, at(on), deviation, on=on, how="Lamp gezien", from_whom="Selin Yılmaz")


def grant(session, here):
    return service.note_decision(
        session, here.by(here.manager), NOW, here.audit, outcome="verleend", why="", on=DAY, by_whom="K. Jansen"
    )  # fmt: skip


def test_a_deviation_that_closes_while_the_report_is_reviewed_is_told_in_a_supplement(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13")
    write(session, by, NOW, here.audit)
    report = submit(session, here)
    heal(session, here, on=date(2026, 12, 14))
    assert (service.open_deviations(session, here.audit), service.told_open(session, report)) == (0, 1)
    establish(session, here)
    with pytest.raises(Refused) as refused:
        grant(session, here)
    assert codes(refused) == ["besluit.rapport_stand"], "what was reviewed says that the decision is held back"
    with pytest.raises(Refused) as refused:
        service.begin_supplement(session, by, NOW, here.audit)
    assert codes(refused) == ["aanvulling.na_versturen"]
    assert [task.code for task in work.tasks(session, DAY)] == ["rapport.versturen"], "it goes out as it was reviewed"
    send(session, here, shelf)
    text = read(shelf, report)
    assert "Het besluit is aangehouden" in text
    assert "Dit is de stand op 9 december 2026." in text, "on which day that was so"
    assert "gesloten op" not in text
    assert [task.code for task in work.tasks(session, DAY)] == ["rapport.aanvullen"]
    following = service.begin_supplement(session, by, NOW, here.audit)
    texts = {row.code: row.text for row in following.topics}
    service.write_report(
        session, by, NOW, here.audit, summary="Nu klopt alles.", good="", texts=texts, findings="De lamp is vervangen."
    )
    submit(session, here)
    establish(session, here)
    assert grant(session, here) is following
    send(session, here, shelf)
    text = read(shelf, following)
    assert "gesloten op 14 december 2026" in text
    assert "verleend" in text


def test_what_changes_after_handing_in_does_not_change_the_report_until_it_comes_back(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13", "T14")
    report = write(session, by, NOW, here.audit)

    def drawn():
        return words(service.draft_pdf(session, report, day=DAY))

    submit(session, here)
    before = drawn()
    heal(session, here)
    here.trajectory.partnership.name = "Cluster Elders"
    assert drawn() == before
    service.return_report(session, here.by(here.manager), NOW, report, why="Welke cijfers?")
    assert (report.handed_in, report.open_told) == (None, None)
    assert "Cluster Elders" in drawn(), "a draft tells how things stand"
    assert "gesloten op" in drawn()
    submit(session, here)
    assert report.open_told == 1


def test_a_refusal_needs_no_closed_deviations_told(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13")
    write(session, by, NOW, here.audit)
    submit(session, here)
    report = establish(session, here)
    service.note_decision(
        session, here.by(here.manager), NOW, here.audit, outcome="geweigerd", why="Te laat", on=DAY, by_whom="K."
    )  # fmt: skip
    send(session, here, shelf)
    assert "geweigerd" in read(shelf, report)


def test_a_report_handed_in_before_its_facts_were_kept_tells_how_things_stand(session, here, shelf):
    by = here.by(here.auditor)
    hold(session, by, NOW, here.audit, "T13")
    write(session, by, NOW, here.audit)
    report = submit(session, here)
    report.handed_in = report.open_told = None
    establish(session, here)
    assert service.told_open(session, report) == 1
    send(session, here, shelf)
    assert "aangehouden" in read(shelf, report)
