"""The quote: made, changed while a draft, sent, answered. A sent quote never changes; a new version follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import identity_on, signatories_on, tariffs_on
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.mail_text import shortened
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import tell_about_quote, withdraw_quote_letters
from auditbeheer.quotes.models import (
    Quote,
    QuoteLine,
    Trajectory,
    agreement_of,
    last_quote,
    next_quote_sequence,
    open_quote,
)
from auditbeheer.quotes.rules.answers import Answerable, may_be_accepted, may_be_answered, quote_word
from auditbeheer.quotes.rules.application import scheme_chosen
from auditbeheer.quotes.rules.prices import (
    Wanted,
    freeze,
    may_be_made,
    offered_lines,
    priced,
    sendable,
    tariffs_known,
    tariffs_still_hold,
    with_extra,
)
from auditbeheer.quotes.service.papers import quote_paper
from auditbeheer.quotes.service.state import areas_of, scheme_of, still_open
from auditbeheer.relations import service as relations
from auditbeheer.relations.models import Representative
from auditbeheer.relations.rules import guide_source
from auditbeheer.scheme.audit_time import AuditTime, area_conditions, audit_time, hours_conditions
from auditbeheer.scheme.condition import SETTING, Condition, unmet
from auditbeheer.scheme.library import Library, adopted_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.wording import day_plain, hours, join_and


@dataclass(frozen=True, kw_only=True)
class QuoteDetails:
    """What a person decides on a quote: hours offered in all, travel (km one way, hours there and back), free lines."""

    hours: Decimal
    extra_why: str
    distance_km: Decimal
    travel_hours: Decimal
    free: tuple[Wanted, ...] = ()


def quoting_conditions(session: Session, trajectory: Trajectory, library: Library, today: date) -> list[Condition]:
    """Whether a quote can be made at all: scheme chosen and adopted (SCH-5), areas that have an audit time."""
    scheme = scheme_of(trajectory, library)
    signed = agreement_of(session, trajectory.id)
    conditions = [*still_open(trajectory, signed_on=signed.signed_on if signed else None)]
    if scheme is None:
        return [*conditions, scheme_chosen(None)]
    adopted = adopted_conditions(scheme, "offerte", today)
    if unmet(adopted):
        return [*conditions, *adopted]
    kinds = [kind.value for kind in tariffs_on(session, today)]
    areas = area_conditions(scheme, areas_of(trajectory))
    return [*conditions, *adopted, *areas, *tariffs_known(kinds, today, travels=False)]


def time_for(session: Session, trajectory: Trajectory, library: Library, today: date) -> AuditTime:
    """The minimum audit time with its receipt. ``Refused`` as long as no quote can be made."""
    require(quoting_conditions(session, trajectory, library, today))
    return audit_time(library[str(trajectory.scheme)], areas_of(trajectory), own_rules_on(session, today))


def make_quote(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *, details: QuoteDetails, library: Library
) -> Quote:
    """A first quote, or a new version after one that was sent: that one is superseded from today (QUO-9)."""
    today = now.date()
    require(quoting_conditions(session, trajectory, library, today))
    before = open_quote(session, trajectory.id)
    require(may_be_made(draft=before is not None and before.sent_at is None,
                        accepted=before is not None and before.accepted_on is not None))  # fmt: skip
    earlier = last_quote(session, trajectory.id)
    if before is not None:
        before.superseded_on = today
        withdraw_quote_letters(session, now, before.id)
    sequence = earlier.sequence if earlier else next_quote_sequence(session, today.year)
    year = earlier.year if earlier else today.year
    quote = Quote(
        number=f"O-{year}-{sequence:04d}", year=year, sequence=sequence, edition=earlier.edition + 1 if earlier else 1,
        trajectory=trajectory, made_on=today, minimum_hours=Decimal(0), extra_hours=Decimal(0), extra_why="",
        distance_km=Decimal(0), travel_hours=Decimal(0),
    )  # fmt: skip
    session.add(quote)
    _fill(session, quote, details, library, today)
    session.flush()
    journal.record(
        session, by, now, verb="offerte gemaakt", kind="offerte", thing=quote.id, dossier=trajectory.number,
        what=_told(quote), why=details.extra_why,
    )  # fmt: skip
    return quote


def change_quote(
    session: Session, by: Actor, now: datetime, quote: Quote, *,
    details: QuoteDetails, library: Library, opened_on: int | None,
) -> Quote:  # fmt: skip
    """Change a draft, at the tariffs of today. A sent quote is refused: make a new version."""
    if quote.version != opened_on:
        theirs = {"hours": hours(quote.hours), "extra_why": quote.extra_why}
        raise journal.clash(session, now, kind="offerte", thing=quote.id, theirs=theirs)
    sent = quote.sent_at
    require([
        *still_open(quote.trajectory),
        Condition("offerte.concept", "De offerte is nog een concept", sent is None and quote.superseded_on is None,
                  day_plain(sent.date()) if sent else "concept", SETTING,
                  refusal="Een verstuurde offerte verandert niet meer. Maak een nieuwe versie."),
    ])  # fmt: skip
    quote.made_on = now.date()
    _fill(session, quote, details, library, now.date())
    session.flush()
    journal.record(
        session, by, now, verb="offerte gewijzigd", kind="offerte", thing=quote.id, dossier=quote.trajectory.number,
        what=_told(quote), why=details.extra_why,
    )  # fmt: skip
    return quote


def sending_conditions(session: Session, quote: Quote, library: Library, today: date) -> list[Condition]:
    """Whether the draft can be sent today: to whom, signed by whom, at prices that hold still."""
    trajectory = quote.trajectory
    scheme = scheme_of(trajectory, library)
    partnership = relations.conditions_of(trajectory.partnership, scheme, today) if scheme else []
    rules = own_rules_on(session, today)
    prices, vat = _prices(session, today), rules["vat_percent"].decimal
    expected = {
        line.text: line for line in offered_lines(prices, quote.hours, quote.distance_km, quote.travel_hours, ())
    }
    changed = [
        line.text.lower()
        for line in quote.lines
        if line.text in expected and (line.price, line.vat_percent) != (expected[line.text].price, vat)
    ]
    return [
        *still_open(trajectory),
        *(adopted_conditions(scheme, "offerte", today) if scheme else [scheme_chosen(None)]),
        *(one for one in partnership if one.code in {"contactpersoon", "correspondentieadres"}),
        *sendable(
            draft=quote.sent_at is None and quote.superseded_on is None,
            body=identity_on(session, today) is not None,
            signatory=bool(signatories_on(session, today)),
        ),
        tariffs_still_hold(changed),
    ]


def send_quote(
    session: Session, by: Actor, now: datetime, quote: Quote, *, library: Library, shelf: FileShelf, style: PictureFiles
) -> Quote:
    """Send the quote: from here on it never changes. Its PDF goes on the shelf, its hash is kept (QUO-9)."""
    today = now.date()
    require(sending_conditions(session, quote, library, today))
    until = valid_until(session, today)
    paper = shelf.put(quote_paper(session, quote, library, style, today=today, valid=until))
    # All at once: the database refuses any change to a quote that was sent.
    quote.sent_at, quote.sent_to = now.replace(microsecond=0), _tell_the_group(session, now, quote, until)
    quote.valid_until, quote.pdf_sha256 = until, paper
    session.flush()
    journal.record(
        session, by, now, verb="offerte verstuurd", kind="offerte", thing=quote.id, dossier=quote.trajectory.number,
        what=f"{_told(quote)}, aan {quote.sent_to}, geldig tot en met {day_plain(until)}",
    )  # fmt: skip
    return quote


def _tell_the_group(session: Session, now: datetime, quote: Quote, until: date) -> str:
    """Mail who may say yes, and the contact person; returns their names."""
    told = tell_about_quote(
        session, now, quote.trajectory, topic="offerte", key=f"offerte:{quote.id}",
        facts={"bedrag": money(quote.gross), "uren": hours(quote.hours), "tot": until.isoformat()},
    )  # fmt: skip
    return shortened(join_and([to.name for to in told]), 200)


def valid_until(session: Session, day: date) -> date:
    """The last day of a quote that is sent on ``day``, by the own rule (QUO-9)."""
    return day + timedelta(days=own_rules_on(session, day)["quote_validity_days"].integer)


@dataclass(frozen=True, kw_only=True)
class Signature:
    """How somebody signs behind a personal link: the name and the function that they give."""

    name: str
    function: str


def accept_quote(
    session: Session, by: Actor, now: datetime, quote: Quote, *,
    person: Representative, on_day: date, library: Library, signed: Signature | None = None,
) -> Quote:  # fmt: skip
    """Record the yes: which representative, in which function, on which day (ARE-10).

    ``signed``: given by that person behind a personal link. Then moment and name are kept with it, and which
    conditions of ours went with the quote (their first day, and the SHA-256 of their text).
    """
    today = now.date()
    scheme = library[str(quote.trajectory.scheme)]
    belongs = person in quote.trajectory.partnership.representatives
    require([
        *still_open(quote.trajectory),
        *may_be_accepted(
            answerable(quote), on_day, today, person=person.name, contracts=belongs and person.may_contract,
            is_guide=person.party.is_guide, guide=guide_source(scheme), rules=own_rules_on(session, today),
        ),
    ])  # fmt: skip
    quote.accepted_on, quote.accepted_by_id = on_day, person.id
    quote.accepted_function = signed.function if signed else person.function
    if signed is not None:
        quote.accepted_at, quote.accepted_name = now.replace(microsecond=0), signed.name
        body = identity_on(session, quote.sent_at.date() if quote.sent_at else today)
        quote.conditions_from = body.from_day if body else None
        quote.conditions_sha256 = sha256(body.conditions.encode()).hexdigest() if body else None
    withdraw_quote_letters(session, now, quote.id)
    journal.record(
        session, by, now, verb="offerte akkoord", kind="offerte", thing=quote.id, dossier=quote.trajectory.number,
        what=f"{_told(quote)}: akkoord van {person.name}, {quote.accepted_function}, op {day_plain(on_day)}",
    )  # fmt: skip
    return quote


def decline_quote(session: Session, by: Actor, now: datetime, quote: Quote, *, on_day: date, why: str) -> Quote:
    """Record the no, with the reason that was given. A new version may follow."""
    require([*still_open(quote.trajectory), *may_be_answered(answerable(quote), on_day, now.date())])
    quote.declined_on, quote.declined_why = on_day, why
    withdraw_quote_letters(session, now, quote.id)
    journal.record(
        session, by, now, verb="offerte niet akkoord", kind="offerte", thing=quote.id,
        dossier=quote.trajectory.number, what=_told(quote), why=why,
    )  # fmt: skip
    return quote


def answerable(quote: Quote) -> Answerable:
    """The quote as the rules see it."""
    return Answerable(
        sent_on=quote.sent_at.date() if quote.sent_at else None,
        valid_until=quote.valid_until,
        answered=bool(quote.accepted_on or quote.declined_on),
        superseded=quote.superseded_on is not None,
    )


def word_of(quote: Quote, today: date) -> str:
    """The status word of a quote (ux §9), computed."""
    return quote_word(answerable(quote), accepted=quote.accepted_on is not None, today=today)


def _fill(session: Session, quote: Quote, details: QuoteDetails, library: Library, today: date) -> None:
    """Lay hours, receipt and lines down as the details and today's tariffs give them."""
    trajectory, rules = quote.trajectory, own_rules_on(session, today)
    scheme: Scheme = library[str(trajectory.scheme)]
    areas = areas_of(trajectory)
    minimum = audit_time(scheme, areas, rules)
    require(hours_conditions(scheme, areas, details.hours, details.extra_why, rules), field="hours")
    travels = bool(details.distance_km or details.travel_hours)
    prices = _prices(session, today)
    require(tariffs_known(prices, today, travels=travels))
    quote.minimum_hours, quote.extra_hours = minimum.minimum, details.hours - minimum.minimum
    quote.extra_why = details.extra_why if quote.extra_hours else ""
    quote.distance_km, quote.travel_hours = details.distance_km, details.travel_hours
    quote.receipt = freeze(with_extra(minimum.receipt, quote.extra_hours, quote.extra_why, scheme))
    wanted = offered_lines(prices, details.hours, details.distance_km, details.travel_hours, details.free)
    vat = rules["vat_percent"].decimal
    quote.lines = []
    session.flush()
    for position, line in enumerate((priced(one.text, one.quantity, one.unit, one.price, vat) for one in wanted), 1):
        row = QuoteLine(
            position=position, text=line.text, quantity=line.quantity, unit=line.unit, price=line.price,
            vat_percent=line.vat_percent, net=line.net, vat=line.vat, quote=quote,
        )  # fmt: skip
        session.add(row)


def _prices(session: Session, today: date) -> dict[str, Decimal]:
    return {kind.value: tariff.amount for kind, tariff in tariffs_on(session, today).items()}


def _told(quote: Quote) -> str:
    return f"{quote.number}, versie {quote.edition}: {hours(quote.hours)} uur, {money(quote.gross)} met btw"
