"""Conditions, sources and receipts: how a rule answers."""

from decimal import Decimal

import pytest

from auditbeheer.scheme.condition import SETTING, Condition, Receipt, ReceiptLine, Refusal, Source, SourceKind, unmet

B4 = Source(SourceKind.SCHEME, "B4", "6.3.1")


@pytest.mark.parametrize(
    ("source", "label"),
    [
        (B4, "B4 §6.3.1"),
        (Source(SourceKind.SCHEME, "B4", "5.2.2, 6.3"), "B4 §5.2.2, §6.3"),
        (Source(SourceKind.SCHEME, "S31", "bijlage 2.5, bijlage 2.6"), "S31 bijlage 2.5, bijlage 2.6"),
        (Source(SourceKind.SCHEME, "PVO"), "PVO"),
        (Source(SourceKind.NORM, "ISO 17065", "7.6"), "ISO 17065 §7.6"),
        (Source(SourceKind.OWN_RULE, number=12), "eigen regel 12"),
        (SETTING, "instelling"),
    ],
)
def test_a_source_has_one_short_mark(source, label):
    assert source.label == label


def test_an_objection_is_the_ready_sentence_or_text_source_and_fact():
    plain = Condition("a", "Ten minste 8 uur", met=False, fact="7 uur", source=B4)
    assert plain.objection == "Ten minste 8 uur (B4 §6.3.1). Nu: 7 uur."
    assert (
        Condition("a", "Ten minste 8 uur", met=False, fact="", source=B4).objection == "Ten minste 8 uur (B4 §6.3.1)."
    )
    assert Condition("a", "x", met=False, fact="y", source=B4, refusal="Dat kan niet.").objection == "Dat kan niet."


def test_the_objections_are_the_unmet_ones_in_order():
    yes = Condition("a", "a", met=True, fact="", source=B4)
    no, never = (Condition(code, code, met=False, fact="", source=B4) for code in "bc")
    assert unmet([no, yes, never]) == [no, never]
    refusal = Refusal([yes, no])
    assert refusal.conditions == (no,)
    assert str(refusal) == "b (B4 §6.3.1)."


def test_a_receipt_names_each_source_once():
    own = Source(SourceKind.OWN_RULE, number=8)
    lines = (
        ReceiptLine("a", Decimal(4), "uur", B4),
        ReceiptLine("b", Decimal(8), "uur", B4),
        ReceiptLine("c", None, "", own),
        ReceiptLine("d", None, ""),
    )
    receipt = Receipt("Audittijd", lines, Decimal(12), "uur")
    assert receipt.sources == (B4, own)
    assert receipt.source_labels == "B4 §6.3.1 en eigen regel 8"
