"""The pages of post, jobs and health: what they show, what they let somebody do, and to whom they are open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts import links
from auditbeheer.accounts.models import JournalEntry, PersonalLink
from auditbeheer.accounts.permissions import Role
from auditbeheer.operations.health import QUIET, health
from auditbeheer.plumbing.jobs import JobRun
from auditbeheer.plumbing.outbox import GATHERING, Mail, MailState, Notice, Recipient, tell
from auditbeheer.plumbing.post_office import Refusal, deliver, gather
from auditbeheer.relations.models import Representative
from tests.documents.scenes import there
from tests.post.people import NOON, heading
from tests.quotes import samples
from tests.relations import samples as relations

LINK = "https://kantoor.voorbeeld.nl/mijn/link/geheim"


class Carrier:
    def __init__(self, problem=None):
        self.problem = problem

    def carry(self, message, to):
        if self.problem:
            raise self.problem


@pytest.fixture
def returned(office, tmp_path):
    """A mail to a contact person that came back; gives its id."""
    with office.write() as session:
        samples.body(session)
        trajectory = samples.applied(session, relations.cluster(session, tmp_path, 1))
        contact = there(trajectory.partnership.contact)
        to = Recipient(name=contact.name, email=contact.email, person=f"representative:{contact.id}")
        tell(session, office.now - timedelta(hours=2), to, topic="audit_afgezegd", facts={"dag": "2026-12-09"},
             dossier=trajectory.number, scope="mijn", thing=contact.email)  # fmt: skip
    posted(office, Refusal("550 onbekend"))
    return 1


def posted(office, problem=None, later=timedelta(0)):
    with office.write() as session:
        gather(session, office.now - timedelta(hours=1), heading)
    deliver(office.database, lambda: office.now + later, Carrier(problem), heading, lambda *_: {"⟦adres⟧": LINK})


def mail_of(office, number=1):
    with office.database.read() as session:
        return session.get_one(Mail, number)


def test_all_post_is_listed_by_state_without_any_personal_link(office, returned):
    browser = office.as_(Role.ADMINISTRATOR)
    page = browser.get("/beheer/post")
    assert "Niet bezorgd" in page
    assert "Er gaat nu geen mail weg" in page, "no mail server in tests"
    assert "Geen audit op" in browser.get("/beheer/post?staat=niet-bezorgd")
    assert "Hier staan geen mails." in browser.get("/beheer/post?staat=verstuurd")
    assert "Hier staan geen mails." in browser.get("/beheer/post?pagina=99")
    page = browser.get("/beheer/post/1")
    assert "(persoonlijke link)" in page
    assert "550 onbekend" in page
    assert "geheim" not in page.html


def test_what_still_waits_to_be_joined_is_told_beside_the_mails(office):
    with office.write() as session:
        for topic in ("audit_afgezegd", "offerte_verlopen"):
            tell(session, office.now, Recipient(name="Piet", email="piet@voorbeeld.nl", person="representative:2"),
                 topic=topic, facts={"dag": "2026-12-09"})  # fmt: skip
    browser = office.as_(Role.ADMINISTRATOR)
    assert "2 berichten wachten nog" in browser.get("/beheer/post")
    assert "2 berichten wachten nog" in browser.get("/beheer/post?staat=klaargezet")
    assert "wachten nog" not in browser.get("/beheer/post?staat=verstuurd")
    with office.write() as session:
        gather(session, office.now + GATHERING, heading)
    assert "wachten nog" not in browser.get("/beheer/post")


def test_a_mail_is_sent_again_at_an_address_that_then_is_the_persons(office, returned):
    page = office.as_(Role.PLANNER).post("/beheer/post/1/opnieuw", {**form_of(office), "email": "Nieuw@Voorbeeld.nl"})
    assert "Klaargezet" in page
    mail = mail_of(office)
    assert (mail.state, mail.email, mail.thing) == (MailState.READY, "nieuw@voorbeeld.nl", "nieuw@voorbeeld.nl")
    with office.database.read() as session:
        person = session.get_one(Representative, int(mail.person.removeprefix("representative:")))
        assert person.email == "nieuw@voorbeeld.nl"
        verbs = session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id.desc()).limit(2)).all()
    assert verbs == ["mail opnieuw klaargezet", "e-mailadres gewijzigd"]
    posted(office, later=timedelta(days=1))  # a page puts it at the hour of the wall, whatever that is
    assert mail_of(office).state is MailState.SENT


def test_another_address_holds_in_each_group_of_that_person_and_closes_the_links_to_the_old(office, returned):
    with office.write() as session:
        person = session.get_one(Representative, int(session.get_one(Mail, 1).person.removeprefix("representative:")))
        old, people = (
            person.email,
            relations.with_people(session, relations.bare(session, "KVO Elders")).representatives,
        )
        same = next(row for row in people if row.name == person.name)
        same.email = old.upper()
        keys, others = (person.id, same.id), {row.id: row.email for row in people if row is not same}
        links.make(
            session,
            office.now,
            Recipient(name=person.name, email=old, person="representative:1"),
            scope="mijn",
            thing=old,
        )
    assert others
    office.as_(Role.PLANNER).post("/beheer/post/1/opnieuw", {**form_of(office), "email": "nieuw@voorbeeld.nl"})
    with office.database.read() as session:
        assert {session.get_one(Representative, key).email for key in keys} == {"nieuw@voorbeeld.nl"}
        assert {key: session.get_one(Representative, key).email for key in others} == others
        assert None not in session.scalars(select(PersonalLink.revoked_at).where(PersonalLink.thing == old)).all()


def form_of(office):
    """Hidden fields of a page that a route that only takes POST goes with."""
    page = office.as_(Role.PLANNER).get("/beheer/post/1")
    return {"form_id": page.tree.css_first("input[name=form_id]").attributes["value"]}


@pytest.mark.parametrize("typed", ["", "geen adres", "a@b"])
def test_an_address_that_is_none_is_objected_to_and_keeps_the_mail_as_it_was(office, returned, typed):
    page = office.as_(Role.PLANNER).post("/beheer/post/1/opnieuw", {"email": typed}, status=422)
    assert len(page.errors) == 1
    assert mail_of(office).state is MailState.RETURNED


def test_a_mail_that_came_back_is_told_in_its_dossier_and_solved_with_how(office, returned):
    browser = office.as_(Role.PLANNER)
    assert "Los de bezorgfout op" in browser.get("/werk?lijst=team")
    page = browser.post("/beheer/post/1/opgelost", {"how": ""}, status=422)
    assert page.errors == ["Schrijf op hoe het is opgelost"]
    assert "Opgelost" in browser.post("/beheer/post/1/opgelost", {"how": "Gebeld en verteld."})
    assert "Los de bezorgfout op" not in browser.get("/werk?lijst=team")
    with office.database.read() as session:
        assert (
            session.scalars(select(JournalEntry.why).order_by(JournalEntry.id.desc())).first() == "Gebeld en verteld."
        )


def test_a_mail_that_left_cannot_be_solved_or_sent_again(office, returned):
    with office.write() as session:
        mail = session.get_one(Mail, 1)
        mail.sent_at, mail.gave_up_at = office.now, None
    browser = office.as_(Role.PLANNER)
    browser.post("/beheer/post/1/opnieuw", {"email": "a@voorbeeld.nl"}, status=422)
    browser.post("/beheer/post/1/opgelost", {"how": "x"}, status=422)


@pytest.mark.parametrize(
    ("role", "post", "jobs"),
    [
        (Role.ADMINISTRATOR, 200, 200), (Role.PLANNER, 200, 403), (Role.SCHEME_MANAGER, 200, 403),
        (Role.AUDITOR, 403, 403), (Role.DECIDER, 403, 403), (Role.SUPERVISOR, 403, 403), (Role.MANAGEMENT, 403, 403),
    ],
)  # fmt: skip
def test_post_and_jobs_are_open_to_whose_work_they_are(office, role, post, jobs):
    browser = office.as_(role)
    browser.get("/beheer/post", status=post)
    browser.get("/beheer/taken", status=jobs)
    browser.get("/beheer", status=jobs)


def test_a_mail_that_does_not_exist_is_not_found(office):
    office.as_(Role.ADMINISTRATOR).get("/beheer/post/99", status=404)


def test_jobs_are_listed_with_their_hours_and_run_at_once(office):
    browser = office.as_(Role.ADMINISTRATOR)
    page = browser.get("/beheer/taken")
    assert "Medewerkers mailen wat er op hen wacht" in page
    assert "op werkdagen om 07:30" in page
    assert "Niets: alles lukte." in page
    page = browser.post("/beheer/taken/offertes", {"form_id": "a" * 32})
    assert "niets te doen" in page
    with office.database.read() as session:
        assert session.scalars(select(JobRun.job)).all() == ["offertes"]
        assert session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id.desc())).first() == "taak gestart"
    browser.post("/beheer/taken/bestaat-niet", {"form_id": "b" * 32}, status=404)


def test_a_job_that_failed_is_told_with_what_went_wrong(office):
    with office.write() as session:
        session.add(JobRun(job="post", slot=office.now, started_at=office.now, ended_at=office.now, failed=True,
                           outcome="OSError: de schijf is vol"))  # fmt: skip
    browser = office.as_(Role.ADMINISTRATOR)
    assert "de schijf is vol" in browser.get("/beheer/taken")
    page = browser.get("/beheer")
    assert "Mislukt: Mails samenvoegen en versturen." in page, page.text[:1500]


def told(session, now, *, mail_server=True):
    names = {"post": "Mails versturen"}
    return {one.code: one.met for one in health(session, now, names, mail_server=mail_server)}


def test_health_sees_a_scheduler_that_went_quiet(session):
    assert told(session, NOON)["taken.loopt"] is False, "never ran"
    session.add(JobRun(job="post", slot=NOON, started_at=NOON))
    session.flush()
    assert told(session, NOON + QUIET)["taken.loopt"] is True
    assert told(session, NOON + QUIET + timedelta(seconds=1))["taken.loopt"] is False


def test_health_sees_a_failure_until_the_next_run_is_well(session):
    session.add(JobRun(job="post", slot=NOON, started_at=NOON, failed=True, outcome="stuk"))
    session.flush()
    assert told(session, NOON)["taken.gelukt"] is False
    session.add(JobRun(job="post", slot=NOON + timedelta(minutes=1), started_at=NOON + timedelta(minutes=1)))
    session.flush()
    assert told(session, NOON)["taken.gelukt"] is True


@pytest.mark.parametrize("mail_server", [True, False])
def test_health_says_whether_there_is_a_mail_server(session, office, mail_server):
    assert told(session, office.now, mail_server=mail_server)["post.server"] is mail_server


def test_who_runs_the_system_starts_at_how_it_is(office):
    menu = office.as_(Role.ADMINISTRATOR).get("/beheer").tree.css("header nav a")
    assert (menu[0].text().strip(), menu[0].attributes["href"]) == ("Systeem", "/beheer")


def test_a_list_of_mails_asks_the_same_however_long_it_is(office, statements):
    browser, counts = office.as_(Role.ADMINISTRATOR), []
    for number in (1, 30):
        with office.write() as session:
            for one in range(number):
                to = Recipient(name="Piet", email=f"p{one}-{number}@voorbeeld.nl", person="representative:2")
                tell(session, office.now - GATHERING, to, topic="audit_afgezegd", facts={"dag": "2026-12-09"})
            gather(session, office.now, heading)
            assert session.scalars(select(Notice).where(Notice.mail_id.is_(None))).all() == []
        with statements() as seen:
            browser.get("/beheer/post")
        counts.append(len(seen))
    assert counts[0] == counts[1]
