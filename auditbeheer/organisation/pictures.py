"""Where the body's pictures lie: what was sent in on the shelf, what the installation brought in its own folder."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from auditbeheer.organisation.models import BodyPicture
from auditbeheer.plumbing.files import FileShelf

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
