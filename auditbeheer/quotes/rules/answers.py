"""The answer to a quote, and the agreement that follows (QUO-4, QUO-9, QUO-10, SCH-8, ARE-10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import SETTING, Condition, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain

ENFORCEABLE = norm("ISO 17065", "4.1.2")


@dataclass(frozen=True, slots=True)
class Answerable:
    """A quote as the rules see it when it is answered."""

    sent_on: date | None
    valid_until: date | None
    answered: bool
    superseded: bool


def quote_word(quote: Answerable, *, accepted: bool, today: date) -> str:
    """The status word of a quote (ux §9), computed.

    >>> sent = Answerable(date(2026, 11, 23), date(2026, 12, 23), False, False)
    >>> [quote_word(sent, accepted=False, today=date(2026, 12, day)) for day in (23, 24)]
    ['Verstuurd', 'Verlopen']
    """
    if quote.superseded:
        return "Vervangen"
    if quote.answered:
        return "Akkoord" if accepted else "Niet akkoord"
    if quote.sent_on is None:
        return "Concept"
    return "Verlopen" if quote.valid_until is not None and today > quote.valid_until else "Verstuurd"


def may_be_answered(quote: Answerable, day: date, today: date) -> list[Condition]:
    """Whether an answer of ``day`` can be recorded: sent, not answered or replaced yet, on a day that has come."""
    sent = quote.sent_on
    return [
        Condition("offerte.verstuurd", "De offerte is verstuurd", sent is not None,
                  day_plain(sent) if sent else "concept", SETTING, refusal="Verstuur de offerte eerst."),
        Condition("offerte.open", "Er is nog geen antwoord", not (quote.answered or quote.superseded), "", SETTING,
                  refusal="Op deze offerte is al een antwoord vastgelegd, of er is een nieuwe versie."),
        Condition("offerte.antwoorddag", "Het antwoord kwam na het versturen en uiterlijk vandaag",
                  sent is None or sent <= day <= today, day_plain(day), SETTING,
                  refusal=f"Vul een dag in van {day_plain(sent) if sent else ''} tot en met {day_plain(today)}."),
    ]  # fmt: skip


@traced("ARE-10", test="tests/quotes/test_rules.py::test_a_yes_counts_within_the_term_and_of_who_may_contract")
def may_be_accepted(
    quote: Answerable, day: date, today: date, *, person: str, contracts: bool, is_guide: bool,
    guide: Source, rules: OwnRules,
) -> list[Condition]:  # fmt: skip
    """Whether this person's yes of ``day`` counts: within the term, by who may contract, never by a guide (ARE-10)."""
    validity = rules["quote_validity_days"].source
    until = quote.valid_until
    refusal = f"{person} mag niet namens het samenwerkingsverband tekenen. Kies iemand die dat wel mag."
    if is_guide:
        refusal = (
            f"{person} kan niet akkoord geven: een procesbegeleider is geen lid van de werkgroep ({guide.label}). "
            "Kies iemand die namens het samenwerkingsverband mag tekenen."
        )
    return [
        *may_be_answered(quote, day, today),
        Condition("offerte.geldig", "De offerte geldt nog op de dag van het akkoord", until is None or day <= until,
                  f"geldig tot en met {day_plain(until)}" if until else "", validity,
                  refusal=f"De offerte gold tot en met {day_plain(until)} ({validity.label}). Maak een nieuwe versie."
                  if until else ""),
        Condition("offerte.tekenbevoegd", "Wie akkoord geeft, mag namens het samenwerkingsverband tekenen",
                  contracts and not is_guide, person, guide if is_guide else ENFORCEABLE, refusal=refusal),
    ]  # fmt: skip


@traced(
    "QUO-4",
    "SCH-8",
    test="tests/quotes/test_rules.py::test_an_agreement_needs_a_yes_and_a_scheme_that_is_open",
)
def agreement_conditions(
    *, accepted_on: date | None, completed_on: date | None, signatory: str, licence: Sequence[Condition],
    adopted: Sequence[Condition], open_: bool, scheme: Scheme,
) -> list[Condition]:  # fmt: skip
    """Whether the agreement can be signed: quote accepted, application confirmed, licence in force, scheme open still.

    Source: QUO-4, QUO-10, SCH-8.
    """
    confirmed = next((item for item in scheme.agreements if item.code == "overeenkomst"), None)
    source = scheme.source(confirmed) if confirmed else ENFORCEABLE
    return [
        Condition("overeenkomst.akkoord", "De werkgroep is akkoord met de offerte", accepted_on is not None,
                  f"akkoord op {day_plain(accepted_on)}" if accepted_on else "nog geen akkoord", ENFORCEABLE),
        Condition("overeenkomst.compleet", "De aanvraag is compleet en bevestigd", completed_on is not None,
                  f"bevestigd op {day_plain(completed_on)}" if completed_on else "nog niet bevestigd", source),
        Condition("overeenkomst.schema", f"{scheme.name} is nog open voor de verwachte auditdag", open_,
                  "ja" if open_ else "nee", scheme.source(scheme.transition.assessed_from)),
        *adopted,
        *licence,
        Condition("overeenkomst.ondertekenaar", "Iemand mag voor ons tekenen", bool(signatory),
                  signatory or "nog niemand aangewezen", SETTING),
    ]  # fmt: skip


def may_sign(name: str, appointed: bool) -> Condition:
    """Who signs for the body is appointed to, today."""
    return Condition(
        "overeenkomst.wij", "Wie voor ons tekent, is daarvoor aangewezen", appointed, name, SETTING,
        refusal=f"{name} mag vandaag niet voor ons tekenen. Kies iemand die is aangewezen.",
    )  # fmt: skip


def client_known(name: str, function: str) -> list[Condition]:
    """Of who signs for the working group name and function are known (ARE-10)."""
    return [
        Condition("overeenkomst.naam", "De naam van wie voor de werkgroep tekent", bool(name.strip()), name,
                  ENFORCEABLE, refusal="Vul in wie voor de werkgroep tekent."),
        Condition("overeenkomst.functie", "De functie van wie voor de werkgroep tekent", bool(function.strip()),
                  function, ENFORCEABLE, refusal="Vul de functie in van wie voor de werkgroep tekent."),
    ]  # fmt: skip
