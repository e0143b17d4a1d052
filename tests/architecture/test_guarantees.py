"""What the database refuses by itself, past every rule and service, on both databases (decision 0013)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from auditbeheer.audits.models import closing_of
from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.decisions import service as decisions
from auditbeheer.deviations import service as deviations
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf, StoredFile
from auditbeheer.qualifications import ledger
from auditbeheer.quotes import service as quotes
from auditbeheer.quotes.models.correspondence import Note, NoteKind, ReceivedMail
from auditbeheer.relations.models import AreaType
from tests.decisions.case import case, grant, granted, review
from tests.deviations import test_service as found
from tests.documents.scenes import DAY, PDF, at, scene
from tests.qualifications.people import NOW, actor
from tests.quotes import samples

Refuses = Callable[..., None]


@pytest.fixture
def refuses(session: Session) -> Refuses:
    """``refuses("UPDATE …", …)``: the database refuses each of these, and says so in words that begin with ``says``."""

    def look(*statements: str, says: str) -> None:
        for statement in statements:
            with pytest.raises(DatabaseError) as refused, session.begin_nested():
                session.execute(text(statement))
            assert says in str(refused.value.orig), statement

    return look


@pytest.fixture
def takes(session: Session) -> Refuses:
    """``takes("UPDATE …")``: what is legal is not refused, and does change a row."""

    def look(*statements: str) -> None:
        for statement in statements:
            with session.begin_nested():
                assert session.execute(text(statement)).rowcount, statement  # type: ignore[attr-defined]  # an UPDATE answers with rows

    return look


def test_a_journal_line_and_an_edition_are_written_once(session, refuses):
    granted(session)
    for table, column in (("journal_entry", "what"), ("edition", "sha256")):
        refuses(f"UPDATE {table} SET {column} = 'x'", f"DELETE FROM {table}", says="written once")


def test_a_quote_that_was_sent_keeps_its_money_hours_receipt_and_numbers(session, tmp_path, refuses, takes):
    samples.body(session)
    quote = samples.sent(session, tmp_path, samples.confirmed(session, tmp_path))
    changes = (
        "minimum_hours = minimum_hours + 1", "extra_hours = extra_hours + 1", "travel_hours = 8", "distance_km = 1",
        "extra_why = 'x'", "receipt = '[]'", "number = 'O-1'", "year = 2020", "sequence = 99", "edition = 2",
        "valid_until = '2030-01-01'", "sent_to = 'x'", "sent_at = NULL", "made_on = '2020-01-01'",
    )  # fmt: skip
    refuses(*(f"UPDATE quote SET {change} WHERE id = {quote.id}" for change in changes), says="as they were sent")
    refuses("UPDATE quote SET pdf_sha256 = 'x'", says="paper")
    refuses(f"DELETE FROM quote WHERE id = {quote.id}", says="never removed")
    takes("UPDATE quote SET superseded_on = '2026-12-01'", "UPDATE quote SET declined_on = '2026-12-01'")


def test_the_lines_of_a_quote_that_was_sent_cannot_be_changed_added_or_removed(session, tmp_path, refuses, takes):
    samples.body(session)
    trajectory = samples.confirmed(session, tmp_path)
    draft = samples.quoted(session, trajectory)
    takes("UPDATE quote_line SET price = price + 1")
    quotes.send_quote(
        session, samples.actor(session), NOW, draft, library=samples.LIBRARY, shelf=FileShelf(tmp_path),
        style=samples.STYLE,
    )  # fmt: skip
    columns = "quote_id, position, text, quantity, unit, price, vat_percent, net, vat"
    copied = "SELECT quote_id, 99, text, quantity, unit, price, vat_percent, net, vat FROM quote_line LIMIT 1"
    refuses(
        "UPDATE quote_line SET price = price + 1", "UPDATE quote_line SET text = 'x'", "DELETE FROM quote_line",
        f"INSERT INTO quote_line ({columns}) {copied}", says="the quote was sent",
    )  # fmt: skip
    samples.quoted(session, trajectory)
    newest = "(SELECT max(id) FROM quote)"
    refuses(
        f"UPDATE quote_line SET quote_id = {draft.id} WHERE quote_id = {newest}",
        f"UPDATE quote_line SET quote_id = {newest} WHERE quote_id = {draft.id}", says="the quote was sent",
    )  # fmt: skip
    takes(f"DELETE FROM quote_line WHERE quote_id = {newest}")


def test_an_agreement_and_the_review_of_an_application_are_written_once(session, tmp_path, refuses):
    samples.body(session)
    samples.signed(session, tmp_path, samples.confirmed(session, tmp_path))
    for table, change in (("agreement", "hours = hours + 1"), ("application_review", "remark = 'x'")):
        refuses(f"UPDATE {table} SET {change}", f"DELETE FROM {table}", says="written once")


def test_a_closing_a_review_and_a_decision_are_written_once(session, refuses):
    here = case(session)
    review(session, here)
    grant(session, here)
    assert closing_of(session, here.audit.id)
    for table, change in (("closing", "closed_on = '2020-01-01'"), ("review", "text = 'x'")):
        refuses(f"UPDATE {table} SET {change}", f"DELETE FROM {table}", says="written once")
    changes = ("verdict = 'geweigerd'", "why = 'x'", "on_day = '2020-01-01'", "conditions = '[]'")
    refuses(*(f"UPDATE decision SET {change}" for change in changes), says="written once")
    refuses("DELETE FROM decision", says="never removed")


def test_a_decision_can_be_reopened_and_no_more_than_that(session, refuses):
    here = case(session)
    review(session, here)
    by = actor(here.decider)
    decision = decisions.refuse(session, by, NOW, here.trajectory, why="De notulen ontbreken")
    decisions.reopen(session, by, NOW, decision, why="De notulen zijn gevonden")
    session.flush()
    refuses("UPDATE decision SET reopened_on = NULL", "UPDATE decision SET why = 'x'", says="written once")


def test_a_certificate_keeps_its_number_days_and_holder_and_is_never_removed(session, refuses, takes):
    granted(session, areas=2)
    changes = (
        "number = 'KVO-B-2026-00099'", "issued_on = '2026-11-22'", "last_day = '2030-01-01'", "holder = 'Een ander'",
        "sequence = 9", "year = 2027", "trajectory_id = NULL", "scheme = 'kvo-3.1'",
    )  # fmt: skip
    refuses(*(f"UPDATE certificate SET {change}" for change in changes), says="never changes")
    refuses("DELETE FROM certificate", says="never removed")
    refuses("UPDATE certificate_area SET name = 'x'", "DELETE FROM certificate_area", says="written once")
    takes("UPDATE certificate SET contact = 'Selin Yılmaz'")


def test_a_series_of_numbers_only_counts_up(session, refuses, takes):
    granted(session)
    refuses(
        "UPDATE number_series SET last = last - 1", "UPDATE number_series SET first = 9",
        "UPDATE number_series SET year = 2020", says="only counts up",
    )  # fmt: skip
    refuses("DELETE FROM number_series", says="never removed")
    takes("UPDATE number_series SET last = last + 1")


def test_the_days_of_a_deviation_stay_as_found_and_promised(session, tmp_path, refuses):
    here = scene(session, day=DAY)
    deviation = found.established(session, here)
    changes = ("found_on = '2026-12-08'", "established_on = '2026-12-10'", "additions_due = '2027-03-31'")
    refuses(*(f"UPDATE deviation SET {change}" for change in changes), says="as found and promised")
    refuses("UPDATE deviation SET assessment_due = '2027-06-30'", says="only with an extension or an addition")
    refuses("DELETE FROM deviation", says="never removed")
    found.answered(session, here, deviation, FileShelf(tmp_path), date(2027, 1, 20))
    assert deviation.assessment_due == date(2027, 2, 20), "an addition begins the month to assess"


def test_the_term_of_a_deviation_moves_with_its_one_extension(session, refuses):
    here = scene(session, day=date(2024, 9, 30), scheme="kvo-3.1")
    deviation = found.established(session, here)
    deviations.extend_term(session, here.by(here.auditor), at(date(2024, 12, 1)), deviation, why="ziekte")
    assert deviation.assessment_due == date(2025, 2, 28)
    refuses("UPDATE deviation SET assessment_due = '2025-06-30'", says="only with an extension")
    refuses("UPDATE deviation SET extended_on = '2025-02-01', assessment_due = '2025-06-30'", says="promised")


def test_an_assessed_addition_keeps_its_verdict(session, tmp_path, refuses, takes):
    here = scene(session, day=DAY)
    deviation = found.established(session, here)
    found.answered(session, here, deviation, FileShelf(tmp_path), date(2027, 1, 12), upload=("lamp.pdf", PDF))
    takes("UPDATE answer SET complete = (1 = 1)")
    found.judged(session, here, deviation, date(2027, 1, 15), good=False, verdict="Een foto mist")
    changes = ("sufficient = (1 = 1)", "verdict = 'x'", "assessed_on = '2027-01-16'", "text = 'x'", "file_id = NULL")
    refuses(*(f"UPDATE answer SET {change}" for change in changes), says="as they were assessed")
    refuses("DELETE FROM answer", says="never removed")
    found.answered(session, here, deviation, FileShelf(tmp_path), date(2027, 1, 20))


def test_a_stored_file_keeps_its_hash(session, tmp_path, refuses, takes):
    here = scene(session, day=DAY)
    deviation = found.established(session, here)
    found.answered(session, here, deviation, FileShelf(tmp_path), date(2027, 1, 12), upload=("lamp.pdf", PDF))
    changes = (f"sha256 = '{'0' * 64}'", "size = 1", "media_type = 'image/png'", "name = 'x.pdf'")
    refuses(*(f"UPDATE stored_file SET {change}" for change in changes), says="never changes")
    takes("UPDATE stored_file SET sender = 'Selin Yılmaz'")


def test_a_certified_period_never_changes(session, refuses):
    granted(session)
    refuses(
        "UPDATE certified_period SET last_day = '2040-01-01'", "UPDATE certified_period SET evidence = 'x'",
        "DELETE FROM certified_period", says="written once",
    )  # fmt: skip


def test_a_note_and_a_mail_that_came_in_say_what_they_said(session, refuses):
    here = case(session)
    original = StoredFile(name="mail.eml", media_type="message/rfc822", size=1, sha256="0" * 64, at=NOW)
    session.add(Note(trajectory_id=here.trajectory.id, at=NOW, by_id=here.owner.id, kind=NoteKind.NOTE, text="Gebeld"))
    session.add(ReceivedMail(
        trajectory_id=here.trajectory.id, at=NOW, by_id=here.owner.id, sender="s@voorbeeld.nl", sender_name="Selin",
        subject="Schouw", text="Klaar", original=original,
    ))  # fmt: skip
    session.flush()
    for table in ("note", "received_mail"):
        refuses(f"UPDATE {table} SET text = 'Anders'", says="written once")


def test_an_audit_counts_once_for_somebody_and_stays_held(session, refuses, takes):
    here = scene(session, day=DAY)
    ledger.held(session, actor(here.planner), NOW, audit_ref=here.trajectory.number, on_day=DAY)
    session.flush()
    changes = ("state = 'verwacht'", "kind = 'bijgewoond'", "on_day = '2020-01-01'", "audit_ref = 'D-2026-0999'")
    refuses(*(f"UPDATE experience SET {change}" for change in changes), says="as they were held")
    refuses("DELETE FROM experience", says="never removed")
    columns = "employee_id, audit_ref, scheme, area_type, kind, state, on_day, source"
    with pytest.raises(DatabaseError), session.begin_nested():
        session.execute(text(f"INSERT INTO experience ({columns}) SELECT {columns} FROM experience"))
    takes("UPDATE experience SET verdict_positive = (1 = 1)")


def certified(session: Session, area: int | None, issued: date, last: date, replaced: date | None = None) -> int:
    """A certificate of this area as an import takes it over; answers its id."""
    with session.begin_nested():
        row = Certificate(
            number=f"OUD-{issued:%Y%m%d}-{last:%Y%m%d}-{replaced}-{area}", type=AreaType.BUSINESS_PARK, holder="Haven",
            scheme="kvo-3.1", scheme_title="KVO", municipality="Lelystad", issued_on=issued, last_day=last,
            in_series=False, replaced_from=replaced,
        )  # fmt: skip
        session.add(row)
        session.flush()
        name = CertificateArea(certificate=row, name="Haven", municipality="Lelystad", municipality_code=None)
        name.area_id = area
        session.add(name)
        session.flush()
        return row.id


FIRST_DAY, LAST_DAY = date(2026, 11, 23), date(2029, 11, 22)


@pytest.mark.parametrize(
    ("issued", "last", "replaced", "taken"),
    [
        (date(2024, 1, 1), FIRST_DAY - timedelta(days=1), None, True),
        (date(2024, 1, 1), FIRST_DAY, None, False),
        (LAST_DAY + timedelta(days=1), date(2032, 1, 1), None, True),
        (LAST_DAY, date(2032, 1, 1), None, False),
        (date(2027, 1, 1), date(2028, 1, 1), None, False),
        (date(2024, 1, 1), date(2032, 1, 1), None, False),
        (date(2024, 1, 1), date(2032, 1, 1), FIRST_DAY, True),
        (date(2024, 1, 1), date(2032, 1, 1), FIRST_DAY + timedelta(days=1), False),
        (date(2027, 1, 1), date(2032, 1, 1), date(2027, 1, 1), True),
    ],
    ids=[
        "ends the day before", "ends on the first day", "begins the day after", "begins on the last day", "within",
        "around", "around, replaced from the first day", "around, replaced a day later", "never in force",
    ],
)  # fmt: skip
def test_two_certificates_of_one_area_are_never_in_force_together(session, issued, last, replaced, taken):
    here = case(session)
    review(session, here)
    certificate = grant(session, here)
    assert (certificate.issued_on, certificate.last_day) == (FIRST_DAY, LAST_DAY)
    area = here.trajectory.areas[0].area_id
    if taken:
        certified(session, area, issued, last, replaced)
    else:
        with pytest.raises(DatabaseError, match="in force on one of these days"):
            certified(session, area, issued, last, replaced)
    certified(session, None, issued, last)


def test_a_replaced_certificate_does_not_come_back_beside_its_successor(session, refuses, takes):
    here = case(session)
    review(session, here)
    area = here.trajectory.areas[0].area_id
    old = certified(session, area, date(2024, 1, 1), date(2027, 1, 1), FIRST_DAY)
    grant(session, here)
    refuses(
        f"UPDATE certificate SET replaced_from = NULL WHERE id = {old}",
        f"UPDATE certificate SET replaced_from = '2026-12-01' WHERE id = {old}", says="in force on one of these days",
    )  # fmt: skip
    takes(f"UPDATE certificate SET replaced_from = '2026-10-01' WHERE id = {old}")


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_what_is_written_once_cannot_be_emptied_in_one_go(session, refuses):
    tables = ("journal_entry", "edition", "certificate", "decision", "certified_period", "number_series")
    refuses(*(f"TRUNCATE {table} CASCADE" for table in tables), says="never emptied")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_written_once_cannot_be_replaced(session, refuses):
    granted(session)
    refuses("INSERT OR REPLACE INTO edition SELECT * FROM edition", says="written once")


def test_every_table_with_money_decided_or_promised_has_a_guard(database: Database):
    guarded = set(guards(database))
    tables = set(inspect(database.engine).get_table_names())
    expected = {
        "journal_entry", "edition", "quote", "quote_line", "agreement", "application_review", "closing", "review",
        "decision", "certificate", "certificate_area", "certified_period", "number_series", "deviation", "answer",
        "experience", "stored_file", "note", "received_mail", "invoice_handover", "supplement", "clean_up",
        "clean_up_file", "role_change", "coordinator_change", "adopted_scheme", "area_shape", "area_count",
        "assignment", "shortfall_decision", "asked_day", "day_answer", "day_reply", "period_correction",
        "audit_plan",
    }  # fmt: skip
    assert expected <= tables
    assert guarded == expected


def guards(database: Database) -> Iterator[str]:
    postgresql = database.engine.dialect.name == "postgresql"
    query = (
        "SELECT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
        " UNION SELECT relname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'x'"
        if postgresql
        else "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger'"
    )
    with database.read() as session:
        yield from session.scalars(text(query))
