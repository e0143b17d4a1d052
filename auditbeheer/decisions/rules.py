"""What must hold before a report is reviewed and a decision is taken (rulebook AUD-8, AUD-9, QUA-7, QUO-10, CER-1a).

One function per act; button, panel Voorwaarden, service and API all ask the same one (C5). The facts are values, read
in ``decisions/facts.py``; what an earlier step judges itself (response, measures) comes in as judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditbeheer.audits.rules import tells_all_closed
from auditbeheer.decisions.basis import AreaFigure, DecisionFacts, Person
from auditbeheer.scheme.condition import SETTING, Condition, Source, SourceKind, unmet
from auditbeheer.scheme.library import adopted_conditions
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.wording import day_plain, hours, join_and

REVIEW_NORM = norm("ISO 17065", "7.5.1")
DECISION_NORM = norm("ISO 17065", "7.6.2")


def conditions_for_granting(facts: DecisionFacts) -> list[Condition]:
    """All that must hold before a certificate is granted, in the order of the process (AUD-8).

    A scheme that is not adopted answers with that alone: nothing else can be weighed by it yet (SCH-5).
    """
    adopted = adopted_conditions(facts.scheme, "certificaat", facts.today)
    if unmet(adopted):
        return [*_standing(facts), *adopted]
    return [
        *_standing(facts),
        *adopted,
        _agreement(facts),
        _licence(facts),
        *_audit(facts),
        _in_every_area(facts.response, "besluit.respons", "De respons is gehaald"),
        _in_every_area(facts.measures, "besluit.maatregelen", "De maatregelen zijn uitgevoerd"),
        _deviations(facts),
        *_report(facts),
        *_review(facts),
        *_decider(facts),
        _data(facts),
        *_issue(facts),
    ]


def conditions_for_refusing(facts: DecisionFacts) -> list[Condition]:
    """What must hold before a certificate is refused: an audit was closed, and whoever decides stood outside it.

    Refusing needs no closed deviations: an open one may be the very reason.
    """
    return [
        *_standing(facts),
        _closed(facts),
        *_decider(facts),
    ]


def conditions_for_reopening(facts: DecisionFacts, *, granted: bool) -> list[Condition]:
    """What must hold before a decision is taken back: only a refusal, by somebody who stood outside the audit."""
    return [
        Condition(
            "besluit.heropenen",
            "Alleen een weigering kan opnieuw worden bekeken",
            not granted,
            facts.decided,
            SETTING,
            refusal="Het certificaat is al verleend. Heropenen kan dan niet meer" if granted else "",
        ),
        *_decider(facts),
    ]


def conditions_for_reviewing(facts: DecisionFacts) -> list[Condition]:
    """What must hold before ``facts.decider`` reviews the report (QUA-7, AUD-8)."""
    return [
        *_standing(facts),
        _closed(facts),
        _submitted(facts),
        *_outside(facts, facts.decider, "review.beoordelaar", "De beoordelaar", REVIEW_NORM),
    ]


def conditions_for_positive_advice(complete: bool, qualified: bool, correct: bool, source: Source) -> list[Condition]:
    """Advising to grant needs three times yes: complete, qualified personnel, the right course (AUD-8)."""
    return [
        Condition(
            "review.antwoorden",
            "Het advies verlenen past alleen bij drie keer ja",
            complete and qualified and correct,
            f"{[complete, qualified, correct].count(True)} keer ja",
            source,
            refusal="Het advies is verlenen, maar niet alle antwoorden zijn ja. Kies een ander advies of antwoord",
        )
    ]


def review_source(scheme: Scheme) -> Source:
    """Where review and advice stand: in the scheme, or else our own rule that goes with closing all deviations."""
    return _agreed(scheme, "review") or _closing_source(scheme)


def status_sentence(conditions: Sequence[Condition]) -> str:
    """The first sentence of the page: whether granting can be done now.

    >>> met = Condition("a", "A", met=True, fact="", source=SETTING)
    >>> status_sentence([met])
    'Verlenen kan: de voorwaarde is vervuld'
    >>> status_sentence([met, Condition("b", "B", met=False, fact="", source=SETTING)])
    'Verlenen kan nog niet: 1 van de 2 voorwaarden ontbreekt'
    """
    missing, count = len(unmet(conditions)), len(conditions)
    if not missing:
        return (
            f"Verlenen kan: alle {count} voorwaarden zijn vervuld"
            if count > 1
            else "Verlenen kan: de voorwaarde is vervuld"
        )
    verb = "ontbreekt" if missing == 1 else "ontbreken"
    return f"Verlenen kan nog niet: {missing} van de {count} voorwaarden {verb}"


def _standing(facts: DecisionFacts) -> Iterator[Condition]:
    """The dossier is alive and nothing was decided yet."""
    yield Condition(
        "besluit.loopt",
        "Het dossier loopt",
        not facts.ended,
        facts.ended or "niet afgewezen of teruggetrokken",
        SETTING,
        refusal=f"Dit dossier is gesloten: {facts.ended}" if facts.ended else "",
    )
    yield Condition(
        "besluit.eerder",
        "Er is nog geen besluit genomen",
        not facts.decided,
        facts.decided or "nog geen besluit",
        SETTING,
        refusal=f"Over dit dossier is al besloten: {facts.decided}" if facts.decided else "",
    )


def _agreement(facts: DecisionFacts) -> Condition:
    source = _agreed(facts.scheme, "overeenkomst", "beeldmerk_overeenkomst") or SETTING
    fact = f"Getekend op {day_plain(facts.agreement_on)}" if facts.agreement_on else "Nog niet getekend"
    return Condition(
        "besluit.overeenkomst", "De overeenkomst is getekend", facts.agreement_on is not None, fact, source
    )


def _licence(facts: DecisionFacts) -> Condition:
    until = facts.licence_until
    fact = f"Tot en met {day_plain(until)}" if until else f"Geen licentie op {day_plain(facts.today)}"
    decision = facts.scheme.decision
    source = facts.scheme.source(decision.licence_required) if decision else SETTING
    return Condition("besluit.licentie", "De licentie van het CCV geldt", until is not None, fact, source)


def _closed(facts: DecisionFacts) -> Condition:
    fact = f"Afgesloten op {day_plain(facts.closed_on)}" if facts.closed_on else "De audit is nog niet afgesloten"
    source = _agreed(facts.scheme, "besluit_na_alles") or _closing_source(facts.scheme)
    return Condition("besluit.audit", "De audit is gedaan en afgesloten", facts.closed_on is not None, fact, source)


def _audit(facts: DecisionFacts) -> Iterator[Condition]:
    """Who audited, who was there, how long it took."""
    yield _closed(facts)
    scheme = facts.scheme
    day = f" op {day_plain(facts.audit_day)}" if facts.audit_day else ""
    fact = "; ".join(facts.auditor_objections) or f"{facts.auditor}{day}"
    met = bool(facts.auditor) and not facts.auditor_objections
    source = scheme.source(known(scheme, scheme.qualifications, "de kwalificaties").auditor[0])
    yield Condition(
        "besluit.auditor", "De auditor was gekwalificeerd op de auditdag", met, fact or "Geen auditor", source
    )
    yield _parties(facts)
    yield _time(facts)


def _parties(facts: DecisionFacts) -> Condition:
    missing = [party.name for party in facts.parties if not party.heard]
    healed = [
        f"{p.name} gesproken op {day_plain(p.interviewed_on)}"
        for p in facts.parties
        if not p.present and p.interviewed_on
    ]
    fact = f"Niet aanwezig: {join_and(missing)}" if missing else join_and([party.name for party in facts.parties])
    if healed:
        fact += f" ({join_and(healed)})"
    report = facts.scheme.report
    source = _agreed(facts.scheme, "aanwezig") or (facts.scheme.source(report.topics[0]) if report else SETTING)
    met = bool(facts.parties) and not missing
    return Condition("besluit.partijen", "Alle partijen waren op de audit", met, fact or "Nog niet vastgelegd", source)


def _time(facts: DecisionFacts) -> Condition:
    rules = known(facts.scheme, facts.scheme.audit_time, "de audittijd")
    source = facts.scheme.source((rules.steps or rules.parts)[0])
    needed = facts.hours_needed
    met = needed is not None and facts.hours_spent >= needed
    fact = (
        f"{hours(facts.hours_spent)} uur van minimaal {hours(needed)}"
        if needed is not None
        else "Het minimum is niet bekend"
    )
    return Condition("besluit.audittijd", "De audittijd is gehaald", met, fact, source)


def _in_every_area(figures: Sequence[AreaFigure], code: str, text: str) -> Condition:
    """Every area by itself, never the cluster as a whole; what falls short is named first."""
    short = [figure for figure in figures if not figure.met]
    fact = "; ".join(figure.fact for figure in short or figures)
    source = (short or list(figures))[0].source if figures else SETTING
    return Condition(code, text, bool(figures) and not short, fact or "Nog niet bekend", source)


def _deviations(facts: DecisionFacts) -> Condition:
    standing = [deviation for deviation in facts.deviations if deviation.closed_on is None]
    closed = f"{len(facts.deviations)} gesloten" if facts.deviations else "Geen afwijkingen bij deze audit"
    fact = "; ".join(f"Afwijking {deviation.number}: {deviation.stand}" for deviation in standing) or closed
    source = _closing_source(facts.scheme)
    return Condition("besluit.afwijkingen", "Alle afwijkingen zijn gesloten", not standing, fact, source)


def _submitted(facts: DecisionFacts) -> Condition:
    there = facts.report is not None and facts.report.submitted
    fact = f"Versie {facts.report.edition}" if facts.report and there else "De auditor werkt nog aan het rapport"
    return Condition("review.ingediend", "Het rapport ligt ter beoordeling", there, fact, _report_source(facts.scheme))


def _report(facts: DecisionFacts) -> Iterator[Condition]:
    report, source = facts.report, _report_source(facts.scheme)
    empty = report.empty_topics if report else ()
    fact = "Er is nog geen rapport"
    if report:
        fact = (
            f"Leeg: {join_and([f'“{topic}”' for topic in empty])}"
            if empty
            else f"Versie {report.edition}, alle onderwerpen"
        )
    yield Condition("besluit.rapport", "Het rapport is compleet", report is not None and not empty, fact, source)
    day = report.established_on if report else None
    fact = f"Vastgesteld op {day_plain(day)}" if day else "Nog niet vastgesteld"
    yield Condition("besluit.vastgesteld", "Het rapport is vastgesteld", day is not None, fact, source)
    if report:
        yield tells_all_closed(facts.scheme, report.edition, report.open_told)


def _review(facts: DecisionFacts) -> Iterator[Condition]:
    review, source = facts.review, review_source(facts.scheme)
    current = review is not None and facts.report is not None and review.edition == facts.report.edition
    fact = "Nog niet beoordeeld"
    if review:
        fact = f"Advies: {review.advice} · {review.reviewer.name} · {day_plain(review.on_day)}"
        fact += "" if current else f" · over versie {review.edition} van het rapport"
    yield Condition("besluit.review", "Het rapport is beoordeeld, met advies", current, fact, source)
    if not review or not current:
        return
    wrong = [name for name, answer in review.answers if not answer]
    fact = f"Niet in orde: {join_and(wrong)}" if wrong else "Alle vragen met ja beantwoord"
    if not review.positive:
        fact = f"Het advies is {review.advice}"
    yield Condition(
        "besluit.advies", "De beoordelaar adviseert te verlenen", review.positive and not wrong, fact, source
    )
    yield from _outside(facts, review.reviewer, "besluit.beoordelaar", "De beoordelaar", REVIEW_NORM)


def _decider(facts: DecisionFacts) -> Iterator[Condition]:
    return _outside(facts, facts.decider, "besluit.beslisser", "De beslisser", DECISION_NORM)


def _outside(facts: DecisionFacts, person: Person, code: str, who: str, norm: Source) -> Iterator[Condition]:
    """Whoever reviews or decides had no part in the evaluation: not in the team, and not in judging what followed.

    On the person, whatever their role was; whoever left the team after taking part counts too (QUA-7).
    """
    own = facts.scheme.decision and facts.scheme.source(facts.scheme.decision.separation)
    source = own if own and own.kind is SourceKind.OWN_RULE else norm
    inside = person.id in {member.id for member in facts.team}
    names = join_and([member.name for member in facts.team])
    fact = f"{person.name} zat in het team: {names}" if inside else f"Team: {names or 'niemand'}"
    yield Condition(code, f"{who} zat niet in het auditteam", not inside, fact, source)
    if not facts.assessments:
        return
    judged = [f"afwijking {a.deviation} op {day_plain(a.on_day)}" for a in facts.assessments if a.person == person]
    judges = join_and(list(dict.fromkeys(a.person.name for a in facts.assessments)))
    fact = f"{person.name} beoordeelde de aanvulling op {join_and(judged)}" if judged else f"Beoordeeld door {judges}"
    yield Condition(f"{code}.aanvulling", f"{who} beoordeelde geen aanvulling", not judged, fact, source)


def _data(facts: DecisionFacts) -> Condition:
    """What the certificate must say is known (CER-2)."""
    part = next((part for part in facts.scheme.certificate.parts), None) if facts.scheme.certificate else None
    source = facts.scheme.source(part) if part else SETTING
    fact = f"Ontbreekt: {join_and(facts.missing_data)}" if facts.missing_data else "Alle gegevens zijn er"
    return Condition(
        "besluit.gegevens", "De gegevens voor het certificaat zijn er", not facts.missing_data, fact, source
    )


def _issue(facts: DecisionFacts) -> Iterator[Condition]:
    """The day of issue is not backdated, leaves no needless gap, and every area has one certificate a day (CER-1a)."""
    issue, rules = facts.issue, facts.rules
    if issue is None:
        return
    within = issue.earliest <= issue.day <= issue.latest
    days = f"van {day_plain(issue.earliest)} tot en met {day_plain(issue.latest)}"
    if issue.earliest == issue.latest:
        days = f"op {day_plain(issue.earliest)}"
    fact = f"{day_plain(issue.day)}, geldig tot en met {day_plain(issue.last_day)}"
    yield Condition(
        "besluit.uitgifte",
        "De datum van uitgifte past bij het besluit en het vorige certificaat",
        within,
        fact,
        rules["recert_issue_default"].source,
        refusal=f"{day_plain(issue.day)} kan niet. Uitgeven kan {days}",
    )
    taken = [
        old
        for old in facts.running
        if old.first_day <= issue.last_day and old.last_day >= issue.day and not old.replaceable
    ]
    fact = "; ".join(f"{old.name} van {old.body} geldt tot en met {day_plain(old.last_day)}" for old in taken)
    source = rules["one_certificate_per_day"].source
    text = "Elk gebied heeft op één dag één geldig certificaat"
    yield Condition(
        "besluit.een_certificaat", text, not taken, fact or "Geen ander certificaat in deze periode", source
    )


def _agreed(scheme: Scheme, *codes: str) -> Source | None:
    """Where the first of these agreements stands in the scheme's file."""
    return next((scheme.source(item) for code in codes for item in scheme.agreements if item.code == code), None)


def _closing_source(scheme: Scheme) -> Source:
    return scheme.source(scheme.decision.all_deviations_closed) if scheme.decision else SETTING


def _report_source(scheme: Scheme) -> Source:
    return scheme.source(scheme.report.topics[0]) if scheme.report else SETTING
