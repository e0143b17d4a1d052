"""When logging in is slowed down, and who may stand in for whom: settings of the system, no rules of a scheme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import day_plain

TRIES = 8
WINDOW_MINUTES = 15
SHORTEST_PASSWORD = 12


def may_try_to_log_in(failures: int) -> list[Condition]:
    """Whether another try is allowed after ``failures`` wrong ones within the window.

    >>> may_try_to_log_in(7)[0].met, may_try_to_log_in(8)[0].met
    (True, False)
    """
    return [
        Condition(
            code="inloggen-tempo",
            text=f"Ten hoogste {TRIES} verkeerde pogingen in {WINDOW_MINUTES} minuten",
            met=failures < TRIES,
            fact=f"{failures} pogingen",
            source=SETTING,
            refusal=f"U probeerde het te vaak. Wacht {WINDOW_MINUTES} minuten en probeer het opnieuw",
        )
    ]


def password_objection(password: str, name: str, email: str) -> str | None:
    """Why a password is too easy to guess, as a sentence; None when it will do.

    >>> password_objection("kort", "A. Vos", "a@b.nl")
    'Kies een wachtwoord van ten minste 12 tekens. Een zin mag ook'
    """
    if len(password) < SHORTEST_PASSWORD:
        return f"Kies een wachtwoord van ten minste {SHORTEST_PASSWORD} tekens. Een zin mag ook"
    if len(set(password)) < 5:
        return "Kies een wachtwoord met meer verschillende tekens"
    plain = password.casefold()
    if name.casefold() in plain or email.partition("@")[0].casefold() in plain:
        return "Kies een wachtwoord waar uw naam of e-mailadres niet in staat"
    return None


Days = tuple[date, date]


def may_stand_in(
    days: Days, today: date, taken: Iterable[tuple[str, Days]], away: Iterable[Days], is_other: bool = True
) -> list[Condition]:
    """Whether somebody may stand in in ``days`` (first and last). ``taken``: who does so already, in which days;
    ``away``: the days in which the one who stands in has a stand-in of their own.

    >>> first, last = date(2026, 11, 23), date(2026, 12, 4)
    >>> [one.met for one in may_stand_in((first, last), first, [], [])]
    [True, True, True, True, True]
    >>> [one.met for one in may_stand_in((first, last), first, [("J. de Wit", (last, last))], [(last, last)])]
    [True, True, False, False, True]
    """
    first, last = days
    double = [name for name, other in taken if first <= last and _meet(days, other)]
    return [
        _condition(
            "vervanging-volgorde", "De laatste dag komt niet voor de eerste", first <= last, day_plain(last),
            "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag",
        ),
        _condition(
            "vervanging-voorbij", "De laatste dag is nog niet voorbij", last >= today, day_plain(last),
            "De laatste dag is al voorbij. Kies een latere laatste dag",
        ),
        _condition(
            "vervanging-dubbel", "In deze dagen is er nog geen vervanger", not double, ", ".join(double),
            f"In deze dagen is er al een vervanger: {', '.join(double)}. Kies andere dagen of stop die vervanging",
        ),
        _condition(
            "vervanging-zelf-weg", "De vervanger is er zelf", not any(_meet(days, other) for other in away), "",
            "De vervanger is in deze dagen zelf weg. Kies iemand anders",
        ),
        _condition(
            "vervanging-ander", "Een ander doet het werk", is_other, "",
            "Iemand kan het eigen werk niet overnemen. Kies een ander",
        ),
    ]  # fmt: skip


def may_take_over(works_here: bool, has_the_role: bool, is_other: bool) -> list[Condition]:
    """Whether somebody may become the one who answers for dossiers.

    >>> [one.met for one in may_take_over(True, False, True)]
    [True, False, True]
    """
    return [
        _condition(
            "overdracht-werkt-hier", "De collega werkt hier nog", works_here, "",
            "Deze collega werkt hier niet meer. Kies iemand anders",
        ),
        _condition(
            "overdracht-rol", "De rol van de collega past bij dit werk", has_the_role, "",
            "Een dossierhouder is planner of schemamanager. Kies iemand anders",
        ),
        _condition(
            "overdracht-ander", "De collega is een ander dan de dossierhouder van nu", is_other, "",
            "Deze collega is al de dossierhouder. Kies iemand anders",
        ),
    ]  # fmt: skip


def _meet(one: Days, other: Days) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _condition(code: str, text: str, met: bool, fact: str, refusal: str) -> Condition:
    return Condition(code=code, text=text, met=met, fact=fact, source=SETTING, refusal=refusal)
