"""While a name is typed: what is recorded already and looks like it. The same is told when a form comes in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from flask import Blueprint, Response, request, url_for
from wtforms import BooleanField

from auditbeheer.accounts.gate import permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.web import db, page
from auditbeheer.relations.duplicates import Alike, areas_alike, bureaus_alike, partnerships_alike
from auditbeheer.scheme.wording import join_and

LONGEST = 200


class AsksTwice(Protocol):
    """A form that can say: this is another one."""

    anyway: BooleanField
    alike: Sequence[tuple[Alike, str]]

    def object_to(self, field: str | None, message: str) -> None:
        """Say it at the field."""


def alike_routes(relations: Blueprint) -> None:
    """Add the answer to the blueprint."""
    relations.add_url_rule("/relaties/lijkt-op", view_func=looks_like)


@permit(Permission.RELATIONS)
def looks_like() -> Response:
    """A piece of a page: what looks like the name that was typed, with links; empty when nothing does."""
    name, code = request.args.get("naam", "")[:LONGEST], request.args.get("gemeente", "")[:4]
    found = KINDS.get(request.args.get("soort", ""), _nothing)(name, code)
    return page("relations/_lijkt_op.html", found=found)


def in_its_place(form: AsksTwice, kind: str, name: str, code: str = "") -> bool:
    """Whether a new thing may be saved: nothing looks like it, or a person said that it is another one."""
    form.alike = KINDS[kind](name, code)
    if not form.alike or form.anyway.data:
        return True
    names = join_and([one.name for one, _ in form.alike])
    form.object_to("name", f"Dit lijkt op {names}. Kies dat, of kies hieronder ‘Toch opslaan’")
    return False


def despite(form: AsksTwice) -> str:
    """For the journal: what looked like it, for whoever saved it nevertheless."""
    return f"is een ander dan {join_and([one.name for one, _ in form.alike])}" if form.alike else ""


def _areas(name: str, code: str) -> list[tuple[Alike, str]]:
    """A known area leads to the page on which it becomes part of the group that is being worked on."""
    group = (request.view_args or {}).get("id") or request.args.get("groep", type=int) or 0
    return [(one, url_for("relations.add_area", id=group, area_id=one.key)) for one in areas_alike(db(), name, code)]


def _partnerships(name: str, _code: str) -> list[tuple[Alike, str]]:
    return [(one, url_for("relations.partnership", id=one.key)) for one in partnerships_alike(db(), name)]


def _bureaus(name: str, _code: str) -> list[tuple[Alike, str]]:
    return [(one, url_for("relations.bureau", id=one.key)) for one in bureaus_alike(db(), name)]


def _nothing(_name: str, _code: str) -> list[tuple[Alike, str]]:
    return []


KINDS: dict[str, Callable[[str, str], list[tuple[Alike, str]]]] = {
    "gebied": _areas,
    "samenwerkingsverband": _partnerships,
    "bureau": _bureaus,
}
