"""A mail that somebody saved as a file (.eml): read by the standard library, its text without markup, its attachments.

Such a file comes from anywhere: nothing in it is believed or shown as HTML. Whatever cannot be read says so in a
sentence, and a mail that is made to take long is refused before it does.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr, parsedate_to_datetime

from auditbeheer.plumbing.files import FileRefused, safe_name

MEDIA_TYPE = "message/rfc822"
LARGEST = 50_000_000
MOST_PARTS = 100
LONGEST_HEADER = 2_000
LONGEST_TEXT = 200_000
LONGEST_HTML = 2_000_000
NO_MAIL = "Dit is geen mail. Bewaar de mail in uw mailprogramma als .eml en kies dat bestand."
TOO_ODD = "Deze mail is niet te lezen. Bewaar hem als pdf en leg hem vast als document."
# A mail begins with lines "Name: value", among which at least one of these.
_HEADER = re.compile(rb"^(from|date|subject|message-id|received|return-path):", re.IGNORECASE | re.MULTILINE)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufeff]")
# Headers as they stand, cut off: reading a long one by the rules of its grammar can take for ever.
_POLICY = policy.default.clone(header_factory=lambda _name, value: value[:LONGEST_HEADER])
_BROKEN = (MessageError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)


@dataclass(frozen=True)
class Letter:
    """What a mail says. ``files``: its attachments as (name, content); ``sent_at`` None: no day that can be read.

    ``enclosed``: names of whole mails within it, which stay there.
    """

    sender: str
    sender_name: str
    subject: str
    sent_at: datetime | None
    text: str
    files: list[tuple[str, bytes]] = field(default_factory=list)
    enclosed: list[str] = field(default_factory=list)


def recognise_mail(content: bytes, name: str) -> str:
    """The media type, when this is a mail. Raises ``FileRefused`` with the sentence for who chose it."""
    if not content:
        raise FileRefused("Dit bestand is leeg (0 bytes). Kies het bestand opnieuw.")
    if len(content) > LARGEST:
        raise FileRefused("Deze mail is groter dan 50 MB. Leg de bijlagen los vast.".replace("50 MB", "50\u00a0MB"))
    head = content[:100_000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    if not name.lower().endswith(".eml") or b"\x00" in head or not _HEADER.search(head):
        raise FileRefused(NO_MAIL)
    if content.lower().count(b"boundary") > MOST_PARTS or content.lower().count(b"message/rfc822") > MOST_PARTS:
        raise FileRefused(TOO_ODD)
    return MEDIA_TYPE


def taken_as_mail(content: bytes, name: str) -> tuple[str, bytes]:
    """For a field that takes a mail: it is kept as it came. Raises ``FileRefused``."""
    recognise_mail(content, name)
    return safe_name(name), content


def read_mail(content: bytes, name: str) -> Letter:
    """The mail in this file. Raises ``FileRefused`` when it is none, or cannot be read."""
    recognise_mail(content, name)
    try:
        message = BytesParser(policy=_POLICY).parsebytes(content)
        parts = list(_leaves(message))
        sender_name, sender = _address(_header(message, "from"))
        return Letter(
            sender=_line(sender), sender_name=_line(sender_name), subject=_line(_header(message, "subject"), 300),
            sent_at=_moment(_header(message, "date")), text=_text_of(parts), files=list(_files_of(parts)),
            enclosed=[_name_of(part) or "mail" for part in parts if _type_of(part) == MEDIA_TYPE],
        )  # fmt: skip
    except _BROKEN as error:
        raise FileRefused(TOO_ODD) from error


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, without calling oneself: a mail can be nested deeper than Python goes."""
    waiting = [message]
    for _ in range(MOST_PARTS * 4):
        if not waiting:
            return
        part = waiting.pop(0)
        inside = part.get_payload()
        if _type_of(part) == MEDIA_TYPE or not isinstance(inside, list):
            yield part
        else:
            waiting = [one for one in inside if isinstance(one, EmailMessage)] + waiting
    raise ValueError("more parts than a mail has")


def _type_of(part: EmailMessage) -> str:
    found = re.match(r"[\w.+-]+/[\w.+-]+", _header(part, "content-type").strip().lower())
    if not found or (found[0].startswith("multipart/") and not isinstance(part.get_payload(), list)):
        return "text/plain"
    return found[0]


def _header(part: EmailMessage, name: str) -> str:
    """A header as text, however it was written."""
    raw = next((str(value) for key, value in part.raw_items() if key.lower() == name), "")[:LONGEST_HEADER]
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace").replace("\r", " ").replace("\n", " ")
    try:
        return str(make_header(decode_header(raw)))
    except _BROKEN:
        return raw


def _address(value: str) -> tuple[str, str]:
    try:
        return parseaddr(value)
    except _BROKEN:
        return "", ""


def _line(value: str, most: int = 200) -> str:
    return re.sub(r"\s+", " ", _seen(value)).strip()[:most]


def _seen(value: str) -> str:
    """Without signs that nobody sees and no database keeps."""
    return _UNSEEN.sub("", value).encode("utf-8", "replace").decode()


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return found.astimezone(UTC) if 1990 <= found.year <= 2100 else None
    except (*_BROKEN, OverflowError, IndexError):
        return None


def _is_text(part: EmailMessage) -> bool:
    attached = _header(part, "content-disposition").strip().lower().startswith("attachment")
    return _type_of(part) in {"text/plain", "text/html"} and not attached


def _text_of(parts: list[EmailMessage]) -> str:
    """The plain text; of a mail that has none, its HTML read as text."""
    said = {"text/plain": "", "text/html": ""}
    for part in parts:
        if _is_text(part) and not said[_type_of(part)]:
            said[_type_of(part)] = _decoded(part)
    text = said["text/plain"].strip() or without_markup(said["text/html"][:LONGEST_HTML])
    return re.sub(r"\n{3,}", "\n\n", _seen(text.replace("\r\n", "\n").replace("\r", "\n"))).strip()[:LONGEST_TEXT]


def _decoded(part: EmailMessage) -> str:
    content = _content(part)
    found = re.search(r'charset\s*=\s*"?([\w.:-]+)', _header(part, "content-type"), re.IGNORECASE)
    for charset in (found[1] if found else "utf-8", "utf-8"):
        try:
            return content.decode(charset)
        except (LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _content(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _files_of(parts: list[EmailMessage]) -> Iterator[tuple[str, bytes]]:
    apart = (part for part in parts if not _is_text(part) and _type_of(part) != MEDIA_TYPE)
    for number, part in enumerate(apart, 1):
        content = _content(part)
        if content:
            yield safe_name(_name_of(part) or f"bijlage-{number}{_ending(part)}"), content


def _name_of(part: EmailMessage) -> str:
    for header in ("content-disposition", "content-type"):
        found = re.search(r"(?:file)?name\s*=\s*(?:\"([^\"]*)\"|([^;\s]+))", _header(part, header), re.IGNORECASE)
        if found:
            return _line(found[1] or found[2] or "")
    try:
        return _line(part.get_filename() or "")  # names in parts and other alphabets (RFC 2231)
    except _BROKEN:
        return ""


def _ending(part: EmailMessage) -> str:
    return {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}.get(_type_of(part), "")


_HIDDEN = {"script": "</script", "style": "</style", "head": "</head", "title": "</title", "template": "</template"}
_BREAKS = frozenset(
    ("p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section",
     "article", "hr", "pre")
)  # fmt: skip


def without_markup(source: str) -> str:
    r"""HTML as a person would read it: one walk from front to end, so that no markup can make it slow.

    >>> without_markup("<style>p{}</style><p>Beste <b>Selin</b>,</p><p>5 &lt; 6<script>alert(1)</script></p>")
    'Beste Selin,\n5 < 6'
    """
    lower, pieces, here = source.lower(), [], 0
    while (opens := source.find("<", here)) >= 0:
        pieces.append(source[here:opens])
        if source.startswith("<!--", opens):
            end, skip = source.find("-->", opens), 3
        else:
            end, skip = source.find(">", opens), 1
        if end < 0:
            here = len(source)
            break
        tag = re.match(r"/?([a-z0-9]*)", lower[opens + 1 : opens + 12])
        name = tag[1] if tag else ""
        here = end + skip
        if name in _HIDDEN and lower[opens + 1] != "/":
            closes = lower.find(_HIDDEN[name], here)
            here = closes if closes >= 0 else len(source)
        elif name in _BREAKS:
            pieces.append("\n")
    pieces.append(source[here:])
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in html.unescape("".join(pieces)).split("\n"))
    return re.sub(r"\n{2,}", "\n", "\n".join(lines)).strip()
