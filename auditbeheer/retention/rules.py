"""How long papers are kept (DOC-11): the current and the previous cycle, and a term after the certificate's last day.

The handbook leaves this to the body: term and cycles are its own rule. Everything takes values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_years
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain


class Cycle(StrEnum):
    """Which certificate a dossier is of, seen from today."""

    CURRENT = "lopende cyclus"
    PREVIOUS = "vorige cyclus"
    EARLIER = "eerdere cyclus"
    NONE = "geen certificaat"


@dataclass(frozen=True, slots=True)
class Kept:
    """A dossier: the last day of its certificate, else the day on which it ended (None: it runs), and its cycle."""

    last_day: date | None
    ended_on: date | None
    cycle: Cycle


def kept_until(facts: Kept, rules: OwnRules) -> date | None:
    """The last day on which the papers are kept; None while nothing tells when that is."""
    start = facts.last_day or facts.ended_on
    return add_years(start, int(rules["retention_years"].value)) if start else None


@traced("DOC-11", test="tests/retention/test_rules.py::test_papers_are_kept_for_two_cycles_and_the_term")
def cleaning_conditions(facts: Kept, today: date, rules: OwnRules) -> list[Condition]:
    """Whether the papers of a dossier may go."""
    source, until = rules["retention_years"].source, kept_until(facts, rules)
    fact = f"bewaren tot en met {day_plain(until)}" if until else "het dossier loopt nog"
    return [
        Condition("bewaren.cyclus", "Het is niet de lopende en niet de vorige cyclus",
                  facts.cycle not in {Cycle.CURRENT, Cycle.PREVIOUS}, str(facts.cycle), source),
        Condition("bewaren.termijn", "De bewaartermijn is voorbij", until is not None and today > until, fact, source),
    ]  # fmt: skip


def answer_conditions(*, waits: bool, why: str) -> list[Condition]:
    """Whether somebody may decide on a proposal: it waits, and there is a reason."""
    return [
        Condition("opschonen.open", "Het voorstel wacht op een besluit", waits, "", SETTING,
                  "Over dit voorstel is al besloten"),
        Condition("opschonen.reden", "Er is een reden", bool(why.strip()), "", SETTING, "Vul in waarom"),
    ]  # fmt: skip
