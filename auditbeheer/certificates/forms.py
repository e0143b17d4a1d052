"""The forms behind Besluit vastleggen and Klaarzetten voor de boekhouding."""

from __future__ import annotations

from auditbeheer.plumbing.forms import DayField, LineField, MayStayEmpty, TaskForm, TextField


class GrantForm(TaskForm):
    """What may be chosen at a positive decision; all of it may stay as proposed."""

    issue_on = DayField("Eerdere datum van uitgifte", [MayStayEmpty()])
    cluster_name = LineField("Naam van het cluster op het certificaat", [MayStayEmpty()], longest=90)
    why = TextField("Toelichting bij het besluit", [MayStayEmpty()], longest=2000)


class HandOverForm(TaskForm):
    """Nothing to choose: the lines follow from what was agreed."""
