"""What a search shows: per group some rows with name, place, number and state, and how many there are in all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import select, union_all
from sqlalchemy.orm import Session, joinedload

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission, Role, may
from auditbeheer.certificates.models import Certificate
from auditbeheer.certificates.rules import Period, status_on
from auditbeheer.dossiers import search
from auditbeheer.dossiers.listing import rows_of
from auditbeheer.dossiers.search import Sight
from auditbeheer.dossiers.search_terms import Asked, read
from auditbeheer.dossiers.suggestion import suggestions
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.quotes.models import Trajectory, TrajectoryArea
from auditbeheer.relations.models import (
    Area,
    Bureau,
    Partnership,
    Party,
    Representative,
    groups_per_bureau,
    memberships_now,
)
from auditbeheer.scheme.wording import counted, join_and

FEW, PAGE_SIZE = 5, 50
LABELS = {
    "dossiers": ("dossier", "dossiers"),
    "certificaten": ("certificaat", "certificaten"),
    "gebieden": ("gebied", "gebieden"),
    "relaties": ("relatie", "relaties"),
    "bureaus": ("bureau", "bureaus"),
    "personen": ("persoon", "personen"),
}


@dataclass(frozen=True)
class Hit:
    """One row. ``beside``: a second fact in small; ``badge``: a status word of certificates, else ``state``."""

    name: str
    url: str = ""
    place: str = ""
    number: str = ""
    state: str = ""
    beside: str = ""
    badge: str = ""


@dataclass(frozen=True)
class Group:
    """Some rows of a group; ``first`` is the place of the first one among ``total``."""

    code: str
    total: int
    hits: Sequence[Hit]
    first: int = 1

    @property
    def label(self) -> str:
        """The name of the group: Dossiers."""
        return LABELS[self.code][1].capitalize()

    @property
    def last(self) -> int:
        """The place of the last row of this page."""
        return self.first + len(self.hits) - 1


@dataclass
class Look:
    """Who looks, when: what the rows of every group need."""

    session: Session
    sight: Sight
    roles: Collection[Role]
    day: date
    asked: Asked = field(default_factory=lambda: Asked(""))

    def opens(self, number: str | None) -> bool:
        """Whether this dossier is open to who looks."""
        return bool(number) and self.sight.reads and (self.sight.own is None or number in self.sight.own)


def results(look: Look, *, only: str = "", page: int = 1) -> list[Group]:
    """The groups that hold something; ``only`` one of them, fifty a page."""
    towns = search.towns_called(look.session, look.asked.words)
    found = []
    for code, question in search.GROUPS.items():
        if only and code != only:
            continue
        ids = question(look.asked, look.sight, towns)
        total = search.how_many(look.session, ids)
        size = PAGE_SIZE if only else FEW
        page = min(max(1, page), max(1, -(-total // size))) if only else 1
        if total:
            start = (page - 1) * size
            chosen = look.session.execute(ids.limit(size).offset(start)).all()
            found.append(Group(code, total, ROWS[code](look, [tuple(row) for row in chosen]), start + 1))
    return found


def exact(look: Look) -> str:
    """Where a whole number leads; "" when it is none, or means more than one thing."""
    places = [url_for("dossiers.dossier", number=one) for one in
              search.exact_dossiers(look.session, look.asked, look.sight)]  # fmt: skip
    for number, dossier in search.exact_certificates(look.session, look.asked, look.sight):
        places.append(_certificate_url(look, number, dossier))
    return places[0] if len(places) == 1 else ""


def meant(look: Look) -> str:
    """What was probably meant, when that does lead to something that who looks may see; "" when nothing is near."""
    for other in suggestions(look.session, look.asked):
        asked = read(other)
        towns = search.towns_called(look.session, asked.words)
        if any(search.how_many(look.session, ids(asked, look.sight, towns)) for ids in search.GROUPS.values()):
            return other
    return ""


def opened(look: Look, numbers: Sequence[str]) -> list[Hit]:
    """The dossiers with these numbers that are still open to who looks, in this order."""
    query = select(Trajectory.id).where(Trajectory.number.in_([one for one in numbers if look.opens(one)]))
    hits = {hit.number: hit for hit in _dossiers(look, [tuple(row) for row in look.session.execute(query)])}
    return [hits[number] for number in numbers if number in hits]


Keys = Sequence[tuple[Any, ...]]


def _in_order(keys: Keys, rows: Sequence[Any]) -> list[Any]:
    by_id = {row.id: row for row in rows}
    return [by_id[key[-1]] for key in keys]


def _dossiers(look: Look, keys: Keys) -> list[Hit]:
    ids = [key[0] for key in keys]
    query = select(Trajectory).where(Trajectory.id.in_(ids))
    rows = _in_order(keys, look.session.scalars(query).unique().all())
    files = _files_named(look, ids)
    return [
        Hit(
            row.trajectory.partnership.name,
            url_for("dossiers.dossier", number=row.trajectory.number),
            row.places, row.trajectory.number, row.step, files.get(row.trajectory.id, ""),
        )
        for row in rows_of(look.session, rows, look.day)
    ]  # fmt: skip


def _files_named(look: Look, ids: Sequence[int]) -> dict[int, str]:
    """Trajectory -> the newest file whose own name holds every word."""
    if not look.asked.words or not ids:
        return {}
    named = [StoredFile.folded.contains(word) for word in look.asked.words]
    of = [
        files.add_columns(StoredFile.name, StoredFile.id.label("file")).where(*named)
        for files in search.files_of_dossiers()
    ]
    every = union_all(*of).subquery()
    query = select(every.c.trajectory_id, every.c.name).where(every.c.trajectory_id.in_(ids)).order_by(every.c.file)
    return {row[0]: row[1] for row in look.session.execute(query)}


def _certificates(look: Look, keys: Keys) -> list[Hit]:
    query = select(Certificate).options(joinedload(Certificate.trajectory))
    rows = look.session.scalars(query.where(Certificate.id.in_([key[0] for key in keys]))).unique().all()
    return [
        Hit(
            row.holder,
            _certificate_url(look, row.number, row.trajectory.number if row.trajectory else None),
            row.municipality, row.number,
            badge=status_on(Period(row.issued_on, row.last_day, row.replaced_from), look.day).badge,
            beside=", ".join(area.name for area in row.areas),
        )
        for row in _in_order(keys, rows)
    ]  # fmt: skip


def _certificate_url(look: Look, number: str, dossier: str | None) -> str:
    if look.opens(dossier):
        return url_for("certificates.of_dossier", number=dossier)
    return url_for("register.certificate", number=number)


def _areas(look: Look, keys: Keys) -> list[Hit]:
    ids = [key[0] for key in keys]
    rows = _in_order(keys, look.session.scalars(select(Area).where(Area.id.in_(ids))).unique().all())
    member = memberships_now(look.session, ids)
    query = select(TrajectoryArea.area_id, Trajectory.number).join(TrajectoryArea.trajectory).order_by(Trajectory.id)
    newest = _newest(look, query.where(TrajectoryArea.area_id.in_(ids)))
    return [
        Hit(
            row.name,
            url_for("dossiers.area", number=newest[row.id]) if row.id in newest else "",
            join_and([row.municipality.name, *(one.municipality.name for one in row.also_in)]),
            newest.get(row.id, ""), member.get(row.id, "") if look.opens(newest.get(row.id)) or look.sight.all else "",
            row.type.value,
        )
        for row in rows
    ]  # fmt: skip


def _newest(look: Look, query: Any) -> dict[int, str]:
    """Id -> the newest dossier that is open to who looks."""
    return {row[0]: row[1] for row in look.session.execute(query) if look.opens(row[1])}


def _dossiers_of(look: Look, partnerships: Collection[int]) -> dict[int, str]:
    query = select(Trajectory.partnership_id, Trajectory.number).order_by(Trajectory.id)
    return _newest(look, query.where(Trajectory.partnership_id.in_(partnerships)))


def _partnerships(look: Look, keys: Keys) -> list[Hit]:
    ids = [key[0] for key in keys]
    rows = _in_order(keys, look.session.scalars(select(Partnership).where(Partnership.id.in_(ids))).all())
    newest = _dossiers_of(look, ids)
    return [
        Hit(
            row.name, _partnership_url(look, row.id, newest),
            join_and(list(dict.fromkeys(area.municipality.name for area in row.current_areas))),
            newest.get(row.id, ""), row.contact.name if row.contact else "",
        )
        for row in rows
    ]  # fmt: skip


def _partnership_url(look: Look, key: int, newest: Mapping[int, str]) -> str:
    if look.sight.all:
        return url_for("relations.partnership", id=key)
    return url_for("dossiers.area", number=newest[key]) if key in newest else ""


def _bureaus(look: Look, keys: Keys) -> list[Hit]:
    rows = look.session.scalars(select(Bureau).where(Bureau.id.in_([key[0] for key in keys]))).all()
    groups = groups_per_bureau(look.session)
    return [
        Hit(
            row.name, url_for("relations.bureau", id=row.id), row.town,
            state=counted(groups.get(row.id, 0), "werkgroep", "werkgroepen"),
        )
        for row in _in_order(keys, rows)
    ]  # fmt: skip


def _people(look: Look, keys: Keys) -> list[Hit]:
    outside = [key[1] for key in keys if key[0] == search.OUTSIDER]
    inside = [key[1] for key in keys if key[0] == search.COLLEAGUE]
    with_party = joinedload(Representative.party).joinedload(Party.partnership)
    query = select(Representative).options(with_party).where(Representative.id.in_(outside))
    known: dict[tuple[str, int], Hit] = {}
    rows = look.session.scalars(query).unique().all()
    newest = _dossiers_of(look, {row.party.partnership_id for row in rows})
    for row in rows:
        known[search.OUTSIDER, row.id] = _outsider(look, row, newest)
    for person in look.session.scalars(select(Employee).where(Employee.id.in_(inside))).unique():
        known[search.COLLEAGUE, person.id] = _colleague(look, person)
    return [known[key[0], key[1]] for key in keys]


def _outsider(look: Look, row: Representative, newest: Mapping[int, str]) -> Hit:
    partnership = row.party.partnership
    gone = row.until_day is not None or row.party.until_day is not None
    return Hit(
        row.name, _partnership_url(look, partnership.id, newest), partnership.name, newest.get(partnership.id, ""),
        "Niet meer in de werkgroep" if gone else row.function or row.party.kind.value.capitalize(),
        row.party.organisation,
    )  # fmt: skip


def _colleague(look: Look, person: Employee) -> Hit:
    users = may(look.roles, Permission.USERS)
    url = url_for("accounts.change_person" if users else "qualifications.person", person=person.id)
    left = person.left_on is not None and person.left_on <= look.day
    roles = join_and(sorted(role.value for role in person.role_names))
    return Hit(person.name, url, state="Werkt hier niet meer" if left else roles.capitalize(), beside="medewerker")


ROWS: Mapping[str, Callable[[Look, Keys], list[Hit]]] = {
    "dossiers": _dossiers,
    "certificaten": _certificates,
    "gebieden": _areas,
    "relaties": _partnerships,
    "bureaus": _bureaus,
    "personen": _people,
}
