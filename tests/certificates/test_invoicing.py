"""Te factureren: which dossiers, which lines, once; who sees it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee, entries_of
from auditbeheer.accounts.permissions import Permission, Role
from auditbeheer.certificates import work
from auditbeheer.certificates.bill import thaw
from auditbeheer.certificates.invoicing import cases_of, to_invoice
from auditbeheer.certificates.models import InvoiceHandover, handovers
from auditbeheer.certificates.service import hand_over_invoice
from auditbeheer.decisions import service as decisions
from auditbeheer.decisions.models import Advice
from auditbeheer.documents.models import CompletenessDecision, Outcome
from auditbeheer.organisation.models import Tariff, TariffKind
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import QuoteLine, agreement_of, trajectory_numbered
from auditbeheer.quotes.rules.prices import priced
from tests.certificates.test_bookkeeping import said
from tests.decisions.case import NOW, TODAY, Case, case, found_again, grant, review
from tests.office import Office
from tests.qualifications.people import actor


def prepare(session: Session, at: Case, name: str = "") -> Case:
    """Two lines in the quote, a tariff, and what ARE-10 asks of the buyer."""
    agreement = agreement_of(session, at.trajectory.id)
    assert agreement
    quote = agreement.quote
    for position, (what, quantity, unit, price) in enumerate(
        [(name or "Audit", "8", "uur", "120.00"), ("Reiskosten", "120.5", "km", "0.37")], 1
    ):
        one = priced(what, Decimal(quantity), unit, Decimal(price), Decimal(21))
        session.add(
            QuoteLine(
                position=position, text=one.text, quantity=one.quantity, unit=unit, price=one.price,
                vat_percent=one.vat_percent, net=one.net, vat=one.vat, quote=quote,
            )
        )  # fmt: skip
    session.add(Tariff(kind=TariffKind.AUDIT_HOUR, from_day=date(2026, 1, 1), amount=Decimal("120.00")))
    session.add(Tariff(kind=TariffKind.AUDIT_HOUR, from_day=date(2026, 11, 1), amount=Decimal("150.00")))
    at.trajectory.partnership.kvk = "87654321"
    session.flush()
    return at


def extra_hours(session: Session, at: Case, hours: str, outcome: Outcome = Outcome.GO_ON) -> None:
    session.add(
        CompletenessDecision(
            trajectory_id=at.trajectory.id, outcome=outcome, why="meer lezen", by_id=at.owner.id,
            on_day=date(2026, 11, 3), extra_hours=Decimal(hours), agreed_with="Selin Yılmaz",
        )
    )  # fmt: skip
    session.flush()


@pytest.fixture
def here(session: Session) -> Case:
    at = prepare(session, case(session))
    review(session, at)
    return at


def lines_of(session: Session, at: Case) -> list[tuple[str, Decimal, Decimal, Decimal]]:
    (found,) = cases_of(session, [at.trajectory], TODAY)
    return [(line.text, line.price, line.net, line.vat) for line in found.lines]


def test_a_dossier_waits_from_its_decision_until_it_is_handed_over(session, here):
    assert not to_invoice(session)
    assert not work.tasks(session, TODAY)
    grant(session, here)
    (task,) = work.tasks(session, TODAY, dossier=here.trajectory.number)
    assert (task.title, task.permission) == ("Zet de factuur klaar", Permission.QUOTE)
    hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    assert work.tasks(session, TODAY) == []
    assert "factuur klaargezet" in [entry.verb for entry in entries_of(session, here.trajectory.number)]


def test_a_refused_certificate_is_invoiced_too(session):
    at = prepare(session, case(session))
    review(session, at, advice=Advice.REFUSE)
    decisions.refuse(session, actor(at.decider), NOW, at.trajectory, why="De samenwerking ontbreekt.")
    assert [found.trajectory_id for found in to_invoice(session)] == [at.trajectory.id]


def test_before_the_decision_it_is_refused(session, here):
    with pytest.raises(Refused) as refused:
        hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    assert [one.code for one in refused.value.objections] == ["factuur.besluit"]


def test_the_lines_are_those_of_the_quote(session, here):
    assert lines_of(session, here) == [
        ("Audit", Decimal("120.00"), Decimal("960.00"), Decimal("201.60")),
        ("Reiskosten", Decimal("0.37"), Decimal("44.59"), Decimal("9.36")),
    ]


def test_extra_hours_cost_what_they_did_on_the_day_of_the_agreement(session, here):
    extra_hours(session, here, "9")
    extra_hours(session, here, "1.5")  # a later decision stands instead of the first
    *_, last = lines_of(session, here)
    assert last == (
        "Extra audittijd, afgesproken op 3\u00a0november 2026",
        Decimal("120.00"),
        Decimal("180.00"),
        Decimal("37.80"),
    )


def test_extra_hours_without_a_tariff_are_not_forgotten(session, here):
    for tariff in session.query(Tariff):
        session.delete(tariff)
    extra_hours(session, here, "2")
    grant(session, here)
    with pytest.raises(Refused) as refused:
        hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    assert [one.code for one in refused.value.objections] == ["factuur.tarief"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kvk": ""}, "factuur.kvk"),
        ({"street": ""}, "factuur.adres"),
        ({"invoice_address": "zie boven"}, "factuur.adres"),
    ],
)
def test_who_pays_must_be_known(session, here, facts, code):
    grant(session, here)
    for name, value in facts.items():
        setattr(here.trajectory.partnership, name, value)
    with pytest.raises(Refused) as refused:
        hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    assert [one.code for one in refused.value.objections] == [code]


def test_what_was_handed_over_stays_as_it_was(session, here):
    grant(session, here)
    row = hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    before = thaw(row.facts)
    here.trajectory.partnership.kvk = "11111111"
    assert thaw(row.facts) == before
    assert (before.buyer.kvk, before.on_day, before.due) == ("87654321", TODAY, date(2026, 12, 23))
    assert (row.net, row.vat) == (before.net, before.vat) == (Decimal("1004.59"), Decimal("210.96"))


@pytest.mark.parametrize("act", ["UPDATE invoice_handover SET net = 0", "DELETE FROM invoice_handover"])
def test_the_database_refuses_to_change_or_remove_it(session, here, act):
    grant(session, here)
    hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    with pytest.raises(DatabaseError, match="written once"):
        session.execute(text(act))


def test_of_two_people_at_once_one_is_refused(database: Database):
    with database.write() as session:
        at = prepare(session, case(session))
        review(session, at)
        grant(session, at)
        number = at.trajectory.number
    with database.write() as session:
        first = found_again(session, number)
        hand_over_invoice(session, actor(first.owner), NOW, first.trajectory)
    with database.write() as session:
        second = found_again(session, number)
        with pytest.raises(Refused) as refused:
            hand_over_invoice(session, actor(second.owner), NOW, second.trajectory)
        assert [one.code for one in refused.value.objections] == ["factuur.eenmaal"]
    with database.read() as session:
        assert len(handovers(session, TODAY)) == 1


def test_the_database_itself_takes_one_per_dossier(session, here):
    grant(session, here)
    row = hand_over_invoice(session, actor(here.owner), NOW, here.trajectory)
    session.add(
        InvoiceHandover(
            on_day=TODAY, at=NOW, by_id=None, net=row.net, vat=row.vat, facts=row.facts, trajectory=here.trajectory
        )
    )
    with pytest.raises(DatabaseError):
        session.flush()


# Pages


@pytest.fixture
def there(office: Office) -> tuple[Office, str]:
    with office.write() as session:
        at = prepare(session, case(session), name="=HYPERLINK(1) <b>Audit</b>")
        management = session.query(Employee).filter_by(name="Dirk Baas").one()
        roles = {
            Role.DECIDER: at.decider,
            Role.PLANNER: at.owner,
            Role.AUDITOR: at.auditor,
            Role.MANAGEMENT: management,
        }
        office.people.update({role: person.id for role, person in roles.items()})
        review(session, at)
        grant(session, at)
        number = at.trajectory.number
    return office, number


def test_the_planner_hands_it_over_and_takes_the_files(there):
    office, number = there
    browser, url = office.as_(Role.PLANNER), f"/certificaten/te-factureren/{number}"
    assert "Te factureren" in browser.get("/certificaten")
    assert "klaar te zetten" in browser.get("/certificaten/te-factureren")
    assert "Zet de factuur klaar" in browser.get("/")
    page = browser.get(url)
    assert "Klaarzetten voor de boekhouding" in page
    assert "&lt;b&gt;Audit" in page.html
    assert browser.raw(f"{url}/factuur.xml").status_code == 404
    assert "D-2026-0001-1" in browser.post(url)
    assert "Niets te factureren" in browser.get("/certificaten/te-factureren")
    assert number in browser.get("/certificaten/te-factureren?lijst=klaar&pagina=9")
    answer = browser.raw(f"{url}/factuur.xml")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{number}-1.xml"'
    assert said(Xml.fromstring(answer.data), "cbc:BuyerReference") == [number]
    rows = browser.raw("/certificaten/te-factureren.csv?dag=2026-11-23").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 3
    assert "'=HYPERLINK(1)" in rows[1]
    assert len(browser.raw("/certificaten/te-factureren.csv?dag=2026-11-24").data.splitlines()) == 1
    assert browser.raw("/certificaten/te-factureren.csv?dag=gisteren").status_code == 404


def test_who_comes_second_is_told(there):
    office, number = there
    url = f"/certificaten/te-factureren/{number}"
    with office.write() as session:
        at = found_again(session, number)
        hand_over_invoice(session, actor(at.owner), NOW, at.trajectory)
    browser = office.as_(Role.PLANNER)
    page = browser.post(url, {**browser.token(), "form_id": "een-ander-formulier"}, status=422)
    assert "Deze factuur is al klaargezet op 23\u00a0november 2026" in page


def test_what_is_missing_stands_there_with_the_way(there):
    office, number = there
    with office.write() as session:
        trajectory = trajectory_numbered(session, number)
        assert trajectory
        trajectory.partnership.kvk = ""
    browser = office.as_(Role.PLANNER)
    assert "ontbreekt: 1" in browser.get("/certificaten/te-factureren")
    page = browser.get(f"/certificaten/te-factureren/{number}")
    assert "Klaarzetten kan nog niet" in page
    assert "Vul het in bij de relatie" in page


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.DECIDER, Role.MANAGEMENT, Role.ADMINISTRATOR, Role.SUPERVISOR])
def test_another_role_sees_no_invoices(there, role):
    office, number = there
    for url in ("", ".csv", f"/{number}", f"/{number}/factuur.xml"):
        assert office.as_(role).raw(f"/certificaten/te-factureren{url}").status_code == 403
    if role is not Role.ADMINISTRATOR:
        assert "Te factureren" not in office.as_(role).get("/certificaten")


def test_an_unknown_dossier_or_one_before_its_decision_is_not_there(there):
    office, number = there
    with office.write() as session:
        early = case(session, "KVO Urk", staff=found_again(session, number)).trajectory.number
    for nothing in ("D-2026-9999", early):
        office.as_(Role.PLANNER).get(f"/certificaten/te-factureren/{nothing}", status=404)
