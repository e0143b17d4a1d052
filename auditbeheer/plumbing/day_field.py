"""A day in three boxes, as Dutch people type it (ux §7)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from wtforms import Field

from auditbeheer.scheme.wording import MONTHS


@dataclass(frozen=True)
class Box:
    """One of the three boxes of a day."""

    name: str
    id: str
    value: str
    label: str


class DayField(Field):
    """A day in three boxes Dag, Maand, Jaar; a whole date pasted into the first is read too. Data: date or None."""

    PARTS = (("dag", "Dag"), ("maand", "Maand"), ("jaar", "Jaar"))
    data: Any

    def __init__(self, label: str, validators: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(label, tuple(validators), **kwargs)
        self.typed: tuple[str, str, str] | None = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """The boxes have names of their own, so the reading is done here and not by a single value."""
        self.process_errors: list[str] = []
        self.data = None
        self.object_data = data() if callable(data) else data
        if formdata is not None and any(f"{self.name}-{part}" in formdata for part, _ in self.PARTS):
            self.typed = _spread([str(formdata.get(f"{self.name}-{part}", "")).strip() for part, _ in self.PARTS])
            self._read(self.typed)
        elif formdata is None or not formdata:
            self.data = self.object_data

    def _read(self, typed: tuple[str, str, str]) -> None:
        if not any(typed):
            return
        missing = [label.lower() for (_, label), text in zip(self.PARTS, typed, strict=True) if not text]
        if missing:
            self.process_errors.append(
                f"Vul ook {' en '.join('het jaar' if m == 'jaar' else f'de {m}' for m in missing)} in"
            )
            return
        day, month, year = typed
        if not all(re.fullmatch(r"[0-9]{1,4}", text) for text in typed):
            self.process_errors.append("Vul de datum in cijfers in, bijvoorbeeld 9 12 2026")
            return
        if not 1970 <= int(year) <= 2199:
            self.process_errors.append("Vul het jaar in met vier cijfers, bijvoorbeeld 2026")
            return
        try:
            self.data = date(int(year), int(month), int(day))
        except ValueError:
            self.process_errors.append(_impossible(int(day), int(month), int(year)))

    @property
    def boxes(self) -> tuple[Box, ...]:
        """The three boxes with what they show."""
        day = self.data or self.object_data
        shown = self.typed or ((str(day.day), str(day.month), str(day.year)) if day else ("", "", ""))
        return tuple(
            Box(f"{self.name}-{part}", self.id if part == "dag" else f"{self.id}-{part}", text, label)
            for (part, label), text in zip(self.PARTS, shown, strict=True)
        )


def _spread(boxes: list[str]) -> tuple[str, str, str]:
    pasted = re.fullmatch(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})", boxes[0])
    if pasted and not boxes[1] and not boxes[2]:
        return pasted[1], pasted[2], pasted[3]
    return boxes[0], boxes[1], boxes[2]


def _impossible(day: int, month: int, year: int) -> str:
    if not 1 <= month <= 12:
        return "Vul bij de maand een getal in van 1 tot en met 12"
    return f"De datum {day}\u00a0{MONTHS[month - 1]}\u00a0{year} bestaat niet"
