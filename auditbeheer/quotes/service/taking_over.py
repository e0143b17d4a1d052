"""An application of the public form becomes a dossier in one act, or is declined with a reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import CLIENT, behind_the_door
from auditbeheer.quotes.models import ApplicationDocument, AreaTyped, Intake, PartyTyped, Trajectory
from auditbeheer.quotes.rules.intake import may_be_decided
from auditbeheer.quotes.service.additions import add_told
from auditbeheer.quotes.service.application import ApplicationDetails, apply_for
from auditbeheer.quotes.service.intake import SCOPE, recipient
from auditbeheer.quotes.service.state import completeness_of
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import (
    Area,
    Municipality,
    Partnership,
    area_like,
    areas_named,
    membership_now,
    partnership_page,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.wording import counted

COUNT_SOURCE = "Opgave bij de aanvraag"
MOST_PROPOSED = 5


@dataclass(frozen=True)
class Recognised:
    """An area as typed, and the known ones that it may be, the likeliest first; ``same``: the one with its very name.

    ``held_by``: area id -> the name of the partnership that has it now.
    """

    typed: AreaTyped
    municipality: Municipality
    candidates: Sequence[Area]
    same: Area | None
    held_by: Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """What a person decided: a known partnership (None: a new one by ``name``), a known area per typed one or None.

    ``applicant`` and ``parties``: who of the application is added to a known partnership; a new one gets them all.
    """

    partnership: Partnership | None
    name: str
    applicant: bool = False
    parties: tuple[PartyTyped, ...] = ()
    areas: tuple[Area | None, ...]
    started_on: date
    start_document: str
    assessment_expected_on: date


def recognised(session: Session, intake: Intake) -> list[Recognised]:
    """Per typed area what we know already: a proposal, a person decides."""
    return [_recognised(session, intake, typed) for typed in intake.areas_typed]


def _recognised(session: Session, intake: Intake, typed: AreaTyped) -> Recognised:
    place = session.get_one(Municipality, typed.municipality)
    same = area_like(session, fold(typed.name), place.code, intake.area_type)
    longest = max(fold(typed.name).split(), key=len, default="")
    alike = [
        area for area in (areas_named(session, longest) if longest else ())
        if area.type is intake.area_type and area.municipality_code == place.code and area is not same
    ]  # fmt: skip
    found = [*([same] if same else []), *alike][:MOST_PROPOSED]
    held = {area.id: link.partnership.name for area in found if (link := membership_now(session, area.id))}
    return Recognised(typed, place, found, same, held)


def known_partnerships(session: Session, intake: Intake, areas: Sequence[Recognised]) -> list[Partnership]:
    """The partnerships that it may be: by the name, and by the areas that they have now. The likeliest first."""
    by_name, _ = partnership_page(session, fold(intake.partnership_name), 0, MOST_PROPOSED)
    holders = [membership_now(session, one.same.id) for one in areas if one.same]
    found = {row.id: row for row in [*(link.partnership for link in holders if link), *by_name]}
    return list(found.values())[:MOST_PROPOSED]


def take_over_intake(
    session: Session, by: Actor, now: datetime, intake: Intake, *, wishes: Wishes, owner: Employee, library: Library,
    shelf: FileShelf,
) -> Trajectory:  # fmt: skip
    """Make a dossier of it: partnership, parties, areas, application, papers; the applicant hears the number.

    ``Refused`` where the areas do not fit together, or belong to others.
    """
    require(may_be_decided(confirmed=intake.confirmed_at is not None, ended=intake.ended))
    assert intake.confirmed_at is not None  # by the condition above
    if wishes.partnership:
        partnership = wishes.partnership
        add_told(session, by, now, intake, partnership, applicant=wishes.applicant, parties=wishes.parties,
                 library=library)  # fmt: skip
    else:
        partnership = _new_partnership(session, by, now, intake, wishes, library)
    areas = _areas(session, by, now, intake, partnership, wishes, library, shelf)
    details = ApplicationDetails(
        areas=tuple(areas), applied_on=intake.confirmed_at.date(), started_on=wishes.started_on,
        start_document=wishes.start_document, assessment_expected_on=wishes.assessment_expected_on,
    )  # fmt: skip
    row = apply_for(session, by, now, partnership, details=details, owner=owner, library=library)
    for paper in intake.documents:
        session.add(
            ApplicationDocument(
                trajectory_id=row.id, code=paper.code, received_on=paper.received_on, file=paper.file
            )
        )  # fmt: skip
    intake.trajectory = row
    session.flush()
    journal.record(
        session, by, now, verb="aanvraag van de website overgenomen", kind="websiteaanvraag", thing=intake.id,
        dossier=row.number, what=f"{intake.name} vroeg dit aan voor {partnership.name}",
    )  # fmt: skip
    _tell_taken(session, now, intake, row, library)
    return row


def _new_partnership(
    session: Session, by: Actor, now: datetime, intake: Intake, wishes: Wishes, library: Library
) -> Partnership:
    row = relations.start_partnership(
        session, by, now, details=relations.PartnershipDetails(name=wishes.name or intake.partnership_name)
    )
    every = tuple(intake.parties_typed)
    add_told(session, by, now, intake, row, applicant=True, parties=every, library=library)
    return row


def _areas(
    session: Session, by: Actor, now: datetime, intake: Intake, partnership: Partnership, wishes: Wishes,
    library: Library, shelf: FileShelf,
) -> list[Area]:  # fmt: skip
    areas = []
    for typed, known in zip(intake.areas_typed, wishes.areas, strict=True):
        if known is not None and known in partnership.current_areas:
            areas.append(known)
            continue
        details, part = _details(typed, known, now.date()), relations.PartDetails()
        if known is not None:
            link = relations.add_known_area(
                session, by, now, partnership, known, details=details, part=part, library=library,
                also_in=[row.municipality for row in known.also_in], plan=None, shelf=shelf,
            )  # fmt: skip
        else:
            link = relations.add_new_area(
                session, by, now, partnership, name=typed.name, type_=intake.area_type, details=details, part=part,
                municipality=session.get_one(Municipality, typed.municipality), library=library, also_in=[], plan=None,
                shelf=shelf,
            )  # fmt: skip
        areas.append(link.area)
    return areas


def _details(typed: AreaTyped, known: Area | None, today: date) -> relations.AreaDetails:
    """What was typed, and of a known area what we knew already."""
    return relations.AreaDetails(
        activities=typed.activities or (known.activities if known else ""), boundary=known.boundary if known else "",
        neighbours=known.neighbours if known else "", entrepreneurs=typed.entrepreneurs, counted_on=today,
        count_source=COUNT_SOURCE,
    )  # fmt: skip


def _tell_taken(session: Session, now: datetime, intake: Intake, row: Trajectory, library: Library) -> None:
    """The number, and how much is still missing; with a way in for who speaks for the working group now."""
    missing = len(unmet(completeness_of(session, row, library, now.date())))
    people = [one for one in row.partnership.representatives if one.email.strip().lower() == intake.email]
    to = recipient(intake)
    tell(
        session, now, to, topic="aanvraag_in_behandeling", dossier=row.number, scope=CLIENT if people else SCOPE,
        thing=to.email if people else str(intake.id), target=behind_the_door(row.number) if people else "",
        by_itself=True,
        facts={"groep": row.partnership.name, "nummer": row.number, "deur": bool(people),
               "ontbreekt": counted(missing, "ding", "dingen") if missing else ""},
    )  # fmt: skip


def decline_intake(session: Session, by: Actor, now: datetime, intake: Intake, *, why: str) -> Intake:
    """No dossier comes of it; the applicant reads why."""
    require(may_be_decided(confirmed=intake.confirmed_at is not None, ended=intake.ended))
    intake.declined_on, intake.end_why = now.date(), why
    session.flush()
    tell(
        session, now, recipient(intake), topic="aanvraag_afgewezen", by_itself=True, scope=SCOPE, thing=str(intake.id),
        facts={"groep": intake.partnership_name, "waarom": why},
    )  # fmt: skip
    journal.record(
        session, by, now, verb="aanvraag van de website afgewezen", kind="websiteaanvraag", thing=intake.id,
        what=intake.partnership_name, why=why,
    )  # fmt: skip
    return intake
