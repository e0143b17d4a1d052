"""The press: pages of marks become the bytes of a PDF, the same bytes each time.

Fonts are embedded, text carries its characters, the output intent is sRGB, and the metadata is our own: fpdf2's takes
the clock. Only this file touches fpdf2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING

from auditbeheer.plumbing.paper import Anchor, Box, Line, Mark, Picture, Shape, Text, kerned
from auditbeheer.plumbing.typesetting import FAMILY, INK, Weight, clean, font_file

if TYPE_CHECKING:
    from fpdf import FPDF

PRODUCER = "auditbeheer"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the PDF, as its data."""

    name: str
    content: bytes
    mime_type: str
    description: str


@dataclass(frozen=True, slots=True)
class Document:
    """What the file says about itself. ``moment`` (aware) is the day and time it was made, as an argument (C6)."""

    title: str
    author: str
    subject: str
    moment: datetime
    attachments: tuple[Attachment, ...] = ()
    language: str = "nl"


def press(pages: Sequence[Sequence[Mark]], document: Document) -> bytes:
    """Press pages of A4. Raises ``MissingGlyph`` and ``OSError`` (a lost picture)."""
    pdf = _blank(document)
    try:
        for marks in pages:
            pdf.add_page()
            for mark in marks:
                draw(pdf, mark)
        for attachment in document.attachments:
            _attach(pdf, attachment, document.moment)
        return bytes(pdf.output())
    finally:
        # fpdf2 leaves its font files open; a server that prints all day would run out of them.
        for font in pdf.fonts.values():
            font.ttfont.close()  # type: ignore[union-attr]  # every font of ours is a TrueType file


def _attach(pdf: FPDF, attachment: Attachment, moment: datetime) -> None:
    pdf.embed_file(
        bytes=attachment.content,
        basename=attachment.name,
        mime_type=attachment.mime_type,
        desc=attachment.description,
        modification_date=moment,
        associated_file_relationship="Data",
        compress=True,
    )


def _blank(document: Document) -> FPDF:
    from fpdf import FPDF, ViewerPreferences
    from fpdf.enums import ResourceAccessPolicy

    pdf = FPDF(format="A4", unit="mm", enforce_compliance="PDF/A-3B")
    # A logo may be an SVG: it never fetches anything from elsewhere.
    pdf.resource_access_policy = ResourceAccessPolicy.LOCAL_FILES
    pdf.set_auto_page_break(False)
    pdf.set_margin(0)
    pdf.c_margin = 0
    for weight in Weight:
        pdf.add_font(f"{FAMILY} {weight}", fname=font_file(weight))
    pdf.set_title(document.title)
    pdf.set_author(document.author)
    pdf.set_subject(document.subject)
    pdf.set_creator(PRODUCER)
    pdf.set_producer(PRODUCER)
    pdf.set_lang(document.language)
    pdf.set_creation_date(document.moment)
    pdf.set_xmp_metadata(_xmp(document))
    pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
    return pdf


def _xmp(document: Document) -> str:
    """Own metadata with fixed moments; the same facts as the document's information dictionary."""
    moment = document.moment.astimezone(UTC).isoformat(timespec="seconds")
    title, author, subject = (escape(text, quote=False) for text in (document.title, document.author, document.subject))
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>3</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
   <dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
   <dc:language><rdf:Bag><rdf:li>{document.language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool>
   <xmp:CreateDate>{moment}</xmp:CreateDate>
   <xmp:ModifyDate>{moment}</xmp:ModifyDate>
   <xmp:MetadataDate>{moment}</xmp:MetadataDate>
   <pdf:Producer>{PRODUCER}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>"""


def draw(pdf: FPDF, mark: Mark) -> None:
    """One mark on the open page."""
    match mark:
        case Text():
            _text(pdf, mark)
        case Line():
            _line(pdf, mark)
        case Box():
            _box(pdf, mark)
        case Picture():
            _picture(pdf, mark)
        case Shape():
            _shape(pdf, mark)
        case Anchor():
            pdf.start_section(mark.title, level=mark.level, strict=False)


def _text(pdf: FPDF, mark: Text) -> None:
    pdf.set_font(f"{FAMILY} {mark.style.weight}", size=mark.style.size)
    pdf.set_text_color(mark.style.colour)
    if mark.angle:
        with pdf.rotation(mark.angle, mark.x, mark.y):
            pdf.text(mark.x, mark.y, clean(mark.text))
        return
    for x, piece in kerned(mark):
        pdf.text(x, mark.y, piece)


def _line(pdf: FPDF, mark: Line) -> None:
    pdf.set_draw_color(mark.colour)
    pdf.set_line_width(mark.width)
    pdf.set_dash_pattern(mark.dash, mark.dash)
    pdf.line(mark.x1, mark.y1, mark.x2, mark.y2)


def _box(pdf: FPDF, mark: Box) -> None:
    pdf.set_fill_color(mark.fill or INK)
    pdf.set_draw_color(mark.stroke or INK)
    pdf.set_line_width(mark.width)
    pdf.set_dash_pattern(mark.dash, mark.dash)
    pdf.rect(mark.x, mark.y, mark.w, mark.h, style=("D" if mark.stroke else "") + ("F" if mark.fill else ""))


def _picture(pdf: FPDF, mark: Picture) -> None:
    from fpdf.image_parsing import preload_image

    # The place within the box follows from the picture's own shape, which fpdf2 knows once it has read it.
    _name, _image, info = preload_image(
        pdf.image_cache, str(mark.path), resource_access_policy=pdf.resource_access_policy
    )
    scale = min(mark.w / info.width, mark.h / info.height)
    w, h = info.width * scale, info.height * scale
    pdf.image(str(mark.path), mark.x + (mark.w - w) * mark.align[0], mark.y + (mark.h - h) * mark.align[1], w, h)


def _shape(pdf: FPDF, mark: Shape) -> None:
    from fpdf.enums import PathPaintRule

    with pdf.new_path(paint_rule=PathPaintRule.FILL_NONZERO) as path:
        path.style.fill_color = mark.colour
        for loop in mark.loops:
            path.move_to(*loop[0])
            for point in loop[1:]:
                path.line_to(*point)
            path.close()
