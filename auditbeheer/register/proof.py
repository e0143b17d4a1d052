"""Bewijs van controle: one page with what the register said of a certificate on a day and time, for a tender file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from auditbeheer.certificates.qr import qr_marks
from auditbeheer.certificates.rules import spaced_code
from auditbeheer.plumbing.dutch import NBSP, time_of
from auditbeheer.plumbing.letter import LEFT, RIGHT, WIDTH, Letter, Letterhead
from auditbeheer.plumbing.paper import EDGE, PLANE, SOFT, Block, Box, DoesNotFit, Line, Mark, block, fit
from auditbeheer.plumbing.press import Attachment, Document, press
from auditbeheer.plumbing.typesetting import Style, Weight, width_of
from auditbeheer.register.panel import draw_verdict
from auditbeheer.register.rules import Saying, last_day_label
from auditbeheer.register.statement import MEDIA_TYPE
from auditbeheer.register.verification import Verified
from auditbeheer.scheme.wording import counted, day_plain

LABEL, CODE = 46.0, 30.0
"""Millimetres: the column of labels, and the side of the QR code (0.9 mm a module: readable from a hand's length)."""

HASH = "SHA-256 van de pdf"
SIZES = ((10.5, 15.0, 6.5), (10, 13.5, 6.5), (9.5, 12.5, 6), (9, 11.5, 5.5), (8, 10, 5), (7, 8.5, 4.5), (7, 8.5, 0))
"""Size and leading of the facts and size of the statement, in points: the first with which all stands on one page.

Last of all the statement is only attached (0).
"""


@dataclass(frozen=True, kw_only=True)
class ProofFacts:
    """What the page says: the certificate, the verdict, when that was looked up, and where anybody may look again.

    ``signed``: the same facts as a compact JWS; empty where the installation does not sign. ``keys``: where to find
    what checks it.
    """

    head: Letterhead
    fact: Verified
    saying: Saying
    code: str
    address: str
    moment: datetime
    signed: str = ""
    keys: str = ""

    @property
    def day(self) -> str:
        """Day and time of looking it up, as people read it."""
        return f"{day_plain(self.moment.date())} om{NBSP}{time_of(self.moment)}"

    @property
    def which(self) -> str:
        """The number and edition."""
        return f"{self.fact.number}, uitgave{NBSP}{self.fact.edition}"


def render_proof(facts: ProofFacts) -> bytes:
    """One page of A4 as PDF, the signed statement attached. Raises ``DoesNotFit`` and ``MissingGlyph``."""
    name = f"verklaring-{facts.fact.number}.jws"
    attached = Attachment(name, facts.signed.encode(), MEDIA_TYPE, "De ondertekende verklaring")
    document = Document(
        title=f"Bewijs van controle {facts.fact.number}",
        author=facts.head.name,
        subject=f"{facts.saying.heading}: certificaat {facts.which}, gecontroleerd op {facts.day}",
        moment=facts.moment,
        attachments=(attached,) if facts.signed else (),
    )
    return press([layout(facts)], document)


def layout(facts: ProofFacts) -> list[Mark]:
    """Every mark on the page. Raises ``DoesNotFit`` when even the smallest letter is too large."""
    for size, leading, code in SIZES:
        letter = Letter(facts.head, ("Bewijs van controle", facts.fact.number, facts.day))
        letter.title("Bewijs van controle", f"Certificaat {facts.which}")
        draw_verdict(letter, facts.saying)
        _facts(letter, facts, size, leading)
        _checked(letter, facts)
        _signed(letter, facts, code)
        if len(letter.sheets) == 1:
            return letter.pages()[0]
    raise DoesNotFit(f"Deze gegevens passen niet op één bladzijde: “{facts.fact.holder}”.")


def _facts(letter: Letter, facts: ProofFacts, size: float, leading: float) -> None:
    """Labels in grey, values in semibold, a thin line under each pair; the areas on lines of their own."""
    for label, values in _pairs(facts):
        name = block(label, Style(size, colour=SOFT), leading, LABEL - 4)
        told = _value(label, values, size, leading)
        height = max(name.height, told.height) + 1.8
        letter.need(height)
        letter.put([*name.at(LEFT, letter.y + 0.8), *told.at(LEFT + LABEL, letter.y + 0.8)])
        letter.y += height
        letter.put([Line(LEFT, letter.y, RIGHT, letter.y, 0.2, EDGE)])


def _value(label: str, values: Sequence[str], size: float, leading: float) -> Block:
    if label == HASH:
        # Copied and compared whole: on one line, in as small a letter as that takes.
        letters = [Style(small / 2) for small in range(int(size * 2), 13, -1)]
        return Block(tuple(values), fit(values, letters, WIDTH - LABEL, 6).style, leading)
    style = Style(size, Weight.SEMIBOLD)
    lines = [line for value in values for line in block(value, style, leading, WIDTH - LABEL).lines]
    return Block(tuple(lines), style, leading)


def _pairs(facts: ProofFacts) -> list[tuple[str, Sequence[str]]]:
    fact = facts.fact
    stars = counted(fact.stars, "ster", "sterren") if fact.stars else ""
    named = ", ".join(part for part in (fact.certificate_name, stars) if part)
    newer = f" (nieuwste uitgave: {fact.newest})" if fact.newest > fact.edition else ""
    pairs: list[tuple[str, Sequence[str]]] = [
        ("Houder", (fact.holder,)),
        ("Gebieden" if len(fact.areas) > 1 else "Gebied", fact.areas),
        ("Gemeente", (fact.municipality,)),
        ("Keurmerk", (fact.scheme_title,)),
        ("Naam", (named,)),
        ("Datum van uitgifte", (fact.issue_day,)),
        (last_day_label(facts.saying), (fact.last_day,)),
        ("Nummer", (facts.which + newer,)),
        (HASH, (fact.sha256,)),
    ]
    return [(label, values) for label, values in pairs if any(values)]


def _checked(letter: Letter, facts: ProofFacts) -> None:
    """When it was looked up, and how anybody looks again; the code at the right hand."""
    width = WIDTH - CODE - 10
    body = facts.head.name.rstrip(".")
    told = f"Dit stond toen in het register van {body}. Daarna kan de status veranderd zijn. Scan de code om opnieuw te"
    blocks = [
        block(f"Gecontroleerd op {facts.day}", Style(13, Weight.BOLD), 17, width),
        block(f"{told} controleren, of ga naar:", Style(9.5), 13, width),
        block(facts.address, Style(9.5, Weight.SEMIBOLD, facts.head.colour), 13, width),
        block(f"Code {spaced_code(facts.code)}", Style(9, colour=SOFT), 13, width),
    ]
    letter.space(6)
    height = max(CODE + 4, sum(each.height for each in blocks) + 3)
    letter.need(height)
    letter.put(qr_marks(facts.address, RIGHT - CODE, letter.y + 2, CODE))
    top = letter.y + 0.5
    for each in blocks:
        letter.put(each.at(LEFT, top))
        top += each.height + 0.8
    letter.y += height


def _signed(letter: Letter, facts: ProofFacts, size: float) -> None:
    """The statement for machines, small; without a key one sentence says that there is none."""
    small = Style(9, colour=SOFT)
    letter.space(3)
    if not facts.signed:
        letter.paragraph("Dit bewijs is niet digitaal ondertekend. Het adres hierboven zegt hoe het is.", small)
        return
    head = block("Ondertekende verklaring", Style(10.5, Weight.BOLD), 15, WIDTH)
    place = "ook als bijlage in deze pdf" if size else "als bijlage in deze pdf"
    told = f"Dezelfde gegevens, digitaal ondertekend (JWS, Ed25519), {place}. Wie wil, controleert ze met de sleutel op"
    words = block(f"{told} {facts.keys}.", small, 12, WIDTH)
    height = head.height + words.height
    letter.need(height)
    letter.put([*head.at(LEFT, letter.y), *words.at(LEFT, letter.y + head.height)])
    letter.y += height + 1.5
    if size:
        _printed(letter, facts.signed, Style(size, colour="#334155"))


def _printed(letter: Letter, signed: str, style: Style) -> None:
    lines = Block(tuple(_filled(signed, style, WIDTH - 6)), style, style.size * 1.25)
    height = lines.height + 4
    letter.need(height)
    letter.put([Box(LEFT, letter.y, WIDTH, height, fill=PLANE), *lines.at(LEFT + 3, letter.y + 2)])
    letter.y += height


def _filled(text: str, style: Style, width: float) -> list[str]:
    """Lines as full as they can be, broken anywhere: a signature has no words."""
    lines, line, taken = [], "", 0.0
    for sign in text:
        wide = width_of(sign, style)
        if taken + wide > width:
            lines.append(line)
            line, taken = "", 0.0
        line, taken = line + sign, taken + wide
    return [*lines, line]
