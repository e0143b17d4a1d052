"""File fields that do not lose what was chosen when the rest of the form needs mending."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import FileField
from wtforms.widgets import FileInput

from auditbeheer.plumbing.files import FileRefused, FileShelf, VirusFound, admitted, safe_name

Upload = tuple[str, bytes]
Taken = Callable[[bytes, str], Upload]
MOST_AT_ONCE = 20


class UploadField(FileField):
    """A file. What was chosen stays chosen when the form comes back: the content waits on the shelf under a token.

    Data: (name, content), or None. ``kept`` is the (name, token) of a file that waits.
    """

    data: Any
    several = False

    def __init__(
        self, label: str, validators: Iterable[Any] = (), *, accept: str = "", taken: Taken | None = None, **kwargs: Any
    ) -> None:
        """``taken`` makes of content and name what is kept, or raises ``FileRefused``; without it all files fit."""
        super().__init__(label, tuple(validators), **kwargs)
        self.accept, self.taken = accept, taken
        self.kept: tuple[str, str] | None = None

    @property
    def token_name(self) -> str:
        """The hidden field's name that carries the token."""
        return f"{self.name}-bewaard"

    @property
    def waiting(self) -> Sequence[tuple[str, str]]:
        """The files that wait, each (name, token), for the page."""
        return [self.kept] if self.kept else []

    @property
    def largest(self) -> int:
        """How many bytes a file may have."""
        return _shelf().largest

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """A newly chosen file goes before one that waits."""
        self.process_errors: list[str] = []
        self.data, self.object_data = None, None
        if formdata is None:
            return
        if chosen := _chosen(formdata.getlist(self.name)):
            self._take(chosen[0].filename, chosen[0].read())
        elif token := str(formdata.get(self.token_name, "")):
            self._fetch(token)

    def _take(self, name: str, content: bytes) -> None:
        try:
            self.data = _checked(content, name, self.taken)
        except FileRefused as refused:
            self.process_errors.append(str(refused).removesuffix("."))
            return
        self.kept = _put_by(self.data)

    def _fetch(self, token: str) -> None:
        try:
            self.data = _fetched(token)
            self.kept = (self.data[0], token)
        except (BadData, OSError, ValueError):
            self.process_errors.append("Kies het bestand opnieuw")


class UploadsField(UploadField):
    """Several files at once; each is taken or refused by itself, and a refused one does not lose the others.

    Data: a list of (name, content), in the order chosen; None when there is no file. Every refused file is an error
    that begins with its name. ``several_kept``: the (name, token) of each file that waits.
    """

    several = True
    widget = FileInput(multiple=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.several_kept: list[tuple[str, str]] = []

    @property
    def waiting(self) -> Sequence[tuple[str, str]]:
        """The files that wait."""
        return self.several_kept

    @property
    def names(self) -> list[str]:
        """The names of the files taken."""
        return [name for name, _ in self.data or ()]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """What waits comes first, what was chosen now behind it."""
        self.process_errors: list[str] = []
        self.data, self.object_data, self.several_kept = None, None, []
        if formdata is None:
            return
        dropped = set(formdata.getlist(f"{self.name}-weg"))
        for token in formdata.getlist(self.token_name):
            if token and token not in dropped:
                self._fetch(str(token))
        for one in _chosen(formdata.getlist(self.name)):
            self._take(one.filename, one.read())

    def _take(self, name: str, content: bytes) -> None:
        if len(self.several_kept) >= MOST_AT_ONCE:
            self.process_errors.append(f"{safe_name(name)}: stuur hoogstens {MOST_AT_ONCE} bestanden tegelijk")
            return
        try:
            upload = _checked(content, name, self.taken)
        except FileRefused as refused:
            self.process_errors.append(f"{safe_name(name)}: {refused}".removesuffix("."))
            return
        self._add(upload, _put_by(upload))

    def _fetch(self, token: str) -> None:
        try:
            upload = _fetched(token)
        except (BadData, OSError, ValueError):
            self.process_errors.append("Kies het bestand opnieuw")
            return
        self._add(upload, (upload[0], token))

    def _add(self, upload: Upload, kept: tuple[str, str]) -> None:
        if upload in (self.data or []):
            return  # the same file, chosen twice
        self.data = [*(self.data or []), upload]
        self.several_kept.append(kept)


def _chosen(entries: Iterable[Any]) -> list[Any]:
    return [entry for entry in entries if getattr(entry, "filename", "")]


def _checked(content: bytes, name: str, taken: Taken | None) -> Upload:
    """What is kept of a file, once it is known to be one that we take and to hold no virus."""
    upload = taken(content, name) if taken else admitted(content, name, _shelf().largest)[:2]
    try:
        _shelf().look(upload[1])
    except VirusFound as found:
        # Who sent it is told; that it happened is told to the office, when nothing of this request is kept.
        current_app.extensions["virus_found"](upload[0], found.virus)
        raise
    return upload


def _put_by(upload: Upload) -> tuple[str, str]:
    name, content = upload
    return name, _tokens().dumps([name, _shelf().put(content)])


def _fetched(token: str) -> Upload:
    name, digest = _tokens().loads(token, max_age=86_400)
    return str(name), _shelf().get(digest)


def _shelf() -> FileShelf:
    shelf: FileShelf = current_app.extensions["shelf"]
    return shelf


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="gekozen-bestand")
