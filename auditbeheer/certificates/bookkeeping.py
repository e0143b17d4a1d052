"""A bill as files for the bookkeeping: rows for a spreadsheet (CSV), and an electronic invoice (UBL 2.1, SI-UBL 2.0).

The elements stand in the order of the UBL schema, which takes no other. VAT is the sum of what was rounded per line
(QUO-9), so every total is the sum of what stands above it, to the cent.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from decimal import Decimal
from io import StringIO
from xml.etree import ElementTree as Xml  # nosec B405 - only writes; nothing is parsed

from auditbeheer.certificates.bill import Bill, Side
from auditbeheer.quotes.rules.prices import Priced

COLUMNS = (
    "voorlopig_nummer", "dossier", "datum", "uiterlijk_betalen", "afnemer", "kvk_afnemer", "adres", "regel",
    "omschrijving", "aantal", "eenheid", "prijs", "btw_procent", "netto", "btw", "bruto",
)  # fmt: skip
BYTE_ORDER_MARK = "\ufeff"

INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
GROUP = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
FACT = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
PROFILE = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
KVK = "0106"  # ISO 6523: numbers of the Dutch chamber of commerce
UNITS = {"uur": "HUR", "km": "KMT"}  # UN/ECE recommendation 20; anything else is counted by piece
PIECE, CREDIT_TRANSFER, COMMERCIAL_INVOICE = "C62", "30", "380"
# XML 1.0 §2.2: these cannot stand in a document, not even escaped.
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_csv(bills: Iterable[Bill]) -> bytes:
    """A row per line of each bill. Made for a Dutch Excel, which parts cells by ``;``, writes a comma in figures, and
    takes a file for UTF-8 only when it begins with a byte order mark.
    """
    page = StringIO()
    writer = csv.writer(page, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for bill in bills:
        for position, line in enumerate(bill.lines, 1):
            writer.writerow(_row(bill, position, line))
    return (BYTE_ORDER_MARK + page.getvalue()).encode()


def _row(bill: Bill, position: int, line: Priced) -> list[str]:
    texts = (
        bill.number, bill.dossier, bill.on_day.isoformat(), bill.due.isoformat(), bill.buyer.name, bill.buyer.kvk,
        ", ".join(bill.buyer.address.lines), str(position), line.text,
    )  # fmt: skip
    amounts = (line.price, line.vat_percent, line.net, line.vat, line.net + line.vat)
    figures = [_figure(line.quantity), harmless(line.unit), *(_figure(amount) for amount in amounts)]
    return [*(harmless(text) for text in texts), *figures]


def harmless(text: str) -> str:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> harmless("=HYPERLINK(1)"), harmless(" +31"), harmless("De Brand")
    ("'=HYPERLINK(1)", "' +31", 'De Brand')
    """
    return f"'{text}" if text.lstrip().startswith(tuple("=+-@")) else text


def _figure(value: Decimal) -> str:
    return f"{value:f}".replace(".", ",")


def as_ubl(bill: Bill) -> bytes:
    """The bill as one UBL 2.1 invoice by SI-UBL 2.0 (NLCIUS); UTF-8."""
    for prefix, space in (("", INVOICE), ("cac", GROUP), ("cbc", FACT)):
        Xml.register_namespace(prefix, space)
    root = Xml.Element(f"{{{INVOICE}}}Invoice")
    for name, text in (
        ("CustomizationID", CUSTOMIZATION), ("ProfileID", PROFILE), ("ID", bill.number),
        ("IssueDate", bill.on_day.isoformat()), ("DueDate", bill.due.isoformat()),
        ("InvoiceTypeCode", COMMERCIAL_INVOICE), ("DocumentCurrencyCode", "EUR"), ("BuyerReference", bill.dossier),
    ):  # fmt: skip
        _fact(root, name, text)
    _party(_group(root, "AccountingSupplierParty"), bill.seller)
    _party(_group(root, "AccountingCustomerParty"), bill.buyer)
    _payment(root, bill)
    _tax(root, bill)
    _totals(root, bill)
    for position, line in enumerate(bill.lines, 1):
        _line(root, position, line)
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _group(parent: Xml.Element, name: str) -> Xml.Element:
    return Xml.SubElement(parent, f"{{{GROUP}}}{name}")


def _fact(parent: Xml.Element, name: str, text: str, **attributes: str) -> None:
    Xml.SubElement(parent, f"{{{FACT}}}{name}", attributes).text = UNWRITABLE.sub("", text)


def _amount(parent: Xml.Element, name: str, amount: Decimal) -> None:
    _fact(parent, name, f"{amount:.2f}", currencyID="EUR")


def _party(parent: Xml.Element, side: Side) -> None:
    party = _group(parent, "Party")
    _fact(party, "EndpointID", side.kvk, schemeID=KVK)
    _fact(_group(party, "PartyName"), "Name", side.name)
    address = _group(party, "PostalAddress")
    for name, text in (
        ("StreetName", side.address.street), ("AdditionalStreetName", side.address.before),
        ("CityName", side.address.town), ("PostalZone", side.address.postcode),
    ):  # fmt: skip
        if text:
            _fact(address, name, text)
    _fact(_group(address, "Country"), "IdentificationCode", "NL")
    if side.vat_number:
        scheme = _group(party, "PartyTaxScheme")
        _fact(scheme, "CompanyID", side.vat_number)
        _fact(_group(scheme, "TaxScheme"), "ID", "VAT")
    entity = _group(party, "PartyLegalEntity")
    _fact(entity, "RegistrationName", side.name)
    _fact(entity, "CompanyID", side.kvk, schemeID=KVK)


def _payment(root: Xml.Element, bill: Bill) -> None:
    means = _group(root, "PaymentMeans")
    _fact(means, "PaymentMeansCode", CREDIT_TRANSFER)
    _fact(means, "PaymentID", bill.number)
    _fact(_group(means, "PayeeFinancialAccount"), "ID", "".join(bill.seller.iban.split()))


def _tax(root: Xml.Element, bill: Bill) -> None:
    total = _group(root, "TaxTotal")
    _amount(total, "TaxAmount", bill.vat)
    for percent, net, vat in bill.rates:
        part = _group(total, "TaxSubtotal")
        _amount(part, "TaxableAmount", net)
        _amount(part, "TaxAmount", vat)
        _category(part, "TaxCategory", percent)


def _category(parent: Xml.Element, name: str, percent: Decimal) -> None:
    """S: the standard or the low rate; Z: the rate of zero."""
    category = _group(parent, name)
    _fact(category, "ID", "S" if percent else "Z")
    _fact(category, "Percent", f"{percent:f}")
    _fact(_group(category, "TaxScheme"), "ID", "VAT")


def _totals(root: Xml.Element, bill: Bill) -> None:
    totals = _group(root, "LegalMonetaryTotal")
    for name, amount in (
        ("LineExtensionAmount", bill.net), ("TaxExclusiveAmount", bill.net), ("TaxInclusiveAmount", bill.gross),
        ("PayableAmount", bill.gross),
    ):  # fmt: skip
        _amount(totals, name, amount)


def _line(root: Xml.Element, position: int, line: Priced) -> None:
    """A price is never below zero in UBL; for something given back the quantity is."""
    sign = -1 if line.price < 0 else 1
    row = _group(root, "InvoiceLine")
    _fact(row, "ID", str(position))
    _fact(row, "InvoicedQuantity", f"{sign * line.quantity:f}", unitCode=UNITS.get(line.unit, PIECE))
    _amount(row, "LineExtensionAmount", line.net)
    item = _group(row, "Item")
    _fact(item, "Name", line.text)
    _category(item, "ClassifiedTaxCategory", line.vat_percent)
    _amount(_group(row, "Price"), "PriceAmount", sign * line.price)
