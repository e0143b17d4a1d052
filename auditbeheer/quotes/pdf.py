"""The papers of this area: the quote and the agreement, each from its facts."""

from auditbeheer.quotes.agreement_pdf import AgreementFacts, Contractor, Visit, render_agreement
from auditbeheer.quotes.quote_pdf import PriceLine, QuoteFacts, Stated, render_quote, render_quotes

__all__ = [
    "AgreementFacts",
    "Contractor",
    "PriceLine",
    "QuoteFacts",
    "Stated",
    "Visit",
    "render_agreement",
    "render_quote",
    "render_quotes",
]
