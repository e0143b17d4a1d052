"""Standing in for an absent colleague: who agrees on it, whose work is then seen by whom, how it ends by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest

from auditbeheer.accounts import service
from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import Employee, StandIn, entries_of, stand_ins_by, stand_ins_from
from auditbeheer.accounts.permissions import Role
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.plumbing.work import Task
from auditbeheer.quotes.models import running_of
from auditbeheer.quotes.service import hand_over
from auditbeheer.worklist.gather import for_me
from tests.documents.rooms import NUMBER, on
from tests.documents.scenes import dossier
from tests.office import DAY, Office
from tests.planning.scene import dossier as unsigned

LAST = date(2026, 12, 4)
WORDS = "Werk van A. Vos, tot en met 4 december 2026."


@pytest.fixture
def colleagues(office: Office) -> tuple[int, int]:
    """The absent planner, and the scheme manager who stands in."""
    return office.person(Role.PLANNER), office.person(Role.SCHEME_MANAGER)


def agree(office: Office, absent: int, by: int, first: date = DAY, last: date = LAST) -> int:
    """They agree; the number of the row."""
    with office.write() as session:
        one, other = session.get_one(Employee, absent), session.get_one(Employee, by)
        return service.let_stand_in(session, SYSTEM, office.now, one, other, from_day=first, until_day=last).id


@contextmanager
def refused(words: str) -> Iterator[None]:
    """One thing stands in the way, in these words."""
    with pytest.raises(Refused) as found:
        yield
    (objection,) = found.value.objections
    assert words in objection.objection


@pytest.mark.parametrize(
    ("day", "holds"),
    [(DAY - timedelta(1), False), (DAY, True), (LAST, True), (LAST + timedelta(1), False)],
)
def test_it_holds_from_its_first_day_up_to_and_including_its_last(office, colleagues, day, holds):
    agree(office, *colleagues)
    with office.database.read() as session:
        assert bool(stand_ins_by(session, colleagues[1], day)) is holds
        assert stand_ins_by(session, colleagues[0], day) == []


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (LAST, DAY, "De laatste dag ligt voor de eerste dag"),
        (DAY - timedelta(9), DAY - timedelta(1), "De laatste dag is al voorbij"),
        (LAST, LAST + timedelta(3), "In deze dagen is er al een vervanger: Joris de Wit"),
    ],
)
def test_days_that_cannot_be_are_refused(office, colleagues, first, last, says):
    agree(office, *colleagues)
    absent, by = colleagues
    with refused(says):
        agree(office, absent, by, first, last)


def test_nobody_stands_in_for_oneself_or_while_away(office, colleagues):
    absent, by = colleagues
    with refused("Kies een ander"):
        agree(office, absent, absent)
    agree(office, absent, by)
    decider = office.person(Role.DECIDER)
    with refused("in deze dagen zelf weg"):
        agree(office, decider, absent, LAST, LAST)


def test_the_work_is_seen_by_both_and_marked_for_who_stands_in(office, colleagues):
    with office.write() as session:
        number = unsigned(session, session.get_one(Employee, colleagues[0]), signed=False).number
    agree(office, *colleagues)
    page = office.as_(Role.SCHEME_MANAGER).get("/werk")
    assert WORDS in page
    assert page.tree.css_first("header .n").text() == page.tree.css_first(".tabs a[aria-current] span").text()
    own = office.as_(Role.PLANNER).get("/werk")
    assert WORDS not in own
    assert number in own


@pytest.mark.parametrize(
    ("act", "role", "seen"),
    [("quote", Role.SCHEME_MANAGER, True), ("quote", Role.DECIDER, False), ("audit", Role.SCHEME_MANAGER, False)],
)
def test_only_what_the_role_of_the_stand_in_covers_and_never_an_audit_goes_over(office, act, role, seen):
    task = Task(code="x", title="Doe x", verb="Doen", dossier="", url="/", permission=act, person=77, why="Daarom.")
    found = for_me([task], office.actor(role), {77: "Werk van A. Vos, tot en met vandaag"})
    assert [one.why for one in found] == (["Werk van A. Vos, tot en met vandaag. Daarom."] if seen else [])
    assert for_me([task], office.actor(role)) == []


def test_somebody_chooses_who_does_the_own_work_and_takes_it_back(office, colleagues):
    browser = office.as_(Role.PLANNER)
    days = {**on("from_day", DAY), **on("until_day", LAST)}
    page = browser.post("/accounts/ik/vervanger", {"by": str(colleagues[1]), **days})
    assert "Joris de Wit doet uw werk in die dagen." in page
    assert "Annelies Vos Joris de Wit 23 nov 2026 4 dec 2026 Vervanging stoppen" in page
    assert "Vervanging stoppen" not in office.as_(Role.SCHEME_MANAGER).get("/accounts/ik")
    page = browser.post("/accounts/vervangers/1/stoppen", browser.token(), fresh=True)
    assert "doet het werk van Annelies Vos niet meer" in page
    with office.database.read() as session:
        assert stand_ins_from(session, DAY) == []
        assert session.get_one(StandIn, 1).until_day == LAST, "what was agreed stays to be read"


def test_a_planner_arranges_it_for_a_colleague_and_others_do_not(office, colleagues):
    decider = office.person(Role.DECIDER)
    days = {**on("from_day", DAY), **on("until_day", LAST)}
    values = {"absent": str(colleagues[1]), "by": str(decider), **days}
    page = office.as_(Role.PLANNER).post("/accounts/vervangers", values)
    assert "Karel Jansen doet het werk van Joris de Wit." in page
    assert office.as_(Role.DECIDER).raw("/accounts/vervangers").status_code == 403
    stranger = office.as_(Role.AUDITOR)
    answer = stranger.post("/accounts/vervangers/1/stoppen", stranger.token(), fresh=False, status=404)
    assert answer.status == 404


def test_a_form_that_does_not_fit_says_what_to_do(office, colleagues):
    days = {**on("from_day", LAST), **on("until_day", DAY)}
    page = office.as_(Role.PLANNER).post(
        "/accounts/ik/vervanger", {"by": str(colleagues[1]), **days}, status=422
    )  # fmt: skip
    assert page.errors == ["De laatste dag ligt voor de eerste dag. Kies een latere laatste dag"]
    page = office.as_(Role.PLANNER).post("/accounts/ik/vervanger", {"by": "999"}, status=422)
    assert "Vul de eerste dag in" in page.errors


def test_a_dossier_goes_to_a_colleague_with_the_reason_in_its_time_line(office, colleagues):
    with office.write() as session:
        dossier(session, session.get_one(Employee, colleagues[0]))
    page = office.as_(Role.PLANNER).post(
        f"/dossiers/{NUMBER}/overdragen", {"taker": str(colleagues[1]), "why": "Annelies gaat naar een ander kantoor"}
    )  # fmt: skip
    assert "Joris de Wit is nu de dossierhouder." in page
    assert "Dossierhouder: Joris de Wit" in page
    with office.database.read() as session:
        line = entries_of(session, NUMBER)[0]
    said = (line.verb, line.what, line.why)
    assert said == (
        "dossier overgedragen", "Van Annelies Vos aan Joris de Wit", "Annelies gaat naar een ander kantoor",
    )  # fmt: skip


def test_all_that_runs_goes_over_at_once(office, colleagues):
    with office.write() as session:
        owner = session.get_one(Employee, colleagues[0])
        _, _, last = (dossier(session, owner, number=n, name=f"Haven {n}") for n in (147, 148, 149))
        last.withdrawn_on = DAY
    browser = office.as_(Role.SCHEME_MANAGER)
    page = browser.get(f"/dossiers/{NUMBER}/overdragen")
    assert f"/dossiers/overdragen?van={colleagues[0]}" in page.html
    page = browser.get(f"/dossiers/overdragen?van={colleagues[0]}")
    assert "Annelies Vos (2 dossiers)" in page
    values = {"giver": str(colleagues[0]), "taker": str(colleagues[1]), "why": "Annelies is langdurig ziek"}
    assert "Joris de Wit is nu dossierhouder van 2 dossiers erbij." in browser.post("/dossiers/overdragen", values)
    with office.database.read() as session:
        assert len(running_of(session, colleagues[1])) == 2
        assert running_of(session, colleagues[0]) == []


@pytest.mark.parametrize(
    ("role", "left", "says"),
    [
        (Role.DECIDER, None, "Een dossierhouder is planner of schemamanager"),
        (Role.SCHEME_MANAGER, DAY, "werkt hier niet meer"),
        (Role.PLANNER, None, "is al de dossierhouder"),
    ],
)
def test_who_cannot_answer_for_a_dossier_does_not_get_it(office, colleagues, role, left, says):
    taker = office.person(role)
    with office.write() as session:
        one = dossier(session, session.get_one(Employee, colleagues[0]))
        other = session.get_one(Employee, taker)
        other.left_on = left
        with refused(says):
            hand_over(session, SYSTEM, office.now, [one], other, why="proef")


def test_an_auditor_hands_nothing_over(office):
    assert office.as_(Role.AUDITOR).raw("/dossiers/overdragen").status_code == 403
