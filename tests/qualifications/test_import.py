"""``auditbeheer import ervaring``: row by row, with proof, twice without harm (QUA-3, QUA-4)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.operations.imports import READERS, ImportRefused
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.intake import Outcome
from auditbeheer.qualifications.models import Experience, ExperienceState
from auditbeheer.qualifications.standing import files_of
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.qualification_criteria import Role
from tests.qualifications import people
from tests.qualifications.people import KVO_B, NOW

HEAD = "email;audit;dag;type;schema;deelname;bewijs;oordeel;oordeel_door\n"
GOOD = (
    "rana.aydin@voorbeeld.nl;De Brand 2025;2025-06-01;B;kvo-b-4.0;zelfstandig;rapport;positief;"
    "joris.de.wit@voorbeeld.nl"
)


@pytest.fixture
def trainee(session):
    """Somebody with nine audits, four of them independent: one of each short."""
    return people.in_training(session, people.scheme_manager(session), audits=9, independent=4)


def take_over(session, tmp_path: Path, *rows: str):
    file = tmp_path / "ervaring.csv"
    file.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return READERS["ervaring"](session, SYSTEM, NOW, file)


def test_an_earlier_audit_with_its_proof_closes_the_gap(session, tmp_path, trainee):
    report = take_over(session, tmp_path, GOOD)
    assert (report.count(Outcome.TAKEN), report.count(Outcome.REFUSED)) == (1, 0)
    found = files_of(session, [trainee]).qualification(trainee, schemes()[KVO_B], Role.AUDITOR, NOW.date())
    assert [condition.code for condition in unmet(found.conditions)] == ["kwalificatie.besluit"]
    row = session.scalars(select(Experience).where(Experience.audit_ref == "De Brand 2025")).one()
    assert (row.state, row.source, row.on_day) == (ExperienceState.HELD, "rapport", date(2025, 6, 1))


def test_an_audit_that_was_led_counts_for_its_year(session, tmp_path):
    person = people.auditor(session, people.scheme_manager(session))
    rows = [f"marloes.bakker@voorbeeld.nl;Gebied {n};{n}-3-2026;W;kvo-3.1;uitgevoerd;rapport;;" for n in range(1, 6)]
    assert take_over(session, tmp_path, *rows).taken == 5
    assert files_of(session, [person]).led_in(person, 2026) == 5


def test_twice_changes_nothing_and_a_file_with_nothing_new_leaves_no_line(session, tmp_path, trainee):
    take_over(session, tmp_path, GOOD)
    lines = len(session.scalars(select(JournalEntry)).all())
    again = take_over(session, tmp_path, GOOD, GOOD.replace("2025-06-01", "2025-07-01"))
    assert (again.count(Outcome.THERE), again.taken) == (2, 0)
    assert len(session.scalars(select(JournalEntry)).all()) == lines


def test_the_same_audit_twice_in_one_file_is_taken_once(session, tmp_path, trainee):
    report = take_over(session, tmp_path, GOOD, GOOD)
    assert (report.count(Outcome.TAKEN), report.count(Outcome.THERE)) == (1, 1)


@pytest.mark.parametrize(
    ("column", "value", "why"),
    [
        ("email", "niemand@voorbeeld.nl", "er is geen medewerker met e-mailadres niemand@voorbeeld.nl"),
        ("audit", "", "de naam van de audit ontbreekt"),
        ("audit", "D-2026-0001", "Dit is een dossier van dit systeem"),
        ("audit", "x" * 201, "ten hoogste 200 tekens"),
        ("bewijs", "", "het bewijs ontbreekt"),
        ("type", "X", "type X bestaat niet: kies B, W of G"),
        ("schema", "kvo-9", "het schema kvo-9 bestaat niet"),
        ("deelname", "gekeken", "deelname gekeken bestaat niet: kies bijgewoond, zelfstandig of uitgevoerd"),
        ("dag", "31-2-2025", "dag 31-2-2025: De dag 31-2-2025 bestaat niet"),
        ("dag", "2003-12-31", "toen was er nog geen KVO"),
        ("dag", "2026-11-24", "Deze dag moet nog komen"),
        ("oordeel", "prima", "oordeel prima bestaat niet: kies positief of negatief"),
        ("oordeel", "", "Kies het oordeel"),
        ("oordeel_door", "", "oordeel_door: er is geen medewerker met e-mailadres (leeg)"),
        ("oordeel_door", "rana.aydin@voorbeeld.nl", "niemand beoordeelt de eigen audit"),
        ("deelname", "bijgewoond", "alleen bij zelfstandig hoort een oordeel"),
    ],
)
def test_a_row_that_does_not_fit_is_refused_with_why(session, tmp_path, trainee, column, value, why):
    cells = dict(zip(HEAD.strip().split(";"), GOOD.split(";"), strict=True)) | {column: value}
    report = take_over(session, tmp_path, ";".join(cells.values()), GOOD.replace("De Brand", "Larserpoort"))
    assert [row.outcome for row in report.rows] == [Outcome.REFUSED, Outcome.TAKEN]
    assert why in report.rows[0].why
    refused = select(Experience).where(Experience.audit_ref == cells["audit"], Experience.source == "rapport")
    assert session.scalars(refused).first() is None


def test_a_file_without_a_column_of_proof_is_refused(session, tmp_path):
    file = tmp_path / "ervaring.csv"
    file.write_text("email;audit;dag;type;schema;deelname\n", encoding="utf-8")
    with pytest.raises(ImportRefused, match="bewijs"):
        READERS["ervaring"](session, SYSTEM, NOW, file)
