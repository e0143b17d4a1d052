"""What a scheme does not say (yet): the refusal when a concept is asked for a figure it has not (SCH-5)."""

from typing import TypeVar

from auditbeheer.scheme.condition import Condition, Refusal, Source, SourceKind
from auditbeheer.scheme.model import Scheme

Section = TypeVar("Section")


def known(scheme: Scheme, section: Section | None, name: str) -> Section:
    """The section of the scheme; ``name`` is its name in a sentence. Raises Refusal when the scheme lacks it."""
    if section is None:
        raise Refusal([missing_condition(scheme, name)])
    return section


def missing_condition(scheme: Scheme, name: str) -> Condition:
    """The unmet condition that names what a scheme does not have."""
    source = Source(
        SourceKind.SETTING,
        explanation="De schemamanager stelt een compleet schemabestand vast. Het geldt vanaf die dag.",
    )
    refusal = f"Voor {scheme.name} ontbreekt nog: {name}. De schemamanager moet dit eerst vaststellen."
    return Condition(
        "schema.ontbreekt", f"{scheme.name} kent {name}", met=False, fact="", source=source, refusal=refusal
    )
