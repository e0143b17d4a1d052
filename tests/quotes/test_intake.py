"""An application of the website: confirmed, recognised, taken over or declined; forgotten if it never was confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry, PersonalLink
from auditbeheer.operations.letterhead import heading_for, links_for
from auditbeheer.plumbing.files import FileRefused, FileShelf
from auditbeheer.plumbing.outbox import Mail, Notice
from auditbeheer.plumbing.post_office import gather
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import AreaTyped, Intake, PartyTyped, attachments_of
from auditbeheer.quotes.rules.intake import intake_lacks, may_be_decided
from auditbeheer.quotes.service import intake as service
from auditbeheer.quotes.service import taking_over
from auditbeheer.quotes.service.additions import additions
from auditbeheer.quotes.service.taking_over import Wishes
from auditbeheer.quotes.work import tasks
from auditbeheer.relations.models import AreaType, PartyKind
from auditbeheer.scheme.condition import unmet
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY

PDF = ("kaart.pdf", b"%PDF-1.7 kaart")
MAIL = "selin@voorbeeld.nl"


def typed(**changed: Any) -> service.IntakeDetails:
    """What Selin typed for one new park."""
    told = service.IntakeDetails(
        name="Selin Yılmaz", function="voorzitter", email="Selin@Voorbeeld.nl", phone="0320 123 456",
        organisation="Ondernemersvereniging Noorderpark", party=PartyKind.ENTREPRENEURS, may_contract=True,
        partnership_name="KVO Noorderpark", area_type=AreaType.BUSINESS_PARK,
        areas=(AreaTyped("Noorderpark", "0995", 40, "bouw"),),
        parties=(PartyTyped(PartyKind.POLICE, "Politie Midden-Nederland"),), started_on=date(2025, 2, 10),
        start_document="intentieverklaring", wished_month=date(2027, 2, 1), remark="",
    )  # fmt: skip
    return replace(told, **changed)


def received(session: Session, **changed: Any) -> Intake:
    """An application of the website, as it came in."""
    row = service.send_intake(session, SYSTEM, NOW, details=typed(**changed))
    assert row is not None
    return row


@pytest.fixture
def sent(session: Session) -> Intake:
    """An application that was sent and waits for its confirmation."""
    samples.body(session)
    relations.municipality(session)
    return received(session)


def confirmed(session: Session, row: Intake, at: Any = NOW) -> Intake:
    return service.confirm_intake(session, service.applicant(row), at, row)


def wishes(intake: Intake, **changed: Any) -> Wishes:
    told = Wishes(
        partnership=None, name=intake.partnership_name, areas=(None,), started_on=intake.started_on,
        start_document=intake.start_document, assessment_expected_on=date(2027, 2, 28),
    )  # fmt: skip
    return replace(told, **changed)


def taken(session: Session, intake: Intake, folder: Path, **changed: Any) -> Any:
    return taking_over.take_over_intake(
        session, samples.actor(session), NOW, intake, wishes=wishes(intake, **changed), owner=samples.planner(session),
        library=samples.LIBRARY, shelf=FileShelf(folder),
    )  # fmt: skip


def topics(session: Session) -> list[str]:
    return list(session.scalars(select(Notice.topic).order_by(Notice.id)))


def test_before_the_confirmation_nobody_has_work_and_the_journal_names_nobody(session, sent):
    assert not [task for task in tasks(session, TODAY) if task.code == "aanvraag-website"]
    assert topics(session) == ["aanvraag_bevestigen"]
    lines = session.scalars(select(JournalEntry).where(JournalEntry.kind == "websiteaanvraag")).all()
    assert len(lines) == 1
    assert "Selin" not in lines[0].what + lines[0].who
    assert "Noorderpark" not in lines[0].what


def test_a_confirmed_application_waits_in_the_work_list_until_the_promised_day(session, sent):
    confirmed(session, sent)
    task = next(one for one in tasks(session, TODAY) if one.code == "aanvraag-website")
    assert (task.name, task.place, task.last_day) == ("KVO Noorderpark", "Lelystad", TODAY + timedelta(days=10))
    confirmed(session, sent, NOW + timedelta(days=1))
    assert sent.confirmed_at == NOW
    assert topics(session) == ["aanvraag_bevestigen", "aanvraag_ontvangen"]


def test_confirming_is_possible_up_to_and_including_the_last_day(session, sent):
    with pytest.raises(Refused, match=r"1.december 2026"):
        confirmed(session, sent, NOW + timedelta(days=8))
    confirmed(session, sent, NOW + timedelta(days=7))


def test_one_address_gets_at_most_three_mails_a_day(session, sent):
    for _ in range(5):
        service.send_intake(session, SYSTEM, NOW, details=typed(email=" SELIN@voorbeeld.nl "))
    assert session.scalar(select(func.count()).select_from(Intake)) == 3
    assert len(topics(session)) == 3
    assert service.send_intake(session, SYSTEM, NOW + timedelta(days=2), details=typed()) is not None


def test_what_is_never_confirmed_is_deleted_with_its_mail_and_link(session, sent):
    gather(session, NOW, heading_for(lambda: NOW))
    mail = session.scalars(select(Mail)).one()
    links_for("https://kantoor.voorbeeld.nl")(session, mail, NOW)
    assert session.scalar(select(func.count()).select_from(PersonalLink)) == 1
    assert service.forget_unconfirmed(session, NOW + timedelta(days=7)) == 0
    assert service.forget_unconfirmed(session, NOW + timedelta(days=8)) == 1
    for table in (Intake, Notice, Mail, PersonalLink):
        assert session.scalar(select(func.count()).select_from(table)) == 0
    assert service.forget_unconfirmed(session, NOW + timedelta(days=8)) == 0


def test_what_was_confirmed_is_kept(session, sent):
    confirmed(session, sent)
    assert service.forget_unconfirmed(session, NOW + timedelta(days=400)) == 0


def test_the_link_of_the_mail_leads_to_this_application_and_no_further(session, sent):
    gather(session, NOW, heading_for(lambda: NOW))
    mail = session.scalars(select(Mail)).one()
    address = next(iter(links_for("https://kantoor.voorbeeld.nl")(session, mail, NOW).values()))
    code = address.removeprefix("https://kantoor.voorbeeld.nl/aanvragen/")
    assert service.intake_behind(session, code, TODAY) is sent
    assert service.intake_behind(session, code, TODAY + timedelta(days=31)) is None
    assert service.intake_behind(session, "geraden", TODAY) is None


def test_the_delimitation_is_asked_until_it_is_there(session, sent, tmp_path):
    confirmed(session, sent)
    lacking = {one.code for one in unmet(service.conditions_of_intake(session, sent, samples.LIBRARY, TODAY))}
    assert lacking == {"document.afbakening"}
    who, shelf = service.applicant(sent), FileShelf(tmp_path)
    with pytest.raises(FileRefused):
        service.attach_to_intake(session, who, NOW, sent, shelf, code="afbakening", upload=("kaart.pdf", b"<html>"),
                                 library=samples.LIBRARY)  # fmt: skip
    service.attach_to_intake(session, who, NOW, sent, shelf, code="afbakening", upload=PDF, library=samples.LIBRARY)
    assert not unmet(service.conditions_of_intake(session, sent, samples.LIBRARY, TODAY))


def test_papers_are_taken_only_of_a_confirmed_application_and_not_without_end(session, sent, tmp_path):
    def attached(after=0):
        at = NOW + timedelta(minutes=after)
        return service.attach_to_intake(session, SYSTEM, at, sent, FileShelf(tmp_path), code="overig", upload=PDF,
                                        library=samples.LIBRARY)  # fmt: skip

    with pytest.raises(Refused, match="heeft de aanvraag bevestigd"):
        attached()
    confirmed(session, sent)
    for number in range(service.MOST_PAPERS):
        attached(number)
    with pytest.raises(Refused, match=r"^12$"):
        attached()


def test_taken_over_it_is_a_dossier_with_partnership_parties_area_and_papers(session, sent, tmp_path):
    confirmed(session, sent)
    service.attach_to_intake(session, SYSTEM, NOW, sent, FileShelf(tmp_path), code="afbakening", upload=PDF,
                             library=samples.LIBRARY)  # fmt: skip
    row = taken(session, sent, tmp_path)
    group = row.partnership
    assert (group.name, group.contact.name, [one.name for one in group.authorised]) == (
        "KVO Noorderpark", "Selin Yılmaz", ["Selin Yılmaz"],
    )  # fmt: skip
    assert {party.kind for party in group.current_parties} == {PartyKind.ENTREPRENEURS, PartyKind.POLICE}
    assert [(link.area.name, link.entrepreneurs) for link in row.areas] == [("Noorderpark", 40)]
    assert row.scheme == "kvo-b-4.0"
    assert [paper.code for paper in attachments_of(session, row.id)] == ["afbakening"]
    assert sent.trajectory is row
    notice = session.scalars(select(Notice).where(Notice.topic == "aanvraag_in_behandeling")).one()
    assert (notice.dossier, notice.target, notice.facts["deur"]) == (row.number, f"/mijn/{row.number}", True)
    assert not [task for task in tasks(session, TODAY) if task.code == "aanvraag-website"]
    with pytest.raises(Refused, match="nog niets besloten"):
        taken(session, sent, tmp_path)


def test_a_guide_who_applies_is_contact_and_never_signs(session, sent, tmp_path):
    row = received(session, party=None, may_contract=True)
    confirmed(session, row)
    group = taken(session, row, tmp_path).partnership
    assert (group.contact.party.is_guide, group.authorised) == (True, [])


def test_what_we_know_is_proposed_and_a_person_decides(session, sent, tmp_path):
    cluster = relations.cluster(session, tmp_path, 2)
    area = cluster.current_areas[0]
    row = received(session, partnership_name=cluster.name, areas=(AreaTyped(area.name.lower(), "0995", 44),))
    confirmed(session, row)
    found = taking_over.recognised(session, row)
    assert found[0].same is area
    assert found[0].held_by == {area.id: cluster.name}
    assert taking_over.known_partnerships(session, row, found)[0] is cluster
    with pytest.raises(Refused, match="hoort bij"):
        taken(session, row, tmp_path, areas=(area,))
    session.expire_all()
    trajectory = taken(session, row, tmp_path, partnership=cluster, areas=(area,))
    assert trajectory.partnership is cluster
    assert [link.area for link in trajectory.areas] == [area]


def test_who_of_the_application_is_new_to_a_known_partnership_is_offered_and_added_when_ticked(session, sent, tmp_path):
    cluster = relations.cluster(session, tmp_path, 2)
    contact = cluster.contact
    row = received(
        session, name="Noor Vos", email="noor@voorbeeld.nl", partnership_name=cluster.name,
        organisation="ondernemers lelystad", areas=(AreaTyped(cluster.current_areas[0].name, "0995", 44),),
        parties=(PartyTyped(PartyKind.POLICE, "Politie Flevoland"), PartyTyped(PartyKind.OTHER, "Parkmanagement")),
    )  # fmt: skip
    confirmed(session, row)
    told = additions(row, cluster)
    assert (told.there, told.applicant) == (("ondernemers lelystad (ondernemers)",), True)
    assert told.parties == (
        (PartyTyped(PartyKind.POLICE, "Politie Flevoland"), ("Politie Midden-Nederland",)),
        (PartyTyped(PartyKind.OTHER, "Parkmanagement"), ()),
    )
    before = len(cluster.current_parties)
    taken(
        session, row, tmp_path, partnership=cluster, areas=(cluster.current_areas[0],), applicant=True,
        parties=(PartyTyped(PartyKind.OTHER, "Parkmanagement"),),
    )  # fmt: skip
    session.expire_all()
    noor = next(one for one in cluster.representatives if one.name == "Noor Vos")
    assert (noor.party.organisation, noor.email) == ("Ondernemers Lelystad", "noor@voorbeeld.nl")
    assert cluster.contact is contact
    assert len(cluster.current_parties) == before + 1
    assert additions(row, cluster).applicant is False


def test_nobody_is_added_who_was_not_ticked(session, sent, tmp_path):
    cluster = relations.cluster(session, tmp_path, 2)
    row = received(session, name="Noor Vos", email="noor@voorbeeld.nl", partnership_name=cluster.name)
    confirmed(session, row)
    people = [one.name for one in cluster.representatives]
    taken(session, row, tmp_path, partnership=cluster, areas=(cluster.current_areas[0],))
    session.expire_all()
    assert [one.name for one in cluster.representatives] == people


def test_a_declined_application_tells_its_reason(session, sent, tmp_path):
    confirmed(session, sent)
    taking_over.decline_intake(session, samples.actor(session), NOW, sent, why="Buiten ons werkgebied")
    notice = session.scalars(select(Notice).where(Notice.topic == "aanvraag_afgewezen")).one()
    assert notice.facts["waarom"] == "Buiten ons werkgebied"
    with pytest.raises(Refused, match="nog niets besloten"):
        taken(session, sent, tmp_path)


@pytest.mark.parametrize(
    ("confirmed_", "ended", "objections"),
    [(True, False, []), (False, False, ["intake.bevestigd"]), (True, True, ["intake.open"])],
    ids=["waits", "not confirmed", "ended"],
)
def test_only_a_confirmed_application_that_waits_is_decided(confirmed_, ended, objections):
    assert [one.code for one in unmet(may_be_decided(confirmed=confirmed_, ended=ended))] == objections


def test_without_a_scheme_nothing_is_asked_yet():
    assert intake_lacks([], None, frozenset(), TODAY) == []
