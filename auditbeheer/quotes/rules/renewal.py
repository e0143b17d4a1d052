"""When a recertification begins, by when its audit and its decision must be, and when it can be started (PLA-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.audit_days import SafeAuditDay, latest_safe_audit_day
from auditbeheer.scheme.condition import SETTING, Condition, Figure
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_months
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain


@dataclass(frozen=True, slots=True)
class RenewalDays:
    """``begins``: from when it stands on the work list. ``audit_by``: None while its scheme has no terms yet (SCH-5).

    ``decide_by``: the last day of the certificate; decided later, there is a gap (CER-1a).
    """

    begins: Figure[date]
    audit_by: SafeAuditDay | None
    decide_by: date


@traced("PLA-1", test="tests/quotes/test_renewal.py::test_the_days_of_a_renewal_follow_from_the_last_day")
def renewal_days(scheme: Scheme | None, last_day: date, rules: OwnRules) -> RenewalDays:
    """The days of a recertification under ``scheme`` (None: not known yet), for a certificate that ends ``last_day``.

    >>> from auditbeheer.scheme.own_rules import defaults
    >>> renewal_days(None, date(2027, 3, 3), defaults()).begins.value
    datetime.date(2026, 6, 3)
    """
    ahead = rules["renewal_months"]
    day = add_months(last_day, -ahead.integer)
    months = counted(ahead.integer, "maand", "maanden")
    why = f"{months} voor {day_plain(last_day)} ({ahead.source.label}): vanaf {day_plain(day)}."
    safe = latest_safe_audit_day(scheme, last_day, rules) if scheme and scheme.deviations is not None else None
    return RenewalDays(Figure(day, ahead.source, why), safe, last_day)


def may_be_started(started: str) -> list[Condition]:
    """Whether a recertification can be started: once. ``started``: the number of the dossier that it is, or ''."""
    refusal = f"Deze hercertificering is al gestart: dossier {started}." if started else ""
    text = "De hercertificering is nog niet gestart"
    return [Condition("hercertificering.gestart", text, not started, started or "nog niet", SETTING, refusal)]


def may_be_ended(started: str, ended_on: date | None) -> list[Condition]:
    """Whether it can be recorded that the working group does not go on: not started, and not recorded before."""
    fact = f"op {day_plain(ended_on)}" if ended_on else "nog niet"
    refusal = f"Dat de werkgroep niet verdergaat, is al vastgelegd {fact}." if ended_on else ""
    return [
        *may_be_started(started),
        Condition("hercertificering.open", "Er is nog niets besloten", ended_on is None, fact, SETTING, refusal),
    ]
