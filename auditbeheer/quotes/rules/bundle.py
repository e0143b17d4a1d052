"""When quotes may go out on one paper and be answered together (QUO-5, ARE-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.wording import counted, join_and

ENFORCEABLE = norm("ISO 17065", "4.1.2")


@dataclass(frozen=True, slots=True)
class Bundled:
    """A quote as far as going together asks. ``signers``: who may say yes, by name and address."""

    number: str
    draft: bool
    elsewhere: bool
    signers: frozenset[str]


def may_go_together(quotes: Sequence[Bundled]) -> list[Condition]:
    """Two or more drafts, in no other bundle, with somebody who may contract for all of them (ARE-10)."""
    sent = [one.number for one in quotes if not one.draft]
    held = [one.number for one in quotes if one.elsewhere]
    shared = frozenset.intersection(*(one.signers for one in quotes)) if quotes else frozenset()
    return [
        Condition(
            "bundel.twee", "Het gaat om twee of meer offertes", len(quotes) > 1,
            counted(len(quotes), "offerte", "offertes"), SETTING, refusal="Kies ten minste één andere offerte.",
        ),
        Condition(
            "bundel.concept", "Elke offerte is nog een concept", not sent, join_and(sent) or "ja", SETTING,
            refusal=f"{join_and(sent)} is al verstuurd. Maak eerst een nieuwe versie.",
        ),
        Condition(
            "bundel.vrij", "Geen van de offertes gaat al samen met andere", not held, join_and(held) or "ja", SETTING,
            refusal=f"{join_and(held)} gaat al samen met een andere offerte. Haal die daar eerst uit.",
        ),
        Condition(
            "bundel.tekenen", "Iemand mag voor alle samenwerkingsverbanden tekenen", bool(shared),
            join_and(sorted(who.split(" <")[0] for who in shared)) or "niemand", ENFORCEABLE,
            refusal="Niemand mag voor al deze samenwerkingsverbanden tekenen. Leg dat eerst vast bij elk verband.",
        ),
    ]  # fmt: skip


def answered_as_one(replaced: Sequence[str]) -> Condition:
    """One yes or no holds for all that stands on the paper, so all of it must still hold."""
    return Condition(
        "bundel.heel", "Alle offertes op dit papier gelden nog", not replaced, join_and(replaced) or "ja", SETTING,
        refusal=f"{join_and(replaced)} is vervangen of al beantwoord. Maak een nieuwe versie: de andere gaan dan mee.",
    )  # fmt: skip
