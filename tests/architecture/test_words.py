"""What a user reads: plain Dutch by ux §16, one word per thing, and no markup that the strict CSP would refuse."""

from __future__ import annotations

import ast
import html
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import Environment

from auditbeheer.plumbing.status import STATUS
from tests.architecture import house

# Each with what to write instead.
BANNED = {
    r"indien": "als",
    r"dien(t|en) te": "moet",
    r"middels": "met",
    r"betreffende": "over",
    r"helaas": "(weglaten)",
    r"succesvol": "(weglaten)",
    r"ongeldig": "klopt niet",
    r"verplicht": "nodig",
    r"klik hier": "de naam van wat opent",
    r"je|jij|jou|jouw|jullie": "u",
}
BANNED_WORDS = re.compile(rf"(?<![\w-])({'|'.join(BANNED)})(?![\w-])", re.IGNORECASE)
EXCLAMATION = re.compile(r"\w!(\s|$)")
STRAIGHT = re.compile(r"\w'\w|(?<!\w)'s\b|\w\"\w")
# Dutch has many words that English has not; two of these make a text Dutch enough to be read as such.
DUTCH = re.compile(r"\b(de|het|een|en|van|niet|wordt|zijn|voor|op|met|kies|vul|deze|dit|geen|nog|uw|u|is|moet)\b", re.I)
TAG = re.compile(r"<!--.*?-->|<[a-zA-Z/!][^>]*>", re.DOTALL)
READ_ATTRIBUTE = re.compile(r"\b(?:title|alt|placeholder|aria-label|content)\s*=\s*\"([^\"]*)\"")
# § and number, day and month never break apart.
BREAKABLE = re.compile(
    r"§ \d|\b\d{1,2} (?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)\b"
)

PAGES = house.tracked("templates/*.html", "templates/**/*.html", "templates/**/*.txt")
INLINE = {
    "an inline style sheet": r"<style\b",
    "an inline style": r"<[^>]*\sstyle\s*=",
    "an inline script": r"<script\b(?![^>]*\ssrc=)",
    "an inline handler": r"<[^>]*\son[a-z]+\s*=\s*[\"']",
    "a script in an address": r"javascript:",
    "a disabled control (say why instead, ux §3)": r"<[^>]*\sdisabled\b",
    "something from another server": r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
}


def pieces(page: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of all that a page can show: its own text and the strings it hands to components."""
    source = page.read_text(encoding="utf-8")
    flat = "".join(text if kind == "data" else "\x00" for _, kind, text in Environment().lex(source))
    yield 0, html.unescape(TAG.sub(" ", flat)).replace("\x00", "…")
    for name in READ_ATTRIBUTE.findall(flat):
        yield 0, html.unescape(name)
    for line, kind, text in Environment().lex(source):
        if kind == "string" and " " in text.strip():
            yield line, text[1:-1]


def objections(text: str) -> list[str]:
    """What ux §16 has against a Dutch text."""
    return [
        f"{match.group(0).strip()!r} in “…{text[max(0, match.start() - 30) : match.end() + 30].strip()}…”"
        for pattern in (BANNED_WORDS, EXCLAMATION, STRAIGHT, BREAKABLE)
        for match in pattern.finditer(text)
    ]


def spoken(file: Path) -> Iterator[tuple[int, str]]:
    """(line, text) of every string in a module that reads as Dutch; docstrings are for us."""
    code = house.tree(file)
    ours = {
        id(node.body[0].value)
        for node in ast.walk(code)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(code):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or id(node) in ours:
            continue
        if len(DUTCH.findall(node.value)) > 1:
            yield node.lineno, node.value


@pytest.mark.parametrize("page", PAGES, ids=house.name_of)
def test_a_page_speaks_plain_dutch(page):
    found = [f"line {line}: {wrong}" for line, text in pieces(page) for wrong in objections(text)]
    assert not found, f"{house.name_of(page)}\n" + "\n".join(found)


@pytest.mark.parametrize("page", [p for p in PAGES if p.suffix == ".html"], ids=house.name_of)
def test_a_page_has_no_markup_that_a_strict_policy_refuses(page):
    source = re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = [what for what, pattern in INLINE.items() if re.search(pattern, source, re.IGNORECASE)]
    assert not found, f"{house.name_of(page)} has {', '.join(found)}"


@pytest.mark.parametrize("file", house.modules("*.py") + house.modules("*/*.py"), ids=house.name_of)
def test_a_module_speaks_plain_dutch(file):
    found = [f"line {line}: {wrong}" for line, text in spoken(file) for wrong in objections(text)]
    assert not found, f"{house.name_of(file)}\n" + "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "U dient te kiezen",
        "Indien nodig",
        "Foto's",
        "Klik hier",
        "op 9 december 2026",
        "B4 § 3",
        "Vul je naam in",
        "Gelukt!",
    ],
)
def test_a_wrong_word_is_heard(text):
    assert objections(text)


@pytest.mark.parametrize(
    "text", ["Foto’s kiezen", "op 9\u00a0december 2026", "B4 §\u00a06.3.1", "Wijzig de naam", "nodig"]
)
def test_a_right_word_passes(text):
    assert not objections(text)


def test_every_status_word_stands_in_the_glossary():
    glossary = (house.ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    missing = sorted({word for words in STATUS.values() for word in words if word.lower() not in glossary})
    assert not missing, f"GLOSSARY.md lacks {missing}"


def test_every_thing_with_a_status_stands_in_the_glossary():
    glossary = (house.ROOT / "GLOSSARY.md").read_text(encoding="utf-8").lower()
    assert not [thing for thing in STATUS if thing not in glossary]


STATUS_CALL = re.compile(r"\bstatus\(\s*[\"']([^\"']+)[\"']\s*,\s*[\"']([^\"']+)[\"']")


def test_a_page_names_only_statuses_that_exist():
    wrong = [
        f"{house.name_of(page)}: {thing} {word}"
        for page in PAGES
        for thing, word in STATUS_CALL.findall(page.read_text(encoding="utf-8"))
        if word not in STATUS.get(thing, {})
    ]
    assert not wrong, wrong
