"""``auditbeheer import certificaten``: the body's own running certificates, outside the number series (CER-6).

One row per area; rows with the same number are one certificate. Columns: nummer, houder, contactpersoon, gebied,
gemeente, type (B, W, G), schema, uitgegeven, laatste_dag (2024-01-31, or 31-1-2024).

What cannot go one to one is taken over as the certificate says it, and reported per row with what was done: old names
of municipalities, clusters that 4.0 does not allow, days written otherwise, an area that stands there twice.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.certificates.models import Certificate, CertificateArea, certificates_of_areas
from auditbeheer.organisation.schemes import schemes as library
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.intake import Outcome, Report, read_rows
from auditbeheer.quotes.models import CertifiedPeriod
from auditbeheer.quotes.service import foresee_renewal
from auditbeheer.relations.models import Area, AreaType, Municipality, municipality_named
from auditbeheer.relations.service import scheme_for
from auditbeheer.scheme.wording import join_and

COLUMNS = ("nummer", "houder", "contactpersoon", "gebied", "gemeente", "type", "schema", "uitgegeven", "laatste_dag")
AS_FOUND = "uitgegeven zoals gevonden"
TYPES = {"B": AreaType.BUSINESS_PARK, "W": AreaType.SHOPPING_AREA, "G": AreaType.RURAL_AREA}


def import_certificates(session: Session, by: Actor, now: datetime, path: Path, *, schemes: dict[str, str]) -> Report:
    """Take over running certificates of this body; ``schemes``: code → title of the schemes that are known.

    A number that is there already stays as it is; a certificate with one wrong row is refused as a whole. For one that
    still runs its recertification is foreseen. Raises ``ImportRefused`` for a file that cannot be read. Every
    certificate is journaled.
    """
    report = Report(path.name)
    rows: dict[str, list[tuple[int, dict[str, str]]]] = {}
    for line, row in read_rows(path, COLUMNS):
        rows.setdefault(" ".join(row["nummer"].upper().split()), []).append((line, _tidied(row)))
    known = set(session.scalars(select(Certificate.number)))
    for number, parts in rows.items():
        objections = {line: why for line, row in parts if (why := _objection(session, row, parts[0][1], schemes))}
        if number not in known and not objections:
            objections = {line: why for line, row in parts if (why := _taken(session, row))}
        for line, row in parts:
            label = f"{number or '(leeg)'} {row['gebied']}"
            if number in known:
                report.add(line, label, Outcome.THERE)
            elif objections:
                report.add(
                    line,
                    label,
                    Outcome.REFUSED,
                    objections.get(line, "een andere regel van dit certificaat klopt niet"),
                )
            else:
                report.take(line, label, _remarks(session, row, [one for _, one in parts], now.date()))
        if number not in known and not objections:
            _take_over(session, by, now, number, _each_once([row for _, row in parts]), schemes)
    return report


def _tidied(row: dict[str, str]) -> dict[str, str]:
    """Blanks doubled inside, a small letter for the type and a Dutch way of writing days carry no meaning."""
    plain = {name: " ".join(value.split()) for name, value in row.items()}
    days = {name: _as_written_by_us(plain[name]) for name in ("uitgegeven", "laatste_dag")}
    return {**plain, "type": plain["type"].upper(), **days, AS_FOUND: plain["uitgegeven"]}


def _as_written_by_us(text: str) -> str:
    found = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def _each_once(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """An area that stands there twice is taken over once."""
    return list({(fold(row["gebied"]), fold(row["gemeente"])): row for row in reversed(rows)}.values())[::-1]


def _remarks(session: Session, row: dict[str, str], parts: list[dict[str, str]], today: date) -> list[str]:
    """What of this row cannot go one to one, and what was done instead."""
    municipality = municipality_named(session, fold(row["gemeente"]))
    found = []
    if municipality is not None and fold(municipality.name) != fold(row["gemeente"]):
        old, new = row["gemeente"], municipality.name
        found.append(f"{old} heet nu {new}: het gebied hoort daarbij, op het certificaat blijft {old} staan")
    if row[AS_FOUND] != row["uitgegeven"]:
        found.append(f"de dag {row[AS_FOUND]} is gelezen als {row['uitgegeven']}")
    twins = [one for one in parts if (one["gebied"], one["gemeente"]) == (row["gebied"], row["gemeente"])]
    if twins[0] is not row:
        found.append("dit gebied staat twee keer op het certificaat: het is één keer overgenomen")
    return [*found, *_too_much_for_now(session, parts, today)]


def _too_much_for_now(session: Session, parts: list[dict[str, str]], today: date) -> list[str]:
    """A cluster of before that today's scheme would not allow: it stays one certificate until it is renewed."""
    rules = scheme_for(library(), TYPES[parts[0]["type"]], today).cluster
    if rules is None:
        return []
    areas = {(fold(one["gebied"]), fold(one["gemeente"])) for one in parts}
    places = {place.name for one in parts if (place := municipality_named(session, fold(one["gemeente"])))}
    found = []
    if len(places) > 1:
        found.append(f"een cluster in {len(places)} gemeenten ({join_and(sorted(places))})")
    if len(areas) > rules.max_areas.value:
        found.append(f"een cluster van {len(areas)} terreinen, nu hoogstens {rules.max_areas.value}")
    if not found:
        return []
    return [f"{' en '.join(found)}: het certificaat blijft één geheel; splits het bij de hercertificering"]


def _objection(session: Session, row: dict[str, str], first: dict[str, str], schemes: dict[str, str]) -> str:
    empty = [column for column in ("nummer", "houder", "gebied") if not row[column]]
    if empty:
        return f"{empty[0]} ontbreekt"
    if row["type"] not in TYPES:
        return f"het type {row['type'] or '(leeg)'} is geen B, W of G"
    if row["schema"] not in schemes:
        return f"het schema {row['schema'] or '(leeg)'} kennen wij niet: kies uit {', '.join(schemes)}"
    if why := _period_objection(row):
        return why
    if municipality_named(session, fold(row["gemeente"])) is None:
        return f"de gemeente {row['gemeente'] or '(leeg)'} bestaat niet"
    different = [name for name in COLUMNS if name not in {"nummer", "gebied", "gemeente"} and row[name] != first[name]]
    return f"{different[0]} is anders dan op de eerste regel van dit certificaat" if different else ""


def _period_objection(row: dict[str, str]) -> str:
    issued, last = _day(row["uitgegeven"]), _day(row["laatste_dag"])
    if issued is None or last is None:
        return "uitgegeven en laatste_dag moeten een dag zijn, bijvoorbeeld 2024-01-31"
    return "de laatste dag ligt voor de dag van uitgifte" if last < issued else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _taken(session: Session, row: dict[str, str]) -> str:
    """Another certificate of the area in the same time: one valid certificate per area per day (CER-1a)."""
    municipality = municipality_named(session, fold(row["gemeente"]))
    area = _known_area(session, row["gebied"], municipality, TYPES[row["type"]]) if municipality else None
    issued, last = _day(row["uitgegeven"]), _day(row["laatste_dag"])
    if area is None or issued is None or last is None:
        return ""
    for other in certificates_of_areas(session, [area.id]):
        day = max(issued, other.issued_on)
        if day <= min(last, other.last_day) and (other.replaced_from is None or day < other.replaced_from):
            return f"het gebied heeft in deze tijd al certificaat {other.number}"
    return ""


def _take_over(
    session: Session, by: Actor, now: datetime, number: str, rows: list[dict[str, str]], schemes: dict[str, str]
) -> None:
    first = rows[0]
    issued, last = date.fromisoformat(first["uitgegeven"]), date.fromisoformat(first["laatste_dag"])
    certificate = Certificate(
        number=number, type=TYPES[first["type"]], holder=first["houder"], holder_folded=fold(first["houder"]),
        sort_key=sort_key(first["gebied"]),
        scheme=first["schema"], scheme_title=schemes[first["schema"]], municipality=first["gemeente"],
        issued_on=issued, last_day=last, in_series=False, contact=first["contactpersoon"],
    )  # fmt: skip
    session.add(certificate)
    areas: dict[int, Area] = {}
    for row in rows:
        municipality = municipality_named(session, fold(row["gemeente"]))
        if municipality is None:
            raise LookupError(row["gemeente"])
        area = _area_named(session, row["gebied"], municipality, certificate.type)
        areas[area.id] = area
        session.add(
            CertificateArea(
                certificate=certificate,
                name=row["gebied"],
                municipality=row["gemeente"],
                folded=fold(row["gebied"]),
                municipality_code=municipality.code,
                area=area,
            )
        )
        session.add(
            CertifiedPeriod(
                area_id=area.id,
                partnership_id=None,
                scheme=first["schema"],
                certificate=number,
                body="eigen",
                issued_on=issued,
                last_day=last,
                evidence="overgenomen bij de start",
            )
        )
    session.flush()
    journal.record(
        session, by, now, verb="certificaat overgenomen", kind="certificaat", thing=number,
        what=f"{first['houder']}, geldig tot en met {last.isoformat()}",
    )  # fmt: skip
    if last >= now.date():  # one that has run out is not renewed: what follows is a first one (SCH-7)
        foresee_renewal(
            session, by, now, certificate=number, holder=first["houder"], areas=list(areas.values()),
            issued_on=issued, last_day=last,
        )  # fmt: skip


def _area_named(session: Session, name: str, municipality: Municipality, kind: AreaType) -> Area:
    found = _known_area(session, name, municipality, kind)
    if found is None:
        found = Area(
            name=name, type=kind, municipality_code=municipality.code, folded=fold(name), sort_key=sort_key(name),
            origin="overgenomen certificaat",
        )  # fmt: skip
        session.add(found)
        session.flush()
    return found


def _known_area(session: Session, name: str, municipality: Municipality, kind: AreaType) -> Area | None:
    query = select(Area).where(
        Area.folded == fold(name), Area.municipality_code == municipality.code, Area.type == kind
    )
    return session.scalars(query.order_by(Area.id)).first()
