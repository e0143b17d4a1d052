"""The list of dossiers and the page of one."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.grants import DOSSIER, may_see, things_open_to
from auditbeheer.accounts.models import entries_of
from auditbeheer.accounts.permissions import Permission
from auditbeheer.dossiers.area_and_parties import area_and_parties, map_in
from auditbeheer.dossiers.forms import SinceForm
from auditbeheer.dossiers.frame import dossier_frame, scheme_title
from auditbeheer.dossiers.listing import PAGE_SIZE, Listing, dossier_list, foreseen_list
from auditbeheer.dossiers.messages import FILTERS, Message
from auditbeheer.dossiers.messages import messages as said_about
from auditbeheer.dossiers.recent import last_opened, remember
from auditbeheer.dossiers.search import sight_of
from auditbeheer.dossiers.search_results import LABELS, Look, exact, meant, opened, results
from auditbeheer.dossiers.search_terms import read
from auditbeheer.planning.since_last import earlier_times
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import db, found, go_to, page, today
from auditbeheer.quotes.models import (
    Trajectory,
    changes_of_dossier,
    changes_of_partnership,
    foreseen_total,
    newest_dossier,
    trajectory_numbered,
)
from auditbeheer.relations.models import Partnership
from auditbeheer.relations.service import changes_of
from auditbeheer.relations.service.shapes import map_of
from auditbeheer.scheme.terms import add_months

dossiers = Blueprint("dossiers", __name__)
dossiers.after_app_request(remember)


@dossiers.get("/zoeken")
@permit(Permission.OFFICE)
def find() -> Response:
    """All of the office by one field: straight to an exact number, else in groups; before typing the last opened."""
    who, asked = actor(), read(request.args.get("q", ""))
    look = Look(db(), sight_of(db(), who, today()), who.roles, today(), asked)
    only = request.args.get("groep", "")
    only = only if only in LABELS else ""
    if place := exact(look):
        return go_to(place)
    groups = results(look, only=only, page=request.args.get("pagina", 1, type=int))
    return page(
        "dossiers/zoeken.html",
        asked=asked.text,
        groups=groups,
        only=only,
        labels=LABELS,
        page_size=PAGE_SIZE,
        meant="" if groups or only else meant(look),
        opened=[] if asked.text else opened(look, last_opened()),
    )


@dossiers.get("/dossiers")
@permit(Permission.READ)
def overview() -> Response:
    """All dossiers: number, name, place, scheme, how far; newest first. An exact number leads straight to it."""
    wanted = request.args.get("zoek", "").strip()
    exact = trajectory_numbered(db(), wanted) if wanted else None
    if exact is not None and may_see(db(), actor(), DOSSIER, exact.number, today()):
        return go_to(url_for("dossiers.dossier", number=exact.number))
    number = max(1, request.args.get("pagina", 1, type=int))
    listing: Listing = dossier_list(db(), today(), wanted=fold(wanted), page=number, only=_only())
    return page(
        "dossiers/dossiers.html",
        listing=listing,
        foreseen=foreseen_total(db(), wanted) if actor().may(Permission.READ_ALL) else 0,
        wanted=wanted,
        page_size=PAGE_SIZE,
        scheme_title=scheme_title,
    )


@dossiers.get("/dossiers/voorzien")
@permit(Permission.READ_ALL)
def foreseen() -> Response:
    """Recertifications that nobody started yet: no dossiers, so without a number; the first to end on top."""
    wanted = request.args.get("zoek", "").strip()
    number = max(1, request.args.get("pagina", 1, type=int))
    return page(
        "dossiers/voorzien.html",
        rows=foreseen_list(db(), today(), wanted=wanted, page=number),
        total=foreseen_total(db(), wanted),
        wanted=wanted,
        number=number,
        page_size=PAGE_SIZE,
        scheme_title=scheme_title,
    )


def _only() -> frozenset[str] | None:
    """The dossiers that who asks may see; None: all."""
    who = actor()
    return None if who.may(Permission.READ_ALL) else things_open_to(db(), who, DOSSIER, today())


@dossiers.get("/dossiers/<number>")
@permit(Permission.READ)
def dossier(number: str) -> Response:
    """One dossier: Nu, steps, terms, areas and parties, time line."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    if number != trajectory.number:
        return go_to(url_for("dossiers.dossier", number=trajectory.number))
    return page(
        "dossiers/dossier.html",
        nummer=trajectory.number,
        trajectory=trajectory,
        frame=dossier_frame(trajectory.number),
        omgeving=area_and_parties(db(), trajectory),
        kaart_svg=_map(trajectory),
        berichten=_said(trajectory),
        gemeld=changes_of_dossier(db(), trajectory.id),
        regels=[
            {"when": entry.at, "who": entry.who, "what": f"{entry.verb.capitalize()}: {entry.what}", "why": entry.why}
            for entry in entries_of(db(), trajectory.number)
        ],
    )


def _said(trajectory: Trajectory) -> list[Message]:
    """All that was said, as far as who looks may read and act on it."""
    writes, answers = actor().may(Permission.CORRESPOND), actor().may(Permission.DOCUMENTS)
    return said_about(db(), trajectory, internal=writes, act=writes and not trajectory.ended, answers=answers)


@dossiers.get("/dossiers/<number>/berichten")
@permit(Permission.READ)
def messages(number: str) -> Response:
    """Mails in and out, calls, notes; tabs that count."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    said, chosen = _said(trajectory), request.args.get("soort", "")
    here = url_for("dossiers.messages", number=trajectory.number)
    lists = [("Alles", here, not chosen, len(said))] + [
        (word, f"{here}?soort={kind}", chosen == kind, sum(one.kind == kind for one in said)) for kind, word in FILTERS
    ]
    shown = [one for one in said if not chosen or one.kind == chosen]
    return page("dossiers/berichten.html", nummer=trajectory.number, lijsten=lists, berichten=shown)


@dossiers.get("/dossiers/<number>/gebied")
@permit(Permission.READ)
def area(number: str) -> Response:
    """Areas with their maps, parties with who to call: also for on location."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    surroundings = area_and_parties(db(), trajectory)
    return page(
        "dossiers/gebied.html", nummer=trajectory.number, omgeving=surroundings, kaart_svg=_map(trajectory)
    )  # fmt: skip


def _map(trajectory: Trajectory) -> str:
    return map_of(db(), [link.area for link in trajectory.areas], today())


@dossiers.get("/dossiers/<number>/gebied/<int(max=2147483647):area_id>/kaart")
@permit(Permission.READ)
def area_map(number: str, area_id: int) -> Response:
    """The map of an area of this dossier, as it was sent in; an area of another dossier does not exist here."""
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    return hand_out_stored(found(map_in(trajectory, area_id)))


@dossiers.get("/relaties/<int(max=2147483647):id>/wijzigingen")
@permit(Permission.READ_ALL)
def changes(id: int) -> Response:
    """What changed in a partnership since a day: its last audit, unless another day is asked for."""
    row: Partnership = found(db().get(Partnership, id))
    earlier = earlier_times(db(), row, today())
    usual = earlier[0].day if earlier else add_months(today(), -12)
    form = SinceForm(request.args, data={"sinds": usual})
    form.validate()
    since = form.sinds.data or usual
    return page(
        "dossiers/wijzigingen.html",
        partnership=row,
        form=form,
        earlier=earlier,
        since=since,
        why=next((one.what for one in earlier if one.day == since), ""),
        differences=changes_of(db(), row, since, today()),
        reported=changes_of_partnership(db(), row.id),
        dossier=newest_dossier(db(), row.id),
    )
