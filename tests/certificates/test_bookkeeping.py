"""The files for the bookkeeping: every total to the cent, the order of UBL, and names that mean harm."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.certificates.bill import Address, Bill, Side, address_in, freeze, thaw
from auditbeheer.certificates.bookkeeping import FACT, GROUP, INVOICE, as_csv, as_ubl, harmless
from auditbeheer.quotes.rules.prices import priced

SPACES = {"i": INVOICE, "cac": GROUP, "cbc": FACT}
HOSTILE = ["=cmd|' /C calc'!A0", "<Invoice>&amp;]]>", "Werk\x00groep\x1b", 'a;b"c\nd', "@SUM(1)", "\u202eΩ≈ç🏭"]
SELLER = Side(
    "Voorbeeld B.V.", Address("Kade 1", "3511 AA", "Utrecht"), "12345678", "NL123456782B90", "NL02 ABNA 0123456789"
)
BUYER = Side("KVO Lelystad", Address("Stadhuisplein 2", "8232 ZX", "Lelystad"), "87654321")


def bill(*lines, buyer: Side = BUYER) -> Bill:
    return Bill("D-2026-0001", date(2026, 11, 23), date(2026, 12, 23), SELLER, buyer, tuple(lines))


def parsed(given_bill: Bill) -> Xml.Element:
    return Xml.fromstring(as_ubl(given_bill))


def said(root: Xml.Element, path: str) -> list[str]:
    return [found.text or "" for found in root.findall(path, SPACES)]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("Postbus 91\n8200 AB Lelystad", Address("Postbus 91", "8200 AB", "Lelystad")),
        ("Crediteuren\n kamer 3\nKade 1\n1234ab  Edam\n", Address("Kade 1", "1234 AB", "Edam", "Crediteuren, kamer 3")),
        ("zie correspondentieadres", Address("zie correspondentieadres", "", "")),
        ("8200 AB Lelystad", Address("", "8200 AB", "Lelystad")),
        ("\n", Address("", "", "")),
    ],
)  # fmt: skip
def test_an_invoice_address_is_read(typed, address):
    assert address_in(typed) == address


LINES = st.lists(
    st.builds(
        priced,
        text=st.text(max_size=40),
        quantity=st.decimals(0, 999, places=2),
        unit=st.sampled_from(["uur", "km", "keer", "stuk;"]),
        price=st.decimals(-2000, 2000, places=2),
        vat_percent=st.sampled_from([Decimal(0), Decimal(9), Decimal("9.0"), Decimal(21), Decimal("21.0")]),
    ),
    min_size=1,
    max_size=12,
)


@given(LINES)
def test_all_totals_agree_to_the_cent(lines):
    root = parsed(bill(*lines))
    nets = [Decimal(one) for one in said(root, "cac:InvoiceLine/cbc:LineExtensionAmount")]
    (net,), (gross,) = said(root, ".//cbc:TaxExclusiveAmount"), said(root, ".//cbc:PayableAmount")
    (vat,) = said(root, "cac:TaxTotal/cbc:TaxAmount")
    taxed = [Decimal(one) for one in said(root, ".//cac:TaxSubtotal/cbc:TaxableAmount")]
    taxes = [Decimal(one) for one in said(root, ".//cac:TaxSubtotal/cbc:TaxAmount")]
    assert sum(nets) == sum(taxed) == Decimal(net) == sum(line.net for line in lines)
    assert sum(taxes) == Decimal(vat) == sum(line.vat for line in lines)
    assert Decimal(net) + Decimal(vat) == Decimal(gross)
    assert len(taxes) == len({line.vat_percent for line in lines})
    for row, line in zip(root.findall("cac:InvoiceLine", SPACES), lines, strict=True):
        (quantity,), (price,) = said(row, "cbc:InvoicedQuantity"), said(row, "cac:Price/cbc:PriceAmount")
        assert Decimal(price) >= 0
        assert (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"), "ROUND_HALF_UP") == line.net
    rows = list(csv.DictReader(io.StringIO(as_csv([bill(*lines)]).decode("utf-8-sig"), newline=""), delimiter=";"))
    assert sum(Decimal(row["bruto"].replace(",", ".")) for row in rows) == Decimal(gross)


@given(LINES)
def test_a_bill_is_kept_as_it_was(lines):
    assert thaw(freeze(bill(*lines))) == bill(*lines)


def test_the_elements_stand_in_the_order_of_ubl():
    root = parsed(bill(priced("Audit", Decimal(8), "uur", Decimal(120), Decimal(21))))
    assert [child.tag.partition("}")[2] for child in root] == [
        "CustomizationID", "ProfileID", "ID", "IssueDate", "DueDate", "InvoiceTypeCode", "DocumentCurrencyCode",
        "BuyerReference", "AccountingSupplierParty", "AccountingCustomerParty", "PaymentMeans", "TaxTotal",
        "LegalMonetaryTotal", "InvoiceLine",
    ]  # fmt: skip
    for party in root.findall("*/cac:Party", SPACES):
        order = [child.tag.partition("}")[2] for child in party]
        everything = ["EndpointID", "PartyName", "PostalAddress", "PartyTaxScheme", "PartyLegalEntity"]
        assert order == [name for name in everything if name in order]
    assert said(root, "cbc:ID") == ["D-2026-0001-1"]
    assert said(root, ".//cac:PayeeFinancialAccount/cbc:ID") == ["NL02ABNA0123456789"]
    assert [one.attrib for one in root.findall(".//cbc:InvoicedQuantity", SPACES)] == [{"unitCode": "HUR"}]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_text_in_both_files(name):
    line = priced(name, Decimal(1), "uur", Decimal(1), Decimal(21))
    made = bill(line, buyer=Side(name, Address(name, "8232 ZX", name), "87654321"))
    root = parsed(made)
    written = "".join(sign for sign in name if sign >= " " or sign in "\t\n\r")
    assert said(root, "cac:InvoiceLine/cac:Item/cbc:Name") == [written]
    assert said(root, "cac:AccountingCustomerParty//cbc:RegistrationName") == [written]
    head, row = csv.reader(io.StringIO(as_csv([made]).decode("utf-8-sig"), newline=""), delimiter=";")
    told = dict(zip(head, row, strict=True))
    assert told["afnemer"].removeprefix("'") == told["omschrijving"].removeprefix("'") == name
    assert not any(told[column].startswith(tuple("=+-@")) for column in ("afnemer", "adres", "omschrijving"))


@pytest.mark.parametrize("typed", ["=1+1", "+31", "-2", "@x", "\t=1", " \r@x"])
def test_a_formula_gets_an_apostrophe(typed):
    assert harmless(typed) == f"'{typed}"


def test_the_csv_opens_in_a_dutch_excel():
    made = as_csv([bill(priced("Korting", Decimal(1), "keer", Decimal("-12.50"), Decimal(21)))])
    assert made.startswith(b"\xef\xbb\xbfvoorlopig_nummer;dossier;datum;")
    assert made.endswith(b";Korting;1;keer;-12,50;21;-12,50;-2,63;-15,13\r\n")
