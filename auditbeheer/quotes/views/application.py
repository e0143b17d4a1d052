"""The application: take it in, complete it, put it under a scheme, review it, confirm or end it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, me, permit
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.serving import hand_out_stored
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.quotes import service
from auditbeheer.quotes.forms import ApplicationForm, AttachForm, EmptyForm, ReviewForm, SchemeForm, WhyForm
from auditbeheer.quotes.models import (
    CertificationKind,
    Renewal,
    Trajectory,
    attachment_in,
    attachments_of,
    periods_of,
    renewal_that_became,
    review_of,
    trajectory_numbered,
)
from auditbeheer.quotes.rules.application import REVIEW_TEXTS
from auditbeheer.quotes.rules.renewal import RenewalDays
from auditbeheer.quotes.views.solving import ways_to_solve
from auditbeheer.relations.models import Area, Partnership, partnership_page

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A file as the component ``bestand`` shows it."""

    name: str
    url: str
    size: int
    when: date
    by: str
    version: str = ""


def application_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    step, both = "/dossiers/<number>/aanvraag", ["GET", "POST"]
    quotes.add_url_rule("/dossiers/nieuw", view_func=apply, methods=both)
    quotes.add_url_rule(step, view_func=application)
    quotes.add_url_rule(f"{step}/wijzigen", view_func=change_application, methods=both)
    quotes.add_url_rule(f"{step}/schema", view_func=choose_scheme, methods=both)
    quotes.add_url_rule(f"{step}/soort", view_func=choose_kind, methods=both)
    quotes.add_url_rule(f"{step}/bijlagen/toevoegen", view_func=attach, methods=both)
    quotes.add_url_rule(f"{step}/bijlagen/<int(max=2147483647):attachment_id>", view_func=attachment)
    quotes.add_url_rule(f"{step}/beoordelen", view_func=review, methods=both)
    quotes.add_url_rule(f"{step}/bevestigen", view_func=confirm, methods=["POST"])
    quotes.add_url_rule(f"{step}/afwijzen", view_func=decline, methods=both)
    quotes.add_url_rule(f"{step}/terugtrekken", view_func=withdraw, methods=both)


@permit(Permission.APPLICATION)
def apply() -> Response:
    """A new application: choose the partnership first, then fill in the rest."""
    key = request.args.get("samenwerkingsverband", type=int)
    if key is None or not 0 < key < 2**31:
        wanted = request.args.get("zoek", "")[:200]
        rows, total = partnership_page(db(), fold(wanted), 0, PAGE_SIZE)
        return page("quotes/samenwerkingsverband-kiezen.html", rows=rows, total=total, wanted=wanted)
    partnership: Partnership = found(db().get(Partnership, key))
    form = ApplicationForm(data={"applied_on": today(), "areas": [area.id for area in partnership.current_areas]})
    form.offer(partnership.current_areas)
    if submitted(form):
        with attempt(form):
            owner = db().get_one(Employee, found(me()).id)
            row = service.apply_for(
                db(), actor(), now(), partnership, details=form.details, owner=owner, library=schemes()
            )
            return saved(form, url_for("quotes.application", number=row.number), f"Aanvraag {row.number} staat erin.")
    return page("quotes/aanvraag-nieuw.html", form=form, partnership=partnership)


@permit(Permission.READ)
def application(number: str) -> Response:
    """The application: what it says, what is missing, what was decided on it."""
    return _application(trajectory_in(number), EmptyForm())


def _application(trajectory: Trajectory, form: EmptyForm) -> Response:
    library, day = schemes(), today()
    complete = service.completeness_of(db(), trajectory, library, day)
    areas = [link.area for link in trajectory.areas]
    return page(
        "quotes/aanvraag.html",
        form=form,
        nummer=trajectory.number,
        trajectory=trajectory,
        word=service.application_word(trajectory, complete),
        conditions=service.confirmation_conditions(db(), trajectory, library, day),
        oplossen=ways_to_solve(trajectory),
        kinds=service.first_by_rule(db(), areas, trajectory.applied_on, own_rules_on(db(), day)),
        scheme=service.scheme_of(trajectory, library),
        choice=service.open_schemes(trajectory, library),
        files=_files(trajectory),
        before=service.certified_before(db(), trajectory, day),
        corrected=service.corrected_before(db(), trajectory),
        review=review_of(db(), trajectory.id),
        may_be_later=_may_be_later(trajectory, areas),
        renewing=_renewing(trajectory, day),
    )


def _renewing(trajectory: Trajectory, day: date) -> tuple[Renewal, RenewalDays] | None:
    """The certificate that a recertification follows, with its latest days (PLA-1)."""
    row = renewal_that_became(db(), trajectory.id)
    return (row, service.renewal_days_of(row, schemes(), own_rules_on(db(), day))) if row else None


def _files(trajectory: Trajectory) -> list[Shown]:
    names = service.document_names(trajectory, schemes())
    return [
        Shown(
            name=f"{names.get(row.code, row.code)}: {row.file.name}",
            url=url_for("quotes.attachment", number=trajectory.number, attachment_id=row.id),
            size=row.file.size, when=row.received_on, by=row.file.sender,
        )
        for row in attachments_of(db(), trajectory.id)
    ]  # fmt: skip


def _may_be_later(trajectory: Trajectory, areas: list[Area]) -> bool:
    """Whether there is a lapsed certificate on which a person may choose later (SCH-7)."""
    return trajectory.kind is CertificationKind.FIRST and bool(periods_of(db(), [area.id for area in areas]))


@permit(Permission.APPLICATION)
def change_application(number: str) -> Response:
    """Mend an application; its areas are those of the partnership and those that it had."""
    trajectory = trajectory_in(number)
    chosen = [link.area for link in trajectory.areas]
    offered = chosen + [area for area in trajectory.partnership.current_areas if area not in chosen]
    names = ("applied_on", "started_on", "start_document", "assessment_expected_on", "version")
    values = {name: getattr(trajectory, name) for name in names}
    form = ApplicationForm(data={**values, "areas": [area.id for area in chosen]})
    form.offer(offered)
    if submitted(form):
        with attempt(form):
            service.change_application(
                db(), actor(), now(), trajectory, details=form.details, library=schemes(), opened_on=form.opened_on
            )
            return saved(form, url_for("quotes.application", number=number), "De aanvraag is gewijzigd.")
    form.renew(trajectory)
    return page("quotes/aanvraag-wijzigen.html", form=form, nummer=number, trajectory=trajectory)


@permit(Permission.APPLICATION)
def choose_scheme(number: str) -> Response:
    """Choose between the schemes that are open."""
    trajectory = trajectory_in(number)
    choice = service.open_schemes(trajectory, schemes())
    open_ = choice.schemes if choice else ()
    form = SchemeForm(data={"scheme": trajectory.scheme, "why": trajectory.scheme_why})
    form.scheme.choices = options((scheme.key, scheme.name) for scheme in open_)
    if submitted(form):
        with attempt(form):
            service.choose_scheme(
                db(), actor(), now(), trajectory, scheme=form.scheme.data, why=form.why.data, library=schemes()
            )
            return saved(form, url_for("quotes.application", number=number), "Het schema is gekozen.")
    return page("quotes/schema-kiezen.html", form=form, nummer=number, choice=choice)


@permit(Permission.APPLICATION)
def choose_kind(number: str) -> Response:
    """Let a lapsed certification count as later, with the reason."""
    trajectory = trajectory_in(number)
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            service.choose_later(db(), actor(), now(), trajectory, why=form.why.data)
            url = url_for("quotes.application", number=number)
            return saved(form, url, "Dit is nu een volgende certificering.")
    return page("quotes/soort-kiezen.html", form=form, nummer=number)


@permit(Permission.APPLICATION)
def attach(number: str) -> Response:
    """An attachment of the application."""
    trajectory = trajectory_in(number)
    names = service.document_names(trajectory, schemes())
    form = AttachForm(data={"code": request.args.get("stuk", "")})
    form.code.choices = options([("", "Kies een stuk"), *names.items()])
    if submitted(form):
        with attempt(form):
            row = service.attach(
                db(), actor(), now(), trajectory,
                code=form.code.data, upload=form.file.data, shelf=shelf(), library=schemes(),
            )  # fmt: skip
            return saved(form, url_for("quotes.application", number=number), f"{row.file.name} is binnen.")
    return page("quotes/bijlage-toevoegen.html", form=form, nummer=number)


@permit(Permission.READ)
def attachment(number: str, attachment_id: int) -> Response:
    """An attachment as it was sent in."""
    row = found(attachment_in(db(), trajectory_in(number).id, attachment_id))
    return hand_out_stored(row.file)


@permit(Permission.APPLICATION)
def review(number: str) -> Response:
    """The four answers of the review."""
    trajectory = trajectory_in(number)
    newest = review_of(db(), trajectory.id)
    values = {name: "ja" if getattr(newest, name) else "nee" for name in REVIEW_TEXTS} if newest else {}
    form = ReviewForm(data=values)
    if submitted(form):
        with attempt(form):
            service.review_application(db(), actor(), now(), trajectory, answers=form.answers)
            return saved(form, url_for("quotes.application", number=number), "De beoordeling is vastgelegd.")
    proof = service.evidence_lacking(db(), trajectory, today())
    return page("quotes/aanvraag-beoordelen.html", form=form, nummer=number, fields=tuple(REVIEW_TEXTS), proof=proof)


@permit(Permission.APPLICATION)
def confirm(number: str) -> Response:
    """The application is complete: confirm it."""
    trajectory = trajectory_in(number)
    form = EmptyForm()
    if submitted(form):
        with attempt(form):
            service.confirm_application(db(), actor(), now(), trajectory, library=schemes())
            return saved(form, url_for("quotes.application", number=number), "De aanvraag is compleet en bevestigd.")
    return _application(trajectory, form)


@permit(Permission.APPLICATION)
def decline(number: str) -> Response:
    """The body does not take the application on."""
    trajectory = trajectory_in(number)
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            service.decline_application(db(), actor(), now(), trajectory, why=form.why.data)
            return saved(form, url_for("quotes.application", number=number), "De aanvraag is afgewezen.")
    return page("quotes/aanvraag-afwijzen.html", form=form, nummer=number)


@permit(Permission.APPLICATION)
def withdraw(number: str) -> Response:
    """The working group takes its application back."""
    trajectory = trajectory_in(number)
    form = WhyForm()
    if submitted(form):
        with attempt(form):
            service.withdraw_application(db(), actor(), now(), trajectory, why=form.why.data)
            return saved(form, url_for("quotes.application", number=number), "De aanvraag is teruggetrokken.")
    return page("quotes/aanvraag-terugtrekken.html", form=form, nummer=number)


def trajectory_in(number: str) -> Trajectory:
    """The trajectory with this number; otherwise it does not exist."""
    row: Trajectory = found(trajectory_numbered(db(), number))
    return row
