"""What may be told in public and when (AUD-9), what is due between audits (DOC-9), and what a dossier waits for.

Everything takes values; what a person of the working group may do is told with conditions, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from auditbeheer.scheme.condition import SETTING, Condition, Source, SourceKind
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_long, day_plain

OURS = Source(SourceKind.SETTING, explanation="Elke link is van één persoon en opent alleen wat van die persoon is.")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something that may or may not be told in public now, with the place it rests on."""

    text: str
    allowed: bool
    source: Source


# By the handbook: what may be told before there is a positive decision, and what not.
BEFORE: Mapping[str, tuple[tuple[str, bool], ...]] = {
    "B4": (
        ("U mag vertellen dat u met KVO begint, bijvoorbeeld met een intentieverklaring of een persbericht", True),
        ("U mag nog niet vertellen dat de audit is gehaald", False),
    ),
    "S31": (
        ("U mag de aanvraag noemen in gesprekken en in contracten", True),
        ("Publiceer nog niets over de aanvraag", False),
    ),
}


@traced("AUD-9", test="tests/portal/test_rules.py::test_nothing_is_told_of_the_result_before_the_decision")
def publishing(scheme: Scheme, *, granted: bool | None, last_day: date | None, today: date) -> list[Statement]:
    """What the working group may tell in public today. ``granted``: None while nothing was decided.

    ``last_day``: of the certificate, once there is one. Source: B4 §5.3, §3.5; S31 §3.2.2; the mark's regulations.
    """
    agreed = {item.code: item for item in scheme.agreements}
    silence, mark = agreed.get("stilte"), agreed.get("beeldmerk")
    if granted and last_day is not None and today <= last_day:
        until = f"U mag vertellen dat u het certificaat hebt. Het geldt tot en met {day_plain(last_day)}"
        source = scheme.source(mark) if mark else SETTING
        return [Statement(until, True, source), *([Statement(mark.text, True, source)] if mark else [])]
    if granted is not None:
        return [Statement("U mag niet vertellen dat u een geldig certificaat hebt", False,
                          scheme.source(mark) if mark else SETTING)]  # fmt: skip
    if silence is None:
        return []
    source = scheme.source(silence)
    told = BEFORE.get(source.document, ((silence.text, False),))
    return [Statement(text, allowed, source) for text, allowed in told]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something that is done a number of times each year, and how often it was registered in this one."""

    code: str
    text: str
    minimum: int
    done: int
    source: Source

    @property
    def left(self) -> int:
        """How often still."""
        return max(self.minimum - self.done, 0)


@traced("DOC-9", test="tests/portal/test_rules.py::test_each_yearly_duty_is_counted_by_the_figures_of_the_scheme")
def yearly_duties(scheme: Scheme, done: Mapping[str, int]) -> list[Duty]:
    """The fixed measures of a year with what was registered; registration only, nothing is judged. Source: B4 §4.2.5.

    Empty where the scheme names none. ``done`` counts by the codes of ``jaarlijks`` in the scheme.
    """
    items = scheme.measures.yearly if scheme.measures else ()
    return [Duty(item.code, item.text, item.minimum, done.get(item.code, 0), scheme.source(item)) for item in items]


def year_of(issued_on: date, today: date) -> tuple[date, date]:
    """First and last day of the year of a certificate that ``today`` is in; it begins on each anniversary of issue.

    >>> year_of(date(2026, 12, 9), date(2027, 12, 8)), year_of(date(2028, 2, 29), date(2029, 3, 1))[0]
    ((datetime.date(2026, 12, 9), datetime.date(2027, 12, 8)), datetime.date(2029, 3, 1))
    """
    first = _anniversary(issued_on, today.year)
    if first > today:
        first = _anniversary(issued_on, today.year - 1)
    return first, _anniversary(issued_on, first.year + 1) - timedelta(days=1)


def _anniversary(day: date, year: int) -> date:
    leap_less = day.month == 2 and day.day == 29 and (year % 4 != 0 or (year % 100 == 0 and year % 400 != 0))
    return date(year, 3, 1) if leap_less else day.replace(year=year)


def sending_conditions(*, agreed: bool, in_order: bool, decided: bool) -> list[Condition]:
    """Whether the working group can send this document now (by itself or by a colleague)."""
    return [
        Condition("portaal.overeenkomst", "De overeenkomst is getekend", agreed, "", OURS,
                  "Dit document kan nog niet. Wij vragen erom zodra de overeenkomst is getekend"),
        Condition("portaal.nodig", "Het document is nog nodig", not in_order, "", OURS,
                  "Dit document is al in orde. U hoeft niets te sturen"),
        Condition("portaal.set", "Over de documenten is nog niet besloten", not decided, "", OURS,
                  "Wij hebben de documenten al beoordeeld. Stuur ons een bericht als er iets bij moet"),
    ]  # fmt: skip


def favour_conditions(*, waits: bool) -> list[Condition]:
    """Whether a request to a colleague can still be answered, repeated or withdrawn."""
    return [
        Condition("portaal.verzoek", "Het verzoek staat nog open", waits, "", OURS,
                  "Dit verzoek is al beantwoord of ingetrokken"),
    ]  # fmt: skip


def link_conditions(*, email: str, opens: bool) -> list[Condition]:
    """Whether somebody of a working group can be given a link: it can be mailed, and something lies behind it."""
    return [
        Condition("link.adres", "Er is een e-mailadres", bool(email.strip()), email, OURS,
                  "Er is geen e-mailadres. Vul het eerst in bij deze persoon"),
        Condition("link.opent", "Er is een dossier of een certificaat dat geldt", opens, "", OURS,
                  "Achter de link zou niets staan: er is geen dossier en geen certificaat dat geldt"),
    ]  # fmt: skip


def signing_condition(*, ticked: bool) -> list[Condition]:
    """Who accepts says that they may (ARE-10): that was ticked."""
    return [
        Condition("offerte.verklaard", "U verklaart dat u mag tekenen", ticked, "", OURS,
                  "Zet een vinkje als u namens het samenwerkingsverband mag tekenen"),
    ]  # fmt: skip


def kept_conditions(on_day: date, today: date) -> list[Condition]:
    """Whether something can be put by as done: it happened."""
    return [
        Condition("dag.geweest", "De dag is geweest", on_day <= today, day_plain(on_day), OURS,
                  f"{day_plain(on_day)} komt nog. Vul een dag tot en met vandaag in"),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a dossier is, as the working group sees it. A day is None as long as it is not known or not reached."""

    ended: bool = False
    completed: bool = False
    quote: str = ""
    agreed: bool = False
    audit_day: date | None = None
    held: bool = False
    report_due: date | None = None
    reported: bool = False
    granted: bool | None = None
    last_day: date | None = None
    asked: bool = False


def progress_sentence(now: Progress, today: date) -> str:
    """What happens now, and who does it, in one sentence; for when the working group owes nothing itself."""
    if now.ended:
        return "Dit dossier is gesloten."
    if now.granted is not None:
        return _decided(now, today)
    if now.held:
        return _after_audit(now)
    return _before_audit(now)


def _before_audit(now: Progress) -> str:
    if now.audit_day is not None:
        return f"De audit is op {day_long(now.audit_day)}."
    if now.asked:
        return "De partijen kiezen een dag voor de audit. U hoort van ons welke het wordt."
    if now.agreed:
        return "Wij zoeken een dag voor de audit. U hoort van ons."
    return _before_agreement(now)


def _before_agreement(now: Progress) -> str:
    words = {
        "Akkoord": "Wij maken de overeenkomst. U hoort van ons.",
        "Verstuurd": "Onze offerte ligt klaar. Wij wachten op het antwoord van wie mag tekenen.",
        "Verlopen": "Onze offerte is verlopen. Wij bellen u daarover.",
        "Niet akkoord": "Op onze offerte kwam geen akkoord. Wij bellen u daarover.",
    }
    if now.quote in words:
        return words[now.quote]
    return "Wij maken een offerte voor u." if now.completed else "Wij kijken uw aanvraag na."


def _after_audit(now: Progress) -> str:
    if now.reported:
        return "Het rapport is klaar. Wij nemen nu een besluit over het certificaat."
    due = f" U krijgt het uiterlijk {day_long(now.report_due)}." if now.report_due else ""
    return f"De audit is gedaan. Wij schrijven het rapport.{due}"


def _decided(now: Progress, today: date) -> str:
    if not now.granted:
        return "Wij hebben besloten om het certificaat niet te verlenen. In het rapport leest u waarom."
    if now.last_day is None:
        return "Uw werkgroep heeft het KVO-certificaat."
    word = "geldt" if today <= now.last_day else "gold"
    return f"Uw werkgroep heeft het KVO-certificaat. Het {word} tot en met {day_long(now.last_day)}."


@dataclass(frozen=True, slots=True)
class Appointed:
    """A day that a working group was told of. ``led``: whether somebody leads; ``asked``: for another day, now."""

    name: str
    day: date
    held: bool = False
    called_off: bool = False
    confirmed: bool = True
    led: bool = True
    moved_from: date | None = None
    asked: bool = False


def what_changes(now: Appointed, today: date) -> str:
    r"""What stands and what is being changed about a day, in a sentence; nothing where nothing is.

    >>> day, today = date(2026, 12, 9), date(2026, 12, 1)
    >>> what_changes(Appointed("audit", day, confirmed=False, led=False), today).replace("\u00a0", " ")
    'Uw audit van woensdag 9 december 2026 blijft staan. Wij zoeken een andere auditor.'
    >>> what_changes(Appointed("audit", day), today)
    ''
    """
    if now.held or now.day < today:
        return ""
    if now.called_off:
        anew = " Wij zoeken met u een nieuwe dag." if now.name == "audit" else ""
        return f"De {now.name} van {day_long(now.day)} gaat niet door.{anew}"
    if now.confirmed and not now.asked:
        return ""
    stays = f"Uw {now.name} van {day_long(now.day)} blijft staan."
    if now.asked:
        return f"{stays} De partijen kiezen nu een andere dag. U hoort van ons welke het wordt."
    if now.moved_from is not None:
        stays = f"Uw {now.name} is verzet van {day_long(now.moved_from)} naar {day_long(now.day)}."
    if not now.led:
        return f"{stays} Wij zoeken een andere auditor."
    return f"{stays} Het auditteam verandert. U hoort van ons als het vaststaat."


def things_to_do(count: int) -> str:
    """The heading of the first page.

    >>> things_to_do(0), things_to_do(1), things_to_do(3)
    ('U hoeft nu niets te doen', 'U moet nog 1 ding doen', 'U moet nog 3 dingen doen')
    """
    if not count:
        return "U hoeft nu niets te doen"
    return f"U moet nog {count} {'ding' if count == 1 else 'dingen'} doen"


def first_day(days: Sequence[date | None]) -> date | None:
    """The earliest of the days that are known."""
    return min((day for day in days if day is not None), default=None)
