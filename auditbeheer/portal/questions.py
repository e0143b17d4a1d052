"""How the working group is asked for a document: in a sentence, with an example; from ``data/vragen.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from auditbeheer.scheme.document_set import DocumentNeeded

DATA = Path(__file__).parent / "data" / "vragen.toml"


@dataclass(frozen=True, slots=True)
class Question:
    """What we ask for ("de veiligheidsanalyse"), our question, an example, and what of the year goes into it."""

    what: str
    ask: str
    example: str
    duties: tuple[str, ...] = ()


@cache
def _known() -> dict[str, dict[str, Any]]:
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def question_for(kind: DocumentNeeded) -> Question:
    """The question for one document; one that nobody wrote a question for is asked by its name and help."""
    row = _known().get(kind.code)
    if row is None:
        return Question(f"het document “{kind.name}”", kind.help, "")
    return Question(row["wat"], row["vraag"], row["voorbeeld"], tuple(row.get("uit", ())))
