"""How a rule answers: with conditions, each with its fact and its source, and how a figure came about.

Four kinds of source are never mixed up on a screen: the scheme of the dossier ("B4 §6.3.1"), a norm
("ISO 17065 §7.6"), the body's own rule ("eigen regel 12") and a setting of the system ("instelling").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from auditbeheer.scheme.wording import join_and

Value_co = TypeVar("Value_co", covariant=True)


class SourceKind(StrEnum):
    """Where a figure or a refusal comes from; the value is the word on the screen."""

    SCHEME = "schema"
    NORM = "norm"
    OWN_RULE = "eigen regel"
    SETTING = "instelling"


@dataclass(frozen=True, slots=True)
class Source:
    """The place that a figure or a condition rests on.

    ``clause`` may name several paragraphs, separated by a comma and a blank. ``number`` is only for own rules.
    ``explanation`` says in our own words what stands there.

    >>> Source(SourceKind.SCHEME, "B4", "6.3.1").label
    'B4 §6.3.1'
    >>> Source(SourceKind.SCHEME, "B4", "5.2.2, 6.3").label
    'B4 §5.2.2, §6.3'
    >>> Source(SourceKind.SCHEME, "B4", "B1.2.5").label
    'B4 B1.2.5'
    >>> Source(SourceKind.OWN_RULE, number=12).label
    'eigen regel 12'
    """

    kind: SourceKind
    document: str = ""
    clause: str = ""
    number: int | None = None
    explanation: str = ""

    @property
    def label(self) -> str:
        """The short mark beside a figure, e.g. ``"B4 §6.3.1"``."""
        if self.kind is SourceKind.OWN_RULE:
            return f"{self.kind} {self.number}"
        if self.kind is SourceKind.SETTING:
            return str(self.kind)
        marks = [f"§{part}" if part[:1].isdigit() else part for part in self.clause.split(", ") if part]
        return " ".join([self.document, ", ".join(marks)]).strip()


SETTING = Source(SourceKind.SETTING, explanation="Dit is zo ingesteld in het systeem.")


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that must hold: met or not, the fact it rests on, and its source.

    ``code`` is stable: where the condition is solved and whose turn it is are looked up by it. ``text`` says what
    must hold, ``fact`` what was found. ``refusal`` is the ready sentence for when it is not met, if there is one.
    """

    code: str
    text: str
    met: bool
    fact: str
    source: Source
    refusal: str = ""

    @property
    def objection(self) -> str:
        """The sentence that tells a person why not.

        >>> source = Source(SourceKind.SCHEME, "B4", "6.2.2")
        >>> Condition("bijgewoond", "Ten minste 10 audits bijgewoond", met=False, fact="8", source=source).objection
        'Ten minste 10 audits bijgewoond (B4 §6.2.2). Nu: 8.'
        """
        if self.refusal:
            return self.refusal
        now = f" Nu: {self.fact}." if self.fact else ""
        return f"{self.text} ({self.source.label}).{now}"


def unmet(conditions: Iterable[Condition]) -> list[Condition]:
    """The objections: the conditions that do not hold, in the order given. None unmet means allowed."""
    return [condition for condition in conditions if not condition.met]


class Refusal(ValueError):
    """A figure was asked for what the scheme does not cover. Carries the unmet conditions, never empty."""

    def __init__(self, conditions: Iterable[Condition]) -> None:
        self.conditions = tuple(unmet(conditions))
        super().__init__(" ".join(condition.objection for condition in self.conditions))


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of a receipt: what, how much, in which unit, and why. ``amount`` is None for a line of words only."""

    text: str
    amount: Decimal | None
    unit: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a figure came about (herleiding): its lines, their total and unit; the same on screen and in a PDF."""

    title: str
    lines: tuple[ReceiptLine, ...]
    total: Decimal
    unit: str

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of the lines, each once, in order."""
        return tuple(dict.fromkeys(line.source for line in self.lines if line.source is not None))

    @property
    def source_labels(self) -> str:
        """The marks of all sources in one phrase, e.g. ``"B4 §6.3.1 en eigen regel 8"``."""
        return join_and([source.label for source in self.sources])


@dataclass(frozen=True, slots=True)
class Figure(Generic[Value_co]):
    """A computed value with where it comes from and a sentence that explains it."""

    value: Value_co
    source: Source
    explanation: str
