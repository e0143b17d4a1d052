"""What must hold of a supplement to the quote (QUO-7, ARE-10): agreed hours, answered once, by who may contract."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from auditbeheer.quotes.rules.answers import ENFORCEABLE
from auditbeheer.quotes.rules.prices import CENT
from auditbeheer.scheme.condition import Condition, Source
from auditbeheer.scheme.trace import traced


@dataclass(frozen=True, slots=True)
class Cost:
    """What extra hours cost, in euro without and with VAT."""

    price: Decimal
    vat_percent: Decimal
    net: Decimal
    vat: Decimal


def cost_of(hours: Decimal, price: Decimal, vat_percent: Decimal) -> Cost:
    """Each amount rounded half up to the cent (QUO-9).

    >>> cost_of(Decimal("2.5"), Decimal("135.00"), Decimal("21")).net
    Decimal('337.50')
    """
    net = (hours * price).quantize(CENT, ROUND_HALF_UP)
    return Cost(price, vat_percent, net, (net * vat_percent / 100).quantize(CENT, ROUND_HALF_UP))


def waits_condition(*, waits: bool) -> Condition:
    """A supplement is answered once."""
    refusal = "Op deze aanvulling is al geantwoord, of wij hebben haar ingetrokken"
    return Condition("aanvulling.open", "De aanvulling wacht op antwoord", waits, "", ENFORCEABLE, refusal)


@traced("QUO-7", test="tests/quotes/test_supplement.py::test_only_who_may_contract_answers_a_supplement")
def may_answer(*, waits: bool, person: str, contracts: bool, is_guide: bool, guide: Source) -> list[Condition]:
    """Whether this person's answer counts: while it waits, by who may contract, never by a guide (ARE-10)."""
    refusal = f"{person} mag niet namens het samenwerkingsverband tekenen. Kies iemand die dat wel mag."
    if is_guide:
        refusal = f"{person} kan niet antwoorden: een procesbegeleider is geen lid van de werkgroep ({guide.label})."
    return [
        waits_condition(waits=waits),
        Condition("aanvulling.tekenbevoegd", "Wie antwoordt, mag namens het samenwerkingsverband tekenen",
                  contracts and not is_guide, person, guide if is_guide else ENFORCEABLE, refusal),
    ]  # fmt: skip


def reason_conditions(*, accepted: bool, why: str) -> list[Condition]:
    """A no says why: without it nobody knows what to change."""
    met = accepted or bool(why.strip())
    return [Condition("aanvulling.waarom", "Bij niet akkoord staat waarom", met, "", ENFORCEABLE, "Vul in waarom niet")]
