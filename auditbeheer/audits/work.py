"""What waits at the audits: to record, to close, to report, to send; and how far audit and report of a dossier are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.audits.models import Report, newest_reports, recorded_in, report_of, under_way
from auditbeheer.audits.rules import CONCEPT, ESTABLISHED, RETURNED, SENT, SUBMITTED
from auditbeheer.audits.service import checklist_of, state_of
from auditbeheer.deviations.models import deviations_in
from auditbeheer.documents.state import scheme_of
from auditbeheer.planning.models import Audit, audit_of
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.dutch import day_short
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.wording import counted

ACTS = frozenset({Permission.AUDIT})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


@dataclass(frozen=True)
class _Case:
    """An audit whose day has come: how much is recorded, where its report stands, what holds the decision back."""

    audit: Audit
    judged: int
    attended: int
    report: Report | None
    open_deviations: int

    @property
    def told_open(self) -> int:
        """How many deviations the report tells of as open: as it was handed in."""
        told = self.report.open_told if self.report else None
        return self.open_deviations if told is None else told

    @property
    def points(self) -> int:
        """How many checkpoints there are."""
        return len(checklist_of(self.audit))

    @property
    def parties(self) -> int:
        """How many parties could be there."""
        return sum(not party.is_guide for party in self.audit.trajectory.partnership.parties_on(self.audit.day))

    @property
    def source(self) -> Source | None:
        """Where the last day of the report comes from."""
        scheme = scheme_of(self.audit.trajectory)
        return scheme.source(scheme.report.days) if scheme.report and scheme.report.days else None


@asked_once
def _cases(session: Session, today: date, dossier: str | None) -> list[_Case]:
    audits = under_way(session, today, dossier)
    if not audits:
        return []
    ids = [audit.id for audit in audits]
    recorded, reports = recorded_in(session, ids), newest_reports(session, ids)
    open_ones: dict[int, int] = {}
    for one in deviations_in(session, [audit.trajectory_id for audit in audits]):
        if one.closed_on is None and one.withdrawn_on is None:
            open_ones[one.audit_id] = open_ones.get(one.audit_id, 0) + 1
    return [_Case(audit, *recorded[audit.id], reports.get(audit.id), open_ones.get(audit.id, 0)) for audit in audits]


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """What waits on and after the day of the audit, in every dossier or in one."""
    return [task for case in _cases(session, today, dossier) for task in _tasks_of(case)]


def _tasks_of(case: _Case) -> Iterator[Task]:
    if case.audit.held_on is None:
        yield _on_location(case)
    else:
        yield from _report(case)


def _on_location(case: _Case) -> Task:
    """Leads at once to the page on location where the work is: who is there, the points, or the closing."""
    if not case.judged and not case.attended:
        return _task(case, "audit.beginnen", "Begin de audit", "Audit beginnen", "audit/aanwezig", case.audit.day)
    left, unknown = case.points - case.judged, case.parties - case.attended
    if left > 0:
        why, page = f"Nog {counted(left, 'toetspunt', 'toetspunten')} zonder oordeel.", "audit/toetspunten"
    elif unknown > 0:
        why = f"Van {counted(unknown, 'partij', 'partijen')} is nog niet bekend of zij er was."
        page = "audit/aanwezig"
    else:
        return _task(case, "audit.afsluiten", "Sluit de audit af", "Afsluiten", "audit/afsluiten", case.audit.day)
    return _task(case, "audit.vastleggen", "Leg de audit vast", "Vastleggen", page, case.audit.day, why)


def _report(case: _Case) -> Iterator[Task]:
    state, report, due = state_of(case.report).word, case.report, case.audit.report_due
    if state in {CONCEPT, RETURNED}:
        supplement = report is not None and report.edition > 1
        title = "Maak de aanvulling op het rapport af" if supplement else "Maak het rapport af"
        why = f"Teruggestuurd: {report.returned_why}" if report and state == RETURNED else ""
        yield _task(
            case, "rapport.afmaken", title, "Rapport schrijven", "rapport/schrijven", None if supplement else due, why
        )
    elif state == ESTABLISHED and report and (report.decision or case.told_open):
        late = None if report.edition > 1 else due
        yield _task(case, "rapport.versturen", "Verstuur het rapport", "Rapport versturen", "rapport/versturen", late)
    elif state == SENT and report and not report.decision and not case.open_deviations:
        yield _task(case, "rapport.aanvullen", "Vul het rapport aan", "Aanvulling beginnen", "rapport/aanvulling", None)


def _task(case: _Case, code: str, title: str, verb: str, page: str, last_day: date | None, why: str = "") -> Task:
    trajectory, lead = case.audit.trajectory, case.audit.lead
    return Task(
        code=code, title=title, verb=verb, dossier=trajectory.number, url=f"/dossiers/{trajectory.number}/{page}",
        permission=Permission.AUDIT.value, name=trajectory.partnership.name,
        place=", ".join(dict.fromkeys(link.area.municipality.name for link in trajectory.areas)), last_day=last_day,
        why=why, source=case.source if last_day == case.audit.report_due else None, person=lead.id if lead else None,
    )  # fmt: skip


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """The last day to send the report, while its first edition has not gone out (AUD-6)."""
    return [
        Term(
            "het rapport is verstuurd", case.audit.report_due, "auditor", case.source, "Dan is het rapport te laat.",
            case.audit.trajectory.number,
        )
        for case in _cases(session, today, dossier)
        if case.audit.held_on and case.audit.report_due and case.source
        and (case.report is None or (case.report.edition == 1 and case.report.sent_on is None))
    ]  # fmt: skip


def audit_step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far the audit on location is."""
    audit = audit_of(session, trajectory.id)
    if audit is None:
        return Step("audit", "Audit", StepState.NOT_BEGUN, open=False)
    if audit.held_on is not None:
        return Step("audit", "Audit", StepState.DONE, f"gedaan, {day_short(audit.day)}")
    judged, attended = recorded_in(session, [audit.id])[audit.id]
    if judged or attended:
        return Step("audit", "Audit", StepState.BUSY, f"{judged} van {len(checklist_of(audit))} toetspunten")
    return Step("audit", "Audit", StepState.NOT_BEGUN, day_short(audit.day, today))


def report_step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far the report is."""
    audit = audit_of(session, trajectory.id)
    if audit is None or audit.held_on is None:
        due = f"uiterlijk {day_short(audit.report_due)}" if audit and audit.report_due else ""
        return Step("rapport", "Rapport", StepState.NOT_BEGUN, due, open=False)
    report = report_of(session, audit.id)
    state = state_of(report).word
    if report and state == SENT:
        held = "" if report.decision else ", besluit aangehouden"
        return Step("rapport", "Rapport", StepState.DONE, f"verstuurd {day_short(report.sent_on or today)}{held}")
    fact = {SUBMITTED: "ter beoordeling", RETURNED: "teruggestuurd", ESTABLISHED: "vastgesteld"}.get(state, "")
    if not fact and audit.report_due and (report is None or report.edition == 1):
        fact = f"uiterlijk {day_short(audit.report_due, today)}"
    return Step("rapport", "Rapport", StepState.BUSY, fact)
