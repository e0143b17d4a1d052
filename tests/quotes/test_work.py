"""What waits before the audit can be planned, at every step of a dossier; at a constant number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from auditbeheer.plumbing.work import StepState
from auditbeheer.quotes import service, work
from auditbeheer.relations.models import AreaType, EntrepreneursBasis
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY


@dataclass(frozen=True)
class Waits:
    """What is expected at a step: the code of the task, and the state and fact of the two steps."""

    task: str
    application: tuple[StepState, str]
    quote: tuple[StepState, str]


DONE = (StepState.DONE, "compleet op 23 november 2026")
STEPS = {
    "applied": Waits("aanvraag-controleren", (StepState.BUSY, "nieuw"), (StepState.NOT_BEGUN, "")),
    "confirmed": Waits("offerte-maken", DONE, (StepState.NOT_BEGUN, "")),
    "draft": Waits("offerte-versturen", DONE, (StepState.BUSY, "concept, 12 uur")),
    "sent": Waits("offerte-wacht", DONE, (StepState.WAITING, "verstuurd, 12 uur")),
    "declined": Waits("offerte-bellen", DONE, (StepState.BUSY, "niet akkoord, 12 uur")),
    "accepted": Waits("overeenkomst-tekenen", DONE, (StepState.BUSY, "akkoord, 12 uur")),
    "signed": Waits("", DONE, (StepState.DONE, "overeenkomst van 23 november 2026")),
}


def come_to(session, shelf, step):
    samples.body(session)
    if step == "applied":
        return samples.applied(session, relations.cluster(session, shelf))
    trajectory = samples.confirmed(session, shelf)
    if step == "draft":
        samples.quoted(session, trajectory)
    if step in {"sent", "declined"}:
        quote = samples.sent(session, shelf, trajectory)
        if step == "declined":
            service.decline_quote(session, samples.actor(session), NOW, quote, on_day=TODAY, why="te duur")
    if step == "accepted":
        samples.accepted(session, shelf, trajectory)
    if step == "signed":
        samples.signed(session, shelf, trajectory)
    return trajectory


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_its_task_and_its_words(session, tmp_path, step):
    trajectory, expected = come_to(session, tmp_path, step), STEPS[step]
    assert [task.code for task in work.tasks(session, TODAY)] == [expected.task] * bool(expected.task)
    steps = (work.application_step(session, trajectory, TODAY), work.quote_step(session, trajectory, TODAY))
    told = [(one.state, one.fact.replace("\u00a0", " ")) for one in steps]
    assert told == [expected.application, expected.quote]
    assert [one.code for one in steps] == ["aanvraag", "offerte"]


@pytest.mark.parametrize("step", [step for step, waits in STEPS.items() if waits.task])
def test_a_task_names_dossier_place_person_and_the_page_where_the_work_is(session, tmp_path, step):
    trajectory = come_to(session, tmp_path, step)
    (task,) = work.tasks(session, TODAY, dossier=trajectory.number)
    assert (task.dossier, task.name, task.place) == (trajectory.number, "Cluster Lelystad", "Lelystad")
    assert task.person == trajectory.owner_id
    assert task.url.startswith(f"/dossiers/{trajectory.number}/")
    assert not work.tasks(session, TODAY, dossier="D-2020-0001")


def test_an_incomplete_application_says_how_much_is_missing(session, tmp_path):
    samples.body(session)
    row = relations.bare(session)
    relations.add(session, row, relations.known_area(session, "Flevokust"), 20, tmp_path)
    trajectory = samples.applied(session, row)
    (task,) = work.tasks(session, TODAY)
    assert task.why == "Er ontbreken nog 6 dingen."
    step = work.application_step(session, trajectory, TODAY)
    assert (step.state, step.fact) == (StepState.BUSY, "6 dingen ontbreken")


def test_a_parked_application_waits_on_the_scheme_manager(session, tmp_path):
    samples.body(session)
    row = relations.with_people(session, relations.bare(session))
    relations.add(session, row, relations.known_area(session, "Centrum", type_=AreaType.SHOPPING_AREA), 20, tmp_path)
    trajectory = samples.applied(session, row)
    (task,) = work.tasks(session, TODAY)
    assert (task.code, task.waits_on, task.since) == ("aanvraag-geparkeerd", "de schemamanager", TODAY)
    assert work.application_step(session, trajectory, TODAY).state is StepState.WAITING


@pytest.mark.parametrize(
    ("days", "code", "waits"),
    [
        (22, "offerte-wacht", True),
        (23, "offerte-bellen", False),
        (30, "offerte-bellen", False),
        (31, "offerte-bellen", False),
    ],
)
def test_a_week_before_the_end_somebody_calls(session, tmp_path, days, code, waits):
    samples.body(session)
    samples.sent(session, tmp_path, samples.confirmed(session, tmp_path))
    day = TODAY + timedelta(days=days)
    (task,) = work.tasks(session, day)
    assert (task.code, bool(task.waits_on), task.last_day) == (code, waits, date(2026, 12, 23))
    (term,) = work.terms(session, day)
    assert (term.what, term.last_day, term.who) == ("Akkoord op de offerte", date(2026, 12, 23), "Selin Yılmaz")
    assert term.source.label == "eigen regel 9"


def test_an_answered_quote_runs_no_more(session, tmp_path):
    samples.body(session)
    samples.accepted(session, tmp_path, samples.confirmed(session, tmp_path))
    assert not work.terms(session, TODAY)


def test_a_start_phase_is_a_term_of_the_dossier(session, tmp_path):
    samples.body(session)
    trajectory = samples.confirmed(session, tmp_path)
    owners = trajectory.partnership.parties[0]
    owners.basis, owners.start_phase_from = EntrepreneursBasis.START_PHASE, date(2026, 3, 1)
    session.flush()
    (term,) = work.terms(session, TODAY, dossier=trajectory.number)
    assert (term.last_day, term.source.label) == (date(2027, 3, 1), "B4 §3.2")


def test_a_closed_dossier_asks_nothing(session, tmp_path):
    samples.body(session)
    trajectory = samples.confirmed(session, tmp_path)
    service.withdraw_application(session, samples.actor(session), NOW, trajectory, why="geen tijd")
    assert not work.tasks(session, TODAY)
    assert not work.terms(session, TODAY)
    assert work.quote_step(session, trajectory, TODAY).state is StepState.NOT_NEEDED


def test_a_trajectory_is_told_in_short_facts(session, tmp_path):
    samples.body(session)
    trajectory = samples.applied(session, relations.cluster(session, tmp_path, 2))
    facts = ["Lelystad", "2 bedrijventerreinen", "KVO-B 4.0", "eerste certificaat"]
    assert work.trajectory_facts(trajectory) == facts


def test_the_cost_of_the_work_list_does_not_grow_with_the_dossiers(database, statements, tmp_path):
    def cost() -> int:
        with database.read() as session, statements() as seen:
            assert work.tasks(session, TODAY)
            work.terms(session, TODAY)
        return len(seen)

    with database.write() as session:
        samples.body(session)
        row = relations.cluster(session, tmp_path, 2)
        samples.applied(session, row)
    few = cost()
    with database.write() as session:
        for number in range(4):
            other = relations.with_people(session, relations.bare(session, f"Verband {number}"))
            relations.add(session, other, relations.known_area(session, f"Park {number}"), 30, tmp_path)
            trajectory = samples.applied(session, other)
            samples.sent(session, tmp_path, trajectory, hours="8")
    assert cost() <= few + 2  # the lines of quotes, once there is one
