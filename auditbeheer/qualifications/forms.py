"""The forms of qualifications: judged evidence, an act with its reason, experience, a verdict, guidance."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import RadioField, SelectField

from auditbeheer.plumbing.forms import (
    CountField,
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    TaskForm,
    TextField,
    UploadField,
    key_or_none,
    options,
)
from auditbeheer.qualifications.models import ExperienceKind, GuidanceKind, ShortfallVerdict
from auditbeheer.relations.models import AreaType
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role, criteria
from auditbeheer.scheme.sections import CriterionKind

YES_NO = options([("ja", "Ja"), ("nee", "Nee")])
VERDICTS = options([("positief", "Positief"), ("negatief", "Niet positief")])


class EvidenceForm(TaskForm):
    """What was judged, on which document, until when it holds."""

    met = RadioField("Voldoet dit bewijs?", [Needed("Kies ja of nee")], choices=YES_NO)
    amount = CountField("Aantal jaren", [MayStayEmpty()], most=60, example="3")
    document = LineField("Welk bewijs?", [Needed("Vul in welk bewijs dit is, bijvoorbeeld het diploma met de datum")])
    valid_until = DayField("Geldig tot en met", [MayStayEmpty()])
    covers_from = DayField("Over welke periode gaat het? Van", [MayStayEmpty()])
    covers_until = DayField("Over welke periode gaat het? Tot en met", [MayStayEmpty()])
    upload = UploadField("Bestand", [MayStayEmpty()])
    remark = TextField("Oordeel in woorden", [MayStayEmpty()], longest=4000)


def counts_years(scheme: Scheme, role: Role, code: str) -> bool:
    """Whether this criterion asks for a number of years."""
    return any(item.code == code and item.kind is CriterionKind.YEARS for item in criteria(scheme, role))


class ActForm(TaskForm):
    """Qualify, suspend or restore: with the day and the reason."""

    on_day = DayField("Vanaf welke dag?", [MayStayEmpty()])

    why = TextField("Waarom?", [Needed("Vul in waarom u dit besluit")], longest=2000)


class ExperienceForm(TaskForm):
    """An audit from before this system."""

    audit_ref = LineField("Welke audit?", [Needed("Vul in welke audit dit was, bijvoorbeeld de naam van het gebied")])
    on_day = DayField("Dag van de audit", [Needed("Vul de dag van de audit in")])
    area_type = RadioField(
        "Soort gebied",
        [Needed("Kies de soort gebied")],
        choices=options((kind.value, kind.value.capitalize()) for kind in AreaType),
    )
    kind = RadioField(
        "Hoe deed deze persoon mee?",
        [Needed("Kies hoe deze persoon meedeed")],
        choices=options(
            [
                (ExperienceKind.ATTENDED.value, "Bijgewoond"),
                (ExperienceKind.INDEPENDENT.value, "Zelfstandig, onder toezicht"),
                (ExperienceKind.LED.value, "Uitgevoerd als auditor"),
            ]
        ),
    )
    verdict = RadioField("Oordeel van de toezichthoudende schemamanager", [MayStayEmpty()], choices=VERDICTS)
    source = LineField("Waar blijkt dat uit?", [Needed("Vul in waar dit uit blijkt, bijvoorbeeld het auditrapport")])


class VerdictForm(TaskForm):
    """The supervisor's verdict on an audit that a trainee led."""

    verdict = RadioField("Oordeel", [Needed("Kies een oordeel")], choices=VERDICTS)
    why = TextField("Toelichting", [Needed("Vul in waarom dit het oordeel is")], longest=2000)


class GuidanceForm(TaskForm):
    """Somebody was involved with a partnership or with a bureau."""

    kind = RadioField(
        "Wat voor band is het?",
        [Needed("Kies wat voor band het is")],
        choices=options((kind.value, kind.value.capitalize()) for kind in GuidanceKind),
    )
    partnership = SelectField("Samenwerkingsverband", [MayStayEmpty()], coerce=key_or_none, choices=[])
    bureau = SelectField("Of een bureau van procesbegeleiders", [MayStayEmpty()], coerce=key_or_none, choices=[])
    what = LineField("Wat deed deze persoon, of wat is de band?", [Needed("Vul in wat deze persoon deed")])
    from_day = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    until_day = DayField("Laatste dag", [MayStayEmpty()])
    source = LineField("Waar blijkt dat uit?", [Needed("Vul in waar dit uit blijkt, bijvoorbeeld een verklaring")])

    def offer(self, partnerships: Iterable[tuple[int, str]], bureaus: Iterable[tuple[int, str]]) -> None:
        """The partnerships and bureaus that can be chosen."""
        self.partnership.choices = options([("", "Kies een samenwerkingsverband"), *partnerships])
        self.bureau.choices = options([("", "Kies een bureau"), *bureaus])


class EndGuidanceForm(TaskForm):
    """An involvement that went on has ended."""

    until_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    source = LineField("Waar blijkt dat uit?", [Needed("Vul in waar dit uit blijkt")])


class ShortfallForm(TaskForm):
    """Keep an auditor with a measure, or suspend."""

    verdict = RadioField(
        "Wat besluit u?",
        [Needed("Kies wat u besluit")],
        choices=options(
            [
                (ShortfallVerdict.KEPT.value, "Behouden, met een maatregel"),
                (ShortfallVerdict.SUSPENDED.value, "Schorsen vanaf vandaag"),
            ]
        ),
    )
    measure = TextField("Met welke maatregel?", [MayStayEmpty()], longest=2000)
    why = TextField("Waarom?", [Needed("Vul in waarom u dit besluit")], longest=2000)


class DeclarationForm(TaskForm):
    """The yearly declaration: the text stands on the page."""

    year = RadioField("Over welk jaar?", [Needed("Kies het jaar")], coerce=int, choices=[])

    def offer(self, years: list[int]) -> None:
        """The years that can still be declared."""
        self.year.choices = options((year, str(year)) for year in years)


def positive(word: Any) -> bool | None:
    """``positief`` is True, ``negatief`` False, nothing None."""
    return {"positief": True, "negatief": False}.get(str(word or ""))
