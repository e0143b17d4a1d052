"""``auditbeheer import register``: old certificates as public reports tell them (REG-1), never our own.

A day known to the month or year stays so: ``2015-06`` is never made into 1 June.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.intake import Outcome, Report, read_rows
from auditbeheer.register.models import DayQuality, HistoricRow
from auditbeheer.relations.models import AreaType, municipality_named
from auditbeheer.scheme.wording import join_and

COLUMNS = ("name", "municipality", "type", "issued_or_year", "expiry", "date_quality")
TYPES = {"B": AreaType.BUSINESS_PARK, "W": AreaType.SHOPPING_AREA, "G": AreaType.RURAL_AREA}
IN_TRAJECTORY = "in traject"


def import_register(session: Session, by: Actor, now: datetime, path: Path) -> Report:
    """Take over historic rows; the same row (name, municipality, type, day as found) is taken once.

    A row that is only a trajectory is refused: nothing of it may be shown (AUD-9). Raises ``ImportRefused`` for a file
    that cannot be read. One journal line for the whole file.
    """
    report = Report(path.name)
    stored = select(HistoricRow.name, HistoricRow.municipality, HistoricRow.type, HistoricRow.issued)
    known = {tuple(row) for row in session.execute(stored)}
    number = session.scalar(select(func.count()).select_from(HistoricRow)) or 0
    for line, row in read_rows(path, COLUMNS):
        label = f"{row['name']} ({row['municipality']})"
        if why := _objection(row):
            report.add(line, label, Outcome.REFUSED, why)
            continue
        identity = (row["name"], row["municipality"], TYPES[row["type"]], row["issued_or_year"])
        if identity in known:
            report.add(line, label, Outcome.THERE)
            continue
        known.add(identity)
        number += 1
        kept = _historic_row(session, row, number)
        session.add(kept)
        report.take(line, label, _remarks(kept, row))
    session.flush()
    if report.taken:
        journal.record(
            session, by, now, verb="historie overgenomen", kind="import", thing=path.name, what=report.summary
        )
    return report


def _remarks(stored: HistoricRow, row: dict[str, str]) -> list[str]:
    """What cannot go one to one: a municipality that we do not know as one, or a row that tells of several."""
    if stored.municipality_code is not None or not row["municipality"]:
        return []
    several = [part for part in re.split(r"\s*(?:/|,|;| en )\s*", row["municipality"]) if part]
    if len(several) > 1:
        where = f"de rij noemt {len(several)} gemeenten ({join_and(several)})"
        return [f"{where}: zij staat onder die namen, en hoort bij geen van de gemeenten van nu"]
    return [f"de gemeente {row['municipality']} kennen wij niet: de rij staat onder die naam"]


def _objection(row: dict[str, str]) -> str:
    if not row["name"]:
        return "de naam ontbreekt"
    if row["type"] not in TYPES:
        return f"het type {row['type'] or '(leeg)'} is geen B, W of G"
    return _trajectory_objection(row) or _figures_objection(row)


def _trajectory_objection(row: dict[str, str]) -> str:
    if row.get("status_hint") == IN_TRAJECTORY:
        return "dit is een traject en nog geen certificaat; daarover maken wij niets openbaar"
    return ""


def _figures_objection(row: dict[str, str]) -> str:
    strange = [
        row[column] for column in ("issued_or_year", "expiry") if row[column] and not is_day_as_found(row[column])
    ]
    if strange:
        return f"{strange[0]} is geen jaar, maand of dag"
    if row["date_quality"] and row["date_quality"] not in set(DayQuality):
        return f"date_quality {row['date_quality']} kennen wij niet"
    if row.get("stars") and not re.fullmatch("[1-5]", row["stars"]):
        return f"{row['stars']} is geen aantal sterren van 1 tot en met 5"
    return ""


def is_day_as_found(text: str) -> bool:
    """Whether ``text`` is a year, a month or a day that exists, written ``2010``, ``2010-10`` or ``2010-10-21``.

    >>> [is_day_as_found(text) for text in ("2010", "2010-10", "2010-10-21", "2010-13", "2010-02-31", "okt 2010")]
    [True, True, True, False, False, False]
    """
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        return False
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        return False
    return True


def _historic_row(session: Session, row: dict[str, str], number: int) -> HistoricRow:
    municipality = municipality_named(session, fold(row["municipality"]))
    return HistoricRow(
        reference=f"import-{number:05d}",
        name=row["name"],
        municipality=row["municipality"],
        municipality_code=municipality.code if municipality else None,
        type=TYPES[row["type"]],
        issued=row["issued_or_year"],
        issued_quality=DayQuality(row["date_quality"] or DayQuality.UNKNOWN),
        expires=row["expiry"],
        expiry_basis=row.get("expiry_basis", "")[:20],
        stars=int(row["stars"]) if row.get("stars") else None,
        body=row.get("certification_body", ""),
        source=row.get("source", "")[:500],
        note=row.get("note", ""),
        folded=fold(f"{row['name']} {row['municipality']}")[:200],
        sort_key=sort_key(row["name"]),
    )
