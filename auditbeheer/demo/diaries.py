"""What makes the calendar speak: a part-time week, somebody away, and two visits on one day."""

from __future__ import annotations

from datetime import time, timedelta
from decimal import Decimal

from auditbeheer.demo.afterwards import OTHER_CERTIFIED, dossier_of
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.people import AYDIN, DAM, GROOT, MANAGER, PLANNER, at
from auditbeheer.planning import service as planning
from auditbeheer.planning.absence import record_absence
from auditbeheer.planning.models import ExtraKind, TeamRole, audit_of
from auditbeheer.scheme.terms import add_days

NEAR_BY = "KVO Cuijk"  # where somebody is anyway, half an hour from the group that is visited again
MONDAY_TO_THURSDAY = (1, 2, 3, 4)


def fill_diaries(kit: Kit) -> None:
    """Fill in the calendar what the stories leave out."""
    _work_four_days(kit)
    _go_away(kit)
    _visit_two_on_one_day(kit)


def _work_four_days(kit: Kit) -> None:
    planning.record_week(
        kit.session, kit.cast.act(PLANNER), at(kit.today, 9), kit.cast.employees[DAM], from_day=kit.today,
        days=MONDAY_TO_THURSDAY, week_hours=Decimal(32),
    )  # fmt: skip


def _go_away(kit: Kit) -> None:
    """A week of leave, the first whole one that comes."""
    monday = add_days(kit.today, 7 - kit.today.weekday())
    record_absence(
        kit.session, kit.cast.act(PLANNER), at(kit.today, 9), kit.cast.employees[AYDIN], from_day=monday,
        until_day=add_days(monday, 4), why="verlof",
    )  # fmt: skip


def _visit_two_on_one_day(kit: Kit) -> None:
    """A group with a certificate gets a site more; its extra assessment is in the afternoon of an audit near by."""
    session, planner, asked = kit.session, kit.cast.act(PLANNER), at(kit.today - timedelta(days=6), 10)
    audit = audit_of(session, dossier_of(kit, NEAR_BY).id)
    if audit is None:
        raise LookupError(NEAR_BY)
    extra = planning.ask_extra(
        session, kit.cast.act(MANAGER), asked, dossier_of(kit, OTHER_CERTIFIED), kind=ExtraKind.NEW_AREA,
        why="Er komt een terrein bij. Wij bekijken daar de verlichting en de toegang.", hours=Decimal(2),
        hold_by=add_days(audit.day, 14),
    )  # fmt: skip
    planned = asked + timedelta(days=1)
    visit = planning.plan_extra(
        session, planner, planned, extra, day=audit.day, starts_at=time(16), place="Gemeentehuis Meierijstad",
        hours=Decimal(2),
    )  # fmt: skip
    seat = planning.assign(session, planner, planned, visit, kit.cast.employees[GROOT], role=TeamRole.LEAD)
    planning.confirm_impartiality(session, kit.cast.act(GROOT), planned + timedelta(hours=2), seat)
    planning.confirm_day(session, planner, planned + timedelta(hours=3), visit)
