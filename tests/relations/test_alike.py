"""Duplicates noticed while typing: the rule by its examples, what is asked of the database, the three forms."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.dutch import fold
from auditbeheer.relations import service
from auditbeheer.relations.duplicates import areas_alike, bureaus_alike, partnerships_alike
from auditbeheer.relations.models import MunicipalityAlias, Partnership
from auditbeheer.relations.rules import Known, alike, likeness
from auditbeheer.relations.service import BureauDetails
from tests.office import Office
from tests.relations import samples
from tests.relations.samples import NOW

SPOKEN = {"den haag": "s gravenhage", "den bosch": "s hertogenbosch"}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Larserpoort", "larserpoort", True),
        ("Bedrijventerrein Larserpoort", "BT Larserpoort", True),
        ("Bedrijvenpark De Poort", "Poort", True),
        ("Lage Weide", "Lageweide", True),
        ("KVO Den Haag", "Samenwerkingsverband ’s-Gravenhage", True),
        ("Bureau Samen Veilig B.V.", "Samen Veilig", True),
        ("Larserport", "Larserpoort", True),  # a letter left out
        ("Beatrixhaven", "Beatirxhaven", True),  # two letters swapped
        ("Súdwest", "Sudwest", True),
        ("Larserpoort Noord", "Larserpoort Zuid", False),
        ("Larserpoort", "Larserpoort Noord", False),
        ("De Poort 1", "De Poort 2", False),
        ("De Poort fase A", "De Poort fase B", False),
        ("Ekkersrijt", "Esp", False),
        ("Hoef", "Hoek", False),  # too short for a slip of the pen
        ("Oostervaart", "Noordersluis", False),
        ("Bedrijventerrein", "BT", False),  # nothing is left of either, and they are written otherwise
    ],
)
def test_two_names_are_one_or_two(one, other, same):
    assert bool(likeness(fold(one), fold(other), SPOKEN)) is same
    assert bool(likeness(fold(other), fold(one), SPOKEN)) is same


def test_where_something_lies_tells_no_difference_and_the_most_alike_is_on_top():
    there = frozenset({"utrecht"})
    known = [
        Known(1, "Lage Wiede", "lage wiede"), Known(2, "Lage Weide Utrecht", "lage weide utrecht", there),
        Known(3, "Overvecht", "overvecht"),
    ]  # fmt: skip
    assert [one.key for one in alike("bt lage weide", known, SPOKEN)] == [2, 1]
    assert len(alike("lage weide", [Known(n, "Lage Weide", "lage weide") for n in range(9)], {})) == 5


def test_areas_are_looked_for_in_the_municipality_of_today_and_what_it_took_over(session):
    today = samples.municipality(session, "Meierijstad", "1948")
    old = samples.municipality(session, "Schijndel", "0844", successor_code="1948")
    samples.municipality(session, "Urk", "0184")
    samples.known_area(session, "Duin", old)
    samples.known_area(session, "Bedrijventerrein Rooiseheide", old)
    elsewhere = samples.known_area(session, "Rooiseheide", samples.municipality(session, "Urk", "0184"))
    assert [one.beside for one in areas_alike(session, "Rooisehiede", "1948")] == ["Schijndel"]
    assert [one.key for one in areas_alike(session, "Rooiseheide", "0184")] == [elsewhere.id]
    assert len(areas_alike(session, "Rooiseheide", "")) == 2
    assert areas_alike(session, "Ro", today.code) == []


def test_groups_and_bureaus_are_looked_for_by_name(session, tmp_path):
    hague = samples.municipality(session, "’s-Gravenhage", "0518")
    session.add(MunicipalityAlias(folded="den haag", name="Den Haag", municipality_code="0518"))
    row = samples.bare(session, "KVO Zichtenburg ’s-Gravenhage")
    samples.add(session, row, samples.known_area(session, "Zichtenburg", hague), 61, tmp_path)
    samples.bare(session, "KVO Binckhorst")
    found = partnerships_alike(session, "Werkgroep Zichtenburg Den Haag")
    assert [(one.key, one.beside) for one in found] == [(row.id, "’s-Gravenhage")]
    assert [one.key for one in partnerships_alike(session, "Zichtenburg")] == [row.id]
    bureau = service.add_bureau(session, SYSTEM, NOW, details=BureauDetails(name="De Gidsen", town="Almere"))
    assert [(one.key, one.beside) for one in bureaus_alike(session, "Adviesbureau Gidsen BV")] == [
        (bureau.id, "Almere")
    ]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_new_group_that_looks_like_another_is_saved_only_on_purpose(office: Office):
    with office.write() as session:
        key = samples.bare(session, "Cluster Lelystad").id
    browser = office.as_(Role.PLANNER)
    piece = browser.raw("/relaties/lijkt-op?soort=samenwerkingsverband&naam=Clutser+Lelystad").text
    assert f'href="/relaties/{key}"' in piece
    assert browser.raw("/relaties/lijkt-op?soort=paard&naam=Cluster").text.strip() == ""
    assert office.as_(Role.AUDITOR).raw("/relaties/lijkt-op?soort=bureau&naam=Gids").status_code == 403
    told = {"name": "KVO Lelystad", "founding_is_convenant": "ja", "coordinator_mandate": "nee"}
    refused = browser.post("/relaties/nieuw", told, status=422)
    assert refused.errors == ["Dit lijkt op Cluster Lelystad. Kies dat, of kies hieronder ‘Toch opslaan’"]
    assert refused.tree.css_first(f'a[href="/relaties/{key}"]') is not None
    assert "KVO Lelystad" in browser.post("/relaties/nieuw", {**told, "anyway": "y"})
    with office.database.read() as session:
        assert session.scalars(select(Partnership.name).order_by(Partnership.id)).all() == [
            "Cluster Lelystad", "KVO Lelystad",
        ]  # fmt: skip
        why = session.scalars(select(JournalEntry.why).where(JournalEntry.verb.startswith("samenwerking"))).all()
        assert why == ["", "is een ander dan Cluster Lelystad"]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_new_area_that_looks_like_another_leads_to_that_one(office: Office):
    with office.write() as session:
        area, group = samples.known_area(session, "Larserpoort"), samples.bare(session)
        way, url = f"/relaties/{group.id}/gebieden/{area.id}/toevoegen", f"/relaties/{group.id}/gebieden/nieuw"
    browser = office.as_(Role.PLANNER)
    asked = f"/relaties/lijkt-op?soort=gebied&groep={url.split('/')[2]}&naam=Larsepoort&gemeente=0995"
    assert f'href="{way}"' in browser.raw(asked).text
    told = {
        "name": "BT Larserpoort", "type": "bedrijventerrein", "municipality_code": "0995", "activities": "Logistiek",
        "boundary": "Tussen weg en spoor", "entrepreneurs": "61", "count_source": "ledenlijst",
        "counted_on-dag": "1", "counted_on-maand": "10", "counted_on-jaar": "2026",
    }  # fmt: skip
    refused = browser.post(url, told, status=422)
    assert refused.tree.css_first(f'a[href="{way}"]') is not None
    assert "BT Larserpoort" in browser.post(url, {**told, "anyway": "y"})
