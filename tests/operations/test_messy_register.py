"""A messy register: what cannot go one to one is taken over as it says, or refused whole, and reported row by row."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from auditbeheer.accounts.journal import SYSTEM
from auditbeheer.accounts.models import JournalEntry
from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.operations.imports import READERS
from auditbeheer.plumbing.intake import Outcome
from auditbeheer.quotes.models import CertifiedPeriod, foreseen
from auditbeheer.register.models import HistoricRow
from auditbeheer.relations.models import Area
from auditbeheer.relations.reference import load_reference
from tests.operations.test_imports import NOW

HEAD = "nummer;houder;contactpersoon;gebied;gemeente;type;schema;uitgegeven;laatste_dag"
WEERT = [f"KVO-B-2024-00031;KVO Weert;;Terrein {n};Weert;B;kvo-3.1;2024-06-01;2027-05-31" for n in range(1, 11)]
VELUWE = [
    f"KVO-B-2024-00032;KVO  Noord-Veluwe;;{name};{place};b;kvo-3.1;1-6-2024;31-05-2027"
    for name, place in (("Hattem Zuid", "Hattem"), ("Wapenveld", "Heerde"), ("Wezep", "Oldebroek"))
]
OTHERS = [
    "kvo-b-2024-00033;KVO Boxmeer;;Saxe Gotha;Boxmeer;B;kvo-3.1;2024-06-01;2027-05-31",
    "KVO-B-2024-00033;KVO Boxmeer;;Saxe Gotha;Boxmeer;B;kvo-3.1;2024-06-01;2027-05-31",
    "KVO-B-2024-00034;KVO Half;;Goed terrein;Urk;B;kvo-3.1;2024-06-01;2027-05-31",
    "KVO-B-2024-00034;KVO Half;;Fout terrein;Nergenshuizen;B;kvo-3.1;2024-06-01;2027-05-31",
    "KVO-B-2024-00035;KVO Dag;;Wijk;Urk;B;kvo-3.1;31-2-2024;2027-05-31",
]


@pytest.fixture
def country(session):
    load_reference(session, SYSTEM, NOW)
    return session


@pytest.fixture
def messy(tmp_path):
    file = tmp_path / "certificaten.csv"
    file.write_text("\ufeff" + "\r\n".join([HEAD, *WEERT, *VELUWE, *OTHERS]) + "\r\n", encoding="utf-8")
    return file


def told(report):
    return {row.name: (row.outcome, row.why) for row in report.rows}


def everything(session):
    return [session.scalar(select(func.count()).select_from(table)) for table in
            (Certificate, CertificateArea, CertifiedPeriod, Area, JournalEntry)]  # fmt: skip


def test_every_row_of_a_messy_register_says_what_became_of_it(country, messy):
    report = READERS["certificaten"](country, SYSTEM, NOW, messy)
    rows = told(report)
    outcome, why = rows["KVO-B-2024-00031 Terrein 7"]
    assert outcome is Outcome.OTHERWISE
    assert "een cluster van 10 terreinen, nu hoogstens 4" in why
    assert "splits het bij de hercertificering" in why
    outcome, why = rows["KVO-B-2024-00032 Wezep"]
    assert outcome is Outcome.OTHERWISE
    assert "een cluster in 3 gemeenten (Hattem, Heerde en Oldebroek)" in why
    assert "de dag 1-6-2024 is gelezen als 2024-06-01" in why
    assert "Boxmeer heet nu Land van Cuijk" in rows["KVO-B-2024-00033 Saxe Gotha"][1]
    assert "één keer overgenomen" in rows["KVO-B-2024-00033 Saxe Gotha"][1]
    assert rows["KVO-B-2024-00034 Goed terrein"] == (
        Outcome.REFUSED, "een andere regel van dit certificaat klopt niet",
    )  # fmt: skip
    assert "Nergenshuizen bestaat niet" in rows["KVO-B-2024-00034 Fout terrein"][1]
    assert rows["KVO-B-2024-00035 Wijk"][0] is Outcome.REFUSED
    assert report.summary == "0 overgenomen, 15 anders overgenomen, 0 al aanwezig, 3 geweigerd"
    assert "anders overgenomen: Boxmeer heet nu" in report.as_text(dry_run=False)


def test_a_certificate_that_4_0_would_not_allow_stays_whole_and_nothing_is_half(country, messy):
    READERS["certificaten"](country, SYSTEM, NOW, messy)
    rows = {row.number: row for row in country.scalars(select(Certificate))}
    assert {number: len(row.areas) for number, row in rows.items()} == {
        "KVO-B-2024-00031": 10, "KVO-B-2024-00032": 3, "KVO-B-2024-00033": 1,
    }  # fmt: skip
    assert rows["KVO-B-2024-00032"].holder == "KVO Noord-Veluwe"
    assert rows["KVO-B-2024-00032"].issued_on == date(2024, 6, 1)
    boxmeer = rows["KVO-B-2024-00033"].areas[0]
    assert (boxmeer.municipality, boxmeer.area.municipality.name) == ("Boxmeer", "Land van Cuijk")
    assert {row.certificate for row in foreseen(country)} == set(rows)
    assert country.scalars(select(Area).where(Area.name == "Goed terrein")).first() is None


def test_a_second_import_of_the_messy_register_changes_nothing(country, messy):
    READERS["certificaten"](country, SYSTEM, NOW, messy)
    before = everything(country)
    report = READERS["certificaten"](country, SYSTEM, NOW, messy)
    assert (report.taken, report.count(Outcome.THERE), report.count(Outcome.REFUSED)) == (0, 15, 3)
    assert everything(country) == before


def test_historic_rows_over_several_or_unknown_municipalities_are_kept_as_found_and_told(country, tmp_path):
    file = tmp_path / "historie.csv"
    file.write_text(
        "name,municipality,type,issued_or_year,expiry,date_quality\n"
        "Hattem e.o.,Hattem/Heerde/Oldebroek,B,2012,,jaar\n"
        "Ergens,Nergenshuizen,B,2012,,jaar\n"
        "Molenakker,Veghel,B,2012,,jaar\n"
    )
    report = READERS["register"](country, SYSTEM, NOW, file)
    rows = told(report)
    assert "de rij noemt 3 gemeenten (Hattem, Heerde en Oldebroek)" in rows["Hattem e.o. (Hattem/Heerde/Oldebroek)"][1]
    assert "Nergenshuizen kennen wij niet" in rows["Ergens (Nergenshuizen)"][1]
    assert rows["Molenakker (Veghel)"] == (Outcome.TAKEN, "")
    assert country.scalar(select(func.count()).select_from(HistoricRow)) == 3
    assert READERS["register"](country, SYSTEM, NOW, file).taken == 0


def test_an_area_in_several_municipalities_gets_the_first_as_main_and_the_rest_beside_it(country, tmp_path):
    file = tmp_path / "gebieden.csv"
    file.write_text(
        "name,municipality\nH2O,Oldebroek / Heerde\nSaxe Gotha,Boxmeer\nNiets,Urk en Nergenshuizen\n", encoding="utf-8"
    )
    rows = told(READERS["gebieden"](country, SYSTEM, NOW, file))
    assert "Oldebroek is de hoofdgemeente, de rest staat erbij" in rows["H2O (Oldebroek / Heerde)"][1]
    assert "Boxmeer heet nu Land van Cuijk" in rows["Saxe Gotha (Boxmeer)"][1]
    assert rows["Niets (Urk en Nergenshuizen)"][0] is Outcome.REFUSED
    area = country.scalars(select(Area).where(Area.name == "H2O")).unique().one()
    assert [row.municipality.name for row in area.also_in] == ["Heerde"]
    assert READERS["gebieden"](country, SYSTEM, NOW, file).taken == 0
