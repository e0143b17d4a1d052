"""What a dossier tells of its areas and the people around the table: counts, needed response, map, who to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from auditbeheer.documents.models import SurveyResult, surveys_of
from auditbeheer.documents.state import area_survey, beside
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.quotes.models import ApplicationDocument, Trajectory, TrajectoryArea, attachments_of
from auditbeheer.quotes.service import document_names
from auditbeheer.relations.models import Area, Party, Representative
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.survey_response import NeededResponse


@dataclass(frozen=True)
class AreaShown:
    """One area of the dossier: how many entrepreneurs count, the answers that it needs, its map (None: not known)."""

    area: Area
    entrepreneurs: int | None
    needed: NeededResponse | None
    map_file: StoredFile | None
    one_area: str = ""

    @property
    def places(self) -> list[str]:
        """The municipalities in which it lies, the first one first."""
        return [self.area.municipality.name, *(one.municipality.name for one in self.area.also_in)]


@dataclass(frozen=True)
class Seat:
    """Somebody of a party; ``person`` None: nobody is known there yet."""

    party: Party
    person: Representative | None

    @property
    def kind(self) -> str:
        """What kind of party; a procesbegeleider is no member (ARE-9)."""
        return "procesbegeleider, geen lid" if self.party.is_guide else self.party.kind.value


@dataclass(frozen=True)
class Attachment:
    """A file of the application, by its name in the scheme."""

    name: str
    row: ApplicationDocument


@dataclass(frozen=True)
class AreaAndParties:
    """All of it for one dossier."""

    areas: Sequence[AreaShown]
    seats: Sequence[Seat]
    attachments: Sequence[Attachment]


def area_and_parties(session: Session, trajectory: Trajectory) -> AreaAndParties:
    """The areas that were applied for, the parties that are in the working group now, the files of the application."""
    library = schemes()
    scheme = library[trajectory.scheme] if trajectory.scheme else None
    results = {row.area_id: row for row in surveys_of(session, trajectory.id)}
    names = document_names(trajectory, library)
    return AreaAndParties(
        areas=[_area(scheme, link, results, trajectory.areas) for link in trajectory.areas],
        seats=[seat for party in trajectory.partnership.current_parties for seat in _seats(party)],
        attachments=[Attachment(names.get(row.code, row.code), row) for row in attachments_of(session, trajectory.id)],
    )


def _area(
    scheme: Scheme | None, link: TrajectoryArea, results: dict[int, SurveyResult], links: Sequence[TrajectoryArea]
) -> AreaShown:
    """A scheme that is not chosen, or a concept without percentages, needs nothing yet."""
    if scheme is None or scheme.response is None:
        return AreaShown(
            link.area, link.entrepreneurs or link.area.entrepreneurs, None, link.area.map_file, link.one_area
        )
    survey = area_survey(scheme, link, results.get(link.area_id), beside(links, link, results))
    return AreaShown(link.area, survey.entrepreneurs, survey.needed, link.area.map_file, link.one_area)


def _seats(party: Party) -> list[Seat]:
    return [Seat(party, person) for person in party.people] or [Seat(party, None)]


def map_in(trajectory: Trajectory, area_id: int) -> StoredFile | None:
    """The map of an area of this dossier; None for an area of another one, and for one without a map."""
    link = next((link for link in trajectory.areas if link.area_id == area_id), None)
    return link.area.map_file if link else None
