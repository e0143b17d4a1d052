"""Who may do what: one table of roles and acts (architecture.md). Access to one single thing is a grant."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Role(StrEnum):
    """What somebody does in the office; the words stand on the screen."""

    PLANNER = "planner"
    AUDITOR = "auditor"
    SCHEME_MANAGER = "schemamanager"
    DECIDER = "beslisser"
    SUPERVISOR = "toezichthouder"
    ADMINISTRATOR = "beheerder"
    MANAGEMENT = "directie"


class Permission(StrEnum):
    """One kind of act."""

    OFFICE = "office"  # anybody who is logged in: own account
    READ = "read"  # what is open to somebody by a grant: an auditor's own dossiers
    READ_ALL = "read-all"  # every dossier, relation and personnel file
    RELATIONS = "relations"
    APPLICATION = "application"
    QUOTE = "quote"
    PLAN = "plan"
    QUALIFY = "qualify"
    SCHEME = "scheme"  # adopt a scheme file
    APPOINT = "appoint"
    DOCUMENTS = "documents"
    AUDIT = "audit"
    REVIEW = "review"
    DECIDE = "decide"
    ISSUE = "issue"
    BODY = "body"
    USERS = "users"
    HOME = "home"  # where a colleague lives, as far as the distance to an audit needs it
    JOURNAL = "journal"
    CORRESPOND = "correspond"  # notes for colleagues, messages to the working group
    POST = "post"  # all mails, and what came back
    SYSTEM = "system"  # jobs, health


P = Permission
_EVERYBODY = {P.OFFICE}
_SEES_ALL = {P.READ, P.READ_ALL}
_CLIENT_WORK = _SEES_ALL | {P.RELATIONS, P.APPLICATION, P.DOCUMENTS, P.QUOTE, P.PLAN, P.HOME, P.CORRESPOND, P.POST}

MAY: dict[Role, frozenset[Permission]] = {
    Role.PLANNER: frozenset(_EVERYBODY | _CLIENT_WORK),
    Role.AUDITOR: frozenset(_EVERYBODY | {P.READ, P.AUDIT, P.CORRESPOND}),
    Role.SCHEME_MANAGER: frozenset(_EVERYBODY | _CLIENT_WORK | {P.QUALIFY, P.SCHEME, P.AUDIT, P.REVIEW}),
    Role.DECIDER: frozenset(_EVERYBODY | _SEES_ALL | {P.REVIEW, P.DECIDE, P.ISSUE, P.CORRESPOND}),
    Role.SUPERVISOR: frozenset(_EVERYBODY | {P.READ}),
    Role.ADMINISTRATOR: frozenset(_EVERYBODY | {P.USERS, P.JOURNAL, P.HOME, P.POST, P.SYSTEM}),
    Role.MANAGEMENT: frozenset(_EVERYBODY | _SEES_ALL | {P.APPOINT, P.BODY, P.JOURNAL}),
}


def may(roles: Iterable[Role], permission: Permission) -> bool:
    """Whether one of ``roles`` covers the act.

    >>> may([Role.PLANNER], Permission.DECIDE), may([Role.PLANNER, Role.DECIDER], Permission.DECIDE)
    (False, True)
    """
    return any(permission in MAY[role] for role in roles)


def who_may(permission: Permission) -> tuple[Role, ...]:
    """The roles that cover the act, in the order of the table."""
    return tuple(role for role, acts in MAY.items() if permission in acts)
