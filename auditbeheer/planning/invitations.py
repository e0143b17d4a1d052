"""Who is told about an audit's day by mail: the working group once the day is theirs, the team when it is soon.

The working group hears of a day when it is confirmed to them, everybody of it; a day that they never heard of is not
moved or called off for them. Each such mail has the day with it as a file for a calendar, in which nobody is named.
Auditors find their days in the work list; what changes within seven days is mailed to them at once.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.planning.day_letters import guides_of, to_ask
from auditbeheer.planning.models import Assignment, Audit
from auditbeheer.plumbing.outbox import Recipient, tell, withdraw
from auditbeheer.quotes.letters import contact_of, recipient, tell_person
from auditbeheer.relations.models import Partnership, Party
from auditbeheer.scheme.wording import hours as in_words

SOON = timedelta(days=7)
PAGE = "afspraken"  # the page behind the client's door


def tell_planned(session: Session, now: datetime, audit: Audit) -> None:
    """The day is confirmed: everybody of the working group hears of it, and each of the team.

    Confirmed anew (another auditor), it tells the working group nothing new.
    """
    if audit.extra_id is not None:
        _tell_extra(session, now, audit, before="")
        for member in audit.present_team:
            _tell_assigned_extra(session, now, member, key=f"{_key(audit)}:team:{member.id}")
        return
    day, at, place = audit.day.isoformat(), f"{audit.starts_at:%H:%M}", audit.place
    _tell_group(
        session, now, audit, topic="audit_gepland", key=_key(audit),
        facts={"dag": day, "tijd": at, "plaats": place, "documenten": _due(audit)},
    )  # fmt: skip
    for member in audit.present_team:
        _tell_member(
            session, now, member, topic="audit_bevestigd", key=_key(audit),
            facts={"dag": day, "tijd": at, "plaats": place, "rol": member.role.value},
        )  # fmt: skip


def tell_moved(session: Session, now: datetime, audit: Audit, moved: Audit) -> None:
    """Another day. The team hears of it when the old day or the new one is soon."""
    if audit.told:
        withdraw(session, now, key=_key(audit))
    if audit.told and audit.extra_id is not None:
        _tell_extra(session, now, moved, before=audit.day.isoformat())
    elif audit.told:
        _tell_group(
            session, now, moved, topic="audit_verzet", key=_key(moved),
            facts={"dag": moved.day.isoformat(), "tijd": f"{moved.starts_at:%H:%M}", "plaats": moved.place,
                   "eerder": audit.day.isoformat(), "documenten": _due(moved),
                   "documenten_eerder": _earlier(audit.documents_due, moved.documents_due),
                   "rapport": _iso(moved.report_due),
                   "rapport_eerder": _earlier(audit.report_due, moved.report_due)},
        )  # fmt: skip
    for member in _team_of(audit):
        tell_left(session, now, member)
    for member in moved.present_team:
        tell_assigned(session, now, member)


def tell_lasts(session: Session, now: datetime, audit: Audit, *, before: Decimal, hours: Decimal) -> None:
    """Other hours on location than ``before``: whoever knows the day hears how long it takes."""
    if not audit.told or before == hours:
        return
    same = f"audit-duur:{audit.id}"
    withdraw(session, now, key=same)  # what nobody read yet is no news any more
    _tell_everybody(
        session, now, audit, topic="audit_duur", key=f"{same}:{audit.version}",
        facts={"dag": audit.day.isoformat(), "tijd": f"{audit.starts_at:%H:%M}", "plaats": audit.place,
               "uren": in_words(hours), "eerder": in_words(before)},
    )  # fmt: skip


def _tell_everybody(
    session: Session, now: datetime, audit: Audit, *, topic: str, facts: dict[str, str], key: str
) -> None:
    _tell_group(session, now, audit, topic=topic, facts=facts, key=key, soon=is_soon(audit.day, now.date()))
    for member in audit.present_team:
        _tell_member(session, now, member, topic=topic, facts=facts, key=key)


def tell_cancelled(session: Session, now: datetime, audit: Audit) -> None:
    """The day is off, for who had heard of it."""
    if audit.told:
        withdraw(session, now, key=_key(audit))
        key, day = f"audit-afgezegd:{audit.id}", audit.day.isoformat()
        far = [] if is_soon(audit.day, now.date()) else _team_of(audit)  # when it is soon, tell_left tells at once
        if audit.extra_id is not None:
            _tell_group(
                session, now, audit, topic="extra_afgezegd", facts={"dag": day, "extra": _about(audit)}, key=key
            )
            for member in far:
                _tell_left_extra(session, now, member)
        else:
            _tell_group(session, now, audit, topic="audit_afgezegd", facts={"dag": day}, key=key)
            for member in far:
                _tell_member(session, now, member, topic="audit_afgezegd", facts={"dag": day}, key=key)
    for member in _team_of(audit):
        tell_left(session, now, member)


def tell_replaced(session: Session, now: datetime, left: Assignment, row: Assignment, *, known: bool) -> None:
    """Somebody else takes a part. ``known``: the working group was told who comes, and hears who comes instead."""
    tell_left(session, now, left, always=known)
    tell_assigned(session, now, row, always=known)
    if not known:
        return
    audit = row.audit
    _tell_group(
        session, now, audit, topic="auditor_vervangen", key=f"vervangen:{row.id}", soon=is_soon(audit.day, now.date()),
        facts={"dag": audit.day.isoformat(), "tijd": f"{audit.starts_at:%H:%M}", "plaats": audit.place,
               "naam": row.employee.name, "rol": row.role.value, "eerder": left.employee.name,
               "extra": _about(audit)},
    )  # fmt: skip


def attendees(partnership: Partnership) -> list[Recipient]:
    """Everybody of the working group who hears of the day: all who can be mailed, and of a party without an address
    somebody to call; its guide, and the contact person.
    """
    asked = [recipient(person) if person else _party(party) for party, person in to_ask(partnership)]
    others = [*(recipient(guide) for guide in guides_of(partnership)), contact_of(partnership)]
    return list({one.person: one for one in [*asked, *others]}.values())


def _party(party: Party) -> Recipient:
    return Recipient(name=party.organisation, email="", person=f"party:{party.id}")


def _tell_group(
    session: Session, now: datetime, audit: Audit, *, topic: str, facts: dict[str, str], key: str, soon: bool = False
) -> None:
    """``soon``: at once and alone; who has no e-mail address is called all the same."""
    for person in attendees(audit.trajectory.partnership):
        tell_person(
            session, now, audit.trajectory, person, topic=topic, facts=facts, page=PAGE, key=f"{key}:{person.person}",
            by_itself=soon and bool(person.email),
        )  # fmt: skip


def _tell_extra(session: Session, now: datetime, visit: Audit, *, before: str) -> None:
    """The day of an extra assessment; ``before``: the day that it replaces."""
    _tell_group(
        session, now, visit, topic="extra_dag", key=_key(visit),
        facts={"dag": visit.day.isoformat(), "tijd": f"{visit.starts_at:%H:%M}", "plaats": visit.place,
               "eerder": before, "extra": _about(visit)},
    )  # fmt: skip


def _tell_assigned_extra(session: Session, now: datetime, member: Assignment, *, key: str) -> None:
    visit = member.audit
    tell(
        session, now, _colleague(member), topic="extra_toegewezen", dossier=visit.trajectory.number, by_itself=True,
        target=visit.page, key=key,
        facts={"dag": visit.day.isoformat(), "tijd": f"{visit.starts_at:%H:%M}", "plaats": visit.place,
               "rol": member.role.value, "extra": _about(visit)},
    )  # fmt: skip


def _tell_left_extra(session: Session, now: datetime, member: Assignment) -> None:
    visit = member.audit
    tell(
        session, now, _colleague(member), topic="extra_afgezegd", dossier=visit.trajectory.number, by_itself=True,
        target=f"/dossiers/{visit.trajectory.number}", key=f"voorbij:{member.id}",
        facts={"dag": visit.day.isoformat(), "extra": _about(visit)},
    )  # fmt: skip


def _tell_member(
    session: Session, now: datetime, member: Assignment, *, topic: str, facts: dict[str, str], key: str
) -> None:
    number = member.audit.trajectory.number
    tell(
        session, now, _colleague(member), topic=topic, dossier=number, target=f"/dossiers/{number}/planning",
        key=f"{key}:team:{member.id}", facts=facts,
    )  # fmt: skip


def tell_assigned(session: Session, now: datetime, member: Assignment, *, always: bool = False) -> None:
    """Somebody is in the team of an audit that is soon; ``always``: also of a later one, with the other post."""
    audit, soon = member.audit, is_soon(member.audit.day, now.date())
    if not soon and not always:
        return
    if audit.extra_id is not None:
        _tell_assigned_extra(session, now, member, key=f"toegewezen:{member.id}")
        return
    tell(
        session, now, _colleague(member), topic="audit_toegewezen", dossier=audit.trajectory.number, by_itself=soon,
        target=f"/dossiers/{audit.trajectory.number}/planning", key=f"toegewezen:{member.id}",
        facts={"dag": audit.day.isoformat(), "tijd": f"{audit.starts_at:%H:%M}", "plaats": audit.place,
               "rol": member.role.value, "bevestigen": member.impartial_on is None},
    )  # fmt: skip


def tell_left(session: Session, now: datetime, member: Assignment, *, always: bool = False) -> None:
    """Somebody is not in the team any more of an audit that was soon; ``always``: also of a later one."""
    audit, soon = member.audit, is_soon(member.audit.day, now.date())
    if not soon and not always:
        return
    tell(
        session, now, _colleague(member), topic="audit_voorbij", dossier=audit.trajectory.number,
        by_itself=soon or audit.extra_id is not None, target=f"/dossiers/{audit.trajectory.number}",
        key=f"voorbij:{member.id}",
        facts={"dag": audit.day.isoformat(), "reden": member.withdrawn_why, "wat": audit.name, "extra": _about(audit)},
    )  # fmt: skip


def is_soon(day: date, today: date) -> bool:
    """Within seven days: too soon to find out from the work list.

    >>> is_soon(date(2026, 12, 9), date(2026, 12, 2)), is_soon(date(2026, 12, 9), date(2026, 12, 1))
    (True, False)
    """
    return today <= day <= today + SOON


def _team_of(audit: Audit) -> list[Assignment]:
    """Who was in the team until the audit was taken off its day."""
    return [one for one in audit.team if one.withdrawn_on and one.withdrawn_why == audit.cancelled_why]


def _colleague(member: Assignment) -> Recipient:
    employee = member.employee
    return Recipient(name=employee.name, email=employee.email, person=f"employee:{employee.id}")


def _about(audit: Audit) -> str:
    """Which extra assessment it is about, for the file that goes along."""
    return "" if audit.extra_id is None else str(audit.extra_id)


def _key(audit: Audit) -> str:
    return f"audit-dag:{audit.id}"


def _due(audit: Audit) -> str:
    return _iso(audit.documents_due)


def _earlier(was: date | None, now: date | None) -> str:
    """The last day that was promised, where another took its place."""
    return _iso(was) if was != now and now is not None else ""


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
