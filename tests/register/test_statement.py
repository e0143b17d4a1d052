"""Signed statements: who has the key can check them alone, and nobody else can make one."""

from __future__ import annotations

import base64
import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import OctKey

from auditbeheer.certificates.rules import Period
from auditbeheer.config import SettingsError
from auditbeheer.demo import environment
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.register.search import Entry, Place
from auditbeheer.register.statement import (
    FORGED,
    NO_KEYS,
    NONE,
    NotTrue,
    StatementKeys,
    checked,
    facts_of,
    in_words,
    read_keys,
)
from tests.register import keys

NOW = datetime(2026, 11, 23, 14, 3, 5, tzinfo=ZONE)
ENTRY = Entry(
    reference="KVO-B-2026-00042",
    status="geldig",
    holder="KVO Lelystad",
    places=[Place("Flevokust", "Lelystad", "0995")],
    municipality="Lelystad",
    type="bedrijventerrein",
    scheme="kvo-b-4.0",
    scheme_title="KVO Handboek Bedrijventerreinen, versie 4.0",
    certificate_name="",
    stars=None,
    issued="2026-11-23",
    last_day="2029-11-22",
    period=Period(date(2026, 11, 23), date(2029, 11, 22)),
    edition=1,
    sha256="ab" * 32,
)
ADDRESS = "https://register.voorbeeld.nl/register/KVO-B-2026-00042"
FACTS = facts_of(ENTRY, NOW.date(), NOW, body="Zeker B.V.", address=ADDRESS)


@pytest.fixture
def own(tmp_path) -> StatementKeys:
    return read_keys(str(keys.key_file(tmp_path)))


def parts(signed: str) -> list[bytes]:
    return [base64.urlsafe_b64decode(part + "==") for part in signed.split(".")]


def test_a_statement_tells_the_facts_with_who_signed_when_and_where_to_look(own):
    facts = checked(own.sign(FACTS), own.published())
    assert facts == FACTS
    assert {name: facts[name] for name in ("nummer", "status", "op", "instelling", "adres", "ondertekend_op")} == {
        "nummer": "KVO-B-2026-00042", "status": "geldig", "op": "2026-11-23", "instelling": "Zeker B.V.",
        "adres": ADDRESS, "ondertekend_op": "2026-11-23T14:03:05+01:00",
    }  # fmt: skip
    assert in_words(facts).replace("\u00a0", " ") == (
        "De handtekening klopt. Zeker B.V. ondertekende deze verklaring op 23 november 2026 om 14:03.\n"
        "Certificaat KVO-B-2026-00042 van KVO Lelystad: geldig op 23 november 2026.\n"
        f"Daarna kan de status veranderd zijn. Zo is het nu: {ADDRESS}"
    )


def test_another_library_checks_it_with_the_published_key_alone(own):
    """By the bytes of RFC 7515 and RFC 8037, not by the library that signed."""
    signed = own.sign(FACTS)
    header, payload, signature = parts(signed)
    (published,) = own.published()["keys"]
    told = json.loads(header)
    assert told == {"alg": "Ed25519", "typ": "verklaring+jws", "kid": published["kid"]}
    key = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(published["x"] + "="))
    key.verify(signature, signed.rpartition(".")[0].encode())
    with pytest.raises(InvalidSignature):
        key.verify(signature, signed.rpartition(".")[0].encode() + b"x")
    assert json.loads(payload)["houder"] == "KVO Lelystad"


def test_only_the_public_half_is_published(own):
    (published,) = own.published()["keys"]
    assert set(published) == {"kty", "crv", "x", "kid", "alg", "use"}


def test_it_may_be_copied_from_paper_with_line_ends_in_it(own):
    signed = own.sign(FACTS)
    broken = "\r\n  ".join(signed[start : start + 90] for start in range(0, len(signed), 90))
    assert checked(f"\n{broken}\n", own.published()) == FACTS


def test_what_is_signed_by_an_older_key_stays_true_while_that_key_is_published(tmp_path):
    old, new = keys.key_file(tmp_path, "2024.pem"), keys.key_file(tmp_path, "2026.pem")
    signed = read_keys(str(old)).sign(FACTS)
    both = read_keys(f"{new}, {old}")
    assert checked(signed, both.published()) == FACTS
    assert json.loads(parts(both.sign(FACTS))[0])["kid"] == read_keys(str(new)).keys[0].thumbprint()
    with pytest.raises(NotTrue, match="staat niet tussen de gepubliceerde sleutels"):
        checked(signed, read_keys(str(new)).published())


def test_an_older_key_may_be_kept_by_its_public_half_only(tmp_path):
    old = Ed25519PrivateKey.generate()
    whole, half = keys.kept(tmp_path / "a.pem", keys.private(old)), keys.kept(tmp_path / "b.pem", keys.public(old))
    both = read_keys(f"{keys.key_file(tmp_path)},{half}")
    assert checked(read_keys(str(whole)).sign(FACTS), both.published()) == FACTS
    assert len(both.published()["keys"]) == 2


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    signer = read_keys(str(keys.key_file(tmp_path_factory.mktemp("keys"))))
    return signer.sign(FACTS), signer.published()


@given(place=st.integers(0, 2000), sign=st.sampled_from("AZaz09-_. "))
def test_a_statement_changed_in_any_place_is_refused(signed, place, sign):
    text, published = signed
    place %= len(text) - 1  # the last sign holds bits that no byte is made of
    if text[place] == sign:
        return
    with pytest.raises(NotTrue):
        checked(text[:place] + sign + text[place + 1 :], published)


@given(st.text())
def test_any_other_text_is_no_statement(signed, text):
    with pytest.raises(NotTrue):
        checked(text, signed[1])


@given(
    st.recursive(
        st.none() | st.booleans() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(["keys", "kty", "kid", "x", "crv"]), inner),
    )
)
def test_any_other_file_holds_no_keys(signed, strange):
    with pytest.raises(NotTrue):
        checked(signed[0], strange)


def test_the_facts_of_one_under_the_signature_of_another_are_refused(own):
    valid, withdrawn = own.sign(FACTS).split("."), own.sign({**FACTS, "status": "ingetrokken"}).split(".")
    with pytest.raises(NotTrue, match=FORGED):
        checked(".".join((valid[0], valid[1], withdrawn[2])), own.published())


def test_a_forger_may_not_choose_how_it_is_checked(own):
    """No signature at all, or the public key taken for a shared secret (RFC 8725 §2.1)."""
    (published,) = own.published()["keys"]
    content = json.dumps(FACTS).encode()
    header = (
        base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": published["kid"]}).encode()).decode().rstrip("=")
    )
    body = base64.urlsafe_b64encode(content).decode().rstrip("=")
    secret = OctKey.import_key(published["x"])
    shared = jws.serialize_compact({"alg": "HS256", "kid": published["kid"]}, content, secret, algorithms=["HS256"])
    for forged in (f"{header}.{body}.", shared):
        with pytest.raises(NotTrue, match=NONE):
            checked(forged, own.published())


@pytest.mark.parametrize("content", [b"[]", b"hallo", b"{}", b'{"nummer": "KVO-B-2026-00042"}', b"\xff"])
def test_something_else_that_we_signed_is_no_statement(own, content):
    header = {"alg": "Ed25519", "kid": own.keys[0].thumbprint()}
    with pytest.raises(NotTrue, match=NONE):
        checked(jws.serialize_compact(header, content, own.keys[0], algorithms=["Ed25519"]), own.published())


@pytest.mark.parametrize("strange", [None, [], {}, {"keys": []}, {"keys": [{}]}, {"keys": "x"}, "hallo"])
def test_a_file_without_keys_says_so(own, strange):
    with pytest.raises(NotTrue, match=NO_KEYS):
        checked(own.sign(FACTS), strange)


# The setting


@pytest.mark.parametrize("setting", ["", "  ", ","])
def test_without_a_key_there_are_none(setting):
    assert not read_keys(setting)


@pytest.mark.parametrize(("name", "content"), keys.wrong_keys().items(), ids=list(keys.wrong_keys()))
def test_a_wrong_key_is_refused_with_its_file_and_how_to_make_one(tmp_path, name, content):
    file = keys.kept(tmp_path / "fout.pem", content)
    with pytest.raises(SettingsError) as refused:
        read_keys(f"{keys.key_file(tmp_path)},{file}")
    assert str(refused.value).startswith("AUDITBEHEER_STATEMENT_KEYS klopt niet: in ")
    assert str(file) in str(refused.value)
    assert "openssl genpkey -algorithm ed25519" in str(refused.value)


def test_a_key_that_is_not_there_is_named(tmp_path):
    with pytest.raises(SettingsError, match=r"nergens\.pem is niet te lezen"):
        read_keys(str(tmp_path / "nergens.pem"))


def test_the_first_key_must_be_able_to_sign(tmp_path):
    half = keys.kept(tmp_path / "half.pem", keys.public(Ed25519PrivateKey.generate()))
    with pytest.raises(SettingsError, match="De eerste sleutel is de geheime"):
        read_keys(str(half))


def test_a_demo_makes_its_key_once_and_for_itself_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(environment, "INSTANCE", tmp_path / "instance")
    monkeypatch.setattr(os, "environ", {})
    environment.prepare(8000)
    file = Path(os.environ["AUDITBEHEER_STATEMENT_KEYS"])
    first = read_keys(str(file)).published()
    assert file.stat().st_mode & 0o077 == 0
    environment.prepare(8000)
    read_keys.cache_clear()
    assert read_keys(str(file)).published() == first
