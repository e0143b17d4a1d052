"""The personnel file on paper."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from auditbeheer.accounts.gate import actor, permit
from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.pictures import PictureFiles, letterhead
from auditbeheer.plumbing.files import PDF
from auditbeheer.plumbing.serving import hand_out
from auditbeheer.plumbing.web import db, now, shelf, today
from auditbeheer.qualifications import pages
from auditbeheer.qualifications.personnel_pdf import render_file
from auditbeheer.qualifications.views.asked import chosen_day, own_or_all, person_by


def paper_routes(qualifications: Blueprint) -> None:
    """Add the page to the blueprint of qualifications."""
    qualifications.add_url_rule("/auditors/<int:person>/personeelsdossier.pdf", view_func=personnel_file)


@permit(Permission.READ)
def personnel_file(person: int) -> Response:
    """One person's file as PDF, as it stands on a chosen day: one's own, or anybody's for who reads all."""
    own_or_all(person)
    employee, (day, _) = person_by(person), chosen_day()
    style = PictureFiles(current_app.extensions["settings"].house_style_dir, shelf())
    view = pages.person_page(db(), actor(), now(), employee, day)
    content = render_file(pages.on_paper(view, letterhead(db(), day, style), printed_on=today()))
    return hand_out(content, name=f"personeelsdossier-{employee.name}.pdf", media_type=PDF)
