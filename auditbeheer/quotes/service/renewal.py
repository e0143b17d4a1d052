"""The next trajectory of a certificate: foreseen when it is issued, started by staff, or not gone on with (PLA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import (
    CertificationKind,
    Renewal,
    RenewalArea,
    Trajectory,
    applied_since,
    foreseen_for,
    periods_of,
    renewal_of,
)
from auditbeheer.quotes.rules.renewal import RenewalDays, may_be_ended, renewal_days
from auditbeheer.relations.models import Area, Partnership, membership_now
from auditbeheer.scheme.certification_kind import CertifiedPeriod, is_first
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_months
from auditbeheer.scheme.wording import day_plain, join_and


def foresee_renewal(
    session: Session, by: Actor, now: datetime, *, certificate: str, holder: str, areas: Sequence[Area],
    issued_on: date, last_day: date, previous: Trajectory | None = None,
) -> Renewal:  # fmt: skip
    """Open the next trajectory of a certificate as foreseen; the same certificate again changes nothing.

    ``certificate``: its number, which every edition keeps. ``previous``: the dossier that led to it. An application
    for these areas that came in since the certificate was issued is the recertification, and is linked at once. Where
    one certificate follows another that was taken over (in whichever order), the first needs no recertification.
    """
    known = renewal_of(session, certificate)
    if known is not None:
        return known
    row = Renewal(
        certificate=certificate, holder=holder, area_type=areas[0].type, decide_by=last_day, foreseen_on=now.date(),
        partnership=previous.partnership if previous else None, previous=previous,
        trajectory=_already_running(session, areas, issued_on, previous),
    )  # fmt: skip
    session.add(row)
    session.add_all(RenewalArea(renewal=row, area=area) for area in areas)
    session.flush()
    journal.record(
        session, by, now, verb="hercertificering voorzien", kind="certificaat", thing=certificate,
        what=f"{holder}: besluiten uiterlijk op {day_plain(last_day)}{_told(row)}",
        dossier=previous.number if previous else None,
    )  # fmt: skip
    _settle(session, by, now, row)
    return row


def _settle(session: Session, by: Actor, now: datetime, new: Renewal) -> None:
    """Close what is foreseen for a certificate that another one follows: an older one, or the new one itself."""
    keys = [area.id for area in new.areas]
    for older in foreseen_for(session, keys):
        if older.decide_by < new.decide_by:
            _follow(session, by, now, older, new.certificate)
    later = [row for row in periods_of(session, keys) if row.last_day > new.decide_by]
    if new.foreseen and {row.area_id for row in later} == set(keys):
        _follow(session, by, now, new, later[-1].certificate)


def _follow(session: Session, by: Actor, now: datetime, renewal: Renewal, certificate: str) -> None:
    renewal.ended_on, renewal.end_why = now.date(), f"Certificaat {certificate} volgt op dit certificaat."
    session.flush()
    journal.record(
        session, by, now, verb="hercertificering gesloten", kind="certificaat", thing=renewal.certificate,
        what=f"{renewal.certificate} heeft een opvolger: {certificate}",
        dossier=renewal.previous.number if renewal.previous else None,
    )  # fmt: skip


def _told(row: Renewal) -> str:
    return f", loopt al in {row.started.number}" if row.started else ""


def _already_running(
    session: Session, areas: Sequence[Area], issued_on: date, previous: Trajectory | None
) -> Trajectory | None:
    wanted = {area.id for area in areas}
    found = applied_since(session, issued_on, list(wanted))
    covering = [one for one in found if one is not previous and wanted <= {link.area_id for link in one.areas}]
    return next(reversed(covering), None)


def taken_up(session: Session, trajectory: Trajectory) -> list[Renewal]:
    """The foreseen recertifications that an application is: those of which it covers every area."""
    return [
        row
        for row in foreseen_for(session, [link.area_id for link in trajectory.areas])
        if row.previous_id != trajectory.id
    ]


def end_renewal(session: Session, by: Actor, now: datetime, renewal: Renewal, *, why: str) -> Renewal:
    """The working group does not go on; the certificate runs out. It can still be started afterwards."""
    require(may_be_ended(renewal.started.number if renewal.started else "", renewal.ended_on))
    renewal.ended_on, renewal.end_why = now.date(), why
    session.flush()
    journal.record(
        session, by, now, verb="hercertificering niet vervolgd", kind="certificaat", thing=renewal.certificate,
        what=f"{renewal.holder}: het certificaat loopt af op {day_plain(renewal.decide_by)}", why=why,
        dossier=renewal.previous.number if renewal.previous else None,
    )  # fmt: skip
    return renewal


def renewal_scheme(renewal: Renewal, library: Library, rules: OwnRules) -> Scheme | None:
    """The scheme under which it is expected: the newest that is open when it begins and ends in time."""
    begins = add_months(renewal.decide_by, -rules["renewal_months"].integer)
    choice = library.schemes_open(renewal.area_type, begins, renewal.decide_by)
    return choice.schemes[-1] if choice and choice.schemes else None


def renewal_days_of(renewal: Renewal, library: Library, rules: OwnRules) -> RenewalDays:
    """When it begins, by when its audit must be, by when the decision."""
    return renewal_days(renewal_scheme(renewal, library, rules), renewal.decide_by, rules)


def renewal_begun(renewal: Renewal, rules: OwnRules, today: date) -> bool:
    """Whether it stands on the work list."""
    return renewal_days(None, renewal.decide_by, rules).begins.value <= today


def renewal_kind(session: Session, renewal: Renewal, today: date, rules: OwnRules) -> CertificationKind:
    """What it would be, applied for today: a later certification, or a first one after a lapse (SCH-7)."""
    rows = periods_of(session, [area.id for area in renewal.areas])
    periods = [CertifiedPeriod(row.issued_on, row.last_day) for row in rows]
    return CertificationKind.FIRST if is_first(periods, today, rules).value else CertificationKind.LATER


def renewing_partnership(session: Session, renewal: Renewal) -> Partnership | None:
    """Who will apply: the holder, or (for a certificate that was taken over) who all its areas belong to now."""
    if renewal.partnership is not None:
        return renewal.partnership
    now = [membership_now(session, area.id) for area in renewal.areas]
    found = {link.partnership_id: link.partnership for link in now if link}
    return next(iter(found.values())) if len(found) == 1 and all(now) else None


def renewal_places(renewal: Renewal) -> str:
    """The municipalities of its areas, each once."""
    return join_and(list(dict.fromkeys(area.municipality.name for area in renewal.areas)))
