"""The days that hang on the audit day: documents before, report after, latest safe day (DOC-1, AUD-6, PLA-1)."""

from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.condition import Condition, Figure, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.terms import Deadline, add_days, add_months, deadline
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_plain


@traced("DOC-1", test="tests/scheme/test_audit_days.py::test_documents_and_report_are_due_on_the_days_of_the_vectors")
def documents_due(scheme: Scheme, audit_day: date) -> Deadline | None:
    """The last day for the document set; None where the scheme has no such term. Source: B4 §5.2.1.

    Never moved to a working day: later would be too late. Raises Refusal for a concept.

    >>> from auditbeheer.scheme.library import packaged
    >>> documents_due(packaged()["kvo-b-4.0"], date(2024, 3, 14)).day
    datetime.date(2024, 2, 29)
    """
    before = known(scheme, scheme.documents, "de documentenset").days_before
    if before is None:
        return None
    source = scheme.source(before)
    days = counted(before.value, "dag", "dagen")
    explanation = f"Uiterlijk {days} voor de audit van {day_plain(audit_day)} ({source.label})."
    return Deadline(add_days(audit_day, -before.value), source, explanation)


@traced("AUD-6", test="tests/scheme/test_audit_days.py::test_documents_and_report_are_due_on_the_days_of_the_vectors")
def report_due(scheme: Scheme, audit_day: date, rules: OwnRules | None = None) -> Deadline | None:
    """The last day to send the report; None where the scheme has no such term. Source: B4 §6.4.

    Raises Refusal for a concept.

    >>> from auditbeheer.scheme.library import packaged
    >>> report_due(packaged()["kvo-b-4.0"], date(2026, 12, 9)).day
    datetime.date(2026, 12, 23)
    """
    after = known(scheme, scheme.report, "het rapport").days
    if after is None:
        return None
    source = scheme.source(after)
    days = counted(after.value, "dag", "dagen")
    explanation = f"Binnen {days} na de audit van {day_plain(audit_day)} ({source.label})."
    return deadline(add_days(audit_day, after.value), source, explanation, rules)


@dataclass(frozen=True, slots=True)
class SafeAuditDay(Figure[date]):
    """The latest safe audit day; ``sources``: the terms of the scheme, and the body's days for the decision."""

    sources: tuple[Source, ...] = ()


@traced("PLA-1", test="tests/scheme/test_audit_days.py::test_the_latest_safe_audit_day_is_that_of_the_vectors")
def latest_safe_audit_day(scheme: Scheme, last_day: date, rules: OwnRules | None = None) -> SafeAuditDay:
    """The last audit day that leaves room for a deviation and the decision before a certificate ends.

    ``last_day``: the last day of the running certificate. Its source is the body's own rule. Raises Refusal for a
    concept.
    """
    terms = known(scheme, scheme.deviations, "de termijnen bij afwijkingen")
    decision = (rules or defaults())["decision_days"]
    months = terms.assessment_months.value + (terms.additions_months.value if terms.additions_months else 0)
    day = add_days(add_months(last_day, -months), -decision.integer)
    place = scheme.source(terms.assessment_months)
    explanation = (
        f"{day_plain(last_day)}, min {counted(months, 'maand', 'maanden')} voor aanvullen en beoordelen"
        f" ({place.label}), min {counted(decision.integer, 'dag', 'dagen')} voor het besluit"
        f" ({decision.source.label}): uiterlijk {day_plain(day)}."
    )
    return SafeAuditDay(day, decision.source, explanation, (place, decision.source))


def safe_day_conditions(
    scheme: Scheme, audit_day: date, last_day: date, rules: OwnRules | None = None
) -> list[Condition]:
    """Whether an audit day leaves room before the running certificate ends; later is allowed and warns of a gap."""
    safe = latest_safe_audit_day(scheme, last_day, rules)
    refusal = (
        f"Na {day_plain(safe.value)} kan een onderbreking ontstaan: het certificaat geldt tot en met"
        f" {day_plain(last_day)} ({safe.source.label})."
    )
    text = f"De audit is uiterlijk op {day_plain(safe.value)}"
    met = audit_day <= safe.value
    return [Condition("audit.veilige_dag", text, met, day_plain(audit_day), safe.source, refusal)]
