"""What the working group put by between two audits, by yearly duty: half of the figures of its next set (DOC-9).

A proposal and no more: it stands ready in the form until somebody looked at it and kept the figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.documents.incoming import kept_papers
from auditbeheer.documents.models import FigurePart, KeptPaper
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.terms import add_years


@dataclass(frozen=True)
class KeptYear:
    """What was put by in the twelve months up to and including ``last``, by the code of its duty, oldest first."""

    first: date
    last: date
    papers: Mapping[str, Sequence[KeptPaper]] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each duty; a duty of which nothing was put by is absent."""
        return {code: len(rows) for code, rows in self.papers.items()}

    @property
    def total(self) -> int:
        """How many there are in all."""
        return sum(self.counts.values())

    def __bool__(self) -> bool:
        return bool(self.papers)


def kept_year(
    session: Session, trajectory: Trajectory, scheme: Scheme, part: FigurePart, today: date, *, first: bool
) -> KeptYear:
    """What stands ready for the figures of a part; nothing but for those of the year.

    Of a first audit only what must have been held by then: the rest need only be planned, which no paper shows.
    """
    begin = add_years(today, -1) + timedelta(days=1)
    items = scheme.measures.yearly if scheme.measures and part is FigurePart.YEAR else ()
    codes = [item.code for item in items if item.held_at_first or not first]
    if not codes:
        return KeptYear(begin, today)
    rows = [row for row in reversed(kept_papers(session, trajectory.partnership_id, begin)) if row.on_day <= today]
    found = {code: [row for row in rows if row.duty == code] for code in codes}
    return KeptYear(begin, today, {code: papers for code, papers in found.items() if papers})
