"""The audit plan: a programme from the hours on location, when it may be sent, and objections to the team (PLA-2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from itertools import pairwise

from auditbeheer.planning.rules.audits import not_held, not_past
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_days
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain

OPENING, CLOSING, DOCUMENTS, LEAST = 15, 30, 45, 15
TOUR_SHARE = Decimal("0.3")
STEP = 5


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the programme."""

    begins: time
    ends: time
    what: str
    who: str = ""


def proposed_programme(starts_at: time, hours: Decimal, parties: Sequence[str]) -> list[Item]:
    """Opening, documents, tour, an interview with each party, closing: together as long as is planned on location.

    >>> [f"{one.begins:%H:%M}" for one in proposed_programme(time(9, 30), Decimal(4), ["Politie", "Brandweer"])]
    ['09:30', '09:45', '10:30', '11:40', '12:20', '13:00']
    """
    total = int(hours * 60)
    talk = min(DOCUMENTS, max(LEAST, (total - OPENING - CLOSING) // 3))
    tour = _rounded(max(LEAST, int(total * TOUR_SHARE)))
    left = total - OPENING - CLOSING - talk - tour
    each = max(LEAST, _rounded(left // len(parties))) if parties else 0
    talks = [("Gesprek over de samenwerking", each, name) for name in parties]
    parts = [
        ("Opening", OPENING, "iedereen"), ("Gesprek over de documenten", talk, "iedereen"),
        ("Rondgang door het gebied", tour, "iedereen"), *talks,
    ]  # fmt: skip
    rows, minute = [], starts_at.hour * 60 + starts_at.minute
    end = minute + total
    for what, minutes, who in parts:
        rows.append(Item(_at(minute), _at(minute + minutes), what, who))
        minute += minutes
    begin = max(minute, end - CLOSING)
    return [*rows, Item(_at(begin), _at(begin + CLOSING), "Afsluiting", "iedereen")]


def _rounded(minutes: int) -> int:
    return minutes - minutes % STEP


def _at(minute: int) -> time:
    minute = min(minute, 24 * 60 - 1)
    return time(minute // 60, minute % 60)


@traced("PLA-2", test="tests/planning/test_audit_plans.py::test_a_plan_is_sent_when_day_team_room_and_times_are_known")
def may_send_plan(
    items: Sequence[Item], *, day: date, leader: str | None, room: str, held: bool, today: date
) -> list[Condition]:
    """Whether an audit plan may go to the contact person: a leader, an undisturbed room, times that follow on."""
    backwards = [one for one in items if one.ends <= one.begins]
    overlap = [later for earlier, later in pairwise(items) if later.begins < earlier.ends]
    wrong = next(iter([*backwards, *overlap]), None)
    return [
        not_past(day, today),
        not_held(day, held=held),
        Condition("auditplan.team", "Een auditor leidt de audit", leader is not None, leader or "nog niemand", SETTING,
                  "Wijs eerst een auditor toe."),
        Condition("auditplan.ruimte", "Er is een ruimte waar niemand stoort", bool(room.strip()), room, SETTING,
                  "Vul in in welke ruimte het team ongestoord kan werken."),
        Condition("auditplan.programma", "Het programma heeft onderdelen", bool(items), "", SETTING,
                  "Vul ten minste 1 onderdeel in."),
        Condition("auditplan.tijden", "De tijden sluiten op elkaar aan", wrong is None, wrong.what if wrong else "",
                  SETTING, f"De tijden van ‘{wrong.what}’ kloppen niet." if wrong else ""),
    ]  # fmt: skip


def object_until(sent_on: date, rules: OwnRules) -> date:
    """The last day on which the client may object to a team member."""
    return add_days(sent_on, rules["objection_days"].integer)


@traced("PLA-2", test="tests/planning/test_audit_plans.py::test_the_client_may_object_for_some_days_and_once")
def may_object(*, sent_on: date | None, in_team: bool, already: bool, today: date, rules: OwnRules) -> list[Condition]:
    """Whether the client may object to this member: the plan was sent not long ago, and nobody did so yet."""
    last = object_until(sent_on, rules) if sent_on else None
    source = rules["objection_days"].source
    told = f"tot en met {day_plain(last)}" if last else "nog geen auditplan"
    return [
        Condition("bezwaar.termijn", "Bezwaar maken kan nog", last is not None and today <= last, told, source,
                  f"Bezwaar maken kon {told} ({source.label}). Bel ons." if last else "Er is nog geen auditplan."),
        Condition("bezwaar.team", "Deze persoon zit in het team", in_team, "", SETTING,
                  "Deze persoon zit niet meer in het team. U hoeft niets te doen."),
        Condition("bezwaar.eenmaal", "Hierover ligt nog geen bezwaar", not already, "", SETTING,
                  "Tegen deze persoon is al bezwaar gemaakt."),
    ]  # fmt: skip


@traced("PLA-2", test="tests/planning/test_audit_plans.py::test_who_was_objected_to_with_reason_is_not_in_the_team")
def no_honoured_objection(person: str, on: date | None, rules: OwnRules) -> Condition:
    """Whoever the client objected to, and we agreed, does not do this audit. ``on``: when we did."""
    source, told = rules["objection_days"].source, f"toegewezen op {day_plain(on)}" if on else ""
    return Condition("team.bezwaar", "Geen bezwaar van de werkgroep dat is toegewezen", on is None, told, source,
                     f"De werkgroep maakte bezwaar tegen {person} in deze audit, en dat bezwaar is {told}."
                     f" Kies een ander.")  # fmt: skip


def may_decide(*, open_: bool) -> list[Condition]:
    """Whether an objection waits for a decision."""
    return [
        Condition("bezwaar.open", "Het bezwaar wacht op een besluit", open_, "", SETTING,
                  "Over dit bezwaar is al besloten.")
    ]  # fmt: skip
