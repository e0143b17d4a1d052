"""The sentences and parts that stand on a certificate (CER-2, CER-3)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from auditbeheer.scheme.condition import Condition, Source
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.scope import known
from auditbeheer.scheme.sections import CertificateRules
from auditbeheer.scheme.trace import traced

NAME = "de teksten op het certificaat"
PLACE = re.compile(r"\{(instelling|naam|versie)\}(\.?)")


class Naming(StrEnum):
    """How a cluster is named on its certificate (CER-3)."""

    GENERIC = "naam van het cluster"
    AREAS = "namen van de terreinen onder elkaar"


@dataclass(frozen=True, slots=True)
class CertificateTexts:
    """The prescribed sentences, filled in, with their source."""

    declaration: str
    status: str
    ownership: str
    source: Source


@traced("CER-2", test="tests/scheme/test_certificate_texts.py::test_the_sentences_are_those_that_are_prescribed")
def certificate_texts(scheme: Scheme, body: str, holder: str) -> CertificateTexts:
    """The sentences with the names of the body and of the partnership filled in. Source: B4 §7.2, S31 §5.2.

    Raises Refusal for a concept.
    """
    rules = known(scheme, scheme.certificate, NAME)
    declaration = known(scheme, rules.declaration, NAME)
    filled = {"instelling": body, "naam": holder, "versie": scheme.identity.version}
    return CertificateTexts(
        _fill(declaration.value, filled),
        _fill(known(scheme, rules.status_sentence, NAME).value, filled),
        _fill(known(scheme, rules.ownership_sentence, NAME).value, filled),
        scheme.source(declaration),
    )


def _fill(sentence: str, values: dict[str, str]) -> str:
    """Fill each place in one go: a name that itself looks like a place stays as it is.

    A name with a full stop of its own also ends the sentence:

    >>> _fill("Dit blijft van {instelling}.", {"instelling": "Voorbeeld B.V."})
    'Dit blijft van Voorbeeld B.V.'
    """

    def filled(place: re.Match[str]) -> str:
        name, stop = values[place[1]], place[2]
        return name if name.endswith(".") else name + stop

    return PLACE.sub(filled, sentence)


@traced("CER-3", test="tests/scheme/test_certificate_texts.py::test_one_area_gives_its_name_and_a_cluster_has_two_ways")
def holder_lines(areas: Sequence[str], cluster_name: str, naming: Naming) -> tuple[str, ...]:
    """The name lines on the certificate: the area's own name, or by choice the cluster's or all names. Source: B4 §7.3.

    A certificate per area with only its own name is not possible: every area of a cluster gets these same lines.

    >>> holder_lines(["Flevokust", "Noordersluis"], "Cluster Lelystad", Naming.AREAS)
    ('Flevokust', 'Noordersluis')
    >>> holder_lines(["Flevokust"], "", Naming.GENERIC)
    ('Flevokust',)
    """
    if len(areas) == 1 or naming is Naming.AREAS:
        return tuple(areas)
    return (cluster_name,)


def part_conditions(scheme: Scheme, present: dict[str, str]) -> list[Condition]:
    """Whether each part that must stand on the certificate is there: ``present`` has, by code, what will stand there.

    The codes are those of ``[certificaat] onderdelen``; the optional list of participants (3.1) is no condition.
    Raises Refusal for a concept.
    """
    rules: CertificateRules = known(scheme, scheme.certificate, NAME)
    known(scheme, rules.declaration, NAME)
    return [
        Condition(
            f"certificaat.{item.code}",
            item.text,
            bool(present.get(item.code, "").strip()),
            present.get(item.code, "").strip() or "ontbreekt",
            scheme.source(item),
        )
        for item in rules.parts
        if item.code != "deelnemers"
    ]
