"""A real mail server on loopback: what it gets, and what happens when it is gone, busy, or knows nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditbeheer.plumbing.outbox import MailState
from auditbeheer.plumbing.smtp import SmtpServer
from tests.post.people import PIET, SELIN, free_port, mail_server, part
from tests.post.scene import SOON, gathered, mails, sent, told

pytestmark = pytest.mark.usefixtures("one_text")


@pytest.mark.mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_real_server_gets_text_and_html_and_who_may_be_answered(database):
    told(database, SELIN)
    gathered(database)
    with mail_server() as server:
        assert sent(database, SmtpServer(server.url)) == (1, 0)
    message = server.messages[0]
    assert message["To"] == "Selin Yılmaz <selin@voorbeeld.nl>"
    assert message["Reply-To"] == "vos@voorbeeld.nl"
    assert message["Subject"] == "Bericht (KVO Lelystad, D-2026-0147)"
    assert "Tot woensdag." in part(message, "plain")
    assert "Tot woensdag." in part(message, "html")


@pytest.mark.mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_gone_for_an_hour_loses_nothing_and_doubles_nothing(database):
    port, at = free_port(), SOON
    for number in range(5):
        told(database, SELIN, dossier=f"D-2026-{number:04d}")
    gathered(database)
    carrier = SmtpServer(f"smtp://127.0.0.1:{port}")
    for _ in range(12):
        left, _failed = sent(database, carrier, at)
        assert left == 0
        at += timedelta(minutes=5)
    with mail_server(port) as server:
        for _ in range(24):
            sent(database, carrier, at)
            at += timedelta(minutes=5)
    assert sorted(m["Subject"][-5:-1] for m in server.messages) == [f"{n:04d}" for n in range(5)]


@pytest.mark.mail
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_server_that_knows_nobody_by_that_name_is_told_apart_from_one_that_is_busy(database):
    told(database, SELIN, PIET)
    gathered(database)
    with mail_server() as server:
        server.refuse, server.busy = {"piet@voorbeeld.nl"}, True
        assert sent(database, SmtpServer(server.url)) == (0, 2)
    assert {mail.email: mail.state for mail in mails(database)} == {
        "piet@voorbeeld.nl": MailState.RETURNED,
        "selin@voorbeeld.nl": MailState.READY,
    }
