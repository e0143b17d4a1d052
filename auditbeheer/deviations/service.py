"""What can be done with a deviation: open, describe, establish, answer, judge, extend, withdraw, heal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.permissions import Permission, Role
from auditbeheer.deviations.models import Answer, Deviation, Severity, deviations_of
from auditbeheer.deviations.rules import (
    AnswerFacts,
    DeviationFacts,
    answer_conditions,
    answering,
    assessing,
    described,
    may_extend,
    recording,
    sending_conditions,
    still_open,
    verdict_conditions,
    withdrawal_conditions,
)
from auditbeheer.documents.state import records_audit, scheme_of
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import Clash, Refused, require
from auditbeheer.quotes.letters import tell_contact
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.deviation_terms import deviation_terms
from auditbeheer.scheme.wording import day_plain


def facts_of(deviation: Deviation) -> DeviationFacts:
    """A deviation as the rules see it."""
    answers = tuple(AnswerFacts(one.received_on, one.complete, one.sufficient) for one in deviation.answers)
    return DeviationFacts(deviation.number, deviation.closed_on, deviation.withdrawn_on, answers)


def _record(
    session: Session, by: Actor, now: datetime, deviation: Deviation, verb: str, what: str, why: str = ""
) -> None:
    journal.record(
        session, by, now, verb=verb, kind="afwijking", thing=deviation.id,
        what=f"Afwijking {deviation.number} ({deviation.point}): {what}", why=why,
        dossier=deviation.audit.trajectory.number,
    )  # fmt: skip


def open_deviation(
    session: Session,
    by: Actor,
    now: datetime,
    audit: Audit,
    *,
    point: str,
    seen: str,
    requirement: str,
    severity: Severity = Severity.NONE,
) -> Deviation:
    """A situation that does not conform, found at the audit (AUD-3). Its terms run from the closing meeting."""
    require(recording(in_team=records_audit(audit, by)))
    require(described(seen, requirement))
    assert by.employee_id is not None  # whoever is in a team is an employee
    earlier = deviations_of(session, audit.id)
    deviation = Deviation(
        audit=audit, number=1 + max((one.number for one in earlier), default=0), point=point, found_on=audit.day,
        seen=seen, requirement=requirement, by_id=by.employee_id, severity=severity,
    )  # fmt: skip
    session.add(deviation)
    session.flush()
    _record(session, by, now, deviation, "afwijking vastgelegd", seen)
    return deviation


def describe_deviation(
    session: Session, by: Actor, now: datetime, deviation: Deviation, *, seen: str, requirement: str, severity: Severity
) -> Deviation:
    """Other words for a deviation, as long as it was not told at the closing meeting."""
    require(recording(in_team=records_audit(deviation.audit, by)))
    require(described(seen, requirement))
    require(still_open(facts_of(deviation).state))
    if (deviation.seen, deviation.requirement, deviation.severity) == (seen, requirement, severity):
        return deviation
    was = deviation.seen
    deviation.seen, deviation.requirement, deviation.severity = seen, requirement, severity
    session.flush()
    _record(session, by, now, deviation, "afwijking gewijzigd", seen, f"Eerder: {was}")
    return deviation


def establish_deviations(
    session: Session, by: Actor, now: datetime, audit: Audit, *, closed_on: date
) -> Sequence[Deviation]:
    """The closing meeting: from here the terms of every open deviation run, and are stored (AUD-4, AUD-5)."""
    require(recording(in_team=records_audit(audit, by)))
    standing = [one for one in deviations_of(session, audit.id) if one.withdrawn_on is None]
    for deviation in standing:
        deviation.established_on = closed_on
        if deviation.closed_on is None:
            _promise(session, deviation)
            session.flush()
            until = deviation.additions_due or deviation.assessment_due
            what = f"termijn tot en met {day_plain(until)}" if until else "zonder termijn"
            _record(session, by, now, deviation, "afwijking vastgesteld", what)
    _tell_the_group(session, now, audit, [one for one in standing if one.closed_on is None])
    return standing


def _tell_the_group(session: Session, now: datetime, audit: Audit, still: Sequence[Deviation]) -> None:
    """One mail about all that must be added: until when, and by when it is judged."""
    if not still:
        return
    due = max((one.additions_due for one in still if one.additions_due), default=None)
    judged = max((one.assessment_due for one in still if one.assessment_due), default=None)
    tell_contact(
        session, now, audit.trajectory, topic="aanvulling_nodig", page="afwijkingen",
        key=f"aanvulling-nodig:{audit.id}",
        facts={"aantal": len(still), "dag": due.isoformat() if due else "",
               "klaar": judged.isoformat() if judged else ""},
    )  # fmt: skip


def _promise(session: Session, deviation: Deviation) -> None:
    """Work out the last days from what is known now, and store them; a last day for additions stays as promised."""
    audit, facts = deviation.audit, facts_of(deviation)
    assert deviation.established_on is not None  # only terms that run are promised
    terms = deviation_terms(
        scheme_of(audit.trajectory), deviation.established_on, facts.received_complete,
        extended=deviation.extended_on is not None, rules=own_rules_on(session, deviation.established_on),
    )  # fmt: skip
    if deviation.additions_due is None and terms.additions:
        deviation.additions_due = terms.additions.day
    deviation.assessment_due = (terms.assessment or terms.latest_assessment).day


def record_answer(
    session: Session,
    by: Actor,
    now: datetime,
    deviation: Deviation,
    shelf: FileShelf,
    *,
    received_on: date,
    text: str,
    from_whom: str,
    complete: bool,
    upload: tuple[str, bytes] | None = None,
) -> Answer:
    """An addition of the working group, with the day it came; complete, it begins our month to assess (AUD-4)."""
    audit = deviation.audit
    in_team = records_audit(audit, by)
    require(answering(for_the_office=by.may(Permission.DOCUMENTS), in_team=in_team))
    state = facts_of(deviation).state
    scheme = scheme_of(audit.trajectory)
    require(answer_conditions(scheme, deviation.established_on, state, received_on, now.date()), field="received_on")
    return _receive(
        session, by, now, deviation, shelf, received_on=received_on, text=text, from_whom=from_whom, complete=complete,
        upload=upload,
    )  # fmt: skip


def send_answer(
    session: Session, by: Actor, now: datetime, deviation: Deviation, shelf: FileShelf, *,
    sender: str, cause: str, measure: str, complete: bool, upload: tuple[str, bytes] | None = None,
) -> Answer:  # fmt: skip
    """The working group itself answers: the cause, what it did about it, and what shows that.

    Whoever calls this has seen that the sender is of this working group.
    """
    require(sending_conditions(facts_of(deviation), deviation.established_on, deviation.additions_due, now.date()))
    return _receive(
        session, by, now, deviation, shelf, received_on=now.date(), from_whom=sender, complete=complete, upload=upload,
        text=f"Oorzaak: {cause.strip()}\n\nMaatregel: {measure.strip()}",
    )  # fmt: skip


def _receive(
    session: Session, by: Actor, now: datetime, deviation: Deviation, shelf: FileShelf, *,
    received_on: date, text: str, from_whom: str, complete: bool, upload: tuple[str, bytes] | None,
) -> Answer:  # fmt: skip
    stored = None
    if upload:
        thing = f"{deviation.audit.trajectory.number}/{deviation.number}"
        row = StoredFile(
            name="", media_type="", size=0, sha256="", at=now, sender=from_whom, kind="aanvulling", thing=thing
        )
        stored = keep(session, shelf, upload, row)
    answer = Answer(
        deviation=deviation, received_on=received_on, at=now, text=text, from_whom=from_whom, complete=complete,
        file=stored,
    )  # fmt: skip
    session.add(answer)
    session.flush()
    _promise(session, deviation)
    session.flush()
    what = f"ontvangen op {day_plain(received_on)} van {from_whom}{f', {stored.name}' if stored else ''}"
    _record(
        session, by, now, deviation, "aanvulling ontvangen", what if complete else f"{what}, nog niet compleet", text
    )
    return answer


def assess_answer(
    session: Session,
    by: Actor,
    now: datetime,
    deviation: Deviation,
    *,
    sufficient: bool,
    verdict: str,
    opened_on: int | None = None,
) -> Deviation:
    """Judge the newest addition: sufficient closes the deviation, otherwise it goes back with what lacks.

    A return does not begin the two months anew (AUD-4).
    """
    manager = Role.SCHEME_MANAGER in by.roles and by.may(Permission.AUDIT)
    require(assessing(in_team=records_audit(deviation.audit, by), scheme_manager=manager))
    require(still_open(facts_of(deviation).state))
    _unchanged(deviation, opened_on, {"verdict": deviation.answers[-1].verdict if deviation.answers else ""})
    scheme, due = scheme_of(deviation.audit.trajectory), deviation.additions_due
    waiting = facts_of(deviation).waiting
    require(verdict_conditions(scheme, waiting, due, sufficient=sufficient, verdict=verdict), field="verdict")
    for answer in deviation.answers:
        if answer.sufficient is None:
            answer.sufficient, answer.verdict = sufficient, verdict
            answer.assessed_on, answer.assessed_by_id = now.date(), by.employee_id
    if sufficient:
        deviation.closed_on = now.date()
    else:
        _promise(session, deviation)
    session.flush()
    _record(
        session, by, now, deviation, "aanvulling beoordeeld", "gesloten" if sufficient else "teruggestuurd", verdict
    )
    _tell_verdict(session, now, deviation, sufficient=sufficient, verdict=verdict)
    return deviation


def _tell_verdict(session: Session, now: datetime, deviation: Deviation, *, sufficient: bool, verdict: str) -> None:
    """The working group hears at once whether it was enough, and otherwise what lacks and until when."""
    due = deviation.additions_due
    facts: dict[str, object] = {"nummer": deviation.number, "wat": verdict}
    if not sufficient:
        facts["dag"] = due.isoformat() if due and due >= now.date() else ""
    tell_contact(
        session, now, deviation.audit.trajectory, page="afwijkingen", facts=facts,
        topic="aanvulling_goed" if sufficient else "aanvulling_terug",
        key=f"aanvulling-oordeel:{deviation.id}:{len(deviation.answers)}",
    )  # fmt: skip


def _unchanged(deviation: Deviation, opened_on: int | None, theirs: dict[str, str]) -> None:
    if opened_on is not None and opened_on != deviation.version:
        raise Clash(who="een collega", when="net", theirs=theirs)


def extend_term(session: Session, by: Actor, now: datetime, deviation: Deviation, *, why: str) -> Deviation:
    """Extend the term for assessing: 3.1 only, once, with a reason; counted in one go from establishing (AUD-5)."""
    manager = Role.SCHEME_MANAGER in by.roles and by.may(Permission.AUDIT)
    require(assessing(in_team=records_audit(deviation.audit, by), scheme_manager=manager))
    conditions = may_extend(
        scheme_of(deviation.audit.trajectory), state=facts_of(deviation).state, established_on=deviation.established_on,
        due=deviation.assessment_due, extended_on=deviation.extended_on, why=why, today=now.date(),
    )  # fmt: skip
    require(conditions, field="why" if _only_reason_lacks(conditions) else None)
    with session.no_autoflush:  # in one step: the database moves a promised day only along with the extension
        deviation.extended_on, deviation.extended_why = now.date(), why
        _promise(session, deviation)
    session.flush()
    assert deviation.assessment_due is not None  # an established deviation has one
    what = f"verlengd tot en met {day_plain(deviation.assessment_due)}"
    _record(session, by, now, deviation, "termijn verlengd", what, why)
    return deviation


def _only_reason_lacks(conditions: Sequence[Condition]) -> bool:
    try:
        require(conditions)
    except Refused as refused:
        return [condition.code for condition in refused.objections] == ["afwijking.onderbouwing"]
    return False


def withdraw_deviation(session: Session, by: Actor, now: datetime, deviation: Deviation, *, why: str) -> Deviation:
    """A deviation that was none: taken back with the reason; it stays to be seen (C22)."""
    require(recording(in_team=records_audit(deviation.audit, by)))
    require(withdrawal_conditions(facts_of(deviation).state, why), field="why")
    deviation.withdrawn_on, deviation.withdrawn_why = now.date(), why
    session.flush()
    _record(session, by, now, deviation, "afwijking ingetrokken", "ingetrokken", why)
    return deviation


def heal_deviation(
    session: Session, by: Actor, now: datetime, deviation: Deviation, *, on: date, how: str, from_whom: str
) -> Deviation:
    """Close a deviation by what happened on location afterwards: an interview with the absent party (AUD-1)."""
    require(recording(in_team=records_audit(deviation.audit, by)))
    require(still_open(facts_of(deviation).state))
    session.add(
        Answer(
            deviation=deviation, received_on=on, at=now, text=how, from_whom=from_whom, complete=True,
            assessed_on=now.date(), assessed_by_id=by.employee_id, sufficient=True, verdict=how,
        )
    )  # fmt: skip
    deviation.closed_on = on
    session.flush()
    _record(session, by, now, deviation, "afwijking hersteld", f"gesloten op {day_plain(on)}", how)
    return deviation
