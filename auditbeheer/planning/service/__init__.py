"""What can be done in planning: days, teams, confirmations, and asking a working group which day suits."""

from auditbeheer.planning.seats import IN_TEAM
from auditbeheer.planning.service.answering import answer_days, hand_back_question, record_answer
from auditbeheer.planning.service.audit_plans import (
    conditions_to_object,
    conditions_to_send,
    decide_objection,
    object_to_member,
    send_plan,
    team_of,
)
from auditbeheer.planning.service.audits import (
    cancel_audit,
    conditions_to_confirm,
    conditions_to_plan,
    confirm_day,
    move_audit,
    plan_audit,
)
from auditbeheer.planning.service.days import (
    DayWish,
    ask_again,
    ask_for_days,
    ask_several,
    choose_day,
    conditions_to_ask,
    remind_now,
    withdraw_question,
)
from auditbeheer.planning.service.proposals import (
    change_line,
    conditions_to_propose,
    conditions_to_take_over,
    request_proposal,
    restart_proposal,
    set_wishes,
    skip_lines,
    stop_proposal,
    take_over,
    wishes_for,
)
from auditbeheer.planning.service.targets import (
    set_target,
)
from auditbeheer.planning.service.team import (
    COUNTS_AS,
    assign,
    conditions_to_assign,
    conditions_to_change,
    confirm_impartiality,
    replace_auditor,
    withdraw,
)

__all__ = [
    "COUNTS_AS",
    "IN_TEAM",
    "DayWish",
    "answer_days",
    "ask_again",
    "ask_for_days",
    "ask_several",
    "assign",
    "cancel_audit",
    "change_line",
    "choose_day",
    "conditions_to_ask",
    "conditions_to_assign",
    "conditions_to_change",
    "conditions_to_confirm",
    "conditions_to_object",
    "conditions_to_plan",
    "conditions_to_propose",
    "conditions_to_send",
    "conditions_to_take_over",
    "confirm_day",
    "confirm_impartiality",
    "decide_objection",
    "hand_back_question",
    "move_audit",
    "object_to_member",
    "plan_audit",
    "record_answer",
    "remind_now",
    "replace_auditor",
    "request_proposal",
    "restart_proposal",
    "send_plan",
    "set_target",
    "set_wishes",
    "skip_lines",
    "stop_proposal",
    "take_over",
    "team_of",
    "wishes_for",
    "withdraw",
    "withdraw_question",
]
