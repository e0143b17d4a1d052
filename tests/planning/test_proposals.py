"""A proposal from asking to taking over: what is reckoned, what is kept, what is refused, and all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import entries_of
from auditbeheer.planning import models, service
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.choices import scheme_of
from auditbeheer.planning.gathering import office_for
from auditbeheer.planning.models import LineChoice, PlanProposal, ProposalEnd, TeamRole, audit_of
from auditbeheer.planning.proposal.diary import Diary, Ways
from auditbeheer.planning.proposal.hard_rules import broken
from auditbeheer.planning.proposal.known import Known
from auditbeheer.planning.proposal.words import Placed
from auditbeheer.planning.proposal_page import verdict, view_of
from auditbeheer.planning.proposing import reckon
from auditbeheer.planning.rules import review_day
from auditbeheer.planning.rules.proposals import STARTS_AT, may_propose
from auditbeheer.planning.rules.week_hours import monday_of
from auditbeheer.planning.rules.wishes import Wishes
from auditbeheer.planning.service import conditions_to_assign
from auditbeheer.planning.service.proposals import placed
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications.models import QualificationAct, QualificationActKind, QualifiedAs
from auditbeheer.qualifications.rules import Part
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.wording import hours
from tests.databases import heard
from tests.planning.scene import NOW, TODAY, dossier, scene, with_lead
from tests.planning.table import DAYS, KAN, KAN_NIET, LIEVER_NIET, everybody_says, with_group
from tests.planning.table import asked as put_to
from tests.qualifications.people import actor

SAFE = date(2027, 6, 30)


def asked(database: Database, count: int = 3) -> SimpleNamespace:
    """An office that asked for a proposal for so many dossiers; everything committed."""
    with database.write() as session:
        here = scene(session, last_day=SAFE)
        more = [dossier(session, here.planner, f"Terrein {number}", last_day=SAFE) for number in range(1, count)]
        found = [here.trajectory, *more]
        row = service.request_proposal(session, actor(here.planner), NOW, found)
        return SimpleNamespace(key=row.id, here=here, numbers=[one.number for one in found])


def made(database: Database, count: int = 3) -> SimpleNamespace:
    """The same, reckoned."""
    found = asked(database, count)
    assert reckon(database, found.key, lambda: NOW) is ProposalEnd.PROVEN
    return found


def the(session: Session, key: int) -> PlanProposal:
    row = models.proposal_by_id(session, key)
    assert row is not None
    return row


def take_all(session: Session, found: SimpleNamespace) -> None:
    row = the(session, found.key)
    service.take_over(session, actor(found.here.planner), NOW, row, row.lines)


def objections(database: Database, act: Callable[[Session], object]) -> list[Condition]:
    """What an act in a transaction of its own is refused for."""
    with pytest.raises(Refused) as refused, database.write() as session:
        act(session)
    return list(refused.value.objections)


def test_a_proposal_gives_every_dossier_a_day_an_auditor_and_why(database):
    found = made(database)
    with database.read() as session:
        lines = the(session, found.key).lines
        assert [line.trajectory.number for line in lines] == found.numbers
        assert all(line.day and line.employee and line.reasons and not line.clash for line in lines)
        # Near the sites, qualified, and so the one that is proposed: what that costs otherwise stands beside it.
        assert {line.employee.name for line in lines if line.employee} == {"Marloes Bakker"}
        assert all(line.otherwise.startswith("Anders: ") for line in lines)


def test_what_is_proposed_breaks_no_hard_rule_of_the_office(database):
    found = made(database)
    with database.read() as session:
        row = the(session, found.key)
        office = office_for(session, [line.trajectory_id for line in row.lines], TODAY, Wishes())
        assert not broken(office, [placed(line) for line in row.lines])


def test_taking_over_plans_day_and_auditor_of_every_line_and_says_so(database):
    found = made(database)
    with database.write() as session:
        row = the(session, found.key)
        audits = service.take_over(session, actor(found.here.planner), NOW, row, row.open_lines)
        assert [audit.day for audit in audits] == [line.day for line in row.lines]
        assert all(audit.lead is not None and audit.document_review_on for audit in audits)
        assert {line.choice for line in row.lines} == {LineChoice.TAKEN}
        assert not row.open_lines
    with database.read() as session:
        assert [entry.verb for entry in entries_of(session, found.numbers[0])] == ["toegewezen", "audit gepland"]


def test_taking_over_is_all_or_nothing(database):
    found = made(database)
    with database.write() as session:
        row = the(session, found.key)
        last = row.lines[-1]
        assert last.day is not None
        assert last.employee is not None
        record_absence(
            session, actor(found.here.planner), NOW, last.employee, from_day=last.day, until_day=last.day, why="ziek"
        )
    against = objections(database, lambda session: take_all(session, found))
    assert [one.objection for one in against if "aanwezig" in one.objection or "afwezig" in one.objection]
    with database.read() as session:
        assert [audit_of(session, line.trajectory_id) for line in the(session, found.key).lines] == [None] * 3


def test_a_line_is_taken_over_once(database):
    found = made(database, 1)
    with database.write() as session:
        row = the(session, found.key)
        service.take_over(session, actor(found.here.planner), NOW, row, row.lines)
    against = objections(database, lambda session: take_all(session, found))
    assert [one.code for one in against] == ["regel.open"]


def test_a_line_can_be_skipped_or_planned_otherwise(database):
    found = made(database, 2)
    with database.write() as session:
        row, by = the(session, found.key), actor(found.here.planner)
        first, second = row.lines
        assert first.day is not None
        service.skip_lines(session, by, NOW, [first])
        other = first.day + timedelta(days=7)
        audit = service.change_line(
            session, by, NOW, second, day=other, employee=found.here.second, starts_at=STARTS_AT
        )
        assert (audit.day, audit.lead) == (other, found.here.second)
        assert audit_of(session, first.trajectory_id) is None
        assert second.day != other, "the line keeps what was proposed"


def test_changing_a_line_is_held_against_the_same_rules(database):
    found = made(database, 1)

    def change(session: Session) -> None:
        line, by = the(session, found.key).lines[0], actor(found.here.planner)
        day = line.day or TODAY
        service.change_line(session, by, NOW, line, day=day, employee=found.here.trainee, starts_at=STARTS_AT)

    assert "kwalificatie.besluit" in [one.code for one in objections(database, change)]


def test_a_confirmed_audit_takes_its_auditor_and_never_moves(database):
    with database.write() as session:
        here = scene(session, last_day=SAFE)
        audit = with_lead(session, here)
        audit.confirmed_on = TODAY
        other = dossier(session, here.planner, "De Brand", last_day=SAFE)
        office = office_for(session, [other.id], TODAY, Wishes())
        fixed = [one for one in office.audits if one.fixed is not None]
        assert [(one.key, one.fixed and one.fixed.auditor) for one in fixed] == [
            (here.trajectory.number, str(here.auditor.id))
        ]
        with pytest.raises(Refused) as refused:
            service.request_proposal(session, actor(here.planner), NOW, [here.trajectory])
    assert [one.code for one in refused.value.objections] == ["voorstel.vast"]


@pytest.mark.parametrize("part", [Part.LEAD, Part.SUPERVISOR])
def test_who_may_take_a_part_on_a_day_is_the_same_as_when_it_is_assigned(session, part):
    here = scene(session, last_day=SAFE)
    until = TODAY + timedelta(days=40)
    session.add(
        QualificationAct(
            employee_id=here.second.id, scheme="kvo-b-4.0", capacity=QualifiedAs.AUDITOR, why="test",
            kind=QualificationActKind.SUSPENDED, on_day=until, by_id=here.manager.id, at=NOW,
        )
    )  # fmt: skip
    office = office_for(session, [here.trajectory.id], TODAY, Wishes())
    seats = {seat.auditor: seat for seat in office.audits[0].seats if seat.part is part}
    for offset in (20, 39, 40, 41, 60, 100):
        day = TODAY + timedelta(days=offset)
        audit = models.Audit(
            trajectory=here.trajectory, day=day, starts_at=STARTS_AT, place="", hours=Decimal(8), documents_due=None,
            report_due=None,
        )  # fmt: skip
        for person in (here.auditor, here.second, here.trainee, here.manager):
            against = unmet(conditions_to_assign(session, NOW, audit, person, TeamRole(part.value)))
            assert seats[str(person.id)].holds(day) is not any(
                one.code.startswith(("kwalificatie", "onpartijdig")) for one in against
            ), (person.name, day)


def test_a_week_has_the_same_hours_by_hand_and_in_a_proposal(session):
    here = scene(session, last_day=SAFE)
    audit = with_lead(session, here)
    second = service.assign(session, actor(here.planner), NOW, audit, here.second, role=TeamRole.SECOND)
    other = dossier(session, here.planner, "De Brand", last_day=SAFE)
    known = Known(office_for(session, [other.id], TODAY, Wishes()))
    stands, scheme = Diary(known, Ways(known)), scheme_of(other)
    weeks = {monday_of(audit.day), monday_of(audit.document_review_on or audit.day)}
    seen = set()
    for offset in range(7, 28):
        day = TODAY + timedelta(days=offset)
        asked = models.Audit(
            trajectory=other, day=day, starts_at=STARTS_AT, place="", hours=Decimal(8), documents_due=None,
            report_due=None, document_review_on=review_day(scheme, day, TODAY),
        )  # fmt: skip
        for person in (here.auditor, second.employee):
            told = conditions_to_assign(session, NOW, asked, person, TeamRole.LEAD)
            by_hand = {one.fact.partition(" uur")[0] for one in told if one.code.startswith("agenda.weekuren")}
            more: Counter[date] = Counter()
            for _, monday, quarters in known.weeks_of(Placed(other.number, str(person.id), day)):
                more[monday] += quarters
            proposed = {
                hours(Decimal(stands.week[str(person.id), monday] + count) / 4) for monday, count in more.items()
            }
            assert by_hand == proposed, (person.name, day)
            seen |= {monday for monday in more if monday in weeks}
    assert seen == weeks, "the weeks of what stands were among them"


def test_days_that_a_party_refused_are_out_and_days_that_suit_everybody_are_the_only_ones(session):
    here = with_group(session)
    everybody_says(session, put_to(session, here), KAN_NIET, KAN, KAN_NIET)
    audit = office_for(session, [here.trajectory.id], TODAY, Wishes()).audits[0]
    assert audit.refused == frozenset({DAYS[0], DAYS[2]})
    assert audit.only_days == frozenset({DAYS[1]})


def test_a_day_that_parties_had_rather_not_costs_points_and_is_told(database):
    with database.write() as session:
        here = with_group(session)
        question = put_to(session, here)
        everybody_says(session, question, KAN_NIET, LIEVER_NIET, KAN_NIET)
        parties = len(question.parties)
        row = service.request_proposal(session, actor(here.planner), NOW, [here.trajectory])
        key = row.id
        audit = office_for(session, [here.trajectory.id], TODAY, Wishes()).audits[0]
        assert audit.rather_not == {DAYS[1]: parties}
    reckon(database, key, lambda: NOW)
    with database.read() as session:
        (line,) = the(session, key).lines
        assert line.day == DAYS[1], "the only day that is left: soft, never refused"
        assert f"{parties} partijen hebben liever een andere dag" in line.reasons


def test_where_there_is_no_way_the_dossiers_and_what_clashes_are_named(database):
    found = asked(database, 2)
    with database.write() as session:
        by = actor(found.here.planner)
        for who in (found.here.auditor, found.here.second, found.here.manager):
            record_absence(session, by, NOW, who, from_day=TODAY, until_day=TODAY + timedelta(days=800), why="weg")
    reckon(database, found.key, lambda: NOW)
    with database.read() as session:
        view = view_of(the(session, found.key), NOW)
        assert not view.open
        [(clash, lines)] = view.clashes
        assert "geen gekwalificeerde auditor" in clash
        assert [line.trajectory.number for line in lines] == found.numbers


def test_a_proposal_that_is_stopped_keeps_the_best_until_then(database):
    found = asked(database)
    with database.write() as session:
        service.stop_proposal(session, actor(found.here.planner), NOW, the(session, found.key))
    end = reckon(database, found.key, lambda: NOW)
    with database.read() as session:
        row = the(session, found.key)
        assert end in {ProposalEnd.STOPPED, ProposalEnd.PROVEN}
        assert row.ended_at is not None
        assert all(line.day for line in row.lines)


def test_how_long_it_still_takes_is_told_from_the_pace_so_far(database):
    with database.write() as session:
        here = scene(session, last_day=SAFE)
        row = service.request_proposal(session, actor(here.planner), NOW, [here.trajectory])
        at_first = row.seconds_left
        assert at_first is None
        row.seconds, row.share = 30.0, 0.25
        assert row.seconds_left == 90
        row.ended_as, row.ended_at, row.best, row.bound = ProposalEnd.FOUND, NOW, 100.0, 90.0
        assert verdict(row) == "Een ander plan is hoogstens 10\u00a0% beter."


def test_a_process_that_was_killed_shows_and_can_begin_again(database):
    found = asked(database, 1)
    later = NOW + timedelta(minutes=5)
    with database.write() as session:
        row = the(session, found.key)
        assert not row.silent(NOW)
        assert row.silent(later)
        service.restart_proposal(session, actor(found.here.planner), later, row)
        assert not row.silent(later)
    assert reckon(database, found.key, lambda: later) is ProposalEnd.PROVEN
    assert reckon(database, found.key, lambda: later) is None


def test_wishes_hold_from_their_day_and_weigh_in_the_next_proposal(database):
    with database.write() as session:
        here = scene(session)
        assert service.wishes_for(session, TODAY) == Wishes()
        service.set_wishes(session, actor(here.planner), NOW, Wishes(km=3, near_km=0))
        assert service.wishes_for(session, TODAY - timedelta(days=1)) == Wishes()
        row = service.request_proposal(session, actor(here.planner), NOW, [here.trajectory])
        assert row.wishes["km"] == 3
        office = office_for(session, [here.trajectory.id], TODAY, service.wishes_for(session, TODAY))
        assert (office.weights.km, office.near_km) == (3, 0)


def test_nothing_ticked_is_said_in_words():
    assert [one.objection for one in unmet(may_propose([]))] == ["Kies eerst de dossiers die u wilt plannen."]


def test_gathering_an_office_asks_the_database_as_often_for_ten_dossiers_as_for_one(database):
    with database.write() as session:
        here = scene(session, last_day=SAFE)
        keys = [here.trajectory.id, *(dossier(session, here.planner, f"T{n}", last_day=SAFE).id for n in range(9))]
    counts = []
    for chosen in (keys[:1], keys):
        with database.read() as session, heard(database.engine) as asked_for:
            office_for(session, chosen, TODAY, Wishes())
        counts.append(len(asked_for))
    assert counts[0] == counts[1]
