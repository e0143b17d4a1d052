"""The menu: one bar by role, at most six items and the rest under Meer (ux §2)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app, request, url_for

from auditbeheer.accounts.gate import me
from auditbeheer.accounts.permissions import Permission, Role, may
from auditbeheer.plumbing.parts import MenuItem


@dataclass(frozen=True)
class Entry:
    """An item that stands in the menu of who may do the act; ``under``: the addresses that belong to it."""

    label: str
    endpoint: str
    act: Permission
    under: tuple[str, ...]


WORK = Entry("Werkvoorraad", "worklist.mine", Permission.READ, ("/werk",))
TO_DECIDE = Entry("Te besluiten", "decisions.to_decide", Permission.DECIDE, ("/besluiten",))
DOSSIERS = Entry("Dossiers", "dossiers.overview", Permission.READ, ("/dossiers",))
AGENDA = Entry("Agenda", "planning.own_agenda", Permission.AUDIT, ("/agenda",))
PLANNING = Entry("Planning", "planning.overview", Permission.PLAN, ("/planning",))
RELATIONS = Entry("Relaties", "relations.overview", Permission.RELATIONS, ("/relaties",))
CERTIFICATES = Entry("Certificaten", "certificates.overview", Permission.READ, ("/certificaten",))
AUDITORS = Entry("Auditors", "qualifications.overview", Permission.READ_ALL, ("/auditors",))
BODY = Entry("Instelling", "organisation.overview", Permission.READ, ("/instelling", "/opschonen"))
SCHEMES = Entry("Schema’s", "organisation.scheme_list", Permission.SCHEME, ("/instelling/schemas",))
USERS = Entry("Gebruikers", "accounts.people", Permission.USERS, ("/accounts",))
JOURNAL = Entry("Logboek", "accounts.journal_page", Permission.JOURNAL, ("/accounts/logboek",))
SYSTEM = Entry("Systeem", "operations.system", Permission.SYSTEM, ())
POST_AND_JOBS = Entry("Post en taken", "operations.post", Permission.SYSTEM, ("/beheer/post", "/beheer/taken"))
POST = Entry("Post", "operations.post", Permission.POST, ("/beheer/post",))
OWN_FILE = "Mijn kwalificatie"
REGISTER = Entry("Openbaar register", "register.search", Permission.OFFICE, ("/register",))

USUAL = (
    WORK,
    DOSSIERS,
    AGENDA,
    PLANNING,
    RELATIONS,
    CERTIFICATES,
    AUDITORS,
    SCHEMES,
    BODY,
    SYSTEM,
    USERS,
    POST_AND_JOBS,
    POST,
    JOURNAL,
    REGISTER,
)
LANDING = {
    Role.DECIDER: TO_DECIDE,
    Role.ADMINISTRATOR: SYSTEM,
    Role.MANAGEMENT: BODY,
    Role.SUPERVISOR: CERTIFICATES,
}


def landing() -> Entry:
    """Where somebody starts: by role; who has several starts at the work list."""
    employee = me()
    roles = employee.role_names if employee else frozenset()
    if len(roles) == 1:
        return LANDING.get(next(iter(roles)), WORK)
    return WORK if may(roles, Permission.READ) else LANDING[Role.ADMINISTRATOR]


def entries() -> list[Entry]:
    """The items of who is logged in, the landing page first; no doubles."""
    employee = me()
    return entries_for(landing(), employee.role_names) if employee else []


def entries_for(first: Entry, roles: Collection[Role]) -> list[Entry]:
    """What somebody with these roles finds in the menu, the landing page first; two that lead to one page are one."""
    found: dict[str, Entry] = {}
    for entry in (first, *(one for one in (TO_DECIDE, *USUAL) if may(roles, one.act))):
        found.setdefault(entry.endpoint, entry)
    return list(found.values())


def menu() -> list[MenuItem]:
    """The bar, with the page of now marked. A count stands only at the landing item."""
    items = []
    for place, entry in enumerate(entries()):
        number = _count(entry) if place == 0 else None
        items.append(MenuItem(entry.label, url_for(entry.endpoint), _is_here(entry), number))
    return items + _own_file()


def _count(landing_item: Entry) -> int | None:
    """What waits, for those whose landing page is about that."""
    from auditbeheer.worklist.gather import count_for_me

    return count_for_me() if landing_item in {WORK, TO_DECIDE} else None


def count_ahead() -> None:
    """Count what the menu of this page will show before the page itself asks for parts of the same."""
    for first in entries()[:1]:
        _count(first)


def _own_file() -> list[MenuItem]:
    """An auditor who does not read everybody's file finds the own one."""
    employee = me()
    if employee is None or not has_own_file(employee.role_names):
        return []
    url = url_for("qualifications.own")
    return [MenuItem(OWN_FILE, url, request.path == url)]


def has_own_file(roles: Collection[Role]) -> bool:
    """Whether the menu leads to one's own qualification: for auditors who do not read everybody's."""
    return Role.AUDITOR in roles and not may(roles, Permission.READ_ALL)


PUBLIC_PAGES = (
    ("Certificaat controleren", "register.home"),
    ("Register", "register.search"),
    ("Rekenhulp", "rekenhulp.page"),
    ("Aanvragen", "quotes.apply_in_public"),
)


def public_menu() -> list[MenuItem]:
    """What everybody may open without an account."""
    return [
        MenuItem(label, url_for(endpoint), request.path == url_for(endpoint))
        for label, endpoint in PUBLIC_PAGES
        if endpoint in current_app.view_functions
    ]


def _is_here(entry: Entry) -> bool:
    path = request.path
    if entry is USERS and path.startswith("/accounts/logboek"):
        return False
    if entry is BODY and path.startswith(SCHEMES.under) and SCHEMES in entries():
        return False
    return path == url_for(entry.endpoint) or any(path == part or path.startswith(f"{part}/") for part in entry.under)


def known_endpoints() -> set[str]:
    """Every endpoint that the menu names (a test holds them against the address map)."""
    return {entry.endpoint for entry in (TO_DECIDE, *USUAL)} & set(current_app.view_functions)
