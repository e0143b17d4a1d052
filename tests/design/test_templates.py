"""Templates: the strict content policy, the documented components, the linter."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.design.conftest import ROOT

TEMPLATES = ROOT / "templates"
PAGES = sorted(file for file in TEMPLATES.rglob("*.html") if "print" not in file.parts)
PARTS = sorted((TEMPLATES / "_parts").glob("*.html"))


def named(file):
    return str(file.relative_to(TEMPLATES))


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_no_template_breaks_the_content_policy(file):
    text = re.sub(r"\{#.*?#\}", "", file.read_text(), flags=re.S)
    assert not re.search(r"\sstyle\s*=", text), "an inline style"
    assert not re.search(r"<style\b", text), "a style block"
    assert not re.search(r"<script(?![^>]*\ssrc=)", text), "an inline script"
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text), "an inline handler"
    assert "javascript:" not in text


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_no_template_greys_out_a_button_or_puts_a_label_inside_its_field(file):
    text = file.read_text()
    assert not re.search(r"<(button|input|select)[^>]*\bdisabled\b", text)
    assert "placeholder=" not in text


@pytest.mark.parametrize("file", PARTS, ids=named)
def test_every_component_says_on_top_what_its_macros_take(file):
    text = file.read_text()
    assert text.startswith("{#-"), "a component begins with what it is"
    head = text.split("-#}")[0]
    for macro in re.findall(r"\{%-? macro ([a-z_]+)\(", text):
        used_elsewhere = re.search(rf'"_parts/{file.name}" import [^%]*\b{macro}\b', everything())
        assert macro in head or not used_elsewhere, f"{macro} is used and not explained"


def everything() -> str:
    return "\n".join(file.read_text() for file in PAGES)


@pytest.mark.parametrize("file", PAGES, ids=named)
def test_every_template_can_be_read_by_jinja(file):
    Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).parse(file.read_text())


def test_the_linter_finds_nothing_in_layouts_and_components():
    folders = [str(TEMPLATES / name) for name in ("_layout", "_parts", "stijl")]
    done = subprocess.run(
        [sys.executable, "-m", "djlint", "--quiet", "--lint", *folders],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert done.returncode == 0, done.stdout
