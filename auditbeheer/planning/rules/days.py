"""A day that suits everybody: what may be asked, what an answer means, and what a day would break (AUD-1, PLA-1)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from auditbeheer.planning.rules.audits import PlanFacts, Wish, may_plan
from auditbeheer.planning.rules.extra import may_plan_extra
from auditbeheer.scheme.audit_days import documents_due
from auditbeheer.scheme.checklist import attendance_source
from auditbeheer.scheme.condition import SETTING, Condition, Source, SourceKind
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.terms import add_days, is_working_day, remark
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_long, day_plain, join_and

CAN, RATHER_NOT, CANNOT = "kan", "liever niet", "kan niet"
MOST_DAYS = 3
REVIEW_BEFORE = 7
"""So many days before the audit the documents are looked at, unless somebody chooses another day."""
ONE_DOOR = Source(SourceKind.SETTING, explanation="Elke link is van één persoon en opent alleen die ene vraag.")


@dataclass(frozen=True, slots=True)
class Asking:
    """What is about to be asked. ``open_until``: the last day to answer of a question that is open already."""

    days: Sequence[date]
    answer_by: date
    open_until: date | None = None
    people: int = 1


@traced(
    "AUD-1", test="tests/planning/test_days_rules.py::test_a_question_has_one_to_three_days_ahead_and_time_to_answer"
)
def may_ask(asking: Asking, today: date) -> list[Condition]:
    """Whether these days may be put to a working group: at most three, all after the last day to answer."""
    days, until = asking.days, asking.open_until
    count, first = len(days), min(days, default=None)
    open_day = "" if until is None else day_plain(until)
    return [
        Condition("datum.een_vraag", "Er staat nog geen vraag open", until is None,
                  f"antwoord uiterlijk {open_day}" if until else "", SETTING,
                  f"Er staat al een vraag open: antwoord uiterlijk {open_day}. Vraag andere dagen, of trek haar in."),
        Condition("datum.aantal", "Een, twee of drie dagen", 1 <= count <= MOST_DAYS, counted(count, "dag", "dagen"),
                  SETTING, "Kies ten minste 1 dag." if not count else f"Kies ten hoogste {MOST_DAYS} dagen."),
        Condition("datum.verschillend", "Elke dag staat er één keer", len(set(days)) == count, "", SETTING,
                  "Een dag staat er twee keer. Kies verschillende dagen."),
        Condition("datum.antwoordtijd", "Er is tijd om te antwoorden", asking.answer_by >= today,
                  day_plain(asking.answer_by), SETTING,
                  f"{day_plain(asking.answer_by)} is al geweest. Kies {day_plain(today)} of later."),
        Condition("datum.antwoord_voor_audit", "Het antwoord komt voor de eerste dag",
                  first is None or asking.answer_by < first, day_plain(asking.answer_by), SETTING,
                  "De laatste dag om te antwoorden moet voor de eerste auditdag liggen."),
        Condition("datum.werkgroep", "De werkgroep heeft partijen", asking.people > 0, "", SETTING,
                  "Deze werkgroep heeft nog geen partijen. Leg die eerst vast bij de relaties."),
    ]  # fmt: skip


def conditions_of_day(facts: PlanFacts, day: date, today: date, *, withdrawn: bool | None = None) -> list[Condition]:
    """Whether an audit could stand on ``day`` (SCH-8), each condition naming that day.

    ``withdrawn``: said of an extra assessment, for which no documents are reviewed first.
    """
    hours = facts.agreed_hours or Decimal(0)
    if withdrawn is None:
        answer = may_plan(Wish(day, review_day(facts.scheme, day, today), hours), facts, today)
    else:
        answer = may_plan_extra(Wish(day, None, hours), facts, today, withdrawn=withdrawn)
    return [
        replace(one, text=f"{day_long(day)}: {one.text}", refusal=f"{day_long(day)} kan niet. {one.objection}")
        for one in answer
    ]


def may_answer(*, chosen: date | None, closed: bool, complete: bool) -> list[Condition]:
    """Whether an answer still counts: the question is open, and there is one for each day."""
    told = f"De dag is al gekozen: {day_long(chosen)}." if chosen else "Deze vraag is ingetrokken."
    return [
        Condition("datum.open", "De vraag staat nog open", not closed, "", ONE_DOOR, f"{told} U hoeft niets te doen."),
        Condition("datum.volledig", "Bij elke dag staat een antwoord", complete, "", ONE_DOOR,
                  "Kies bij elke dag een antwoord."),
    ]  # fmt: skip


def review_day(scheme: Scheme, day: date, today: date) -> date | None:
    """The day on which the documents are looked at when nobody chose one: a working day some time before the audit.

    None where the scheme asks for no such day (PLA-3), and where none is left.
    """
    if scheme.documents is None or scheme.documents.days_before is None:
        return None
    found = add_days(day, -REVIEW_BEFORE)
    while not is_working_day(found):
        found = add_days(found, -1)
    found = max(found, today)
    return found if found < day else None


def answer_of_party(answers: Sequence[str | None]) -> str | None:
    """What a party answers for one day: one of its people suffices. None: nothing can be said yet.

    >>> answer_of_party([CANNOT, CAN]), answer_of_party([CANNOT, None]), answer_of_party([CANNOT, CANNOT])
    ('kan', None, 'kan niet')
    """
    for answer in (CAN, RATHER_NOT):
        if answer in answers:
            return answer
    return None if None in answers or not answers else CANNOT


@dataclass(frozen=True, slots=True)
class Seat:
    """A party that is asked: its name, and whether the scheme names it (AUD-1)."""

    name: str
    mandatory: bool


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was put to the parties, with what is known of it. ``safe``: the latest safe audit day (PLA-1).

    ``hold_by``: until when an extra assessment was asked for; ``name``: what it is a day for.
    """

    day: date
    answers: Sequence[tuple[Seat, str | None]]
    leaders: Collection[str]
    safe: tuple[date, Source] | None = None
    hold_by: date | None = None
    name: str = "audit"

    @property
    def late(self) -> bool:
        """Whether it is after the last day that is safe, or that was asked for."""
        return (self.safe is not None and self.day > self.safe[0]) or (
            self.hold_by is not None and self.day > self.hold_by
        )

    @property
    def is_audit(self) -> bool:
        """Whether it is for the audit itself: documents go before it, and the scheme names who must be there."""
        return self.name == "audit"

    def who(self, answer: str | None, *, mandatory: bool | None = None) -> list[str]:
        """The parties that gave this answer."""
        found = [seat for seat, given in self.answers if given == answer]
        return [seat.name for seat in found if mandatory is None or seat.mandatory == mandatory]


@traced(
    "AUD-1", "PLA-1", test="tests/planning/test_days_rules.py::test_what_a_day_would_break_is_told_before_it_is_chosen"
)
def risks(day: Day, scheme: Scheme, today: date, rules: OwnRules) -> list[Condition]:
    """What a day would break or cost. It may be chosen all the same: a person decides."""
    absent, due = rules["absent_party"].source, documents_due(scheme, day.day)
    missing, others = day.who(CANNOT, mandatory=True), day.who(CANNOT, mandatory=False)
    silent = day.who(None)
    named = (
        []
        if not day.is_audit
        else [
            Condition(
                "datum.partijen",
                "Elke partij die het schema noemt kan erbij zijn",
                not missing,
                f"kan niet: {join_and(missing)}" if missing else "",
                attendance_source(scheme),
                f"{join_and(missing)} kan niet. Dat wordt een afwijking ({absent.label}).",
            ),
        ]
    )
    answer = [
        *named,
        Condition("datum.anderen", f"{'Ook de andere' if day.is_audit else 'Alle'} partijen kunnen", not others,
                  f"kan niet: {join_and(others)}" if others else "", absent),
        Condition("datum.antwoorden", "Elke partij heeft geantwoord", not silent,
                  f"nog geen antwoord: {join_and(silent)}" if silent else "", SETTING),
        Condition("datum.auditor", "Een auditor is gekwalificeerd, onpartijdig en vrij", bool(day.leaders),
                  "" if day.leaders else "niemand", SETTING),
        Condition("datum.werkdag", "De dag is een werkdag", is_working_day(day.day), _day_off(day.day), SETTING),
    ]  # fmt: skip
    if day.safe is not None:
        last, source = day.safe
        answer.append(
            Condition("datum.veilig", "Het nieuwe certificaat sluit aan", day.day <= last,
                      f"laatste veilige dag: {day_plain(last)}", source)
        )  # fmt: skip
    if day.hold_by is not None:
        answer.append(
            Condition("datum.gevraagd", "Niet later dan gevraagd", day.day <= day.hold_by,
                      f"gevraagd is uiterlijk {day_plain(day.hold_by)}", SETTING)
        )  # fmt: skip
    if due is not None and day.is_audit:
        answer.append(
            Condition("datum.documenten", "De documenten kunnen op tijd zijn", due.day >= today,
                      f"uiterlijk {day_plain(due.day)}", due.source)
        )  # fmt: skip
    return answer


def _day_off(day: date) -> str:
    r"""What kind of day off it is, without what is said of terms.

    >>> _day_off(date(2026, 12, 25)), _day_off(date(2026, 12, 9))
    ('25\xa0december 2026 is een feestdag (Eerste kerstdag).', '')
    """
    return remark(day).replace("De termijn loopt tot en met die dag.", "").strip()


@dataclass(frozen=True, slots=True)
class Weight:
    """How good a day is, the best lowest. ``blocked``: it cannot be planned at all."""

    blocked: bool
    missing: int
    unsafe: bool
    nobody: bool
    others: int
    silent: int
    day_off: bool
    rather_not: int
    day: date

    @property
    def key(self) -> tuple[bool, int, bool, bool, int, int, bool, int, date]:
        """In the order in which it counts."""
        return (self.blocked, self.missing, self.unsafe, self.nobody, self.others, self.silent, self.day_off,
                self.rather_not, self.day)  # fmt: skip


def weight(day: Day, *, blocked: bool) -> Weight:
    """How a day compares with the others that were asked."""
    return Weight(
        blocked=blocked, missing=len(day.who(CANNOT, mandatory=True if day.is_audit else None)),
        unsafe=day.late, nobody=not day.leaders,
        others=len(day.who(CANNOT, mandatory=False)), silent=len(day.who(None)),
        day_off=not is_working_day(day.day), rather_not=len(day.who(RATHER_NOT)), day=day.day,
    )  # fmt: skip


def why_best(day: Day) -> str:
    """Why a day stands on top, in one sentence."""
    able = len(day.who(CAN)) + len(day.who(RATHER_NOT))
    total, leaders = len(day.answers), len(day.leaders)
    verb = "kan" if able == 1 else "kunnen"
    first = "Alle partijen kunnen" if able == total else f"{able} van {counted(total, 'partij', 'partijen')} {verb}"
    rather = day.who(RATHER_NOT)
    mind = f", {join_and(rather)} liever niet" if rather else ""
    return f"{first}{mind}. {counted(leaders, 'auditor kan', 'auditors kunnen')} de {day.name} leiden."


AUDIT_WORDS = ("Te plannen", "Datum gevraagd", "Gepland", "Bevestigd", "Gedaan")


def audit_word(*, asked: bool, planned: bool, confirmed: bool, held: bool) -> str:
    """The status of an audit (ux §9), true to what happened.

    >>> audit_word(asked=True, planned=False, confirmed=False, held=False)
    'Datum gevraagd'
    >>> audit_word(asked=False, planned=True, confirmed=False, held=False)
    'Gepland'
    """
    if held:
        return "Gedaan"
    if asked:
        return "Datum gevraagd"
    if not planned:
        return "Te plannen"
    return "Bevestigd" if confirmed else "Gepland"
