"""One text, and the way of a notice in three steps: told, gathered, sent."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from auditbeheer.plumbing import mail_text
from auditbeheer.plumbing.mail_text import LINK
from auditbeheer.plumbing.outbox import GATHERING, Mail, tell
from auditbeheer.plumbing.post_office import deliver, gather
from tests.post.people import NOON, forget, heading

SOON = NOON + GATHERING
FACTS = {"tekst": "Tot woensdag."}


@pytest.fixture
def one_text(monkeypatch, tmp_path_factory):
    folder = tmp_path_factory.mktemp("mail")
    (folder / "bericht.md").write_text('Bericht\n---\n{{ tekst }}\n\n{{ knop("Bekijken") }}', encoding="utf-8")
    for environment in (mail_text._PLAIN, mail_text._QUOTED):
        monkeypatch.setattr(environment.loader, "searchpath", [str(folder)])
        forget(environment)
    yield
    for environment in (mail_text._PLAIN, mail_text._QUOTED):
        forget(environment)


def told(database, *people, at=NOON, dossier="D-2026-0147", **options):
    with database.write() as session:
        return [tell(session, at, who, topic="bericht", facts=FACTS, dossier=dossier, **options) for who in people]


def gathered(database, at=SOON):
    with database.write() as session:
        return gather(session, at, heading)


def links_of(_session, mail, _now):
    return {LINK: f"https://kantoor.voorbeeld.nl/mijn/link/geheim-{mail.id}"}


def sent(database, carrier, at=SOON):
    return deliver(database, lambda: at, carrier, heading, links_of)


def mails(database):
    with database.read() as session:
        return session.scalars(select(Mail).order_by(Mail.id)).all()
