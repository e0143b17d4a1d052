"""Several parts that count as one area: proposed by name and nearness, decided by a person (ARE-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import combinations

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.distance import Point, straight_km
from auditbeheer.relations.models import Area, OneArea, Partnership, PartnershipArea
from auditbeheer.relations.models.shapes import decisions_on_one_area
from auditbeheer.relations.outlines import Outline, metres_apart
from auditbeheer.relations.rules.one_area import Apart, NamedPart, Proposal, deciding, proposals
from auditbeheer.relations.service.areas import park_of, scheme_for
from auditbeheer.relations.service.shapes import outlines_of
from auditbeheer.scheme.cluster import Park, area_conditions
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.wording import day_plain, join_and

MEASURED = 10_000.0  # metres: further apart is simply far


def proposed_parts(session: Session, partnership: Partnership, today: date) -> list[Proposal]:
    """The parts here that look like one area and about which nobody decided yet."""
    links = partnership.current_links
    decided = {frozenset(row.parts) for row in decisions_on_one_area(session, partnership.id) if row.undone_on is None}
    joined = {link.area_id for link in links if link.one_area}
    parts = [
        NamedPart(link.area_id, link.area.name, f"{link.area.municipality_code} {link.area.type.value}")
        for link in links
        if link.area_id not in joined
    ]
    found = proposals(parts, _distances(session, [link.area for link in links], today), own_rules_on(session, today))
    return [one for one in found if frozenset(one.parts) not in decided]


def _distances(session: Session, areas: Sequence[Area], day: date) -> dict[frozenset[int], Apart]:
    outlines = outlines_of(session, areas, day)
    found = {}
    for one, other in combinations(areas, 2):
        apart = _apart(one, other, outlines)
        if apart is not None:
            found[frozenset({one.id, other.id})] = apart
    return found


def _apart(one: Area, other: Area, outlines: dict[int, Outline]) -> Apart | None:
    here, there = outlines.get(one.id), outlines.get(other.id)
    if here and there:
        return Apart(round(min(metres_apart(here, there, MEASURED), MEASURED)), outlines=True)
    ours, theirs = _centre(one), _centre(other)
    return Apart(round(1000 * straight_km(ours, theirs)), outlines=False) if ours and theirs else None


def _centre(area: Area) -> Point | None:
    """Where it lies; many areas of a list stand at the middle of their municipality, which says nothing."""
    home = area.municipality
    if area.lat is None or area.lon is None or (area.lat, area.lon) == (home.lat, home.lon):
        return None
    return Point(area.lat, area.lon)


def decide_one_area(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    area_ids: Sequence[int], name: str, as_one: bool, why: str, library: Library,
) -> OneArea:  # fmt: skip
    """Record that these parts are one area, or that they are not. ``Refused`` when the whole then breaks a rule."""
    links = [link for link in partnership.current_links if link.area_id in set(area_ids)]
    alone = not any(link.one_area for link in links) and not _decided(session, partnership, area_ids)
    require(deciding([link.area.name for link in links], why, alone=alone))
    if as_one:
        _hold(partnership, {link.area_id: name for link in links}, library, now.date())
        for link in links:
            link.one_area = name
    row = OneArea(
        partnership_id=partnership.id, name=name, parts=sorted(link.area_id for link in links), as_one=as_one,
        decided_on=now.date(), why=why, by_id=by.employee_id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    names = join_and([link.area.name for link in links])
    told = f"{names} tellen als één terrein: {name}" if as_one else f"{names} tellen elk als een eigen terrein"
    journal.record(
        session, by, now, verb="besloten over delen", kind="samenwerkingsverband", thing=partnership.id, what=told,
        why=why,
    )  # fmt: skip
    return row


def undo_one_area(
    session: Session, by: Actor, now: datetime, row: OneArea, partnership: Partnership, *, why: str, library: Library
) -> OneArea:
    """Take a decision back, with the reason; the parts count by themselves again."""
    require([
        Condition("delen.geldt", "Dit besluit geldt nog", row.undone_on is None, row.name, SETTING,
                  refusal=f"Dit besluit is al ingetrokken op {day_plain(row.undone_on or now.date())}."),
    ])  # fmt: skip
    if row.as_one:
        _hold(partnership, dict.fromkeys(row.parts, ""), library, now.date())
        for link in partnership.current_links:
            if link.area_id in row.parts and link.one_area == row.name:
                link.one_area = ""
    row.undone_on, row.undone_why = now.date(), why
    session.flush()
    journal.record(
        session, by, now, verb="besluit over delen ingetrokken", kind="samenwerkingsverband", thing=partnership.id,
        what=row.name, why=why,
    )  # fmt: skip
    return row


def conditions_after(partnership: Partnership, names: dict[int, str], library: Library, today: date) -> list[Condition]:
    """How the areas stand against the rules once these bear the given shared names ("" for none)."""
    links = partnership.current_links
    if not links:
        return []
    return area_conditions(scheme_for(library, links[0].area.type, today), [_park(link, names) for link in links])


def _park(link: PartnershipArea, names: dict[int, str]) -> Park:
    park = park_of(link)
    return Park(park.name, park.municipalities, park.entrepreneurs, names.get(link.area_id, park.one_area))


def _hold(partnership: Partnership, names: dict[int, str], library: Library, today: date) -> None:
    """A number of entrepreneurs that is not counted yet stands in nobody's way here."""
    counted = all(link.area.entrepreneurs for link in partnership.current_links)
    require([one for one in conditions_after(partnership, names, library, today) if counted])


def _decided(session: Session, partnership: Partnership, area_ids: Sequence[int]) -> bool:
    rows = decisions_on_one_area(session, partnership.id)
    return any(row.undone_on is None and set(row.parts) == set(area_ids) for row in rows)
