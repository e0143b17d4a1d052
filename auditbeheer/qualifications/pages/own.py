"""Mijn kwalificatie: what somebody is, what they owe, and what they do next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.qualifications.models import Evidence
from auditbeheer.qualifications.pages.person import PersonPage, person_page
from auditbeheer.qualifications.rules import BY_LEDGER, State
from auditbeheer.scheme.condition import Source
from auditbeheer.scheme.wording import counted, day_plain, join_and

NEXT_YEAR_FROM = 60
"""In days: so long before the year ends the declaration over the next year is asked for."""


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now, in the shape of the panel (``_parts/nu.html``)."""

    title: str
    why: str = ""
    last_day: date | None = None
    term: int | None = None
    source: Source | None = None
    button_label: str = ""
    url: str = ""


@dataclass(frozen=True)
class OwnPage:
    """Everything on somebody's own page; ``owed``: what else must be done, a sentence each."""

    file: PersonPage
    now: NextStep | None
    ending: Sequence[Evidence]
    owed: Sequence[str]


def own_page(session: Session, by: Actor, now: datetime, employee: Employee) -> OwnPage:
    """One's own qualification today."""
    view, today = person_page(session, by, now, employee), now.date()
    rules = own_rules_on(session, today)
    ending = ending_by(view.evidence, today + timedelta(days=rules["evidence_ahead"].integer))
    steps = [
        *_to_declare(view, today, rules["impartiality_statements"].source, f"/auditors/{employee.id}/verklaren"),
        *(_to_renew(row, today, rules["evidence_ahead"].source) for row in ending),
        *_to_learn(view),
    ]
    return OwnPage(view, steps[0] if steps else None, ending, [*(step.title for step in steps[1:]), *_gaps(view)])


def ending_by(rows: Sequence[Evidence], last: date) -> list[Evidence]:
    """The evidence in force that has ended or ends by ``last``, first end first. ``rows``: the newest first."""
    newest: dict[tuple[str, str], Evidence] = {}
    for row in rows:
        newest.setdefault((row.scheme, row.criterion), row)
    found = [row for row in newest.values() if row.met and row.valid_until is not None and row.valid_until <= last]
    return sorted(found, key=lambda row: row.valid_until or last)


def _to_declare(view: PersonPage, today: date, source: Source, url: str) -> list[NextStep]:
    near = (date(today.year, 12, 31) - today).days <= NEXT_YEAR_FROM
    asked = [year for year in view.to_declare if year == today.year or near]
    return [
        NextStep(
            title=f"Verklaar uw onpartijdigheid over {year}",
            why="Zonder verklaring kan niemand u toewijzen."
            if year == today.year
            else f"Dan kan de planner u ook in {year} toewijzen.",
            source=source,
            button_label="Onpartijdigheid verklaren",
            url=url,
        )
        for year in asked
    ]


def _to_renew(row: Evidence, today: date, source: Source) -> NextStep:
    ends = row.valid_until or today
    over = ends < today
    why = "Dit bewijs telt niet meer. " if over else ""
    return NextStep(
        title=f"Lever nieuw bewijs aan: {row.document}",
        why=f"{why}Geef het aan de schemamanager: een ander beoordeelt het.",
        last_day=ends,
        term=(ends - today).days,
        source=source,
    )


def _to_learn(view: PersonPage) -> list[NextStep]:
    """What brings somebody in training under the newest scheme further: audits, papers, or the act."""
    parts = [part for part in view.capacities if part.qualification.state is State.TRAINING]
    if not parts or parts[0].scheme is not view.capacities[0].scheme:
        return []
    part = parts[0]
    work = f"{part.capacity.value} voor {part.scheme.name}"
    if not part.gaps:
        return [NextStep(f"U voldoet aan alle eisen: vraag of u {work} kunt worden", why="Een ander besluit daarover.")]
    by_ledger = [gap for gap in part.gaps if gap.code.removeprefix("kwalificatie.") in BY_LEDGER]
    if by_ledger:
        told = f"Tot nu toe: {join_and([gap.fact for gap in by_ledger])}. Vraag de planner of u mee kunt."
        return [NextStep(f"Ga mee met audits, dan wordt u {work}", why=told, source=by_ledger[0].source)]
    return [
        NextStep(f"Lever bewijs aan: {part.gaps[0].text}", why="Een ander beoordeelt het.", source=part.gaps[0].source)
    ]


def _gaps(view: PersonPage) -> list[str]:
    """What is owed beside papers: too few assessments, a state that keeps somebody from leading."""
    told = []
    for part in view.capacities:
        if part.qualification.state is State.SUSPENDED and part.qualification.since is not None:
            since = day_plain(part.qualification.since)
            told.append(f"U bent sinds {since} geschorst voor {part.scheme.name}. Vraag de schemamanager wat nodig is.")
        told += [
            f"Over {year.year} komt u {counted(year.short, 'audit', 'audits')} tekort. Vraag de planner om een audit."
            for year in part.years
            if year.short and year.year == view.day.year
        ]
    return list(dict.fromkeys(told))
