"""The topics that every report has (AUD-7), and whether a report treats them all."""

from collections.abc import Collection
from dataclasses import dataclass

from auditbeheer.scheme.condition import Condition, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import When
from auditbeheer.scheme.trace import traced


@dataclass(frozen=True, slots=True)
class ReportTopic:
    """One topic: stable code, its words, and its source."""

    code: str
    text: str
    source: Source


@traced("AUD-7", test="tests/scheme/test_report_topics.py::test_a_later_report_also_treats_the_renewed_documents")
def report_topics(scheme: Scheme, *, first: bool) -> tuple[ReportTopic, ...]:
    """The topics of a report, in the document's order. Raises Refusal for a concept. Source: B4 §6.4, S31 §4.4.2."""
    return tuple(
        ReportTopic(item.code, item.text, scheme.source(item))
        for item in known(scheme, scheme.report, "de onderwerpen van het rapport").topics
        if not (first and item.when is When.LATER)
    )


def topic_conditions(scheme: Scheme, treated: Collection[str], *, first: bool) -> list[Condition]:
    """Whether the report treats each topic; ``treated``: codes of those with a text. Raises Refusal for a concept."""
    return [
        Condition(
            f"rapport.{topic.code}",
            topic.text,
            topic.code in treated,
            "beschreven" if topic.code in treated else "nog leeg",
            topic.source,
        )
        for topic in report_topics(scheme, first=first)
    ]
