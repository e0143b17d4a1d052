"""The application on both databases: taken in, put under a scheme, completed, reviewed, confirmed or ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from auditbeheer.accounts.models import entries_of
from auditbeheer.organisation.models import Licence
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.plumbing.refusal import Clash, Refused
from auditbeheer.quotes import service
from auditbeheer.quotes.models import (
    CertificationKind,
    CertifiedPeriod,
    review_of,
)
from auditbeheer.quotes.service import ReviewAnswers
from auditbeheer.relations.models import AreaType
from tests.quotes import samples
from tests.quotes.samples import LIBRARY
from tests.relations import samples as relations
from tests.relations.samples import NOW, TODAY


def sentences(refused):
    return [condition.objection for condition in refused.value.objections]


def codes(refused):
    return [condition.code for condition in refused.value.objections]


@pytest.fixture
def ready(session):
    """An office that may work."""
    samples.body(session)
    return session


def certified(session, area, issued, last, certificate="KVO-B-2020-00001"):
    session.add(
        CertifiedPeriod(
            area_id=area.id,
            partnership_id=None,
            scheme="kvo-3.1",
            certificate=certificate,
            body="Een ander",
            issued_on=issued,
            last_day=last,
        )
    )
    session.flush()


def test_an_application_gets_the_next_number_of_its_year_and_freezes_the_counts(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 2)
    first = samples.applied(ready, row)
    second = samples.applied(ready, row)
    earlier = samples.applied(ready, row, applied_on=date(2025, 3, 1))
    assert [one.number for one in (first, second, earlier)] == ["D-2026-0001", "D-2026-0002", "D-2025-0001"]
    row.current_areas[0].entrepreneurs = 999
    assert [link.entrepreneurs for link in first.areas] == [61, 152]
    assert first.scheme == "kvo-b-4.0"
    assert entries_of(ready, first.number)[0].verb == "aanvraag vastgelegd"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"applied_on": samples.days(1), "assessment_expected_on": samples.days(30)}, "applied_on"),
        ({"started_on": samples.days(1)}, "started_on"),
        ({"assessment_expected_on": samples.days(-1)}, "assessment_expected_on"),
    ],
)
def test_days_that_do_not_fit_are_refused_at_their_field(ready, tmp_path, facts, field):
    row = relations.cluster(ready, tmp_path, 1)
    with pytest.raises(Refused) as refused:
        samples.applied(ready, row, **facts)
    assert refused.value.field == field


def test_an_application_for_nothing_or_for_two_types_is_refused(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    relations.add(ready, row, relations.known_area(ready, "Centrum", type_=AreaType.SHOPPING_AREA), 20, tmp_path)
    with pytest.raises(Refused):
        samples.applied(ready, row)
    with pytest.raises(Refused):
        service.apply_for(
            ready, samples.actor(ready), NOW, row, details=samples.details([]), owner=samples.planner(ready),
            library=LIBRARY,
        )  # fmt: skip


def test_where_two_schemes_are_open_none_is_chosen_until_a_person_does(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    trajectory = samples.applied(
        ready, row, applied_on=date(2024, 5, 1), started_on=date(2024, 2, 29),
        assessment_expected_on=date(2025, 2, 28),
    )  # fmt: skip
    assert trajectory.scheme is None
    with pytest.raises(Refused):
        samples.quoted(ready, trajectory)
    actor = samples.actor(ready)
    with pytest.raises(Refused):
        service.choose_scheme(ready, actor, NOW, trajectory, scheme="kvo-3.1", why="", library=LIBRARY)
    service.choose_scheme(ready, actor, NOW, trajectory, scheme="kvo-3.1", why="stukken zijn klaar", library=LIBRARY)
    assert service.scheme_of(trajectory, LIBRARY) is LIBRARY["kvo-3.1"]
    newest = entries_of(ready, trajectory.number)[0]
    assert (newest.verb, newest.what, newest.why) == ("schema gekozen", "KVO 3.1", "stukken zijn klaar")


def test_for_a_rural_area_before_its_scheme_there_is_no_application(ready, tmp_path):
    row = relations.bare(ready)
    relations.add(ready, row, relations.known_area(ready, "Polder", type_=AreaType.RURAL_AREA), 20, tmp_path)
    with pytest.raises(Refused) as refused:
        samples.applied(
            ready, row, applied_on=date(2023, 2, 1), started_on=date(2023, 1, 1),
            assessment_expected_on=date(2023, 6, 1),
        )  # fmt: skip
    assert codes(refused) == ["schema.open"]


def test_an_application_for_a_concept_is_parked_and_its_quote_refused_by_name(ready, tmp_path):
    row = relations.with_people(ready, relations.bare(ready))
    relations.add(ready, row, relations.known_area(ready, "Centrum", type_=AreaType.SHOPPING_AREA), 20, tmp_path)
    trajectory = samples.applied(ready, row)
    assert (trajectory.scheme, trajectory.parked_on) == ("kvo-w-4.0", TODAY)
    with pytest.raises(Refused) as refused:
        samples.quoted(ready, trajectory)
    (sentence,) = sentences(refused)
    assert sentence == (
        "Voor KVO Winkelgebieden 4.0 ontbreken nog de audittijd en de respons."
        " Een offerte kan pas als de schemamanager deze cijfers heeft vastgesteld."
    )
    with pytest.raises(Refused):
        service.confirm_application(ready, samples.actor(ready), NOW, trajectory, library=LIBRARY)


@pytest.mark.parametrize(
    ("last", "kind"),
    [(TODAY, CertificationKind.LATER), (TODAY - timedelta(days=1), CertificationKind.FIRST)],
    ids=["certified", "lapsed"],
)
def test_later_is_what_is_certified_on_the_day_of_application_kept_per_area(ready, tmp_path, last, kind):
    row = relations.cluster(ready, tmp_path, 2)
    certified(ready, row.current_areas[0], date(2023, 11, 24), last)
    trajectory = samples.applied(ready, row)
    assert trajectory.kind is kind
    assert [link.kind for link in trajectory.areas] == [kind, CertificationKind.FIRST]


def test_a_person_may_let_a_lapsed_one_count_as_later_with_a_reason(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 2)
    trajectory = samples.applied(ready, row)
    actor = samples.actor(ready)
    with pytest.raises(Refused) as refused:
        service.choose_later(ready, actor, NOW, trajectory, why="graag")
    assert codes(refused) == ["soort.eerder"]
    certified(ready, row.current_areas[0], date(2020, 1, 1), date(2022, 12, 31))
    service.choose_later(ready, actor, NOW, trajectory, why="de groep ging door")
    assert [link.kind for link in trajectory.areas] == [CertificationKind.LATER, CertificationKind.FIRST]
    assert trajectory.kind_why == "de groep ging door"


def test_a_whole_application_is_confirmed(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path)
    assert trajectory.completed_on == TODAY
    assert service.application_word(trajectory, []) == "Compleet"


def test_an_incomplete_application_is_not_confirmed_and_all_that_lacks_is_named(ready, tmp_path):
    row = relations.bare(ready)
    relations.add(ready, row, relations.known_area(ready, "Flevokust"), 20, tmp_path)
    row.current_areas[0].map_file_id = None
    trajectory = samples.applied(ready, row)
    with pytest.raises(Refused) as refused:
        service.confirm_application(ready, samples.actor(ready), NOW, trajectory, library=LIBRARY)
    assert set(codes(refused)) >= {
        "document.afbakening", "partij.ondernemers", "partij.gemeente", "partij.politie", "partij.brandweer",
        "contactpersoon", "tekenbevoegd", "beoordeling",
    }  # fmt: skip
    assert trajectory.completed_on is None


def test_without_a_licence_in_force_nothing_is_confirmed(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path, 1)
    trajectory.completed_on = None
    ready.scalars(select(Licence)).one().until_day = TODAY - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        service.confirm_application(ready, samples.actor(ready), NOW, trajectory, library=LIBRARY)
    assert codes(refused) == ["licentie.geldig"]


def test_a_second_review_corrects_the_first_which_stays(ready, tmp_path):
    trajectory = samples.applied(ready, relations.cluster(ready, tmp_path, 1))
    answers = ReviewAnswers(
        information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=False,
        remark="nog geen auditor",
    )  # fmt: skip
    actor = samples.actor(ready)
    service.review_application(ready, actor, NOW, trajectory, answers=answers)
    with pytest.raises(Refused) as refused:
        service.confirm_application(ready, actor, NOW, trajectory, library=LIBRARY)
    assert codes(refused) == ["beoordeling.competence_available"]
    service.review_application(ready, actor, NOW, trajectory, answers=replace(answers, competence_available=True))
    newest = review_of(ready, trajectory.id)
    assert newest is not None
    assert newest.all_well
    assert service.confirm_application(ready, actor, NOW, trajectory, library=LIBRARY).completed_on == TODAY


def test_an_attachment_completes_what_the_scheme_asks(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    row.current_areas[0].map_file_id = None
    trajectory = samples.applied(ready, row)
    missing = {one.code for one in service.completeness_of(ready, trajectory, LIBRARY, TODAY) if not one.met}
    assert missing == {"document.afbakening"}
    upload = ("grens.pdf", relations.PDF)
    shelf = FileShelf(tmp_path)
    actor = samples.actor(ready)
    service.attach(ready, actor, NOW, trajectory, code="afbakening", upload=upload, shelf=shelf, library=LIBRARY)
    assert not [one for one in service.completeness_of(ready, trajectory, LIBRARY, TODAY) if not one.met]
    with pytest.raises(KeyError):
        service.attach(ready, actor, NOW, trajectory, code="geheim", upload=upload, shelf=shelf, library=LIBRARY)


def test_a_changed_application_follows_its_days_anew_and_asks_a_new_confirmation(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path, 2)
    areas = [trajectory.areas[1].area]
    areas[0].entrepreneurs = 160
    details = samples.details(areas, started_on=date(2024, 2, 1), assessment_expected_on=samples.days(3))
    actor = samples.actor(ready)
    with pytest.raises(Clash) as clash:
        service.change_application(ready, actor, NOW, trajectory, details=details, library=LIBRARY, opened_on=0)
    assert set(clash.value.theirs) == {"areas", "started_on", "assessment_expected_on"}
    service.change_application(
        ready, actor, NOW, trajectory, details=details, library=LIBRARY, opened_on=trajectory.version
    )
    assert [(link.area.name, link.entrepreneurs) for link in trajectory.areas] == [("Noordersluis", 160)]
    assert trajectory.completed_on is None


def test_a_declined_dossier_is_closed_for_every_act(ready, tmp_path):
    trajectory = samples.confirmed(ready, tmp_path, 1)
    actor = samples.actor(ready)
    service.decline_application(ready, actor, NOW, trajectory, why="buiten onze licentie")
    assert service.application_word(trajectory, []) == "Afgewezen"
    for act in (
        lambda: samples.quoted(ready, trajectory, "8"),
        lambda: service.withdraw_application(ready, actor, NOW, trajectory, why="x"),
        lambda: service.confirm_application(ready, actor, NOW, trajectory, library=LIBRARY),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["dossier.open"]


def test_a_period_of_certification_is_recorded_and_makes_the_next_a_later_one(ready, tmp_path):
    row = relations.cluster(ready, tmp_path, 1)
    service.record_certified_period(
        ready, samples.actor(ready), NOW, area=row.current_areas[0], partnership=row, scheme="kvo-b-4.0",
        certificate="KVO-B-2026-00001", body="Zeker Certificatie", issued_on=TODAY, last_day=date(2029, 11, 22),
        dossier="D-2026-0001",
    )  # fmt: skip
    assert samples.applied(ready, row).kind is CertificationKind.LATER
