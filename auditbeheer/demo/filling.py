"""Fill an empty database with the demo office, and tell who can come in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, everybody
from auditbeheer.certificates import service as certificates
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.composing import Printing
from auditbeheer.certificates.imports import COLUMNS, import_certificates
from auditbeheer.config import Settings
from auditbeheer.demo.afterwards import tell_afterwards
from auditbeheer.demo.at_the_door import tell_what_clients_did
from auditbeheer.demo.diaries import fill_diaries
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.mailbox import deliver_the_past, join_what_was_told
from auditbeheer.demo.people import at, open_the_office, record_a_tie
from auditbeheer.demo.stories import STORIES
from auditbeheer.demo.telling import tell
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.clock import Clock
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.register.imports import import_register
from auditbeheer.relations.imports import import_areas
from auditbeheer.scheme.terms import add_years

DATA = Path(__file__).parent / "data"
# Certificates from before this program: holder, park, municipality, days until the last day. Of the first two the
# recertification has begun, of the first one late.
RUNNING = (
    ("Samenwerkingsverband A37", "Bedrijvenpark A37", "Emmen", 95),
    ("Samenwerkingsverband Ekkersrijt", "Industrieterrein Ekkersrijt", "Son en Breugel", 190),
    ("Samenwerkingsverband Kraaiven", "Bedrijventerrein Kraaiven", "Tilburg", 500),
)
Say = Callable[[str], None]


def fill_when_empty(settings: Settings, say: Say) -> bool:
    """Fill the database when nobody works there yet; returns whether it was filled. All or nothing."""
    database = Database(settings.database_url)
    with database.write() as session:
        if session.scalar(select(func.count()).select_from(Employee)):
            return False
        today = Clock(fixed_day=settings.today).today()
        say("Het demokantoor inrichten: gemeenten, bedrijventerreinen, mensen en dossiers ...")
        cast = open_the_office(session, today)
        import_areas(session, SYSTEM, at(today, 8), DATA / "bedrijventerreinen.csv")
        import_register(session, SYSTEM, at(today, 8), DATA / "kvo_register_real.csv")
        _take_over(session, today)
        shelf = FileShelf(settings.files_dir)
        printing = Printing(settings.base_url, PictureFiles(settings.house_style_dir, shelf))
        kit = Kit(session, cast, shelf, printing, today)
        for story in STORIES:
            tell(kit, story)
            say(f"  {story.name}")
        record_a_tie(session, cast)
        tell_afterwards(kit)
        fill_diaries(kit)
        tell_what_clients_did(kit)
        join_what_was_told(session)
    deliver_the_past(database, settings)
    with database.read() as session:
        certificates.heal_archive(session, Archive(settings.archive_dir))
    database.engine.dispose()
    return True


def _take_over(session: Session, today: date) -> None:
    """The running certificates, as a body brings them along in a file."""
    lines = [";".join(COLUMNS)]
    for number, (holder, park, municipality, days) in enumerate(RUNNING, 12):
        last = today + timedelta(days=days)
        issued = add_years(last + timedelta(days=1), -3)
        lines.append(f"KVO-B-{issued.year}-{number:05d};{holder};;{park};{municipality};B;kvo-3.1;{issued};{last}")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "certificaten.csv"
        file.write_text("\n".join(lines), encoding="utf-8")
        titles = {scheme.key: scheme.name for scheme in schemes()}
        import_certificates(session, SYSTEM, at(today, 8), file, schemes=titles)


def introduce(settings: Settings, say: Say) -> None:
    """Who can come in, and where the public looks."""
    database = Database(settings.database_url)
    say("")
    say(f"auditbeheer staat klaar op {settings.base_url}/begin")
    say(f"Kies een account op {settings.base_url}/demo/accounts (een wachtwoord is niet nodig):")
    with database.read() as session:
        for employee in sorted(everybody(session), key=lambda one: one.id):
            say(f"  {', '.join(sorted(employee.role_names)):<16} {employee.name}")
    say(f"Het openbare register: {settings.base_url}/register")
    say("")
    database.engine.dispose()
