"""Rule, source, function, test: every claim can be followed to the end."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from auditbeheer.scheme import trace

ROOT = Path(__file__).resolve().parents[2]
ROWS = list(trace.rows())
CARRIED = [row for row in ROWS if row.function]


def test_every_rule_of_the_rulebook_is_listed_with_its_source():
    assert [rule.key for rule in trace.rulebook().values()] == list(dict.fromkeys(row.rule for row in ROWS))
    assert len(trace.rulebook()) == 78
    assert all(rule.title and rule.source for rule in trace.rulebook().values())


def test_the_command_finds_what_lies_in_folders_of_rules_by_itself():
    found = subprocess.run(
        [sys.executable, "-m", "auditbeheer", "scheme", "trace", "--json"], cwd=ROOT, capture_output=True, check=True
    )
    told = {(row["rule"], row["function"]) for row in json.loads(found.stdout)}
    assert ("ARE-11", "auditbeheer.quotes.rules.changes.assessing") in told
    assert ("ARE-10", "auditbeheer.relations.rules.partnership.may_contract") in told


def test_every_claimed_rule_exists():
    assert {rule for rule, _ in trace.claims()} <= set(trace.rulebook())


@pytest.mark.parametrize("row", CARRIED, ids=lambda row: f"{row.rule} {row.function}")
def test_every_named_test_exists(row):
    file, _, name = row.test.partition("::")
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8") if path.is_file() else "")
    assert name in [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


ARITHMETIC = (
    "SCH-1 SCH-2 SCH-3 SCH-4 SCH-5 SCH-6 SCH-7 ARE-3 ARE-4 ARE-5 ARE-6 QUO-1 QUO-2 QUO-3 QUO-6 QUO-7 QUO-8 QUO-10"
    " DOC-1 DOC-2 DOC-3 DOC-4 DOC-5 DOC-8 DOC-9 DOC-10 QUA-2 QUA-3 QUA-4 QUA-5 QUA-7 PLA-1 AUD-2 AUD-4 AUD-5 AUD-6"
    " AUD-7 AUD-8 TRM-1 CER-1 CER-1a CER-2 CER-3 CER-4 CER-6 CER-7"
)


@pytest.mark.parametrize("rule", ARITHMETIC.split())
def test_the_scheme_carries_the_rules_that_are_arithmetic(rule):
    assert rule in {row.rule for row in CARRIED if row.function.startswith("auditbeheer.scheme.")}


def test_a_rule_that_nothing_carries_yet_is_listed_once_without_a_function():
    alone = [row for row in ROWS if row.rule == "GEN-2"]
    assert [(row.function, row.test) for row in alone] == [("", "")]
