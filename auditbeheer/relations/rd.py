"""From degrees (WGS84) to metres of the Dutch grid (RD) and back. Pure arithmetic.

The approximation of Schreutelkamp and Strang van Hees (Geodesia 2001): within half a metre everywhere in the country,
and surfaces in RD are the surfaces that Dutch land registers work with.
"""

from __future__ import annotations

ORIGIN_X, ORIGIN_Y = 155_000.0, 463_000.0
ORIGIN_LAT, ORIGIN_LON = 52.15517440, 5.38720621

# (power of the first, power of the second, factor)
TO_LAT = (
    (0, 1, 3235.65389), (2, 0, -32.58297), (0, 2, -0.24750), (2, 1, -0.84978), (0, 3, -0.06550), (2, 2, -0.01709),
    (1, 0, -0.00738), (4, 0, 0.00530), (2, 3, -0.00039), (4, 1, 0.00033), (1, 1, -0.00012),
)  # fmt: skip
TO_LON = (
    (1, 0, 5260.52916), (1, 1, 105.94684), (1, 2, 2.45656), (3, 0, -0.81885), (1, 3, 0.05594), (3, 1, -0.05607),
    (0, 1, 0.01199), (3, 2, -0.00256), (1, 4, 0.00128), (0, 2, 0.00022), (2, 0, -0.00022), (5, 0, 0.00026),
)  # fmt: skip
TO_X = (
    (0, 1, 190094.945), (1, 1, -11832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705), (3, 1, -2.340),
    (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
)  # fmt: skip
TO_Y = (
    (1, 0, 309056.544), (0, 2, 3638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788), (0, 1, 0.433),
    (2, 2, -6.439), (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
)  # fmt: skip


def to_metres(lat: float, lon: float) -> tuple[float, float]:
    """The place in RD: metres east (x) and north (y).

    >>> [round(metres) for metres in to_metres(52.37453253, 4.88352559)]  # the Westertoren in Amsterdam
    [120701, 487526]
    """
    north, east = 0.36 * (lat - ORIGIN_LAT), 0.36 * (lon - ORIGIN_LON)
    return ORIGIN_X + _sum(TO_X, north, east), ORIGIN_Y + _sum(TO_Y, north, east)


def to_degrees(x: float, y: float) -> tuple[float, float]:
    """The place in WGS84: degrees north and east.

    >>> [round(degrees, 4) for degrees in to_degrees(120_700.723, 487_525.502)]
    [52.3745, 4.8835]
    """
    east, north = (x - ORIGIN_X) * 1e-5, (y - ORIGIN_Y) * 1e-5
    return ORIGIN_LAT + _sum(TO_LAT, east, north) / 3600, ORIGIN_LON + _sum(TO_LON, east, north) / 3600


def _sum(terms: tuple[tuple[int, int, float], ...], first: float, second: float) -> float:
    return sum(factor * first**power * second**other for power, other, factor in terms)
