"""Application, quote and agreement: the edges of what is allowed, and what a quote costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.quotes.rules.answers import (
    Answerable,
    agreement_conditions,
    client_known,
    may_be_accepted,
    may_be_answered,
    may_sign,
    quote_word,
)
from auditbeheer.quotes.rules.application import (
    ApplicationFacts,
    ReviewFacts,
    completeness,
    days_in_order,
    later_conditions,
    one_kind_of_area,
    review_conditions,
    scheme_choice,
    size_of,
    some_scheme,
    trajectory_open,
)
from auditbeheer.quotes.rules.prices import (
    Wanted,
    freeze,
    may_be_made,
    offered_lines,
    priced,
    sendable,
    tariffs_known,
    tariffs_still_hold,
    thaw,
    with_extra,
)
from auditbeheer.relations.rules import guide_source
from auditbeheer.scheme.audit_time import audit_time
from auditbeheer.scheme.cluster import Park
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.sections import AreaType

LIBRARY, RULES = packaged(), defaults()
B4, S31, W4 = (LIBRARY[key] for key in ("kvo-b-4.0", "kvo-3.1", "kvo-w-4.0"))
DAY = date(2026, 11, 23)
PARK = AreaType.BUSINESS_PARK


def codes(conditions):
    return [condition.code for condition in unmet(conditions)]


@pytest.mark.parametrize(
    ("started", "applied", "assessed", "expected"),
    [
        (date(2026, 1, 1), DAY, date(2026, 12, 9), []),
        (DAY, DAY, DAY, []),
        (date(2026, 11, 24), DAY, date(2026, 12, 9), ["aanvraag.gestart"]),
        (date(2026, 1, 1), date(2026, 11, 24), date(2026, 12, 9), ["aanvraag.ingediend"]),
        (date(2026, 1, 1), DAY, date(2026, 11, 22), ["aanvraag.auditdag"]),
    ],
)
def test_the_days_of_an_application_are_in_order(started, applied, assessed, expected):
    assert codes(days_in_order(started, applied, assessed, DAY, RULES)) == expected


@pytest.mark.parametrize(
    ("kinds", "fits"), [([], False), (["winkelgebied"], True), (["winkelgebied", "buitengebied"], False)]
)
def test_an_application_is_about_areas_of_one_type(kinds, fits):
    assert one_kind_of_area(kinds).met is fits


def test_without_a_scheme_the_refusal_explains_why():
    choice = LIBRARY.schemes_open(AreaType.RURAL_AREA, date(2023, 1, 1), date(2023, 6, 1))
    assert "buitengebied" in some_scheme(choice).objection
    assert not some_scheme(None).met
    assert some_scheme(LIBRARY.schemes_open(PARK, DAY, DAY)).met


@pytest.mark.parametrize(
    ("wanted", "why", "expected"),
    [
        ("kvo-3.1", "de documenten zijn daarop gemaakt", []),
        ("kvo-b-4.0", " ", ["schema.reden"]),
        ("kvo-w-4.0", "omdat", ["schema.keuze"]),
        ("", "", ["schema.keuze", "schema.reden"]),
    ],
)
def test_between_two_open_schemes_a_person_chooses_with_a_reason(wanted, why, expected):
    choice = LIBRARY.schemes_open(PARK, date(2024, 2, 29), date(2025, 2, 28))
    assert codes(scheme_choice(choice, wanted, why)) == expected


def test_with_one_open_scheme_no_reason_is_asked():
    assert not codes(scheme_choice(LIBRARY.schemes_open(PARK, DAY, DAY), "kvo-b-4.0", ""))
    assert codes(scheme_choice(None, "kvo-b-4.0", "x")) == ["schema.keuze"]


@pytest.mark.parametrize(
    ("first", "ever", "why", "expected"),
    [
        (True, True, "het certificaat verliep door de brand", []),
        (True, True, "", ["soort.reden"]),
        (True, False, "graag", ["soort.eerder"]),
        (False, True, "zo is het", []),
    ],
)
def test_a_lapsed_certification_counts_as_later_only_after_an_earlier_one_and_with_a_reason(first, ever, why, expected):
    assert codes(later_conditions(first, ever, why, RULES)) == expected


def parks(count, entrepreneurs=50):
    return tuple(Park(f"Park {number}", ("Lelystad",), entrepreneurs) for number in range(count))


SHOWN = {"bestemming": "plan", "vertegenwoordiger": "M. Post", "regie": "Parkmanagement", "kaart": "besluit"}


def facts(count=4, *, present=(), maps_missing=(), first=True, earlier=False, shown=SHOWN):
    return ApplicationFacts(parks(count), first, earlier, frozenset(present), tuple(maps_missing), shown)


@pytest.mark.parametrize(
    ("given", "scheme", "expected"),
    [
        (facts(), B4, []),
        (facts(maps_missing=["Park 1"]), B4, ["document.afbakening"]),
        (facts(maps_missing=["Park 1"], present=["afbakening"]), B4, []),
        (facts(shown={**SHOWN, "regie": ""}), B4, ["cluster.regie"]),
        (facts(1, shown={}), B4, []),
        (facts(5), B4, ["cluster.aantal"]),
        (facts(), W4, ["schema.vastgesteld"]),
        (
            facts(),
            S31,
            [f"document.{code}" for code in ("convenant", "afspraken", "verklaring", "plan_van_aanpak", "verslagen")],
        ),
        (
            facts(present=["convenant", "afspraken", "verklaring", "plan_van_aanpak", "verslagen"], first=False),
            S31,
            ["document.evaluatie", "continu"],
        ),
    ],
    ids=["whole", "map", "attachment", "criteria", "one area", "fifth", "concept", "QUO-2", "QUO-3"],
)
def test_what_an_application_lacks_is_named(given, scheme, expected):
    assert codes(completeness(given, scheme, DAY)) == expected


def test_only_a_scheme_that_names_continu_asks_for_the_certificate_before_it():
    # 4.0 has no such name, and its own §3.2 is about the parties.
    later = completeness(facts(first=False, earlier=True), B4, DAY)
    assert "continu" not in codes(later) + [one.code for one in later]
    asked = next(one for one in completeness(facts(1, first=False), S31, DAY) if one.code == "continu")
    assert (asked.text, asked.source.label) == ("Voor Continu Samenwerken is er een eerder certificaat", "S31 §3.2")


def test_a_review_says_four_times_yes_or_it_stops_the_confirmation():
    assert codes(review_conditions(None)) == ["beoordeling"]
    assert not codes(review_conditions(ReviewFacts(True, True, True, True)))
    assert codes(review_conditions(ReviewFacts(True, False, True, True))) == ["beoordeling.differences_resolved"]
    assert {one.source.label for one in review_conditions(None)} == {"ISO 17065 §7.3"}


@pytest.mark.parametrize(
    ("declined", "withdrawn", "signed", "expected"),
    [
        (None, None, None, []),
        (DAY, None, None, ["dossier.open"]),
        (None, DAY, None, ["dossier.open"]),
        (None, None, DAY, ["dossier.vast"]),
    ],
)
def test_a_closed_or_agreed_dossier_changes_no_more(declined, withdrawn, signed, expected):
    assert codes(trajectory_open(declined, withdrawn, signed)) == expected


def test_size_is_told_in_areas_and_entrepreneurs():
    assert size_of(parks(1, 1)) == "1 terrein, 1 ondernemer"


@pytest.mark.parametrize(
    ("quantity", "price", "vat", "net", "tax"),
    [
        ("12", "115.00", "21", "1380.00", "289.80"),
        ("0.5", "0.01", "21", "0.01", "0.00"),
        ("1", "0.10", "25", "0.10", "0.03"),
        ("1.75", "57.50", "21", "100.63", "21.13"),
        ("3", "-10.00", "21", "-30.00", "-6.30"),
    ],
)
def test_each_line_is_rounded_half_up_to_the_cent(quantity, price, vat, net, tax):
    line = priced("x", Decimal(quantity), "uur", Decimal(price), Decimal(vat))
    assert (line.net, line.vat) == (Decimal(net), Decimal(tax))


def test_the_lines_are_audit_travel_fees_and_what_was_added():
    prices = {
        "audituur": Decimal(100),
        "reisuur": Decimal(50),
        "kilometer": Decimal("0.23"),
        "certificaatkosten": Decimal(295),
    }
    free = [Wanted("Zaalhuur", Decimal(1), "keer", Decimal(80))]
    lines = offered_lines(prices, Decimal(12), Decimal(30), Decimal(1), free)
    assert [f"{line.quantity} {line.unit} {line.text}" for line in lines] == [
        "12 uur Audit: documenten, locatie en rapport",
        "1 uur Reistijd, heen en terug",
        "60 km Reiskosten, heen en terug",
        "1 keer Certificaat en register",
        "1 keer Zaalhuur",
    ]
    assert len(offered_lines(prices, Decimal(12), Decimal(0), Decimal(0), [])) == 2


@pytest.mark.parametrize(
    ("kinds", "travels", "fits"),
    [
        (["audituur", "certificaatkosten"], False, True),
        (["audituur", "certificaatkosten"], True, False),
        (["certificaatkosten"], False, False),
    ],
)
def test_a_quote_needs_a_tariff_for_all_it_charges(kinds, travels, fits):
    assert tariffs_known(kinds, DAY, travels=travels)[0].met is fits


def test_a_quote_goes_out_at_todays_prices():
    assert tariffs_still_hold([]).met
    assert "reistijd" in tariffs_still_hold(["reistijd"]).objection


def test_extra_hours_stand_on_the_receipt_with_their_source():
    receipt = with_extra(audit_time(B4, 4).receipt, Decimal(2), "twee talen", B4)
    assert receipt.total == 14
    source = receipt.lines[-1].source
    assert (receipt.lines[-1].text, source and source.label) == ("Meer tijd: twee talen", "B4 §6.3.1")
    assert with_extra(audit_time(B4, 4).receipt, Decimal(0), "", B4) == audit_time(B4, 4).receipt
    less = with_extra(audit_time(S31, 1).receipt, Decimal(-2), "klein gebied", S31)
    assert (less.lines[-1].text, less.lines[-1].source) == ("Minder tijd: klein gebied", None)


@pytest.mark.parametrize("scheme", [B4, S31], ids=["4.0", "3.1"])
def test_a_kept_receipt_comes_back_as_it_was(scheme):
    receipt = with_extra(audit_time(scheme, 2).receipt, Decimal("1.5"), "reden", scheme)
    assert thaw(freeze(receipt), receipt.total) == receipt


@pytest.mark.parametrize(
    ("draft", "accepted", "expected"),
    [(False, False, []), (True, False, ["offerte.geen_concept"]), (False, True, ["offerte.geen_akkoord"])],
)
def test_a_new_version_needs_no_draft_and_no_yes(draft, accepted, expected):
    assert codes(may_be_made(draft=draft, accepted=accepted)) == expected


def test_a_quote_is_sent_by_a_known_body_with_somebody_who_signs():
    assert len(codes(sendable(draft=False, body=False, signatory=False))) == 3
    assert not codes(sendable(draft=True, body=True, signatory=True))


SENT = Answerable(date(2026, 11, 1), date(2026, 12, 1), False, False)


@pytest.mark.parametrize(
    ("quote", "accepted", "today", "word"),
    [
        (Answerable(None, None, False, False), False, DAY, "Concept"),
        (SENT, False, date(2026, 12, 1), "Verstuurd"),
        (SENT, False, date(2026, 12, 2), "Verlopen"),
        (Answerable(date(2026, 11, 1), date(2026, 12, 1), True, False), True, date(2027, 1, 1), "Akkoord"),
        (Answerable(date(2026, 11, 1), date(2026, 12, 1), True, False), False, DAY, "Niet akkoord"),
        (Answerable(date(2026, 11, 1), date(2026, 12, 1), True, True), False, DAY, "Vervangen"),
    ],
)
def test_the_status_of_a_quote_is_computed(quote, accepted, today, word):
    assert quote_word(quote, accepted=accepted, today=today) == word


@pytest.mark.parametrize(
    ("quote", "day", "expected"),
    [
        (SENT, DAY, []),
        (SENT, date(2026, 11, 1), []),
        (SENT, date(2026, 10, 31), ["offerte.antwoorddag"]),
        (SENT, date(2026, 11, 24), ["offerte.antwoorddag"]),
        (Answerable(None, None, False, False), DAY, ["offerte.verstuurd"]),
        (Answerable(date(2026, 11, 1), None, True, False), DAY, ["offerte.open"]),
        (Answerable(date(2026, 11, 1), None, False, True), DAY, ["offerte.open"]),
    ],
)
def test_an_answer_comes_after_sending_once_and_on_a_day_that_has_come(quote, day, expected):
    assert codes(may_be_answered(quote, day, DAY)) == expected


@pytest.mark.parametrize(
    ("day", "contracts", "guide", "expected"),
    [
        (date(2026, 12, 1), True, False, []),
        (date(2026, 12, 2), True, False, ["offerte.geldig"]),
        (date(2026, 12, 1), False, False, ["offerte.tekenbevoegd"]),
        (date(2026, 12, 1), True, True, ["offerte.tekenbevoegd"]),
    ],
)
def test_a_yes_counts_within_the_term_and_of_who_may_contract(day, contracts, guide, expected):
    answer = may_be_accepted(
        SENT, day, date(2026, 12, 31), person="G. Gids", contracts=contracts, is_guide=guide,
        guide=guide_source(B4), rules=RULES,
    )  # fmt: skip
    assert codes(answer) == expected
    if guide:
        assert "procesbegeleider is geen lid van de werkgroep (B4 §2)" in unmet(answer)[0].objection


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"accepted_on": None}, ["overeenkomst.akkoord"]),
        ({"completed_on": None}, ["overeenkomst.compleet"]),
        ({"signatory": ""}, ["overeenkomst.ondertekenaar"]),
        ({"open_": False}, ["overeenkomst.schema"]),
    ],
)
@pytest.mark.parametrize("scheme", [B4, S31], ids=["4.0", "3.1"])
def test_an_agreement_needs_a_yes_and_a_scheme_that_is_open(scheme, changed, expected):
    given = {
        "accepted_on": DAY, "completed_on": DAY, "signatory": "D. Directeur", "licence": [], "adopted": [],
        "open_": True, "scheme": scheme,
    }  # fmt: skip
    assert codes(agreement_conditions(**{**given, **changed})) == expected


def test_who_signs_is_appointed_and_who_signs_for_the_group_is_known():
    assert may_sign("D. Directeur", True).met
    assert not may_sign("D. Directeur", False).met
    assert codes(client_known(" ", "")) == ["overeenkomst.naam", "overeenkomst.functie"]
