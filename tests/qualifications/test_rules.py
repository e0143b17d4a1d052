"""What a qualification is on a day, and who may take which part (QUA-1 to QUA-7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditbeheer.qualifications.rules import (
    Act,
    Attendance,
    Part,
    Proof,
    Record,
    Standing,
    State,
    may_judge,
    may_take_part,
    qualification_on,
)
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.qualification_criteria import Role

B4 = packaged()["kvo-b-4.0"]
S31 = packaged()["kvo-3.1"]
RULES = defaults()
DAY = date(2026, 12, 9)
JUDGED = date(2026, 1, 5)


def papers(*codes: str, until: date | None = None) -> tuple[Proof, ...]:
    return tuple(Proof(code, True, f"bewijs van {code}", JUDGED, until) for code in codes)


def audits(attended: int, independent: int, area: str = "bedrijventerrein") -> tuple[Attendance, ...]:
    return tuple(
        Attendance(date(2025, 1, 1), area, independent=place < independent, positive=place < independent)
        for place in range(attended)
    )


FULL = Record(
    person="M. Bakker",
    acts={Role.AUDITOR: (Act("gekwalificeerd", JUDGED),)},
    proofs=papers("opleiding", "lead_auditor", "beoordelaar", "groepsgesprek"),
    attended=audits(10, 5),
)


def with_acts(*acts: Act) -> Record:
    return replace(FULL, acts={Role.AUDITOR: acts})


@pytest.mark.parametrize(
    ("record", "day", "state"),
    [
        pytest.param(FULL, DAY, State.QUALIFIED, id="B4 §6.2.2: all criteria and the act"),
        pytest.param(FULL, date(2026, 1, 4), State.TRAINING, id="the day before the act"),
        pytest.param(FULL, JUDGED, State.QUALIFIED, id="the day of the act counts"),
        pytest.param(with_acts(), DAY, State.TRAINING, id="criteria alone do not qualify"),
        pytest.param(
            with_acts(Act("gekwalificeerd", JUDGED), Act("geschorst", DAY)), DAY, State.SUSPENDED, id="suspended today"
        ),
        pytest.param(
            with_acts(Act("gekwalificeerd", JUDGED), Act("geschorst", date(2026, 12, 10))), DAY, State.QUALIFIED,
            id="suspended tomorrow",
        ),
        pytest.param(
            with_acts(Act("gekwalificeerd", JUDGED), Act("geschorst", JUDGED), Act("hersteld", DAY)), DAY,
            State.QUALIFIED, id="restored today",
        ),
        pytest.param(replace(FULL, attended=audits(9, 5)), DAY, State.EXPIRED, id="9 attended, 10 needed"),
        pytest.param(replace(FULL, attended=audits(10, 4)), DAY, State.EXPIRED, id="4 independent, 5 needed"),
        pytest.param(
            replace(FULL, attended=audits(10, 5, "winkelgebied")), DAY, State.EXPIRED, id="shops are no business parks"
        ),
        pytest.param(
            replace(FULL, proofs=papers("opleiding", "lead_auditor", "beoordelaar", "groepsgesprek", until=DAY)), DAY,
            State.QUALIFIED, id="on its last day evidence holds",
        ),
        pytest.param(
            replace(FULL, proofs=papers("opleiding", "lead_auditor", "beoordelaar", "groepsgesprek", until=DAY)),
            date(2026, 12, 10), State.EXPIRED, id="the day after it has run out",
        ),
        pytest.param(
            replace(FULL, proofs=(*FULL.proofs, Proof("opleiding", False, "diploma ingetrokken", date(2026, 3, 1)))),
            DAY, State.EXPIRED, id="the newest judgement counts",
        ),
        pytest.param(
            replace(FULL, proofs=(*FULL.proofs, Proof("opleiding", False, "diploma ingetrokken", date(2026, 3, 1)))),
            date(2026, 2, 28), State.QUALIFIED, id="and only from its day",
        ),
    ],
)  # fmt: skip
def test_the_state_of_a_qualification_follows_from_acts_and_evidence(record, day, state):
    assert qualification_on(day, B4, Role.AUDITOR, record).state is state


def test_an_independent_audit_counts_only_with_a_positive_verdict():
    judged = tuple(replace(audit, positive=False) for audit in audits(10, 5))
    found = qualification_on(DAY, B4, Role.AUDITOR, replace(FULL, attended=judged))
    assert [condition.code for condition in unmet(found.conditions)] == ["kwalificatie.zelfstandig"]


def test_years_are_counted_and_shown():
    years = (Proof("overleg", True, "cv", JUDGED, amount=2), Proof("beoordelaar", True, "cv", JUDGED, amount=3))
    record = Record("J. de Wit", proofs=(*papers("opleiding", "lead_auditor"), *years))
    found = {c.code: c for c in qualification_on(DAY, B4, Role.SCHEME_MANAGER, record).conditions}
    assert found["kwalificatie.overleg"].fact == "2 jaar ervaring in publiek-privaat overleg (cv)"
    assert (found["kwalificatie.overleg"].met, found["kwalificatie.beoordelaar"].met) == (False, True)


def test_each_scheme_has_its_own_criteria_and_cites_itself():
    found = qualification_on(DAY, S31, Role.AUDITOR, FULL)
    assert {condition.source.document for condition in found.conditions} == {"S31"}


@pytest.mark.parametrize(
    ("actor", "may", "met"),
    [(1, True, False), (2, True, True), (2, False, False), (None, True, True)],
    ids=["oneself", "another", "another who may not", "the system"],
)
def test_nobody_qualifies_themselves(actor, may, met):
    assert (not unmet(may_judge(actor, 1, may=may, role=Role.AUDITOR, rules=RULES))) is met


ABLE = qualification_on(DAY, B4, Role.AUDITOR, FULL)
UNABLE = qualification_on(DAY, B4, Role.AUDITOR, with_acts())
MANAGER = Record(
    "J. de Wit", acts={Role.SCHEME_MANAGER: (Act("gekwalificeerd", JUDGED),)},
    proofs=(*papers("opleiding", "lead_auditor"), Proof("overleg", True, "cv", JUDGED, amount=3),
            Proof("beoordelaar", True, "cv", JUDGED, amount=3)),
)  # fmt: skip
LEADS_NOT = qualification_on(DAY, B4, Role.SCHEME_MANAGER, with_acts())
SUPERVISES = qualification_on(DAY, B4, Role.SCHEME_MANAGER, MANAGER)
AUDITOR = Standing("M. Bakker", ABLE, LEADS_NOT, declared=True)
TRAINEE = Standing("R. Aydin", UNABLE, LEADS_NOT, declared=True)
WITNESS = Standing("J. de Wit", UNABLE, SUPERVISES, declared=True)


@pytest.mark.parametrize(
    ("standing", "part", "supervised", "objections"),
    [
        (AUDITOR, Part.LEAD, False, set()),
        (AUDITOR, Part.SECOND, False, set()),
        (TRAINEE, Part.LEAD, True, {"kwalificatie.besluit"}),
        (TRAINEE, Part.SECOND, True, {"kwalificatie.besluit"}),
        (TRAINEE, Part.TRAINEE, False, set()),
        (TRAINEE, Part.TRAINEE_LEAD, False, {"team.toezicht"}),
        (TRAINEE, Part.TRAINEE_LEAD, True, set()),
        (TRAINEE, Part.OBSERVER, False, set()),
        (WITNESS, Part.SUPERVISOR, False, set()),
        (WITNESS, Part.LEAD, False, {"kwalificatie.besluit"}),
        (replace(AUDITOR, declared=False), Part.LEAD, False, {"onpartijdig.verklaring"}),
        (replace(AUDITOR, guided_until=date(2025, 6, 30)), Part.LEAD, False, {"onpartijdig.afstand"}),
        (replace(AUDITOR, guided_until=date(2025, 6, 30)), Part.OBSERVER, False, {"onpartijdig.afstand"}),
        (replace(AUDITOR, guided_until=date(2024, 12, 9)), Part.LEAD, False, set()),
    ],
)
def test_who_may_take_which_part(standing, part, supervised, objections):
    found = may_take_part(DAY, part, standing, RULES, supervised=supervised)
    assert {condition.code for condition in unmet(found)} == objections


def test_a_shorter_distance_of_the_body_itself_is_followed():
    rules = RULES.with_values({"impartiality_years": ("1", date(2026, 1, 1))})
    guided = replace(AUDITOR, guided_until=date(2025, 6, 30))
    assert not unmet(may_take_part(DAY, Part.LEAD, guided, rules))
