"""Quotes that go together: tied, sent on one paper, answered with one yes or no; an agreement for each dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.mail_text import shortened
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import signers_of, tell_about_quote
from auditbeheer.quotes.models import (
    BundledQuote,
    Quote,
    QuoteBundle,
    Trajectory,
    bundle_of,
    bundled_with,
    open_drafts,
    open_quote,
)
from auditbeheer.quotes.rules.bundle import Bundled, answered_as_one, may_go_together
from auditbeheer.quotes.rules.prices import STANDING, Wanted
from auditbeheer.quotes.service.papers import joint_paper
from auditbeheer.quotes.service.quote import (
    QuoteDetails,
    Signature,
    accept_quote,
    decline_quote,
    make_quote,
    send_quote,
    sending_conditions,
    valid_until,
)
from auditbeheer.relations.models import Partnership, Representative
from auditbeheer.scheme.condition import Condition
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.wording import day_plain, hours, join_and


def candidates(session: Session, quote: Quote) -> Sequence[Quote]:
    """Other drafts that could go with this one: somebody may contract for both."""
    ours = _signers(quote)
    return [
        one for one in open_drafts(session)
        if one.id != quote.id and _signers(one) & ours and bundle_of(session, one.id) is None
    ]  # fmt: skip


def bundle_quotes(session: Session, by: Actor, now: datetime, quotes: Sequence[Quote]) -> QuoteBundle:
    """Tie drafts: from here on they are sent and answered together."""
    require(may_go_together([_seen(session, one) for one in quotes]))
    row = QuoteBundle(made_on=now.date(), by_id=by.employee_id)
    session.add(row)
    for quote in quotes:
        session.add(BundledQuote(bundle=row, quote=quote))
    session.flush()
    _tell_each(session, by, now, quotes, "offertes samengevoegd")
    return row


def untie(session: Session, by: Actor, now: datetime, bundle: QuoteBundle) -> None:
    """Drafts go by themselves again. Refused once the paper was sent."""
    quotes = bundle.quotes
    seen = [Bundled(one.number, one.sent_at is None, False, _signers(one)) for one in quotes]
    require([one for one in may_go_together(seen) if one.code == "bundel.concept"])
    session.delete(bundle)
    session.flush()
    _tell_each(session, by, now, quotes, "offertes losgemaakt")


def goes_along(session: Session, quote: Quote) -> list[Trajectory]:
    """Whose quotes get a new version together with this one: all on its paper, while one person may sign for all."""
    others = [one.trajectory for one in bundled_with(session, quote) if one is not quote and not one.trajectory.ended]
    people = [_signers(quote), *(_signers_in(row.partnership) for row in others)]
    return others if frozenset.intersection(*people) else []


def renew_together(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, details: QuoteDetails, library: Library
) -> list[Quote]:
    """A first quote or a new version; all that stood on the paper of the one before follows, and goes together again.

    The others keep their hours, travel and own lines, at the tariffs of today. Which of them is a draft by now joins
    as it is. The first of what comes back is the quote of ``trajectory``.
    """
    before = open_quote(session, trajectory.id)
    others = goes_along(session, before) if before else []
    made = [make_quote(session, by, now, trajectory, details=details, library=library)]
    for row in others:
        current = open_quote(session, row.id)
        if current is not None and current.sent_at is not None and current.accepted_on is None:
            made.append(make_quote(session, by, now, row, details=details_of(current), library=library))
        elif current is not None and current.sent_at is None and bundle_of(session, current.id) is None:
            made.append(current)
    if len(made) > 1:
        bundle_quotes(session, by, now, made)
    return made


def details_of(quote: Quote) -> QuoteDetails:
    """What was decided on a quote, to make the next one by."""
    free = tuple(
        Wanted(line.text, line.quantity, line.unit, line.price) for line in quote.lines if line.text not in STANDING
    )
    return QuoteDetails(
        hours=quote.hours, extra_why=quote.extra_why, distance_km=quote.distance_km, travel_hours=quote.travel_hours,
        free=free,
    )  # fmt: skip


def _tell_each(session: Session, by: Actor, now: datetime, quotes: Sequence[Quote], verb: str) -> None:
    told = join_and([f"{one.number} ({one.trajectory.partnership.name})" for one in quotes])
    for quote in quotes:
        journal.record(
            session, by, now, verb=verb, kind="offerte", thing=quote.id, dossier=quote.trajectory.number, what=told
        )


def conditions_together(session: Session, quote: Quote, library: Library, today: date) -> list[Condition]:
    """Whether the quote and all that goes with it can be sent today; a condition that fails names its dossier once."""
    found: dict[str, Condition] = {}
    for one in bundled_with(session, quote):
        for condition in sending_conditions(session, one, library, today):
            if condition.code not in found or (found[condition.code].met and not condition.met):
                found[condition.code] = condition
    return list(found.values())


def send_together(
    session: Session, by: Actor, now: datetime, quote: Quote, *, library: Library, shelf: FileShelf, style: PictureFiles
) -> list[Quote]:
    """Send the quote with all that goes with it, on one paper and with one letter a person."""
    quotes = list(bundled_with(session, quote))
    if len(quotes) == 1:
        return [send_quote(session, by, now, quote, library=library, shelf=shelf, style=style)]
    today = now.date()
    require(conditions_together(session, quote, library, today))
    until = valid_until(session, today)
    paper = shelf.put(joint_paper(session, quotes, library, style, today=today, valid=until))
    told = _tell_the_groups(session, now, quotes, until)
    for one in quotes:  # all at once: the database refuses any change to a quote that was sent
        one.sent_at, one.sent_to = now.replace(microsecond=0), told
        one.valid_until, one.pdf_sha256 = until, paper
        session.flush()
        journal.record(
            session, by, now, verb="offerte verstuurd", kind="offerte", thing=one.id, dossier=one.trajectory.number,
            what=f"{one.number}, samen met {_others(quotes, one)}, aan {told}, geldig tot en met {day_plain(until)}",
        )  # fmt: skip
    return quotes


def _tell_the_groups(session: Session, now: datetime, quotes: Sequence[Quote], until: date) -> str:
    """The first dossier's people get the letter with the sums of all; of the others only who is not one of them."""
    facts = {
        "bedrag": money(sum((one.gross for one in quotes), quotes[0].gross * 0)),
        "uren": hours(sum((one.hours for one in quotes), quotes[0].hours * 0)),
        "tot": until.isoformat(),
    }
    names: list[str] = []
    reached: set[str] = set()
    for one in quotes:
        told = tell_about_quote(
            session, now, one.trajectory, topic="offerte", key=f"offerte:{one.id}", facts=facts, without=reached
        )
        reached |= {to.email for to in told}
        names += [to.name for to in told if to.name not in names]
    return shortened(join_and(names), 200)


def accept_together(
    session: Session, by: Actor, now: datetime, quote: Quote, *,
    person: Representative, on_day: date, library: Library, signed: Signature | None = None,
) -> list[Quote]:  # fmt: skip
    """One yes for the quote and all that goes with it, in each partnership by the same person (ARE-10)."""
    quotes = list(bundled_with(session, quote))
    require([answered_as_one(_settled(quotes))] if len(quotes) > 1 else [])
    for one in quotes:
        who = person if one is quote else _the_same(one, person)
        accept_quote(session, by, now, one, person=who, on_day=on_day, library=library, signed=signed)
    return quotes


def decline_together(
    session: Session, by: Actor, now: datetime, quote: Quote, *, on_day: date, why: str
) -> list[Quote]:
    """One no for the quote and all that goes with it."""
    quotes = list(bundled_with(session, quote))
    require([answered_as_one(_settled(quotes))] if len(quotes) > 1 else [])
    return [decline_quote(session, by, now, one, on_day=on_day, why=why) for one in quotes]


def _settled(quotes: Sequence[Quote]) -> list[str]:
    return [one.number for one in quotes if one.superseded_on or one.accepted_on or one.declined_on]


def _the_same(quote: Quote, person: Representative) -> Representative:
    """Who this person is in the partnership of another quote; not there: the person as is, who is refused there."""
    people = quote.trajectory.partnership.representatives
    return next((one for one in people if _known_by(one) == _known_by(person)), person)


def _known_by(person: Representative) -> str:
    return f"{person.name} <{person.email.strip().lower()}>"


def _signers(quote: Quote) -> frozenset[str]:
    return _signers_in(quote.trajectory.partnership)


def _signers_in(partnership: Partnership) -> frozenset[str]:
    return frozenset(_known_by(person) for person in signers_of(partnership))


def _seen(session: Session, quote: Quote) -> Bundled:
    draft = quote.sent_at is None and quote.superseded_on is None
    return Bundled(quote.number, draft, bundle_of(session, quote.id) is not None, _signers(quote))


def _others(quotes: Sequence[Quote], quote: Quote) -> str:
    return join_and([one.number for one in quotes if one is not quote])
