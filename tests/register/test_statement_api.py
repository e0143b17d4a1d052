"""The statement over the web and by command: asked for by a program, checked on a machine that knows nothing of us."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest

from auditbeheer.cli import main
from auditbeheer.register.statement import KEYS_PATH, checked
from tests.decisions.case import CONTACT_MAIL, CONTACT_PHONE
from tests.office import BASE
from tests.register import keys
from tests.register.test_views import NUMBER

ADDRESS = f"/api/v1/certificaten/{NUMBER}/verklaring"


def test_the_statement_holds_what_the_api_answers_signed_at_this_moment(signing):
    answer = signing.public.raw(ADDRESS)
    assert (answer.status_code, answer.mimetype) == (200, "application/jose")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    facts = checked(answer.text, signing.public.raw(KEYS_PATH).json)
    plain = signing.public.raw(f"/api/v1/certificaten/{NUMBER}").json
    assert {name: facts[name] for name in plain} == plain
    assert {name: facts[name] for name in set(facts) - set(plain)} == {
        "instelling": "Voorbeeld B.V.", "adres": f"{BASE}/register/{NUMBER}",
        "ondertekend_op": facts["ondertekend_op"],
    }  # fmt: skip
    assert facts["ondertekend_op"].startswith("2026-11-23T")


def test_the_number_may_be_typed_in_small_letters(signing):
    facts = checked(signing.public.raw(ADDRESS.lower()).text, signing.public.raw(KEYS_PATH).json)
    assert facts["nummer"] == NUMBER


def test_nothing_about_persons_is_signed(signing):
    told = json.dumps(checked(signing.public.raw(ADDRESS).text, signing.public.raw(KEYS_PATH).json))
    for secret in (CONTACT_PHONE, CONTACT_MAIL, "Selin", "Annelies", "Karel Jansen", "Marloes", signing.code):
        assert secret not in told


def problem(answer, status: int = 404) -> str:
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    return str(json.loads(answer.data)["detail"])


def test_without_a_key_the_installation_says_that_it_does_not_sign(signing):
    signing.use("")
    for address in (ADDRESS, KEYS_PATH):
        assert problem(signing.public.raw(address)) == "Deze installatie ondertekent geen verklaringen."


def test_about_what_is_not_ours_nothing_is_stated(signing):
    unknown = problem(signing.public.raw("/api/v1/certificaten/KVO-B-1999-00001/verklaring"))
    assert unknown == "Wij kennen geen certificaat met dit nummer."
    assert "niet uit" in problem(signing.public.raw("/api/v1/certificaten/import-00017/verklaring"))


def test_a_question_that_is_not_known_is_named(signing):
    answer = signing.public.raw(f"{ADDRESS}?op=2030-01-01")
    assert problem(answer, 400).startswith("De vraag op kennen wij niet.")
    assert answer.get_json(force=True)["parameter"] == "op"


def test_the_answers_are_as_the_description_says(signing):
    described = signing.public.raw("/api/v1/openapi.json").json["paths"]
    for path, address in (("/certificaten/{nummer}/verklaring", ADDRESS), (KEYS_PATH, KEYS_PATH)):
        answer = signing.public.raw(address)
        ((media_type, content),) = described[path]["get"]["responses"]["200"]["content"].items()
        assert answer.mimetype == media_type
        told = json.loads(answer.data) if media_type.endswith("json") else answer.text
        jsonschema_rs.validate(content["schema"], told)
    assert described[KEYS_PATH]["servers"] == [{"url": "/"}]


# The command


@pytest.fixture
def files(signing, tmp_path, monkeypatch) -> tuple[str, str]:
    """A statement and the published keys, as somebody saved them; no setting of ours is there."""
    monkeypatch.delenv("AUDITBEHEER_STATEMENT_KEYS", raising=False)
    statement = keys.kept(tmp_path / "verklaring.jws", signing.public.raw(ADDRESS).data)
    published = keys.kept(tmp_path / "sleutels.json", signing.public.raw(KEYS_PATH).data)
    return str(statement), str(published)


def test_a_true_statement_is_told_and_ends_with_0(files, capsys):
    statement, published = files
    assert main(["verify", statement, "--keys", published]) == 0
    told = capsys.readouterr().out
    assert told.startswith("De handtekening klopt. Voorbeeld B.V. ondertekende")
    assert f"Certificaat {NUMBER} van KVO Lelystad: geldig op" in told
    assert main(["verify", statement, "--keys", published, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["nummer"] == NUMBER


def test_the_installation_checks_its_own_statements_without_a_file(signing, files, monkeypatch, capsys):
    monkeypatch.setenv("AUDITBEHEER_STATEMENT_KEYS", str(signing.key))
    assert main(["verify", files[0]]) == 0
    assert capsys.readouterr().err == ""


def test_a_false_statement_ends_with_1_and_one_sentence(files, tmp_path, capsys):
    statement, published = files
    text = Path(statement).read_text()
    middle = len(text) // 2
    forged = keys.kept(
        tmp_path / "vals.jws", f"{text[:middle]}{'A' if text[middle] != 'A' else 'B'}{text[middle + 1 :]}".encode()
    )
    other = keys.kept(tmp_path / "anders.json", json.dumps(_published(tmp_path)).encode())
    for words, said in (
        ((str(forged), "--keys", published), "De handtekening klopt niet"),
        ((statement, "--keys", str(other)), "staat niet tussen de gepubliceerde sleutels"),
        ((statement, "--keys", statement), "geen sleutels"),
        ((published, "--keys", published), "geen ondertekende verklaring"),
        ((statement,), "Noem met --keys het bestand met sleutels"),
        (("nergens.jws", "--keys", published), "niet te lezen"),
        ((statement, "--keys", "nergens.json"), "niet te lezen"),
    ):
        assert main(["verify", *words]) == 1, words
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert said in err


def _published(folder: Path) -> object:
    from auditbeheer.register.statement import read_keys

    return read_keys(str(keys.key_file(folder, "anders.pem"))).published()


@pytest.mark.parametrize("words", [("verify",), ("verify", "a", "b"), ("verify", "a", "--sleutel", "b")])
def test_wrong_arguments_end_with_2(words, capsys):
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2
    assert "usage: auditbeheer" in capsys.readouterr().err


def test_a_server_does_not_start_on_a_wrong_key(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("AUDITBEHEER_SECRET_KEY", "een-geheim-dat-alleen-voor-tests-bestaat")
    monkeypatch.setenv("AUDITBEHEER_DATABASE_URL", f"sqlite:///{tmp_path}/kantoor.sqlite")
    monkeypatch.setenv("AUDITBEHEER_STATEMENT_KEYS", str(tmp_path / "nergens.pem"))
    assert main(["run"]) == 1
    assert "AUDITBEHEER_STATEMENT_KEYS klopt niet" in capsys.readouterr().err
    assert not (tmp_path / "kantoor.sqlite").exists()
