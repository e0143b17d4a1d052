"""The form for somebody's year: least, aim and most, in audits and in hours; each may stay empty."""

from __future__ import annotations

from auditbeheer.planning.rules.targets import Bounds
from auditbeheer.plumbing.forms import CountField, MayStayEmpty, TaskForm


def _number(label: str, example: str, most: int) -> CountField:
    return CountField(label, [MayStayEmpty()], least=0, most=most, example=example)


class TargetForm(TaskForm):
    """Six numbers, none of which must be there."""

    audits_minimum = _number("Audits, minimaal", "5", 500)
    audits_target = _number("Audits, streefaantal", "20", 500)
    audits_maximum = _number("Audits, maximaal", "30", 500)
    hours_minimum = _number("Uren, minimaal", "60", 3000)
    hours_target = _number("Uren, streefaantal", "240", 3000)
    hours_maximum = _number("Uren, maximaal", "400", 3000)

    def bounds(self, of: str) -> Bounds:
        """The three numbers of ``audits`` or ``hours``."""
        values = (self[f"{of}_{name}"].data for name in ("minimum", "target", "maximum"))
        return Bounds(*(None if value is None else int(value) for value in values))
