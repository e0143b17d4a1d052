"""The papers of this area: the quote, its supplement and the agreement, each from its facts."""

from auditbeheer.quotes.agreement_pdf import AgreementFacts, Contractor, Visit, render_agreement
from auditbeheer.quotes.quote_pdf import PriceLine, QuoteFacts, Stated, render_quote, render_quotes
from auditbeheer.quotes.supplement_pdf import SupplementFacts, render_supplement

__all__ = [
    "AgreementFacts",
    "Contractor",
    "PriceLine",
    "QuoteFacts",
    "Stated",
    "SupplementFacts",
    "Visit",
    "render_agreement",
    "render_quote",
    "render_quotes",
    "render_supplement",
]
