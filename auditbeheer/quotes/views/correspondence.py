"""Writing about a dossier: a note, a call, a message to the contact person; a mail that came in, and its files."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.mail_text import parts_of, without_buttons
from auditbeheer.plumbing.outbox import Notice, to_call
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted
from auditbeheer.quotes.forms import CallForm, MessageForm, NoteForm, ReceivedMailForm
from auditbeheer.quotes.models import (
    Note,
    NoteKind,
    Trajectory,
    attachments_with,
    note_in,
    received_in,
    trajectory_numbered,
)
from auditbeheer.quotes.service import correspondence as service
from auditbeheer.scheme.condition import unmet

ROW = "int(max=2147483647)"


def correspondence_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    place, both = "/dossiers/<number>/berichten", ["GET", "POST"]
    quotes.add_url_rule(f"{place}/notitie", view_func=write_note, methods=both)
    quotes.add_url_rule(f"{place}/notitie/<{ROW}:note_id>/verbeteren", view_func=correct_note, methods=both)
    quotes.add_url_rule(f"{place}/nieuw", view_func=write_message, methods=both)
    quotes.add_url_rule(f"{place}/mail", view_func=add_mail, methods=both)
    quotes.add_url_rule(f"{place}/bellen/<{ROW}:notice_id>", view_func=note_call, methods=both)
    quotes.add_url_rule(f"{place}/bestand/<{ROW}:file_id>", view_func=mail_file)


def _trajectory(number: str) -> Trajectory:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    return trajectory


def _back(trajectory: Trajectory) -> str:
    return url_for("dossiers.messages", number=trajectory.number)


@permit(Permission.CORRESPOND)
def write_note(number: str) -> Response:
    """A note or a telephone note."""
    return _note_page(_trajectory(number), NoteForm(), None)


@permit(Permission.CORRESPOND)
def correct_note(number: str, note_id: int) -> Response:
    """A note that takes the place of an earlier one; both stay."""
    trajectory = _trajectory(number)
    earlier: Note = found(note_in(db(), trajectory.id, note_id))
    form = NoteForm(kind=earlier.kind.value, text=earlier.text, with_whom=earlier.with_whom)
    return _note_page(trajectory, form, earlier)


def _note_page(trajectory: Trajectory, form: NoteForm, earlier: Note | None) -> Response:
    if submitted(form):
        with attempt(form):
            service.add_note(
                db(), actor(), now(), trajectory, kind=NoteKind(form.kind.data), text=form.text.data,
                with_whom=form.with_whom.data, corrects=earlier,
            )  # fmt: skip
            return saved(form, _back(trajectory), "De notitie is bewaard.")
    return page("quotes/notitie.html", nummer=trajectory.number, form=form, earlier=earlier)


@permit(Permission.CORRESPOND)
def write_message(number: str) -> Response:
    """A mail in our own words."""
    trajectory, form = _trajectory(number), MessageForm()
    if submitted(form):
        with attempt(form):
            service.write_message(
                db(), actor(), now(), trajectory, subject=form.subject.data, text=form.text.data
            )  # fmt: skip
            return saved(form, _back(trajectory), "Het bericht staat klaar. Het gaat over enkele minuten weg.")
    conditions = service.conditions_of_message(trajectory)
    return page(
        "quotes/bericht.html", nummer=trajectory.number, form=form, contact=trajectory.partnership.contact,
        conditions=unmet(conditions), partnership_id=trajectory.partnership_id,
    )  # fmt: skip


@permit(Permission.CORRESPOND)
def add_mail(number: str) -> Response:
    """A mail that came in, dropped in as a file."""
    trajectory, form = _trajectory(number), ReceivedMailForm()
    if submitted(form):
        with attempt(form):
            row = service.keep_received_mail(db(), actor(), now(), trajectory, shelf(), upload=form.upload.data)
            return saved(form, _back(trajectory), f"De mail staat in het dossier: {row.subject or 'zonder onderwerp'}.")
    return page("quotes/mail-toevoegen.html", nummer=trajectory.number, form=form)


@permit(Permission.CORRESPOND)
def note_call(number: str, notice_id: int) -> Response:
    """What could not be mailed was told by phone."""
    trajectory, form = _trajectory(number), CallForm()
    notice: Notice = found(next((one for one in to_call(db(), trajectory.number) if one.id == notice_id), None))
    if submitted(form):
        with attempt(form):
            service.note_call(
                db(), actor(), now(), trajectory, notice, text=form.text.data, with_whom=form.with_whom.data
            )
            return saved(form, _back(trajectory), "Het gesprek is vastgelegd.")
    contact = trajectory.partnership.contact
    subject, text = parts_of(notice.topic, notice.facts, quoted=False)
    return page(
        "quotes/bellen.html", nummer=trajectory.number, form=form, notice=notice, contact=contact, subject=subject,
        text=without_buttons(text),
    )  # fmt: skip


@permit(Permission.READ)
def mail_file(number: str, file_id: int) -> Response:
    """A mail of this dossier as it came (always saved, never shown), or a file that came with one."""
    trajectory = _trajectory(number)
    mails = received_in(db(), trajectory.id)
    with_them = attachments_with(db(), [mail.id for mail in mails])
    files = [*(mail.original for mail in mails), *(one for own in with_them.values() for one in own)]
    return hand_out_stored(found(next((one for one in files if one.id == file_id), None)))
