"""Documents: one of the set sent, a colleague asked for it, and the colleague's own page."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link, client
from auditbeheer.documents.incoming import favour_in, kept_paper_in, kept_papers
from auditbeheer.documents.models import Document, DocumentFavour, KeptPaper, parts_of, versions_of
from auditbeheer.documents.state import kinds_of
from auditbeheer.planning.models import audit_of
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.viruses import ScanState
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, page, saved, shelf, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.forms import FavourForm, PressForm, SendForm, WhyForm, prefixed_send
from auditbeheer.portal.questions import question_for
from auditbeheer.portal.reading import FAVOUR_SCOPE, SCOPE
from auditbeheer.portal.service.papers import judged_by
from auditbeheer.portal.standing import Paper, Standing
from auditbeheer.portal.views.entering import draw, seat_of, standing_at
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.wording import day_plain, join_and

WAITS = "De virusscanner is niet bereikbaar. Uw bestand staat klaar en wordt straks bekeken. U hoeft niets te doen."
ROW = "int(max=2147483647):identifier"


def paper_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    both, post = ["GET", "POST"], ["POST"]
    portal.add_url_rule("/mijn/<number>/documenten", view_func=papers)
    portal.add_url_rule("/mijn/<number>/<any(rapport, certificaat, afwijkingen):part>", view_func=part_of_papers)
    portal.add_url_rule("/mijn/<number>/stuk/<code>", view_func=paper, methods=both)
    portal.add_url_rule(f"/mijn/<number>/stuk/<code>/bewaard/<{ROW}>", view_func=send_kept, methods=post)
    portal.add_url_rule("/mijn/<number>/stuk/<code>/vragen", view_func=ask_favour, methods=both)
    portal.add_url_rule(f"/mijn/<number>/verzoek/<{ROW}>/herinneren", view_func=remind_favour, methods=post)
    portal.add_url_rule(f"/mijn/<number>/verzoek/<{ROW}>/intrekken", view_func=withdraw_favour, methods=post)
    portal.add_url_rule("/mijn/document", view_func=favour, methods=both)
    portal.add_url_rule("/mijn/document/niet", view_func=decline_favour, methods=both)


@by_link(SCOPE)
def papers(number: str) -> Response:
    """All documents of the dossier: the set with its states, and our own papers."""
    return draw("documenten.html", standing_at(number))


@by_link(SCOPE)
def part_of_papers(number: str, part: str) -> Response:
    """Where a mail about report, certificate or deviations leads: that part of the documents."""
    return go_to(f"{url_for('portal.papers', number=seat_of(number).trajectory.number)}#{part}")


def _paper(standing: Standing, code: str) -> Paper:
    pieces = standing.picture.pieces if standing.picture else ()
    return standing.paper(found(next((piece for piece in pieces if piece.kind.code == code), None)))


def _receipt(row: Document) -> str:
    """The receipt in words (ux §16.13, §16.21)."""
    day = judged_by(db(), row.trajectory, today())
    moment = f"{day_plain(row.received_at.date())} om\u00a0{time_of(row.received_at)}"
    files = [row.file, *parts_of(db(), [row])[row.id]]
    told = f"uiterlijk {day_plain(day)} weten" if day else "weten"
    waits = f" {WAITS}" if any(file.scan is ScanState.WAITING for file in files) else ""
    names = join_and([file.name for file in files])
    return f"Uw document is binnen: {names}, {moment}.{waits} Wij laten u {told} of het in orde is."


@by_link(SCOPE)
def paper(number: str, code: str) -> Response:
    """One document: our question, an example, what came in before; and sending it."""
    standing = standing_at(number)
    asked = _paper(standing, code)
    form = prefixed_send(code)
    if submitted(form):
        with attempt(form):
            row = service.send_document(
                db(), actor(), now(), standing.seat, shelf(), code=code, upload=form.upload.data[0],
                further=form.upload.data[1:],
            )  # fmt: skip
            return saved(form, url_for("portal.to_do", number=standing.number), _receipt(row))
    return _paper_page(standing, asked, form)


def _paper_page(standing: Standing, asked: Paper, form: SendForm) -> Response:
    trajectory = standing.seat.trajectory
    kept = [one for one in kept_papers(db(), trajectory.partnership_id) if one.file]
    fitting = [one for one in kept if one.duty in asked.question.duties]
    versions = versions_of(db(), trajectory.id, asked.code)
    return draw(
        "stuk.html", standing, paper=asked, form=form, versions=versions, further=parts_of(db(), versions),
        refused=unmet(service.conditions_of_sending(db(), trajectory, asked.code)),
        kept=fitting or kept, use=PressForm(formdata=None),
    )  # fmt: skip


@by_link(SCOPE)
def send_kept(number: str, code: str, identifier: int) -> Response:
    """Send something that was put by, as this document."""
    standing = standing_at(number)
    asked = _paper(standing, code)
    row: KeptPaper = found(kept_paper_in(db(), standing.seat.trajectory.partnership_id, identifier))
    found(row.file)
    form = PressForm()
    if submitted(form):
        with attempt(form):
            sent = service.send_kept_paper(db(), actor(), now(), standing.seat, shelf(), code=code, row=row)
            return saved(form, url_for("portal.to_do", number=standing.number), _receipt(sent))
    blank = prefixed_send(code, formdata=None)
    blank.conditions, blank.form_errors = form.conditions, form.form_errors
    return _paper_page(standing, asked, blank)


@by_link(SCOPE)
def ask_favour(number: str, code: str) -> Response:
    """Ask a colleague at another party for this one document."""
    standing = standing_at(number)
    asked, form = _paper(standing, code), FavourForm()
    if submitted(form):
        with attempt(form):
            service.ask_favour(
                db(), actor(), now(), standing.seat, code=code, name=form.name.data, email=form.email.data
            )
            told = f"Gevraagd aan {form.name.data}. U ziet hier of het document binnenkomt."
            return saved(form, url_for("portal.to_do", number=standing.number), told)
    colleagues = [
        one for one in standing.seat.trajectory.partnership.representatives
        if one.id != standing.seat.person.id and not one.party.is_guide
    ]  # fmt: skip
    return draw("vraag-een-ander.html", standing, paper=asked, form=form, colleagues=colleagues)


def _favour(standing: Standing, identifier: int) -> DocumentFavour:
    row: DocumentFavour = found(favour_in(db(), standing.seat.trajectory.id, identifier))
    return row


@by_link(SCOPE)
def remind_favour(number: str, identifier: int) -> Response:
    """Ask the colleague again."""
    standing, form = standing_at(number), PressForm()
    row = _favour(standing, identifier)
    if submitted(form):
        with attempt(form):
            service.remind_favour(db(), actor(), now(), row)
            return saved(form, url_for("portal.to_do", number=standing.number), f"{row.name} krijgt een herinnering.")
    return draw("stuk.html", standing, **_again(standing, row.code, form))


@by_link(SCOPE)
def withdraw_favour(number: str, identifier: int) -> Response:
    """The colleague need not send it any more."""
    standing, form = standing_at(number), PressForm()
    row = _favour(standing, identifier)
    if submitted(form):
        with attempt(form):
            service.withdraw_favour(db(), actor(), now(), row)
            told = f"Het verzoek aan {row.name} is ingetrokken."
            return saved(form, url_for("portal.to_do", number=standing.number), told)
    return draw("stuk.html", standing, **_again(standing, row.code, form))


def _again(standing: Standing, code: str, refused: PressForm) -> dict[str, object]:
    """The page of a document, with why a button on it did not work."""
    form = prefixed_send(code, formdata=None)
    form.conditions, form.form_errors = refused.conditions, refused.form_errors
    versions = versions_of(db(), standing.seat.trajectory.id, code)
    return {
        "paper": _paper(standing, code), "form": form, "kept": [], "use": PressForm(formdata=None),
        "versions": versions, "further": parts_of(db(), versions), "refused": [],
    }  # fmt: skip


@by_link(FAVOUR_SCOPE)
def favour() -> Response:
    """What a colleague was asked, and nothing else: one question, one file."""
    row: DocumentFavour = found(db().get(DocumentFavour, int(client().thing)))
    form = SendForm()
    if submitted(form):
        with attempt(form):
            first, *further = form.upload.data
            sent = service.answer_favour(db(), actor(), now(), row, shelf(), upload=first, further=further)
            return saved(form, url_for("portal.favour"), _receipt(sent))
    return _favour_page(row, form)


def _favour_page(row: DocumentFavour, form: SendForm) -> Response:
    kind = found(kinds_of(row.trajectory).get(row.code))
    audit = audit_of(db(), row.trajectory_id)
    return page(
        "portal/verzoek.html", form=form, favour=row, kind=kind, question=question_for(kind),
        group=row.trajectory.partnership.name, due=audit.documents_due if audit and audit.told else None,
        sent=db().get(Document, row.document_id) if row.document_id else None,
        refused=unmet(service.conditions_of_sending(db(), row.trajectory, row.code)),
        owner=row.trajectory.owner, persoon=client().name,
    )  # fmt: skip


@by_link(FAVOUR_SCOPE)
def decline_favour() -> Response:
    """The colleague cannot send it: why, for who asked."""
    row: DocumentFavour = found(db().get(DocumentFavour, int(client().thing)))
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            service.decline_favour(db(), actor(), now(), row, why=form.why.data)
            told = f"Wij geven het door aan {row.asked_by_name}."
            return saved(form, url_for("portal.favour"), told)
    kind = found(kinds_of(row.trajectory).get(row.code))
    return page("portal/verzoek-niet.html", form=form, favour=row, question=question_for(kind), persoon=client().name)
