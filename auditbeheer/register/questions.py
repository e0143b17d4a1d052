"""The table of the public calculators: six questions with their parameters and what their answers hold.

It serves the API, the API's description and the page, so that these cannot differ.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditbeheer.register.asking import Calculator, Kind, Parameter
from auditbeheer.register.calculators import (
    NEWEST,
    OLDEST,
    audit_time_answer,
    deviation_answer,
    response_answer,
    scheme_answer,
    term_answer,
    validity_answer,
)
from auditbeheer.scheme.library import Library
from auditbeheer.scheme.sections import AreaType
from auditbeheer.scheme.wording import capital

MOST_MONTHS = 1200
ASKED_SCHEME = ("string", "Het gevraagde schema.")
LAST_DAY = ("date", "Laatste dag, als jaar-maand-dag.")


def calculators(library: Library) -> Mapping[str, Calculator]:
    """The questions by key, in the order of the page; the schemes to choose from are those of the installation."""
    ordered = sorted(library, key=lambda scheme: scheme.key == OLDEST)
    names = tuple((scheme.key, scheme.name) for scheme in ordered)
    scheme = Parameter("schema", "Schema", Kind.CHOICE, NEWEST, choices=names)
    found = (_audit_time(scheme), _response(scheme), _scheme(), _term(), _deviation(scheme), _validity())
    return {calculator.key: calculator for calculator in found}


def _audit_time(scheme: Parameter) -> Calculator:
    areas = Parameter(
        "gebieden", "Aantal terreinen", Kind.NUMBER, "3", "Aangrenzende delen van één terrein tellen als één."
    )
    results = {
        "schema": ASKED_SCHEME,
        "gebieden": ("integer", "Het gevraagde aantal terreinen."),
        "minimum_uren": ("number", "Het kleinste aantal uren."),
        "uren_op_locatie_circa": ("number", "Ongeveer zoveel daarvan is op locatie (alleen 4.0)."),
        "uren_documentbeoordeling": ("number", "Deel voor de documenten (alleen 3.1)."),
        "uren_schouw_interviews_rapportage": ("number", "Deel voor schouw, interviews en rapport (alleen 3.1)."),
    }
    summary = "Minimale audittijd naar schema en aantal terreinen"
    return Calculator("audittijd", "Hoeveel uur duurt een audit?", summary, (scheme, areas), results, audit_time_answer)


def _response(scheme: Parameter) -> Calculator:
    people = Parameter(
        "ondernemers", "Aantal ondernemers op het terrein", Kind.NUMBER, "51", "Op de dag dat de enquête uitging."
    )
    first = Parameter(
        "eerste",
        "Is het de eerste certificering?",
        Kind.YES_NO,
        "ja",
        "Alleen bij KVO 3.1 maakt dit uit.",
        optional=True,
    )
    results = {
        "schema": ASKED_SCHEME,
        "ondernemers": ("integer", "Het gevraagde aantal ondernemers."),
        "percentage": ("integer", "Deel van de ondernemers dat moet antwoorden."),
        "nodig": ("integer", "Aantal antwoorden, naar boven afgerond."),
    }
    question = "Hoeveel antwoorden heeft de enquête nodig?"
    summary = "Minimale respons op de enquête op één terrein"
    return Calculator("respons", question, summary, (scheme, people, first), results, response_answer)


def _scheme() -> Calculator:
    kinds = tuple((kind.value, capital(kind.value)) for kind in AreaType)
    parameters = (
        Parameter("gebiedstype", "Soort gebied", Kind.CHOICE, kinds[0][0], choices=kinds),
        Parameter(
            "gestart", "Start van het traject", Kind.DAY, "2024-02-29", "De dag van het vroegste stuk van de werkgroep."
        ),
        Parameter("beoordeeld", "Dag van de audit op locatie", Kind.DAY, "2024-06-01"),
    )
    results = {
        "gebiedstype": ("string", "De gevraagde soort gebied."),
        "gestart": ("date", "De gevraagde start."),
        "beoordeeld": ("date", "De gevraagde dag van beoordeling."),
        "schemas": ("array", "De schema’s die kunnen; leeg als er geen is."),
    }
    summary = "Schema’s die open zijn, naar soort gebied, start en beoordeling"
    return Calculator("schema", "Welk schema geldt?", summary, parameters, results, scheme_answer)


def _term() -> Calculator:
    parameters = (
        Parameter("begin", "Begin van de termijn", Kind.DAY, "2025-12-31"),
        Parameter("maanden", "Aantal maanden", Kind.NUMBER, "2", most=MOST_MONTHS),
    )
    results = {
        "begin": ("date", "De gevraagde dag."),
        "maanden": ("integer", "Het gevraagde aantal maanden."),
        "einde": LAST_DAY,
        "valt_op": ("string", "De dag van de week van het einde."),
    }
    summary = "Laatste dag van een termijn in maanden"
    return Calculator("termijn", "Wanneer eindigt een termijn?", summary, parameters, results, term_answer)


def _deviation(scheme: Parameter) -> Calculator:
    received = "Dag waarop de aanvullingen compleet binnen waren"
    parameters = (
        scheme,
        Parameter("afgesloten", "Dag waarop de audit is afgesloten", Kind.DAY, "2026-01-31"),
        Parameter("ontvangen", received, Kind.DAY, "2026-03-10", optional=True),
        Parameter(
            "verlengd", "Is de termijn verlengd?", Kind.YES_NO, "nee", "Alleen onder KVO 3.1 kan dat.", optional=True
        ),
    )
    results = {
        "schema": ASKED_SCHEME,
        "afgesloten": ("date", "De gevraagde dag van afsluiting."),
        "ontvangen": ("date", "De gevraagde dag van ontvangst."),
        "aanvullingen_uiterlijk": LAST_DAY,
        "beoordeling_uiterlijk": LAST_DAY,
    }
    question = "Wanneer moet een aanvulling klaar zijn?"
    return Calculator("afwijking", question, "Termijnen na een afwijking", parameters, results, deviation_answer)


def _validity() -> Calculator:
    parameters = (Parameter("uitgegeven", "Datum van uitgifte", Kind.DAY, "2024-02-29"),)
    results = {"uitgegeven": ("date", "De gevraagde dag van uitgifte."), "geldig_tot_en_met": LAST_DAY}
    question = "Tot wanneer is een certificaat geldig?"
    return Calculator("geldigheid", question, "Laatste dag van een certificaat", parameters, results, validity_answer)
