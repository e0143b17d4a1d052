"""What can be done with relations: partnerships, their areas, their parties and people."""

from auditbeheer.relations.service.areas import (
    AreaDetails,
    PartDetails,
    add_known_area,
    add_new_area,
    change_area,
    municipalities_of,
    park_of,
    part_of,
    remove_area,
    scheme_for,
)
from auditbeheer.relations.service.partnerships import (
    PartnershipDetails,
    address_of,
    change_partnership,
    conditions_of,
    facts_of,
    start_partnership,
)
from auditbeheer.relations.service.people import (
    ROLE_WORDS,
    PartyDetails,
    PersonDetails,
    add_party,
    add_representative,
    change_party,
    change_representative,
    end_representative,
)

__all__ = [
    "ROLE_WORDS",
    "AreaDetails",
    "PartDetails",
    "PartnershipDetails",
    "PartyDetails",
    "PersonDetails",
    "add_known_area",
    "add_new_area",
    "add_party",
    "add_representative",
    "address_of",
    "change_area",
    "change_partnership",
    "change_party",
    "change_representative",
    "conditions_of",
    "end_representative",
    "facts_of",
    "municipalities_of",
    "park_of",
    "part_of",
    "remove_area",
    "scheme_for",
    "start_partnership",
]
