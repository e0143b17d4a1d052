"""What must hold before somebody changes a file: judges evidence, acts, writes into a ledger, gives a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from auditbeheer.qualifications.rules.qualification import BY_LEDGER, State
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role, criteria
from auditbeheer.scheme.terms import add_years
from auditbeheer.scheme.wording import day_plain


def wanted_only(conditions: Sequence[Condition]) -> list[Condition]:
    """The criteria without the act itself: what must be met before the act."""
    return [condition for condition in conditions if condition.code != "kwalificatie.besluit"]


def stands_as(person: str, state: State, wanted: Sequence[State]) -> Condition:
    """Whether the qualification stands in one of the wanted states, so that the act makes sense."""
    words = " of ".join(word.value.lower() for word in wanted)
    return Condition(
        code="kwalificatie.stand",
        text=f"Stand op die dag: {words}",
        met=state in wanted,
        fact=state.value.lower(),
        source=SETTING,
        refusal=f"{person} is dan {state.value.lower()}. Dit kan alleen bij: {words}.",
    )


def takes_effect(day: date, today: date, earlier: Iterable[date]) -> list[Condition]:
    """Whether an act can hold from this day: not in the past, at most a year ahead, and not before another act.

    ``earlier``: the days of the acts that are there. Nothing gets a day in the past: audits rest on it.
    """
    last = max(earlier, default=None)
    return [
        Condition("besluit.dag", "Het besluit gaat vandaag of later in", day >= today, day_plain(day), SETTING,
                  "Een besluit gaat vandaag in of op een latere dag, nooit in het verleden."),
        Condition("besluit.binnen_een_jaar", "Het besluit gaat binnen een jaar in", day <= add_years(today, 1),
                  day_plain(day), SETTING, "Kies een dag binnen een jaar."),
        Condition("besluit.na_het_vorige", "Het besluit komt na het vorige", last is None or day >= last,
                  "" if last is None else day_plain(last), SETTING,
                  f"Er is al een besluit dat op {day_plain(last or day)} ingaat. Kies die dag of een latere."),
    ]  # fmt: skip


def names_criterion(scheme: Scheme, role: Role, code: str) -> list[Condition]:
    """Whether evidence may be added for this criterion: one of the scheme, and not one that the ledger answers."""
    known = [item.code for item in criteria(scheme, role) if item.code not in BY_LEDGER]
    return [
        Condition(
            code="bewijs.eis",
            text="Bewijs hoort bij een eis van dit schema",
            met=code in known,
            fact=code,
            source=SETTING,
            refusal="Kies een eis van dit schema. Audits die iemand bijwoonde, staan bij ervaring.",
        )
    ]


def one_after_the_other(first: date | None, last: date | None) -> list[Condition]:
    """Whether a period that a document is about can be: its last day is not before its first."""
    fits = first is None or last is None or first <= last
    return [
        Condition("bewijs.periode", "De laatste dag ligt niet voor de eerste dag", fits, "", SETTING,
                  "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag.")
    ]  # fmt: skip


def held_by_then(
    day: date, today: date, *, audit: str, already: bool, kind: str, positive: bool | None
) -> list[Condition]:
    """Whether an audit from before can be written into a ledger: held, once, and with a verdict where it needs one.

    ``audit``: how it is called. The number of a dossier is refused: those come into the ledger by themselves.
    """
    own = re.fullmatch(r"D-[0-9]{4}-[0-9]+", audit.strip().upper()) is not None
    judged = kind != "zelfstandig" or positive is not None
    return [
        Condition("ervaring.gehouden", "De audit is al gehouden", day <= today, day_plain(day), SETTING,
                  "Deze dag moet nog komen. Kies de dag waarop de audit was."),
        Condition("ervaring.van_voor", "Een audit van voor dit systeem", not own, audit, SETTING,
                  "Dit is een dossier van dit systeem. Die audits komen vanzelf in de lijst."),
        Condition("ervaring.eenmaal", "Deze audit staat nog niet in de lijst", not already, "", SETTING,
                  "Deze audit staat al in de lijst van deze persoon."),
        Condition("ervaring.oordeel", "Bij een zelfstandige audit hoort het oordeel van de toezichthouder", judged, "",
                  SETTING, "Kies het oordeel van de schemamanager over deze zelfstandige audit."),
    ]  # fmt: skip


def may_give_verdict(actor_id: int | None, person_id: int, *, held: bool) -> list[Condition]:
    """Whether a verdict on an audit that a trainee led can be given: by another, and after it was held."""
    return [
        Condition("oordeel.ander", "Een ander dan de persoon zelf oordeelt", actor_id != person_id, "", SETTING,
                  "Niemand beoordeelt de eigen audit. Vraag een ander."),
        Condition("oordeel.gehouden", "Een audit die zelfstandig onder toezicht is gehouden", held, "", SETTING,
                  "Een oordeel kan pas als deze audit zelfstandig en onder toezicht is gehouden."),
    ]  # fmt: skip
