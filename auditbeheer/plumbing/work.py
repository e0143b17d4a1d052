"""The shapes in which every area tells what waits: a task for somebody, a term that runs, a step of a dossier.

The areas fill them, the work list and the dossier page show them; neither knows the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from auditbeheer.scheme.condition import Source


class StepState(StrEnum):
    """How far a step is; the words of the screen."""

    NOT_BEGUN = "Nog niet begonnen"
    BUSY = "Bezig"
    WAITING = "Wacht op werkgroep"
    DONE = "Klaar"
    NOT_NEEDED = "Niet nodig"


@dataclass(frozen=True)
class Step:
    """One step of a dossier's rail: its code is the last part of its address ``/dossiers/<nummer>/<code>``."""

    code: str
    name: str
    state: StepState
    fact: str = ""
    open: bool = True  # whether its page has something to show yet


@dataclass(frozen=True)
class Task:
    """Something that waits for somebody. ``verb`` is the button, ``title`` starts with the same verb.

    ``permission`` is the act that it needs: whoever may do it sees it under *Team*; ``person`` narrows it to one
    employee (*Voor mij*). ``closed``: its page opens only to who may do it, so nobody else sees it. ``waits_on`` names
    an outsider whose turn it is; it then stands under *Wacht op anderen*.
    """

    code: str
    title: str
    verb: str
    dossier: str
    url: str
    permission: str
    name: str = ""
    place: str = ""
    last_day: date | None = None
    why: str = ""
    source: Source | None = None
    person: int | None = None
    waits_on: str = ""
    since: date | None = None
    closed: bool = False


@dataclass(frozen=True)
class Term:
    """A promise that runs: what, until and including which day, who keeps it, and what happens when it runs out."""

    what: str
    last_day: date
    who: str
    source: Source
    after: str
    dossier: str = ""
