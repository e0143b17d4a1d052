"""A certificate of another certification body: what must hold before it counts, and what is still lacking (SCH-7)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain, join_and


def taking_over(
    body: str, ours: str, starts: date, ends: date, today: date, recorded: Collection[str]
) -> list[Condition]:  # fmt: skip
    """Whether it can be recorded: of another body, with days in order, and not recorded for these areas before.

    ``ours``: the name of this body. ``recorded``: the areas for which this number is there already.
    """
    days = f"{day_plain(starts)} tot en met {day_plain(ends)}"
    return [
        Condition(
            "elders.instelling", "Het certificaat is van een andere instelling", body.casefold() != ours.casefold(),
            body, SETTING,
            refusal=f"{body} is onze eigen naam. Een eigen certificaat staat er al, of komt erin bij het inlezen.",
        ),
        Condition(
            "elders.dagen", "De laatste dag ligt niet voor de eerste", starts <= ends, days, SETTING,
            refusal=f"De laatste dag, {day_plain(ends)}, ligt voor de eerste. Kijk beide dagen na.",
        ),
        Condition(
            "elders.begonnen", "De eerste dag ligt niet in de toekomst", starts <= today, days, SETTING,
            refusal=f"De eerste dag ligt in de toekomst: {day_plain(starts)}. Vul een dag in tot en met vandaag.",
        ),
        Condition(
            "elders.nieuw", "Dit certificaat is nog niet vastgelegd", not recorded,
            join_and(sorted(recorded)) or "nieuw", SETTING,
            refusal=f"Dit nummer staat er al voor {join_and(sorted(recorded))}.",
        ),
    ]  # fmt: skip


def correcting(why: str, *, body: str, ours: Collection[str]) -> list[Condition]:
    """Whether a certificate can be corrected: of another body (our own are facts of ours), and with a reason."""
    return [
        Condition(
            "elders.van_ander", "Het certificaat is van een andere instelling", body not in ours, body, SETTING,
            refusal="Dit certificaat is van ons. Wat erop staat, verandert alleen met een nieuwe uitgave.",
        ),
        Condition(
            "elders.reden", "De correctie heeft een reden", bool(why.strip()), why or "nog geen reden", SETTING,
            refusal="Vul in waarom u dit corrigeert.",
        ),
    ]  # fmt: skip


@traced("SCH-7", test="tests/quotes/test_elsewhere.py::test_what_lacks_is_told_until_the_evidence_is_there")
def evidence_condition(certificate: str, body: str, files: Collection[str], rules: OwnRules) -> Condition:
    """Whether there is a file that proves it: kind and latest audit day rest on it."""
    source = rules["elsewhere_evidence"].source
    return Condition(
        "elders.bewijs", f"Er is bewijs van certificaat {certificate}", bool(files),
        join_and(sorted(files)) or "nog geen bestand", source,
        refusal=f"Het bewijs van certificaat {certificate} van {body} ontbreekt nog. Voeg het bestand toe.",
    )  # fmt: skip
