"""Partnership, area, party, representative, municipality (rulebook ARE-*)."""

from auditbeheer.relations.models.partnerships import (
    MANDATORY_PARTIES,
    EntrepreneursBasis,
    Partnership,
    PartnershipArea,
    Party,
    PartyKind,
    Representative,
    membership_now,
    memberships_now,
    partnership_page,
)
from auditbeheer.relations.models.places import (
    Area,
    AreaMunicipality,
    Municipality,
    MunicipalityAlias,
    Postcode,
    area_like,
    areas_named,
    municipalities_now,
    municipality_named,
)
from auditbeheer.scheme.sections import AreaType

__all__ = [
    "MANDATORY_PARTIES",
    "Area",
    "AreaMunicipality",
    "AreaType",
    "EntrepreneursBasis",
    "Municipality",
    "MunicipalityAlias",
    "Partnership",
    "PartnershipArea",
    "Party",
    "PartyKind",
    "Postcode",
    "Representative",
    "area_like",
    "areas_named",
    "membership_now",
    "memberships_now",
    "municipalities_now",
    "municipality_named",
    "partnership_page",
]
