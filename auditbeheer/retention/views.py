"""What may go because its retention has passed, and the decision of a person on it."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response, url_for

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.web import attempt, db, found, now, page, saved, shelf, submitted, today
from auditbeheer.retention import service
from auditbeheer.retention.forms import CleanUpForm
from auditbeheer.retention.models import CleanUp, clean_ups, files_of, open_clean_up
from auditbeheer.scheme.wording import counted

retention = Blueprint("retention", __name__, url_prefix="/opschonen")


@retention.get("")
@permit(Permission.BODY)
def overview() -> Response:
    """The proposal that waits, and those before it."""
    return _page(CleanUpForm())


def _page(form: CleanUpForm) -> Response:
    proposal = open_clean_up(db())
    files = files_of(db(), proposal) if proposal else []
    dossiers = [(trajectory, list(rows)) for trajectory, rows in groupby(files, key=lambda row: row.trajectory)]
    return page(
        "retention/opschonen.html", form=form, proposal=proposal, dossiers=dossiers, count=len(files),
        earlier=[one for one in clean_ups(db()) if one.decided_on], rule=own_rules_on(db(), today())["retention_years"],
    )  # fmt: skip


@retention.post("")
@permit(Permission.BODY)
def decide() -> Response:
    """Remove what the proposal names, or keep it all this year."""
    proposal: CleanUp = found(open_clean_up(db()))
    form = CleanUpForm()
    if submitted(form):
        with attempt(form):
            return _decided(form, proposal)
    return _page(form)


def _decided(form: CleanUpForm, proposal: CleanUp) -> Response:
    url = url_for("retention.overview")
    if form.answer.data == "bewaren":
        service.keep_papers(db(), actor(), now(), proposal, why=form.why.data)
        return saved(form, url, "Alles blijft bewaard. Volgend jaar komt er een nieuw voorstel.")
    count = service.remove_papers(db(), actor(), now(), proposal, why=form.why.data)
    answer = saved(form, url, f"{counted(count, 'bestand', 'bestanden')} verwijderd.")
    # Only now that it is committed: what is taken from the disk does not come back.
    service.drop_contents(shelf(), service.contents_to_drop(db()))
    return answer
