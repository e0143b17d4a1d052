"""Changes during the three years (ARE-11) and start phases that end (ARE-6): rules, what waits, mails, pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import entries_of
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.outbox import Notice
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service, work
from auditbeheer.quotes.models import ReportedChange, changes_of_partnership
from auditbeheer.quotes.rules.changes import ChangeEffect, ChangeKind, ChangeState, assessing, state_of
from auditbeheer.quotes.service import ChangeDetails
from auditbeheer.relations.models import EntrepreneursBasis, PartyKind
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.own_rules import defaults
from tests.documents.rooms import furnish, on, seen
from tests.documents.scenes import scene
from tests.office import Office
from tests.portal.scene import NUMBER, SELIN, entered, with_documents
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY

DAY = date(2026, 11, 23)
NONE, ASSESSMENT, CERTIFICATE, DECISION = ChangeEffect


@pytest.mark.parametrize(
    ("kind", "effect", "why", "done", "lacking"),
    [
        (ChangeKind.AREA_GAINED, NONE, "past", None, ["wijziging.eigen_beoordeling"]),
        (ChangeKind.AREA_GAINED, CERTIFICATE, "past", None, ["wijziging.eigen_beoordeling"]),
        (ChangeKind.AREA_GAINED, ASSESSMENT, "past", None, []),
        (ChangeKind.AREA_GAINED, DECISION, "past", None, []),
        (ChangeKind.AREA_LOST, NONE, "past", None, []),
        (ChangeKind.PARTY_LEAVES, NONE, " ", None, ["wijziging.reden"]),
        (ChangeKind.OTHER, NONE, "past", DAY, ["wijziging.open"]),
    ],
)
def test_an_added_area_is_assessed_on_its_own(kind, effect, why, done, lacking):
    conditions = unmet(assessing(kind, effect, why, done, defaults()))
    assert [one.code for one in conditions] == lacking
    if "eigen_beoordeling" in "".join(lacking):
        assert conditions[0].source.label == "eigen regel 33"


@pytest.mark.parametrize(
    ("assessed", "effect", "settled", "state"),
    [
        (None, None, None, ChangeState.TO_ASSESS),
        (DAY, NONE, None, ChangeState.SETTLED),
        (DAY, ASSESSMENT, None, ChangeState.TO_SETTLE),
        (DAY, DECISION, DAY, ChangeState.SETTLED),
    ],
)
def test_how_far_a_change_is_follows_from_what_happened(assessed, effect, settled, state):
    assert state_of(assessed, effect, settled) is state


def told(**facts) -> ChangeDetails:
    known = {
        "kind": ChangeKind.PARTY_LEAVES, "what": "De politie stopt", "happened_on": date(2027, 1, 1),
        "reported_on": DAY, "reporter": "Selin Yılmaz", "email": SELIN, "person": "representative:1", **facts,
    }  # fmt: skip
    return ChangeDetails(**known)


def recorded(session, by, trajectory, details) -> ReportedChange:
    return service.report_change(
        session, by, NOW, trajectory.partnership, trajectory=trajectory, details=details
    )  # fmt: skip


def topics(session) -> list[tuple[str, str, str]]:
    rows = session.scalars(select(Notice).where(Notice.topic.startswith("wijziging")).order_by(Notice.id))
    return [(row.topic, row.email, row.target) for row in rows]


def titles(session, number: str) -> list[str]:
    return [one.title for one in work.tasks(session, DAY, dossier=number) if one.code.startswith("wijziging")]


def test_a_change_waits_until_it_is_assessed_and_until_what_follows_is_done(session):
    here = scene(session)
    by, number = here.by(here.planner), here.trajectory.number
    row = recorded(session, by, here.trajectory, told())
    assert titles(session, number) == ["Beoordeel de wijziging"]
    service.assess_change(session, by, NOW, row, effect=CERTIFICATE, why="De politie staat op het certificaat")
    assert titles(session, number) == ["Rond de wijziging af"]
    service.settle_change(session, by, NOW, row, what="Uitgave 2 is gemaakt")
    assert titles(session, number) == []
    assert row.state is ChangeState.SETTLED
    page = f"/mijn/{number}/wijzigingen"
    assert topics(session) == [("wijziging_ontvangen", SELIN, page), ("wijziging_beoordeeld", SELIN, page)]
    verbs = [entry.verb for entry in entries_of(session, number) if entry.kind == "wijziging"]
    assert verbs == ["wijziging afgerond", "wijziging beoordeeld", "wijziging gemeld"]
    for again in (
        lambda: service.assess_change(session, by, NOW, row, effect=NONE, why="toch niet"),
        lambda: service.settle_change(session, by, NOW, row, what="nog een keer"),
    ):
        with pytest.raises(Refused):
            again()


def test_who_is_not_of_the_group_gets_a_mail_without_a_door_and_who_has_no_address_none(session):
    here = scene(session)
    by = here.by(here.planner)
    recorded(session, by, here.trajectory, told(person="", email="wijk@agent.nl"))
    recorded(session, by, here.trajectory, told(person="", email=""))
    assert topics(session) == [("wijziging_ontvangen", "wijk@agent.nl", "/register")]


def test_a_report_is_not_from_the_future_and_the_change_may_be(session):
    here = scene(session)
    with pytest.raises(Refused) as refused:
        recorded(session, here.by(here.planner), here.trajectory, told(reported_on=DAY + timedelta(days=1)))
    assert refused.value.field == "reported_on"


def test_a_holder_whose_certificate_was_taken_over_without_a_dossier_reports_too(session, tmp_path):
    partnership = relations.cluster(session, tmp_path, 2)
    by = samples.actor(session)
    row = service.report_change(session, by, NOW, partnership, details=told())
    (task,) = [one for one in work.tasks(session, DAY) if one.code == "wijziging-beoordelen"]
    assert (task.dossier, task.name, task.person) == ("", partnership.name, None)
    assert task.url == f"/relaties/{partnership.id}/wijzigingen/{row.id}/beoordelen"
    # There is no door of a dossier to open: the mail leads to the register.
    assert topics(session) == [("wijziging_ontvangen", SELIN, "/register")]
    service.assess_change(session, by, NOW, row, effect=NONE, why="past")
    assert [one.id for one in changes_of_partnership(session, partnership.id)] == [row.id]
    assert not [one for one in work.tasks(session, DAY) if one.code.startswith("wijziging")]


@pytest.mark.parametrize(("left", "asked"), [(61, False), (60, True), (0, True), (-1, True)])
def test_a_start_phase_is_asked_after_before_it_ends(session, tmp_path, left, asked):
    # B4 §3.2: within a year; the last day is that of the start, a year on.
    partnership = relations.cluster(session, tmp_path, 1)
    owners = next(party for party in partnership.parties if party.kind is PartyKind.ENTREPRENEURS)
    trajectory = samples.applied(session, partnership)
    last = TODAY + timedelta(days=left)
    owners.basis, owners.start_phase_from = EntrepreneursBasis.START_PHASE, last.replace(year=last.year - 1)
    session.flush()
    found = [one for one in work.tasks(session, TODAY) if one.code == "startfase-vragen"]
    assert [one.last_day for one in found] == ([last] if asked else [])
    terms = [one.last_day for one in work.terms(session, TODAY, dossier=trajectory.number) if "Vereniging" in one.what]
    assert terms == [last]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_staff_record_assess_and_settle_a_change(office: Office):
    number = furnish(office, day=DAY)
    browser, base = office.as_(Role.PLANNER), f"/dossiers/{number}/wijzigingen"
    with office.write() as session:
        partnership = seen(office, session).trajectory.partnership
        key, contact = partnership.id, partnership.representatives[0]
        contact.email, teller = SELIN, str(contact.id)
    assert "Nog geen wijzigingen gemeld" in browser.get(base)
    empty = browser.post(f"{base}/melden", {}, status=422)
    assert {"Kies wat er verandert", "Kies wie het meldde, of vul een naam in"} <= set(empty.errors)
    day = on("happened_on", date(2027, 1, 1)) | on("reported_on", DAY)
    made = browser.post(
        f"{base}/melden",
        {"kind": "een cluster krijgt een gebied", "what": "Flevopoort erbij", "teller": teller, **day},
    )
    assert "te beoordelen" in made
    refused = browser.post(f"{made.path}/beoordelen", {"effect": "geen gevolg", "why": "klein"}, status=422)
    assert "Een gebied erbij vraagt een eigen beoordeling (eigen regel 33)" in refused
    assert "vervolg loopt" in browser.post(
        f"{made.path}/beoordelen", {"effect": "extra beoordeling nodig", "why": "nieuw gebied"}
    )
    assert "Beoordeeld op locatie" in browser.post(f"{made.path}/afronden", {"what": "Beoordeeld op locatie"})
    for url in (base, f"/dossiers/{number}", f"/relaties/{key}/wijzigingen"):
        assert "Een cluster krijgt een gebied" in browser.get(url), url
    assert office.as_(Role.AUDITOR).raw(f"{base}/melden").status_code == 403
    assert browser.raw("/dossiers/D-2026-0147/wijzigingen/999").status_code == 404


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_staff_record_assess_and_settle_a_change_of_a_group_without_a_dossier(office: Office, tmp_path):
    with office.write() as session:
        key = relations.cluster(session, tmp_path / "files", 2).id
        other = relations.bare(session, "Cluster Oost").id
    browser, base = office.as_(Role.PLANNER), f"/relaties/{key}/wijzigingen"
    browser.get(base).first(f'a[href="{base}/melden"]')
    empty = browser.post(f"{base}/melden", {}, status=422)
    assert "Kies wat er verandert" in empty.errors
    day = on("happened_on", date(2027, 1, 1)) | on("reported_on", DAY)
    made = browser.post(
        f"{base}/melden", {"kind": "een partij vertrekt", "what": "De politie stopt", "reporter": "P. de Boer", **day}
    )
    assert "te beoordelen" in made
    assert "Beoordeel de wijziging" in browser.get("/werk?lijst=team")
    assert "vervolg loopt" in browser.post(
        f"{made.path}/beoordelen", {"effect": "naar besluit", "why": "Een vaste partij ontbreekt"}
    )
    assert "De politie komt terug" in browser.post(f"{made.path}/afronden", {"what": "De politie komt terug"})
    assert "Een partij vertrekt" in browser.get(base)
    assert browser.raw(made.path.replace(f"/{key}/", f"/{other}/", 1)).status_code == 404
    auditor = office.as_(Role.AUDITOR)
    assert [auditor.raw(url).status_code for url in (made.path, f"{base}/melden")] == [403, 403]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_somebody_of_the_group_tells_a_change_and_reads_what_came_of_it(office: Office):
    with_documents(office)
    browser, base = entered(office), f"/mijn/{NUMBER}/wijzigingen"
    assert "Geef een wijziging door" in browser.get(f"/mijn/{NUMBER}/gegevens")
    assert "Nog geen wijzigingen doorgegeven" in browser.get(base)
    empty = browser.post(f"{base}/doorgeven", {}, status=422)
    assert "Vul in vanaf welke dag" in empty.errors
    sent = {"kind": "een partij vertrekt", "what": "De brandweer stopt", **on("happened_on", date(2027, 1, 1))}
    assert "Wij bekijken dit nog" in browser.post(f"{base}/doorgeven", sent)
    with office.write() as session:
        row = session.scalars(select(ReportedChange)).one()
        assert (row.by_client, row.reporter, row.email) == (True, "Selin Yılmaz", SELIN)
        service.assess_change(
            session,
            office.actor(Role.SCHEME_MANAGER),
            office.now,
            row,
            effect=DECISION,
            why="Een vaste partij ontbreekt",
        )
    page = browser.get(base)
    assert "Ons oordeel: naar besluit." in page
    assert office.actor(Role.SCHEME_MANAGER).name not in page
