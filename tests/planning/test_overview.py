"""The lists of what is to be planned, with counts that filter; and what comes, from the certificates' last days."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.planning import overview
from auditbeheer.quotes.models import CertificationKind, Renewal
from auditbeheer.quotes.service import foresee_renewal
from tests.planning.scene import NOW, TODAY, dossier, scene
from tests.qualifications.people import actor

SOON, LATER = date(2027, 2, 20), date(2027, 6, 1)


def foreseen(session, here, name: str, last_day: date, *, kind: str = "KVO-B") -> Renewal:
    """A certificate of its own that ends, and the recertification that is foreseen from it."""
    old = dossier(session, here.planner, name, signed=False)
    old.withdrawn_on = date(2026, 1, 1)
    return foresee_renewal(
        session, actor(here.planner), NOW, certificate=f"{kind}-2024-{old.sequence:05d}", holder=name,
        areas=[link.area for link in old.areas], issued_on=date(2024, 2, 1), last_day=last_day,
    )  # fmt: skip


def test_the_lists_are_what_ends_soon_and_what_is_a_first_audit(session):
    here = scene(session, last_day=SOON)
    here.trajectory.kind = CertificationKind.LATER
    later = dossier(session, here.planner, "De Brand", last_day=LATER)
    later.kind = CertificationKind.LATER
    dossier(session, here.planner, "De Amert")
    lists = overview.lists_of(session, TODAY, "eindigt")
    names = [row.trajectory.partnership.name for row in lists.waiting]
    assert names == ["Cluster Lelystad", "De Brand", "De Amert"]
    assert [row.trajectory.partnership.name for row in lists.shown] == ["Cluster Lelystad"]
    assert [row.trajectory.partnership.name for row in lists.first] == ["De Amert"]
    assert overview.lists_of(session, TODAY, "onzin").wanted == "te-plannen"


@pytest.mark.parametrize(
    ("last_day", "ends_soon"),
    [
        pytest.param(date(2027, 2, 23), True, id="three months on that day"),
        pytest.param(date(2027, 2, 24), False, id="a day more"),
    ],
)
def test_soon_is_three_months(session, last_day, ends_soon):
    scene(session, last_day=last_day)
    assert bool(overview.lists_of(session, TODAY, "eindigt").shown) is ends_soon


def test_what_comes_fits_from_the_last_day_of_its_certificate(session):
    here = scene(session)
    foreseen(session, here, "Zuiderpark", date(2027, 9, 30))
    foreseen(session, here, "Noorderpark", LATER)
    foreseen(session, here, "Verweg", date(2028, 12, 1))
    first, second = overview.lists_of(session, TODAY, "komt-eraan").coming
    assert (first.renewal.holder, second.renewal.holder) == ("Noorderpark", "Zuiderpark")
    assert first.window is not None
    assert first.window.last is not None
    assert (first.window.first.day, first.window.last.day) == (date(2026, 12, 7), date(2027, 2, 15))
    assert first.window.last.source.label == "eigen regel 1"
    assert first.window.slack == 70
    assert first.hours == Decimal(8), "one area under 4.0"


def test_what_was_started_or_does_not_go_on_comes_no_more(session):
    here = scene(session)
    ended = foreseen(session, here, "Zuiderpark", LATER)
    ended.ended_on = TODAY
    started = foreseen(session, here, "Noorderpark", LATER)
    started.trajectory = here.trajectory
    session.flush()
    assert overview.lists_of(session, TODAY, "komt-eraan").coming == []


def test_more_dossiers_and_recertifications_cost_no_more_queries(database, statements):
    def asked() -> int:
        with database.read() as session, statements() as seen:
            lists = overview.lists_of(session, TODAY, "komt-eraan")
            assert lists.coming
        return len(seen)

    with database.write() as session:
        here = scene(session, last_day=SOON)
        foreseen(session, here, "Zuiderpark", LATER)
    asked()  # what is read once for all has been read then
    few = asked()
    with database.write() as session:
        here.planner = session.get_one(Employee, here.planner.id)
        for number in range(4):
            foreseen(session, here, f"Park {number}", LATER)
            dossier(session, here.planner, f"Wachtend {number}", last_day=SOON)
    assert asked() <= few


def test_the_tabs_count_and_filter_and_stay_in_the_address(office):
    with office.write() as session:
        here = scene(session, last_day=SOON)
        here.trajectory.kind = CertificationKind.LATER
        dossier(session, here.planner, "De Amert")
        foreseen(session, here, "Zuiderpark", LATER)
        key = here.planner.id
    planner = office.as_(Role.PLANNER, key)
    page = planner.get("/planning?lijst=eerste")
    tabs = [" ".join(tab.text().split()) for tab in page.tree.css(".tabs a")]
    assert tabs[:3] == ["Alles 2", "Eindigt binnen 3 maanden 1", "Eerste audit 1"]
    assert tabs[3:5] == ["Extra beoordeling 0", "Komt eraan 1"]
    assert [row.text(strip=True) for row in page.tree.css("tbody th a")] == ["De Amert"]
    assert page.tree.css_first(".kiesbalk a").attributes["href"] == "/planning?lijst=eerste"
    assert page.tree.css_first("form[data-kiezen]").attributes["action"].endswith("?lijst=eerste")
    page = planner.get("/planning?lijst=komt-eraan")
    assert "15 feb 2027 eigen regel 1" in page
    start = next(link for link in page.tree.css("tbody a") if link.text().startswith("Starten"))
    assert "Zuiderpark" in planner.get(start.attributes["href"])
