"""What must hold of a partnership, its parties and its people (ARE-5 to ARE-10). Clusters: ``scheme.cluster``.

Each function takes values and the scheme that they are held against, so that a refusal cites the right handbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from auditbeheer.scheme import parties as scheme_parties
from auditbeheer.scheme.condition import SETTING, Condition, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.parties import association_conditions
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain, join_and

# A certification agreement is made with who can be held to it; handbook 4.0 does not say who that is.
ENFORCEABLE = norm("ISO 17065", "4.1.2")
BOUND = frozenset({"vereniging", "organisatie met overeenkomst"})


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as the rules see it. ``kind`` and ``basis`` are the words of the models, ``people`` the names now."""

    kind: str
    organisation: str
    people: tuple[str, ...] = ()
    basis: str | None = None
    start_phase_from: date | None = None
    is_guide: bool = False


@dataclass(frozen=True, slots=True)
class PartnershipFacts:
    """A partnership as the rules see it: its address in one line (empty when unknown), its parties, who does what."""

    address: str
    parties: tuple[PartyFacts, ...]
    contacts: tuple[str, ...]
    contractors: tuple[str, ...]


def partnership_conditions(facts: PartnershipFacts, scheme: Scheme, today: date) -> list[Condition]:
    """All that an application needs of the partnership itself, under ``scheme``."""
    return [
        *party_conditions(facts.parties, scheme, today),
        _address(facts.address, scheme),
        one_contact(facts.contacts, scheme),
        somebody_contracts(facts.contractors, scheme),
    ]


def party_conditions(parties: Sequence[PartyFacts], scheme: Scheme, today: date) -> list[Condition]:
    """Whether the parties that the scheme names are there, each with somebody who speaks for it (ARE-5, ARE-6).

    Empty under a concept that names none.
    """
    if scheme.parties is None:
        return []
    members = [party for party in parties if not party.is_guide]
    speaking = {party.kind for party in members if party.people}
    there = [
        replace(condition, fact=_who_is_there(condition.code, members))
        for condition in scheme_parties.party_conditions(scheme, speaking)
    ]
    return [*there, *_bound(members, scheme, today)]


def _who_is_there(code: str, members: Sequence[PartyFacts]) -> str:
    there = [party for party in members if f"partij.{party.kind}" == code]
    said = [party.organisation + (f" ({join_and(party.people)})" if party.people else "") for party in there]
    if not said:
        return "ontbreekt"
    return join_and(said) + ("" if any(party.people for party in there) else ", nog zonder vertegenwoordiger")


def _bound(members: Sequence[PartyFacts], scheme: Scheme, today: date) -> list[Condition]:
    """How the entrepreneurs are bound: by association or agreement, or in a start phase that still runs (ARE-6)."""
    entrepreneurs = [party for party in members if party.kind == "ondernemers"]
    if not entrepreneurs:
        return []
    through = join_and([f"{party.organisation}: {party.basis}" for party in entrepreneurs if party.basis in BOUND])
    began = [party.start_phase_from for party in entrepreneurs if party.start_phase_from]
    # Without a start phase there is no year to wait in: then an association or agreement is there today, or is lacking.
    return association_conditions(scheme, through, min(began, default=date.min), today)


def _address(address: str, scheme: Scheme) -> Condition:
    return Condition(
        "correspondentieadres",
        "Er is een correspondentieadres",
        bool(address),
        address or "nog niet ingevuld",
        _agreed(scheme, "rollen", "bevoegd"),
    )


@traced("ARE-7", test="tests/relations/test_rules.py::test_what_is_missing_of_the_partnership_is_named")
def one_contact(names: Sequence[str], scheme: Scheme) -> Condition:
    """One contact person towards the body (ARE-7)."""
    return Condition(
        "contactpersoon",
        "Er is één contactpersoon voor ons",
        len(names) == 1,
        join_and(names) or "nog niemand aangewezen",
        _agreed(scheme, "contactpersoon", "bevoegd"),
    )


@traced("ARE-10", test="tests/relations/test_rules.py::test_what_is_missing_of_the_partnership_is_named")
def somebody_contracts(names: Sequence[str], scheme: Scheme) -> Condition:
    """It is laid down who may contract for the partnership, which is no legal person (ARE-10)."""
    return Condition(
        "tekenbevoegd",
        "Het ligt vast wie namens het samenwerkingsverband mag tekenen",
        bool(names),
        join_and(names) or "nog niemand aangewezen",
        _agreed(scheme, "bevoegd") if _knows(scheme, "bevoegd") else ENFORCEABLE,
    )


@traced("ARE-10", test="tests/relations/test_rules.py::test_a_guide_never_contracts_and_who_does_has_a_function")
def may_contract(name: str, function: str, scheme: Scheme, *, is_guide: bool) -> list[Condition]:
    """Whether this person may be recorded as contracting for the partnership: never for a guide (ARE-9, ARE-10)."""
    return [
        Condition(
            "tekenbevoegd.deelnemer",
            "Tekenen kan alleen een deelnemer van de werkgroep",
            not is_guide,
            f"{name} is procesbegeleider" if is_guide else name,
            guide_source(scheme),
            refusal=(
                f"{name} kan niet tekenen: een procesbegeleider is geen lid van de werkgroep "
                f"({guide_source(scheme).label}). Kies iemand van een van de partijen."
            ),
        ),
        Condition(
            "tekenbevoegd.functie",
            "Van wie tekent is de functie bekend",
            bool(function.strip()),
            function or "geen functie ingevuld",
            ENFORCEABLE,
            refusal=f"Vul de functie van {name} in: wie tekent, doet dat vanuit een functie.",
        ),
    ]


@traced("ARE-9", test="tests/relations/test_rules.py::test_a_guide_has_no_seat_in_the_working_group")
def member_only(name: str, roles: Sequence[str], scheme: Scheme, *, is_guide: bool) -> list[Condition]:
    """Chair, secretary and spokesperson are members of the working group; a guide is none (ARE-9)."""
    said = join_and(roles)
    return [
        Condition(
            "rol.lid",
            "Voorzitter, secretaris en woordvoerder zijn lid van de werkgroep",
            not (is_guide and roles),
            f"{name} is procesbegeleider" if is_guide else name,
            guide_source(scheme),
            refusal=(
                f"{name} kan geen {said} zijn: een procesbegeleider is geen lid van de werkgroep "
                f"({guide_source(scheme).label})."
            ),
        )
    ]


def free_area(area: str, holder: str | None) -> Condition:
    """An area belongs to one partnership at a time, since it has one valid certificate a day (CER-1a)."""
    source = defaults()["one_certificate_per_day"].source
    return Condition(
        "gebied.vrij",
        "Een gebied hoort bij één samenwerkingsverband tegelijk",
        holder is None,
        f"{area} hoort bij {holder}" if holder else f"{area} is vrij",
        source,
        refusal=(
            f"{area} hoort al bij {holder}. Een gebied hoort bij één samenwerkingsverband tegelijk ({source.label})."
            " Haal het daar eerst weg."
        ),
    )


def not_after(code: str, what: str, day: date | None, today: date) -> list[Condition]:
    """A fact lies not in the future. ``what``: "De telling", with its article."""
    if day is None:
        return []
    return [
        Condition(
            code,
            f"{what} ligt niet in de toekomst",
            day <= today,
            day_plain(day),
            SETTING,
            refusal=f"{what} ligt in de toekomst: {day_plain(day)}. Vul een dag in tot en met vandaag.",
        )
    ]


def still_there(name: str, since: date | None, last_day: date) -> Condition:
    """Nobody leaves before the day on which they came."""
    return Condition(
        "vertrek.na_begin",
        "De laatste dag ligt niet voor de eerste",
        since is None or last_day >= since,
        f"{name}, sinds {day_plain(since)}" if since else name,
        SETTING,
        refusal=f"{name} hoort er pas sinds {day_plain(since)} bij. Vul een latere dag in." if since else "",
    )


def guide_source(scheme: Scheme) -> Source:
    """Where it stands that a guide is no member; a scheme that does not say so leans on the norm."""
    return _agreed(scheme, "procesbegeleider") if _knows(scheme, "procesbegeleider") else ENFORCEABLE


def _knows(scheme: Scheme, code: str) -> bool:
    return any(item.code == code for item in scheme.agreements)


def _agreed(scheme: Scheme, *codes: str) -> Source:
    """The source of the first of these agreements that the scheme knows; without any, the setting of the system."""
    return next(_sources(scheme, codes), SETTING)


def _sources(scheme: Scheme, codes: tuple[str, ...]) -> Iterator[Source]:
    for code in codes:
        yield from (scheme.source(item) for item in scheme.agreements if item.code == code)
