"""When an audit may be planned, moved, staffed and confirmed (PLA-1, PLA-3, SCH-8, QUO-10, QUA-6, QUA-7)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from auditbeheer.planning.rules.hours import HourPlan, hours_agreed, may_plan_hours
from auditbeheer.scheme.audit_days import documents_due, latest_safe_audit_day, report_due
from auditbeheer.scheme.condition import SETTING, Condition, Source, unmet
from auditbeheer.scheme.library import adopted_conditions, open_conditions
from auditbeheer.scheme.licence import Licence, licence_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.terms import remark
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import day_long, day_plain, join_and

REVIEW_CLAUSE = "5.4"  # B4: the document review is an activity of its own, before the day on location (PLA-3)


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a plan rests on. ``signed_on``: the day of the agreement; ``agreed_hours``: what it says."""

    scheme: Scheme
    area_type: AreaType
    started_on: date
    signed_on: date | None
    agreed_hours: Decimal | None
    ended: bool
    licences: tuple[Licence, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """The day that is asked for, with the day of the document review and the hours.

    ``hours`` None: those that are planned already, of an audit that gets another day. ``plan``: the same by activity.
    """

    day: date
    review_on: date | None
    hours: Decimal | None
    plan: HourPlan | None = None


@dataclass(frozen=True, slots=True)
class Promised:
    """The last days that follow from an audit day; None where the scheme has no such term. ``remarks``: days off."""

    documents_due: date | None
    report_due: date | None
    remarks: tuple[str, ...] = ()


@traced("SCH-8", "PLA-3", test="tests/planning/test_rules.py::test_a_day_is_held_against_every_rule")
def may_plan(wish: Wish, facts: PlanFacts, today: date) -> list[Condition]:
    """All that must hold before an audit stands on a day: agreement, scheme open that day, licence, days, hours."""
    answer = [*_agreed(facts), *_scheme_open(wish.day, facts)]
    if not unmet(adopted_conditions(facts.scheme, "planning", wish.day)):
        answer += licence_conditions(facts.scheme, facts.licences, wish.day)
        answer += _review(wish, facts.scheme, today)
    return [*answer, not_past(wish.day, today), *_hours(wish, facts)]


def _agreed(facts: PlanFacts) -> list[Condition]:
    signed = facts.signed_on
    return [
        Condition("overeenkomst.getekend", "De overeenkomst is getekend", signed is not None,
                  "nog niet getekend" if signed is None else f"getekend op {day_plain(signed)}",
                  norm("ISO 17065", "4.1.2"), "Plannen kan als de overeenkomst is getekend (ISO 17065 §4.1.2)."),
        Condition("dossier.loopt", "Het dossier loopt", not facts.ended, "", SETTING,
                  "Dit dossier is gesloten. Plannen kan niet meer."),
    ]  # fmt: skip


def _scheme_open(day: date, facts: PlanFacts) -> list[Condition]:
    """The scheme was frozen at the agreement, and is held against the day on location once more (SCH-8)."""
    return [
        *open_conditions(facts.scheme, facts.area_type, facts.started_on, day),
        *adopted_conditions(facts.scheme, "planning", day),
    ]


def needs_review_day(scheme: Scheme) -> bool:
    """Whether the scheme asks for a day of document review before the day on location (PLA-3: 4.0)."""
    return scheme.documents is not None and scheme.documents.days_before is not None


def _review(wish: Wish, scheme: Scheme, today: date) -> list[Condition]:
    source = scheme.cite(REVIEW_CLAUSE) if REVIEW_CLAUSE in scheme.explanations else SETTING
    there = wish.review_on is not None or not needs_review_day(scheme)
    before = wish.review_on is None or wish.review_on < wish.day
    fact = "nog geen dag" if wish.review_on is None else day_plain(wish.review_on)
    answer = [
        Condition("documentbeoordeling.dag", "De documentbeoordeling heeft een eigen dag", there, fact, source,
                  f"Kies een dag voor de documentbeoordeling, voor de dag van de audit ({source.label})."),
        Condition("documentbeoordeling.voor_audit", "De documentbeoordeling is voor de dag van de audit", before, fact,
                  source, f"De documentbeoordeling moet voor de dag van de audit zijn ({source.label})."),
    ]  # fmt: skip
    if wish.review_on is not None:
        answer.append(
            Condition("documentbeoordeling.niet_voorbij", "De dag van de documentbeoordeling is niet voorbij",
                      wish.review_on >= today, fact, SETTING,
                      f"{day_plain(wish.review_on)} is al geweest. Kies {day_plain(today)} of later.")
        )  # fmt: skip
    return answer


def not_past(day: date, today: date) -> Condition:
    """Nothing is planned on a day that has passed."""
    return Condition("dag.niet_voorbij", "De dag is nog niet voorbij", day >= today, day_plain(day), SETTING,
                     f"{day_plain(day)} is al geweest. Kies {day_plain(today)} of later.")  # fmt: skip


def _hours(wish: Wish, facts: PlanFacts) -> list[Condition]:
    if wish.plan is not None and facts.scheme.audit_time is not None:
        return may_plan_hours(wish.plan, facts.agreed_hours, facts.scheme)
    if facts.agreed_hours is None or wish.hours is None:
        return []
    return [hours_agreed(wish.hours, facts.agreed_hours)]


@traced("PLA-1", test="tests/planning/test_rules.py::test_last_days_follow_from_the_audit_day")
def promised(scheme: Scheme, day: date, rules: OwnRules) -> Promised:
    """The last days for documents and report. Raises Refusal for a concept."""
    documents, report = documents_due(scheme, day), report_due(scheme, day, rules)
    found = [term for term in (documents, report) if term is not None]
    remarks = [
        remark(day).replace("De termijn loopt tot en met die dag.", "").strip(),
        *(term.remark for term in found),
    ]
    return Promised(
        documents.day if documents else None, report.day if report else None, tuple(text for text in remarks if text)
    )


def promises_moved(before: Promised, after: Promised) -> list[str]:
    r"""Which last days that were promised are others now, in sentences; what stays or is new is no broken promise.

    >>> promises_moved(Promised(date(2026, 11, 25), None), Promised(date(2026, 12, 2), date(2026, 12, 30)))
    ['De documenten moeten nu uiterlijk 2\xa0december 2026 binnen zijn. Dat was 25\xa0november 2026.']
    >>> promises_moved(Promised(None, date(2026, 12, 23)), Promised(date(2026, 12, 2), date(2026, 12, 30)))
    ['Het rapport is er nu uiterlijk 30\xa0december 2026. Dat was 23\xa0december 2026.']
    """
    answer = []
    if before.documents_due and after.documents_due and before.documents_due != after.documents_due:
        was, now = day_plain(before.documents_due), day_plain(after.documents_due)
        answer.append(f"De documenten moeten nu uiterlijk {now} binnen zijn. Dat was {was}.")
    if before.report_due and after.report_due and before.report_due != after.report_due:
        was, now = day_plain(before.report_due), day_plain(after.report_due)
        answer.append(f"Het rapport is er nu uiterlijk {now}. Dat was {was}.")
    return answer


def safe_until(scheme: Scheme, last_days: Iterable[date], rules: OwnRules) -> tuple[date, Source, str] | None:
    """The latest safe audit day over the running certificates of all areas, with its source and explanation (PLA-1).

    None for a trajectory without a running certificate. Raises Refusal for a concept.
    """
    first = min(last_days, default=None)
    if first is None:
        return None
    safe = latest_safe_audit_day(scheme, first, rules)
    return safe.value, safe.source, safe.explanation


# Team


def one_leads(person: str, *, leader: str | None, leads: bool) -> list[Condition]:
    """An audit has one leader. ``leader``: who leads already; ``leads``: whether this part leads."""
    if not leads:
        return []
    return [
        Condition("team.een_leider", "Eén auditor leidt de audit", leader is None, leader or "", SETTING,
                  f"{leader} leidt deze audit al. Vervang {leader} of geef {person} een andere rol.")
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team, as confirming the day sees it: ``problems`` are the unmet conditions of that part."""

    name: str
    leads: bool
    confirmed: bool
    problems: tuple[Condition, ...] = ()


@traced("QUA-7", test="tests/planning/test_rules.py::test_a_day_is_confirmed_when_everybody_is_impartial_and_able")
def may_confirm(day: date, team: Sequence[Member], today: date, rules: OwnRules) -> list[Condition]:
    """Whether the audit day may be confirmed to the working group: a leader, everybody able and impartial."""
    leader = next((member.name for member in team if member.leads), None)
    missing = [member.name for member in team if not member.confirmed]
    source = rules["impartiality_statements"].source
    answer = [
        not_past(day, today),
        Condition("team.leider", "Een auditor leidt de audit", leader is not None, leader or "nog niemand", SETTING,
                  "Wijs eerst een auditor toe."),
        Condition("team.onpartijdig", "Elk teamlid bevestigde de eigen onpartijdigheid", not missing,
                  f"wacht op {join_and(missing)}" if missing else "allen", source,
                  f"Nog niet bevestigd: {join_and(missing)} ({source.label})."),
    ]  # fmt: skip
    return [*answer, *(problem for member in team for problem in member.problems)]


def not_held(day: date, *, held: bool) -> Condition:
    """An audit that was held is not moved, cancelled or given another team."""
    return Condition("audit.niet_gehouden", "De audit is nog niet gehouden", not held,
                     f"gehouden op {day_plain(day)}" if held else "", SETTING,
                     f"Deze audit is gehouden op {day_plain(day)} en kan niet meer wijzigen.")  # fmt: skip


def may_state_impartiality(*, own: bool, given: bool) -> list[Condition]:
    """Each team member confirms in person, once."""
    return [
        Condition("bevestiging.zelf", "De bevestiging is van het teamlid zelf", own, "", SETTING,
                  "Alleen het teamlid zelf kan dit bevestigen."),
        Condition("bevestiging.eenmaal", "Nog niet bevestigd", not given, "", SETTING, "Dit is al bevestigd."),
    ]  # fmt: skip


def days_of_absence(from_day: date, until_day: date, planned: Sequence[tuple[date, str]]) -> list[Condition]:
    """Whether somebody can be away in a period: it ends after it begins, and no audit stands in it."""
    inside = [f"{day_long(day)} bij {name}" for day, name in planned if from_day <= day <= until_day]
    return [
        Condition("afwezig.periode", "De laatste dag ligt niet voor de eerste dag", until_day >= from_day,
                  f"{day_plain(from_day)} tot en met {day_plain(until_day)}", SETTING,
                  "De laatste dag ligt voor de eerste dag. Kies een latere laatste dag."),
        Condition("afwezig.audit", "Geen audit in deze periode", not inside, join_and(inside), SETTING,
                  f"In deze periode staat een audit: {join_and(inside)}. Vervang daar eerst de auditor."),
    ]  # fmt: skip


def borne(why: str, cause: str | None) -> str:
    """A reason with whom it lay, as the time line tells it; what was recorded before that was asked has only a reason.

    >>> borne("ziek", "niemand"), borne("andere zaal", "wij"), borne("geen zaal", "de werkgroep"), borne("ziek", None)
    ('ziek (lag bij niemand)', 'andere zaal (lag bij ons)', 'geen zaal (lag bij de werkgroep)', 'ziek')
    """
    return f"{why} (lag bij {'ons' if cause == 'wij' else cause})" if cause else why


def none_planned(day: date | None) -> Condition:
    """A trajectory has one audit that stands; another day is a move."""
    shown = "" if day is None else day_plain(day)
    return Condition("audit.nog_niet_gepland", "Er staat nog geen audit", day is None, shown, SETTING,
                     f"Er staat al een audit op {shown}. Verzet die audit.")  # fmt: skip


def supervisor_stays(supervisor: str, trainee: str | None) -> Condition:
    """While a trainee leads, the supervising scheme manager stays (QUA-6). ``trainee``: who leads under them, if so."""
    refusal = (
        f"{trainee} leidt deze audit onder toezicht van {supervisor}. Vervang {supervisor}, of haal {trainee} eerst"
    )
    return Condition("team.toezicht_blijft", "Wie in opleiding leidt, houdt toezicht", trainee is None, trainee or "",
                     SETTING, f"{refusal} uit het team.")  # fmt: skip
