"""What may be asked of the public register, and the words of the verification page (REG-1, ux §10)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from auditbeheer.certificates.rules import HISTORIC, SOON_DAYS, CertificateStatus, Period, status_on
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.wording import MONTHS, day_plain, day_typed, join_and

STATUSES = (*(status.value for status in CertificateStatus), HISTORIC)
TYPES = tuple(kind.value for kind in AreaType)
LONGEST = 100
LAST_PAGE = 100_000


class NotAsked(ValueError):
    """A question that cannot be answered: which parameter, and the sentence for whoever asked."""

    def __init__(self, parameter: str, sentence: str) -> None:
        self.parameter, self.sentence = parameter, sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Question:
    """A search in the register for one day; an empty text asks nothing."""

    day: date
    text: str = ""
    municipality: str = ""
    type: AreaType | None = None
    status: str = ""
    page: int = 1


def read_question(given: Mapping[str, str], today: date) -> Question:
    """Read the parameters zoek, gemeente, type, status, op and pagina. Raises ``NotAsked`` with the parameter's name.

    >>> read_question({"op": "2026-02-29"}, date(2026, 1, 1))
    Traceback (most recent call last):
    auditbeheer.register.rules.NotAsked: De dag 2026-02-29 bestaat niet. Schrijf een dag als 2026-12-09 of 9-12-2026.
    """
    for name in ("zoek", "gemeente"):
        if len(given.get(name, "")) > LONGEST:
            raise NotAsked(name, f"Zoek met ten hoogste {LONGEST} tekens.")
    kind, status = given.get("type", "").strip(), given.get("status", "").strip()
    if kind and kind not in TYPES:
        raise NotAsked("type", f"Het type {kind[:40]} kennen wij niet. Kies {join_and(TYPES, 'of')}.")
    if status and status not in STATUSES:
        raise NotAsked("status", f"De status {status[:40]} kennen wij niet. Kies {join_and(STATUSES, 'of')}.")
    return Question(
        day=read_day(given.get("op", ""), today),
        text=given.get("zoek", "").strip(),
        municipality=given.get("gemeente", "").strip(),
        type=AreaType(kind) if kind else None,
        status=status,
        page=read_page(given.get("pagina", "")),
    )


def read_day(text: str, today: date) -> date:
    """A day as somebody wrote it, ``2026-12-09`` or ``9-12-2026``; empty: today.

    >>> read_day("9-12-2026", date(2026, 1, 1)), read_day("", date(2026, 1, 1))
    (datetime.date(2026, 12, 9), datetime.date(2026, 1, 1))
    """
    if not text.strip():
        return today
    try:
        return day_typed(text)
    except ValueError as error:
        raise NotAsked("op", str(error)) from None


def read_page(text: str) -> int:
    """The number of a page; empty: the first."""
    if not text.strip():
        return 1
    if not re.fullmatch(r"[0-9]{1,6}", text.strip()) or not 1 <= int(text) <= LAST_PAGE:
        raise NotAsked("pagina", "Schrijf bij pagina een heel getal vanaf 1.")
    return int(text)


def day_in_words(text: str) -> str:
    r"""A day as a register tells it: known to the day, the month or the year; never more than was found.

    >>> [day_in_words(text).replace("\u00a0", " ") for text in ("2010-10-21", "2010-10", "2010", "")]
    ['21 oktober 2010', 'oktober 2010', '2010', 'onbekend']
    """
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return day_plain(date.fromisoformat(text))
    if re.fullmatch(r"\d{4}-\d{2}", text):
        return f"{MONTHS[int(text[5:]) - 1]}\u00a0{text[:4]}"
    return text or "onbekend"


@dataclass(frozen=True, slots=True)
class Saying:
    """What the verification page says: the word of ``plumbing.status.VERDICTS``, the heading, one sentence."""

    word: str
    heading: str
    sentence: str


SPECIMEN = Saying("Voorbeeld", "Voorbeeld", "Dit is een voorbeeld en geen certificaat.")
UNKNOWN = Saying(
    "Onbekende code",
    "Onbekende code",
    "Wij kennen deze code niet. Hebt u de hele code? Zoek anders op gebied, gemeente of nummer.",
)
CANNOT_TELL = Saying(
    "Even niet te controleren",
    "Even niet te controleren",
    "Dit zegt niets over het certificaat. Probeer het over een minuut opnieuw.",
)


def saying(period: Period, today: date, asked: date | None = None) -> Saying:
    r"""The verdict on a certificate today, or on another day that was asked for.

    >>> saying(Period(date(2026, 12, 9), date(2029, 12, 8)), date(2027, 1, 12)).sentence.replace("\u00a0", " ")
    'Dit KVO-certificaat geldt vandaag, 12 januari 2027.'
    """
    now = status_on(period, today)
    if asked is None or asked == today:
        return Saying(now.badge, now.badge, _today(now, period, today))
    then = status_on(period, asked)
    sentence = f"Vandaag is de status: {now.value}."
    if then is CertificateStatus.VALID:
        return Saying("Was geldig", f"{'Was' if asked < today else 'Is'} geldig op {day_plain(asked)}", sentence)
    return Saying(then.badge, f"{then.badge} op {day_plain(asked)}", sentence)


def _today(status: CertificateStatus, period: Period, today: date) -> str:
    if status is CertificateStatus.VALID and period.last_day <= today + timedelta(days=SOON_DAYS):
        return f"Dit KVO-certificaat geldt vandaag. De laatste dag is {day_plain(period.last_day)}."
    return {
        CertificateStatus.VALID: f"Dit KVO-certificaat geldt vandaag, {day_plain(today)}.",
        CertificateStatus.NOT_YET: f"Dit KVO-certificaat geldt vanaf {day_plain(period.issued_on)}.",
        CertificateStatus.EXPIRED: f"Dit KVO-certificaat gold tot en met {day_plain(period.last_day)}.",
        CertificateStatus.REPLACED: f"Een ander certificaat kwam op {day_plain(period.replaced_from or today)} hiervoor"
        " in de plaats.",
        CertificateStatus.SUSPENDED: "Dit KVO-certificaat geldt nu niet.",
        CertificateStatus.WITHDRAWN: "Dit KVO-certificaat geldt niet meer.",
    }[status]


def older_edition(edition: int, newest: int, status: CertificateStatus) -> Saying:
    """What is said of an edition that a newer one took the place of; the page links to that one."""
    sentence = f"U bekijkt uitgave {edition}. Uitgave {newest} is de nieuwste. Dat certificaat is {status.value}."
    return Saying("Vervangen", "Vervangen", sentence)


def last_day_label(told: Saying) -> str:
    """What the last day is called beside a verdict: of one that was ended or stopped it is the day it once had.

    >>> last_day_label(Saying("Ingetrokken", "", ""))
    'Oorspronkelijk geldig tot en met'
    """
    ended = {CertificateStatus.SUSPENDED.badge, CertificateStatus.WITHDRAWN.badge}
    return "Oorspronkelijk geldig tot en met" if told.word in ended else "Geldig tot en met"
