"""The figures beside the papers: what the scheme asks, what was typed, and typing them over."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.documents import service, state
from auditbeheer.documents.figures import Part
from auditbeheer.documents.forms import FiguresForm, PressForm
from auditbeheer.documents.kept import KeptYear, kept_year
from auditbeheer.documents.models import FigurePart
from auditbeheer.documents.views.papers import found_dossier, may_handle
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.models import Trajectory


def figure_routes(documents: Blueprint) -> None:
    """Add the pages to the blueprint."""
    home, both = "/dossiers/<number>/documenten/cijfers", ["GET", "POST"]
    documents.add_url_rule(home, view_func=figures)
    documents.add_url_rule(f"{home}/<part>", view_func=type_figures, methods=both)
    documents.add_url_rule(f"{home}/<part>/overnemen", view_func=take_over, methods=["POST"])


@permit(Permission.READ)
def figures(number: str) -> Response:
    """All parts: reached or not, each with its §, and what the working group typed that waits for us."""
    return _overview(found_dossier(number))


def _overview(trajectory: Trajectory, form: PressForm | None = None) -> Response:
    picture = state.picture_of(db(), trajectory)
    return page(
        "documents/cijfers.html", nummer=trajectory.number, parts=picture.figures, form=form,
        mag=may_handle(trajectory, picture.audit), kept=_kept(trajectory, FigurePart.YEAR),
    )  # fmt: skip


def _part(trajectory: Trajectory, word: str) -> Part:
    parts = state.picture_of(db(), trajectory).figures
    part: Part = found(next((one for one in parts if one.part.value == word), None))
    return part


def _kept(trajectory: Trajectory, part: FigurePart) -> KeptYear:
    scheme, first = state.scheme_of(trajectory), state.is_first(trajectory.kind)
    return kept_year(db(), trajectory, scheme, part, today(), first=first)


@permit(Permission.READ)
def type_figures(number: str, part: str) -> Response:
    """Type the figures of one part over from the papers."""
    trajectory = found_dossier(number)
    shown = _part(trajectory, part)
    kept = _kept(trajectory, shown.part)
    first = state.is_first(trajectory.kind)
    form = FiguresForm.of(shown, state.scheme_of(trajectory), first=first, kept=kept.counts)
    if submitted(form):
        with attempt(form):
            service.record_figures(
                db(), actor(), now(), trajectory, shown.part, values=form.values, opened_on=form.opened_on
            )
            return saved(form, url_for("documents.figures", number=number), f"Bewaard: {shown.title}.")
    if form.clash and shown.ours:
        form.version.data = str(shown.ours.version)
    return page("documents/cijfers-invullen.html", nummer=trajectory.number, form=form, part=shown, kept=kept)


@permit(Permission.READ)
def take_over(number: str, part: str) -> Response:
    """What the working group typed becomes ours."""
    trajectory, form = found_dossier(number), PressForm()
    shown = _part(trajectory, part)
    if submitted(form):
        with attempt(form):
            service.take_over_figures(db(), actor(), now(), trajectory, shown.part)
            return saved(form, url_for("documents.figures", number=number), f"Overgenomen: {shown.title}.")
    return _overview(trajectory, form)
