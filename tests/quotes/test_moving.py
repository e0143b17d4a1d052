"""Areas that leave or go elsewhere while a certificate runs: history stays, the dossier gets a change (ARE-11)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import signatories_on
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service
from auditbeheer.quotes.models import CertifiedPeriod, changes_of_dossier, changes_of_partnership
from auditbeheer.quotes.rules.changes import ChangeKind
from auditbeheer.quotes.service import ReviewAnswers
from auditbeheer.quotes.service.moving import move_area_to, take_area_away
from auditbeheer.relations.models import membership_now
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY


def running(session, shelf, name="Cluster Lelystad", parks=3):
    """A signed dossier whose certificate runs; the areas have belonged to it for years."""
    if not signatories_on(session, TODAY):
        samples.body(session)
    partnership = relations.with_people(session, relations.bare(session, name))
    for index in range(parks):
        relations.add(session, partnership, relations.known_area(session, f"{name} {chr(75 + index)}aap"), 40, shelf)
    for link in partnership.current_links:
        link.joined_on = date(2020, 1, 1)
    row = samples.applied(session, partnership)
    for part in row.areas:
        session.add(
            CertifiedPeriod(
                area_id=part.area_id, partnership_id=partnership.id, scheme="kvo-b-4.0", certificate="KVO-B-2025-00001",
                body="eigen", issued_on=date(2025, 6, 1), last_day=date(2028, 5, 31),
            )
        )  # fmt: skip
    answers = ReviewAnswers(
        information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=True
    )
    service.review_application(session, samples.actor(session), NOW, row, answers=answers)
    row.completed_on = TODAY
    minimum = service.time_for(session, row, schemes(), TODAY).minimum
    quote = samples.sent(session, shelf, row, hours=str(minimum))
    person = partnership.authorised[0]
    service.accept_quote(session, samples.actor(session), NOW, quote, person=person, on_day=TODAY, library=schemes())
    service.sign_agreement(
        session, samples.actor(session), NOW, quote, signatory=signatories_on(session, TODAY)[0],
        client_name=person.name, client_function="voorzitter", library=schemes(), shelf=FileShelf(shelf),
        style=samples.STYLE,
    )  # fmt: skip
    session.flush()
    return row


def kinds(session, row):
    return [one.kind for one in changes_of_dossier(session, row.id)]


def test_an_area_that_leaves_while_its_certificate_runs_is_a_change_to_assess(session, tmp_path):
    row = running(session, tmp_path)
    link = row.partnership.current_links[0]
    (change,) = take_area_away(session, samples.actor(session), NOW, link, last_day=TODAY, why="eigen weg")
    assert (change.kind, change.trajectory, change.state.value) == (ChangeKind.AREA_LOST, row, "te beoordelen")
    assert link.area.name in change.what
    assert link.area_id in [one.area_id for one in row.areas]


def test_an_area_that_moves_is_lost_here_gained_there_and_keeps_its_history(session, tmp_path):
    here = running(session, tmp_path)
    there = running(session, tmp_path, "Cluster Oost", 2)
    link = here.partnership.current_links[0]
    move_area_to(
        session, samples.actor(session), NOW, link, there.partnership, day=TODAY, why="ligt daar", library=schemes()
    )
    assert kinds(session, here) == [ChangeKind.AREA_LOST]
    assert kinds(session, there) == [ChangeKind.AREA_GAINED]
    now = membership_now(session, link.area_id)
    assert now
    assert (link.left_on, now.joined_on, now.partnership) == (TODAY - timedelta(days=1), TODAY, there.partnership)
    assert [len(row.areas) for row in (here, there)] == [3, 2]


def test_a_move_that_breaks_a_rule_is_refused(session, tmp_path):
    here, there = running(session, tmp_path), running(session, tmp_path, "Cluster Oost", 4)
    link, by = here.partnership.current_links[0], samples.actor(session)
    told: dict[str, Any] = {"day": TODAY, "why": "x", "library": schemes()}
    for to, other in ((there.partnership, {}), (here.partnership, {}), (there.partnership, {"day": date(2020, 1, 1)})):
        with pytest.raises(Refused), session.begin_nested():
            move_area_to(session, by, NOW, link, to, **{**told, **other})
        session.expire_all()
        assert link.left_on is None


def test_without_a_running_certificate_nothing_is_reported(session, tmp_path):
    partnership = relations.cluster(session, tmp_path, 2)
    assert take_area_away(
        session, samples.actor(session), NOW, partnership.current_links[0], last_day=TODAY, why="gestopt"
    ) == []  # fmt: skip


@pytest.mark.parametrize(("body", "reported"), [("eigen", 1), ("Voorbeeld Keuringen", 0)])
def test_an_area_that_leaves_a_certificate_that_was_taken_over_is_a_change_without_a_dossier(
    session, tmp_path, body, reported
):
    samples.body(session)
    here, there = (
        relations.cluster(session, tmp_path, 3),
        relations.with_people(session, relations.bare(session, "Oost")),
    )
    for link in here.current_links:
        link.joined_on = date(2020, 1, 1)
        session.add(
            CertifiedPeriod(
                area_id=link.area_id, partnership_id=None, scheme="kvo-3.1", certificate="KVO-B-2025-00007",
                body=body, issued_on=date(2025, 6, 1), last_day=date(2028, 5, 31),
            )
        )  # fmt: skip
    session.flush()
    by, first, second = samples.actor(session), *here.current_links[:2]
    told = take_area_away(session, by, NOW, first, last_day=TODAY, why="eigen weg")
    assert [(one.kind, one.partnership, one.trajectory) for one in told] == [
        (ChangeKind.AREA_LOST, here, None)
    ] * reported
    session.expire(here)
    move_area_to(session, by, NOW, second, there, day=TODAY, why="ligt daar", library=schemes())
    lost = changes_of_partnership(session, here.id)
    assert [one.kind for one in lost] == [ChangeKind.AREA_LOST] * 2 * reported
    assert changes_of_partnership(session, there.id) == []  # no certificate ran there before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_page_moves_an_area_and_leads_to_the_change(office, tmp_path):
    with office.write() as session:
        here, there = running(session, tmp_path / "files"), running(session, tmp_path / "files", "Cluster Oost", 2)
        link, number, target = here.partnership.current_links[0], here.number, there.partnership_id
        url = f"/relaties/{link.partnership_id}/gebieden/{link.area_id}/verplaatsen"
    browser = office.as_(Role.PLANNER)
    day = {"day-dag": "23", "day-maand": "11", "day-jaar": "2026"}
    assert "Kies een samenwerkingsverband" in browser.post(url, {**day, "why": "ligt daar"}, status=422)
    page = browser.post(url, {**day, "why": "ligt daar", "to": str(target)})
    assert "hoort nu bij Cluster Oost. Beoordeel de wijziging in" in page
    assert number in page
