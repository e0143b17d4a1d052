"""``auditbeheer import gebieden``: business parks from a CSV, as they stand there."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.intake import Outcome, Report, read_rows
from auditbeheer.relations.models import Area, AreaMunicipality, AreaType, Municipality, municipality_named
from auditbeheer.scheme.wording import join_and

COLUMNS = ("name", "municipality")
NETHERLANDS = {"lat": (Decimal("50.7"), Decimal("53.7")), "lon": (Decimal("3.2"), Decimal("7.3"))}


def import_areas(session: Session, by: Actor, now: datetime, path: Path) -> Report:
    """Take over areas: name and municipality, size and place where given. Known ones stay as they are.

    Raises ``ImportRefused`` for a file that cannot be read. One journal line for the whole file.
    """
    report = Report(path.name)
    known = {(name, code) for name, code in session.execute(select(Area.name, Area.municipality_code))}
    found: dict[str, list[Municipality]] = {}
    for line, row in read_rows(path, COLUMNS):
        place = row["municipality"]
        if place not in found:
            found[place] = _places(session, place)
        municipality = next(iter(found[place]), None)
        label = f"{row['name']} ({place})"
        if why := _objection(row, municipality):
            report.add(line, label, Outcome.REFUSED, why)
        elif municipality is not None and (row["name"], municipality.code) in known:
            report.add(line, label, Outcome.THERE)
        elif municipality is not None:
            known.add((row["name"], municipality.code))
            area = _area(row, municipality)
            area.also_in = [AreaMunicipality(municipality_code=one.code) for one in found[place][1:]]
            session.add(area)
            report.take(line, label, _remarks(place, found[place]))
    session.flush()
    if report.taken:
        journal.record(
            session, by, now, verb="gebieden overgenomen", kind="import", thing=path.name, what=report.summary
        )
    return report


def _places(session: Session, text: str) -> list[Municipality]:
    """The municipality with this name; or all of several that are named together, the main one first. Else none."""
    whole = municipality_named(session, fold(text))
    if whole is not None:
        return [whole]
    parts = [part for part in re.split(r"\s*(?:/|,|;|\+| en )\s*", text) if part]
    found = [municipality_named(session, fold(part)) for part in parts]
    known = [one for one in found if one is not None]
    return list({one.code: one for one in known}.values()) if len(known) == len(parts) else []


def _remarks(text: str, places: list[Municipality]) -> list[str]:
    """What cannot go one to one: an old name, or several municipalities in one field."""
    main, others = places[0].name, [one.name for one in places[1:]]
    if others:
        return [f"het gebied ligt in {join_and([main, *others])}: {main} is de hoofdgemeente, de rest staat erbij"]
    return [] if fold(main) == fold(text) else [f"{text} heet nu {main}: het gebied hoort daarbij"]


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
