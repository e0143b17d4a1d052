"""Whether the lead of an audit may give it another day (PLA-1, DOC-1): within limits, the planner does the rest."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from auditbeheer.scheme.condition import SETTING, Condition, Source
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain


@dataclass(frozen=True, slots=True)
class OwnWish:
    """An audit's day of now and the day asked for, with the window: its first and last day and where they come from."""

    was: date
    day: date
    first: tuple[date, Source]
    last: tuple[date, Source] | None


@traced("PLA-1", test="tests/planning/test_own_day.py::test_the_lead_moves_a_day_within_limits")
def may_move_self(
    wish: OwnWish, today: date, rules: OwnRules, *, leads: bool, confirmed: bool, asked: bool = False
) -> list[Condition]:
    """Who leads may move an audit that was not confirmed, from and to days that are far enough off, in the window."""
    rule = rules["self_planning_days"]
    edge = today + timedelta(days=rule.integer)
    days = counted(rule.integer, "dag", "dagen")
    first, last = wish.first, wish.last
    inside = first[0] <= wish.day and (last is None or wish.day <= last[0])
    until = f" tot en met {day_plain(last[0])}" if last else ""
    window = first[1] if wish.day < first[0] or last is None else last[1]
    return [
        Condition("zelf.leiding", "U leidt deze audit", leads, "", SETTING,
                  "Alleen wie de audit leidt, kan de dag zelf verzetten."),
        Condition("zelf.niet_bevestigd", "De dag is niet aan de werkgroep bevestigd", not confirmed,
                  "bevestigd" if confirmed else "nog niet bevestigd", rule.source,
                  f"De dag is aan de werkgroep bevestigd. De planner kan hem nog verzetten ({rule.source.label})."),
        Condition("zelf.geen_vraag", "De werkgroep kiest niet zelf een dag", not asked,
                  "vraag staat open" if asked else "", SETTING,
                  "De werkgroep is gevraagd om een dag te kiezen. De planner kiest uit de antwoorden."),
        Condition("zelf.oude_dag", f"De dag van nu is ten minste {days} weg", wish.was >= edge, day_plain(wish.was),
                  rule.source,
                  f"De audit is al op {day_plain(wish.was)}. Binnen {days} verzet de planner ({rule.source.label})."),
        Condition("zelf.nieuwe_dag", f"De nieuwe dag is ten minste {days} weg", wish.day >= edge, day_plain(wish.day),
                  rule.source,
                  f"{day_plain(wish.day)} is te dichtbij. Kies {day_plain(edge)} of later ({rule.source.label})."),
        Condition("zelf.venster", f"Tussen {day_plain(first[0])} en de laatste veilige dag" if last is None else
                  f"Van {day_plain(first[0])}{until}", inside, day_plain(wish.day), window,
                  f"De audit past van {day_plain(first[0])}{until} ({window.label})."),
    ]  # fmt: skip
