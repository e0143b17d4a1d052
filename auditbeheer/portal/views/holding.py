"""Behind the client's door, of a certificate without a dossier: its days, this year's duties, telling a change."""

from __future__ import annotations

from collections import Counter
from datetime import date

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, by_link, client, let_client_out
from auditbeheer.certificates.models import Certificate, certificates_numbered
from auditbeheer.certificates.rules import Period, status_on
from auditbeheer.documents.incoming import kept_paper_in, kept_papers
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.portal import service
from auditbeheer.portal.forms import ChangedForm, KeepForm, PressForm
from auditbeheer.portal.reading import SCOPE, Holding
from auditbeheer.portal.rules import Duty, year_of, yearly_duties
from auditbeheer.portal.views.entering import draw_group, group_of
from auditbeheer.quotes.models import changes_of_partnership
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.scheme.wording import capital

BASE, ROW = "/mijn/certificaat/<int(max=2147483647):id>", "<int(max=2147483647):identifier>"


def holding_routes(portal: Blueprint) -> None:
    """Add the pages to the blueprint."""
    both = ["GET", "POST"]
    portal.add_url_rule(BASE, view_func=holding_of_group)
    portal.add_url_rule(f"{BASE}/wijzigingen", view_func=changed_of_group)
    portal.add_url_rule(f"{BASE}/wijzigingen/doorgeven", view_func=tell_change_of_group, methods=both)
    portal.add_url_rule(f"{BASE}/bewaren", view_func=keep_of_group, methods=both)
    portal.add_url_rule(f"{BASE}/bewaard/{ROW}", view_func=kept_file_of_group)
    portal.add_url_rule(f"{BASE}/bewaard/{ROW}/weghalen", view_func=remove_of_group, methods=["POST"])
    portal.add_url_rule(f"{BASE}/niet-ik", view_func=not_me_of_group, methods=both)


def _home(holding: Holding, part: str = "") -> str:
    return url_for("portal.holding_of_group", id=holding.partnership.id, _anchor=part or None)


def _year(holding: Holding) -> tuple[date, date]:
    """The year of the certificate that today is in; of one that still has to begin, its first."""
    begun = holding.certificates[0].issued_on
    return year_of(begun, max(begun, today()))


def _duties(holding: Holding) -> list[Duty]:
    """What is due this year by the scheme of the certificate; nothing where we do not know that scheme."""
    key, (first, last) = holding.certificates[0].scheme, _year(holding)
    rows = kept_papers(db(), holding.partnership.id, first)
    done = Counter(row.duty for row in rows if row.on_day <= last)
    return yearly_duties(schemes()[key], done) if key in schemes() else []


@by_link(SCOPE)
def holding_of_group(id: int) -> Response:
    """The certificate with its days and areas, what is due this year, and the way to tell a change."""
    return _page(group_of(id))


def _page(holding: Holding, form: PressForm | None = None) -> Response:
    duties = _duties(holding)
    ours = certificates_numbered(db(), [one.number for one in holding.certificates])
    return draw_group(
        "certificaat.html", holding, duties=duties, year=_year(holding), form=form, remove=PressForm(formdata=None),
        kept=kept_papers(db(), holding.partnership.id), names={duty.code: capital(duty.text) for duty in duties},
        year_source=own_rules_on(db(), today())["year_of_duties"].source, library=schemes(),
        changes=changes_of_partnership(db(), holding.partnership.id), ours=ours,
        status={number: _status(row) for number, row in ours.items()},
    )  # fmt: skip


def _status(row: Certificate) -> str:
    return status_on(Period(row.issued_on, row.last_day, row.replaced_from), today()).badge


@by_link(SCOPE)
def changed_of_group(id: int) -> Response:
    """What the working group told us, and what we found of it."""
    holding = group_of(id)
    return draw_group("wijzigingen.html", holding, changes=changes_of_partnership(db(), holding.partnership.id))


@by_link(SCOPE)
def tell_change_of_group(id: int) -> Response:
    """Something in the working group or the area changes."""
    holding, form = group_of(id), ChangedForm()
    if submitted(form):
        with attempt(form):
            service.tell_change(
                db(), actor(), now(), holding,
                kind=ChangeKind(form.kind.data), what=form.what.data, happened_on=form.happened_on.data,
            )  # fmt: skip
            url = url_for("portal.changed_of_group", id=id)
            return saved(form, url, "Uw melding is binnen. U krijgt bericht als wij haar hebben bekeken.")
    return draw_group("wijziging-doorgeven.html", holding, form=form)


@by_link(SCOPE)
def keep_of_group(id: int) -> Response:
    """Put something by."""
    holding, form = group_of(id), KeepForm()
    form.offer([(duty.code, capital(duty.text)) for duty in _duties(holding)])
    if submitted(form):
        with attempt(form):
            row = service.keep_paper(
                db(), actor(), now(), holding, shelf(), duty=form.duty_code, on_day=form.on_day.data,
                what=form.what.data, upload=form.upload.data,
            )  # fmt: skip
            return saved(form, _home(holding, "dit-jaar"), f"Bewaard: {row.what}.")
    return draw_group("bewaren.html", holding, form=form)


@by_link(SCOPE)
def kept_file_of_group(id: int, identifier: int) -> Response:
    """A paper that was put by."""
    row = found(kept_paper_in(db(), group_of(id).partnership.id, identifier))
    return hand_out_stored(found(row.file))


@by_link(SCOPE)
def remove_of_group(id: int, identifier: int) -> Response:
    """Take away what was put by by mistake."""
    holding, form = group_of(id), PressForm()
    row = found(kept_paper_in(db(), holding.partnership.id, identifier))
    if submitted(form):
        with attempt(form):
            service.remove_paper(db(), actor(), now(), holding, row)
            return saved(form, _home(holding, "dit-jaar"), f"Weggehaald: {row.what}.")
    return _page(holding, form)


@by_link(SCOPE)
def not_me_of_group(id: int) -> Response:
    """Hand this back: somebody else is looked for, and nothing goes to this address about it any more."""
    holding, form = group_of(id), PressForm()
    if submitted(form):
        with attempt(form):
            service.hand_back(db(), actor(), now(), client(), [holding])
            answer = saved(form, url_for("portal.door", bedankt=1))
            let_client_out()
            return answer
    return page("portal/niet-ik.html", form=form, link=client(), seats=[holding], annuleren=_home(holding))
