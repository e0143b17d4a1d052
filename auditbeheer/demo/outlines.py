"""Outlines of the demo’s areas: invented, near where the parks lie and about as large. Nobody adopted them."""

from __future__ import annotations

import math
from decimal import Decimal

from auditbeheer.relations.map_files import Drawing, read_corners, read_neighbours
from auditbeheer.relations.outlines import Outline, Part, checked
from auditbeheer.relations.rd import to_degrees, to_metres

SOURCE = "getekend voor de demo, niet vastgesteld"
LELYSTAD = {
    "Flevokust (kadegebonden)": (
        "52,5662 5,5085; 52,5671 5,5172; 52,5640 5,5201; 52,5616 5,5188; 52,5622 5,5101",
        "Maximacentrale: 52,5755 5,5285\nIJsselmeerdijk: 52,5695 5,5065",
    ),
    "Noordersluis": (
        "52,5064 5,4266; 52,5072 5,4402; 52,506 5,452; 52,5001 5,4547; 52,4968 5,4511; 52,4962 5,4312; 52,5003 5,4258",
        "Houtribsluizen: 52,5095 5,4330\nStation Lelystad: 52,5079 5,4729",
    ),
    "Oostervaart": (
        "52,5441 5,5140; 52,5449 5,5238; 52,5413 5,5302; 52,5352 5,5289; 52,5360 5,5152; 52,5402 5,5126",
        "Overijsselse Hout: 52,5330 5,5090",
    ),
    "Bedrijvenpark Larserpoort": (
        "52,4772 5,4826; 52,4790 5,4972; 52,4709 5,5052; 52,4629 5,5046; 52,4612 5,4868; 52,4690 5,4838",
        "Luchthaven Lelystad: 52,4603 5,5206\nOprit A6: 52,4745 5,4790",
    ),
}  # fmt: skip


def outline_of(name: str, lat: Decimal | None, lon: Decimal | None, hectares: Decimal | None) -> Drawing | None:
    """A plausible outline for an area; None when it is not known where it lies or how large it is."""
    if name in LELYSTAD:
        corners, around = LELYSTAD[name]
        return Drawing(read_corners(corners).outline, read_neighbours(around))
    if lat is None or lon is None or not hectares:
        return None
    return Drawing(_rounded(name, float(lat), float(lon), float(hectares)))


def _rounded(name: str, lat: float, lon: float, hectares: float) -> Outline:
    """Eight corners around a point, half as long again as wide, turned by the letters of the name."""
    x, y = to_metres(lat, lon)
    turn = sum(map(ord, name)) % 180 * math.pi / 180
    reach = math.sqrt(hectares * 10_000 / 1.5 / 2.9)
    corners = []
    for index, far in enumerate((1.05, 0.94, 1.08, 0.97, 1.0, 1.06, 0.92, 1.03)):
        angle = index * math.pi / 4
        along, across = 1.5 * reach * far * math.cos(angle), reach * far * math.sin(angle)
        north, east = to_degrees(
            x + along * math.cos(turn) - across * math.sin(turn), y + along * math.sin(turn) + across * math.cos(turn)
        )
        corners.append((round(east * 1_000_000), round(north * 1_000_000)))
    return checked(Outline((Part(tuple(corners)),)))
