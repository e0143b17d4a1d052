"""``auditbeheer import ervaring``: audits of colleagues from before this system, each with its proof (QUA-3, QUA-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.intake import Outcome, Report, read_rows
from auditbeheer.qualifications.models import Experience, ExperienceKind, ExperienceState
from auditbeheer.qualifications.rules import held_by_then
from auditbeheer.relations.models import AreaType
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.wording import day_typed, join_and

COLUMNS = ("email", "audit", "dag", "type", "schema", "deelname", "bewijs")
TYPES = {"B": AreaType.BUSINESS_PARK, "W": AreaType.SHOPPING_AREA, "G": AreaType.RURAL_AREA}
VERDICTS = {"positief": True, "negatief": False}
LONGEST = 200
EARLIEST = date(2004, 1, 1)
"""The year in which the mark began: an audit before it was none of KVO."""


@dataclass(frozen=True)
class _Known:
    """What is there already: colleagues by e-mail address, and which audits stand in whose ledger."""

    people: dict[str, Employee]
    ledgers: set[tuple[int, str]]


def import_experience(session: Session, by: Actor, now: datetime, path: Path) -> Report:
    """Take over audits into ledgers, one row each; what is there stays as it is.

    Raises ``ImportRefused`` for a file that cannot be read. One journal line for the whole file.
    """
    report, known = Report(path.name), _what_is_known(session)
    for line, row in read_rows(path, COLUMNS):
        label = f"{row['audit'] or '(zonder naam)'} ({row['email']})"
        person = known.people.get(row["email"].lower())
        if why := _shape(row, person, known):
            report.add(line, label, Outcome.REFUSED, why)
        elif person is not None and (person.id, row["audit"]) in known.ledgers:
            report.add(line, label, Outcome.THERE)
        elif person is not None:
            if why := _sense(row, now.date()):
                report.add(line, label, Outcome.REFUSED, why)
                continue
            session.add(_experience(row, person, known))
            known.ledgers.add((person.id, row["audit"]))
            report.take(line, label)
    session.flush()
    if report.taken:
        journal.record(
            session, by, now, verb="ervaring overgenomen", kind="import", thing=path.name, what=report.summary
        )
    return report


def _what_is_known(session: Session) -> _Known:
    people = {one.email: one for one in session.scalars(select(Employee))}
    rows = session.execute(select(Experience.employee_id, Experience.audit_ref))
    return _Known(people, {(row[0], row[1]) for row in rows})


def _shape(row: dict[str, str], person: Employee | None, known: _Known) -> str:
    """Why a row cannot be read; '' when it can."""
    if person is None:
        return f"er is geen medewerker met e-mailadres {row['email'] or '(leeg)'}"
    objections = {
        "de naam van de audit ontbreekt": not row["audit"],
        "het bewijs ontbreekt: noem het stuk waaruit deze audit blijkt": not row["bewijs"],
        f"audit en bewijs zijn ten hoogste {LONGEST} tekens": max(len(row["audit"]), len(row["bewijs"])) > LONGEST,
        f"type {row['type'] or '(leeg)'} bestaat niet: kies B, W of G": row["type"].upper() not in TYPES,
        f"het schema {row['schema'] or '(leeg)'} bestaat niet": row["schema"] not in schemes(),
        f"deelname {row['deelname'] or '(leeg)'} bestaat niet: kies {join_and(list(ExperienceKind), 'of')}":
            row["deelname"] not in set(ExperienceKind),
    }  # fmt: skip
    return next((why for why, wrong in objections.items() if wrong), "") or _verdict_objection(row, person, known)


def _verdict_objection(row: dict[str, str], person: Employee, known: _Known) -> str:
    verdict, judge = row.get("oordeel", ""), row.get("oordeel_door", "").lower()
    if row["deelname"] != ExperienceKind.INDEPENDENT:
        return "alleen bij zelfstandig hoort een oordeel" if verdict or judge else ""
    if verdict and verdict not in VERDICTS:
        return f"oordeel {verdict} bestaat niet: kies positief of negatief"
    if judge not in known.people:
        return f"oordeel_door: er is geen medewerker met e-mailadres {judge or '(leeg)'}"
    if known.people[judge] is person:
        return "niemand beoordeelt de eigen audit"
    return ""


def _sense(row: dict[str, str], today: date) -> str:
    """Why an audit cannot be taken over; '' when it can."""
    try:
        day = day_typed(row["dag"])
    except ValueError as error:
        return f"dag {row['dag'] or '(leeg)'}: {error}"
    if day < EARLIEST:
        return f"dag {row['dag']} ligt voor {EARLIEST.year}: toen was er nog geen KVO"
    positive = VERDICTS.get(row.get("oordeel", ""))
    objections = unmet(
        held_by_then(day, today, audit=row["audit"], already=False, kind=row["deelname"], positive=positive)
    )
    return " ".join(objection.objection for objection in objections)


def _experience(row: dict[str, str], person: Employee, known: _Known) -> Experience:
    judge = known.people.get(row.get("oordeel_door", "").lower())
    return Experience(
        employee_id=person.id, audit_ref=row["audit"], scheme=row["schema"],
        area_type=TYPES[row["type"].upper()].value, kind=ExperienceKind(row["deelname"]), state=ExperienceState.HELD,
        on_day=day_typed(row["dag"]), verdict_positive=VERDICTS.get(row.get("oordeel", "")),
        verdict_by_id=judge.id if judge else None, source=row["bewijs"],
    )  # fmt: skip
