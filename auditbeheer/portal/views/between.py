"""Between two audits: what is due this year, and a place for papers as they arise."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link
from auditbeheer.documents.incoming import kept_paper_in, kept_papers
from auditbeheer.documents.state import scheme_of
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.web import attempt, db, found, now, saved, shelf, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.forms import KeepForm, PressForm
from auditbeheer.portal.reading import SCOPE
from auditbeheer.portal.rules import Duty, year_of, yearly_duties
from auditbeheer.portal.standing import Standing
from auditbeheer.portal.views.entering import draw, standing_at
from auditbeheer.scheme.wording import capital


def between_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    portal.add_url_rule("/mijn/<number>/dit-jaar", view_func=this_year)
    portal.add_url_rule("/mijn/<number>/dit-jaar/bewaren", view_func=keep, methods=["GET", "POST"])
    portal.add_url_rule(
        "/mijn/<number>/dit-jaar/<int(max=2147483647):identifier>/weghalen", view_func=remove, methods=["POST"]
    )


def _year(standing: Standing) -> tuple[date, date]:
    """The year of the certificate that today is in; without one, the calendar's."""
    certificate = standing.certificate
    if certificate is not None and certificate.issued_on <= today():
        return year_of(certificate.issued_on, today())
    return date(today().year, 1, 1), date(today().year, 12, 31)


def _duties(standing: Standing) -> list[Duty]:
    found(standing.seat.trajectory.scheme)
    first, last = _year(standing)
    rows = kept_papers(db(), standing.seat.trajectory.partnership_id, first)
    done = Counter(row.duty for row in rows if row.on_day <= last)
    return yearly_duties(scheme_of(standing.seat.trajectory), done)


@by_link(SCOPE)
def this_year(number: str) -> Response:
    """The fixed measures of this year with how many were registered, and what was put by."""
    return _page(standing_at(number))


def _page(standing: Standing, form: PressForm | None = None) -> Response:
    duties = _duties(standing)
    return draw(
        "dit-jaar.html", standing, duties=duties, year=_year(standing), remove=PressForm(formdata=None), form=form,
        kept=kept_papers(db(), standing.seat.trajectory.partnership_id),
        names={duty.code: capital(duty.text) for duty in duties},
        year_source=own_rules_on(db(), today())["year_of_duties"].source,
    )  # fmt: skip


@by_link(SCOPE)
def keep(number: str) -> Response:
    """Put something by."""
    standing, form = standing_at(number), KeepForm()
    form.offer([(duty.code, capital(duty.text)) for duty in _duties(standing)])
    if submitted(form):
        with attempt(form):
            row = service.keep_paper(
                db(), actor(), now(), standing.seat, shelf(), duty=form.duty_code, on_day=form.on_day.data,
                what=form.what.data, upload=form.upload.data,
            )  # fmt: skip
            return saved(form, url_for("portal.this_year", number=standing.number), f"Bewaard: {row.what}.")
    return draw("bewaren.html", standing, form=form)


@by_link(SCOPE)
def remove(number: str, identifier: int) -> Response:
    """Take away what was put by by mistake."""
    standing, form = standing_at(number), PressForm()
    row = found(kept_paper_in(db(), standing.seat.trajectory.partnership_id, identifier))
    if submitted(form):
        with attempt(form):
            service.remove_paper(db(), actor(), now(), standing.seat, row)
            return saved(form, url_for("portal.this_year", number=standing.number), f"Weggehaald: {row.what}.")
    return _page(standing, form)
