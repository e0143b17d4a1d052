"""The certificate as a PDF, against an empty page of the same library with one word in each of the same fonts."""

from __future__ import annotations

from fpdf import FPDF

from auditbeheer.certificates.pdf import render_certificate
from auditbeheer.plumbing.typesetting import FAMILY, Weight, font_file
from benchmarks.ratios import in_turn, milliseconds, table
from tests.paper.samples import CERTIFICATE


def empty_page() -> bytes:
    """The least that a page with these fonts costs."""
    pdf = FPDF(format="A4", unit="mm")
    pdf.add_page()
    for weight in Weight:
        pdf.add_font(f"{FAMILY} {weight}", fname=font_file(weight))
        pdf.set_font(f"{FAMILY} {weight}", size=10)
        pdf.cell(text="KVO")
    content = bytes(pdf.output())
    for font in pdf.fonts.values():
        font.ttfont.close()  # type: ignore[union-attr]  # every font here is a TrueType file
    return content


def main() -> None:
    """Measure and print."""
    mean, least, ratio = in_turn(lambda: render_certificate(CERTIFICATE), empty_page, 25)
    size, smallest = len(render_certificate(CERTIFICATE)), len(empty_page())
    rows = [
        ("time", milliseconds(mean), milliseconds(least), ratio),
        ("size", f"{size / 1000:.0f} kB", f"{smallest / 1000:.0f} kB", size / smallest),
    ]
    table(("certificate", "ours", "floor", "ratio"), rows)


if __name__ == "__main__":
    main()
