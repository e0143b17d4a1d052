"""Facts for papers, and how a paper is read back."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from auditbeheer.audits.report_pdf import (
    AreaResponse,
    CheckResult,
    DeviationFacts,
    Outcome,
    Presence,
    ReportFacts,
    Topic,
    Verdict,
)
from auditbeheer.certificates.pdf import CertificateFacts
from auditbeheer.config import ROOT
from auditbeheer.plumbing.letter import Letterhead
from auditbeheer.plumbing.letter_parts import ReceiptRow
from auditbeheer.quotes.pdf import AgreementFacts, Contractor, PriceLine, QuoteFacts, Stated, Visit

ROOT_STYLE = ROOT / "certificates" / "house_style"
BODY = "Certificerende Instelling Voorbeeld B.V."
HEAD = Letterhead(name=BODY, address="Kadeweg 1, 8243 AA Lelystad", phone="0320 000 000")
AREAS = ("Flevokust", "Noordersluis", "Oostervaart", "Larserpoort")

CERTIFICATE = CertificateFacts(
    body_name=BODY,
    body_address="Kadeweg 1, 8243 AA Lelystad",
    body_phone="0320 000 000",
    number="KVO-B-2026-00042",
    edition=1,
    edition_day=date(2026, 12, 9),
    holder="Samenwerkingsverband Keurmerk Veilig Ondernemen Lelystad",
    correspondence_address="Postbus 91, 8200 AB Lelystad",
    activities="Bedrijventerreinen met logistiek, industrie en groothandel",
    areas=AREAS,
    municipalities=("Lelystad",),
    delimitation="Kaart van 3\u00a0november 2026",
    founding=("Convenant KVO Lelystad", date(2026, 1, 14)),
    conformity_before=f"{BODY} verklaart dat het KVO-samenwerkingsverband",
    conformity_after="voldoet aan de eisen van het KVO Handboek Bedrijventerreinen, versie 4.0.",
    closing=(
        f"De status van dit certificaat kan nagegaan worden bij {BODY}",
        f"Dit certificaat blijft eigendom van {BODY}",
    ),
    issue_day=date(2026, 12, 9),
    last_day=date(2029, 12, 8),
    scheme_code="kvo-b-4.0",
    signatory_name="K. Jansen",
    signatory_function="directeur certificatie",
    verify_url="https://register.voorbeeld.nl/v/ABCDEFGHJKLM",
    register_host="register.voorbeeld.nl",
)

LONG_HOLDER = "Stichting Samenwerkingsverband Keurmerk Veilig Ondernemen Bedrijventerreinen Zuidoost 1234"
OLD = replace(
    CERTIFICATE,
    scheme_code="kvo-3.1",
    edition=2,
    edition_day=date(2027, 3, 3),
    certificate_name="Continu Samenwerken",
    stars=3,
    participants=("Ondernemersvereniging Lelystad-Oost", "gemeente Lelystad", "politie Midden-Nederland", "brandweer"),
)
VARIANTS = {
    "four areas": CERTIFICATE,
    "one area": replace(CERTIFICATE, areas=("De Hurk",), municipalities=("Eindhoven", "Veldhoven")),
    "cluster under a generic name": replace(CERTIFICATE, areas=("Cluster Lelystad",)),
    "a holder of ninety characters": replace(CERTIFICATE, holder=LONG_HOLDER),
    "no convenant": replace(CERTIFICATE, founding=None),
    "3.1, replaced, with stars and participants": OLD,
    "3.1 Basis": replace(CERTIFICATE, certificate_name="Basis Samenwerken"),
    "four areas with words of their own": replace(
        CERTIFICATE,
        activities="logistiek en distributie, maakindustrie, groothandel in bouwmaterialen, afvalverwerking, "
        "kantoren met dienstverlening, detailhandel in volumineuze goederen en een jachthaven met werven",
        delimitation="Kaart A van 3\u00a0november 2026; kaart B van 4\u00a0november 2026; "
        "kaart C van 5\u00a0november 2026; kaart D van 6\u00a0november 2026, met de haven als aparte buur",
    ),
    "long words everywhere": replace(
        CERTIFICATE,
        body_name="Certificerende Instelling voor Veiligheid en Samenwerking in Nederland Coöperatief U.A.",
        holder="Samenwerkingsverbandbedrijventerreinenzuidoostflevoland " + "Ondernemersbelangenvereniging",
        areas=tuple(f"Bedrijventerrein Zuidoosterpolder-Noord fase {letter} en omgeving" for letter in "ABCD"),
        correspondence_address="Gemeentehuis, afdeling Economie en Vastgoed, Burgemeester Van der Veldenstraat 1234, "
        "8243 AA Lelystad",
        founding=("Samenwerkingsovereenkomst veiligheid bedrijventerreinen Zuidoost-Flevoland", date(2026, 1, 14)),
        signatory_name="mr. drs. A. B. C. van der Meer-Vandenbroucke tot Oldenhove",
    ),
}


def _line(text: str, quantity: str, unit: str, price: str, vat: str = "21") -> PriceLine:
    net = (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"))
    tax = (net * Decimal(vat) / 100).quantize(Decimal("0.01"))
    return PriceLine(text, Decimal(quantity), unit, Decimal(price), Decimal(vat), net, tax)


REQUIREMENTS = (
    Stated("Vier partijen doen mee: ondernemers, gemeente, politie en brandweer.", "B4 §3.2"),
    Stated("De documenten zijn uiterlijk 14 dagen voor de audit bij ons.", "B4 §5.2.1"),
)
CONDITIONS = (Stated("U betaalt binnen 30 dagen na de factuur.", "eigen regel 21"),)

QUOTE = QuoteFacts(
    head=HEAD,
    recipient=("Werkgroep KVO Cluster Lelystad", "t.a.v. mevrouw S. Yılmaz", "Postbus 91", "8200 AB Lelystad"),
    dossier="D-2026-0147",
    number="O-2026-0031",
    edition=2,
    day=date(2026, 11, 23),
    valid_until=date(2026, 12, 23),
    partnership="Samenwerkingsverband KVO Cluster Lelystad",
    areas=AREAS,
    municipality="Lelystad",
    scheme_title="KVO Handboek Bedrijventerreinen, versie 4.0",
    kind="eerste certificaat",
    audit_time=(
        ReceiptRow("Minimum voor een cluster van 4 bedrijventerreinen", "12\u00a0uur", "B4 §6.3.1"),
        ReceiptRow("Meer tijd: de documenten komen in twee delen en vragen twee rondes", "1\u00a0uur", "B4 §6.3.1"),
    ),
    audit_time_total=ReceiptRow("Audittijd", "13\u00a0uur"),
    hours_on_location="6",
    lines=(
        _line("Audittijd", "13", "uur", "125"),
        _line("Reistijd", "2.5", "uur", "62.50"),
        _line("Kilometers", "148", "km", "0.42"),
        _line("Certificaat en plaats in het register", "1", "keer", "275"),
    ),
    requirements=REQUIREMENTS,
    conditions=CONDITIONS,
    accepted_by="H. van der Meer (gemeente Lelystad)",
    signatory_name="K. Jansen",
    signatory_function="directeur certificatie",
)

AGREEMENT = AgreementFacts(
    head=HEAD,
    body_kvk="12345678",
    licence="CCV-2021-014, tot en met 31\u00a0december 2028",
    recipient=QUOTE.recipient,
    dossier=QUOTE.dossier,
    day=date(2026, 11, 30),
    partnership=QUOTE.partnership,
    correspondence_address="Postbus 91, 8200 AB Lelystad",
    areas=AREAS,
    municipality="Lelystad",
    scheme_title=QUOTE.scheme_title,
    kind=QUOTE.kind,
    quote="O-2026-0031, versie 2",
    quote_day=QUOTE.day,
    net=QUOTE.net,
    gross=QUOTE.net + QUOTE.vat,
    contractors=(
        Contractor("Gemeente Lelystad", "H. van der Meer", "wethouder", "32162990"),
        Contractor("Ondernemersvereniging Lelystad-Oost", "P. de Boer", "voorzitter"),
    ),
    visits=(
        Visit("Documentbeoordeling", "na ontvangst van de documenten", "6\u00a0uur"),
        Visit("Audit op locatie met de werkgroep", "woensdag 9\u00a0december 2026", "5\u00a0uur"),
    ),
    requirements=REQUIREMENTS,
    mark=(Stated("U houdt zich aan de regels van het beeldmerk. Die horen bij deze overeenkomst.", "B4 B1.2.4"),),
    access=(Stated("U geeft ons toegang tot alle locaties die bij de audit horen.", "B4 §5.4"),),
    conditions=CONDITIONS,
    signatory_name="K. Jansen",
    signatory_function="directeur certificatie",
)

FOUND = "Van elk overleg is een verslag.\n\nHet archief staat bij de parkmanager."
DEVIATION = DeviationFacts(
    number="1",
    requirement="De respons in Larserpoort haalt het minimum",
    found="In Larserpoort antwoordden 14 van de 64 ondernemers.",
    source="B4 §4.1.1",
    found_on=date(2026, 12, 9),
    additions_due=date(2027, 2, 9),
    assessment_due=date(2027, 3, 9),
)
REPORT = ReportFacts(
    head=HEAD,
    dossier="D-2026-0147",
    edition=1,
    day=date(2026, 12, 18),
    as_of=date(2026, 12, 16),
    partnership=QUOTE.partnership,
    areas=AREAS,
    municipality="Lelystad",
    scheme_title=QUOTE.scheme_title,
    kind=QUOTE.kind,
    audit_days=(date(2026, 12, 9),),
    document_review_day=date(2026, 11, 27),
    place="Stadhuis Lelystad",
    team=(("M. Bakker", "lead auditor"), ("S. Peters", "auditor in opleiding")),
    conclusion="Het samenwerkingsverband werkt goed samen. De respons in Larserpoort is te laag.",
    good=("De vier partijen komen trouw.", "Ondernemers weten de meldpunten te vinden."),
    verdict=Verdict(Outcome.HELD),
    response=(AreaResponse("Flevokust", 29, 18, 12, 40), AreaResponse("Larserpoort", 64, 14, 20, 30)),
    response_source="B4 §4.1.1",
    topics=(Topic("Opzet en samenstelling", FOUND, "B4 §6.4"), Topic("Evaluatie", FOUND, "B4 §6.4")),
    attendance=(
        Presence("Politie", "J. de Wit", present=True),
        Presence("Brandweer", "", present=False, note="Gesproken op 10\u00a0december 2026 op locatie."),
    ),
    checklist=tuple(
        CheckResult(
            f"T{n}", "Kaart op straatniveau.", "B4 §3.1", "Afwijking" if n == 9 else "In orde", "De kaart klopt."
        )
        for n in range(1, 25)
    ),
    deviations=(DEVIATION,),
    term_source="B4 §6.3",
    recommendations=("Zet de app-groep open voor nieuwe ondernemers.",),
    lead_auditor="M. Bakker",
)


def reader(pdf: bytes) -> PdfReader:
    """The PDF as a machine reads it."""
    return PdfReader(io.BytesIO(pdf))


def words(pdf: bytes, *pages: int) -> str:
    """The text as somebody copies it, every white space a single blank; of these pages (0 is the first) or of all."""
    read = reader(pdf)
    chosen = [read.pages[n] for n in pages] if pages else list(read.pages)
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in chosen))


def plain(text: str) -> str:
    """A fact as ``words`` gives it back."""
    return re.sub(r"\s+", " ", text)


def picture(pdf: bytes, dpi: int) -> Image.Image:
    """The first page as a printer or screen shows it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image: Image.Image = document[0].render(scale=dpi / 72).to_pil()
        return image
    finally:
        document.close()


def scanned(pdf: bytes, dpi: int) -> list[str]:
    """What a phone reads from the page."""
    return [code.text for code in zxingcpp.read_barcodes(picture(pdf, dpi))]
