"""What can be done in planning: days, teams, confirmations."""

from auditbeheer.planning.service.audits import (
    COUNTS_AS,
    IN_TEAM,
    assign,
    cancel_audit,
    conditions_to_assign,
    conditions_to_change,
    conditions_to_confirm,
    conditions_to_plan,
    confirm_day,
    confirm_impartiality,
    move_audit,
    plan_audit,
    replace_auditor,
    withdraw,
)

__all__ = [
    "COUNTS_AS",
    "IN_TEAM",
    "assign",
    "cancel_audit",
    "conditions_to_assign",
    "conditions_to_change",
    "conditions_to_confirm",
    "conditions_to_plan",
    "confirm_day",
    "confirm_impartiality",
    "move_audit",
    "plan_audit",
    "replace_auditor",
    "withdraw",
]
