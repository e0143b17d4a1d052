"""The quote (offerte) as a letter: time with its receipt, prices with VAT, scheme and own conditions (QUO-5).

Everything comes in as facts; nothing is looked up and no price is computed here. Neither accreditation mark nor its
word stands on it (GEN-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from auditbeheer.plumbing.dutch import money, number, percent
from auditbeheer.plumbing.letter import Letter, Letterhead
from auditbeheer.plumbing.letter_parts import Cell, Column, ReceiptRow, Row, Signing, receipt, signatures, table
from auditbeheer.plumbing.press import Document, press
from auditbeheer.scheme.wording import NBSP, counted, day_plain, join_and


@dataclass(frozen=True, slots=True)
class Stated:
    """A requirement or condition in our own words with the place it rests on ("B4 §5.2", "eigen regel 12")."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One line of the quote in euro: quantity × price = net; its VAT is rounded by itself (QUO-9)."""

    text: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat_percent: Decimal
    net: Decimal
    vat: Decimal


@dataclass(frozen=True, kw_only=True)
class QuoteFacts:
    """All that a quote tells. ``recipient`` are the lines of the address, the contact person first.

    ``audit_time`` and ``audit_time_total`` are the receipt (herleiding) as on the screen, with the reason of other
    hours than the minimum. ``requirements`` are the scheme's, ``conditions`` the body's own, payment included.
    """

    head: Letterhead
    recipient: tuple[str, ...]
    dossier: str
    number: str
    edition: int
    day: date
    valid_until: date
    partnership: str
    areas: tuple[str, ...]
    municipality: str
    scheme_title: str
    kind: str
    audit_time: tuple[ReceiptRow, ...]
    audit_time_total: ReceiptRow
    hours_on_location: str = ""
    lines: tuple[PriceLine, ...]
    requirements: tuple[Stated, ...]
    conditions: tuple[Stated, ...]
    conditions_text: str = ""
    accepted_by: str = ""
    signatory_name: str
    signatory_function: str
    signature: Path | None = None

    @property
    def net(self) -> Decimal:
        """Sum without VAT, in euro."""
        return sum((line.net for line in self.lines), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """Sum of the VAT of the lines, in euro."""
        return sum((line.vat for line in self.lines), Decimal("0.00"))


def render_quote(facts: QuoteFacts) -> bytes:
    """The quote as PDF; the same facts give the same bytes."""
    letter = Letter(facts.head, footing(facts.dossier, f"Offerte, versie {facts.edition}", facts.day))
    letter.address(
        facts.recipient,
        (
            ("Dossier", facts.dossier),
            ("Offerte", f"{facts.number}, versie {facts.edition}"),
            ("Datum", day_plain(facts.day)),
            ("Geldig", f"tot en met {day_plain(facts.valid_until)}"),
        ),
    )
    letter.title("Offerte voor uw KVO-certificering", facts.partnership)
    _opening(letter, facts)
    _time(letter, facts)
    _prices(letter, facts)
    stated(letter, "Wat het schema van u vraagt", facts.requirements)
    stated(letter, "Onze voorwaarden", facts.conditions)
    if facts.conditions_text:
        letter.paragraph(facts.conditions_text)
    _acceptance(letter, facts)
    return printed(letter, f"Offerte {facts.number}, versie {facts.edition}", facts.partnership, facts.day)


def render_quotes(quotes: Sequence[QuoteFacts]) -> bytes:
    """Several quotes on one paper, each with its lines and receipt, and one place to say yes to all (ARE-4)."""
    first = quotes[0]
    dossiers = join_and([one.dossier for one in quotes])
    letter = Letter(first.head, footing(first.dossier, f"Offerte voor {len(quotes)} clusters", first.day))
    letter.address(
        first.recipient,
        (
            ("Dossiers", dossiers),
            ("Offertes", join_and([one.number for one in quotes])),
            ("Datum", day_plain(first.day)),
            ("Geldig", f"tot en met {day_plain(first.valid_until)}"),
        ),
    )
    letter.title("Offerte voor uw KVO-certificeringen", join_and([one.partnership for one in quotes]))
    letter.paragraph(
        f"Deze offerte gaat over {counted(len(quotes), 'cluster', 'clusters')}. Elk cluster heeft een eigen dossier, "
        "een eigen audit en een eigen overeenkomst. Uw akkoord geldt voor alle clusters samen."
    )
    for index, one in enumerate(quotes, 1):
        letter.heading(f"{index}. {one.partnership}", room=60)
        _told_of(letter, one)
        _time(letter, one)
        _prices(letter, one)
    _together(letter, quotes)
    stated(letter, "Wat het schema van u vraagt", first.requirements)
    stated(letter, "Onze voorwaarden", first.conditions)
    if first.conditions_text:
        letter.paragraph(first.conditions_text)
    _acceptance(letter, first, join_and([one.partnership for one in quotes]))
    return printed(letter, f"Offerte {join_and([one.number for one in quotes])}", first.partnership, first.day)


def _together(letter: Letter, quotes: Sequence[QuoteFacts]) -> None:
    """What it all costs, a line for each cluster."""
    letter.heading("Wat het samen kost", room=30)
    columns = (
        Column("Cluster"),
        Column("Offerte", 32),
        Column("Zonder btw", 28, right=True),
        Column("Met btw", 28, right=True),
    )
    rows = [Row((one.partnership, one.number, money(one.net), money(one.net + one.vat))) for one in quotes]
    net = sum((one.net for one in quotes), Decimal("0.00"))
    gross = sum((one.net + one.vat for one in quotes), Decimal("0.00"))
    rows.append(Row(("Samen", "", money(net), money(gross)), total=True))
    table(letter, columns, rows)


def footing(dossier: str, paper: str, day: date) -> tuple[str, ...]:
    """What stands at the foot of each page."""
    return (dossier, paper, day_plain(day))


def printed(letter: Letter, title: str, subject: str, day: date) -> bytes:
    """The letter pressed, dated by the day of the paper."""
    moment = datetime.combine(day, time(12), UTC)
    return press(letter.pages(), Document(title=title, author=letter.head.name, subject=subject, moment=moment))


def _opening(letter: Letter, facts: QuoteFacts) -> None:
    areas = join_and(facts.areas)
    letter.paragraph(
        f"U vroeg ons om het KVO-certificaat voor {areas} in {facts.municipality}. In deze offerte leest u "
        f"hoeveel tijd wij nodig hebben, wat het kost en wat wij van elkaar mogen verwachten."
    )
    _told_of(letter, facts)


def _told_of(letter: Letter, facts: QuoteFacts) -> None:
    areas = join_and(facts.areas)
    letter.facts(
        (
            ("Samenwerkingsverband", facts.partnership),
            ("Gebied", f"{areas} ({counted(len(facts.areas), 'terrein', 'terreinen')})"),
            ("Gemeente", facts.municipality),
            ("Schema", facts.scheme_title),
            ("Soort certificering", facts.kind),
        )
    )


def _time(letter: Letter, facts: QuoteFacts) -> None:
    title, above = "Zo komen wij aan deze tijd", "Hoeveel tijd de audit kost"
    receipt(letter, title, facts.audit_time, facts.audit_time_total, heading=above)
    if facts.hours_on_location:
        letter.paragraph(f"Daarvan zijn wij ongeveer {facts.hours_on_location}{NBSP}uur bij u op locatie.")


def _prices(letter: Letter, facts: QuoteFacts) -> None:
    letter.heading("Wat het kost", room=30)
    rates = {line.vat_percent for line in facts.lines}
    vat = f"Btw {percent(*rates)}" if len(rates) == 1 else "Btw"
    columns = (
        Column("Omschrijving"),
        Column("Aantal", 21, right=True),
        Column("Prijs", 21, right=True),
        Column("Bedrag", 23, right=True),
        Column(vat, 21, right=True),
    )
    rows = [_price_row(line, tell_rate=len(rates) > 1) for line in facts.lines]
    rows.append(Row(("Samen, zonder btw", "", "", money(facts.net), ""), total=True))
    rows.append(Row(("Btw", "", "", money(facts.vat), ""), total=True))
    rows.append(Row(("Totaal met btw", "", "", money(facts.net + facts.vat), ""), total=True))
    table(letter, columns, rows)


def _price_row(line: PriceLine, *, tell_rate: bool) -> Row:
    text = Cell(line.text, below=f"btw {percent(line.vat_percent)}" if tell_rate else "")
    quantity = f"{number(line.quantity)}{NBSP}{line.unit}"
    return Row((text, quantity, money(line.price), money(line.net), money(line.vat)))


def stated(letter: Letter, title: str, items: Sequence[Stated]) -> None:
    """A heading with a list, the place each item rests on at the right edge."""
    if items:
        letter.heading(title)
        letter.bullets([item.text for item in items], notes=[item.source for item in items])


def _acceptance(letter: Letter, facts: QuoteFacts, partnership: str = "") -> None:
    letter.heading("Gaat u akkoord?", room=60)
    who = f" Akkoord geven kan alleen {facts.accepted_by}." if facts.accepted_by else ""
    letter.paragraph(
        f"Deze offerte geldt tot en met {day_plain(facts.valid_until)}.{who} Daarna sturen wij u de overeenkomst."
    )
    letter.space(2)
    signatures(
        letter,
        (
            Signing(
                f"Namens {facts.head.name}",
                facts.signatory_name,
                facts.signatory_function,
                day_plain(facts.day),
                facts.signature,
            ),
            Signing(f"Akkoord namens {partnership or facts.partnership}"),
        ),
    )
