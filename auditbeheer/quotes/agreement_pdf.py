"""The agreement (overeenkomst) as a letter: parties, scheme, visits, costs, mark, access to the locations (QUO-4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.letter import Letter, Letterhead
from auditbeheer.plumbing.letter_parts import Column, Row, Signing, signatures, table
from auditbeheer.quotes.quote_pdf import Stated, footing, printed, stated
from auditbeheer.scheme.wording import counted, day_plain, join_and


@dataclass(frozen=True, slots=True)
class Contractor:
    """Who contracts for the partnership (ARE-10): the participant, who signs for it, and their KvK number."""

    organisation: str
    name: str
    function: str
    kvk: str = ""
    signed: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A part of the work: what, when in words, and the hours in words ("6 uur")."""

    what: str
    when: str
    time: str


@dataclass(frozen=True, kw_only=True)
class AgreementFacts:
    """All that an agreement tells. ``mark`` and ``access`` carry the paragraphs of the dossier's own scheme version.

    ``requirements`` are what the scheme asks of the holder, ``conditions`` the body's own; amounts in euro.
    """

    head: Letterhead
    body_kvk: str
    licence: str
    recipient: tuple[str, ...]
    dossier: str
    day: date
    partnership: str
    correspondence_address: str
    areas: tuple[str, ...]
    municipality: str
    scheme_title: str
    kind: str
    quote: str
    quote_day: date
    net: Decimal
    gross: Decimal
    contractors: tuple[Contractor, ...]
    visits: tuple[Visit, ...]
    requirements: tuple[Stated, ...]
    mark: tuple[Stated, ...]
    access: tuple[Stated, ...]
    conditions: tuple[Stated, ...]
    conditions_text: str = ""
    signatory_name: str
    signatory_function: str
    signature: Path | None = None
    signed: str = ""


def render_agreement(facts: AgreementFacts) -> bytes:
    """The agreement as PDF; the same facts give the same bytes."""
    letter = Letter(facts.head, footing(facts.dossier, "Overeenkomst", facts.day))
    letter.address(
        facts.recipient,
        (
            ("Dossier", facts.dossier),
            ("Offerte", facts.quote),
            ("Datum", day_plain(facts.day)),
        ),
    )
    letter.title("Overeenkomst voor KVO-certificering", facts.partnership)
    _parties(letter, facts)
    _subject(letter, facts)
    _visits(letter, facts)
    stated(letter, "4. Wat het schema vraagt", facts.requirements)
    stated(letter, "5. Toegang tot de locaties", facts.access)
    stated(letter, "6. Het beeldmerk", facts.mark)
    stated(letter, "7. Onze voorwaarden", facts.conditions)
    if facts.conditions_text:
        letter.paragraph(facts.conditions_text)
    _signing(letter, facts)
    return printed(letter, f"Overeenkomst {facts.dossier}", facts.partnership, facts.day)


def _parties(letter: Letter, facts: AgreementFacts) -> None:
    letter.heading("1. Wie dit afspreken")
    signatory = f"{facts.signatory_name}, {facts.signatory_function}"
    contractors = [
        f"{one.organisation}{f' (KvK {one.kvk})' if one.kvk else ''}, vertegenwoordigd door {one.name}, {one.function}"
        for one in facts.contractors
    ]
    letter.facts(
        (
            (
                "De instelling",
                f"{facts.head.name} (KvK {facts.body_kvk}), {facts.head.address}, vertegenwoordigd door {signatory}",
            ),
            ("Licentie van het CCV", facts.licence),
            ("Het samenwerkingsverband", f"{facts.partnership}, {facts.correspondence_address}"),
            ("Namens hen tekent", "\n".join(contractors)),
        )
    )
    letter.paragraph("Hieronder heet de instelling “wij” en het samenwerkingsverband “u”.")


def _subject(letter: Letter, facts: AgreementFacts) -> None:
    letter.heading("2. Waar het om gaat")
    letter.paragraph(
        f"Wij beoordelen of u voldoet aan het schema. Daarna nemen wij een besluit over het certificaat. "
        f"Wij volgen offerte {facts.quote} van {day_plain(facts.quote_day)}. "
        f"Schema en prijzen liggen met deze overeenkomst vast."
    )
    letter.facts(
        (
            ("Schema", facts.scheme_title),
            ("Soort certificering", facts.kind),
            ("Gebied", f"{join_and(facts.areas)} ({counted(len(facts.areas), 'terrein', 'terreinen')})"),
            ("Gemeente", facts.municipality),
            ("Prijs zonder btw", money(facts.net)),
            ("Prijs met btw", money(facts.gross)),
        )
    )


def _visits(letter: Letter, facts: AgreementFacts) -> None:
    letter.heading("3. Wat wij doen, en wanneer")
    columns = (Column("Onderdeel"), Column("Wanneer", 62), Column("Tijd", 22, right=True))
    table(letter, columns, [Row((visit.what, visit.when, visit.time)) for visit in facts.visits])


def _signing(letter: Letter, facts: AgreementFacts) -> None:
    letter.heading("Ondertekening", room=46)
    letter.space(1)
    ours = Signing(
        f"Namens {facts.head.name}", facts.signatory_name, facts.signatory_function, facts.signed, facts.signature
    )
    theirs = [Signing(f"Namens {one.organisation}", one.name, one.function, one.signed) for one in facts.contractors]
    signatures(letter, (ours, *theirs))
