"""A recertification that is foreseen: look at it, start it, or record that the working group does not go on."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import ApplicationForm, WhyForm
from auditbeheer.quotes.models import Renewal, renewal_by_id
from auditbeheer.quotes.views.application import PAGE_SIZE
from auditbeheer.relations.models import Partnership, partnership_page


def renewal_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    place, both = "/dossiers/voorzien/<int(max=2147483647):renewal_id>", ["GET", "POST"]
    quotes.add_url_rule(place, view_func=renewal)
    quotes.add_url_rule(f"{place}/starten", view_func=start_renewal, methods=both)
    quotes.add_url_rule(f"{place}/niet-verder", view_func=end_renewal, methods=both)


@permit(Permission.READ_ALL)
def renewal(renewal_id: int) -> Response:
    """When it begins, by when audit and decision must be, and what is known of it already."""
    row, day = _renewal(renewal_id), today()
    rules = own_rules_on(db(), day)
    return page(
        "quotes/hercertificering.html",
        renewal=row,
        days=service.renewal_days_of(row, schemes(), rules),
        scheme=service.renewal_scheme(row, schemes(), rules),
        kind=service.renewal_kind(db(), row, day, rules),
        places=service.renewal_places(row),
        decision_source=rules["recert_issue_default"].source,
        partnership=service.renewing_partnership(db(), row),
    )


@permit(Permission.APPLICATION)
def start_renewal(renewal_id: int) -> Response:
    """Make an application of it, with all that is known; a certificate that was taken over first asks for whom."""
    row = _renewal(renewal_id)
    partnership = _chosen() or service.renewing_partnership(db(), row)
    if partnership is None:
        return _choose(row)
    days = service.renewal_days_of(row, schemes(), own_rules_on(db(), today()))
    expected = days.audit_by.value if days.audit_by else days.decide_by
    own = {area.id for area in row.areas}
    form = ApplicationForm(
        data={"applied_on": today(), "assessment_expected_on": max(expected, today()), "areas": list(own)}
    )
    form.offer([*row.areas, *(area for area in partnership.current_areas if area.id not in own)])
    if submitted(form):
        with attempt(form):
            owner = db().get_one(Employee, found(me()).id)
            made = service.start_renewal(
                db(), actor(), now(), row, partnership, details=form.details, owner=owner, library=schemes()
            )
            url = url_for("quotes.application", number=made.number)
            return saved(form, url, f"De hercertificering is gestart. Dit is dossier {made.number}.")
    return page(
        "quotes/hercertificering-starten.html", form=form, renewal=row, partnership=partnership, days=days,
    )  # fmt: skip


def _chosen() -> Partnership | None:
    key = request.args.get("samenwerkingsverband", type=int)
    chosen: Partnership | None = db().get(Partnership, key) if key is not None and 0 < key < 2**31 else None
    return chosen


def _choose(row: Renewal) -> Response:
    wanted = request.args.get("zoek", row.holder)[:200]
    rows, total = partnership_page(db(), fold(wanted), 0, PAGE_SIZE)
    return page(
        "quotes/samenwerkingsverband-kiezen.html", rows=rows, total=total, wanted=wanted, renewal=row,
    )  # fmt: skip


@permit(Permission.APPLICATION)
def end_renewal(renewal_id: int) -> Response:
    """The working group does not go on, with the reason."""
    row = _renewal(renewal_id)
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            service.end_renewal(db(), actor(), now(), row, why=form.why.data)
            told = "Vastgelegd: de werkgroep gaat niet verder. Starten kan later nog."
            return saved(form, url_for("quotes.renewal", renewal_id=row.id), told)
    return page("quotes/hercertificering-stoppen.html", form=form, renewal=row)


def _renewal(renewal_id: int) -> Renewal:
    row: Renewal = found(renewal_by_id(db(), renewal_id))
    return row
