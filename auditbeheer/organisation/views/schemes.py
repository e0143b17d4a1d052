"""The schemes: which hold, what is still a concept, and how the scheme manager adopts a file (SCH-5)."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, current_app, make_response, request, url_for
from itsdangerous import BadData, URLSafeTimedSerializer

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.forms import AdoptForm, SchemeFileForm
from auditbeheer.organisation.models import AdoptedScheme, adopted_by_id, adopted_on, adopted_schemes
from auditbeheer.organisation.schemes import base_text, schemes
from auditbeheer.organisation.service.adoption import adopt_scheme
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.scheme.adoption import as_adopted, as_text, by_section, compare, previous_of, read_handed_in
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.problems import Problem, SchemeFileError
from auditbeheer.scheme.wording import day_plain

HANDED_IN = 86_400
MOST_SHOWN = 40


@dataclass(frozen=True)
class Shown:
    """A scheme of today with the file that it stands in; ``adopted`` None: it ships, or stands in our own folder."""

    scheme: Scheme
    adopted: AdoptedScheme | None


def scheme_routes(area: Blueprint) -> None:
    """Join the pages to the area."""
    both = ["GET", "POST"]
    area.add_url_rule("/instelling/schemas", view_func=scheme_list)
    area.add_url_rule("/instelling/schemas/<key>.toml", view_func=scheme_file)
    area.add_url_rule("/instelling/schemas/vastgesteld/<int(max=2147483647):adopted_id>.toml", view_func=adopted_file)
    area.add_url_rule("/instelling/schemas/controleren", view_func=hand_in_scheme, methods=both)
    area.add_url_rule("/instelling/schemas/vaststellen", view_func=adopt, methods=both)


@permit(Permission.READ)
def scheme_list() -> Response:
    """Every scheme of today, and every file that was adopted or will hold."""
    mine = adopted_on(db(), today())
    rows = [Shown(scheme, mine.get(scheme.key)) for scheme in schemes()]
    return page("organisation/schemas.html", rows=rows, past=list(reversed(adopted_schemes(db()))))


@permit(Permission.READ)
def scheme_file(key: str) -> Response:
    """The file of a scheme as it holds today: where a new one starts from."""
    row = adopted_on(db(), today()).get(key)
    return _handed_out(found(row.text if row else base_text(key)), key)


@permit(Permission.READ)
def adopted_file(adopted_id: int) -> Response:
    """A file as it was adopted."""
    row: AdoptedScheme = found(adopted_by_id(db(), adopted_id))
    return _handed_out(row.text, f"{row.key}-{row.from_day.isoformat()}")


def _handed_out(text: str, name: str) -> Response:
    answer = make_response(text)
    answer.headers["Content-Type"] = "application/toml; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer


@permit(Permission.SCHEME)
def hand_in_scheme() -> Response:
    """Hand a file in; it is read at once, and every problem is told."""
    form, problems = SchemeFileForm(), []
    if submitted(form):
        name, content = form.file.data
        try:
            scheme = read_handed_in(as_text(content, name), name)
        except SchemeFileError as error:
            problems = list(error.problems)
            form.object_to("file", "Dit bestand is nog geen schema. Hieronder staat wat er niet klopt")
            db().rollback()
        else:
            token = _tokens().dumps([name, shelf().put(content)])
            return saved(form, url_for("organisation.adopt", bestand=token), f"{scheme.name} is gelezen.")
    return page("organisation/schema-controleren.html", form=form, problems=problems[:MOST_SHOWN],
                more=max(len(problems) - MOST_SHOWN, 0))  # fmt: skip


def _tokens() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="schemabestand")


def _waiting() -> tuple[str, str]:
    """Name and text of the file that was handed in."""
    try:
        name, digest = _tokens().loads(request.args.get("bestand", ""), max_age=HANDED_IN)
        return str(name), as_text(shelf().get(digest), str(name))
    except (BadData, OSError, ValueError):
        found(None)
        raise


@permit(Permission.SCHEME)
def adopt() -> Response:
    """What the file changes, field by field; and adopting it, with its day and the document."""
    name, text = _waiting()
    form = AdoptForm(data={"from_day": today()})
    if submitted(form):
        with attempt(form):
            row = adopt_scheme(db(), actor(), now(), text=text, file_name=name, from_day=form.from_day.data,
                               document=form.document.data)  # fmt: skip
            told = f"{read_handed_in(text, name).name} is vastgesteld. Het geldt vanaf {day_plain(row.from_day)}."
            return saved(form, url_for("organisation.scheme_list"), told)
    scheme = read_handed_in(text, name)
    old = previous_of(scheme, schemes())
    changes = by_section(compare(old, scheme))
    return page("organisation/schema-vaststellen.html", form=form, scheme=scheme, old=old, changes=changes, name=name,
                problems=_lacking(text, name)[:MOST_SHOWN])  # fmt: skip


def _lacking(text: str, name: str) -> list[Problem]:
    """What a complete file still needs."""
    try:
        as_adopted(text, name, today(), name)
    except SchemeFileError as error:
        return list(error.problems)
    return []
