"""The public form: an application is sent, confirmed by its e-mail address, completed; and forgotten when it never was.

Until it is confirmed nothing personal is written in the journal, which keeps its lines for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from auditbeheer.accounts import journal, links
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import PersonalLink
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.plumbing.outbox import Mail, Notice, Recipient, tell
from auditbeheer.plumbing.refusal import require
from auditbeheer.quotes.models import (
    AreaTyped,
    Intake,
    IntakeDocument,
    PartyTyped,
    as_rows,
    intakes_unconfirmed,
    municipality_names,
    unconfirmed_of,
)
from auditbeheer.quotes.rules.intake import (
    answer_by,
    expected_on,
    intake_lacks,
    last_day_to_confirm,
    may_be_confirmed,
    may_be_decided,
)
from auditbeheer.relations.models import AreaType, PartyKind
from auditbeheer.scheme.cluster import Park
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.document_set import document_set
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.sections import Moment
from auditbeheer.scheme.wording import counted

SCOPE = "aanvraag"
# Who sends more than this in a day to one address gets no further mail: that may be somebody else's address.
MOST_A_DAY = 3
MOST_PAPERS = 12
Upload = tuple[str, bytes]


@dataclass(frozen=True, kw_only=True)
class IntakeDetails:
    """What is typed in the public form. ``party`` None: a procesbegeleider applies."""

    name: str
    function: str
    email: str
    phone: str
    organisation: str
    party: PartyKind | None
    may_contract: bool
    partnership_name: str
    area_type: AreaType
    areas: tuple[AreaTyped, ...]
    parties: tuple[PartyTyped, ...]
    started_on: date
    start_document: str
    wished_month: date
    remark: str


def applicant(intake: Intake) -> Actor:
    """Who acts when the applicant does so by the link of the mail."""
    return Actor(employee_id=None, name=f"{intake.name} (aanvrager)", client=f"intake:{intake.id}")


def recipient(intake: Intake) -> Recipient:
    """The applicant as somebody who gets post."""
    return Recipient(name=intake.name, email=intake.email, person=f"intake:{intake.id}")


def send_intake(session: Session, by: Actor, now: datetime, *, details: IntakeDetails) -> Intake | None:
    """Keep what was typed and mail the link that confirms it; None when this address got enough mails today.

    Who sends it is not told the difference: an address is not found out here, nor bothered without end.
    """
    email = details.email.strip().lower()
    if unconfirmed_of(session, email, now - timedelta(days=1)) >= MOST_A_DAY:
        return None
    told = {name: getattr(details, name) for name in IntakeDetails.__dataclass_fields__}
    row = Intake(at=now.replace(microsecond=0), **(told | {"email": email} | as_rows(details.areas, details.parties)))
    session.add(row)
    session.flush()
    last = last_day_to_confirm(now.date(), own_rules_on(session, now.date()))
    tell(
        session, now, recipient(row), topic="aanvraag_bevestigen", by_itself=True, scope=SCOPE, thing=str(row.id),
        facts={"groep": row.partnership_name, "dag": last.isoformat()},
    )  # fmt: skip
    journal.record(
        session, by, now, verb="aanvraag ingevuld op de website", kind="websiteaanvraag", thing=row.id,
        what="Nog niet bevestigd door de aanvrager",
    )  # fmt: skip
    return row


def confirm_intake(session: Session, by: Actor, now: datetime, intake: Intake) -> Intake:
    """The applicant confirms: from here on it waits in the work list, and the applicant knows until when."""
    if intake.confirmed_at is not None:
        return intake
    rules = own_rules_on(session, now.date())
    require(may_be_confirmed(intake.at.date(), now.date(), rules))
    intake.confirmed_at = now.replace(microsecond=0)
    session.flush()
    tell(
        session, now, recipient(intake), topic="aanvraag_ontvangen", by_itself=True, scope=SCOPE, thing=str(intake.id),
        facts={"groep": intake.partnership_name, "dag": answer_by(now.date(), rules).isoformat()},
    )  # fmt: skip
    journal.record(
        session, by, now, verb="aanvraag van de website bevestigd", kind="websiteaanvraag", thing=intake.id,
        what=f"{intake.partnership_name}: {counted(len(intake.areas), 'gebied', 'gebieden')}",
    )  # fmt: skip
    return intake


def attach_to_intake(
    session: Session, by: Actor, now: datetime, intake: Intake, shelf: FileShelf, *, code: str, upload: Upload,
    library: Library,
) -> IntakeDocument:  # fmt: skip
    """A paper of the applicant, until somebody decided. LookupError for a code that the scheme does not know."""
    require(may_be_decided(confirmed=intake.confirmed_at is not None, ended=intake.ended))
    require([_some_room(intake)], field="file")
    name = paper_names(intake, library)[code]
    stored = StoredFile(
        name="", media_type="", size=0, sha256="", at=now, sender=intake.name, kind="websiteaanvraag",
        thing=str(intake.id),
    )  # fmt: skip
    file = keep(session, shelf, upload, stored)
    row = IntakeDocument(intake=intake, code=code, received_on=now.date(), file=file)
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="bijlage ontvangen", kind="websiteaanvraag", thing=intake.id, what=f"{name}: {file.name}"
    )
    return row


def _some_room(intake: Intake) -> Condition:
    count = len(intake.documents)
    refusal = f"Bij deze aanvraag staan al {count} bestanden. Stuur de rest als wij de aanvraag in behandeling hebben."
    return Condition(
        "intake.bijlagen", "Er past nog een bestand bij", count < MOST_PAPERS, str(count), SETTING, refusal
    )


def forget_unconfirmed(session: Session, now: datetime) -> int:
    """Delete what was not confirmed in time, with its mails and links; returns how many applications."""
    rules = own_rules_on(session, now.date())
    days = rules["intake_confirm_days"].integer
    before = datetime.combine(now.astimezone(ZONE).date() - timedelta(days=days), time.min, tzinfo=ZONE)
    rows = intakes_unconfirmed(session, before)
    for row in rows:
        _forget_mails(session, str(row.id))
        session.delete(row)
        session.flush()
        journal.record(
            session, SYSTEM, now, verb="onbevestigde aanvraag verwijderd", kind="websiteaanvraag", thing=row.id,
            what=f"Niet bevestigd binnen {counted(days, 'dag', 'dagen')}",
        )  # fmt: skip
    return len(rows)


def _forget_mails(session: Session, thing: str) -> None:
    mails = session.scalars(select(Notice.mail_id).where(Notice.scope == SCOPE, Notice.thing == thing)).all()
    session.execute(delete(Notice).where(Notice.scope == SCOPE, Notice.thing == thing))
    session.execute(delete(Mail).where(Mail.id.in_([one for one in mails if one is not None])))
    session.execute(delete(PersonalLink).where(PersonalLink.scope == SCOPE, PersonalLink.thing == thing))


# How it stands; only reads


def intake_behind(session: Session, code: str, today: date) -> Intake | None:
    """The application that a link opens today; None when there is none (any more)."""
    link = links.find(session, code)
    if link is None or link.scope != SCOPE or links.state_on(link, today) is not links.LinkState.OPEN:
        return None
    return session.get(Intake, int(link.thing))


def scheme_of_intake(intake: Intake, library: Library) -> Scheme | None:
    """The scheme that it will come under; of several that are open the newest."""
    applied = (intake.confirmed_at or intake.at).date()
    choice = library.schemes_open(intake.area_type, intake.started_on, expected_on(intake.wished_month, applied))
    return choice.schemes[-1] if choice and choice.schemes else None


def paper_names(intake: Intake, library: Library) -> dict[str, str]:
    """Code -> name of the papers that can be sent along."""
    scheme = scheme_of_intake(intake, library)
    known = document_set(scheme, first=True, moment=Moment.APPLICATION) if scheme and scheme.documents else ()
    return {item.code: item.name for item in known} | {"overig": "Ander stuk"}


def parks_typed(session: Session, intake: Intake) -> list[Park]:
    """The areas as typed, as the rules see them."""
    names = municipality_names(session, [area.municipality for area in intake.areas_typed])
    return [
        Park(area.name, (names.get(area.municipality, area.municipality),), area.entrepreneurs)
        for area in intake.areas_typed
    ]


def conditions_of_intake(session: Session, intake: Intake, library: Library, today: date) -> Sequence[Condition]:
    """What the application has and lacks by its scheme: for the applicant and for staff alike (QUO-1, QUO-2)."""
    present = frozenset(row.code for row in intake.documents)
    return intake_lacks(parks_typed(session, intake), scheme_of_intake(intake, library), present, today)
