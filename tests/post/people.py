"""Who gets post in these tests, and a mail server of our own that keeps what it is given."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from jinja2 import Environment
from sqlalchemy.orm import Session

from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.outbox import Recipient
from auditbeheer.plumbing.post_office import Letterhead

NOON = datetime(2026, 11, 23, 12, tzinfo=ZONE)
SELIN = Recipient(name="Selin Yılmaz", email="selin@voorbeeld.nl", person="representative:1")
PIET = Recipient(name="Piet Bos", email="piet@voorbeeld.nl", person="representative:2")


def heading(_session: Session, _person: str, name: str, dossier: str | None) -> Letterhead:
    return Letterhead(
        sender_name="Keurmerkbureau", sender_email="kvo@voorbeeld.nl", reply_to="vos@voorbeeld.nl",
        greeting=f"Beste {name},", sign_off="A. Vos", about=f"KVO Lelystad, {dossier}" if dossier else "",
    )  # fmt: skip


@dataclass
class Server:
    """A real SMTP server on loopback. ``refuse``: addresses it does not know; ``busy``: it takes nothing now."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    refuse: set[str] = field(default_factory=set)
    busy: bool = False

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if address in self.refuse:
            return "550 no such user here"
        if self.busy:
            return "451 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        found = message_from_bytes(envelope.original_content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.messages.append(found)
        return "250 kept"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextmanager
def mail_server(port: int | None = None) -> Iterator[Server]:
    handler = Server(port or free_port())
    controller = Controller(handler, hostname="127.0.0.1", port=handler.port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


def part(message: EmailMessage, kind: str) -> str:
    """What stands in the ``plain`` or ``html`` part."""
    found = message.get_body((kind,))
    assert found is not None
    return str(found.get_content())


def forget(environment: Environment) -> None:
    """The texts that were read before."""
    if environment.cache is not None:
        environment.cache.clear()
