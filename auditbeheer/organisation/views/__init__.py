"""The pages of the body itself, under ``/instelling``: everybody may look, management changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, Response, make_response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee, staff_on
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation import house_style as style
from auditbeheer.organisation import models, service
from auditbeheer.organisation.forms import (
    EndForm,
    IdentityForm,
    LicenceForm,
    SignatoryForm,
    TariffForm,
    own_rule_form,
)
from auditbeheer.organisation.models import Licence, PictureKind, Signatory, TariffKind
from auditbeheer.organisation.service import IdentityFacts
from auditbeheer.organisation.views.harmonisation import harmonisation_routes
from auditbeheer.organisation.views.pictures import picture_routes, pictures_now, signatures_now
from auditbeheer.organisation.views.schemes import scheme_routes
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.scheme.own_rules import defaults

organisation = Blueprint("organisation", __name__)
picture_routes(organisation)
harmonisation_routes(organisation)
scheme_routes(organisation)
# A form has conditions of its own: those of a refusal.
FIELDS = {"conditions": "own_conditions"}


@organisation.get("/huisstijl.css")
def house_style() -> Response:
    """The body's colour for every page. An address with the stamp of what it answers may be kept for a year."""
    body = models.identity_on(db(), today())
    sheet = style.stylesheet(body.colour if body else style.USUAL)
    answer = make_response(sheet)
    answer.mimetype = "text/css"
    kept = request.args.get("v") == style.stamp(sheet)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "public, no-cache"
    answer.set_etag(style.stamp(sheet))
    answer.make_conditional(request)
    return answer


@organisation.get("/instelling")
@permit(Permission.READ)
def overview() -> Response:
    """The body as it is today, with what is still missing."""
    day = today()
    prices = models.tariffs_on(db(), day)
    return page(
        "organisation/instelling.html",
        identity=models.identity_on(db(), day),
        licences=models.licences(db()),
        licence=models.licence_on(db(), day),
        signatories=models.signatories(db()),
        pictures=pictures_now(day),
        signatures=signatures_now(day),
        prices=[(kind, prices.get(kind)) for kind in TariffKind],
        coming=[row for row in models.tariffs(db()) if row.from_day > day],
        rules=service.own_rules_on(db(), day),
        chosen=models.choices_on(db(), day),
    )


@organisation.get("/instelling/eerder")
@permit(Permission.READ)
def history() -> Response:
    """What the body was and will be: every identity and every price, by the day from which it holds."""
    return page(
        "organisation/eerder.html", identities=models.identities(db()), tariffs=models.tariffs(db()),
        pictures=[row for row in models.pictures(db()) if row.kind is not PictureKind.SIGNATURE],
    )  # fmt: skip


@organisation.route("/instelling/gegevens", methods=["GET", "POST"])
@permit(Permission.BODY)
def change_identity() -> Response:
    """Name, address, numbers, house style."""
    fields = {name: FIELDS.get(name, name) for name in IdentityFacts.__dataclass_fields__}
    held = models.identity_on(db(), today())
    now_there = {field: getattr(held, name) for name, field in fields.items()} if held else {}
    form = IdentityForm(data={"from_day": today(), **now_there})
    if submitted(form):
        with attempt(form):
            facts = IdentityFacts(**{name: form[field].data or "" for name, field in fields.items()})
            service.change_identity(db(), actor(), now(), from_day=form.from_day.data, facts=facts, why=form.why.data)
            return saved(form, url_for("organisation.overview"), "De gegevens van de instelling zijn gewijzigd.")
    return page("organisation/gegevens-wijzigen.html", form=form)


@organisation.route("/instelling/licentie-toevoegen", methods=["GET", "POST"])
@permit(Permission.BODY)
def add_licence() -> Response:
    """A new licence of the CCV."""
    form = LicenceForm()
    if submitted(form):
        with attempt(form):
            row = service.add_licence(
                db(), actor(), now(), number=form.number.data, scope=form.scope.data,
                from_day=form.from_day.data, until_day=form.until_day.data, why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("organisation.overview"), f"Licentie {row.number} is vastgelegd.")
    return page("organisation/licentie-toevoegen.html", form=form)


@organisation.route("/instelling/licenties/<int:key>", methods=["GET", "POST"])
@permit(Permission.BODY)
def end_licence(key: int) -> Response:
    """Another last day for a licence."""
    row: Licence = found(db().get(Licence, key))
    form = EndForm(data={"until_day": row.until_day})
    if submitted(form):
        with attempt(form):
            service.end_licence(db(), actor(), now(), row, until_day=form.until_day.data, why=form.why.data)
            return saved(form, url_for("organisation.overview"), f"Licentie {row.number} is gewijzigd.")
    return page("organisation/licentie-beeindigen.html", form=form, licence=row)


@organisation.route("/instelling/ondertekenaar-toevoegen", methods=["GET", "POST"])
@permit(Permission.BODY)
def add_signatory() -> Response:
    """Somebody signs for the body."""
    form = SignatoryForm(data={"from_day": today()})
    people = [(person.id, person.name) for person in staff_on(db(), today())]
    form.employee.choices = options([("", "Kies een medewerker"), *people])
    if submitted(form):
        with attempt(form):
            row = service.add_signatory(
                db(), actor(), now(), employee=found(db().get(Employee, form.employee.data)),
                function=form.function.data, from_day=form.from_day.data, why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("organisation.overview"), f"{row.employee.name} tekent voor de instelling.")
    return page("organisation/ondertekenaar-toevoegen.html", form=form)


@organisation.route("/instelling/ondertekenaars/<int:key>", methods=["GET", "POST"])
@permit(Permission.BODY)
def end_signatory(key: int) -> Response:
    """The last day on which somebody signs."""
    row: Signatory = found(db().get(Signatory, key))
    form = EndForm(data={"until_day": row.until_day or today()})
    if submitted(form):
        with attempt(form):
            service.end_signatory(db(), actor(), now(), row, until_day=form.until_day.data, why=form.why.data)
            return saved(form, url_for("organisation.overview"), f"{row.employee.name} heeft een laatste dag.")
    return page("organisation/ondertekenaar-beeindigen.html", form=form, signatory=row)


@organisation.route("/instelling/tarief-wijzigen", methods=["GET", "POST"])
@permit(Permission.BODY)
def set_tariff() -> Response:
    """Another price from a day."""
    form = TariffForm(data=_price_now(request.args.get("soort", ""), today()))
    if submitted(form):
        with attempt(form):
            kind = TariffKind(form.kind.data)
            service.set_tariff(
                db(), actor(), now(), kind=kind, from_day=form.from_day.data, amount=form.amount.data,
                why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("organisation.overview"), f"Het tarief voor {kind} is gewijzigd.")
    return page("organisation/tarief-wijzigen.html", form=form)


def _price_now(word: str, day: date) -> dict[str, Any]:
    kind = next((kind for kind in TariffKind if kind.value == word), None)
    held = models.tariffs_on(db(), day).get(kind) if kind else None
    return {"kind": word, "amount": held.amount if held else None, "from_day": day}


@organisation.get("/instelling/eigen-regels")
@permit(Permission.READ)
def own_rules() -> Response:
    """All own rules with the value of today."""
    coming = {row.code: row for row in reversed(models.choices(db())) if row.from_day > today()}
    return page(
        "organisation/eigen-regels.html",
        rules=list(service.own_rules_on(db(), today())),
        coming=coming,
        put={row.code: row for row in reversed(models.topics(db()))},
    )


@organisation.get("/instelling/eigen-regels/<int:number>")
@permit(Permission.READ)
def own_rule(number: int) -> Response:
    """One own rule: what it says, what holds now, what held before."""
    rule = found(_rule(number))
    past = [(row, service.shown_value(row)) for row in models.choices(db(), rule.code)]
    return page(
        "organisation/eigen-regel.html",
        rule=rule,
        default=defaults()[rule.code],
        past=past,
        put=models.topics(db(), rule.code),
    )


@organisation.route("/instelling/eigen-regels/<int:number>/wijzigen", methods=["GET", "POST"])
@permit(Permission.BODY)
def change_own_rule(number: int) -> Response:
    """Another value for an own rule, from a day, with the reason."""
    rule = found(_rule(number))
    if rule.fixed:
        found(None)
    form = own_rule_form(rule, data={"value": rule.written, "from_day": today()})
    if submitted(form):
        with attempt(form):
            service.choose_own_rule(
                db(), actor(), now(), code=rule.code, value=form["value"].data,
                from_day=form.from_day.data, why=form.why.data,
            )  # fmt: skip
            return saved(form, url_for("organisation.own_rule", number=number), f"Eigen regel {number} is gewijzigd.")
    return page("organisation/eigen-regel-wijzigen.html", form=form, rule=rule)


def _rule(number: int) -> Any:
    return next((rule for rule in service.own_rules_on(db(), today()) if rule.number == number), None)
