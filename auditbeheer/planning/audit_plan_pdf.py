"""The audit plan as a letter: when who speaks with whom, where, and who must be there (PLA-2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from auditbeheer.plumbing.letter import Letter, Letterhead
from auditbeheer.plumbing.letter_parts import Column, Row, table
from auditbeheer.plumbing.press import Document, press
from auditbeheer.scheme.wording import day_long, day_plain


@dataclass(frozen=True, kw_only=True)
class PlanFacts:
    """All that an audit plan tells. ``programme``: from, until, what, with whom."""

    head: Letterhead
    recipient: tuple[str, ...]
    dossier: str
    partnership: str
    edition: int
    sent_on: date
    day: date
    place: str
    room: str
    programme: tuple[tuple[str, str, str, str], ...]
    team: tuple[tuple[str, str], ...]
    present: tuple[str, ...]
    remark: str
    object_until: date
    source: str


def render_audit_plan(facts: PlanFacts) -> bytes:
    """The plan as PDF; the same facts give the same bytes."""
    letter = Letter(facts.head, (facts.dossier, f"Auditplan, versie {facts.edition}", day_plain(facts.sent_on)))
    reference = (("Dossier", facts.dossier), ("Versie", str(facts.edition)), ("Datum", day_plain(facts.sent_on)))
    letter.address(facts.recipient, reference)
    letter.title(f"Auditplan {day_long(facts.day)}", facts.partnership)
    letter.facts((("Dag", day_long(facts.day)), ("Plaats", facts.place), ("Ruimte", facts.room)))
    letter.heading("Programma", room=40)
    columns = (Column("Tijd", 30), Column("Onderdeel"), Column("Met wie", 58))
    table(letter, columns, [Row((f"{begins} – {ends}", what, who)) for begins, ends, what, who in facts.programme])
    letter.heading("Het auditteam")
    letter.facts([(name, part) for name, part in facts.team])
    letter.paragraph(
        f"Hebt u bezwaar tegen iemand in het team? Laat het ons met een reden weten, uiterlijk"
        f" {day_long(facts.object_until)} ({facts.source})."
    )
    letter.heading("Wie erbij moet zijn")
    letter.paragraph("Alle partijen van de werkgroep zijn bij de audit nodig.")
    letter.bullets(facts.present)
    if facts.remark:
        letter.heading("Opmerking")
        letter.paragraph(facts.remark)
    moment = datetime.combine(facts.sent_on, time(12), UTC)
    title = f"Auditplan {facts.partnership}"
    return press(letter.pages(), Document(title, facts.head.name, f"Versie {facts.edition}", moment))
