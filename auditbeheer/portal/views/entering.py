"""What every page behind a link begins with: whose dossier it is, and the frame around it."""

from __future__ import annotations

from typing import Any

from flask import Response

from auditbeheer.accounts.gate import client
from auditbeheer.plumbing.web import db, found, page, today
from auditbeheer.portal.reading import Seat, seat_at
from auditbeheer.portal.standing import Standing, standing_of


def seat_of(number: str) -> Seat:
    """The dossier, when it is one of those of the person behind this link; else it does not exist (404)."""
    seat: Seat = found(seat_at(db(), client(), number))
    return seat


def standing_at(number: str) -> Standing:
    """Where the dossier stands."""
    return standing_of(db(), seat_of(number), today())


def draw(template: str, standing: Standing, **values: Any) -> Response:
    """A page of one dossier, with its frame."""
    return page(f"portal/{template}", standing=standing, seat=standing.seat, nummer=standing.number, **values)
