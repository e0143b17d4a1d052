"""Log in, log out, one's own settings, the people of the office, the logboek."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, request, url_for
from wtforms import Field
from wtforms.fields.choices import SelectChoice

from auditbeheer.accounts import journal, service
from auditbeheer.accounts.forms import (
    CloseAccountForm,
    EmployeeForm,
    EmptyForm,
    HomeForm,
    LogInForm,
    PasswordForm,
    RolesForm,
    StandInForm,
)
from auditbeheer.accounts.gate import actor, let_in, let_out, me, permit
from auditbeheer.accounts.models import Employee, StandIn, employee_by_email, everybody, staff_on, stand_ins_from
from auditbeheer.accounts.models import journal_page as lines_of_page
from auditbeheer.accounts.permissions import Permission, Role
from auditbeheer.accounts.rules import password_objection
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, go_to, now, page, saved, submitted, today

accounts = Blueprint("accounts", __name__)
PAGE_SIZE = 50


@accounts.route("/inloggen", methods=["GET", "POST"])
def log_in() -> Response:
    """Log in, and go on to the page that was asked for."""
    form = LogInForm()
    if request.method == "GET":
        form.verder.data = request.args.get("verder", "")
    if submitted(form):
        with attempt(form):
            employee = service.log_in(db(), now(), email=form.email.data, password=form.password.data)
            if employee is not None:
                answer = saved(form, _safe(form.verder.data))
                let_in(employee)
                return answer
            db().commit()
            form.object_to("password", "Dit e-mailadres en wachtwoord horen niet bij elkaar. Probeer het nog een keer")
    return page("accounts/inloggen.html", form=form)


def _safe(wanted: str | None) -> str:
    """Only a path of our own; never another site."""
    parts = urlsplit(wanted or "")
    own = not parts.scheme and not parts.netloc and (wanted or "").startswith("/") and "\\" not in (wanted or "")
    return str(wanted) if own and not (wanted or "").startswith("//") else url_for("worklist.start")


@accounts.route("/uitloggen", methods=["GET", "POST"])
@permit(Permission.OFFICE)
def log_out() -> Response:
    """Log out by a button (a link on another site cannot do it)."""
    form = EmptyForm()
    if submitted(form):
        answer = saved(form, url_for("accounts.log_in"), "U bent uitgelogd.")
        let_out()
        return answer
    return page("accounts/uitloggen.html", form=form)


@accounts.route("/accounts/ik", methods=["GET", "POST"])
@permit(Permission.OFFICE)
def own_settings() -> Response:
    """One's own password."""
    employee: Employee = found(me())
    form = PasswordForm()
    if submitted(form):
        with attempt(form):
            if _password_fits(form.new, employee.name, employee.email) and _is_own(form.old, employee):
                mine = db().get_one(Employee, employee.id)
                service.set_password(db(), actor(), now(), mine, password=form.new.data)
                answer = saved(form, url_for("accounts.own_settings"), "Uw wachtwoord is gewijzigd.")
                let_in(mine)
                return answer
    rows = [row for row in stand_ins_from(db(), today()) if employee.id in {row.absent_id, row.by_id}]
    return page("accounts/mijn-instellingen.html", form=form, employee=employee, rows=rows)


def _password_fits(field: Field, name: str, email: str) -> bool:
    objection = password_objection(field.data, name, email)
    if objection:
        field.errors = [*field.errors, objection]
    return objection is None


def _is_own(field: Field, employee: Employee) -> bool:
    if service.is_password_of(employee, field.data):
        return True
    field.errors = [*field.errors, "Dit is niet uw wachtwoord van nu"]
    return False


@accounts.route("/accounts/ik/vervanger", methods=["GET", "POST"])
@permit(Permission.OFFICE)
def own_stand_in() -> Response:
    """Who does one's own work for some days."""
    mine = db().get_one(Employee, found(me()).id)
    form = StandInForm()
    del form.absent
    form.by.choices = _colleagues(but=mine.id)
    if submitted(form):
        with attempt(form):
            _agree(form, mine)
            return saved(form, url_for("accounts.own_settings"), f"{_chosen(form)} doet uw werk in die dagen.")
    return page("accounts/vervanger.html", form=form)


@accounts.route("/accounts/vervangers", methods=["GET", "POST"])
@permit(Permission.PLAN)
def stand_ins() -> Response:
    """Who stands in for whom, now and later; a planner arranges it for a colleague too."""
    form = StandInForm()
    form.absent.choices = form.by.choices = _colleagues()
    if submitted(form):
        with attempt(form):
            absent = found(db().get(Employee, form.absent.data))
            _agree(form, absent)
            return saved(form, url_for("accounts.stand_ins"), f"{_chosen(form)} doet het werk van {absent.name}.")
    return page("accounts/vervangers.html", form=form, rows=stand_ins_from(db(), today()), leave=EmptyForm())


def _agree(form: StandInForm, absent: Employee) -> None:
    service.let_stand_in(
        db(), actor(), now(), absent, found(db().get(Employee, form.by.data)),
        from_day=form.from_day.data, until_day=form.until_day.data,
    )  # fmt: skip


def _chosen(form: StandInForm) -> str:
    return str(db().get_one(Employee, form.by.data).name)


def _colleagues(but: int | None = None) -> list[SelectChoice]:
    there = [(one.id, one.name) for one in staff_on(db(), today()) if one.roles and one.id != but]
    return options([("", "Kies een collega"), *there])


@accounts.post("/accounts/vervangers/<int(max=2147483647):key>/stoppen")
@permit(Permission.OFFICE)
def end_stand_in(key: int) -> Response:
    """The absent one is back, or does not go: by oneself, or by a planner."""
    row: StandIn = found(db().get(StandIn, key))
    plans = actor().may(Permission.PLAN)
    found(row if plans or row.absent_id == actor().employee_id else None)
    form = EmptyForm()
    back = url_for("accounts.own_settings" if row.absent_id == actor().employee_id else "accounts.stand_ins")
    if submitted(form):
        with attempt(form):
            service.end_stand_in(db(), actor(), now(), row)
            return saved(form, back, f"{row.by.name} doet het werk van {row.absent.name} niet meer.")
    return go_to(back)


@accounts.get("/accounts")
@permit(Permission.USERS)
def people() -> Response:
    """Everybody with an account."""
    return page("accounts/gebruikers.html", employees=everybody(db()))


@accounts.route("/accounts/nieuw", methods=["GET", "POST"])
@permit(Permission.USERS)
def add_person() -> Response:
    """A new employee with roles."""
    form = EmployeeForm()
    if submitted(form):
        with attempt(form):
            if _password_fits(form.password, form.name.data, form.email.data) and _is_new(form.email):
                employee = service.add_employee(
                    db(), actor(), now(), name=form.name.data, email=form.email.data,
                    roles=[Role(word) for word in form.roles.data], password=form.password.data,
                )  # fmt: skip
                return saved(form, url_for("accounts.people"), f"{employee.name} kan nu inloggen.")
    return page("accounts/nieuwe-gebruiker.html", form=form)


def _is_new(field: Field) -> bool:
    known = employee_by_email(db(), field.data)
    if known is not None:
        field.errors = [*field.errors, "Dit e-mailadres heeft al een account"]
    return known is None


@accounts.route("/accounts/<int:person>", methods=["GET", "POST"])
@permit(Permission.USERS)
def change_person(person: int) -> Response:
    """The roles of one employee."""
    employee: Employee = found(db().get(Employee, person))
    form = RolesForm(data={"roles": [role.value for role in employee.role_names]})
    if submitted(form):
        with attempt(form):
            roles = [Role(word) for word in form.roles.data]
            service.change_roles(db(), actor(), now(), employee, roles=roles, why=form.why.data)
            return saved(form, url_for("accounts.people"), f"De rollen van {employee.name} zijn gewijzigd.")
    return page("accounts/gebruiker.html", form=form, employee=employee, leave=CloseAccountForm(prefix="sluiten"))


@accounts.post("/accounts/<int:person>/sluiten")
@permit(Permission.USERS)
def close_account(person: int) -> Response:
    """The employee leaves."""
    employee: Employee = found(db().get(Employee, person))
    form = CloseAccountForm(prefix="sluiten")
    if submitted(form):
        with attempt(form):
            service.end_employment(db(), actor(), now(), employee, on=today(), why=form.why.data)
            return saved(form, url_for("accounts.people"), f"Het account van {employee.name} is gesloten.")
    roles = RolesForm(formdata=None, data={"roles": [role.value for role in employee.role_names]})
    return page("accounts/gebruiker.html", form=roles, employee=employee, leave=form, forms=[form])


@accounts.route("/accounts/<int(max=2147483647):person>/postcode", methods=["GET", "POST"])
@permit(Permission.HOME)
def home_postcode(person: int) -> Response:
    """From where somebody travels to an audit; on no other page does it stand."""
    employee: Employee = found(db().get(Employee, person))
    found(employee if employee.left_on is None else None)
    form = HomeForm(data={"postcode": employee.home_postcode[:4]})
    back = url_for("accounts.change_person", person=person)
    if not actor().may(Permission.USERS):
        back = url_for("qualifications.person", person=person)
    if submitted(form):
        with attempt(form):
            service.set_home_postcode(db(), actor(), now(), employee, postcode=form.postcode.data)
            return saved(
                form, back, "De postcode van huis is bewaard." if form.postcode.data else "De postcode is gewist."
            )
    return page("accounts/postcode.html", form=form, employee=employee, terug=back)


@accounts.get("/accounts/logboek")
@permit(Permission.JOURNAL)
def journal_page() -> Response:
    """The logboek, newest first, and whether the chain is whole."""
    number = max(1, request.args.get("pagina", 1, type=int))
    entries = lines_of_page(db(), number, PAGE_SIZE)
    broken = journal.broken_at(db()) if number == 1 else None
    return page(
        "accounts/logboek.html",
        entries=entries[:PAGE_SIZE],
        more=len(entries) > PAGE_SIZE,
        number=number,
        broken=broken,
    )
