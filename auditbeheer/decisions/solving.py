"""Where an unmet condition is solved and whose turn it is, by its code: rules know no addresses (C5)."""

from __future__ import annotations

from auditbeheer.decisions.basis import DecisionFacts
from auditbeheer.quotes.models import Trajectory

Way = tuple[str, str, str]
"""Address, the words of the link, and who is to act."""


def ways_out(facts: DecisionFacts, trajectory: Trajectory) -> dict[str, Way]:
    """For every condition that somebody can still meet: the page, and the person or role."""
    dossier, auditor = f"/dossiers/{trajectory.number}", facts.auditor or "de auditor"
    owner, turn = trajectory.owner.short_name, f"{auditor} is aan zet"
    # An addition must come from the working group first; the report follows when nothing is open any more.
    theirs = any(not one.closed_on and not one.ours for one in facts.deviations)
    answers = "de werkgroep is aan zet" if theirs else turn
    return {
        "schema.vastgesteld": ("", "Stel het schema vast", "de schemamanager is aan zet"),
        "besluit.overeenkomst": (f"{dossier}/overeenkomst", "Naar de overeenkomst", f"{owner} is aan zet"),
        "besluit.licentie": ("/instelling", "Naar de instelling", "de directie is aan zet"),
        "besluit.audit": (f"{dossier}/audit", "Naar de audit", turn),
        "besluit.auditor": (f"{dossier}/planning", "Naar de planning", "de schemamanager is aan zet"),
        "besluit.partijen": (f"{dossier}/audit", "Naar de audit", turn),
        "besluit.audittijd": (f"{dossier}/audit", "Naar de audit", turn),
        "besluit.respons": (f"{dossier}/documenten", "Naar de documenten", f"{owner} is aan zet"),
        "besluit.maatregelen": (f"{dossier}/documenten", "Naar de documenten", f"{owner} is aan zet"),
        "besluit.afwijkingen": (f"{dossier}/afwijkingen", "Naar de afwijkingen", answers),
        "besluit.rapport": (f"{dossier}/rapport", "Naar het rapport", turn),
        "besluit.rapport_stand": (f"{dossier}/rapport", "Naar het rapport", turn),
        "besluit.vastgesteld": (f"{dossier}/beoordeling", "Naar de beoordeling", "een beoordelaar is aan zet"),
        "besluit.review": (f"{dossier}/beoordeling", "Naar de beoordeling", "een beoordelaar is aan zet"),
        "besluit.advies": (f"{dossier}/beoordeling", "Naar de beoordeling", "een beoordelaar is aan zet"),
        "besluit.beslisser": ("", "Een ander beslist", "een beslisser buiten het team"),
        "besluit.beoordelaar": (f"{dossier}/beoordeling", "Naar de beoordeling", "een beoordelaar buiten het team"),
        "besluit.beslisser.aanvulling": ("", "Een ander beslist", "wie geen aanvulling beoordeelde"),
        "besluit.beoordelaar.aanvulling": (
            f"{dossier}/beoordeling",
            "Naar de beoordeling",
            "wie geen aanvulling beoordeelde",
        ),
        "besluit.gegevens": (f"/relaties/{trajectory.partnership_id}", "Naar de gegevens", f"{owner} is aan zet"),
        "review.ingediend": (f"{dossier}/rapport", "Naar het rapport", turn),
        "review.beoordelaar": ("", "Een ander beoordeelt", "een beoordelaar buiten het team"),
        "review.beoordelaar.aanvulling": ("", "Een ander beoordeelt", "wie geen aanvulling beoordeelde"),
    }
