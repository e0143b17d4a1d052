"""Several parts as one area (ARE-4): proposed by name and nearness, decided by a person, undone, and what follows."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.relations.map_files import Drawing, read_corners
from auditbeheer.relations.models import OneArea, ShapeOrigin
from auditbeheer.relations.models.shapes import decisions_on_one_area
from auditbeheer.relations.rules.one_area import Apart, NamedPart, proposals
from auditbeheer.relations.service.one_area import decide_one_area, proposed_parts, undo_one_area
from auditbeheer.relations.service.shapes import record_outline
from auditbeheer.scheme.own_rules import defaults
from tests.relations import samples
from tests.relations.samples import NOW, TODAY

BESIDE, FAR = Apart(0, outlines=True), Apart(101, outlines=True)
NEAR_CENTRE, FAR_CENTRE = Apart(1500, outlines=False), Apart(1501, outlines=False)


@pytest.mark.parametrize(
    ("names", "apart", "found"),
    [
        ("De Rieze fase A|De Rieze fase B|De Rieze fase C", {(0, 1): BESIDE, (1, 2): BESIDE, (0, 2): FAR}, ["012"]),
        ("Westermaat Noord|Westermaat Zuid", {(0, 1): BESIDE}, ["01"]),
        ("Westermaat Noord|Westermaat Zuid", {(0, 1): FAR}, []),
        ("Westermaat Noord|Westermaat Zuid", {(0, 1): NEAR_CENTRE}, ["01"]),
        ("Westermaat Noord|Westermaat Zuid", {(0, 1): FAR_CENTRE}, []),
        ("Trekkersveld I|Trekkersveld II|Trekkersveld III|Trekkersveld IV", {}, ["0123"]),
        ("De Rieze I-V|De Rieze VI|Noordersluis", {(0, 1): BESIDE, (0, 2): BESIDE, (1, 2): BESIDE}, ["01"]),
        ("A Noord|A Zuid|A Oost|A West", {(0, 1): BESIDE, (2, 3): BESIDE, (0, 2): FAR, (0, 3): FAR, (1, 2): FAR,
                                          (1, 3): FAR}, ["01", "23"]),
        ("Noordersluis|Oostervaart", {(0, 1): BESIDE}, []),
    ],
)  # fmt: skip
def test_parts_are_proposed_when_they_share_a_name_and_are_not_known_to_lie_far_apart(names, apart, found):
    parts = [NamedPart(key, name, "0995 bedrijventerrein") for key, name in enumerate(names.split("|"))]
    distances = {frozenset(pair): how for pair, how in apart.items()}
    assert ["".join(map(str, one.parts)) for one in proposals(parts, distances, defaults())] == found


def test_a_proposal_tells_how_the_parts_lie_and_whether_that_is_known():
    parts = [NamedPart(key, name, "x") for key, name in enumerate(("Westermaat Noord", "Westermaat Zuid"))]
    (known,) = proposals(parts, {frozenset({0, 1}): Apart(40, outlines=True)}, defaults())
    assert (known.name, known.sure) == ("Westermaat", True)
    assert known.grounds == ("Westermaat Noord en Westermaat Zuid: de grenzen liggen 40 meter uiteen",)
    (unknown,) = proposals(parts, {}, defaults())
    assert not unknown.sure
    assert unknown.grounds[0].endswith("niet bekend hoe ver ze uit elkaar liggen")


def test_parts_in_two_municipalities_are_never_one():
    parts = [NamedPart(0, "Ecopark Noord", "0995 x"), NamedPart(1, "Ecopark Zuid", "0303 x")]
    assert proposals(parts, {frozenset({0, 1}): BESIDE}, defaults()) == []


@pytest.fixture
def five(session, tmp_path):
    """A cluster of four, one of which is in two parts that lie 50 metres apart."""
    partnership = samples.cluster(session, tmp_path, 3)
    for name, west in (("Trekkersveld Noord", 163_000), ("Trekkersveld Zuid", 163_450)):
        one_area = "Trekkersveld" if name.endswith("Zuid") else ""
        link = samples.add(session, partnership, samples.known_area(session, name), 40, tmp_path, one_area=one_area)
        corners = f"{west} 507000\n{west + 400} 507000\n{west + 400} 507400\n{west} 507400"
        record_outline(
            session, SYSTEM, NOW, link.area, drawing=Drawing(read_corners(corners).outline),
            origin=ShapeOrigin.DRAWN, holds_from=TODAY, source="x",
        )  # fmt: skip
    for link in partnership.current_links:  # as if nobody had answered the question yet
        link.one_area = ""
    session.execute(delete(OneArea))
    session.flush()
    return partnership


def decide(session, partnership, **other):
    ids = [link.area_id for link in partnership.current_links if link.area.name.startswith("Trekkersveld")]
    told = {"area_ids": ids, "name": "Trekkersveld", "as_one": True, "why": "samen gegroeid", **other}
    return decide_one_area(session, SYSTEM, NOW, partnership, library=schemes(), **told)


def test_near_parts_are_proposed_and_a_decision_ends_the_question(session, five):
    (proposal,) = proposed_parts(session, five, TODAY)
    assert proposal.grounds == ("Trekkersveld Noord en Trekkersveld Zuid: de grenzen liggen 50 meter uiteen",)
    row = decide(session, five)
    assert [link.one_area for link in five.current_links] == ["", "", "", "Trekkersveld", "Trekkersveld"]
    assert proposed_parts(session, five, TODAY) == []
    entry = session.query(JournalEntry).order_by(JournalEntry.id.desc()).first()
    assert (entry.what, entry.why) == (
        "Trekkersveld Noord en Trekkersveld Zuid tellen als één terrein: Trekkersveld", "samen gegroeid",
    )  # fmt: skip
    assert list(decisions_on_one_area(session, five.id)) == [row]


def test_a_no_is_a_decision_too_and_can_be_taken_back(session, five):
    row = decide(session, five, as_one=False)
    assert proposed_parts(session, five, TODAY) == []
    with pytest.raises(Refused):
        decide(session, five)
    undo_one_area(session, SYSTEM, NOW, row, five, why="toch nog eens bekijken", library=schemes())
    assert len(proposed_parts(session, five, TODAY)) == 1
    with pytest.raises(Refused):
        undo_one_area(session, SYSTEM, NOW, row, five, why="nog eens", library=schemes())


def test_a_decision_needs_a_reason_and_two_parts(session, five):
    wrong: dict[str, Any]
    for wrong in ({"why": " "}, {"area_ids": []}, {"area_ids": [five.current_links[0].area_id]}):
        with pytest.raises(Refused):
            decide(session, five, **wrong)


def test_undoing_is_refused_where_five_areas_would_be_left_and_done_where_four_are(session, five):
    row = decide(session, five)
    with pytest.raises(Refused) as refused:
        undo_one_area(session, SYSTEM, NOW, row, five, why="twee besturen", library=schemes())
    assert "past niet" in refused.value.objections[0].objection
    five.current_links[0].left_on = TODAY
    session.flush()
    undo_one_area(session, SYSTEM, NOW, row, five, why="twee besturen", library=schemes())
    assert {link.one_area for link in five.current_links} == {""}
    assert (row.undone_on, row.undone_why) == (TODAY, "twee besturen")
