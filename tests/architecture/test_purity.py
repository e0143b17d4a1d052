"""Importing the handbook starts neither a web server nor a database: tried in a fresh interpreter."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.architecture import house

HEAVY = ("flask", "werkzeug", "sqlalchemy", "wtforms", "apscheduler", "alembic", "auditbeheer.plumbing")
PURE = sorted(
    {"auditbeheer.scheme"} | {house.dotted(file) for file in house.modules("scheme/*.py") + house.modules("*/rules.py")}
)


def test_the_handbook_and_the_rules_are_importable_without_web_or_database():
    code = f"""
import importlib, sys
for name in {PURE!r}:
    importlib.import_module(name)
    loaded = [heavy for heavy in {HEAVY!r} if heavy in sys.modules]
    assert not loaded, f"importing {{name}} loads {{loaded}}"
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=house.ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["auditbeheer", "auditbeheer.scheme"])
def test_a_package_is_importable_by_itself(name):
    code = f"import sys, {name}; assert not [n for n in {HEAVY!r} if n in sys.modules]"
    done = subprocess.run([sys.executable, "-c", code], cwd=house.ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
