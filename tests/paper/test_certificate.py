"""The certificate: complete, in its places, readable by people and machines (CER-2, CER-3, MRK-3)."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
import time_machine
from PIL import Image

from auditbeheer.certificates.pdf import CertificateFacts, facts_as_json, layout, render_certificate
from auditbeheer.certificates.qr import QUIET, qr_modules
from auditbeheer.plumbing.paper import Box, DoesNotFit, Mark, Picture, Shape, Text, kerned
from auditbeheer.plumbing.typesetting import MM_PER_POINT, MissingGlyph, Weight
from tests.paper.samples import CERTIFICATE, LONG_HOLDER, OLD, ROOT_STYLE, VARIANTS, plain, reader, scanned, words

variants = pytest.mark.parametrize("facts", VARIANTS.values(), ids=VARIANTS.keys())


def texts(marks: list[Mark]) -> list[Text]:
    return [mark for mark in marks if isinstance(mark, Text)]


def ink(mark: Text) -> tuple[float, float, float, float]:
    """The box of a line: left, top of its capitals, right, end of its tails, in mm."""
    em = mark.style.size * MM_PER_POINT
    return mark.x, mark.y - 0.66 * em, mark.right, mark.y + 0.2 * em


@variants
def test_a_certificate_is_one_page_of_a4(facts: CertificateFacts):
    pages = reader(render_certificate(facts)).pages

    assert len(pages) == 1
    assert [round(float(side) * 25.4 / 72) for side in pages[0].mediabox[2:]] == [210, 297]


@variants
def test_everything_that_must_stand_on_it_stands_on_it_with_its_words_apart(facts: CertificateFacts):
    told = words(render_certificate(facts))

    assert f"{facts.conformity_before} {facts.holder} {facts.conformity_after}" in told
    for fact in (
        facts.body_name,
        facts.body_address,
        facts.number,
        facts.correspondence_address,
        facts.activities,
        facts.delimitation,
        *facts.areas,
        *facts.closing,
        facts.signatory_name,
        facts.signatory_function,
        f"Uitgave {facts.edition} van",
        facts.register_host,
        facts.certificate_name,
        ", ".join(facts.participants),
    ):
        assert plain(fact) in told


def test_the_days_and_the_founding_document_stand_on_it():
    told = words(render_certificate(CERTIFICATE))

    assert "Datum van uitgifte 9 december 2026" in told
    assert "Geldig tot en met 8 december 2029" in told
    assert "Convenant KVO Lelystad, 14 januari 2026" in told


def test_without_a_founding_document_it_names_the_written_agreements():
    assert "De schriftelijke afspraken" in words(render_certificate(replace(CERTIFICATE, founding=None)))


def test_a_replacement_carries_its_own_day_and_keeps_the_last_day():
    told = words(render_certificate(OLD))

    assert "Datum van vervanging 3 maart 2027 (uitgegeven 9 december 2026)" in told
    assert "Geldig tot en met 8 december 2029" in told
    assert "Uitgave 2 van 3 maart 2027" in told


def test_a_3_1_certificate_tells_its_name_and_its_stars():
    assert "Continu Samenwerken, 3 sterren" in words(render_certificate(OLD))
    assert "sterren" not in words(render_certificate(replace(OLD, stars=0)))


@variants
def test_no_line_leaves_its_margins_or_touches_another(facts: CertificateFacts):
    boxes = [ink(mark) for mark in texts(layout(facts))]

    for left, top, right, bottom in boxes:
        assert left >= 24.5
        assert top >= 15
        assert right <= 185.1
        assert bottom <= 295.5
    for a, b in combinations(boxes, 2):
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (a, b)


@variants
def test_nothing_stands_in_the_quiet_zone_of_the_code(facts: CertificateFacts):
    marks = layout(facts)
    (code,) = [mark for mark in marks if isinstance(mark, Shape)]
    points = [point for loop in code.loops for point in loop]
    left, right = min(x for x, _y in points), max(x for x, _y in points)
    top, bottom = min(y for _x, y in points), max(y for _x, y in points)
    quiet = QUIET * (right - left) / len(qr_modules(facts.verify_url))

    assert (round(left, 3), round(top, 3)) == (147, 232)
    assert right - left >= 38 - 1e-9
    assert bottom - top >= 38 - 1e-9
    for box in map(ink, texts(marks)):
        assert box[2] <= left - quiet or box[0] >= right + quiet or box[3] <= top - quiet or box[1] >= bottom + quiet


@pytest.mark.parametrize("dpi", [50, 72, 150, 300])
@pytest.mark.parametrize("specimen", [False, True])
def test_a_phone_reads_the_code(dpi: int, specimen: bool):
    assert scanned(render_certificate(CERTIFICATE, specimen=specimen), dpi) == [CERTIFICATE.verify_url]


@pytest.mark.parametrize(
    ("holder", "size", "lines"),
    [
        ("KVO Lelystad", 22, 1),
        ("Samenwerkingsverband Keurmerk Veilig Ondernemen Lelystad", 22, 2),
        (LONG_HOLDER, 18, 2),
        (f"{LONG_HOLDER} en de Ondernemersvereniging Oost", 18, 3),
    ],
)
def test_a_longer_holder_takes_more_lines_and_then_a_smaller_letter(holder: str, size: int, lines: int):
    printed = [
        mark
        for mark in texts(layout(replace(CERTIFICATE, holder=holder)))
        if mark.style.weight is Weight.BOLD and 95 < mark.y < 140
    ]

    assert plain("".join(mark.text for mark in printed)) == holder
    assert [mark.style.size for mark in printed] == [size] * lines


def test_ninety_characters_is_what_the_long_holder_has():
    assert len(LONG_HOLDER) == 90


def test_a_holder_that_fits_in_no_size_is_refused_by_name():
    holder = "Ondernemersvereniging " * 30

    with pytest.raises(DoesNotFit, match="Ondernemersvereniging Ondernemersvereniging"):
        render_certificate(replace(CERTIFICATE, holder=holder))


@pytest.mark.parametrize("sign", ["漢", "😀", "\u0000"])
def test_a_character_that_cannot_be_printed_is_refused_and_named(sign: str):
    with pytest.raises(MissingGlyph, match=f"U\\+{ord(sign):04X}"):
        render_certificate(replace(CERTIFICATE, holder=f"KVO {sign} Lelystad"))


@pytest.mark.parametrize(
    "name", ["Yılmaz", "Súdwest-Fryslân", "’s-Gravenhage", "Đorđević", "Łódź", "Ştefănescu", "IJsselstein"]
)
def test_names_with_signs_of_their_own_are_printed(name: str):
    assert name in words(render_certificate(replace(CERTIFICATE, holder=f"Werkgroep {name}")))


def test_the_attachment_equals_the_facts():
    pdf = render_certificate(CERTIFICATE)
    (content,) = reader(pdf).attachments["certificaat-KVO-B-2026-00042.json"]

    assert content == facts_as_json(CERTIFICATE)
    told = json.loads(content)
    assert told["houder"] == CERTIFICATE.holder
    assert told["gebieden"] == list(CERTIFICATE.areas)
    assert (told["uitgegeven"], told["geldig_tot_en_met"]) == ("2026-12-09", "2029-12-08")
    assert told["grondslag"] == {"titel": "Convenant KVO Lelystad", "datum": "2026-01-14"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", "KVO-B-2026-00043"),
        ("edition", 2),
        ("edition_day", date(2026, 12, 10)),
        ("holder", "Een ander"),
        ("correspondence_address", "Elders 1"),
        ("activities", "Winkels"),
        ("areas", ("Flevokust",)),
        ("municipalities", ("Dronten",)),
        ("delimitation", "Kaart van gisteren"),
        ("founding", None),
        ("conformity_after", "doet iets anders"),
        ("issue_day", date(2026, 12, 8)),
        ("last_day", date(2029, 12, 9)),
        ("scheme_code", "kvo-3.1"),
        ("certificate_name", "Basis Samenwerken"),
        ("stars", 1),
        ("participants", ("politie",)),
        ("body_name", "Een ander B.V."),
        ("signatory_name", "Iemand anders"),
        ("signatory_function", "iets anders"),
        ("verify_url", "https://register.voorbeeld.nl/v/MMMMMMMMMMMM"),
    ],
)
def test_another_fact_is_another_attachment(field: str, value: Any):
    assert facts_as_json(replace(CERTIFICATE, **{field: value})) != facts_as_json(CERTIFICATE)


def test_the_attachment_tells_no_file_of_the_installation():
    facts = replace(CERTIFICATE, body_logo=Path("/srv/geheim/logo.png"), signature=Path("/srv/geheim/hand.png"))

    assert b"geheim" not in facts_as_json(facts)


def test_the_same_facts_give_the_same_bytes_on_another_day():
    with time_machine.travel("2026-12-09 10:00:00Z"):
        first = render_certificate(CERTIFICATE)
    with time_machine.travel("2031-05-01 23:59:59Z"):
        assert render_certificate(CERTIFICATE) == first


def test_the_same_facts_give_the_same_bytes_in_another_process():
    code = (
        "import hashlib; from tests.paper.samples import CERTIFICATE; "
        "from auditbeheer.certificates.pdf import render_certificate; "
        "print(hashlib.sha256(render_certificate(CERTIFICATE)).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
            cwd=ROOT_STYLE.parent.parent,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Tokyo"))
    }

    assert len(digests) == 1


def test_the_file_carries_what_an_archive_needs():
    read = reader(render_certificate(CERTIFICATE))
    catalog: Any = read.trailer["/Root"]

    assert catalog["/Lang"] == "nl"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert catalog["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert catalog["/AF"][0].get_object()["/AFRelationship"] == "/Data"
    metadata = catalog["/Metadata"].get_object().get_data().decode()
    assert ">Certificaat KVO-B-2026-00042<" in metadata
    assert "<pdfaid:part>3</pdfaid:part>" in metadata
    assert "2026-12-09T12:00:00+00:00" in metadata


def test_every_font_is_embedded_under_a_name_of_its_own():
    page: Any = reader(render_certificate(CERTIFICATE)).pages[0]
    fonts = page["/Resources"]["/Font"]
    names = set()
    for font in fonts.values():
        (descendant,) = font.get_object()["/DescendantFonts"]
        descriptor = descendant.get_object()["/FontDescriptor"].get_object()
        assert descriptor["/FontFile2"].get_object().get_data()
        names.add(str(descriptor["/FontName"]))

    assert len(names) == len(Weight)
    assert all("KantoorSans" in name and "Source" not in name for name in names)


def test_without_a_file_the_place_of_the_mark_stays_empty():
    place = [mark for mark in layout(CERTIFICATE) if isinstance(mark, Picture | Box) and 20 < mark.y < 50]

    assert place == []
    assert "beeldmerk" not in words(render_certificate(CERTIFICATE))


def test_the_mark_is_the_file_of_the_installation(tmp_path: Path):
    file = tmp_path / "merk.png"
    Image.new("RGB", (300, 100), "#804020").save(file)
    facts = replace(CERTIFICATE, mark=file)
    (mark,) = [mark for mark in layout(facts) if isinstance(mark, Picture)]

    assert (mark.x, mark.y, mark.w, mark.h) == (25, 22, 62, 26)
    assert len(reader(render_certificate(facts)).pages[0].images) == 1


@pytest.mark.parametrize("name", ["logo.png", "logo.svg"])
def test_logo_and_signature_are_pictures_of_the_installation(tmp_path: Path, name: str):
    file = tmp_path / name
    if name.endswith("svg"):
        file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>')
    else:
        Image.new("RGB", (300, 100), "#804020").save(file)
    facts = replace(CERTIFICATE, body_logo=file, signature=file)

    assert len([mark for mark in layout(facts) if isinstance(mark, Picture)]) == 2
    assert render_certificate(facts) == render_certificate(facts)


def test_a_specimen_says_so_and_shows_where_the_mark_would_stand():
    told = words(render_certificate(CERTIFICATE, specimen=True))

    assert "SPECIMEN" in told
    assert "plaats voor het beeldmerk" in told
    assert "SPECIMEN" not in words(render_certificate(CERTIFICATE))


def test_the_printed_address_is_the_one_that_the_code_opens():
    with pytest.raises(ValueError, match=re.escape("register.voorbeeld.nl")):
        replace(CERTIFICATE, verify_url="https://elders.example/v/ABCDEFGHJKLM")


def test_large_letters_are_kerned():
    title = next(mark for mark in texts(layout(replace(CERTIFICATE, holder="Te Voorst"))) if mark.text == "Te Voorst")

    assert len(list(kerned(title))) > 1


def test_the_committed_specimen_is_what_the_code_makes_now():
    specimen = (ROOT_STYLE / "specimen.pdf").read_bytes()

    assert words(specimen) == words(render_certificate(CERTIFICATE, specimen=True))
    assert scanned(specimen, 100) == [CERTIFICATE.verify_url]
