"""``auditbeheer import gebieden``: business parks from a CSV, as they stand there."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.intake import Outcome, Report, read_rows
from auditbeheer.relations.models import Area, AreaType, Municipality, municipality_named

COLUMNS = ("name", "municipality")
NETHERLANDS = {"lat": (Decimal("50.7"), Decimal("53.7")), "lon": (Decimal("3.2"), Decimal("7.3"))}


def import_areas(session: Session, by: Actor, now: datetime, path: Path) -> Report:
    """Take over areas: name and municipality, size and place where given. Known ones stay as they are.

    Raises ``ImportRefused`` for a file that cannot be read. One journal line for the whole file.
    """
    report = Report(path.name)
    known = {(name, code) for name, code in session.execute(select(Area.name, Area.municipality_code))}
    found: dict[str, Municipality | None] = {}
    for line, row in read_rows(path, COLUMNS):
        place = row["municipality"]
        if place not in found:
            found[place] = municipality_named(session, fold(place))
        municipality = found[place]
        label = f"{row['name']} ({place})"
        if why := _objection(row, municipality):
            report.add(line, label, Outcome.REFUSED, why)
        elif municipality is not None and (row["name"], municipality.code) in known:
            report.add(line, label, Outcome.THERE)
        elif municipality is not None:
            known.add((row["name"], municipality.code))
            session.add(_area(row, municipality))
            report.add(line, label, Outcome.TAKEN)
    session.flush()
    if report.count(Outcome.TAKEN):
        journal.record(
            session, by, now, verb="gebieden overgenomen", kind="import", thing=path.name, what=report.summary
        )
    return report


def _objection(row: dict[str, str], municipality: Municipality | None) -> str:
    if not row["name"]:
        return "de naam ontbreekt"
    if len(row["name"]) > 200:
        return "de naam is langer dan 200 tekens"
    if municipality is None:
        return f"de gemeente {row['municipality'] or '(leeg)'} bestaat niet"
    for column, (least, most) in NETHERLANDS.items():
        value = _number(row.get(column, ""))
        if row.get(column) and (value is None or not least <= value <= most):
            return f"{column} {row[column]} ligt niet in Nederland"
    hectares = _number(row.get("hectares", ""))
    if row.get("hectares") and (hectares is None or not 0 <= hectares < 100_000):
        return f"hectares {row['hectares']} is geen oppervlakte"
    return ""


def _number(text: str) -> Decimal | None:
    """A number as a program writes it: ``51.715`` has decimals and no thousands."""
    try:
        value = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _area(row: dict[str, str], municipality: Municipality) -> Area:
    numbers = {name: _number(row.get(name, "")) for name in ("hectares", "lat", "lon")}
    return Area(
        name=row["name"],
        type=AreaType.BUSINESS_PARK,
        municipality_code=municipality.code,
        folded=fold(row["name"]),
        sort_key=sort_key(row["name"]),
        hectares=None if numbers["hectares"] is None else round(numbers["hectares"], 2),
        lat=None if numbers["lat"] is None else round(numbers["lat"], 6),
        lon=None if numbers["lon"] is None else round(numbers["lon"], 6),
        origin=row.get("source", "")[:200],
    )
