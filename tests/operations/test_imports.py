"""Taking over real rows as they stand: apostrophes, old municipalities, half-known days; and taking them over twice."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.certificates.models import Certificate
from auditbeheer.operations.imports import READERS, ImportRefused
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.plumbing.dutch import fold
from auditbeheer.plumbing.intake import Outcome
from auditbeheer.quotes.models import CertifiedPeriod, foreseen
from auditbeheer.register.models import DayQuality, HistoricRow
from auditbeheer.relations.models import Area, municipality_named
from auditbeheer.relations.reference import load_reference

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE)
DATA = Path(__file__).parent.parent.parent / "auditbeheer" / "demo" / "data"
AREAS = DATA / "bedrijventerreinen.csv"
HISTORY = DATA / "kvo_register_real.csv"


@pytest.fixture
def country(session: Session) -> Session:
    """A database with the municipalities of the Netherlands."""
    assert load_reference(session, SYSTEM, NOW) == 342
    return session


@pytest.mark.parametrize(
    ("spoken", "official"),
    [
        ("Den Haag", "’s-Gravenhage"), ("'s-Gravenhage", "’s-Gravenhage"), ("Den Bosch", "’s-Hertogenbosch"),
        ("’s-Hertogenbosch", "’s-Hertogenbosch"), ("Boxmeer", "Land van Cuijk"), ("Langedijk", "Dijk en Waard"),
        ("Veghel", "Meierijstad"), ("Noordwijkerhout", "Noordwijk"), ("sudwest fryslan", "Súdwest-Fryslân"),
    ],
)  # fmt: skip
def test_a_municipality_is_found_by_every_name_it_has_or_had(country: Session, spoken: str, official: str) -> None:
    found = municipality_named(country, fold(spoken))
    assert found is not None
    assert found.name == official


def test_all_real_business_parks_are_taken_over_as_they_are_called(country: Session) -> None:
    report = READERS["gebieden"](country, SYSTEM, NOW, AREAS)
    assert report.count(Outcome.TAKEN) == 669
    assert report.count(Outcome.REFUSED) == 0
    names = set(country.scalars(select(Area.name).join(Area.municipality)).all())
    assert {"Flevokust (kadegebonden)", "Noordersluis", "Oostervaart", "Bedrijvenpark Larserpoort"} <= names


def test_taking_over_twice_changes_nothing(country: Session) -> None:
    for kind, file, rows in (("gebieden", AREAS, 669), ("register", HISTORY, 119)):
        READERS[kind](country, SYSTEM, NOW, file)
        lines = country.scalar(select(func.count()).select_from(JournalEntry))
        again = READERS[kind](country, SYSTEM, NOW, file)
        assert again.count(Outcome.THERE) == rows
        assert again.count(Outcome.TAKEN) == 0
        assert country.scalar(select(func.count()).select_from(JournalEntry)) == lines


def test_a_trajectory_never_becomes_a_historic_certificate(country: Session) -> None:
    report = READERS["register"](country, SYSTEM, NOW, HISTORY)
    refused = [row for row in report.rows if row.outcome is Outcome.REFUSED]
    assert [row.name for row in refused] == ["Nieuw-Vennep Zuid (Haarlemmermeer)"]
    assert "traject" in refused[0].why
    assert country.scalar(select(func.count()).select_from(HistoricRow)) == 119


def test_a_day_known_to_the_month_or_year_stays_so(country: Session) -> None:
    READERS["register"](country, SYSTEM, NOW, HISTORY)
    found = {row.name: row for row in country.scalars(select(HistoricRow))}
    weert, bergen = found["Kampershoek 2.0"], found["Oude Molen (OVOM) Halsteren"]
    assert (weert.issued, weert.issued_quality) == ("2015-06", DayQuality.MONTH)
    assert (bergen.issued, bergen.issued_quality) == ("2022", DayQuality.YEAR)
    assert found["De Amert"].issued == ""


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",Lelystad,1,,,", "de naam ontbreekt"),
        ("Ergens,Lelystadt,1,,,", "de gemeente Lelystadt bestaat niet"),
        ("Ergens,Lelystad,heel groot,,,", "geen oppervlakte"),
        ("Ergens,Lelystad,1,12.3,4.5,", "ligt niet in Nederland"),
    ],
)
def test_a_wrong_area_is_refused_with_its_reason_and_the_rest_is_taken(
    country: Session, tmp_path: Path, row: str, why: str
) -> None:
    file = tmp_path / "gebieden.csv"
    file.write_text(f"name,municipality,hectares,lat,lon,source\n{row}\nGoed,Lelystad,1,52.4,5.4,x\n")
    report = READERS["gebieden"](country, SYSTEM, NOW, file)
    assert [entry.outcome for entry in report.rows] == [Outcome.REFUSED, Outcome.TAKEN]
    assert why in report.rows[0].why


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"naam,gemeente\na,b\n", "ontbreekt de kolom name"),
        (b"", "ontbreekt de kolom name"),
        ("naam,één".encode("utf-16"), "is geen UTF-8"),
    ],
)
def test_a_file_that_is_no_such_csv_is_refused_in_one_sentence(
    country: Session, tmp_path: Path, content: bytes, sentence: str
) -> None:
    file = tmp_path / "fout.csv"
    file.write_bytes(content)
    with pytest.raises(ImportRefused, match=sentence):
        READERS["gebieden"](country, SYSTEM, NOW, file)


OWN = """nummer;houder;contactpersoon;gebied;gemeente;type;schema;uitgegeven;laatste_dag
KVO-B-2024-00012;De Amert;S. Yılmaz;De Amert;Meierijstad;B;kvo-3.1;2024-03-04;2027-03-03
KVO-B-2024-00012;De Amert;S. Yılmaz;Dorshout;Veghel;B;kvo-3.1;2024-03-04;2027-03-03
OUD/77;Haven;P. Smit;Haven;Urk;B;kvo-3.1;2025-13-01;2028-01-01
"""


def test_running_certificates_come_in_outside_the_series(country: Session, tmp_path: Path) -> None:
    file = tmp_path / "eigen.csv"
    file.write_text(OWN)
    report = READERS["certificaten"](country, SYSTEM, NOW, file)
    assert [row.outcome for row in report.rows] == [Outcome.TAKEN, Outcome.OTHERWISE, Outcome.REFUSED]  # Veghel
    certificate = country.scalars(select(Certificate)).one()
    assert (certificate.in_series, certificate.sequence, certificate.last_day) == (False, None, date(2027, 3, 3))
    assert [area.name for area in certificate.areas] == ["De Amert", "Dorshout"]
    assert country.scalar(select(func.count()).select_from(CertifiedPeriod)) == 2
    (renewal,) = foreseen(country)
    assert (renewal.certificate, renewal.decide_by) == ("KVO-B-2024-00012", date(2027, 3, 3))
    assert [area.name for area in renewal.areas] == ["De Amert", "Dorshout"]
    again = READERS["certificaten"](country, SYSTEM, NOW, file)
    assert again.count(Outcome.THERE) == 2
    assert foreseen(country) == [renewal]


TWICE = """nummer;houder;contactpersoon;gebied;gemeente;type;schema;uitgegeven;laatste_dag
OUD/1;Haven;P. Smit;Haven;Urk;B;kvo-3.1;2024-01-01;2026-12-31
OUD/2;Haven;P. Smit;Haven;Urk;B;kvo-3.1;2026-12-31;2029-12-30
OUD/3;Haven;P. Smit;Haven;Urk;B;kvo-3.1;2027-01-01;2029-12-31
"""


def test_a_second_certificate_for_an_area_in_the_same_time_is_refused_by_name(country: Session, tmp_path: Path) -> None:
    file = tmp_path / "eigen.csv"
    file.write_text(TWICE)
    report = READERS["certificaten"](country, SYSTEM, NOW, file)
    assert [row.outcome for row in report.rows] == [Outcome.TAKEN, Outcome.REFUSED, Outcome.TAKEN]
    assert report.rows[1].why == "het gebied heeft in deze tijd al certificaat OUD/1"
    assert [renewal.certificate for renewal in foreseen(country)] == ["OUD/3"]


PAST = """nummer;houder;contactpersoon;gebied;gemeente;type;schema;uitgegeven;laatste_dag
OUD/4;Haven;P. Smit;Haven;Urk;B;kvo-3.1;2023-01-01;{last_day}
"""


@pytest.mark.parametrize(("last_day", "foresees"), [("2026-11-22", 0), ("2026-11-23", 1)])
def test_nothing_is_foreseen_for_a_certificate_that_has_run_out(
    country: Session, tmp_path: Path, last_day: str, foresees: int
) -> None:
    file = tmp_path / "eigen.csv"
    file.write_text(PAST.format(last_day=last_day))
    assert READERS["certificaten"](country, SYSTEM, NOW, file).count(Outcome.TAKEN) == 1
    assert len(foreseen(country)) == foresees
