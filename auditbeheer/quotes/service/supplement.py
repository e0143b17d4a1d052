"""The supplement to an agreed quote: put to the client, answered, or withdrawn by a later decision (QUO-7)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.organisation.models import TariffKind, tariffs_on
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.outbox import withdraw
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.letters import tell_about_quote
from auditbeheer.quotes.models import Agreement, Supplement, Trajectory, agreement_of, supplements_of
from auditbeheer.quotes.rules.prices import freeze, thaw, with_extra
from auditbeheer.quotes.rules.supplement import Cost, cost_of, may_answer, reason_conditions
from auditbeheer.quotes.service.papers import supplement_paper
from auditbeheer.relations.models import Representative
from auditbeheer.relations.rules import guide_source
from auditbeheer.scheme.wording import hours as hours_in_words


def agree_on_extra_hours(
    session: Session, by: Actor, now: datetime, trajectory: Trajectory, *,
    hours: Decimal, why: str, agreed_with: str, shelf: FileShelf, style: PictureFiles,
) -> Supplement | None:  # fmt: skip
    """Put the extra hours to the client as a supplement to the quote; one that stands is withdrawn first.

    Without hours, or before there is an agreement (they then go into the quote itself), there is no supplement.
    """
    withdraw_supplement(session, by, now, trajectory)
    agreement = agreement_of(session, trajectory.id)
    if agreement is None or hours <= 0:
        return None
    receipt = with_extra(thaw(agreement.quote.receipt, agreement.quote.hours), hours, why, schemes()[agreement.scheme])
    cost = _cost(session, agreement, hours)
    earlier = supplements_of(session, trajectory.id)
    row = Supplement(
        trajectory=trajectory, edition=len(earlier) + 1, hours=hours, why=why, agreed_with=agreed_with,
        on_day=now.date(), receipt=freeze(receipt), total_hours=receipt.total, sent_at=now.replace(microsecond=0),
        price=cost.price if cost else None, vat_percent=cost.vat_percent if cost else None,
        net=cost.net if cost else None, vat=cost.vat if cost else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    paper = supplement_paper(session, row, agreement, style)
    row.pdf_sha256 = shelf.put(paper) if paper else None
    session.flush()
    _record(session, by, now, row, "aanvulling op offerte verstuurd", f"Afgesproken met {agreed_with}", why)
    tell_about_quote(
        session, now, trajectory, topic="extra_uren", key=_key(row), page="extra-uren",
        facts={"uren": hours_in_words(hours), "samen": hours_in_words(receipt.total), "waarom": why,
               "bedrag": money(row.gross) if row.gross is not None else ""},
    )  # fmt: skip
    return row


def _cost(session: Session, agreement: Agreement, hours: Decimal) -> Cost | None:
    """At the tariff of the agreement's day; None when none stood then."""
    tariff = tariffs_on(session, agreement.signed_on).get(TariffKind.AUDIT_HOUR)
    lines = agreement.quote.lines
    return cost_of(hours, tariff.amount, lines[0].vat_percent) if tariff and lines else None


def withdraw_supplement(session: Session, by: Actor, now: datetime, trajectory: Trajectory) -> None:
    """What was put to the client no longer holds; nothing when nothing stands."""
    row = next((one for one in supplements_of(session, trajectory.id) if one.withdrawn_on is None), None)
    if row is None:
        return
    row.withdrawn_on = now.date()
    session.flush()
    withdraw(session, now, key=_key(row))
    _record(session, by, now, row, "aanvulling op offerte ingetrokken", "Er is opnieuw besloten")


def answer_supplement(
    session: Session, by: Actor, now: datetime, row: Supplement, *,
    person: Representative, name: str, function: str, accepted: bool, why: str = "",
) -> Supplement:  # fmt: skip
    """Yes or no of somebody who may contract: by themselves, or as we heard it. A no says why."""
    guide = guide_source(schemes()[str(row.trajectory.scheme)])
    require(may_answer(
        waits=row.waits, person=person.name, contracts=person.may_contract, is_guide=person.party.is_guide, guide=guide,
    ))  # fmt: skip
    require(reason_conditions(accepted=accepted, why=why), field="why")
    row.accepted, row.answered_on, row.declined_why = accepted, now.date(), "" if accepted else why
    row.answered_name, row.answered_function, row.recorded_by = name, function, by.name
    session.flush()
    verb = "akkoord op aanvulling" if accepted else "niet akkoord op aanvulling"
    _record(session, by, now, row, verb, f"{name}, {function}".rstrip(", "), row.declined_why)
    return row


def _record(session: Session, by: Actor, now: datetime, row: Supplement, verb: str, what: str, why: str = "") -> None:
    amount = f", {money(row.gross)} met btw" if row.gross is not None else ""
    journal.record(
        session, by, now, verb=verb, kind="aanvulling", thing=row.id, dossier=row.trajectory.number, why=why,
        what=f"{hours_in_words(row.hours)} uur extra{amount}. {what}",
    )  # fmt: skip


def _key(row: Supplement) -> str:
    return f"extra-uren:{row.id}"
