"""The forms of what is recorded of an area per day: its outline, a count, a paper."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from auditbeheer.plumbing.forms import (
    CountField,
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
from auditbeheer.relations.counting import Count
from auditbeheer.relations.map_files import Drawing, Neighbour, read_corners, read_geojson, read_neighbours
from auditbeheer.relations.models.shapes import AreaPaper, ShapeOrigin
from auditbeheer.relations.outlines import MapRefused
from auditbeheer.scheme.wording import capital


class OutlineForm(TaskForm):
    """An outline: a GeoJSON file, or corners as typed or drawn. With a file the corners are left aside.

    ``surfaces``: neighbours that came with an earlier file. They cannot be typed, so without a new file they stay.
    """

    plan = UploadField("GeoJSON-bestand met de grens", [MayStayEmpty()], accept=".geojson,.json")
    corners = TextField("Hoekpunten van de grens", [MayStayEmpty()], longest=200_000)
    around = TextField("Wat ligt eromheen en telt mee?", [MayStayEmpty()], longest=10_000)
    holds_from = DayField("Vanaf welke dag ligt de grens zo?", [Needed("Vul de dag in waarop deze grens ingaat")])
    source = LineField("Waar komt deze grens vandaan?", [Needed("Vul in waar deze grens vandaan komt")])
    name = ""
    surfaces: Sequence[Neighbour] = ()
    drawing: Drawing | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Reads the outline; what is wrong with it is told at the field it came from."""
        fits = bool(super().validate(extra_validators))
        outline, around = self._outline(), self._neighbours()
        if outline is None or around is None:
            return False
        earlier = () if self.plan.data else self.surfaces
        self.drawing = Drawing(outline.outline, (*outline.neighbours, *earlier, *around), outline.converted)
        return fits

    def _outline(self) -> Drawing | None:
        if self.plan.errors or self.corners.errors:
            return None
        field = "plan" if self.plan.data else "corners"
        try:
            return read_geojson(self.plan.data[1], self.name) if self.plan.data else read_corners(self.corners.data)
        except MapRefused as refused:
            self.object_to(field, str(refused).removesuffix("."))
            return None

    def _neighbours(self) -> Any:
        if self.around.errors:
            return None
        try:
            return read_neighbours(self.around.data)
        except MapRefused as refused:
            self.object_to("around", str(refused).removesuffix("."))
            return None

    @property
    def origin(self) -> ShapeOrigin:
        """How it came in."""
        return ShapeOrigin.FILE if self.plan.data else ShapeOrigin.DRAWN


class CountForm(TaskForm):
    """How many entrepreneurs on a day, and by which source."""

    entrepreneurs = CountField("Aantal ondernemers", [Needed("Vul het aantal ondernemers in")], least=1, most=100_000)
    counted_on = DayField("Dag van de telling", [Needed("Vul de dag van de telling in")])
    count_source = LineField("Waar komt dit aantal vandaan?", [Needed("Vul in waar dit aantal vandaan komt")])

    @property
    def count(self) -> Count:
        """What was filled in."""
        return Count(self.entrepreneurs.data, self.counted_on.data, self.count_source.data)


class AreaFileForm(TaskForm):
    """A file about an area."""

    kind = OneOfField(
        "Wat is het?",
        [Needed("Kies wat het is")],
        choices=options((kind.value, capital(kind.value)) for kind in AreaPaper),
    )
    file = UploadField("Bestand", [Needed("Kies een bestand")])


class WhyForm(TaskForm):
    """Only a reason."""

    why = TextField("Reden", [Needed("Vul de reden in")], longest=2000)
