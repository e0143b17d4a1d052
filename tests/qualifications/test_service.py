"""Judging, qualifying, suspending, declaring; and the ledger that planning and audits write."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from auditbeheer.accounts.models import Employee, JournalEntry
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.qualifications import ledger, service, work
from auditbeheer.qualifications.models import (
    Evidence,
    ExperienceKind,
    ExperienceState,
    QualifiedAs,
    experience_for,
)
from auditbeheer.qualifications.pages import rows_on
from auditbeheer.qualifications.rules import State
from auditbeheer.qualifications.service import Proven
from auditbeheer.qualifications.standing import files_of
from auditbeheer.scheme.qualification_criteria import Role as Capacity
from tests.qualifications.people import (
    EARLIER,
    KVO_B,
    NOW,
    actor,
    auditor,
    hire,
    in_training,
    management,
    scheme_manager,
)
from tests.relations.samples import PDF, bare

B4 = schemes()[KVO_B]
TODAY = NOW.date()
AUDITOR, MANAGER = QualifiedAs.AUDITOR, QualifiedAs.SCHEME_MANAGER


def codes(refused) -> list[str]:
    return [condition.code for condition in refused.value.objections]


def state(session, employee, day=TODAY, capacity=Capacity.AUDITOR) -> State:
    return files_of(session, [employee]).qualification(employee, B4, capacity, day).state


def test_a_scheme_manager_is_qualified_by_the_management_and_then_qualifies_auditors(session):
    manager = scheme_manager(session)
    assert state(session, manager, capacity=Capacity.SCHEME_MANAGER) is State.QUALIFIED
    assert state(session, auditor(session, manager)) is State.QUALIFIED


def test_without_all_criteria_nobody_is_qualified(session):
    manager = scheme_manager(session)
    trainee = in_training(session, manager, audits=9, independent=5)
    with pytest.raises(Refused) as refused:
        service.qualify(session, actor(manager), NOW, trainee, scheme=B4, capacity=AUDITOR, why="toch")
    assert codes(refused) == ["kwalificatie.bijgewoond"]


def test_nobody_judges_or_qualifies_themselves(session):
    manager = scheme_manager(session)
    with pytest.raises(Refused) as refused:
        service.add_evidence(
            session, actor(manager), NOW, manager, scheme=B4, capacity=AUDITOR, proven=Proven("opleiding", True, "x")
        )  # fmt: skip
    assert codes(refused) == ["kwalificatie.door_ander"]
    session.add(
        Evidence(employee_id=manager.id, scheme=KVO_B, criterion="opleiding", met=True, document="x",
                 judged_by_id=manager.id, judged_on=NOW.date())
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_scheme_manager_on_paper_only_qualifies_nobody(session):
    manager = scheme_manager(session)
    trainee = in_training(session, manager, audits=10, independent=5)
    newcomer = hire(session, "Nieuwe Manager", Role.SCHEME_MANAGER)
    with pytest.raises(Refused) as refused:
        service.qualify(session, actor(newcomer), NOW, trainee, scheme=B4, capacity=AUDITOR, why="ik mag dat")
    assert codes(refused) == ["kwalificatie.bevoegd"]


def test_a_scheme_manager_does_not_appoint_another(session):
    manager, other = scheme_manager(session), hire(session, "Andere Manager", Role.SCHEME_MANAGER)
    with pytest.raises(Refused) as refused:
        service.qualify(session, actor(manager), NOW, other, scheme=B4, capacity=MANAGER, why="collega")
    assert "kwalificatie.bevoegd" in codes(refused)


def test_a_suspension_holds_from_its_day_and_ends_by_an_act(session):
    manager = scheme_manager(session)
    person = auditor(session, manager)
    service.suspend(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, why="klacht")
    assert state(session, person) is State.SUSPENDED
    assert state(session, person, NOW.date() - timedelta(days=1)) is State.QUALIFIED
    with pytest.raises(Refused) as refused:
        service.suspend(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, why="nog een")
    assert codes(refused) == ["kwalificatie.stand"]
    service.restore(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, why="opgelost")
    assert state(session, person) is State.QUALIFIED


def test_evidence_that_ran_out_expires_a_qualification_and_asks_for_new(session):
    manager = scheme_manager(session)
    person = auditor(session, manager)
    service.add_evidence(
        session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR,
        proven=Proven("lead_auditor", True, "certificaat", valid_until=date(2026, 12, 31)),
    )  # fmt: skip
    assert state(session, person, date(2026, 12, 31)) is State.QUALIFIED
    assert state(session, person, date(2027, 1, 1)) is State.EXPIRED
    (task,) = [task for task in work.tasks(session, NOW.date()) if task.code == "bewijs-vernieuwen"]
    assert (task.title.replace("\xa0", " "), task.last_day) == ("Vernieuw het bewijs van M. Bakker", date(2026, 12, 31))
    service.add_evidence(
        session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR,
        proven=Proven("lead_auditor", True, "nieuw certificaat", valid_until=date(2029, 12, 31)),
    )  # fmt: skip
    assert state(session, person, date(2027, 1, 1)) is State.QUALIFIED
    assert not [task for task in work.tasks(session, NOW.date()) if task.code == "bewijs-vernieuwen"]


def test_evidence_keeps_its_file(session, tmp_path):
    manager = scheme_manager(session)
    person = in_training(session, manager)
    row = service.add_evidence(
        session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, proven=Proven("opleiding", True, "diploma"),
        shelf=FileShelf(tmp_path), upload=("diploma.pdf", PDF),
    )  # fmt: skip
    session.refresh(row)
    assert row.file is not None
    assert (row.file.name, row.file.media_type) == ("diploma.pdf", "application/pdf")


@pytest.mark.parametrize("criterion", ["bijgewoond", "bestaat_niet"])
def test_evidence_is_for_a_criterion_that_asks_for_it(session, criterion):
    manager = scheme_manager(session)
    person = in_training(session, manager)
    with pytest.raises(Refused) as refused:
        service.add_evidence(
            session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, proven=Proven(criterion, True, "x")
        )  # fmt: skip
    assert codes(refused) == ["bewijs.eis"]


def test_an_earlier_audit_counts_once_it_was_held_and_judged(session):
    manager = scheme_manager(session)
    person = in_training(session, manager, audits=9, independent=4)
    facts: dict[str, Any] = {
        "scheme": B4, "audit_ref": "De Brand 2025", "area_type": "bedrijventerrein",
        "kind": ExperienceKind.INDEPENDENT, "on_day": date(2025, 6, 1), "source": "rapport",
    }  # fmt: skip
    for wrong, code in (
        ({"positive": None}, "ervaring.oordeel"),
        ({"positive": True, "on_day": date(2026, 11, 24)}, "ervaring.gehouden"),
    ):
        with pytest.raises(Refused) as refused:
            service.add_experience(session, actor(manager), NOW, person, **(facts | wrong))
        assert codes(refused) == [code]
    service.add_experience(session, actor(manager), NOW, person, **facts, positive=True)
    service.qualify(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, why="voldoet nu")
    with pytest.raises(Refused) as refused:
        service.add_experience(session, actor(manager), NOW, person, **facts, positive=True)
    assert codes(refused) == ["ervaring.eenmaal"]


def expect(session, by, person, kind=ExperienceKind.INDEPENDENT):
    return ledger.expect(
        session, actor(by), NOW, person, audit_ref="D-2026-0001", scheme=KVO_B, area_type="bedrijventerrein",
        kind=kind, on_day=date(2026, 12, 9),
    )  # fmt: skip


def test_a_planned_audit_counts_when_it_was_held_and_not_when_withdrawn(session):
    manager = scheme_manager(session)
    person = in_training(session, manager, audits=9, independent=4)
    expect(session, manager, person)
    ledger.withdraw_experience(session, actor(manager), NOW, audit_ref="D-2026-0001", why="verzet")
    assert ledger.held(session, actor(manager), NOW, audit_ref="D-2026-0001", on_day=date(2026, 12, 9)) == []
    expect(session, manager, person)
    (row,) = ledger.held(session, actor(manager), NOW, audit_ref="D-2026-0001", on_day=date(2026, 12, 10))
    assert (row.state, row.on_day) == (ExperienceState.HELD, date(2026, 12, 10))
    ledger.withdraw_experience(session, actor(manager), NOW, audit_ref="D-2026-0001", why="te laat")
    line = experience_for(session, person.id, "D-2026-0001")
    assert line is not None
    assert line.state is ExperienceState.HELD


def test_the_supervisor_s_verdict_comes_after_the_audit(session):
    manager = scheme_manager(session)
    person = in_training(session, manager, audits=9, independent=4)
    row = expect(session, manager, person)
    with pytest.raises(Refused) as refused:
        service.give_verdict(session, actor(manager), NOW, person, row, scheme=B4, positive=True, why="goed")
    assert codes(refused) == ["oordeel.gehouden"]
    ledger.held(session, actor(manager), NOW, audit_ref="D-2026-0001", on_day=NOW.date())
    assert [task.code for task in work.tasks(session, NOW.date())] == ["oordeel-geven"]
    service.give_verdict(session, actor(manager), NOW, person, row, scheme=B4, positive=True, why="goed")
    service.qualify(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, why="voldoet")
    assert state(session, person) is State.QUALIFIED


@pytest.mark.parametrize(
    ("year", "own", "code"),
    [(2026, True, "verklaring.eenmaal"), (2028, True, "verklaring.jaar"), (2025, True, "verklaring.jaar"),
     (2027, False, "verklaring.zelf")],
)  # fmt: skip
def test_a_declaration_is_personal_yearly_and_once(session, year, own, code):
    person, other = hire(session, "Marloes Bakker", Role.AUDITOR), hire(session, "Ander Mens", Role.AUDITOR)
    with pytest.raises(Refused) as refused:
        service.declare_impartiality(session, actor(person if own else other), NOW, person, year=year)
    assert code in codes(refused)


def test_who_did_not_declare_is_asked_to(session):
    person = hire(session, "Marloes Bakker", Role.AUDITOR)
    assert work.tasks(session, NOW.date()) == []
    (task,) = work.tasks(session, date(2028, 1, 3))
    assert (task.code, task.person) == ("onpartijdigheid-verklaren", person.id)


def test_guidance_ends_after_it_begins(session):
    person = hire(session, "Marloes Bakker", Role.AUDITOR)
    with pytest.raises(Refused) as refused:
        service.record_guidance(
            session, actor(person), NOW, person, partnership=bare(session), what="advies",
            from_day=date(2026, 5, 2), until_day=date(2026, 5, 1), source="",
        )  # fmt: skip
    assert codes(refused) == ["begeleiding.periode"]


def test_the_list_of_auditors_costs_the_same_for_many(database, statements):
    def asked() -> int:
        with database.read() as session, statements() as seen:
            rows_on(session, TODAY)
        return len(seen)

    with database.write() as session:
        auditor(session, scheme_manager(session))
    few = asked()
    with database.write() as session:
        manager = session.scalars(select(Employee).where(Employee.name == "Joris de Wit")).one()
        for number in range(6):
            auditor(session, manager, f"Auditor {number}")
    assert asked() <= few


def test_every_act_stands_in_the_journal(session):
    manager = scheme_manager(session)
    auditor(session, manager)
    verbs = set(session.scalars(select(JournalEntry.verb)).all())
    assert {"bewijs beoordeeld", "auditor gekwalificeerd", "schemamanager gekwalificeerd"} <= verbs
    assert management(session).role_names == {Role.MANAGEMENT}
    assert EARLIER < NOW


def act(session, verb, manager, person, day, why="besluit"):
    return verb(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, why=why, day=day)


def test_an_act_holds_from_its_day_and_not_before(session):
    manager = scheme_manager(session)
    person = auditor(session, manager)
    act(session, service.suspend, manager, person, date(2026, 12, 1))
    assert state(session, person) is State.QUALIFIED
    assert state(session, person, date(2026, 11, 30)) is State.QUALIFIED
    assert state(session, person, date(2026, 12, 1)) is State.SUSPENDED
    act(session, service.restore, manager, person, date(2027, 2, 1))
    assert state(session, person, date(2027, 1, 31)) is State.SUSPENDED
    assert state(session, person, date(2027, 2, 1)) is State.QUALIFIED


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (TODAY - timedelta(days=1), "besluit.dag"),
        (date(2027, 11, 24), "besluit.binnen_een_jaar"),
        (date(2026, 11, 30), "besluit.na_het_vorige"),
    ],
    ids=["yesterday", "a year and a day ahead", "before the act that is there"],
)
def test_an_act_is_not_backdated_and_not_put_before_another(session, day, code):
    manager = scheme_manager(session)
    person = auditor(session, manager)
    act(session, service.suspend, manager, person, date(2026, 12, 1))
    with pytest.raises(Refused) as refused:
        act(session, service.suspend, manager, person, day)
    assert code in codes(refused)


def test_whether_somebody_can_be_qualified_is_asked_of_the_day_itself(session):
    manager = scheme_manager(session)
    person = in_training(session, manager, audits=10, independent=5)
    service.add_evidence(
        session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR,
        proven=Proven("lead_auditor", True, "certificaat", valid_until=date(2026, 11, 30)),
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        act(session, service.qualify, manager, person, date(2026, 12, 1))
    assert codes(refused) == ["kwalificatie.lead_auditor"]
    assert act(session, service.qualify, manager, person, date(2026, 11, 30)).on_day == date(2026, 11, 30)


def test_evidence_says_which_period_it_is_about(session):
    manager = scheme_manager(session)
    person = in_training(session, manager)
    proven = Proven("beoordelaar", True, "cv", covers=(date(2020, 1, 1), date(2025, 12, 31)))
    row = service.add_evidence(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, proven=proven)
    assert (row.covers_from, row.covers_until) == proven.covers
    wrong = Proven("beoordelaar", True, "cv", covers=(date(2026, 1, 1), date(2025, 12, 31)))
    with pytest.raises(Refused) as refused:
        service.add_evidence(session, actor(manager), NOW, person, scheme=B4, capacity=AUDITOR, proven=wrong)
    assert codes(refused) == ["bewijs.periode"]


def test_a_dossier_of_this_system_is_not_added_by_hand(session):
    manager = scheme_manager(session)
    person = in_training(session, manager)
    with pytest.raises(Refused) as refused:
        service.add_experience(
            session, actor(manager), NOW, person, scheme=B4, audit_ref="d-2026-0001", area_type="bedrijventerrein",
            kind=ExperienceKind.ATTENDED, on_day=date(2026, 1, 1), positive=None, source="x",
        )  # fmt: skip
    assert codes(refused) == ["ervaring.van_voor"]
