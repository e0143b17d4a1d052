"""What somebody from outside can do: come in, send and ask for documents, answer a quote, write to us."""

from auditbeheer.portal.service.additions import send_addition
from auditbeheer.portal.service.changes import tell_change
from auditbeheer.portal.service.door import (
    conditions_of_link,
    give_link,
    hand_back,
    hand_back_day,
    open_link,
    renew_by_address,
    renew_link,
)
from auditbeheer.portal.service.feeds import end_feed, make_feed
from auditbeheer.portal.service.messages import answer_message, write_message
from auditbeheer.portal.service.papers import (
    answer_favour,
    ask_favour,
    conditions_of_sending,
    decline_favour,
    keep_paper,
    remind_favour,
    remove_paper,
    send_document,
    send_kept_paper,
    withdraw_favour,
)
from auditbeheer.portal.service.quote import accept_offer, conditions_of_accepting, decline_offer

__all__ = [
    "accept_offer",
    "answer_favour",
    "answer_message",
    "ask_favour",
    "conditions_of_accepting",
    "conditions_of_link",
    "conditions_of_sending",
    "decline_favour",
    "decline_offer",
    "end_feed",
    "give_link",
    "hand_back",
    "hand_back_day",
    "keep_paper",
    "make_feed",
    "open_link",
    "remind_favour",
    "remove_paper",
    "renew_by_address",
    "renew_link",
    "send_addition",
    "send_document",
    "send_kept_paper",
    "tell_change",
    "withdraw_favour",
    "write_message",
]
