"""Files of one's own dossier: what was sent, the quote, the agreement, the report, the certificate."""

from __future__ import annotations

from flask import Blueprint, Response

from auditbeheer.accounts.gate import by_link
from auditbeheer.certificates.models import edition_of
from auditbeheer.documents.incoming import kept_paper_in
from auditbeheer.documents.models import Document, document_numbered, file_in
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.serving import hand_out, hand_out_stored
from auditbeheer.plumbing.web import db, found, shelf
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.views.entering import seat_of, standing_at
from auditbeheer.quotes.models import Quote, quotes_of

ROW = "int(max=2147483647):identifier"


def file_routes(portal: Blueprint) -> None:
    """Add the addresses to the blueprint."""
    portal.add_url_rule(f"/mijn/<number>/bestand/<{ROW}>", view_func=file)
    portal.add_url_rule(f"/mijn/<number>/deel/<{ROW}>", view_func=part)
    portal.add_url_rule(f"/mijn/<number>/bewaard/<{ROW}>", view_func=kept_file)
    portal.add_url_rule("/mijn/<number>/offerte/<int(max=10000):edition>.pdf", view_func=quote_pdf)
    portal.add_url_rule("/mijn/<number>/extra-uren/<int(max=10000):edition>.pdf", view_func=supplement_pdf)
    portal.add_url_rule("/mijn/<number>/overeenkomst.pdf", view_func=agreement_pdf)
    portal.add_url_rule("/mijn/<number>/rapport/<int(max=10000):edition>.pdf", view_func=report_pdf)
    portal.add_url_rule("/mijn/<number>/certificaat.pdf", view_func=certificate_pdf)


@by_link(SCOPE)
def file(number: str, identifier: int) -> Response:
    """A document that the working group sent; one of another dossier does not exist here."""
    document: Document = found(document_numbered(db(), seat_of(number).trajectory.id, identifier))
    return hand_out_stored(document.file)


@by_link(SCOPE)
def part(number: str, identifier: int) -> Response:
    """A further file of a document that consists of several."""
    return hand_out_stored(found(file_in(db(), seat_of(number).trajectory.id, identifier)))


@by_link(SCOPE)
def kept_file(number: str, identifier: int) -> Response:
    """A paper that was put by."""
    row = found(kept_paper_in(db(), seat_of(number).trajectory.partnership_id, identifier))
    return hand_out_stored(found(row.file))


@by_link(SCOPE)
def quote_pdf(number: str, edition: int) -> Response:
    """A quote as it was sent."""
    quotes = quotes_of(db(), seat_of(number).trajectory.id)
    row: Quote = found(next((one for one in quotes if one.edition == edition and one.pdf_sha256), None))
    return hand_out(shelf().get(str(row.pdf_sha256)), name=f"Offerte {row.number} versie {edition}.pdf", media_type=PDF)


@by_link(SCOPE)
def supplement_pdf(number: str, edition: int) -> Response:
    """Extra hours as they were put to the working group; ones that were withdrawn are not shown here."""
    row = found(standing_at(number).supplement)
    found(row if row.edition == edition and row.pdf_sha256 else None)
    name = f"Aanvulling op de offerte {number.upper()}.pdf"
    return hand_out(shelf().get(row.pdf_sha256), name=name, media_type=PDF)


@by_link(SCOPE)
def agreement_pdf(number: str) -> Response:
    """The agreement as it was signed."""
    agreement = found(standing_at(number).agreement)
    found(agreement.pdf_sha256 or None)
    return hand_out(shelf().get(agreement.pdf_sha256), name=f"Overeenkomst {number.upper()}.pdf", media_type=PDF)


@by_link(SCOPE)
def report_pdf(number: str, edition: int) -> Response:
    """A report as it was sent; a draft is not shown here."""
    reports = standing_at(number).reports
    row = found(next((one for one in reports if one.edition == edition and one.pdf_sha256), None))
    return hand_out(shelf().get(row.pdf_sha256), name=f"Auditrapport {number.upper()} versie {edition}.pdf",
                    media_type=PDF)  # fmt: skip


@by_link(SCOPE)
def certificate_pdf(number: str) -> Response:
    """The certificate as it was issued."""
    certificate = found(standing_at(number).certificate)
    edition = found(edition_of(db(), certificate.id))
    name = f"{certificate.number}-uitgave-{edition.edition}.pdf"
    return hand_out(edition.pdf, name=name, media_type=PDF, save=True)
