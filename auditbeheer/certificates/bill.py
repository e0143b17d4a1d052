"""What is charged for one dossier, as it goes to the bookkeeping: who, to whom, which lines (QUO-9, ARE-10)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from auditbeheer.quotes.rules.prices import Priced, priced
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import day_plain, number

POSTCODE = re.compile(r"([1-9]\d{3})\s?([A-Za-z]{2})\s+(\S.*)")


@dataclass(frozen=True, slots=True)
class Address:
    """Where an invoice comes from or goes to; ``before``: lines above the street, such as a department."""

    street: str
    postcode: str
    town: str
    before: str = ""

    @property
    def lines(self) -> list[str]:
        """As on an envelope, from below the name."""
        return [line for line in (self.before, self.street, f"{self.postcode} {self.town}".strip()) if line]


def address_in(text: str) -> Address:
    r"""An address typed in a field of its own. Without a postcode all of it is street.

    >>> address_in("t.a.v. Crediteuren\nPostbus 91\n8200ab Lelystad")
    Address(street='Postbus 91', postcode='8200 AB', town='Lelystad', before='t.a.v. Crediteuren')
    """
    rows = [row for line in text.splitlines() if (row := " ".join(line.split()))]
    towns = [found for row in rows if (found := POSTCODE.fullmatch(row))]
    *before, street = [row for row in rows if not POSTCODE.fullmatch(row)] or [""]
    if not towns:
        return Address(street, "", "", ", ".join(before))
    town = towns[-1]
    return Address(street, f"{town[1]} {town[2].upper()}", town[3], ", ".join(before))


@dataclass(frozen=True, slots=True)
class Side:
    """Seller or buyer. ``vat_number`` and ``iban`` are the seller's only."""

    name: str
    address: Address
    kvk: str
    vat_number: str = ""
    iban: str = ""


class Charged:
    """The sums of its lines, in euro."""

    __slots__ = ()
    lines: tuple[Priced, ...]

    @property
    def net(self) -> Decimal:
        """Sum without VAT."""
        return sum((line.net for line in self.lines), Decimal("0.00"))

    @property
    def vat(self) -> Decimal:
        """VAT, per line rounded (QUO-9)."""
        return sum((line.vat for line in self.lines), Decimal("0.00"))

    @property
    def gross(self) -> Decimal:
        """Sum with VAT."""
        return self.net + self.vat


@dataclass(frozen=True, slots=True)
class Bill(Charged):
    """One dossier for the bookkeeping. Its number is provisional: the invoice gets its own in the bookkeeping."""

    dossier: str
    on_day: date
    due: date
    seller: Side
    buyer: Side
    lines: tuple[Priced, ...]

    @property
    def number(self) -> str:
        """The dossier's number and 1: the first, and so far only, invoice of a dossier."""
        return f"{self.dossier}-1"

    @property
    def rates(self) -> list[tuple[Decimal, Decimal, Decimal]]:
        """Per VAT percentage: the percentage, what it is charged on, and the VAT; the lowest first."""
        ordered = sorted(self.lines, key=lambda line: line.vat_percent)
        found = []
        for percent, group in groupby(ordered, key=lambda line: line.vat_percent):
            lines = list(group)
            found.append(
                (percent, sum((one.net for one in lines), Decimal(0)), sum((one.vat for one in lines), Decimal(0)))
            )
        return found


def extra_line(hours: Decimal, agreed_on: date, price: Decimal, vat_percent: Decimal) -> Priced:
    """The hours that were agreed after the agreement, for documents that were not complete (QUO-7)."""
    return priced(f"Extra audittijd, afgesproken op {day_plain(agreed_on)}", hours, "uur", price, vat_percent)


@dataclass(frozen=True, slots=True)
class Known:
    """What must be there before anything goes to the bookkeeping."""

    agreement: bool
    decided_on: date | None
    handed_over_on: date | None
    lines: int
    unpriced: Decimal  # extra hours without a tariff on the day of the agreement
    buyer: Side
    seller: Side | None


def conditions_for_hand_over(known: Known) -> list[Condition]:
    """Whether a dossier can go to the bookkeeping: after the decision, positive or not, and once."""
    return [*_stage(known), *_money(known), *_sides(known)]


def _stage(known: Known) -> list[Condition]:
    done, handed = known.decided_on, known.handed_over_on
    return [
        Condition("factuur.overeenkomst", "Er is een overeenkomst", known.agreement, "", SETTING),
        Condition(
            "factuur.besluit", "Het besluit is genomen", done is not None,
            f"op {day_plain(done)}" if done else "nog niet", SETTING,
            refusal="Er is nog geen besluit. Daarna kunt u de factuur klaarzetten.",
        ),
        Condition(
            "factuur.eenmaal", "De factuur is nog niet klaargezet", handed is None,
            f"klaargezet op {day_plain(handed)}" if handed else "", SETTING,
            refusal=f"Deze factuur is al klaargezet op {day_plain(handed)}." if handed else "",
        ),
    ]  # fmt: skip


def _money(known: Known) -> list[Condition]:
    return [
        Condition("factuur.regels", "De offerte heeft regels", known.lines > 0, "", SETTING),
        Condition(
            "factuur.tarief", "Er is een tarief voor de extra uren", not known.unpriced,
            f"{number(known.unpriced)} uur zonder tarief" if known.unpriced else "", SETTING,
        ),
    ]  # fmt: skip


def _sides(known: Known) -> list[Condition]:
    buyer, seller = known.buyer, known.seller
    ours = seller is not None and all((seller.name, seller.address.lines, seller.kvk, seller.vat_number, seller.iban))
    return [
        Condition(
            "factuur.adres", "Het factuuradres is bekend, met postcode en plaats",
            bool(buyer.address.street and buyer.address.postcode), ", ".join(buyer.address.lines), SETTING,
        ),
        Condition("factuur.kvk", "Het KvK-nummer van wie betaalt is bekend", bool(buyer.kvk), buyer.kvk, SETTING),
        Condition(
            "factuur.instelling", "Ons adres, KvK-nummer, btw-nummer en IBAN zijn bekend", ours, "", SETTING,
        ),
    ]  # fmt: skip


def freeze(bill: Bill) -> dict[str, Any]:
    """A bill as it is kept; :func:`thaw` gives it back. Amounts and days are kept as they were, as text."""
    sides = {"seller": asdict(bill.seller), "buyer": asdict(bill.buyer)}
    days = {"dossier": bill.dossier, "on_day": bill.on_day.isoformat(), "due": bill.due.isoformat()}
    return {**days, **sides, "lines": [{name: str(value) for name, value in asdict(one).items()} for one in bill.lines]}


def thaw(kept: Mapping[str, Any]) -> Bill:
    """The bill as it was handed over."""
    return Bill(
        dossier=kept["dossier"], on_day=date.fromisoformat(kept["on_day"]), due=date.fromisoformat(kept["due"]),
        seller=_side(kept["seller"]), buyer=_side(kept["buyer"]), lines=_lines(kept["lines"]),
    )  # fmt: skip


def _side(kept: Mapping[str, Any]) -> Side:
    return Side(**{**kept, "address": Address(**kept["address"])})


def _lines(kept: Sequence[Mapping[str, str]]) -> tuple[Priced, ...]:
    figures = ("quantity", "price", "vat_percent", "net", "vat")
    return tuple(
        Priced(text=one["text"], unit=one["unit"], **{name: Decimal(one[name]) for name in figures}) for one in kept
    )
