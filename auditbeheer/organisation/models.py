"""What the body tells about itself, by day: identity, licence, signatories, tariffs, own rules."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from auditbeheer.accounts.models import Employee
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.files import StoredFile
from auditbeheer.plumbing.tables import Base, Happened, Key, Line, Money, Versioned, words


class PictureKind(StrEnum):
    """What a picture of the body is for; the mark is the CCV's, and the body has its file (MRK-3)."""

    LOGO = "logo"
    MARK = "beeldmerk"
    SIGNATURE = "handtekening"


class TariffKind(StrEnum):
    """What is charged for (QUO-9)."""

    AUDIT_HOUR = "audituur"
    TRAVEL_HOUR = "reisuur"
    KILOMETRE = "kilometer"
    CERTIFICATE_FEE = "certificaatkosten"
    FIXED_COSTS = "vaste kosten"


class Identity(Base):
    """Name, address and house style of the body, holding from a day."""

    __tablename__ = "identity"

    id: Mapped[Key] = mapped_column(init=False)
    from_day: Mapped[date] = mapped_column(unique=True)
    name: Mapped[Line]
    street: Mapped[Line]
    postcode: Mapped[str] = mapped_column(String(7))
    town: Mapped[Line]
    kvk: Mapped[str] = mapped_column(String(8))
    vat_number: Mapped[str] = mapped_column(String(20))
    iban: Mapped[str] = mapped_column(String(34))
    phone: Mapped[str] = mapped_column(String(30))
    email: Mapped[Line]
    website: Mapped[Line]
    colour: Mapped[str] = mapped_column(String(7), default="#1d3f72")
    conditions: Mapped[str] = mapped_column(Text, default="")


class Licence(Base):
    """The CCV's licence to certify (QUO-10), in force from and until including its days."""

    __tablename__ = "licence"

    id: Mapped[Key] = mapped_column(init=False)
    number: Mapped[Line]
    scope: Mapped[Line]
    from_day: Mapped[date]
    until_day: Mapped[date]

    __table_args__ = (CheckConstraint("until_day >= from_day", name="ends_after_start"),)


class Signatory(Base):
    """Who signs for the body, in which function, from which day."""

    __tablename__ = "signatory"

    id: Mapped[Key] = mapped_column(init=False)
    employee_id: Mapped[int] = mapped_column(ForeignKey("employee.id"))
    function: Mapped[Line]
    from_day: Mapped[date]
    until_day: Mapped[date | None] = mapped_column(default=None)
    employee: Mapped[Employee] = relationship(init=False, lazy="joined")


class BodyPicture(Base):
    """The body's logo, its file of the mark, or somebody's signature, from a day.

    It was sent in (``stored``), or lies in the house style folder of the installation (``file_name``); with neither,
    there is none from that day on.
    """

    __tablename__ = "body_picture"

    id: Mapped[Key] = mapped_column(init=False)
    kind: Mapped[PictureKind] = mapped_column(words(PictureKind))
    from_day: Mapped[date]
    signatory_id: Mapped[int | None] = mapped_column(ForeignKey("signatory.id"), default=None)
    file_name: Mapped[str | None] = mapped_column(String(200), default=None)
    stored_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), default=None)
    stored: Mapped[StoredFile | None] = relationship(init=False, lazy="joined")
    signatory: Mapped[Signatory | None] = relationship(init=False)

    __table_args__ = (
        CheckConstraint("(kind = 'handtekening') = (signatory_id IS NOT NULL)", name="somebodys_signature"),
        CheckConstraint("file_name IS NULL OR stored_id IS NULL", name="from_one_place"),
        Index("uq_body_picture_body", "kind", "from_day", unique=True,
              sqlite_where=signatory_id.is_(None), postgresql_where=signatory_id.is_(None)),
        Index("uq_body_picture_signatory", "signatory_id", "from_day", unique=True,
              sqlite_where=signatory_id.is_not(None), postgresql_where=signatory_id.is_not(None)),
    )  # fmt: skip

    @property
    def name(self) -> str:
        """What its file is called; empty where there is none."""
        return self.stored.name if self.stored else self.file_name or ""


class Tariff(Base):
    """One price from a day, excluding VAT, in euro."""

    __tablename__ = "tariff"

    id: Mapped[Key] = mapped_column(init=False)
    kind: Mapped[TariffKind] = mapped_column(words(TariffKind))
    from_day: Mapped[date]
    amount: Mapped[Money]

    __table_args__ = (UniqueConstraint("kind", "from_day"), CheckConstraint("amount >= 0", name="not_negative"))


class OwnRuleChoice(Base):
    """The body's own value for an own rule (CB), from a day; without a row the default of the list holds."""

    __tablename__ = "own_rule_choice"

    id: Mapped[Key] = mapped_column(init=False)
    code: Mapped[str] = mapped_column(String(60))
    from_day: Mapped[date]
    value: Mapped[Line]
    why: Mapped[str] = mapped_column(Text)

    __table_args__ = (UniqueConstraint("code", "from_day"),)


class HarmonisationTopic(Versioned, Base):
    """An own choice as it was put to the CCV for harmonisation (GEN-1): what was sent, the answer, what it changed.

    ``code``: of the own rule. A rule that is put to the CCV again has a further row; the earlier one stays.
    """

    __tablename__ = "harmonisation_topic"

    id: Mapped[Key] = mapped_column(init=False)
    code: Mapped[str] = mapped_column(String(60), index=True)
    sent_on: Mapped[date]
    question: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date | None] = mapped_column(default=None)
    answer: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (CheckConstraint("answered_on IS NULL OR answered_on >= sent_on", name="answered_after_sending"),)


class AdoptedScheme(Base):
    """A scheme file that the scheme manager adopted: its text, the day from which it holds, on what it rests (SCH-5).

    Written once: a correction is a newer row with the same ``key``; the newest row of the latest day holds.
    """

    __tablename__ = "adopted_scheme"

    id: Mapped[Key] = mapped_column(init=False)
    key: Mapped[str] = mapped_column(String(40), index=True)
    from_day: Mapped[date]
    document: Mapped[Line]
    text: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[Line]
    at: Mapped[Happened]
    by_id: Mapped[int] = mapped_column(ForeignKey("employee.id"), init=False)
    by: Mapped[Employee] = relationship()


# Reads


@asked_once
def _identities(session: Session) -> Sequence[Identity]:
    return session.scalars(select(Identity).order_by(Identity.from_day)).all()


@asked_once
def identity_on(session: Session, day: date) -> Identity | None:
    """The body as it was on ``day``; before the first row: the first row, since the body then was what it became."""
    rows = _identities(session)
    held = [row for row in rows if row.from_day <= day]
    return held[-1] if held else (rows[0] if rows else None)


def licence_on(session: Session, day: date) -> Licence | None:
    """The licence in force on ``day``."""
    return next((row for row in licences(session) if row.from_day <= day <= row.until_day), None)


def signatories_on(session: Session, day: date) -> Sequence[Signatory]:
    """Who may sign for the body on ``day``."""
    still = Signatory.until_day.is_(None) | (Signatory.until_day >= day)
    return session.scalars(select(Signatory).where(Signatory.from_day <= day, still).order_by(Signatory.id)).all()


def tariffs_on(session: Session, day: date) -> dict[TariffKind, Tariff]:
    """The price of each kind on ``day``; a kind without one is absent."""
    rows = session.scalars(select(Tariff).where(Tariff.from_day <= day).order_by(Tariff.from_day)).all()
    return {row.kind: row for row in rows}


def choices_on(session: Session, day: date) -> dict[str, OwnRuleChoice]:
    """The newest choice per own rule that holds on ``day``."""
    return {row.code: row for row in reversed(choices(session)) if row.from_day <= day}


def picture_on(
    session: Session, kind: PictureKind, day: date, signatory: Signatory | None = None
) -> BodyPicture | None:
    """The picture of this kind that holds on ``day``; None when there is none."""
    query = _pictures(kind, signatory).where(BodyPicture.from_day <= day).order_by(BodyPicture.from_day.desc())
    newest = session.scalars(query.limit(1)).first()
    return newest if newest is not None and newest.name else None


def picture_from(session: Session, kind: PictureKind, day: date, signatory: Signatory | None) -> BodyPicture | None:
    """The picture of this kind that begins on exactly this day."""
    return session.scalars(_pictures(kind, signatory).where(BodyPicture.from_day == day)).one_or_none()


def pictures_after(
    session: Session, kind: PictureKind, day: date, signatory: Signatory | None = None
) -> Sequence[BodyPicture]:
    """What of this kind begins after ``day``, soonest first."""
    query = _pictures(kind, signatory).where(BodyPicture.from_day > day).order_by(BodyPicture.from_day)
    return session.scalars(query).all()


def _pictures(kind: PictureKind, signatory: Signatory | None) -> Select[BodyPicture]:
    whose = signatory.id if signatory else None
    return select(BodyPicture).where(BodyPicture.kind == kind, BodyPicture.signatory_id == whose)


def pictures(session: Session) -> Sequence[BodyPicture]:
    """Every picture there was or will be, newest first."""
    return session.scalars(select(BodyPicture).order_by(BodyPicture.from_day.desc(), BodyPicture.id.desc())).all()


def identity_from(session: Session, day: date) -> Identity | None:
    """The identity that begins on exactly this day."""
    return session.scalars(select(Identity).where(Identity.from_day == day)).one_or_none()


def identities(session: Session) -> Sequence[Identity]:
    """Every identity there was or will be, newest first."""
    return list(reversed(_identities(session)))


@asked_once
def licences(session: Session) -> Sequence[Licence]:
    """Every licence, newest first."""
    return session.scalars(select(Licence).order_by(Licence.until_day.desc(), Licence.id.desc())).all()


def signatories(session: Session) -> Sequence[Signatory]:
    """Everybody who signs, signed or will sign."""
    return session.scalars(select(Signatory).order_by(Signatory.from_day.desc(), Signatory.id.desc())).all()


def tariffs(session: Session) -> Sequence[Tariff]:
    """Every price there was or will be, newest first."""
    return session.scalars(select(Tariff).order_by(Tariff.from_day.desc(), Tariff.id)).all()


def tariff_from(session: Session, kind: TariffKind, day: date) -> Tariff | None:
    """The price of this kind that begins on exactly this day."""
    return session.scalars(select(Tariff).where(Tariff.kind == kind, Tariff.from_day == day)).one_or_none()


@asked_once
def choices(session: Session, code: str | None = None) -> Sequence[OwnRuleChoice]:
    """Every own choice there was or will be (of one rule, or of all), newest first."""
    query = select(OwnRuleChoice).order_by(OwnRuleChoice.from_day.desc())
    if code is not None:
        query = query.where(OwnRuleChoice.code == code)
    return session.scalars(query).all()


def choice_from(session: Session, code: str, day: date) -> OwnRuleChoice | None:
    """The choice for this rule that begins on exactly this day."""
    query = select(OwnRuleChoice).where(OwnRuleChoice.code == code, OwnRuleChoice.from_day == day)
    return session.scalars(query).one_or_none()


def topics(session: Session, code: str | None = None) -> Sequence[HarmonisationTopic]:
    """What was put to the CCV, of one own rule or of all, the newest first."""
    query = select(HarmonisationTopic).order_by(HarmonisationTopic.sent_on.desc(), HarmonisationTopic.id.desc())
    return session.scalars(query if code is None else query.where(HarmonisationTopic.code == code)).all()


def adopted_schemes(session: Session, until: date | None = None) -> Sequence[AdoptedScheme]:
    """Every adopted scheme file, by day and then as adopted; ``until``: only those that hold by then. Without texts."""
    query = select(AdoptedScheme).order_by(AdoptedScheme.from_day, AdoptedScheme.id)
    return session.scalars(query if until is None else query.where(AdoptedScheme.from_day <= until)).all()


def adopted_on(session: Session, until: date) -> dict[str, AdoptedScheme]:
    """Key -> the adopted file that holds on a day, without its text: this is asked on nearly every page."""
    return {row.key: row for row in adopted_schemes(session, until)}


def adopted_by_id(session: Session, adopted_id: int) -> AdoptedScheme | None:
    """One adopted scheme file."""
    return session.get(AdoptedScheme, adopted_id)
