"""The form with which a project is split into clusters."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField

from auditbeheer.plumbing.forms import (
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    options,
)
from auditbeheer.quotes.service.application import ApplicationDetails
from auditbeheer.quotes.service.splitting import Cluster

MOST_CLUSTERS = 10


class SplitForm(TaskForm):
    """Per area its cluster, per cluster its name; the day, the reason, and whether applications are made."""

    day = DayField("Vanaf welke dag geldt de splitsing?", [Needed("Vul de dag in")])
    why = TextField("Waarom splitst u?", [Needed("Vul in waarom u splitst")], longest=2000)
    applications = OneOfField(
        "Wilt u voor elk cluster een aanvraag vastleggen?",
        [Needed("Kies ja of nee")],
        choices=options([("ja", "Ja, voor elk cluster een dossier"), ("nee", "Nee, alleen splitsen")]),
        default="ja",
    )
    applied_on = DayField("Dag van de aanvraag", [MayStayEmpty()])
    started_on = DayField("Begin van het traject", [MayStayEmpty()])
    start_document = LineField("Waaruit blijkt dat begin?", [MayStayEmpty()])
    assessment_expected_on = DayField("Verwachte dag van de audit", [MayStayEmpty()])
    clusters: tuple[Cluster, ...] = ()

    def validate(self, extra_validators: Any = None) -> bool:
        """With applications their days are needed."""
        fits = bool(super().validate(extra_validators))
        if self.applications.data == "ja":
            for field, ask in (
                (self.applied_on, "Vul de dag van de aanvraag in"),
                (self.started_on, "Vul in wanneer het traject begon"),
                (self.start_document, "Vul in waaruit het begin blijkt"),
                (self.assessment_expected_on, "Vul in wanneer u de audit verwacht"),
            ):
                if not field.data and not field.errors:
                    field.errors = [*field.errors, ask]
                    fits = False
        return fits

    @property
    def details(self) -> ApplicationDetails | None:
        """What every application tells but for its areas; None when only the partnerships are split."""
        if self.applications.data != "ja":
            return None
        return ApplicationDetails(
            areas=(), applied_on=self.applied_on.data, started_on=self.started_on.data,
            start_document=self.start_document.data, assessment_expected_on=self.assessment_expected_on.data,
        )  # fmt: skip

    def chosen(self) -> list[Cluster]:
        """The clusters as they were chosen, empty ones left out."""
        found = []
        for number in self.numbers:
            ids = tuple(key for key in self.area_ids if self[f"gebied_{key}"].data == str(number))
            found.append(Cluster(self[f"naam_{number}"].data or f"Cluster {number}", ids))
        return found

    area_ids: tuple[int, ...] = ()

    @property
    def numbers(self) -> list[int]:
        """The numbers of the clusters that hold an area, in the order of :meth:`chosen`."""
        used = {self[f"gebied_{key}"].data for key in self.area_ids}
        return [number for number in range(1, MOST_CLUSTERS + 1) if str(number) in used]


def split_form(areas: list[tuple[int, str]], proposed: list[Cluster], **values: Any) -> SplitForm:
    """A form with a choice per area and a name per cluster, filled with what is proposed."""
    numbers = options((str(number), f"Cluster {number}") for number in range(1, len(proposed) + 3))
    placed = {key: str(number) for number, cluster in enumerate(proposed, 1) for key in cluster.area_ids}

    class _Form(SplitForm):
        area_ids = tuple(key for key, _ in areas)

    for key, name in areas:
        setattr(_Form, f"gebied_{key}", SelectField(name, choices=numbers, default=placed.get(key, "1")))
    for number in range(1, MOST_CLUSTERS + 1):
        name = proposed[number - 1].name if number <= len(proposed) else f"Cluster {number}"
        setattr(_Form, f"naam_{number}", LineField(f"Naam van cluster {number}", [MayStayEmpty()], default=name))
    return _Form(data=values)
