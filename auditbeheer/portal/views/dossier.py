"""One's own dossiers, and of each: what is to be done, the documents, the appointments, the details."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response, abort, current_app, url_for
from flask import session as cookie

from auditbeheer.accounts.gate import actor, by_link, client, let_client_out
from auditbeheer.accounts.links import LinkState, find, state_on
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, page, saved, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.feed import feed_of
from auditbeheer.portal.forms import PressForm, prefixed_send
from auditbeheer.portal.reading import FEED_SCOPE, SCOPE, has_feed, holdings_of, seats_of
from auditbeheer.portal.standing import standing_of
from auditbeheer.portal.views.entering import draw, seat_of, standing_at
from auditbeheer.relations.service import address_of, roles_of
from auditbeheer.relations.service.shapes import map_of

FEED_CODE = "agenda-code"


def dossier_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    portal.add_url_rule("/mijn", view_func=start)
    portal.add_url_rule("/mijn/<number>", view_func=to_do)
    portal.add_url_rule("/mijn/<number>/afspraken", view_func=appointments)
    portal.add_url_rule("/mijn/<number>/agenda", view_func=make_feed, methods=["POST"])
    portal.add_url_rule("/mijn/<number>/agenda/stoppen", view_func=end_feed, methods=["POST"])
    portal.add_url_rule("/mijn/agenda/<code>.ics", view_func=feed)
    portal.add_url_rule("/mijn/<number>/gegevens", view_func=details)
    portal.add_url_rule("/mijn/<number>/niet-ik", view_func=not_me, methods=["GET", "POST"])


@by_link(SCOPE)
def start() -> Response:
    """One dossier: what is to be done there; one certificate without: that. More of them: who owes something on top."""
    standings = [standing_of(db(), seat, today()) for seat in seats_of(db(), client())]
    holdings = holdings_of(db(), client(), today())
    if len(standings) == 1 and not holdings:
        return go_to(url_for("portal.to_do", number=standings[0].number))
    if len(holdings) == 1 and not standings:
        return go_to(url_for("portal.holding_of_group", id=holdings[0].partnership.id))
    standings.sort(key=lambda one: (one.seat.trajectory.ended, not one.owed, one.last_day or date.max))
    return page("portal/uw-dossiers.html", standings=standings, holdings=holdings, persoon=client().name)


@by_link(SCOPE)
def to_do(number: str) -> Response:
    """What we ask by when, one row per thing; below it what is ready and what comes."""
    standing = standing_at(number)
    forms = {paper.code: prefixed_send(paper.code, formdata=None) for paper in standing.papers}
    return draw("te-doen.html", standing, sending=forms)


@by_link(SCOPE)
def appointments(number: str) -> Response:
    """The audit with its day, place and times, what else has a day, and the address for one's own calendar."""
    code = cookie.pop(FEED_CODE, "")
    address = url_for("portal.feed", code=code, _external=True) if code else ""
    return _appointments(number, address)


def _appointments(number: str, address: str = "", form: PressForm | None = None) -> Response:
    feeds = has_feed(db(), client())
    return draw("afspraken.html", standing_at(number), address=address, has_feed=feeds, form=form)


@by_link(SCOPE)
def make_feed(number: str) -> Response:
    """A secret address for one's own calendar, shown once."""
    seat, form = seat_of(number), PressForm()
    if submitted(form):
        with attempt(form):
            code = service.make_feed(db(), actor(), now(), client())
            url = url_for("portal.appointments", number=seat.trajectory.number)
            answer = saved(form, f"{url}#agenda", "Uw agenda-adres is klaar.")
            cookie[FEED_CODE] = code
            return answer
    return _appointments(number, form=form)


@by_link(SCOPE)
def end_feed(number: str) -> Response:
    """The address stops."""
    seat, form = seat_of(number), PressForm()
    if submitted(form):
        with attempt(form):
            service.end_feed(db(), actor(), now(), client())
            url = url_for("portal.appointments", number=seat.trajectory.number)
            return saved(form, url, "Uw agenda-adres werkt niet meer.")
    return _appointments(number, form=form)


def feed(code: str) -> Response:
    """The calendar behind a secret address; an address that was ended does not exist."""
    link = found(find(db(), code))
    if link.scope != FEED_SCOPE or state_on(link, today()) is not LinkState.OPEN:
        abort(404)
    standings = [standing_of(db(), seat, today()) for seat in seats_of(db(), link)]
    content = feed_of(db(), standings, now(), current_app.extensions["settings"].base_url)
    answer = Response(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["Content-Disposition"] = 'inline; filename="kvo-afspraken.ics"'
    return answer


@by_link(SCOPE)
def details(number: str) -> Response:
    """Who is in the working group, where it gets post, and what to do when that is not right."""
    standing = standing_at(number)
    partnership = standing.seat.trajectory.partnership
    areas = [link.area for link in standing.seat.trajectory.areas]
    return draw(
        "gegevens.html", standing, partnership=partnership, address=address_of(partnership), roles=roles_of,
        kaart_svg=map_of(db(), areas, today()), areas=areas,
    )  # fmt: skip


@by_link(SCOPE)
def not_me(number: str) -> Response:
    """Hand this dossier back: somebody else is asked, and nothing goes to this address about it any more."""
    seat, form = seat_of(number), PressForm()
    same_group = [one for one in seats_of(db(), client()) if one.person.id == seat.person.id]
    if submitted(form):
        with attempt(form):
            service.hand_back(db(), actor(), now(), client(), same_group)
            answer = saved(form, url_for("portal.door", bedankt=1))
            let_client_out()
            return answer
    annuleren = url_for("portal.details", number=seat.trajectory.number)
    return page("portal/niet-ik.html", form=form, link=client(), seats=same_group, annuleren=annuleren)
