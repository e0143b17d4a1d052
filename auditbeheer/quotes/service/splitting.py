"""Splitting a project of before 4.0 into clusters: partnerships, areas and an application for each (ARE-3, ARE-4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import combinations

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import Trajectory, agreed, trajectories_of
from auditbeheer.quotes.rules.division import (
    Distances,
    Piece,
    divide,
    no_open_application,
    proposed_names,
    whole_division,
)
from auditbeheer.quotes.service.application import ApplicationDetails, apply_for
from auditbeheer.quotes.service.moving import report_lost
from auditbeheer.relations.distance import Point, straight_km
from auditbeheer.relations.models import Partnership, PartnershipArea
from auditbeheer.relations.service import municipalities_of, park_of, scheme_for
from auditbeheer.relations.service.moving import move_area, start_like
from auditbeheer.scheme.audit_time import AuditTime, audit_time
from auditbeheer.scheme.cluster import area_conditions, areas_counted
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import join_and


@dataclass(frozen=True)
class Cluster:
    """One cluster of a division: its name and its areas; the first one of a division stays the partnership it was."""

    name: str
    area_ids: tuple[int, ...]


@dataclass(frozen=True)
class Outlook:
    """How a cluster would stand: the conditions of its areas, and the hours; None where those are not known."""

    cluster: Cluster
    links: tuple[PartnershipArea, ...]
    entrepreneurs: int
    conditions: list[Condition]
    time: AuditTime | None


def proposed_division(partnership: Partnership, library: Library, today: date) -> list[Cluster]:
    """A division of its areas by municipality, nearness and the limits of the scheme of today.

    A concept scheme names no limits: then only the municipalities are kept apart.
    """
    links = partnership.current_links
    scheme = _scheme(partnership, library, today)
    rules = scheme.cluster
    pieces = [
        Piece(link.area_id, link.area.name, municipalities_of(link.area), link.area.entrepreneurs, link.one_area)
        for link in links
    ]
    groups = divide(
        pieces, _distances(links), most_areas=rules.max_areas.value if rules else len(links),
        most_entrepreneurs=rules.max_entrepreneurs.value if rules else 10**9,
    )  # fmt: skip
    known = {piece.key: piece for piece in pieces}
    names = proposed_names(partnership.name, [[known[key] for key in group] for group in groups])
    return [Cluster(name, group) for name, group in zip(names, groups, strict=True)]


def _scheme(partnership: Partnership, library: Library, today: date) -> Scheme:
    return scheme_for(library, partnership.current_links[0].area.type, today)


def _distances(links: Sequence[PartnershipArea]) -> Distances:
    places = {link.area_id: _place(link) for link in links}
    found = {}
    for one, other in combinations(places, 2):
        here, there = places[one], places[other]
        if here is not None and there is not None:
            found[frozenset({one, other})] = straight_km(here, there)
    return found


def _place(link: PartnershipArea) -> Point | None:
    area, home = link.area, link.area.municipality
    if area.lat is None or area.lon is None or (area.lat, area.lon) == (home.lat, home.lon):
        return None
    return Point(area.lat, area.lon)


def outlook(
    session: Session, partnership: Partnership, clusters: Sequence[Cluster], library: Library, today: date
) -> list[Outlook]:
    """Per cluster whether its areas may go together (ARE-3, ARE-4) and the hours of its audit (QUO-6)."""
    rules, scheme = own_rules_on(session, today), _scheme(partnership, library, today)
    known = {link.area_id: link for link in partnership.current_links}
    found = []
    for cluster in clusters:
        links = tuple(known[area_id] for area_id in cluster.area_ids if area_id in known)
        parks = [park_of(link) for link in links]
        conditions = area_conditions(scheme, parks)
        time = None if unmet(conditions) or not parks else audit_time(scheme, areas_counted(parks), rules)
        people = sum(link.area.entrepreneurs or 0 for link in links)
        found.append(Outlook(cluster, links, people, conditions, time))
    return found


def splitting_conditions(session: Session, partnership: Partnership) -> list[Condition]:
    """Whether the partnership can be split at all now."""
    running = [row for row in trajectories_of(session, partnership.id) if not row.ended]
    signed = agreed(session, [row.id for row in running])
    return [no_open_application([row.number for row in running if row.id not in signed])]


def split_partnership(
    session: Session, by: Actor, now: datetime, partnership: Partnership, clusters: Sequence[Cluster], *,
    day: date, why: str, details: ApplicationDetails | None, owner: Employee, library: Library,
) -> list[Trajectory]:  # fmt: skip
    """Carry a division out from ``day`` on: the first cluster stays, each other gets a partnership like the old one.

    With ``details`` (whose areas are left aside) an application is made for every cluster. ``Refused`` as a whole when
    one cluster breaks a rule: nothing is half done.
    """
    today, scheme = now.date(), _scheme(partnership, library, now.date())
    looks = outlook(session, partnership, clusters, library, today)
    names = [link.area.name for link in partnership.current_links]
    placed = [link.area.name for look in looks for link in look.links]
    require([*splitting_conditions(session, partnership), *whole_division(names, placed, len(clusters), why)])
    for look in looks:
        require(look.conditions)
    groups = [partnership] + [
        start_like(session, by, now, partnership, name=cluster.name, scheme=scheme) for cluster in clusters[1:]
    ]
    for group, look in zip(groups[1:], looks[1:], strict=True):
        for link in look.links:
            move_area(session, by, now, link, group, day=day, why=why, library=library, fits=False)
    gone = [link.area for look in looks[1:] for link in look.links]
    report_lost(session, by, now, partnership, gone, day, why)
    session.refresh(partnership)
    journal.record(
        session, by, now, verb="samenwerkingsverband gesplitst", kind="samenwerkingsverband", thing=partnership.id,
        what="; ".join(f"{look.cluster.name}: {join_and([link.area.name for link in look.links])}" for look in looks),
        why=why,
    )  # fmt: skip
    if details is None:
        return []
    return [_apply(session, by, now, group, details, owner, library) for group in groups]


def _apply(
    session: Session, by: Actor, now: datetime, group: Partnership, details: ApplicationDetails, owner: Employee,
    library: Library,
) -> Trajectory:  # fmt: skip
    session.refresh(group)
    about = replace(details, areas=tuple(group.current_areas))
    return apply_for(session, by, now, group, details=about, owner=owner, library=library)
