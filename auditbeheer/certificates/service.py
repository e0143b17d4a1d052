"""What can be done with certificates: grant (decide and issue in one act), and look whether all are as they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.bill import freeze
from auditbeheer.certificates.composing import SPECIMEN_CODE, Draft, Printing, compose, draft_of, given_way
from auditbeheer.certificates.invoicing import bill_of, cases_of
from auditbeheer.certificates.models import (
    Certificate,
    CertificateArea,
    Edition,
    InvoiceHandover,
    all_editions,
    all_series,
    sequences_of,
)
from auditbeheer.certificates.numbering import draw_code, draw_sequence
from auditbeheer.certificates.pdf import CertificateFacts, facts_as_json, layout, render_certificate
from auditbeheer.certificates.rules import gaps
from auditbeheer.decisions import service as decisions
from auditbeheer.plumbing.dutch import fold, money, sort_key
from auditbeheer.plumbing.paper import DoesNotFit, Mark
from auditbeheer.plumbing.refusal import Refused, require
from auditbeheer.plumbing.typesetting import MissingGlyph
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service import foresee_renewal, record_certified_period
from auditbeheer.scheme.certificate_number import certificate_number
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import day_plain, join_and


def grant(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    printing: Printing,
    *,
    why: str = "",
    issue_on: date | None = None,
    cluster_name: str = "",
) -> Certificate:
    """Grant the certificate: decision, number, facts and PDF in this one transaction, or nothing of it.

    ``issue_on``: an earlier date of issue than the proposed one (CER-1a). ``cluster_name``: a cluster's generic name
    instead of the names of its areas (CER-3). Raises ``Refused`` with every condition that is not met.
    """
    _decision, facts = decisions.record_grant(session, by, now, trajectory, why=why, issue_on=issue_on)
    draft = draft_of(session, trajectory, facts, cluster_name)
    if draft is None:
        raise LookupError(trajectory.number)  # a condition of the decision has seen that all is there
    given = given_way(session, draft)
    for older in given:
        older.replaced_from = draft.issue.day
    session.flush()  # the old ones first: the database takes no two certificates of one area at a time
    certificate = _issue(session, by, now, draft, printing, facts.rules)
    for older in given:
        _tell_replaced(session, by, now, older, certificate)
    for area in draft.areas:
        record_certified_period(
            session, by, now, area=area, partnership=trajectory.partnership, scheme=draft.scheme.key,
            certificate=certificate.number, body=draft.body.name, issued_on=certificate.issued_on,
            last_day=certificate.last_day, dossier=trajectory.number,
        )  # fmt: skip
    foresee_renewal(
        session, by, now, certificate=certificate.number, holder=certificate.holder, areas=draft.areas,
        issued_on=certificate.issued_on, last_day=certificate.last_day, previous=trajectory,
    )  # fmt: skip
    _congratulate(session, now, trajectory, certificate)
    return certificate


def _congratulate(session: Session, now: datetime, trajectory: Trajectory, certificate: Certificate) -> None:
    tell_contact(
        session, now, trajectory, topic="gefeliciteerd", page="certificaat", key=f"gefeliciteerd:{certificate.id}",
        facts={"plaats": join_and([area.name for area in certificate.areas]), "nummer": certificate.number,
               "van": certificate.issued_on.isoformat(), "tot": certificate.last_day.isoformat()},
    )  # fmt: skip


def _issue(
    session: Session, by: Actor, now: datetime, draft: Draft, printing: Printing, rules: OwnRules
) -> Certificate:
    """Draw number and code, write the certificate down and print its first edition."""
    kind, issued = draft.trajectory.area_type, draft.issue.day
    sequence = draw_sequence(session, kind, issued, rules["certificate_number_start"].integer)
    certificate = Certificate(
        number=certificate_number(kind, issued, sequence, rules).value,
        type=kind,
        holder=draft.trajectory.partnership.name,
        scheme=draft.scheme.key,
        scheme_title=draft.scheme.name,
        municipality=join_and(draft.municipalities),
        issued_on=issued,
        last_day=draft.issue.last_day,
        in_series=True,
        trajectory=draft.trajectory,
        year=issued.year,
        sequence=sequence,
        certificate_name=draft.title.name,
        stars=draft.title.stars,
        holder_folded=fold(draft.trajectory.partnership.name),
        sort_key=sort_key(draft.areas[0].name),
    )
    session.add(certificate)
    _name_areas(session, certificate, draft)
    session.flush()
    edition = _print(session, now, certificate, draft, printing)
    journal.record(
        session, by, now, verb="certificaat uitgegeven", kind="certificaat", thing=certificate.number,
        what=f"{certificate.number}, geldig van {day_plain(issued)} tot en met {day_plain(certificate.last_day)}."
        f" SHA-256 {edition.sha256}",
        dossier=draft.trajectory.number,
    )  # fmt: skip
    return certificate


def _name_areas(session: Session, certificate: Certificate, draft: Draft) -> None:
    for area in draft.areas:
        session.add(
            CertificateArea(
                name=area.name,
                municipality=area.municipality.name,
                municipality_code=area.municipality_code,
                certificate=certificate,
                area=area,
                folded=fold(area.name),
            )
        )


def _print(session: Session, now: datetime, certificate: Certificate, draft: Draft, printing: Printing) -> Edition:
    code = draw_code(session)
    facts = compose(draft, printing, number=certificate.number, code=code, day=now.date())
    content = _pressed(facts)
    edition = Edition(
        edition=1,
        made_on=now.date(),
        at=now,
        code=code,
        facts=json.loads(facts_as_json(facts)),
        sha256=hashlib.sha256(content).hexdigest(),
        pdf=content,
        certificate=certificate,
    )
    session.add(edition)
    session.flush()
    return edition


def _pressed(facts: CertificateFacts) -> bytes:
    with fitting():
        return render_certificate(facts)


@contextmanager
def fitting() -> Iterator[None]:
    """A text that cannot be printed or does not fit is a refusal, so that nothing of the act remains."""
    try:
        yield
    except (DoesNotFit, MissingGlyph) as error:
        text = "Alle teksten passen op het certificaat"
        sentence = str(error).rstrip(".")
        raise Refused([Condition("certificaat.past", text, False, sentence, SETTING, refusal=sentence)]) from error


def specimen(draft: Draft, printing: Printing, day: date) -> list[Mark]:
    """The page as it would be, with SPECIMEN across it; ``Refused`` when something on it cannot be printed."""
    number = f"KVO-{draft.trajectory.area_type.letter}-{draft.issue.day.year}-VOORBEELD"
    with fitting():
        facts = compose(draft, printing, number=number, code=SPECIMEN_CODE, day=day)
        return layout(facts, specimen=True, place_for_mark=True)


def _tell_replaced(session: Session, by: Actor, now: datetime, older: Certificate, newer: Certificate) -> None:
    journal.record(
        session, by, now, verb="certificaat vervangen", kind="certificaat", thing=older.number,
        what=f"{older.number} is vanaf {day_plain(newer.issued_on)} vervangen door {newer.number}",
        dossier=older.trajectory.number if older.trajectory else None,
    )  # fmt: skip


@dataclass(frozen=True)
class Finding:
    """Something that is not as it was written: which edition or series, and what, as a sentence."""

    thing: str
    sentence: str


def check_archive(session: Session, archive: Archive) -> list[Finding]:
    """Compare every edition with its hash, in the database and on disk; a lost or half file is a finding too."""
    half = [Finding(name, f"{name}: een half geschreven bestand in het archief") for name in archive.unfinished()]
    return half + [finding for edition in _editions(session) for finding in _compared(edition, archive)]


def _compared(edition: Edition, archive: Archive) -> Iterator[Finding]:
    number = edition.certificate.number
    thing = f"{number}, uitgave {edition.edition}"
    if hashlib.sha256(edition.pdf).hexdigest() != edition.sha256:
        yield Finding(thing, f"{thing}: de pdf in de database is anders dan bij de uitgifte")
    on_disk = archive.digest(number, edition.edition)
    if on_disk is None:
        yield Finding(thing, f"{thing}: de pdf ontbreekt in het archief")
    elif on_disk != edition.sha256:
        yield Finding(thing, f"{thing}: de pdf in het archief is anders dan bij de uitgifte")


def heal_archive(session: Session, archive: Archive) -> list[str]:
    """Write the files that are not there (a process was killed between commit and file); returns their numbers.

    What was half written is cleared away.
    """
    archive.clear()
    missing = [one for one in all_editions(session) if not archive.holds(one.certificate.number, one.edition)]
    return [
        f"{edition.certificate.number}, uitgave {edition.edition}"
        for edition in missing  # only now are their bytes read
        if archive.keep(edition.certificate.number, edition.edition, edition.pdf)
    ]


def check_numbering(session: Session) -> list[Finding]:
    """The gaps in every series, and numbers beyond the last that was drawn (CER-6)."""
    used = sequences_of(session)
    found = []
    for series in all_series(session):
        name = f"KVO-{series.type.letter} {series.year}"
        own = used.pop((series.type, series.year), [])
        if missing := gaps(series.first, series.last, own):
            found.append(Finding(name, f"{name}: er ontbreken nummers: {join_and([str(n) for n in missing])}"))
        if beyond := [number for number in own if not series.first <= number <= series.last]:
            found.append(Finding(name, f"{name}: buiten de reeks: {join_and([str(n) for n in beyond])}"))
    return found + [
        Finding(f"KVO-{kind.letter} {year}", f"KVO-{kind.letter} {year}: er zijn nummers zonder reeks")
        for kind, year in used
    ]


def _editions(session: Session) -> Iterator[Edition]:
    return all_editions(session, undefer(Edition.pdf))


def hand_over_invoice(session: Session, by: Actor, now: datetime, trajectory: Trajectory) -> InvoiceHandover:
    """Record that what is charged for a dossier goes to the bookkeeping today, with all its lines as they are now.

    Raises ``Refused`` with every condition that is not met; of two at once the later one.
    """
    # The other one waits here, and then finds it done.
    session.execute(select(Trajectory.id).where(Trajectory.id == trajectory.id).with_for_update())
    (case,) = cases_of(session, [trajectory], now.date())
    require(case.conditions)
    bill = bill_of(session, case, now.date())
    row = InvoiceHandover(
        on_day=now.date(), at=now, by_id=by.employee_id, net=bill.net, vat=bill.vat, facts=freeze(bill),
        trajectory=trajectory,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="factuur klaargezet", kind="invoice_handover", thing=row.id,
        what=f"{len(bill.lines)} regels, {money(bill.gross)} met btw, te betalen tot en met {day_plain(bill.due)}",
        dossier=trajectory.number,
    )  # fmt: skip
    return row
