"""Notes, calls, messages and mails that came in: what is kept, what is corrected, who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from auditbeheer.accounts import grants
from auditbeheer.accounts.models import entries_of
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.files import FileRefused, FileShelf
from auditbeheer.plumbing.outbox import GATHERING, Notice, tell, to_call, undelivered
from auditbeheer.plumbing.post_office import Refusal, deliver, gather
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.letters import contact_of, post_tasks, tell_contact
from auditbeheer.quotes.models import NoteKind, attachments_with, notes_of, received_in
from auditbeheer.quotes.service import correspondence as service
from tests.post import mails
from tests.post.people import heading
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY


@pytest.fixture
def trajectory(session, tmp_path):
    samples.body(session)
    return samples.applied(session, relations.cluster(session, tmp_path, 1))


@pytest.fixture
def by(session):
    return samples.actor(session)


def note(session, by, trajectory, text="Belde over parkeren.", **options):
    given = {"kind": NoteKind.NOTE, **options}
    return service.add_note(session, by, NOW, trajectory, text=text, **given)


def test_a_telephone_note_tells_who_was_on_the_phone_and_a_note_does_not(session, by, trajectory):
    assert note(session, by, trajectory, kind=NoteKind.PHONE, with_whom="Selin").with_whom == "Selin"
    assert note(session, by, trajectory, with_whom="Selin").with_whom == ""


def test_a_note_is_corrected_by_a_new_one_and_only_the_newest_is(session, by, trajectory):
    first = note(session, by, trajectory)
    second = note(session, by, trajectory, "Belde over laden.", corrects=first)
    assert [row.id for row in notes_of(session, trajectory.id)] == [second.id, first.id]
    with pytest.raises(Refused):
        note(session, by, trajectory, "Nog iets anders", corrects=first)


@pytest.mark.parametrize("table", ["note", "received_mail"])
def test_the_database_refuses_to_change_what_was_written(session, by, trajectory, tmp_path, table):
    note(session, by, trajectory)
    received(session, by, trajectory, tmp_path)
    with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
        session.execute(text(f"UPDATE {table} SET text = 'x'"))


def test_the_journal_tells_of_a_note_and_not_what_it_says(session, by, trajectory):
    note(session, by, trajectory, "Zij is ziek.")
    newest = entries_of(session, trajectory.number)[0]
    assert newest.verb == "notitie geschreven"
    assert "ziek" not in newest.what


def received(session, by, trajectory, folder, content=None, name="bericht.eml"):
    upload = (name, content or mails.with_attachments())
    return service.keep_received_mail(session, by, NOW, trajectory, FileShelf(folder), upload=upload)


def test_a_mail_that_came_in_is_kept_with_its_files_and_as_it_came(session, by, trajectory, tmp_path):
    row = received(session, by, trajectory, tmp_path)
    assert (row.sender, row.sender_name, row.subject) == ("selin@voorbeeld.nl", "Selin Yılmaz", "Schouw is klaar")
    assert FileShelf(tmp_path).get(row.original.sha256) == mails.with_attachments()
    files = attachments_with(session, [row.id])[row.id]
    assert [(file.name, file.media_type) for file in files] == [("schouw.pdf", "application/pdf")]
    assert [one["name"] for one in row.left_out] == ["virus.pdf", "mail"]
    assert "Dit is geen pdf" in row.left_out[0]["why"]
    assert entries_of(session, trajectory.number)[0].verb == "mail toegevoegd"


def test_the_same_mail_is_kept_once(session, by, trajectory, tmp_path):
    received(session, by, trajectory, tmp_path)
    with pytest.raises(Refused) as refused:
        received(session, by, trajectory, tmp_path, name="nog-een-keer.eml")
    assert refused.value.objections[0].objection == "Deze mail staat al in dit dossier."


def test_what_is_no_mail_is_refused(session, by, trajectory, tmp_path):
    with pytest.raises(FileRefused):
        received(session, by, trajectory, tmp_path, b"%PDF-1.7")
    assert received_in(session, trajectory.id) == []


def test_a_message_goes_to_the_contact_person_of_today_in_its_own_paragraphs(session, by, trajectory):
    service.write_message(session, by, NOW, trajectory, subject="Parkeren", text="Er is plaats.\n\nTot dan.")
    (told,) = session.scalars(select(Notice).where(Notice.topic == "bericht"))
    contact = contact_of(trajectory.partnership)
    assert (told.email, told.dossier, told.scope, told.thing) == (
        contact.email,
        trajectory.number,
        "mijn",
        contact.email,
    )
    assert told.facts == {"onderwerp": "Parkeren", "alineas": ["Er is plaats.", "Tot dan."]}


def test_without_an_address_a_message_is_refused_and_a_letter_becomes_a_call(session, by, trajectory):
    trajectory.partnership.contact.email = ""
    with pytest.raises(Refused, match="e-mailadres"):
        service.write_message(session, by, NOW, trajectory, subject="Parkeren", text="Er is plaats.")
    tell_contact(session, NOW, trajectory, topic="audit_afgezegd", facts={"dag": "2026-12-09"})
    (task,) = post_tasks(session)
    assert (task.title, task.dossier, task.person) == (
        f"Bel {trajectory.partnership.contact.name}", trajectory.number, trajectory.owner_id
    )  # fmt: skip
    (notice,) = to_call(session)
    service.note_call(session, by, NOW, trajectory, notice, text="Verteld.", with_whom="Selin")
    assert post_tasks(session, trajectory.number) == []
    assert notes_of(session, trajectory.id)[0].kind is NoteKind.PHONE


def test_without_a_contact_person_somebody_is_to_be_found(session, trajectory):
    trajectory.partnership.contact.is_contact = False
    tell_contact(session, NOW, trajectory, topic="audit_afgezegd", facts={"dag": "2026-12-09"})
    assert [task.title for task in post_tasks(session)] == [f"Bel {trajectory.partnership.name}"]


def test_a_mail_that_came_back_is_work_for_who_answers_for_the_dossier(database, tmp_path):
    with database.write() as session:
        samples.body(session)
        trajectory = samples.applied(session, relations.cluster(session, tmp_path, 1))
        number, owner = trajectory.number, trajectory.owner_id
        tell(
            session, NOW, contact_of(trajectory.partnership), topic="audit_afgezegd", facts={"dag": "2026-12-09"},
            dossier=number,
        )  # fmt: skip
    with database.write() as session:
        gather(session, NOW + GATHERING, heading)

    class Returning:
        def carry(self, message, to):
            raise Refusal("550 onbekend")

    deliver(database, lambda: NOW + timedelta(hours=1), Returning(), heading, lambda *_: {})
    with database.read() as session:
        (mail,), (task,) = undelivered(session, number), post_tasks(session, number)
        assert (task.title, task.person, task.url) == ("Los de bezorgfout op", owner, f"/beheer/post/{mail.id}")
        assert post_tasks(session, "D-2026-9999") == []


def test_looking_for_post_that_needs_work_asks_the_same_however_much_there_is(
    database, session, trajectory, statements
):
    trajectory.partnership.contact.email = ""
    counts = []
    for number in range(3):
        tell_contact(session, NOW, trajectory, topic="audit_afgezegd", facts={"dag": "2026-12-09"}, key=f"x:{number}")
        with statements() as seen:
            post_tasks(session)
        counts.append(len(seen))
    assert counts[0] == counts[-1]


@pytest.mark.parametrize(("role", "sees"), [(Role.PLANNER, True), (Role.SUPERVISOR, False)])
def test_notes_are_for_colleagues_only(office, tmp_path, role, sees):
    with office.write() as session:
        samples.body(session)
        trajectory = samples.applied(session, relations.cluster(session, tmp_path, 1))
        number = trajectory.number
        service.add_note(session, samples.actor(session), NOW, trajectory, kind=NoteKind.NOTE, text="Zij is ziek.")
    person = office.person(role)
    with office.write() as session:
        grants.give(session, person, kind=grants.DOSSIER, thing=number, why="steekproef", from_day=TODAY)
    for page in (f"/dossiers/{number}", f"/dossiers/{number}/berichten"):
        assert ("Zij is ziek." in office.as_(role).get(page)) == sees
    office.as_(role).get(f"/dossiers/{number}/berichten/notitie", status=200 if sees else 403)


def test_a_planner_writes_corrects_sends_and_drops_in(office, tmp_path):
    with office.write() as session:
        samples.body(session)
        number = samples.applied(session, relations.cluster(session, tmp_path, 1)).number
    browser, here = office.as_(Role.PLANNER), f"/dossiers/{number}/berichten"
    page = browser.post(f"{here}/notitie", {"kind": "telefoon", "with_whom": "Selin", "text": "Belde over parkeren."})
    assert page.path == here
    assert "Telefoongesprek met Selin" in page
    page = browser.post(f"{here}/notitie", {"kind": "notitie", "text": ""}, status=422)
    assert page.errors == ["Schrijf op wat u wilt bewaren"]
    page = browser.post(
        f"{here}/notitie/1/verbeteren", {"kind": "telefoon", "with_whom": "Selin", "text": "Over laden."}
    )
    assert "later verbeterd" in page
    page = browser.post(f"{here}/nieuw", {"subject": "Parkeren", "text": "Er is plaats."})
    assert "Klaargezet" in page
    page = browser.post(f"{here}/mail", {"upload": ("bericht.eml", mails.with_attachments())})
    assert "Schouw is klaar" in page
    assert "Niet apart bewaard: virus.pdf." in page
    assert "<script>alert" not in page.html
    assert len(browser.get(f"{here}?soort=telefoon").tree.css(".tijdlijn li")) == 2
    links = [a.attributes["href"] for a in page.tree.css(".tijdlijn a") if "/bestand/" in str(a.attributes["href"])]
    assert len(links) == 2
    for link in links:
        answer = browser.raw(str(link))
        assert answer.status_code == 200
        assert "sandbox" in answer.headers["Content-Security-Policy"] or answer.mimetype == "application/pdf"
    original = browser.raw(str(links[-1]))
    assert original.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", mails.nested(3000)], ids=["empty", "pdf", "deep"])
def test_what_is_no_mail_is_refused_at_its_field(office, tmp_path, content):
    with office.write() as session:
        samples.body(session)
        number = samples.applied(session, relations.cluster(session, tmp_path, 1)).number
    page = office.as_(Role.PLANNER).post(
        f"/dossiers/{number}/berichten/mail", {"upload": ("x.eml", content)}, status=422
    )
    assert len(page.errors) == 1


def test_a_file_of_another_dossier_does_not_exist_here(office, tmp_path):
    with office.write() as session:
        samples.body(session)
        partnership = relations.cluster(session, tmp_path, 1)
        one, other = samples.applied(session, partnership), samples.applied(session, partnership)
        shelf = FileShelf(office.app.extensions["settings"].files_dir)
        upload = ("x.eml", mails.plain())
        row = service.keep_received_mail(session, samples.actor(session), NOW, one, shelf, upload=upload)
        here, there, file = one.number, other.number, row.original.id
    browser = office.as_(Role.PLANNER)
    assert browser.raw(f"/dossiers/{here}/berichten/bestand/{file}").status_code == 200
    assert browser.raw(f"/dossiers/{there}/berichten/bestand/{file}").status_code == 404
