"""One quote for several clusters: tied, sent on one paper, answered with one yes, an agreement each (ARE-4, QUO-5)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import signatories_on
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service
from auditbeheer.quotes.models import agreements_of, bundle_of, bundled_with, open_quote
from auditbeheer.quotes.rules.prices import Wanted
from auditbeheer.quotes.service.bundle import (
    accept_together,
    bundle_quotes,
    candidates,
    decline_together,
    details_of,
    renew_together,
    send_together,
    untie,
)
from auditbeheer.quotes.service.splitting import proposed_division
from tests.documents.scenes import there
from tests.quotes import samples
from tests.quotes.test_splitting import carry_out, old_project
from tests.relations.samples import NOW, TODAY


def clusters(session, shelf):
    """Drafts for the clusters into which an old project was split."""
    samples.body(session)
    partnership = old_project(session, shelf, 7)
    rows = carry_out(session, partnership, proposed_division(partnership, schemes(), TODAY))
    return [samples.quoted(session, row, str(service.time_for(session, row, schemes(), TODAY).minimum)) for row in rows]


def send(session, quote, shelf):
    return send_together(
        session, samples.actor(session), NOW, quote, library=schemes(), shelf=FileShelf(shelf), style=samples.STYLE
    )


def accept(session, quote):
    person = quote.trajectory.partnership.authorised[0]
    return accept_together(
        session, samples.actor(session), NOW, quote, person=person, on_day=TODAY, library=schemes()
    )  # fmt: skip


def test_clusters_get_one_paper_one_letter_one_yes_and_an_agreement_each(session, tmp_path):
    quotes = clusters(session, tmp_path)
    assert len(quotes) == 3
    first = quotes[0]
    assert [one.id for one in candidates(session, first)] == [one.id for one in quotes[1:]]
    bundle_quotes(session, samples.actor(session), NOW, quotes)
    assert list(bundled_with(session, quotes[2])) == quotes
    assert candidates(session, first) == []
    send(session, quotes[1], tmp_path)
    assert len({one.pdf_sha256 for one in quotes}) == 1
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(FileShelf(tmp_path).get(first.pdf_sha256))).pages)
    for one in quotes:
        assert one.number in text
        assert one.trajectory.partnership.name in text
    assert "Wat het samen kost" in text
    assert len(session.scalars(select(Notice).where(Notice.topic == "offerte")).all()) == 1
    accept(session, quotes[2])
    assert {(one.accepted_on, one.accepted_by.name) for one in quotes} == {(TODAY, "Selin Yılmaz")}
    assert {one.accepted_by.party.partnership_id for one in quotes} == {one.trajectory.partnership_id for one in quotes}
    for one in quotes:
        one.trajectory.completed_on = TODAY
        service.sign_agreement(
            session, samples.actor(session), NOW, one, signatory=signatories_on(session, TODAY)[0],
            client_name="Selin Yılmaz", client_function="voorzitter", library=schemes(), shelf=FileShelf(tmp_path),
            style=samples.STYLE,
        )  # fmt: skip
    signed = agreements_of(session, [one.trajectory_id for one in quotes])
    assert len({row.pdf_sha256 for row in signed.values()}) == 3


def test_one_no_holds_for_all(session, tmp_path):
    quotes = clusters(session, tmp_path)
    bundle_quotes(session, samples.actor(session), NOW, quotes)
    send(session, quotes[0], tmp_path)
    decline_together(session, samples.actor(session), NOW, quotes[1], on_day=TODAY, why="te duur")
    assert {one.declined_why for one in quotes} == {"te duur"}
    with pytest.raises(Refused):
        accept(session, quotes[0])


def test_a_new_version_of_one_ends_the_paper_for_all(session, tmp_path):
    quotes = clusters(session, tmp_path)
    bundle_quotes(session, samples.actor(session), NOW, quotes)
    send(session, quotes[0], tmp_path)
    new = samples.quoted(session, quotes[0].trajectory, str(quotes[0].hours + Decimal(1)), "meer documenten")
    assert bundle_of(session, new.id) is None
    with pytest.raises(Refused) as refused:
        accept(session, quotes[1])
    assert quotes[0].number in refused.value.objections[0].objection


def renew(session, quote, **facts):
    details = replace(details_of(quote), **facts)
    return renew_together(session, samples.actor(session), NOW, quote.trajectory, details=details, library=schemes())


def test_a_new_version_of_one_renews_all_on_the_paper_and_ties_them_again(session, tmp_path):
    quotes = clusters(session, tmp_path)
    service.change_quote(
        session, samples.actor(session), NOW, quotes[1], library=schemes(), opened_on=quotes[1].version,
        details=replace(details_of(quotes[1]), free=(Wanted("Presentatie", Decimal(2), "keer", Decimal("75.00")),)),
    )  # fmt: skip
    bundle_quotes(session, samples.actor(session), NOW, quotes)
    send(session, quotes[0], tmp_path)
    made = renew(session, quotes[0], hours=quotes[0].hours + 1, extra_why="meer documenten")
    assert [(one.trajectory, one.edition) for one in made] == [(one.trajectory, 2) for one in quotes]
    assert [one.hours for one in made] == [quotes[0].hours + 1, quotes[1].hours, quotes[2].hours]
    assert [line.text for line in made[1].lines][-1] == "Presentatie"
    assert [one.superseded_on for one in quotes] == [TODAY] * 3
    assert list(bundled_with(session, made[2])) == made
    send(session, made[1], tmp_path)
    accept(session, made[2])
    assert {one.accepted_on for one in made} == {TODAY}


def test_a_new_version_takes_along_a_draft_that_came_loose_and_nobody_for_whom_another_signs(session, tmp_path):
    quotes = clusters(session, tmp_path)
    bundle_quotes(session, samples.actor(session), NOW, quotes)
    send(session, quotes[0], tmp_path)
    loose = samples.quoted(session, quotes[0].trajectory, str(quotes[0].hours + 1), "meer documenten")
    made = renew(session, quotes[1])[1:]
    assert {one.id for one in made} == {loose.id, there(open_quote(session, quotes[2].trajectory_id)).id}
    send(session, loose, tmp_path)
    for person in quotes[2].trajectory.partnership.authorised:
        person.may_contract = False
    session.flush()
    (alone,) = renew(session, loose)
    assert bundle_of(session, alone.id) is None


def test_only_free_drafts_with_one_signer_go_together_and_drafts_can_be_untied(session, tmp_path):
    quotes = clusters(session, tmp_path)
    by = samples.actor(session)
    with pytest.raises(Refused):
        bundle_quotes(session, by, NOW, quotes[:1])
    bundle = bundle_quotes(session, by, NOW, quotes[:2])
    with pytest.raises(Refused):
        bundle_quotes(session, by, NOW, quotes[1:])
    untie(session, by, NOW, bundle)
    assert bundle_of(session, quotes[0].id) is None
    for person in quotes[2].trajectory.partnership.authorised:
        person.may_contract = False
    session.flush()
    assert quotes[2] not in candidates(session, quotes[0])
    with pytest.raises(Refused) as refused:
        bundle_quotes(session, by, NOW, quotes)
    assert "Niemand mag voor al deze" in refused.value.objections[0].objection
    send(session, quotes[0], tmp_path)
    assert quotes[1].sent_at is None


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_staff_tie_send_and_record_one_yes(office, tmp_path):
    with office.write() as session:
        quotes = clusters(session, tmp_path / "files")
        numbers, ids = [one.trajectory.number for one in quotes], [str(one.id) for one in quotes]
        signer = str(quotes[0].trajectory.partnership.authorised[0].id)
    browser = office.as_(Role.PLANNER)
    step = f"/dossiers/{numbers[0]}/offerte"
    assert "Samen met andere offertes" in browser.get(step)
    assert "Kies ten minste één andere offerte" in browser.post(f"{step}/samen", {}, status=422)
    page = browser.post(f"{step}/samen", {"quotes": ids[1:]})
    assert "De offertes gaan samen." in page
    assert "Losmaken" in page
    assert f"Gaat mee: Cluster Nederweert, {numbers[1]}" in browser.get(f"{step}/versturen")
    browser.post(f"{step}/versturen", {})
    day = {"on_day-dag": "23", "on_day-maand": "11", "on_day-jaar": "2026"}
    browser.post(f"{step}/akkoord", {"person": signer, **day})
    for number in numbers:
        assert "Akkoord" in browser.get(f"/dossiers/{number}/offerte")
        assert "Naar de overeenkomst" in browser.get(f"/dossiers/{number}/offerte")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_of_a_new_version_tells_who_gets_one_too_and_ties_them(office, tmp_path):
    with office.write() as session:
        quotes = clusters(session, tmp_path / "files")
        bundle_quotes(session, samples.actor(session), NOW, quotes)
        send(session, quotes[0], tmp_path / "files")
        step, others = f"/dossiers/{quotes[0].trajectory.number}/offerte", [one.number for one in quotes[1:]]
    browser = office.as_(Role.PLANNER)
    asked = browser.get(f"{step}/maken")
    assert "Deze offerte staat met andere op één papier." in asked
    told = {name: asked.value(name) for name in ("hours", "distance_km", "travel_hours")}
    again = browser.post(f"{step}/maken", {**told, "extra_why": ""})
    assert f"Zij gaat weer samen met {others[0]}, versie 2 en {others[1]}, versie 2." in again
    assert "Losmaken" in again
