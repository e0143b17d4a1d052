"""What can be done with post and jobs: send a mail again, look after one, tell that one came back, run a job."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.plumbing.jobs import Job
from auditbeheer.plumbing.outbox import Mail, MailState, send_again
from auditbeheer.plumbing.refusal import require
from auditbeheer.relations.models import Representative
from auditbeheer.relations.service import change_address
from auditbeheer.scheme.condition import SETTING, Condition

PERSON = "representative:"


def representative_of(session: Session, mail: Mail) -> Representative | None:
    """The representative to whom a mail went, if it went to one."""
    key = mail.person.removeprefix(PERSON)
    return session.get(Representative, int(key)) if mail.person.startswith(PERSON) and key.isdigit() else None


def note_undelivered(session: Session, now: datetime, mail: Mail) -> None:
    """Nobody will try this mail again: its dossier tells so."""
    journal.record(
        session, SYSTEM, now, verb="mail niet bezorgd", kind="mail", thing=mail.id, dossier=mail.dossier,
        what=f"Aan {mail.name}: {mail.subject}",
    )  # fmt: skip


def resend_mail(session: Session, by: Actor, now: datetime, mail: Mail, *, email: str) -> Mail:
    """Try a mail anew. Another address than the person had becomes theirs, in each group of theirs."""
    require([_did_not_leave(mail)])
    email = email.strip().lower()
    person = representative_of(session, mail)
    if person is not None:
        change_address(session, by, now, person, email=email, why="om een mail opnieuw te sturen", dossier=mail.dossier)
    send_again(session, now, mail, email=email)
    journal.record(
        session, by, now, verb="mail opnieuw klaargezet", kind="mail", thing=mail.id, dossier=mail.dossier,
        what=f"Aan {mail.name}: {mail.subject}",
    )  # fmt: skip
    return mail


def solve_mail(session: Session, by: Actor, now: datetime, mail: Mail, *, how: str) -> Mail:
    """A mail that could not be delivered needs no more work: it was told in another way."""
    require([_did_not_leave(mail)])
    mail.solved_at = now
    session.flush()
    journal.record(
        session, by, now, verb="bezorgfout opgelost", kind="mail", thing=mail.id, dossier=mail.dossier,
        what=f"Aan {mail.name}: {mail.subject}", why=how,
    )  # fmt: skip
    return mail


def _did_not_leave(mail: Mail) -> Condition:
    word = mail.state
    return Condition(
        "mail.niet-bezorgd", "De mail is niet bezorgd", word in {MailState.RETURNED, MailState.FAILED}, word.lower(),
        SETTING, refusal=f"Deze mail is {word.lower()}. Er is niets op te lossen.",
    )  # fmt: skip


def ask_for_run(session: Session, by: Actor, now: datetime, job: Job) -> None:
    """Somebody starts a job by hand; the run itself follows outside this transaction."""
    journal.record(
        session, by, now, verb="taak gestart", kind="taak", thing=job.name, what=job.caption
    )  # fmt: skip
