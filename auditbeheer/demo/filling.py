"""Fill an empty database with the demo office, and tell who can come in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, everybody
from auditbeheer.certificates import service as certificates
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.composing import Printing
from auditbeheer.config import Settings
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.people import at, open_the_office
from auditbeheer.demo.stories import STORIES
from auditbeheer.demo.telling import tell
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.clock import Clock
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.register.imports import import_register
from auditbeheer.relations.imports import import_areas

DATA = Path(__file__).parent / "data"
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
        shelf = FileShelf(settings.files_dir)
        printing = Printing(settings.base_url, PictureFiles(settings.house_style_dir, shelf))
        kit = Kit(session, cast, shelf, printing, today)
        for story in STORIES:
            tell(kit, story)
            say(f"  {story.name}")
    with database.read() as session:
        certificates.heal_archive(session, Archive(settings.archive_dir))
    database.engine.dispose()
    return True


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
