"""When an application fits, under which scheme, as what, and when it is complete (SCH-3 to SCH-8, QUO-1 to QUO-3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.cluster import Park, area_conditions, areas_counted, criteria_conditions
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.document_set import set_conditions
from auditbeheer.scheme.library import SchemeChoice, adopted_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.sections import Moment
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain, join_and

REVIEW = norm("ISO 17065", "7.3")
ENFORCEABLE = norm("ISO 17065", "4.1.2")


def days_in_order(started: date, applied: date, assessed: date, today: date, rules: OwnRules) -> list[Condition]:
    """Started, applied, assessed: in this order; the application is in by today (SCH-3)."""
    start = rules["start_reading"].source
    late = f"De dag van de aanvraag ligt in de toekomst: {day_plain(applied)}. Vul een dag in tot en met vandaag."
    return [
        Condition(
            "aanvraag.ingediend", "De aanvraag is binnen", applied <= today, day_plain(applied), SETTING, refusal=late
        ),
        Condition(
            "aanvraag.gestart", "Het traject begon niet na de aanvraag", started <= applied, day_plain(started), start,
            refusal=(
                f"Het traject kan niet na de aanvraag begonnen zijn. Vul de dag van het vroegste stuk in: uiterlijk "
                f"{day_plain(applied)} ({start.label})."
            ),
        ),
        Condition(
            "aanvraag.auditdag", "De audit is niet voor de aanvraag", assessed >= applied, day_plain(assessed), SETTING,
            refusal=f"De audit kan niet voor de aanvraag zijn. Verwacht de audit op {day_plain(applied)} of later.",
        ),
    ]  # fmt: skip


def one_kind_of_area(kinds: Sequence[str]) -> Condition:
    """A trajectory is about areas of one type, at least one (ARE-1)."""
    return Condition(
        "aanvraag.gebieden", "De aanvraag gaat over gebieden van één soort", len(set(kinds)) == 1,
        join_and(sorted(set(kinds))) or "geen gebied gekozen", SETTING,
        refusal="Kies gebieden van één soort. Maak voor een andere soort een eigen aanvraag."
        if kinds else "Kies ten minste één gebied.",
    )  # fmt: skip


def some_scheme(choice: SchemeChoice | None) -> Condition:
    """There is a scheme for these days at all (SCH-1 to SCH-4)."""
    found = bool(choice and choice.schemes)
    source = choice.sources[0] if choice and choice.sources else SETTING
    return Condition(
        "schema.open", "Er is een schema voor deze aanvraag", found,
        join_and([scheme.name for scheme in choice.schemes]) if choice else "", source,
        refusal=choice.explanation if choice else "De audit kan niet voor de start van het traject zijn.",
    )  # fmt: skip


def trajectory_open(declined_on: date | None, withdrawn_on: date | None, signed_on: date | None) -> list[Condition]:
    """The dossier is not closed; ``signed_on``: the agreement has laid scheme and application down (SCH-8)."""
    ended = declined_on or withdrawn_on
    conditions = [
        Condition(
            "dossier.open", "Het dossier is nog open", ended is None,
            f"gesloten op {day_plain(ended)}" if ended else "open", SETTING,
            refusal=f"Dit dossier is gesloten op {day_plain(ended)}." if ended else "",
        )
    ]  # fmt: skip
    if signed_on is None:
        return conditions
    refusal = f"Dit ligt vast sinds de overeenkomst van {day_plain(signed_on)}."
    return [
        *conditions,
        Condition("dossier.vast", "Er is nog geen overeenkomst", False, day_plain(signed_on), ENFORCEABLE, refusal),
    ]


def scheme_chosen(name: str | None) -> Condition:
    """The application stands under a scheme (SCH-3)."""
    source = defaults()["assessed_reading"].source
    return Condition("schema.gekozen", "Het schema is gekozen", name is not None, name or "nog kiezen", source)


def scheme_choice(choice: SchemeChoice | None, wanted: str, why: str) -> list[Condition]:
    """Where more than one scheme is open a person chooses one of them, with the reason (SCH-3)."""
    names = [scheme.name for scheme in choice.schemes] if choice else []
    source = choice.sources[0] if choice and choice.sources else SETTING
    return [
        Condition(
            "schema.keuze", f"Gekozen is {join_and(names, 'of')}", bool(choice and wanted in choice.keys), wanted,
            source,
            refusal=f"Kies {join_and(names, 'of')}.",
        ),
        Condition(
            "schema.reden", "De reden van de keuze staat erbij", len(names) < 2 or bool(why.strip()), why, source,
            refusal="Vul in waarom u dit schema kiest.",
        ),
    ]  # fmt: skip


def later_conditions(first_by_rule: bool, ever_certified: bool, why: str, rules: OwnRules) -> list[Condition]:
    """Whether a lapsed certification may count as later: only after an earlier certificate, with a reason (SCH-7)."""
    source = rules["later_reading"].source
    return [
        Condition(
            "soort.eerder", "Er is een eerder certificaat", ever_certified or not first_by_rule,
            "ja" if ever_certified else "geen eerder certificaat bekend", source,
            refusal=f"Er is geen eerder certificaat bekend: dan is dit een eerste certificering ({source.label}).",
        ),
        Condition(
            "soort.reden", "De reden van de keuze staat erbij", bool(why.strip()), why, source,
            refusal="Vul in waarom dit een volgende certificering is.",
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """An application as the rules see it.

    ``present``: codes of the attachments that are in. ``shown``: what shows the criteria of a cluster, by code.
    ``earlier``: whether one of the areas was ever certified.
    """

    parks: tuple[Park, ...]
    first: bool
    earlier: bool
    present: frozenset[str]
    maps_missing: tuple[str, ...]
    shown: Mapping[str, str]


@traced("QUO-5", test="tests/quotes/test_rules.py::test_what_an_application_lacks_is_named")
def completeness(facts: ApplicationFacts, scheme: Scheme, today: date) -> list[Condition]:
    """All that an application needs beside the partnership itself: scheme, attachments, areas, cluster (QUO-1 to 3)."""
    return [
        *adopted_conditions(scheme, "offerte", today),
        *_attachments(facts, scheme),
        *area_conditions(scheme, facts.parks),
        *(criteria_conditions(scheme, dict(facts.shown)) if areas_counted(facts.parks) > 1 else ()),
        *_continued(facts, scheme),
    ]


def _attachments(facts: ApplicationFacts, scheme: Scheme) -> list[Condition]:
    if scheme.documents is None:
        return []
    present: set[str] = set(facts.present)
    if not facts.maps_missing:
        # The map of each area is its final delimitation (QUO-1).
        present.add("afbakening")
    return set_conditions(scheme, present, first=facts.first, moment=Moment.APPLICATION)


def _continued(facts: ApplicationFacts, scheme: Scheme) -> list[Condition]:
    """Continu needs an earlier certificate (QUO-3): a name that only 3.1 gives."""
    name = scheme.certificate.later_name if scheme.certificate else None
    if facts.first or name is None:
        return []
    text = f"Voor {name.value} is er een eerder certificaat"
    return [Condition("continu", text, facts.earlier, "ja" if facts.earlier else "niet bekend", scheme.cite("3.2"))]


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """The four answers of a review; None while there is no review."""

    information_sufficient: bool
    differences_resolved: bool
    within_licence: bool
    competence_available: bool


REVIEW_TEXTS = {
    "information_sufficient": "Wij weten genoeg om de audit te kunnen doen",
    "differences_resolved": "Er is geen verschil van inzicht meer met de werkgroep",
    "within_licence": "De aanvraag past binnen onze licentie",
    "competence_available": "Wij hebben de mensen die dit kunnen en mogen",
}


def review_conditions(review: ReviewFacts | None) -> list[Condition]:
    """Whether the review of the application says that nothing stands in the way (ISO/IEC 17065 §7.3)."""
    if review is None:
        return [Condition("beoordeling", "De aanvraag is beoordeeld", False, "nog niet beoordeeld", REVIEW)]
    return [
        Condition(
            f"beoordeling.{name}",
            text,
            getattr(review, name),
            "ja" if getattr(review, name) else "nee",
            REVIEW,
        )
        for name, text in REVIEW_TEXTS.items()
    ]


def size_of(parks: Sequence[Park]) -> str:
    """The number of areas and entrepreneurs in words.

    >>> size_of([Park("A", ("Urk",), 3), Park("B", ("Urk",), 4)])
    '2 terreinen, 7 ondernemers'
    """
    total = sum(park.entrepreneurs or 0 for park in parks)
    areas = counted(areas_counted(parks), "terrein", "terreinen")
    return f"{areas}, {counted(total, 'ondernemer', 'ondernemers')}"
