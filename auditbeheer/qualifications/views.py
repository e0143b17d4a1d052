"""The pages of auditors: the list, one person's file, and what is judged, done and declared."""

from __future__ import annotations

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.qualifications import pages, service
from auditbeheer.qualifications.forms import (
    ActForm,
    DeclarationForm,
    EvidenceForm,
    ExperienceForm,
    GuidanceForm,
    VerdictForm,
    counts_years,
    positive,
)
from auditbeheer.qualifications.models import Evidence, Experience, ExperienceKind, QualifiedAs, partnership_names
from auditbeheer.relations.models import Partnership
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role, criteria

qualifications = Blueprint("qualifications", __name__)
ACTS = {"kwalificeren": service.qualify, "schorsen": service.suspend, "herstellen": service.restore}
DONE = {"kwalificeren": "gekwalificeerd", "schorsen": "geschorst", "herstellen": "weer gekwalificeerd"}


def _person(person: int) -> Employee:
    employee: Employee = found(db().get(Employee, person))
    return employee


def _scheme(key: str) -> Scheme:
    found(key in schemes() or None)
    found(schemes()[key].qualifications)
    return schemes()[key]


def _home(employee: Employee) -> str:
    return url_for("qualifications.person", person=employee.id)


@qualifications.get("/auditors")
@permit(Permission.READ_ALL)
def overview() -> Response:
    """Everybody who can be in a team, with the state of today."""
    newest = pages.schemes_with_criteria()[0]
    return page("qualifications/auditors.html", rows=pages.rows_on(db(), today()), scheme=newest)


@qualifications.get("/auditors/<int:person>")
@permit(Permission.READ)
def person(person: int) -> Response:
    """One person's file: one's own, or anybody's for who reads all."""
    _own_or_all(person)
    view = pages.person_page(db(), actor(), now(), _person(person))
    known = {scheme.key: scheme for scheme in schemes()}
    return page("qualifications/auditor.html", view=view, me=actor().employee_id, schemes=known)


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
    employee, scheme, role = _person(person), _scheme(scheme_key), Role(capacity.value)
    criterion = found(next((item for item in criteria(scheme, role) if item.code == code), None))
    form, years = EvidenceForm(), counts_years(scheme, role, code)
    if submitted(form):
        with attempt(form):
            proven = service.Proven(
                criterion=code, met=form.met.data == "ja", document=form.document.data,
                amount=form.amount.data if years else None, valid_until=form.valid_until.data, remark=form.remark.data,
            )  # fmt: skip
            service.add_evidence(
                db(), actor(), now(), employee, scheme=scheme, capacity=capacity, proven=proven, shelf=shelf(),
                upload=form.upload.data,
            )  # fmt: skip
            return saved(form, _home(employee), f"Het bewijs van {employee.name} is beoordeeld.")
    return page(
        "qualifications/bewijs-beoordelen.html", form=form, employee=employee, scheme=scheme, criterion=criterion,
        years=years,
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
    employee, scheme, form = _person(person), _scheme(scheme_key), ActForm()
    carry_out = found(ACTS.get(verb))
    if submitted(form):
        with attempt(form):
            carry_out(db(), actor(), now(), employee, scheme=scheme, capacity=capacity, why=form.why.data)
            return saved(form, _home(employee), f"{employee.name} is {DONE[verb]} als {capacity}.")
    return page(
        "qualifications/besluiten.html", form=form, employee=employee, scheme=scheme, capacity=capacity, verb=verb
    )  # fmt: skip


@qualifications.route("/auditors/<int:person>/ervaring", methods=["GET", "POST"])
@permit(Permission.QUALIFY)
def add_experience(person: int) -> Response:
    """An audit from before this system."""
    employee, scheme, form = _person(person), pages.schemes_with_criteria()[0], ExperienceForm()
    if submitted(form):
        with attempt(form):
            kind = ExperienceKind(form.kind.data)
            verdict = positive(form.verdict.data) if kind is ExperienceKind.INDEPENDENT else None
            service.add_experience(
                db(), actor(), now(), employee, scheme=scheme, audit_ref=form.audit_ref.data,
                area_type=form.area_type.data, kind=kind, on_day=form.on_day.data, positive=verdict,
                source=form.source.data,
            )  # fmt: skip
            return saved(form, _home(employee), f"De audit staat bij de ervaring van {employee.name}.")
    return page("qualifications/ervaring-toevoegen.html", form=form, employee=employee)


@qualifications.route("/auditors/<int:person>/oordeel/<int:key>", methods=["GET", "POST"])
@permit(Permission.QUALIFY)
def verdict(person: int, key: int) -> Response:
    """The supervisor's verdict on an audit that a trainee led."""
    employee, form = _person(person), VerdictForm()
    row: Experience = found(db().get(Experience, key))
    found(row.employee_id == employee.id or None)
    if submitted(form):
        with attempt(form):
            service.give_verdict(
                db(), actor(), now(), employee, row, scheme=_scheme(row.scheme),
                positive=bool(positive(form.verdict.data)), why=form.why.data,
            )  # fmt: skip
            return saved(form, _home(employee), "Uw oordeel is vastgelegd.")
    return page("qualifications/oordeel-geven.html", form=form, employee=employee, row=row)


@qualifications.route("/auditors/<int:person>/begeleiding", methods=["GET", "POST"])
@permit(Permission.PLAN)
def record_guidance(person: int) -> Response:
    """Somebody advised or guided a partnership."""
    employee, form = _person(person), GuidanceForm()
    form.partnership.choices = options([("", "Kies een samenwerkingsverband"), *partnership_names(db())])
    if submitted(form):
        with attempt(form):
            service.record_guidance(
                db(), actor(), now(), employee, partnership=found(db().get(Partnership, form.partnership.data)),
                what=form.what.data, from_day=form.from_day.data, until_day=form.until_day.data,
                source=form.source.data,
            )  # fmt: skip
            return saved(form, _home(employee), f"De begeleiding door {employee.name} is vastgelegd.")
    return page("qualifications/begeleiding-vastleggen.html", form=form, employee=employee)


@qualifications.route("/auditors/<int:person>/verklaren", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def declare(person: int) -> Response:
    """The yearly declaration of impartiality, by the person."""
    employee = _person(person)
    found(employee.id == actor().employee_id or None)
    years = list(pages.person_page(db(), actor(), now(), employee).to_declare)
    form = DeclarationForm(data={"year": years[0] if years else None})
    form.offer(years)
    if submitted(form):
        with attempt(form):
            row = service.declare_impartiality(db(), actor(), now(), employee, year=form.year.data)
            return saved(form, _home(employee), f"Uw verklaring over {row.year} is vastgelegd.")
    return page("qualifications/verklaren.html", form=form, employee=employee, years=years)


def _own_or_all(employee_id: int) -> None:
    who = actor()
    found(who if who.may(Permission.READ_ALL) or who.employee_id == employee_id else None)


@qualifications.get("/auditors/bewijs/<int:key>/bestand")
@permit(Permission.READ)
def file(key: int) -> Response:
    """The file of a judged proof."""
    row: Evidence = found(db().get(Evidence, key))
    _own_or_all(row.employee_id)
    stored: StoredFile = found(row.file)
    return hand_out_stored(stored)
