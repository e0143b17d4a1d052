"""The auditor's checklist (toetspunten): the points of a scheme for one audit (AUD-2)."""

from dataclasses import dataclass

from auditbeheer.scheme.condition import Refusal, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known, missing_condition
from auditbeheer.scheme.sections import When
from auditbeheer.scheme.trace import traced


@dataclass(frozen=True, slots=True)
class Point:
    """One point: stable code, title, what must be seen, its source, and the names of the computed facts beside it."""

    code: str
    title: str
    text: str
    source: Source
    figures: tuple[str, ...]


@traced("AUD-2", test="tests/scheme/test_checklist.py::test_the_points_fit_the_scheme_and_the_kind_of_audit")
def points(scheme: Scheme, *, first: bool, cluster: bool) -> tuple[Point, ...]:
    """The points of an audit: first or later certification, one area or a cluster. Raises Refusal for a concept.

    >>> from auditbeheer.scheme.library import packaged
    >>> [point.code for point in points(packaged()["kvo-b-4.0"], first=True, cluster=False)][:3]
    ['T1', 'T3', 'T4']
    """
    if not scheme.checklist:
        raise Refusal([missing_condition(scheme, "de toetspunten")])
    wanted = {When.ALWAYS, When.FIRST if first else When.LATER}
    return tuple(
        Point(item.code, item.title, item.text, scheme.source(item), item.figures)
        for item in scheme.checklist
        if item.when in wanted and (cluster or not item.only_cluster)
    )


def attendance_source(scheme: Scheme) -> Source:
    """Where it stands that every party is there: the point that counts who was, else that of the audit itself."""
    points = [point for point in scheme.checklist if "aanwezig" in point.figures]
    later = known(scheme, scheme.measures, "de maatregelen").later_all
    return scheme.source(points[0] if points else later)
