"""What a plan costs by the weights, reckoned from nothing: the yardstick of every plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from auditbeheer.planning.proposal.known import Known, quarters
from auditbeheer.planning.proposal.words import QUARTERS, Band, Costs, Placed, Weights, Year
from auditbeheer.planning.rules.week_hours import monday_of

AN_AUDIT = Decimal(8)  # an aim in audits weighs as much as one in hours, at so many hours an audit


def reckon(known: Known, plan: Iterable[Placed]) -> Costs:
    """What a plan costs with all that is fixed. ``plan``: the audits that move, at most one place for each."""
    placed = tuple(plan)
    costs = Costs(unplanned=QUARTERS * known.weights.unplanned * (len(known.movable) - len(placed)))
    for one in placed:
        costs += own_costs(known, one)
    everything = (*placed, *known.fixed)
    km = sum(known.roads.km(person, audits) for (person, _), audits in known.days_of(everything).items())
    return costs + Costs(km=QUARTERS * known.weights.km * km) + _of_people(known, everything)


def own_costs(known: Known, one: Placed) -> Costs:
    """What a place costs whatever the others are: a later week, rotation, a change of what stands, who rather not."""
    weights, audit, seat = known.weights, known.audits[one.audit], known.leads(one.audit, one.auditor)
    beyond = max(0, (seat.cycles if seat else 0) + 1 - known.office.most_cycles)
    keep = audit.keep
    changed = keep is not None and (
        one.auditor != keep.auditor or one.supervisor != keep.supervisor or monday_of(one.day) != monday_of(keep.day)
    )
    return Costs(
        slack=QUARTERS * weights.slack * known.waited(one.audit, one.day),
        rotation=QUARTERS * weights.rotation * beyond,
        keep=QUARTERS * weights.keep * changed,
        rather_not=QUARTERS * weights.rather_not * audit.rather_not.get(one.day, 0),
    )


def _of_people(known: Known, everything: tuple[Placed, ...]) -> Costs:
    hours, led = loads(known, everything)
    total: Counter[str] = Counter({key: known.done(key) for key in known.fair})
    for (person, _), quarter in hours.items():
        total[person] += quarter
    costs = Costs(fairness=fairness(known, total))
    for key, year in known.years.items():
        costs += of_year(known.weights, year, hours[key], led[key])
    return costs


def loads(known: Known, plan: Iterable[Placed]) -> tuple[Counter[tuple[str, int]], Counter[tuple[str, int]]]:
    """Per person and year: quarters of an hour, and audits led. Who supervises spends the hours on location."""
    hours: Counter[tuple[str, int]] = Counter()
    led: Counter[tuple[str, int]] = Counter()
    for one in plan:
        hours[one.auditor, one.day.year] += known.hours[one.audit]
        led[one.auditor, one.day.year] += 1
        if one.supervisor is not None:
            hours[one.supervisor, one.day.year] += known.on_location[one.audit]
    return hours, led


def fairness(known: Known, total: Mapping[str, int]) -> int:
    """The cost of whoever is furthest from a fair share, above or below it."""
    furthest = max((abs(total[key] - share) for key, share in known.fair.items()), default=0)
    return known.weights.fairness * furthest


def of_year(weights: Weights, year: Year, hours: int, led: int) -> Costs:
    """The cost of somebody's year with so many quarters and audits on top of what was done."""
    audit = quarters(AN_AUDIT)
    target = of_band(weights, year.hours, quarters(year.done_hours) + hours, 1, QUARTERS)
    target += of_band(weights, year.audits, year.done_audits + led, audit, 1)
    return Costs(target=target, five=QUARTERS * weights.five * max(0, year.short_of_five - led))


def of_band(weights: Weights, band: Band, value: int, each: int, scale: int) -> int:
    """How far a value lies from the aim and below the least; ``each``: how a unit weighs, ``scale``: units in one.

    >>> of_band(Weights(target=1, minimum=4), Band(Decimal(10), Decimal(20)), 36, 1, 4)  # 9 hours: 11 and 1 short
    60
    """
    away = 0 if band.target is None else abs(value - int(band.target * scale))
    below = 0 if band.minimum is None else max(0, int(band.minimum * scale) - value)
    return each * (weights.target * away + weights.minimum * below)
