"""The register as open data: JSON, CSV and GeoJSON of the same facts, and the shape that the API answers in."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from auditbeheer.plumbing import spreadsheet
from auditbeheer.register.search import Entry, Place

COLUMNS = (
    "nummer", "status", "houder", "gebieden", "gemeente", "type", "schema", "naam_certificaat", "sterren", "uitgegeven",
    "geldig_tot_en_met", "uitgave", "sha256",
)  # fmt: skip


def as_dict(entry: Entry) -> dict[str, Any]:
    """One row as the API tells it: days ISO 8601, unknown is null; a historic row also says where it was found."""
    told: dict[str, Any] = {
        "nummer": entry.reference,
        "status": entry.status,
        "houder": entry.holder or None,
        "gebieden": [place.name for place in entry.places],
        "gemeente": entry.municipality,
        "type": entry.type,
        "schema": entry.scheme,
        "naam_certificaat": entry.certificate_name or None,
        "sterren": entry.stars,
        "uitgegeven": entry.issued or None,
        "geldig_tot_en_met": entry.last_day or None,
        "uitgave": entry.edition,
        "sha256": entry.sha256,
    }
    return {**told, "gevonden_op": entry.source} if entry.historic else told


def as_json(entries: Sequence[Entry], day: date) -> bytes:
    """The whole register on ``day``; UTF-8."""
    return _dumped({"op": day.isoformat(), "aantal": len(entries), "certificaten": [as_dict(one) for one in entries]})


def as_csv(entries: Sequence[Entry]) -> bytes:
    """The same, a line per row, comma-separated, UTF-8; several areas in one cell, parted by ``; ``."""
    told = (as_dict(entry) for entry in entries)
    return spreadsheet.as_csv(COLUMNS, ([_cell(row[name]) for name in COLUMNS] for row in told))


def _cell(value: Any) -> Any:
    return "; ".join(value) if isinstance(value, list) else value


def as_geojson(entries: Sequence[Entry], day: date) -> bytes:
    """A point per area (WGS 84); an area of which no place is known has no geometry."""
    features = [_feature(entry, place) for entry in entries for place in entry.places]
    return _dumped({"type": "FeatureCollection", "op": day.isoformat(), "features": features})


def _feature(entry: Entry, place: Place) -> dict[str, Any]:
    point = None
    if place.lat is not None and place.lon is not None:
        point = {"type": "Point", "coordinates": [place.lon, place.lat]}
    return {"type": "Feature", "geometry": point, "properties": {"gebied": place.name, **as_dict(entry)}}


def _dumped(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
