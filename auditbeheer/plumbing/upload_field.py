"""A file field that does not lose what was chosen when the rest of the form needs mending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import FileField

from auditbeheer.plumbing.files import FileRefused, recognise, safe_name

Upload = tuple[str, bytes]
Taken = Callable[[bytes, str], Upload]


class UploadField(FileField):
    """A file. What was chosen stays chosen when the form comes back: the content waits on the shelf under a token.

    Data: (name, content), or None. ``kept`` is the (name, token) of a file that waits.
    """

    data: Any

    def __init__(
        self, label: str, validators: Iterable[Any] = (), *, accept: str = "", taken: Taken | None = None, **kwargs: Any
    ) -> None:
        """``taken`` makes of content and name what is kept, or raises ``FileRefused``; without it all files fit."""
        super().__init__(label, tuple(validators), **kwargs)
        self.accept, self.taken = accept, taken or _as_it_is
        self.kept: tuple[str, str] | None = None

    @property
    def token_name(self) -> str:
        """The hidden field's name that carries the token."""
        return f"{self.name}-bewaard"

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """A newly chosen file goes before one that waits."""
        self.process_errors: list[str] = []
        self.data, self.object_data = None, None
        if formdata is None:
            return
        chosen = next((entry for entry in formdata.getlist(self.name) if getattr(entry, "filename", "")), None)
        if chosen is not None:
            self._take(chosen.filename, chosen.read())
        elif token := str(formdata.get(self.token_name, "")):
            self._fetch(token)

    def _take(self, name: str, content: bytes) -> None:
        try:
            self.data = self.taken(content, name)
        except FileRefused as refused:
            self.process_errors.append(str(refused).removesuffix("."))
            return
        name, content = self.data
        digest = current_app.extensions["shelf"].put(content)
        self.kept = (name, _tokens().dumps([name, digest]))

    def _fetch(self, token: str) -> None:
        try:
            name, digest = _tokens().loads(token, max_age=86_400)
            self.data = (str(name), current_app.extensions["shelf"].get(digest))
            self.kept = (str(name), token)
        except (BadData, OSError, ValueError):
            self.process_errors.append("Kies het bestand opnieuw")


def _as_it_is(content: bytes, name: str) -> Upload:
    recognise(content, name)
    return safe_name(name), content


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="gekozen-bestand")
