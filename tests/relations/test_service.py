"""What can be done with relations, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.files import FileRefused, FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.relations import service
from auditbeheer.relations.models import (
    AreaType,
    MunicipalityAlias,
    PartyKind,
    areas_named,
    membership_now,
    partnership_page,
)
from auditbeheer.relations.service import PartDetails, PartnershipDetails, PersonDetails
from tests.relations import samples
from tests.relations.samples import NOW, TODAY


def lines(session):
    return [(entry.verb, entry.what) for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id))]


def sentences(refused):
    return [condition.objection for condition in refused.value.objections]


def test_a_partnership_starts_and_the_journal_tells(session):
    row = samples.bare(session)
    assert service.address_of(row) == "Stationsplein 1, 8232 VT Lelystad"
    assert lines(session) == [
        ("samenwerkingsverband vastgelegd", "Cluster Lelystad, Stationsplein 1, 8232 VT Lelystad")
    ]


def test_a_founding_document_does_not_lie_in_the_future(session):
    details = PartnershipDetails(name="X", founding_title="Convenant", founding_on=TODAY + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        service.start_partnership(session, SYSTEM, NOW, details=details)
    assert refused.value.field == "founding_on"


def test_what_changes_is_told_with_what_it_was(session):
    row = samples.bare(session)
    details = PartnershipDetails(name="KVO Lelystad", street=row.street, postcode=row.postcode, town=row.town)
    service.change_partnership(session, SYSTEM, NOW, row, details=details, opened_on=row.version)
    verb, what = lines(session)[-1]
    assert verb == "samenwerkingsverband gewijzigd"
    assert "naam KVO Lelystad (was Cluster Lelystad)" in what
    assert "mandaat nee (was ja)" in what
    assert row.folded == fold("KVO Lelystad")


def test_the_second_of_two_editors_sees_what_the_first_one_wrote(session):
    row = samples.bare(session)
    opened = row.version
    first = PartnershipDetails(name="Naam van de eerste")
    service.change_partnership(session, SYSTEM, NOW, row, details=first, opened_on=opened)
    with pytest.raises(Clash) as clash:
        service.change_partnership(
            session, SYSTEM, NOW, row, details=PartnershipDetails(name="Naam van de tweede"), opened_on=opened
        )
    assert clash.value.theirs == {"name": "Naam van de eerste"}
    assert clash.value.who == "auditbeheer"
    assert clash.value.when == "om 10:00"


def test_four_parks_become_a_cluster(session, tmp_path):
    row = samples.cluster(session, tmp_path)
    assert [area.name for area in row.current_areas] == ["Flevokust", "Noordersluis", "Oostervaart", "Larserpoort"]
    assert all(
        area.map_file and FileShelf(tmp_path).get(area.map_file.sha256) == samples.PDF for area in row.current_areas
    )
    assert not [one for one in service.conditions_of(row, schemes()["kvo-b-4.0"], TODAY) if not one.met]


def test_a_fifth_area_is_refused_in_the_words_of_the_guide(session, tmp_path):
    row = samples.cluster(session, tmp_path)
    with pytest.raises(Refused) as refused:
        samples.add(session, row, samples.known_area(session, "Flevopoort"), 10, tmp_path)
    (sentence,) = sentences(refused)
    assert sentence == (
        "Een vijfde terrein past niet: een cluster heeft 2 tot en met 4 bedrijventerreinen (B4 §3.1.1). "
        "Maak voor dit terrein een eigen dossier."
    )


def test_an_area_in_another_municipality_is_refused(session, tmp_path):
    row = samples.cluster(session, tmp_path, 3)
    elsewhere = samples.known_area(session, "De Zuidoostpolder", samples.municipality(session, "Dronten", "0303"))
    with pytest.raises(Refused) as refused:
        samples.add(session, row, elsewhere, 10, tmp_path)
    assert sentences(refused) == [
        "De Zuidoostpolder ligt in Dronten, het cluster in Lelystad. Een cluster ligt in één gemeente (B4 §3.1.1)."
    ]


@pytest.mark.parametrize(("last", "fits"), [(269, True), (270, False)])
def test_600_entrepreneurs_fit_and_601_do_not(session, tmp_path, last, fits):
    row = samples.cluster(session, tmp_path, 3)  # together 331
    park = samples.known_area(session, "Larserpoort")
    if fits:
        assert samples.add(session, row, park, last, tmp_path).area.entrepreneurs == last
        return
    with pytest.raises(Refused) as refused:
        samples.add(session, row, park, last, tmp_path)
    assert sentences(refused) == ["Samen hebben de terreinen 601 ondernemers. Het maximum is 600 (B4 §3.1.1)."]


def test_a_new_count_is_held_against_the_cluster_too(session, tmp_path):
    row = samples.cluster(session, tmp_path, 2)
    link = row.current_links[0]
    with pytest.raises(Refused):
        service.change_area(
            session, SYSTEM, NOW, link, details=samples.counted(500), part=PartDetails(), library=schemes(),
            also_in=[], plan=None, shelf=FileShelf(tmp_path), opened_on=link.area.version,
        )  # fmt: skip


def test_adjoining_parts_count_as_one_area_when_a_person_says_so(session, tmp_path):
    row = samples.cluster(session, tmp_path, 3)
    samples.add(session, row, samples.known_area(session, "De Rieze Noord"), 20, tmp_path)
    assert service.part_of(row, "De Rieze Zuid") == ("De Rieze", ("De Rieze Noord",))
    south = samples.known_area(session, "De Rieze Zuid")
    with pytest.raises(Refused):
        samples.add(session, row, south, 20, tmp_path)
    samples.add(session, row, south, 20, tmp_path, one_area="De Rieze")
    assert [link.one_area for link in row.current_links] == ["", "", "", "De Rieze", "De Rieze"]


def test_an_area_of_another_partnership_is_refused_until_it_leaves(session, tmp_path):
    holder = samples.bare(session, "KVO Zuid")
    park = samples.known_area(session, "Noordersluis")
    link = samples.add(session, holder, park, 30, tmp_path)
    other = samples.bare(session, "KVO Noord")
    with pytest.raises(Refused) as refused:
        samples.add(session, other, park, 30, tmp_path)
    assert sentences(refused)[0].startswith("Noordersluis hoort al bij KVO Zuid.")
    service.remove_area(session, SYSTEM, NOW, link, last_day=TODAY, why="overgestapt")
    assert holder.current_areas == []
    assert samples.add(session, other, park, 30, tmp_path, now=NOW + timedelta(hours=1)).partnership is other
    held = membership_now(session, park.id)
    assert held is not None
    assert held.partnership is other


def test_an_area_leaves_not_before_it_came_and_not_in_the_future(session, tmp_path):
    link = samples.add(session, samples.bare(session), samples.known_area(session, "Flevokust"), 30, tmp_path)
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        with pytest.raises(Refused):
            service.remove_area(session, SYSTEM, NOW, link, last_day=day, why="weg")


def test_a_new_area_that_is_in_the_list_already_is_refused(session, tmp_path):
    samples.known_area(session, "Flevokust")
    row = samples.bare(session)
    with pytest.raises(Refused) as refused:
        service.add_new_area(
            session, SYSTEM, NOW, row, name="flevokust", type_=AreaType.BUSINESS_PARK,
            municipality=samples.municipality(session), details=samples.counted(3), part=PartDetails(),
            library=schemes(), also_in=[], plan=None, shelf=FileShelf(tmp_path),
        )  # fmt: skip
    assert refused.value.field == "name"


def test_an_area_may_span_several_municipalities(session, tmp_path):
    row = samples.bare(session)
    dronten = samples.municipality(session, "Dronten", "0303")
    link = service.add_new_area(
        session, SYSTEM, NOW, row, name="Grenspark", type_=AreaType.BUSINESS_PARK,
        municipality=samples.municipality(session), details=samples.counted(3), part=PartDetails(), library=schemes(),
        also_in=[dronten], plan=None, shelf=FileShelf(tmp_path),
    )  # fmt: skip
    assert service.municipalities_of(link.area) == ("Lelystad", "Dronten")


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html>"], ids=["empty", "a program", "a web page"])
def test_a_map_that_is_no_map_is_refused(session, tmp_path, content):
    row, park = samples.bare(session), samples.known_area(session, "Flevokust")
    with pytest.raises(FileRefused):
        service.add_known_area(
            session, SYSTEM, NOW, row, park, details=samples.counted(3), part=PartDetails(), library=schemes(),
            also_in=[], plan=("kaart.pdf", content), shelf=FileShelf(tmp_path),
        )  # fmt: skip


def test_a_shopping_area_is_held_against_its_own_scheme_which_sets_no_limits_yet(session, tmp_path):
    row = samples.bare(session)
    shops = samples.known_area(session, "Centrum", type_=AreaType.SHOPPING_AREA)
    assert samples.add(session, row, shops, 900, tmp_path).area.entrepreneurs == 900


def test_there_is_one_contact_person_and_the_newest_takes_over(session):
    row = samples.with_people(session, samples.bare(session))
    town = next(party for party in row.parties if party.kind is PartyKind.MUNICIPALITY)
    samples.person(session, town, "Nieuwe Contact", email="n@voorbeeld.nl", is_contact=True)
    assert [one.name for one in row.representatives if one.is_contact] == ["Nieuwe Contact"]
    assert lines(session)[-1][1].endswith("(contactpersoon was Selin Yılmaz)")


def test_a_guide_may_be_the_contact_and_never_contracts(session):
    row = samples.with_people(session, samples.bare(session))
    bureau = samples.party(session, row, PartyKind.OTHER, "Bureau Veilig", is_guide=True)
    guide = samples.person(session, bureau, "G. Gids", email="g@voorbeeld.nl", is_contact=True, function="adviseur")
    assert row.contact is guide
    with pytest.raises(Refused) as refused:
        service.change_representative(
            session, SYSTEM, NOW, guide, details=PersonDetails(name="G. Gids", function="adviseur", may_contract=True),
            scheme=schemes()["kvo-b-4.0"], opened_on=guide.version,
        )  # fmt: skip
    assert "procesbegeleider is geen lid van de werkgroep (B4 §2)" in sentences(refused)[0]


def test_a_party_whose_people_contract_does_not_become_the_guides_bureau(session):
    row = samples.with_people(session, samples.bare(session))
    owners = row.parties[0]
    details = replace(service.PartyDetails(kind=PartyKind.OTHER, organisation=owners.organisation), is_guide=True)
    with pytest.raises(Refused):
        service.change_party(
            session, SYSTEM, NOW, owners, details=details, scheme=schemes()["kvo-b-4.0"], opened_on=owners.version
        )


def test_who_stops_stays_in_the_history_and_leaves_the_list(session):
    row = samples.with_people(session, samples.bare(session))
    contact = row.contact
    assert contact is not None
    service.end_representative(session, SYSTEM, NOW, contact, last_day=TODAY)
    assert row.contact is None
    assert contact.until_day == TODAY
    assert contact not in row.representatives


def test_the_journal_keeps_no_private_addresses(session):
    row = samples.with_people(session, samples.bare(session))
    contact = row.contact
    assert contact is not None
    details = PersonDetails(name=contact.name, function="voorzitter", email="nieuw@voorbeeld.nl", phone="0320 123 456")
    service.change_representative(
        session, SYSTEM, NOW, contact, details=details, scheme=schemes()["kvo-b-4.0"], opened_on=contact.version
    )
    told = " ".join(what for _, what in lines(session))
    assert "voorbeeld.nl" not in told
    assert "0320" not in told
    assert "e-mail" in told


def test_areas_are_found_by_name_and_by_old_and_new_names_of_the_municipality(session):
    new = samples.municipality(session, "Dijk en Waard", "1980")
    samples.municipality(session, "Heerhugowaard", "0398", ended_on=date(2022, 1, 1), successor_code="1980")
    the_hague = samples.municipality(session, "'s-Gravenhage", "0518")
    session.add(MunicipalityAlias(folded="den haag", name="Den Haag", municipality_code="0518"))
    session.flush()
    park, binckhorst = (
        samples.known_area(session, "De Vaandel", new),
        samples.known_area(session, "Binckhorst", the_hague),
    )
    for wanted, found in (
        ("vaandel", [park]), ("Heerhugowaard", [park]), ("dijk en waard vaandel", [park]), ("Den Haag", [binckhorst]),
        ("’s-Gravenhage", [binckhorst]), ("Urk", []),
    ):  # fmt: skip
        assert list(areas_named(session, fold(wanted))) == found, wanted


def test_partnerships_are_listed_by_name_a_page_at_a_time(session):
    for name in ("'t Zand", "De Brand", "Arkel", "100% veilig"):
        samples.bare(session, name)
    rows, total = partnership_page(session, "", 0, 2)
    assert ([row.name for row in rows], total) == (["100% veilig", "Arkel"], 4)
    rows, total = partnership_page(session, "", 2, 2)
    assert [row.name for row in rows] == ["De Brand", "'t Zand"]
    rows, total = partnership_page(session, fold("brand"), 0, 2)
    assert ([row.name for row in rows], total) == (["De Brand"], 1)


def test_a_list_of_partnerships_costs_a_constant_number_of_statements(database, statements, tmp_path):
    def cost() -> int:
        with database.read() as session, statements() as seen:
            rows, _ = partnership_page(session, "", 0, 50)
            for row in rows:
                assert row.contact
                assert [area.municipality.name for area in row.current_areas]
        return len(seen)

    with database.write() as session:
        samples.cluster(session, tmp_path, 2, "Eerste")
    few = cost()
    with database.write() as session:
        for number in range(5):
            row = samples.with_people(session, samples.bare(session, f"Verband {number}"))
            samples.add(session, row, samples.known_area(session, f"Park {number}"), 3, tmp_path)
    assert cost() == few
