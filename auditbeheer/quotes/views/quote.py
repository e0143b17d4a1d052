"""The quote: make it, look at it, send it, record the answer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from flask import Blueprint, Response, current_app, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.models import tariffs_on
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import AcceptForm, DeclineForm, EmptyForm, QuoteForm, free_values
from auditbeheer.quotes.models import (
    Quote,
    Trajectory,
    agreement_of,
    bundled_with,
    open_quote,
    quotes_of,
    supplement_of,
)
from auditbeheer.quotes.rules.prices import STANDING, thaw
from auditbeheer.quotes.service.bundle import (
    accept_together,
    conditions_together,
    decline_together,
    goes_along,
    renew_together,
    send_together,
)
from auditbeheer.quotes.views.application import trajectory_in
from auditbeheer.quotes.views.solving import ways_to_solve
from auditbeheer.relations.models import Representative
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.wording import day_plain, join_and


def quote_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    step, both = "/dossiers/<number>/offerte", ["GET", "POST"]
    quotes.add_url_rule(step, view_func=quote)
    quotes.add_url_rule(f"{step}/maken", view_func=make_quote, methods=both)
    quotes.add_url_rule(f"{step}/wijzigen", view_func=change_quote, methods=both)
    quotes.add_url_rule(f"{step}/versturen", view_func=send_quote, methods=both)
    quotes.add_url_rule(f"{step}/akkoord", view_func=accept_quote, methods=both)
    quotes.add_url_rule(f"{step}/niet-akkoord", view_func=decline_quote, methods=both)
    quotes.add_url_rule(f"{step}/versie/<int(max=10000):edition>", view_func=quote_pdf)


@permit(Permission.READ)
def quote(number: str) -> Response:
    """The quote that counts now, with its receipt, lines and answer; earlier versions below it."""
    trajectory = trajectory_in(number)
    current = open_quote(db(), trajectory.id)
    return page(
        "quotes/offerte.html",
        nummer=number,
        trajectory=trajectory,
        quote=current,
        word=service.word_of(current, today()) if current else "",
        receipt=thaw(current.receipt, current.hours) if current else None,
        earlier=[(one, service.word_of(one, today())) for one in quotes_of(db(), trajectory.id) if one is not current],
        conditions=service.quoting_conditions(db(), trajectory, schemes(), today()),
        agreement=agreement_of(db(), trajectory.id),
        supplement=supplement_of(db(), trajectory.id),
        oplossen=ways_to_solve(trajectory),
        samen=(others := with_it(current) if current else []),
        samen_met=join_and([f"{one.number} ({one.trajectory.partnership.name})" for one in others]),
    )


@permit(Permission.QUOTE)
def make_quote(number: str) -> Response:
    """A first quote or a new version, beginning with the minimum and with the way to the area."""
    trajectory = trajectory_in(number)
    conditions = service.quoting_conditions(db(), trajectory, schemes(), today())
    if unmet(conditions):
        return _not_yet(trajectory, conditions)
    last = next(iter(quotes_of(db(), trajectory.id)), None)
    form = QuoteForm(data=_values(last) if last else _first_values(trajectory))
    if submitted(form):
        with attempt(form):
            made = renew_together(db(), actor(), now(), trajectory, details=form.details, library=schemes())
            return saved(form, url_for("quotes.quote", number=number), _made(*made))
    current = open_quote(db(), trajectory.id)
    along = [row.partnership.name for row in goes_along(db(), current)] if current else []
    return _form_page("quotes/offerte-maken.html", trajectory, form, along)


def _made(row: Quote, *others: Quote) -> str:
    told = f"Offerte {row.number}, versie {row.edition} is gemaakt."
    if not others:
        return told
    names = join_and([f"{one.number}, versie {one.edition}" for one in others])
    return f"{told} Zij gaat weer samen met {names}. Verstuur ze vanuit een van de dossiers."


@permit(Permission.QUOTE)
def change_quote(number: str) -> Response:
    """Change a draft."""
    trajectory = trajectory_in(number)
    row = quote_in(trajectory)
    conditions = service.quoting_conditions(db(), trajectory, schemes(), today())
    if unmet(conditions):
        return _not_yet(trajectory, conditions)
    form = QuoteForm(data=_values(row))
    if submitted(form):
        with attempt(form):
            service.change_quote(
                db(), actor(), now(), row, details=form.details, library=schemes(), opened_on=form.opened_on
            )
            return saved(form, url_for("quotes.quote", number=number), "De offerte is gewijzigd.")
    form.renew(row)
    return _form_page("quotes/offerte-wijzigen.html", trajectory, form)


@permit(Permission.QUOTE)
def send_quote(number: str) -> Response:
    """The page that names what sending does, and the act."""
    trajectory = trajectory_in(number)
    row = quote_in(trajectory)
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            send_together(db(), actor(), now(), row, library=schemes(), shelf=shelf(), style=house_style())
            return saved(form, url_for("quotes.quote", number=number), _sent(row))
    conditions = conditions_together(db(), row, schemes(), today())
    return page(
        "quotes/offerte-versturen.html", form=form, nummer=number, trajectory=trajectory, quote=row,
        conditions=conditions, stops=unmet(conditions), oplossen=ways_to_solve(trajectory),
        until=service.valid_until(db(), today()), samen=with_it(row),
    )  # fmt: skip


def _sent(row: Quote) -> str:
    until = day_plain(row.valid_until) if row.valid_until else ""
    return f"De offerte is verstuurd naar {row.sent_to}. Akkoord geven kan tot en met {until}."


@permit(Permission.QUOTE)
def accept_quote(number: str) -> Response:
    """Record the yes."""
    trajectory = trajectory_in(number)
    row = quote_in(trajectory)
    people = sorted(trajectory.partnership.representatives, key=lambda person: not person.may_contract)
    form = AcceptForm(data={"on_day": today()})
    form.person.choices = options((str(person.id), f"{person.name}, {person.function}") for person in people)
    if submitted(form):
        with attempt(form):
            person = db().get_one(Representative, int(form.person.data))
            accept_together(db(), actor(), now(), row, person=person, on_day=form.on_day.data, library=schemes())
            return saved(form, url_for("quotes.quote", number=number), f"{person.name} is akkoord met de offerte.")
    about = {str(one.id): "mag tekenen" for one in people if one.may_contract}
    return page("quotes/offerte-akkoord.html", form=form, nummer=number, quote=row, about=about, samen=with_it(row))


@permit(Permission.QUOTE)
def decline_quote(number: str) -> Response:
    """Record the no."""
    row = quote_in(trajectory_in(number))
    form = DeclineForm(data={"on_day": today()})
    if submitted(form):
        with attempt(form):
            decline_together(db(), actor(), now(), row, on_day=form.on_day.data, why=form.why.data)
            return saved(form, url_for("quotes.quote", number=number), "Vastgelegd: de werkgroep is niet akkoord.")
    return page("quotes/offerte-niet-akkoord.html", form=form, nummer=number, quote=row, samen=with_it(row))


@permit(Permission.READ)
def quote_pdf(number: str, edition: int) -> Response:
    """The PDF of one version as it was sent; a draft has none yet."""
    versions = quotes_of(db(), trajectory_in(number).id)
    row = found(next((one for one in versions if one.edition == edition and one.pdf_sha256), None))
    name = f"Offerte {row.number} versie {row.edition}.pdf"
    return hand_out(shelf().get(row.pdf_sha256), name=name, media_type=PDF)


def quote_in(trajectory: Trajectory) -> Quote:
    """The quote that counts now; otherwise it does not exist."""
    row: Quote = found(open_quote(db(), trajectory.id))
    return row


def with_it(row: Quote) -> list[Quote]:
    """The other quotes that are sent and answered together with this one."""
    return [one for one in bundled_with(db(), row) if one.id != row.id]


def house_style() -> PictureFiles:
    """Where logo and signatures lie."""
    return PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())


def _not_yet(trajectory: Trajectory, conditions: list[Condition]) -> Response:
    return page(
        "quotes/offerte-nog-niet.html", nummer=trajectory.number, conditions=conditions,
        oplossen=ways_to_solve(trajectory),
    )  # fmt: skip


def _form_page(template: str, trajectory: Trajectory, form: QuoteForm, along: Sequence[str] = ()) -> Response:
    return page(
        template,
        form=form,
        nummer=trajectory.number,
        time=service.time_for(db(), trajectory, schemes(), today()),
        travel=service.travel_to(db(), trajectory, today()),
        tariffs=sorted(tariffs_on(db(), today()).values(), key=lambda tariff: tariff.kind.value),
        along=join_and(along),
        along_many=len(along) > 1,
        annuleren=url_for("quotes.quote", number=trajectory.number),
    )


def _first_values(trajectory: Trajectory) -> dict[str, Any]:
    time = service.time_for(db(), trajectory, schemes(), today())
    travel = service.travel_to(db(), trajectory, today())
    return {
        "hours": time.minimum,
        "distance_km": travel.kilometres if travel else None,
        "travel_hours": travel.hours if travel else None,
    }


def _values(row: Quote) -> dict[str, Any]:
    free = [(line.text, line.quantity, line.price) for line in row.lines if line.text not in STANDING]
    return {
        "hours": row.hours,
        "extra_why": row.extra_why,
        "distance_km": row.distance_km if row.distance_km else Decimal(0),
        "travel_hours": row.travel_hours,
        "version": row.version,
        **free_values(free),
    }
