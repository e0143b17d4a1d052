"""What can be done with the body itself: say who it is, licence, signatories, tariffs, own rules. Each dated."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.models import (
    BodyPicture,
    HarmonisationTopic,
    Identity,
    Licence,
    OwnRuleChoice,
    PictureKind,
    Signatory,
    Tariff,
    TariffKind,
    choice_from,
    choices_on,
    identity_from,
    identity_on,
    picture_from,
    picture_on,
    tariff_from,
)
from auditbeheer.organisation.rules import (
    colour_reads,
    ends_after_start,
    number_pattern_works,
    starts_today_or_later,
    told_in_order,
)
from auditbeheer.plumbing.db import asked_once
from auditbeheer.plumbing.dutch import money
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.pictures import plain_picture
from auditbeheer.plumbing.refusal import Refused, require
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.own_rules import OwnRuleError, OwnRules, defaults
from auditbeheer.scheme.wording import day_plain


@dataclass(frozen=True)
class IdentityFacts:
    """What the body tells of itself."""

    name: str
    street: str
    postcode: str
    town: str
    kvk: str
    vat_number: str
    iban: str
    phone: str
    email: str
    website: str
    colour: str = "#1d3f72"
    conditions: str = ""


WORDS = {
    "name": "naam", "street": "straat", "postcode": "postcode", "town": "plaats", "kvk": "KvK-nummer",
    "vat_number": "btw-nummer", "iban": "IBAN", "phone": "telefoon", "email": "e-mail", "website": "website",
    "colour": "kleur", "conditions": "voorwaarden",
}  # fmt: skip


@asked_once
def own_rules_on(session: Session, day: date) -> OwnRules:
    """The own rules with the values that hold on ``day``: defaults of the list, and the body's own choices over them.

    A choice for a rule that the list no longer knows is left aside.
    """
    rules = defaults()
    rows = choices_on(session, day)
    return rules.with_values({code: (row.value, row.from_day) for code, row in rows.items() if code in rules})


def shown_value(row: OwnRuleChoice) -> str:
    """A stored choice as it stands on a screen; as it was written when the rule does not read it any more."""
    try:
        return defaults().with_values({row.code: (row.value, row.from_day)})[row.code].shown
    except (KeyError, OwnRuleError):
        return row.value


def change_identity(
    session: Session, by: Actor, now: datetime, *, from_day: date, facts: IdentityFacts, why: str
) -> Identity:
    """A new row from ``from_day``; the one of the same day gives way (the journal keeps what it said)."""
    require(starts_today_or_later(from_day, now.date()), field="from_day")
    require(colour_reads(facts.colour), field="colour")
    before = identity_on(session, from_day)
    changed = _differences(before, facts)
    row = identity_from(session, from_day)
    values = {field.name: getattr(facts, field.name) for field in fields(facts)}
    if row is None:
        row = Identity(from_day=from_day, **values)
        session.add(row)
    else:
        for name, value in values.items():
            setattr(row, name, value)
    session.flush()
    journal.record(
        session, by, now, verb="instelling gewijzigd", kind="instelling", thing=row.id,
        what=f"Vanaf {day_plain(from_day)}: {changed}", why=why,
    )  # fmt: skip
    return row


def _differences(before: Identity | None, facts: IdentityFacts) -> str:
    if before is None:
        return f"{facts.name}, {facts.street}, {facts.postcode} {facts.town}"
    changed = [
        f"{WORDS[field.name]} {getattr(facts, field.name) or 'leeg'} (was {getattr(before, field.name) or 'leeg'})"
        for field in fields(facts)
        if getattr(before, field.name) != getattr(facts, field.name)
    ]
    return "; ".join(changed) or "niets anders"


def add_licence(
    session: Session, by: Actor, now: datetime, *, number: str, scope: str, from_day: date, until_day: date, why: str
) -> Licence:
    """A licence of the CCV with its days (QUO-10); it may have begun before today: the CCV gave it, not we."""
    require(ends_after_start(from_day, until_day), field="until_day")
    row = Licence(number=number, scope=scope, from_day=from_day, until_day=until_day)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="licentie vastgelegd", kind="licentie", thing=row.id,
        what=f"{number}, {scope}: {day_plain(from_day)} tot en met {day_plain(until_day)}", why=why,
    )  # fmt: skip
    return row


def end_licence(session: Session, by: Actor, now: datetime, licence: Licence, *, until_day: date, why: str) -> Licence:
    """The licence ends earlier or later than it said; never on a day that has passed."""
    require(starts_today_or_later(until_day, now.date()), field="until_day")
    require(ends_after_start(licence.from_day, until_day), field="until_day")
    before, licence.until_day = licence.until_day, until_day
    journal.record(
        session, by, now, verb="licentie gewijzigd", kind="licentie", thing=licence.id,
        what=f"{licence.number}: tot en met {day_plain(until_day)} (was {day_plain(before)})", why=why,
    )  # fmt: skip
    return licence


def add_signatory(
    session: Session,
    by: Actor,
    now: datetime,
    *,
    employee: Employee,
    function: str,
    from_day: date,
    why: str = "",
) -> Signatory:
    """Somebody signs for the body from a day, in a function."""
    require(starts_today_or_later(from_day, now.date()), field="from_day")
    row = Signatory(employee_id=employee.id, function=function, from_day=from_day)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="ondertekenaar aangewezen", kind="ondertekenaar", thing=row.id,
        what=f"{employee.name}, {function}, vanaf {day_plain(from_day)}", why=why,
    )  # fmt: skip
    return row


def end_signatory(
    session: Session, by: Actor, now: datetime, signatory: Signatory, *, until_day: date, why: str
) -> Signatory:
    """The last day on which somebody signs: today or later."""
    require(starts_today_or_later(until_day, now.date()), field="until_day")
    require(ends_after_start(signatory.from_day, until_day), field="until_day")
    signatory.until_day = until_day
    journal.record(
        session, by, now, verb="ondertekenaar beëindigd", kind="ondertekenaar", thing=signatory.id,
        what=f"{signatory.employee.name} tekent tot en met {day_plain(until_day)}", why=why,
    )  # fmt: skip
    return signatory


def change_picture(
    session: Session,
    by: Actor,
    now: datetime,
    shelf: FileShelf,
    *,
    kind: PictureKind,
    from_day: date,
    upload: tuple[str, bytes] | None = None,
    file_name: str | None = None,
    signatory: Signatory | None = None,
    why: str,
) -> BodyPicture:
    """Another logo, mark or signature from a day: sent in, or by its name in the house style folder; neither: none.

    What was printed keeps its picture. Raises ``FileRefused`` for a picture that cannot be printed.
    """
    require(starts_today_or_later(from_day, now.date()), field="from_day")
    before = picture_on(session, kind, from_day, signatory)
    was = before.name if before else "leeg"
    stored = _stored(session, by, now, shelf, kind, upload) if upload else None
    row = picture_from(session, kind, from_day, signatory)
    if row is None:
        row = BodyPicture(kind=kind, from_day=from_day, signatory_id=signatory.id if signatory else None)
        session.add(row)
    row.stored_id, row.file_name = (stored.id, None) if stored else (None, file_name or None)
    session.flush()
    session.refresh(row)
    whose = f"{kind} van {signatory.employee.name}" if signatory else str(kind)
    journal.record(
        session, by, now, verb=f"{kind} gewijzigd", kind="instelling", thing=row.id,
        what=f"Vanaf {day_plain(from_day)}: {whose} {row.name or 'leeg'} (was {was})", why=why,
    )  # fmt: skip
    return row


def _stored(
    session: Session, by: Actor, now: datetime, shelf: FileShelf, kind: PictureKind, upload: tuple[str, bytes]
) -> StoredFile:
    row = StoredFile(
        name="", media_type="", size=0, sha256="", at=now, sender=by.name, kind="instelling", thing=kind.value
    )
    name, content = upload
    return keep(session, shelf, plain_picture(content, name), row)


def set_tariff(
    session: Session, by: Actor, now: datetime, *, kind: TariffKind, from_day: date, amount: Decimal, why: str
) -> Tariff:
    """A price from a day on, in euro without VAT. What was quoted before keeps its price."""
    require(starts_today_or_later(from_day, now.date()), field="from_day")
    row = tariff_from(session, kind, from_day)
    was = "" if row is None else f" (was {money(row.amount)})"
    if row is None:
        row = Tariff(kind=kind, from_day=from_day, amount=amount)
        session.add(row)
    row.amount = amount
    session.flush()
    journal.record(
        session, by, now, verb="tarief gewijzigd", kind="tarief", thing=row.id,
        what=f"{kind}: {money(amount)} vanaf {day_plain(from_day)}{was}", why=why,
    )  # fmt: skip
    return row


def choose_own_rule(
    session: Session, by: Actor, now: datetime, *, code: str, value: str, from_day: date, why: str
) -> OwnRuleChoice:
    """The body's own value for an own rule (CB) from a day on; read by the rule's kind. KeyError: unknown code."""
    rule = defaults()[code]
    require(starts_today_or_later(from_day, now.date()), field="from_day")
    try:
        chosen = defaults().with_values({code: (value, from_day)})[code]
    except OwnRuleError as error:
        raise Refused([Condition("waarde-past", rule.title, False, value, SETTING, str(error).rstrip("."))],
                      field="value") from error  # fmt: skip
    if code == "certificate_number":
        require(number_pattern_works(value), field="value")
    before = own_rules_on(session, from_day)[code].shown
    row = choice_from(session, code, from_day)
    if row is None:
        row = OwnRuleChoice(code=code, from_day=from_day, value=chosen.written, why=why)
        session.add(row)
    row.value, row.why = chosen.written, why
    session.flush()
    journal.record(
        session, by, now, verb="eigen regel gewijzigd", kind="eigen regel", thing=code,
        what=f"Eigen regel {rule.number}, {rule.title}: {chosen.shown} vanaf {day_plain(from_day)} (was {before})",
        why=why,
    )  # fmt: skip
    return row


def put_to_ccv(
    session: Session, by: Actor, now: datetime, *, code: str, sent_on: date, question: str
) -> HarmonisationTopic:
    """An own choice was sent to the CCV for harmonisation (GEN-1). KeyError: unknown code."""
    rule = defaults()[code]
    require(told_in_order(sent_on, now.date()), field="sent_on")
    row = HarmonisationTopic(code=code, sent_on=sent_on, question=question)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="voorgelegd aan het CCV", kind="eigen regel", thing=code,
        what=f"Eigen regel {rule.number}, {rule.title}, verstuurd op {day_plain(sent_on)}: {question}",
    )  # fmt: skip
    return row


def record_answer(
    session: Session,
    by: Actor,
    now: datetime,
    topic: HarmonisationTopic,
    *,
    answered_on: date,
    answer: str,
    effect: str,
) -> None:
    """What the CCV answered and what that changes; recorded again it corrects, and the journal keeps both."""
    require(told_in_order(answered_on, now.date(), topic.sent_on), field="answered_on")
    corrects = topic.answered_on is not None
    topic.answered_on, topic.answer, topic.effect = answered_on, answer, effect
    session.flush()
    journal.record(
        session, by, now, verb=f"antwoord van het CCV {'verbeterd' if corrects else 'vastgelegd'}", kind="eigen regel",
        thing=topic.code,
        what=f"Eigen regel {defaults()[topic.code].number}, {day_plain(answered_on)}: {answer} Gevolg: {effect}",
    )  # fmt: skip
