"""Pages of the audit: its overview, checkpoints and attendance on location, the closing. The report: ``reporting``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.audits import service
from auditbeheer.audits.facts import beside_point, members_at
from auditbeheer.audits.forms import (
    AbsenceForm,
    ClosingForm,
    InterviewForm,
    PointForm,
    QuickForm,
    attendance_form,
)
from auditbeheer.audits.models import (
    Attendance,
    PointResult,
    PointVerdict,
    attendance_in,
    attendance_of,
    closing_of,
    result_on,
    results_of,
)
from auditbeheer.audits.rules import recording
from auditbeheer.audits.views.reporting import report
from auditbeheer.deviations.models import Deviation, Severity, deviations_of
from auditbeheer.deviations.service import facts_of
from auditbeheer.documents.state import records_audit, scheme_of
from auditbeheer.planning.models import Audit, audit_of
from auditbeheer.planning.since_last import since_last_time
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.scheme.checklist import Point
from auditbeheer.scheme.condition import Condition, unmet

audits = Blueprint("audits", __name__)
audits.register_blueprint(report)
PARTY = "<int(max=2147483647):party_id>"


def _audit(number: str) -> Audit:
    trajectory: Trajectory = found(trajectory_numbered(db(), number))
    audit: Audit = found(audit_of(db(), trajectory.id))
    return audit


def _to(endpoint: str, audit: Audit, **values: Any) -> str:
    return url_for(f"audits.{endpoint}", number=audit.trajectory.number, **values)


def _may_record(audit: Audit) -> list[Condition]:
    """What stands in the way of recording now, by the same rule as the service holds."""
    held = closing_of(db(), audit.id)
    return recording(
        team=records_audit(audit, actor()),
        audit_day=audit.day,
        today=today(),
        closed_on=held.closed_on if held else None,
    )


@audits.route("/dossiers/<number>/audit")
@permit(Permission.READ)
def overview(number: str) -> Response:
    """The audit within its dossier: who was there, the points, the closing; and the way to record."""
    audit = _audit(number)
    points = service.checklist_of(audit)
    results = results_of(db(), audit.id)
    return page(
        "audits/audit.html", nummer=audit.trajectory.number, audit=audit, points=points, results=results,
        parties=members_at(audit),
        attendance={row.party_id: row for row in attendance_of(db(), audit.id)}, closing=closing_of(db(), audit.id),
        conditions=_may_record(audit), mag=not unmet(_may_record(audit)), team=records_audit(audit, actor()),
        deviations=[(one, facts_of(one)) for one in deviations_of(db(), audit.id)], absence=AbsenceForm(formdata=None),
        since=since_last_time(db(), audit.trajectory.partnership, audit.day),
    )  # fmt: skip


@audits.route("/dossiers/<number>/audit/toetspunten")
@permit(Permission.AUDIT)
def checklist(number: str) -> Response:
    """All points on one page with large verdicts, for on location."""
    audit = _audit(number)
    ground = service.ground_of(db(), audit)
    results = results_of(db(), audit.id)
    lines = [
        {
            "point": point, "result": results.get(point.code), "figures": beside_point(point, ground),
            "form": QuickForm(formdata=None, version=_version(results.get(point.code))),
        }
        for point in service.checklist_of(audit)
    ]  # fmt: skip
    return page(
        "audits/toetspunten.html", audit=audit, lines=lines, conditions=_may_record(audit), items=_bar(audit, 0),
        since=ground.since,
    )  # fmt: skip


def _bar(audit: Audit, current: int) -> list[tuple[str, str, str, bool]]:
    """The bar at the bottom of a page on location."""
    items = (
        ("Toetspunten", _to("checklist", audit), "lijst"),
        ("Aanwezig", _to("attendance", audit), "persoon"),
        ("Afsluiten", _to("close", audit), "vink"),
    )
    return [(label, url, icon, at == current) for at, (label, url, icon) in enumerate(items)]


def _version(row: PointResult | None) -> str:
    return str(row.version if row else 0)


def _point(audit: Audit, code: str) -> Point:
    point: Point = found(next((one for one in service.checklist_of(audit) if one.code == code), None))
    return point


@audits.route("/dossiers/<number>/audit/toetspunten/<code>", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def point(number: str, code: str) -> Response:
    """One point: verdict, what was seen, recommendation; also what a large button of the list sends."""
    audit = _audit(number)
    its = _point(audit, code)
    row = result_on(db(), audit.id, code)
    form = _point_form(audit, its, row)
    if submitted(form):
        with attempt(form):
            service.judge_point(
                db(), actor(), now(), audit, point=its, verdict=PointVerdict(form.verdict.data), note=form.note.data,
                recommendation=form.recommendation.data, requirement=form.requirement.data,
                severity=_severity(audit, form.severity.data), opened_on=form.opened_on,
            )  # fmt: skip
            return saved(form, _next(audit, code), f"{code} {its.title}: {form.verdict.data.removesuffix('.')}.")
    if form.clash and row:
        form.version.data = str(row.version)
    figures = beside_point(its, service.ground_of(db(), audit))
    classes = bool(_classes(audit))
    return page(
        "audits/toetspunt.html", audit=audit, point=its, form=form, figures=figures, classes=classes,
        conditions=_may_record(audit), items=_bar(audit, 0),
    )  # fmt: skip


def _point_form(audit: Audit, its: Point, row: PointResult | None) -> PointForm:
    """Filled with what stands; a large button sends a verdict alone and keeps what was written before."""
    deviation = db().get(Deviation, row.deviation_id) if row and row.deviation_id else None
    wanted = PointVerdict.DEVIATION.value if request.args.get("oordeel") == "afwijking" else None
    form = PointForm(
        verdict=wanted or (row.verdict.value if row else None), note=row.note if row else "",
        recommendation=row.recommendation if row else "", version=_version(row),
        requirement=deviation.requirement if deviation else f"{its.text} ({its.source.label})",
        severity=deviation.severity.value if deviation and _classes(audit) else Severity.MINOR.value,
    )  # fmt: skip
    if wanted:
        form.note.flags.optional = form.requirement.flags.optional = False
    if request.method == "POST" and "note" not in request.form:
        form.note.data, form.recommendation.data = (row.note, row.recommendation) if row else ("", "")
    return form


def _classes(audit: Audit) -> Sequence[str]:
    rules = scheme_of(audit.trajectory).deviations
    return rules.classes.value if rules else ()


def _severity(audit: Audit, chosen: str | None) -> Severity:
    return Severity(chosen) if chosen and _classes(audit) else Severity.NONE


def _next(audit: Audit, code: str) -> str:
    """Back to the list, at the next point without a verdict."""
    codes = [point.code for point in service.checklist_of(audit)]
    waiting = service.open_points(db(), audit)
    later = [one for one in codes[codes.index(code) :] if one in waiting]
    return f"{_to('checklist', audit)}#{(later or [code])[0]}"


@audits.route("/dossiers/<number>/audit/aanwezig", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def attendance(number: str) -> Response:
    """Who was there, per party and member."""
    audit = _audit(number)
    rows = {row.party_id: row for row in attendance_of(db(), audit.id)}
    form = attendance_form(members_at(audit), rows)
    if submitted(form):
        with attempt(form):
            service.record_attendance(
                db(), actor(), now(), audit, entries=form.entries, opened_on=form.opened_on
            )  # fmt: skip
            away = [entry for entry in form.entries if not entry.present]
            url = _to("overview", audit) if away else _to("checklist", audit)
            return saved(form, url, "De aanwezigheid is bewaard.")
    if form.clash:
        form.version.data = str(sum(row.version for row in rows.values()))
    return page("audits/aanwezig.html", audit=audit, form=form, conditions=_may_record(audit), items=_bar(audit, 1))


def _attended(audit: Audit, party_id: int) -> Attendance:
    row: Attendance = found(attendance_in(db(), audit.id, party_id))
    return row


@audits.route(f"/dossiers/<number>/audit/aanwezig/{PARTY}/afwijking", methods=["POST"])
@permit(Permission.AUDIT)
def absence(number: str, party_id: int) -> Response:
    """Record the deviation that an absent party is."""
    audit, form = _audit(number), AbsenceForm()
    row = _attended(audit, party_id)
    if submitted(form):
        with attempt(form):
            deviation = service.open_absence_deviation(db(), actor(), now(), audit, row)
            return saved(form, _to("overview", audit), f"Afwijking {deviation.number} is vastgelegd.")
    return page("audits/ontbrak.html", nummer=audit.trajectory.number, audit=audit, row=row, form=form)


@audits.route(f"/dossiers/<number>/audit/aanwezig/{PARTY}/gesprek", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def interview(number: str, party_id: int) -> Response:
    """An interview on location with a party that was absent: it heals the deviation."""
    audit = _audit(number)
    row = _attended(audit, party_id)
    form = InterviewForm(on=today())
    if submitted(form):
        with attempt(form):
            service.record_interview(db(), actor(), now(), audit, row, on=form.on.data, with_whom=form.with_whom.data)
            return saved(form, _to("overview", audit), f"Het gesprek met {row.party.organisation} is vastgelegd.")
    return page("audits/gesprek.html", nummer=audit.trajectory.number, audit=audit, row=row, form=form)


@audits.route("/dossiers/<number>/audit/afsluiten", methods=["GET", "POST"])
@permit(Permission.AUDIT)
def close(number: str) -> Response:
    """The closing meeting: what is open, what was found and until when, who was there, hours spent."""
    audit = _audit(number)
    rows = attendance_of(db(), audit.id)
    form = ClosingForm(closed_on=today(), present="\n".join(row.who for row in rows if row.who))
    if submitted(form):
        with attempt(form):
            service.close_audit(
                db(), actor(), now(), audit, closed_on=form.closed_on.data, present=form.present.data,
                agreed_with=form.agreed_with.data, hours=form.hours.data,
            )  # fmt: skip
            return saved(form, _to("overview", audit), "De audit is afgesloten. De termijnen lopen.")
    standing = [one for one in deviations_of(db(), audit.id) if one.withdrawn_on is None]
    return page(
        "audits/afsluiten.html", audit=audit, form=form, open_points=_titles(audit), standing=standing,
        until=service.terms_from(db(), audit, form.closed_on.data or today()) if standing else None,
        conditions=_may_record(audit), items=_bar(audit, 2),
    )  # fmt: skip


def _titles(audit: Audit) -> list[Point]:
    waiting = service.open_points(db(), audit)
    return [point for point in service.checklist_of(audit) if point.code in waiting]
