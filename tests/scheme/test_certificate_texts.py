"""The prescribed sentences and parts of a certificate (CER-2, CER-3)."""

import pytest

from auditbeheer.scheme.certificate_texts import Naming, certificate_texts, holder_lines, part_conditions
from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.scope import known
from tests.scheme.cases import KVO31, KVO_B, KVO_W


@pytest.mark.parametrize(
    ("scheme", "declaration", "label"),
    [
        (
            KVO_B,
            (
                "Keur B.V. verklaart dat het KVO-samenwerkingsverband Cluster Lelystad voldoet aan de eisen van het"
                " KVO Handboek Bedrijventerreinen, versie 4.0"
            ),
            "B4 §7.2",
        ),
        (
            KVO31,
            (
                "Keur B.V. verklaart dat het KVO samenwerkingsverband Cluster Lelystad voldoet aan de eisen van het"
                " CCV certificatieschema Keurmerk Veilig Ondernemen 3.1"
            ),
            "S31 §5.2",
        ),
    ],
)
def test_the_sentences_are_those_that_are_prescribed(scheme, declaration, label):
    texts = certificate_texts(scheme, "Keur B.V.", "Cluster Lelystad")
    assert texts.declaration == declaration
    assert texts.status == "De status van dit certificaat kan nagegaan worden bij Keur B.V."
    assert texts.ownership == "Dit certificaat blijft eigendom van Keur B.V."
    assert texts.source.label == label


def test_a_sentence_ends_with_one_full_stop_whatever_the_name_ends_with():
    assert certificate_texts(KVO_B, "Keur", "x").ownership == "Dit certificaat blijft eigendom van Keur."
    assert certificate_texts(KVO_B, "Keur B.V.", "x").ownership == "Dit certificaat blijft eigendom van Keur B.V."


def test_a_name_that_looks_like_a_place_stays_as_it_is():
    texts = certificate_texts(KVO_B, "{naam} & Zn", "{instelling} {versie} {x}")
    assert texts.declaration.startswith(
        "{naam} & Zn verklaart dat het KVO-samenwerkingsverband {instelling} {versie} {x} v"
    )


def test_one_area_gives_its_name_and_a_cluster_has_two_ways():
    areas = ["Flevokust", "Noordersluis"]
    assert holder_lines(areas[:1], "Cluster Lelystad", Naming.GENERIC) == ("Flevokust",)
    assert holder_lines(areas, "Cluster Lelystad", Naming.GENERIC) == ("Cluster Lelystad",)
    assert holder_lines(areas, "Cluster Lelystad", Naming.AREAS) == ("Flevokust", "Noordersluis")


def test_each_part_that_is_not_filled_is_an_objection():
    everything = {part.code: "x" for part in known(KVO31, KVO31.certificate, "").parts if part.code != "deelnemers"}
    assert not unmet(part_conditions(KVO31, everything))
    assert [item.code for item in unmet(part_conditions(KVO31, {**everything, "logo": " "}))] == ["certificaat.logo"]
    assert "certificaat.deelnemers" not in [item.code for item in part_conditions(KVO31, {})]
    assert next(item.code for item in part_conditions(KVO_B, {})) == "certificaat.beeldmerk"


def test_a_concept_has_no_texts():
    with pytest.raises(Refusal, match="de teksten op het certificaat"):
        certificate_texts(KVO_W, "Keur B.V.", "Cluster")
    with pytest.raises(Refusal):
        part_conditions(KVO_W, {})
