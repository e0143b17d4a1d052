"""Te besluiten: all dossiers weighed at once, by the same rules and with the same facts as each by itself."""

from __future__ import annotations

from dataclasses import replace

from auditbeheer.decisions import service, work
from auditbeheer.decisions.facts import facts_in, facts_of
from auditbeheer.decisions.overview import waiting_for
from auditbeheer.decisions.rules import conditions_for_granting
from auditbeheer.organisation.models import Licence
from tests.decisions.case import TODAY, case, deviation, found_again, review
from tests.qualifications.people import actor


def test_the_list_costs_the_same_for_three_dossiers_as_for_one(database, statements):
    with database.write() as session:
        first = case(session)
        number, decider = first.trajectory.number, service.person_of(actor(first.decider))
    with database.read() as session, statements() as one:
        assert len(waiting_for(session, decider, TODAY)) == 1
    with database.write() as session:
        again = found_again(session, number)
        case(session, "KVO Dronten", staff=again, areas=3)
        deviation(session, case(session, "KVO Urk", staff=again))
    with database.read() as session, statements() as three:
        assert len(waiting_for(session, decider, TODAY)) == 3
    # An addition of a deviation may be read beside the deviation itself.
    assert len(three) <= len(one) + 1


def test_what_is_read_at_once_is_what_each_dossier_by_itself_says(session):
    first = case(session)
    others = [case(session, "KVO Dronten", staff=first, areas=3), case(session, "KVO Urk", staff=first)]
    deviation(session, others[1])
    review(session, others[0])
    decider = service.person_of(actor(first.decider))
    trajectories = [at.trajectory for at in (first, *others)]
    together = facts_in(session, trajectories, decider, TODAY)
    for one in trajectories:
        alone = facts_of(session, one, decider, TODAY)
        assert replace(together[one.id], rules=alone.rules) == alone
    assert together[others[0].trajectory.id].review
    assert not together[first.trajectory.id].review


def test_the_same_rules_decide_in_the_list_and_on_the_page(session):
    first = case(session)
    case(session, "KVO Dronten", staff=first)
    review(session, first)
    session.query(Licence).delete()
    decider = service.person_of(actor(first.decider))
    for waiting in waiting_for(session, decider, TODAY):
        assert waiting.conditions == conditions_for_granting(facts_of(session, waiting.trajectory, decider, TODAY))
        assert not waiting.ready


def test_the_work_list_costs_the_same_for_three_dossiers_as_for_one(database, statements):
    with database.write() as session:
        number = case(session).trajectory.number
    with database.read() as session, statements() as one:
        assert len(work.tasks(session, TODAY)) == 1
    with database.write() as session:
        again = found_again(session, number)
        case(session, "KVO Dronten", staff=again)
        case(session, "KVO Urk", staff=again)
    with database.read() as session, statements() as three:
        assert len(work.tasks(session, TODAY)) == 3
    assert len(three) == len(one)
