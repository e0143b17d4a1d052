"""A party that leaves: who goes along, what then lacks, what stays to be seen. On both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.relations import service
from auditbeheer.relations.models import PartyKind
from auditbeheer.scheme.condition import unmet
from tests.relations import samples
from tests.relations.samples import NOW, TODAY
from tests.relations.test_service import lines, sentences


def test_a_party_that_ends_takes_its_people_along_and_stays_in_the_history(session):
    row = samples.with_people(session, samples.bare(session))
    police = next(party for party in row.parties if party.kind is PartyKind.POLICE)
    yesterday = TODAY - timedelta(days=1)
    police.since = yesterday
    for person in police.people:
        person.since = yesterday
    gone = service.end_party(session, SYSTEM, NOW, police, last_day=yesterday, why="reorganisatie")
    assert [person.name for person in gone] == ["Anna Smit"]
    assert police not in row.current_parties
    assert police in row.parties_on(yesterday)
    assert police not in row.parties_on(yesterday - timedelta(days=1))
    assert police not in row.parties_on(TODAY)
    assert "Anna Smit" not in [person.name for person in row.representatives]
    assert [(one.name, one.last_day, one.why) for one in service.formerly(row)] == [
        ("Politie Midden-Nederland", yesterday, "reorganisatie"), ("Anna Smit", yesterday, ""),
    ]  # fmt: skip
    verb, what = lines(session)[-1]
    told = "Cluster Lelystad: Politie Midden-Nederland (politie) tot en met 22 november 2026, met Anna Smit"
    assert (verb, what.replace("\u00a0", " ")) == ("partij gestopt", told)


@pytest.mark.parametrize(
    ("kind", "lost"),
    [
        (PartyKind.POLICE, ["partij.politie"]),
        (PartyKind.MUNICIPALITY, ["partij.gemeente"]),
        (PartyKind.FIRE_SERVICE, ["partij.brandweer"]),
        (PartyKind.ENTREPRENEURS, ["partij.ondernemers", "contactpersoon", "tekenbevoegd"]),
        (PartyKind.OTHER, []),
    ],
)
def test_what_ends_with_a_party_is_told_beforehand_and_lacks_afterwards(session, kind, lost):
    row, scheme = samples.with_people(session, samples.bare(session)), schemes()["kvo-b-4.0"]
    samples.party(session, row, PartyKind.OTHER, "Omgevingsdienst")
    ending = next(party for party in row.parties if party.kind is kind)
    assert not unmet(service.conditions_of(row, scheme, TODAY))
    assert [one.code for one in service.lost_with(ending, scheme, TODAY)] == lost
    service.end_party(session, SYSTEM, NOW, ending, last_day=TODAY, why="opgeheven")
    assert [one.code for one in unmet(service.conditions_of(row, scheme, TODAY))] == lost


def test_a_second_party_of_the_same_kind_keeps_the_group_whole(session):
    row, scheme = samples.with_people(session, samples.bare(session)), schemes()["kvo-b-4.0"]
    town = samples.party(session, row, PartyKind.MUNICIPALITY, "Gemeente Dronten")
    samples.person(session, town, "Ria Dronten")
    assert service.lost_with(town, scheme, TODAY) == []


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (1, "De laatste dag ligt in de toekomst: 24 november 2026."),
        (-1, "Anna Smit hoort er pas sinds 23 november 2026"),
    ],
)
def test_a_party_does_not_end_in_the_future_nor_before_its_people_came(session, days, sentence):
    row = samples.with_people(session, samples.bare(session))
    police = next(party for party in row.parties if party.kind is PartyKind.POLICE)
    with pytest.raises(Refused) as refused:
        service.end_party(session, SYSTEM, NOW, police, last_day=TODAY + timedelta(days=days), why="x")
    assert refused.value.field == "last_day"
    assert sentence in sentences(refused)[0].replace("\u00a0", " ")
    assert police.until_day is None
