"""What a session asks of the database: collections for all rows of a kind at once, the same question once (C12)."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, EmployeeRole
from auditbeheer.accounts.permissions import Role
from auditbeheer.accounts.service import add_employee
from auditbeheer.plumbing.db import asked_of_each, asked_once, asked_whole
from auditbeheer.relations.models import Area, AreaType, Municipality, Partnership, Party, PartyKind
from tests.decisions.case import NOW

ROLES = {
    "Annelies Vos": [Role.AUDITOR, Role.PLANNER],
    "Bea Heer": [],
    "Karel Jansen": [Role.DECIDER],
    "Joris de Wit": [Role.AUDITOR, Role.SCHEME_MANAGER],
}


@pytest.fixture
def staff(database):
    with database.write() as session:
        for name, roles in ROLES.items():
            email = name.lower().replace(" ", ".") + "@voorbeeld.nl"
            add_employee(session, SYSTEM, NOW, name=name, email=email, roles=roles, password=None)
    return database


def test_a_list_that_touches_a_collection_at_every_row_asks_it_once(staff, statements):
    with staff.read() as session:
        rows = session.scalars(select(Employee)).all()
        with statements() as seen:
            found = {row.name: row.role_names for row in rows}
    assert found == {name: frozenset(roles) for name, roles in ROLES.items()}
    assert len(seen) == 1


def test_what_nobody_touches_is_not_read(staff, statements):
    with staff.read() as session, statements() as seen:
        assert len(session.scalars(select(Employee)).all()) == len(ROLES)
    assert not [statement for statement in seen if "employee_role" in statement]


def test_rows_that_come_later_are_read_without_those_that_were(staff, statements):
    with staff.read() as session:
        first = session.scalars(select(Employee).where(Employee.name == "Annelies Vos")).one()
        assert first.role_names == {Role.AUDITOR, Role.PLANNER}
        others = session.scalars(select(Employee)).all()
        with statements() as seen:
            assert sum(len(row.roles) for row in others) == 5
    assert len(seen) == 1


def test_what_many_rows_point_at_is_read_once_too(staff, statements):
    with staff.read() as session:
        rows = session.scalars(select(EmployeeRole)).all()
        with statements() as seen:
            found = {(row.employee.name, row.role) for row in rows}
    assert found == {(name, role) for name, roles in ROLES.items() for role in roles}
    assert len(seen) == 1


def test_what_a_row_does_not_point_at_is_nothing(database, statements):
    with database.write() as session:
        session.add_all(
            Area(
                name=name, type=AreaType.BUSINESS_PARK, municipality_code="0995", folded=name, sort_key=name,
                map_file_id=None,
            )
            for name in ("een", "twee")
        )  # fmt: skip
        session.add(Municipality(code="0995", name="Lelystad", province="", folded="lelystad", sort_key="lelystad"))
    with database.read() as session:
        assert [area.map_file for area in session.scalars(select(Area))] == [None, None]


def partnership(name: str) -> Partnership:
    return Partnership(name=name, folded=name, sort_key=name)


def test_a_collection_keeps_its_order(database):
    kinds = [PartyKind.POLICE, PartyKind.OTHER, PartyKind.MUNICIPALITY, PartyKind.FIRE_SERVICE]
    with database.write() as session:
        for who in (partnership("een"), partnership("twee")):
            session.add(who)
            for kind in kinds if who.name == "een" else reversed(kinds):
                session.add(Party(partnership=who, kind=kind, organisation=kind.value))
                session.flush()
    with database.read() as session:
        one, two = session.scalars(select(Partnership).order_by(Partnership.id))
        assert [party.kind for party in one.parties] == kinds
        assert [party.kind for party in two.parties] == kinds[::-1]


def test_a_child_that_waits_to_be_written_belongs_to_its_parent_once(database):
    """Asking for the parties of the one also reads those of the other, to which a party was just added."""
    with database.write() as session:
        session.add_all([partnership("een"), partnership("twee")])
    with database.write() as session:
        one, two = session.scalars(select(Partnership).order_by(Partnership.id))
        with session.no_autoflush:
            new = Party(partnership=two, kind=PartyKind.POLICE, organisation="Politie")
            session.add(new)
            assert one.parties == []
            assert two.parties == [new]
        session.flush()
        session.expire_all()
        assert two.parties == [new]


def test_a_row_that_must_be_read_anew_is(staff):
    with staff.write() as session:
        one, other = session.scalars(select(Employee).order_by(Employee.id).limit(2))
        assert other.role_names == frozenset()
        session.expire_all()
        session.execute(insert(EmployeeRole).values(employee_id=other.id, role=Role.MANAGEMENT))
        assert one.role_names == {Role.AUDITOR, Role.PLANNER}
        assert other.role_names == {Role.MANAGEMENT}


@asked_once
def people_called(session, name, *, exactly=True):
    query = select(Employee)
    return session.scalars(query.where(Employee.name == name) if exactly else query).all()


def test_a_reading_session_asks_the_same_once(staff, statements):
    with staff.read() as session, statements() as seen:
        for _ in range(3):
            assert len(people_called(session, "Bea Heer")) == 1
            assert len(people_called(session, "Karel Jansen")) == 1
            assert len(people_called(session, "Karel Jansen", exactly=False)) == 4
    assert len([statement for statement in seen if "FROM employee" in statement]) == 3


def test_a_writing_session_and_another_reading_session_ask_again(staff):
    with staff.read() as session:
        assert not people_called(session, "Iemand Nieuw")
    with staff.write() as session:
        assert not people_called(session, "Iemand Nieuw")
        add_employee(session, SYSTEM, NOW, name="Iemand Nieuw", email="i@voorbeeld.nl", roles=[], password=None)
        assert people_called(session, "Iemand Nieuw")
    with staff.read() as session:
        assert people_called(session, "Iemand Nieuw")


def test_what_is_said_and_what_is_left_out_are_one_question(staff, statements):
    with staff.read() as session, statements() as seen:
        people_called(session, "Bea Heer")
        people_called(session, name="Bea Heer", exactly=True)
    assert len([statement for statement in seen if "FROM employee" in statement]) == 1


@asked_of_each("employee_id", "role", "employee_id")
def roles_of_each(session, people):
    return session.scalars(select(EmployeeRole).where(EmployeeRole.employee_id.in_(people))).all()


def asked_for_roles(seen):
    return [statement for statement in seen if "FROM employee_role" in statement]


def test_of_several_things_only_those_are_asked_that_nobody_asked_for(staff, statements):
    with staff.read() as session:
        keys = list(session.scalars(select(Employee.id).order_by(Employee.id)))
        with statements() as seen:
            assert roles_of_each(session, []) == []
            assert roles_of_each(session, keys[:2]) == [
                row for row in roles_of_each(session, keys) if row.employee_id in keys[:2]
            ]
            everything = roles_of_each(session, [*keys, keys[0]])
        assert [row.role for row in everything] == sorted(row.role for row in everything)
        assert len({(row.employee_id, row.role) for row in everything}) == len(everything) > 0
        first, second = asked_for_roles(seen)
        assert (first.count("?") or first.count("%("), second.count("?") or second.count("%(")) == (2, len(keys) - 2)


def test_a_writing_session_asks_for_each_again_and_sees_what_it_wrote(staff):
    with staff.write() as session:
        one = session.scalars(select(Employee).order_by(Employee.id)).first()
        before = len(roles_of_each(session, [one.id]))
        session.execute(insert(EmployeeRole).values(employee_id=one.id, role=Role.MANAGEMENT))
        assert len(roles_of_each(session, [one.id])) == before + 1
        assert roles_of_each(session, []) == []


@asked_whole(lambda row: row.email)
def people_or_one(session, email=None):
    query = select(Employee).order_by(Employee.id)
    return session.scalars(query.where(Employee.email == email) if email else query).all()


def test_a_part_is_taken_from_the_whole_once_that_was_asked(staff, statements):
    with staff.read() as session:
        with statements() as seen:
            assert len(people_or_one(session, "bea.heer@voorbeeld.nl")) == 1
            everybody = people_or_one(session)
            for one in everybody:
                assert people_or_one(session, email=one.email) == [one]
        asked = [statement for statement in seen if "FROM employee" in statement]
    assert len(asked) == 2, "one part before the whole was there, and the whole"


def test_a_writing_session_asks_for_a_part_by_itself(staff):
    with staff.write() as session:
        everybody = people_or_one(session)
        assert not people_or_one(session, "n@voorbeeld.nl")
        add_employee(session, SYSTEM, NOW, name="Nieuw Hier", email="n@voorbeeld.nl", roles=[], password=None)
        assert len(people_or_one(session, "n@voorbeeld.nl")) == 1
        assert len(people_or_one(session)) == len(everybody) + 1
