"""``auditbeheer import elders``: certificates of other bodies, that count for kind and latest audit day (SCH-7).

One row per area, of areas that are known. Columns: instelling, nummer, gebied, gemeente, type (B, W, G), schema,
uitgegeven, laatste_dag (2024-01-31).
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import identity_on
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.intake import Outcome, Report, read_rows
from auditbeheer.quotes.models import periods_of
from auditbeheer.quotes.rules.elsewhere import taking_over
from auditbeheer.quotes.service import record_certified_period
from auditbeheer.relations.models import Area, AreaType, area_like, membership_now, municipality_named
from auditbeheer.scheme.condition import unmet

COLUMNS = ("instelling", "nummer", "gebied", "gemeente", "type", "schema", "uitgegeven", "laatste_dag")
TYPES = {kind.letter: kind for kind in AreaType}
LONGEST_NUMBER = 40


def import_elsewhere(session: Session, by: Actor, now: datetime, path: Path, *, schemes: dict[str, str]) -> Report:
    """Take over certificates of other bodies; ``schemes``: code → title of the schemes that are known.

    A number that an area has already stays as it is. The proof of each is added at the application. Raises
    ``ImportRefused`` for a file that cannot be read. Every row that is taken is journaled.
    """
    report, identity = Report(path.name), identity_on(session, now.date())
    ours = identity.name if identity else ""
    for line, row in read_rows(path, COLUMNS):
        label = f"{row['nummer'] or '(leeg)'} {row['gebied']}"
        area = _area(session, row)
        why = _objection(row, area, schemes) or _refused(row, ours, now.date())
        if why or area is None:
            report.add(line, label, Outcome.REFUSED, why)
        elif row["nummer"] in {period.certificate for period in periods_of(session, [area.id])}:
            report.add(line, label, Outcome.THERE)
        else:
            _take(session, by, now, row, area, path.name)
            report.add(line, label, Outcome.TAKEN)
    return report


def _area(session: Session, row: dict[str, str]) -> Area | None:
    place = municipality_named(session, fold(row["gemeente"]))
    kind = TYPES.get(row["type"])
    return area_like(session, fold(row["gebied"]), place.code, kind) if place and kind else None


def _objection(row: dict[str, str], area: Area | None, schemes: dict[str, str]) -> str:
    empty = [column for column in ("instelling", "nummer", "gebied") if not row[column]]
    if empty:
        return f"{empty[0]} ontbreekt"
    if len(row["nummer"]) > LONGEST_NUMBER or len(row["instelling"]) > 200:
        return f"het nummer mag {LONGEST_NUMBER} tekens hebben en de instelling 200"
    if row["type"] not in TYPES:
        return f"het type {row['type'] or '(leeg)'} is geen B, W of G"
    if row["schema"] not in schemes:
        return f"het schema {row['schema'] or '(leeg)'} kennen wij niet: kies uit {', '.join(schemes)}"
    if not _day(row["uitgegeven"]) or not _day(row["laatste_dag"]):
        return "uitgegeven en laatste_dag moeten een dag zijn, bijvoorbeeld 2024-01-31"
    return "" if area else f"het gebied staat niet in de lijst van {row['gemeente'] or '(leeg)'}: neem het eerst over"


def _refused(row: dict[str, str], ours: str, today: date) -> str:
    """What the rule for a certificate of elsewhere objects to; the same as at the application."""
    first, last = _day(row["uitgegeven"]), _day(row["laatste_dag"])
    if first is None or last is None:
        return ""
    return " ".join(one.objection for one in unmet(taking_over(row["instelling"], ours, first, last, today, [])))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _take(session: Session, by: Actor, now: datetime, row: dict[str, str], area: Area, file: str) -> None:
    held = membership_now(session, area.id)
    record_certified_period(
        session, by, now, area=area, partnership=held.partnership if held else None, scheme=row["schema"],
        certificate=row["nummer"], body=row["instelling"], issued_on=date.fromisoformat(row["uitgegeven"]),
        last_day=date.fromisoformat(row["laatste_dag"]), evidence=f"overgenomen uit {file}"[:200],
    )  # fmt: skip
