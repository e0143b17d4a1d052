"""The documents that a trajectory owes (DOC-2, QUO-1, QUO-2)."""

import pytest

from auditbeheer.scheme.condition import Refusal, unmet
from auditbeheer.scheme.document_set import document_set, set_conditions
from auditbeheer.scheme.sections import Moment
from tests.scheme.cases import KVO31, KVO_B, KVO_W

SET_4_0 = ["deelnemers", "veiligheidsanalyse", "plan_van_aanpak", "schouwrapport", "maatregelmatrix", "verslagen"]
SET_3_1 = ["convenant", "afspraken", "verklaring", "plan_van_aanpak", "verslagen"]


@pytest.mark.parametrize(
    ("scheme", "first", "moment", "codes"),
    [
        (KVO_B, True, Moment.AUDIT, SET_4_0),
        (KVO_B, False, Moment.AUDIT, [*SET_4_0, "evaluatie"]),
        (KVO_B, True, Moment.APPLICATION, ["afbakening"]),
        (KVO_B, False, None, ["afbakening", *SET_4_0, "evaluatie"]),
        (KVO31, True, None, SET_3_1),
        (KVO31, False, Moment.APPLICATION, [*SET_3_1, "evaluatie"]),
        (KVO31, False, Moment.AUDIT, []),
    ],
)
def test_the_set_is_that_of_the_scheme_and_the_kind(scheme, first, moment, codes):
    found = document_set(scheme, first=first, moment=moment)
    assert [item.code for item in found] == codes
    assert all(item.name and item.help.endswith(".") and item.source.clause for item in found)


def test_each_missing_document_is_named():
    refused = unmet(set_conditions(KVO_B, set(SET_4_0) - {"schouwrapport"}, first=True, moment=Moment.AUDIT))
    assert [item.objection for item in refused] == ["Schouwrapport ontbreekt nog (B4 §5.2.1)."]
    assert not unmet(set_conditions(KVO_B, SET_4_0, first=True, moment=Moment.AUDIT))
    assert [item.fact for item in set_conditions(KVO31, ["convenant"], first=True)][:2] == ["aanwezig", "ontbreekt"]


def test_a_concept_has_no_document_set():
    with pytest.raises(Refusal):
        document_set(KVO_W, first=True)
