"""How an application stands: what it has, what is missing, what a person may still do with it. Only reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.organisation.models import licence_on
from auditbeheer.quotes.models import (
    ApplicationReview,
    CertificationKind,
    Trajectory,
    attached,
    periods_of,
    review_of,
)
from auditbeheer.quotes.rules.application import (
    ApplicationFacts,
    ReviewFacts,
    completeness,
    review_conditions,
    scheme_chosen,
    trajectory_open,
)
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import Area
from auditbeheer.relations.service import municipalities_of
from auditbeheer.scheme.certification_kind import CertifiedPeriod, is_first
from auditbeheer.scheme.cluster import Park, areas_counted
from auditbeheer.scheme.condition import Condition, Figure, unmet
from auditbeheer.scheme.document_set import DocumentNeeded, document_set
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.licence import Licence, licence_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.sections import Moment
from auditbeheer.scheme.wording import join_and


def still_open(trajectory: Trajectory, *, signed_on: date | None = None) -> list[Condition]:
    """The dossier is not closed, and (where that counts) no agreement has laid things down yet."""
    return trajectory_open(trajectory.declined_on, trajectory.withdrawn_on, signed_on)


def scheme_of(trajectory: Trajectory, library: Library) -> Scheme | None:
    """The scheme of the trajectory; None while it is not chosen, or is no longer in the library."""
    key = trajectory.scheme
    return library[key] if key is not None and key in library else None


def parks_of(trajectory: Trajectory) -> tuple[Park, ...]:
    """The areas as counted at the application."""
    return tuple(
        Park(link.area.name, municipalities_of(link.area), link.entrepreneurs, link.one_area)
        for link in trajectory.areas
    )


def areas_of(trajectory: Trajectory) -> int:
    """The number of areas, with adjoining parts counted as one (ARE-4)."""
    return areas_counted(parks_of(trajectory))


def first_by_rule(session: Session, areas: Sequence[Area], applied: date, rules: OwnRules) -> dict[int, Figure[bool]]:
    """Per area whether its certification is a first one on the day of application, with why (SCH-7)."""
    periods = periods_of(session, [area.id for area in areas])
    return {
        area.id: is_first(
            [CertifiedPeriod(row.issued_on, row.last_day) for row in periods if row.area_id == area.id], applied, rules
        )
        for area in areas
    }


def expect_kind(session: Session, trajectory: Trajectory, rules: OwnRules) -> None:
    """First or later per area and for all of it, as it follows from what was certified before (SCH-7)."""
    first = first_by_rule(session, [link.area for link in trajectory.areas], trajectory.applied_on, rules)
    for link in trajectory.areas:
        link.kind = CertificationKind.FIRST if first[link.area.id].value else CertificationKind.LATER
    later = any(link.kind is CertificationKind.LATER for link in trajectory.areas)
    trajectory.kind = CertificationKind.LATER if later else CertificationKind.FIRST


def documents_needed(trajectory: Trajectory, library: Library) -> tuple[DocumentNeeded, ...]:
    """The attachments that the scheme asks with an application; none while there is no scheme that says so."""
    scheme = scheme_of(trajectory, library)
    if scheme is None or scheme.documents is None:
        return ()
    return document_set(scheme, first=trajectory.kind is CertificationKind.FIRST, moment=Moment.APPLICATION)


def document_names(trajectory: Trajectory, library: Library) -> dict[str, str]:
    """Code -> name of what may be attached; any application may carry further papers."""
    return {needed.code: needed.name for needed in documents_needed(trajectory, library)} | {"overig": "Ander stuk"}


def completeness_of(
    session: Session, trajectory: Trajectory, library: Library, today: date,
    *, present: Mapping[int, set[str]] | None = None,
) -> list[Condition]:  # fmt: skip
    """What the application needs, met or not: scheme, attachments, areas, cluster, partnership (QUO-1 to QUO-3).

    ``present``: codes of attachments per trajectory, when they were read for many at once.
    """
    scheme = scheme_of(trajectory, library)
    if scheme is None:
        return [scheme_chosen(None)]
    codes = (attached(session, [trajectory.id]) if present is None else present).get(trajectory.id, set())
    facts = ApplicationFacts(
        parks=parks_of(trajectory),
        first=trajectory.kind is CertificationKind.FIRST,
        earlier=trajectory.kind is CertificationKind.LATER,
        present=frozenset(codes),
        maps_missing=tuple(link.area.name for link in trajectory.areas if link.area.map_file_id is None),
        shown=_shown(trajectory, codes),
    )
    return [
        scheme_chosen(scheme.name),
        *completeness(facts, scheme, today),
        *relations.conditions_of(trajectory.partnership, scheme, today),
    ]


def _shown(trajectory: Trajectory, codes: set[str]) -> dict[str, str]:
    """What shows the criteria of a cluster (ARE-4), by their codes in the scheme; empty when an area lacks it."""
    partnership = trajectory.partnership
    here = {link.area_id for link in trajectory.areas}
    links = [link for link in partnership.current_links if link.area_id in here]
    return {
        "bestemming": _each([link.zoning for link in links]),
        "vertegenwoordiger": _each([link.represented_by for link in links]),
        "regie": partnership.coordinator if partnership.coordinator_mandate else "",
        "kaart": partnership.map_decision,
    }


def _each(told: list[str]) -> str:
    """What is told of every area, each thing once; empty when it is not told of one of them."""
    return join_and(list(dict.fromkeys(told))) if all(told) else ""


def confirmation_conditions(session: Session, trajectory: Trajectory, library: Library, today: date) -> list[Condition]:
    """All that must hold before an application is confirmed: complete, reviewed, licence in force (QUO-5, QUO-10)."""
    return [
        *completeness_of(session, trajectory, library, today),
        *review_conditions(_answers(review_of(session, trajectory.id))),
        *licence_held(session, scheme_of(trajectory, library), today),
    ]


def licence_held(session: Session, scheme: Scheme | None, today: date) -> list[Condition]:
    """Whether a licence of the CCV is in force today (QUO-10); not asked under a concept, which stops at itself."""
    if scheme is None or scheme.decision is None:
        return []
    row = licence_on(session, today)
    return licence_conditions(scheme, [Licence(row.from_day, row.until_day)] if row else [], today)


def _answers(review: ApplicationReview | None) -> ReviewFacts | None:
    if review is None:
        return None
    return ReviewFacts(
        review.information_sufficient, review.differences_resolved, review.within_licence, review.competence_available
    )


def application_word(trajectory: Trajectory, missing: Sequence[Condition]) -> str:
    """The status word of an application (ux §9), computed. ``missing``: the conditions of its completeness."""
    if trajectory.declined_on:
        return "Afgewezen"
    if trajectory.withdrawn_on:
        return "Teruggetrokken"
    if trajectory.completed_on:
        return "Compleet"
    return "Onvolledig" if unmet(missing) else "Nieuw"
