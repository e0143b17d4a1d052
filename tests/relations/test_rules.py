"""What must hold of a partnership, its parties and its people (ARE-5 to ARE-10)."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.relations.rules import (
    PartnershipFacts,
    PartyFacts,
    free_area,
    may_contract,
    member_only,
    not_after,
    partnership_conditions,
    party_conditions,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged

B4, S31, W4 = (packaged()[key] for key in ("kvo-b-4.0", "kvo-3.1", "kvo-w-4.0"))
DAY = date(2026, 11, 23)
FOUR = (
    PartyFacts("ondernemers", "Ondernemers Lelystad", ("Selin Yılmaz",), "vereniging"),
    PartyFacts("gemeente", "Gemeente Lelystad", ("Piet de Boer",)),
    PartyFacts("politie", "Politie", ("Anna Smit",)),
    PartyFacts("brandweer", "Brandweer", ("Kees Mol",)),
)
WHOLE = PartnershipFacts("Stationsplein 1, 8232 VT Lelystad", FOUR, ("Selin Yılmaz",), ("Selin Yılmaz, voorzitter",))


def codes(conditions):
    return [condition.code for condition in unmet(conditions)]


@pytest.mark.parametrize("scheme", [B4, S31], ids=["4.0", "3.1"])
def test_a_whole_partnership_has_all_that_an_application_asks(scheme):
    assert not unmet(partnership_conditions(WHOLE, scheme, DAY))


@pytest.mark.parametrize("kind", ["ondernemers", "gemeente", "politie", "brandweer"])
@pytest.mark.parametrize(("scheme", "place"), [(B4, "B4 §3.2"), (S31, "S31 §2.2.2")], ids=["4.0", "3.1"])
def test_each_mandatory_party_is_missed_with_its_own_source(kind, scheme, place):
    objections = unmet(party_conditions([party for party in FOUR if party.kind != kind], scheme, DAY))
    assert [(one.code, one.source.label) for one in objections] == [(f"partij.{kind}", place)]


def test_a_party_without_anybody_who_speaks_for_it_is_not_there_yet():
    parties = [*FOUR[:3], PartyFacts("brandweer", "Brandweer Flevoland")]
    objections = unmet(party_conditions(parties, B4, DAY))
    assert [one.fact for one in objections] == ["Brandweer Flevoland, nog zonder vertegenwoordiger"]


def test_the_bureau_of_a_guide_is_no_party():
    guide = PartyFacts("politie", "Bureau Veilig", ("G. Gids",), is_guide=True)
    assert codes(party_conditions([*(p for p in FOUR if p.kind != "politie"), guide], B4, DAY)) == ["partij.politie"]


@pytest.mark.parametrize(
    ("basis", "began", "day", "fits"),
    [
        ("vereniging", None, DAY, True),
        ("organisatie met overeenkomst", None, DAY, True),
        ("startfase", date(2025, 11, 23), DAY, True),
        ("startfase", date(2025, 11, 22), DAY, False),
        ("startfase", None, DAY, False),
        (None, None, DAY, False),
    ],
)
def test_the_start_phase_lasts_a_year_and_its_last_day_counts(basis, began, day, fits):
    owners = PartyFacts("ondernemers", "Ondernemers", ("S",), basis, began)
    objections = codes(party_conditions([owners, *FOUR[1:]], B4, day))
    assert objections == ([] if fits else ["partij.vereniging"])


def test_the_start_phase_belongs_to_4_0_only():
    owners = PartyFacts("ondernemers", "Ondernemers", ("S",), None)
    assert not unmet(party_conditions([owners, *FOUR[1:]], S31, DAY))


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (PartnershipFacts("", FOUR, WHOLE.contacts, WHOLE.contractors), "correspondentieadres"),
        (PartnershipFacts(WHOLE.address, FOUR, (), WHOLE.contractors), "contactpersoon"),
        (PartnershipFacts(WHOLE.address, FOUR, ("A", "B"), WHOLE.contractors), "contactpersoon"),
        (PartnershipFacts(WHOLE.address, FOUR, WHOLE.contacts, ()), "tekenbevoegd"),
    ],
)
def test_what_is_missing_of_the_partnership_is_named(facts, code):
    assert codes(partnership_conditions(facts, B4, DAY)) == [code]


def test_a_4_0_partnership_never_cites_3_1_and_the_reverse():
    for scheme, other in ((B4, "S31"), (S31, "B4")):
        labels = [one.source.label for one in partnership_conditions(WHOLE, scheme, DAY)]
        assert not [label for label in labels if label.startswith(other)]


def test_under_a_concept_only_what_holds_without_handbook_is_asked():
    assert codes(partnership_conditions(PartnershipFacts("", (), (), ()), W4, DAY)) == [
        "correspondentieadres",
        "contactpersoon",
        "tekenbevoegd",
    ]


@pytest.mark.parametrize(
    ("function", "guide", "expected"),
    [("voorzitter", False, []), ("adviseur", True, ["tekenbevoegd.deelnemer"]), (" ", False, ["tekenbevoegd.functie"])],
)
def test_a_guide_never_contracts_and_who_does_has_a_function(function, guide, expected):
    assert codes(may_contract("G. Gids", function, B4, is_guide=guide)) == expected


def test_the_refusal_of_a_guide_says_why_and_what_to_do():
    (objection,) = unmet(may_contract("G. Gids", "adviseur", B4, is_guide=True))
    assert objection.objection == (
        "G. Gids kan niet tekenen: een procesbegeleider is geen lid van de werkgroep (B4 §2). "
        "Kies iemand van een van de partijen."
    )


@pytest.mark.parametrize(
    ("roles", "guide", "fits"), [([], True, True), (["voorzitter"], True, False), (["voorzitter"], False, True)]
)
def test_a_guide_has_no_seat_in_the_working_group(roles, guide, fits):
    assert bool(unmet(member_only("G. Gids", roles, B4, is_guide=guide))) is not fits


def test_an_area_in_use_is_refused_with_who_holds_it():
    assert free_area("Noordersluis", None).met
    assert free_area("Noordersluis", "KVO Zuid").objection == (
        "Noordersluis hoort al bij KVO Zuid. Een gebied hoort bij één samenwerkingsverband tegelijk "
        "(eigen regel 36). Haal het daar eerst weg."
    )


@pytest.mark.parametrize(("day", "fits"), [(None, True), (DAY, True), (date(2026, 11, 24), False)])
def test_a_fact_does_not_lie_in_the_future(day, fits):
    assert bool(unmet(not_after("telling.dag", "De telling", day, DAY))) is not fits
