"""Changes during the three years of a certificate: what is reported, what a person may find of it (ARE-11)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain


class ChangeKind(StrEnum):
    """What a holder reports; the words of the screen."""

    PARTY_LEAVES = "een partij vertrekt"
    AREA_GROWS = "een gebied groeit"
    AREA_LOST = "een cluster verliest een gebied"
    AREA_GAINED = "een cluster krijgt een gebied"
    COORDINATOR_STOPS = "de coördinerende organisatie stopt"
    OTHER = "iets anders"


class ChangeEffect(StrEnum):
    """What a person found that follows from a change."""

    NONE = "geen gevolg"
    ASSESSMENT = "extra beoordeling nodig"
    CERTIFICATE = "certificaat aanpassen"
    DECISION = "naar besluit"


class ChangeState(StrEnum):
    """How far a reported change is: computed from what happened."""

    TO_ASSESS = "te beoordelen"
    TO_SETTLE = "vervolg loopt"
    SETTLED = "klaar"


# An assessment of its own, or a decision that asks for one, does justice to an added area.
WEIGHED = frozenset({ChangeEffect.ASSESSMENT, ChangeEffect.DECISION})


def state_of(assessed_on: date | None, effect: ChangeEffect | None, settled_on: date | None) -> ChangeState:
    """How far it is: to be assessed, then (when something follows) to be settled.

    >>> state_of(None, None, None).value, state_of(date(2026, 11, 23), ChangeEffect.NONE, None).value
    ('te beoordelen', 'klaar')
    >>> state_of(date(2026, 11, 23), ChangeEffect.DECISION, None).value
    'vervolg loopt'
    """
    if assessed_on is None:
        return ChangeState.TO_ASSESS
    return ChangeState.SETTLED if effect is ChangeEffect.NONE or settled_on else ChangeState.TO_SETTLE


def reporting(reported_on: date, today: date) -> list[Condition]:
    """Whether a report can be recorded: it was made, not in the future. The change itself may still have to come."""
    return [
        Condition(
            "wijziging.gemeld", "De dag van de melding ligt niet in de toekomst", reported_on <= today,
            day_plain(reported_on), SETTING,
            refusal=f"De melding ligt in de toekomst: {day_plain(reported_on)}. Vul een dag in tot en met vandaag.",
        )
    ]  # fmt: skip


@traced("ARE-11", test="tests/quotes/test_changes.py::test_an_added_area_is_assessed_on_its_own")
def assessing(
    kind: ChangeKind, effect: ChangeEffect, why: str, assessed_on: date | None, rules: OwnRules
) -> list[Condition]:
    """Whether a person may find this effect: once, with a reason, and never nothing for an area that was added."""
    source = rules["changes_assessed"].source
    done = f"op {day_plain(assessed_on)}" if assessed_on else "nog niet"
    fits = kind is not ChangeKind.AREA_GAINED or effect in WEIGHED
    return [
        Condition(
            "wijziging.open", "De wijziging is nog niet beoordeeld", assessed_on is None, done, SETTING,
            refusal=f"Deze wijziging is al beoordeeld, {done}.",
        ),
        Condition(
            "wijziging.reden", "De beoordeling heeft een reden", bool(why.strip()), why or "nog geen reden", source,
            refusal="Vul de reden van uw oordeel in.",
        ),
        Condition(
            "wijziging.eigen_beoordeling", "Een gebied erbij krijgt een eigen beoordeling", fits, effect.value, source,
            refusal=(
                f"Een gebied erbij vraagt een eigen beoordeling ({source.label}). Kies ‘{ChangeEffect.ASSESSMENT}’ of"
                f" ‘{ChangeEffect.DECISION}’."
            ),
        ),
    ]  # fmt: skip


def settling(state: ChangeState) -> list[Condition]:
    """Whether what follows from a change can be recorded as done."""
    refusal = (
        "Beoordeel de wijziging eerst." if state is ChangeState.TO_ASSESS else "Deze wijziging is al afgerond."
    )  # fmt: skip
    met = state is ChangeState.TO_SETTLE
    return [Condition("wijziging.vervolg", "Er loopt een vervolg", met, state.value, SETTING, refusal=refusal)]
