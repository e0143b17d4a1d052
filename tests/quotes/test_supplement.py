"""Extra hours agreed on because the papers were not complete (QUO-7): put to the client, answered, planned, charged."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from pypdf import PdfReader
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.invoicing import cases_of
from auditbeheer.documents import service as documents
from auditbeheer.documents.models import Outcome
from auditbeheer.organisation.models import identity_on
from auditbeheer.planning import service as planning
from auditbeheer.planning.choices import plan_facts
from auditbeheer.planning.hours import short_of_hours
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service, work
from auditbeheer.quotes.models import Supplement, Trajectory, extra_hours_of, supplement_of
from auditbeheer.quotes.rules.supplement import may_answer
from auditbeheer.scheme.condition import SETTING
from tests.documents.scenes import NOW, Scene, scene, there
from tests.office import Office
from tests.portal.scene import GUIDE, NUMBER, SELIN, entered, numbered, told, with_documents
from tests.quotes import samples

SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOURS = Decimal("2.5")
FOLDER = TemporaryDirectory(prefix="aanvulling-")  # goes when the tests do
SHELF = Path(FOLDER.name)


def decided(session, here: Scene, hours: str, outcome: Outcome = Outcome.GO_ON) -> None:
    documents.decide_completeness(
        session, here.by(here.planner), NOW, here.trajectory, outcome=outcome, why="Het schouwrapport mist foto’s",
        extra_hours=Decimal(hours), agreed_with="Selin Yılmaz", shelf=FileShelf(SHELF), style=samples.STYLE,
    )  # fmt: skip


def decide(session, here: Scene, hours: str = "2.5") -> Supplement:
    decided(session, here, hours)
    return there(supplement_of(session, here.trajectory.id))


@pytest.mark.parametrize(
    ("waits", "contracts", "guide", "unmet"),
    [
        (True, True, False, []), (False, True, False, ["aanvulling.open"]),
        (True, False, False, ["aanvulling.tekenbevoegd"]), (True, True, True, ["aanvulling.tekenbevoegd"]),
    ],
)  # fmt: skip
def test_only_who_may_contract_answers_a_supplement(waits, contracts, guide, unmet) -> None:
    rows = may_answer(waits=waits, person="Selin", contracts=contracts, is_guide=guide, guide=SETTING)
    assert [one.code for one in rows if not one.met] == unmet


def test_extra_hours_become_a_supplement_that_planning_counts(session) -> None:
    here = scene(session)
    before = there(plan_facts(session, here.trajectory).agreed_hours)
    row = decide(session, here)
    assert (row.edition, row.hours, row.total_hours) == (1, HOURS, before + HOURS)
    assert row.receipt[-1]["text"] == "Meer tijd: Het schouwrapport mist foto’s"
    assert (row.receipt[-1]["clause"], row.receipt[-1]["amount"]) == ("6.3.1", "2.5")
    assert plan_facts(session, here.trajectory).agreed_hours == before + HOURS
    assert extra_hours_of(session, [here.trajectory.id]) == {here.trajectory.id: HOURS}
    [short] = short_of_hours(session, [here.audit])
    assert (short.agreed, short.missing) == (before + HOURS, before + HOURS - here.audit.hours), (
        "a planner says for which activity they are"
    )
    conditions = planning.conditions_to_plan(session, NOW, here.trajectory, day=here.audit.day, review_on=None)
    assert not [one for one in conditions if one.code == "uren.afgesproken"], "it can still be moved meanwhile"
    assert "aanvulling op offerte verstuurd" in session.scalars(select(JournalEntry.verb)).all()
    assert told(session, "extra_uren")[0].facts["waarom"] == "Het schouwrapport mist foto’s"


def test_a_later_decision_takes_the_place_of_the_supplement(session) -> None:
    here = scene(session)
    first = decide(session, here)
    second = decide(session, here, "4")
    assert (first.withdrawn_on, second.edition, second.waits) == (NOW.date(), 2, True)
    assert extra_hours_of(session, [here.trajectory.id]) == {here.trajectory.id: Decimal(4)}
    decided(session, here, "0", Outcome.MOVE)
    assert supplement_of(session, here.trajectory.id) is None
    assert extra_hours_of(session, [here.trajectory.id]) == {}


def signer(session, trajectory: Trajectory):
    person = trajectory.partnership.representatives[0]
    person.may_contract = True
    session.flush()
    return person


def test_a_no_takes_the_hours_out_of_planning_and_invoice_and_an_answer_stays(session) -> None:
    here = scene(session)
    row, person = decide(session, here), signer(session, here.trajectory)
    service.answer_supplement(
        session, here.by(here.planner), NOW, row, person=person, name=person.name, function="voorzitter",
        accepted=False, why="Te duur",
    )  # fmt: skip
    assert extra_hours_of(session, [here.trajectory.id]) == {}
    (task,) = [one for one in work.tasks(session, NOW.date()) if one.code == "extra-uren-bellen"]
    assert task.why == f"{person.name} is niet akkoord: Te duur"
    (case,) = cases_of(session, [here.trajectory], date(2026, 12, 20))
    assert [line.text for line in case.lines if "Extra" in line.text] == []
    with pytest.raises(Refused):
        service.answer_supplement(
            session, here.by(here.planner), NOW, row, person=person, name="X", function="", accepted=True
        )
    for change in ("hours = 1", "accepted = TRUE"):
        with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
            session.execute(text(f"UPDATE supplement SET {change}"))


def put(office: Office) -> None:
    with_documents(office)
    planner = office.actor(Role.PLANNER)
    with office.write() as session:
        if identity_on(session, office.today) is None:
            samples.body(session)
        trajectory = numbered(session, NUMBER)
        for person in trajectory.partnership.representatives:
            person.may_contract = person.email in (SELIN, GUIDE)
        documents.decide_completeness(
            session, planner, office.now, trajectory, outcome=Outcome.GO_ON, why="Foto’s missen", extra_hours=HOURS,
            agreed_with="Selin Yılmaz", shelf=office.app.extensions["shelf"], style=samples.STYLE,
        )  # fmt: skip


def printed(sha256: str) -> str:
    pages = PdfReader(BytesIO(FileShelf(SHELF).get(sha256))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xa0", " ").split())


def test_the_supplement_is_a_letter_with_its_receipt_its_cost_and_who_may_say_yes(session) -> None:
    here = scene(session)
    if identity_on(session, NOW.date()) is None:
        samples.body(session)
    row = decide(session, here)
    paper = printed(there(row.pdf_sha256))
    for words in ("Aanvulling op uw offerte: extra uren", "2,5", "Het schouwrapport mist foto’s", "Selin Yılmaz",
                  here.trajectory.number, "B4 §6.3.1", "Gaat u akkoord?"):  # fmt: skip
        assert words in paper, words
    assert "geaccrediteerd" not in paper.lower()
    with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
        session.execute(text("UPDATE supplement SET pdf_sha256 = 'x'"))
    first = row.pdf_sha256
    session.expire_all()
    second = decide(session, here, "1")
    assert (second.edition, second.pdf_sha256 == first) == (2, False)


@SQLITE
def test_the_paper_opens_for_staff_and_for_the_group_whose_it_is(office: Office) -> None:
    put(office)
    with_documents(office, number=148, name="Cluster Oost", day=date(2026, 12, 16))
    for browser, url in (
        (office.as_(Role.PLANNER), f"/dossiers/{NUMBER}/offerte/extra-uren/1.pdf"),
        (entered(office), f"/mijn/{NUMBER}/extra-uren/1.pdf"),
    ):
        answer = browser.raw(url)
        assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-"), url
        assert browser.raw(url.replace("/1.pdf", "/2.pdf")).status_code == 404
        assert browser.raw(url.replace("0147", "0148")).status_code == 404
    assert "Pdf bekijken" in office.as_(Role.PLANNER).get(f"/dossiers/{NUMBER}/offerte/extra-uren")


@SQLITE
def test_the_client_confirms_the_extra_hours_and_a_guide_cannot(office: Office) -> None:
    put(office)
    url = f"/mijn/{NUMBER}/extra-uren"
    guide = entered(office, GUIDE)
    page = guide.get(url)
    assert "een procesbegeleider is geen lid van de werkgroep" in page
    answer = {"answer": "akkoord", "name": "Gijs", "function": "x"}
    assert "kan niet antwoorden" in guide.post(url, answer, status=422)
    selin = entered(office)
    assert "Geef antwoord op 2,5 uur extra" in selin.get(f"/mijn/{NUMBER}")
    page = selin.post(url, {"answer": "niet akkoord", "name": "Selin Yılmaz", "function": "voorzitter"}, status=422)
    assert page.errors == ["Vul in waarom niet"]
    page = selin.post(url, {"answer": "akkoord", "name": "Selin Yılmaz", "function": "voorzitter"})
    assert "U bent akkoord met de extra uren." in page
    staff = office.as_(Role.PLANNER).get(f"/dossiers/{NUMBER}/offerte/extra-uren")
    assert "Akkoord van Selin Yılmaz" in staff


@SQLITE
def test_staff_record_an_answer_they_heard(office: Office) -> None:
    put(office)
    planner = office.as_(Role.PLANNER)
    url = f"/dossiers/{NUMBER}/offerte/extra-uren"
    page = planner.get(url)
    assert "Antwoord vastleggen" in page
    choice = page.value("person") or there(page.tree.css_first("input[name=person]")).attributes["value"]
    page = planner.post(f"{url}/antwoord", {**page.hidden_fields(f"{url}/antwoord"), "answer": "niet akkoord",
                                            "person": choice, "why": "Te duur"}, fresh=False)  # fmt: skip
    assert "Het antwoord is vastgelegd." in page
    assert "Te duur" in planner.get(url)
