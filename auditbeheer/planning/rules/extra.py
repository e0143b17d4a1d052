"""When an extra assessment may be asked for, planned, withdrawn, and its result recorded (AUD-5, ARE-11)."""

from __future__ import annotations

from datetime import date

from auditbeheer.planning.rules.audits import PlanFacts, Wish, may_plan
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import day_plain


def may_ask_extra(*, held_on: date | None, ended: bool, hold_by: date | None, today: date) -> list[Condition]:
    """It follows an audit that was held, in a dossier that runs; its last day is still to come."""
    fact = f"gehouden op {day_plain(held_on)}" if held_on else "nog niet gehouden"
    last, until = hold_by is None or hold_by >= today, day_plain(hold_by) if hold_by else ""
    return [
        Condition("extra.audit_gehouden", "De audit is gehouden", held_on is not None, fact, SETTING,
                  "Een extra beoordeling kan pas als de audit is gehouden."),
        Condition("extra.dossier_loopt", "Het dossier loopt", not ended, "", SETTING,
                  "Dit dossier is gesloten. Een extra beoordeling kan niet meer."),
        Condition("extra.laatste_dag", "De laatste dag is nog niet voorbij", last, until, SETTING,
                  f"{until} is al geweest. Kies een latere dag."),
    ]  # fmt: skip


def may_plan_extra(wish: Wish, facts: PlanFacts, today: date, *, withdrawn: bool) -> list[Condition]:
    """As an audit, with the hours that were asked for; there is no set of documents to review first."""
    answer = [one for one in may_plan(wish, facts, today) if not one.code.startswith("documentbeoordeling.")]
    return [*answer, _needed(withdrawn=withdrawn)]


def may_withdraw_extra(visit: date | None, *, withdrawn: bool) -> list[Condition]:
    """It can be called off while no day stands for it."""
    fact = day_plain(visit) if visit else ""
    return [
        _needed(withdrawn=withdrawn),
        Condition("extra.geen_dag", "Er staat geen dag", visit is None, fact, SETTING,
                  f"De extra beoordeling staat op {fact}. Zeg die dag eerst af."),
    ]  # fmt: skip


def may_record_extra(day: date, *, held: bool, in_team: bool, today: date) -> list[Condition]:
    """Who was there tells what was seen, once, from the day itself on."""
    return [
        Condition("extra.dag_geweest", "De dag is er", day <= today, day_plain(day), SETTING,
                  f"De extra beoordeling is op {day_plain(day)}. Vastleggen kan vanaf die dag."),
        Condition("extra.nog_niet_vastgelegd", "De uitkomst is nog niet vastgelegd", not held, "", SETTING,
                  "De uitkomst van deze extra beoordeling is al vastgelegd."),
        Condition("extra.in_team", "U zit in het team", in_team, "", SETTING,
                  "Alleen wie in het team zit, legt de uitkomst vast."),
    ]  # fmt: skip


def _needed(*, withdrawn: bool) -> Condition:
    return Condition("extra.nodig", "De extra beoordeling is nodig", not withdrawn, "", SETTING,
                     "Deze extra beoordeling is ingetrokken.")  # fmt: skip
