"""When logging in is slowed down: a setting of the system, no rule of a scheme."""

from __future__ import annotations

from auditbeheer.scheme.condition import SETTING, Condition

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
