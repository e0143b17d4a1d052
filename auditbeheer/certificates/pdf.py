"""The certificate as a page of A4: every place in millimetres, the same facts give the same bytes (CER-2, CER-3).

The mark is never drawn here: the installation supplies its file (MRK-3); without it the place stays empty.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from urllib.parse import urlsplit

from auditbeheer.certificates.qr import qr_marks
from auditbeheer.plumbing.paper import (
    A4,
    SOFT,
    Block,
    Box,
    DoesNotFit,
    Line,
    Mark,
    Picture,
    Text,
    baseline,
    block,
    fit,
    right_aligned,
)
from auditbeheer.plumbing.press import Attachment, Document, press
from auditbeheer.plumbing.typesetting import INK, MM_PER_POINT, Style, Weight, breaks_words, width_of, wrap_even
from auditbeheer.scheme.wording import NBSP, counted, day_plain, join_and

LEFT, RIGHT, SECOND = 25.0, 185.0, 110.0
"""Margins and the second column, in mm."""
WIDTH, COLUMN = RIGHT - LEFT, RIGHT - SECOND
LABEL = Style(9, colour=SOFT)
VALUES = (
    *(Style(size, Weight.BOLD) for size in (12, 11, 10, 9)),
    *(Style(size, Weight.SEMIBOLD) for size in (8.5, 8, 7.5, 7)),
)
HOLDER = ((22, 2), (18, 3), (16, 3), (14, 4))
"""Sizes in points with the most lines that each may take."""


@dataclass(frozen=True, kw_only=True)
class CertificateFacts:
    """All that stands on one edition of a certificate, as it was decided; nothing is computed when it is drawn.

    ``areas`` are printed under one another: the names, or the cluster's one generic name (CER-3). ``municipalities``
    are those of the areas. ``conformity_before`` and ``conformity_after`` are the prescribed sentence (CER-2) without
    the holder, which stands between them; ``closing`` are the two prescribed sentences at the foot. ``founding`` is
    the document that the partnership rests on (title, day); None: its written agreements. ``certificate_name``,
    ``stars`` and ``participants`` are known for 3.1 only. Pictures are files of the installation.
    """

    body_name: str
    body_address: str
    body_phone: str = ""
    body_colour: str = "#1d3f72"
    body_logo: Path | None = None
    mark: Path | None = None
    number: str
    edition: int
    edition_day: date
    holder: str
    correspondence_address: str
    activities: str
    areas: tuple[str, ...]
    municipalities: tuple[str, ...]
    delimitation: str = ""
    founding: tuple[str, date] | None
    founding_label: str = "Convenant"
    conformity_before: str
    conformity_after: str
    closing: tuple[str, ...]
    issue_day: date
    last_day: date
    scheme_code: str
    certificate_name: str = ""
    stars: int = 0
    participants: tuple[str, ...] = ()
    signatory_name: str
    signatory_function: str
    signature: Path | None = None
    verify_url: str
    register_host: str

    def __post_init__(self) -> None:
        """The printed address must be the one that the code opens, or nobody can tell a false page from ours."""
        if urlsplit(self.verify_url).netloc != self.register_host:
            raise ValueError(f"De code leidt naar {self.verify_url}, op het certificaat staat {self.register_host}.")


def facts_as_json(facts: CertificateFacts) -> bytes:
    """The facts as they travel inside the PDF: UTF-8, days ISO 8601, keys as in the public API."""
    told = {
        "nummer": facts.number,
        "uitgave": facts.edition,
        "uitgave_van": facts.edition_day.isoformat(),
        "houder": facts.holder,
        "correspondentieadres": facts.correspondence_address,
        "werkgebied": facts.activities,
        "gebieden": list(facts.areas),
        "gemeenten": list(facts.municipalities),
        "begrenzing": facts.delimitation or None,
        "grondslag": {"titel": facts.founding[0], "datum": facts.founding[1].isoformat()} if facts.founding else None,
        "verklaring": f"{facts.conformity_before} {facts.holder} {facts.conformity_after}",
        "uitgegeven": facts.issue_day.isoformat(),
        "geldig_tot_en_met": facts.last_day.isoformat(),
        "schema": facts.scheme_code,
        "naam_certificaat": facts.certificate_name or None,
        "sterren": facts.stars or None,
        "deelnemers": list(facts.participants),
        "instelling": facts.body_name,
        "ondertekenaar": {"naam": facts.signatory_name, "functie": facts.signatory_function},
        "controle": facts.verify_url,
    }
    return json.dumps(told, ensure_ascii=False, indent=2).encode()


def render_certificate(facts: CertificateFacts, *, specimen: bool = False, place_for_mark: bool = False) -> bytes:
    """One page of A4 as PDF, its facts attached as JSON.

    ``specimen`` writes SPECIMEN across the page. ``place_for_mark`` (and every specimen) shows where the mark would
    stand when the installation supplied no file. Raises ``MissingGlyph`` and ``DoesNotFit``, each naming the text.
    """
    attachment = Attachment(
        f"certificaat-{facts.number}.json", facts_as_json(facts), "application/json", "De gegevens van dit certificaat"
    )
    document = Document(
        title=f"{'Voorbeeld van certificaat' if specimen else 'Certificaat'} {facts.number}",
        author=facts.body_name,
        subject=f"{facts.conformity_before} {facts.holder} {facts.conformity_after}",
        moment=datetime.combine(facts.edition_day, time(12), UTC),
        attachments=(attachment,),
    )
    return press([layout(facts, specimen=specimen, place_for_mark=place_for_mark or specimen)], document)


def layout(facts: CertificateFacts, *, specimen: bool = False, place_for_mark: bool = False) -> list[Mark]:
    """Every mark on the page with its place in mm from the top left corner."""
    colour = facts.body_colour
    marks: list[Mark] = [Box(0, 0, A4[0], 6, fill=colour), Box(0, A4[1] - 1.2, A4[0], 1.2, fill=colour)]
    if specimen:
        marks.append(_specimen())
    marks += _mark(facts, place_for_mark)
    marks += _body(facts)
    marks += _title(facts)
    marks += _conformity(facts)
    marks += _areas(facts)
    marks += _grid(facts)
    marks.append(Line(LEFT, 226, RIGHT, 226, 0.25, colour))
    marks += _signature(facts)
    marks += _verification(facts)
    marks += _foot(facts)
    return marks


def _specimen() -> Text:
    style = Style(60, Weight.BOLD, "#e0e0e0")
    half = width_of("SPECIMEN", style) / 2
    # Turned about its left end by 50°, so the start lies half a width down and to the left of the page's middle.
    return Text(A4[0] / 2 - half * 0.643 + 5, A4[1] / 2 + half * 0.766 + 4, "SPECIMEN", style, angle=50)


def _mark(facts: CertificateFacts, place: bool) -> list[Mark]:
    if facts.mark:
        return [Picture(facts.mark, LEFT, 22, 62, 26, (0, 0.5))]
    if not place:
        return []
    return [
        Box(LEFT, 22, 62, 26, stroke="#6b7a90", dash=1),
        *block("plaats voor het beeldmerk", LABEL, 12, 60).at(LEFT + 31, 22 + 13 - 12 * MM_PER_POINT / 2, 0.5),
    ]


def _body(facts: CertificateFacts) -> list[Mark]:
    """Logo, name, address and telephone, right-aligned, in the height of the mark's box."""
    names = tuple(Style(size, Weight.BOLD, facts.body_colour) for size in (13, 12, 11, 10, 9))
    name = fit([facts.body_name], names, 92, 12, even=True)
    details = [detail for detail in (facts.body_address, facts.body_phone) if detail]
    address = fit(details, (Style(9.5, colour=SOFT), Style(8.5, colour=SOFT), Style(7.5, colour=SOFT)), 92, 14)
    height = name.height + 0.8 + address.height
    room = 26 - height - 2
    logo = facts.body_logo if facts.body_logo and room >= 6 else None
    top = 48 - height if logo else 22 + (26 - height) / 2
    marks: list[Mark] = [*name.at(RIGHT, top, 1), *address.at(RIGHT, top + name.height + 0.8, 1)]
    return [Picture(logo, RIGHT - 60, 22, 60, room, (1, 0)), *marks] if logo else marks


def _title(facts: CertificateFacts) -> list[Mark]:
    title = Style(34, Weight.BOLD, facts.body_colour)
    foot = baseline(64, 34, 37.4)
    return [
        Text(LEFT - 0.3, foot, "Certificaat", title),
        right_aligned(RIGHT, foot, facts.number, Style(11, Weight.SEMIBOLD)),
        Line(LEFT, 82, RIGHT, 82, 0.4, facts.body_colour),
    ]


def _conformity(facts: CertificateFacts) -> list[Mark]:
    """The prescribed sentence from 90 mm with the holder on lines of its own; all of it ends above the areas."""
    plain = Style(12)
    before = block(facts.conformity_before, plain, 18, WIDTH)
    after = block(facts.conformity_after, plain, 18, WIDTH)
    for broken in (False, True):
        for size, most in HOLDER:
            style = Style(size, Weight.BOLD)
            holder = Block(tuple(wrap_even(facts.holder, style, WIDTH)), style, size * 1.22)
            gap = min(4, (50 - before.height - after.height - holder.height) / 2)
            if len(holder.lines) <= most and gap >= 2 and (broken or not breaks_words(holder.lines)):
                below = 90 + before.height + gap
                lower = below + holder.height + gap
                return [*before.at(LEFT, 90), *holder.at(LEFT, below), *after.at(LEFT, lower)]
    raise DoesNotFit(f"De naam van de houder past niet op het certificaat: “{facts.holder}”. Maak hem korter.")


def _areas(facts: CertificateFacts) -> list[Mark]:
    """From 142 mm: the areas under one another, beside them what is done there and where the border is drawn."""
    kind = "gemeente" if len(facts.municipalities) == 1 else "gemeenten"
    head = block(f"Werkgebied, {kind} {join_and(facts.municipalities)}", LABEL, 12, 80)
    names = _names(facts.areas, 34 - head.height)
    marks: list[Mark] = [*head.at(LEFT, 142), *names.at(LEFT, 142 + head.height + 0.4)]
    return marks + _described(facts)


def _described(facts: CertificateFacts) -> list[Mark]:
    """The two descriptions in one size: four areas may each bring words of their own, and share the 36 mm."""
    told = (("Activiteiten in het werkgebied", facts.activities), ("Begrenzing", facts.delimitation))
    cells = [(Block((label,), LABEL, 12), value) for label, value in told if value]
    for style in VALUES:
        values = [block(value, style, style.size * 1.25, COLUMN) for _label, value in cells]
        if sum(4.4 + value.height + 3 for value in values) <= 39:
            break
    else:
        raise DoesNotFit(f"Deze tekst past niet op het certificaat: “{facts.activities}”. Maak hem korter.")
    marks: list[Mark] = []
    top = 142.0
    for (label, _value), value in zip(cells, values, strict=True):
        marks += [*label.at(SECOND, top), *value.at(SECOND, top + 4.4)]
        # Short texts keep the second label in line with the third area; longer ones take the place they need.
        top = max(top + 7.4 + value.height, 160.0 if values[-1].height <= 13 else 0.0)
    return marks


def _names(areas: Sequence[str], height: float) -> Block:
    """Each name on one line when a readable size allows it; four long names may take two lines each."""
    for size in (13, 12, 11, 10, 9, 8.5, 8):
        names = Block(tuple(areas), Style(size, Weight.BOLD), size * 1.4)
        if names.height <= height and all(width_of(name, names.style) <= 83 for name in areas):
            return names
    return fit(areas, (Style(10, Weight.BOLD), Style(9, Weight.BOLD)), 80, height, leading=1.12)


def _cell(x: float, top: float, label: str, value: str, width: float, height: float) -> list[Mark]:
    """A grey label of 9 pt with its value below in bold, the largest of ``VALUES`` that fits in ``height`` mm."""
    return [*Block((label,), LABEL, 12).at(x, top), *fit([value], VALUES, width, height, leading=1.25).at(x, top + 4.4)]


def _grid(facts: CertificateFacts) -> list[Mark]:
    """From 180 mm two by two; 3.1 adds a row, and its participants may take the whole width."""
    founding = f"{facts.founding[0]}, {_day(facts.founding[1])}" if facts.founding else ""
    cells = [
        ("Datum van uitgifte", day_plain(facts.issue_day)),
        ("Geldig tot en met", day_plain(facts.last_day)),
        ("Correspondentieadres", facts.correspondence_address),
        (facts.founding_label, founding) if founding else ("Grondslag", "De schriftelijke afspraken"),
    ]
    if facts.edition > 1:
        cells[0] = ("Datum van vervanging", f"{_day(facts.edition_day)} (uitgegeven {_day(facts.issue_day)})")
    if facts.certificate_name:
        cells.append(("Naam van het certificaat", _named(facts)))
    rows = [cells[n : n + 2] for n in range(0, len(cells), 2)]
    pitch = 20 if len(rows) == 2 and not facts.participants else 14
    marks: list[Mark] = []
    for n, row in enumerate(rows):
        for x, width, cell in zip((LEFT, SECOND), (80, COLUMN), row, strict=False):
            marks += _cell(x, 180 + n * pitch, *cell, width, pitch - 5)
    return marks + _participants(facts.participants, 180 + (len(rows) - 1) * pitch if facts.certificate_name else 208)


def _day(day: date) -> str:
    """A day that stays on one line, its year too."""
    return day_plain(day).replace(" ", NBSP)


def _named(facts: CertificateFacts) -> str:
    stars = f", {counted(facts.stars, 'ster', 'sterren')}" if facts.stars else ""
    return facts.certificate_name + stars


def _participants(participants: Sequence[str], top: float) -> list[Mark]:
    if not participants:
        return []
    styles = tuple(Style(size) for size in (10, 9, 8, 7, 6.5))
    names = fit([", ".join(participants)], styles, COLUMN, 224.5 - top - 4.4, leading=1.2)
    return [*Block(("Deelnemers",), LABEL, 12).at(SECOND, top), *names.at(SECOND, top + 4.4)]


def _signature(facts: CertificateFacts) -> list[Mark]:
    """Left of the foot: the signature's picture, or room for ink above the same line; then name and function."""
    marks: list[Mark] = [Picture(facts.signature, LEFT, 232, 60, 16, (0, 1))] if facts.signature else []
    marks.append(Line(LEFT, 249.5, LEFT + 60, 249.5, 0.2, "#6b7a90"))
    name = fit([facts.signatory_name], tuple(Style(size, Weight.BOLD) for size in (11, 10, 9)), 60, 10)
    function = fit([facts.signatory_function], (Style(9.5, colour=SOFT), Style(8.5, colour=SOFT)), 60, 12)
    return [*marks, *name.at(LEFT, 251), *function.at(LEFT, 251 + name.height + 0.4)]


def _verification(facts: CertificateFacts) -> list[Mark]:
    """Right of the foot: the code of 38 mm at 147, 232, and how to tell that the page it opens is ours."""
    edge = 140.5
    host = fit([facts.register_host], tuple(Style(size, Weight.BOLD) for size in (10, 9, 8, 7)), 52, 9)
    rows = [
        Block(("Controleer dit certificaat",), Style(12, Weight.BOLD, facts.body_colour), 17),
        Block(("Scan de code.", "Het adres begint met"), Style(10), 14),
        host,
    ]
    code = urlsplit(facts.verify_url).path.rsplit("/", 1)[-1]
    if len(code) == 12:
        rows.append(Block((f"Code {code[:4]} {code[4:8]} {code[8:]}",), Style(9, colour=SOFT), 20))
    marks = qr_marks(facts.verify_url, 147, 232, 38)
    top = 231.0
    for row in rows:
        marks += row.at(edge, top, 1)
        top += row.height
    return marks


def _foot(facts: CertificateFacts) -> list[Mark]:
    sizes = tuple(Style(size, colour=SOFT) for size in (8.5, 8, 7.5))
    sentences = fit(facts.closing, sizes, 118, 13.5, leading=1.4)
    edition = f"Uitgave {facts.edition} van {day_plain(facts.edition_day)}"
    y = baseline(280, sentences.style.size, sentences.leading)
    return [*sentences.at(LEFT, 280), right_aligned(RIGHT, y, edition, Style(8.5, colour=INK))]
