"""Gather from every step what the report tells, in the shapes of ``report_facts`` that ``report_pdf`` sets on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.audits import report_facts as paper
from auditbeheer.audits.models import Attendance, Report, attendance_of, results_of
from auditbeheer.deviations.models import Deviation, Severity, deviations_of
from auditbeheer.documents.state import AreaSurvey, is_first, picture_of, scheme_of
from auditbeheer.organisation.pictures import PictureFiles, letterhead
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.letter import Letterhead
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service import areas_of
from auditbeheer.scheme.checklist import points
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.report_topics import report_topics
from auditbeheer.scheme.wording import day_plain, join_and


def facts_for(
    session: Session, report: Report, *, day: date, house_style: PictureFiles | None = None
) -> paper.ReportFacts:
    """All that an edition of the report tells, on paper of ``day``. ``house_style``: where the body's pictures lie.

    A draft tells how things stand on ``day``; once handed in for review it tells how they stood then (AUD-6).
    """
    head = letterhead(session, day, house_style)
    if report.handed_in is not None:
        return paper.thaw(report.handed_in, head=head, day=day, decided=_decision(report))
    return _as_it_stands(session, report, head, day)


def _as_it_stands(session: Session, report: Report, head: Letterhead, day: date) -> paper.ReportFacts:
    audit, trajectory = report.audit, report.audit.trajectory
    scheme, picture = scheme_of(trajectory), picture_of(session, trajectory)
    deviations = [one for one in deviations_of(session, audit.id) if one.withdrawn_on is None]
    rules = scheme.deviations
    return paper.ReportFacts(
        head=head,
        dossier=trajectory.number,
        edition=report.edition,
        day=day,
        as_of=day,
        partnership=trajectory.partnership.name,
        areas=tuple(link.area.name for link in trajectory.areas),
        municipality=join_and(list(dict.fromkeys(link.area.municipality.name for link in trajectory.areas))),
        scheme_title=scheme.identity.title,
        kind="eerste certificering" if is_first(trajectory.kind) else "volgende certificering",
        audit_days=(audit.day,),
        document_review_day=audit.document_review_on,
        place=audit.place,
        team=tuple((one.employee.name, one.role.value) for one in audit.present_team),
        conclusion=report.summary,
        good=tuple(line.strip() for line in report.good.splitlines() if line.strip()),
        verdict=_verdict(report, deviations),
        response=tuple(_response(one) for one in picture.surveys if one.result and one.needed),
        response_source=next((one.needed.source.label for one in picture.surveys if one.needed), ""),
        topics=_topics(scheme, report, trajectory),
        attendance=tuple(_presence(row) for row in attendance_of(session, audit.id)),
        checklist=_checklist(session, scheme, audit),
        deviations=tuple(_deviation(one) for one in deviations),
        term_source=scheme.source(rules.additions_months or rules.assessment_months).label if rules else "",
        recommendations=_recommendations(session, audit),
        supplement=paper.Supplement(day, report.findings) if report.edition > 1 and report.findings else None,
        lead_auditor=audit.lead.name if audit.lead else "",
    )


def _decision(report: Report) -> paper.Verdict | None:
    """What was decided, once it was."""
    if not report.decision:
        return None
    return paper.Verdict(paper.Outcome(report.decision), report.decision_why, report.decided_on, report.decided_by)


def _verdict(report: Report, deviations: Sequence[Deviation]) -> paper.Verdict:
    """The decision once taken; until then held back, with until when (AUD-6)."""
    decided = _decision(report)
    if decided is not None:
        return decided
    still_open = [one for one in deviations if one.closed_on is None]
    due = [day for one in still_open if (day := one.additions_due or one.assessment_due)]
    if not still_open:
        return paper.Verdict(paper.Outcome.HELD, "Het besluit volgt.")
    count = len(still_open)
    open_ones = "Er is nog 1 afwijking open." if count == 1 else f"Er zijn nog {count} afwijkingen open."
    until = f" De aanvulling is er uiterlijk op {day_plain(max(due))}." if due else ""
    return paper.Verdict(paper.Outcome.HELD, open_ones + until)


def _response(survey: AreaSurvey) -> paper.AreaResponse:
    assert survey.result is not None  # asked before
    assert survey.needed is not None
    return paper.AreaResponse(
        survey.link.area.name,
        survey.result.entrepreneurs,
        survey.answers,
        survey.needed.needed,
        survey.needed.percentage,
    )


def _topics(scheme: Scheme, report: Report, trajectory: Trajectory) -> tuple[paper.Topic, ...]:
    texts = {row.code: row.text for row in report.topics}
    return tuple(
        paper.Topic(topic.text, texts.get(topic.code, ""), topic.source.label)
        for topic in report_topics(scheme, first=is_first(trajectory.kind))
    )


def _presence(row: Attendance) -> paper.Presence:
    notes = [f"Niet aanwezig: {name}" for name in row.absent.splitlines()]
    if row.interviewed_on:
        notes.append(f"Gesprek op {day_plain(row.interviewed_on)} met {row.interviewed}")
    who = ", ".join(row.who.splitlines())
    return paper.Presence(row.party.organisation, who, row.present, "\n".join(notes))


def _checklist(session: Session, scheme: Scheme, audit: Audit) -> tuple[paper.CheckResult, ...]:
    results = results_of(session, audit.id)
    trajectory = audit.trajectory
    return tuple(
        paper.CheckResult(
            point.code, f"{point.title}: {point.text}", point.source.label,
            results[point.code].verdict.value.capitalize() if point.code in results else "Niet ingevuld",
            results[point.code].note if point.code in results else "",
        )
        for point in points(scheme, first=is_first(trajectory.kind), cluster=areas_of(trajectory) > 1)
    )  # fmt: skip


def _deviation(one: Deviation) -> paper.DeviationFacts:
    closing = next((answer for answer in reversed(one.answers) if answer.sufficient), None)
    return paper.DeviationFacts(
        number=str(one.number), requirement=one.requirement, found=one.seen, source=one.point, found_on=one.found_on,
        additions_due=one.additions_due, assessment_due=one.assessment_due,
        severity="" if one.severity is Severity.NONE else one.severity.value, closed_on=one.closed_on,
        follow_up=f"{closing.text}\n\n{closing.verdict}".strip() if closing else "",
    )  # fmt: skip


def _recommendations(session: Session, audit: Audit) -> tuple[str, ...]:
    rows = results_of(session, audit.id)
    return tuple(f"{code}: {row.recommendation}" for code, row in rows.items() if row.recommendation)
