"""The facts of quote, supplement and agreement for their PDF; what is asked with the scheme's paragraphs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.models import (
    Identity,
    PictureKind,
    Signatory,
    identity_on,
    licence_on,
    picture_on,
    signatories_on,
)
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.letter import Letterhead
from auditbeheer.plumbing.letter_parts import ReceiptRow
from auditbeheer.quotes.letters import signers_of
from auditbeheer.quotes.models import Agreement, CertificationKind, Quote, Supplement, Trajectory
from auditbeheer.quotes.pdf import (
    AgreementFacts,
    Contractor,
    PriceLine,
    QuoteFacts,
    Stated,
    SupplementFacts,
    Visit,
    render_agreement,
    render_quote,
    render_quotes,
    render_supplement,
)
from auditbeheer.quotes.rules.prices import thaw
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import Partnership
from auditbeheer.relations.service import municipalities_of
from auditbeheer.scheme.audit_time import circa_on_location
from auditbeheer.scheme.condition import Receipt
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import NBSP, day_long, day_plain, hours, join_and

ASKED = ("overeenkomst", "documenten_eerst", "meer_tijd", "aanwezig", "stilte", "bevoegd", "besluit_na_alles")
ACCESS = ("toegang",)
MARK = ("beeldmerk", "misbruik", "centraal_register")


def quote_paper(
    session: Session, quote: Quote, library: Library, style: PictureFiles, *, today: date, valid: date
) -> bytes:
    """The PDF of a quote. LookupError when body or signatory are not filled in: ``sending_conditions`` comes first."""
    return render_quote(_quote_facts(session, quote, library, style, today=today, valid=valid))


def joint_paper(
    session: Session, quotes: Sequence[Quote], library: Library, style: PictureFiles, *, today: date, valid: date
) -> bytes:
    """The PDF of several quotes that are answered together; LookupError as :func:`quote_paper`."""
    return render_quotes([_quote_facts(session, one, library, style, today=today, valid=valid) for one in quotes])


def _quote_facts(
    session: Session, quote: Quote, library: Library, style: PictureFiles, *, today: date, valid: date
) -> QuoteFacts:
    trajectory, rules = quote.trajectory, own_rules_on(session, today)
    scheme, (body, signatory) = library[str(trajectory.scheme)], _signing(session, today)
    receipt = thaw(quote.receipt, quote.hours)
    return QuoteFacts(
        head=_head(session, body, style, today), recipient=_recipient(trajectory.partnership),
        dossier=trajectory.number, number=quote.number, edition=quote.edition, day=today, valid_until=valid,
        partnership=trajectory.partnership.name, areas=_areas(trajectory), municipality=_municipality(trajectory),
        scheme_title=scheme.identity.title, kind=_kind(trajectory), audit_time=_rows(receipt),
        audit_time_total=ReceiptRow(receipt.title, _amount(receipt.total, receipt.unit)),
        hours_on_location=_on_location(scheme, quote.hours),
        lines=tuple(PriceLine(line.text, line.quantity, line.unit, line.price, line.vat_percent, line.net, line.vat)
                    for line in quote.lines),
        requirements=tuple(_asked(scheme, (*ASKED, *ACCESS))), conditions=tuple(_own(rules)),
        conditions_text=body.conditions,
        accepted_by=join_and([person.name for person in trajectory.partnership.authorised], "of"),
        signatory_name=signatory.employee.name, signatory_function=signatory.function,
        signature=style.path(picture_on(session, PictureKind.SIGNATURE, today, signatory)),
    )  # fmt: skip


def agreement_paper(
    session: Session, quote: Quote, library: Library, style: PictureFiles, *,
    signatory: Signatory, signed_on: date, client_name: str, client_function: str,
) -> bytes:  # fmt: skip
    """The PDF of an agreement, as signed on ``signed_on``."""
    trajectory, rules = quote.trajectory, own_rules_on(session, signed_on)
    partnership, scheme = trajectory.partnership, library[str(trajectory.scheme)]
    body, licence = identity_on(session, signed_on), licence_on(session, signed_on)
    if body is None or licence is None or quote.accepted_by is None or quote.sent_at is None:
        raise LookupError(trajectory.number)
    contractor = Contractor(
        quote.accepted_by.party.organisation, client_name, client_function, partnership.kvk,
        day_plain(quote.accepted_on or signed_on),
    )  # fmt: skip
    return render_agreement(
        AgreementFacts(
            head=_head(session, body, style, signed_on), body_kvk=body.kvk,
            licence=f"{licence.number}, tot en met {day_plain(licence.until_day)}",
            recipient=_recipient(partnership), dossier=trajectory.number, day=signed_on, partnership=partnership.name,
            correspondence_address=relations.address_of(partnership), areas=_areas(trajectory),
            municipality=_municipality(trajectory), scheme_title=scheme.identity.title, kind=_kind(trajectory),
            quote=f"{quote.number}, versie {quote.edition}", quote_day=quote.sent_at.date(), net=quote.net,
            gross=quote.gross, contractors=(contractor,), visits=_visits(quote, scheme),
            requirements=tuple(_asked(scheme, ASKED)), mark=tuple(_asked(scheme, MARK)),
            access=tuple(_asked(scheme, ACCESS)), conditions=tuple(_own(rules)), conditions_text=body.conditions,
            signatory_name=signatory.employee.name, signatory_function=signatory.function,
            signature=style.path(picture_on(session, PictureKind.SIGNATURE, signed_on, signatory)),
            signed=day_plain(signed_on),
        )
    )  # fmt: skip


def supplement_paper(session: Session, row: Supplement, agreement: Agreement, style: PictureFiles) -> bytes | None:
    """The PDF of extra hours as they are put to the client; None while nobody may sign for the body."""
    body, signatories = identity_on(session, row.on_day), signatories_on(session, row.on_day)
    if body is None or not signatories:
        return None
    trajectory, signatory, receipt = row.trajectory, signatories[0], thaw(row.receipt, row.total_hours)
    line = None
    if row.price is not None and row.vat_percent is not None and row.net is not None and row.vat is not None:
        line = PriceLine("Extra audittijd", row.hours, "uur", row.price, row.vat_percent, row.net, row.vat)
    return render_supplement(
        SupplementFacts(
            head=_head(session, body, style, row.on_day), recipient=_recipient(trajectory.partnership),
            dossier=trajectory.number, edition=row.edition,
            quote=f"{agreement.quote.number}, versie {agreement.quote.edition}", agreed_on=agreement.signed_on,
            day=row.on_day, partnership=trajectory.partnership.name, hours=hours(row.hours), why=row.why,
            agreed_with=row.agreed_with, audit_time=_rows(receipt),
            audit_time_total=ReceiptRow(receipt.title, _amount(receipt.total, receipt.unit)), line=line,
            accepted_by=join_and([person.name for person in signers_of(trajectory.partnership)], "of"),
            signatory_name=signatory.employee.name, signatory_function=signatory.function,
            signature=style.path(picture_on(session, PictureKind.SIGNATURE, row.on_day, signatory)),
        )
    )  # fmt: skip


def _signing(session: Session, today: date) -> tuple[Identity, Signatory]:
    body, signatories = identity_on(session, today), signatories_on(session, today)
    if body is None or not signatories:
        raise LookupError("body or signatory")
    return body, signatories[0]


def _head(session: Session, body: Identity, style: PictureFiles, day: date) -> Letterhead:
    """A logo whose file is gone is left out: a letter goes out without it too."""
    return Letterhead(
        name=body.name, address=f"{body.street}, {body.postcode} {body.town}", phone=body.phone, colour=body.colour,
        logo=style.path(picture_on(session, PictureKind.LOGO, day)),
    )  # fmt: skip


def _recipient(partnership: Partnership) -> tuple[str, ...]:
    contact = partnership.contact
    lines = (
        partnership.name,
        contact.name if contact else "",
        partnership.street,
        f"{partnership.postcode} {partnership.town}".strip(),
    )
    return tuple(line for line in lines if line)


def _areas(trajectory: Trajectory) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.one_area or link.area.name for link in trajectory.areas))


def _municipality(trajectory: Trajectory) -> str:
    names = [name for link in trajectory.areas for name in municipalities_of(link.area)]
    return join_and(list(dict.fromkeys(names)))


def _kind(trajectory: Trajectory) -> str:
    first = trajectory.kind is CertificationKind.FIRST
    return f"Naar verwachting een {'eerste' if first else 'volgende'} certificering"


def _rows(receipt: Receipt) -> tuple[ReceiptRow, ...]:
    return tuple(
        ReceiptRow(
            line.text,
            "" if line.amount is None else _amount(line.amount, line.unit),
            line.source.label if line.source else "",
        )
        for line in receipt.lines
    )


def _amount(value: Decimal, unit: str) -> str:
    return f"{hours(value)}{NBSP}{unit}"


def _on_location(scheme: Scheme, total: Decimal) -> str:
    share = circa_on_location(scheme, total)
    return hours(share) if share is not None else ""


def _asked(scheme: Scheme, codes: Iterable[str]) -> Iterable[Stated]:
    """What the scheme asks, each with its paragraph; a code also stands for those that begin with it."""
    if "documenten_eerst" in codes and scheme.documents and scheme.documents.days_before:
        days = scheme.documents.days_before
        yield Stated(f"De documenten zijn uiterlijk {days.value} dagen voor de audit binnen", scheme.source(days).label)
    for code in codes:
        for item in scheme.agreements:
            if item.code == code or item.code.startswith(f"{code}_"):
                yield Stated(item.text, scheme.source(item).label)


def _own(rules: OwnRules) -> Iterable[Stated]:
    """Our own conditions, each with the number of the own rule."""
    payment, validity, on_top = rules["payment_days"], rules["quote_validity_days"], rules["hours_on_top"]
    yield Stated(f"Een factuur betaalt u binnen {payment.integer} dagen", payment.source.label)
    yield Stated(f"Een offerte geldt {validity.integer} dagen na het versturen", validity.source.label)
    yield Stated("Reistijd en het beoordelen van aanvullingen komen boven de audittijd", on_top.source.label)


def _visits(quote: Quote, scheme: Scheme) -> tuple[Visit, ...]:
    when = f"verwacht op {day_long(quote.trajectory.assessment_expected_on)}"
    location = circa_on_location(scheme, quote.hours)
    if location is None:
        return (Visit("Beoordeling van de documenten, audit op locatie en rapport", when, _amount(quote.hours, "uur")),)
    return (
        Visit("Beoordeling van de documenten, en het rapport", "voor en na de audit",
              _amount(quote.hours - location, "uur")),
        Visit("Audit op locatie, met een rondgang", when, _amount(location, "uur")),
    )  # fmt: skip
