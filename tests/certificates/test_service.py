"""Issuing: number, days, facts and file, all or nothing; and what two at once, a failure or a kill leave behind."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta

import pypdf
import pytest
from PIL import Image
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import entries_of
from auditbeheer.certificates import service
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.composing import Printing
from auditbeheer.certificates.listing import certificate_list, holds
from auditbeheer.certificates.models import Certificate, NumberSeries, certificates_of_areas, edition_of
from auditbeheer.certificates.rules import ALPHABET, CertificateStatus, Period, status_on
from auditbeheer.decisions.models import Decision
from auditbeheer.documents.models import SurveyResult
from auditbeheer.organisation.models import BodyPicture, OwnRuleChoice, PictureKind
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.service import change_picture
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import CertifiedPeriod, TrajectoryArea, periods_of, trajectory_numbered
from tests.decisions.case import NOW, PRINTING, TODAY, Case, case, grant, granted, review
from tests.qualifications.people import actor


@pytest.fixture
def here(session: Session) -> Case:
    at = case(session, areas=2)
    review(session, at)
    return at


def number_of(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def earlier(session: Session, at: Case, last_day: date, *, body: str = "Voorbeeld B.V.", certificate: str = "OUD-1"):
    for link in at.trajectory.areas:
        session.add(
            CertifiedPeriod(
                area_id=link.area_id, partnership_id=at.trajectory.partnership_id, scheme="kvo-b-4.0",
                certificate=certificate, body=body, issued_on=last_day - timedelta(days=1094), last_day=last_day,
            )
        )  # fmt: skip
    session.flush()


def test_a_first_certificate_begins_on_the_day_of_the_decision(session, here):
    certificate = grant(session, here)
    assert certificate.number == "KVO-B-2026-00001"
    assert (certificate.issued_on, certificate.last_day) == (TODAY, date(2029, 11, 22))
    assert [area.name for area in certificate.areas] == ["KVO Lelystad Noord", "KVO Lelystad 2"]
    assert certificate.municipality == "Lelystad"
    (first, second) = periods_of(session, [link.area_id for link in here.trajectory.areas])
    assert {first.certificate, second.certificate} == {"KVO-B-2026-00001"}
    verbs = [entry.verb for entry in entries_of(session, here.trajectory.number)]
    assert {"besluit genomen", "certificaat uitgegeven"} <= set(verbs)


def test_the_pdf_says_what_is_prescribed_and_its_hash_is_kept(session, here):
    certificate = grant(session, here)
    edition = edition_of(session, certificate.id)
    assert edition is not None
    assert hashlib.sha256(edition.pdf).hexdigest() == edition.sha256
    page = pypdf.PdfReader(io.BytesIO(edition.pdf))
    said = " ".join(page.pages[0].extract_text().replace("\u00a0", " ").split())
    for words in (
        "KVO-B-2026-00001", "verklaart dat het KVO-samenwerkingsverband", "KVO Lelystad Noord", "KVO Lelystad 2",
        "KVO Handboek Bedrijventerreinen, versie 4.0", "De status van dit certificaat kan nagegaan worden bij",
        "Dit certificaat blijft eigendom van Voorbeeld B.V.", "Convenant KVO, 1 maart 2025", "22 november 2029",
        "register.voorbeeld.nl", "Annelies Vos",
    ):  # fmt: skip
        assert words in said, words
    assert "geaccrediteerd" not in said
    assert edition.facts["controle"] == f"https://register.voorbeeld.nl/v/{edition.code}"
    assert len(edition.code) == 12
    assert set(edition.code) <= set(ALPHABET)


def test_a_cluster_may_bear_its_generic_name_instead(session, here):
    edition = edition_of(session, grant(session, here, cluster_name="Cluster Lelystad").id)
    assert edition is not None
    assert edition.facts["gebieden"] == ["Cluster Lelystad"]


@pytest.mark.parametrize(
    ("last_day", "issued"),
    [
        (date(2027, 3, 3), date(2027, 3, 4)),
        (TODAY, TODAY + timedelta(days=1)),
        (TODAY - timedelta(days=1), TODAY),
        (date(2026, 6, 1), TODAY),
    ],
    ids=["before the end", "on the last day", "the day after", "a gap"],
)
def test_a_recertification_begins_after_the_previous_last_day_and_is_never_backdated(session, here, last_day, issued):
    earlier(session, here, last_day)
    certificate = grant(session, here)
    assert certificate.issued_on == issued
    assert certificate.number == f"KVO-B-{issued.year}-00001"


def test_a_new_certificate_for_part_of_an_old_one_waits_for_its_end(session, here):
    old = grant(session, here)
    new = case(session, "KVO Lelystad weer", staff=here)
    onto(session, new, here.trajectory.areas[0].area_id)
    review(session, new)
    # The old certificate also covers a second park, which may not lose its certificate.
    with pytest.raises(Refused) as refused:
        grant(session, new, issue_on=TODAY)
    assert [condition.code for condition in refused.value.objections] == ["besluit.een_certificaat"]
    assert old.replaced_from is None
    assert grant(session, new).issued_on == old.last_day + timedelta(days=1)


def test_of_the_same_area_the_old_one_reads_replaced_from_the_earlier_day(session):
    at = case(session)
    review(session, at)
    old = grant(session, at)
    again = case(session, "KVO Lelystad weer", staff=at)
    onto(session, again, at.trajectory.areas[0].area_id)
    review(session, again)
    new = grant(session, again, issue_on=TODAY)
    assert old.replaced_from == new.issued_on == TODAY
    assert status_on(Period(old.issued_on, old.last_day, old.replaced_from), TODAY) is CertificateStatus.REPLACED
    assert (old.number, new.number) == ("KVO-B-2026-00001", "KVO-B-2026-00002")


def test_another_bodys_running_certificate_is_never_replaced_by_us(session, here):
    earlier(session, here, date(2027, 3, 3), body="Andere Instelling")
    with pytest.raises(Refused) as refused:
        grant(session, here, issue_on=TODAY)
    assert [condition.code for condition in refused.value.objections] == ["besluit.een_certificaat"]


@pytest.mark.parametrize("day", [TODAY - timedelta(days=1), TODAY + timedelta(days=1), date(2031, 1, 1)])
def test_a_first_certificate_has_no_other_day_of_issue(session, here, day):
    with pytest.raises(Refused) as refused:
        grant(session, here, issue_on=day)
    assert [condition.code for condition in refused.value.objections] == ["besluit.uitgifte"]


def test_a_text_that_does_not_fit_undoes_everything(database: Database):
    with database.write() as session:
        at = case(session)
        review(session, at)
        at.trajectory.areas[0].area.activities = "handel, opslag en vervoer van allerlei goederen, " * 30
        number, who = at.trajectory.number, actor(at.decider)
    with database.writer() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory is not None
        with pytest.raises(Refused) as refused:
            service.grant(session, who, NOW, trajectory, PRINTING)
        session.rollback()
    assert [condition.code for condition in refused.value.objections] == ["certificaat.past"]
    with database.read() as session:
        assert number_of(session, NumberSeries) == number_of(session, Decision) == number_of(session, Certificate) == 0


def test_a_letter_that_cannot_be_printed_is_told_by_name(session, here):
    here.trajectory.partnership.name = "Werkgroep 漢"
    session.flush()
    with pytest.raises(Refused, match="漢"):
        grant(session, here)


def test_a_logo_that_is_not_there_is_told_and_not_left_out(session, here):
    session.add(BodyPicture(kind=PictureKind.LOGO, from_day=date(2026, 1, 1), file_name="logo.svg"))
    session.flush()
    with pytest.raises(Refused, match=r"logo\.svg"):
        grant(session, here)


def test_what_was_sent_in_is_printed_and_an_issued_certificate_keeps_it(session, here, tmp_path):
    shelf = FileShelf(tmp_path / "files")
    printing = Printing(PRINTING.base_url, PictureFiles(tmp_path, shelf))

    def set_mark(size: tuple[int, int]) -> None:
        out = io.BytesIO()
        Image.new("RGB", size, (180, 20, 20)).save(out, "PNG")
        change_picture(
            session, SYSTEM, NOW, shelf, kind=PictureKind.MARK, from_day=TODAY, upload=("kvo.png", out.getvalue()),
            why="ontvangen van het CCV",
        )  # fmt: skip

    set_mark((620, 260))
    issued = service.grant(session, actor(here.decider), NOW, here.trajectory, printing)
    edition = edition_of(session, issued.id)
    assert edition is not None
    content = edition.pdf
    (printed,) = pypdf.PdfReader(io.BytesIO(content)).pages[0].images
    assert printed.image is not None
    assert printed.image.size == (620, 260)
    set_mark((300, 300))
    session.expire_all()
    again = edition_of(session, issued.id)
    assert again is not None
    assert again.pdf == content
    assert service.check_archive(session, Archive(tmp_path / "issued"))[0].sentence.endswith("ontbreekt in het archief")


def test_the_body_chooses_where_a_series_begins(session, here):
    session.add(
        OwnRuleChoice(code="certificate_number_start", from_day=date(2026, 1, 1), value="40", why="aansluiten op 2025")
    )
    session.flush()
    assert grant(session, here).number == "KVO-B-2026-00040"
    assert service.check_numbering(session) == []


def test_an_edition_is_written_once(session, here):
    edition = edition_of(session, grant(session, here).id)
    assert edition is not None
    for statement in ("UPDATE edition SET sha256 = 'x'", "DELETE FROM edition"):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(text(statement))


def onto(session: Session, at: Case, area_id: int) -> None:
    """The dossier is about this area, survey included."""
    session.query(TrajectoryArea).filter_by(trajectory_id=at.trajectory.id).update({"area_id": area_id})
    session.query(SurveyResult).filter_by(trajectory_id=at.trajectory.id).update({"area_id": area_id})
    session.expire_all()


def test_a_certificate_that_was_taken_away_is_found_by_the_check(session, here):
    certificate = grant(session, here)
    certificate.in_series = False
    session.flush()
    (finding,) = service.check_numbering(session)
    assert finding.sentence == "KVO-B 2026: er ontbreken nummers: 1"


def test_the_database_and_the_rule_agree_on_every_day_that_matters(session, here):
    grant(session, here)
    row = session.scalars(select(Certificate)).one()
    for replaced in (None, date(2028, 1, 1), row.last_day + timedelta(days=1)):
        row.replaced_from = replaced
        session.flush()
        marks = (row.issued_on, row.last_day, date(2028, 1, 1))
        for day in (mark + timedelta(days=shift) for mark in marks for shift in (-1, 0, 1)):
            expected = status_on(Period(row.issued_on, row.last_day, row.replaced_from), day)
            hits = [
                status
                for status in CertificateStatus
                if session.scalars(select(Certificate).where(holds(status, day))).all()
            ]
            assert hits == [expected], (day, replaced)


def test_the_list_finds_by_name_number_and_status(session, here):
    grant(session, here)
    granted(session, "Werkgroep Urk", staff=here)
    assert certificate_list(session, TODAY, wanted="", which="", number=1).total == 2
    assert [
        row.certificate.holder for row in certificate_list(session, TODAY, wanted="urk", which="", number=1).rows
    ] == ["Werkgroep Urk"]
    assert certificate_list(session, TODAY, wanted="2026-00002", which="geldig", number=9).total == 1
    assert certificate_list(session, TODAY, wanted="", which="verlopen", number=1).total == 0
    late = certificate_list(session, date(2029, 10, 1), wanted="", which="loopt af", number=1)
    assert (late.total, late.counts["geldig"]) == (2, 2)


def test_certificates_of_areas_lists_the_older_first(session, here):
    certificate = grant(session, here)
    assert list(certificates_of_areas(session, [here.trajectory.areas[0].area_id])) == [certificate]
