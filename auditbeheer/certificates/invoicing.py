"""Te factureren: dossiers whose decision was taken, with what is charged for them (QUO-6 to QUO-9).

A dossier comes here at the decision, positive or not: the work is done then, and the extra hours are known. One that
was withdrawn before it has no decision; what is charged then was agreed with nobody, and stays with the bookkeeping.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload

from auditbeheer.certificates.bill import (
    Address,
    Bill,
    Charged,
    Known,
    Side,
    address_in,
    conditions_for_hand_over,
    extra_line,
)
from auditbeheer.certificates.models import InvoiceHandover, handovers_of
from auditbeheer.decisions.models import Decision, decisions_in
from auditbeheer.documents.models import CompletenessDecision
from auditbeheer.organisation.models import Identity, Tariff, TariffKind, identity_on, tariffs
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.db import asked_whole
from auditbeheer.quotes.models import Agreement, Trajectory, agreements_of, declined_supplements
from auditbeheer.quotes.rules.prices import Priced
from auditbeheer.relations.models import Partnership
from auditbeheer.scheme.condition import Condition, unmet

PAGE_SIZE = 50


@dataclass(frozen=True)
class Case(Charged):
    """What is charged for one dossier, and what is still needed for it; ``handover``: once it was handed over."""

    trajectory: Trajectory
    agreement: Agreement | None
    decision: Decision | None
    handover: InvoiceHandover | None
    seller: Side | None
    buyer: Side
    lines: tuple[Priced, ...]
    conditions: Sequence[Condition]

    @property
    def missing(self) -> Sequence[Condition]:
        """What stands in the way."""
        return unmet(self.conditions)


def cases_of(session: Session, trajectories: Sequence[Trajectory], today: date) -> list[Case]:
    """What is charged for these dossiers; the same number of queries however many there are."""
    ids = [row.id for row in trajectories]
    agreements, decisions, handed = agreements_of(session, ids), decisions_in(session, ids), handovers_of(session, ids)
    extra, prices, ours = _extra_hours(session, ids), tariffs(session), identity_on(session, today)
    return [
        _case(row, agreements.get(row.id), decisions.get(row.id), handed.get(row.id), extra.get(row.id), prices, ours)
        for row in trajectories
    ]


def _case(
    trajectory: Trajectory,
    agreement: Agreement | None,
    decision: Decision | None,
    handover: InvoiceHandover | None,
    extra: CompletenessDecision | None,
    prices: Sequence[Tariff],
    ours: Identity | None,
) -> Case:
    lines, unpriced = _lines(agreement, extra, prices)
    buyer, seller = _buyer(trajectory.partnership), _seller(ours)
    known = Known(
        agreement=agreement is not None, decided_on=decision.on_day if decision else None,
        handed_over_on=handover.on_day if handover else None, lines=len(lines), unpriced=unpriced, buyer=buyer,
        seller=seller,
    )  # fmt: skip
    conditions = conditions_for_hand_over(known)
    return Case(trajectory, agreement, decision, handover, seller, buyer, tuple(lines), conditions)


def _extra_hours(session: Session, ids: Sequence[int]) -> dict[int, CompletenessDecision]:
    """Per dossier the decision on its documents that stands, if its extra hours were agreed on and not declined."""
    newest = (
        select(func.max(CompletenessDecision.id))
        .where(CompletenessDecision.trajectory_id.in_(ids))
        .group_by(CompletenessDecision.trajectory_id)
    )
    rows = session.scalars(select(CompletenessDecision).where(CompletenessDecision.id.in_(newest)))
    refused = {row.trajectory_id for row in declined_supplements(session, ids)}
    return {row.trajectory_id: row for row in rows if row.extra_hours and row.trajectory_id not in refused}


def _lines(
    agreement: Agreement | None, extra: CompletenessDecision | None, prices: Sequence[Tariff]
) -> tuple[list[Priced], Decimal]:
    """The lines of the quote as agreed, then the extra hours at the tariff of the agreement's day (SCH-8).

    With them the extra hours for which there was no tariff on that day.
    """
    if agreement is None:
        return [], Decimal(0)
    lines = [
        Priced(line.text, line.quantity, line.unit, line.price, line.vat_percent, line.net, line.vat)
        for line in agreement.quote.lines
    ]
    if extra is None:
        return lines, Decimal(0)
    price = _hour_price(prices, agreement.signed_on)
    if price is None or not lines:
        return lines, extra.extra_hours
    return [*lines, extra_line(extra.extra_hours, extra.on_day, price, lines[0].vat_percent)], Decimal(0)


def _hour_price(prices: Sequence[Tariff], day: date) -> Decimal | None:
    """``prices``: newest first."""
    held = (row.amount for row in prices if row.kind is TariffKind.AUDIT_HOUR and row.from_day <= day)
    return next(held, None)


def _buyer(who: Partnership) -> Side:
    """The invoice address, or else the address for letters."""
    own = Address(who.street, who.postcode, who.town)
    return Side(who.name, address_in(who.invoice_address) if who.invoice_address.strip() else own, who.kvk)


def _seller(ours: Identity | None) -> Side | None:
    if ours is None:
        return None
    address = Address(ours.street, ours.postcode, ours.town)
    return Side(ours.name, address, ours.kvk, ours.vat_number, ours.iban)


def bill_of(session: Session, case: Case, day: date) -> Bill:
    """The bill as it would go to the bookkeeping on ``day``; paid within the days of the agreement (own rule 11).

    Only for a case that lacks nothing.
    """
    if case.agreement is None or case.seller is None:
        raise ValueError(f"{case.trajectory.number} has no agreement, or nobody to pay to")
    days = own_rules_on(session, case.agreement.signed_on)["payment_days"].integer
    return Bill(case.trajectory.number, day, day + timedelta(days=days), case.seller, case.buyer, case.lines)


def _waiting() -> Select[Decision]:
    """Decisions that stand, on a dossier with an agreement that was not handed over."""
    agreed, handed = select(Agreement.trajectory_id), select(InvoiceHandover.trajectory_id)
    return select(Decision).where(
        Decision.reopened_on.is_(None), Decision.trajectory_id.in_(agreed), Decision.trajectory_id.not_in(handed)
    )


@asked_whole(lambda row: row.trajectory.number)
def to_invoice(session: Session, dossier: str | None = None) -> Sequence[Decision]:
    """The decisions whose dossiers wait for their invoice, the oldest first; only of this dossier, if given."""
    query = _waiting().options(joinedload(Decision.trajectory)).order_by(Decision.on_day, Decision.id)
    if dossier is not None:
        query = query.join(Decision.trajectory).where(Trajectory.number == dossier)
    return session.scalars(query).unique().all()


def waiting_total(session: Session) -> int:
    """How many dossiers wait for their invoice."""
    return session.scalar(select(func.count()).select_from(_waiting().subquery())) or 0
