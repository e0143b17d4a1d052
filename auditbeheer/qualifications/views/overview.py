"""The list of auditors and the matrix of competence, on the screen and as a workbook."""

from __future__ import annotations

from flask import Blueprint, Response

from auditbeheer.accounts.gate import permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.spreadsheet import XLSX, as_xlsx
from auditbeheer.plumbing.web import db, page, today
from auditbeheer.qualifications import pages
from auditbeheer.qualifications.views.asked import chosen_day


def overview_routes(qualifications: Blueprint) -> None:
    """Add the pages to the blueprint of qualifications."""
    qualifications.add_url_rule("/auditors", view_func=overview)
    qualifications.add_url_rule("/auditors/matrix", view_func=matrix)
    qualifications.add_url_rule("/auditors/matrix.xlsx", view_func=matrix_sheet)


@permit(Permission.READ_ALL)
def overview() -> Response:
    """Everybody who can be in a team, with the state of today."""
    newest = pages.schemes_with_criteria()[0]
    return page("qualifications/auditors.html", rows=pages.rows_on(db(), today()), scheme=newest)


@permit(Permission.READ_ALL)
def matrix() -> Response:
    """Persons by schemes and roles on a chosen day."""
    day, objection = chosen_day()
    return page(
        "qualifications/matrix.html", matrix=pages.matrix_on(db(), day), objection=objection,
        unknown=pages.schemes_without_criteria(),
    )  # fmt: skip


@permit(Permission.READ_ALL)
def matrix_sheet() -> Response:
    """The matrix as a workbook: a row per person, scheme and role."""
    day, _ = chosen_day()
    rows = pages.sheet_of(pages.matrix_on(db(), day))
    content = as_xlsx(f"Stand {day.isoformat()}", pages.SHEET_HEAD, rows)
    return hand_out(content, name=f"kwalificaties-{day.isoformat()}.xlsx", media_type=XLSX, save=True)
