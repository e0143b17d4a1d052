"""How the system says no: with every condition that is not met, each with its fact and source (C5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditbeheer.scheme.condition import Condition, unmet


class Refused(Exception):
    """An act that may not be done (yet). ``conditions`` holds all that were looked at, met and unmet."""

    def __init__(self, conditions: Iterable[Condition], *, field: str | None = None) -> None:
        self.conditions: Sequence[Condition] = tuple(conditions)
        self.field = field
        super().__init__(" ".join(condition.fact or condition.text for condition in self.objections))

    @property
    def objections(self) -> Sequence[Condition]:
        """The conditions that are not met."""
        return tuple(unmet(self.conditions))


class Clash(Exception):
    """Somebody else changed the same thing meanwhile. ``theirs`` maps field name to the text that stands now."""

    def __init__(self, *, who: str, when: str, theirs: dict[str, str]) -> None:
        self.who, self.when, self.theirs = who, when, theirs
        super().__init__(f"{who} {when}")


def require(conditions: Iterable[Condition], *, field: str | None = None) -> None:
    """Go on only when every condition is met; otherwise ``Refused``. ``field``: the form field it is about."""
    looked_at = tuple(conditions)
    if unmet(looked_at):
        raise Refused(looked_at, field=field)
