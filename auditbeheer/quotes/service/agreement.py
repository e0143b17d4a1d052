"""The agreement: scheme and tariff laid down, signed for the body (QUO-4, SCH-8); and periods of certification."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import Signatory, signatories_on
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Agreement, CertifiedPeriod, Quote, Trajectory, agreement_of, open_quote
from auditbeheer.quotes.rules.answers import agreement_conditions, client_known, may_sign
from auditbeheer.quotes.rules.application import scheme_chosen
from auditbeheer.quotes.service.application import open_schemes
from auditbeheer.quotes.service.papers import agreement_paper
from auditbeheer.quotes.service.state import licence_held, scheme_of, still_open
from auditbeheer.relations.models import Area, Partnership
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.library import Library, adopted_conditions
from auditbeheer.scheme.wording import day_plain, hours, join_and


def signing_conditions(session: Session, trajectory: Trajectory, library: Library, today: date) -> list[Condition]:
    """Whether the agreement can be signed: accepted, confirmed, licence in force, scheme still open (QUO-4, QUO-10)."""
    scheme = scheme_of(trajectory, library)
    signed = agreement_of(session, trajectory.id)
    closed = still_open(trajectory, signed_on=signed.signed_on if signed else None)
    if scheme is None:
        return [*closed, scheme_chosen(None)]
    quote = open_quote(session, trajectory.id)
    choice = open_schemes(trajectory, library)
    return [
        *closed,
        *agreement_conditions(
            accepted_on=quote.accepted_on if quote else None,
            completed_on=trajectory.completed_on,
            signatory=join_and([row.employee.name for row in signatories_on(session, today)]),
            licence=licence_held(session, scheme, today),
            adopted=adopted_conditions(scheme, "offerte", today),
            open_=choice is not None and scheme.key in choice.keys,
            scheme=scheme,
        ),
    ]


def sign_agreement(
    session: Session, by: Actor, now: datetime, quote: Quote, *,
    signatory: Signatory, client_name: str, client_function: str,
    library: Library, shelf: FileShelf, style: PictureFiles,
) -> Agreement:  # fmt: skip
    """Sign for the body today: scheme and hours are frozen, the PDF goes on the shelf. ``Refused`` when not allowed."""
    trajectory, today = quote.trajectory, now.date()
    require([
        *signing_conditions(session, trajectory, library, today),
        may_sign(signatory.employee.name, signatory in signatories_on(session, today)),
        *client_known(client_name, client_function),
    ])  # fmt: skip
    row = Agreement(
        trajectory_id=trajectory.id, quote=quote, signatory=signatory, scheme=str(trajectory.scheme),
        hours=quote.hours, signed_on=today, client_name=client_name, client_function=client_function,
    )  # fmt: skip
    paper = agreement_paper(
        session, quote, library, style, signatory=signatory, signed_on=today, client_name=client_name,
        client_function=client_function,
    )  # fmt: skip
    row.pdf_sha256 = shelf.put(paper)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="overeenkomst getekend", kind="overeenkomst", thing=row.id, dossier=trajectory.number,
        what=(
            f"{library[row.scheme].name}, {hours(row.hours)} uur, offerte {quote.number} versie {quote.edition}; "
            f"voor ons {signatory.employee.name}, voor de werkgroep {client_name}, {client_function}"
        ),
    )  # fmt: skip
    return row


def record_certified_period(
    session: Session, by: Actor, now: datetime, *, area: Area, partnership: Partnership | None, scheme: str,
    certificate: str, body: str, issued_on: date, last_day: date, evidence: str = "", dossier: str | None = None,
) -> CertifiedPeriod:  # fmt: skip
    """That an area is certified from and until including its days, by us or by another body (SCH-7)."""
    row = CertifiedPeriod(
        area_id=area.id, partnership_id=partnership.id if partnership else None, scheme=scheme,
        certificate=certificate, body=body, issued_on=issued_on, last_day=last_day, evidence=evidence,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="certificering vastgelegd", kind="gebied", thing=area.id, dossier=dossier,
        what=f"{area.name}: {certificate} van {body}, {day_plain(issued_on)} tot en met {day_plain(last_day)}",
        why=evidence,
    )  # fmt: skip
    return row
