"""Areas of a partnership: known ones or new ones, held against the rules for areas and clusters (ARE-2 to ARE-4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.counting import Count, lay_down
from auditbeheer.relations.models import (
    Area,
    AreaMunicipality,
    AreaType,
    Municipality,
    OneArea,
    Partnership,
    PartnershipArea,
    area_like,
    membership_now,
)
from auditbeheer.relations.models.shapes import decisions_on_one_area
from auditbeheer.relations.rules import free_area, not_after
from auditbeheer.relations.service.details import NOTHING, apply, differences, guard_version
from auditbeheer.scheme.cluster import Park, area_conditions, proposed_areas
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import counted, day_plain

Upload = tuple[str, bytes]


@dataclass(frozen=True, kw_only=True)
class AreaDetails:
    """What is told of an area (ARE-2); entrepreneurs as counted on a day, with where the count comes from."""

    activities: str
    boundary: str
    neighbours: str
    entrepreneurs: int
    counted_on: date
    count_source: str


@dataclass(frozen=True, kw_only=True)
class PartDetails:
    """What is told of an area as part of this partnership. ``one_area``: the name it shares with adjoining parts."""

    one_area: str = ""
    represented_by: str = ""
    zoning: str = ""


def scheme_for(library: Library, type_: AreaType, today: date) -> Scheme:
    """The scheme that an area of this type is held against when it starts today: the newest one that is open.

    Raises LookupError before the first scheme for the type.
    """
    choice = library.schemes_open(type_, today, today)
    if choice is None or not choice.schemes:
        raise LookupError(f"no scheme for {type_} on {today}")
    return choice.schemes[-1]


def add_known_area(
    session: Session, by: Actor, now: datetime, partnership: Partnership, area: Area, *,
    details: AreaDetails, part: PartDetails, library: Library, also_in: list[Municipality],
    plan: Upload | None, shelf: FileShelf, despite: str = "",
) -> PartnershipArea:  # fmt: skip
    """Make an area part of the partnership. Refused when another holds it, or when the cluster would not fit."""
    today = now.date()
    held = membership_now(session, area.id)
    require([free_area(area.name, held.partnership.name if held else None)])
    require(not_after("telling.dag", "De telling", details.counted_on, today), field="counted_on")
    require(_fits(partnership, area, details.entrepreneurs, also_in, part.one_area, library, today))
    _tell(session, by, now, area, details, also_in, plan, shelf)
    link = PartnershipArea(partnership=partnership, area_id=area.id, joined_on=today)
    apply(link, part)
    session.add(link)
    session.flush()
    session.refresh(link, ["area"])
    _share_name(session, by, now, partnership, link)
    journal.record(
        session, by, now, verb="gebied toegevoegd", kind="gebied", thing=area.id,
        what=f"{area.name} ({area.municipality.name}) bij {partnership.name}: {_counted(area)}", why=despite,
    )  # fmt: skip
    return link


def add_new_area(
    session: Session, by: Actor, now: datetime, partnership: Partnership, *,
    name: str, type_: AreaType, municipality: Municipality, details: AreaDetails, part: PartDetails,
    library: Library, also_in: list[Municipality], plan: Upload | None, shelf: FileShelf, despite: str = "",
) -> PartnershipArea:  # fmt: skip
    """An area that was not known yet, as part of the partnership. One that is known by this name is refused.

    ``despite``: what it is told apart from, where one was alike.
    """
    known = area_like(session, fold(name), municipality.code, type_)
    require([_unknown(name, municipality.name, known is None)], field="name")
    area = Area(
        name=name, type=type_, municipality_code=municipality.code, folded=fold(name), sort_key=sort_key(name),
        origin="vastgelegd",
    )  # fmt: skip
    session.add(area)
    session.flush()
    return add_known_area(
        session, by, now, partnership, area,
        details=details, part=part, library=library, also_in=also_in, plan=plan, shelf=shelf,
        despite=despite,
    )  # fmt: skip


def change_area(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, *,
    details: AreaDetails, part: PartDetails, library: Library, also_in: list[Municipality],
    plan: Upload | None, shelf: FileShelf, opened_on: int | None,
) -> Area:  # fmt: skip
    """Mend or renew what is told of an area, a new count included. A running dossier keeps its own count."""
    area, today = link.area, now.date()
    guard_version(session, now, area, details, kind="gebied", opened_on=opened_on)
    require(not_after("telling.dag", "De telling", details.counted_on, today), field="counted_on")
    require(_fits(link.partnership, area, details.entrepreneurs, also_in, part.one_area, library, today))
    what = "; ".join(said for said in (differences(area, details), differences(link, part)) if said) or NOTHING
    apply(link, part)
    _share_name(session, by, now, link.partnership, link)
    _tell(session, by, now, area, details, also_in, plan, shelf)
    session.flush()
    journal.record(
        session, by, now, verb="gebied gewijzigd", kind="gebied", thing=area.id,
        what=f"{area.name}: {what}" + ("; nieuwe kaart" if plan else ""),
    )  # fmt: skip
    return area


def remove_area(
    session: Session, by: Actor, now: datetime, link: PartnershipArea, *, last_day: date, why: str
) -> PartnershipArea:
    """The area is part of the partnership up to and including ``last_day``; the period stays visible."""
    require(
        [*not_after("gebied.laatste_dag", "De laatste dag", last_day, now.date()), _not_before(link, last_day)],
        field="last_day",
    )
    link.left_on = last_day
    session.flush()
    journal.record(
        session, by, now, verb="gebied weggehaald", kind="gebied", thing=link.area_id,
        what=f"{link.area.name} hoorde bij {link.partnership.name} tot en met {day_plain(last_day)}", why=why,
    )  # fmt: skip
    return link


def park_of(link: PartnershipArea) -> Park:
    """An area of a partnership as the rules for clusters see it."""
    area = link.area
    return Park(area.name, municipalities_of(area), area.entrepreneurs, link.one_area)


def municipalities_of(area: Area) -> tuple[str, ...]:
    """Every municipality that the area lies in, the main one first."""
    return (area.municipality.name, *(row.municipality.name for row in area.also_in))


def part_of(partnership: Partnership, name: str) -> tuple[str, tuple[str, ...]] | None:
    """The name that an area seems to share with others here, and those others: a proposal, for a person to decide."""
    others = [link.area.name for link in partnership.current_links]
    for shared, parts in proposed_areas([*others, name]).items():
        if name in parts and (rest := tuple(part for part in parts if part != name)):
            return shared, rest
    return None


def _fits(
    partnership: Partnership, area: Area, entrepreneurs: int, also_in: list[Municipality], one_area: str,
    library: Library, today: date,
) -> list[Condition]:  # fmt: skip
    """The rules for areas and clusters, over the others of its type and this area, which comes last."""
    scheme = scheme_for(library, area.type, today)
    others = [link for link in partnership.current_links if link.area.type is area.type and link.area is not area]
    places = (area.municipality.name, *(row.name for row in also_in if row is not area.municipality))
    parks = [*(park_of(link) for link in others), Park(area.name, places, entrepreneurs, one_area)]
    return area_conditions(scheme, _named_alike(parks) if one_area else parks)


def _named_alike(parks: list[Park]) -> list[Park]:
    """With the last park decided to be part of one area, the parts beside it are so too."""
    last = parks[-1]
    parts = next((parts for parts in proposed_areas([park.name for park in parks]).values() if last.name in parts), ())
    return [replace(park, one_area=last.one_area) if park.name in parts else park for park in parks]


def _tell(
    session: Session, by: Actor, now: datetime, area: Area, details: AreaDetails,
    also_in: list[Municipality], plan: Upload | None, shelf: FileShelf,
) -> None:  # fmt: skip
    lay_down(session, by, now, area, Count(details.entrepreneurs, details.counted_on, details.count_source))
    area.activities, area.boundary, area.neighbours = details.activities, details.boundary, details.neighbours
    wanted = {row.code for row in also_in} - {area.municipality_code}
    area.also_in = [row for row in area.also_in if row.municipality_code in wanted] + [
        AreaMunicipality(municipality_code=code)
        for code in sorted(wanted - {row.municipality_code for row in area.also_in})
    ]
    if plan:
        name, content = plan
        row = StoredFile(
            name=name, media_type="", size=0, sha256="", at=now, sender=by.name, kind="gebied", thing=str(area.id)
        )
        area.map_file_id = keep(session, shelf, (name, content), row).id


def _share_name(session: Session, by: Actor, now: datetime, partnership: Partnership, link: PartnershipArea) -> None:
    """The adjoining parts bear the shared name too, so that they count as one; a decision that can be undone."""
    held = next((row for row in decisions_on_one_area(session, partnership.id) if _holds(row, link)), None)
    if not link.one_area:
        if held is not None:
            held.undone_on, held.undone_why = now.date(), "gewijzigd bij het gebied"
            _let_go(partnership, held)
        return
    shared = part_of(partnership, link.area.name)
    for other in partnership.current_links:
        if shared and other.area.name in shared[1]:
            other.one_area = link.one_area
    parts = sorted(one.area_id for one in partnership.current_links if one.one_area == link.one_area)
    if held is None and len(parts) > 1:
        session.add(
            OneArea(
                partnership_id=partnership.id, name=link.one_area, parts=parts, as_one=True, decided_on=now.date(),
                why="gekozen bij het gebied", by_id=by.employee_id,
            )
        )  # fmt: skip


def _holds(row: OneArea, link: PartnershipArea) -> bool:
    return row.undone_on is None and row.as_one and link.area_id in row.parts


def _let_go(partnership: Partnership, row: OneArea) -> None:
    for link in partnership.current_links:
        if link.area_id in row.parts and link.one_area == row.name:
            link.one_area = ""


def _counted(area: Area) -> str:
    when = day_plain(area.counted_on) if area.counted_on else "onbekend"
    return f"{counted(area.entrepreneurs or 0, 'ondernemer', 'ondernemers')}, geteld op {when}"


def _unknown(name: str, municipality: str, unknown: bool) -> Condition:
    return Condition(
        "gebied.onbekend", "Het gebied staat nog niet in de lijst", unknown, f"{name} ({municipality})", SETTING,
        refusal=f"{name} in {municipality} staat al in de lijst. Zoek het op en kies het daar.",
    )  # fmt: skip


def _not_before(link: PartnershipArea, last_day: date) -> Condition:
    return Condition(
        "gebied.laatste_dag_na_begin", "De laatste dag ligt niet voor de eerste", last_day >= link.joined_on,
        day_plain(last_day), SETTING,
        refusal=f"{link.area.name} hoort er pas sinds {day_plain(link.joined_on)} bij. Vul een latere dag in.",
    )  # fmt: skip
