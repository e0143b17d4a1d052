"""The words of a mail: one file per topic in ``templates/mail``; plain text and HTML come from it with the same words.

A text is its subject, a line of dashes, and Markdown; ``knop`` puts the one button on a line of its own, ``agenda`` a
link to the day as a file for a calendar::

    Nog {{ aantal }} documenten nodig, uiterlijk {{ dag | dag }}
    ---
    Wij hebben nog {{ aantal }} documenten van u nodig. ...

    {{ knop("Documenten sturen") }}

What is filled in is never read as Markdown or HTML. The addresses behind button and calendar are filled in when the
mail leaves. Every subject ends with what the mail is about, unless it has an ending in brackets of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt

from auditbeheer.config import ROOT
from auditbeheer.plumbing.dutch import NBSP
from auditbeheer.scheme.wording import counted, day_long, day_plain, join_and

# No value can hold these two signs (they are taken out), so nothing that somebody typed turns into a button.
LINK = "⟦adres⟧"
CALENDAR = "⟦agenda⟧"
BUTTON = re.compile(r"⟦(knop|agenda(?:-\d+)?): ([^⟧]+)⟧")
_CALENDARS = re.compile(r"⟦agenda(?:-(\d+))?⟧")
LONGEST_SUBJECT = 120
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
    return re.sub(r"[^\S\u00a0]+", " ", _OURS.sub("", str(value)))


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
                        dag=lambda day: day_plain(date.fromisoformat(day)),
                        dagmaand=lambda day: day_plain(date.fromisoformat(day)).rpartition(" ")[0],
                        opsomming=join_and,
                        aantal=lambda things, one, many: counted(len(things), one, many))  # fmt: skip
    made.globals["knop"] = lambda label: Button(f"⟦knop: {label}⟧")
    made.globals["agenda"] = lambda label, extra="": Button(f"⟦agenda{f'-{int(extra)}' if extra else ''}: {label}⟧")
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
    if len(items) == 1:
        subject, bodies, quoted = plain[0][0], plain[0][1], marked[0][1]
    else:
        subject = f"{len(items)} berichten voor u"
        bodies, quoted = _joined(plain), _joined([(_quote(name), body) for name, body in plain_heads(plain, marked)])
    return Words(
        subject=_ended(subject, about),
        text=f"{greeting}\n\n{_as_text(bodies)}\n\n{sign_off}\n",
        html=_as_html(greeting, quoted, sign_off),
    )


def _ended(subject: str, about: str) -> str:
    """With what the mail is about behind it, as far as that fits; the number of the dossier always does.

    >>> _ended("Uw offerte", "KVO " + "x" * 150 + ", D-2026-0147")[-16:]
    'x…, D-2026-0147)'
    """
    if not about or subject.endswith(")"):
        return shortened(subject, LONGEST_SUBJECT)
    name, comma, number = about.rpartition(", ")
    room = LONGEST_SUBJECT - len(subject) - len(comma) - len(number) - 3
    if room < 12:  # no room for a name that says anything
        return f"{shortened(subject, LONGEST_SUBJECT - len(number) - 3)} ({number})"
    return f"{subject} ({shortened(name, room)}{comma}{number})" if name else f"{subject} ({number})"


def shortened(text: str, most: int) -> str:
    """At most so many signs, with a sign at the end that tells that there was more.

    >>> shortened("Larserpoort", 20), shortened("Larserpoort", 6)
    ('Larserpoort', 'Larse…')
    """
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def plain_heads(plain: Sequence[tuple[str, str]], marked: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Plain headings with the bodies that Markdown may read."""
    return [(head, body) for (head, _), (_, body) in zip(plain, marked, strict=True)]


def _joined(parts: Sequence[tuple[str, str]]) -> str:
    told = "\n\n".join(f"**{head}**\n\n{BUTTON.sub(_without_button, body).strip()}" for head, body in parts)
    return f"{told}\n\n⟦knop: Alles bekijken⟧"


def _without_button(found: re.Match[str]) -> str:
    """Of several texts in one mail only the calendars stay: the one button stands at the end."""
    return "" if found[1] == "knop" else found[0]


def _as_text(body: str) -> str:
    bare = BUTTON.sub(lambda found: f"{found[2]}:\n{_address(found[1])}", body)
    return re.sub(r"\n{3,}", "\n\n", bare.replace("**", "").replace(_STAR, "*"))


def _as_html(greeting: str, body: str, sign_off: str) -> str:
    # split() hands out: a text, the kind of the button after it, what stands on that button, the next text, ...
    parts = BUTTON.split(body)
    pieces = [_MARKDOWN.render(parts[0])]
    for kind, label, text in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        pieces += [_button(label) if kind == "knop" else _link(label, _address(kind)), _MARKDOWN.render(text)]
    closing = "<br>".join(html.escape(line) for line in sign_off.splitlines())
    return (
        '<!doctype html><html lang="nl"><meta charset="utf-8">'
        '<body style="margin:0;padding:24px;font:16px/24px Arial,Helvetica,sans-serif;color:#16202e">'
        f'<div style="max-width:560px"><p>{html.escape(greeting)}</p>{"".join(pieces)}<p>{closing}</p></div>'
        "</body></html>"
    )


def _address(kind: str) -> str:
    return LINK if kind == "knop" else f"⟦{kind}⟧"


def calendars_in(text: str) -> list[tuple[str, int | None]]:
    """The marks of the days in a mail, each once, with the extra assessment that it is about; None: the audit.

    >>> calendars_in("⟦agenda⟧ ⟦agenda-12⟧ ⟦agenda⟧")
    [('⟦agenda⟧', None), ('⟦agenda-12⟧', 12)]
    """
    found = {mark[0]: int(mark[1]) if mark[1] else None for mark in _CALENDARS.finditer(text)}
    return list(found.items())


def _button(label: str) -> str:
    look = (
        "display:inline-block;padding:12px 20px;background:#1d3f72;color:#ffffff;text-decoration:none;border-radius:4px"
    )
    return f'<p><a href="{LINK}" style="{look}">{html.escape(label)}</a></p>'


def _link(label: str, address: str) -> str:
    return f'<p><a href="{address}" style="color:#1b4b91">{html.escape(label)}</a></p>'


def filled_in(words: str, addresses: Mapping[str, str], *, as_html: bool) -> str:
    """A text with the addresses (mark -> address) where their marks stood."""
    for mark, address in addresses.items():
        words = words.replace(mark, html.escape(address) if as_html else address)
    return words


def without_buttons(text: str) -> str:
    r"""A text for who tells it by phone.

    >>> without_buttons("Stuur ze.\n\n⟦knop: Documenten sturen⟧")
    'Stuur ze.'
    """
    return re.sub(r"\n{3,}", "\n\n", BUTTON.sub("", text)).strip()


def for_the_eye(text: str) -> str:
    """A mail's text for who looks at it in the office: no address stands behind a personal link there.

    >>> for_the_eye("Stuur ze. ⟦knop: Documenten sturen⟧"), for_the_eye("Documenten sturen: ⟦adres⟧")
    ('Stuur ze. [Documenten sturen]', 'Documenten sturen: (persoonlijke link)')
    """
    shown = BUTTON.sub(lambda found: f"[{found[2]}]", text)
    return filled_in(_CALENDARS.sub("(agendabestand)", shown), {LINK: "(persoonlijke link)"}, as_html=False)


def tidy(subject: str) -> str:
    """A subject as a mail programme shows it: one line, ordinary blanks."""
    return re.sub(r"\s+", " ", subject.replace(NBSP, " ")).strip()
