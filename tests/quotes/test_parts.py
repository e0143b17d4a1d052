"""Parts that a person decides to be one area: the page, and the dossiers that follow (ARE-4, QUO-6)."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.permissions import Role
from auditbeheer.documents.state import figures_of
from auditbeheer.organisation.schemes import schemes
from auditbeheer.quotes.models import trajectories_of
from auditbeheer.quotes.service.parts import decide_parts, undo_parts
from auditbeheer.quotes.service.state import areas_of
from auditbeheer.relations.models import Partnership
from auditbeheer.relations.models.shapes import decisions_on_one_area
from tests.quotes import samples as quotes
from tests.relations import samples
from tests.relations.samples import NOW

PARTS = ("Trekkersveld Noord", "Trekkersveld Zuid", "Oostervaart")


def with_parts(session, shelf) -> Partnership:
    partnership = samples.with_people(session, samples.bare(session))
    for name in PARTS:
        samples.add(session, partnership, samples.known_area(session, name), 40, shelf)
    session.flush()
    return partnership


def test_an_open_application_counts_anew_and_is_to_be_confirmed_anew(session, tmp_path):
    partnership = with_parts(session, tmp_path)
    row = quotes.applied(session, partnership)
    row.completed_on = NOW.date()
    ids = [link.area_id for link in partnership.current_links[:2]]
    followed = decide_parts(
        session, SYSTEM, NOW, partnership, area_ids=ids, name="Trekkersveld", as_one=True, why="samen gegroeid",
        library=schemes(),
    )  # fmt: skip
    assert (followed, areas_of(row)) == ([row], 2)
    assert trajectories_of(session, partnership.id)[0].completed_on is None
    needed = [survey.needed.needed for survey in figures_of(session, [row])[row.id].surveys if survey.needed]
    assert needed == [24, 24, 16]  # 30 % of the 80 of both parts together, 40 % of the 40 beside them
    decision = decisions_on_one_area(session, partnership.id)[0]
    undo_parts(session, SYSTEM, NOW, decision, partnership, why="twee besturen", library=schemes())
    assert areas_of(row) == 3
    assert {survey.needed.needed for survey in figures_of(session, [row])[row.id].surveys if survey.needed} == {16}
    assert list(trajectories_of(session, partnership.id)) == [row]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_proposes_a_person_decides_and_takes_it_back(office, tmp_path):
    with office.write() as session:
        partnership = with_parts(session, tmp_path / "files")
        id, ids = partnership.id, [str(link.area_id) for link in partnership.current_links[:2]]
    browser = office.as_(Role.PLANNER)
    page = browser.get(f"/relaties/{id}/delen")
    assert "Trekkersveld Noord en Trekkersveld Zuid: niet bekend hoe ver ze uit elkaar liggen" in page
    assert "Beslissen over Trekkersveld" not in office.as_(Role.DECIDER).get(f"/relaties/{id}/delen")
    there = f"/relaties/{id}/delen/besluiten"
    asked = browser.post(there, {}, status=422)
    for sentence in ("Kies ten minste twee delen", "Kies ja of nee", "Vul in waarom"):
        assert sentence in asked
    one = {"areas": ids[:1], "as_one": "ja", "name": "Trekkersveld", "why": "samen gegroeid"}
    assert "Kies ten minste twee delen." in browser.post(there, one, status=422)
    page = browser.post(there, {**one, "areas": ids})
    assert "Het besluit is vastgelegd." in page
    assert "één terrein" in page
    assert "telt als deel van Trekkersveld" in browser.get(f"/relaties/{id}")
    page = browser.post(f"/relaties/{id}/delen/1/intrekken", {"why": "twee besturen"})
    assert "Het besluit is ingetrokken." in page
    assert "twee besturen" in page
    office.as_(Role.DECIDER).get(there, status=403)
    browser.get(f"/relaties/{id + 1}/delen/1/intrekken", status=404)
