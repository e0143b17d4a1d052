"""What can be done with documents: ask, receive, assess, count the survey and the measures, decide on the set."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.documents import state
from auditbeheer.documents.handling import allowed_to_handle, unchanged
from auditbeheer.documents.models import (
    CompletenessDecision,
    Document,
    DocumentPart,
    DocumentRequest,
    Measure,
    MeasureOrigin,
    Outcome,
    SurveyResult,
    documents_holding,
    survey_in,
    versions_of,
)
from auditbeheer.documents.rules import (
    Choice,
    answers_conditions,
    current_conditions,
    decision_conditions,
    happened_conditions,
    open_conditions,
    remark_conditions,
)
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.outbox import withdraw
from auditbeheer.plumbing.refusal import Clash, require
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.quotes.models import Trajectory, TrajectoryArea
from auditbeheer.quotes.service import agree_on_extra_hours
from auditbeheer.scheme.survey_response import size_conditions
from auditbeheer.scheme.wording import counted, day_plain, join_and, number

Upload = tuple[str, bytes]


def request_documents(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, asked: str, asked_of: str, until: date | None
) -> DocumentRequest:
    """Ask the working group for documents: what, of whom, until when. Nothing asked goes unlogged (DOC-3)."""
    employee_id = allowed_to_handle(session, by, trajectory)
    row = DocumentRequest(
        trajectory_id=trajectory.id,
        on_day=now.date(),
        asked=asked,
        asked_of=asked_of,
        by_id=employee_id,
        until_day=until,
    )
    session.add(row)
    session.flush()
    term = f", uiterlijk {day_plain(until)}" if until else ""
    journal.record(
        session, by, now, verb="documenten opgevraagd", kind="documenten", thing=row.id,
        what=f"Aan {asked_of}{term}: {asked}", dossier=trajectory.number,
    )  # fmt: skip
    _tell_what_is_needed(session, now, trajectory, row)
    return row


def _tell_what_is_needed(session: Session, now: datetime, trajectory: Trajectory, row: DocumentRequest) -> None:
    """Mail the contact person: one line per thing asked, and the audit that it is for."""
    audit, lines, until = audit_of(session, trajectory.id), row.asked.splitlines(), row.until_day
    known = [kind.name for kind in state.kinds_of(trajectory).values() if kind.name in lines[0]] if lines else []
    tell_contact(
        session, now, trajectory, topic="documenten_nodig", page="documenten", key=f"documenten-nodig:{row.id}",
        facts={"namen": known or lines, "toelichting": lines[1:] if known else [],
               "dag": until.isoformat() if until else "", "audit": audit.day.isoformat() if audit else ""},
    )  # fmt: skip


def receive_document(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    shelf: FileShelf,
    *,
    code: str,
    upload: Upload,
    received_on: date,
    received_from: str,
    further: Sequence[Upload] = (),
) -> Document:
    """Keep a document as its newest version; the one before it reads as replaced. Raises KeyError: not in the set.

    ``further``: other files that are one document with this one (the minutes of three meetings).
    Somebody from outside (``by.client``) sends their own: whose dossier it is was looked at by the portal.
    """
    if by.client:
        require(open_conditions(ended=trajectory.ended, end_why=trajectory.end_why, scheme=trajectory.scheme))
    else:
        allowed_to_handle(session, by, trajectory)
    require(happened_conditions(received_on, now.date(), "Ontvangen"), field="received_on")
    name = state.kinds_of(trajectory)[code].name
    earlier = versions_of(session, trajectory.id, code)
    for version in earlier[:1]:
        version.superseded_on = now.date()
    session.flush()
    thing = f"{trajectory.number}/{code}"
    stored = [_kept(session, shelf, one, now, received_from, thing) for one in (upload, *further)]
    at = now if received_on == now.date() else datetime.combine(received_on, time(12), tzinfo=ZONE)
    edition = earlier[0].edition + 1 if earlier else 1
    row = Document(
        trajectory=trajectory, code=code, edition=edition, file=stored[0], received_at=at, received_from=received_from
    )
    session.add(row)
    session.add_all(DocumentPart(document=row, file=file) for file in stored[1:])
    session.flush()
    names = join_and([file.name for file in stored])
    journal.record(
        session, by, now, verb="document ontvangen", kind="document", thing=row.id, dossier=trajectory.number,
        what=f"{name}, versie {edition}: {names}, van {received_from}, op {day_plain(received_on)}",
    )  # fmt: skip
    return row


def _kept(session: Session, shelf: FileShelf, upload: Upload, now: datetime, sender: str, thing: str) -> StoredFile:
    return keep(session, shelf, upload, StoredFile(
        name="", media_type="", size=0, sha256="", at=now, sender=sender, kind="document", thing=thing,
    ))  # fmt: skip


def assess_document(
    session: Session,
    by: Actor,
    now: datetime,
    document: Document,
    *,
    in_order: bool,
    remark: str,
    opened_on: int | None = None,
) -> Document:
    """Judge the current version: in order, or to be added to, with what is missing (DOC-3)."""
    trajectory = document.trajectory
    employee_id = allowed_to_handle(session, by, trajectory)
    require(current_conditions(current=document.superseded_on is None))
    require(remark_conditions(in_order=in_order, remark=remark), field="remark")
    if opened_on is not None and opened_on != document.version:
        raise Clash(who="een collega", when="net", theirs={"remark": document.asked, "verdict": _verdict(document)})
    document.in_order, document.asked = in_order, remark
    document.assessed_on, document.assessed_by_id = now.date(), employee_id
    session.flush()
    name = state.kinds_of(trajectory)[document.code].name
    journal.record(
        session, by, now, verb="document beoordeeld", kind="document", thing=document.id, dossier=trajectory.number,
        what=f"{name}, versie {document.edition}: {'in orde' if in_order else 'aanvullen'}", why=remark,
    )  # fmt: skip
    if not in_order:
        _tell_what_is_missing(session, now, document, name)
    return document


def return_infected(session: Session, now: datetime, file: StoredFile) -> None:
    """A virus turned up after a file came in: its document goes back to the working group, with what to do."""
    for document in documents_holding(session, file.id):
        document.in_order, document.assessed_on = False, now.date()
        document.asked = f"In {file.name} vond onze virusscanner een virus. Stuur een ander bestand."
        session.flush()
        name, number_ = state.kinds_of(document.trajectory)[document.code].name, document.trajectory.number
        journal.record(
            session, SYSTEM, now, verb="document teruggegeven", kind="document", thing=document.id, dossier=number_,
            what=f"{name}, versie {document.edition}: virus in {file.name}",
        )  # fmt: skip
        _tell_what_is_missing(session, now, document, name)


def _tell_what_is_missing(session: Session, now: datetime, document: Document, name: str) -> None:
    """Mail the contact person what must be added; a later verdict on this version replaces one that did not leave."""
    trajectory, key = document.trajectory, f"document-aanvullen:{document.id}"
    audit = audit_of(session, trajectory.id)
    due = audit.documents_due if audit and audit.documents_due and audit.documents_due >= now.date() else None
    withdraw(session, now, key=key)
    tell_contact(
        session, now, trajectory, topic="document_aanvullen", page="documenten", key=f"{key}:{document.version}",
        facts={"naam": name, "ontbreekt": document.asked.splitlines(), "dag": due.isoformat() if due else ""},
    )  # fmt: skip


def _verdict(document: Document) -> str:
    if document.in_order is None:
        return ""
    return "in orde" if document.in_order else "aanvullen"


def record_survey(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    link: TrajectoryArea,
    *,
    sent_on: date,
    entrepreneurs: int,
    answers: int,
    opened_on: int | None = None,
) -> SurveyResult:
    """The survey in one area: entrepreneurs on the day it went out, and the answers that came back (DOC-4)."""
    allowed_to_handle(session, by, trajectory)
    require(happened_conditions(sent_on, now.date(), "Verstuurd"), field="sent_on")
    require(answers_conditions(entrepreneurs, answers), field="answers")
    require(size_conditions(state.scheme_of(trajectory), entrepreneurs), field="entrepreneurs")
    row = survey_in(session, trajectory.id, link.area_id)
    was = ""
    if row is None:
        row = SurveyResult(
            trajectory_id=trajectory.id, area=link.area, sent_on=sent_on, entrepreneurs=entrepreneurs, answers=answers
        )
        session.add(row)
    else:
        unchanged(row.version, opened_on, _told(row))
        was = f" (was {number(row.answers)} van {number(row.entrepreneurs)}, verstuurd op {day_plain(row.sent_on)})"
        row.sent_on, row.entrepreneurs, row.answers = sent_on, entrepreneurs, answers
    session.flush()
    of_whom = counted(entrepreneurs, "ondernemer", "ondernemers")
    journal.record(
        session, by, now, verb="respons vastgelegd", kind="respons", thing=row.id, dossier=trajectory.number,
        what=f"{link.area.name}: {number(answers)} antwoorden van {of_whom}, verstuurd op {day_plain(sent_on)}{was}",
    )  # fmt: skip
    return row


def _told(row: SurveyResult) -> dict[str, str]:
    return {"entrepreneurs": str(row.entrepreneurs), "answers": str(row.answers), "sent_on": day_plain(row.sent_on)}


def add_measure(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    title: str,
    origin: MeasureOrigin,
    area_id: int | None,
    carried_out_on: date | None,
) -> Measure:
    """A measure of the matrix with its origin; without an area it counts for every area of the cluster."""
    allowed_to_handle(session, by, trajectory)
    if carried_out_on:
        require(happened_conditions(carried_out_on, now.date(), "Uitgevoerd"), field="carried_out_on")
    row = Measure(
        trajectory_id=trajectory.id, area_id=area_id, title=title, origin=origin, carried_out_on=carried_out_on
    )
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="maatregel vastgelegd", kind="maatregel", thing=row.id, dossier=trajectory.number,
        what=_measure_in_words(row),
    )  # fmt: skip
    return row


def change_measure(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    measure: Measure,
    *,
    title: str,
    origin: MeasureOrigin,
    area_id: int | None,
    carried_out_on: date | None,
    dropped_why: str,
    opened_on: int | None,
) -> Measure:
    """A measure carried out, corrected, or dropped from the plan with a reason; the journal keeps what it said."""
    allowed_to_handle(session, by, trajectory)
    if carried_out_on:
        require(happened_conditions(carried_out_on, now.date(), "Uitgevoerd"), field="carried_out_on")
    theirs = {"title": measure.title, "dropped_why": measure.dropped_why}
    unchanged(measure.version, opened_on, theirs)
    was = _measure_in_words(measure)
    measure.title, measure.origin, measure.area_id = title, origin, area_id
    measure.carried_out_on, measure.dropped_why = carried_out_on, dropped_why
    session.flush()
    journal.record(
        session, by, now, verb="maatregel gewijzigd", kind="maatregel", thing=measure.id, dossier=trajectory.number,
        what=f"{_measure_in_words(measure)} (was: {was})", why=dropped_why,
    )  # fmt: skip
    return measure


def _measure_in_words(measure: Measure) -> str:
    done = f"uitgevoerd op {day_plain(measure.carried_out_on)}" if measure.carried_out_on else "nog te doen"
    return f"{measure.title}, {measure.origin}, {'vervallen' if measure.dropped_why else done}"


def decide_completeness(
    session: Session,
    by: Actor,
    now: datetime,
    trajectory: Trajectory,
    *,
    outcome: Outcome,
    why: str,
    shelf: FileShelf,
    style: PictureFiles,
    extra_hours: Decimal = Decimal(0),
    agreed_with: str = "",
) -> CompletenessDecision:
    """Decide on the set before the audit: complete, go on with extra hours, or move the day (DOC-1, DOC-3, QUO-7)."""
    employee_id = allowed_to_handle(session, by, trajectory)
    picture = state.picture_of(session, trajectory)
    choice = Choice(outcome.value, why, extra_hours, agreed_with)
    require(decision_conditions(state.scheme_of(trajectory), choice, picture.set_conditions, picture.timely))
    row = CompletenessDecision(
        trajectory_id=trajectory.id, outcome=outcome, why=why, by_id=employee_id, on_day=now.date(),
        extra_hours=extra_hours if outcome is Outcome.GO_ON else Decimal(0),
        agreed_with=agreed_with if outcome is Outcome.GO_ON else "",
    )  # fmt: skip
    session.add(row)
    session.flush()
    extra = f": {number(extra_hours)} uur, afgesproken met {agreed_with}" if outcome is Outcome.GO_ON else ""
    journal.record(
        session, by, now, verb="besluit over documentenset", kind="documenten", thing=row.id,
        what=f"{outcome.capitalize()}{extra}", why=why, dossier=trajectory.number,
    )  # fmt: skip
    agree_on_extra_hours(
        session, by, now, trajectory, hours=row.extra_hours, why=why, agreed_with=row.agreed_with, shelf=shelf,
        style=style,
    )  # fmt: skip
    return row
