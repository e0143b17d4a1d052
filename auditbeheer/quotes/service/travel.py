"""How far it is from our office to the area: the figure that a quote starts from, with how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.organisation.models import identity_on
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.rules.prices import travel_explained
from auditbeheer.relations.distance import Point, road_km, travel_hours
from auditbeheer.relations.models import Area, Postcode


@dataclass(frozen=True, slots=True)
class Travel:
    """Kilometres one way, hours there and back, and how they came about in a sentence."""

    kilometres: Decimal
    hours: Decimal
    explanation: str


def travel_to(session: Session, trajectory: Trajectory, today: date) -> Travel | None:
    """The estimate for one visit; None when one of the two places is not on the map."""
    body, rules = identity_on(session, today), own_rules_on(session, today)
    area = trajectory.areas[0].area if trajectory.areas else None
    home = session.get(Postcode, body.postcode[:4]) if body else None
    there = _place(area) if area else None
    if home is None or there is None or area is None:
        return None
    factor, speed = rules["road_factor"], rules["travel_speed"]
    kilometres = road_km(Point(home.lat, home.lon), there, factor.decimal)
    said = travel_explained(home.town, area.name, kilometres, factor.decimal, factor.source)
    pace = f" Reistijd met {speed.integer} km per uur ({speed.source.label}), naar boven afgerond op een kwartier."
    return Travel(kilometres, 2 * travel_hours(kilometres, speed.integer), said + pace)


def _place(area: Area) -> Point | None:
    if area.lat is not None and area.lon is not None:
        return Point(area.lat, area.lon)
    town = area.municipality
    return Point(town.lat, town.lon) if town.lat is not None and town.lon is not None else None
