"""The pages of the client's door, and the page on which staff answer a message."""

from flask import Blueprint

from auditbeheer.portal.views.additions import addition_routes
from auditbeheer.portal.views.answering import answering_routes
from auditbeheer.portal.views.audit_plan import audit_plan_routes
from auditbeheer.portal.views.between import between_routes
from auditbeheer.portal.views.changes import changed_routes
from auditbeheer.portal.views.days import day_routes
from auditbeheer.portal.views.door import door_routes
from auditbeheer.portal.views.dossier import dossier_routes
from auditbeheer.portal.views.figures import figure_routes
from auditbeheer.portal.views.files import file_routes
from auditbeheer.portal.views.holding import holding_routes
from auditbeheer.portal.views.inviting import inviting_routes
from auditbeheer.portal.views.papers import paper_routes
from auditbeheer.portal.views.quote import quote_routes
from auditbeheer.portal.views.supplement import supplement_routes
from auditbeheer.portal.views.talking import talking_routes

portal = Blueprint("portal", __name__)
door_routes(portal)
dossier_routes(portal)
paper_routes(portal)
day_routes(portal)
audit_plan_routes(portal)
file_routes(portal)
figure_routes(portal)
quote_routes(portal)
supplement_routes(portal)
talking_routes(portal)
between_routes(portal)
answering_routes(portal)
changed_routes(portal)
addition_routes(portal)
holding_routes(portal)
inviting_routes(portal)
