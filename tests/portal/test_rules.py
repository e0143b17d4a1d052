"""What may be told in public, what is due each year, what a dossier waits for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from auditbeheer.organisation.schemes import schemes
from auditbeheer.portal.rules import (
    Progress,
    favour_conditions,
    first_day,
    kept_conditions,
    progress_sentence,
    publishing,
    sending_conditions,
    signing_condition,
    year_of,
    yearly_duties,
)
from auditbeheer.scheme.condition import unmet

TODAY = date(2026, 11, 23)
LAST = date(2029, 12, 8)
DAY = timedelta(days=1)


UNDECIDED = (None, None)


@pytest.mark.parametrize(
    ("scheme", "decided", "may", "may_not"),
    [
        pytest.param("kvo-b-4.0", UNDECIDED, ["met KVO begint"], ["audit is gehaald"], id="B4 §5.3"),
        pytest.param("kvo-3.1", UNDECIDED, ["in gesprekken"], ["Publiceer nog niets"], id="S31 §3.2.2"),
        pytest.param("kvo-b-4.0", (True, LAST), ["8\u00a0december 2029", "beeldmerk"], [], id="B4 §7.1.1"),
        pytest.param("kvo-b-4.0", (False, None), [], ["geldig certificaat hebt"], id="refused"),
        pytest.param("kvo-b-4.0", (True, TODAY - DAY), [], ["geldig certificaat hebt"], id="past its last day"),
    ],
)
def test_nothing_is_told_of_the_result_before_the_decision(scheme, decided, may, may_not):
    granted, last_day = decided
    statements = publishing(schemes()[scheme], granted=granted, last_day=last_day, today=TODAY)
    for allowed, words in ((True, may), (False, may_not)):
        said = [one.text for one in statements if one.allowed is allowed]
        assert len(said) == len(words)
        assert all(part in text for part, text in zip(words, said, strict=True))
    assert all(said.source.label for said in statements)


def test_each_yearly_duty_is_counted_by_the_figures_of_the_scheme():
    duties = {duty.code: duty for duty in yearly_duties(schemes()["kvo-b-4.0"], {"bijeenkomsten": 2, "dagschouw": 1})}
    assert [(duty.done, duty.minimum, duty.left) for duty in duties.values()] == [
        (1, 1, 0), (0, 1, 1), (0, 1, 1), (0, 2, 2), (0, 2, 2), (2, 3, 1),
    ]  # fmt: skip
    assert duties["dagschouw"].source.label == "B4 §4.2.5"
    assert [duty.code for duty in yearly_duties(schemes()["kvo-3.1"], {})] == ["evaluatie"]


@pytest.mark.parametrize(
    ("issued", "today", "first", "last"),
    [
        (date(2026, 12, 9), date(2026, 12, 9), date(2026, 12, 9), date(2027, 12, 8)),
        (date(2026, 12, 9), date(2027, 12, 8), date(2026, 12, 9), date(2027, 12, 8)),
        (date(2026, 12, 9), date(2027, 12, 9), date(2027, 12, 9), date(2028, 12, 8)),
        (date(2028, 2, 29), date(2029, 2, 28), date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_year_begins_on_the_anniversary_of_issue(issued, today, first, last):
    assert year_of(issued, today) == (first, last)


@pytest.mark.parametrize(
    ("facts", "objection"),
    [
        ({}, None),
        ({"agreed": False}, "overeenkomst"),
        ({"in_order": True}, "al in orde"),
        ({"decided": True}, "al beoordeeld"),
    ],
)
def test_a_document_is_sent_while_it_is_asked_for(facts, objection):
    found = unmet(sending_conditions(**{"agreed": True, "in_order": False, "decided": False, **facts}))
    assert [objection in one.objection for one in found] == ([True] if objection else [])


@pytest.mark.parametrize(
    ("progress", "words"),
    [
        (Progress(ended=True), "gesloten"),
        (Progress(), "kijken uw aanvraag na"),
        (Progress(completed=True), "maken een offerte"),
        (Progress(completed=True, quote="Verstuurd"), "wachten op het antwoord"),
        (Progress(completed=True, quote="Akkoord"), "maken de overeenkomst"),
        (Progress(completed=True, quote="Akkoord", agreed=True), "zoeken een dag"),
        (Progress(completed=True, quote="Akkoord", agreed=True, asked=True), "partijen kiezen een dag"),
        (Progress(agreed=True, audit_day=date(2026, 12, 9)), "woensdag 9\u00a0december 2026"),
        (Progress(agreed=True, audit_day=TODAY, held=True, report_due=LAST), "uiterlijk zaterdag 8\u00a0december"),
        (Progress(agreed=True, audit_day=TODAY, held=True, reported=True), "nemen nu een besluit"),
        (Progress(agreed=True, held=True, granted=False), "niet te verlenen"),
        (Progress(agreed=True, held=True, granted=True, last_day=LAST), "Het geldt tot en met"),
        (Progress(agreed=True, held=True, granted=True, last_day=date(2026, 11, 22)), "Het gold tot en met"),
    ],
)  # fmt: skip
def test_a_dossier_says_what_happens_now(progress, words):
    assert words in progress_sentence(progress, TODAY)


def test_a_scheme_that_asks_no_silence_says_nothing_about_what_may_be_told():
    scheme = schemes()["kvo-b-4.0"]
    open_scheme = scheme.model_copy(update={"agreements": tuple(a for a in scheme.agreements if a.code != "stilte")})
    assert publishing(scheme, granted=None, last_day=None, today=TODAY)
    assert publishing(open_scheme, granted=None, last_day=None, today=TODAY) == []


def test_a_certificate_that_was_granted_and_not_yet_issued_has_no_last_day_to_tell():
    told = progress_sentence(Progress(completed=True, agreed=True, granted=True), TODAY)
    assert told == "Uw werkgroep heeft het KVO-certificaat."


@pytest.mark.parametrize(
    ("conditions", "refused"),
    [
        (favour_conditions(waits=True), []),
        (favour_conditions(waits=False), ["portaal.verzoek"]),
        (signing_condition(ticked=True), []),
        (signing_condition(ticked=False), ["offerte.verklaard"]),
        (kept_conditions(TODAY, TODAY), []),
        (kept_conditions(TODAY + DAY, TODAY), ["dag.geweest"]),
    ],
)
def test_what_a_working_group_may_do_itself(conditions, refused):
    assert [one.code for one in unmet(conditions)] == refused


@pytest.mark.parametrize(("days", "first"), [([LAST, None, TODAY], TODAY), ([None], None), ([], None)])
def test_the_first_of_the_days_that_are_known(days, first):
    assert first_day(days) == first
