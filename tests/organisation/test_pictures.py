"""Logo, mark and signatures: what is taken in, what is refused in which words, who may, and what holds from when."""

from __future__ import annotations

import struct
import zlib
from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from PIL import Image, ImageCms
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation import models, service
from auditbeheer.organisation.models import BodyPicture, PictureKind
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.files import FileRefused, FileShelf
from auditbeheer.plumbing.pictures import plain_picture
from auditbeheer.plumbing.refusal import Refused
from tests import databases
from tests.qualifications.people import hire

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
TODAY = NOW.date()
DAY = {"from_day-dag": "23", "from_day-maand": "11", "from_day-jaar": "2026", "why": "nieuwe huisstijl"}


def image(kind="PNG", size=(600, 200), mode="RGB", colour=None, **options):
    out = BytesIO()
    Image.new(mode, size, colour if colour is not None else (200, 30, 30) if mode == "RGB" else 0).save(
        out, kind, **options
    )
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def claims(width, height):
    """A PNG of a hundred bytes that says it is this large."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")


def opened(content):
    return Image.open(BytesIO(content))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("logo.png", b"", "Dit bestand is leeg (0 bytes)"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Een svg kunnen wij hier niet gebruiken"),
        ("logo.png", b"<svg/>", "Dit is geen png, ook al eindigt de naam op .png"),
        ("logo.jpg", image(), "Dit is geen jpg, ook al eindigt de naam op .jpg"),
        ("logo.pdf", b"%PDF-1.7", "Kies een png of een jpg"),
        ("logo.png", image()[:90], "Deze afbeelding is beschadigd"),
        ("logo.jpg", image("JPEG")[:400], "Deze afbeelding is beschadigd"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"?" * 60, "Deze afbeelding is beschadigd"),
        ("logo.png", claims(30_000, 30_000), "Deze afbeelding heeft te veel pixels: er mogen er 25.000.000 zijn"),
        ("logo.png", claims(5_001, 5_000), "Deze afbeelding is 5.001 × 5.000 pixels. Maak haar kleiner"),
        ("logo.png", image(size=(99, 40)), "Dat is te klein om te drukken"),
        ("logo.jpg", image("JPEG", mode="CMYK"), "gemaakt voor een drukpers (CMYK)"),
        ("logo.png", image(mode="I;16"), "De kleuren van deze afbeelding kunnen wij niet drukken"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + b"x" * 15_000_000, "mag 15 MB zijn"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused_in_words(name, content, sentence):
    with pytest.raises(FileRefused) as refused:
        plain_picture(content, name)
    assert sentence in str(refused.value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("mode", "kept"), [("1", "L"), ("L", "L"), ("P", "RGB"), ("RGB", "RGB"), ("LA", "RGBA"), ("RGBA", "RGBA")]
)
def test_every_usual_png_is_kept_as_plain_pixels(mode, kept):
    name, content = plain_picture(image(mode=mode, colour=0), "../map/logo.png")
    assert (name, opened(content).format, opened(content).mode) == ("logo.png", "PNG", kept)


def test_what_travels_along_stays_behind():
    facts = Image.Exif()
    facts[0x0112], facts[0x010F] = 6, "Telefoon van Bea"  # turned a quarter; the maker
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = image("JPEG", size=(3000, 1000), exif=facts, icc_profile=profile) + b"<script>alert(1)</script>"
    kept = plain_picture(content, "foto.jpg")[1]
    assert opened(kept).size == (667, 2000)
    assert b"Bea" not in kept
    assert b"script" not in kept
    assert "icc_profile" not in opened(kept).info
    red = opened(kept).getpixel((300, 900))
    assert max(abs(one - other) for one, other in zip(red, (200, 30, 30), strict=True)) < 6


def test_a_profile_that_cannot_be_read_is_left_aside():
    assert opened(plain_picture(image(icc_profile=b"onzin"), "logo.png")[1]).mode == "RGB"


def set_logo(session, shelf, *, day=TODAY, content=None, name="logo.png", **more):
    options = {"upload": (name, content or image()), "why": "omdat", **more}
    return service.change_picture(session, SYSTEM, NOW, shelf, kind=PictureKind.LOGO, from_day=day, **options)


def logo_on(session, day=TODAY):
    held = models.picture_on(session, PictureKind.LOGO, day)
    return held.name if held else None


@pytest.fixture
def shelf(tmp_path):
    return FileShelf(tmp_path / "files")


def test_a_logo_holds_from_its_day_and_the_earlier_one_until_then(session, shelf):
    later = TODAY + timedelta(days=8)
    set_logo(session, shelf)
    set_logo(session, shelf, day=later, name="nieuw.png", content=image(size=(400, 400)))
    held = [models.picture_on(session, PictureKind.LOGO, day) for day in (TODAY - timedelta(days=1), TODAY, later)]
    assert [one.name if one else None for one in held] == [None, "logo.png", "nieuw.png"]
    assert models.picture_on(session, PictureKind.MARK, later) is None
    told = [f"{row.verb}: {row.what} / {row.why}" for row in session.scalars(select(JournalEntry))]
    assert told[-1].replace("\u00a0", " ") == (
        "logo gewijzigd: Vanaf 1 december 2026: logo nieuw.png (was logo.png) / omdat"
    )


def test_a_logo_of_the_same_day_is_corrected_and_may_be_taken_away(session, shelf):
    set_logo(session, shelf)
    set_logo(session, shelf, upload=None, file_name="uit-de-map.png")
    assert logo_on(session) == "uit-de-map.png"
    set_logo(session, shelf, upload=None)
    assert models.picture_on(session, PictureKind.LOGO, TODAY) is None
    assert len(models.pictures(session)) == 1


def test_a_picture_does_not_change_what_was(session, shelf):
    with pytest.raises(Refused) as refused:
        set_logo(session, shelf, day=TODAY - timedelta(days=1))
    assert refused.value.field == "from_day"
    assert models.pictures(session) == []


def test_a_signature_belongs_to_its_signatory(session, shelf):
    people = [hire(session, name) for name in ("Dirk Baas", "Ria Raad")]
    first, second = (
        service.add_signatory(session, SYSTEM, NOW, employee=one, function="directeur", from_day=TODAY)
        for one in people
    )
    service.change_picture(
        session, SYSTEM, NOW, shelf, kind=PictureKind.SIGNATURE, signatory=first, from_day=TODAY,
        upload=("dirk.png", image(mode="RGBA")), why="benoemd",
    )  # fmt: skip
    held = models.picture_on(session, PictureKind.SIGNATURE, TODAY, first)
    assert held is not None
    assert held.name == "dirk.png"
    assert models.picture_on(session, PictureKind.SIGNATURE, TODAY, second) is None


@pytest.mark.parametrize(
    "values",
    [
        {"kind": PictureKind.SIGNATURE},
        {"kind": PictureKind.LOGO, "file_name": "a.png", "stored_id": 1},
    ],
)
def test_the_database_refuses_a_picture_of_two_minds(session, shelf, values):
    set_logo(session, shelf, day=TODAY + timedelta(days=1))
    session.add(BodyPicture(from_day=TODAY, **values))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_file_that_is_gone_or_was_changed_is_not_printed(session, shelf, tmp_path):
    files = PictureFiles(tmp_path, shelf)
    row = set_logo(session, shelf)
    path = files.path(row)
    assert path is not None
    assert files.media_type(row) == "image/png"
    path.write_bytes(b"iets anders")
    assert files.path(row) is None
    path.unlink()
    assert files.path(row) is None
    named = BodyPicture(kind=PictureKind.LOGO, from_day=TODAY, file_name="../elders.png")
    assert files.path(named) is None
    (tmp_path / "elders.png").write_bytes(image())
    assert files.path(named) == tmp_path / "elders.png"
    assert files.names() == ["elders.png"]
    assert PictureFiles(tmp_path / "weg", shelf).names() == []


# Pages

LOGO = "/instelling/beelden/logo"


def test_management_sends_a_logo_and_sees_it(office):
    boss = office.as_(Role.MANAGEMENT)
    page = boss.get("/instelling")
    assert "Nog geen bestand. De plaats op papier blijft leeg." in page
    page = boss.post(LOGO, {**DAY, "upload": ("logo.png", image())})
    assert "Logo gewijzigd." in page
    source = str(page.tree.css_first(".beeld img").attributes["src"])
    answer = boss.raw(source)
    assert (answer.mimetype, answer.headers["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert opened(answer.data).size == (600, 200)
    assert "logo.png" in boss.get("/instelling/eerder")
    page = boss.post(LOGO, {**DAY, "origin": "geen"})
    assert "Nog geen bestand" in page
    assert boss.raw(source).status_code == 404


def test_a_file_stays_chosen_while_the_rest_is_mended(office):
    boss = office.as_(Role.MANAGEMENT)
    page = boss.post(LOGO, {**DAY, "why": "", "upload": ("logo.png", image())}, status=422)
    assert page.errors == ["Vul in waarom dit wijzigt"]
    assert "Al gekozen: logo.png" in page
    kept = {"upload-bewaard": page.value("upload-bewaard")}
    assert "Logo gewijzigd." in boss.post(LOGO, {**DAY, **page.hidden_fields(LOGO), **kept}, fresh=False)


def test_what_a_phone_hid_in_a_photo_is_not_kept_anywhere(office, tmp_path):
    facts = Image.Exif()
    facts[0x010F] = "Telefoon van Bea"
    photo = image("JPEG", exif=facts)
    assert b"Bea" in photo
    office.as_(Role.MANAGEMENT).post(LOGO, {**DAY, "upload": ("logo.jpg", photo)})
    kept = [file.read_bytes() for file in (tmp_path / "files").rglob("*") if file.is_file()]
    assert kept
    assert not [content for content in kept if b"Bea" in content]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Kies het bestand"),
        ({"upload": ("logo.svg", b"<svg/>")}, "Een svg kunnen wij hier niet gebruiken. Bewaar de afbeelding als png"),
        ({"upload": ("logo.png", claims(30_000, 30_000))}, "Deze afbeelding heeft te veel pixels"),
        ({"upload": ("logo.png", image()), "from_day-dag": "22"}, "Kies 23 november 2026 of later"),
    ],
)
def test_what_does_not_fit_comes_back_at_the_form(office, typed, sentence):
    page = office.as_(Role.MANAGEMENT).post("/instelling/beelden/beeldmerk", {**DAY, **typed}, status=422)
    assert sentence in page.errors[0].replace("\u00a0", " ")
    assert page.value("why") == "nieuwe huisstijl"
    with office.database.read() as session:
        assert models.pictures(session) == []


def test_a_file_of_the_house_style_folder_can_still_be_chosen(office, tmp_path):
    folder = tmp_path / "huisstijl"
    folder.mkdir()
    (folder / "merk.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 6 2"><path d="M0 0h6v2z"/></svg>'
    )
    office.app.extensions["settings"] = office.app.extensions["settings"].model_copy(update={"house_style_dir": folder})
    boss = office.as_(Role.MANAGEMENT)
    url = "/instelling/beelden/beeldmerk"
    page = boss.post(url, {**DAY, "origin": "map", "file_name": ""}, status=422)
    assert page.errors == ["Kies een bestand uit de map"]
    page = boss.post(url, {**DAY, "origin": "map", "file_name": "merk.svg"})
    answer = boss.raw(str(page.tree.css_first(".beeld img").attributes["src"]))
    assert answer.mimetype == "image/svg+xml"
    # Opened by itself it is saved, and could run nothing.
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    (folder / "merk.svg").unlink()
    assert "Het bestand merk.svg is er niet meer. Kies het opnieuw." in boss.get("/instelling")


def test_a_signature_is_chosen_and_seen_by_management_alone(office):
    with office.write() as session:
        employee = session.get_one(Employee, office.person(Role.MANAGEMENT))
        row = service.add_signatory(
            session, SYSTEM, office.now, employee=employee, function="directeur", from_day=office.today
        )
        key = row.id
    boss, planner = office.as_(Role.MANAGEMENT), office.as_(Role.PLANNER)
    url = f"/instelling/ondertekenaars/{key}/handtekening"
    page = boss.post(url, {**DAY, "upload": ("dirk.jpg", image("JPEG"))})
    source = str(page.tree.css_first("img.beeldje").attributes["src"])
    assert boss.raw(source).mimetype == "image/jpeg"
    assert "dirk.jpg" not in boss.get("/instelling/eerder")
    seen = planner.get("/instelling")
    assert not seen.tree.css("img.beeldje")
    assert "Handtekening" not in seen
    planner.get(source, status=404)
    boss.get(f"/instelling/ondertekenaars/{key + 1}/handtekening", status=404)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MANAGEMENT])
def test_nobody_else_changes_a_picture(office, role):
    other = office.as_(role)
    for path in ("beelden/logo", "beelden/beeldmerk", "ondertekenaars/1/handtekening"):
        other.get(f"/instelling/{path}", status=403)


def test_the_public_sees_no_picture(office):
    office.as_(Role.MANAGEMENT).post(LOGO, {**DAY, "upload": ("logo.png", image())})
    assert office.as_(None).raw("/instelling/beelden/1").status_code == 302


# What was chosen before pictures could be sent in


@pytest.mark.parametrize("kind", databases.KINDS)
def test_files_that_were_chosen_before_hold_on(kind, tmp_path, postgres_server):
    url = postgres_server.create("pictures") if kind == "postgresql" else f"sqlite:///{tmp_path / 'earlier.sqlite'}"
    command.upgrade(databases.alembic_config(url), "0004")
    with databases.opened(url) as database, database.write() as session:
        for day, logo, mark in (("2026-01-01", None, "kvo.svg"), ("2026-03-01", "oud.png", "kvo.svg"),
                                ("2026-05-01", "oud.png", "kvo.svg"), ("2026-07-01", "nieuw.png", None)):  # fmt: skip
            session.execute(
                text(
                    "INSERT INTO identity (from_day, name, street, postcode, town, kvk, vat_number, iban, phone, email,"
                    " website, colour, conditions, logo_file, mark_file) VALUES (:day, 'N', 's', 'p', 't', 'k', 'v',"
                    " 'i', 'p', 'e', 'w', '#1d3f72', '', :logo, :mark)"
                ),
                {"day": day, "logo": logo, "mark": mark},
            )
    databases.migrate(url)
    with databases.opened(url) as database, database.read() as session:
        held = [(row.kind.value, row.from_day, row.name) for row in reversed(models.pictures(session))]
    assert sorted(held) == [
        ("beeldmerk", date(2026, 1, 1), "kvo.svg"), ("beeldmerk", date(2026, 7, 1), ""),
        ("logo", date(2026, 3, 1), "oud.png"), ("logo", date(2026, 7, 1), "nieuw.png"),
    ]  # fmt: skip
    database.engine.dispose()
    command.downgrade(databases.alembic_config(url), "0004")
    with database.read() as session:
        rows = session.execute(text("SELECT logo_file, mark_file FROM identity ORDER BY from_day")).all()
    assert [tuple(row) for row in rows] == [
        (None, "kvo.svg"), ("oud.png", "kvo.svg"), ("oud.png", "kvo.svg"), ("nieuw.png", None)
    ]  # fmt: skip
    database.engine.dispose()
    if kind == "postgresql":
        postgres_server.drop("pictures")
