"""Quotes that go out together on one paper and are answered together, one per dossier (an old project that was split).

Each quote stays a quote of its own dossier, with its own lines, receipt and agreement; the bundle only ties them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.tables import Base, Key
from auditbeheer.quotes.models.offer import Quote


class QuoteBundle(Base):
    """Quotes on one paper. They are sent at one moment, and one yes or no holds for all of them."""

    __tablename__ = "quote_bundle"

    id: Mapped[Key] = mapped_column(init=False)
    made_on: Mapped[date]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("employee.id"), default=None)
    members: Mapped[list[BundledQuote]] = relationship(
        init=False, back_populates="bundle", cascade="all, delete-orphan", default_factory=list,
        order_by="BundledQuote.quote_id",
    )  # fmt: skip

    @property
    def quotes(self) -> list[Quote]:
        """The quotes, in the order in which they were made."""
        return [member.quote for member in self.members]


class BundledQuote(Base):
    """A quote in a bundle; a quote is in one bundle at most."""

    __tablename__ = "bundled_quote"

    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), primary_key=True, init=False)
    bundle_id: Mapped[int] = mapped_column(ForeignKey("quote_bundle.id"), index=True, init=False)
    bundle: Mapped[QuoteBundle] = relationship(back_populates="members", repr=False)
    quote: Mapped[Quote] = relationship(repr=False)


# Reads


@asked_once
def bundle_of(session: Session, quote_id: int) -> QuoteBundle | None:
    """The bundle that this quote goes out with, if it does."""
    query = select(QuoteBundle).join(QuoteBundle.members).where(BundledQuote.quote_id == quote_id)
    return session.scalars(query).one_or_none()


def bundled_with(session: Session, quote: Quote) -> Sequence[Quote]:
    """The quotes of its bundle, this one included; only this one when it goes by itself."""
    bundle = bundle_of(session, quote.id)
    return bundle.quotes if bundle else [quote]


def open_drafts(session: Session) -> Sequence[Quote]:
    """Every quote that is still a draft, oldest first."""
    query = select(Quote).where(Quote.sent_at.is_(None), Quote.superseded_on.is_(None)).order_by(Quote.id)
    return session.scalars(query).all()
