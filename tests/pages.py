"""A page as a test sees it, with the checks that hold on every page (ux §17)."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

NBSP = "\u00a0"
MONTH = "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
FORBIDDEN = re.compile(
    r"\b(je|jouw|jullie|klik hier|indien|dient te|middels|betreffende|helaas|succesvol|ongeldig)\b", re.I
)


class Page:
    """The answer to a request: its text, its forms, its links."""

    def __init__(self, html: str, status: int, answer: TestResponse | None = None) -> None:
        self.html, self.status, self.answer = html, status, answer

    @cached_property
    def tree(self) -> LexborHTMLParser:
        """The page as a tree."""
        return LexborHTMLParser(self.html)

    @cached_property
    def text(self) -> str:
        """What a person reads, blanks folded (no-break spaces as blanks)."""
        for node in self.tree.css("script, style"):
            node.decompose()
        body = self.tree.body
        return re.sub(r"\s+", " ", body.text(separator=" ") if body else "").replace(NBSP, " ")

    @property
    def path(self) -> str:
        """Where the redirects ended."""
        assert self.answer is not None
        return self.answer.request.path

    def __contains__(self, words: str) -> bool:
        return words.replace(NBSP, " ") in self.text

    def first(self, selector: str) -> LexborNode:
        """The first element that ``selector`` (CSS) finds."""
        node = self.tree.css_first(selector)
        assert node is not None, f"no {selector} on this page"
        return node

    def link(self, selector: str) -> str:
        """Where the first link that ``selector`` finds leads to."""
        return str(self.first(selector).attributes["href"])

    @property
    def errors(self) -> list[str]:
        """The sentences of the error summary."""
        return [node.text().strip() for node in self.tree.css(".melding.fout li")]

    def value(self, name: str) -> str:
        """What stands in the field with this name."""
        node = self.tree.css_first(f'[name="{name}"]')
        assert node is not None, f"no field {name}"
        if node.tag == "textarea":
            return node.text()
        return node.attributes.get("value") or ""

    def hidden_fields(self, url: str) -> dict[str, Any]:
        """Token, form id and version of the form that posts to ``url`` (or to the page itself)."""
        for form in self.tree.css("form[method=post]"):
            action = form.attributes.get("action") or url
            if action == url and form.css_first('[name$="form_id"]'):
                return self._hidden_of(form)
        first = self.tree.css_first("form[method=post]")
        return {k: v for k, v in self._hidden_of(first).items() if k == "csrf_token"} if first else {}

    @staticmethod
    def _hidden_of(form: LexborNode) -> dict[str, Any]:
        return {
            str(node.attributes["name"]): node.attributes.get("value") or ""
            for node in form.css("input[type=hidden]")
            if node.attributes.get("name")
        }

    def check(self) -> None:
        """All that must hold on every page."""
        headings = self.tree.css("h1")
        assert len(headings) == 1, f"{len(headings)} times h1 on {self._where()}"
        title = self.tree.css_first("title")
        assert title is not None
        said = re.sub(r"\s+", " ", headings[0].text()).strip()
        named = re.sub(r"\s+", " ", title.text()).removeprefix("Fout: ").removesuffix(" – auditbeheer").strip()
        assert named == said, f"the title says {named!r} and the h1 {said!r} on {self._where()}"
        assert not self.tree.css("[disabled], [style], [onclick]"), f"disabled, style or onclick on {self._where()}"
        self._check_buttons()
        self._check_words()
        ids = [str(node.attributes["id"]) for node in self.tree.css("[id]")]
        assert len(ids) == len(set(ids)), f"an id stands twice on {self._where()}: {sorted(ids)}"

    def _check_buttons(self) -> None:
        primary = [
            node for node in self.tree.css("main .knop")
            if not {"stil", "gevaar", "klein", "smal"} & set((node.attributes.get("class") or "").split())
        ]  # fmt: skip
        assert len(primary) <= 1, f"{len(primary)} primary buttons on {self._where()}"

    def _check_words(self) -> None:
        shown = " ".join(
            node.text(separator=" ") for node in self.tree.css("h1, h2, h3, label, legend, button, .hulp, .err")
        )
        assert FORBIDDEN.findall(shown) == [], f"a word that we do not use on {self._where()}"
        assert "'" not in shown, (
            f"a straight apostrophe on {self._where()}: {shown[max(0, shown.find(chr(39)) - 30) :][:60]}"
        )
        main = self.tree.css_first("main")
        text = main.text(separator=" ") if main else ""
        assert re.findall(rf"\b\d{{1,2}} (?:{MONTH})\b", text) == [], f"a date that can break on {self._where()}"

    def _where(self) -> str:
        return self.answer.request.path if self.answer is not None else "the page"
