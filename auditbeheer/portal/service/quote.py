"""The answer to a quote behind a personal link: by who may contract, with the conditions that went with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.dutch import money, time_of
from auditbeheer.plumbing.outbox import tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.portal.reading import SCOPE, Seat
from auditbeheer.portal.rules import signing_condition
from auditbeheer.quotes.models import Quote
from auditbeheer.quotes.rules.answers import may_be_accepted
from auditbeheer.quotes.service.bundle import accept_together, decline_together
from auditbeheer.quotes.service.quote import Signature, answerable
from auditbeheer.relations.rules import guide_source
from auditbeheer.scheme.condition import Condition


def conditions_of_accepting(session: Session, now: datetime, seat: Seat, quote: Quote) -> list[Condition]:
    """Whether this person's yes would count today (ARE-10): the same conditions that accepting holds."""
    person, today = seat.person, now.date()
    return may_be_accepted(
        answerable(quote), today, today, person=person.name, contracts=person.may_contract,
        is_guide=person.party.is_guide, guide=guide_source(schemes()[str(seat.trajectory.scheme)]),
        rules=own_rules_on(session, today),
    )  # fmt: skip


def accept_offer(
    session: Session, by: Actor, now: datetime, seat: Seat, quote: Quote, *, name: str, function: str, ticked: bool
) -> Quote:
    """Yes: name, function and moment as given, and the version of our conditions; a receipt goes by mail at once."""
    require(conditions_of_accepting(session, now, seat, quote))
    require(signing_condition(ticked=ticked), field="ticked")
    accept_together(
        session, by, now, quote, person=seat.person, on_day=now.date(), library=schemes(),
        signed=Signature(name=name, function=function),
    )  # fmt: skip
    number = seat.trajectory.number
    facts = {
        "offerte": f"{quote.number}, versie {quote.edition}", "bedrag": money(quote.gross), "naam": name,
        "functie": function, "dag": now.date().isoformat(), "tijd": time_of(now),
    }  # fmt: skip
    tell(
        session, now, seat.recipient, topic="offerte_akkoord", facts=facts, dossier=number, scope=SCOPE,
        thing=seat.recipient.email, target=f"/mijn/{number}/offerte", by_itself=True,
    )  # fmt: skip
    return quote


def decline_offer(session: Session, by: Actor, now: datetime, seat: Seat, quote: Quote, *, why: str) -> Quote:
    """No, with the reason; only by who may also say yes."""
    require(conditions_of_accepting(session, now, seat, quote))
    decline_together(session, by, now, quote, on_day=now.date(), why=why)
    return quote
