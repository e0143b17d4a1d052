"""What is asked of a certificate of another body: its facts, its proof, what was typed wrongly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import SelectField, SelectMultipleField
from wtforms.widgets import CheckboxInput, ListWidget

from auditbeheer.plumbing.forms import (
    DayField,
    LineField,
    MayStayEmpty,
    Needed,
    OneOfField,
    TaskForm,
    TextField,
    UploadField,
    options,
)
from auditbeheer.quotes.forms import ACCEPTED
from auditbeheer.quotes.service import Elsewhere, Told
from auditbeheer.relations.models import Area
from auditbeheer.scheme.model import Scheme

WRONG, NONE = "gegevens", "telt niet"


class ElsewhereForm(TaskForm):
    """A certificate of another body."""

    body = LineField("Welke instelling gaf het uit?", [Needed("Vul de naam van de instelling in")])
    certificate = LineField("Nummer van het certificaat", [Needed("Vul het nummer in")], longest=40)
    scheme = SelectField("Schema", [Needed("Kies het schema")])
    issued_on = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    last_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    areas: Any = SelectMultipleField(
        "Voor welke gebieden?", [Needed("Kies ten minste 1 gebied")], coerce=int,
        widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(),
    )  # fmt: skip
    file = UploadField("Bewijs: het certificaat zelf", [MayStayEmpty()], accept=ACCEPTED)

    def offer(self, areas: Sequence[Area], schemes: Iterable[Scheme]) -> None:
        """The areas of the application, all chosen at first; the schemes that are known."""
        self.by_id = {area.id: area for area in areas}
        self.areas.choices = options((area.id, area.name) for area in areas)
        self.scheme.choices = options([("", "Kies een schema"), *((one.key, one.name) for one in schemes)])

    @property
    def told(self) -> Elsewhere:
        """What was filled in."""
        return Elsewhere(
            body=self.body.data,
            certificate=self.certificate.data,
            scheme=self.scheme.data,
            issued_on=self.issued_on.data,
            last_day=self.last_day.data,
            areas=tuple(self.by_id[key] for key in self.areas.data),
        )


class CorrectForm(TaskForm):
    """What of a certificate of another body was typed wrongly."""

    counts: Any = OneOfField(
        "Wat klopt er niet?",
        [Needed("Kies wat er niet klopt")],
        choices=options([(WRONG, "Een dag, het nummer, het schema of de instelling"), (NONE, "Het hele certificaat")]),
    )
    body = LineField("Welke instelling gaf het uit?", [Needed("Vul de naam van de instelling in")])
    certificate = LineField("Nummer van het certificaat", [Needed("Vul het nummer in")], longest=40)
    scheme = SelectField("Schema", [Needed("Kies het schema")])
    issued_on = DayField("Eerste dag", [Needed("Vul de eerste dag in")])
    last_day = DayField("Laatste dag", [Needed("Vul de laatste dag in")])
    why = TextField("Reden van de correctie", [Needed("Vul in waarom u dit corrigeert")], longest=2000)

    def offer(self, schemes: Iterable[Scheme]) -> None:
        """The schemes that are known."""
        self.scheme.choices = options([(one.key, one.name) for one in schemes])

    @property
    def told(self) -> Told | None:
        """What stands on the certificate; None when it should not have been recorded."""
        if self.counts.data == NONE:
            return None
        return Told(
            body=self.body.data, certificate=self.certificate.data, scheme=self.scheme.data,
            issued_on=self.issued_on.data, last_day=self.last_day.data,
        )  # fmt: skip


class ProofForm(TaskForm):
    """A file that proves a certificate of another body."""

    file = UploadField("Bestand", [Needed("Kies het bestand")], accept=ACCEPTED)
