"""What waits about an audit plan: sending it, sending it anew for another team, deciding on an objection (PLA-2)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditbeheer.accounts.permissions import Permission
from auditbeheer.planning.audit_plans import fits
from auditbeheer.planning.day_tasks import place_of
from auditbeheer.planning.models import Audit, AuditPlan, TeamObjection
from auditbeheer.plumbing.work import Task
from auditbeheer.scheme.wording import day_plain


def plan_tasks(audit: Audit, plan: AuditPlan | None, objections: Sequence[TeamObjection]) -> Iterator[Task]:
    """The tasks of one audit that is to come and whose day was told."""
    members = {member.id: member for member in audit.present_team}
    for row in objections:
        member = members.get(row.assignment_id)
        if member is not None and row.decided_at is None:
            name = member.employee.short_name
            yield _task(audit, f"bezwaar.{row.id}", f"Beoordeel het bezwaar tegen {name}", "Beoordelen",
                        f"/bezwaar/{row.id}", f"{row.by_name}: {row.why}")  # fmt: skip
    if audit.held_on is not None or audit.confirmed_on is None:
        return
    if plan is None:
        why = f"De audit is op {day_plain(audit.day)}. De contactpersoon krijgt het programma van tevoren."
        yield _task(audit, "auditplan", "Verstuur het auditplan", "Versturen", "/auditplan/maken", why)
    elif not fits(plan, audit):
        yield _task(audit, "auditplan-team", "Verstuur een nieuw auditplan", "Versturen", "/auditplan/maken",
                    "Het team is veranderd sinds het auditplan.")  # fmt: skip


def _task(audit: Audit, code: str, title: str, verb: str, page: str, why: str) -> Task:
    trajectory = audit.trajectory
    return Task(
        code=code, title=title, verb=verb, dossier=trajectory.number, permission=Permission.PLAN.value, why=why,
        url=f"/dossiers/{trajectory.number}/planning{page}", name=trajectory.partnership.name,
        place=place_of(trajectory), last_day=audit.day,
    )  # fmt: skip
