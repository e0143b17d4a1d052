"""Documents, measures and the decision on the set, as tables."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from auditbeheer.documents.rules import (
    Choice,
    MeasureFacts,
    answers_conditions,
    area_measures,
    current_conditions,
    decision_conditions,
    document_state,
    handling_conditions,
    happened_conditions,
    lateness_condition,
    open_conditions,
    remark_conditions,
    set_conditions,
    waiting_conditions,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.document_set import document_set
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.sections import Moment

B4, S31 = packaged()["kvo-b-4.0"], packaged()["kvo-3.1"]
SET = document_set(B4, first=True, moment=Moment.AUDIT)
ALL_FINE = {kind.code: "In orde" for kind in SET}


def measures(inspection: int, communication: int, plan: int = 0, left: int = 0, dropped: int = 0):
    done = ["schouw"] * inspection + ["communicatie"] * communication + ["plan van aanpak"] * plan
    rows = [MeasureFacts(f"maatregel {n}", origin, carried_out=True) for n, origin in enumerate(done)]
    rows += [MeasureFacts(f"nog {n}", "plan van aanpak", carried_out=False) for n in range(left)]
    return rows + [MeasureFacts(f"weg {n}", "schouw", carried_out=False, dropped=True) for n in range(dropped)]


@pytest.mark.parametrize(
    ("scheme", "first", "rows", "codes"),
    [
        pytest.param(B4, True, measures(3, 1), [], id="B4 §5.2.2: three and one"),
        pytest.param(B4, True, measures(3, 0), ["maatregelen.aantal", "maatregelen.communicatie"], id="no message"),
        pytest.param(B4, True, measures(2, 1, 1), ["maatregelen.schouw"], id="four, but two of the inspection"),
        pytest.param(B4, True, measures(3, 1, left=9), [], id="what is left does not count at a first audit"),
        pytest.param(B4, True, [], ["maatregelen.aantal", "maatregelen.schouw", "maatregelen.communicatie"], id="none"),
        pytest.param(B4, False, measures(3, 1, left=1), ["maatregelen.alle"], id="B4 §6.3: one left"),
        pytest.param(B4, False, measures(3, 1, dropped=1), [], id="B4 §6.3: the adjusted plan dropped it"),
        pytest.param(B4, False, [], ["maatregelen.alle"], id="a later audit without measures"),
        pytest.param(S31, True, measures(0, 0, 4), [], id="S31 §4.4.2: any four"),
        pytest.param(S31, True, measures(0, 0, 3), ["maatregelen.aantal"], id="S31 §4.4.2: three"),
        pytest.param(S31, False, measures(1, 0, left=1), ["maatregelen.alle"], id="S31 §4.4.2: continu, all"),
    ],
)
def test_every_area_needs_its_own_measures(scheme, first, rows, codes):
    conditions = area_measures(scheme, "Larserpoort", rows, first=first)
    assert [condition.code for condition in unmet(conditions)] == codes
    assert all(condition.text.startswith("Larserpoort: ") and condition.source.label for condition in conditions)


def test_the_set_is_complete_when_every_document_is_in_order():
    assert not unmet(set_conditions(SET, ALL_FINE))
    for kind in SET:
        for state in ("Te beoordelen", "Aanvullen"):
            objections = unmet(set_conditions(SET, {**ALL_FINE, kind.code: state}))
            assert [condition.text for condition in objections] == [f"{kind.name} is in orde"]
    assert len(unmet(set_conditions(SET, {}))) == len(SET)


DUE = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("scheme", "due", "received", "met"),
    [
        pytest.param(B4, DUE, date(2026, 11, 25), [True], id="B4 §5.2.1: on the last day"),
        pytest.param(B4, DUE, date(2026, 11, 26), [False], id="B4 §5.2.1: the day after"),
        pytest.param(B4, DUE, None, [False], id="not all in"),
        pytest.param(B4, None, None, [], id="no audit day yet"),
        pytest.param(S31, DUE, date(2026, 11, 26), [], id="3.1 has no term"),
    ],
)
def test_a_set_is_in_fourteen_days_before_the_audit(scheme, due, received, met):
    assert [condition.met for condition in lateness_condition(scheme, due, received)] == met


FINE, SHORT = set_conditions(SET, ALL_FINE), set_conditions(SET, {})
TIMELY = lateness_condition(B4, DUE, DUE)
LATE = lateness_condition(B4, DUE, date(2026, 11, 26))


@pytest.mark.parametrize(
    ("outcome", "why", "hours", "agreed", "state", "timely", "codes"),
    [
        pytest.param("compleet", "", 0, "", FINE, TIMELY, [], id="complete and on time"),
        pytest.param("compleet", "", 0, "", FINE, LATE, ["documenten.reden"], id="DOC-1: late asks why"),
        pytest.param("compleet", "Ziekte", 0, "", FINE, LATE, [], id="DOC-1: late with a reason"),
        pytest.param("compleet", "Gezien", 0, "", SHORT, TIMELY, ["document.in_orde"] * 6, id="never while short"),
        pytest.param("dag verzetten", "", 0, "", SHORT, LATE, ["documenten.reden"], id="moving asks why"),
        pytest.param("dag verzetten", "Te veel open", 0, "", SHORT, LATE, [], id="moving with a reason"),
        pytest.param(
            "doorgaan met extra uren", "", 0, "", SHORT, LATE,
            ["documenten.reden", "documenten.extra_uren", "documenten.afspraak"], id="QUO-7: hours, reason, agreement",
        ),
        pytest.param("doorgaan met extra uren", "Plan ontbreekt", 2, "S. Yılmaz", SHORT, LATE, [], id="QUO-7"),
    ],
)  # fmt: skip
def test_a_set_is_decided_on_only_as_it_is(outcome, why, hours, agreed, state, timely, codes):
    found = decision_conditions(B4, Choice(outcome, why, Decimal(hours), agreed), state, timely)
    assert [condition.code for condition in unmet(found)] == codes


@pytest.mark.parametrize(
    ("conditions", "met"),
    [
        (handling_conditions(for_the_office=True, in_team=False), True),
        (handling_conditions(for_the_office=False, in_team=True), True),
        (handling_conditions(for_the_office=False, in_team=False), False),
        (happened_conditions(DUE, DUE, "Ontvangen"), True),
        (happened_conditions(date(2026, 11, 26), DUE, "Ontvangen"), False),
        (open_conditions(ended=False, end_why="", scheme="kvo-b-4.0"), True),
        (open_conditions(ended=True, end_why="Ingetrokken", scheme="kvo-b-4.0"), False),
        (open_conditions(ended=False, end_why="", scheme=None), False),
        (current_conditions(current=False), False),
        (remark_conditions(in_order=True, remark=""), True),
        (remark_conditions(in_order=False, remark=" "), False),
        (remark_conditions(in_order=False, remark="Foto 3 mist"), True),
        (answers_conditions(51, 51), True),
        (answers_conditions(51, 52), False),
        (waiting_conditions(waits=True), True),
        (waiting_conditions(waits=False), False),
    ],
)
def test_what_may_be_recorded(conditions, met):
    assert (not unmet(conditions)) is met


def test_a_version_that_was_replaced_says_so():
    assert document_state(True, current=False) == "Vervangen"
