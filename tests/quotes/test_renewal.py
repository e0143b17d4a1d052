"""The next trajectory of a certificate: foreseen from its issue on, waiting in time, started by staff (PLA-1)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.models import JournalEntry
from auditbeheer.decisions import work as decisions
from auditbeheer.organisation.models import OwnRuleChoice
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes import service, work
from auditbeheer.quotes.models import CertificationKind, CertifiedPeriod, Renewal, Trajectory, foreseen, renewal_of
from auditbeheer.quotes.rules.renewal import may_be_ended, may_be_started, renewal_days
from auditbeheer.relations.models import Area, AreaType, Partnership
from auditbeheer.scheme.condition import unmet
from auditbeheer.scheme.library import packaged
from auditbeheer.scheme.own_rules import defaults
from tests.quotes import samples
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY

NUMBER = "KVO-B-2024-00012"
ENDS = date(2027, 3, 3)
ISSUED = date(2024, 3, 4)
TWELVE = defaults().with_values({"renewal_months": ("12", date(2020, 1, 1))})


@pytest.mark.parametrize(
    ("scheme", "last_day", "rules", "begins", "audit_by"),
    [
        pytest.param("kvo-b-4.0", ENDS, defaults(), date(2026, 6, 3), date(2026, 11, 19), id="PLA-1"),
        pytest.param("kvo-b-4.0", ENDS, TWELVE, date(2026, 3, 3), date(2026, 11, 19), id="own rule 41: 12 months"),
        pytest.param("kvo-b-4.0", date(2026, 11, 30), defaults(), date(2026, 2, 28), date(2026, 8, 16), id="TRM-1"),
        pytest.param("kvo-w-4.0", ENDS, defaults(), date(2026, 6, 3), None, id="SCH-5: a concept has no terms yet"),
        pytest.param(None, ENDS, defaults(), date(2026, 6, 3), None, id="scheme not known"),
    ],
)  # fmt: skip
def test_the_days_of_a_renewal_follow_from_the_last_day(scheme, last_day, rules, begins, audit_by):
    days = renewal_days(packaged()[scheme] if scheme else None, last_day, rules)
    assert (days.begins.value, days.begins.source.label) == (begins, "eigen regel 41")
    assert (days.audit_by.value if days.audit_by else None) == audit_by
    assert days.decide_by == last_day


@pytest.mark.parametrize(
    ("started", "ended_on", "start", "end"),
    [
        pytest.param("", None, [], [], id="foreseen"),
        pytest.param("D-2026-0004", None, ["hercertificering.gestart"], ["hercertificering.gestart"], id="started"),
        pytest.param("", TODAY, [], ["hercertificering.open"], id="ended: may still be started"),
    ],
)
def test_it_is_started_once_and_ended_once(started, ended_on, start, end):
    assert [one.code for one in unmet(may_be_started(started))] == start
    assert [one.code for one in unmet(may_be_ended(started, ended_on))] == end


@pytest.fixture
def holder(session: Session, tmp_path) -> Partnership:
    samples.body(session)
    return relations.cluster(session, tmp_path)


def foresee(session: Session, holder: Partnership | None, areas: list[Area], **told: Any) -> Renewal:
    values = {"certificate": NUMBER, "holder": "Cluster Lelystad", "issued_on": ISSUED, "last_day": ENDS, **told}
    row = service.foresee_renewal(session, samples.actor(session), NOW, areas=areas, **values)
    row.partnership = holder
    for area in areas:
        session.add(
            CertifiedPeriod(
                area_id=area.id, partnership_id=None, scheme="kvo-3.1", certificate=values["certificate"],
                body="eigen", issued_on=values["issued_on"], last_day=values["last_day"],
            )
        )  # fmt: skip
    session.flush()
    return row


def start(session: Session, row: Renewal, holder: Partnership, **told: Any) -> Trajectory:
    return service.start_renewal(
        session, samples.actor(session), NOW, row, holder, details=samples.details(row.areas, **told),
        owner=samples.planner(session), library=samples.LIBRARY,
    )  # fmt: skip


def titles(session: Session, day: date, dossier: str | None = None) -> list[str]:
    return [task.title for task in work.tasks(session, day, dossier=dossier)]


def test_the_same_certificate_foresees_one_only(session, holder):
    first = foresee(session, holder, holder.current_areas)
    again = service.foresee_renewal(
        session, samples.actor(session), NOW, certificate=NUMBER, holder="Een ander", areas=holder.current_areas,
        issued_on=ISSUED, last_day=date(2030, 1, 1),
    )  # fmt: skip
    assert again is first
    assert (first.holder, first.decide_by) == ("Cluster Lelystad", ENDS)
    assert session.scalar(select(func.count()).select_from(Renewal)) == 1
    told = session.scalars(select(JournalEntry).where(JournalEntry.verb == "hercertificering voorzien")).all()
    assert [entry.thing for entry in told] == [NUMBER]


@pytest.mark.parametrize(
    ("day", "waits"),
    [
        pytest.param(date(2026, 6, 2), False, id="the day before"),
        pytest.param(date(2026, 6, 3), True, id="nine months ahead"),
        pytest.param(date(2027, 9, 1), True, id="long after: it is still not decided"),
    ],
)
def test_it_comes_on_the_work_list_nine_months_before_the_last_day(session, holder, day, waits):
    row = foresee(session, holder, holder.current_areas)
    assert ("Start de hercertificering" in titles(session, day)) is waits
    assert service.renewal_begun(row, own_rules_on(session, day), day) is waits


def test_the_body_chooses_when_it_begins(session, holder):
    foresee(session, holder, holder.current_areas)
    session.add(OwnRuleChoice(code="renewal_months", from_day=date(2020, 1, 1), value="12", why="rustiger"))
    session.flush()
    assert titles(session, date(2026, 3, 3)) == ["Start de hercertificering"]
    assert not titles(session, date(2026, 3, 2))


def test_the_task_tells_by_when_and_leads_to_the_page(session, holder):
    row = foresee(session, holder, holder.current_areas)
    (task,) = work.tasks(session, TODAY)
    assert (task.url, task.verb, task.dossier) == (f"/dossiers/voorzien/{row.id}", "Starten", "")
    assert (task.last_day, task.source and task.source.label) == (date(2026, 11, 19), "eigen regel 1")
    assert task.why == f"Certificaat {NUMBER} geldt tot en met 3\u00a0maart 2027."
    assert (task.name, task.place) == ("Cluster Lelystad", "Lelystad")


def test_it_is_a_task_for_who_answered_for_the_previous_dossier_while_working_here(session, holder):
    previous = samples.applied(session, holder)
    row = foresee(session, holder, holder.current_areas, previous=previous, issued_on=TODAY + timedelta(days=1))
    asked = work.tasks(session, date(2026, 6, 3), dossier=previous.number)
    assert [(task.code, task.person, task.dossier) for task in asked if task.code.startswith("herc")] == [
        ("hercertificering-starten", previous.owner_id, previous.number)
    ]
    previous.owner.left_on = TODAY
    session.flush()
    assert [task.person for task in work.tasks(session, TODAY) if task.code.startswith("herc")] == [None]
    assert row.previous is previous


def test_started_it_is_an_application_with_all_that_is_known(session, holder):
    row = foresee(session, holder, holder.current_areas)
    made = start(session, row, holder)
    assert (made.number, made.partnership, made.kind) == ("D-2026-0001", holder, CertificationKind.LATER)
    assert made.scheme == "kvo-b-4.0"
    assert {link.area_id for link in made.areas} == {area.id for area in holder.current_areas}
    assert [link.entrepreneurs for link in made.areas] == [area.entrepreneurs for area in holder.current_areas]
    assert row.started is made
    assert "Start de hercertificering" not in titles(session, TODAY)
    verbs = session.scalars(select(JournalEntry.verb).order_by(JournalEntry.id.desc()).limit(2)).all()
    assert list(verbs) == ["hercertificering gestart", "aanvraag vastgelegd"]
    with pytest.raises(Refused) as refused:
        start(session, row, holder)
    assert refused.value.objections[0].objection == "Deze hercertificering is al gestart: dossier D-2026-0001."


def test_an_application_by_hand_for_these_areas_is_the_same_recertification(session, holder):
    row = foresee(session, holder, holder.current_areas)
    made = samples.applied(session, holder)
    assert row.started is made
    assert not foreseen(session)


def test_an_application_for_some_of_the_areas_leaves_it_foreseen(session, holder):
    row = foresee(session, holder, holder.current_areas)
    service.apply_for(
        session, samples.actor(session), NOW, holder, details=samples.details(holder.current_areas[:2]),
        owner=samples.planner(session), library=samples.LIBRARY,
    )  # fmt: skip
    assert row.started is None
    assert foreseen(session) == [row]


@pytest.mark.parametrize("act", ["withdraw_application", "decline_application"])
def test_an_application_that_came_to_nothing_leaves_it_foreseen_again(session, holder, act):
    row = foresee(session, holder, holder.current_areas)
    made = start(session, row, holder)
    getattr(service, act)(session, samples.actor(session), NOW, made, why="toch niet")
    assert foreseen(session) == [row]
    assert start(session, row, holder).number == "D-2026-0002"


def test_an_application_that_came_before_the_certificate_was_taken_over_is_linked(session, holder):
    made = samples.applied(session, holder)
    assert foresee(session, holder, holder.current_areas).started is made
    other = foresee(
        session, holder, holder.current_areas, certificate="KVO-B-2027-00001", issued_on=TODAY + timedelta(days=90),
        last_day=date(2030, 2, 20),
    )  # fmt: skip
    assert other.started is None


def test_who_does_not_go_on_leaves_the_work_list_with_the_reason_and_may_come_back(session, holder):
    row = foresee(session, holder, holder.current_areas)
    by = samples.actor(session)
    service.end_renewal(session, by, NOW, row, why="De vereniging is opgeheven.")
    assert not titles(session, TODAY)
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    assert (entry.verb, entry.why) == ("hercertificering niet vervolgd", "De vereniging is opgeheven.")
    with pytest.raises(Refused):
        service.end_renewal(session, by, NOW, row, why="nog een keer")
    start(session, row, holder)
    assert (row.ended_on, row.end_why) == (None, "")


@pytest.mark.parametrize("newest_first", [False, True])
def test_a_certificate_that_another_one_follows_needs_no_recertification(session, holder, newest_first):
    """Taken over both, in whichever order: only the newest waits."""
    told = [{}, {"certificate": "KVO-B-2027-00003", "issued_on": date(2027, 3, 4), "last_day": date(2030, 3, 3)}]
    for facts in reversed(told) if newest_first else told:
        # The period of certification is written down before the recertification is foreseen.
        foresee(session, holder, holder.current_areas, **facts)
    assert [row.certificate for row in foreseen(session)] == ["KVO-B-2027-00003"]
    older = renewal_of(session, NUMBER)
    assert older
    assert older.end_why == "Certificaat KVO-B-2027-00003 volgt op dit certificaat."


def test_after_a_lapse_it_is_expected_as_a_first_certification(session, holder):
    row = foresee(session, holder, holder.current_areas)
    rules = own_rules_on(session, TODAY)
    assert service.renewal_kind(session, row, ENDS, rules) is CertificationKind.LATER
    assert service.renewal_kind(session, row, ENDS + timedelta(days=1), rules) is CertificationKind.FIRST


def test_a_certificate_that_was_taken_over_finds_the_partnership_of_all_its_areas(session, holder):
    first = holder.current_links[0]
    row = foresee(session, None, holder.current_areas)
    assert service.renewing_partnership(session, row) is holder
    first.left_on = TODAY
    session.flush()
    assert service.renewing_partnership(session, row) is None


def test_the_dossier_tells_when_it_begins_and_then_by_when_audit_and_decision_must_be(session, holder):
    previous = samples.applied(session, holder)
    foresee(session, holder, holder.current_areas, previous=previous, issued_on=TODAY + timedelta(days=1))

    def days(today: date) -> list[tuple[str, date]]:
        terms = work.terms(session, today, dossier=previous.number)
        return [(term.what, term.last_day) for term in terms if "hercertificering" in term.what]

    assert days(date(2026, 6, 2)) == [("de hercertificering begint", date(2026, 6, 3))]
    assert days(date(2026, 6, 3)) == [
        ("de audit voor de hercertificering is gehouden", date(2026, 11, 19)),
        ("het besluit over de hercertificering is genomen", ENDS),
    ]


def test_once_started_both_days_stand_on_its_own_dossier(session, holder):
    row = foresee(session, holder, holder.current_areas)
    made = start(session, row, holder)
    of_quotes = [(term.what, term.last_day) for term in work.terms(session, TODAY, dossier=made.number)]
    assert ("de audit voor de hercertificering is gehouden", date(2026, 11, 19)) in of_quotes
    of_decisions = [(term.what, term.last_day) for term in decisions.terms(session, TODAY, dossier=made.number)]
    assert of_decisions == [("Besluit over de hercertificering", ENDS)]
    made.withdrawn_on = TODAY
    session.flush()
    assert decisions.terms(session, TODAY, dossier=made.number) == []


def test_all_foreseen_ones_cost_as_many_queries_as_one(database, statements, tmp_path):
    def more(session: Session, number: int) -> None:
        area = Area(
            name=f"Park {number}", type=AreaType.BUSINESS_PARK, municipality_code="0995", folded=f"park {number}",
            sort_key=f"park {number}", origin="test",
        )  # fmt: skip
        session.add(area)
        session.flush()
        foresee(session, None, [area], certificate=f"KVO-B-2024-{number:05d}")

    with database.write() as session:
        samples.body(session)
        relations.cluster(session, tmp_path)
        more(session, 1)
    with database.read() as session, statements() as one:
        assert len(work.tasks(session, TODAY)) == 1
    with database.write() as session:
        for number in range(2, 7):
            more(session, number)
    with database.read() as session, statements() as six:
        assert len(work.tasks(session, TODAY)) == 6
    assert len(six) == len(one)


def test_it_takes_no_dossier_number_and_is_no_application(session, holder):
    row = foresee(session, holder, holder.current_areas)
    assert session.scalar(select(func.count()).select_from(Trajectory)) == 0
    assert renewal_of(session, NUMBER) is row
