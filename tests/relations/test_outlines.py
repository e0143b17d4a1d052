"""Outlines: what is read, refused and computed; and the map that is drawn of them (ARE-2).

The real outlines are those of IBIS (IPO, CC0): the surfaces that the register itself states beside them.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditbeheer.relations.map_files import (
    LARGEST,
    Neighbour,
    neighbour_from,
    read_corners,
    read_geojson,
    read_neighbours,
    typed,
    typed_neighbours,
)
from auditbeheer.relations.outlines import MapRefused, Outline, metres_apart, outline_from
from auditbeheer.relations.rd import to_degrees, to_metres
from auditbeheer.relations.site_map import Site, draw

PARKS = Path(__file__).with_name("ibis_rijssen_holten.geojson")
SQUARE = [[5.47, 52.51], [5.48, 52.51], [5.48, 52.52], [5.47, 52.52], [5.47, 52.51]]


def feature(ring, **properties):
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def sent(*features, name="Larserpoort"):
    return read_geojson(json.dumps({"type": "FeatureCollection", "features": list(features)}).encode(), name)


def rd_square(x, y, side):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def square_at(x, y, side):
    return sent(feature(rd_square(x, y, side))).outline


@given(st.floats(13_000, 278_000), st.floats(307_000, 619_000))
def test_there_and_back_between_degrees_and_metres_is_the_same_place(x, y):
    there = to_metres(*to_degrees(x, y))
    assert abs(there[0] - x) < 0.01
    assert abs(there[1] - y) < 0.01


@pytest.mark.parametrize(
    ("name", "hectares"),
    [("Vletgaarsmaten 2B", "23.62"), ("Noord Deel Oost", "75.09"), ("Noordermors 2", "24.74"), ("De Keizer", "5.41")],
)
def test_the_surface_is_that_of_the_land_register(name, hectares):
    drawing = read_geojson(PARKS.read_bytes(), name)
    assert drawing.outline.hectares == Decimal(hectares)


def test_surfaces_of_one_name_are_one_area():
    assert len(read_geojson(PARKS.read_bytes(), "veeneslagen").outline.parts) == 3


def test_a_file_of_several_areas_without_this_name_is_refused_and_says_how_many():
    with pytest.raises(MapRefused, match="22 gebieden en geen ervan heet Larserpoort"):
        read_geojson(PARKS.read_bytes(), "Larserpoort")


def test_metres_of_the_dutch_grid_are_recognised_and_turned_into_degrees():
    drawing = sent(feature(rd_square(163_000, 507_000, 400)))
    assert drawing.converted
    assert drawing.outline.hectares == Decimal("16.00")


def test_what_lies_around_is_told_apart_by_its_role_or_is_a_point():
    point = {
        "type": "Feature",
        "properties": {"naam": "Station"},
        "geometry": {"type": "Point", "coordinates": [5.47, 52.5]},
    }
    harbour = feature([[e + 0.02, n] for e, n in SQUARE], naam="Haven", rol="omgeving")
    drawing = sent(feature(SQUARE), point, harbour)
    assert [one.name for one in drawing.neighbours] == ["Station", "Haven"]
    assert drawing.outline.corners == 4
    assert [neighbour_from(one.stored()) for one in drawing.neighbours] == list(drawing.neighbours)


def changed(index, corner):
    ring = [list(one) for one in SQUARE]
    ring[index] = corner
    return ring


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "geen GeoJSON"),
        (b"\xff\xfe\x00", "geen GeoJSON"),
        (b"[]", "geen GeoJSON"),
        (b"[" * 100_000, "geen GeoJSON"),
        (b'{"type":"Polygon","coordinates":' + b"[" * 900 + b"]" * 900 + b"}", "geen paar getallen|staan niet zoals"),
        (b'{"type":"Point","coordinates":[5.4,52.5]}', "geen vlak"),
        (b'{"type":"FeatureCollection","features":[]}', "geen gebied"),
        (b'{"type":"FeatureCollection","features":[null,1,"x"]}', "geen gebied"),
        (b'{"type":"Polygon","coordinates":[[[NaN,52.5],[5.4,52.5],[5.4,52.6],[NaN,52.5]]]}', "geen GeoJSON"),
        (b'{"type":"Polygon","coordinates":[[[1e999,52.5],[5.4,52.5],[5.4,52.6],[1e999,52.5]]]}', "geen plaats"),
        (b'{"type":"Polygon","coordinates":[[["5","52"],[5.4,52.5],[5.4,52.6],["5","52"]]]}', "geen paar getallen"),
        (b'{"type":"Polygon","coordinates":[[[true,52.5],[5.4,52.5],[5.4,52.6],[true,52.5]]]}', "geen paar getallen"),
        (b'{"type":"Polygon","coordinates":[]}', "drie verschillende"),
        (b'{"type":"Polygon","coordinates":5}', "staan niet zoals"),
        (b" " * (LARGEST + 1), "groter dan 2 MB"),
        (json.dumps(feature(SQUARE[:-1])).encode(), "niet gesloten"),
        (json.dumps(feature(changed(1, [5.48, 52.525]))).encode(), "over zichzelf"),
        (json.dumps(feature([[n, e] for e, n in SQUARE])).encode(), "verwisseld"),
        (json.dumps(feature([[e - 5, n] for e, n in SQUARE])).encode(), "niet in Nederland"),
        (json.dumps(feature([[e * 1000, n * 1000] for e, n in SQUARE])).encode(), "niet in graden"),
        (json.dumps(feature([[5.47, 52.51], [5.48, 52.51], [5.47, 52.51], [5.47, 52.51]])).encode(), "drie versch"),
        (json.dumps(feature([[5.47, 52.51], [5.47001, 52.51], [5.47, 52.51001], [5.47, 52.51]])).encode(), "0 hectare"),
        (json.dumps(feature([[3.5, 51], [7, 51], [7, 53], [3.5, 53], [3.5, 51]])).encode(), "met 50.000 hectare"),
    ],
)  # fmt: skip
def test_a_map_that_is_no_sound_area_is_refused_with_a_sentence_of_what_to_do(content, says):
    with pytest.raises(MapRefused, match=says) as refused:
        read_geojson(content, "Larserpoort")
    assert str(refused.value).endswith(".")


def test_too_many_corners_are_counted_before_they_are_looked_at():
    ring = [[5.4 + index * 1e-6, 52.5] for index in range(12_000)]
    with pytest.raises(MapRefused, match="te veel hoekpunten"):
        sent(feature([*ring, ring[0]]))


@pytest.mark.parametrize(
    ("text", "corners", "parts"),
    [
        ("52,51 5,47\n52.51 5.48\n52,52/5,48", 3, 1),
        ("52.51, 5.47\n52.51, 5.48\n52.52, 5.48\n\n52.53 5.47\n52.53 5.48\n52.54 5.48", 6, 2),
        ("163000 507000\n163400 507000\n163400 507400", 3, 1),
        ("52,51 5,47\n52,51 5,49\n52,53 5,49\n52,53 5,47\n\ngat\n52,515 5,475\n52,515 5,48\n52,52 5,48", 7, 1),
        ("52,51 5,47\n52,51 5,48\n52,51 5,48\n52,52 5,48\n52,51 5,47", 3, 1),
    ],
)
def test_corners_are_typed_as_people_type_them(text, corners, parts):
    outline = read_corners(text).outline
    assert (outline.corners, len(outline.parts)) == (corners, parts)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "nog geen gebied getekend"),
        ("52,51 5,47\n52,52 5,48", "drie verschillende"),
        ("hier en daar", "‘hier en daar’ is geen hoekpunt"),
        ("5,47 52,51", "verwisseld in ‘5,47 52,51’"),
        ("48,85 2,35", "ligt niet in Nederland"),
        ("gat\n52,51 5,47\n52,51 5,48\n52,52 5,48", "Een gat hoort bij een gebied"),
        ("52,51 5,47\n52,51 5,48\n52,52 5,48\n\ngat\n52,55 5,47\n52,55 5,48\n52,56 5,48", "niet helemaal binnen"),
        ("52,51 5,47\n52,53 5,49\n52,51 5,49\n52,53 5,47", "over zichzelf heen bij 52,"),
        ("52,51 5,47\n52,51 5,49\n52,53 5,49\n\n52,512 5,483\n52,512 5,487\n52,516 5,488", "liggen over elkaar"),
    ],
)
def test_corners_that_make_no_area_are_refused_with_what_was_typed(text, says):
    with pytest.raises(MapRefused, match=says):
        read_corners(text)


@pytest.mark.parametrize("text", ["Station", ": 52,5 5,4", "Haven: overal", f"{'x' * 201}: 52,5 5,4"])
def test_a_neighbour_has_a_name_and_a_place(text):
    with pytest.raises(MapRefused):
        read_neighbours(text)


def test_an_outline_that_is_typed_out_and_read_again_is_the_same():
    for name in ("De Keizer", "Veeneslagen"):
        outline = read_geojson(PARKS.read_bytes(), name).outline
        assert read_corners(typed(outline)).outline == outline
        assert outline_from(json.loads(json.dumps(outline.geojson()))) == outline
    around = read_neighbours("Station Lelystad: 52,507900 5,472900\nA: B: 52,5 5,4")
    assert [one.name for one in around] == ["Station Lelystad", "A: B"]
    assert read_neighbours(typed_neighbours(around)) == around


@pytest.mark.parametrize(
    ("x", "y", "apart"),
    [(400, 0, 0), (450, 0, 50), (100, 100, 0), (430, 440, 50), (0, -700, 300), (900, 0, None)],
    ids=["beside", "a road between", "within", "corner to corner", "below", "too far"],
)
def test_how_far_two_outlines_lie_apart(x, y, apart):
    here, there = square_at(163_000, 507_000, 400), square_at(163_000 + x, 507_000 + y, 400)
    found = metres_apart(here, there, 400)
    assert found == metres_apart(there, here, 400)
    assert found == pytest.approx(apart, abs=0.3) if apart is not None else found > 400


def test_the_map_names_all_and_holds_no_markup_of_others():
    outline = square_at(163_000, 507_000, 400)
    beside = square_at(163_500, 507_000, 400)
    near = Neighbour("<b>Station</b> & zo", (5_505_000, 52_550_000))
    svg = draw([Site("Park <script>alert(1)</script>", outline), Site("Buurpark", beside, ours=False)], [near])
    tree = ET.fromstring(svg)
    assert "<script" not in svg
    assert "Buurpark" in tree.attrib["aria-label"]
    assert "<b>Station</b> & zo" in tree.attrib["aria-label"]
    assert draw([]) == ""


@given(st.lists(st.tuples(st.integers(-900, 1300), st.integers(-900, 1300)), max_size=9))
def test_each_name_on_the_map_is_to_be_read_whole(spots):
    outline = square_at(163_000, 507_000, 400)
    north, east = outline.rings[0][0][1], outline.rings[0][0][0]
    around = [Neighbour(f"Buur {n}", (east + 15 * x, north + 9 * y)) for n, (x, y) in enumerate(spots)]
    tree = ET.fromstring(draw([Site("Park", outline)], around))
    _, _, wide, high = map(float, tree.attrib["viewBox"].split())
    for name in tree.iter("{http://www.w3.org/2000/svg}text"):
        half = 4 * len(name.text or "")
        assert half <= float(name.attrib["x"]) <= wide - half, name.text
        assert 10 <= float(name.attrib["y"]) <= high, name.text


def test_the_name_of_a_small_area_stands_beside_it_and_of_a_wide_one_within():
    small, wide = square_at(160_000, 500_000, 300), square_at(161_000, 496_000, 4_000)
    marks = ET.fromstring(draw([Site("Bedrijvenpark Larserpoort", small), Site("Oost", wide)]))
    names = {one.text: float(one.attrib["y"]) for one in marks if one.tag.endswith("text")}
    shapes = [one.attrib["d"] for one in marks if one.tag.endswith("path") and "fill-rule" in one.attrib]
    spans = [[float(point.split()[1]) for point in shape.strip("MZ").split("L")] for shape in shapes]
    assert not min(spans[0]) - 5 < names["Bedrijvenpark Larserpoort"] < max(spans[0]) + 18, "the area is to be seen"
    assert min(spans[1]) < names["Oost"] < max(spans[1])


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 3000)), min_size=3, max_size=9))
def test_whatever_is_typed_is_an_outline_or_a_refusal_and_an_outline_can_be_drawn(places):
    text = "\n".join(f"{163_000 + x} {507_000 + y}" for x, y in places)
    try:
        outline: Outline = read_corners(text).outline
    except MapRefused:
        return
    assert outline.hectares > 0
    ET.fromstring(draw([Site("Park", outline)]))
