"""The produced invoice against the rules of EN 16931 and of SI-UBL 2.0 (NLCIUS), written down here a second time.

The official schematron is not in this repository; these are the rules of it that a bill of ours can break, each by the
name it has there. Each is seen to object once, in an invoice that was spoiled on purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import HealthCheck, given, settings

from auditbeheer.certificates.bookkeeping import FACT, GROUP, INVOICE, as_ubl
from auditbeheer.quotes.rules.prices import priced
from tests.certificates.test_bookkeeping import LINES, bill

SPACES = {"i": INVOICE, "cac": GROUP, "cbc": FACT}
CENT, EURO = Decimal("0.01"), Decimal(1)
CUSTOMIZATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
SELLER, BUYER = "cac:AccountingSupplierParty/cac:Party", "cac:AccountingCustomerParty/cac:Party"
TOTALS, SUBTOTALS, ROWS = "cac:LegalMonetaryTotal", "cac:TaxTotal/cac:TaxSubtotal", "cac:InvoiceLine"
UNITS, MEANS = {"HUR", "KMT", "C62"}, {"30", "48", "49", "57", "58", "59"}
AMOUNTS = ("LineExtensionAmount", "TaxAmount", "TaxableAmount", "TaxExclusiveAmount", "TaxInclusiveAmount",
           "PayableAmount", "PriceAmount")  # fmt: skip


def said(root: Xml.Element, path: str) -> str:
    """The one text at a path; empty when it is not there, or more than once."""
    found = root.findall(path, SPACES)
    return (found[0].text or "").strip() if len(found) == 1 else ""


def figure(root: Xml.Element, path: str) -> Decimal:
    text = said(root, path)
    return Decimal(text) if re.fullmatch(r"-?\d+(\.\d+)?", text) else Decimal("NaN")


def is_day(text: str) -> bool:
    return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", text)) and date.fromisoformat(text).isoformat() == text


def legal_number(root: Xml.Element, party: str) -> bool:
    """A number of the chamber of commerce with its scheme."""
    found = root.findall(f"{party}/cac:PartyLegalEntity/cbc:CompanyID", SPACES)
    return len(found) == 1 and found[0].get("schemeID") in {"0106", "0190"} and bool((found[0].text or "").strip())


def whole_address(root: Xml.Element, party: str) -> bool:
    where = f"{party}/cac:PostalAddress"
    return all(said(root, f"{where}/cbc:{name}") for name in ("StreetName", "CityName", "PostalZone"))


def rates_agree(root: Xml.Element) -> bool:
    """Per rate: its lines add up to what is taxed (BR-S-08), one breakdown for each rate and no other (BR-S-01)."""
    per_rate: dict[Decimal, Decimal] = {}
    for row in root.findall(ROWS, SPACES):
        rate = figure(row, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent")
        per_rate[rate] = per_rate.get(rate, Decimal(0)) + figure(row, "cbc:LineExtensionAmount")
    parts = root.findall(SUBTOTALS, SPACES)
    told = {figure(part, "cac:TaxCategory/cbc:Percent"): figure(part, "cbc:TaxableAmount") for part in parts}
    return told == per_rate and len(parts) == len(told)


def vat_follows(part: Xml.Element) -> bool:
    """The VAT of a rate is that share of what is taxed; the schematron leaves a euro for what is rounded per line."""
    rate, taxable = figure(part, "cac:TaxCategory/cbc:Percent"), figure(part, "cbc:TaxableAmount")
    expected = (taxable * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return abs(figure(part, "cbc:TaxAmount") - expected) < EURO


def category_fits(category: Xml.Element) -> bool:
    """Standard rates are above zero (BR-S-05), the zero rate is zero (BR-Z-05), and it is about VAT."""
    code, rate = said(category, "cbc:ID"), figure(category, "cbc:Percent")
    return said(category, "cac:TaxScheme/cbc:ID") == "VAT" and (rate > 0 if code == "S" else code == "Z" and rate == 0)


def two_decimals(root: Xml.Element) -> bool:
    amounts = [one for name in AMOUNTS for one in root.iter(f"{{{FACT}}}{name}")]
    return all(re.fullmatch(r"-?\d+\.\d\d", one.text or "") and one.get("currencyID") == "EUR" for one in amounts)


RULES: dict[str, Callable[[Xml.Element], bool]] = {
    "BR-01": lambda root: said(root, "cbc:CustomizationID") == CUSTOMIZATION,
    "BR-02": lambda root: bool(said(root, "cbc:ID")),
    "BR-03": lambda root: is_day(said(root, "cbc:IssueDate")),
    "BR-04": lambda root: said(root, "cbc:InvoiceTypeCode") == "380",
    "BR-05": lambda root: said(root, "cbc:DocumentCurrencyCode") == "EUR",
    "BR-06": lambda root: bool(said(root, f"{SELLER}/cac:PartyLegalEntity/cbc:RegistrationName")),
    "BR-07": lambda root: bool(said(root, f"{BUYER}/cac:PartyLegalEntity/cbc:RegistrationName")),
    "BR-09": lambda root: said(root, f"{SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode") == "NL",
    "BR-11": lambda root: said(root, f"{BUYER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode") == "NL",
    "BR-16": lambda root: bool(root.findall(ROWS, SPACES)),
    "BR-21": lambda root: len({said(row, "cbc:ID") for row in root.findall(ROWS, SPACES)} - {""})
    == len(root.findall(ROWS, SPACES)),
    "BR-23": lambda root: all(
        one.get("unitCode") in UNITS for one in root.findall(f"{ROWS}/cbc:InvoicedQuantity", SPACES)
    ),
    "BR-25": lambda root: all(said(row, "cac:Item/cbc:Name") for row in root.findall(ROWS, SPACES)),
    "BR-27": lambda root: all(figure(row, "cac:Price/cbc:PriceAmount") >= 0 for row in root.findall(ROWS, SPACES)),
    "BR-61": lambda root: bool(
        re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{10,30}", said(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID"))
    ),
    "BR-CO-09": lambda root: said(root, f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID").startswith("NL"),
    "BR-CO-10": lambda root: figure(root, f"{TOTALS}/cbc:LineExtensionAmount")
    == sum(figure(row, "cbc:LineExtensionAmount") for row in root.findall(ROWS, SPACES)),
    "BR-CO-13": lambda root: figure(root, f"{TOTALS}/cbc:TaxExclusiveAmount")
    == figure(root, f"{TOTALS}/cbc:LineExtensionAmount"),
    "BR-CO-14": lambda root: figure(root, "cac:TaxTotal/cbc:TaxAmount")
    == sum(figure(part, "cbc:TaxAmount") for part in root.findall(SUBTOTALS, SPACES)),
    "BR-CO-15": lambda root: figure(root, f"{TOTALS}/cbc:TaxInclusiveAmount")
    == figure(root, f"{TOTALS}/cbc:TaxExclusiveAmount") + figure(root, "cac:TaxTotal/cbc:TaxAmount"),
    "BR-CO-16": lambda root: figure(root, f"{TOTALS}/cbc:PayableAmount")
    == figure(root, f"{TOTALS}/cbc:TaxInclusiveAmount"),
    "BR-CO-17": lambda root: all(vat_follows(part) for part in root.findall(SUBTOTALS, SPACES)),
    "BR-CO-18": lambda root: bool(root.findall(SUBTOTALS, SPACES)),
    "BR-CO-25": lambda root: is_day(said(root, "cbc:DueDate")),
    "BR-S-08": rates_agree,
    "BR-S-05": lambda root: all(
        category_fits(one)
        for tag in ("TaxCategory", "ClassifiedTaxCategory") for one in root.iter(f"{{{GROUP}}}{tag}")
    ),
    "BR-DEC": two_decimals,
    "BR-NL-1": lambda root: legal_number(root, SELLER),
    "BR-NL-3": lambda root: whole_address(root, SELLER),
    "BR-NL-4": lambda root: whole_address(root, BUYER),
    "BR-NL-10": lambda root: legal_number(root, BUYER),
    "BR-NL-12": lambda root: said(root, "cac:PaymentMeans/cbc:PaymentMeansCode") in MEANS,
    "PEPPOL-R003": lambda root: bool(said(root, "cbc:BuyerReference")),
    "PEPPOL-R010": lambda root: bool(said(root, f"{BUYER}/cbc:EndpointID")),
    "PEPPOL-R020": lambda root: bool(said(root, f"{SELLER}/cbc:EndpointID")),
}  # fmt: skip


def objections(root: Xml.Element) -> set[str]:
    return {name for name, holds in RULES.items() if not holds(root)}


def ordinary() -> Xml.Element:
    """An audit with travel, a discount, and a line without VAT."""
    return Xml.fromstring(
        as_ubl(
            bill(
                priced("Audit", Decimal(12), "uur", Decimal("115.00"), Decimal(21)),
                priced("Kilometers", Decimal("76.4"), "km", Decimal("0.23"), Decimal(21)),
                priced("Korting", Decimal(1), "keer", Decimal("-100.00"), Decimal(21)),
                priced(
                    "Extra audittijd, afgesproken op 3 december 2026", Decimal("2.5"), "uur", Decimal(115), Decimal(9)
                ),
                priced("Doorbelaste leges", Decimal(1), "keer", Decimal(40), Decimal(0)),
            )
        )
    )


def test_an_ordinary_invoice_breaks_no_rule():
    assert objections(ordinary()) == set()


# The first draw makes the table of all characters, which a busy machine takes long for.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(LINES)
def test_whatever_its_lines_an_invoice_adds_up_by_the_rules(lines):
    # A description is never empty in the office; the strategy has empty ones.
    assert objections(Xml.fromstring(as_ubl(bill(*lines)))) <= {"BR-25"}


SPOILED: list[tuple[str, str, str | None]] = [
    ("cbc:CustomizationID", "urn:anders", "BR-01"), ("cbc:ID", "", "BR-02"), ("cbc:IssueDate", "23-11-2026", "BR-03"),
    ("cbc:InvoiceTypeCode", "999", "BR-04"), ("cbc:DocumentCurrencyCode", "USD", "BR-05"),
    (f"{SELLER}/cac:PartyLegalEntity/cbc:RegistrationName", "", "BR-06"),
    (f"{BUYER}/cac:PartyLegalEntity/cbc:RegistrationName", " ", "BR-07"),
    (f"{SELLER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode", "", "BR-09"),
    (f"{BUYER}/cac:PostalAddress/cac:Country/cbc:IdentificationCode", "", "BR-11"),
    (f"{ROWS}/cbc:ID", "2", "BR-21"), (f"{ROWS}/cac:Item/cbc:Name", "", "BR-25"),
    (f"{ROWS}/cac:Price/cbc:PriceAmount", "-1.00", "BR-27"),
    ("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID", "NL02 ABNA", "BR-61"),
    (f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", "123", "BR-CO-09"),
    (f"{TOTALS}/cbc:LineExtensionAmount", "1.00", "BR-CO-10"), (f"{TOTALS}/cbc:TaxExclusiveAmount", "1.00", "BR-CO-13"),
    ("cac:TaxTotal/cbc:TaxAmount", "1.00", "BR-CO-14"), (f"{TOTALS}/cbc:TaxInclusiveAmount", "1.00", "BR-CO-15"),
    (f"{TOTALS}/cbc:PayableAmount", "1.00", "BR-CO-16"), (f"{SUBTOTALS}/cbc:TaxAmount", "9.99", "BR-CO-17"),
    ("cbc:DueDate", "", "BR-CO-25"), (f"{SUBTOTALS}/cbc:TaxableAmount", "1.00", "BR-S-08"),
    (f"{SUBTOTALS}/cac:TaxCategory/cbc:ID", "S", "BR-S-05"), (f"{TOTALS}/cbc:PayableAmount", "1.005", "BR-DEC"),
    (f"{SELLER}/cac:PartyLegalEntity/cbc:CompanyID", "", "BR-NL-1"),
    (f"{SELLER}/cac:PostalAddress/cbc:CityName", "", "BR-NL-3"),
    (f"{BUYER}/cac:PostalAddress/cbc:PostalZone", "", "BR-NL-4"),
    (f"{BUYER}/cac:PartyLegalEntity/cbc:CompanyID", "", "BR-NL-10"),
    ("cac:PaymentMeans/cbc:PaymentMeansCode", "1", "BR-NL-12"), ("cbc:BuyerReference", "", "PEPPOL-R003"),
    (f"{BUYER}/cbc:EndpointID", "", "PEPPOL-R010"), (f"{SELLER}/cbc:EndpointID", "", "PEPPOL-R020"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "rule"), SPOILED, ids=[one[2] for one in SPOILED])
def test_each_rule_objects_to_an_invoice_that_was_spoiled(path, text, rule):
    root = ordinary()
    first = root.find(path, SPACES)
    assert first is not None, path
    first.text = text
    assert rule in objections(root)


@pytest.mark.parametrize(
    ("path", "rule"), [(ROWS, "BR-16"), ("cac:TaxTotal", "BR-CO-18"), (f"{ROWS}/cbc:InvoicedQuantity", "BR-23")]
)
def test_a_rule_objects_to_what_is_missing(path, rule):
    root = ordinary()
    if rule == "BR-23":
        root.findall(path, SPACES)[0].set("unitCode", "UUR")
    else:
        for one in root.findall(path, SPACES):
            root.remove(one)
    assert rule in objections(root)


def test_no_rule_goes_without_a_spoiled_invoice():
    assert {one[2] for one in SPOILED} | {"BR-16", "BR-CO-18", "BR-23"} == set(RULES)
