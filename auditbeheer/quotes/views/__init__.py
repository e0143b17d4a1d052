"""The pages of application, quote and agreement, under ``/dossiers/<nummer>``."""

from __future__ import annotations

from flask import Blueprint

from auditbeheer.quotes.views.agreement import agreement_routes
from auditbeheer.quotes.views.application import application_routes
from auditbeheer.quotes.views.bundle import bundle_routes
from auditbeheer.quotes.views.changes import change_routes
from auditbeheer.quotes.views.correspondence import correspondence_routes
from auditbeheer.quotes.views.elsewhere import elsewhere_routes
from auditbeheer.quotes.views.intake import intake_routes
from auditbeheer.quotes.views.moving import moving_routes
from auditbeheer.quotes.views.ownership import ownership_routes
from auditbeheer.quotes.views.parts import parts_routes
from auditbeheer.quotes.views.public import public_routes
from auditbeheer.quotes.views.quote import quote_routes
from auditbeheer.quotes.views.renewal import renewal_routes
from auditbeheer.quotes.views.splitting import splitting_routes
from auditbeheer.quotes.views.supplement import supplement_routes

quotes = Blueprint("quotes", __name__)
application_routes(quotes)
quote_routes(quotes)
bundle_routes(quotes)
agreement_routes(quotes)
supplement_routes(quotes)
renewal_routes(quotes)
correspondence_routes(quotes)
ownership_routes(quotes)
parts_routes(quotes)
moving_routes(quotes)
splitting_routes(quotes)
public_routes(quotes)
intake_routes(quotes)
change_routes(quotes)
elsewhere_routes(quotes)
