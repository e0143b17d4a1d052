"""What can be done with documents: ask, receive, assess, type figures over, decide on the set."""

from auditbeheer.documents.service.figures import record_figures, take_over_figures
from auditbeheer.documents.service.papers import (
    add_measure,
    assess_document,
    change_measure,
    decide_completeness,
    receive_document,
    record_survey,
    request_documents,
    return_infected,
)

__all__ = [
    "add_measure",
    "assess_document",
    "change_measure",
    "decide_completeness",
    "receive_document",
    "record_figures",
    "record_survey",
    "request_documents",
    "return_infected",
    "take_over_figures",
]
