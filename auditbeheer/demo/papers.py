"""Papers of the demo's working groups: short real PDFs and a simple map, so that every file opens."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache

from auditbeheer.plumbing.letter import Letter, Letterhead
from auditbeheer.plumbing.press import Document, press

TEXT = (
    "Dit is een voorbeeldstuk van het demokantoor. De werkgroep en de namen zijn verzonnen. In een echt dossier staat "
    "hier het stuk zoals de werkgroep het stuurde."
)


@cache
def paper(title: str) -> tuple[str, bytes]:
    """A one-page PDF with a title: the file's name and its bytes."""
    letter = Letter(Letterhead(name="Werkgroep KVO", address="Voorbeeld"), ("Voorbeeld", title))
    letter.title(title)
    letter.paragraph(TEXT)
    name = "-".join(title.lower().split()).replace("/", "-")
    moment = datetime(2024, 1, 15, 12, tzinfo=UTC)
    content = press(letter.pages(), Document(title=title, author="Werkgroep KVO", subject="Voorbeeld", moment=moment))
    return f"{name}.pdf", content


def plan(name: str, lat: Decimal | None, lon: Decimal | None) -> tuple[str, bytes]:
    """A map of an area: a small square around its point, as GeoJSON."""
    y, x = float(lat or Decimal("52.1")), float(lon or Decimal("5.3"))
    half = 0.004
    ring = [
        [x - half, y - half],
        [x + half, y - half],
        [x + half, y + half],
        [x - half, y + half],
        [x - half, y - half],
    ]
    shape = {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"naam": name},
                "geometry": {"type": "Polygon", "coordinates": [[[round(a, 6), round(b, 6)] for a, b in ring]]},
            }
        ],
    }
    return "kaart.geojson", json.dumps(shape, ensure_ascii=False).encode()
