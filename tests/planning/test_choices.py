"""Who can do an audit, best first, at a constant price."""

from __future__ import annotations

from auditbeheer.accounts.models import Employee
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.choices import choices_for
from auditbeheer.planning.models import Audit
from auditbeheer.qualifications.rules import Part
from tests.planning.scene import TODAY, plan, scene
from tests.qualifications import people


def test_a_list_of_choices_costs_the_same_for_many_people(database, statements):
    with database.write() as session:
        here = scene(session)
        audit_id, manager_id = plan(session, here).id, here.manager.id

    def asked() -> int:
        with database.read() as session:
            audit, rules = session.get_one(Audit, audit_id), own_rules_on(session, TODAY)
            with statements() as seen:
                choices_for(session, audit, Part.LEAD, rules)
        return len(seen)

    few = asked()
    with database.write() as session:
        manager = session.get_one(Employee, manager_id)
        for number in range(6):
            people.auditor(session, manager, f"Auditor {number}")
    assert asked() <= few
