"""Where each condition of application, quote and agreement is solved, and whose turn it is: looked up by code."""

from __future__ import annotations

from flask import url_for

from auditbeheer.quotes.models import Trajectory
from auditbeheer.quotes.rules.application import REVIEW_TEXTS
from auditbeheer.relations.models import MANDATORY_PARTIES

Way = tuple[str, str, str]


def ways_to_solve(trajectory: Trajectory) -> dict[str, Way]:
    """Code -> address, words, and who has to act (empty: ourselves)."""
    number, key = trajectory.number, trajectory.partnership_id
    group = "de werkgroep levert aan"
    home = url_for("relations.partnership", id=key)
    party = (url_for("relations.add_party", id=key), "Partij toevoegen", group)
    people, areas = (f"{home}#partijen", "Naar partijen en mensen", group), (f"{home}#gebieden", "Naar gebieden", group)
    told = (url_for("relations.change_partnership", id=key), "Gegevens wijzigen", group)
    change = (url_for("quotes.change_application", number=number), "Aanvraag wijzigen", "")
    review = (url_for("quotes.review", number=number), "Aanvraag beoordelen", "")
    body = (url_for("organisation.overview"), "Naar Instelling", "de directie")
    quote = (url_for("quotes.quote", number=number), "Naar de offerte", "")
    return {
        **{f"partij.{kind.value}": party for kind in MANDATORY_PARTIES},
        **{f"beoordeling.{name}": review for name in REVIEW_TEXTS},
        **dict.fromkeys(("partij.vereniging", "contactpersoon", "tekenbevoegd"), people),
        **dict.fromkeys(("correspondentieadres", "cluster.regie", "cluster.kaart"), told),
        **dict.fromkeys(("cluster.bestemming", "cluster.vertegenwoordiger"), areas),
        **dict.fromkeys(("cluster.aantal", "cluster.gemeente", "cluster.ondernemers", "gebied.ondernemers"), change),
        **dict.fromkeys(("licentie.geldig", "tarieven", "instelling.ingevuld", "instelling.ondertekenaar"), body),
        **_attachments(trajectory, group),
        "beoordeling": review,
        "schema.gekozen": (url_for("quotes.choose_scheme", number=number), "Schema kiezen", ""),
        "schema.vastgesteld": ("", "Het schema vaststellen", "de schemamanager"),
        "overeenkomst.ondertekenaar": body,
        "overeenkomst.akkoord": quote,
        "overeenkomst.compleet": (url_for("quotes.application", number=number), "Naar de aanvraag", ""),
        "overeenkomst.schema": change,
        "tarieven.nu": (url_for("quotes.change_quote", number=number), "Offerte openen", ""),
    }


def _attachments(trajectory: Trajectory, group: str) -> dict[str, Way]:
    codes = ("afbakening", "convenant", "afspraken", "verklaring", "plan_van_aanpak", "verslagen", "evaluatie")
    return {
        f"document.{code}": (
            url_for("quotes.attach", number=trajectory.number, stuk=code), "Bijlage toevoegen", group
        )
        for code in codes
    }  # fmt: skip
