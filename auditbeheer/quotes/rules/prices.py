"""What a quote costs, line by line, and how its hours came about (QUO-6 to QUO-9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from auditbeheer.scheme.condition import SETTING, Condition, Receipt, ReceiptLine, Source, SourceKind
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain, join_and, number

CENT = Decimal("0.01")
# The lines that every quote has, as far as there is something to charge: the kind of tariff and the unit.
STANDING = {
    "Audit: documenten, locatie en rapport": ("audituur", "uur"),
    "Reistijd, heen en terug": ("reisuur", "uur"),
    "Reiskosten, heen en terug": ("kilometer", "km"),
    "Vaste kosten": ("vaste kosten", "keer"),
    "Certificaat en register": ("certificaatkosten", "keer"),
}


@dataclass(frozen=True, slots=True)
class Priced:
    """One line of a quote with its amounts in euro (QUO-9)."""

    text: str
    quantity: Decimal
    unit: str
    price: Decimal
    vat_percent: Decimal
    net: Decimal
    vat: Decimal


@traced("QUO-9", test="tests/quotes/test_rules.py::test_each_line_is_rounded_half_up_to_the_cent")
def priced(text: str, quantity: Decimal, unit: str, price: Decimal, vat_percent: Decimal) -> Priced:
    """A line with its amounts, each rounded half up to the cent (QUO-9).

    >>> line = priced("Audit", Decimal("0.5"), "uur", Decimal("1.05"), Decimal("21"))
    >>> line.net, line.vat
    (Decimal('0.53'), Decimal('0.11'))
    """
    net = (quantity * price).quantize(CENT, ROUND_HALF_UP)
    vat = (net * vat_percent / 100).quantize(CENT, ROUND_HALF_UP)
    return Priced(text, quantity, unit, price, vat_percent, net, vat)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A line to be priced: what, how much of what, at which price."""

    text: str
    quantity: Decimal
    unit: str
    price: Decimal


def offered_lines(
    prices: Mapping[str, Decimal], offered: Decimal, kilometres: Decimal, travel: Decimal, free: Sequence[Wanted]
) -> list[Wanted]:
    """The lines of a quote: audit time, travel, fixed costs, certificate, and what was added by hand.

    ``prices`` by kind (audituur, reisuur, kilometer, vaste kosten, certificaatkosten); ``kilometres`` one way. What is
    nothing, or has no price, makes no line.
    """
    amounts = {"audituur": offered, "reisuur": travel, "kilometer": 2 * kilometres}
    standing = [(kind, text, amounts.get(kind, Decimal(1)), unit) for text, (kind, unit) in STANDING.items()]
    charged = [
        Wanted(text, quantity, unit, prices[kind])
        for kind, text, quantity, unit in standing
        if kind in prices and quantity
    ]
    return [*charged, *free]


def tariffs_known(kinds: Collection[str], day: date, *, travels: bool) -> list[Condition]:
    """Whether there is a price for what every quote charges (QUO-9)."""
    needed = ["audituur", "certificaatkosten", *(("reisuur", "kilometer") if travels else ())]
    missing = [kind for kind in needed if kind not in kinds]
    return [
        Condition(
            "tarieven", "Er is een tarief voor alles wat de offerte rekent", not missing,
            f"ontbreekt: {join_and(missing)}" if missing else f"tarieven van {day_plain(day)}", SETTING,
            refusal=f"Er is nog geen tarief voor {join_and(missing)}. De directie vult dat in bij Instelling.",
        )
    ]  # fmt: skip


def may_be_made(*, draft: bool, accepted: bool) -> list[Condition]:
    """Whether a quote, or a new version of it, can be made: there is no draft yet, and no yes."""
    return [
        Condition(
            "offerte.geen_concept", "Er is nog geen concept", not draft, "concept" if draft else "", SETTING,
            refusal="Er is al een concept. Wijzig dat, of verstuur het.",
        ),
        Condition(
            "offerte.geen_akkoord", "Er is nog geen akkoord", not accepted, "akkoord" if accepted else "", SETTING,
            refusal="De werkgroep is al akkoord met deze offerte. Een nieuwe versie kan niet meer.",
        ),
    ]  # fmt: skip


def sendable(*, draft: bool, body: bool, signatory: bool) -> list[Condition]:
    """Whether there is a draft to send, and who we are and who signs for us is known."""
    return [
        Condition(
            "offerte.te_versturen", "De offerte is een concept", draft, "" if draft else "al verstuurd", SETTING,
            refusal="Deze offerte is al verstuurd. Maak een nieuwe versie.",
        ),
        Condition(
            "instelling.ingevuld", "Naam en adres van onze instelling zijn ingevuld", body, "" if body else "nog niet",
            SETTING,
        ),
        Condition(
            "instelling.ondertekenaar", "Iemand mag voor ons tekenen", signatory,
            "" if signatory else "nog niemand aangewezen", SETTING,
        ),
    ]  # fmt: skip


def tariffs_still_hold(changed: Sequence[str]) -> Condition:
    """A quote is sent at the prices of the day of sending. ``changed``: kinds with another price since it was made."""
    return Condition(
        "tarieven.nu", "De tarieven van de offerte gelden vandaag nog", not changed, join_and(changed) or "ja", SETTING,
        refusal=f"Het tarief voor {join_and(changed)} is intussen anders. Open de offerte en bewaar hem opnieuw.",
    )  # fmt: skip


def with_extra(receipt: Receipt, extra: Decimal, why: str, scheme: Scheme) -> Receipt:
    """The receipt of the minimum with the agreed other hours under it (QUO-7, QUO-8)."""
    if not extra:
        return receipt
    agreed = next((item for item in scheme.agreements if item.code == "meer_tijd"), None)
    source = scheme.source(agreed) if agreed else None
    line = ReceiptLine(f"{'Meer' if extra > 0 else 'Minder'} tijd: {why}", extra, receipt.unit, source)
    return Receipt(receipt.title, (*receipt.lines, line), receipt.total + extra, receipt.unit)


def freeze(receipt: Receipt) -> list[dict[str, str]]:
    """A receipt as it is kept with a quote; :func:`thaw` gives it back. Amounts and sources are kept as they were."""
    return [
        {
            "text": line.text,
            "amount": "" if line.amount is None else str(line.amount),
            "unit": line.unit,
            **(_kept_source(line.source) if line.source else {}),
        }
        for line in receipt.lines
    ]


def _kept_source(source: Source) -> dict[str, str]:
    return {
        "kind": source.kind.value,
        "document": source.document,
        "clause": source.clause,
        "number": "" if source.number is None else str(source.number),
        "explanation": source.explanation,
    }


def thaw(rows: Sequence[Mapping[str, str]], total: Decimal) -> Receipt:
    """The receipt as it was when the quote was made."""
    lines = tuple(
        ReceiptLine(row["text"], Decimal(row["amount"]) if row["amount"] else None, row["unit"], _source_in(row))
        for row in rows
    )
    return Receipt("Audittijd", lines, total, "uur")


def _source_in(row: Mapping[str, str]) -> Source | None:
    if "kind" not in row:
        return None
    number_ = int(row["number"]) if row["number"] else None
    return Source(SourceKind(row["kind"]), row["document"], row["clause"], number_, row["explanation"])


def travel_explained(town: str, area: str, kilometres: Decimal, factor: Decimal, source: Source) -> str:
    """How the distance of a quote came about, in a sentence."""
    way = f"hemelsbreed van {town} naar {area}, maal {number(factor)} ({source.label})"
    return f"{number(kilometres)} km enkele reis: {way}."
