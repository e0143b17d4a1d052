"""The words of a mail: one file per topic in ``templates/mail``; plain text and HTML come from it with the same words.

A text is its subject, a line of dashes, and Markdown; ``knop`` puts the one button on a line of its own::

    Nog {{ aantal }} documenten nodig, uiterlijk {{ dag | dag }}
    ---
    Wij hebben nog {{ aantal }} documenten van u nodig. ...

    {{ knop("Documenten sturen") }}

What is filled in is never read as Markdown or HTML. The address behind the button is filled in when the mail leaves.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from auditbeheer.config import ROOT
from auditbeheer.plumbing.dutch import NBSP
from auditbeheer.scheme.wording import day_long, day_plain

# No value can hold these two signs (they are taken out), so nothing that somebody typed turns into a button.
LINK = "⟦adres⟧"
BUTTON = re.compile(r"⟦knop: ([^⟧]+)⟧")
_OURS = re.compile("[⟦⟧\ue000]")
# Stands for a star that somebody typed, while our own stars (bold) are taken out of the plain text.
_STAR = "\ue000"
_MARKDOWN = MarkdownIt("zero", {"html": False, "breaks": True}).enable(["list", "emphasis", "escape", "newline"])
_SPECIAL = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&])")


@dataclass(frozen=True)
class Words:
    """A mail as it will read: subject, plain text, HTML; ``LINK`` still stands where the personal link will."""

    subject: str
    text: str
    html: str


class Button(str):
    """Text that is our own and not somebody's: the mark of a button."""

    __slots__ = ()


def _one_line(value: Any) -> str:
    """What somebody typed, without signs that are ours."""
    return re.sub(r"\s+", " ", _OURS.sub("", str(value)))


def _plain(value: Any) -> str:
    """For the plain text: its stars are no bold of ours."""
    return value if isinstance(value, Button) else _one_line(value).replace("*", _STAR)


def _quote(value: Any) -> str:
    """For the HTML: Markdown leaves it alone."""
    return value if isinstance(value, Button) else _SPECIAL.sub(r"\\\1", _one_line(value))


def _environment(finalize: Callable[[Any], str]) -> Environment:
    # No HTML comes out of these templates: the body passes Markdown, which escapes all that it is given.
    made = Environment(  # nosec B701
        loader=FileSystemLoader(ROOT / "templates" / "mail"), undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, autoescape=False, finalize=finalize,
    )  # fmt: skip
    made.filters.update(voluit=lambda day: day_long(date.fromisoformat(day)),
                        dag=lambda day: day_plain(date.fromisoformat(day)))  # fmt: skip
    made.globals["knop"] = lambda label: Button(f"⟦knop: {label}⟧")
    return made


_QUOTED, _PLAIN = _environment(_quote), _environment(_plain)


def parts_of(topic: str, facts: dict[str, Any], *, quoted: bool) -> tuple[str, str]:
    """Subject and body of one topic; ``quoted``: ready to be read as Markdown. A fact that is missing raises."""
    whole = (_QUOTED if quoted else _PLAIN).get_template(f"{topic}.md").render(facts)
    subject, _, body = whole.partition("\n---\n")
    return subject.strip().replace(_STAR, "*"), body.strip()


def write(items: Sequence[tuple[str, dict[str, Any]]], *, about: str, greeting: str, sign_off: str) -> Words:
    """One mail from one or more things to tell (topic, facts), about ``about`` ("KVO Lelystad, D-2026-0147").

    One thing keeps its own subject; several get a subject with their number, each under its own heading, one button.
    """
    plain = [parts_of(topic, facts, quoted=False) for topic, facts in items]
    marked = [parts_of(topic, facts, quoted=True) for topic, facts in items]
    ending = f" ({about})" if about else ""
    if len(items) == 1:
        subject, bodies, quoted = plain[0][0] + ending, plain[0][1], marked[0][1]
    else:
        subject = f"{len(items)} berichten voor u{ending}"
        bodies, quoted = _joined(plain), _joined([(_quote(name), body) for name, body in plain_heads(plain, marked)])
    return Words(
        subject=subject,
        text=f"{greeting}\n\n{_as_text(bodies)}\n\n{sign_off}\n",
        html=_as_html(greeting, quoted, sign_off),
    )


def plain_heads(plain: Sequence[tuple[str, str]], marked: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Plain headings with the bodies that Markdown may read."""
    return [(head, body) for (head, _), (_, body) in zip(plain, marked, strict=True)]


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    told = "\n\n".join(f"**{head}**\n\n{BUTTON.sub('', body).strip()}" for head, body in parts)
    return f"{told}\n\n⟦knop: Alles bekijken⟧"


def _as_text(body: str) -> str:
    bare = BUTTON.sub(lambda found: f"{found[1]}:\n{LINK}", body)
    return re.sub(r"\n{3,}", "\n\n", bare.replace("**", "").replace(_STAR, "*"))


def _as_html(greeting: str, body: str, sign_off: str) -> str:
    pieces = []
    for n, piece in enumerate(BUTTON.split(body)):
        # split() hands out the texts between the buttons and, at the odd places, what stands on each button.
        pieces.append(_button(piece) if n % 2 else _MARKDOWN.render(piece))
    closing = "<br>".join(html.escape(line) for line in sign_off.splitlines())
    return (
        '<!doctype html><html lang="nl"><meta charset="utf-8">'
        '<body style="margin:0;padding:24px;font:16px/24px Arial,Helvetica,sans-serif;color:#16202e">'
        f'<div style="max-width:560px"><p>{html.escape(greeting)}</p>{"".join(pieces)}<p>{closing}</p></div>'
        "</body></html>"
    )


def _button(label: str) -> str:
    look = (
        "display:inline-block;padding:12px 20px;background:#1d3f72;color:#ffffff;text-decoration:none;border-radius:4px"
    )
    return f'<p><a href="{LINK}" style="{look}">{html.escape(label)}</a></p>'


def tidy(subject: str) -> str:
    """A subject as a mail programme shows it: one line, ordinary blanks."""
    return re.sub(r"\s+", " ", subject.replace(NBSP, " ")).strip()
