"""A scheme file that the scheme manager adopts: from its day on it is what every dossier is held against (SCH-5)."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from sqlalchemy.orm import Session

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.models import AdoptedScheme
from auditbeheer.organisation.schemes import base_schemes
from auditbeheer.plumbing.refusal import Refused, require
from auditbeheer.scheme.adoption import as_adopted, may_be_adopted, read_handed_in
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.problems import SchemeFileError
from auditbeheer.scheme.wording import day_plain


def adopt_scheme(
    session: Session, by: Actor, now: datetime, *, text: str, file_name: str, from_day: date, document: str
) -> AdoptedScheme:
    """Adopt the file from a day on. ``Refused`` for a key that is fixed, a day that was, or a file that lacks parts.

    Raises SchemeFileError for a file that is no scheme at all.
    """
    key = read_handed_in(text, file_name).key
    conditions = may_be_adopted(key, base_schemes(), from_day, document, now.date())
    for condition, field in zip(conditions, (None, "from_day", "document"), strict=True):
        require([condition], field=field)
    scheme = _complete(text, file_name, from_day, document)
    row = AdoptedScheme(
        key=key, from_day=from_day, document=document, text=text, sha256=hashlib.sha256(text.encode()).hexdigest(),
        file_name=file_name, at=now.replace(microsecond=0), by=session.get_one(Employee, by.employee_id),
    )  # fmt: skip
    session.add(row)
    session.flush()
    journal.record(
        session, by, now, verb="schema vastgesteld", kind="schema", thing=key, why=document,
        what=f"{scheme.name} geldt vanaf {day_plain(from_day)}. Bestand {file_name}, sha256 {row.sha256}",
    )  # fmt: skip
    return row


def _complete(text: str, file_name: str, from_day: date, document: str) -> Scheme:
    try:
        return as_adopted(text, file_name, from_day, document)
    except SchemeFileError as error:
        raise Refused([
            Condition("schema.compleet", f"Het bestand heeft {problem.expected}", False, problem.found, SETTING)
            for problem in error.problems
        ]) from error  # fmt: skip
