"""The cases of the rulebook's arithmetic (``vectors/``), and the schemes as tests name them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from auditbeheer.scheme.library import packaged

KVO31 = packaged()["kvo-3.1"]
KVO_B = packaged()["kvo-b-4.0"]
KVO_W = packaged()["kvo-w-4.0"]
KVO_G = packaged()["kvo-g-4.0"]


def vectors(name: str) -> list[dict[str, Any]]:
    """The cases of one file; days are read as days."""
    text = (Path(__file__).parent / "vectors" / f"{name}.json").read_text(encoding="utf-8")
    cases: list[dict[str, Any]] = json.loads(text, object_hook=_days)
    assert len(cases) > 7, "a file of cases is not empty"
    return cases


def _days(pairs: dict[str, Any]) -> dict[str, Any]:
    return {key: _day(value) for key, value in pairs.items()}


def _day(value: Any) -> Any:
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        return date.fromisoformat(value)
    return value
