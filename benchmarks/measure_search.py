"""Search in an office with 50,000 areas, partnerships and people: a search against one plain query for the text."""

from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.relations.models import Area, AreaType, Partnership, Party, PartyKind, Representative
from benchmarks import stock
from benchmarks.ratios import fresh_office, in_turn, milliseconds, queries, table
from tests.office import BASE
from tests.relations.samples import municipality

ROWS, ROUNDS = 50_000, 9
SYLLABLES = ("haven", "kamp", "berg", "veld", "dijk", "horst", "beek", "mark", "poort", "sluis")
TYPED = (
    ("sluispoort 49", "some found"),
    ("noordersluis", "few found"),
    ("nordersluiz", "nothing, so what was meant"),
)


def name_of(number: int) -> str:
    """A made-up name; no two are alike."""
    first, second = SYLLABLES[number % 10], SYLLABLES[number // 10 % 10]
    return f"{first}{second} {number}".capitalize()


def fill(session: Session) -> None:
    """So many rows of everything that is searched by a part of its name."""
    place = municipality(session)
    names = [name_of(number) for number in range(ROWS)]
    keys = [{"name": name, "folded": fold(name), "sort_key": sort_key(name)} for name in names]
    kind = {"type": AreaType.BUSINESS_PARK, "municipality_code": place.code, "origin": "meting", "version": 1}
    rest = {"activities": "", "boundary": "", "neighbours": "", "count_source": ""}
    session.execute(insert(Area), [{**key, **kind, **rest} for key in keys])
    session.execute(insert(Partnership), [{**key, "version": 1} for key in keys])
    group = session.scalars(select(Partnership).limit(1)).one()
    party = Party(partnership=group, kind=PartyKind.OTHER, organisation="Meting")
    session.add(party)
    session.flush()
    people = [{"name": name, "folded": fold(name), "party_id": party.id, "version": 1} for name in names]
    session.execute(insert(Representative), people)


def main() -> None:
    """Measure and print."""
    with fresh_office() as (office, _folder):
        with office.write() as session:
            stock.dossiers(session, 20)
            fill(session)
        with office.database.read() as session:
            planner = session.query(Employee).filter_by(name="Annelies Vos").one().id
        client = office.as_(Role.PLANNER, planner).client
        rows = []
        for typed, what in TYPED:

            def ours(typed: str = typed) -> None:
                answer = client.get("/zoeken", query_string={"q": typed}, base_url=BASE)
                assert answer.status_code == 200, answer.status

            def floor(typed: str = typed) -> None:
                with office.database.read() as session:
                    session.execute(select(Area.id).where(Area.folded.contains(typed))).all()

            slow, quick, ratio = in_turn(ours, floor, ROUNDS)
            with queries(office.database) as seen:
                ours()
            rows.append((f"{typed}: {what}", milliseconds(slow), milliseconds(quick), ratio, len(seen)))
    table((f"search in {ROWS:,} of each".replace(",", " "), "ours", "one LIKE", "ratio", "queries"), rows)


if __name__ == "__main__":
    main()
