"""What waits around auditors: evidence that runs out, a verdict to give, a declaration to make, too few audits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.work import Task, Term
from auditbeheer.qualifications.models import evidence_that_ends, shortfall_decisions, undeclared, verdicts_to_give
from auditbeheer.qualifications.pages.overview import schemes_with_criteria, staff_with_a_file
from auditbeheer.qualifications.rules import Year, asks_decision
from auditbeheer.qualifications.standing import files_of
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.qualification_criteria import NAME, Role
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.wording import day_plain

BACK = timedelta(days=366)

ACTS = frozenset({Permission.QUALIFY, Permission.AUDIT})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """Work around auditors; none of it belongs to one dossier."""
    if dossier is not None:
        return []
    rules = own_rules_on(session, today)
    return [
        *_evidence(session, today, rules["evidence_ahead"].integer),
        *_verdicts(session),
        *_declarations(session, today, rules["impartiality_statements"].source),
        *_shortfalls(session, today, rules),
    ]


def _evidence(session: Session, today: date, ahead: int) -> list[Task]:
    return [
        Task(
            code="bewijs-vernieuwen",
            title=f"Vernieuw het bewijs van {employee.short_name}",
            verb="Vernieuwen",
            dossier="",
            url=f"/auditors/{employee.id}",
            permission=Permission.QUALIFY.value,
            name=row.document,
            last_day=row.valid_until,
            why="Zonder geldig bewijs is de kwalificatie verlopen.",
        )
        for row, employee in evidence_that_ends(session, today - BACK, today + timedelta(days=ahead), today)
    ]


def _verdicts(session: Session) -> list[Task]:
    return [
        Task(
            code="oordeel-geven",
            title=f"Geef uw oordeel over de audit van {employee.short_name}",
            verb="Beoordelen",
            dossier=row.audit_ref,
            url=f"/auditors/{employee.id}/oordeel/{row.id}",
            permission=Permission.QUALIFY.value,
            why=f"De audit was op {day_plain(row.on_day)}, onder toezicht.",
        )
        for row, employee in verdicts_to_give(session)
    ]


def _declarations(session: Session, today: date, source: Source) -> list[Task]:
    return [
        Task(
            code="onpartijdigheid-verklaren",
            title=f"Verklaar uw onpartijdigheid over {today.year}",
            verb="Verklaren",
            dossier="",
            url=f"/auditors/{employee.id}/verklaren",
            permission=Permission.AUDIT.value,
            why="Zonder verklaring kan niemand u toewijzen.",
            source=source,
            person=employee.id,
        )
        for employee in undeclared(session, today)
    ]


def _shortfalls(session: Session, today: date, rules: OwnRules) -> list[Task]:
    """Years with too few assessments that ask for a decision, under each scheme for which somebody is qualified.

    A constant number of queries.
    """
    people = staff_with_a_file(session, today)
    files, decided = files_of(session, people), _decided(session, people)
    return [
        _shortfall(person, scheme, year, today)
        for person in people
        for scheme in schemes_with_criteria()
        if files.qualification(person, scheme, Role.AUDITOR, today).stands
        for year in files.years(person, scheme, today)
        if asks_decision(year, today, rules, decided.get((person.id, scheme.key, year.year)))
    ]


def _decided(session: Session, people: Sequence[Employee]) -> dict[tuple[int, str, int], int]:
    """What was expected at the newest decision, by person, scheme and year."""
    rows = shortfall_decisions(session, [person.id for person in people])
    return {(row.employee_id, row.scheme, row.year): row.expected for row in rows}


def _shortfall(person: Employee, scheme: Scheme, year: Year, today: date) -> Task:
    needed = known(scheme, scheme.qualifications, NAME).assessments_per_year
    return Task(
        code="tekort-besluiten",
        title=f"Beslis over de beoordelingen van {person.short_name}",
        verb="Beslissen",
        dossier="",
        url=f"/auditors/{person.id}/{scheme.key}/tekort/{year.year}",
        permission=Permission.QUALIFY.value,
        name=f"{year.expected} van {year.needed} in {year.year}, {scheme.name}",
        last_day=year.last_day if year.year == today.year else None,
        why=f"Nodig zijn er {year.needed} per jaar. U beslist: behouden met een maatregel, of schorsen.",
        source=scheme.source(needed) if needed else None,
        closed=True,
    )


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """No term of a dossier runs here."""
    return []
