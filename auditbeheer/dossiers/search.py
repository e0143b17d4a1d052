"""Search over the whole office (ux §5): which rows of each group fit what was typed, as far as who asks may see them.

Every word must be found: in the name, in an area, in the name of a municipality (an old one and an alias too), in the
name of a file. A group is a question for ids; it is counted and paged by the database, with the same few queries
however much there is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, func, literal, or_, select, union, union_all
from sqlalchemy.orm import Session

from auditbeheer.accounts.grants import DOSSIER, things_open_to
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Permission
from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.deviations.models import Answer, Deviation
from auditbeheer.documents.models import Document
from auditbeheer.dossiers.search_terms import DOSSIER as DOSSIER_LETTER
from auditbeheer.dossiers.search_terms import LEAST_DIGITS, LONGEST_RUNNING, Asked, Series
from auditbeheer.planning.models import Audit
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.quotes.models import ATTACHMENT, ApplicationDocument, ReceivedMail, Trajectory, TrajectoryArea
from auditbeheer.relations.models import (
    Area,
    AreaFile,
    AreaMunicipality,
    AreaType,
    Bureau,
    Municipality,
    MunicipalityAlias,
    Partnership,
    PartnershipArea,
    Party,
    Representative,
)

Towns = Mapping[str, Collection[str]]
Ids = Select[Any]
COLLEAGUE, OUTSIDER = "medewerker", "vertegenwoordiger"


@dataclass(frozen=True)
class Sight:
    """What somebody may find. ``own``: the dossiers that are open to them, None for who reads all.

    ``colleagues``: whether people of the office are found; ``reach``: whether by telephone and e-mail too.
    """

    reads: bool
    own: frozenset[str] | None
    colleagues: bool
    reach: bool

    @property
    def all(self) -> bool:
        """Reads every dossier and relation."""
        return self.reads and self.own is None


def sight_of(session: Session, who: Actor, day: date) -> Sight:
    """What ``who`` may find on ``day``: by role, and by the grants that are open."""
    everything = who.may(Permission.READ_ALL)
    return Sight(
        reads=who.may(Permission.READ),
        own=None if everything else things_open_to(session, who, DOSSIER, day),
        colleagues=everything or who.may(Permission.USERS),
        reach=any(who.may(act) for act in (Permission.RELATIONS, Permission.AUDIT, Permission.USERS)),
    )


def towns_called(session: Session, words: Iterable[str]) -> Towns:
    """Word -> the codes of the municipalities that bear it or bore it, and of those that took them over."""
    rows = session.execute(select(Municipality.code, Municipality.folded, Municipality.successor_code)).all()
    names = [(row.code, row.folded) for row in rows]
    names += session.execute(select(MunicipalityAlias.municipality_code, MunicipalityAlias.folded)).all()
    heirs = {row.code: row.successor_code for row in rows if row.successor_code}
    return {word: _with_heirs({code for code, name in names if word in name}, heirs) for word in words}


def _with_heirs(codes: set[str], heirs: Mapping[str, str]) -> set[str]:
    while more := {heirs[code] for code in codes if code in heirs} - codes:
        codes = codes | more
    return codes


def dossiers(asked: Asked, sight: Sight, towns: Towns) -> Ids:
    """Trajectories, the newest first."""
    hits = [_all_words(asked, lambda word: _dossier_has(word, towns))]
    if asked.series and asked.series.letter in {DOSSIER_LETTER, ""}:
        hits.append(and_(Trajectory.year == asked.series.year, Trajectory.sequence == asked.series.running))
    query = select(Trajectory.id).join(Trajectory.partnership).where(or_(*hits), _open_dossiers(sight))
    return query.order_by(Trajectory.id.desc())


def _dossier_has(word: str, towns: Towns) -> ColumnElement[bool]:
    there = select(TrajectoryArea.trajectory_id).where(TrajectoryArea.area_id.in_(_areas_called(word, towns)))
    files = union(*(of.where(StoredFile.folded.contains(word)) for of in files_of_dossiers()))
    ways = [Partnership.folded.contains(word), Trajectory.id.in_(there), Trajectory.id.in_(files)]
    if word.isdigit() and len(word) <= LONGEST_RUNNING:
        ways += [Trajectory.sequence == int(word), Trajectory.year == int(word)]
    return or_(*ways)


def files_of_dossiers() -> tuple[Ids, ...]:
    """The trajectories of files: of the application, the areas, the document set, mails that came in, and answers."""
    return (
        select(ApplicationDocument.trajectory_id).join(ApplicationDocument.file),
        select(TrajectoryArea.trajectory_id).join(TrajectoryArea.area).join(Area.map_file),
        select(TrajectoryArea.trajectory_id)
        .join(AreaFile, AreaFile.area_id == TrajectoryArea.area_id)
        .join(AreaFile.file),
        select(Document.trajectory_id).join(Document.file),
        select(ReceivedMail.trajectory_id).join(
            StoredFile,
            and_(StoredFile.kind == ATTACHMENT, StoredFile.thing == literal("mail/") + cast(ReceivedMail.id, String)),
        ),
        select(Audit.trajectory_id)
        .join(Deviation, Deviation.audit_id == Audit.id)
        .join(Answer, Answer.deviation_id == Deviation.id)
        .join(StoredFile, Answer.file_id == StoredFile.id),
    )


def _open_dossiers(sight: Sight) -> ColumnElement[bool]:
    if not sight.reads:
        return false()
    return Trajectory.id.is_not(None) if sight.own is None else Trajectory.number.in_(sight.own)


def certificates(asked: Asked, sight: Sight, towns: Towns) -> Ids:
    """Certificates, the latest last day first; whoever reads sees the whole list of them."""
    hits = [_all_words(asked, lambda word: _certificate_has(word, towns))]
    if asked.bare:
        hits.append(bare_number().contains(asked.bare))
    if asked.series and asked.series.letter != DOSSIER_LETTER:
        hits.append(_numbered(asked.series))
    query = select(Certificate.id).where(or_(*hits), Certificate.id.is_not(None) if sight.reads else false())
    return query.order_by(Certificate.last_day.desc(), Certificate.id.desc())


def _numbered(series: Series) -> ColumnElement[bool]:
    """By the parts of its number; one from before this system has only the number as it was written, with its zeros."""
    kinds = [kind for kind in AreaType if series.letter in {"", kind.letter}]
    parts = (Certificate.year == series.year, Certificate.sequence == series.running, Certificate.type.in_(kinds))
    written = [
        f"KVO-{kind.letter}-{series.year}-{series.running:0{wide}}"
        for kind in kinds
        for wide in range(1, LONGEST_RUNNING + 1)
    ]
    return or_(and_(*parts), Certificate.number.in_(written))


def bare_number() -> ColumnElement[str]:
    """The number of a certificate without its dashes."""
    return func.replace(Certificate.number, "-", "")


def _certificate_has(word: str, towns: Towns) -> ColumnElement[bool]:
    named = or_(CertificateArea.folded.contains(word), CertificateArea.municipality_code.in_(towns[word]))
    return or_(
        Certificate.holder_folded.contains(word),
        func.lower(Certificate.municipality).contains(word),
        Certificate.id.in_(select(CertificateArea.certificate_id).where(named)),
    )


def areas(asked: Asked, sight: Sight, towns: Towns) -> Ids:
    """Areas by name and municipality: those of dossiers first, then in the order of the alphabet."""
    query = select(Area.id).where(_all_words(asked, lambda word: _area_has(word, towns)))
    if not sight.all:
        there = select(TrajectoryArea.area_id).join(TrajectoryArea.trajectory).where(_open_dossiers(sight))
        query = query.where(Area.id.in_(there))
    known = Area.id.in_(select(TrajectoryArea.area_id))
    return query.order_by(known.desc(), Area.sort_key, Area.id)


def _area_has(word: str, towns: Towns) -> ColumnElement[bool]:
    further = select(AreaMunicipality.area_id).where(AreaMunicipality.municipality_code.in_(towns[word]))
    return or_(Area.folded.contains(word), Area.municipality_code.in_(towns[word]), Area.id.in_(further))


def _areas_called(word: str, towns: Towns) -> Ids:
    return select(Area.id).where(_area_has(word, towns))


def partnerships(asked: Asked, sight: Sight, towns: Towns) -> Ids:
    """Partnerships by name, party, and where their areas lie."""
    query = select(Partnership.id).where(_all_words(asked, lambda word: _partnership_has(word, towns)))
    query = query.where(_open_partnerships(sight))
    return query.order_by(Partnership.sort_key, Partnership.id)


def _partnership_has(word: str, towns: Towns) -> ColumnElement[bool]:
    here = select(PartnershipArea.partnership_id).where(
        PartnershipArea.left_on.is_(None), PartnershipArea.area_id.in_(_areas_called(word, towns))
    )
    sits = select(Party.partnership_id).where(func.lower(Party.organisation).contains(word))
    return or_(Partnership.folded.contains(word), Partnership.id.in_(here), Partnership.id.in_(sits))


def _open_partnerships(sight: Sight) -> ColumnElement[bool]:
    if sight.all:
        return Partnership.id.is_not(None)
    return Partnership.id.in_(select(Trajectory.partnership_id).where(_open_dossiers(sight)))


def bureaus(asked: Asked, sight: Sight, _towns: Towns) -> Ids:
    """Bureaus of procesbegeleiders by name and place; by e-mail and telephone for who may reach people."""
    ways = [_all_words(asked, lambda word: or_(Bureau.folded.contains(word), func.lower(Bureau.town).contains(word)))]
    ways += _reached(asked, sight, Bureau)
    query = select(Bureau.id).where(or_(*ways), Bureau.id.is_not(None) if sight.all else false())
    return query.order_by(Bureau.sort_key, Bureau.id)


def people(asked: Asked, sight: Sight, _towns: Towns) -> Ids:
    """(kind, id, name as searched) of people outside and of colleagues, by name."""
    outside = (
        select(literal(OUTSIDER).label("kind"), Representative.id.label("id"), Representative.folded.label("called"))
        .join(Representative.party)
        .join(Party.partnership)
        .where(_is_person(asked, sight, Representative, Partnership.folded), _open_partnerships(sight))
    )
    inside = select(
        literal(COLLEAGUE).label("kind"), Employee.id.label("id"), Employee.folded.label("called")
    ).where(_is_person(asked, sight, Employee), Employee.id.is_not(None) if sight.colleagues else false())  # fmt: skip
    both = union_all(outside, inside).subquery()
    return select(both.c.kind, both.c.id).order_by(both.c.called, both.c.kind, both.c.id)


def _is_person(asked: Asked, sight: Sight, kind: Any, *also: Any) -> ColumnElement[bool]:
    """By name, of which one word may be that of the partnership; by e-mail and telephone for who may reach people."""
    by_name = and_(
        or_(false(), *(kind.folded.contains(word) for word in asked.words)),
        _all_words(asked, lambda word: or_(*(text.contains(word) for text in (kind.folded, *also)))),
    )
    return or_(by_name, *_reached(asked, sight, kind))


def _reached(asked: Asked, sight: Sight, kind: Any) -> list[ColumnElement[bool]]:
    ways: list[ColumnElement[bool]] = []
    if sight.reach and asked.mail:
        ways.append(func.lower(kind.email).contains(asked.mail, autoescape=True))
    if sight.reach and asked.digits:
        ways.append(_digits_of(kind.phone).endswith(asked.digits))
    return ways


def _digits_of(phone: Any) -> ColumnElement[str]:
    bare = phone
    for sign in " -()./+":
        bare = func.replace(bare, sign, "")
    return bare  # type: ignore[no-any-return]  # a column, however often wrapped


def _all_words(asked: Asked, has: Callable[[str], ColumnElement[bool]]) -> ColumnElement[bool]:
    return and_(*(has(word) for word in asked.words)) if asked.words else false()


GROUPS: Mapping[str, Callable[[Asked, Sight, Towns], Ids]] = {
    "dossiers": dossiers,
    "certificaten": certificates,
    "gebieden": areas,
    "relaties": partnerships,
    "bureaus": bureaus,
    "personen": people,
}


def how_many(session: Session, ids: Ids) -> int:
    """How many rows a question finds."""
    return session.scalar(select(func.count()).select_from(ids.order_by(None).subquery())) or 0


def exact_dossiers(session: Session, asked: Asked, sight: Sight) -> list[str]:
    """The dossiers that are meant when a whole number was typed: one, or none."""
    if asked.series is None or asked.series.letter not in {DOSSIER_LETTER, ""}:
        return []
    query = select(Trajectory.number).where(
        Trajectory.year == asked.series.year, Trajectory.sequence == asked.series.running, _open_dossiers(sight)
    )
    return list(session.scalars(query))


def exact_certificates(session: Session, asked: Asked, sight: Sight) -> list[tuple[str, str | None]]:
    """(number, number of its dossier) of the certificates that are meant when a whole number was typed."""
    if not sight.reads or len(asked.bare) < LEAST_DIGITS:
        return []
    meant = [bare_number() == asked.bare]
    if asked.series and asked.series.letter != DOSSIER_LETTER:
        meant.append(_numbered(asked.series))
    query = select(Certificate.number, Trajectory.number).outerjoin(Certificate.trajectory).where(or_(*meant))
    return [(row[0], row[1]) for row in session.execute(query)]
