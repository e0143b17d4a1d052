"""Takeover of a holder of another body: what is refused, what follows for kind and audit day, what lacks (SCH-7)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import entries_of
from auditbeheer.accounts.permissions import Role
from auditbeheer.operations.imports import READERS
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import safe_days
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.intake import Outcome
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service
from auditbeheer.quotes.models import CertificationKind, Trajectory, periods_of, trajectory_numbered
from auditbeheer.quotes.rules.elsewhere import evidence_condition, taking_over
from auditbeheer.quotes.service import Elsewhere, Told
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.own_rules import defaults
from tests.documents.rooms import on
from tests.office import Office
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY

PDF = ("certificaat.pdf", relations.PDF)
ISSUED, LAST = date(2024, 3, 5), date(2027, 3, 4)


@pytest.mark.parametrize(
    ("body", "starts", "ends", "recorded", "lacking"),
    [
        ("Ander Certificatie", ISSUED, LAST, [], []),
        ("zeker certificatie", ISSUED, LAST, [], ["elders.instelling"]),
        ("Ander Certificatie", LAST, ISSUED, [], ["elders.dagen", "elders.begonnen"]),
        ("Ander Certificatie", TODAY, TODAY, [], []),
        ("Ander Certificatie", TODAY + timedelta(days=1), LAST, [], ["elders.begonnen"]),
        ("Ander Certificatie", ISSUED, LAST, ["Flevokust"], ["elders.nieuw"]),
    ],
)
def test_what_can_be_recorded_of_another_body(body, starts, ends, recorded, lacking):
    conditions = taking_over(body, "Zeker Certificatie", starts, ends, TODAY, recorded)
    assert [one.code for one in unmet(conditions)] == lacking


@pytest.mark.parametrize(("files", "met"), [([], False), (["scan.pdf"], True)])
def test_what_lacks_is_told_until_the_evidence_is_there(files, met):
    condition = evidence_condition("AC-1", "Ander Certificatie", files, defaults())
    assert condition.met is met
    assert condition.source.label.startswith("eigen regel ")
    lacks = "Het bewijs van certificaat AC-1 van Ander Certificatie ontbreekt nog."
    assert condition.objection == f"{lacks} Voeg het bestand toe."


def told(trajectory: Trajectory, count: int = 9, **facts) -> Elsewhere:
    known = {
        "body": "Ander Certificatie", "certificate": "AC-1", "scheme": "kvo-3.1", "issued_on": ISSUED,
        "last_day": LAST, "areas": tuple(link.area for link in trajectory.areas[:count]), **facts,
    }  # fmt: skip
    return Elsewhere(**known)


@pytest.fixture
def first(session, tmp_path) -> Trajectory:
    """An application for two parks that were never certified, as far as we know."""
    return samples.applied(session, relations.cluster(session, tmp_path, 2))


def take(session, tmp_path, trajectory, upload=None, **facts):
    return service.take_over_certificate(
        session, samples.actor(session), NOW, trajectory, told=told(trajectory, **facts), upload=upload,
        shelf=FileShelf(tmp_path),
    )  # fmt: skip


def test_a_certificate_of_another_body_makes_it_a_later_certification_with_a_latest_audit_day(session, first, tmp_path):
    kinds = [first.kind]
    take(session, tmp_path, first, count=1)
    assert [*kinds, first.kind] == [CertificationKind.FIRST, CertificationKind.LATER]
    # Kept per area: a park that was not on it owes the measures of a first audit.
    assert [link.kind for link in first.areas] == [CertificationKind.LATER, CertificationKind.FIRST]
    # Last day minus three months minus fourteen days (PLA-1).
    edge = safe_days(session, [first], own_rules_on(session, TODAY))[first.id]
    assert edge.day == date(2026, 11, 20)
    verbs = [entry.verb for entry in entries_of(session, first.number)]
    assert verbs[:2] == ["soort certificering gewijzigd", "certificering vastgelegd"]


def test_a_certificate_that_ran_out_leaves_it_a_first_one(session, first, tmp_path):
    take(session, tmp_path, first, issued_on=date(2020, 1, 1), last_day=date(2022, 12, 31))
    assert first.kind is CertificationKind.FIRST
    assert safe_days(session, [first], own_rules_on(session, TODAY)) == {}


def test_after_the_agreement_the_kind_stays(session, tmp_path):
    samples.body(session)
    trajectory = samples.confirmed(session, tmp_path)
    samples.signed(session, tmp_path, trajectory)
    take(session, tmp_path, trajectory)
    assert trajectory.kind is CertificationKind.FIRST
    assert trajectory.completed_on is not None


def test_the_evidence_may_come_with_it_or_later(session, first, tmp_path):
    take(session, tmp_path, first)
    (before,) = service.certified_before(session, first, TODAY)
    assert (before.areas, before.body) == (("Flevokust", "Noordersluis"), "Ander Certificatie")
    assert before.evidence is not None
    assert not before.evidence.met
    file = service.prove(
        session, samples.actor(session), NOW, first, certificate="AC-1", upload=PDF, shelf=FileShelf(tmp_path)
    )
    (before,) = service.certified_before(session, first, TODAY)
    assert before.evidence is not None
    assert before.evidence.met
    assert service.proof_in(session, first, file.id, TODAY) is file
    assert service.proof_in(session, first, file.id + 1, TODAY) is None
    with pytest.raises(Refused):
        take(session, tmp_path, first)


def put_right(session, first, why="verkeerd overgetypt", **facts):
    (before,) = service.certified_before(session, first, TODAY)
    known = {"body": before.body, "certificate": before.certificate, "scheme": before.scheme, "issued_on": ISSUED,
             "last_day": LAST, **facts}  # fmt: skip
    right = Told(**known) if facts else None
    return service.correct_certificate(session, samples.actor(session), NOW, first, before, told=right, why=why)


def test_a_mistyped_last_day_is_corrected_by_another_row_and_the_old_one_stays_to_be_seen(session, first, tmp_path):
    take(session, tmp_path, first, upload=PDF, last_day=date(2025, 3, 4))
    assert first.kind is CertificationKind.FIRST  # by the typed day it had run out
    put_right(session, first, last_day=LAST, certificate="AC-2")
    assert CertificationKind(first.kind) is CertificationKind.LATER
    rows = periods_of(session, [first.areas[0].area_id])
    assert [(one.certificate, one.last_day) for one in rows] == [("AC-2", LAST)]
    (row,) = service.corrected_before(session, first)
    assert (row.wrong.certificate, row.wrong.last_day, row.why) == ("AC-1", date(2025, 3, 4), "verkeerd overgetypt")
    (now,) = service.certified_before(session, first, TODAY)
    assert [file.name for file in now.files] == [PDF[0]]  # its proof came under the old number
    assert "certificering gecorrigeerd" in [entry.verb for entry in entries_of(session, first.number)]
    with pytest.raises((IntegrityError, OperationalError)), session.begin_nested():
        session.execute(text("UPDATE period_correction SET why = 'anders'"))


def test_a_certificate_that_should_not_be_there_does_not_count_any_more(session, first, tmp_path):
    take(session, tmp_path, first)
    kinds = [first.kind]
    assert put_right(session, first, why="hoort bij een ander terrein") == []
    assert [*kinds, first.kind] == [CertificationKind.LATER, CertificationKind.FIRST]
    assert service.certified_before(session, first, TODAY) == []
    assert [row.right for row in service.corrected_before(session, first)] == [None]


@pytest.mark.parametrize(
    ("facts", "why", "code"),
    [
        ({"last_day": date(2020, 1, 1)}, "past", "elders.dagen"),
        ({"body": "Zeker Certificatie"}, "past", "elders.instelling"),
        ({"last_day": LAST}, " ", "elders.reden"),
    ],
)
def test_a_correction_holds_to_the_rules_of_the_first_time_and_has_a_reason(session, first, tmp_path, facts, why, code):
    samples.body(session)
    take(session, tmp_path, first)
    with pytest.raises(Refused) as refused:
        put_right(session, first, why, **facts)
    assert [one.code for one in refused.value.objections] == [code]


def test_missing_proof_stands_where_somebody_weighs_the_kind_and_stops_nothing(session, first, tmp_path):
    take(session, tmp_path, first)
    (lacking,) = service.evidence_lacking(session, first, TODAY)
    assert lacking.source.label == "eigen regel 52"
    shelf, by = FileShelf(tmp_path), samples.actor(session)
    service.prove(session, by, NOW, first, certificate="AC-1", upload=PDF, shelf=shelf)
    assert service.evidence_lacking(session, first, TODAY) == []


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_staff_correct_it_and_the_review_of_the_application_tells_what_lacks(office: Office, tmp_path):
    with office.write() as session:
        trajectory = samples.applied(session, relations.cluster(session, tmp_path, 2))
        take(session, tmp_path, trajectory)
        base = f"/dossiers/{trajectory.number}/aanvraag"
    browser = office.as_(Role.PLANNER)
    assert "Er is bewijs van certificaat AC-1" in browser.get(f"{base}/beoordelen")
    url = f"{base}/eerder/corrigeren?certificaat=AC-1"
    values = {"counts": "gegevens", "body": "Ander Certificatie", "certificate": "AC-1", "scheme": "kvo-3.1"}
    days = on("issued_on", ISSUED) | on("last_day", date(2027, 3, 14))
    assert browser.post(url, {**values, **days}, status=422).errors == ["Vul in waarom u dit corrigeert"]
    page = browser.post(url, {**values, **days, "why": "De 1 viel weg"})
    assert "Wat is gecorrigeerd" in page
    assert "De 1 viel weg" in page
    assert browser.raw(f"{base}/eerder/corrigeren?certificaat=AC-9").status_code == 404
    assert office.as_(Role.AUDITOR).raw(url).status_code in {403, 404}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_staff_type_it_in_at_the_application(office: Office, tmp_path):
    with office.write() as session:
        trajectory = samples.applied(session, relations.cluster(session, tmp_path, 2))
        number, areas = trajectory.number, [str(link.area_id) for link in trajectory.areas]
    browser, base = office.as_(Role.PLANNER), f"/dossiers/{number}/aanvraag"
    assert "Deze gebieden hadden nog geen certificaat" in browser.get(base)
    days = on("issued_on", ISSUED) | on("last_day", LAST)
    values = {"body": "Ander Certificatie", "certificate": "AC-1", "scheme": "kvo-3.1", "areas": areas, **days}
    lacking = browser.post(f"{base}/eerder/toevoegen", {**values, "body": ""}, status=422)
    assert lacking.errors == ["Vul de naam van de instelling in"]
    page = browser.post(f"{base}/eerder/toevoegen", values)
    assert "ontbreekt" in page
    assert "volgende certificering (verwacht)" in page
    page = browser.post(f"{base}/eerder/bewijs?certificaat=AC-1", {"file": PDF})
    assert "Bewijs toevoegen" not in page
    link = page.tree.css_first('#eerder a[href*="/bewijs/"]')
    assert link is not None
    assert browser.raw(str(link.attributes["href"])).data == relations.PDF
    assert browser.raw(f"{base}/eerder/bewijs?certificaat=AC-2").status_code == 404
    with office.database.read() as session:
        row = trajectory_numbered(session, number)
        assert row is not None
        assert row.kind is CertificationKind.LATER


ROWS = """instelling;nummer;gebied;gemeente;type;schema;uitgegeven;laatste_dag
Ander Certificatie;AC-1;Flevokust;Lelystad;B;kvo-3.1;2024-03-05;2027-03-04
Ander Certificatie;AC-1;Onbekend;Lelystad;B;kvo-3.1;2024-03-05;2027-03-04
Ander Certificatie;AC-2;Noordersluis;Lelystad;B;kvo-9;2024-03-05;2027-03-04
Ander Certificatie;AC-3;Noordersluis;Lelystad;B;kvo-3.1;2027-03-04;2024-03-05
;AC-4;Noordersluis;Lelystad;B;kvo-3.1;2024-03-05;2027-03-04
Zeker Certificatie;AC-5;Noordersluis;Lelystad;B;kvo-3.1;2024-03-05;2027-03-04
Ander Certificatie;AC-6;Noordersluis;Lelystad;X;kvo-3.1;2024-03-05;2027-03-04
Ander Certificatie;AC-7;Noordersluis;Lelystad;B;kvo-3.1;5 maart;2027-03-04
"""


def test_certificates_of_elsewhere_come_from_a_file_and_each_row_says_what_is_wrong(session, tmp_path):
    samples.body(session)
    group = relations.cluster(session, tmp_path, 2)
    file = tmp_path / "elders.csv"
    file.write_text(ROWS, encoding="utf-8")
    report = READERS["elders"](session, SYSTEM, NOW, file)
    assert [row.outcome for row in report.rows] == [Outcome.TAKEN] + [Outcome.REFUSED] * 7
    said = " ".join(row.why for row in report.rows)
    for words in ("neem het eerst over", "kennen wij niet", "ligt voor de eerste", "instelling ontbreekt",
                  "onze eigen naam", "geen B, W of G", "bijvoorbeeld 2024-01-31"):  # fmt: skip
        assert words in said
    again = READERS["elders"](session, SYSTEM, NOW, file)
    assert again.rows[0].outcome is Outcome.THERE
    trajectory = samples.applied(session, group)
    assert [link.kind for link in trajectory.areas] == [CertificationKind.LATER, CertificationKind.FIRST]
    (before,) = service.certified_before(session, trajectory, TODAY)
    assert before.evidence is not None
    assert not before.evidence.met
