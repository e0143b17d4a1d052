"""Eerste stappen: what a fresh installation still needs before the first audit, and who does it (ux §6).

Each step looks at what was ever recorded, so that the list never comes back once an installation is in use.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, distinct, func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import EmployeeRole
from auditbeheer.accounts.permissions import Permission, Role
from auditbeheer.certificates.models import Certificate
from auditbeheer.organisation.models import Identity, Licence, Tariff, TariffKind
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.outbox import Mail
from auditbeheer.quotes.models import Trajectory
from auditbeheer.scheme.wording import join_and

NEEDED_ROLES = (Role.PLANNER, Role.AUDITOR, Role.SCHEME_MANAGER, Role.DECIDER)
NEEDED_TARIFFS = (TariffKind.AUDIT_HOUR, TariffKind.TRAVEL_HOUR, TariffKind.KILOMETRE, TariffKind.CERTIFICATE_FEE)
MAIL = "mail"


@dataclass(frozen=True)
class FirstStep:
    """One thing to do before the first audit. ``endpoint``: the page where; ``act``: who may do it."""

    code: str
    title: str
    missing: str
    endpoint: str
    act: Permission
    done: bool


def first_steps(session: Session) -> list[FirstStep]:
    """All of them, in the order in which they are done; one query."""
    counts = session.execute(select(*(query.scalar_subquery() for query in _COUNTED))).one()
    identities, licences, mails, dossiers, certificates = counts[:5]
    roles = _those(session, select(EmployeeRole.role).distinct(), NEEDED_ROLES)
    tariffs = _those(session, select(Tariff.kind).distinct(), NEEDED_TARIFFS)
    return [
        FirstStep(
            "gegevens", "Naam, adres en huisstijl", "Staat op elke brief en elk certificaat.",
            "organisation.change_identity", Permission.BODY, identities > 0,
        ),
        FirstStep(
            "licentie", "Licentie van het CCV", "Zonder licentie kan er geen certificaat komen.",
            "organisation.add_licence", Permission.BODY, licences > 0,
        ),
        FirstStep(
            "tarieven", "Tarieven", f"Nodig voor een offerte. Ontbreekt nog: {join_and(tariffs)}.",
            "organisation.set_tariff", Permission.BODY, not tariffs,
        ),
        FirstStep(
            "mensen", "Mensen en rollen", f"Nog niemand heeft de rol {join_and(roles)}.",
            "accounts.add_person", Permission.USERS, not roles,
        ),
        FirstStep(
            "schema", "Een vastgesteld schema", "Met een concept kan geen audit worden gedaan.",
            "organisation.own_rules", Permission.BODY, any(scheme.adopted for scheme in schemes()),
        ),
        FirstStep(
            MAIL, "Mail proberen", "Stuur uzelf een proefmail. Komt hij aan, dan is dit klaar.",
            "worklist.first", Permission.SYSTEM, mails > 0,
        ),
        FirstStep(
            "dossier", "Eerste dossier", "Begin met een aanvraag, of laat de beheerder lopende certificaten inlezen.",
            "quotes.apply", Permission.APPLICATION, dossiers + certificates > 0,
        ),
    ]  # fmt: skip


_COUNTED: tuple[Select[Any], ...] = (
    select(func.count(Identity.id)),
    select(func.count(Licence.id)),
    select(func.count(distinct(Mail.id))).where(Mail.sent_at.is_not(None)),
    select(func.count(Trajectory.id)),
    select(func.count(Certificate.id)),
)


def _those(session: Session, there: Select[Any], needed: tuple[Any, ...]) -> list[str]:
    """What of ``needed`` is not there yet."""
    found = set(session.scalars(there))
    return [one.value for one in needed if one not in found]
