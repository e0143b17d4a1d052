"""Mails as people save them, and as nobody should."""

from __future__ import annotations

from email.message import EmailMessage
from functools import cache

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def plain(**options: str) -> bytes:
    """A mail of text alone."""
    return built(options).as_bytes()


def built(options: dict[str, str] | None = None) -> EmailMessage:
    message = EmailMessage()
    told = {
        "From": "Selin Yılmaz <selin@voorbeeld.nl>", "To": "kantoor@voorbeeld.nl", "Subject": "Schouw is klaar",
        "Date": "Tue, 24 Nov 2026 16:20:00 +0100", "Message-ID": "<1@voorbeeld.nl>", **(options or {}),
    }  # fmt: skip
    for name, value in told.items():
        message[name] = value
    message.set_content("Beste Annelies,\n\nDe schouw is klaar.\n")
    return message


@cache
def with_attachments() -> bytes:
    """Text and HTML, a PDF, a programme called a PDF, the same PDF twice, and a mail within."""
    message = built()
    message.add_alternative("<p>Beste <b>Annelies</b>,</p><script>alert(1)</script>", subtype="html")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="schouw.pdf")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="pdf", filename="../../virus.pdf")
    message.add_attachment(PDF, maintype="application", subtype="pdf", filename="schouw.pdf")
    message.add_attachment(built({"Subject": "Binnenin"}))
    return message.as_bytes()


def raw(head: str, body: bytes) -> bytes:
    """A mail as it is typed here, mistakes and all."""
    return head.replace("\n", "\r\n").encode() + b"\r\n\r\n" + body


def nested(depth: int) -> bytes:
    """A mail in parts in parts in parts."""
    lines = ["From: a@b.nl", "Subject: diep", "MIME-Version: 1.0"]
    for level in range(depth):
        lines += [f'Content-Type: multipart/mixed; boundary="b{level}"', "", f"--b{level}"]
    return "\r\n".join([*lines, "Content-Type: text/plain", "", "onderin"]).encode()
