"""The decision on a proposal to clean up."""

from __future__ import annotations

from auditbeheer.plumbing.forms import Needed, OneOfField, TaskForm, TextField, options


class CleanUpForm(TaskForm):
    """Remove or keep, with the reason."""

    answer = OneOfField(
        "Besluit", [Needed("Kies wat u besluit")],
        choices=options([("verwijderen", "Deze bestanden verwijderen"), ("bewaren", "Dit jaar niets verwijderen")]),
    )  # fmt: skip
    why = TextField("Reden", [Needed("Vul in waarom")], longest=2000)
