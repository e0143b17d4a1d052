"""Pages of the documents: the papers, and the figures beside them."""

from auditbeheer.documents.views.figures import figure_routes
from auditbeheer.documents.views.papers import documents

__all__ = ["documents"]

figure_routes(documents)
