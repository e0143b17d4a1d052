"""When somebody is on location, where that is, and how far it is to the other audits of that day."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import models
from auditbeheer.planning.models import Assignment, Audit
from auditbeheer.planning.rules import Visit
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.service import areas_of
from auditbeheer.relations.distance import Point, road_km
from auditbeheer.scheme.audit_time import audit_time
from auditbeheer.scheme.own_rules import OwnRules


def hours_on_location(audit: Audit, rules: OwnRules) -> Decimal | None:
    """Circa how long an audit takes at the working group's; None where the scheme does not say (QUO-6)."""
    return hours_at_the_group(audit.trajectory, rules)


def hours_at_the_group(trajectory: Trajectory, rules: OwnRules) -> Decimal | None:
    """The same for an audit that has no day yet."""
    scheme = schemes()[trajectory.scheme or ""]
    return audit_time(scheme, areas_of(trajectory), rules).on_location


def period_of(audit: Audit, rules: OwnRules) -> tuple[datetime, datetime]:
    """From when until when an audit is on location, in the office's time; all hours where the scheme does not say."""
    begins = datetime.combine(audit.day, audit.starts_at)
    hours = hours_on_location(audit, rules) or audit.hours
    return begins, begins + timedelta(hours=float(hours))


def place_of(audit: Audit) -> Point | None:
    """Where the first area lies that has a place, or else its municipality."""
    return spot_of(audit.trajectory)


def spot_of(trajectory: Trajectory) -> Point | None:
    """The same for an audit that has no day yet."""
    for link in trajectory.areas:
        for spot in (link.area, link.area.municipality):
            if spot.lat is not None and spot.lon is not None:
                return Point(spot.lat, spot.lon)
    return None


def visit_of(audit: Audit, rules: OwnRules) -> Visit:
    """An audit as a visit of whoever would be in its team."""
    starts_at, ends_at = period_of(audit, rules)
    return Visit(audit.trajectory.partnership.name, starts_at, ends_at)


def visits_beside(
    session: Session, audit: Audit, rules: OwnRules, leaving: Assignment | None = None
) -> dict[int, list[Visit]]:
    """The other audits around this one's time, by who is in them, each with the kilometres from here.

    Around: that day, and what runs on past midnight. A constant number of queries.
    """
    here, asked = place_of(audit), visit_of(audit, rules)
    found: dict[int, list[Visit]] = defaultdict(list)
    for row in models.assignments_around(session, audit.day):
        if row is leaving or row.audit_id == audit.id:
            continue
        other = Visit(
            row.audit.trajectory.partnership.name,
            row.starts_at,
            row.ends_at,
            _between(here, place_of(row.audit), rules),
        )
        if row.day == audit.day or other.touches(asked):
            found[row.employee_id].append(other)
    return found


def _between(here: Point | None, there: Point | None, rules: OwnRules) -> Decimal | None:
    if here is None or there is None:
        return None
    return road_km(here, there, rules["road_factor"].decimal)
