"""Application, quote and agreement on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import entries_of
from auditbeheer.organisation.models import Licence, Tariff, TariffKind, signatories_on
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.quotes import service
from auditbeheer.quotes.models import (
    CertificationKind,
    CertifiedPeriod,
    open_quote,
    quotes_of,
    review_of,
)
from auditbeheer.quotes.rules.prices import Wanted, thaw
from auditbeheer.quotes.service import ReviewAnswers
from auditbeheer.relations.models import AreaType, PartyKind, Postcode
from tests.quotes import samples
from tests.quotes.samples import LIBRARY, STYLE
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY


def sentences(refused):
    return [condition.objection for condition in refused.value.objections]


def codes(refused):
    return [condition.code for condition in refused.value.objections]


@pytest.fixture
def ready(session):
    """An office that may work."""
    samples.body(session)
    return session


def certified(session, area, issued, last, certificate="KVO-B-2020-00001"):
    session.add(
        CertifiedPeriod(
            area_id=area.id,
            partnership_id=None,
            scheme="kvo-3.1",
            certificate=certificate,
            body="Een ander",
            issued_on=issued,
            last_day=last,
        )
    )
    session.flush()


def test_an_application_gets_the_next_number_of_its_year_and_freezes_the_counts(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 2)
    first = samples.applied(ready, row)
    second = samples.applied(ready, row)
    earlier = samples.applied(ready, row, applied_on=date(2025, 3, 1))
    assert [one.number for one in (first, second, earlier)] == ["D-2026-0001", "D-2026-0002", "D-2025-0001"]
    row.current_areas[0].entrepreneurs = 999
    assert [link.entrepreneurs for link in first.areas] == [61, 152]
    assert first.scheme == "kvo-b-4.0"
    assert entries_of(ready, first.number)[0].verb == "aanvraag vastgelegd"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"applied_on": samples.days(1), "assessment_expected_on": samples.days(30)}, "applied_on"),
        ({"started_on": samples.days(1)}, "started_on"),
        ({"assessment_expected_on": samples.days(-1)}, "assessment_expected_on"),
    ],
)
def test_days_that_do_not_fit_are_refused_at_their_field(ready, tmp_path, facts, field):
    row = relations.cluster(ready, tmp_path, 1)
    with pytest.raises(Refused) as refused:
        samples.applied(ready, row, **facts)
    assert refused.value.field == field


def test_an_application_for_nothing_or_for_two_types_is_refused(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    relations.add(ready, row, relations.known_area(ready, "Centrum", type_=AreaType.SHOPPING_AREA), 20, tmp_path)
    with pytest.raises(Refused):
        samples.applied(ready, row)
    with pytest.raises(Refused):
        service.apply_for(
            ready, samples.actor(ready), NOW, row, details=samples.details([]), owner=samples.planner(ready),
            library=LIBRARY,
        )  # fmt: skip


def test_where_two_schemes_are_open_none_is_chosen_until_a_person_does(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    trajectory = samples.applied(
        ready, row, applied_on=date(2024, 5, 1), started_on=date(2024, 2, 29),
        assessment_expected_on=date(2025, 2, 28),
    )  # fmt: skip
    assert trajectory.scheme is None
    with pytest.raises(Refused):
        samples.quoted(ready, trajectory)
    actor = samples.actor(ready)
    with pytest.raises(Refused):
        service.choose_scheme(ready, actor, NOW, trajectory, scheme="kvo-3.1", why="", library=LIBRARY)
    service.choose_scheme(ready, actor, NOW, trajectory, scheme="kvo-3.1", why="stukken zijn klaar", library=LIBRARY)
    assert service.scheme_of(trajectory, LIBRARY) is LIBRARY["kvo-3.1"]
    newest = entries_of(ready, trajectory.number)[0]
    assert (newest.verb, newest.what, newest.why) == ("schema gekozen", "KVO 3.1", "stukken zijn klaar")


def test_for_a_rural_area_before_its_scheme_there_is_no_application(ready, tmp_path):
    row = relations.bare(ready)
    relations.add(ready, row, relations.known_area(ready, "Polder", type_=AreaType.RURAL_AREA), 20, tmp_path)
    with pytest.raises(Refused) as refused:
        samples.applied(
            ready, row, applied_on=date(2023, 2, 1), started_on=date(2023, 1, 1),
            assessment_expected_on=date(2023, 6, 1),
        )  # fmt: skip
    assert codes(refused) == ["schema.open"]


def test_an_application_for_a_concept_is_parked_and_its_quote_refused_by_name(ready, tmp_path):
    row = relations.with_people(ready, relations.bare(ready))
    relations.add(ready, row, relations.known_area(ready, "Centrum", type_=AreaType.SHOPPING_AREA), 20, tmp_path)
    trajectory = samples.applied(ready, row)
    assert (trajectory.scheme, trajectory.parked_on) == ("kvo-w-4.0", TODAY)
    with pytest.raises(Refused) as refused:
        samples.quoted(ready, trajectory)
    (sentence,) = sentences(refused)
    assert sentence == (
        "Voor KVO Winkelgebieden 4.0 ontbreken nog de audittijd en de respons."
        " Een offerte kan pas als de schemamanager deze cijfers heeft vastgesteld."
    )
    with pytest.raises(Refused):
        service.confirm_application(ready, samples.actor(ready), NOW, trajectory, library=LIBRARY)


@pytest.mark.parametrize(
    ("last", "kind"),
    [(TODAY, CertificationKind.LATER), (TODAY - timedelta(days=1), CertificationKind.FIRST)],
    ids=["certified", "lapsed"],
)
def test_later_is_what_is_certified_on_the_day_of_application_kept_per_area(ready, tmp_path, last, kind):
    row = relations.cluster(ready, tmp_path, 2)
    certified(ready, row.current_areas[0], date(2023, 11, 24), last)
    trajectory = samples.applied(ready, row)
    assert trajectory.kind is kind
    assert [link.kind for link in trajectory.areas] == [kind, CertificationKind.FIRST]


def test_a_person_may_let_a_lapsed_one_count_as_later_with_a_reason(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 2)
    trajectory = samples.applied(ready, row)
    actor = samples.actor(ready)
    with pytest.raises(Refused) as refused:
        service.choose_later(ready, actor, NOW, trajectory, why="graag")
    assert codes(refused) == ["soort.eerder"]
    certified(ready, row.current_areas[0], date(2020, 1, 1), date(2022, 12, 31))
    service.choose_later(ready, actor, NOW, trajectory, why="de groep ging door")
    assert [link.kind for link in trajectory.areas] == [CertificationKind.LATER, CertificationKind.FIRST]
    assert trajectory.kind_why == "de groep ging door"


def test_a_whole_application_is_confirmed(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    assert trajectory.completed_on == TODAY
    assert service.application_word(trajectory, []) == "Compleet"


def test_an_incomplete_application_is_not_confirmed_and_all_that_lacks_is_named(ready, tmp_path):
    row = relations.bare(ready)
    relations.add(ready, row, relations.known_area(ready, "Flevokust"), 20, tmp_path)
    row.current_areas[0].map_file_id = None
    trajectory = samples.applied(ready, row)
    with pytest.raises(Refused) as refused:
        service.confirm_application(ready, samples.actor(ready), NOW, trajectory, library=LIBRARY)
    assert set(codes(refused)) >= {
        "document.afbakening", "partij.ondernemers", "partij.gemeente", "partij.politie", "partij.brandweer",
        "contactpersoon", "tekenbevoegd", "beoordeling",
    }  # fmt: skip
    assert trajectory.completed_on is None


def test_without_a_licence_in_force_nothing_is_confirmed(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path, 1)
    trajectory.completed_on = None
    ready.scalars(select(Licence)).one().until_day = TODAY - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        service.confirm_application(ready, samples.actor(ready), NOW, trajectory, library=LIBRARY)
    assert codes(refused) == ["licentie.geldig"]


def test_a_second_review_corrects_the_first_which_stays(ready, tmp_path):
    trajectory = samples.applied(ready, relations.cluster(ready, tmp_path, 1))
    answers = ReviewAnswers(
        information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=False,
        remark="nog geen auditor",
    )  # fmt: skip
    actor = samples.actor(ready)
    service.review_application(ready, actor, NOW, trajectory, answers=answers)
    with pytest.raises(Refused) as refused:
        service.confirm_application(ready, actor, NOW, trajectory, library=LIBRARY)
    assert codes(refused) == ["beoordeling.competence_available"]
    service.review_application(ready, actor, NOW, trajectory, answers=replace(answers, competence_available=True))
    newest = review_of(ready, trajectory.id)
    assert newest is not None
    assert newest.all_well
    assert service.confirm_application(ready, actor, NOW, trajectory, library=LIBRARY).completed_on == TODAY


def test_an_attachment_completes_what_the_scheme_asks(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    row.current_areas[0].map_file_id = None
    trajectory = samples.applied(ready, row)
    missing = {one.code for one in service.completeness_of(ready, trajectory, LIBRARY, TODAY) if not one.met}
    assert missing == {"document.afbakening"}
    upload = ("grens.pdf", relations.PDF)
    shelf = FileShelf(tmp_path)
    actor = samples.actor(ready)
    service.attach(ready, actor, NOW, trajectory, code="afbakening", upload=upload, shelf=shelf, library=LIBRARY)
    assert not [one for one in service.completeness_of(ready, trajectory, LIBRARY, TODAY) if not one.met]
    with pytest.raises(KeyError):
        service.attach(ready, actor, NOW, trajectory, code="geheim", upload=upload, shelf=shelf, library=LIBRARY)


def test_a_changed_application_follows_its_days_anew_and_asks_a_new_confirmation(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path, 2)
    areas = [trajectory.areas[1].area]
    areas[0].entrepreneurs = 160
    details = samples.details(areas, started_on=date(2024, 2, 1), assessment_expected_on=samples.days(3))
    actor = samples.actor(ready)
    with pytest.raises(Clash) as clash:
        service.change_application(ready, actor, NOW, trajectory, details=details, library=LIBRARY, opened_on=0)
    assert set(clash.value.theirs) == {"areas", "started_on", "assessment_expected_on"}
    service.change_application(
        ready, actor, NOW, trajectory, details=details, library=LIBRARY, opened_on=trajectory.version
    )
    assert [(link.area.name, link.entrepreneurs) for link in trajectory.areas] == [("Noordersluis", 160)]
    assert trajectory.completed_on is None


def test_a_declined_dossier_is_closed_for_every_act(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path, 1)
    actor = samples.actor(ready)
    service.decline_application(ready, actor, NOW, trajectory, why="buiten onze licentie")
    assert service.application_word(trajectory, []) == "Afgewezen"
    for act in (
        lambda: samples.quoted(ready, trajectory, "8"),
        lambda: service.withdraw_application(ready, actor, NOW, trajectory, why="x"),
        lambda: service.confirm_application(ready, actor, NOW, trajectory, library=LIBRARY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["dossier.open"]


def test_four_parks_cost_twelve_hours_with_their_receipt(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.quoted(ready, trajectory, distance_km=Decimal(30), travel_hours=Decimal("1.0"))
    assert quote.number == "O-2026-0001"
    receipt = thaw(quote.receipt, quote.hours)
    assert [(line.text, line.amount) for line in receipt.lines] == [
        ("Minimale audittijd, cluster van 4 bedrijventerreinen", Decimal(12))
    ]
    assert [(line.text, line.net, line.vat) for line in quote.lines] == [
        ("Audit: documenten, locatie en rapport", Decimal("1380.00"), Decimal("289.80")),
        ("Reistijd, heen en terug", Decimal("57.50"), Decimal("12.08")),
        ("Reiskosten, heen en terug", Decimal("13.80"), Decimal("2.90")),
        ("Certificaat en register", Decimal("295.00"), Decimal("61.95")),
    ]
    assert (quote.net, quote.vat, quote.gross) == (Decimal("1746.30"), Decimal("366.73"), Decimal("2113.03"))


@pytest.mark.parametrize(
    ("hours", "why", "sentence"),
    [
        (
            "11.75",
            "korting",
            "Minder dan 12 uur kan niet: dat is het minimum bij 4 terreinen (B4 §6.3.1). Meer uren mag, met een reden.",
        ),
        ("13", "", "Voor een ander aantal uren dan 12 is een reden nodig (B4 §6.3.1)."),
    ],
)
def test_fewer_hours_than_the_minimum_are_refused_and_more_need_a_reason(ready, tmp_path, hours, why, sentence):
    trajectory = samples.confirmed(ready, tmp_path)
    with pytest.raises(Refused) as refused:
        samples.quoted(ready, trajectory, hours, why)
    assert sentences(refused) == [sentence]
    assert refused.value.field == "hours"


def test_extra_hours_and_free_lines_stand_on_the_quote(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    free = (Wanted("Zaalhuur", Decimal(1), "keer", Decimal("80.00")),)
    quote = samples.quoted(ready, trajectory, "14", "stukken niet compleet", free=free)
    assert (quote.extra_hours, quote.hours) == (Decimal(2), Decimal(14))
    assert [line.text for line in quote.lines][-1] == "Zaalhuur"
    assert thaw(quote.receipt, quote.hours).lines[-1].text == "Meer tijd: stukken niet compleet"


def test_prices_are_those_of_the_day_and_a_draft_with_old_prices_is_not_sent(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.quoted(ready, trajectory)
    ready.add(Tariff(kind=TariffKind.AUDIT_HOUR, from_day=TODAY, amount=Decimal("120.00")))
    ready.flush()
    with pytest.raises(Refused) as refused:
        service.send_quote(
            ready, samples.actor(ready), NOW, quote, library=LIBRARY, shelf=FileShelf(tmp_path), style=STYLE
        )
    assert codes(refused) == ["tarieven.nu"]
    service.change_quote(
        ready, samples.actor(ready), NOW, quote, details=samples.offer(), library=LIBRARY, opened_on=quote.version
    )
    assert quote.lines[0].net == Decimal("1440.00")
    assert len(quote.lines) == 2


def test_a_sent_quote_has_its_paper_and_never_changes(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    assert quote.valid_until == date(2026, 12, 23)
    assert quote.sent_to == "Selin Yılmaz"
    assert FileShelf(tmp_path).get(str(quote.pdf_sha256)).startswith(b"%PDF-")
    with pytest.raises(Refused) as refused:
        service.change_quote(
            ready, samples.actor(ready), NOW, quote, details=samples.offer("13", "x"), library=LIBRARY,
            opened_on=quote.version,
        )  # fmt: skip
    assert codes(refused) == ["offerte.concept"]


def test_a_new_version_supersedes_the_sent_one_under_the_same_number(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    old = samples.sent(ready, tmp_path, trajectory)
    new = samples.quoted(ready, trajectory, "13", "extra gesprek")
    assert (new.number, new.edition) == (old.number, 2)
    assert service.word_of(old, TODAY) == "Vervangen"
    assert open_quote(ready, trajectory.id) is new
    assert list(quotes_of(ready, trajectory.id)) == [new, old]
    with pytest.raises(Refused) as refused:
        samples.quoted(ready, trajectory)
    assert codes(refused) == ["offerte.geen_concept"]


def test_another_dossier_has_a_quote_number_of_its_own(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    numbers = [samples.quoted(ready, samples.applied(ready, row), "8").number for _ in range(2)]
    assert numbers == ["O-2026-0001", "O-2026-0002"]


def test_a_yes_of_who_may_contract_is_recorded_with_function_and_day(ready, tmp_path):
    quote = samples.accepted(ready, tmp_path, samples.confirmed(ready, tmp_path))
    assert (quote.accepted_on, quote.accepted_function) == (TODAY, "voorzitter")
    with pytest.raises(Refused):
        samples.quoted(ready, quote.trajectory)


def test_a_yes_of_a_guide_of_a_member_without_mandate_or_of_a_stranger_is_refused(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    row = trajectory.partnership
    guide = relations.person(ready, relations.party(ready, row, PartyKind.OTHER, "Bureau", is_guide=True), "G. Gids")
    member = next(one for one in row.representatives if not one.may_contract)
    stranger = relations.with_people(ready, relations.bare(ready, "KVO Urk")).authorised[0]
    for person in (guide, member, stranger):
        with pytest.raises(Refused) as refused:
            service.accept_quote(ready, samples.actor(ready), NOW, quote, person=person, on_day=TODAY, library=LIBRARY)
        assert codes(refused) == ["offerte.tekenbevoegd"]


def test_a_yes_after_the_last_day_does_not_count(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    later = NOW + timedelta(days=31)
    person = trajectory.partnership.authorised[0]
    with pytest.raises(Refused) as refused:
        service.accept_quote(
            ready, samples.actor(ready), later, quote, person=person, on_day=later.date(), library=LIBRARY
        )
    assert codes(refused) == ["offerte.geldig"]
    assert service.word_of(quote, later.date()) == "Verlopen"
    service.accept_quote(
        ready, samples.actor(ready), later, quote, person=person, on_day=later.date() - timedelta(days=1),
        library=LIBRARY,
    )  # fmt: skip


def test_after_a_no_a_new_version_can_follow(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    service.decline_quote(ready, samples.actor(ready), NOW, quote, on_day=TODAY, why="te duur")
    assert service.word_of(quote, TODAY) == "Niet akkoord"
    assert samples.quoted(ready, trajectory).edition == 2


def test_the_agreement_freezes_scheme_and_hours(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    agreement = samples.signed(ready, tmp_path, trajectory)
    assert (agreement.scheme, agreement.hours) == ("kvo-b-4.0", Decimal(12))
    assert FileShelf(tmp_path).get(agreement.pdf_sha256).startswith(b"%PDF-")
    with pytest.raises(Refused) as refused:
        service.choose_scheme(
            ready, samples.actor(ready), NOW, trajectory, scheme="kvo-b-4.0", why="x", library=LIBRARY
        )
    assert codes(refused) == ["dossier.vast"]


@pytest.mark.parametrize("lacking", ["akkoord", "compleet", "licentie", "ondertekenaar"])
def test_without_yes_confirmation_licence_or_signatory_nothing_is_signed(ready, tmp_path, lacking):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    signatory = signatories_on(ready, TODAY)[0]
    actor = samples.actor(ready)
    if lacking != "akkoord":
        person = trajectory.partnership.authorised[0]
        service.accept_quote(ready, actor, NOW, quote, person=person, on_day=TODAY, library=LIBRARY)
    if lacking == "compleet":
        trajectory.completed_on = None
    if lacking == "licentie":
        ready.scalars(select(Licence)).one().until_day = TODAY - timedelta(days=1)
    if lacking == "ondertekenaar":
        signatory.until_day = TODAY - timedelta(days=1)
    ready.flush()
    with pytest.raises(Refused) as refused:
        service.sign_agreement(
            ready, actor, NOW, quote, signatory=signatory, client_name="S", client_function="f", library=LIBRARY,
            shelf=FileShelf(tmp_path), style=STYLE,
        )  # fmt: skip
    assert any(lacking in code for code in codes(refused))


def test_the_scheme_is_checked_again_at_the_agreement(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.accepted(ready, tmp_path, trajectory)
    trajectory.scheme = "kvo-3.1"
    with pytest.raises(Refused) as refused:
        service.sign_agreement(
            ready, samples.actor(ready), NOW, quote, signatory=signatories_on(ready, TODAY)[0], client_name="S",
            client_function="f", library=LIBRARY, shelf=FileShelf(tmp_path), style=STYLE,
        )  # fmt: skip
    assert codes(refused) == ["overeenkomst.schema"]


def test_travel_starts_at_our_postcode_and_says_how_it_came_about(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    trajectory = samples.applied(ready, row)
    assert service.travel_to(ready, trajectory, TODAY) is None
    ready.add(Postcode(
        digits="8232", town="Lelystad", municipality_code="0995", lat=Decimal("52.508000"), lon=Decimal("5.475000"),
    ))  # fmt: skip
    area = row.current_areas[0]
    area.lat, area.lon = Decimal("51.716500"), Decimal("5.352300")
    ready.flush()
    travel = service.travel_to(ready, trajectory, TODAY)
    assert travel is not None
    assert (travel.kilometres, travel.hours) == (Decimal(115), Decimal("3.50"))
    assert "hemelsbreed van Lelystad naar Flevokust, maal 1,3 (eigen regel 38)" in travel.explanation


def test_a_period_of_certification_is_recorded_and_makes_the_next_a_later_one(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    service.record_certified_period(
        ready, samples.actor(ready), NOW, area=row.current_areas[0], partnership=row, scheme="kvo-b-4.0",
        certificate="KVO-B-2026-00001", body="Zeker Certificatie", issued_on=TODAY, last_day=date(2029, 11, 22),
        dossier="D-2026-0001",
    )  # fmt: skip
    assert samples.applied(ready, row).kind is CertificationKind.LATER
