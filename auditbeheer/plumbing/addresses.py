"""Addresses that a mail or a PDF names, made without Flask (C23); a test holds this table against the address map."""

from __future__ import annotations

from urllib.parse import quote

ADDRESSES = {
    "start": "/",
    "work": "/werk",
    "dossier": "/dossiers/{number}",
    "verify": "/v/{code}",
    "register": "/register",
    "open": "/mijn/link/{code}",
    "mine": "/mijn",
    "apply": "/aanvragen/{code}",
    "calendar": "/agenda/{code}.ics",
}


def path_of(name: str, **values: str) -> str:
    """The path of a page by its name in the table.

    >>> path_of("dossier", number="D-2026-0147")
    '/dossiers/D-2026-0147'
    """
    return ADDRESSES[name].format(**{key: quote(value, safe="") for key, value in values.items()})


def full(base_url: str, path: str) -> str:
    """The whole address of a path.

    >>> full("https://kantoor.voorbeeld.nl/", "/werk")
    'https://kantoor.voorbeeld.nl/werk'
    """
    return base_url.rstrip("/") + path
