"""The public API described as OpenAPI 3.1, composed from tables of what it answers.

An :class:`Operation` is one address. The calculators describe themselves (``of_calculator``); the register's own
stand here. ``document`` takes any operations, so that a new address is one more row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from auditbeheer import __version__
from auditbeheer.register.answering import TYPES
from auditbeheer.register.asking import EARLIEST, LATEST, Calculator, Kind, Parameter
from auditbeheer.register.rules import LAST_PAGE, LONGEST, STATUSES
from auditbeheer.register.rules import TYPES as AREA_TYPES
from auditbeheer.register.statement import ALGORITHM, KEYS_MEDIA_TYPE, KEYS_PATH, MEDIA_TYPE

ROOT = "/api/v1"
Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API: what it takes, the JSON Schema of its answer, and the statuses it may refuse with."""

    path: str
    name: str
    summary: str
    parameters: Sequence[Json]
    answer: Json
    refusals: tuple[int, ...]
    media_type: str = "application/json"
    root: str = ROOT


def query(name: str, schema: Json, words: str, example: object, *, needed: bool = False) -> Json:
    """One parameter of an address, as OpenAPI writes it."""
    return {
        "name": name,
        "in": "query",
        "required": needed,
        "description": words,
        "schema": schema,
        "example": example,
    }


def text(words: str, **more: object) -> Json:
    """A JSON Schema for a text."""
    return {"type": "string", "description": words, **more}


def of_calculator(calculator: Calculator) -> Operation:
    """The address of one calculator."""
    always = {
        "bron": text("De bron van het antwoord."),
        "bronnen": {"type": "array", "items": {"type": "string"}, "description": "Alle bronnen."},
        "antwoord": text("Het antwoord in een paar woorden."),
        "uitleg": text("Hoe het antwoord ontstaat, in zinnen."),
        "opmerkingen": {"type": "array", "items": {"type": "string"}, "description": "Wat er verder bij hoort."},
    }
    receipt = {"herleiding": {"$ref": "#/components/schemas/Herleiding"}}
    facts = {name: _fact(kind, words) for name, (kind, words) in calculator.results.items()}
    answer: Json = {"type": "object", "properties": {**facts, **always, **receipt}, "required": list(always)}
    parameters = [_parameter(parameter) for parameter in calculator.parameters]
    return Operation(f"/rekenhulp/{calculator.key}", calculator.key, calculator.summary, parameters, answer, (400, 422))


def _fact(kind: str, words: str) -> Json:
    if kind == "date":
        return text(words, format="date")
    return {"type": kind, "description": words, **({"items": {"type": "string"}} if kind == "array" else {})}


def _parameter(parameter: Parameter) -> Json:
    schemas: dict[Kind, Json] = {
        Kind.NUMBER: {"type": "integer", "minimum": 0, "maximum": parameter.most},
        Kind.DAY: {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        Kind.CHOICE: {"type": "string", "enum": [value for value, _ in parameter.choices]},
        Kind.YES_NO: {"type": "string", "enum": ["ja", "nee"]},
    }
    words = " ".join(part for part in (f"{parameter.label.rstrip('.?')}.", parameter.help) if part)
    if parameter.kind is Kind.DAY:
        words += f" Van {EARLIEST.year} tot en met {LATEST.year}."
    example: object = int(parameter.example) if parameter.kind is Kind.NUMBER else parameter.example
    return query(parameter.name, schemas[parameter.kind], words, example, needed=not parameter.optional)


NULLABLE: Json = {"type": ["string", "null"]}
CERTIFICATE: Json = {
    "type": "object",
    "properties": {
        "nummer": text("Het certificaatnummer; van een ingevoerde rij een kenmerk als import-00017."),
        "status": text("De status op de dag.", enum=list(STATUSES)),
        "houder": {**NULLABLE, "description": "Het samenwerkingsverband."},
        "gebieden": {"type": "array", "items": {"type": "string"}, "description": "De namen van de gebieden."},
        "gemeente": text("De gemeente."),
        "type": text("De soort gebied.", enum=list(AREA_TYPES)),
        "schema": {**NULLABLE, "description": "Het schema."},
        "naam_certificaat": {**NULLABLE, "description": "Basis of Continu Samenwerken (3.1)."},
        "sterren": {"type": ["integer", "null"], "description": "Sterren (winkelgebieden, 3.1)."},
        "uitgegeven": {**NULLABLE, "description": "Datum van uitgifte; soms alleen jaar of maand."},
        "geldig_tot_en_met": {**NULLABLE, "description": "Laatste dag; soms alleen jaar of maand."},
        "uitgave": {"type": ["integer", "null"], "description": "De uitgave."},
        "sha256": {
            "description": "De SHA-256 van de pdf; een lijst als deelnemers een eigen exemplaar hebben.",
            "type": ["string", "array", "null"],
            "items": {"type": "string"},
        },
        "gevonden_op": {**NULLABLE, "description": "Waar een historische rij gevonden is."},
        "op": text("De dag waarvoor dit geldt.", format="date"),
    },
    "required": ["nummer", "status", "gebieden", "gemeente", "type"],
}
NUMBER: Json = {
    "name": "nummer",
    "in": "path",
    "required": True,
    "description": "Het certificaatnummer.",
    "schema": {"type": "string"},
    "example": "KVO-B-2026-00042",
}
KEY: Json = {
    "type": "object",
    "properties": {
        "kty": text("Het soort sleutel.", const="OKP"),
        "crv": text("De kromme.", const=ALGORITHM),
        "x": text("De openbare sleutel."),
        "kid": text("Het kenmerk van de sleutel (RFC 7638)."),
        "alg": text("Waarmee wordt ondertekend.", const=ALGORITHM),
        "use": text("Waarvoor de sleutel is.", const="sig"),
    },
    "required": ["kty", "crv", "x", "kid"],
}
KEYS: Json = {
    "type": "object",
    "properties": {"keys": {"type": "array", "items": KEY, "description": "De sleutels, de huidige vooraan."}},
    "required": ["keys"],
}
SIGNED = text(
    "Een JWS (RFC 7515), ondertekend met Ed25519. Daarin staan dezelfde gegevens, met “instelling”, “adres” en"
    " “ondertekend_op”.",
    pattern=r"^[\w-]+\.[\w-]+\.[\w-]+$",
)
ON_DAY = query("op", {"type": "string", "format": "date"}, "Op welke dag; leeg is vandaag.", "2026-12-09")
LIST: Json = {
    "type": "object",
    "properties": {
        "aantal": {"type": "integer", "description": "Hoeveel er gevonden zijn."},
        "pagina": {"type": "integer", "description": "Welke bladzijde dit is."},
        "per_pagina": {"type": "integer", "description": "Hoeveel er op een bladzijde staan."},
        "op": text("De dag waarvoor dit geldt.", format="date"),
        "certificaten": {"type": "array", "items": {"$ref": "#/components/schemas/Certificaat"}},
    },
    "required": ["aantal", "pagina", "per_pagina", "certificaten"],
}
REGISTER = (
    Operation(
        "/certificaten",
        "certificaten",
        "Zoeken in het register",
        (
            query("zoek", {"type": "string", "maxLength": LONGEST}, "Naam, gebied, gemeente of nummer.", "Lelystad"),
            query("gemeente", {"type": "string", "maxLength": LONGEST}, "Gemeente, ook een oude naam.", "Boxmeer"),
            query("type", {"type": "string", "enum": ["", *AREA_TYPES]}, "Soort gebied.", AREA_TYPES[0]),
            query("status", {"type": "string", "enum": ["", *STATUSES]}, "Status op de dag.", "geldig"),
            ON_DAY,
            query("pagina", {"type": "integer", "minimum": 1, "maximum": LAST_PAGE}, "Bladzijde.", 1),
        ),
        LIST,
        (400,),
    ),
    Operation(
        "/certificaten/{nummer}",
        "certificaat",
        "Eén certificaat",
        (NUMBER, ON_DAY),
        {"$ref": "#/components/schemas/Certificaat"},
        (400, 404),
    ),
    Operation(
        "/certificaten/{nummer}/verklaring",
        "verklaring",
        "Eén certificaat op dit moment, ondertekend",
        (NUMBER,),
        SIGNED,
        (400, 404),
        MEDIA_TYPE,
    ),
    Operation(
        KEYS_PATH,
        "sleutels",
        "De sleutels waarmee u een verklaring controleert",
        (),
        KEYS,
        (404,),
        KEYS_MEDIA_TYPE,
        root="/",
    ),
)


def document(operations: Iterable[Operation]) -> Json:
    """The whole description as OpenAPI 3.1."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "auditbeheer: rekenhulp en openbaar register",
            "version": __version__,
            "description": "Rekenen met de regels van het Keurmerk Veilig Ondernemen, en certificaten controleren.",
        },
        "servers": [{"url": ROOT}],
        "paths": {operation.path: _path(operation) for operation in operations},
        "components": {"schemas": SCHEMAS, "responses": _responses()},
    }


def _path(operation: Operation) -> Json:
    elsewhere: Json = {"servers": [{"url": operation.root}]} if operation.root != ROOT else {}
    return {**elsewhere, "get": _get(operation)}


def _get(operation: Operation) -> Json:
    refused = {str(status): {"$ref": f"#/components/responses/{TYPES[status]}"} for status in operation.refusals}
    answered = {"description": "Het antwoord.", "content": {operation.media_type: {"schema": operation.answer}}}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": list(operation.parameters),
        "responses": {"200": answered, **refused},
    }


LINE: Json = {
    "type": "object",
    "properties": {
        "tekst": text("Waar de regel over gaat."),
        "aantal": {"type": ["number", "null"], "description": "Het getal; leeg bij een regel van alleen tekst."},
        "eenheid": text("De eenheid."),
        "bron": {**NULLABLE, "description": "De bron van de regel."},
    },
    "required": ["tekst", "aantal", "eenheid", "bron"],
}
SCHEMAS: Mapping[str, Json] = {
    "Certificaat": CERTIFICATE,
    "Herleiding": {
        "type": "object",
        "description": "Hoe een getal ontstaat, regel voor regel.",
        "properties": {
            "titel": text("Wat het getal is."),
            "regels": {"type": "array", "items": LINE},
            "totaal": {"type": "number", "description": "Het getal zelf."},
            "eenheid": text("De eenheid van het getal."),
        },
        "required": ["titel", "regels", "totaal", "eenheid"],
    },
    "Fout": {
        "type": "object",
        "description": "Een vraag die niet beantwoord is (RFC 9457).",
        "properties": {
            "type": text("Waar deze fout beschreven staat.", format="uri-reference"),
            "title": text("Wat er is, in het kort."),
            "status": {"type": "integer", "description": "De HTTP-status."},
            "detail": text("Wat er is, en wat wel kan."),
            "parameter": text("De naam in de vraag die niet klopt."),
            "bron": text("De bron van de weigering."),
        },
        "required": ["type", "title", "status", "detail"],
    },
}


def _responses() -> Json:
    words = {
        400: "Een naam of waarde in de vraag is onbekend; “parameter” zegt welke.",
        404: "Er is geen certificaat met dit nummer, of deze installatie ondertekent geen verklaringen.",
        422: "Het schema laat dit niet toe; “bron” zegt waar dat staat.",
    }
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Fout"}}}
    return {TYPES[status]: {"description": words[status], "content": content} for status in words}
