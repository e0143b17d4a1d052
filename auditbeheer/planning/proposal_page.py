"""What the page of a proposal shows: how far it is, or its lines in the order in which they are worked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from auditbeheer.planning.models import LineChoice, PlanProposal, ProposalEnd, ProposedLine
from auditbeheer.planning.proposal.words import Weights
from auditbeheer.scheme.wording import counted, number

ABOUT = 10  # seconds: nobody can tell more exactly


@dataclass(frozen=True)
class ProposalView:
    """The lines of a proposal by what is to be done with them; ``silent``: its process was stopped from outside."""

    ended: bool
    silent: bool
    open: Sequence[ProposedLine]
    done: Sequence[ProposedLine]
    clashes: Sequence[tuple[str, Sequence[ProposedLine]]]
    verdict: str

    @property
    def taken(self) -> list[str]:
        """The keys of what was planned with it: the working groups can be asked next."""
        return [line.key for line in self.done if line.choice is LineChoice.TAKEN]


def view_of(proposal: PlanProposal, now: datetime) -> ProposalView:
    """The page of a proposal as it is now."""
    placed = sorted((line for line in proposal.lines if line.day is not None), key=_by_day)
    missing: dict[str, list[ProposedLine]] = {}
    for line in proposal.lines:
        if line.day is None and line.choice is None and proposal.ended_at is not None:
            missing.setdefault(line.clash, []).append(line)
    return ProposalView(
        ended=proposal.ended_at is not None,
        silent=proposal.silent(now),
        open=[line for line in placed if line.choice is None],
        done=[line for line in proposal.lines if line.choice is not None],
        clashes=list(missing.items()),
        verdict=verdict(proposal),
    )


def _by_day(line: ProposedLine) -> tuple[date, int]:
    return line.day or date.max, line.id


def verdict(proposal: PlanProposal) -> str:
    """How good a proposal is, in a sentence."""
    gap = proposal.gap
    if proposal.ended_as is ProposalEnd.FAILED:
        return "Rekenen is niet gelukt. Vraag het voorstel opnieuw."
    if proposal.ended_as is ProposalEnd.PROVEN:
        return "Beter kan niet, met wat nu bekend is."
    if proposal.ended_as is None or gap is None:
        return ""
    most = f"Een ander plan is hoogstens {gap * 100:.0f}\u00a0% beter." if gap >= 0.01 else "Veel beter kan niet."
    if proposal.ended_as is ProposalEnd.STOPPED:
        return f"Gestopt op verzoek. {most}"
    return most


@dataclass(frozen=True)
class Stand:
    """How far a proposal is, in words: the best plan so far, what no plan can beat, and how long it still searches."""

    best: str
    bound: str
    left: str


def stand_of(proposal: PlanProposal) -> Stand:
    """What its page tells while it is reckoned."""
    if proposal.best is None or proposal.bound is None:
        return Stand("nog geen", "nog niet bekend", _left(proposal))
    missed = proposal.missed or 0.0
    placed = len(proposal.lines) - round(missed / Weights().unplanned)
    lowest = max(0.0, proposal.bound - missed)
    return Stand(
        f"{placed} van de {counted(len(proposal.lines), 'audit', 'audits')} met een dag, voor"
        f" {_points(proposal.best - missed)}",
        f"{_points(lowest)}{_still(proposal.gap or 0.0)}" if lowest else "nog niet bekend",
        _left(proposal),
    )


def _points(value: float) -> str:
    return counted(int(Decimal(value).to_integral_value()), "punt", "punten")


def _still(gap: float) -> str:
    part = number(round(Decimal(gap * 100), 1))
    return f", hoogstens {part}\u00a0% minder" if gap >= 0.001 else ", net zo weinig"


def _left(proposal: PlanProposal) -> str:
    """At most and about: it ends sooner when no better plan can be."""
    seconds = proposal.seconds_left
    if seconds is None:
        return "nog niet bekend"
    return f"over hoogstens ongeveer {duration(-(-seconds // ABOUT) * ABOUT)}" if seconds >= ABOUT else "bijna"


def duration(seconds: int) -> str:
    """How long something takes, as it is said.

    >>> duration(40), duration(60), duration(101)
    ('40 seconden', '1 minuut', '1 minuut en 41 seconden')
    """
    minutes, rest = divmod(seconds, 60)
    parts = [counted(minutes, "minuut", "minuten")] if minutes else []
    return " en ".join(parts + ([counted(rest, "seconde", "seconden")] if rest or not minutes else []))
