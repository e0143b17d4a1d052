"""Reads what a decision rests on from every earlier step (C4: the rules themselves take values)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.audits.models import Closing, Report
from auditbeheer.audits.service import complete_conditions
from auditbeheer.decisions.basis import (
    AreaFigure,
    Assessment,
    DecisionFacts,
    DeviationState,
    Issue,
    PartyPresence,
    Person,
    ReportState,
    ReviewState,
    Running,
)
from auditbeheer.decisions.models import Advice, Decision, Review
from auditbeheer.decisions.reading import LEADING, Body, Recorded, recorded
from auditbeheer.deviations.models import Deviation
from auditbeheer.documents.state import Figures, scheme_of, survey_in_words
from auditbeheer.planning.models import Assignment, Audit, TeamRole
from auditbeheer.quotes.models import Agreement, CertifiedPeriod, Trajectory
from auditbeheer.quotes.service import areas_of
from auditbeheer.relations.models import MANDATORY_PARTIES, Area
from auditbeheer.scheme.audit_time import audit_time
from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import Role
from auditbeheer.scheme.scope import missing_condition
from auditbeheer.scheme.validity import issue_date, last_day_of_validity
from auditbeheer.scheme.wording import capital, counted, day_plain, join_and

QUESTIONS = ("rapport compleet", "personeel gekwalificeerd", "gang van zaken juist")


def facts_of(
    session: Session, trajectory: Trajectory, decider: Person, today: date, issue_on: date | None = None
) -> DecisionFacts:
    """All that a decision on ``today`` by ``decider`` rests on. ``issue_on``: another date of issue than the proposed.

    Raises KeyError for a trajectory without a scheme: nothing can be decided there, and no page leads to it.
    """
    return _facts(recorded(session, [trajectory], today), trajectory, decider, today, issue_on)


def facts_in(
    session: Session, trajectories: Sequence[Trajectory], decider: Person, today: date
) -> dict[int, DecisionFacts]:
    """The same for each of these trajectories, by its id; as many queries for many as for one."""
    rows = recorded(session, trajectories, today)
    return {one.id: _facts(rows, one, decider, today, None) for one in trajectories}


def _facts(
    rows: Recorded, trajectory: Trajectory, decider: Person, today: date, issue_on: date | None
) -> DecisionFacts:
    scheme, rules, audit = scheme_of(trajectory), rows.body.rules, rows.audit(trajectory)
    closing = next(iter(rows.closings.get(audit.id, ())), None) if audit else None
    agreement, figures = rows.agreements.get(trajectory.id), rows.figures.get(trajectory.id)
    periods = sorted(
        (period for link in trajectory.areas for period in rows.periods.get(link.area_id, ())),
        key=lambda period: period.issued_on,
    )
    auditor, objections = _auditor(rows, scheme, audit)
    return DecisionFacts(
        scheme=scheme,
        rules=rules,
        today=today,
        decider=decider,
        team=_team(rows, trajectory),
        assessments=_assessments(rows, trajectory),
        ended=_ended(trajectory),
        decided=_decided(rows.decisions.get(trajectory.id)),
        agreement_on=agreement.signed_on if agreement else None,
        licence_until=rows.body.licence.until_day if rows.body.licence else None,
        audit_day=audit.day if audit else None,
        closed_on=closing.closed_on if closing else None,
        auditor=auditor,
        auditor_objections=objections,
        parties=_parties(rows, trajectory, audit),
        response=_response(scheme, figures) if figures else (),
        measures=_measures(scheme, figures) if figures else (),
        hours_spent=_hours_spent(rows, closing),
        hours_needed=_hours_needed(scheme, trajectory, rules, agreement),
        deviations=_deviations(rows, audit),
        report=_report(audit, rows.report(audit) if audit else None),
        review=_review(rows.reviews.get(trajectory.id)),
        missing_data=_missing_data(rows.body, trajectory),
        running=_running(rows, trajectory, periods),
        issue=_issue(scheme, periods, today, rules, issue_on) if scheme.certificate else None,
    )


def _hours_spent(rows: Recorded, closing: Closing | None) -> Decimal:
    """What was told at the closing, and what each edition of the report took: the report is audit time too (QUO-6)."""
    if closing is None:
        return Decimal(0)
    return sum((report.hours for report in rows.reports.get(closing.audit_id, ())), closing.hours_spent)


def _team(rows: Recorded, trajectory: Trajectory) -> tuple[Person, ...]:
    """Everybody who was in the audit team or had a hand in the audit, also who was withdrawn after taking part."""
    people: set[int | None] = set()
    for audit in rows.audits.get(trajectory.id, ()):
        people.update(a.employee_id for a in audit.team if _took_part(audit, a))
        people.update(rows.judges.get(audit.id, ()))
        people.update(row.by_id for row in rows.deviations.get(audit.id, ()))
        people.update(row.by_id for row in rows.closings.get(audit.id, ()))
        people.update(row.submitted_by_id for row in rows.reports.get(audit.id, ()))
    members = sorted((rows.people[key] for key in people if key is not None), key=lambda row: row.name)
    return tuple(Person(row.id, row.name) for row in members)


def _assessments(rows: Recorded, trajectory: Trajectory) -> tuple[Assessment, ...]:
    """The additions that were judged, by who did; a scheme manager outside the team may have (AUD-4)."""
    return tuple(
        Assessment(Person(judge.id, judge.name), deviation.number, answer.assessed_on)
        for audit in rows.audits.get(trajectory.id, ())
        for deviation in rows.deviations.get(audit.id, ())
        for answer in deviation.answers
        if answer.assessed_on and (judge := rows.people.get(answer.assessed_by_id or 0))
    )


def _took_part(audit: Audit, assignment: Assignment) -> bool:
    """Whoever was ever in the team of the audit that stands; of one that was called off, who had begun on it."""
    if audit.cancelled_on is None:
        return True
    began = audit.document_review_on or audit.day
    until = min(day for day in (assignment.withdrawn_on, audit.cancelled_on, date.max) if day)
    return until >= began


def _ended(trajectory: Trajectory) -> str:
    if trajectory.withdrawn_on:
        return f"teruggetrokken op {day_plain(trajectory.withdrawn_on)}"
    return f"afgewezen op {day_plain(trajectory.declined_on)}" if trajectory.declined_on else ""


def _decided(decision: Decision | None) -> str:
    if decision is None:
        return ""
    return f"{decision.verdict} op {day_plain(decision.on_day)} door {decision.decider.name}"


def _auditor(rows: Recorded, scheme: Scheme, audit: Audit | None) -> tuple[str, tuple[str, ...]]:
    """Who led, and why they were not qualified on the day; a trainee leads under a qualified scheme manager (QUA-6)."""
    lead = next((a for a in audit.present_team if a.role in LEADING), None) if audit else None
    if audit is None or lead is None or not scheme.qualifications:
        return "", ()
    over = [a.employee for a in audit.present_team if a.role is TeamRole.SUPERVISOR]
    if lead.role is TeamRole.LEAD:
        held = rows.files.qualification(lead.employee, scheme, Role.AUDITOR, audit.day)
        missing = [condition.fact or condition.text for condition in unmet(held.conditions)]
        return lead.employee.name, () if held.holds else tuple(missing or [f"{lead.employee.name}: {held.state}"])
    fit = [who.name for who in over if rows.files.qualification(who, scheme, Role.SCHEME_MANAGER, audit.day).holds]
    if fit:
        return f"{lead.employee.name}, begeleid door {join_and(fit)}", ()
    return lead.employee.name, (f"{lead.employee.name} leidde de audit zonder gekwalificeerde schemamanager",)


def _parties(rows: Recorded, trajectory: Trajectory, audit: Audit | None) -> tuple[PartyPresence, ...]:
    """The parties that must be there, one by one; a kind of party that is missing altogether was not there either."""
    if audit is None:
        return ()
    seen = {row.party_id: row for row in rows.attendance.get(audit.id, ())}
    members = [party for party in trajectory.partnership.parties_on(audit.day) if not party.is_guide]
    found = []
    for kind in MANDATORY_PARTIES:
        own = [party for party in members if party.kind is kind]
        there = [seen[party.id] for party in own if party.id in seen]
        present = bool(own) and len(there) == len(own) and all(row.present for row in there)
        talks = [row.interviewed_on for row in there if not row.present]
        healed = max((day for day in talks if day), default=None) if len(there) == len(own) and all(talks) else None
        found.append(PartyPresence(capital(kind.value), present, healed))
    return tuple(found)


def _response(scheme: Scheme, figures: Figures) -> tuple[AreaFigure, ...]:
    """The response per area, as the documents step judges it."""
    unknown = missing_condition(scheme, "de respons")
    response = []
    for survey in figures.surveys:
        condition = survey.condition or unknown
        met = condition.met and survey.result is not None
        response.append(AreaFigure(met, survey_in_words(survey), condition.source))
    return tuple(response)


def _measures(scheme: Scheme, figures: Figures) -> tuple[AreaFigure, ...]:
    """The measures per area, as the documents step judges them."""
    unknown = missing_condition(scheme, "de respons")
    measures = []
    for area in figures.areas:
        short = [condition for condition in area.conditions if not condition.met]
        named = "; ".join(f"{condition.text}: {condition.fact}" for condition in short)
        done = sum(measure.carried_out_on is not None for measure in area.measures)
        fact = named or f"{area.link.area.name}: {counted(done, 'maatregel', 'maatregelen')} uitgevoerd"
        source = (short or list(area.conditions))[0].source if area.conditions else unknown.source
        measures.append(AreaFigure(not short and bool(area.conditions), fact, source))
    return tuple(measures)


def _hours_needed(
    scheme: Scheme, trajectory: Trajectory, rules: OwnRules, agreement: Agreement | None
) -> Decimal | None:
    """The minimum; where the scheme allows fewer with a justification (3.1), the hours that were agreed on so."""
    try:
        minimum = audit_time(scheme, areas_of(trajectory), rules).minimum
    except Refusal:
        return None
    fewer = scheme.audit_time is not None and scheme.audit_time.less_with_reason.value
    return min(minimum, agreement.hours) if fewer and agreement else minimum


def _deviations(rows: Recorded, audit: Audit | None) -> tuple[DeviationState, ...]:
    if audit is None:
        return ()
    standing = [row for row in rows.deviations.get(audit.id, ()) if row.withdrawn_on is None]
    return tuple(_standing(row) for row in standing)


def _standing(row: Deviation) -> DeviationState:
    waiting = next((answer for answer in reversed(row.answers) if answer.assessed_on is None), None)
    if waiting:
        stand = f"wacht op beoordeling sinds {day_plain(waiting.received_on)}"
        return DeviationState(row.number, row.closed_on, stand, ours=True)
    due = f", uiterlijk {day_plain(row.additions_due)}" if row.additions_due else ""
    return DeviationState(row.number, row.closed_on, f"wacht op een aanvulling{due}")


def _report(audit: Audit | None, report: Report | None) -> ReportState | None:
    if audit is None or report is None:
        return None
    return ReportState(
        edition=report.edition,
        submitted=report.submitted_at is not None and report.returned_at is None,
        established_on=report.established_at.date() if report.established_at else None,
        empty_topics=tuple(condition.text for condition in unmet(complete_conditions(audit, report))),
        open_told=report.open_told or 0,
    )


def _review(review: Review | None) -> ReviewState | None:
    if review is None:
        return None
    answers = (review.report_complete, review.personnel_qualified, review.process_correct)
    return ReviewState(
        edition=review.report_edition,
        reviewer=Person(review.reviewer.id, review.reviewer.name),
        on_day=review.on_day,
        advice=review.advice.value,
        positive=review.advice is Advice.GRANT,
        answers=tuple(zip(QUESTIONS, answers, strict=True)),
    )


def _missing_data(body: Body, trajectory: Trajectory) -> tuple[str, ...]:
    """What the certificate must say (CER-2) and nobody filled in yet."""
    who, us = trajectory.partnership, body.identity
    idle = [link.area.name for link in trajectory.areas if not link.area.activities.strip()]
    needed = {
        "naam en adres van onze instelling": us is not None and bool(us.name and us.street and us.town),
        "iemand die namens ons tekent": bool(body.signatories),
        "het correspondentieadres": bool(who.street and who.postcode and who.town),
        "het convenant of de afspraken, met datum": bool(who.founding_title and who.founding_on),
        f"de activiteiten in {join_and(idle)}": not idle,
        "een gebied": bool(trajectory.areas),
    }
    return tuple(name for name, there in needed.items() if not there)


def _running(rows: Recorded, trajectory: Trajectory, periods: Iterable[CertifiedPeriod]) -> tuple[Running, ...]:
    """Certificates of these areas, each once. Ours gives way only to one that covers all that it covers (CER-1a)."""
    own, here = {"eigen", *rows.body.names}, {link.area_id for link in trajectory.areas}
    found = {period.certificate: period for period in periods}
    return tuple(
        Running(name, p.body, p.issued_on, p.last_day, replaceable=p.body in own and rows.covered[name] <= here)
        for name, p in found.items()
    )


def _issue(
    scheme: Scheme, periods: Iterable[CertifiedPeriod], today: date, rules: OwnRules, issue_on: date | None
) -> Issue:
    previous = max((period.last_day for period in periods), default=None)
    proposed = issue_date(previous, today, rules)
    latest = max(today, previous + timedelta(days=1)) if previous else today
    day = issue_on or proposed.issued
    last = last_day_of_validity(scheme, day, rules).value
    return Issue(day=day, last_day=last, earliest=today, latest=latest, gap_days=proposed.gap_days)


def hold_still(session: Session, trajectory: Trajectory) -> None:
    """Lock what a decision rests on until the transaction ends, and read it afresh.

    A row that points at a locked one waits too, so no deviation, report or second decision slips in between. The
    areas are held in one order, so two dossiers that share one wait for each other and never block one another.
    """
    areas = sorted(link.area_id for link in trajectory.areas)
    for query in (
        select(Trajectory.id).where(Trajectory.id == trajectory.id),
        select(Audit.id).where(Audit.trajectory_id == trajectory.id).order_by(Audit.id),
        select(Area.id).where(Area.id.in_(areas)).order_by(Area.id),
    ):
        session.execute(query.with_for_update()).all()
    session.expire_all()
