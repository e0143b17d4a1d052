"""The list of dossiers and the work list: ten times the dossiers, how much more time, and how many queries."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from auditbeheer.accounts import journal
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from benchmarks import stock
from benchmarks.ratios import fresh_office, in_turn, milliseconds, queries, table
from tests.office import BASE, Office

FEW, MANY = 20, 200
ROUNDS = 15
PAGES = (("/dossiers", "/dossiers"), ("/werk", "/werk"), ("/werk?lijst=team", "/werk, of everybody"))


def happened(office: Office) -> None:
    """Something was done meanwhile, so that nothing counted before still holds."""
    with office.write() as session:
        journal.record(session, SYSTEM, office.now, verb="gemeten", kind="meting", thing=1, what="Een regel")


def reader(office: Office, count: int) -> Callable[[str], None]:
    """A planner in an office with so many dossiers, who opens pages."""
    with office.write() as session:
        stock.dossiers(session, count)
    with office.database.read() as session:
        planner = session.query(Employee).filter_by(name="Annelies Vos").one().id
    client = office.as_(Role.PLANNER, planner).client

    def read(address: str) -> None:
        # The application is one per process; it works on the office that is open.
        office.app.extensions["database"] = office.database
        answer = client.get(address, base_url=BASE)
        assert answer.status_code == 200, answer.status

    return read


def asked(office: Office, read: Callable[[str], None], address: str) -> int:
    """How many queries a page takes after something was done."""
    happened(office)
    with queries(office.database) as seen:
        read(address)
    return len(seen)


def main() -> None:
    """Measure and print."""
    with fresh_office() as (small, _), fresh_office() as (large, _folder):
        few, many = reader(small, FEW), reader(large, MANY)

        def happens() -> None:
            happened(small)
            happened(large)

        rows = []
        for address, name in PAGES:
            slow, quick, ratio = in_turn(partial(many, address), partial(few, address), ROUNDS, happens)
            counts = asked(small, few, address), asked(large, many, address)
            rows.append((name, milliseconds(quick), milliseconds(slow), ratio, *counts))
    table(("page", f"{FEW} dossiers", f"{MANY} dossiers", "ratio", f"queries {FEW}", f"queries {MANY}"), rows)


if __name__ == "__main__":
    main()
