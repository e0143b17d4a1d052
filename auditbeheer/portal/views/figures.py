"""The figures in the papers: what the handbook asks, and typing them ahead of us."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.documents import service, state
from auditbeheer.documents.figures import Part
from auditbeheer.documents.forms import FiguresForm
from auditbeheer.documents.kept import KeptYear, kept_year
from auditbeheer.documents.models import FigurePart
from auditbeheer.plumbing.web import attempt, db, found, now, saved, submitted, today
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.standing import Standing
from auditbeheer.portal.views.entering import draw, standing_at


def figure_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    portal.add_url_rule("/mijn/<number>/cijfers", view_func=figures)
    portal.add_url_rule("/mijn/<number>/cijfers/<part>", view_func=type_figures, methods=["GET", "POST"])


def _parts(standing: Standing) -> list[Part]:
    return list(standing.picture.figures) if standing.picture else []


@by_link(SCOPE)
def figures(number: str) -> Response:
    """What is asked, what stands, and what we took over."""
    standing = standing_at(number)
    parts = _parts(standing)
    found(parts or None)
    return draw("cijfers.html", standing, parts=parts, open=standing.asking, kept=_kept(standing, FigurePart.YEAR))


def _kept(standing: Standing, part: FigurePart) -> KeptYear:
    trajectory = standing.seat.trajectory
    scheme, first = state.scheme_of(trajectory), state.is_first(trajectory.kind)
    return kept_year(db(), trajectory, scheme, part, today(), first=first)


@by_link(SCOPE)
def type_figures(number: str, part: str) -> Response:
    """Type the figures of one part; they count once we took them over."""
    standing = standing_at(number)
    found(standing.asking or None)
    shown: Part = found(next((one for one in _parts(standing) if one.part.value == part), None))
    trajectory, kept = standing.seat.trajectory, _kept(standing, shown.part)
    first = state.is_first(trajectory.kind)
    form = FiguresForm.of(shown, state.scheme_of(trajectory), first=first, from_group=True, kept=kept.counts)
    if submitted(form):
        with attempt(form):
            service.record_figures(
                db(), actor(), now(), trajectory, shown.part, values=form.values, opened_on=form.opened_on
            )
            told = "Bewaard. Wij kijken het na en nemen het dan over."
            return saved(form, url_for("portal.figures", number=standing.number), told)
    if form.clash and shown.theirs:
        form.version.data = str(shown.theirs.version)
    return draw("cijfers-invullen.html", standing, form=form, part=shown, kept=kept)
