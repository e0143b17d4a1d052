"""The pages of auditors: the list, one person's file, and what is judged, done and declared."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, Response

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.qualifications import pages, service
from auditbeheer.qualifications.forms import (
    ActForm,
    EvidenceForm,
    ExperienceForm,
    VerdictForm,
    counts_years,
    positive,
)
from auditbeheer.qualifications.models import Evidence, Experience, ExperienceKind, QualifiedAs
from auditbeheer.qualifications.views.asked import (
    chosen_day,
    home_of,
    own_or_all,
    person_by,
    scheme_by,
    schemes_by_key,
)
from auditbeheer.qualifications.views.impartiality import impartiality_routes
from auditbeheer.qualifications.views.overview import overview_routes
from auditbeheer.qualifications.views.own import own_routes
from auditbeheer.qualifications.views.papers import paper_routes
from auditbeheer.qualifications.views.shortfall import shortfall_routes
from auditbeheer.scheme.qualification_criteria import Role, criteria
from auditbeheer.scheme.wording import day_plain

qualifications = Blueprint("qualifications", __name__)
ACTS = {"kwalificeren": service.qualify, "schorsen": service.suspend, "herstellen": service.restore}
DONE = {"kwalificeren": "gekwalificeerd", "schorsen": "geschorst", "herstellen": "weer gekwalificeerd"}


@qualifications.get("/auditors/<int:person>")
@permit(Permission.READ)
def person(person: int) -> Response:
    """One person's file on a day: one's own, or anybody's for who reads all."""
    own_or_all(person)
    day, objection = chosen_day()
    view = pages.person_page(db(), actor(), now(), person_by(person), day)
    return page(
        "qualifications/auditor.html", view=view, me=actor().employee_id, schemes=schemes_by_key(), objection=objection
    )  # fmt: skip


@qualifications.route("/auditors/<int:person>/<scheme>/bewijs/<code>", methods=["GET", "POST"])
@permit(Permission.QUALIFY)
def judge(person: int, scheme: str, code: str) -> Response:
    """The scheme manager judges evidence of an auditor."""
    return _judge(person, scheme, code, QualifiedAs.AUDITOR)


@qualifications.route("/auditors/<int:person>/<scheme>/bewijs-schemamanager/<code>", methods=["GET", "POST"])
@permit(Permission.APPOINT)
def judge_manager(person: int, scheme: str, code: str) -> Response:
    """The management judges evidence of a scheme manager."""
    return _judge(person, scheme, code, QualifiedAs.SCHEME_MANAGER)


def _judge(person: int, scheme_key: str, code: str, capacity: QualifiedAs) -> Response:
    employee, scheme, role = person_by(person), scheme_by(scheme_key), Role(capacity.value)
    criterion = found(next((item for item in criteria(scheme, role) if item.code == code), None))
    form, years = EvidenceForm(), counts_years(scheme, role, code)
    if submitted(form):
        with attempt(form):
            proven = service.Proven(
                criterion=code, met=form.met.data == "ja", document=form.document.data,
                amount=form.amount.data if years else None, valid_until=form.valid_until.data, remark=form.remark.data,
                covers=(form.covers_from.data, form.covers_until.data),
            )  # fmt: skip
            service.add_evidence(
                db(), actor(), now(), employee, scheme=scheme, capacity=capacity, proven=proven, shelf=shelf(),
                upload=form.upload.data,
            )  # fmt: skip
            return saved(form, home_of(employee), f"Het bewijs van {employee.name} is beoordeeld.")
    before, names = pages.judged_before(db(), employee, scheme, code)
    return page(
        "qualifications/bewijs-beoordelen.html", form=form, employee=employee, scheme=scheme, criterion=criterion,
        years=years, before=before, names=names,
    )  # fmt: skip


@qualifications.route("/auditors/<int:person>/<scheme>/<verb>", methods=["GET", "POST"])
@permit(Permission.QUALIFY)
def act(person: int, scheme: str, verb: str) -> Response:
    """The scheme manager qualifies, suspends or restores an auditor."""
    return _act(person, scheme, verb, QualifiedAs.AUDITOR)


@qualifications.route("/auditors/<int:person>/<scheme>/schemamanager/<verb>", methods=["GET", "POST"])
@permit(Permission.APPOINT)
def act_manager(person: int, scheme: str, verb: str) -> Response:
    """The management qualifies, suspends or restores a scheme manager."""
    return _act(person, scheme, verb, QualifiedAs.SCHEME_MANAGER)


def _act(person: int, scheme_key: str, verb: str, capacity: QualifiedAs) -> Response:
    employee, scheme, form = person_by(person), scheme_by(scheme_key), ActForm(data={"on_day": today()})
    carry_out = found(ACTS.get(verb))
    if submitted(form):
        with attempt(form):
            carry_out(db(), actor(), now(), employee, scheme=scheme, capacity=capacity, why=form.why.data,
                      day=form.on_day.data)  # fmt: skip
            return saved(form, home_of(employee), _told(employee, verb, capacity, form.on_day.data))
    return page(
        "qualifications/besluiten.html", form=form, employee=employee, scheme=scheme, capacity=capacity, verb=verb
    )  # fmt: skip


def _told(employee: Employee, verb: str, capacity: QualifiedAs, day: date | None) -> str:
    ahead = f" vanaf {day_plain(day)}" if day is not None and day > today() else ""
    return f"{employee.name} is{ahead} {DONE[verb]} als {capacity}."


@qualifications.route("/auditors/<int:person>/ervaring", methods=["GET", "POST"])
@permit(Permission.QUALIFY)
def add_experience(person: int) -> Response:
    """An audit from before this system."""
    employee, scheme, form = person_by(person), pages.schemes_with_criteria()[0], ExperienceForm()
    if submitted(form):
        with attempt(form):
            kind = ExperienceKind(form.kind.data)
            verdict = positive(form.verdict.data) if kind is ExperienceKind.INDEPENDENT else None
            service.add_experience(
                db(), actor(), now(), employee, scheme=scheme, audit_ref=form.audit_ref.data,
                area_type=form.area_type.data, kind=kind, on_day=form.on_day.data, positive=verdict,
                source=form.source.data,
            )  # fmt: skip
            return saved(form, home_of(employee), f"De audit staat bij de ervaring van {employee.name}.")
    return page("qualifications/ervaring-toevoegen.html", form=form, employee=employee)


@qualifications.route("/auditors/<int:person>/oordeel/<int:key>", methods=["GET", "POST"])
@permit(Permission.QUALIFY)
def verdict(person: int, key: int) -> Response:
    """The supervisor's verdict on an audit that a trainee led."""
    employee, form = person_by(person), VerdictForm()
    row: Experience = found(db().get(Experience, key))
    found(row.employee_id == employee.id or None)
    if submitted(form):
        with attempt(form):
            service.give_verdict(
                db(), actor(), now(), employee, row, scheme=scheme_by(row.scheme),
                positive=bool(positive(form.verdict.data)), why=form.why.data,
            )  # fmt: skip
            return saved(form, home_of(employee), "Uw oordeel is vastgelegd.")
    return page("qualifications/oordeel-geven.html", form=form, employee=employee, row=row)


@qualifications.get("/auditors/bewijs/<int:key>/bestand")
@permit(Permission.READ)
def file(key: int) -> Response:
    """The file of a judged proof."""
    row: Evidence = found(db().get(Evidence, key))
    own_or_all(row.employee_id)
    stored: StoredFile = found(row.file)
    return hand_out_stored(stored)


overview_routes(qualifications)
own_routes(qualifications)
impartiality_routes(qualifications)
shortfall_routes(qualifications)
paper_routes(qualifications)
