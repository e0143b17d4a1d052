"""What every scheme version must fill in, and clear words for a file that does not.

A scheme is a *concept* until its file is complete and adopted (vastgesteld): :meth:`Scheme.missing` says by name what
is not there yet. Every paragraph that is cited has an explanation of our own in ``[bronnen]``.
"""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError, model_validator

from auditbeheer.scheme.condition import Source, SourceKind
from auditbeheer.scheme.own_rules import defaults
from auditbeheer.scheme.problems import Problem, SchemeFileError, problems_of
from auditbeheer.scheme.sections import (
    AreaLimits,
    AreaType,
    AuditTimeRules,
    CertificateRules,
    CheckPoint,
    Cited,
    ClusterRules,
    Criterion,
    DecisionRules,
    DeviationRules,
    DocumentRules,
    Identity,
    MeasureRules,
    Parties,
    QualificationRules,
    ReportRules,
    ResponseRules,
    Status,
    SurveyRules,
    Transition,
)
from auditbeheer.scheme.values import Table, Words

OWN_RULE_MARK = "eigen regel "
PAGES = ("PVO", "MKB")  # sources that are web pages: they have no paragraphs


class Scheme(Table):
    """One scheme version, as its file says. Sections that a concept does not know yet are None or empty."""

    identity: Identity = Field(alias="schema")
    transition: Transition = Field(alias="overgang")
    area: AreaLimits | None = Field(None, alias="gebied")
    cluster: ClusterRules | None = None
    parties: Parties | None = Field(None, alias="partijen")
    audit_time: AuditTimeRules | None = Field(None, alias="audittijd")
    response: ResponseRules | None = Field(None, alias="respons")
    survey: SurveyRules | None = Field(None, alias="enquete")
    documents: DocumentRules | None = Field(None, alias="documenten")
    measures: MeasureRules | None = Field(None, alias="maatregelen")
    qualifications: QualificationRules | None = Field(None, alias="kwalificaties")
    deviations: DeviationRules | None = Field(None, alias="afwijkingen")
    report: ReportRules | None = Field(None, alias="rapport")
    decision: DecisionRules | None = Field(None, alias="besluit")
    certificate: CertificateRules | None = Field(None, alias="certificaat")
    checklist: tuple[CheckPoint, ...] = Field((), alias="toetspunten")
    agreements: tuple[Criterion, ...] = Field((), alias="afspraken")
    explanations: dict[str, Words] = Field(alias="bronnen")

    @property
    def key(self) -> str:
        """The name of the scheme in addresses, files and the database: ``kvo-b-4.0``."""
        return self.identity.key

    @property
    def name(self) -> str:
        """The name on the screen: "KVO Bedrijventerreinen 4.0"."""
        return self.identity.name

    @property
    def adopted(self) -> bool:
        """Whether the file is complete and adopted."""
        return self.identity.status is Status.ADOPTED

    @property
    def area_types(self) -> tuple[AreaType, ...]:
        """The kinds of area it covers."""
        return self.identity.area_types.value

    def source(self, item: Cited) -> Source:
        """Where a figure, fact or point of this scheme stands, with our explanation of that place."""
        return self.cite(item.reference)

    def cite(self, reference: str) -> Source:
        """The source behind a reference as written in the file."""
        if reference.startswith(OWN_RULE_MARK):
            return defaults()[reference.removeprefix(OWN_RULE_MARK)].source
        explanation = " ".join(self.explanations[part] for part in _parts(reference))
        document, clause = _place(reference, self.identity.document)
        return Source(SourceKind.SCHEME, document, clause, explanation=explanation)

    def cited(self) -> Iterator[tuple[str, Cited]]:
        """Every figure, fact and point with its key in the file."""
        yield from _cited("", self)

    def missing(self) -> tuple[str, ...]:
        """The names of what the file does not fill in yet, in Dutch, in the order of the handbook."""
        return tuple(name for name, present in self.filled_in().values() if not present)

    def filled_in(self) -> dict[str, tuple[str, bool]]:
        """Per section that a complete scheme must have: its name in a sentence, and whether it is there."""
        texts = self.certificate and (
            self.certificate.declaration and self.certificate.status_sentence and self.certificate.ownership_sentence
        )
        return {
            "partijen": ("de partijen", self.parties is not None),
            "audittijd": ("de audittijd", self.audit_time is not None),
            "respons": ("de respons", self.response is not None),
            "documenten": ("de documentenset", self.documents is not None),
            "maatregelen": ("de maatregelen", self.measures is not None),
            "kwalificaties": ("de kwalificaties", self.qualifications is not None),
            "afwijkingen": ("de termijnen bij afwijkingen", self.deviations is not None),
            "rapport": ("de onderwerpen van het rapport", self.report is not None),
            "besluit": ("de voorwaarden voor het besluit", self.decision is not None),
            "certificaat": ("de teksten op het certificaat", texts is not None),
            "toetspunten": ("de toetspunten", bool(self.checklist)),
        }

    @model_validator(mode="after")
    def _every_place_is_explained(self) -> "Scheme":
        for key, item in self.cited():
            if item.reference.startswith(OWN_RULE_MARK):
                unknown = [] if item.reference.removeprefix(OWN_RULE_MARK) in defaults() else [item.reference]
            else:
                unknown = [part for part in _parts(item.reference) if part not in self.explanations]
            if unknown:
                raise ValueError(f"een uitleg in [bronnen] bij “{unknown[0]}” (genoemd bij {key})")
        return self

    @model_validator(mode="after")
    def _adopted_means_complete(self) -> "Scheme":
        if self.adopted and self.missing():
            key = next(key for key, (_, present) in self.filled_in().items() if not present)
            raise ValueError(f"de tabel [{key}], want de status is vastgesteld")
        if self.adopted and not (self.identity.adopted_on and self.identity.adopted_by):
            raise ValueError("vastgesteld_op en vastgesteld_volgens in [schema], want de status is vastgesteld")
        return self


def _parts(reference: str) -> list[str]:
    return [part.strip() for part in reference.split(",")]


def _place(reference: str, own_document: str) -> tuple[str, str]:
    """Document and clause: "6.3" is of the own document, "B4 §1.5" of another, "PVO" a page without clauses."""
    document, mark, clause = reference.partition(" §")
    if mark:
        return document, clause
    return (reference, "") if reference in PAGES else (own_document, reference)


def _cited(key: str, value: object) -> Iterator[tuple[str, Cited]]:
    if isinstance(value, tuple):
        for position, element in enumerate(value, 1):
            yield from _cited(f"{key}[{position}]", element)
    if isinstance(value, Cited):
        yield key, value
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _cited(f"{key}.{field.alias or name}".lstrip("."), getattr(value, name))


def unreadable(error: ValueError) -> str:
    """Where a file stops being TOML. The reader says it in English, with the place behind it in brackets.

    >>> [unreadable(ValueError(text)) for text in ("Invalid value (at line 3, column 5)", "x (at end of document)")]
    ['regel 3, teken 5 is geen TOML', 'het einde van het bestand, midden in een waarde']
    """
    place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
    if place:
        return f"regel {place[1]}, teken {place[2]} is geen TOML"
    return "het einde van het bestand, midden in een waarde" if "end of document" in str(error) else str(error)


def read_text(text: str, name: str) -> Scheme:
    """Read one scheme file. Raises SchemeFileError with every problem: file, key, what was expected, what was found."""
    try:
        content = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise SchemeFileError([Problem(name, "", "een leesbaar TOML-bestand", unreadable(error))]) from error
    try:
        return Scheme.model_validate(content)
    except ValidationError as error:
        raise SchemeFileError(problems_of(error, name)) from error


def read_file(path: Path) -> Scheme:
    """Read one scheme file from disk. Raises SchemeFileError, also for a file that is not there or is not UTF-8."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SchemeFileError([Problem(path.name, "", "een bestand", error.strerror or str(error))]) from error
    except UnicodeDecodeError as error:
        raise SchemeFileError([Problem(path.name, "", "tekst in UTF-8", f"byte {error.start + 1}")]) from error
    return read_text(text, path.name)


def check_file(path: Path) -> list[Problem]:
    """What is wrong with a scheme file, in the order of the file; empty when nothing is."""
    try:
        read_file(path)
    except SchemeFileError as error:
        return list(error.problems)
    return []
