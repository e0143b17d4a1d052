"""What must hold of a partnership, its parties and people; what it was made of on a day; which names are alike."""

from auditbeheer.relations.rules.partnership import (
    PartnershipFacts,
    PartyFacts,
    free_area,
    guide_source,
    may_contract,
    member_only,
    not_after,
    one_contact,
    partnership_conditions,
    party_conditions,
    somebody_contracts,
    still_there,
)

__all__ = [
    "PartnershipFacts",
    "PartyFacts",
    "free_area",
    "guide_source",
    "may_contract",
    "member_only",
    "not_after",
    "one_contact",
    "partnership_conditions",
    "party_conditions",
    "somebody_contracts",
    "still_there",
]
