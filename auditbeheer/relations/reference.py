"""The municipalities of today and earlier, their other names, and the postcodes: the map on which everything lies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.intake import read_rows
from auditbeheer.relations.models import Municipality, MunicipalityAlias, Postcode

DATA = Path(__file__).parent / "data"
# Names that people use and the register of municipalities does not.
SPOKEN = {
    "Den Haag": "’s-Gravenhage",
    "Den Bosch": "’s-Hertogenbosch",
    "Bergen NH": "Bergen (NH.)",
    "Bergen Limburg": "Bergen (L.)",
    "Hengelo Overijssel": "Hengelo (O.)",
    "Súdwest Fryslân": "Súdwest-Fryslân",
    "Zuidwest Friesland": "Súdwest-Fryslân",
    "Nuenen": "Nuenen, Gerwen en Nederwetten",
    "Noordoost-Friesland": "Noardeast-Fryslân",
}


def load_reference(session: Session, by: Actor, now: datetime) -> int:
    """Fill the tables of municipalities, names and postcodes when they are empty; returns how many municipalities."""
    if session.scalar(select(func.count()).select_from(Municipality)):
        return 0
    today = list(_today())
    former = list(_former({row["code"] for row in today}))
    session.execute(insert(Municipality), [*today, *former])
    _link_successors(session)
    _name_aliases(session)
    session.execute(insert(Postcode), list(_postcodes({row["code"] for row in [*today, *former]})))
    journal.record(
        session, by, now, verb="gemeenten ingelezen", kind="gemeenten", thing="cbs",
        what=f"{len(today)} gemeenten van nu en {len(former)} van vroeger",
    )  # fmt: skip
    return len(today)


def _today() -> Iterator[dict[str, Any]]:
    for _, row in read_rows(DATA / "gemeenten.csv", ["code", "name", "province", "lat", "lon"]):
        yield _municipality(row["code"], row["name"], row["province"], None) | {
            "lat": Decimal(row["lat"]),
            "lon": Decimal(row["lon"]),
        }


def _former(known: set[str]) -> Iterator[dict[str, Any]]:
    columns = ["provincienaam", "gemeentecode", "gemeentenaam", "einddatum"]
    for _, row in read_rows(DATA / "gemeentelijke-indeling-historie.csv", columns):
        if row["einddatum"] and row["gemeentecode"] not in known:
            known.add(row["gemeentecode"])
            ended = date.fromisoformat(row["einddatum"])
            yield _municipality(row["gemeentecode"], row["gemeentenaam"], row["provincienaam"], ended) | {
                "lat": None,
                "lon": None,
            }


def _municipality(code: str, name: str, province: str, ended: date | None) -> dict[str, Any]:
    return {
        "code": code,
        "name": name.replace("'", "’"),
        "province": province,
        "folded": fold(name),
        "sort_key": sort_key(name),
        "ended_on": ended,
        "successor_code": None,
    }


def _link_successors(session: Session) -> None:
    rows = session.execute(select(Municipality.name, Municipality.code, Municipality.ended_on)).all()
    now = {name: code for name, code, ended in rows if ended is None}
    former = {name: code for name, code, ended in rows if ended is not None}
    for _, row in read_rows(DATA / "gemeente_opvolging.csv", ["oud", "nieuw", "datum"]):
        if row["oud"] in former and row["nieuw"] in now:
            change = update(Municipality).where(Municipality.code == former[row["oud"]])
            session.execute(change.values(successor_code=now[row["nieuw"]]))


def _name_aliases(session: Session) -> None:
    codes = {row.name: row.code for row in session.execute(select(Municipality.name, Municipality.code))}
    rows = [
        {"folded": fold(spoken), "name": spoken, "municipality_code": codes[official]}
        for spoken, official in SPOKEN.items()
        if official in codes and fold(spoken) != fold(official)
    ]
    session.execute(insert(MunicipalityAlias), rows)


def _postcodes(known: set[str]) -> Iterator[dict[str, Any]]:
    columns = ["postcode4", "woonplaats", "gemeentecode", "lat", "lon"]
    seen: set[str] = set()
    for _, row in read_rows(DATA / "postcode4_gemeente.csv", columns):
        if row["postcode4"] in seen or not row["lat"]:
            continue
        seen.add(row["postcode4"])
        code = row["gemeentecode"] if row["gemeentecode"] in known else None
        yield {
            "digits": row["postcode4"],
            "town": row["woonplaats"],
            "municipality_code": code,
            "lat": round(Decimal(row["lat"]), 6),
            "lon": round(Decimal(row["lon"]), 6),
        }
