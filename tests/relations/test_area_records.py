"""Outline, counts and papers of an area: facts of a day that are added and never written over (ARE-2)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.relations import service
from auditbeheer.relations.counting import Count
from auditbeheer.relations.map_files import Drawing, read_corners, read_neighbours
from auditbeheer.relations.models import AreaPaper, PartnershipArea, ShapeOrigin
from auditbeheer.relations.models.shapes import counts_of, files_of_areas, shapes_of, shapes_on
from auditbeheer.relations.service.counts import add_area_file, add_count, end_area_file
from auditbeheer.relations.service.shapes import beside, map_of, record_outline
from tests.relations import samples
from tests.relations.samples import NOW, TODAY

SMALL = "163000 507000\n163400 507000\n163400 507400\n163000 507400"
LARGE = "163000 507000\n163800 507000\n163800 507400\n163000 507400"


@pytest.fixture
def link(session, tmp_path) -> PartnershipArea:
    return samples.cluster(session, tmp_path, 2).current_links[0]


def lay_down(session, area, corners=SMALL, day=TODAY, around=""):
    drawing = Drawing(read_corners(corners).outline, read_neighbours(around))
    return record_outline(
        session, SYSTEM, NOW, area, drawing=drawing, origin=ShapeOrigin.DRAWN, holds_from=day, source="collegebesluit"
    )


def said(session) -> JournalEntry:
    entry: JournalEntry = session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    return entry


def test_an_outline_holds_from_its_day_and_the_earlier_one_stays(session, link):
    first = lay_down(session, link.area, SMALL, date(2024, 5, 1))
    second = lay_down(session, link.area, LARGE, date(2026, 5, 1), "Station: 52,55 5,47")
    assert [row.id for row in shapes_of(session, [link.area_id])[link.area_id]] == [second.id, first.id]
    for day, row in ((date(2024, 4, 30), None), (date(2026, 4, 30), first), (date(2026, 5, 1), second)):
        assert shapes_on(session, [link.area_id], day).get(link.area_id) is row
    assert (first.hectares, second.hectares) == (Decimal("16.00"), Decimal("32.00"))
    assert (link.area.lat, link.area.lon) == (second.lat, second.lon)
    assert "32 hectare, 4 hoekpunten, 1 buur" in said(session).what


def test_an_older_outline_that_is_found_later_does_not_move_the_area(session, link):
    now = lay_down(session, link.area, LARGE, date(2026, 5, 1))
    lay_down(session, link.area, SMALL, date(2024, 5, 1))
    assert (link.area.lat, link.area.lon) == (now.lat, now.lon)


def test_an_outline_of_tomorrow_is_refused(session, link):
    with pytest.raises(Refused) as refused:
        lay_down(session, link.area, day=TODAY + timedelta(days=1))
    assert refused.value.field == "holds_from"
    assert "in de toekomst" in refused.value.objections[0].objection


def test_what_was_recorded_of_a_day_never_changes_in_the_database(session, link):
    lay_down(session, link.area)
    session.flush()
    for table in ("area_shape", "area_count"):
        with pytest.raises(DatabaseError, match="written once"), session.begin_nested():
            session.execute(text(f"UPDATE {table} SET source = 'x'"))


def test_the_map_shows_the_areas_asked_for_and_the_others_of_the_municipality_beside_them(session, link):
    other = link.partnership.current_links[1].area
    assert map_of(session, [link.area], TODAY) == ""
    lay_down(session, other, "163900 507000\n164200 507000\n164200 507400")
    assert map_of(session, [link.area], TODAY) == ""
    lay_down(session, link.area, SMALL, around="Gemaal: 52,5519 5,4680")
    drawn = map_of(session, [link.area], TODAY)
    assert f"Kaart van {link.area.name}; eromheen {other.name} en Gemaal" in drawn
    assert [one["name"] for one in beside(session, link.area, TODAY)] == [other.name]


def test_the_newest_day_counts_and_of_one_day_the_last_that_was_recorded(session, link):
    area = link.area
    for entrepreneurs, day in ((70, date(2026, 11, 1)), (55, date(2025, 3, 1)), (71, date(2026, 11, 1))):
        add_count(session, SYSTEM, NOW, area, Count(entrepreneurs, day, "ledenlijst"))
    assert (area.entrepreneurs, area.counted_on) == (71, date(2026, 11, 1))
    assert [row.entrepreneurs for row in counts_of(session, area.id)] == [71, 70, 61, 55]
    assert "71 ondernemers op 1\xa0november 2026" in said(session).what


def test_a_change_of_other_details_adds_no_count_and_a_new_figure_does(session, link, tmp_path):
    for entrepreneurs, rows in ((61, 1), (64, 2)):
        service.change_area(
            session, SYSTEM, NOW, link, details=samples.counted(entrepreneurs), part=service.PartDetails(),
            library=schemes(), also_in=[], plan=None, shelf=FileShelf(tmp_path), opened_on=link.area.version,
        )  # fmt: skip
        assert len(counts_of(session, link.area_id)) == rows


def test_a_count_of_tomorrow_is_refused(session, link):
    with pytest.raises(Refused, match="24"):
        add_count(session, SYSTEM, NOW, link.area, Count(5, TODAY + timedelta(days=1), "raming"))


def test_several_papers_lie_with_an_area_and_one_that_is_taken_away_can_still_be_read(session, link, tmp_path):
    shelf = FileShelf(tmp_path)
    adopted, zoning = (
        add_area_file(session, SYSTEM, NOW, link.area, kind=kind, upload=(name, samples.PDF), shelf=shelf)
        for kind, name in ((AreaPaper.ADOPTED_MAP, "vastgestelde-kaart.pdf"), (AreaPaper.ZONING, "plan.pdf"))
    )
    assert files_of_areas(session, [link.area_id])[link.area_id] == [zoning, adopted]
    end_area_file(session, SYSTEM, NOW, adopted, why="vervangen door een nieuwe kaart")
    assert files_of_areas(session, [link.area_id])[link.area_id] == [zoning]
    assert (adopted.until_day, said(session).why) == (TODAY, "vervangen door een nieuwe kaart")
    assert shelf.get(adopted.file.sha256) == samples.PDF
    with pytest.raises(Refused, match="kaart"):
        end_area_file(session, SYSTEM, NOW, adopted, why="nog eens")
