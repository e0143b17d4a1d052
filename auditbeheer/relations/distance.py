"""How far two places lie apart: as the crow flies over the globe, and by road as an estimate. Pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

EARTH_RADIUS_KM = 6371.0088


@dataclass(frozen=True)
class Point:
    """A place on the globe, in degrees north and east."""

    lat: Decimal
    lon: Decimal


def straight_km(here: Point, there: Point) -> float:
    """Kilometres as the crow flies (haversine).

    >>> lelystad, den_bosch = Point(Decimal("52.5185"), Decimal("5.4714")), Point(Decimal("51.7165"), Decimal("5.3523"))
    >>> round(straight_km(lelystad, den_bosch), 1), straight_km(lelystad, lelystad)
    (89.5, 0.0)
    """
    lat_1, lon_1, lat_2, lon_2 = (math.radians(float(x)) for x in (here.lat, here.lon, there.lat, there.lon))
    half = math.sin((lat_2 - lat_1) / 2) ** 2 + math.cos(lat_1) * math.cos(lat_2) * math.sin((lon_2 - lon_1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(half)))


def road_km(here: Point, there: Point, road_factor: Decimal) -> Decimal:
    """Whole kilometres by road, one way: the straight line times ``road_factor`` (own rule), rounded half up.

    >>> lelystad, den_bosch = Point(Decimal("52.5185"), Decimal("5.4714")), Point(Decimal("51.7165"), Decimal("5.3523"))
    >>> road_km(lelystad, den_bosch, Decimal("1.3"))
    Decimal('116')
    """
    straight = Decimal(str(straight_km(here, there)))
    return (straight * road_factor).quantize(Decimal(1), ROUND_HALF_UP)


def travel_hours(kilometres: Decimal, speed: int) -> Decimal:
    """Hours on the way for this many kilometres at ``speed`` km an hour (own rule), in quarters, rounded up.

    >>> travel_hours(Decimal(116), 70), travel_hours(Decimal(70), 70), travel_hours(Decimal(0), 70)
    (Decimal('1.75'), Decimal('1.00'), Decimal('0.00'))
    """
    quarters = math.ceil(kilometres * 4 / speed)
    return (Decimal(quarters) / 4).quantize(Decimal("0.01"))
