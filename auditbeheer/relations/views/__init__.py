"""/relaties: partnerships with their areas, parties and people."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.relations import service
from auditbeheer.relations.forms import PartnershipForm, partnership_values
from auditbeheer.relations.models import (
    MANDATORY_PARTIES,
    AreaType,
    Partnership,
    Party,
    Representative,
    all_bureaus,
    partnership_page,
)
from auditbeheer.relations.party_forms import EndForm, EndPartyForm, PartyForm, PersonForm, party_values
from auditbeheer.relations.views.alike import alike_routes, despite, in_its_place
from auditbeheer.relations.views.areas import area_routes
from auditbeheer.relations.views.bureaus import bureau_routes
from auditbeheer.scheme.model import Scheme

relations = Blueprint("relations", __name__)
area_routes(relations)
bureau_routes(relations)
alike_routes(relations)
PAGE_SIZE = 50
ONE = "/relaties/<int(max=2147483647):id>"
PARTY, PERSON = "<int(max=2147483647):party_id>", "<int(max=2147483647):person_id>"


def scheme_of(partnership: Partnership) -> Scheme:
    """The scheme that the partnership itself is held against: that of its first area, else of business parks."""
    areas = partnership.current_areas
    return service.scheme_for(schemes(), areas[0].type if areas else AreaType.BUSINESS_PARK, today())


@relations.route("/relaties")
@permit(Permission.READ_ALL)
def overview() -> Response:
    """All partnerships, or those that are searched for."""
    wanted = request.args.get("zoek", "")[:200]
    number = max(1, request.args.get("pagina", 1, type=int))
    rows, total = partnership_page(db(), fold(wanted), min(number - 1, 10_000) * PAGE_SIZE, PAGE_SIZE)
    return page("relations/relaties.html", rows=rows, total=total, wanted=wanted, number=number, size=PAGE_SIZE)


@relations.route("/relaties/nieuw", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def add_partnership() -> Response:
    """A new partnership."""
    form = PartnershipForm()
    if submitted(form) and in_its_place(form, "samenwerkingsverband", form.name.data):
        with attempt(form):
            row = service.start_partnership(db(), actor(), now(), details=form.details, despite=despite(form))
            return saved(form, url_for("relations.partnership", id=row.id), f"{row.name} staat erin.")
    return page("relations/nieuw.html", form=form)


@relations.route(ONE)
@permit(Permission.READ_ALL)
def partnership(id: int) -> Response:
    """One partnership: areas, parties, people, and what is still missing."""
    row: Partnership = found(db().get(Partnership, id))
    scheme = scheme_of(row)
    conditions = service.conditions_of(row, scheme, today())
    return page(
        "relations/samenwerkingsverband.html",
        partnership=row,
        conditions=conditions,
        address=service.address_of(row),
        roles_of=service.roles_of,
        former=service.formerly(row),
        oplossen=ways_to_solve(row),
    )


@relations.route(f"{ONE}/wijzigen", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def change_partnership(id: int) -> Response:
    """Change what is told of a partnership."""
    row: Partnership = found(db().get(Partnership, id))
    form = PartnershipForm(data=partnership_values(row))
    if submitted(form):
        with attempt(form):
            service.change_partnership(db(), actor(), now(), row, details=form.details, opened_on=form.opened_on)
            return saved(form, url_for("relations.partnership", id=id), "De gegevens zijn gewijzigd.")
    form.renew(row)
    return page("relations/wijzigen.html", form=form, partnership=row)


@relations.route(f"{ONE}/partijen/toevoegen", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def add_party(id: int) -> Response:
    """A party of the working group, or the bureau of its guide."""
    row: Partnership = found(db().get(Partnership, id))
    form = PartyForm()
    form.offer(all_bureaus(db()))
    if submitted(form):
        with attempt(form):
            party = service.add_party(db(), actor(), now(), row, details=form.details, since=form.since.data)
            url = url_for("relations.add_person", id=id, party_id=party.id)
            return saved(form, url, f"{party.organisation} staat erin. Voeg nu iemand toe.")
    return page("relations/partij-toevoegen.html", form=form, partnership=row)


@relations.route(f"{ONE}/partijen/{PARTY}/wijzigen", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def change_party(id: int, party_id: int) -> Response:
    """Change what is told of a party."""
    row = party_in(id, party_id)
    form = PartyForm(data=party_values(row))
    form.offer(all_bureaus(db()))
    if submitted(form):
        with attempt(form):
            service.change_party(
                db(), actor(), now(), row,
                details=form.details, scheme=scheme_of(row.partnership), opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), f"{row.organisation} is gewijzigd.")
    form.renew(row)
    return page("relations/partij-wijzigen.html", form=form, party=row, partnership=row.partnership)


@relations.route(f"{ONE}/partijen/{PARTY}/stoppen", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def end_party(id: int, party_id: int) -> Response:
    """A party leaves the working group, and its people with it."""
    row = party_in(id, party_id)
    form = EndPartyForm()
    if submitted(form):
        with attempt(form):
            service.end_party(db(), actor(), now(), row, last_day=form.last_day.data, why=form.why.data)
            return saved(form, url_for("relations.partnership", id=id), f"{row.organisation} hoort er niet meer bij.")
    lost = service.lost_with(row, scheme_of(row.partnership), today())
    return page("relations/partij-stoppen.html", form=form, party=row, partnership=row.partnership, lost=lost)


@relations.route(
    f"{ONE}/partijen/{PARTY}/mensen/toevoegen",
    methods=["GET", "POST"],
)
@permit(Permission.RELATIONS)
def add_person(id: int, party_id: int) -> Response:
    """Somebody who speaks for a party."""
    row = party_in(id, party_id)
    form = PersonForm()
    if submitted(form):
        with attempt(form):
            person = service.add_representative(
                db(), actor(), now(), row,
                details=form.details, scheme=scheme_of(row.partnership), since=form.since.data,
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), f"{person.name} staat erin.")
    return page("relations/persoon-toevoegen.html", form=form, party=row, partnership=row.partnership)


@relations.route(f"{ONE}/mensen/{PERSON}/wijzigen", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def change_person(id: int, person_id: int) -> Response:
    """Mend what is told of a person."""
    row = person_in(id, person_id)
    form = PersonForm(obj=row)
    if submitted(form):
        with attempt(form):
            service.change_representative(
                db(), actor(), now(), row,
                details=form.details, scheme=scheme_of(row.party.partnership), opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, url_for("relations.partnership", id=id), f"{row.name} is gewijzigd.")
    form.renew(row)
    return page("relations/persoon-wijzigen.html", form=form, person=row, partnership=row.party.partnership)


@relations.route(f"{ONE}/mensen/{PERSON}/stoppen", methods=["GET", "POST"])
@permit(Permission.RELATIONS)
def end_person(id: int, person_id: int) -> Response:
    """Somebody no longer speaks for the party."""
    row = person_in(id, person_id)
    form = EndForm()
    if submitted(form):
        with attempt(form):
            service.end_representative(db(), actor(), now(), row, last_day=form.last_day.data)
            return saved(form, url_for("relations.partnership", id=id), f"{row.name} staat er niet meer bij.")
    return page("relations/persoon-stoppen.html", form=form, person=row, partnership=row.party.partnership)


def ways_to_solve(partnership: Partnership) -> dict[str, tuple[str, str, str]]:
    """Where each condition of a partnership is solved, by its code: address, words, and whose turn it is."""
    home = url_for("relations.partnership", id=partnership.id)
    party = (url_for("relations.add_party", id=partnership.id), "Partij toevoegen", "")
    people = (f"{home}#partijen", "Naar partijen en mensen", "")
    told = (url_for("relations.change_partnership", id=partnership.id), "Gegevens wijzigen", "")
    missing = {f"partij.{kind.value}": party for kind in MANDATORY_PARTIES}
    return missing | {
        "partij.vereniging": people,
        "correspondentieadres": told,
        "contactpersoon": people,
        "tekenbevoegd": people,
    }


def party_in(id: int, party_id: int) -> Party:
    """The party with this id, in this partnership now; otherwise it does not exist."""
    row: Party = found(db().get(Party, party_id))
    found(row if row.partnership_id == id and row.until_day is None else None)
    return row


def person_in(id: int, person_id: int) -> Representative:
    """The person with this id who speaks for this partnership now; otherwise they do not exist."""
    row: Representative = found(db().get(Representative, person_id))
    found(row if row.party.partnership_id == id and row.until_day is None else None)
    return row
