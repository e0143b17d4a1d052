"""The body's own rules (eigen regels): each CB choice with its number, its value and why.

The list with defaults is the same for every installation (``data/eigen-regels.toml``); values of an installation are
dated rows elsewhere and come in by :meth:`OwnRules.with_values`. A scheme never states these as its own: their source
reads "eigen regel 12".
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from auditbeheer.scheme.condition import Source, SourceKind
from auditbeheer.scheme.wording import join_and, number, tied

Tied = Annotated[str, AfterValidator(tied)]
RuleValue = int | bool | str | Decimal


class RuleKind(StrEnum):
    """What kind of value a rule takes; the value is the word in the file and on the screen."""

    INTEGER = "geheel getal"
    BOOLEAN = "ja/nee"
    CHOICE = "keuze"
    DECIMAL = "decimaal getal"
    TEXT = "tekst"


class OwnRuleError(ValueError):
    """A value does not fit its rule; the message is a Dutch sentence that says what fits."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer: its stored value and its words on the screen."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class OwnRule:
    """One choice of the body, with the value that holds and the day from which (None: the default)."""

    number: int
    code: str
    title: str
    kind: RuleKind
    default: RuleValue
    value: RuleValue
    explanation: str
    rulebook_key: str
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    since: date | None = None

    @property
    def source(self) -> Source:
        """The mark "eigen regel 12" with the explanation behind it."""
        return Source(SourceKind.OWN_RULE, number=self.number, explanation=self.explanation)

    @property
    def fixed(self) -> bool:
        """Whether there is nothing to choose: a reading that the program knows one way of."""
        return self.kind is RuleKind.CHOICE and len(self.choices) == 1

    @property
    def integer(self) -> int:
        """The value of a rule of kind INTEGER. Another kind is a programming error (TypeError)."""
        if self.kind is not RuleKind.INTEGER or not isinstance(self.value, int):
            raise TypeError(f"{self.code} is {self.kind}")
        return self.value

    @property
    def boolean(self) -> bool:
        """The value of a rule of kind BOOLEAN. Another kind is a programming error (TypeError)."""
        if not isinstance(self.value, bool):
            raise TypeError(f"{self.code} is {self.kind}")
        return self.value

    @property
    def decimal(self) -> Decimal:
        """The value of a rule of kind DECIMAL. Another kind is a programming error (TypeError)."""
        if not isinstance(self.value, Decimal):
            raise TypeError(f"{self.code} is {self.kind}")
        return self.value

    @property
    def text(self) -> str:
        """The value of a rule of kind TEXT or CHOICE. Another kind is a programming error (TypeError)."""
        if not isinstance(self.value, str):
            raise TypeError(f"{self.code} is {self.kind}")
        return self.value

    @property
    def shown(self) -> str:
        """The value as it stands on a screen.

        >>> defaults()["decision_days"].shown, defaults()["working_day_shift"].shown
        ('14 dagen', 'nee')
        """
        match self.kind:
            case RuleKind.BOOLEAN:
                return "ja" if self.value else "nee"
            case RuleKind.CHOICE:
                return next(choice.text for choice in self.choices if choice.value == self.value)
            case RuleKind.INTEGER | RuleKind.DECIMAL:
                return f"{number(Decimal(self.value))} {self.unit}".strip()
            case _:
                return str(self.value)

    @property
    def written(self) -> str:
        """The value as text for storing; :meth:`parse` reads it back."""
        if isinstance(self.value, bool):
            return "ja" if self.value else "nee"
        return str(self.value)

    def parse(self, text: str) -> RuleValue:
        """Read a stored or typed value. Raises OwnRuleError with a sentence for the person who typed it.

        >>> defaults()["vat_percent"].parse("9,5")
        Decimal('9.5')
        """
        text = text.strip()
        match self.kind:
            case RuleKind.BOOLEAN:
                return self._yes_or_no(text)
            case RuleKind.CHOICE:
                return self._one_of(text)
            case RuleKind.TEXT:
                return self._words(text)
            case _:
                return self._figure(text)

    def _yes_or_no(self, text: str) -> bool:
        if text not in {"ja", "nee"}:
            raise OwnRuleError(f"{self.title}: kies ja of nee.")
        return text == "ja"

    def _one_of(self, text: str) -> str:
        if text not in {choice.value for choice in self.choices}:
            raise OwnRuleError(f"{self.title}: kies {join_and([choice.text for choice in self.choices], 'of')}.")
        return text

    def _words(self, text: str) -> str:
        if not text:
            raise OwnRuleError(f"{self.title}: vul een tekst in.")
        return text

    def _figure(self, text: str) -> int | Decimal:
        whole = self.kind is RuleKind.INTEGER
        try:
            value = Decimal(text.replace(",", "."))
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or (whole and value != value.to_integral_value()):
            raise OwnRuleError(f"{self.title}: vul een {'heel ' if whole else ''}getal in.")
        for bound, wrong, word in (
            (self.minimum, self.minimum is not None and value < self.minimum, "laagste"),
            (self.maximum, self.maximum is not None and value > self.maximum, "hoogste"),
        ):
            if wrong:
                raise OwnRuleError(f"{self.title}: {number(Decimal(bound or 0))} is het {word}.")
        return int(value) if whole else value


class OwnRules:
    """All own rules with the values that hold on one day; frozen. Read one by its code: ``rules["decision_days"]``."""

    __slots__ = ("_by_code",)

    def __init__(self, rules: Mapping[str, OwnRule]) -> None:
        self._by_code = dict(rules)

    def __getitem__(self, code: str) -> OwnRule:
        return self._by_code[code]

    def __iter__(self) -> Iterator[OwnRule]:
        """The rules in the order of their numbers."""
        return iter(sorted(self._by_code.values(), key=lambda rule: rule.number))

    def __len__(self) -> int:
        return len(self._by_code)

    def __contains__(self, code: str) -> bool:
        return code in self._by_code

    def numbered(self, number: int) -> OwnRule:
        """The rule of "eigen regel <number>". Raises KeyError."""
        for rule in self:
            if rule.number == number:
                return rule
        raise KeyError(number)

    def with_values(self, values: Mapping[str, tuple[str, date]]) -> "OwnRules":
        """These rules with the given values: code to (text, day from which it holds).

        Raises KeyError for an unknown code and OwnRuleError for a value that does not fit.

        >>> rules = defaults().with_values({"decision_days": ("21", date(2026, 1, 1))})
        >>> rules["decision_days"].integer, defaults()["decision_days"].integer
        (21, 14)
        """
        changed = {
            code: replace(self[code], value=self[code].parse(text), since=since)
            for code, (text, since) in values.items()
        }
        return OwnRules({**self._by_code, **changed})


@cache
def defaults() -> OwnRules:
    """The rules as they ship, each with its default value."""
    text = resources.files("auditbeheer.scheme").joinpath("data/eigen-regels.toml").read_text(encoding="utf-8")
    rules = [_Row.model_validate(row).rule() for row in tomllib.loads(text)["regel"]]
    return OwnRules({rule.code: rule for rule in rules})


class _Choice(BaseModel):
    model_config = ConfigDict(extra="forbid")
    waarde: str
    tekst: Tied


class _Row(BaseModel):
    """One table of the file, in the file's own words."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)
    nummer: int
    code: str
    titel: Tied
    soort: RuleKind
    standaard: bool | int | str
    eenheid: str = ""
    keuzes: list[_Choice] = []
    minimum: int | None = None
    maximum: int | None = None
    sleutel: str
    uitleg: Tied

    def rule(self) -> OwnRule:
        default = Decimal(str(self.standaard)) if self.soort is RuleKind.DECIMAL else self.standaard
        return OwnRule(
            number=self.nummer,
            code=self.code,
            title=self.titel,
            kind=self.soort,
            default=default,
            value=default,
            explanation=self.uitleg,
            rulebook_key=self.sleutel,
            unit=self.eenheid,
            choices=tuple(Choice(choice.waarde, choice.tekst) for choice in self.keuzes),
            minimum=self.minimum,
            maximum=self.maximum,
        )
