"""What can be done with qualifications: evidence, experience, acts, shortfalls, ties. The ledger: ``ledger``."""

from auditbeheer.qualifications.service.continuity import conditions_to_decide, decide_on_shortfall
from auditbeheer.qualifications.service.experience import add_experience, give_verdict
from auditbeheer.qualifications.service.impartiality import declare_impartiality, end_guidance, record_guidance
from auditbeheer.qualifications.service.judging import (
    Proven,
    add_evidence,
    conditions_to_act,
    conditions_to_judge,
    qualify,
    restore,
    suspend,
)

__all__ = [
    "Proven",
    "add_evidence",
    "add_experience",
    "conditions_to_act",
    "conditions_to_decide",
    "conditions_to_judge",
    "decide_on_shortfall",
    "declare_impartiality",
    "end_guidance",
    "give_verdict",
    "qualify",
    "record_guidance",
    "restore",
    "suspend",
]
