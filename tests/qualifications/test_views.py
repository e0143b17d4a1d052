"""The pages of auditors, by scheme manager, management, auditor and planner."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.service import add_employee
from tests.office import Office
from tests.qualifications import people
from tests.relations.samples import PDF, bare


@pytest.fixture
def staff(office: Office) -> dict[str, int]:
    with office.write() as session:
        manager = people.scheme_manager(session)
        return {
            "boss": people.management(session).id,
            "manager": manager.id,
            "auditor": people.auditor(session, manager).id,
            "trainee": people.in_training(session, manager, audits=10, independent=5).id,
            "short": people.in_training(session, manager, "Sanne Peters", audits=8, independent=3).id,
            "partnership": bare(session).id,
        }


def test_the_list_says_who_may_and_what_others_lack(office, staff):
    page = office.as_(Role.PLANNER).get("/auditors")
    assert "Marloes Bakker Gekwalificeerd auditor" in page
    assert "Rana Aydin In opleiding auditor" in page
    assert "Ten minste 10 KVO-audits van bedrijventerreinen bijgewoond" in page


def test_an_empty_list_says_how_it_fills(office):
    assert "Nog geen auditors" in office.as_(Role.PLANNER).get("/auditors")


def test_a_scheme_manager_qualifies_suspends_and_restores(office, staff):
    manager = office.as_(Role.SCHEME_MANAGER, staff["manager"])
    file = f"/auditors/{staff['trainee']}"
    assert "Kwalificeren als auditor" in manager.get(file)
    page = manager.post(f"{file}/kvo-b-4.0/kwalificeren", {"why": "voldoet aan alles"})
    assert "Rana Aydin is gekwalificeerd als auditor" in page
    assert "Schorsen" in page
    assert "Geschorst sinds maandag 23 november 2026" in manager.post(f"{file}/kvo-b-4.0/schorsen", {"why": "klacht"})
    assert "Gekwalificeerd sinds" in manager.post(f"{file}/kvo-b-4.0/herstellen", {"why": "opgelost"})


def test_who_lacks_audits_is_not_qualified_by_any_route(office, staff):
    manager = office.as_(Role.SCHEME_MANAGER, staff["manager"])
    page = manager.post(f"/auditors/{staff['short']}/kvo-b-4.0/kwalificeren", {"why": "toch"}, status=422)
    assert any("8 audits bijgewoond, nodig zijn er 10" in error for error in page.errors)
    assert "Kwalificeren als auditor" not in manager.get(f"/auditors/{staff['short']}")


def test_evidence_is_judged_with_its_file(office, staff):
    manager = office.as_(Role.SCHEME_MANAGER, staff["manager"])
    url = f"/auditors/{staff['trainee']}/kvo-b-4.0/bewijs/opleiding"
    period = {"covers_from-dag": "1", "covers_from-maand": "9", "covers_from-jaar": "2010"}
    until = {"valid_until-dag": "31", "valid_until-maand": "3", "valid_until-jaar": "2028"}
    page = manager.post(
        url, {"document": "diploma", "met": "ja", "upload": ("diploma.pdf", PDF), **period, **until}
    )  # fmt: skip
    [beside] = [one.text() for one in page.tree.css(".voorw li") if "Opleiding hbo of hoger" in one.text()]
    told = " ".join(beside.split())
    assert (
        "diploma, over de periode van 1 sep 2010. Voldoende, beoordeeld door Joris de Wit op 23 nov 2026. Geldig tot en"
        " met 31 mrt 2028."
    ) in told.replace("\u00a0", " ")
    assert "Het vorige oordeel: diploma" in " ".join(manager.get(url).text.split())
    link = next(node.attributes["href"] for node in page.tree.css("a") if "/bewijs/" in (node.attributes["href"] or "")
                and node.attributes["href"].endswith("/bestand"))  # fmt: skip
    assert manager.raw(link).data == PDF
    assert manager.post(url, {"met": "ja"}, status=422).errors == [
        "Vul in welk bewijs dit is, bijvoorbeeld het diploma met de datum"
    ]


def test_the_management_judges_the_scheme_manager_and_the_scheme_manager_does_not(office, staff):
    url = f"/auditors/{staff['manager']}/kvo-b-4.0/bewijs-schemamanager/overleg"
    page = office.as_(Role.MANAGEMENT, staff["boss"]).post(url, {"document": "cv", "met": "ja", "amount": "6"})
    assert "6 jaar ervaring in publiek-privaat overleg" in page
    office.as_(Role.SCHEME_MANAGER, staff["manager"]).get(url, status=403)


def test_an_auditor_declares_for_the_own_person_only(office, staff):
    with office.write() as session:
        fresh = add_employee(
            session, SYSTEM, people.NOW, name="Nieuwe Auditor", email="n@voorbeeld.nl", roles=[Role.AUDITOR],
            password=None,
        ).id  # fmt: skip
    auditor = office.as_(Role.AUDITOR, fresh)
    page = auditor.post(f"/auditors/{fresh}/verklaren", {"year": "2026"})
    assert "Uw verklaring over 2026 is vastgelegd" in page
    auditor.get(f"/auditors/{staff['auditor']}/verklaren", status=404)


def test_guidance_and_earlier_audits_are_recorded(office, staff):
    manager, file = office.as_(Role.SCHEME_MANAGER, staff["manager"]), f"/auditors/{staff['short']}"
    days = {"from_day-dag": "1", "from_day-maand": "3", "from_day-jaar": "2025"}
    page = manager.post(
        f"{file}/begeleiding",
        {"kind": "advies", "partnership": str(staff["partnership"]), "what": "plan van aanpak", "source": "cv", **days},
    )
    assert "loopt nog" in page
    day = {"on_day-dag": "1", "on_day-maand": "6", "on_day-jaar": "2025"}
    told = {"audit_ref": "De Brand", "area_type": "bedrijventerrein", "kind": "zelfstandig", "source": "rapport", **day}
    assert manager.post(f"{file}/ervaring", told, status=422).errors
    assert "De Brand" in manager.post(f"{file}/ervaring", told | {"verdict": "positief"})


@pytest.mark.parametrize("page", ["kvo-b-4.0/kwalificeren", "kvo-b-4.0/schemamanager/kwalificeren", "ervaring"])
def test_a_planner_and_an_auditor_judge_nobody(office, staff, page):
    for browser in (office.as_(Role.PLANNER), office.as_(Role.AUDITOR, staff["auditor"])):
        browser.get(f"/auditors/{staff['trainee']}/{page}", status=403)


@pytest.mark.parametrize(
    "url", ["/auditors/999", "/auditors/1/kvo-x/kwalificeren", "/auditors/1/kvo-w-4.0/kwalificeren"]
)
def test_what_is_not_there_is_not_found(office, staff, url):
    office.as_(Role.SCHEME_MANAGER, staff["manager"]).get(url, status=404)
