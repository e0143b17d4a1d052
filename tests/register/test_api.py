"""``/api/v1`` on a bare application: answers, problems (RFC 9457), and a description that is true."""

import json
from datetime import date

import jsonschema_rs
import pytest
from flask import Flask

from auditbeheer.accounts.gate import PUBLIC
from auditbeheer.register.answering import TYPES
from auditbeheer.register.api import api
from tests.office import open_office
from tests.scheme.cases import vectors

FIRST_HALF = {"bron", "bronnen", "antwoord", "uitleg", "opmerkingen"}


@pytest.fixture(scope="module")
def client():
    app = Flask("bare")
    app.register_blueprint(api)
    return app.test_client()


def asked(client, path, **query):
    return client.get(f"/api/v1/rekenhulp/{path}", query_string=query)


@pytest.mark.parametrize(
    ("path", "query", "facts"),
    [
        (
            "audittijd",
            {"schema": "kvo-b-4.0", "gebieden": 3},
            {
                "schema": "kvo-b-4.0",
                "gebieden": 3,
                "minimum_uren": 11,
                "uren_op_locatie_circa": 5.5,
                "bron": "B4 §6.3.1",
            },
        ),
        ("respons", {"schema": "kvo-b-4.0", "ondernemers": 51, "eerste": "ja"}, {"percentage": 30, "nodig": 16}),
        ("termijn", {"begin": "2025-12-31", "maanden": 2}, {"einde": "2026-02-28", "valt_op": "zaterdag"}),
        (
            "schema",
            {"gebiedstype": "bedrijventerrein", "gestart": "2024-02-29", "beoordeeld": "2024-06-01"},
            {"schemas": ["kvo-3.1", "kvo-b-4.0"], "bron": "B4 §1.5"},
        ),
        (
            "afwijking",
            {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "ontvangen": "2026-03-10"},
            {"aanvullingen_uiterlijk": "2026-03-31", "beoordeling_uiterlijk": "2026-04-10", "bron": "B4 §6.3"},
        ),
        ("geldigheid", {"uitgegeven": "2024-02-29"}, {"geldig_tot_en_met": "2027-02-28"}),
    ],
)
def test_each_calculator_answers_as_published(client, path, query, facts):
    answer = asked(client, path, **query)
    assert answer.status_code == 200
    assert answer.mimetype == "application/json"
    found = answer.get_json()
    assert {name: found[name] for name in facts} == facts
    assert set(found) >= FIRST_HALF


def test_hours_are_numbers_without_a_needless_fraction(client):
    text = asked(client, "audittijd", schema="kvo-b-4.0", gebieden=3).get_data(as_text=True)
    assert '"minimum_uren": 11,' in text
    assert '"uren_op_locatie_circa": 5.5,' in text


def test_the_receipt_stands_in_the_answer_line_by_line(client):
    receipt = asked(client, "audittijd", schema="kvo-3.1", gebieden=2).get_json()["herleiding"]
    assert [(line["aantal"], line["bron"]) for line in receipt["regels"]] == [
        (4, "S31 §4.3"),
        (8, "S31 §4.3"),
        (None, "eigen regel 8"),
    ]
    assert (receipt["totaal"], receipt["eenheid"]) == (12, "uur")


@pytest.mark.parametrize(
    ("path", "query", "parameter"),
    [
        ("audittijd", {"schema": "kvo-b-4.0", "gebieden": 3, "kleur": "rood"}, "kleur"),
        ("audittijd", {"gebieden": 3}, "schema"),
        ("audittijd", {"schema": "kvo-b-4.0", "gebieden": "drie"}, "gebieden"),
        ("audittijd", {"schema": "kvo-x", "gebieden": 3}, "schema"),
        ("respons", {"schema": "kvo-b-4.0", "ondernemers": 51, "eerste": "misschien"}, "eerste"),
        ("termijn", {"begin": "2026-02-30", "maanden": 2}, "begin"),
        ("schema", {"gebiedstype": "haven", "gestart": "2024-01-01", "beoordeeld": "2024-06-01"}, "gebiedstype"),
    ],
)
def test_an_unknown_parameter_or_value_is_a_400_that_names_it(client, path, query, parameter):
    answer = asked(client, path, **query)
    problem = answer.get_json(force=True)
    assert answer.status_code == problem["status"] == 400
    assert answer.mimetype == "application/problem+json"
    assert problem["parameter"] == parameter
    assert parameter in problem["detail"]
    assert problem["title"] == "Deze vraag klopt niet"


@pytest.mark.parametrize(
    ("path", "query", "bron"),
    [
        ("respons", {"schema": "kvo-b-4.0", "ondernemers": 601, "eerste": "ja"}, "B4 §4.1.1"),
        ("audittijd", {"schema": "kvo-b-4.0", "gebieden": 0}, "B4 §6.3.1"),
        ("audittijd", {"schema": "kvo-g-4.0", "gebieden": 1}, "instelling"),
        (
            "schema",
            {"gebiedstype": "bedrijventerrein", "gestart": "2024-06-02", "beoordeeld": "2024-06-01"},
            "B4 §1.5",
        ),
        ("afwijking", {"schema": "kvo-b-4.0", "afgesloten": "2026-01-31", "verlengd": "ja"}, "B4 §6.3"),
    ],
)
def test_what_the_scheme_refuses_is_a_422_with_its_source(client, path, query, bron):
    answer = asked(client, path, **query)
    problem = answer.get_json(force=True)
    assert answer.status_code == problem["status"] == 422
    assert answer.mimetype == "application/problem+json"
    assert problem["bron"] == bron
    assert problem["detail"]
    assert "parameter" not in problem


def test_the_cases_of_the_rulebook_come_out_of_the_api(client):
    for case in vectors("survey_response"):
        first = "ja" if case["first"] else "nee"
        answer = asked(client, "respons", schema=case["scheme"], ondernemers=case["entrepreneurs"], eerste=first)
        if case["expect"] is None:
            assert answer.status_code == 422
        else:
            found = answer.get_json()
            assert {"percentage": found["percentage"], "needed": found["nodig"]} == case["expect"]
    for case in vectors("certificate_validity"):
        found = asked(client, "geldigheid", uitgegeven=case["issued"].isoformat()).get_json()
        assert date.fromisoformat(found["geldig_tot_en_met"]) == case["expect"]


def test_every_website_may_ask_and_keep_the_answer_until_it_changes(client):
    answer = asked(client, "termijn", begin="2025-12-31", maanden=2)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    again = client.get(
        "/api/v1/rekenhulp/termijn?begin=2025-12-31&maanden=2", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304


@pytest.fixture(scope="module")
def description(client):
    return client.get("/api/v1/openapi.json").get_json()


def test_the_description_names_every_address_of_the_api_and_no_other(description, tmp_path, database):
    app = open_office(database, tmp_path).app
    rules = {
        rule.rule.removeprefix("/api/v1").replace("<number>", "{nummer}"): rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(("/api/v1", "/.well-known"))
    }
    assert set(description["paths"]) == set(rules) - {"/openapi.json"}
    assert set(rules.values()) <= PUBLIC
    assert description["openapi"] == "3.1.0"


def addresses(description):
    return [(path, operation["get"]) for path, operation in description["paths"].items()]


def test_every_address_is_described_in_full(description):
    names = [operation["operationId"] for _, operation in addresses(description)]
    assert len(names) == len(set(names))
    for _, operation in addresses(description):
        assert operation["summary"]
        for parameter in operation["parameters"]:
            assert parameter["description"].endswith(".")
            jsonschema_rs.validate(parameter["schema"], parameter["example"])
        for status, answer in operation["responses"].items():
            if status != "200":
                assert answer["$ref"] == f"#/components/responses/{TYPES[int(status)]}"
                assert TYPES[int(status)] in description["components"]["responses"]


def test_the_schemas_of_the_description_are_json_schemas(description):
    for schema in description["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


@pytest.mark.parametrize("key", ["audittijd", "respons", "schema", "termijn", "afwijking", "geldigheid"])
def test_the_answer_to_the_example_is_as_described(client, description, key):
    operation = description["paths"][f"/rekenhulp/{key}"]["get"]
    query = {parameter["name"]: parameter["example"] for parameter in operation["parameters"]}
    answer = asked(client, key, **query).get_json()
    schema = {
        **operation["responses"]["200"]["content"]["application/json"]["schema"],
        "components": description["components"],
    }
    jsonschema_rs.validate({**schema, "additionalProperties": False}, answer)


def test_a_problem_is_as_described_and_its_type_leads_to_the_description(client, description):
    problem = asked(client, "audittijd", schema="kvo-b-4.0", gebieden=0).get_json(force=True)
    jsonschema_rs.validate(description["components"]["schemas"]["Fout"], problem)
    path, pointer = problem["type"].split("#/")
    found = client.get(path).get_json()
    for part in pointer.split("/"):
        found = found[part]
    assert "schema laat dit niet toe" in found["description"]


def test_the_description_reads_as_dutch_without_escapes(client):
    text = client.get("/api/v1/openapi.json").get_data(as_text=True)
    assert "\\u" not in text
    assert json.loads(text)["info"]["title"]
