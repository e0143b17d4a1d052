"""From somebody's page to somebody's paper: the same facts, in the shapes of ``personnel_pdf``."""

from __future__ import annotations

from datetime import date

from auditbeheer.plumbing.letter import Letterhead
from auditbeheer.plumbing.letter_parts import Cell
from auditbeheer.qualifications import personnel_pdf as paper
from auditbeheer.qualifications.models import Evidence, Experience, ExperienceState, Guidance
from auditbeheer.qualifications.pages.person import Capacity, PersonPage
from auditbeheer.scheme.wording import capital, day_plain


def on_paper(view: PersonPage, head: Letterhead, *, printed_on: date) -> paper.FileFacts:
    """What the paper says: what was judged, held and declared up to and including the day of the page."""
    day = view.day
    return paper.FileFacts(
        head=head,
        name=view.employee.name,
        roles=", ".join(sorted(role.value for role in view.employee.role_names)),
        day=day,
        printed_on=printed_on,
        held=[_held(view, part) for part in view.capacities],
        evidence=[_evidence(view, row) for row in view.evidence if row.judged_on <= day],
        experience=[_experience(row) for row in view.experience if row.state is not ExperienceState.WITHDRAWN],
        declarations=[
            (str(row.year), day_plain(row.declared_on)) for row in view.declarations if row.declared_on <= day
        ],
        ties=[_tie(row) for row in view.guidance if row.from_day <= day],
    )


def _held(view: PersonPage, part: Capacity) -> paper.Held:
    held = part.qualification
    return paper.Held(
        title=f"{capital(part.capacity.value)}, {part.scheme.name}",
        state=held.state.value,
        since=held.since,
        asked=[
            paper.Asked(text=one.text, met=one.met, fact=part.beside(one), source=one.source.label,
                        proof=_proof(view, part.proofs.get(one.code)))
            for one in held.conditions
        ],
        acts=[
            (f"{capital(act.kind.value)} vanaf {day_plain(act.on_day)}", act.why, view.names.get(act.by_id, ""))
            for act in view.acts
            if act.capacity is part.capacity and act.scheme == part.scheme.key and act.on_day <= view.day
        ],
        years=[
            paper.Counted(name=str(one.year), expected=one.expected, needed=one.needed,
                          text=f"{one.done} gedaan, {one.planned} gepland")
            for one in part.years
            if one.year <= view.day.year or one.planned
        ],
        decisions=[
            (f"{row.year}: {row.expected} van {row.needed}", f"{capital(row.verdict.value)}. {row.measure} {row.why}",
             f"{view.names.get(row.by_id, '')}, {day_plain(row.on_day)}")
            for row in part.decisions
            if row.on_day <= view.day
        ],
    )  # fmt: skip


def _proof(view: PersonPage, row: Evidence | None) -> str:
    if row is None:
        return ""
    period = period_told(row.covers_from, row.covers_until)
    until = f"geldig tot en met {day_plain(row.valid_until)}" if row.valid_until else "geldig zonder einde"
    judged = f"beoordeeld door {view.names.get(row.judged_by_id, '')} op {day_plain(row.judged_on)}"
    return "; ".join(part for part in (row.document, period, judged, until) if part)


def _evidence(view: PersonPage, row: Evidence) -> tuple[str | Cell, ...]:
    amount = f", {row.amount} jaar" if row.amount is not None else ""
    about = [row.criterion.replace("_", " "), row.scheme, period_told(row.covers_from, row.covers_until)]
    judge = f"{day_plain(row.judged_on)}, {view.names.get(row.judged_by_id, '')}"
    return (
        Cell(row.document, below=", ".join(part for part in about if part)),
        Cell(("voldoende" if row.met else "niet voldoende") + amount, below=judge),
        day_plain(row.valid_until) if row.valid_until else "geen einde",
    )


def period_told(first: date | None, last: date | None) -> str:
    r"""A period in words; '' when neither end is known.

    >>> period_told(None, None), period_told(None, date(2025, 1, 2)).replace("\u00a0", " ")
    ('', 'tot en met 2 januari 2025')
    """
    parts = [f"van {day_plain(first)}" if first else "", f"tot en met {day_plain(last)}" if last else ""]
    return " ".join(part for part in parts if part)


def _experience(row: Experience) -> tuple[str | Cell, ...]:
    verdict = {True: "oordeel positief", False: "oordeel niet positief", None: ""}[row.verdict_positive]
    planned = "" if row.state is ExperienceState.HELD else row.state.value
    return (
        Cell(row.audit_ref, below=f"{row.area_type}, {row.scheme}"),
        day_plain(row.on_day),
        Cell(row.kind.value, below=planned),
        Cell(row.source, below=verdict),
    )


def _tie(row: Guidance) -> tuple[str, str, str]:
    goes_on = "" if row.until_day else ", loopt nog"
    period = (period_told(row.from_day, row.until_day) + goes_on).removeprefix("van ")
    return row.with_whom, f"{capital(row.kind.value)}: {row.what}", period
