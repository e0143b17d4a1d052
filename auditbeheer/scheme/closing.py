"""Whether all deviations are closed before a positive decision (AUD-8)."""

from collections.abc import Sequence

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, join_and


@traced("AUD-8", test="tests/scheme/test_closing.py::test_an_open_deviation_holds_up_a_positive_decision")
def closed_conditions(scheme: Scheme, open_deviations: Sequence[str], found: int) -> list[Condition]:
    """Whether no deviation is open. Source: S31 §4.4.4; for 4.0 the body's own rule, which nothing sets aside.

    ``open_deviations``: the names of the open ones; ``found``: how many there were. Raises Refusal for a concept.
    """
    stated = known(scheme, scheme.decision, "de voorwaarden voor het besluit").all_deviations_closed
    source = scheme.source(stated)
    fact = "geen afwijkingen" if not found else f"alle {found} gesloten" if found > 1 else "gesloten"
    if open_deviations:
        verb = "is" if len(open_deviations) == 1 else "zijn"
        count = counted(len(open_deviations), "afwijking", "afwijkingen")
        fact = f"{count} {verb} nog open: {join_and(open_deviations)}"
    text = "Alle afwijkingen zijn aantoonbaar gesloten"
    return [Condition("afwijkingen.gesloten", text, not open_deviations, fact, source)]
