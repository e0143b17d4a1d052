"""Take over a holder of another body: its certificate counts for kind and latest audit day (SCH-7, PLA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import identity_on
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import (
    ELSEWHERE,
    CertifiedPeriod,
    Trajectory,
    agreement_of,
    corrections_of,
    evidence_files,
    periods_of,
)
from auditbeheer.quotes.rules.elsewhere import evidence_condition, taking_over
from auditbeheer.quotes.service.agreement import record_certified_period
from auditbeheer.quotes.service.state import expect_kind, still_open
from auditbeheer.relations.models import Area
from auditbeheer.scheme.condition import Condition

OWN = "eigen"  # what a period of this body's own certificates has as its body, when they were taken over at the start
Upload = tuple[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """A certificate of another body, for these areas of the application; both days included."""

    body: str
    certificate: str
    scheme: str
    issued_on: date
    last_day: date
    areas: tuple[Area, ...]


@dataclass(frozen=True)
class Before:
    """What was certified before, as the application shows it: one certificate with its areas and its evidence."""

    certificate: str
    body: str
    scheme: str
    issued_on: date
    last_day: date
    areas: tuple[str, ...]
    files: tuple[StoredFile, ...]
    evidence: Condition | None


def take_over_certificate(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *,
    told: Elsewhere, upload: Upload | None, shelf: FileShelf,
) -> list[CertifiedPeriod]:  # fmt: skip
    """Record another body's certificate for areas of this application; the expected kind follows (SCH-7).

    Once an agreement is signed the kind stays: from then on it is for the decision. ``Refused`` for what does not fit.
    """
    require(still_open(trajectory))
    identity = identity_on(session, now.date())
    there = {row.area_id for row in periods_of(session, [area.id for area in told.areas])
             if row.certificate == told.certificate}  # fmt: skip
    require(
        taking_over(
            told.body, identity.name if identity else "", told.issued_on, told.last_day, now.date(),
            [area.name for area in told.areas if area.id in there],
        )
    )  # fmt: skip
    if upload:
        prove(session, by, now, trajectory, certificate=told.certificate, upload=upload, shelf=shelf)
    rows = [
        record_certified_period(
            session, by, now, area=area, partnership=trajectory.partnership, scheme=told.scheme,
            certificate=told.certificate, body=told.body, issued_on=told.issued_on, last_day=told.last_day,
            evidence=upload[0][:200] if upload else "", dossier=trajectory.number,
        )
        for area in told.areas
    ]  # fmt: skip
    renew_kind(session, by, now, trajectory)
    return rows


def prove(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *,
    certificate: str, upload: Upload, shelf: FileShelf,
) -> StoredFile:  # fmt: skip
    """Keep a file that proves another body's certificate."""
    stored = StoredFile(
        name=upload[0], media_type="", size=0, sha256="", at=now, sender=by.name, kind=ELSEWHERE, thing=certificate
    )
    file = keep(session, shelf, upload, stored)
    session.flush()
    journal.record(
        session, by, now, verb="bewijs ontvangen", kind="certificaat", thing=certificate, dossier=trajectory.number,
        what=f"{certificate}: {file.name}",
    )  # fmt: skip
    return file


def renew_kind(session: Session, by: Actor, now: datetime, trajectory: Trajectory) -> None:
    """What is expected follows from what is now known; a person's own choice of later stays."""
    if trajectory.kind_why or agreement_of(session, trajectory.id) is not None:
        return
    before = trajectory.kind
    expect_kind(session, trajectory, own_rules_on(session, now.date()))
    if trajectory.kind is before:
        return
    trajectory.completed_on = trajectory.completed_by_id = None  # another kind asks other papers
    session.flush()
    journal.record(
        session, by, now, verb="soort certificering gewijzigd", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what=f"{trajectory.kind.value} certificering (was {before.value})",
    )  # fmt: skip


def certified_before(session: Session, trajectory: Trajectory, today: date) -> list[Before]:
    """Every certificate that the areas of the application had, oldest first, with what proves those of others."""
    names = {link.area_id: link.area.name for link in trajectory.areas}
    rows = periods_of(session, list(names))
    files: dict[str, list[StoredFile]] = {}
    was = _numbers_before(session, list(names))
    proofs = evidence_files(session, {row.certificate for row in rows} | {one for many in was.values() for one in many})
    for row in rows:
        numbers = [row.certificate, *was.get(row.certificate, ())]
        files.setdefault(row.certificate, [file for one in numbers for file in proofs.get(one, ())])
    rules, identity = own_rules_on(session, today), identity_on(session, today)
    ours = {OWN, identity.name if identity else OWN}
    found: dict[tuple[str, str], list[CertifiedPeriod]] = {}
    for row in rows:
        found.setdefault((row.certificate, row.body), []).append(row)
    return [
        Before(
            number, body, parts[0].scheme, parts[0].issued_on, parts[0].last_day,
            tuple(names[part.area_id] for part in parts), tuple(files.get(number, ())),
            None if body in ours else evidence_condition(
                number, body, [file.name for file in files.get(number, ())], rules
            ),
        )
        for (number, body), parts in found.items()
    ]  # fmt: skip


def evidence_lacking(session: Session, trajectory: Trajectory, today: date) -> list[Condition]:
    """The certificates of other bodies of which the proof is not there; nothing waits for it (own rule)."""
    rows = certified_before(session, trajectory, today)
    return [one.evidence for one in rows if one.evidence is not None and not one.evidence.met]


def _numbers_before(session: Session, area_ids: Sequence[int]) -> dict[str, list[str]]:
    """Number of a certificate -> the numbers under which it was recorded by mistake: its proof lies under those too."""
    found: dict[str, list[str]] = {}
    for row in corrections_of(session, area_ids):
        if row.right is not None and row.right.certificate != row.wrong.certificate:
            earlier = found.get(row.wrong.certificate, [])
            known = found.setdefault(row.right.certificate, [])
            known += [one for one in (row.wrong.certificate, *earlier) if one not in known]
    return found


def proof_in(session: Session, trajectory: Trajectory, file_id: int, today: date) -> StoredFile | None:
    """This file, when it proves a certificate of an area of this application."""
    files: Sequence[StoredFile] = [file for one in certified_before(session, trajectory, today) for file in one.files]
    return next((file for file in files if file.id == file_id), None)
