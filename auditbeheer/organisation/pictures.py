"""Where the body's pictures lie: what was sent in on the shelf, what the installation brought in its own folder.

And the head of a letter, which shows one of them.
"""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from auditbeheer.organisation.models import BodyPicture, PictureKind, identity_on, picture_on
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.letter import Letterhead

IN_THE_FOLDER = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(frozen=True, slots=True)
class PictureFiles:
    """The house style folder of the installation, and the shelf of what was sent in."""

    folder: Path
    shelf: FileShelf

    def path(self, picture: BodyPicture | None) -> Path | None:
        """The file to print; None without a picture, and when its file is gone or not what was stored."""
        if picture is None:
            return None
        if picture.stored is None:
            path = self.folder / Path(picture.name).name
            return path if path.is_file() else None
        try:
            return self.shelf.path(picture.stored.sha256)
        except (OSError, ValueError):
            return None

    def media_type(self, picture: BodyPicture) -> str:
        """What the picture is, as the web says it."""
        stored = picture.stored.media_type if picture.stored else mimetypes.guess_type(picture.name)[0]
        return stored or "application/octet-stream"

    def names(self) -> list[str]:
        """The files in the folder that can be chosen."""
        if not self.folder.is_dir():
            return []
        return sorted(file.name for file in self.folder.glob("*") if file.suffix.lower() in IN_THE_FOLDER)


def letterhead(session: Session, day: date, house_style: PictureFiles | None) -> Letterhead:
    """Who writes, as the body presents itself; an office that has not said who it is yet writes without a head."""
    body = identity_on(session, day)
    if body is None:
        return Letterhead(name="", address="")
    logo = picture_on(session, PictureKind.LOGO, day)
    return Letterhead(
        name=body.name, address=f"{body.street}, {body.postcode} {body.town}", phone=body.phone, colour=body.colour,
        logo=house_style.path(logo) if house_style else None,
    )  # fmt: skip
