"""What the page of a proposal shows: how far it is, or its lines in the order in which they are worked through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from auditbeheer.planning.models import LineChoice, PlanProposal, ProposalEnd, ProposedLine


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
    return f"Gestopt op verzoek. {most}" if proposal.ended_as is ProposalEnd.STOPPED else most
