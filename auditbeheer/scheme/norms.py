"""The norms that a condition may rest on, beside the scheme (QUA-7): ISO/IEC 17065 and ISO 19011."""

import tomllib
from functools import cache
from importlib import resources

from auditbeheer.scheme.condition import Source, SourceKind


def norm(document: str, clause: str = "") -> Source:
    """The source for a place in a norm, with our explanation of it. Raises KeyError for a place that is not listed.

    >>> norm("ISO 17065", "7.6").label, norm("ISO 19011").label
    ('ISO 17065 §7.6', 'ISO 19011')
    """
    return norms()[document, clause]


@cache
def norms() -> dict[tuple[str, str], Source]:
    """All places in norms that the program knows, by document and clause."""
    text = resources.files("auditbeheer.scheme").joinpath("data/normen.toml").read_text(encoding="utf-8")
    return {
        (row["document"], row["paragraaf"]): Source(
            SourceKind.NORM, row["document"], row["paragraaf"], explanation=row["uitleg"]
        )
        for row in tomllib.loads(text)["norm"]
    }
