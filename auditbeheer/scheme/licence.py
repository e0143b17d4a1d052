"""The licence of the CCV without which no contract is made and no certificate issued (QUO-10)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence in force from ``starts`` up to and including ``ends`` (None: no end known)."""

    starts: date
    ends: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the licence is in force on a day.

        >>> Licence(date(2024, 1, 1), date(2026, 12, 31)).holds_on(date(2026, 12, 31))
        True
        """
        return self.starts <= day and (self.ends is None or day <= self.ends)


@traced("QUO-10", test="tests/scheme/test_licence.py::test_without_a_licence_in_force_nothing_is_signed_or_issued")
def licence_conditions(scheme: Scheme, licences: Iterable[Licence], day: date) -> list[Condition]:
    """Whether the body has a licence in force on a day. Raises Refusal for a concept. Source: B4 §6.1, S31 §4.1.1."""
    required = known(scheme, scheme.decision, "de voorwaarden voor het besluit").licence_required
    held = next((licence for licence in licences if licence.holds_on(day)), None)
    fact = f"geen licentie op {day_plain(day)}"
    if held:
        end = f" tot en met {day_plain(held.ends)}" if held.ends else ""
        fact = f"licentie vanaf {day_plain(held.starts)}{end}"
    source = scheme.source(required)
    refusal = f"Op {day_plain(day)} is er geen geldige licentie van het CCV ({source.label})."
    text = f"Een licentie van het CCV op {day_plain(day)}"
    return [Condition("licentie.geldig", text, held is not None, fact, source, refusal)]
