"""Between which days an audit fits, and how long planning can wait (PLA-1, DOC-1). Pure, as the rules are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from auditbeheer.planning.rules import PlanFacts
from auditbeheer.scheme.condition import SETTING, Source
from auditbeheer.scheme.licence import Licence
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.terms import add_days
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain


@dataclass(frozen=True, slots=True)
class Edge:
    """A first or last day for an audit, where it comes from, and why in a sentence."""

    day: date
    source: Source
    explanation: str


@dataclass(frozen=True, slots=True)
class Window:
    """Between which days an audit fits, both included; ``last`` None: nothing ends it."""

    first: Edge
    last: Edge | None

    @property
    def slack(self) -> int | None:
        """For how many days planning can still wait: after that no day fits. Below zero: no day fits any more.

        >>> early, late = Edge(date(2026, 12, 7), SETTING, ""), Edge(date(2027, 2, 14), SETTING, "")
        >>> [Window(*edges).slack for edges in ((early, late), (early, early), (late, early), (early, None))]
        [69, 0, -69, None]
        """
        return None if self.last is None else (self.last.day - self.first.day).days


@traced("PLA-1", "DOC-1", test="tests/planning/test_window.py::test_an_audit_fits_between_these_days")
def window(facts: PlanFacts, safe: Edge | None, today: date) -> Window:
    """Between which days an audit fits: documents that come in today are on time, and no last day has passed.

    ``safe``: the latest safe audit day, where a certificate runs. The scheme and the licence of the CCV are bounds
    too: outside them no day can be planned at all. Raises Refusal for a concept.
    """
    return _bounded(facts, _first_day(facts.scheme, today), safe)


def extra_window(facts: PlanFacts, hold_by: date | None, today: date) -> Window:
    """The same for an extra assessment: no documents go before it, and somebody said when it is to be held at last."""
    asked = None if hold_by is None else Edge(hold_by, SETTING, f"Gevraagd is uiterlijk {day_plain(hold_by)}.")
    return _bounded(facts, _first_day(facts.scheme, today, documents=False), asked)


def _bounded(facts: PlanFacts, first: Edge, own_end: Edge | None) -> Window:
    scheme = facts.scheme
    licence = scheme.source(known(scheme, scheme.decision, "de voorwaarden voor het besluit").licence_required)
    run = _licensed(facts.licences, first.day)
    if run is None:
        ended = add_days(first.day, -1)
        return Window(first, Edge(ended, licence, f"Na {day_plain(ended)} is er geen licentie van het CCV."))
    begin, end = run
    if begin > first.day:
        first = Edge(begin, licence, f"De licentie van het CCV begint op {day_plain(begin)}.")
    ends = [edge for edge in (own_end, _scheme_ends(scheme)) if edge is not None]
    if end is not None:
        ends.append(Edge(end, licence, f"De licentie van het CCV loopt tot en met {day_plain(end)}."))
    return Window(first, min(ends, key=lambda edge: edge.day, default=None))


def _first_day(scheme: Scheme, today: date, *, documents: bool = True) -> Edge:
    """The latest of: today, when the ``documents`` can still be on time, and when the scheme begins to hold."""
    edges = [Edge(today, SETTING, "Een dag die voorbij is, kan niet.")]
    before = known(scheme, scheme.documents, "de documentenset").days_before
    if documents and before is not None:
        days = counted(before.value, "dag", "dagen")
        why = f"De documenten zijn er {days} voor de audit. Sneller kan alleen met documenten die al binnen zijn."
        edges.append(Edge(add_days(today, before.value), scheme.source(before), why))
    opens = scheme.transition.assessed_from
    why = f"Beoordelen volgens {scheme.name} kan vanaf {day_plain(opens.value)}."
    return max([*edges, Edge(opens.value, scheme.source(opens), why)], key=lambda edge: edge.day)


def _scheme_ends(scheme: Scheme) -> Edge | None:
    until = scheme.transition.assessed_until
    if until is None:
        return None
    why = f"Beoordelen volgens {scheme.name} kan tot en met {day_plain(until.value)}."
    return Edge(until.value, scheme.source(until), why)


def _licensed(licences: Iterable[Licence], first: date) -> tuple[date, date | None] | None:
    """The days from ``first`` on with a licence, None as end when it has none; licences in a row make one run."""
    row = sorted((one for one in licences if one.ends is None or one.ends >= first), key=lambda one: one.starts)
    if not row:
        return None
    begin, end = max(first, row[0].starts), row[0].ends
    for following in row[1:]:
        if end is None or following.starts > add_days(end, 1):
            break
        end = None if following.ends is None else max(end, following.ends)
    return begin, end


def free_day(first: date, last: date, busy: Collection[date], there: Callable[[date], bool]) -> date | None:
    """The first day of a period on which somebody is ``there`` and has no audit; None when there is none.

    >>> from auditbeheer.scheme.terms import is_working_day
    >>> friday, monday = date(2026, 12, 4), date(2026, 12, 7)
    >>> free_day(friday, monday, {friday}, is_working_day), free_day(friday, monday, {friday, monday}, is_working_day)
    (datetime.date(2026, 12, 7), None)
    """
    day = first
    while day <= last:
        if day not in busy and there(day):
            return day
        day += timedelta(days=1)
    return None
