"""Everything of the body holds from a day; what was, stays; each change leaves a line."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation import models, service
from auditbeheer.organisation.models import OwnRuleChoice, TariffKind
from auditbeheer.organisation.service import IdentityFacts, own_rules_on
from auditbeheer.plumbing.refusal import Refused
from tests.qualifications.people import hire

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()
FACTS = IdentityFacts(
    name="Voorbeeld B.V.", street="Kade 1", postcode="3511 AA", town="Utrecht", kvk="12345678",
    vat_number="NL123456782B90", iban="NL02 ABNA 0123 4567 89", phone="030 1234567", email="info@voorbeeld.nl",
    website="www.voorbeeld.nl",
)  # fmt: skip


def told(session) -> list[str]:
    return [f"{row.what} / {row.why}" for row in session.scalars(select(JournalEntry).order_by(JournalEntry.id))]


def choose(session, code, value, day=TODAY):
    return service.choose_own_rule(session, SYSTEM, NOW, code=code, value=value, from_day=day, why="omdat")


def test_without_choices_the_defaults_hold(session):
    rules = own_rules_on(session, TODAY)
    assert (rules["decision_days"].integer, rules["decision_days"].since) == (14, None)


def test_a_choice_holds_from_its_day_and_not_before(session):
    choose(session, "decision_days", "21", TODAY + timedelta(days=7))
    assert own_rules_on(session, TODAY + timedelta(days=6))["decision_days"].integer == 14
    rule = own_rules_on(session, TODAY + timedelta(days=7))["decision_days"]
    assert (rule.integer, rule.since) == (21, TODAY + timedelta(days=7))
    assert told(session) == [
        "Eigen regel 1, Dagen voor het besluit: 21 dagen vanaf 30\xa0november 2026 (was 14 dagen) / omdat"
    ]


def test_a_choice_of_the_same_day_is_corrected_and_the_journal_keeps_both(session):
    choose(session, "decision_days", "21")
    choose(session, "decision_days", "20")
    assert own_rules_on(session, TODAY)["decision_days"].integer == 20
    assert len(models.choices(session, "decision_days")) == 1
    assert len(told(session)) == 2


@pytest.mark.parametrize(
    ("code", "value", "sentence"),
    [
        ("decision_days", "twee weken", "heel getal"),
        ("decision_days", "14,5", "heel getal"),
        ("decision_days", "91", "90 is het hoogste"),
        ("working_day_shift", "misschien", "kies ja of nee"),
        ("validity_reading", "altijd", "kies"),
        ("certificate_number", "KVO", "Zet {type}"),
        ("vat_percent", "-1", "0 is het laagste"),
    ],
)
def test_a_value_must_fit_its_rule(session, code, value, sentence):
    with pytest.raises(Refused) as refused:
        choose(session, code, value)
    assert sentence in refused.value.objections[0].objection
    assert refused.value.field == "value"


def test_nothing_changes_with_retroactive_effect(session):
    yesterday = TODAY - timedelta(days=1)
    for change in (
        lambda: choose(session, "decision_days", "21", yesterday),
        lambda: service.set_tariff(
            session, SYSTEM, NOW, kind=TariffKind.AUDIT_HOUR, from_day=yesterday, amount=Decimal(145), why="x"
        ),
        lambda: service.change_identity(session, SYSTEM, NOW, from_day=yesterday, facts=FACTS, why="x"),
    ):
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.objections[0].code == "niet-met-terugwerkende-kracht"


def test_a_choice_for_a_rule_that_is_gone_is_left_aside(session):
    session.add(OwnRuleChoice(code="vervallen_regel", from_day=TODAY, value="7", why="vroeger"))
    session.flush()
    assert "vervallen_regel" not in own_rules_on(session, TODAY)
    assert service.shown_value(models.choices(session, "vervallen_regel")[0]) == "7"


def test_a_tariff_takes_over_on_its_day(session):
    for days, amount in ((0, "145"), (10, "152.50")):
        service.set_tariff(
            session, SYSTEM, NOW, kind=TariffKind.AUDIT_HOUR, from_day=TODAY + timedelta(days=days),
            amount=Decimal(amount), why="indexering",
        )  # fmt: skip
    assert models.tariffs_on(session, TODAY + timedelta(days=9))[TariffKind.AUDIT_HOUR].amount == Decimal(145)
    assert models.tariffs_on(session, TODAY + timedelta(days=10))[TariffKind.AUDIT_HOUR].amount == Decimal("152.50")
    assert models.tariffs_on(session, TODAY - timedelta(days=1)) == {}


def test_the_identity_of_then_stays_readable(session):
    service.change_identity(session, SYSTEM, NOW, from_day=TODAY, facts=FACTS, why="begin")
    moved = IdentityFacts(**{**vars(FACTS), "street": "Plein 2"})
    service.change_identity(session, SYSTEM, NOW, from_day=date(2027, 1, 1), facts=moved, why="verhuisd")
    held = [models.identity_on(session, day) for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert [row.street for row in held if row] == ["Kade 1", "Plein 2"]
    assert told(session)[-1] == "Vanaf 1\xa0januari 2027: straat Plein 2 (was Kade 1) / verhuisd"


def test_a_pale_house_colour_is_refused_at_its_field(session):
    pale = IdentityFacts(**{**vars(FACTS), "colour": "#88aadd"})
    with pytest.raises(Refused) as refused:
        service.change_identity(session, SYSTEM, NOW, from_day=TODAY, facts=pale, why="mooier")
    assert refused.value.field == "colour"


def test_a_licence_holds_on_its_days_and_can_be_ended(session):
    licence = service.add_licence(
        session, SYSTEM, NOW, number="CCV-1", scope="KVO", from_day=date(2024, 1, 1), until_day=date(2026, 12, 31),
        why="verleend",
    )  # fmt: skip
    assert models.licence_on(session, date(2026, 12, 31)) is licence
    service.end_licence(session, SYSTEM, NOW, licence, until_day=TODAY, why="ingetrokken")
    assert models.licence_on(session, TODAY + timedelta(days=1)) is None
    with pytest.raises(Refused):
        service.end_licence(session, SYSTEM, NOW, licence, until_day=TODAY - timedelta(days=1), why="eerder")
    with pytest.raises(Refused) as refused:
        service.add_licence(
            session, SYSTEM, NOW, number="CCV-2", scope="KVO", from_day=TODAY, until_day=date(2020, 1, 1), why="x"
        )  # fmt: skip
    assert refused.value.field == "until_day"


def test_a_signatory_signs_up_to_and_including_the_last_day(session):
    person = hire(session, "Dirk Baas", Role.MANAGEMENT)
    row = service.add_signatory(
        session, SYSTEM, NOW, employee=person, function="directeur", from_day=TODAY, why="benoemd"
    )  # fmt: skip
    service.end_signatory(session, SYSTEM, NOW, row, until_day=TODAY, why="weg")
    assert list(models.signatories_on(session, TODAY)) == [row]
    assert list(models.signatories_on(session, TODAY + timedelta(days=1))) == []
