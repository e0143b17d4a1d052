"""What every page behind a link begins with: whose dossier it is, and the frame around it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, url_for

from auditbeheer.accounts.gate import client
from auditbeheer.plumbing.web import db, found, page, today
from auditbeheer.portal.reading import Holding, Seat, holding_at, seat_at
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
    return page(
        f"portal/{template}", standing=standing, seat=standing.seat, nummer=standing.number,
        naar=_to(number=standing.number), **values,
    )  # fmt: skip


def group_of(id: int) -> Holding:
    """The certificate without a dossier, when it is of the person behind this link; else it does not exist (404)."""
    holding: Holding = found(holding_at(db(), client(), id, today()))
    return holding


def draw_group(template: str, holding: Holding, **values: Any) -> Response:
    """A page of a partnership that has a certificate and no dossier."""
    return page(
        f"portal/{template}", groep=holding, persoon=holding.person.name,
        naar=_to("_of_group", id=holding.partnership.id), **values,
    )  # fmt: skip


def _to(which: str = "", **whose: Any) -> Callable[..., str]:
    """The address of a page that a dossier has, and a certificate without one too."""
    return lambda page_name, **values: url_for(f"portal.{page_name}{which}", **whose, **values)
