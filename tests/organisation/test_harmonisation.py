"""Own rules as topics of harmonisation (GEN-1): sent, answered, listed for the CCV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import StringIO

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.models import HarmonisationTopic, topics
from auditbeheer.organisation.service import put_to_ccv, record_answer
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.scheme.own_rules import defaults
from tests.documents.rooms import on
from tests.office import DAY, Office

RULE = "/instelling/eigen-regels/1"
CODE = defaults().numbered(1).code


@contextmanager
def refused(words: str) -> Iterator[None]:
    """One thing stands in the way, in these words."""
    with pytest.raises(Refused) as found:
        yield
    (objection,) = found.value.objections
    assert words in objection.objection


def sheet(office: Office, role: Role = Role.AUDITOR) -> list[dict[str, str]]:
    """The download, a dict per line."""
    answer = office.as_(role).raw("/instelling/eigen-regels.csv")
    assert answer.status_code == 200
    return list(csv.DictReader(StringIO(answer.get_data(as_text=True))))


def test_management_puts_a_rule_to_the_ccv_and_records_what_it_answered(office):
    browser = office.as_(Role.MANAGEMENT)
    assert "nog niet voorgelegd aan het CCV" in browser.get(RULE)
    values = {"question": "Mag dit zo?", **on("sent_on", DAY - timedelta(20))}
    page = browser.post(f"{RULE}/voorleggen", values)
    assert "3 nov 2026 Mag dit zo? Antwoord vastleggen" in page
    assert "verstuurd 3 nov 2026" in browser.get("/instelling/eigen-regels")
    answered = {"answer": "Dat mag.", "effect": "Niets.", **on("answered_on", DAY - timedelta(18))}
    page = browser.post(f"{RULE}/antwoord/1", answered)
    assert "3 nov 2026 Mag dit zo? 5 nov 2026 Dat mag. Niets. Antwoord verbeteren" in page
    assert "antwoord 5 nov 2026" in browser.get("/instelling/eigen-regels")
    browser.post(f"{RULE}/antwoord/1", {**answered, "effect": "De regel wijzigt."})
    with office.database.read() as session:
        verbs = session.scalars(select(JournalEntry.verb).where(JournalEntry.thing == CODE)).all()
        assert [row.effect for row in topics(session, CODE)] == ["De regel wijzigt."]
    assert verbs == ["voorgelegd aan het CCV", "antwoord van het CCV vastgelegd", "antwoord van het CCV verbeterd"]


def test_the_list_for_the_ccv_has_every_rule_and_every_answer(office):
    empty = sheet(office)
    assert [int(row["nummer"]) for row in empty] == [rule.number for rule in defaults()]
    assert all(row["toelichting"] and not row["verstuurd op"] for row in empty)
    with office.write() as session:
        by = office.actor(Role.MANAGEMENT)
        one = put_to_ccv(session, by, office.now, code=CODE, sent_on=DAY - timedelta(9), question="=HYPERLINK(1)")
        record_answer(session, by, office.now, one, answered_on=DAY, answer="Ja", effect="Geen")
        put_to_ccv(session, by, office.now, code=CODE, sent_on=DAY, question="Nog een keer")
    first = [row for row in sheet(office) if row["nummer"] == "1"]
    assert [(row["verstuurd op"], row["vraag"], row["antwoord op"], row["antwoord"]) for row in first] == [
        ("2026-11-23", "Nog een keer", "", ""),
        ("2026-11-14", "'=HYPERLINK(1)", "2026-11-23", "Ja"),
    ]
    assert len(sheet(office)) == len(empty) + 1


def test_what_is_yet_to_come_was_not_sent(session, office):
    by = office.actor(Role.MANAGEMENT)
    with refused("Deze dag moet nog komen"):
        put_to_ccv(session, by, office.now, code=CODE, sent_on=DAY + timedelta(1), question="Mag dit?")


@pytest.mark.parametrize(("days", "says"), [(1, "Deze dag moet nog komen"), (-1, "niet voor de vraag")])
def test_an_answer_comes_after_its_question_and_not_tomorrow(session, office, days, says):
    by = office.actor(Role.MANAGEMENT)
    row = put_to_ccv(session, by, office.now, code=CODE, sent_on=DAY, question="Mag dit?")
    with refused(says):
        record_answer(
            session, by, office.now, row, answered_on=DAY + timedelta(days), answer="Ja", effect="Geen"
        )  # fmt: skip


def test_a_form_with_nothing_in_it_says_what_to_fill_in(office):
    page = office.as_(Role.MANAGEMENT).post(f"{RULE}/voorleggen", {"question": ""}, status=422)
    assert page.errors == ["Vul de dag in waarop u het verstuurde", "Vul in wat er is gevraagd"]


def test_others_read_and_write_nothing(office):
    with office.write() as session:
        session.add(HarmonisationTopic(code=CODE, sent_on=DAY, question="Mag dit?"))
    page = office.as_(Role.PLANNER).get(RULE)
    assert "Mag dit?" in page
    assert "Voorleggen aan het CCV" not in page
    for url in (f"{RULE}/voorleggen", f"{RULE}/antwoord/1"):
        assert office.as_(Role.PLANNER).raw(url).status_code == 403
    assert office.as_(Role.ADMINISTRATOR).raw("/instelling/eigen-regels.csv").status_code == 403


def test_an_answer_belongs_to_its_own_rule(office):
    with office.write() as session:
        session.add(HarmonisationTopic(code=CODE, sent_on=DAY, question="Mag dit?"))
    assert office.as_(Role.MANAGEMENT).raw("/instelling/eigen-regels/2/antwoord/1").status_code == 404
    assert office.as_(Role.MANAGEMENT).raw(f"{RULE}/antwoord/99").status_code == 404
