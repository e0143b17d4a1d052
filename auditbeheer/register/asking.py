"""How a public question is asked and read: its parameters, and what is not understood (NotUnderstood).

Pure: the calculators (``calculators.py``) bring the questions, the API and the page bring what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from auditbeheer.scheme.condition import Receipt, Source
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import join_and, number

EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
LARGEST = 999_999_999
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE = re.compile(r"[0-9]{1,9}")
Read = TypeVar("Read")


class NotUnderstood(ValueError):
    """A question with a parameter or value that does not exist: which one, and a sentence that says what does."""

    def __init__(self, parameter: str, sentence: str) -> None:
        self.parameter, self.sentence = parameter, sentence
        super().__init__(sentence)


class Kind(StrEnum):
    """The kinds of value that a question takes."""

    NUMBER = "heel getal"
    DAY = "dag"
    CHOICE = "keuze"
    YES_NO = "ja of nee"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that is asked: its name in an address, its words for a person, and what may be filled in.

    ``choices``: value and words; ``most``: the largest number.
    """

    name: str
    label: str
    kind: Kind
    example: str
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    optional: bool = False
    most: int = LARGEST

    @property
    def wanted(self) -> str:
        """The sentence that says what to fill in."""
        if self.kind is Kind.CHOICE:
            return f"Vul bij “{self.name}” in: {join_and([value for value, _ in self.choices], 'of')}."
        if self.kind is Kind.YES_NO:
            return f"Vul bij “{self.name}” in: ja of nee."
        what = f"een heel getal van 0 tot en met {number(self.most)}"
        if self.kind is Kind.DAY:
            what = f"een dag die bestaat, als jaar-maand-dag, van {EARLIEST.year} tot en met {LATEST.year}"
        return f"Vul bij “{self.name}” in: {what}, bijvoorbeeld {self.example}."


class Asked:
    """The values of a question, read, each by the kind of its parameter."""

    def __init__(self, values: Mapping[str, object]) -> None:
        self._values = dict(values)

    def number(self, name: str) -> int:
        """The value of a parameter of kind NUMBER."""
        return self._of(name, int)

    def text(self, name: str) -> str:
        """The value of a parameter of kind CHOICE."""
        return self._of(name, str)

    def day(self, name: str) -> date:
        """The value of a parameter of kind DAY."""
        return self._of(name, date)

    def has(self, name: str) -> bool:
        """Whether an optional parameter was filled in."""
        return name in self._values

    def yes(self, name: str, *, otherwise: bool) -> bool:
        """The value of a parameter of kind YES_NO; ``otherwise`` when it was not filled in."""
        return self._of(name, bool) if self.has(name) else otherwise

    def _of(self, name: str, kind: type[Read]) -> Read:
        value = self._values[name]
        if not isinstance(value, kind):
            raise TypeError(f"{name} is no {kind.__name__}")
        return value


@dataclass(frozen=True, slots=True)
class Given:
    """What an answer rests on beside the question: the schemes of this installation and its own rules today."""

    library: Library
    rules: OwnRules


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer for people (``headline``, ``explanation``, ``remarks``, ``receipt``) and its facts for programs."""

    headline: str
    explanation: str
    sources: tuple[Source, ...]
    facts: Mapping[str, object]
    remarks: tuple[str, ...] = ()
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class Calculator:
    """One question with its parameters; ``results`` describes the facts of the answer: name to (JSON type, words)."""

    key: str
    question: str
    summary: str
    parameters: tuple[Parameter, ...]
    results: Mapping[str, tuple[str, str]]
    work_out: Callable[[Asked, Given], Answer] = field(repr=False)


def ask(calculator: Calculator, texts: Mapping[str, Sequence[str]], given: Given) -> Answer:
    """Answer a question as it was typed in an address: parameter name to its values.

    Raises NotUnderstood for an unknown, missing or repeated parameter or a value that it does not take, and Refusal
    for what the scheme does not cover.
    """
    known = {parameter.name: parameter for parameter in calculator.parameters}
    for name, found in texts.items():
        if name not in known:
            raise NotUnderstood(name, f"Deze vraag kent “{name}” niet. Wel: {join_and(list(known))}.")
        if len(found) > 1:
            raise NotUnderstood(name, f"“{name}” staat er {len(found)} keer. Noem het één keer.")
    values: dict[str, object] = {}
    for name, parameter in known.items():
        if name in texts:
            values[name] = read(parameter, texts[name][0])
        elif not parameter.optional:
            raise NotUnderstood(name, f"“{name}” ontbreekt. {parameter.wanted}")
    return calculator.work_out(Asked(values), given)


def read(parameter: Parameter, text: str) -> int | bool | str | date:
    """The value of one parameter. Raises NotUnderstood with a sentence that says what fits.

    >>> read(Parameter("begin", "Begin", Kind.DAY, "2025-12-31"), "2024-02-29")
    datetime.date(2024, 2, 29)
    """
    value: int | bool | str | date | None = None
    if parameter.kind is Kind.NUMBER and WHOLE.fullmatch(text) and int(text) <= parameter.most:
        value = int(text)
    elif parameter.kind is Kind.DAY:
        value = _day(text)
    elif parameter.kind is Kind.CHOICE and text in dict(parameter.choices):
        value = text
    elif parameter.kind is Kind.YES_NO:
        value = {"ja": True, "nee": False}.get(text)
    if value is None:
        raise NotUnderstood(parameter.name, parameter.wanted)
    return value


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day and EARLIEST <= day <= LATEST else None
