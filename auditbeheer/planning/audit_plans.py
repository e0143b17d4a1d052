"""What the pages of an audit plan show: the newest plan with those before it, objections, a programme to begin with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy.orm import Session

from auditbeheer.organisation.pictures import PictureFiles, letterhead
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.audit_plan_pdf import PlanFacts, render_audit_plan
from auditbeheer.planning.day_letters import parties_of
from auditbeheer.planning.models import Audit, AuditPlan, TeamObjection, objections_of, plans_of
from auditbeheer.planning.rules import Item, object_until, proposed_programme
from auditbeheer.planning.visits import hours_on_location
from auditbeheer.scheme.condition import Source


@dataclass(frozen=True)
class PlanView:
    """The plan of one audit. ``changed``: the team is another than the newest plan says."""

    plans: Sequence[AuditPlan]
    objections: Sequence[TeamObjection]
    changed: bool
    until: date | None
    rule: Source

    @property
    def newest(self) -> AuditPlan | None:
        """The plan that holds."""
        return self.plans[0] if self.plans else None


def plan_view(session: Session, audit: Audit, today: date) -> PlanView:
    """All about the plan of one audit."""
    plans, rules = plans_of(session, [audit.id]), own_rules_on(session, today)
    return PlanView(
        plans=plans, objections=objections_of(session, [audit.id]),
        changed=bool(plans) and not fits(plans[0], audit),
        until=object_until(plans[0].sent_at.date(), rules) if plans else None, rule=rules["objection_days"].source,
    )  # fmt: skip


def fits(plan: AuditPlan, audit: Audit) -> bool:
    """Whether a plan still names the team as it is."""
    return sorted(plan.team) == sorted([member.employee.name, str(member.role)] for member in audit.present_team)


def programme_for(session: Session, audit: Audit, today: date) -> list[Item]:
    """The rows of the newest plan, else those that follow from the hours on location."""
    plans = plans_of(session, [audit.id])
    if plans:
        return [
            Item(time.fromisoformat(row["van"]), time.fromisoformat(row["tot"]), row["wat"], row["wie"])
            for row in plans[0].programme
        ]
    parties = [party.organisation for party in parties_of(audit.trajectory.partnership)]
    hours = hours_on_location(audit, own_rules_on(session, today))
    return proposed_programme(audit.starts_at, hours, parties)


def plan_pdf(session: Session, plan: AuditPlan, house_style: PictureFiles) -> bytes:
    """A plan on paper, as it was sent."""
    trajectory, day = plan.audit.trajectory, plan.sent_at.date()
    rules = own_rules_on(session, day)
    return render_audit_plan(PlanFacts(
        head=letterhead(session, day, house_style), recipient=_address(plan),
        dossier=trajectory.number, partnership=trajectory.partnership.name, edition=plan.edition, sent_on=day,
        day=plan.audit.day, place=plan.audit.place, room=plan.room,
        programme=tuple((row["van"], row["tot"], row["wat"], row["wie"]) for row in plan.programme),
        team=tuple((name, part) for name, part in plan.team), present=tuple(plan.present), remark=plan.remark,
        object_until=object_until(day, rules), source=rules["objection_days"].source.label,
    ))  # fmt: skip


def _address(plan: AuditPlan) -> tuple[str, ...]:
    group = plan.audit.trajectory.partnership
    lines = (plan.sent_to, group.name, group.street, f"{group.postcode} {group.town}".strip())
    return tuple(dict.fromkeys(line for line in lines if line))
