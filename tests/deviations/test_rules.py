"""Deviations: states, answers, verdicts, extending, withdrawing, and that all are closed. As tables."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.deviations.rules import (
    AnswerFacts,
    DeviationFacts,
    all_closed,
    answer_conditions,
    answering,
    assessing,
    described,
    may_extend,
    recording,
    verdict_conditions,
    withdrawal_conditions,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged

B4, S31 = packaged()["kvo-b-4.0"], packaged()["kvo-3.1"]
CLOSED = date(2026, 12, 9)
DUE = date(2027, 2, 9)


def codes(conditions):
    return [condition.code for condition in unmet(conditions)]


def answer(day, complete=True, sufficient=None):
    return AnswerFacts(day, complete, sufficient)


@pytest.mark.parametrize(
    ("facts", "state", "waits_since"),
    [
        (DeviationFacts(1), "Open", None),
        (DeviationFacts(1, answers=(answer(DUE),)), "Aanvulling ontvangen", DUE),
        (DeviationFacts(1, answers=(answer(DUE, complete=False),)), "Aanvulling ontvangen", None),
        (DeviationFacts(1, answers=(answer(CLOSED, sufficient=False),)), "Teruggestuurd", None),
        (DeviationFacts(1, answers=(answer(CLOSED, sufficient=False), answer(DUE))), "Aanvulling ontvangen", DUE),
        (DeviationFacts(1, answers=(answer(CLOSED), answer(DUE, complete=False))), "Aanvulling ontvangen", CLOSED),
        (DeviationFacts(1, closed_on=DUE, answers=(answer(DUE, sufficient=True),)), "Gesloten", None),
        (DeviationFacts(1, withdrawn_on=DUE), "Gesloten", None),
    ],
)
def test_a_state_follows_from_what_happened(facts, state, waits_since):
    assert (facts.state, facts.received_complete) == (state, waits_since)


@pytest.mark.parametrize(
    ("deviations", "met", "fact"),
    [
        ([], True, "Geen afwijkingen bij deze audit"),
        ([DeviationFacts(1, closed_on=DUE)], True, "1 afwijking gesloten"),
        ([DeviationFacts(1, withdrawn_on=DUE)], True, "Geen afwijkingen bij deze audit"),
        ([DeviationFacts(1, closed_on=DUE), DeviationFacts(2)], False, "Nog open: afwijking 2"),
        ([DeviationFacts(1), DeviationFacts(2)], False, "Nog open: afwijking 1 en afwijking 2"),
    ],
)
@pytest.mark.parametrize(("scheme", "label"), [(B4, "eigen regel 21"), (S31, "S31 §4.4.4")])
def test_one_open_deviation_holds_everything_up(deviations, met, fact, scheme, label):
    (condition,) = all_closed(scheme, deviations)
    assert (condition.met, condition.fact, condition.source.label) == (met, fact, label)


@pytest.mark.parametrize(
    ("established", "state", "received", "today", "objections"),
    [
        pytest.param(CLOSED, "Open", CLOSED, DUE, [], id="on the day of the closing"),
        pytest.param(CLOSED, "Open", date(2026, 12, 8), DUE, ["afwijking.ontvangen"], id="before the closing"),
        pytest.param(CLOSED, "Open", date(2027, 2, 10), DUE, ["dag.geweest"], id="a day that is still to come"),
        pytest.param(None, "Open", CLOSED, DUE, ["afwijking.vastgesteld"], id="the audit is not closed"),
        pytest.param(CLOSED, "Gesloten", DUE, DUE, ["afwijking.open"], id="closed already"),
    ],
)
def test_an_addition_comes_after_the_closing(established, state, received, today, objections):
    assert codes(answer_conditions(B4, established, state, received, today)) == objections


@pytest.mark.parametrize(
    ("scheme", "given", "due", "sufficient", "verdict", "objections"),
    [
        pytest.param(B4, answer(DUE), DUE, True, "", [], id="B4 §6.3: on the last day"),
        pytest.param(B4, answer(date(2027, 2, 10)), DUE, True, "", ["aanvulling.op_tijd"], id="B4 §6.3: a day late"),
        pytest.param(B4, answer(date(2027, 2, 10)), DUE, False, "Te laat", [], id="late can be returned"),
        pytest.param(B4, answer(DUE, complete=False), DUE, True, "", ["aanvulling.compleet"], id="not complete"),
        pytest.param(B4, answer(DUE), DUE, False, " ", ["aanvulling.wat"], id="a return says what lacks"),
        pytest.param(B4, None, DUE, True, "", ["aanvulling.wacht"], id="nothing to judge"),
        pytest.param(S31, answer(date(2027, 6, 1)), None, True, "", [], id="S31 §4.4.3: no term to deliver"),
    ],
)
def test_what_came_too_late_cannot_close_a_deviation(scheme, given, due, sufficient, verdict, objections):
    assert codes(verdict_conditions(scheme, given, due, sufficient=sufficient, verdict=verdict)) == objections


def test_the_refusal_of_a_late_addition_says_that_there_is_no_extension():
    (late,) = unmet(verdict_conditions(B4, answer(date(2027, 2, 10)), DUE, sufficient=True, verdict=""))
    assert "geen verlenging" in late.objection
    assert "B4 §6.3" in late.objection


LAST = date(2025, 3, 9)


@pytest.mark.parametrize(
    ("scheme", "changes", "objections"),
    [
        pytest.param(S31, {}, [], id="S31 §4.4.3: once, with a reason"),
        pytest.param(S31, {"why": " "}, ["afwijking.onderbouwing"], id="S31 §4.4.3: without a reason"),
        pytest.param(S31, {"extended_on": date(2025, 2, 1)}, ["afwijking.een_keer"], id="S31 §4.4.3: a second time"),
        pytest.param(S31, {"today": date(2025, 3, 10)}, ["afwijking.termijn_loopt"], id="the term has run out"),
        pytest.param(S31, {"today": LAST}, [], id="on the last day"),
        pytest.param(S31, {"state": "Gesloten"}, ["afwijking.open"], id="closed already"),
        pytest.param(B4, {}, ["afwijking.verlenging"], id="B4 §6.3: no extension"),
    ],
)
def test_a_term_is_extended_once_with_a_reason_and_in_time(scheme, changes, objections):
    asked = {
        "state": "Open", "established_on": date(2024, 12, 9), "due": LAST, "extended_on": None, "why": "Bouwvak",
        "today": date(2025, 2, 20), **changes,
    }  # fmt: skip
    assert codes(may_extend(scheme, **asked)) == objections


def test_the_refusal_of_a_second_extension_names_the_first():
    conditions = may_extend(
        S31, state="Open", established_on=CLOSED, due=LAST, extended_on=date(2026, 3, 3), why="x", today=LAST
    )
    (refused,) = unmet(conditions)
    assert refused.objection.replace("\u00a0", " ") == (
        "Langer uitstel kan niet: de termijn is op 3 maart 2026 al één keer verlengd (S31 §4.4.3)."
    )


@pytest.mark.parametrize(
    ("conditions", "objections"),
    [
        (described("Lamp stuk", "Verlichting (B4 §4.2)"), []),
        (described(" ", ""), ["afwijking.gezien", "afwijking.eis"]),
        (withdrawal_conditions("Open", "Verkeerd gezien"), []),
        (withdrawal_conditions("Gesloten", ""), ["afwijking.open", "afwijking.reden"]),
        (recording(in_team=False), ["audit.team"]),
        (answering(for_the_office=False, in_team=False), ["aanvulling.wie"]),
        (answering(for_the_office=True, in_team=False), []),
        (assessing(in_team=False, scheme_manager=False), ["aanvulling.beoordelaar"]),
        (assessing(in_team=False, scheme_manager=True), []),
    ],
)
def test_who_may_do_what_and_what_must_be_said(conditions, objections):
    assert codes(conditions) == objections
