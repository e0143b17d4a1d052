"""From application to a certificate in the public register by clicking alone, each step by whose role it is.

One test, since each step stands on the one before; the steps are told in ``*_steps.py``. Budgets of clicks (ux §1),
axe on each kind of page, and nothing in public before the decision are looked at on the way.
"""

from __future__ import annotations

import pytest

from tests.journeys import audit_steps, certificate_steps, office_steps, report_steps
from tests.journeys.conftest import Someone
from tests.journeys.live import LiveOffice
from tests.journeys.person import moved_a_month

pytestmark = pytest.mark.browser


def test_a_case_goes_from_application_to_a_certificate_in_the_register(live: LiveOffice, someone: Someone) -> None:
    planner, auditor, manager = someone("Annelies Vos"), someone("Marloes Bakker"), someone("Joris de Wit")
    public = someone()

    office_steps.found_the_partnership(planner)
    number = office_steps.apply(planner)
    assert number == "D-2026-0001"
    office_steps.confirm(planner, number)
    office_steps.quote(planner, number)
    office_steps.accept(planner)
    certificate_steps.nothing_public(public, number)

    audit_steps.plan(planner)
    audit_steps.confirm_the_day(auditor, planner, number)
    audit_steps.collect(planner)
    audit_steps.assess(auditor, planner, number)
    moved_a_month(planner)
    phone = someone("Marloes Bakker", phone=True)
    audit_steps.attend(phone)
    audit_steps.judge(phone)
    audit_steps.close(phone)

    report_steps.write(auditor)
    report_steps.review(manager)
    sent = report_steps.send(auditor, number)
    assert "Het besluit is aangehouden" in sent
    assert "23 februari 2027" in sent, "until when"
    certificate_steps.not_yet(someone("Karel Jansen"), number)
    report_steps.answer(planner, number)
    report_steps.settle(auditor)
    report_steps.review(manager)
    certificate_steps.nothing_public(public, number)

    decider = someone("Karel Jansen")
    certificate = certificate_steps.decide(decider)
    assert certificate == "KVO-B-2026-00001"
    pdf, code = certificate_steps.printed(decider, live, certificate)
    certificate_steps.found_in_the_register(public, certificate)
    certificate_steps.verified(public, live.here(code))
    certificate_steps.compared(public, pdf)
    certificate_steps.verified(someone(phone=True), live.here(code))
    certificate_steps.verified(someone(phone=True, bare=True), live.here(code))
    assert "verleend" in report_steps.send(auditor, number), "the supplement carries the decision"
