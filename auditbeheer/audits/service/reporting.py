"""What can be done with the report: write, submit, return, establish, note the decision, send, supplement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.audits.models import Report, ReportTopic, closing_of, report_of
from auditbeheer.audits.report import facts_for
from auditbeheer.audits.report_facts import freeze
from auditbeheer.audits.report_pdf import render_report
from auditbeheer.audits.rules import (
    ReportState,
    report_complete,
    reviewing,
    sending,
    supplementing,
    tells_all_closed,
    writing,
)
from auditbeheer.deviations.models import deviations_of
from auditbeheer.documents.state import is_first, records_audit, scheme_of
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, require
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.report_topics import report_topics
from auditbeheer.scheme.wording import day_plain

GRANTED, REFUSED = "verleend", "geweigerd"


def state_of(report: Report | None) -> ReportState:
    """Where an edition of the report stands; none yet is a draft."""
    if report is None:
        return ReportState()
    return ReportState(
        submitted=report.submitted_at is not None,
        returned=report.returned_at is not None,
        established=report.established_at is not None,
        sent=report.sent_on is not None,
    )


def open_deviations(session: Session, audit: Audit) -> int:
    """How many deviations of the audit hold the decision back."""
    return sum(one.closed_on is None and one.withdrawn_on is None for one in deviations_of(session, audit.id))


def told_open(session: Session, report: Report) -> int:
    """How many deviations this edition tells of as open: as it was handed in, for a draft as they are now."""
    return open_deviations(session, report.audit) if report.open_told is None else report.open_told


def held_until(session: Session, audit: Audit) -> date | None:
    """Until when the decision is held back: the last day for what is still open; None when nothing is."""
    left = [one for one in deviations_of(session, audit.id) if one.closed_on is None and one.withdrawn_on is None]
    return max((day for one in left if (day := one.additions_due or one.assessment_due)), default=None)


def _record(session: Session, by: Actor, now: datetime, report: Report, verb: str, what: str, why: str = "") -> None:
    journal.record(
        session, by, now, verb=verb, kind="rapport", thing=report.id, what=f"Rapport, versie {report.edition}: {what}",
        why=why, dossier=report.audit.trajectory.number,
    )  # fmt: skip


def write_report(
    session: Session,
    by: Actor,
    now: datetime,
    audit: Audit,
    *,
    summary: str,
    good: str,
    texts: Mapping[str, str],
    findings: str = "",
    hours: Decimal | None = None,
    opened_on: int | None = None,
) -> Report:
    """Keep the texts of the newest edition: conclusion, what is good, one per topic, what followed (AUD-7).

    ``hours``: what this edition took; with the hours told at the closing they make up the audit time (QUO-6).
    """
    report, held = report_of(session, audit.id), closing_of(session, audit.id)
    require(
        writing(team=records_audit(audit, by), closed_on=held.closed_on if held else None, state=state_of(report).word)
    )
    if report is None:
        report = Report(audit=audit, edition=1, made_on=now.date())
        session.add(report)
        session.flush()
    elif opened_on is not None and opened_on != report.version:
        raise Clash(who="een collega", when="net", theirs=texts_of(report))
    report.summary, report.good, report.findings, report.made_on = summary, good, findings, now.date()
    report.hours = hours or Decimal(0)
    _keep_topics(session, report, texts)
    session.flush()
    written = sum(bool(text.strip()) for text in texts.values())
    _record(session, by, now, report, "rapport geschreven", f"{written} van {len(texts)} onderwerpen beschreven")
    return report


def _keep_topics(session: Session, report: Report, texts: Mapping[str, str]) -> None:
    rows = {row.code: row for row in report.topics}
    for code, text in texts.items():
        if code in rows:
            rows[code].text = text
        else:
            # Naming its report puts the topic among those of the report.
            session.add(ReportTopic(code=code, text=text, report=report))


def texts_of(report: Report) -> dict[str, str]:
    """The texts of an edition, by the names of the form's fields."""
    own = {"summary": report.summary, "good": report.good, "findings": report.findings}
    return {**own, **{f"topic-{row.code}": row.text for row in report.topics}}


def complete_conditions(audit: Audit, report: Report | None) -> list[Condition]:
    """Whether the report says all it must (AUD-7); for the button, the page and the decision."""
    trajectory = audit.trajectory
    return report_complete(
        scheme_of(trajectory), {row.code: row.text for row in report.topics} if report else {},
        first=is_first(trajectory.kind), summary=report.summary if report else "",
        edition=report.edition if report else 1, findings=report.findings if report else "",
    )  # fmt: skip


def submit_report(session: Session, by: Actor, now: datetime, audit: Audit) -> Report:
    """Hand the report in for review: complete, or told which topic is empty. What it tells stands from here."""
    report, held = report_of(session, audit.id), closing_of(session, audit.id)
    allowed = writing(
        team=records_audit(audit, by), closed_on=held.closed_on if held else None, state=state_of(report).word
    )
    require([*allowed, *complete_conditions(audit, report)])
    assert report is not None  # an absent report is not complete
    report.submitted_at, report.submitted_by_id, report.returned_at = now, by.employee_id, None
    facts = facts_for(session, report, day=now.date())
    report.handed_in, report.open_told = freeze(facts), len(facts.open_deviations)
    session.flush()
    _record(session, by, now, report, "rapport ingediend", "ter beoordeling")
    return report


def _took_part(audit: Audit, by: Actor) -> bool:
    """Whether somebody is or was in the audit team, in whichever part (QUA-7)."""
    return any(one.employee_id == by.employee_id for one in audit.team)


def return_report(session: Session, by: Actor, now: datetime, report: Report, *, why: str) -> Report:
    """The reviewer sends the report back with a question; the auditor may write again."""
    require(reviewing(state=state_of(report).word, took_part=_took_part(report.audit, by)))
    report.returned_at, report.returned_why = now, why
    report.handed_in = report.open_told = None
    session.flush()
    _record(session, by, now, report, "rapport teruggestuurd", "teruggestuurd naar de auditor", why)
    return report


def establish_report(session: Session, by: Actor, now: datetime, report: Report) -> Report:
    """The reviewer finds the report in order: its text stands from here (AUD-8)."""
    require(reviewing(state=state_of(report).word, took_part=_took_part(report.audit, by)))
    require(complete_conditions(report.audit, report))
    report.established_at, report.established_by_id = now, by.employee_id
    session.flush()
    _record(session, by, now, report, "rapport vastgesteld", "vastgesteld")
    return report


def note_decision(
    session: Session, by: Actor, now: datetime, audit: Audit, *, outcome: str, why: str, on: date, by_whom: str
) -> Report | None:
    """What was decided, so that the report carries it (AUD-6). ``outcome``: "verleend" or "geweigerd".

    A report that went out before says "aangehouden": then a supplement is begun that carries the decision. One that
    tells of an open deviation carries no positive decision: first comes the supplement that tells of its closing.
    """
    report = report_of(session, audit.id)
    if report is None:
        return None
    if outcome == GRANTED:
        require([tells_all_closed(scheme_of(audit.trajectory), report.edition, told_open(session, report))])
    if report.sent_on is not None:
        report = _next_edition(session, report, now)
    report.decision, report.decision_why, report.decided_on, report.decided_by = outcome, why, on, by_whom
    session.flush()
    _record(session, by, now, report, "besluit in rapport", f"{outcome} op {day_plain(on)}", why)
    return report


def _next_edition(session: Session, report: Report, now: datetime) -> Report:
    following = Report(
        audit=report.audit, edition=report.edition + 1, made_on=now.date(), summary=report.summary, good=report.good
    )
    session.add(following)
    session.flush()
    _keep_topics(session, following, {row.code: row.text for row in report.topics})
    session.flush()
    return following


def begin_supplement(session: Session, by: Actor, now: datetime, audit: Audit) -> Report:
    """A supplement to a report that went out with the decision held back: what followed, and then the decision."""
    report = report_of(session, audit.id)
    conditions = supplementing(
        team=records_audit(audit, by), state=state_of(report).word, decision=report.decision if report else "",
        open_deviations=open_deviations(session, audit),
    )  # fmt: skip
    require(conditions)
    assert report is not None  # held by the conditions
    following = _next_edition(session, report, now)
    _record(session, by, now, following, "aanvulling begonnen", "aanvulling met wat volgde op de afwijkingen")
    return following


def send_conditions(
    session: Session, who: Actor, audit: Audit, report: Report, *, on: date, today: date
) -> list[Condition]:
    """Whether the report may go out now; for the button, the page and the act itself."""
    return sending(
        scheme_of(audit.trajectory), team=records_audit(audit, who), state=state_of(report).word,
        open_deviations=told_open(session, report), decision=report.decision, sent_on=on, audit_day=audit.day,
        today=today,
    )  # fmt: skip


def send_report(
    session: Session,
    by: Actor,
    now: datetime,
    report: Report,
    shelf: FileShelf,
    *,
    sent_on: date,
    sent_to: str,
    house_style: PictureFiles | None = None,
) -> Report:
    """The report goes out, with its decision or with what holds it back; its PDF is kept as it was sent (AUD-6)."""
    audit = report.audit
    require(send_conditions(session, by, audit, report, on=sent_on, today=now.date()))
    report.sent_on, report.sent_to = sent_on, sent_to
    report.pdf_sha256 = shelf.put(render_report(facts_for(session, report, day=sent_on, house_style=house_style)))
    session.flush()
    late = audit.report_due is not None and sent_on > audit.report_due
    what = f"verstuurd op {day_plain(sent_on)} aan {sent_to}{', na de laatste dag' if late else ''}"
    _record(session, by, now, report, "rapport verstuurd", what)
    until = held_until(session, audit)
    tell_contact(
        session, now, audit.trajectory, topic="rapport", page="rapport", key=f"rapport:{report.id}",
        facts={"versie": report.edition, "besluit": report.decision, "tot": until.isoformat() if until else ""},
    )  # fmt: skip
    return report


def draft_pdf(session: Session, report: Report, *, day: date, house_style: PictureFiles | None = None) -> bytes:
    """The report as it would go out on ``day``; nothing is kept."""
    return render_report(facts_for(session, report, day=day, house_style=house_style))


def topics_of(audit: Audit) -> list[tuple[str, str, str]]:
    """The topics that the report has: code, words, source."""
    topics = report_topics(scheme_of(audit.trajectory), first=is_first(audit.trajectory.kind))
    return [(topic.code, topic.text, topic.source.label) for topic in topics]
