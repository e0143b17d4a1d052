"""Quote and agreement on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
import pytest
from sqlalchemy import select

from auditbeheer.organisation.models import Licence, Tariff, TariffKind, signatories_on
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.quotes import service
from auditbeheer.quotes.models import (
    open_quote,
    quotes_of,
)
from auditbeheer.quotes.rules.prices import Wanted, thaw
from auditbeheer.relations.models import PartyKind, Postcode
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


def test_under_3_1_a_quote_may_be_shorter_and_its_papers_cite_3_1(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    trajectory = samples.applied(
        ready, row, applied_on=date(2024, 5, 1), started_on=date(2024, 2, 1), assessment_expected_on=date(2025, 2, 1)
    )
    actor = samples.actor(ready)
    service.choose_scheme(ready, actor, NOW, trajectory, scheme="kvo-3.1", why="stukken", library=LIBRARY)
    quote = samples.quoted(ready, trajectory, "10", "klein gebied")
    assert quote.extra_hours == Decimal(-2)
    service.send_quote(ready, actor, NOW, quote, library=LIBRARY, shelf=FileShelf(tmp_path), style=STYLE)
    told = words(FileShelf(tmp_path).get(str(quote.pdf_sha256)))
    assert "S31 §4.3" in told
    assert "B4 §" not in told
    assert "Meer tijd" not in told
    trajectory.completed_on = TODAY
    person = row.authorised[0]
    service.accept_quote(ready, actor, NOW, quote, person=person, on_day=TODAY, library=LIBRARY)
    agreement = service.sign_agreement(
        ready, actor, NOW, quote, signatory=signatories_on(ready, TODAY)[0], client_name="S", client_function="f",
        library=LIBRARY, shelf=FileShelf(tmp_path), style=STYLE,
    )  # fmt: skip
    told = words(FileShelf(tmp_path).get(agreement.pdf_sha256))
    assert "10 uur" in told
    assert "B4 §" not in told


def test_the_second_of_two_who_change_a_draft_sees_the_first(ready, tmp_path):
    quote = samples.quoted(ready, samples.confirmed(ready, tmp_path))
    with pytest.raises(Clash) as clash:
        service.change_quote(
            ready, samples.actor(ready), NOW, quote, details=samples.offer("13", "x"), library=LIBRARY, opened_on=0
        )
    assert clash.value.theirs == {"hours": "12", "extra_why": ""}


@pytest.mark.parametrize("why", ["een tolk is erbij", "Het komt in delen. " * 100], ids=["short", "long"])
def test_the_paper_gives_the_reason_of_other_hours_once_and_in_full(ready, tmp_path, why):
    quote = samples.quoted(ready, samples.confirmed(ready, tmp_path), "13", why.strip())
    service.send_quote(ready, samples.actor(ready), NOW, quote, library=LIBRARY, shelf=FileShelf(tmp_path), style=STYLE)
    assert quote.pdf_sha256 is not None
    told = " ".join(words(FileShelf(tmp_path).get(quote.pdf_sha256)).split())
    assert told.count("Meer tijd: ") == 1
    assert told.count(why.split(".")[0]) == max(1, why.count("."))  # on one page, so no foot stands in between


def words(pdf: bytes) -> str:
    """The text of a PDF, no-break spaces as blanks."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(page.get_textpage().get_text_range() for page in document).replace("\u00a0", " ")


@pytest.mark.parametrize(("hours", "there"), [("12", "6"), ("15", "7,5")])
def test_a_quote_tells_circa_half_of_the_hours_offered_to_be_on_location(session, tmp_path, hours, there):
    why = "twee talen" if hours == "15" else ""
    samples.body(session)
    quote = samples.sent(session, tmp_path, samples.confirmed(session, tmp_path), hours=hours, why=why)
    told = " ".join(words(FileShelf(tmp_path).get(quote.pdf_sha256 or "")).split())
    assert f"Daarvan zijn wij ongeveer {there} uur bij u op locatie" in told
