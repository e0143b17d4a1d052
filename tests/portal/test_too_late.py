"""After the last day the client's pages say that it is too late, and no longer until when."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.planning.models import audit_of
from tests.office import Office
from tests.portal.scene import GUIDE, entered, numbered, with_documents

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
AUDIT, OTHER = date(2026, 12, 9), date(2026, 12, 10)


def due(office: Office, number: str, day: date) -> None:
    with office.write() as session:
        audit = audit_of(session, numbered(session, number).id)
        assert audit is not None
        audit.documents_due = day


@pytest.mark.parametrize(
    ("day", "says", "not_this"),
    [
        (date(2026, 11, 23), "Uiterlijk maandag 23 november 2026", "te laat"),
        (date(2026, 11, 20), "Dit is te laat: het moest uiterlijk vrijdag 20 november 2026", "Uiterlijk vrijdag"),
    ],
    ids=["the last day itself", "after it"],
)
def test_what_is_to_be_done_says_when_it_is_too_late(office, day, says, not_this):
    number = with_documents(office)
    due(office, number, day)
    page = entered(office).get(f"/mijn/{number}")
    assert says in page
    assert not_this not in page


def test_who_has_several_dossiers_sees_which_is_too_late(office):
    late, in_time = with_documents(office), with_documents(office, number=148, name="De Brand", day=OTHER)
    due(office, late, date(2026, 11, 20))
    due(office, in_time, date(2026, 11, 26))
    page = entered(office, GUIDE).get("/mijn")
    rows = [" ".join(node.text().split()) for node in page.tree.css(".mijnlijst > li")]
    assert "3 dagen te laat" in rows[0]
    assert "uiterlijk" not in rows[0]
    assert "uiterlijk" in rows[1]
