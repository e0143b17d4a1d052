"""Which documents a trajectory owes, and when they are all there (DOC-2, QUO-1, QUO-2)."""

from collections.abc import Collection
from dataclasses import dataclass

from auditbeheer.scheme.condition import Condition, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import Moment, When
from auditbeheer.scheme.trace import traced

NAME = "de documentenset"


@dataclass(frozen=True, slots=True)
class DocumentNeeded:
    """One document of the set: stable code, name, one sentence of help, when it must be in, and its source."""

    code: str
    name: str
    help: str
    moment: Moment
    source: Source


@traced(
    "DOC-2",
    "QUO-1",
    "QUO-2",
    test="tests/scheme/test_document_set.py::test_the_set_is_that_of_the_scheme_and_the_kind",
)
def document_set(scheme: Scheme, *, first: bool, moment: Moment | None = None) -> tuple[DocumentNeeded, ...]:
    """The documents by scheme and kind; ``moment`` limits them to those of the application or of the audit.

    Raises Refusal for a concept. Source: B4 §5.2, §5.2.1; S31 §3.2.1.
    """
    return tuple(
        DocumentNeeded(item.code, item.name, item.help, item.moment, scheme.source(item))
        for item in known(scheme, scheme.documents, NAME).kinds
        if not (first and item.when is When.LATER) and moment in {None, item.moment}
    )


@traced("DOC-2", "DOC-3", test="tests/scheme/test_document_set.py::test_each_missing_document_is_named")
def set_conditions(
    scheme: Scheme, present: Collection[str], *, first: bool, moment: Moment | None = None
) -> list[Condition]:
    """Whether each document is there; ``present``: codes of those that are in order. Raises Refusal for a concept."""
    return [
        Condition(
            f"document.{item.code}",
            item.name,
            item.code in present,
            "aanwezig" if item.code in present else "ontbreekt",
            item.source,
            f"{item.name} ontbreekt nog ({item.source.label}).",
        )
        for item in document_set(scheme, first=first, moment=moment)
    ]
