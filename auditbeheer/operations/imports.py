"""The imports by the name that the command uses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.certificates.imports import import_certificates
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.intake import ImportRefused, Report
from auditbeheer.qualifications.imports import import_experience
from auditbeheer.quotes.imports import import_elsewhere
from auditbeheer.register.imports import import_register
from auditbeheer.relations.imports import import_areas

__all__ = ["READERS", "ImportRefused"]

Reader = Callable[[Session, Actor, datetime, Path], Report]


def _certificates(session: Session, by: Actor, now: datetime, path: Path) -> Report:
    titles = {scheme.key: scheme.name for scheme in schemes()}
    return import_certificates(session, by, now, path, schemes=titles)


def _elsewhere(session: Session, by: Actor, now: datetime, path: Path) -> Report:
    titles = {scheme.key: scheme.name for scheme in schemes()}
    return import_elsewhere(session, by, now, path, schemes=titles)


READERS: dict[str, Reader] = {
    "gebieden": import_areas,
    "register": import_register,
    "certificaten": _certificates,
    "elders": _elsewhere,
    "ervaring": import_experience,
}
