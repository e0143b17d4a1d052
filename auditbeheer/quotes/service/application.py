"""The application: taken in, put under a scheme, completed, reviewed, confirmed, or ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.quotes.models import (
    ApplicationDocument,
    ApplicationReview,
    CertificationKind,
    Renewal,
    Trajectory,
    TrajectoryArea,
    agreement_of,
    next_sequence,
    periods_of,
)
from auditbeheer.quotes.rules.application import (
    days_in_order,
    later_conditions,
    one_kind_of_area,
    scheme_choice,
    some_scheme,
)
from auditbeheer.quotes.rules.renewal import may_be_started
from auditbeheer.quotes.service.renewal import taken_up
from auditbeheer.quotes.service.state import confirmation_conditions, document_names, expect_kind, still_open
from auditbeheer.relations.models import Area, Partnership
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.library import Library, SchemeChoice
from auditbeheer.scheme.wording import day_plain, join_and

Upload = tuple[str, bytes]


@dataclass(frozen=True, kw_only=True)
class ApplicationDetails:
    """What is told of an application. ``started_on`` is the day of ``start_document``: the earliest act (SCH-3)."""

    areas: tuple[Area, ...]
    applied_on: date
    started_on: date
    start_document: str
    assessment_expected_on: date


@dataclass(frozen=True, kw_only=True)
class ReviewAnswers:
    """The four answers of a review, and a remark."""

    information_sufficient: bool
    differences_resolved: bool
    within_licence: bool
    competence_available: bool
    remark: str = ""


def apply_for(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    details: ApplicationDetails, owner: Employee, library: Library,
) -> Trajectory:  # fmt: skip
    """Take in an application: number, areas with their counts, scheme and expected kind. A concept parks it (SCH-5).

    Where two schemes are open none is chosen yet. A recertification that was foreseen for these areas is this one.
    ``Refused`` for days that do not fit, or when there is no scheme.
    """
    choice = _fitting(session, details, library, now.date())
    year = details.applied_on.year
    sequence = next_sequence(session, year)
    row = Trajectory(
        number=f"D-{year}-{sequence:04d}", year=year, sequence=sequence, partnership=partnership, owner=owner,
        area_type=details.areas[0].type, applied_on=details.applied_on, started_on=details.started_on,
        start_document=details.start_document, assessment_expected_on=details.assessment_expected_on,
    )  # fmt: skip
    session.add(row)
    _lay_down(session, row, details, choice, now.date())
    session.flush()
    journal.record(
        session, by, now, verb="aanvraag vastgelegd", kind="dossier", thing=row.number, dossier=row.number,
        what=f"{partnership.name}: {_told(row, choice)}",
    )  # fmt: skip
    return row


def start_renewal(
    session: Session, by: Actor, now: datetime, renewal: Renewal, partnership: Partnership, *,
    details: ApplicationDetails, owner: Employee, library: Library,
) -> Trajectory:  # fmt: skip
    """Make an application of a recertification that was foreseen: from here on it is a dossier with a number."""
    require(may_be_started(renewal.started.number if renewal.started else ""))
    row = apply_for(session, by, now, partnership, details=details, owner=owner, library=library)
    _is_started(renewal, row)
    session.flush()
    journal.record(
        session, by, now, verb="hercertificering gestart", kind="certificaat", thing=renewal.certificate,
        what=f"{renewal.holder}: dossier {row.number}", dossier=row.number,
    )  # fmt: skip
    return row


def _is_started(renewal: Renewal, trajectory: Trajectory) -> None:
    renewal.trajectory, renewal.partnership = trajectory, trajectory.partnership
    renewal.ended_on, renewal.end_why = None, ""


def change_application(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *,
    details: ApplicationDetails, library: Library, opened_on: int | None,
) -> Trajectory:  # fmt: skip
    """Mend an application until the agreement; it is then to be confirmed anew. Counts are taken as they are now."""
    if trajectory.version != opened_on:
        raise journal.clash(session, now, kind="dossier", thing=trajectory.number, theirs=_theirs(trajectory, details))
    require(_changeable(session, trajectory))
    choice = _fitting(session, details, library, now.date())
    trajectory.applied_on, trajectory.started_on = details.applied_on, details.started_on
    trajectory.start_document = details.start_document
    trajectory.assessment_expected_on = details.assessment_expected_on
    trajectory.area_type = details.areas[0].type
    trajectory.completed_on = trajectory.completed_by_id = None
    _lay_down(session, trajectory, details, choice, now.date())
    session.flush()
    journal.record(
        session, by, now, verb="aanvraag gewijzigd", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what=_told(trajectory, choice),
    )  # fmt: skip
    return trajectory


def choose_scheme(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, scheme: str, why: str, library: Library
) -> Trajectory:
    """Choose between the schemes that are open, with the reason (SCH-3)."""
    require(_changeable(session, trajectory))
    choice = open_schemes(trajectory, library)
    require(scheme_choice(choice, scheme, why))
    trajectory.scheme, trajectory.scheme_why = scheme, why
    trajectory.parked_on = None if library[scheme].adopted else now.date()
    trajectory.completed_on = trajectory.completed_by_id = None
    journal.record(
        session, by, now, verb="schema gekozen", kind="dossier", thing=trajectory.number, dossier=trajectory.number,
        what=library[scheme].name, why=why,
    )  # fmt: skip
    return trajectory


def choose_later(session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, why: str) -> Trajectory:
    """Let a lapsed certification count as later, with the reason (SCH-7)."""
    require(_changeable(session, trajectory))
    rules = own_rules_on(session, now.date())
    periods = periods_of(session, [link.area_id for link in trajectory.areas])
    require(later_conditions(trajectory.kind is CertificationKind.FIRST, bool(periods), why, rules))
    certified = {period.area_id for period in periods}
    for link in trajectory.areas:
        if link.area_id in certified:
            link.kind = CertificationKind.LATER
    trajectory.kind, trajectory.kind_why = CertificationKind.LATER, why
    trajectory.completed_on = trajectory.completed_by_id = None
    journal.record(
        session, by, now, verb="soort certificering gekozen", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what="volgende certificering", why=why,
    )  # fmt: skip
    return trajectory


def attach(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *,
    code: str, upload: Upload, shelf: FileShelf, library: Library,
) -> ApplicationDocument:  # fmt: skip
    """An attachment of the application, by its code in the scheme. LookupError for a code that it does not know."""
    require(still_open(trajectory))
    name = document_names(trajectory, library)[code]
    stored = StoredFile(
        name=upload[0], media_type="", size=0, sha256="", at=now, sender=by.name, kind="aanvraag",
        thing=trajectory.number,
    )  # fmt: skip
    file = keep(session, shelf, upload, stored)
    row = ApplicationDocument(trajectory_id=trajectory.id, code=code, received_on=now.date(), file=file)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="bijlage ontvangen", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what=f"{name}: {file.name}",
    )  # fmt: skip
    return row


def review_application(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, answers: ReviewAnswers
) -> ApplicationReview:
    """Record the four answers of a review; a later review corrects an earlier one, which stays (ISO/IEC 17065 §7.3)."""
    require(still_open(trajectory))
    if by.employee_id is None:
        raise PermissionError("a review is somebody's")
    row = ApplicationReview(
        trajectory_id=trajectory.id, by_id=by.employee_id, on_day=now.date(), remark=answers.remark,
        information_sufficient=answers.information_sufficient, differences_resolved=answers.differences_resolved,
        within_licence=answers.within_licence, competence_available=answers.competence_available,
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="aanvraag beoordeeld", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what="niets staat in de weg" if row.all_well else "nog niet in orde",
        why=answers.remark,
    )  # fmt: skip
    return row


def confirm_application(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, library: Library
) -> Trajectory:
    """The application is complete and fits: from here on it can become an agreement (QUO-4). ``Refused`` otherwise."""
    require([*still_open(trajectory), *confirmation_conditions(session, trajectory, library, now.date())])
    trajectory.completed_on, trajectory.completed_by_id = now.date(), by.employee_id
    journal.record(
        session, by, now, verb="aanvraag bevestigd", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what="de aanvraag is compleet",
    )  # fmt: skip
    return trajectory


def decline_application(session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, why: str) -> Trajectory:
    """The body does not take the application on; the dossier closes."""
    require(_changeable(session, trajectory))
    trajectory.declined_on, trajectory.end_why = now.date(), why
    journal.record(
        session, by, now, verb="aanvraag afgewezen", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what=trajectory.partnership.name, why=why,
    )  # fmt: skip
    tell_contact(
        session, now, trajectory, topic="aanvraag_afgewezen", key=f"aanvraag-afgewezen:{trajectory.number}",
        facts={"groep": trajectory.partnership.name, "waarom": why},
    )  # fmt: skip
    return trajectory


def withdraw_application(session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, why: str) -> Trajectory:
    """The working group takes its application back; the dossier closes."""
    require(still_open(trajectory))
    trajectory.withdrawn_on, trajectory.end_why = now.date(), why
    journal.record(
        session, by, now, verb="aanvraag teruggetrokken", kind="dossier", thing=trajectory.number,
        dossier=trajectory.number, what=trajectory.partnership.name, why=why,
    )  # fmt: skip
    return trajectory


def open_schemes(trajectory: Trajectory, library: Library) -> SchemeChoice | None:
    """The schemes that are open to the trajectory by its type, start and expected day of assessment."""
    return library.schemes_open(trajectory.area_type, trajectory.started_on, trajectory.assessment_expected_on)


def _fitting(session: Session, details: ApplicationDetails, library: Library, today: date) -> SchemeChoice | None:
    require([one_kind_of_area([area.type.value for area in details.areas])], field="areas")
    rules = own_rules_on(session, today)
    days = days_in_order(details.started_on, details.applied_on, details.assessment_expected_on, today, rules)
    for condition, field in zip(days, ("applied_on", "started_on", "assessment_expected_on"), strict=True):
        require([condition], field=field)
    choice = library.schemes_open(details.areas[0].type, details.started_on, details.assessment_expected_on)
    require([some_scheme(choice)])
    return choice


def _lay_down(
    session: Session, row: Trajectory, details: ApplicationDetails, choice: SchemeChoice | None, today: date
) -> None:
    """Areas with their counts, scheme and kind, as they follow from the details."""
    kept = {link.area_id: link for link in row.areas}
    wanted = {area.id for area in details.areas}
    for area_id, link in kept.items():
        if area_id not in wanted:
            row.areas.remove(link)
            session.delete(link)
    parts = {link.area_id: link.one_area for link in row.partnership.current_links}
    for area in details.areas:
        link = kept.get(area.id) or TrajectoryArea(trajectory=row, area=area)
        session.add(link)
        link.entrepreneurs, link.one_area = area.entrepreneurs, parts.get(area.id, "")
    _put_under_scheme(row, choice, today)
    row.kind_why = ""
    expect_kind(session, row, own_rules_on(session, today))
    session.flush()
    for renewal in taken_up(session, row):
        _is_started(renewal, row)


def _put_under_scheme(row: Trajectory, choice: SchemeChoice | None, today: date) -> None:
    schemes = {scheme.key: scheme for scheme in choice.schemes} if choice else {}
    if len(schemes) == 1:
        row.scheme, row.scheme_why = next(iter(schemes)), ""
    elif row.scheme not in schemes:
        row.scheme, row.scheme_why = None, ""
    concept = row.scheme is not None and not schemes[row.scheme].adopted
    row.parked_on = (row.parked_on or today) if concept else None


def _changeable(session: Session, trajectory: Trajectory) -> list[Condition]:
    signed = agreement_of(session, trajectory.id) if trajectory.id else None
    return [*still_open(trajectory, signed_on=signed.signed_on if signed else None)]


def _told(row: Trajectory, choice: SchemeChoice | None) -> str:
    areas = join_and([link.area.name for link in row.areas])
    scheme = row.scheme or f"te kiezen uit {join_and(choice.keys, 'of')}" if choice else ""
    parked = ", wacht op een vastgesteld schema" if row.parked_on else ""
    days = f"gestart {day_plain(row.started_on)}, audit verwacht {day_plain(row.assessment_expected_on)}"
    return f"{areas}; {scheme}{parked}; {row.kind.value} certificering; {days}"


def _theirs(trajectory: Trajectory, details: ApplicationDetails) -> dict[str, str]:
    days = ("applied_on", "started_on", "assessment_expected_on")
    theirs = {
        name: day_plain(getattr(trajectory, name))
        for name in days
        if getattr(trajectory, name) != getattr(details, name)
    }
    if trajectory.start_document != details.start_document:
        theirs["start_document"] = trajectory.start_document
    if {link.area_id for link in trajectory.areas} != {area.id for area in details.areas}:
        theirs["areas"] = join_and([link.area.name for link in trajectory.areas])
    return theirs
