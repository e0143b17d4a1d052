"""What waits in planning: a day, an auditor, a confirmation; which days run; how far the step of a dossier is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import safe_days, scheme_of, team_problems
from auditbeheer.planning.day_tasks import answered, place_of, question_tasks
from auditbeheer.planning.hours import Short, short_of_hours
from auditbeheer.planning.models import (
    Assignment,
    Audit,
    ExtraAssessment,
    audit_of,
    audits_from,
    extras_to_plan,
    objections_in,
    open_questions,
    plans_of,
    question_of,
    requests_waiting,
    to_plan,
)
from auditbeheer.planning.plan_tasks import plan_tasks
from auditbeheer.planning.rules import hours_agreed
from auditbeheer.planning.window import Edge
from auditbeheer.plumbing.dutch import day_short
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.models import Trajectory, agreement_of
from auditbeheer.scheme.condition import SETTING, Condition, Source
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import day_plain, hours

ACTS = frozenset({Permission.PLAN, Permission.AUDIT})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """Days to plan, auditors to assign, confirmations to give; a constant number of queries."""
    rules = own_rules_on(session, today)
    waiting = [trajectory for trajectory, _ in to_plan(session, dossier)]
    safe = safe_days(session, waiting, rules)
    audits = audits_from(session, today, dossier)
    problems = team_problems(session, audits, rules)
    questions = open_questions(session, dossier)
    asked = {(question.trajectory_id, question.extra_id) for question in questions}
    own = [audit for audit in audits if audit.extra_id is None]
    plans = {plan.audit_id: plan for plan in reversed(plans_of(session, [audit.id for audit in audits]))}
    objections = objections_in(session, tuple(sorted({audit.trajectory_id for audit in audits})))
    return [
        *(task for audit in own for task in plan_tasks(audit, plans.get(audit.id), objections)),
        *(
            _to_plan(trajectory, safe.get(trajectory.id))
            for trajectory in waiting
            if (trajectory.id, None) not in asked
        ),
        *(task for question in questions for task in question_tasks(question, today)),
        *(_hours_to_plan(one) for one in short_of_hours(session, own)),
        *(
            _extra_to_plan(extra)
            for extra in extras_to_plan(session, dossier)
            if (extra.trajectory_id, extra.id) not in asked
        ),
        *(task for audit in audits for task in _of_audit(audit, rules, problems)),
        *([] if dossier else _asked(session)),
    ]


def _asked(session: Session) -> list[Task]:
    """Colleagues who ask to be away."""
    return [
        Task(
            code="afwezigheid-beantwoorden",
            title=f"Antwoord {row.employee.short_name} over afwezigheid",
            verb="Antwoorden",
            dossier="",
            url=f"/planning/afwezig/gevraagd/{row.id}",
            permission=Permission.PLAN.value,
            last_day=row.from_day,
            why=f"Gevraagd op {day_plain(row.asked_on)}: van {day_plain(row.from_day)} tot en met"
            f" {day_plain(row.until_day)}.",
        )
        for row in requests_waiting(session)
    ]


def _to_plan(trajectory: Trajectory, safe: Edge | None) -> Task:
    return Task(
        code="audit-plannen",
        title="Plan de audit",
        verb="Plannen",
        dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/planning/inplannen",
        permission=Permission.PLAN.value,
        name=trajectory.partnership.name,
        place=place_of(trajectory),
        last_day=safe.day if safe else None,
        why="Later kan een onderbreking tussen twee certificaten geven." if safe else "",
        source=safe.source if safe else None,
    )


def _hours_to_plan(short: Short) -> Task:
    """Hours that were agreed on after the audit got its day (QUO-7)."""
    audit, agreed = short.audit, hours_agreed(short.audit.hours, short.agreed)
    why = f"Afgesproken is {hours(short.agreed)} uur, gepland {hours(audit.hours)} uur."
    return _task(audit, "uren-plannen", f"Plan {hours(short.missing)} uur meer", "Plannen", "/uren", why=why,
                 source=agreed.source)  # fmt: skip


def _extra_to_plan(extra: ExtraAssessment) -> Task:
    trajectory = extra.trajectory
    return Task(
        code="extra-beoordeling-plannen",
        title="Plan de extra beoordeling",
        verb="Plannen",
        dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/planning/extra/{extra.id}/inplannen",
        permission=Permission.PLAN.value,
        name=trajectory.partnership.name,
        place=place_of(trajectory),
        last_day=extra.hold_by,
        why=f"Gevraagd voor {extra.about}.",
    )


def _of_audit(audit: Audit, rules: OwnRules, problems: dict[int, list[Condition]]) -> Iterator[Task]:
    """The tasks of one planned audit. A last day: the audit itself."""
    team = audit.present_team
    for member in team:
        if member.id in problems:
            yield _replace(audit, member, problems[member.id][0])
    if audit.lead is None:
        yield _task(audit, "auditor-toewijzen", "Wijs een auditor toe", "Toewijzen", "/toewijzen")
        return
    source = rules["impartiality_statements"].source
    silent = [member for member in team if member.impartial_on is None]
    for member in silent:
        yield _task(
            audit, "onpartijdigheid-bevestigen", "Bevestig uw onpartijdigheid", "Bevestigen", "/onpartijdigheid",
            act=Permission.AUDIT, person=member.employee_id, source=source,
            why="Zonder uw bevestiging gaat de auditdag niet naar de werkgroep.",
        )  # fmt: skip
    if not silent and audit.confirmed_on is None and not any(member.id in problems for member in team):
        yield _task(audit, "auditdag-bevestigen", "Bevestig de dag aan de werkgroep", "Bevestigen", "")


def _replace(audit: Audit, member: Assignment, problem: Condition) -> Task:
    return _task(
        audit, "auditor-vervangen", f"Vervang {member.employee.short_name}", "Vervangen",
        f"/vervangen/{member.id}", why=problem.objection, source=problem.source,
    )  # fmt: skip


def _task(
    audit: Audit,
    code: str,
    title: str,
    verb: str,
    page: str,
    *,
    act: Permission = Permission.PLAN,
    person: int | None = None,
    why: str = "",
    source: Source | None = None,
) -> Task:
    trajectory = audit.trajectory
    return Task(
        code=code,
        title=title,
        verb=verb,
        dossier=trajectory.number,
        url=f"{audit.page}{page}",
        permission=act.value,
        name=trajectory.partnership.name,
        place=place_of(trajectory),
        last_day=audit.day,
        why=why or f"De {audit.name} is op {day_plain(audit.day)}.",
        source=source,
        person=person,
    )


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """The audit day and the report that follows it, and for what is not planned yet the latest safe audit day.

    The term of the documents is told by the documents, that of a report after the audit by the audits.
    """
    rules = own_rules_on(session, today)
    waiting = [trajectory for trajectory, _ in to_plan(session, dossier)]
    safe = safe_days(session, waiting, rules)
    found = [
        Term("de audit is gehouden", safe[trajectory.id].day, "auditteam en werkgroep", safe[trajectory.id].source,
             "Er kan een onderbreking tussen twee certificaten ontstaan.", trajectory.number)
        for trajectory in waiting
        if trajectory.id in safe
    ]  # fmt: skip
    for audit in audits_from(session, today, dossier):
        found.append(
            Term(f"de {audit.name}", audit.day, "auditteam en werkgroep", SETTING, "Dan kiezen wij een andere dag.",
                 audit.trajectory.number)
        )  # fmt: skip
        scheme = scheme_of(audit.trajectory)
        if audit.report_due is not None and scheme.report is not None and scheme.report.days is not None:
            found.append(
                Term("het rapport is verstuurd", audit.report_due, "auditor", scheme.source(scheme.report.days),
                     "Dan is het rapport te laat.", audit.trajectory.number)
            )  # fmt: skip
    return found


def step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far planning is in one dossier."""
    audit, question = audit_of(session, trajectory.id), question_of(session, trajectory.id)
    if question is not None and (audit is None or audit.held_on is None):
        return Step("planning", "Planning", StepState.WAITING, answered(question))
    if audit is None:
        agreed = agreement_of(session, trajectory.id) is not None
        return Step("planning", "Planning", StepState.NOT_BEGUN, "nog geen dag" if agreed else "", open=agreed)
    day = day_short(audit.day)
    if audit.lead is None:
        return Step("planning", "Planning", StepState.BUSY, f"{day}, nog geen auditor")
    if audit.confirmed_on is None and audit.day >= today:
        return Step("planning", "Planning", StepState.BUSY, f"{day}, {audit.lead.short_name}, nog niet bevestigd")
    return Step("planning", "Planning", StepState.DONE, f"{day}, {audit.lead.short_name}")
