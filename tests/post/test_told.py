"""What each act tells, and to whom: in the transaction of the act, once, and not what nobody needs to know any more."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from icalendar import Calendar
from sqlalchemy import select

from auditbeheer.accounts import links
from auditbeheer.deviations import service as deviations
from auditbeheer.documents import service as documents
from auditbeheer.documents.state import kinds_of
from auditbeheer.planning import service as planning
from auditbeheer.planning.calendar_file import CALENDAR, calendar_of
from auditbeheer.planning.models import Cause, TeamRole
from auditbeheer.plumbing.addresses import ADDRESSES
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import Notice, Recipient
from auditbeheer.quotes import service as quotes
from tests.decisions import case
from tests.documents import scenes
from tests.planning import scene as plans
from tests.qualifications.people import actor
from tests.quotes import samples
from tests.relations.samples import NOW, TODAY


def told(session, *topics):
    """(topic, person's name) of what is told and not withdrawn, in order."""
    rows = session.scalars(select(Notice).where(Notice.withdrawn_at.is_(None)).order_by(Notice.id))
    return [(row.topic, row.name) for row in rows if not topics or row.topic in topics]


def facts_of(session, topic):
    return session.scalars(select(Notice).where(Notice.topic == topic).order_by(Notice.id.desc())).first().facts


# Quotes


@pytest.fixture
def ready(session):
    samples.body(session)
    return session


def test_a_quote_is_told_to_who_may_contract_and_to_the_contact_person(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    partnership = trajectory.partnership
    expected = {person.name for person in partnership.authorised} | {scenes.there(partnership.contact).name}
    assert {name for _, name in told(ready, "offerte")} == expected
    assert all(name in quote.sent_to for name in expected)
    assert facts_of(ready, "offerte")["tot"] == str(quote.valid_until)


def test_a_guide_is_never_asked_for_a_yes(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    partnership = trajectory.partnership
    signer = partnership.authorised[0]
    signer.party.is_guide = True
    ready.flush()
    samples.sent(ready, tmp_path, trajectory)
    assert {name for _, name in told(ready, "offerte")} == {scenes.there(partnership.contact).name}


@pytest.mark.parametrize("answer", ["yes", "no", "new version"])
def test_a_quote_that_was_answered_is_not_told_of_any_more(ready, tmp_path, answer):
    trajectory = samples.confirmed(ready, tmp_path)
    quote = samples.sent(ready, tmp_path, trajectory)
    by = samples.actor(ready)
    if answer == "yes":
        person = trajectory.partnership.authorised[0]
        quotes.accept_quote(
            ready, by, NOW, quote, person=person, on_day=TODAY, library=samples.LIBRARY
        )  # fmt: skip
    elif answer == "no":
        quotes.decline_quote(ready, by, NOW, quote, on_day=TODAY, why="te duur")
    else:
        samples.quoted(ready, trajectory, "13", "extra gesprek")
    assert told(ready, "offerte") == []


# Documents


@pytest.fixture
def here(session):
    return scenes.scene(session, day=date(2026, 12, 9))


def asked(session, here, text="Schouwrapport"):
    return documents.request_documents(
        session, here.by(here.planner), scenes.NOW, here.trajectory, asked=text, asked_of="Selin Yılmaz",
        until=date(2026, 11, 25),
    )  # fmt: skip


def test_what_is_asked_for_is_listed_one_to_a_line(session, here):
    names = [kind.name for kind in kinds_of(here.trajectory).values()][:2]
    asked(session, here, f"{', '.join(names)}\nMet foto’s.")
    assert facts_of(session, "documenten_nodig") == {
        "namen": names, "toelichting": ["Met foto’s."], "dag": "2026-11-25", "audit": "2026-12-09"
    }  # fmt: skip


def test_words_of_our_own_are_told_as_they_are(session, here):
    asked(session, here, "Het verslag van mei\nen dat van juni")
    assert facts_of(session, "documenten_nodig")["namen"] == ["Het verslag van mei", "en dat van juni"]


def test_a_document_that_is_not_enough_is_told_and_one_in_order_is_not(session, here, tmp_path):
    code = next(iter(kinds_of(here.trajectory)))
    document = documents.receive_document(
        session, here.by(here.planner), scenes.NOW, here.trajectory, FileShelf(tmp_path), code=code,
        upload=("plan.pdf", scenes.PDF), received_on=scenes.TODAY, received_from="Selin Yılmaz",
    )  # fmt: skip
    by = here.by(here.auditor)
    documents.assess_document(session, by, scenes.NOW, document, in_order=True, remark="")
    assert told(session) == []
    documents.assess_document(session, by, scenes.NOW, document, in_order=False, remark="Bladzijde 3 ontbreekt.")
    documents.assess_document(session, by, scenes.NOW, document, in_order=False, remark="Bladzijde 4 ontbreekt.")
    assert len(told(session, "document_aanvullen")) == 1, "the later verdict is the one that is told"
    assert facts_of(session, "document_aanvullen")["ontbreekt"] == ["Bladzijde 4 ontbreekt."]


# Planning


@pytest.fixture
def planned(session):
    return plans.scene(session)


def confirmed(session, planned, day=plans.DAY):
    audit = plans.with_lead(session, planned, day)
    planning.confirm_impartiality(session, actor(planned.auditor), plans.NOW, audit.present_team[0])
    return planning.confirm_day(session, actor(planned.planner), plans.NOW, audit)


def moved(session, planned, audit, day):
    return planning.move_audit(
        session, actor(planned.planner), plans.NOW, audit, day=day, starts_at=audit.starts_at, place=audit.place,
        document_review_on=audit.document_review_on, why="ziek", cause=Cause.US,
    )[0]  # fmt: skip


def test_the_working_group_hears_of_a_day_when_it_is_confirmed(session, planned):
    plans.with_lead(session, planned)
    assert told(session) == []


def test_a_day_that_was_confirmed_twice_is_told_once(session, planned):
    audit = confirmed(session, planned)
    assert [topic for topic, _ in told(session)] == ["audit_gepland", "audit_bevestigd"]
    planning.replace_auditor(
        session,
        actor(planned.planner),
        plans.NOW,
        audit.present_team[0],
        employee=planned.second,
        why="ziek",
        cause=Cause.US,
    )
    planning.confirm_impartiality(session, actor(planned.second), plans.NOW, audit.present_team[0])
    planning.confirm_day(session, actor(planned.planner), plans.NOW, audit)
    assert len(told(session, "audit_gepland")) == 1


def test_a_day_that_nobody_heard_of_is_moved_and_called_off_in_silence(session, planned):
    audit = plans.with_lead(session, planned)
    later = moved(session, planned, audit, plans.DAY + timedelta(days=7))
    planning.cancel_audit(session, actor(planned.planner), plans.NOW, later, why="later", cause=Cause.US)
    assert told(session) == []


def test_a_day_that_moves_takes_the_place_of_the_one_that_did_not_leave_yet(session, planned):
    audit = confirmed(session, planned)
    moved(session, planned, audit, plans.DAY + timedelta(days=7))
    assert [topic for topic, _ in told(session)] == ["audit_verzet"]
    facts = facts_of(session, "audit_verzet")
    assert facts["eerder"] == str(plans.DAY)
    assert (facts["documenten_eerder"], facts["documenten"]) == ("2026-11-25", "2026-12-02")
    assert (facts["rapport_eerder"], facts["rapport"]) == ("2026-12-23", "2026-12-30")


def test_a_day_that_is_called_off_is_told(session, planned):
    audit = confirmed(session, planned)
    planning.cancel_audit(session, actor(planned.planner), plans.NOW, audit, why="later", cause=Cause.US)
    assert told(session) == [("audit_afgezegd", "Cluster Lelystad"), ("audit_afgezegd", planned.auditor.name)]


HERE = "https://kantoor.nl"
SOON_DAY = plans.TODAY + timedelta(days=7)


def soon(session, planned, day=SOON_DAY):
    audit = planning.plan_audit(
        session, actor(planned.planner), plans.NOW, planned.trajectory, day=day, starts_at=time(9, 30),
        place="Stadhuis", hours=Decimal(8), document_review_on=day - timedelta(days=1),
    )  # fmt: skip
    planning.assign(session, actor(planned.planner), plans.NOW, audit, planned.auditor, role=TeamRole.LEAD)
    return audit


def test_an_audit_within_seven_days_is_told_to_its_auditor_at_once(session, planned):
    audit = soon(session, planned)
    assert told(session) == [("audit_toegewezen", planned.auditor.name)]
    assert session.scalars(select(Notice)).one().by_itself
    planning.replace_auditor(
        session,
        actor(planned.planner),
        plans.NOW,
        audit.present_team[0],
        employee=planned.second,
        why="ziek",
        cause=Cause.US,
    )
    assert told(session)[1:] == [("audit_voorbij", planned.auditor.name), ("audit_toegewezen", planned.second.name)]


def test_an_audit_of_next_month_is_found_in_the_work_list(session, planned):
    soon(session, planned, SOON_DAY + timedelta(days=1))
    assert told(session) == []


def test_who_was_in_the_team_hears_that_it_is_off(session, planned):
    audit = soon(session, planned)
    planning.cancel_audit(session, actor(planned.planner), plans.NOW, audit, why="brand", cause=Cause.US)
    assert told(session)[-1] == ("audit_voorbij", planned.auditor.name)
    assert facts_of(session, "audit_voorbij")["reden"] == "brand"


# Audit and certificate


def test_all_that_must_be_added_is_told_in_one_letter(session, here):
    for number in range(2):
        deviations.open_deviation(
            session, here.by(here.auditor), scenes.at(here.audit.day), here.audit, point="T13", seen=f"Lamp {number}",
            requirement="Maatregelen",
        )  # fmt: skip
    deviations.establish_deviations(
        session, here.by(here.auditor), scenes.at(here.audit.day), here.audit, closed_on=here.audit.day
    )
    assert [topic for topic, _ in told(session)] == ["aanvulling_nodig"]
    assert facts_of(session, "aanvulling_nodig")["aantal"] == 2
    assert facts_of(session, "aanvulling_nodig")["dag"] == "2027-02-09"


def test_an_audit_without_deviations_asks_for_nothing(session, here):
    deviations.establish_deviations(
        session, here.by(here.auditor), scenes.at(here.audit.day), here.audit, closed_on=here.audit.day
    )
    assert told(session) == []


def test_a_certificate_is_told_with_its_days_and_number(session):
    certificate = case.granted(session)
    facts = facts_of(session, "gefeliciteerd")
    assert (facts["nummer"], facts["tot"]) == (certificate.number, str(certificate.last_day))


def test_an_act_that_is_refused_or_undone_tells_nothing(database):
    with database.writer() as session:
        case.granted(session)
        assert told(session) != []
        session.rollback()
    with database.read() as session:
        assert told(session) == []


# The day as a file


def test_a_moved_audit_stays_one_event_that_moves_along(session, planned):
    audit = confirmed(session, planned)
    before = event(calendar_of(session, [audit], plans.NOW, base_url=HERE))
    later = moved(session, planned, audit, plans.DAY + timedelta(days=7))
    after = event(calendar_of(session, [later], plans.NOW, base_url=HERE))
    assert before["uid"] == after["uid"]
    assert int(before["sequence"]) < int(after["sequence"])
    assert after.decoded("dtstart").date() == later.day
    assert (str(before["status"]), str(event(calendar_of(session, [audit], plans.NOW, base_url=HERE))["status"])) == (
        "CONFIRMED", "CANCELLED"
    )  # fmt: skip


def event(content):
    return Calendar.from_ical(content).walk("VEVENT")[0]


def test_a_calendar_names_nobody(session, planned):
    content = calendar_of(session, [confirmed(session, planned)], plans.NOW, base_url=HERE).decode()
    assert planned.auditor.name not in content
    assert "@voorbeeld.nl" not in content


def test_the_link_in_a_mail_opens_the_day_of_its_dossier_and_no_other_kind_of_link_does(office):
    with office.write() as session:
        planned = plans.scene(session)
        confirmed(session, planned)
        to = Recipient(name="Selin", email="selin@voorbeeld.nl", person="representative:1")
        number = planned.trajectory.number
        _, code = links.make(session, office.now, to, scope=CALENDAR, thing=number, dossier=number)
        _, other = links.make(session, office.now, to, scope="mijn", thing="selin@voorbeeld.nl")
    browser = office.as_(None)
    answer = browser.raw(f"/agenda/{code}.ics")
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert event(answer.data)["summary"] == f"KVO-audit {planned.trajectory.partnership.name}"
    for wrong in (other, "geraden", code[:-1]):
        assert browser.raw(f"/agenda/{wrong}.ics").status_code == 404


# Addresses


def test_every_address_that_a_mail_names_is_a_page(office):
    rules = {rule.rule for rule in office.app.url_map.iter_rules()}
    bare = {"/".join("*" if "<" in part else part for part in rule.split("/")) for rule in rules}
    for name, address in ADDRESSES.items():
        wanted = "/".join("*" if "{" in part else part for part in address.split("/"))
        assert wanted in bare, name


@pytest.mark.parametrize("page", ["", "/offerte", "/documenten", "/afspraken", "/afwijkingen", "/rapport",
                                  "/certificaat", "/berichten"])  # fmt: skip
def test_every_page_that_a_letter_leads_to_is_behind_the_clients_door(office, page):
    adapter = office.app.url_map.bind("kantoor.voorbeeld.nl")
    endpoint, _ = adapter.match(f"/mijn/D-2026-0147{page}")
    assert endpoint.startswith("portal.")
