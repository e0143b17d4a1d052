"""What somebody asks of a page that only looks: from which day on."""

from __future__ import annotations

from wtforms import Form

from auditbeheer.plumbing.forms import DayField, MayStayEmpty


class SinceForm(Form):
    """The day with which today is compared."""

    sinds = DayField("Vergelijken met de stand van", [MayStayEmpty()])
