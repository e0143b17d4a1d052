"""The supplement to an agreed quote (aanvulling op de offerte) as a letter: why, the time with its receipt, the cost.

Everything comes in as facts; nothing is looked up and no price is computed here (QUO-7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from auditbeheer.plumbing.dutch import money, number
from auditbeheer.plumbing.letter import Letter, Letterhead
from auditbeheer.plumbing.letter_parts import Column, ReceiptRow, Row, Signing, receipt, signatures, table
from auditbeheer.quotes.quote_pdf import PriceLine, footing, printed
from auditbeheer.scheme.wording import NBSP, day_plain


@dataclass(frozen=True, kw_only=True)
class SupplementFacts:
    """All that a supplement tells. ``line``: the extra hours priced; None when no tariff stood on the agreed day."""

    head: Letterhead
    recipient: tuple[str, ...]
    dossier: str
    edition: int
    quote: str
    agreed_on: date
    day: date
    partnership: str
    hours: str
    why: str
    agreed_with: str
    audit_time: tuple[ReceiptRow, ...]
    audit_time_total: ReceiptRow
    line: PriceLine | None
    accepted_by: str = ""
    signatory_name: str
    signatory_function: str
    signature: Path | None = None


def render_supplement(facts: SupplementFacts) -> bytes:
    """The supplement as PDF; the same facts give the same bytes."""
    paper = f"Aanvulling {facts.edition} op de offerte"
    letter = Letter(facts.head, footing(facts.dossier, paper, facts.day))
    letter.address(
        facts.recipient,
        (
            ("Dossier", facts.dossier),
            ("Offerte", facts.quote),
            ("Aanvulling", str(facts.edition)),
            ("Datum", day_plain(facts.day)),
        ),
    )
    letter.title("Aanvulling op uw offerte: extra uren", facts.partnership)
    letter.paragraph(
        f"Uw audit vraagt {facts.hours}{NBSP}uur extra. Wij spraken dit op {day_plain(facts.day)} af met "
        f"{facts.agreed_with}. Deze aanvulling hoort bij offerte {facts.quote} en bij de overeenkomst van "
        f"{day_plain(facts.agreed_on)}. De rest daarvan blijft zoals het is."
    )
    letter.heading("Waarom")
    letter.paragraph(facts.why)
    title, above = "Zo komen wij aan deze tijd", "Hoeveel tijd de audit nu kost"
    receipt(letter, title, facts.audit_time, facts.audit_time_total, heading=above)
    _cost(letter, facts.line)
    _acceptance(letter, facts)
    return printed(letter, f"{paper}, {facts.dossier}", facts.partnership, facts.day)


def _cost(letter: Letter, line: PriceLine | None) -> None:
    letter.heading("Wat het kost", room=30)
    if line is None:
        letter.paragraph("Op de dag van de overeenkomst gold geen tarief voor een uur. Wij spreken de prijs met u af.")
        return
    columns = (
        Column("Omschrijving"),
        Column("Aantal", 24, right=True),
        Column("Prijs", 26, right=True),
        Column("Bedrag", 30, right=True),
    )
    rows = [
        Row((line.text, f"{number(line.quantity)}{NBSP}{line.unit}", money(line.price), money(line.net))),
        Row((f"Btw {number(line.vat_percent)}{NBSP}%", "", "", money(line.vat)), total=True),
        Row(("Totaal met btw", "", "", money(line.net + line.vat)), total=True),
    ]
    table(letter, columns, rows)
    letter.paragraph("Dit is de prijs per uur van de dag van de overeenkomst.")


def _acceptance(letter: Letter, facts: SupplementFacts) -> None:
    letter.heading("Gaat u akkoord?", room=60)
    who = f"Akkoord geven kan alleen {facts.accepted_by}. " if facts.accepted_by else ""
    letter.paragraph(f"{who}Zonder akkoord tellen de extra uren niet mee, en bellen wij u over de audit.")
    letter.space(2)
    ours = Signing(
        f"Namens {facts.head.name}", facts.signatory_name, facts.signatory_function, day_plain(facts.day),
        facts.signature,
    )  # fmt: skip
    signatures(letter, (ours, Signing(f"Akkoord namens {facts.partnership}")))
