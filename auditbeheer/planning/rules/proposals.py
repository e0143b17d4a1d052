"""When a proposal may be asked for, stopped and taken over; at what time and on which review day a line is planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import counted, day_plain, join_and

MOST = 500  # so many audits at once is what the planner was measured with
STARTS_AT = time(9, 30)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A dossier, or an extra assessment, that was ticked. ``agreed``: its agreement is signed and it runs.

    ``confirmed_on`` and ``held`` are of the audit that stands, if there is one; ``withdrawn``: it is needed no more.
    """

    name: str
    agreed: bool
    confirmed_on: date | None = None
    held: bool = False
    withdrawn: bool = False


def may_propose(chosen: Sequence[Chosen]) -> list[Condition]:
    """Whether a proposal can be reckoned for what was ticked: something, not too much, and nothing that stands firm."""
    waiting = [one.name for one in chosen if not one.agreed]
    needless = [one.name for one in chosen if one.withdrawn]
    firm = [one.name for one in chosen if one.confirmed_on is not None or one.held]
    return [
        Condition("voorstel.gekozen", "Er is iets gekozen", bool(chosen), "", SETTING,
                  "Kies eerst de dossiers die u wilt plannen."),
        Condition("voorstel.aantal", f"Hoogstens {MOST} tegelijk", len(chosen) <= MOST, str(len(chosen)), SETTING,
                  f"Kies er hoogstens {MOST}. U koos er {len(chosen)}."),
        Condition("voorstel.overeenkomst", "Van elk dossier is de overeenkomst getekend", not waiting,
                  join_and(waiting), SETTING, f"Nog niet te plannen, zonder overeenkomst: {join_and(waiting)}."),
        Condition("voorstel.nodig", "Alles is nog nodig", not needless, join_and(needless), SETTING,
                  f"Ingetrokken, en dus niet te plannen: {join_and(needless)}."),
        Condition("voorstel.vast", "Geen audit die al is bevestigd of gehouden", not firm, join_and(firm), SETTING,
                  f"Deze audits staan vast: {join_and(firm)}. Een voorstel verandert ze niet."),
    ]  # fmt: skip


def may_stop(*, ended: bool) -> list[Condition]:
    """Whether there is still something to stop."""
    return [Condition("voorstel.bezig", "Het voorstel is nog in de maak", not ended, "", SETTING,
                      "Dit voorstel is al klaar.")]  # fmt: skip


def may_restart(*, silent: bool) -> list[Condition]:
    """Whether it can be reckoned again: only when nobody is at work on it any more."""
    return [Condition("voorstel.afgebroken", "Het rekenen is afgebroken", silent, "", SETTING,
                      "Dit voorstel is klaar of nog in de maak.")]  # fmt: skip


def may_choose(lines: Sequence[tuple[str, bool, bool]]) -> list[Condition]:
    """Whether these lines can be taken over or skipped. Each: its name, whether it has a day, whether it is open."""
    without = [name for name, placed, _ in lines if not placed]
    done = [name for name, _, still in lines if not still]
    return [
        Condition("regel.gekozen", "Er is iets gekozen", bool(lines), "", SETTING, "Kies eerst een regel."),
        Condition("regel.dag", "Elke regel heeft een dag", not without, join_and(without), SETTING,
                  f"Hiervoor is geen dag gevonden: {join_and(without)}. Plan deze zelf."),
        Condition("regel.open", "Nog niet overgenomen of overgeslagen", not done, join_and(done), SETTING,
                  f"Al overgenomen of overgeslagen: {join_and(done)}."),
    ]  # fmt: skip


def begins_after(ends: time, travel: Decimal) -> time:
    """When the second audit of a day begins: after the first and the road, on the next quarter.

    >>> begins_after(time(13, 30), Decimal("0.25")), begins_after(time(13, 35), Decimal("0.25"))
    (datetime.time(13, 45), datetime.time(14, 0))
    """
    minutes = ends.hour * 60 + ends.minute + int(travel * 60)
    quarters = -(-minutes // 15)
    return time(min(23, quarters // 4), quarters % 4 * 15)


def ends_at(begins: time, hours: Decimal) -> time:
    """When an audit on location ends, at midnight at the latest.

    >>> ends_at(time(9, 30), Decimal("4.5")), ends_at(time(20, 0), Decimal(6))
    (datetime.time(14, 0), datetime.time(23, 59))
    """
    end = datetime.combine(date.min, begins) + timedelta(minutes=int(hours * 60))
    return end.time() if end.date() == date.min else time(23, 59)


def taken_in_words(count: int) -> str:
    """What was done, in a sentence for the page.

    >>> taken_in_words(1), taken_in_words(8)
    ('1 audit is ingepland.', '8 audits zijn ingepland.')
    """
    return f"{counted(count, 'audit', 'audits')} {'is' if count == 1 else 'zijn'} ingepland."


def day_moved(name: str, was: date, becomes: date) -> str:
    """What changes for a dossier whose audit stood on another day."""
    return f"{name}: van {day_plain(was)} naar {day_plain(becomes)}"
