"""What the body may say of itself: readable colours, days that do not reach back, numbers that differ."""

from __future__ import annotations

import re
from datetime import date

from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import day_plain

LEAST_CONTRAST = 7.0


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2), from 0 (black) to 1 (white). ValueError for another text.

    >>> luminance("#ffffff"), luminance("#000000")
    (1.0, 0.0)
    """
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is no colour")
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast_with_white(colour: str) -> float:
    """How well white text reads on ``colour``, from 1 (white) to 21 (black).

    >>> round(contrast_with_white("#1d3f72"), 1), round(contrast_with_white("#767676"), 1)
    (10.5, 4.5)
    """
    return 1.05 / (luminance(colour) + 0.05)


def colour_reads(colour: str) -> list[Condition]:
    """Whether white text reads well on the body's colour: at least 7 to 1.

    >>> [c.met for colour in ("#1d3f72", "#595959", "#5a5a5a") for c in colour_reads(colour)]
    [True, True, False]
    """
    ratio = contrast_with_white(colour)
    shown = f"{ratio:.1f}".replace(".", ",")
    return [
        Condition(
            code="kleur-contrast",
            text="Witte letters zijn goed te lezen op de kleur: contrast van ten minste 7",
            met=ratio >= LEAST_CONTRAST,
            fact=shown,
            source=SETTING,
            refusal=f"Witte letters zijn op deze kleur niet goed te lezen: het contrast is {shown} en moet "
            "ten minste 7 zijn. Kies een donkerder kleur.",
        )
    ]


def starts_today_or_later(from_day: date, today: date) -> list[Condition]:
    """A change holds from today or from a later day: what was, was.

    >>> [starts_today_or_later(date(2026, 1, day), date(2026, 1, 2))[0].met for day in (1, 2, 3)]
    [False, True, True]
    """
    return [
        Condition(
            code="niet-met-terugwerkende-kracht",
            text="De wijziging gaat vandaag in of later",
            met=from_day >= today,
            fact=day_plain(from_day),
            source=SETTING,
            refusal=f"Een wijziging kan niet met terugwerkende kracht. Kies {day_plain(today)} of later.",
        )
    ]


def ends_after_start(from_day: date, until_day: date | None) -> list[Condition]:
    """A period ends on its first day or later; None: no end is known."""
    met = until_day is None or until_day >= from_day
    return [
        Condition(
            code="eind-na-begin",
            text="De laatste dag ligt niet voor de eerste dag",
            met=met,
            fact="" if until_day is None else f"{day_plain(from_day)} tot en met {day_plain(until_day)}",
            source=SETTING,
            refusal="De laatste dag ligt voor de eerste dag. Kies een latere laatste dag.",
        )
    ]


def number_pattern_works(pattern: str) -> list[Condition]:
    """Whether a pattern for certificate numbers gives every certificate a number of its own (CER-6).

    >>> [number_pattern_works(p)[0].met for p in ("KVO-{type}-{jaar}-{nummer:05d}", "KVO-{nummer}", "KVO-{jaar", "{x}")]
    [True, False, False, False]
    """
    return [
        Condition(
            code="nummer-uniek",
            text="In het nummer staan {type}, {jaar} en {nummer}",
            met=_differs(pattern),
            fact=pattern,
            source=SETTING,
            refusal="Zet {type}, {jaar} en {nummer} in het nummer, bijvoorbeeld KVO-{type}-{jaar}-{nummer:05d}.",
        )
    ]


def _differs(pattern: str) -> bool:
    samples = [("B", 2026, 1), ("G", 2026, 1), ("B", 2027, 1), ("B", 2026, 2)]
    try:
        numbers = {pattern.format(type=kind, jaar=year, nummer=number) for kind, year, number in samples}
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return False
    return len(numbers) == len(samples)


def told_in_order(happened: date, today: date, sent_on: date | None = None) -> list[Condition]:
    """Whether a day of the correspondence with the CCV can be: not to come, and no answer before the question.

    >>> first, later = date(2026, 11, 3), date(2026, 11, 5)
    >>> tries = ((first, later), (later, first), (first, later, later))
    >>> [all(one.met for one in told_in_order(*days)) for days in tries]
    [True, False, False]
    """
    return [
        Condition(
            code="ccv-niet-later", text="De dag is niet later dan vandaag", met=happened <= today,
            fact=day_plain(happened), source=SETTING, refusal="Deze dag moet nog komen. Kies vandaag of eerder",
        ),
        Condition(
            code="ccv-na-vraag", text="Het antwoord komt na de vraag", met=sent_on is None or happened >= sent_on,
            fact=day_plain(sent_on) if sent_on else "", source=SETTING,
            refusal="Het antwoord kan niet voor de vraag zijn gekomen. Kies een latere dag",
        ),
    ]  # fmt: skip
