"""A certificate of another body that was typed wrongly: corrected by new rows with a reason; old ones stay (C22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import identity_on
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import CertifiedPeriod, PeriodCorrection, Trajectory, corrections_of, periods_of
from auditbeheer.quotes.rules.elsewhere import correcting, taking_over
from auditbeheer.quotes.service.agreement import record_certified_period
from auditbeheer.quotes.service.elsewhere import OWN, Before, renew_kind
from auditbeheer.quotes.service.state import still_open
from auditbeheer.relations.models import Area
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True, kw_only=True)
class Told:
    """What stands on the certificate, as it should have been typed."""

    body: str
    certificate: str
    scheme: str
    issued_on: date
    last_day: date


def correct_certificate(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, before: Before, *, told: Told | None, why: str
) -> list[CertifiedPeriod]:
    """Put right what was recorded of another body's certificate; ``told`` None: it should not have been recorded.

    For all areas of the application at once. Kind and latest audit day follow what holds now (SCH-7, PLA-1).
    """
    require(still_open(trajectory))
    identity = identity_on(session, now.date())
    ours = {OWN, identity.name if identity else OWN}
    require(correcting(why, body=before.body, ours=ours), field="why")
    wrong = _rows(session, trajectory, before)
    if told is not None:
        _require_right(session, trajectory, wrong, told, ours - {OWN}, now.date())
    right = []
    for row in wrong:
        new = _anew(session, by, now, trajectory, row, told) if told else None
        session.add(PeriodCorrection(wrong=row, right=new, why=why, on_day=now.date(), by_id=by.employee_id))
        right += [new] if new else []
    session.flush()
    was = (
        f"{before.certificate} van {before.body}, {day_plain(before.issued_on)} tot en met {day_plain(before.last_day)}"
    )
    journal.record(
        session, by, now, verb="certificering gecorrigeerd", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what=f"{was} {'is verbeterd' if told else 'telt niet mee'}", why=why,
    )  # fmt: skip
    renew_kind(session, by, now, trajectory)
    return right


def _rows(session: Session, trajectory: Trajectory, before: Before) -> list[CertifiedPeriod]:
    rows = periods_of(session, [link.area_id for link in trajectory.areas])
    return [row for row in rows if (row.certificate, row.body) == (before.certificate, before.body)]


def _require_right(
    session: Session, trajectory: Trajectory, wrong: Sequence[CertifiedPeriod], told: Told, ours: set[str], today: date
) -> None:
    """The same rules as when it is typed for the first time; its own number is no other certificate."""
    keys = {row.area_id for row in wrong}
    others = {
        row.area_id
        for row in periods_of(session, list(keys))
        if row.certificate == told.certificate and row not in wrong
    }
    names = [link.area.name for link in trajectory.areas if link.area_id in others]
    require(taking_over(told.body, next(iter(ours), ""), told.issued_on, told.last_day, today, names))


def _anew(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, row: CertifiedPeriod, told: Told
) -> CertifiedPeriod:
    return record_certified_period(
        session, by, now, area=session.get_one(Area, row.area_id), partnership=trajectory.partnership,
        scheme=told.scheme, certificate=told.certificate, body=told.body, issued_on=told.issued_on,
        last_day=told.last_day, evidence=row.evidence, dossier=trajectory.number,
    )  # fmt: skip


def corrected_before(session: Session, trajectory: Trajectory) -> Sequence[PeriodCorrection]:
    """What was recorded wrongly for the areas of this application, one row per certificate and correction."""
    found: dict[tuple[str, str, date, str], PeriodCorrection] = {}
    for row in corrections_of(session, [link.area_id for link in trajectory.areas]):
        found.setdefault((row.wrong.certificate, row.wrong.body, row.on_day, row.why), row)
    return list(found.values())
