"""The minimum audit time, with its receipt, and whether the hours of a quote are allowed (QUO-6, QUO-7, QUO-8)."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from auditbeheer.scheme.condition import Condition, Receipt, ReceiptLine, Refusal, Source, unmet
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules, defaults
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import AuditTimeRules
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, hours, number


@dataclass(frozen=True, slots=True)
class AuditTime:
    """The least number of hours for an audit, in person-hours of qualified team members.

    ``on_location`` is circa, and None where the scheme does not give it. ``parts`` are the hours per part by code,
    empty where the scheme gives only a total.
    """

    minimum: Decimal
    on_location: Decimal | None
    parts: dict[str, Decimal]
    source: Source
    explanation: str
    receipt: Receipt


def area_conditions(scheme: Scheme, areas: int) -> list[Condition]:
    """Whether the scheme has an audit time for this number of areas.

    Raises Refusal when the scheme is a concept that does not know audit times.
    """
    rules = known(scheme, scheme.audit_time, "de audittijd")
    if not rules.steps:
        source = scheme.source(rules.parts[0])
        return [Condition("audittijd.terreinen", "Ten minste 1 terrein", areas >= 1, _parks(areas), source)]
    lowest, highest = rules.steps[0], rules.steps[-1]
    source = scheme.source(highest)
    refusal = (
        f"Voor {_parks(areas)} is er geen audittijd: die is er voor {lowest.areas} tot en met"
        f" {highest.areas} terreinen ({source.label})."
    )
    text = f"De audittijd is er voor {lowest.areas} tot en met {highest.areas} terreinen"
    met = lowest.areas <= areas <= highest.areas
    return [Condition("audittijd.terreinen", text, met, _parks(areas), source, refusal)]


@traced(
    "QUO-6",
    "QUO-8",
    test="tests/scheme/test_audit_time.py::test_the_minimum_is_that_of_the_vectors",
)
def audit_time(scheme: Scheme, areas: int, rules: OwnRules | None = None) -> AuditTime:
    """The minimum audit time for a number of areas. Source: B4 §6.3.1, S31 §4.3.

    Raises Refusal for a number of areas that the scheme does not cover, and for a concept.

    >>> from auditbeheer.scheme.library import packaged
    >>> [str(audit_time(packaged()["kvo-b-4.0"], areas).minimum) for areas in (1, 2, 3, 4)]
    ['8', '10', '11', '12']
    >>> audit_time(packaged()["kvo-b-4.0"], 5)
    Traceback (most recent call last):
    auditbeheer.scheme.condition.Refusal: Voor 5 terreinen is er geen audittijd: die is er voor 1 tot en met 4 terreinen
    (B4 §6.3.1).
    """
    if unmet(conditions := area_conditions(scheme, areas)):
        raise Refusal(conditions)
    times = known(scheme, scheme.audit_time, "de audittijd")
    return _by_table(scheme, times, areas) if times.steps else _by_parts(scheme, times, rules or defaults())


def _by_table(scheme: Scheme, times: AuditTimeRules, areas: int) -> AuditTime:
    step = times.steps[areas - 1]
    source = scheme.source(step)
    what = "1 bedrijventerrein" if areas == 1 else f"cluster van {areas} bedrijventerreinen"
    explanation = f"{hours(step.hours)} uur: {what} ({source.label})."
    on_location = None
    if times.on_location_share:
        on_location = step.hours * times.on_location_share.value
        explanation += f" Daarvan is circa {hours(on_location)} uur op locatie."
    line = ReceiptLine(f"Minimale audittijd, {what}", step.hours, "uur", source)
    receipt = Receipt("Audittijd", (line,), step.hours, "uur")
    return AuditTime(step.hours, on_location, {}, source, explanation, receipt)


def _by_parts(scheme: Scheme, times: AuditTimeRules, rules: OwnRules) -> AuditTime:
    manday = rules["manday_hours"]
    parts = {part.code: part.mandays * manday.decimal for part in times.parts}
    total = sum(parts.values(), Decimal(0))
    source = scheme.source(times.parts[0])
    lines = tuple(
        ReceiptLine(f"Minimaal {number(part.mandays)} mandag {part.name}", parts[part.code], "uur", scheme.source(part))
        for part in times.parts
    )
    note = ReceiptLine(f"Een mandag is {hours(manday.decimal)} uur", None, "", manday.source)
    mandays = number(sum((part.mandays for part in times.parts), Decimal(0)))
    explanation = (
        f"{hours(total)} uur: {mandays} mandag, voor elk aantal terreinen ({source.label}),"
        f" met {hours(manday.decimal)} uur in een mandag ({manday.source.label})."
    )
    receipt = Receipt("Audittijd", (*lines, note), total, "uur")
    return AuditTime(total, None, parts, source, explanation, receipt)


@traced("QUO-6", test="tests/scheme/test_audit_time.py::test_circa_the_part_of_the_scheme_is_on_location")
def circa_on_location(scheme: Scheme, total: Decimal) -> Decimal | None:
    """Circa how many of these hours are on location, to a quarter; None where the scheme does not say. B4 §6.3.1.

    >>> from auditbeheer.scheme.library import packaged
    >>> [circa_on_location(packaged()[key], Decimal("9.25")) for key in ("kvo-b-4.0", "kvo-3.1")]
    [Decimal('4.75'), None]
    """
    share = known(scheme, scheme.audit_time, "de audittijd").on_location_share
    return None if share is None else min((total * share.value * 4).quantize(Decimal(1), ROUND_HALF_UP) / 4, total)


@traced("QUO-7", "QUO-8", test="tests/scheme/test_audit_time.py::test_fewer_hours_than_the_minimum_are_refused")
def hours_conditions(
    scheme: Scheme, areas: int, offered: Decimal, reason: str, rules: OwnRules | None = None
) -> list[Condition]:
    """Whether a number of hours may be offered. Source: B4 §6.3.1, S31 §4.3.

    Under 4.0 never fewer than the minimum, more only with a reason; under 3.1 any other number with a justification.
    Raises Refusal as :func:`audit_time` does.
    """
    times = known(scheme, scheme.audit_time, "de audittijd")
    time = audit_time(scheme, areas, rules)
    fact = f"{hours(offered)} uur"
    label = time.source.label
    conditions = []
    if not times.less_with_reason.value:
        refusal = (
            f"Minder dan {hours(time.minimum)} uur kan niet: dat is het minimum bij {_parks(areas)} ({label})."
            " Meer uren mag, met een reden."
        )
        text = f"Ten minste {hours(time.minimum)} uur"
        conditions.append(Condition("audittijd.minimum", text, offered >= time.minimum, fact, time.source, refusal))
    explained = offered == time.minimum or bool(reason.strip())
    word = "onderbouwing" if times.less_with_reason.value else "reden"
    refusal = f"Voor een ander aantal uren dan {hours(time.minimum)} is een {word} nodig ({label})."
    text = f"Een {word} bij een ander aantal uren dan {hours(time.minimum)}"
    if conditions and unmet(conditions):
        return conditions
    return [*conditions, Condition("audittijd.reden", text, explained, fact, time.source, refusal)]


def _parks(areas: int) -> str:
    return counted(areas, "terrein", "terreinen")
