"""The door: a personal link behind a button, a new link for a known address, "dit ben ik niet", out again."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import client_actor, let_client_in, let_client_out
from auditbeheer.accounts.links import LinkState, find, hinted, state_on
from auditbeheer.accounts.models import PersonalLink
from auditbeheer.plumbing.web import AlreadyDone, attempt, db, found, now, page, saved, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.forms import AddressForm, PressForm
from auditbeheer.portal.reading import DAY_SCOPE, FAVOUR_SCOPE, SCOPE, Holding, Seat, holdings_of, seats_of

INSIDE = {SCOPE: "/mijn", FAVOUR_SCOPE: "/mijn/document", DAY_SCOPE: "/mijn/datum"}


def door_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    both = ["GET", "POST"]
    portal.add_url_rule("/mijn/toegang", view_func=door, methods=both)
    portal.add_url_rule("/mijn/link/<code>", view_func=open_link, methods=both)
    portal.add_url_rule("/mijn/link/<code>/nieuw", view_func=renew_link, methods=["POST"])
    portal.add_url_rule("/mijn/link/<code>/niet-ik", view_func=not_me_at_the_door, methods=both)
    portal.add_url_rule("/mijn/uitloggen", view_func=leave, methods=["POST"])


def door() -> Response:
    """Ask for a link by the address at which we know somebody; the answer is the same whether we do or not."""
    form = AddressForm()
    if submitted(form):
        with attempt(form):
            service.renew_by_address(db(), now(), form.email.data)
            return saved(form, url_for("portal.door", verstuurd=1))
    return page("portal/toegang.html", form=form, sent="verstuurd" in request.args)


def open_link(code: str) -> Response:
    """Whose link it is, and one button: a mail scanner that only looks does not use it up."""
    link = find(db(), code)
    if link is None or link.scope not in INSIDE:
        answer = page("portal/link-onbekend.html")
        answer.status_code = 404
        return answer
    if state_on(link, today()) is not LinkState.OPEN:
        return _worn_out(link, code)
    form = PressForm()
    onward = _onward(link)
    try:
        if submitted(form):
            service.open_link(db(), client_actor(link), now(), link)
            answer = saved(form, onward)
            let_client_in(link)
            return answer
    except AlreadyDone:
        # Pressed twice: the first answer may never have arrived, and with it what lets the browser in.
        let_client_in(link)
        raise
    groups = [each.partnership.name for each in _behind(link)] if link.scope == SCOPE else []
    return page(
        "portal/link.html", form=form, link=link, code=code, groups=list(dict.fromkeys(groups)),
        verder=request.args.get("verder", ""), whole=link.scope == SCOPE,
    )  # fmt: skip


def _behind(link: PersonalLink) -> list[Seat | Holding]:
    """All that a link opens."""
    return [*seats_of(db(), link), *holdings_of(db(), link, today())]


def _onward(link: PersonalLink) -> str:
    """Where the button leads: what the mail was about, as long as that is behind this door."""
    wanted = request.args.get("verder", "")
    inside = INSIDE[link.scope]
    fits = wanted == inside or wanted.startswith((f"{inside}/", f"{inside}?"))
    return wanted if fits and "\\" not in wanted and "//" not in wanted else inside


def _worn_out(link: PersonalLink, code: str) -> Response:
    return page(
        "portal/link-verlopen.html", link=link, code=code, hint=hinted(link.email), form=PressForm(),
        revoked=state_on(link, today()) is LinkState.REVOKED, verder=request.args.get("verder", ""),
    )  # fmt: skip


def renew_link(code: str) -> Response:
    """Mail a new link to the address that this one went to."""
    link: PersonalLink = found(find(db(), code))
    found(link.scope in INSIDE or None)
    form = PressForm()
    if submitted(form):
        with attempt(form):
            sent = service.renew_link(db(), now(), link, target=_onward(link))
            told = f"De nieuwe link is onderweg naar {hinted(link.email)}." if sent else ""
            url = url_for("portal.open_link", code=code) if sent else url_for("portal.door", weg=1)
            return saved(form, url, told)
    return _worn_out(link, code)


def not_me_at_the_door(code: str) -> Response:
    """Hand back every dossier behind this link, without coming in."""
    link: PersonalLink = found(find(db(), code))
    found((link.scope == SCOPE and state_on(link, today()) is LinkState.OPEN) or None)
    seats, form = _behind(link), PressForm()
    if submitted(form):
        with attempt(form):
            service.hand_back(db(), client_actor(link), now(), link, seats)
            answer = saved(form, url_for("portal.door", bedankt=1))
            let_client_out()
            return answer
    return page(
        "portal/niet-ik.html", form=form, link=link, seats=seats, annuleren=url_for("portal.open_link", code=code)
    )


def leave() -> Response:
    """Close the door behind oneself."""
    form = PressForm()
    if submitted(form):
        with attempt(form):
            answer = saved(form, url_for("portal.door"), "U bent uitgelogd.")
            let_client_out()
            return answer
    return page("portal/toegang.html", form=AddressForm(formdata=None), sent=False)
