"""Recording, closing, the report's completeness and its sending, as tables."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.audits.rules import (
    PartyFacts,
    ReportState,
    attendance_condition,
    closing,
    interview,
    judged,
    recording,
    report_complete,
    reviewing,
    sending,
    supplementing,
    tells_all_closed,
    writing,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.report_topics import report_topics

B4, S31 = packaged()["kvo-b-4.0"], packaged()["kvo-3.1"]
DAY = date(2026, 12, 9)
BEFORE, AFTER = date(2026, 12, 8), date(2026, 12, 10)


def codes(conditions):
    return [condition.code for condition in unmet(conditions)]


def party(name="Politie", present=True, settled=False, mandatory=True, missing=False):
    return PartyFacts(name, mandatory, present, settled, missing)


@pytest.mark.parametrize(
    ("team", "today", "closed_on", "objections"),
    [
        (True, DAY, None, []),
        (True, AFTER, None, []),
        (True, BEFORE, None, ["audit.dag"]),
        (False, DAY, None, ["audit.team"]),
        (True, AFTER, DAY, ["audit.open"]),
    ],
)
def test_recording_is_for_the_team_from_the_day_until_the_closing(team, today, closed_on, objections):
    assert codes(recording(team=team, audit_day=DAY, today=today, closed_on=closed_on)) == objections


@pytest.mark.parametrize(
    ("verdict", "note", "requirement", "deviated", "objections"),
    [
        ("in orde", "", "", "", []),
        ("n.v.t.", "", "", "", []),
        ("afwijking", "De lamp is stuk", "Maatregelen", "", []),
        ("afwijking", " ", "", "", ["toetspunt.gezien", "toetspunt.eis"]),
        ("afwijking", "De lamp is stuk", "Maatregelen", "De lamp is stuk", []),
        ("in orde", "De lamp is stuk", "", "De lamp is stuk ", ["toetspunt.tekst"]),
        ("n.v.t.", "De lamp is stuk", "", "De lamp is stuk", ["toetspunt.tekst"]),
        ("in orde", "Toch heel", "", "De lamp is stuk", []),
        ("in orde", "", "", "De lamp is stuk", []),
    ],
)
def test_a_verdict_says_enough_and_not_what_was_said_of_a_deviation(verdict, note, requirement, deviated, objections):
    assert codes(judged(verdict, note, requirement, deviated=deviated)) == objections


@pytest.mark.parametrize(
    ("parties", "met", "fact"),
    [
        ([party(), party("Brandweer")], True, "2 van 2 partijen aanwezig"),
        ([party(), party("Brandweer", present=False)], False, "1 van 2 partijen aanwezig; ontbrak: Brandweer"),
        ([party(), party("Park", present=False, mandatory=False)], True, "1 van 2 partijen aanwezig"),
        (
            [party(), party("Brandweer", present=False, missing=True)],
            False,
            "1 van 2 partijen aanwezig; ontbrak: Brandweer",
        ),
        ([party(present=None)], False, "0 van 1 partij aanwezig; nog niet ingevuld: Politie"),
    ],
)
@pytest.mark.parametrize(("scheme", "label"), [(B4, "B4 §6.3"), (S31, "S31 §4.4.2")])
def test_attendance_is_told_per_party(parties, met, fact, scheme, label):
    condition = attendance_condition(scheme, parties)
    assert (condition.met, condition.fact, condition.source.label) == (met, fact, label)


@pytest.mark.parametrize(
    ("changes", "objections"),
    [
        pytest.param({}, [], id="nothing left"),
        pytest.param({"open_points": ["T3", "T9"]}, ["afsluiten.toetspunten"], id="two points without a verdict"),
        pytest.param({"parties": [party(present=None)]}, ["afsluiten.partijen"], id="a party not recorded"),
        pytest.param({"parties": [party(present=False)]}, ["afsluiten.ontbrak"], id="AUD-1: absent and nothing done"),
        pytest.param(
            {"parties": [party(present=False, missing=True)]},
            ["afsluiten.werkgroep"],
            id="ARE-5: a party that the scheme names is not in the group",
        ),
        pytest.param({"parties": [party(present=False, settled=True)]}, [], id="AUD-1: absent, with a deviation"),
        pytest.param({"parties": [party(present=False, mandatory=False)]}, [], id="another party was absent"),
        pytest.param({"present": " "}, ["afsluiten.wie"], id="nobody named"),
        pytest.param({"deviations": 1}, ["afsluiten.besproken"], id="AUD-3: told to nobody"),
        pytest.param({"deviations": 1, "agreed_with": "Selin Yılmaz"}, [], id="AUD-3: agreed"),
        pytest.param({"closed_on": BEFORE}, ["afsluiten.dag"], id="before the audit"),
        pytest.param({"closed_on": AFTER, "today": DAY}, ["afsluiten.dag"], id="a day that is still to come"),
        pytest.param({"closed_on": AFTER, "today": AFTER}, [], id="a day later"),
    ],
)
def test_an_audit_is_closed_only_when_nothing_is_left_open(changes, objections):
    facts = {
        "open_points": [], "parties": [party()], "present": "Selin Yılmaz", "agreed_with": "", "deviations": 0,
        "closed_on": DAY, "audit_day": DAY, "today": DAY, **changes,
    }  # fmt: skip
    assert codes(closing(**facts)) == objections


@pytest.mark.parametrize(
    ("absent", "on", "objections"),
    [
        (True, DAY, []),
        (True, AFTER, []),
        (False, DAY, ["gesprek.ontbrak"]),
        (True, BEFORE, ["gesprek.dag"]),
        (True, date(2026, 12, 20), ["gesprek.dag"]),
    ],
)
def test_an_interview_is_for_who_was_absent(absent, on, objections):
    found = interview(absent=absent, on=on, audit_day=DAY, today=AFTER)
    assert codes(found) == objections
    assert found[0].source.label == "eigen regel 29"


FULL = {topic.code: "Tekst" for topic in report_topics(B4, first=True)}


@pytest.mark.parametrize(
    ("scheme", "first", "texts", "more", "objections"),
    [
        pytest.param(B4, True, FULL, {}, [], id="B4 §6.4: all topics"),
        pytest.param(B4, True, {**FULL, "enquete": " "}, {}, ["rapport.enquete"], id="B4 §6.4: one is empty"),
        pytest.param(B4, False, FULL, {}, ["rapport.vernieuwde_set"], id="B4 §6.4: later, the renewed set"),
        pytest.param(B4, True, FULL, {"summary": ""}, ["rapport.conclusie"], id="no conclusion"),
        pytest.param(B4, True, FULL, {"edition": 2}, ["rapport.vervolg"], id="AUD-6: a supplement tells what followed"),
        pytest.param(B4, True, FULL, {"edition": 2, "findings": "Hersteld"}, [], id="AUD-6: it does"),
        pytest.param(S31, True, {}, {}, [f"rapport.{t.code}" for t in report_topics(S31, first=True)], id="S31 §4.4.2"),
    ],
)
def test_a_report_is_complete_when_every_topic_has_a_text(scheme, first, texts, more, objections):
    assert codes(report_complete(scheme, texts, **{"first": first, "summary": "Goed", **more})) == objections


@pytest.mark.parametrize(
    ("changes", "objections"),
    [
        pytest.param({"decision": "verleend"}, [], id="AUD-6: with its decision"),
        pytest.param({"open_deviations": 1}, [], id="AUD-6: held back"),
        pytest.param({}, ["rapport.besluit"], id="AUD-6: neither"),
        pytest.param(
            {"decision": "verleend", "state": "Ter beoordeling"}, ["rapport.vastgesteld"], id="not established"
        ),
        pytest.param({"decision": "verleend", "state": "Verstuurd"}, ["rapport.vastgesteld"], id="a second time"),
        pytest.param({"decision": "verleend", "sent_on": BEFORE}, ["rapport.dag"], id="before the audit"),
        pytest.param({"decision": "verleend", "sent_on": date(2027, 1, 1)}, ["rapport.dag"], id="still to come"),
        pytest.param({"decision": "verleend", "team": False}, ["audit.team"], id="somebody else"),
    ],
)
def test_a_report_goes_out_with_its_decision_or_with_what_holds_it_back(changes, objections):
    facts = {
        "team": True, "state": "Vastgesteld", "open_deviations": 0, "decision": "", "sent_on": AFTER,
        "audit_day": DAY, "today": AFTER, **changes,
    }  # fmt: skip
    assert codes(sending(B4, **facts)) == objections


@pytest.mark.parametrize(
    ("scheme", "edition", "told", "met", "fact", "label"),
    [
        pytest.param(B4, 1, 0, True, "versie 1: geen afwijking open", "B4 §6.4", id="B4 §6.4: nothing was open"),
        pytest.param(B4, 1, 1, False, "versie 1: 1 afwijking open", "B4 §6.4", id="B4 §6.4: it said aangehouden"),
        pytest.param(B4, 2, 3, False, "versie 2: 3 afwijkingen open", "B4 §6.4", id="a supplement that came too soon"),
        pytest.param(S31, 2, 0, True, "versie 2: geen afwijking open", "S31 §4.4.2", id="S31 §4.4.2"),
    ],
)
def test_a_report_that_tells_of_an_open_deviation_grants_nothing(scheme, edition, told, met, fact, label):
    condition = tells_all_closed(scheme, edition, told)
    assert (condition.met, condition.fact, condition.source.label) == (met, fact, label)


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (ReportState(), "Concept"),
        (ReportState(submitted=True), "Ter beoordeling"),
        (ReportState(submitted=True, returned=True), "Teruggestuurd"),
        (ReportState(submitted=True, established=True), "Vastgesteld"),
        (ReportState(submitted=True, established=True, sent=True), "Verstuurd"),
    ],
)
def test_the_state_of_a_report_follows_from_what_happened(state, word):
    assert state.word == word


@pytest.mark.parametrize(
    ("conditions", "objections"),
    [
        (writing(team=True, closed_on=DAY, state="Concept"), []),
        (writing(team=True, closed_on=DAY, state="Teruggestuurd"), []),
        (writing(team=True, closed_on=DAY, state="Ter beoordeling"), ["rapport.concept"]),
        (writing(team=False, closed_on=None, state="Concept"), ["audit.team", "rapport.na_afsluiting"]),
        (reviewing(state="Ter beoordeling", took_part=False), []),
        (reviewing(state="Ter beoordeling", took_part=True), ["rapport.niet_eigen"]),
        (reviewing(state="Concept", took_part=False), ["rapport.ingediend"]),
        (supplementing(team=True, state="Verstuurd", decision="", open_deviations=0), []),
        (supplementing(team=True, state="Verstuurd", decision="", open_deviations=1), ["aanvulling.gesloten"]),
        (
            supplementing(team=True, state="Verstuurd", decision="verleend", open_deviations=0),
            ["aanvulling.aangehouden"],
        ),
        (supplementing(team=True, state="Vastgesteld", decision="", open_deviations=0), ["aanvulling.na_versturen"]),
    ],
)
def test_who_may_do_what_with_the_report(conditions, objections):
    assert codes(conditions) == objections
