"""What must hold on location and of the report: who records and when, closing, complete, sent (AUD-1 to AUD-7)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from auditbeheer.scheme.checklist import attendance_source
from auditbeheer.scheme.condition import Condition, Source, SourceKind
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.norms import norm
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.report_topics import topic_conditions
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.trace import traced
from auditbeheer.scheme.wording import counted, day_long, day_plain, join_and

CONCEPT, SUBMITTED, RETURNED, ESTABLISHED, SENT = (
    "Concept",
    "Ter beoordeling",
    "Teruggestuurd",
    "Vastgesteld",
    "Verstuurd",
)
DEVIATION = "afwijking"
ROLES = Source(SourceKind.SETTING, explanation="Wie wat mag, staat bij de rollen. Het auditteam staat bij de planning.")
RECORD = Source(
    SourceKind.SETTING, explanation="Wat is vastgelegd, blijft staan. Een correctie is een nieuw feit met een reden."
)


def in_team(*, in_team: bool) -> Condition:
    """Whether somebody does this audit."""
    refusal = "Alleen wie deze audit doet, legt hier iets vast"
    return Condition("audit.team", "U doet deze audit", in_team, "", ROLES, refusal)


def recording(*, team: bool, audit_day: date, today: date, closed_on: date | None) -> list[Condition]:
    """Whether something may be recorded at an audit: by who does it, from its day on, until it is closed.

    >>> from auditbeheer.scheme.condition import unmet
    >>> day = date(2026, 12, 9)
    >>> [c.code for c in unmet(recording(team=True, audit_day=day, today=date(2026, 12, 8), closed_on=None))]
    ['audit.dag']
    >>> unmet(recording(team=True, audit_day=day, today=day, closed_on=None))
    []
    """
    early = f"De audit is op {day_long(audit_day)}. Vastleggen kan vanaf die dag"
    closed = f"De audit is op {day_plain(closed_on)} afgesloten" if closed_on else ""
    return [
        in_team(in_team=team),
        Condition("audit.dag", "De dag van de audit is er", today >= audit_day, day_long(audit_day), RECORD, early),
        Condition(
            "audit.open", "De audit is nog niet afgesloten", closed_on is None, closed, RECORD,
            f"{closed}. Wat toen is vastgelegd, verandert niet meer",
        ),
    ]  # fmt: skip


def judged(verdict: str, note: str, requirement: str, *, deviated: str = "") -> list[Condition]:
    """Whether a verdict says enough: a deviation says what was seen, and which requirement it is about (AUD-3).

    In order needs no words, but not those of a deviation: ``deviated`` is what was written when it still was one.
    """
    off = verdict == DEVIATION
    other = off or not note.strip() or note.strip() != deviated.strip()
    return [
        Condition(
            "toetspunt.gezien", "Bij een afwijking staat wat is gezien", not off or bool(note.strip()), "", RECORD,
            "Schrijf op wat u zag. De werkgroep moet het kunnen herkennen",
        ),
        Condition(
            "toetspunt.eis", "Bij een afwijking staat welke eis", not off or bool(requirement.strip()), "", RECORD,
            "Schrijf op aan welke eis niet is voldaan",
        ),
        Condition(
            "toetspunt.tekst", "Bij een ander oordeel staat wat u nu zag", other, "", RECORD,
            "Deze tekst hoort bij de afwijking. Schrijf op wat u nu zag, of maak het veld leeg",
        ),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party at the audit. ``present`` None: not recorded yet; ``settled``: absent, with a deviation or interview.

    ``missing``: the scheme names it, and it is not in the working group at all.
    """

    name: str
    mandatory: bool
    present: bool | None
    settled: bool = False
    missing: bool = False


def attendance_condition(scheme: Scheme, parties: Sequence[PartyFacts]) -> Condition:
    """Who was there, in a sentence; met when no mandatory party was absent (AUD-1). Source: B4 §6.3, S31 §4.4.2."""
    absent = [party.name for party in parties if party.mandatory and party.present is False]
    there = sum(party.present is True for party in parties)
    fact = f"{there} van {counted(len(parties), 'partij', 'partijen')} aanwezig"
    unknown = [party.name for party in parties if party.present is None]
    fact += f"; ontbrak: {join_and(absent)}" if absent else ""
    fact += f"; nog niet ingevuld: {join_and(unknown)}" if unknown else ""
    text = "Alle partijen van de werkgroep waren bij de audit"
    return Condition("audit.aanwezig", text, not absent and not unknown, fact, attendance_source(scheme))


@traced("AUD-1", "AUD-3", test="tests/audits/test_rules.py::test_an_audit_is_closed_only_when_nothing_is_left_open")
def closing(
    *,
    open_points: Collection[str],
    parties: Sequence[PartyFacts],
    present: str,
    agreed_with: str,
    deviations: int,
    closed_on: date,
    audit_day: date,
    today: date,
) -> list[Condition]:
    """Whether the audit can be closed: every point judged, every party recorded, what lacked dealt with (AUD-1, AUD-3).

    4.0 asks that deviations are agreed one to one with the contact person, 3.1 that they are told; both name with whom.
    """
    unknown = [party.name for party in parties if party.present is None]
    missing = [party.name for party in parties if party.missing]
    away = [party for party in parties if party.mandatory and party.present is False and not party.missing]
    loose = [party.name for party in away if not party.settled]
    absent = defaults()["absent_party"].source
    late = (
        f"De afsluiting kan niet op {day_plain(closed_on)}: kies een dag van {day_plain(audit_day)} tot en met vandaag"
    )
    left = counted(len(open_points), "toetspunt heeft", "toetspunten hebben")
    return [
        Condition(
            "afsluiten.toetspunten", "Elk toetspunt heeft een oordeel", not open_points,
            f"nog open: {join_and(list(open_points))}" if open_points else "", RECORD, f"{left} nog geen oordeel",
        ),
        Condition(
            "afsluiten.partijen", "Van elke partij is bekend of zij er was", not unknown,
            f"nog niet ingevuld: {join_and(unknown)}" if unknown else "", RECORD,
            f"Vul in of {join_and(unknown)} bij de audit was",
        ),
        Condition(
            "afsluiten.werkgroep", "Elke partij die het schema noemt staat bij de werkgroep", not missing,
            f"niet in de werkgroep: {join_and(missing)}" if missing else "", RECORD,
            f"In de werkgroep zit niemand van: {join_and(missing)}. Vraag de planner om de partij toe te voegen,"
            " en leg dan vast dat zij ontbrak",
        ),
        Condition(
            "afsluiten.ontbrak", "Ontbrak een partij, dan is er een afwijking of een gesprek", not loose,
            join_and(loose), absent, f"{join_and(loose)} ontbrak. Leg een afwijking of een gesprek vast",
        ),
        Condition(
            "afsluiten.wie", "Er staat wie bij de afsluiting was", bool(present.strip()), "", RECORD,
            "Vul in wie bij de afsluiting was",
        ),
        Condition(
            "afsluiten.besproken", "De afwijkingen zijn besproken", not deviations or bool(agreed_with.strip()),
            agreed_with, RECORD, "Vul in met wie u de afwijkingen hebt besproken",
        ),
        Condition(
            "afsluiten.dag", "De dag van de afsluiting klopt", audit_day <= closed_on <= today, day_plain(closed_on),
            RECORD, late,
        ),
    ]  # fmt: skip


def interview(*, absent: bool, on: date, audit_day: date, today: date) -> list[Condition]:
    """Whether an interview on location can heal an absence (own rule): the party was absent, the day fits."""
    source = defaults()["absent_party"].source
    fits = audit_day <= on <= today
    refusal = f"Een gesprek op {day_plain(on)} kan niet: kies een dag van {day_plain(audit_day)} tot en met vandaag"
    return [
        Condition(
            "gesprek.ontbrak", "De partij ontbrak bij de audit", absent, "", source,
            "Deze partij was bij de audit. Een gesprek is niet nodig",
        ),
        Condition("gesprek.dag", "De dag van het gesprek klopt", fits, day_plain(on), source, refusal),
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportState:
    """Where an edition of the report stands: the days on which each thing last happened."""

    submitted: bool = False
    returned: bool = False
    established: bool = False
    sent: bool = False

    @property
    def word(self) -> str:
        """The status word (ux §9).

        >>> ReportState().word, ReportState(submitted=True).word, ReportState(submitted=True, returned=True).word
        ('Concept', 'Ter beoordeling', 'Teruggestuurd')
        """
        if self.sent or self.established:
            return SENT if self.sent else ESTABLISHED
        if self.returned:
            return RETURNED
        return SUBMITTED if self.submitted else CONCEPT


@traced("AUD-7", test="tests/audits/test_rules.py::test_a_report_is_complete_when_every_topic_has_a_text")
def report_complete(
    scheme: Scheme, texts: Mapping[str, str], *, first: bool, summary: str, edition: int = 1, findings: str = ""
) -> list[Condition]:
    """Whether a report says all it must: each topic, a conclusion, and in a supplement what followed.

    ``texts``: topic code to text. Source: B4 §6.4, S31 §4.4.2.
    """
    treated = {code for code, text in texts.items() if text.strip()}
    topics = topic_conditions(scheme, treated, first=first)
    answer = [
        Condition(
            "rapport.conclusie", "Het rapport heeft een conclusie", bool(summary.strip()), "", topics[0].source,
            "Schrijf de conclusie van het rapport",
        ),
        *topics,
    ]  # fmt: skip
    if edition > 1:
        refusal = "Schrijf op wat er met de afwijkingen is gebeurd"
        answer.append(
            Condition(
                "rapport.vervolg", "De aanvulling vertelt wat er met de afwijkingen is gebeurd", bool(findings.strip()),
                "", topics[0].source, refusal,
            )
        )  # fmt: skip
    return answer


def writing(*, team: bool, closed_on: date | None, state: str) -> list[Condition]:
    """Whether the report may be written in: by who did the audit, once it was closed, as long as it is a draft."""
    return [
        in_team(in_team=team),
        Condition(
            "rapport.na_afsluiting", "De audit is afgesloten", closed_on is not None,
            day_plain(closed_on) if closed_on else "", RECORD, "Sluit eerst de audit af. Daarna volgt het rapport",
        ),
        Condition(
            "rapport.concept", "Het rapport is een concept", state in {CONCEPT, RETURNED}, state, RECORD,
            f"Dit rapport is {state[0].lower()}{state[1:]}. De tekst verandert nu niet",
        ),
    ]  # fmt: skip


def reviewing(*, state: str, took_part: bool) -> list[Condition]:
    """Whether somebody may return or establish a report: it lies with the reviewer, who was not in the audit team."""
    apart = norm("ISO 17065", "7.5.1")
    return [
        Condition(
            "rapport.ingediend", "Het rapport is ter beoordeling", state == SUBMITTED, state, RECORD,
            "Dit rapport is niet ter beoordeling",
        ),
        Condition(
            "rapport.niet_eigen", "U was niet bij deze audit", not took_part, "", apart,
            "U was bij deze audit. Iemand anders beoordeelt het rapport",
        ),
    ]  # fmt: skip


@traced("AUD-6", test="tests/audits/test_rules.py::test_a_report_goes_out_with_its_decision_or_with_what_holds_it_back")
def sending(
    scheme: Scheme, *, team: bool, state: str, open_deviations: int, decision: str, sent_on: date, audit_day: date,
    today: date,
) -> list[Condition]:  # fmt: skip
    """Whether the report may go out: established, and with its decision, or with the deviations that hold it back.

    Source: B4 §6.4; the reading is an own rule. 3.1 has no term, but the report carries its findings all the same.
    """
    rules = known(scheme, scheme.report, "de onderwerpen van het rapport")
    source = scheme.source(rules.days) if rules.days else scheme.source(rules.topics[0])
    held = f"{counted(open_deviations, 'afwijking staat', 'afwijkingen staan')} nog open" if open_deviations else ""
    fact = f"besluit: {decision}" if decision else held
    fits = audit_day <= sent_on <= today
    early = "Dit rapport is nog niet vastgesteld. Eerst is er een review"
    return [
        in_team(in_team=team),
        Condition(
            "rapport.vastgesteld", "Het rapport is vastgesteld", state == ESTABLISHED, state, RECORD,
            "Dit rapport is al verstuurd" if state == SENT else early,
        ),
        Condition(
            "rapport.besluit", "Het besluit is genomen, of aangehouden door een afwijking",
            bool(decision) or open_deviations > 0, fact, source,
            "Er staat geen afwijking open, dus het rapport gaat uit met het besluit. Dat is er nog niet",
        ),
        Condition(
            "rapport.dag", "De dag van versturen klopt", fits, day_plain(sent_on), RECORD,
            f"Versturen op {day_plain(sent_on)} kan niet: kies een dag van {day_plain(audit_day)} tot en met vandaag",
        ),
    ]  # fmt: skip


@traced(
    "AUD-6", "AUD-8", test="tests/audits/test_rules.py::test_a_report_that_tells_of_an_open_deviation_grants_nothing"
)
def tells_all_closed(scheme: Scheme, edition: int, open_told: int) -> Condition:
    """Whether a report can carry a positive decision: it tells of no open deviation. ``open_told``: of how many.

    A deviation that was closed after the report was handed in is told of in a supplement. Source: B4 §6.4, S31 §4.4.2.
    """
    rules = known(scheme, scheme.report, "de onderwerpen van het rapport")
    source = scheme.source(rules.days) if rules.days else scheme.source(rules.topics[0])
    left = counted(open_told, "afwijking", "afwijkingen")
    fact = f"versie {edition}: {f'{left} open' if open_told else 'geen afwijking open'}"
    return Condition(
        "besluit.rapport_stand", "Het rapport vertelt dat alle afwijkingen zijn gesloten", open_told == 0, fact, source,
        f"Versie {edition} van het rapport zegt dat er nog {left} open {'staat' if open_told == 1 else 'staan'}."
        f" Vertel eerst in een aanvulling wat er daarna is gebeurd ({source.label})",
    )  # fmt: skip


def supplementing(*, team: bool, state: str, decision: str, open_deviations: int) -> list[Condition]:
    """Whether a supplement may be begun: the report went out with the decision held back, and nothing holds it now."""
    return [
        in_team(in_team=team),
        Condition(
            "aanvulling.na_versturen", "Het rapport is verstuurd", state == SENT, state, RECORD,
            "Verstuur eerst het rapport. Daarna volgt een aanvulling",
        ),
        Condition(
            "aanvulling.aangehouden", "Het besluit was aangehouden", not decision, decision, RECORD,
            "Het rapport ging uit met het besluit. Een aanvulling is niet nodig",
        ),
        Condition(
            "aanvulling.gesloten", "Alle afwijkingen zijn gesloten", open_deviations == 0, str(open_deviations), RECORD,
            f"{counted(open_deviations, 'afwijking staat', 'afwijkingen staan')} nog open. Sluit die eerst",
        ),
    ]  # fmt: skip
