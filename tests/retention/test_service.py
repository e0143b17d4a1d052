"""The yearly proposal to clean up, the decision of a person, and what stays as proof."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.documents import service as documents
from auditbeheer.documents.models import current_documents
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.relations.models import AreaType
from auditbeheer.retention import service, work
from auditbeheer.retention.models import files_of, open_clean_up
from tests.documents.rooms import furnish, seen
from tests.documents.scenes import NOW, PDF, Scene, dossier, scene, there
from tests.office import Office

LATER = NOW.replace(year=2033)
OLD = date(2026, 12, 1)


def handed_in(session, here: Scene, shelf: FileShelf):
    return documents.receive_document(
        session, here.by(here.planner), NOW, here.trajectory, shelf, code="plan_van_aanpak", upload=("plan.pdf", PDF),
        received_on=NOW.date(), received_from="Selin Yılmaz", further=[("bijlage.pdf", PDF + b"2")],
    )  # fmt: skip


def certified(session, trajectory, *, last_day: date, issued_on: date | None = None, number: str = "KVO-B-1") -> None:
    row = Certificate(
        number=number, type=AreaType.BUSINESS_PARK, holder="x", scheme="kvo-b-4.0", scheme_title="x", municipality="x",
        issued_on=issued_on or last_day - timedelta(days=1000), last_day=last_day, in_series=False,
        trajectory=trajectory,
    )  # fmt: skip
    session.add(row)
    for link in trajectory.areas:
        part = CertificateArea(certificate=row, name=link.area.name, municipality="x", municipality_code=None)
        part.area_id = link.area_id
        session.add(part)
    session.flush()


@pytest.fixture
def here(session) -> Scene:
    return scene(session)


def test_only_papers_whose_retention_has_passed_are_proposed_once_a_year(session, here, tmp_path) -> None:
    handed_in(session, here, FileShelf(tmp_path))
    assert service.propose_clean_up(session, LATER) is None, "without a certificate or an end the dossier runs"
    certified(session, here.trajectory, last_day=OLD)
    assert service.propose_clean_up(session, NOW.replace(year=2032, month=12, day=1)) is None, "its last day counts"
    proposal = there(service.propose_clean_up(session, LATER))
    assert [(row.file.name, row.kept_until) for row in files_of(session, proposal)] == [
        ("plan.pdf", date(2032, 12, 1)), ("bijlage.pdf", date(2032, 12, 1)),
    ]  # fmt: skip
    assert service.propose_clean_up(session, LATER) is None, "it waits already"
    (task,) = work.tasks(session, LATER.date())
    assert (task.title, task.permission) == ("Beslis over opschonen in 2033", "body")


def test_the_cycle_before_the_one_that_runs_is_kept(session, here, tmp_path) -> None:
    handed_in(session, here, FileShelf(tmp_path))
    certified(session, here.trajectory, last_day=OLD)
    other = dossier(session, here.planner, name="Later", number=149)
    for link, mine in zip(other.areas, here.trajectory.areas, strict=True):
        link.area = mine.area
    session.flush()
    certified(session, other, last_day=date(2035, 1, 1), issued_on=date(2032, 1, 2), number="KVO-B-2")
    assert service.propose_clean_up(session, LATER) is None
    assert service.propose_clean_up(session, LATER.replace(year=2036)) is not None, "nothing runs any more"


def test_what_a_person_confirms_is_removed_and_the_row_stays_as_proof(session, here, tmp_path) -> None:
    shelf, by = FileShelf(tmp_path), here.by(here.manager)
    document = handed_in(session, here, shelf)
    certified(session, here.trajectory, last_day=OLD)
    proposal = there(service.propose_clean_up(session, LATER))
    with pytest.raises(Refused):
        service.remove_papers(session, by, LATER, proposal, why=" ")
    assert service.remove_papers(session, by, LATER, proposal, why="De bewaartermijn is voorbij") == 2
    file = document.file
    assert (file.removed_on, file.removed_by, file.removed_why) == (
        LATER.date(), here.manager.name, "De bewaartermijn is voorbij",
    )  # fmt: skip
    assert service.drop_contents(shelf, service.contents_to_drop(session)) == 2
    with pytest.raises(FileNotFoundError):
        shelf.get(file.sha256)
    line = session.scalars(select(JournalEntry).where(JournalEntry.verb == "stukken opgeschoond")).one()
    assert (line.dossier, line.what) == (
        here.trajectory.number, "De bewaartermijn is voorbij. Verwijderd: plan.pdf en bijlage.pdf",
    )  # fmt: skip
    with pytest.raises(Refused):
        service.keep_papers(session, by, LATER, proposal, why="toch niet")
    for statement in ("UPDATE stored_file SET removed_why = 'x'", "DELETE FROM clean_up_file"):
        with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
            session.execute(text(statement))


def test_a_content_that_somebody_else_still_needs_stays_on_the_disk(session, here, tmp_path) -> None:
    shelf = FileShelf(tmp_path)
    document = handed_in(session, here, shelf)
    other = dossier(session, here.planner, name="Ander", number=148)
    stranger = Scene(here.planner, here.manager, here.auditor, other, here.audit)
    handed_in(session, stranger, shelf)
    certified(session, here.trajectory, last_day=OLD)
    proposal = there(service.propose_clean_up(session, LATER))
    service.remove_papers(session, here.by(here.manager), LATER, proposal, why="termijn")
    assert document.file.removed_on == LATER.date()
    assert list(service.contents_to_drop(session)) == []
    assert shelf.get(document.file.sha256)


def test_a_no_keeps_everything_until_next_year(session, here, tmp_path) -> None:
    document = handed_in(session, here, FileShelf(tmp_path))
    certified(session, here.trajectory, last_day=OLD)
    proposal = there(service.propose_clean_up(session, LATER))
    service.keep_papers(session, here.by(here.manager), LATER, proposal, why="Er loopt een klacht")
    assert (document.file.removed_on, open_clean_up(session)) == (None, None)
    assert service.propose_clean_up(session, LATER) is None
    assert service.propose_clean_up(session, LATER.replace(year=2034)) is not None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_management_decides_on_the_page_and_the_dossier_shows_what_went(office: Office) -> None:
    number = furnish(office)
    with office.write() as session:
        here = seen(office, session, number)
        shelf = office.app.extensions["shelf"]
        digest = handed_in(session, here, shelf).file.sha256
        certified(session, here.trajectory, last_day=date(2020, 1, 1), issued_on=date(2017, 1, 2))
        assert service.propose_clean_up(session, NOW) is not None
    chief = office.as_(Role.MANAGEMENT)
    office.as_(Role.PLANNER).get("/opschonen", status=403)
    page = chief.get("/opschonen")
    assert "2 bestanden van 1 dossier" in page
    page = chief.post("/opschonen", {"answer": "verwijderen", "why": ""}, status=422)
    assert page.errors == ["Vul in waarom"]
    page = chief.post("/opschonen", {"answer": "verwijderen", "why": "De termijn is voorbij"})
    assert "2 bestanden verwijderd." in page
    assert "Er is niets om op te schonen." in page
    with pytest.raises(FileNotFoundError):
        shelf.get(digest)
    planner = office.as_(Role.PLANNER)
    page = planner.get(f"/dossiers/{number}/documenten/stuk/plan_van_aanpak")
    assert "Verwijderd op 23 nov 2026 door" in page
    with office.database.read() as session:
        (document,) = current_documents(session, seen(office, session, number).trajectory.id)
    assert planner.raw(f"/dossiers/{number}/documenten/bestand/{document.id}").status_code == 410
