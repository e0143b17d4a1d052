"""What waits before the audit can be planned: application, quote, agreement; what runs; how far the two steps are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.plumbing.work import Step, StepState, Task, Term
from auditbeheer.quotes.during import change_tasks, start_phase_tasks, start_phase_terms, supplement_tasks
from auditbeheer.quotes.letters import post_tasks
from auditbeheer.quotes.models import (
    CertificationKind,
    Quote,
    Renewal,
    Trajectory,
    agreed,
    agreement_of,
    attached,
    foreseen,
    foreseen_soon,
    intakes_waiting,
    municipality_names,
    open_quote,
    open_quotes,
    running_trajectories,
)
from auditbeheer.quotes.models.renewal import renewals_running
from auditbeheer.quotes.rules.intake import answer_by
from auditbeheer.quotes.service import (
    application_word,
    completeness_of,
    renewal_begun,
    renewal_days_of,
    renewal_places,
    scheme_of,
    word_of,
)
from auditbeheer.scheme.condition import Condition, unmet
from auditbeheer.scheme.library import adopted_conditions
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.wording import counted, day_plain, hours

SOON = timedelta(days=7)

ACTS = frozenset({Permission.APPLICATION, Permission.QUOTE, Permission.POST, Permission.CORRESPOND})
"""What the tasks of this area can ask for: who may do none of these has nothing waiting here."""


@dataclass(frozen=True, slots=True)
class _Case:
    """One running trajectory with all that tells how far it is."""

    trajectory: Trajectory
    quote: Quote | None
    missing: tuple[Condition, ...]
    concept: tuple[Condition, ...]


def tasks(session: Session, today: date, *, dossier: str | None = None) -> list[Task]:
    """What waits: applications of the website, trajectories without an agreement, changes, recertifications, post.

    A constant number of queries.
    """
    before = [task for case in _cases(session, today, dossier) for task in _of_case(case, today)]
    came_in = _intake_tasks(session, today) if dossier is None else []
    rules, rows = own_rules_on(session, today), running_trajectories(session, dossier)
    during = [
        *change_tasks(session, dossier), *start_phase_tasks(session, rows, rules, today),
        *supplement_tasks(session, rows),
    ]  # fmt: skip
    return [*came_in, *before, *during, *_renewal_tasks(session, today, dossier), *post_tasks(session, dossier)]


def terms(session: Session, today: date, *, dossier: str | None = None) -> list[Term]:
    """The validity of quotes that wait for an answer, start phases without an association (ARE-6), recertifications."""
    rows = running_trajectories(session, dossier)
    quotes = open_quotes(session, [row.id for row in rows])
    source = own_rules_on(session, today)["quote_validity_days"].source
    running = []
    for row in rows:
        quote = quotes.get(row.id)
        if quote is not None and quote.valid_until and word_of(quote, today) in {"Verstuurd", "Verlopen"}:
            running.append(
                Term("Akkoord op de offerte", quote.valid_until, quote.sent_to or "de werkgroep", source,
                     "De offerte verloopt. Een nieuwe versie kan daarna nog.", row.number)
            )  # fmt: skip
        running += start_phase_terms(row, row.partnership.current_parties)
    return [*running, *_renewal_terms(session, today, dossier), *_renewing(session, today, dossier)]


def application_step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far the application is."""
    missing = unmet(completeness_of(session, trajectory, schemes(), today)) if not trajectory.completed_on else []
    word = application_word(trajectory, missing)
    fact, state = word.lower(), StepState.BUSY
    if trajectory.completed_on:
        fact, state = f"compleet op {day_plain(trajectory.completed_on)}", StepState.DONE
    elif trajectory.ended:
        state = StepState.DONE
    elif _concept(trajectory, today):
        fact, state = "wacht op een vastgesteld schema", StepState.WAITING
    elif missing:
        fact = f"{counted(len(missing), 'ding ontbreekt', 'dingen ontbreken')}"
    return Step("aanvraag", "Aanvraag", state, fact)


def quote_step(session: Session, trajectory: Trajectory, today: date) -> Step:
    """How far quote and agreement are."""
    agreement, quote = agreement_of(session, trajectory.id), open_quote(session, trajectory.id)
    if agreement is not None:
        fact, state = f"overeenkomst van {day_plain(agreement.signed_on)}", StepState.DONE
    elif quote is None:
        fact, state = "", StepState.NOT_NEEDED if trajectory.ended else StepState.NOT_BEGUN
    else:
        word = word_of(quote, today)
        waits = StepState.WAITING if word == "Verstuurd" else StepState.BUSY
        fact, state = f"{word.lower()}, {hours(quote.hours)} uur", waits
    return Step("offerte", "Offerte en overeenkomst", state, fact)


def trajectory_facts(trajectory: Trajectory) -> list[str]:
    """A trajectory in some short facts: places, size, scheme, first or later."""
    scheme = scheme_of(trajectory, schemes())
    places = list(dict.fromkeys(link.area.municipality.name for link in trajectory.areas))
    first = trajectory.kind is CertificationKind.FIRST
    return [
        ", ".join(places),
        counted(len(trajectory.areas), trajectory.area_type.value, trajectory.area_type.plural),
        scheme.identity.short if scheme else "schema nog kiezen",
        "eerste certificaat" if first else "vervolgcertificaat",
    ]


def _intake_tasks(session: Session, today: date) -> list[Task]:
    """What the public applied for and nobody decided on; two queries."""
    rows = intakes_waiting(session)
    rules = own_rules_on(session, today)
    places = municipality_names(session, [row.areas_typed[0].municipality for row in rows]) if rows else {}
    return [
        Task(
            code="aanvraag-website", title="Bekijk de aanvraag van de website", verb="Bekijken", dossier="",
            url=f"/dossiers/website/{row.id}", permission=Permission.APPLICATION.value, name=row.partnership_name,
            place=places.get(row.areas_typed[0].municipality, ""), source=rules["intake_answer_days"].source,
            last_day=answer_by(row.confirmed_at.date(), rules), why=f"Van {row.name}, {row.organisation}.",
            closed=True,
        )
        for row in rows if row.confirmed_at
    ]  # fmt: skip


def _cases(session: Session, today: date, dossier: str | None) -> Iterator[_Case]:
    running = running_trajectories(session, dossier)
    done = agreed(session, [row.id for row in running])
    rows = [row for row in running if row.id not in done]
    if not rows:
        return
    keys = [row.id for row in rows]
    quotes, present = open_quotes(session, keys), attached(session, keys)
    for row in rows:
        complete = row.completed_on is not None
        missing = [] if complete else unmet(completeness_of(session, row, schemes(), today, present=present))
        yield _Case(row, quotes.get(row.id), tuple(missing), tuple(_concept(row, today)))


def _concept(trajectory: Trajectory, today: date) -> list[Condition]:
    scheme = scheme_of(trajectory, schemes())
    return unmet(adopted_conditions(scheme, "offerte", today)) if scheme else []


def _of_case(case: _Case, today: date) -> Iterator[Task]:
    trajectory = case.trajectory
    if case.concept:
        yield _task(
            case, "aanvraag-geparkeerd", "Aanvraag wacht op een vastgesteld schema", "", "aanvraag",
            why=case.concept[0].objection, waits_on="de schemamanager", since=trajectory.parked_on,
        )  # fmt: skip
        return
    if trajectory.completed_on is None:
        count = len(case.missing)
        why = (
            f"Er {'ontbreekt' if count == 1 else 'ontbreken'} nog {counted(count, 'ding', 'dingen')}." if count else ""
        )
        yield _task(case, "aanvraag-controleren", "Controleer de aanvraag", "Controleren", "aanvraag", why=why)
    yield from _of_quote(case, today)


def _of_quote(case: _Case, today: date) -> Iterator[Task]:
    quote, trajectory = case.quote, case.trajectory
    word = word_of(quote, today) if quote else ""
    if quote is None:
        if trajectory.completed_on is not None:
            yield _quote_task(case, "offerte-maken", "Maak de offerte", "Maken")
    elif word == "Concept":
        yield _quote_task(case, "offerte-versturen", "Verstuur de offerte", "Versturen")
    elif word == "Niet akkoord":
        why = f"De werkgroep is niet akkoord: {quote.declined_why}"
        yield _quote_task(case, "offerte-bellen", "Bel over de offerte", "Bekijken", why=why)
    elif word == "Verlopen" and quote.valid_until:
        why = f"De offerte gold tot en met {day_plain(quote.valid_until)}."
        yield _quote_task(
            case, "offerte-bellen", "Bel over de offerte", "Bekijken", why=why, last_day=quote.valid_until
        )
    elif word == "Akkoord":
        if trajectory.completed_on is not None:
            yield _task(case, "overeenkomst-tekenen", "Teken de overeenkomst", "Tekenen", "overeenkomst")
    elif quote.valid_until and quote.valid_until - today <= SOON:
        yield _quote_task(case, "offerte-bellen", "Bel over de offerte", "Bekijken", last_day=quote.valid_until,
                          why="Er is nog geen antwoord.")  # fmt: skip
    else:
        yield _quote_task(case, "offerte-wacht", "Wacht op akkoord met de offerte", "", last_day=quote.valid_until,
                          waits_on=quote.sent_to or "de werkgroep",
                          since=quote.sent_at.date() if quote.sent_at else None)  # fmt: skip


def _quote_task(
    case: _Case, code: str, title: str, verb: str, *, why: str = "", last_day: date | None = None, waits_on: str = "",
    since: date | None = None,
) -> Task:  # fmt: skip
    return _task(case, code, title, verb, "offerte", why=why, last_day=last_day, waits_on=waits_on, since=since)


def _task(
    case: _Case, code: str, title: str, verb: str, step: str, *, why: str = "", last_day: date | None = None,
    waits_on: str = "", since: date | None = None,
) -> Task:  # fmt: skip
    trajectory = case.trajectory
    act = Permission.APPLICATION if step == "aanvraag" else Permission.QUOTE
    return Task(
        code=code,
        title=title,
        verb=verb,
        dossier=trajectory.number,
        url=f"/dossiers/{trajectory.number}/{step}",
        permission=act.value,
        name=trajectory.partnership.name,
        place=next((link.area.municipality.name for link in trajectory.areas), ""),
        last_day=last_day,
        why=why,
        person=trajectory.owner_id,
        waits_on=waits_on,
        since=since,
    )


def _renewal_tasks(session: Session, today: date, dossier: str | None) -> list[Task]:
    """Every recertification that has begun and that nobody started; one query.

    ``dossier``: only that of the certificate to which this dossier led.
    """
    rules = own_rules_on(session, today)
    months = rules["renewal_months"].integer
    # As planning asks it; which of these has begun is weighed one by one.
    rows = foreseen_soon(session, today, months) if dossier is None else foreseen(session, None, dossier)
    return [_renewal_task(row, rules) for row in rows if renewal_begun(row, rules, today)]


def _renewal_task(row: Renewal, rules: OwnRules) -> Task:
    days, previous = renewal_days_of(row, schemes(), rules), row.previous
    owner = previous.owner if previous is not None and previous.owner.left_on is None else None
    return Task(
        code="hercertificering-starten",
        title="Start de hercertificering",
        verb="Starten",
        dossier=previous.number if previous else "",
        url=f"/dossiers/voorzien/{row.id}",
        permission=Permission.APPLICATION.value,
        name=row.holder,
        place=renewal_places(row),
        last_day=days.audit_by.value if days.audit_by else row.decide_by,
        why=f"Certificaat {row.certificate} geldt tot en met {day_plain(row.decide_by)}.",
        source=days.audit_by.source if days.audit_by else rules["recert_issue_default"].source,
        person=owner.id if owner else None,
    )


def _renewal_terms(session: Session, today: date, dossier: str | None) -> list[Term]:
    """When the recertification begins; once it has begun, by when its audit and its decision must be (PLA-1)."""
    rules = own_rules_on(session, today)
    return [term for row in foreseen(session, None, dossier) for term in _renewal_days(row, rules, today)]


def _renewing(session: Session, today: date, dossier: str | None) -> list[Term]:
    """By when the audit of a recertification must be, from its start until planning takes this over (PLA-1)."""
    rows = renewals_running(session, dossier)
    done = agreed(session, [row.trajectory_id for row in rows if row.trajectory_id])
    rules = own_rules_on(session, today)
    return [
        Term(
            "de audit voor de hercertificering is gehouden", days.audit_by.value, "auditteam en werkgroep",
            days.audit_by.source, "Er kan een onderbreking tussen twee certificaten ontstaan.", row.trajectory.number,
        )
        for row in rows
        if row.trajectory and row.trajectory_id not in done
        and (days := renewal_days_of(row, schemes(), rules)).audit_by is not None
    ]  # fmt: skip


def _renewal_days(row: Renewal, rules: OwnRules, today: date) -> Iterator[Term]:
    days, number = renewal_days_of(row, schemes(), rules), row.previous.number if row.previous else ""
    if not renewal_begun(row, rules, today):
        yield Term(
            "de hercertificering begint", days.begins.value, "planner", days.begins.source,
            "Zij staat dan op de werkvoorraad.", number,
        )  # fmt: skip
        return
    if days.audit_by:
        yield Term(
            "de audit voor de hercertificering is gehouden", days.audit_by.value, "auditteam en werkgroep",
            days.audit_by.source, "Er kan een onderbreking tussen twee certificaten ontstaan.", number,
        )  # fmt: skip
    yield Term(
        "het besluit over de hercertificering is genomen", days.decide_by, "beslisser",
        rules["recert_issue_default"].source, "Het certificaat is dan verlopen.", number,
    )  # fmt: skip
