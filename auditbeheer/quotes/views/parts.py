"""Parts that may be one area: what is proposed, what was decided, and deciding (ARE-4)."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.forms import options
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, submitted, today
from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.parts_forms import PartsForm, UndoForm
from auditbeheer.quotes.service.parts import decide_parts, undo_parts
from auditbeheer.relations.models import OneArea, Partnership
from auditbeheer.relations.models.shapes import decisions_on_one_area
from auditbeheer.relations.service.one_area import conditions_after, proposed_parts
from auditbeheer.scheme.wording import join_and

KEY = "<int(max=2147483647):{}>"


def parts_routes(quotes: Blueprint) -> None:
    """Add the pages to the blueprint of quotes."""
    base, both = f"/relaties/{KEY.format('id')}/delen", ["GET", "POST"]
    quotes.add_url_rule(base, view_func=parts)
    quotes.add_url_rule(f"{base}/besluiten", view_func=decide, methods=both)
    quotes.add_url_rule(f"{base}/{KEY.format('decision_id')}/intrekken", view_func=undo, methods=both)


@permit(Permission.READ_ALL)
def parts(id: int) -> Response:
    """What looks like one area, with how it would then stand against the rules; and what was decided."""
    row: Partnership = found(db().get(Partnership, id))
    names = {link.area_id: link.area.name for link in row.areas}
    proposed = [
        (one, conditions_after(row, dict.fromkeys(one.parts, one.name), schemes(), today()))
        for one in proposed_parts(db(), row, today())
    ]
    return page(
        "quotes/delen.html", partnership=row, proposed=proposed, decisions=decisions_on_one_area(db(), id), names=names
    )


@permit(Permission.RELATIONS)
def decide(id: int) -> Response:
    """Decide whether the parts that are ticked count as one."""
    row: Partnership = found(db().get(Partnership, id))
    form = PartsForm(data={"areas": request.args.getlist("gebied"), "name": request.args.get("naam", "")[:200]})
    form.areas.choices = options((str(link.area_id), link.area.name) for link in row.current_links)
    if submitted(form):
        with attempt(form):
            followed = decide_parts(
                db(), actor(), now(), row, area_ids=[int(one) for one in form.areas.data], name=form.name.data,
                as_one=form.as_one.data == "ja", why=form.why.data, library=schemes(),
            )  # fmt: skip
            return saved(form, url_for("quotes.parts", id=id), f"Het besluit is vastgelegd.{_told(followed)}")
    return page("quotes/delen-besluiten.html", form=form, partnership=row)


@permit(Permission.RELATIONS)
def undo(id: int, decision_id: int) -> Response:
    """Take a decision back."""
    row: Partnership = found(db().get(Partnership, id))
    decision: OneArea = found(db().get(OneArea, decision_id))
    found(decision if decision.partnership_id == id else None)
    form = UndoForm()
    if submitted(form):
        with attempt(form):
            followed = undo_parts(db(), actor(), now(), decision, row, why=form.why.data, library=schemes())
            return saved(form, url_for("quotes.parts", id=id), f"Het besluit is ingetrokken.{_told(followed)}")
    return page("quotes/delen-intrekken.html", form=form, partnership=row, decision=decision)


def _told(followed: list[Trajectory]) -> str:
    if not followed:
        return ""
    numbers = join_and([row.number for row in followed])
    return f" {numbers} telt het aantal terreinen opnieuw. Bevestig die aanvraag nog een keer."
