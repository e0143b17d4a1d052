"""The working group answers a deviation itself: within its term, with a receipt, and hears what we find of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.permissions import Role
from auditbeheer.deviations import service
from auditbeheer.deviations.models import Answer, Deviation
from auditbeheer.deviations.rules import AnswerFacts, DeviationFacts, sending_conditions
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.scheme.condition import unmet
from tests.deviations.test_service import answered, established, judged
from tests.documents.scenes import scene
from tests.office import Browser, Office
from tests.portal.scene import PDF, entered, numbered, told, with_documents

CLOSED = date(2026, 11, 20)
DUE = date(2027, 1, 20)
SAID = {"cause": "De lamp was stuk", "measure": "De gemeente verving haar", "complete": "ja"}


@pytest.fixture
def dossier(office: Office) -> str:
    """An audit that was closed with one deviation."""
    number = with_documents(office)
    with office.write() as session:
        audit = audit_of(session, numbered(session, number).id)
        assert audit is not None
        audit.day = audit.held_on = CLOSED
        session.add(Deviation(
            audit=audit, number=1, point="T13", found_on=CLOSED, seen="De lamp bij nummer 12 is stuk",
            requirement="Maatregelen", by_id=office.person(Role.AUDITOR), established_on=CLOSED, additions_due=DUE,
            assessment_due=date(2027, 2, 20),
        ))  # fmt: skip
    return number


@pytest.fixture
def selin(office: Office, dossier: str) -> Browser:
    return entered(office)


def page_of(number: str) -> str:
    return f"/mijn/{number}/afwijking/1"


def answers(office: Office) -> list[Answer]:
    with office.database.read() as session:
        return list(session.scalars(select(Answer)))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_answer_with_its_proof_waits_for_our_verdict_and_is_receipted(office, selin, dossier):
    assert "Stuur uw aanvulling op afwijking 1" in selin.get(f"/mijn/{dossier}")
    done = selin.post(page_of(dossier), {**SAID, "upload": ("factuur.pdf", PDF)})
    assert "Uw aanvulling is binnen, 23 november 2026" in done
    (row,) = answers(office)
    assert (row.from_whom, row.complete, row.received_on) == ("Selin Yılmaz", True, office.today)
    assert row.text == "Oorzaak: De lamp was stuk\n\nMaatregel: De gemeente verving haar"
    with office.database.read() as session:
        (notice,) = told(session, "aanvulling_ontvangen")
        assert (notice.facts["bestand"], notice.target) == ("factuur.pdf", page_of(dossier))
    assert selin.raw(f"{page_of(dossier)}/bestand/{row.id}").status_code == 200
    assert "Beoordeel de aanvulling op afwijking 1" in office.as_(Role.SCHEME_MANAGER).get("/werk?lijst=team")
    again = selin.post(page_of(dossier), SAID, status=422)
    assert any("wij beoordelen haar" in error for error in again.errors)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_missing_is_told_and_nothing_is_kept(office, selin, dossier):
    page = selin.post(page_of(dossier), {**SAID, "cause": "", "complete": ""}, status=422)
    assert page.errors == ["Vul in hoe het kwam", "Kies ja of nee"]
    wrong = selin.post(page_of(dossier), {**SAID, "upload": ("foto.png", b"<html>")}, status=422)
    assert wrong.errors
    assert answers(office) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_deviation_of_another_dossier_does_not_exist(office, selin, dossier):
    other = with_documents(office, number=148, name="KVO Urk", day=date(2026, 12, 10))
    selin.get(f"/mijn/{other}/afwijking/1", status=404)
    selin.get(f"/mijn/{dossier}/afwijking/2", status=404)
    selin.get(f"{page_of(dossier)}/bestand/1", status=404)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("page", ["", "/documenten", "/afwijkingen"])
def test_the_mail_and_every_page_lead_to_the_answer(selin, dossier, page):
    assert selin.get(f"/mijn/{dossier}{page}").link(f'main a[href="{page_of(dossier)}"]')


TERM = {"established_on": CLOSED, "due": DUE}
WAITS = AnswerFacts(CLOSED, complete=True)
PART = AnswerFacts(CLOSED, complete=False)
BACK = AnswerFacts(CLOSED, complete=True, sufficient=False)


@pytest.mark.parametrize(
    ("facts", "term", "today", "objections"),
    [
        (DeviationFacts(1), TERM, DUE, []),
        (DeviationFacts(1), TERM, DUE + timedelta(days=1), ["aanvulling.termijn"]),
        (DeviationFacts(1), TERM | {"due": None}, date(2030, 1, 1), []),
        (DeviationFacts(1, answers=(WAITS,)), TERM, DUE, ["aanvulling.beoordeeld"]),
        (DeviationFacts(1, answers=(PART,)), TERM, DUE, []),
        (DeviationFacts(1, answers=(BACK,)), TERM, DUE, []),
        (DeviationFacts(1, closed_on=DUE), TERM, DUE, ["afwijking.open"]),
        (DeviationFacts(1), TERM | {"established_on": None}, DUE, ["afwijking.vastgesteld"]),
    ],
    ids=["last day", "a day late", "3.1 has no last day", "waits", "a part", "sent back", "closed", "not established"],
)
def test_the_group_answers_within_the_term_and_not_while_an_answer_waits(facts, term, today, objections):
    assert [one.code for one in unmet(sending_conditions(facts, today=today, **term))] == objections


@pytest.mark.parametrize(("good", "topic"), [(True, "aanvulling_goed"), (False, "aanvulling_terug")])
def test_the_group_hears_our_verdict_at_once(session, tmp_path, good, topic):
    here = scene(session, day=date(2026, 12, 9))

    row = established(session, here)
    answered(session, here, row, FileShelf(tmp_path), date(2026, 12, 20))
    judged(session, here, row, date(2026, 12, 21), good=good, verdict="De factuur ontbreekt")
    notice = session.scalars(select(Notice).where(Notice.topic == topic)).one()
    assert notice.facts["wat"] == "De factuur ontbreekt"
    assert notice.target.endswith("/afwijkingen")
    assert notice.facts.get("dag") == (None if good else "2027-02-09")
    assert service.facts_of(row).closed_on == (date(2026, 12, 21) if good else None)
