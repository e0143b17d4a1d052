"""Post leaves exactly when its cause was kept, never twice, and is tried until somebody must look."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from auditbeheer.plumbing.outbox import (
    GATHERING,
    PAUSES,
    Mail,
    MailState,
    Notice,
    count_mails,
    mail_page,
    send_again,
    tell,
    to_call,
    told_by_phone,
    undelivered,
    withdraw,
)
from auditbeheer.plumbing.post_office import IN_FLIGHT, STALE, NotNow, Refusal, deliver
from tests.post.people import NOON, PIET, SELIN, heading, part
from tests.post.scene import FACTS, SOON, gathered, links_of, mails, sent, told

pytestmark = pytest.mark.usefixtures("one_text")


class Hands:
    """A carrier that remembers, and fails as it is told."""

    def __init__(self, *problems):
        self.problems = list(problems)
        self.carried = []

    def carry(self, message, to):
        if self.problems and (problem := self.problems.pop(0)) is not None:
            raise problem
        self.carried.append((to, message))


def test_nothing_is_told_when_the_cause_is_undone(database):
    with database.writer() as session:
        tell(session, NOON, SELIN, topic="bericht", facts=FACTS)
        session.rollback()
    assert gathered(database) == 0


def test_things_for_one_person_about_one_dossier_leave_as_one_mail(database):
    told(database, SELIN, SELIN, PIET)
    assert gathered(database) == 2
    assert [mail.subject for mail in mails(database)] == [
        "Bericht (KVO Lelystad, D-2026-0147)",
        "2 berichten voor u (KVO Lelystad, D-2026-0147)",
    ]


def test_two_dossiers_are_two_mails(database):
    told(database, SELIN)
    told(database, SELIN, dossier="D-2026-0148")
    assert gathered(database) == 2


def test_a_thing_waits_some_minutes_for_others_to_join(database):
    told(database, SELIN)
    assert gathered(database, NOON + GATHERING - timedelta(seconds=1)) == 0
    assert gathered(database) == 1


def test_who_had_a_mail_today_gets_the_next_one_tomorrow_at_eight(database):
    told(database, SELIN)
    gathered(database)
    told(database, SELIN, at=NOON + timedelta(hours=2))
    assert gathered(database, NOON + timedelta(hours=5)) == 0
    tomorrow = (NOON + timedelta(days=1)).replace(hour=8)
    assert gathered(database, tomorrow - timedelta(minutes=1)) == 0
    assert gathered(database, tomorrow) == 1


def test_an_answer_to_what_somebody_did_goes_at_once_and_alone(database):
    told(database, SELIN)
    gathered(database)
    told(database, SELIN, at=SOON, by_itself=True)
    assert gathered(database, SOON) == 1


def test_a_thing_is_told_once_however_often_it_is_asked_for(database):
    assert told(database, SELIN, key="herinnering:1") != [None]
    assert told(database, SELIN, key="herinnering:1") == [None]


def test_the_database_itself_refuses_the_same_key_twice(database):
    told(database, SELIN, key="herinnering:1")
    notice = Notice(
        at=NOON, email="a@b.nl", name="A", person="", topic="bericht", facts={}, due_at=NOON, key="herinnering:1"
    )
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(notice)


NOBODY = type(SELIN)(name="Zonder", email="", person="representative:9")


def test_who_has_no_address_is_to_be_called_until_somebody_did(database):
    told(database, NOBODY)
    assert gathered(database) == 0
    with database.write() as session:
        (notice,) = to_call(session, "D-2026-0147")
        assert to_call(session, "D-2026-9999") == []
        told_by_phone(session, SOON, notice)
    with database.read() as session:
        assert to_call(session) == []


def test_an_answer_to_who_has_no_address_is_not_kept(database):
    assert told(database, NOBODY, by_itself=True) == [None]


def test_two_people_who_share_an_address_each_get_their_own_mail(database):
    told(database, SELIN, type(SELIN)(name="Piet Bos", email=SELIN.email, person=PIET.person))
    assert gathered(database) == 2
    assert {mail.name for mail in mails(database)} == {"Selin Yılmaz", "Piet Bos"}


def test_links_of_two_kinds_are_not_joined(database):
    told(database, SELIN, scope="mijn", thing=SELIN.email)
    told(database, SELIN, scope="document", thing="12")
    assert gathered(database) == 2


def test_a_text_that_cannot_be_made_stops_no_other_post(database):
    with database.write() as session:
        tell(session, NOON, PIET, topic="bericht", facts={}, dossier="D-2026-0147")
        tell(session, NOON, PIET, topic="bestaat-niet", facts={}, dossier="D-2026-0148")
    told(database, SELIN)
    assert gathered(database) == 3
    assert sorted(mail.state for mail in mails(database)) == [MailState.READY, MailState.FAILED, MailState.FAILED]
    with database.read() as session:
        assert "'tekst' is undefined" in undelivered(session)[0].error


@pytest.mark.parametrize("address", ["jörg@voorbeeld.nl", "twee woorden@voorbeeld.nl\nBcc: x@y.nl"])
def test_an_address_that_is_none_stops_no_other_post(database, address):
    told(database, type(SELIN)(name="Jörg", email=address, person="representative:7"), PIET)
    gathered(database)
    hands, told_of = Hands(), []
    done = deliver(
        database, lambda: SOON, hands, heading, links_of, given_up=lambda _session, mail: told_of.append(mail.email)
    )
    assert done == (1, 1)
    assert [to for to, _ in hands.carried] == ["piet@voorbeeld.nl"]
    assert told_of == [address.lower()]


def test_what_stood_ready_for_weeks_does_not_leave_when_a_server_is_set_at_last(database):
    told(database, SELIN)
    gathered(database)
    hands = Hands()
    assert sent(database, hands, SOON + STALE + timedelta(seconds=1)) == (0, 1)
    assert hands.carried == []
    assert mails(database)[0].state is MailState.FAILED
    with database.read() as session:
        assert undelivered(session) == [], "nobody needs to look after it"
    with database.write() as session:
        send_again(session, SOON + STALE * 2, session.get_one(Mail, 1), email="nieuw@voorbeeld.nl")
    assert sent(database, hands, SOON + STALE * 2) == (1, 0)
    assert hands.carried[0][0] == "nieuw@voorbeeld.nl"


def test_a_mail_sent_again_takes_its_link_to_the_new_address(database):
    told(database, SELIN, scope="mijn", thing="selin@voorbeeld.nl")
    gathered(database)
    sent(database, Hands(Refusal("550 no such user")))
    with database.write() as session:
        send_again(session, SOON, session.get_one(Mail, 1), email="nieuw@voorbeeld.nl")
        assert session.get_one(Mail, 1).thing == "nieuw@voorbeeld.nl"


def test_mails_are_listed_and_counted_by_state(database):
    told(database, SELIN, PIET)
    gathered(database)
    sent(database, Hands(Refusal("550")))
    with database.read() as session:
        assert count_mails(session) == {
            MailState.READY: 0, MailState.SENT: 1, MailState.RETURNED: 1, MailState.FAILED: 0
        }  # fmt: skip
        assert [mail.state for mail in mail_page(session, 0, 10, state=MailState.RETURNED)] == [MailState.RETURNED]
        assert len(mail_page(session, 0, 1)) == 2


def test_two_who_gather_at_once_make_one_mail(database):
    for _ in range(3):
        told(database, SELIN)
    threads = [threading.Thread(target=gathered, args=(database,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(mails(database)) == 1


def test_what_is_no_longer_so_is_not_told(database):
    told(database, SELIN, key="vraag:1")
    with database.write() as session:
        withdraw(session, NOON, key="vraag:1")
    assert gathered(database) == 0


def test_the_personal_link_stands_in_the_mail_that_leaves_and_nowhere_else(database):
    told(database, SELIN)
    gathered(database)
    hands = Hands()
    assert sent(database, hands) == (1, 0)
    to, message = hands.carried[0]
    assert to == "selin@voorbeeld.nl"
    assert "geheim-" in part(message, "plain")
    assert "geheim-" in part(message, "html")
    kept = mails(database)[0]
    assert "geheim" not in kept.text + kept.html
    assert kept.state is MailState.SENT


def test_a_mail_that_left_does_not_leave_again(database):
    told(database, SELIN)
    gathered(database)
    hands = Hands()
    sent(database, hands)
    assert sent(database, hands, SOON + timedelta(days=3)) == (0, 0)
    assert len(hands.carried) == 1


def test_pauses_between_tries_grow_until_somebody_must_look(database):
    told(database, SELIN)
    gathered(database)
    hands, at = Hands(*[NotNow("451 later")] * 20), SOON
    for pause in PAUSES:
        assert sent(database, hands, at) == (0, 1)
        assert sent(database, hands, at + pause - timedelta(seconds=1)) == (0, 0)
        at += pause
    assert mails(database)[0].state is MailState.READY
    assert sent(database, hands, at) == (0, 1)
    assert mails(database)[0].state is MailState.FAILED
    with database.read() as session:
        assert [mail.error for mail in undelivered(session)] == ["451 later"]


def test_an_address_that_does_not_exist_is_not_tried_again(database):
    told(database, SELIN)
    gathered(database)
    assert sent(database, Hands(Refusal("550 no such user"))) == (0, 1)
    assert mails(database)[0].state is MailState.RETURNED


def test_a_process_killed_while_sending_leaves_the_mail_to_be_tried_again(database):
    told(database, SELIN)
    gathered(database)

    class Killed(BaseException):
        pass

    with pytest.raises(Killed):
        sent(database, Hands(Killed()))
    hands = Hands()
    assert sent(database, hands, SOON + IN_FLIGHT) == (1, 0)
    assert hands.carried[0][1]["Message-ID"] == mails(database)[0].message_id


def test_two_senders_at_once_send_each_mail_once(database):
    for number in range(8):
        told(database, SELIN, dossier=f"D-2026-{number:04d}")
    gathered(database)
    hands = Hands()
    threads = [threading.Thread(target=sent, args=(database, hands)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    subjects = [message["Subject"] for _, message in hands.carried]
    assert len(subjects) == len(set(subjects)) == 8
