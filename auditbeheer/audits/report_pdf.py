"""The audit report as PDF: page 1 says it all, the rest is what it rests on (AUD-6, AUD-7).

Everything comes in as facts. With deviations open the decision is held back and the report says so; afterwards the same
report goes out again with a supplement.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from auditbeheer.audits.report_facts import (
    AreaResponse,
    CheckResult,
    DeviationFacts,
    Outcome,
    Presence,
    ReportFacts,
    Supplement,
    Topic,
    Verdict,
)
from auditbeheer.plumbing.dutch import percent
from auditbeheer.plumbing.letter import BODY, SMALL, Letter
from auditbeheer.plumbing.letter_parts import Bar, Cell, Column, Row, Signing, bars, signatures, table
from auditbeheer.plumbing.press import Document, press
from auditbeheer.scheme.wording import NBSP, day_long, day_plain, join_and

__all__ = [
    "AreaResponse",
    "CheckResult",
    "DeviationFacts",
    "Outcome",
    "Presence",
    "ReportFacts",
    "Supplement",
    "Topic",
    "Verdict",
    "render_report",
]


def render_report(facts: ReportFacts) -> bytes:
    """The report as PDF; the same facts give the same bytes."""
    paper = f"Auditrapport, versie {facts.edition}"
    letter = Letter(facts.head, (facts.dossier, paper, day_plain(facts.day)))
    _summary(letter, facts)
    letter.new_page()
    _about(letter, facts)
    _topics(letter, facts.topics)
    _response(letter, facts)
    _attendance(letter, facts.attendance)
    _checklist(letter, facts.checklist)
    _deviations(letter, facts)
    _decision(letter, facts)
    moment = datetime.combine(facts.day, time(12), UTC)
    title = f"Auditrapport {facts.dossier}, versie {facts.edition}"
    return press(letter.pages(), Document(title, facts.head.name, facts.partnership, moment))


def _summary(letter: Letter, facts: ReportFacts) -> None:
    """Page 1: conclusion, what is good, what must be done and until when, the response per area."""
    days = join_and([day_plain(day) for day in facts.audit_days])
    letter.title("Auditrapport KVO", f"{facts.partnership} · audit op {days}")
    letter.notice(*_news(facts))
    letter.subheading("Conclusie")
    letter.paragraph(facts.conclusion)
    if facts.good:
        letter.subheading("Wat goed is")
        letter.bullets(facts.good, sign="✓", colour="#1b6b35")
    _to_do(letter, facts)
    if facts.response:
        _chart(letter, facts)


def _news(facts: ReportFacts) -> tuple[str, str, str]:
    verdict = facts.verdict
    on = f" op {day_plain(verdict.day)}" if verdict.day else ""
    if verdict.outcome is Outcome.GRANTED:
        return (f"Het certificaat is{on} verleend", verdict.why, "goed")
    if verdict.outcome is Outcome.REFUSED:
        return (f"Het certificaat is{on} geweigerd", verdict.why, "let op")
    count = len(facts.open_deviations)
    waits = {0: "", 1: "Er is nog 1 afwijking open."}.get(count, f"Er zijn nog {count} afwijkingen open.")
    stand = f" Dit is de stand op {day_plain(facts.as_of)}." if count else ""
    return ("Het besluit is aangehouden", f"{verdict.why or waits}{stand}", "let op")


def _to_do(letter: Letter, facts: ReportFacts) -> None:
    letter.subheading("Wat er nog moet gebeuren", room=20)
    if not facts.open_deviations:
        letter.paragraph("Niets: er staan geen afwijkingen open.")
        return
    columns = (Column("Nr.", 10), Column("Wat"), Column("Uiterlijk", 44))
    rows = [
        Row((one.number, one.requirement, day_long(one.additions_due) if one.additions_due else ""))
        for one in facts.open_deviations
    ]
    table(letter, columns, rows)


def _chart(letter: Letter, facts: ReportFacts) -> None:
    items = [
        Bar(
            one.area,
            one.answers / one.entrepreneurs,
            one.needed / one.entrepreneurs,
            f"{one.answers} van {one.entrepreneurs}, nodig {one.needed}",
        )
        for one in facts.response
    ]
    short = [one.area for one in facts.response if one.answers < one.needed]
    if not short:
        title = "De respons is in elk gebied genoeg" if len(items) > 1 else "De respons is genoeg"
    else:
        title = f"{join_and(short)} {'haalt' if len(short) == 1 else 'halen'} de respons niet"
    source = f" ({facts.response_source})" if facts.response_source else ""
    bars(letter, title, items, level_text=f"nodige respons per gebied{source}")


def _about(letter: Letter, facts: ReportFacts) -> None:
    letter.heading("Over deze audit")
    review = [("Documenten beoordeeld", day_long(facts.document_review_day))] if facts.document_review_day else []
    letter.facts(
        (
            ("Samenwerkingsverband", facts.partnership),
            ("Gebied", join_and(facts.areas)),
            ("Gemeente", facts.municipality),
            ("Schema", facts.scheme_title),
            ("Soort certificering", facts.kind),
            *review,
            ("Audit op locatie", join_and([day_long(day) for day in facts.audit_days])),
            ("Plaats", facts.place),
            ("Auditteam", "\n".join(f"{name}, {role}" for name, role in facts.team)),
        )
    )


def _topics(letter: Letter, topics: Sequence[Topic]) -> None:
    if topics:
        letter.heading("Wat wij zagen")
    for topic in topics:
        letter.subheading(topic.title, topic.source)
        letter.paragraph(topic.text)


def _response(letter: Letter, facts: ReportFacts) -> None:
    if not facts.response:
        return
    letter.heading("Respons op de enquête")
    columns = (
        Column("Gebied"),
        Column("Ondernemers", 24, right=True),
        Column("Antwoorden", 24, right=True),
        Column("Nodig", 30, right=True),
        Column("Uitkomst", 26),
    )
    rows = [
        Row(
            (
                one.area,
                str(one.entrepreneurs),
                str(one.answers),
                f"{one.needed} ({percent(one.percentage)})",
                f"✓{NBSP}genoeg" if one.answers >= one.needed else f"▲{NBSP}te weinig",
            )
        )
        for one in facts.response
    ]
    table(letter, columns, rows)


def _attendance(letter: Letter, attendance: Sequence[Presence]) -> None:
    if not attendance:
        return
    letter.heading("Wie erbij waren")
    columns = (Column("Partij", 42), Column("Wie"), Column("Aanwezig", 28))
    rows = [
        Row(
            (
                one.party,
                "\n".join(part for part in (one.who, one.note) if part),
                f"✓{NBSP}ja" if one.present else f"▲{NBSP}nee",
            )
        )
        for one in attendance
    ]
    table(letter, columns, rows)


def _checklist(letter: Letter, checklist: Sequence[CheckResult]) -> None:
    if not checklist:
        return
    letter.heading("Toetspunten")
    columns = (
        Column("Punt", 10),
        Column("Wat wij toetsen en wat wij zagen"),
        Column("Uitkomst", 27),
        Column("Bron", 24, soft=True),
    )
    rows = [Row((one.code, Cell(one.found, above=one.text), _sign(one), one.source)) for one in checklist]
    table(letter, columns, rows)


def _sign(one: CheckResult) -> str:
    signs = {"in orde": "✓", "afwijking": "▲", "n.v.t.": "–"}
    return f"{signs.get(one.verdict.lower(), '○')}{NBSP}{one.verdict}"


def _deviations(letter: Letter, facts: ReportFacts) -> None:
    letter.heading("Afwijkingen")
    if not facts.deviations:
        letter.paragraph("Geen afwijkingen bij deze audit.")
    else:
        letter.paragraph(f"Dit is de stand op {day_long(facts.as_of)}.", SMALL)
    for one in facts.deviations:
        letter.subheading(f"Afwijking {one.number}: {one.requirement}", one.source, room=28)
        letter.paragraph(one.found)
        letter.facts(_terms(one, facts.term_source))
        if one.follow_up:
            letter.paragraph(one.follow_up)
    if facts.recommendations:
        letter.subheading("Aanbevelingen")
        letter.paragraph("Een aanbeveling heeft geen termijn en houdt het besluit niet tegen.", SMALL)
        letter.bullets(facts.recommendations)


def _terms(one: DeviationFacts, source: str) -> list[tuple[str, str]]:
    place = f" ({source})" if source else ""
    rows = [("Gevonden op", day_plain(one.found_on) + (f", {one.severity}" if one.severity else ""))]
    if one.additions_due:
        rows.append(("Aanvulling uiterlijk", day_long(one.additions_due) + place))
    if one.assessment_due:
        rows.append(("Onze beoordeling uiterlijk", day_long(one.assessment_due) + place))
    rows.append(("Stand", f"✓{NBSP}gesloten op {day_plain(one.closed_on)}" if one.closed_on else "open"))
    return rows


def _decision(letter: Letter, facts: ReportFacts) -> None:
    if facts.supplement:
        letter.heading(f"Aanvulling van {day_plain(facts.supplement.day)}")
        letter.paragraph(facts.supplement.text)
    letter.heading("Besluit", room=75)
    letter.notice(*_news(facts))
    if facts.verdict.outcome is Outcome.HELD:
        letter.paragraph(
            "Wij besluiten als alle afwijkingen zijn gesloten. "
            "Tot dat besluit mag niemand zeggen dat de audit is gehaald."
        )
    elif facts.verdict.by:
        letter.paragraph(f"Besloten door {facts.verdict.by}.", BODY)
    role = next((role for name, role in facts.team if name == facts.lead_auditor), "lead auditor")
    signatures(letter, (Signing("Het auditteam", facts.lead_auditor, role, day_plain(facts.day), facts.signature),))
