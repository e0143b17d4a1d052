"""The demo's dossiers: real places, invented people, each stopped at another step of the chain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from auditbeheer.demo.people import BAKKER, DAM, GROOT, Somebody
from auditbeheer.plumbing.dutch import fold
from auditbeheer.relations.models import AreaType


class Until(IntEnum):
    """How far a story is told; each step includes all before it."""

    FOUNDED = 1
    APPLIED = 2
    CONFIRMED = 3
    QUOTED = 4
    ACCEPTED = 5
    AGREED = 6
    PLANNED = 7
    DOCUMENTS = 8
    COMPLETE = 9
    AUDITED = 10
    REPORTED = 11
    REVIEWED = 12
    CERTIFIED = 13


@dataclass(frozen=True)
class Place:
    """An area as the list of business parks calls it, and how many entrepreneurs were counted there."""

    name: str
    entrepreneurs: int


@dataclass(frozen=True)
class Story:
    """One dossier. ``audit_in``: days from today to the audit, negative when it was held.

    ``deviation``: the checkpoint on which the audit found something; ``answered``: whether an addition came in.
    ``guided``: a procesbegeleider helps the group, the same one each time. ``hours``: how the planner shared them out
    (documents, on location, report); ``extra_hours``: agreed on after the audit was planned.
    """

    name: str
    municipality: str
    places: tuple[Place, ...]
    contact: str
    chair: str
    until: Until
    audit_in: int
    lead: Somebody = BAKKER
    type: AreaType = AreaType.BUSINESS_PARK
    deviation: str = ""
    answered: bool = False
    incomplete: bool = False
    declined: bool = False
    guided: bool = False
    hours: tuple[str, str, str] | None = None
    extra_hours: int = 0


GUIDE = "Gijs de Ridder"
# Who a visitor of the demo can be outside the office: as what, and the name.
OUTSIDE = (
    ("Contactpersoon van Cluster Lelystad", "Fatima Benali"),
    ("Mag de offerte van KVO Leuken tekenen", "Marij Gielen"),
    ("Procesbegeleider van drie werkgroepen", GUIDE),
    ("Moet een aanvulling sturen voor KVO Marslanden", "Joost Veldman"),
    ("Contactpersoon van KVO Beatrixhaven, met een certificaat", "Lotte Geelen"),
)


def mailbox_of(name: str) -> str:
    """Where somebody outside the office gets post."""
    return f"{fold(name.replace('ı', 'i')).replace(' ', '.')}@voorbeeld.nl"


STORIES = (
    Story("KVO Beatrixhaven", "Maastricht", (Place("Beatrixhaven", 310),), "Lotte Geelen", "Jean Willems",
          Until.CERTIFIED, -210, GROOT),
    Story("KVO De Amert", "Meierijstad", (Place("De Amert", 96), Place("Dorshout", 74)), "Selin Yılmaz", "Bart Coppens",
          Until.CERTIFIED, -95),
    Story("KVO Hessenpoort", "Zwolle", (Place("Hessenpoort", 128),), "Anouk Smit", "Henk Kok",
          Until.REVIEWED, -12),
    Story("KVO De Brand", "'s-Hertogenbosch", (Place("Bedrijvenpark De Brand", 142),), "Pieter van den Heuvel",
          "Mieke Vermeulen", Until.REVIEWED, -26, GROOT, deviation="T12", answered=True),
    Story("KVO Bergweide", "Deventer", (Place("Bergweide", 188),), "Ilse Wolters", "Gerrit Nijhof", Until.REPORTED, -9,
          DAM),
    Story("KVO Havens Urk", "Urk", (Place("Havens en industrieterrein", 167),), "Jelle Kramer", "Klaas Romkes",
          Until.COMPLETE, 0),
    Story("Cluster Lelystad", "Lelystad",
          (Place("Flevokust (kadegebonden)", 24), Place("Noordersluis", 260), Place("Oostervaart", 121),
           Place("Bedrijvenpark Larserpoort", 88)),
          "Fatima Benali", "Wouter Hoekstra", Until.DOCUMENTS, 18, guided=True),
    Story("KVO Cuijk", "Land van Cuijk", (Place("Cuijk industriegebied", 84), Place("Katwijk havengebied", 31)),
          "Noor Peeters", "Ad Verstegen", Until.PLANNED, 33, GROOT, guided=True, hours=("3.5", "3.25", "3.25"),
          extra_hours=1),
    Story("KVO De Vaart", "Almere", (Place("Bedrijventerrein De Vaart 1-3", 240),), "Sophie Jongbloed", "Ruud Meijer",
          Until.AGREED, 60),
    Story("KVO Kraaiven", "Tilburg", (Place("Bedrijventerrein Kraaiven", 186),), "Ans Maes", "Toon Claassen",
          Until.AGREED, 75),
    Story("KVO Vossenberg", "Tilburg", (Place("Bedrijventerrein Vossenberg", 92),), "Ans Maes", "Frans Leijten",
          Until.AGREED, 75),
    Story("KVO Ekkersrijt", "Son en Breugel", (Place("Industrieterrein Ekkersrijt", 310),), "Joke Sanders",
          "Ben Kuijpers", Until.AGREED, 80),
    Story("KVO Papendorp", "Utrecht", (Place("Bedrijvengebied Papendorp", 74),), "Mirjam Blom", "Hans Vink",
          Until.AGREED, 85),
    Story("KVO Apeldoorn-Noord", "Apeldoorn", (Place("Bedrijvenpark Apeldoorn-Noord", 118),), "Gerda Slot",
          "Wim Mulder", Until.AGREED, 90),
    Story("KVO Hollandsche IJssel", "Gouda", (Place("Industrieterrein Hollandsche IJssel", 41),), "Rob Verkerk",
          "Leen de Jong", Until.AGREED, 90),
    Story("KVO Vathorst", "Amersfoort",
          (Place("Bedrijventerrein Vathorst-Noord", 58), Place("Bedrijventerrein Vathorst-Zuid", 63)), "Yvonne Groen",
          "Piet Schouten", Until.AGREED, 95),
    Story("KVO Leuken", "Weert", (Place("Industrieterrein Leuken", 77),), "Tom Janssen", "Marij Gielen", Until.QUOTED,
          110, guided=True),
    Story("KVO Voorst", "Zwolle", (Place("Bedrijventerrein Voorst-A", 96), Place("Bedrijventerrein Voorst-B", 64)),
          "Anouk Smit", "Dik Bakker", Until.CONFIRMED, 100),
    Story("KVO Waterfront", "Bergen op Zoom", (Place("Waterfront-Industriegebied", 52),), "Nadia el Amrani",
          "Kees Jansen", Until.APPLIED, 120, incomplete=True),
    Story("KVO Binnenstad Lelystad", "Lelystad", (Place("Stadshart", 210),), "Fatima Benali", "Petra Dijk",
          Until.APPLIED, 150, type=AreaType.SHOPPING_AREA),
    Story("KVO Handelspark De Wetering", "Deventer", (Place("Handelspark De Wetering", 39),), "Ilse Wolters",
          "Roel Bos", Until.APPLIED, 140, declined=True),
    Story("KVO Marslanden", "Zwolle", (Place("Marslanden", 215),), "Joost Veldman", "Hilde Brink", Until.REPORTED, -16,
          GROOT, deviation="T12"),
)  # fmt: skip
