"""The personnel file on paper: what somebody is on a day and on what that rests, for whoever inspects the body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from auditbeheer.plumbing.letter import Letter, Letterhead
from auditbeheer.plumbing.letter_parts import Bar, Cell, Column, Row, bars, table
from auditbeheer.plumbing.press import Document, press
from auditbeheer.scheme.wording import day_plain, join_and


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One criterion: what it asks, whether it is met, what is shown and by which judged proof, and where it stands."""

    text: str
    met: bool
    fact: str
    source: str
    proof: str = ""

    @property
    def shown(self) -> str:
        """What stands below the criterion."""
        return ": ".join(part for part in (self.fact, self.proof) if part)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One year of assessments against what is needed."""

    name: str
    expected: int
    needed: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """One capacity under one scheme: the state, every criterion, the acts, the years, what was decided about them."""

    title: str
    state: str
    since: date | None
    asked: Sequence[Asked]
    acts: Sequence[tuple[str, str, str]]
    years: Sequence[Counted]
    decisions: Sequence[tuple[str, str, str]]

    @property
    def lacking(self) -> int:
        """How many criteria are not met."""
        return sum(not one.met for one in self.asked)


@dataclass(frozen=True, kw_only=True)
class FileFacts:
    """All that the paper says. Rows of tables are texts, in the order of their columns."""

    head: Letterhead
    name: str
    roles: str
    day: date
    printed_on: date
    held: Sequence[Held]
    evidence: Sequence[tuple[str | Cell, ...]]
    experience: Sequence[tuple[str | Cell, ...]]
    declarations: Sequence[tuple[str, str]]
    ties: Sequence[tuple[str, str, str]]


def render_file(facts: FileFacts) -> bytes:
    """The file as PDF; the same facts give the same bytes."""
    letter = Letter(facts.head, ("Personeelsdossier", facts.name, day_plain(facts.day)))
    letter.title(f"Personeelsdossier {facts.name}", f"{facts.roles} · stand op {day_plain(facts.day)}")
    if not facts.held:
        letter.paragraph("Deze medewerker heeft geen rol in een auditteam.")
    for held in facts.held:
        _held(letter, held)
    _rows(letter, "Bewijs", facts.evidence, ("Bewijs", "Oordeel", "Geldig tot en met"), (0, 44, 34))
    _rows(letter, "Ervaring", facts.experience, ("Audit", "Dag", "Hoe", "Blijkt uit"), (0, 34, 26, 40))
    _rows(letter, "Verklaringen van onpartijdigheid", facts.declarations, ("Over", "Afgelegd op"), (40, 0))
    _rows(letter, "Betrokkenheid bij werkgroepen", facts.ties, ("Bij", "Wat", "Periode"), (0, 60, 46))
    moment = datetime.combine(facts.printed_on, time(12), UTC)
    title = f"Personeelsdossier {facts.name}"
    return press(letter.pages(), Document(title, facts.head.name, f"Stand op {day_plain(facts.day)}", moment))


def _held(letter: Letter, held: Held) -> None:
    letter.heading(held.title, room=40)
    since = f" sinds {day_plain(held.since)}" if held.since else ""
    tone = "goed" if held.state == "Gekwalificeerd" else "let op"
    gaps = "Aan alle eisen is voldaan." if not held.lacking else f"Niet voldaan: {held.lacking} van {len(held.asked)}."
    letter.notice(f"{held.state}{since}", gaps, tone)
    rows = [
        Row(("✓" if one.met else "–", Cell(one.text, below=one.shown), one.source))
        for one in sorted(held.asked, key=lambda one: one.met)
    ]
    table(letter, (Column("", 5), Column("Eis en wat ervan blijkt"), Column("Bron", 32, soft=True)), rows)
    if held.years:
        bars(letter, *_bars(held.years), level_text="nodig per jaar")
    if held.decisions:
        table(
            letter, (Column("Tekort", 34), Column("Besluit"), Column("Door", 48)), [Row(one) for one in held.decisions]
        )
    if held.acts:
        table(letter, (Column("Besluit", 48), Column("Waarom"), Column("Door", 40)), [Row(one) for one in held.acts])


def _bars(years: Sequence[Counted]) -> tuple[str, list[Bar]]:
    most = max(max(one.expected, one.needed) for one in years)
    short = [one.name for one in years if one.expected < one.needed]
    title = f"Te weinig beoordelingen in {join_and(short)}" if short else "Elk jaar genoeg beoordelingen"
    return title, [Bar(one.name, one.expected / most, one.needed / most, one.text) for one in years]


def _rows(
    letter: Letter, title: str, rows: Sequence[tuple[str | Cell, ...]], heads: Sequence[str], widths: Sequence[float]
) -> None:
    letter.heading(title)
    if not rows:
        letter.paragraph("Niets vastgelegd.")
        return
    columns = [Column(head, width) for head, width in zip(heads, widths, strict=True)]
    table(letter, columns, [Row(row) for row in rows])
