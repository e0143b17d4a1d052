"""Which passwords are too easy to guess."""

from __future__ import annotations

import pytest

from auditbeheer.accounts.rules import password_objection


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("kort", "ten minste 12 tekens"),
        ("abababababababab", "meer verschillende tekens"),
        ("welkom annelies vos", "uw naam of e-mailadres"),
        ("mijn a.vos.1234567", "uw naam of e-mailadres"),
    ],
)
def test_a_password_that_is_easy_to_guess_is_refused_with_what_to_do(password: str, words: str) -> None:
    objection = password_objection(password, "Annelies Vos", "a.vos@voorbeeld.nl")
    assert objection is not None
    assert words in objection


def test_a_sentence_will_do() -> None:
    assert password_objection("een lange zin met paarden", "Annelies Vos", "a.vos@voorbeeld.nl") is None
