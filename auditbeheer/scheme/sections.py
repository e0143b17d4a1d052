"""The tables of a scheme file, one class a table, in the order of the handbook.

The files speak Dutch, laid out as the handbook prints it (the aliases below); the code speaks English. Every figure
carries its paragraph (``bron``). Sections and fields that only one scheme knows may stay away.
"""

from decimal import Decimal
from enum import StrEnum
from typing import Generic, TypeVar

from pydantic import Field, model_validator

from auditbeheer.scheme.values import Day, Flag, Hours, NotNegative, Percentage, Positive, Table, Words


class AreaType(StrEnum):
    """The kinds of area (ARE-1); the value is the word in files, addresses and on the screen."""

    BUSINESS_PARK = "bedrijventerrein"
    SHOPPING_AREA = "winkelgebied"
    RURAL_AREA = "buitengebied"

    @property
    def letter(self) -> str:
        """The letter of the type in names and numbers: KVO-B, KVO-W, KVO-G."""
        return {"bedrijventerrein": "B", "winkelgebied": "W", "buitengebied": "G"}[self.value]

    @property
    def plural(self) -> str:
        """The plural, for sentences."""
        return {"bedrijventerrein": "bedrijventerreinen"}.get(self.value, f"{self.value}en")


class Status(StrEnum):
    """Whether the file may decide anything yet."""

    CONCEPT = "concept"
    ADOPTED = "vastgesteld"


class When(StrEnum):
    """For which certification something holds."""

    ALWAYS = "altijd"
    FIRST = "eerste"
    LATER = "volgende"


class Moment(StrEnum):
    """When a document must be there."""

    APPLICATION = "aanvraag"
    AUDIT = "audit"


class CriterionKind(StrEnum):
    """How a qualification criterion is shown: a proof that is there, a number, or a recorded judgement."""

    EVIDENCE = "bewijs"
    COUNT = "aantal"
    YEARS = "jaren"
    JUDGEMENT = "oordeel"


class Cited(Table):
    """Anything with a place in the documents: "6.3.1", "B4 §1.5", "PVO" or "eigen regel <code>"."""

    reference: Words = Field(alias="bron")


T = TypeVar("T")


class Stated(Cited, Generic[T]):
    """One figure or fact with its place."""

    value: T = Field(alias="waarde")


class Identity(Table):
    """[schema]: which scheme this is."""

    key: Words = Field(alias="sleutel", pattern=r"^[a-z0-9.-]+$")
    name: Words = Field(alias="naam")
    short: Words = Field(alias="kort")
    document: Words
    title: Words = Field(alias="titel")
    version: Words = Field(alias="versie")
    status: Status
    adopted_on: Day | None = Field(None, alias="vastgesteld_op")
    adopted_by: Words | None = Field(None, alias="vastgesteld_volgens")
    area_types: Stated[tuple[AreaType, ...]] = Field(alias="gebiedstypen")


class Transition(Table):
    """[overgang]: from when to when one may be assessed under this scheme (SCH-1 to SCH-3)."""

    assessed_from: Stated[Day] = Field(alias="beoordelen_vanaf")
    started_before: Stated[Day] | None = Field(None, alias="gestart_voor")
    assessed_until: Stated[Day] | None = Field(None, alias="beoordelen_tot_en_met")


class AreaLimits(Table):
    """[gebied]: the size of one area (ARE-3)."""

    max_entrepreneurs: Stated[Positive] = Field(alias="maximum_ondernemers")


class Criterion(Cited):
    """A criterion with its own code, e.g. of a cluster (ARE-4) or a party (ARE-5)."""

    code: Words
    text: Words = Field(alias="tekst")


class ClusterRules(Table):
    """[cluster]: when areas may go together (ARE-3, ARE-4)."""

    min_areas: Stated[Positive] = Field(alias="minimum_terreinen")
    max_areas: Stated[Positive] = Field(alias="maximum_terreinen")
    max_entrepreneurs: Stated[Positive] = Field(alias="maximum_ondernemers")
    one_municipality: Stated[Flag] = Field(alias="een_gemeente")
    criteria: tuple[Criterion, ...] = Field((), alias="criteria")


class Party(Criterion):
    """A party that must be in the working group."""

    name: Words = Field(alias="naam")


class Parties(Table):
    """[partijen]: who must take part (ARE-5, ARE-6)."""

    required: tuple[Party, ...] = Field(alias="verplicht", min_length=1)
    start_phase_months: Stated[Positive] | None = Field(None, alias="startfase_maanden")


class Step(Cited):
    """The minimum hours for one number of areas."""

    areas: Positive = Field(alias="terreinen")
    hours: Hours = Field(alias="uren")


class TimePart(Cited):
    """A part of the audit time in man-days."""

    code: Words
    name: Words = Field(alias="naam")
    mandays: Hours = Field(alias="mandagen")


class AuditTimeRules(Table):
    """[audittijd]: the minimum audit time, as a table per number of areas or as parts in man-days (QUO-6, QUO-8)."""

    steps: tuple[Step, ...] = Field((), alias="staffel")
    on_location_share: Stated[Decimal] | None = Field(None, alias="deel_op_locatie")
    parts: tuple[TimePart, ...] = Field((), alias="onderdelen")
    less_with_reason: Stated[Flag] = Field(alias="minder_mag_met_onderbouwing")
    covers: tuple[Words, ...] = Field((), alias="omvat")

    @model_validator(mode="after")
    def _table_or_parts(self) -> "AuditTimeRules":
        if bool(self.steps) == bool(self.parts):
            raise ValueError("een staffel of onderdelen: een van de twee")
        if [step.areas for step in self.steps] != list(range(1, len(self.steps) + 1)):
            raise ValueError("een staffel die bij 1 terrein begint en geen terrein overslaat")
        return self


class ResponseClass(Cited):
    """One row of the response table; the last row may be open at the top."""

    lowest: NotNegative = Field(alias="van")
    highest: Positive | None = Field(None, alias="tot_en_met")
    first: Percentage = Field(alias="eerste")
    later: Percentage = Field(alias="volgende")


class ResponseRules(Table):
    """[respons]: the least response to the survey by number of entrepreneurs (DOC-4)."""

    classes: tuple[ResponseClass, ...] = Field(alias="klassen", min_length=1)

    @model_validator(mode="after")
    def _no_gaps(self) -> "ResponseRules":
        expected = 0
        for row in self.classes:
            if row.lowest != expected or (row.highest is None and row is not self.classes[-1]):
                raise ValueError("klassen die bij 0 beginnen en op elkaar aansluiten; alleen de laatste mag open zijn")
            expected = (row.highest or 0) + 1
        return self


class Theme(Cited):
    """A survey theme; topics, minimum and open question only where the document numbers them."""

    code: Words
    name: Words = Field(alias="naam")
    first_topic: Positive | None = Field(None, alias="van")
    last_topic: Positive | None = Field(None, alias="tot_en_met")
    minimum: NotNegative = 0
    mandatory: Flag = Field(alias="verplicht")
    open_question: Positive | None = Field(None, alias="open_vraag")

    @property
    def topics(self) -> tuple[int, ...]:
        """The numbers of its topics, the open question included; empty where the document does not number them."""
        if self.first_topic is None or self.last_topic is None:
            return ()
        return tuple(range(self.first_topic, self.last_topic + 1))


class SurveyRules(Table):
    """[enquete]: the themes of the survey and of the goals (DOC-5, DOC-8)."""

    themes: tuple[Theme, ...] = Field(alias="themas", min_length=1)
    min_topics: Stated[Positive] | None = Field(None, alias="minimum_onderwerpen")
    open_questions: Stated[Positive] | None = Field(None, alias="open_vragen")
    min_goal_themes: Stated[Positive] | None = Field(None, alias="minimum_themas_met_doel")


class DocumentKind(Cited):
    """One document of the set."""

    code: Words
    name: Words = Field(alias="naam")
    help: Words = Field(alias="uitleg")
    moment: Moment
    when: When = Field(When.ALWAYS, alias="wanneer")


class DocumentRules(Table):
    """[documenten]: the set, when it is in, and figures that the auditor looks for (DOC-1, DOC-2, DOC-6, DOC-7)."""

    days_before: Stated[Positive] | None = Field(None, alias="dagen_vooraf")
    kinds: tuple[DocumentKind, ...] = Field(alias="set", min_length=1)
    retention_years: Stated[Positive] | None = Field(None, alias="bewaartermijn_jaren")
    figures_years: Stated[Positive] | None = Field(None, alias="cijfers_hele_jaren")
    good_places: Stated[Positive] | None = Field(None, alias="goede_locaties")


class CountedMeasure(Cited):
    """Something that must be done a number of times, e.g. each year."""

    code: Words
    text: Words = Field(alias="tekst")
    minimum: Positive
    held_at_first: Flag = Field(False, alias="gehouden_bij_eerste_audit")


class MeasureRules(Table):
    """[maatregelen]: measures carried out at the audit, and the fixed ones of each year (DOC-9, DOC-10)."""

    first_minimum: Stated[Positive] = Field(alias="eerste_minimum")
    first_parts: tuple[CountedMeasure, ...] = Field((), alias="eerste_waarvan")
    later_all: Stated[Flag] = Field(alias="volgende_alle")
    yearly: tuple[CountedMeasure, ...] = Field((), alias="jaarlijks")


class QualificationCriterion(Criterion):
    """One criterion for a person (QUA-2, QUA-3, QUA-5); ``fact`` and ``need`` are pieces of the refusal sentence."""

    kind: CriterionKind = Field(alias="soort")
    minimum: Positive | None = None
    fact: Words = Field(alias="feit")

    @model_validator(mode="after")
    def _number_has_minimum(self) -> "QualificationCriterion":
        if (self.minimum is not None) != (self.kind in {CriterionKind.COUNT, CriterionKind.YEARS}):
            raise ValueError("een minimum bij aantal en jaren, en alleen daar")
        return self


class QualificationRules(Table):
    """[kwalificaties]: what an auditor and a scheme manager must show."""

    auditor: tuple[QualificationCriterion, ...] = Field(min_length=1)
    scheme_manager: tuple[QualificationCriterion, ...] = Field((), alias="schemamanager")
    assessments_per_year: Stated[Positive] | None = Field(None, alias="beoordelingen_per_jaar")


class DeviationRules(Table):
    """[afwijkingen]: the terms of a deviation, in months (AUD-4, AUD-5)."""

    additions_months: Stated[Positive] | None = Field(None, alias="aanvullen_maanden")
    assessment_months: Stated[Positive] = Field(alias="beoordelen_maanden")
    extension_months: Stated[NotNegative] = Field(alias="verlengen_maanden")
    extensions: Stated[NotNegative] = Field(alias="verlengen_keer")
    classes: Stated[tuple[Words, ...]] = Field(alias="klassen")


class Topic(Cited):
    """A topic that every report has (AUD-7)."""

    code: Words
    text: Words = Field(alias="tekst")
    when: When = Field(When.ALWAYS, alias="wanneer")


class ReportRules(Table):
    """[rapport]: when the report goes out and what stands in it (AUD-6, AUD-7)."""

    days: Stated[Positive] | None = Field(None, alias="dagen")
    topics: tuple[Topic, ...] = Field(alias="onderwerpen", min_length=1)


class DecisionRules(Table):
    """[besluit]: what must hold before a positive decision, and who may take it (AUD-8, QUA-7)."""

    licence_required: Stated[Flag] = Field(alias="licentie_nodig")
    all_deviations_closed: Stated[Flag] = Field(alias="alle_afwijkingen_gesloten")
    separation: Stated[Flag] = Field(alias="audit_gescheiden_van_besluit")


class OldValidity(Cited):
    """Another number of years for certificates issued before a day (CER-7)."""

    issued_before: Day = Field(alias="uitgegeven_voor")
    years: Positive = Field(alias="jaren")


class CertificateRules(Table):
    """[certificaat]: how long it is valid and what stands on it (CER-1 to CER-5, CER-7)."""

    years: Stated[Positive] = Field(alias="jaren")
    earlier: tuple[OldValidity, ...] = Field((), alias="eerder")
    declaration: Stated[Words] | None = Field(None, alias="verklaring")
    status_sentence: Stated[Words] | None = Field(None, alias="zin_status")
    ownership_sentence: Stated[Words] | None = Field(None, alias="zin_eigendom")
    parts: tuple[Criterion, ...] = Field((), alias="onderdelen")
    first_name: Stated[Words] | None = Field(None, alias="naam_eerste")
    later_name: Stated[Words] | None = Field(None, alias="naam_volgende")
    later_within_years: Stated[Positive] | None = Field(None, alias="volgende_binnen_jaren")
    max_stars: Stated[Positive] | None = Field(None, alias="sterren_maximum")
    star_area_types: tuple[AreaType, ...] = Field((), alias="sterren_gebiedstypen")
    duplicates: Stated[Flag] | None = Field(None, alias="duplicaat_per_deelnemer")


class CheckPoint(Cited):
    """One point of the auditor's checklist. ``figures`` name the computed facts that stand beside it."""

    code: Words
    title: Words = Field(alias="titel")
    text: Words = Field(alias="tekst")
    when: When = Field(When.ALWAYS, alias="wanneer")
    only_cluster: Flag = Field(False, alias="alleen_cluster")
    figures: tuple[Words, ...] = Field((), alias="cijfers")
