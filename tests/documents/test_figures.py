"""The figures beside the papers: typed by us or by the working group, reached or not, beside the checkpoints."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.audits.facts import Ground, figures
from auditbeheer.documents import service, state
from auditbeheer.documents.figures import conditions_of
from auditbeheer.documents.kept import kept_year
from auditbeheer.documents.models import FigurePart, KeptPaper, typed_figures_of
from auditbeheer.planning.since_last import SinceLast
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.quotes.models import CertificationKind
from auditbeheer.scheme.library import packaged
from tests.documents.rooms import on
from tests.documents.scenes import NOW, scene
from tests.office import Office
from tests.portal.scene import NUMBER, entered, numbered, seat_in, with_documents
from tests.qualifications import people

SCHEME, OLD = packaged()["kvo-b-4.0"], packaged()["kvo-3.1"]
THEMES = SCHEME.survey.themes if SCHEME.survey else ()
ENOUGH = [4, 5, 10, 11, 12, 17, 18, 19, 24, 25, 28, 29, 30, 34, 35, 38, 40, 41, 42, 43, 16, 23, 33]
SQLITE = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HOME = f"/dossiers/{NUMBER}/documenten/cijfers"
MINE = f"/mijn/{NUMBER}/cijfers"


@pytest.mark.parametrize(
    ("part", "values", "survey", "first", "unmet"),
    [
        (FigurePart.SURVEY, {"onderwerpen": ENOUGH}, {}, True, []),
        (FigurePart.SURVEY, {"onderwerpen": ENOUGH[:-1]}, {}, True, ["enquete.open_vragen"]),
        (FigurePart.GOALS, {"thema": ["overlast"], "eigen": ["Parkeren"], "zonder": ["Groen"]}, {}, True,
         ["doelen.vaste_themas", "doelen.gekozen_thema"]),
        (FigurePart.GOALS, {"thema": [one.code for one in THEMES if one.mandatory]},
         {"onderwerpen": [1, 39]}, True, ["doelen.gekozen_thema", "doelen.gekozen_thema"]),
        (FigurePart.YEAR, {"dagschouw": 1, "avondschouw": 1, "evaluatie": 1, "communicatie": 2, "incidentcijfers": 2,
                           "bijeenkomsten": 3}, {}, True, []),
        (FigurePart.YEAR, {"dagschouw": 1, "bijeenkomsten": 2}, {}, False,
         [f"jaarlijks.{one}" for one in ("avondschouw", "evaluatie", "communicatie", "incidentcijfers",
                                         "bijeenkomsten")]),
        (FigurePart.PERIODS, {"politie": ["2025-01-01", "2025-12-31"], "postcode": {"politie": "gesplitst",
                              "brandweer": "past", "gemeente": "niet gesplitst"}, "afgehandeld": True}, {}, True,
         ["cijfers.brandweer", "cijfers.gemeente", "cijfers.gemeente.gesplitst"]),
        (FigurePart.KEEPING, {"plekken": 5, "jaren": 5}, {}, True, ["werkgroep.bewaren"]),
    ],
)  # fmt: skip
def test_each_part_says_what_is_not_reached(part, values, survey, first, unmet) -> None:
    conditions = conditions_of(part, SCHEME, values, survey, first=first)
    assert [one.code for one in conditions if not one.met] == unmet
    assert all(one.source.label.startswith("B4 §") for one in conditions)


def test_an_older_scheme_asks_only_for_what_is_yearly() -> None:
    assert [part for part in FigurePart if conditions_of(part, OLD, {}, {}, first=True)] == [FigurePart.YEAR]


def beside(session, trajectory, name: str) -> list[tuple[str, bool | None]]:
    picture = state.picture_of(session, trajectory)
    return [(one.text, one.met) for one in figures([name], Ground(picture, [], [], SinceLast(None)))]


def test_what_the_group_types_is_marked_as_theirs_until_we_take_it_over(office: Office) -> None:
    with_documents(office)
    with office.write() as session:
        seat, selin, _ = seat_in(session, NUMBER)
        trajectory = numbered(session, NUMBER)
        assert beside(session, trajectory, "goede_locaties") == [("Nodig: 5 plekken die goed zijn", None)]
        typed = {"plekken": 6, "jaren": 6}
        service.record_figures(session, selin, office.now, seat.trajectory, FigurePart.KEEPING, values=typed)
        (text, met), = beside(session, trajectory, "goede_locaties")  # fmt: skip
        assert (text.startswith("Volgens de werkgroep, nog niet overgenomen."), met) == (True, True)
        planner = office.actor(Role.PLANNER)
        row = service.take_over_figures(session, planner, office.now, trajectory, FigurePart.KEEPING)
        assert (row.values, row.from_group) == (typed, False)
        assert beside(session, trajectory, "goede_locaties") == [
            ("Ten minste 5 plekken in het schouwrapport die goed zijn: 6 plekken", True)
        ]
        with pytest.raises(Refused):
            service.take_over_figures(session, planner, office.now, trajectory, FigurePart.KEEPING)
        verbs = session.scalars(select(JournalEntry.verb).where(JournalEntry.kind == "cijfers")).all()
        assert sorted(verbs) == ["cijfers ingevuld", "cijfers ingevuld", "cijfers overgenomen"]


def test_two_people_at_the_same_figures_is_told(session) -> None:
    here = scene(session)
    by = here.by(here.planner)
    first = service.record_figures(session, by, NOW, here.trajectory, FigurePart.YEAR, values={"dagschouw": 1})
    opened = first.version
    service.record_figures(
        session, by, NOW, here.trajectory, FigurePart.YEAR, values={"dagschouw": 2}, opened_on=opened
    )
    with pytest.raises(Clash):
        service.record_figures(session, by, NOW, here.trajectory, FigurePart.YEAR, values={}, opened_on=opened)
    outsider = here.by(people.hire(session, "Dirk Besluit", Role.DECIDER))
    with pytest.raises(Refused):
        service.record_figures(session, outsider, NOW, here.trajectory, FigurePart.GOALS, values={})


@SQLITE
def test_the_pages_take_the_figures_of_staff_and_of_the_group(office: Office) -> None:
    with_documents(office)
    selin, planner = entered(office), office.as_(Role.PLANNER)
    for page in (selin.get(MINE), planner.get(HOME)):
        assert "Ten minste 5 plekken in het schouwrapport die goed zijn B4 §4.1.3" in page, "asked, and nothing judged"
        assert not page.tree.css(".cijfers .ja, .cijfers .nee")
    days = {**on("politie_van", office.today.replace(year=2025)), **on("politie_tot", office.today)}
    page = selin.post(f"{MINE}/cijfers", {**days, "politie_postcode": "niet gesplitst", "handled": "ja"})
    assert (page.path, "Wij kijken het na en nemen het dan over." in page) == (MINE, True)
    page = planner.get(HOME)
    assert "De werkgroep vulde dit in Selin Yılmaz (werkgroep)" in page
    page = planner.post(f"{HOME}/cijfers/overnemen")
    assert "Overgenomen: Periode van de cijfers." in page
    assert "Cijfers van de politie over ten minste 1 heel jaar: 23 november 2025 tot en met 23 november 2026" in page
    assert "Cijfers van de politie alleen over het terrein: het postcodegebied is groter, de cijfers zijn niet" in page
    page = planner.get(f"{HOME}/cijfers")
    (chosen,) = page.tree.css("[name=politie_postcode][checked]")
    assert chosen.attributes["value"] == "niet gesplitst"
    page = planner.post(f"{HOME}/cijfers", {**days, "politie_postcode": "gesplitst", "handled": "ja"})
    assert "het postcodegebied is groter, de cijfers zijn gesplitst" in page
    with office.database.read() as session:
        line = session.scalars(select(JournalEntry.what).where(JournalEntry.kind == "cijfers")).all()[-1]
        assert "postcode: politie gesplitst" in line
    page = planner.post(f"{HOME}/cijfers", on("politie_van", office.today), status=422)
    assert page.errors == ["Vul ook deze dag in, of laat beide dagen leeg"]
    page = planner.get(f"{HOME}/enquete")
    assert "16, open vraag" in page
    planner.post(f"{HOME}/enquete", {"sociale_veiligheid": ["4", "5"], "fysieke_veiligheid": ["16"]})
    page = planner.post(f"{HOME}/doelen", {"themas": ["overlast"], "own": "Parkeren\n\nGroen", "without": ""})
    assert "Doelen voor ten minste 7 van de 10 vaste thema’s: 1 thema" in page
    assert "Een doel voor het gekozen thema Groen: heeft een doel" in page
    for part in ("jaar", "schouw-en-archief"):
        planner.get(f"{HOME}/{part}")
        selin.get(f"{MINE}/{part}")
    assert "niet gehaald" in planner.get(f"/dossiers/{NUMBER}/documenten")
    assert "Wij namen dit over uit uw stukken op maandag 23 november 2026" in selin.get(MINE)
    page = planner.post(f"{HOME}/schouw-en-archief", {"places": "", "years": "6"})
    assert "Ten minste 5 plekken in het schouwrapport die goed zijn: niet bekend" in page, "half typed"
    planner.get(f"{HOME}/onzin", status=404)
    assert "Cijfers invullen" not in office.as_(Role.DECIDER).get(HOME)


def put_by(session, trajectory, duty: str, *days: date) -> None:
    for number, day in enumerate(days, 1):
        session.add(KeptPaper(
            partnership_id=trajectory.partnership_id, duty=duty, on_day=day, what=f"{duty} {number}", at=NOW,
            by_name="Selin Yılmaz",
        ))  # fmt: skip
    session.flush()


@pytest.mark.parametrize(
    ("first", "counts"),
    [(False, {"avondschouw": 1, "bijeenkomsten": 2}), (True, {"avondschouw": 1})],
    ids=["later: all that was put by", "first: only what must have been held"],
)
def test_what_the_group_put_by_in_twelve_months_is_counted(session, first: bool, counts: dict[str, int]) -> None:
    here = scene(session)
    today = date(2026, 11, 23)
    put_by(session, here.trajectory, "bijeenkomsten", date(2025, 11, 23), date(2025, 11, 24), today, date(2026, 11, 24))
    put_by(session, here.trajectory, "avondschouw", date(2026, 3, 1))
    put_by(session, here.trajectory, "", date(2026, 3, 1))
    kept = kept_year(session, here.trajectory, SCHEME, FigurePart.YEAR, today, first=first)
    assert (kept.first, kept.last, kept.counts) == (date(2025, 11, 24), today, counts)
    assert not kept_year(session, here.trajectory, SCHEME, FigurePart.KEEPING, today, first=first)


@SQLITE
def test_the_figures_stand_ready_from_what_was_put_by_until_somebody_confirms_them(office: Office) -> None:
    with_documents(office)
    with office.write() as session:
        trajectory = numbered(session, NUMBER)
        trajectory.kind = CertificationKind.LATER
        put_by(session, trajectory, "bijeenkomsten", date(2026, 3, 12), date(2026, 6, 4))
    selin, planner = entered(office), office.as_(Role.PLANNER)
    assert "U bewaarde hiervan 2 dingen. Dat staat klaar" in selin.get(MINE)
    assert "De werkgroep bewaarde hiervan 2 dingen." in planner.get(HOME)
    page = selin.get(f"{MINE}/jaar")
    assert "Dit staat al voor u klaar" in page
    assert "Nodig: 3. Bewaard: bijeenkomsten 1" in page
    assert (page.value("bijeenkomsten"), page.value("dagschouw")) == ("2", "")
    with office.database.read() as session:
        assert not typed_figures_of(session, numbered(session, NUMBER).id), "nothing counts before somebody confirms"
    page = selin.post(f"{MINE}/jaar", {"bijeenkomsten": "3", "dagschouw": "1"})
    assert "hiervan" not in page
    for page in (selin.get(f"{MINE}/jaar"), planner.get(f"{HOME}/jaar")):
        assert (page.value("bijeenkomsten"), "Dit staat al voor u klaar" in page) == ("3", False)
        assert "Bewaard: bijeenkomsten 1" in page, "what it rests on stays to be seen"
