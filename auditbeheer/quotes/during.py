"""What waits during the three years: a change that was reported (ARE-11), a start phase that ends (ARE-6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sqlalchemy.orm import Session

from auditbeheer.accounts.permissions import Permission
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.work import Task, Term
from auditbeheer.quotes.models import ReportedChange, Trajectory, declined_supplements, open_changes
from auditbeheer.quotes.rules.changes import ChangeState
from auditbeheer.quotes.service import scheme_of
from auditbeheer.relations.models import EntrepreneursBasis, Partnership, Party, starting_parties
from auditbeheer.scheme.own_rules import OwnRules
from auditbeheer.scheme.parties import association_due
from auditbeheer.scheme.terms import add_days
from auditbeheer.scheme.wording import day_plain


def change_tasks(session: Session, dossier: str | None) -> list[Task]:
    """Every change that a person still has to assess or to settle; one query."""
    return [_change_task(row) for row in open_changes(session, dossier)]


def _change_task(row: ReportedChange) -> Task:
    fresh = row.state is ChangeState.TO_ASSESS
    told = f"{row.reporter} meldde: {row.kind.value}, {day_plain(row.happened_on)}."
    return _task_of(
        row.partnership,
        row.trajectory,
        code="wijziging-beoordelen" if fresh else "wijziging-afronden",
        title="Beoordeel de wijziging" if fresh else "Rond de wijziging af",
        verb="Beoordelen" if fresh else "Afronden",
        url=f"{_place(row)}/wijzigingen/{row.id}/{'beoordelen' if fresh else 'afronden'}",
        why=told if fresh or row.effect is None else f"{told} Gevolg: {row.effect.value}.",
        since=row.reported_on,
    )


def _place(row: ReportedChange) -> str:
    return f"/dossiers/{row.dossier}" if row.dossier else f"/relaties/{row.partnership_id}"


def supplement_tasks(session: Session, rows: Sequence[Trajectory]) -> list[Task]:
    """A no to extra hours: somebody calls, and decides anew on the documents (QUO-7); one query."""
    by_id = {row.id: row for row in rows}
    return [
        _task(
            by_id[one.trajectory_id], code="extra-uren-bellen", title="Bel over de extra uren", verb="Bekijken",
            url=f"/dossiers/{by_id[one.trajectory_id].number}/offerte/extra-uren",
            why=f"{one.answered_name} is niet akkoord: {one.declined_why}",
        )
        for one in declined_supplements(session, list(by_id))
    ]  # fmt: skip


def start_phase_tasks(
    session: Session, rows: Sequence[Trajectory], rules: OwnRules, today: date
) -> Iterator[Task]:  # fmt: skip
    """Ask for the association or the agreement while there is time, for every start phase that ends soon (ARE-6).

    One query; of several dossiers of a partnership the newest has the task.
    """
    starting = starting_parties(session)
    ahead = rules["start_phase_ahead"].integer
    for row in {row.partnership_id: row for row in rows}.values():
        for term in start_phase_terms(row, [one for one in starting if one.partnership_id == row.partnership_id]):
            if add_days(term.last_day, -ahead) <= today:
                yield _task(
                    row, code="startfase-vragen", title="Vraag naar de vereniging of overeenkomst", verb="Bekijken",
                    url=f"/relaties/{row.partnership_id}", last_day=term.last_day,
                    why=f"{term.who}: de startfase duurt tot en met {day_plain(term.last_day)} ({term.source.label}).",
                )  # fmt: skip


def start_phase_terms(trajectory: Trajectory, parties: Sequence[Party]) -> Iterator[Term]:
    """Until when each of these parties in a start phase may be without association or agreement (ARE-6)."""
    scheme = scheme_of(trajectory, schemes())
    if scheme is None or scheme.parties is None:
        return
    for party in parties:
        began = party.start_phase_from if party.basis is EntrepreneursBasis.START_PHASE else None
        due = association_due(scheme, began) if began else None
        if due:
            yield Term(
                "Vereniging of overeenkomst van de ondernemers", due.day, party.organisation, due.source,
                "Daarna voldoet de werkgroep niet meer aan de eis.", trajectory.number,
            )  # fmt: skip


def _task(
    trajectory: Trajectory, *, code: str, title: str, verb: str, url: str, why: str, last_day: date | None = None,
    since: date | None = None,
) -> Task:  # fmt: skip
    return _task_of(
        trajectory.partnership, trajectory, code=code, title=title, verb=verb, url=url, why=why, last_day=last_day,
        since=since,
    )  # fmt: skip


def _task_of(
    partnership: Partnership, trajectory: Trajectory | None, *, code: str, title: str, verb: str, url: str, why: str,
    last_day: date | None = None, since: date | None = None,
) -> Task:  # fmt: skip
    """Of a dossier, for whoever answers for it; of a partnership without one, for the team."""
    areas = [link.area for link in trajectory.areas] if trajectory else partnership.current_areas
    return Task(
        code=code, title=title, verb=verb, dossier=trajectory.number if trajectory else "", url=url,
        permission=Permission.APPLICATION.value, name=partnership.name,
        place=next((area.municipality.name for area in areas), ""), last_day=last_day, why=why,
        person=trajectory.owner_id if trajectory else None, since=since,
    )  # fmt: skip
