"""The forms of post and jobs."""

from __future__ import annotations

from typing import Any

from auditbeheer.plumbing.forms import LineField, Needed, TaskForm, TextField, sensible_email


class ResendForm(TaskForm):
    """A mail once more, at an address that may be another."""

    email: Any = LineField("E-mailadres", [Needed("Vul het e-mailadres in"), sensible_email], longest=150)


class SolveForm(TaskForm):
    """A mail that needs no more work."""

    how: Any = TextField("Hoe is het opgelost?", [Needed("Schrijf op hoe het is opgelost")], longest=500)


class RunForm(TaskForm):
    """A job by hand: nothing to fill in."""
