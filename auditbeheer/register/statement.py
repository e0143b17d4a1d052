"""A signed statement: the facts of a certificate on a moment, checkable without us and without a network.

A compact JWS (RFC 7515) by Ed25519 (RFC 8037, RFC 9864). The keys that are published go by their thumbprint (RFC 7638),
so that a statement of years ago still names the key that signed it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from joserfc import jws
from joserfc.errors import BadSignatureError, JoseError
from joserfc.jwk import KeySet, OKPKey

from auditbeheer.config import SettingsError
from auditbeheer.plumbing.dutch import time_of
from auditbeheer.register.opendata import as_dict
from auditbeheer.register.rules import Saying
from auditbeheer.register.search import Entry
from auditbeheer.register.verification import Verified
from auditbeheer.scheme.wording import day_plain

ALGORITHM = "Ed25519"
KIND = "verklaring+jws"
MEDIA_TYPE, KEYS_MEDIA_TYPE = "application/jose", "application/jwk-set+json"
KEYS_PATH = "/.well-known/auditbeheer-keys.json"
SETTING = "AUDITBEHEER_STATEMENT_KEYS klopt niet"
LARGEST = 200_000
"""Bytes that are read of a file; a statement is some two thousand."""

FACTS = frozenset({"nummer", "status", "op", "instelling", "adres", "ondertekend_op"})
"""What a statement at least tells."""

FORGED = "De handtekening klopt niet: deze verklaring is veranderd, of niet door deze instelling gegeven."
NONE = "Dit is geen ondertekende verklaring."
NO_KEYS = "In dit bestand staan geen sleutels zoals een instelling ze publiceert."


class NotTrue(Exception):
    """A statement that cannot be relied on; the text says why."""


@dataclass(frozen=True)
class StatementKeys:
    """The keys of an installation: the first signs, all are published."""

    keys: Sequence[OKPKey] = ()

    def __bool__(self) -> bool:
        return bool(self.keys)

    def sign(self, facts: Mapping[str, Any]) -> str:
        """The facts as a compact JWS. Raises IndexError when there is no key."""
        header = {"alg": ALGORITHM, "typ": KIND, "kid": self.keys[0].thumbprint()}
        content = json.dumps(facts, ensure_ascii=False, separators=(",", ":"))
        return jws.serialize_compact(header, content.encode(), self.keys[0], algorithms=[ALGORITHM])

    def published(self) -> dict[str, Any]:
        """Only the public halves, as a JWK Set (RFC 7517)."""
        own = {"alg": ALGORITHM, "use": "sig"}
        return {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), **own} for key in self.keys]}


@lru_cache(maxsize=8)
def read_keys(setting: str) -> StatementKeys:
    """The keys that the setting names: PEM files, parted by commas. The first is a private key, others may be public.

    Read once per process. Raises ``SettingsError`` with the file and what to do.
    """
    files = [Path(name.strip()) for name in setting.split(",") if name.strip()]
    keys = [_key_in(file) for file in files]
    if keys and not keys[0].is_private:
        raise SettingsError(f"{SETTING}: in {files[0]} staat een openbare sleutel. De eerste sleutel is de geheime.")
    return StatementKeys(tuple({key.thumbprint(): key for key in keys}.values()))


def _key_in(file: Path) -> OKPKey:
    try:
        key = OKPKey.import_key(file.read_bytes())
    except OSError as error:
        raise SettingsError(f"{SETTING}: het bestand {file} is niet te lezen ({error.strerror})") from error
    except (JoseError, TypeError, ValueError) as error:
        raise SettingsError(_no_key(file)) from error
    if key.curve_name != ALGORITHM:
        raise SettingsError(_no_key(file))
    return key


def _no_key(file: Path) -> str:
    make = "openssl genpkey -algorithm ed25519 -out NIEUW-BESTAND"
    return f"{SETTING}: in {file} staat geen Ed25519-sleutel (PEM, zonder wachtwoord). Zo maakt u er een: {make}"


def facts_of(entry: Entry, day: date, now: datetime, *, body: str, address: str) -> dict[str, Any]:
    """What is stated of a row of the register on ``day``: as the API tells it, with who signs, when, and where to look.

    ``address``: the page that shows how it is today.
    """
    moment = now.isoformat(timespec="seconds")
    return {**as_dict(entry), "op": day.isoformat(), "instelling": body, "adres": address, "ondertekend_op": moment}


def facts_of_edition(
    entry: Entry, fact: Verified, said: Saying, now: datetime, *, body: str, address: str
) -> dict[str, Any]:
    """What is stated of one edition of a certificate today: with the verdict of its own verification page."""
    told = facts_of(entry, now.date(), now, body=body, address=address)
    own = {"status": said.word.lower(), "gebieden": list(fact.areas), "uitgave": fact.edition, "sha256": fact.sha256}
    newer = {"nieuwste_uitgave": fact.newest} if fact.newest > fact.edition else {}
    return {**told, **own, **newer}


def checked(signed: str, published: Any) -> dict[str, Any]:
    """The facts of a statement that one of these keys (a JWK Set, as read from JSON) signed. Raises ``NotTrue``.

    Blanks and line ends are passed over: a statement may be copied from a page of paper.
    """
    try:
        known = {str(key.kid): key for key in KeySet.import_key_set(published).keys}
    except (AttributeError, JoseError, KeyError, TypeError, ValueError) as error:
        raise NotTrue(NO_KEYS) from error
    try:
        told = jws.extract_compact(re.sub(r"\s+", "", signed).encode())
        key = known.get(str(told.headers().get("kid")))
        if key is None:
            raise NotTrue("De sleutel van deze verklaring staat niet tussen de gepubliceerde sleutels.")
        true = jws.validate_compact(told, key, algorithms=[ALGORITHM])
    except BadSignatureError as error:
        raise NotTrue(FORGED) from error
    except (JoseError, KeyError, TypeError, ValueError) as error:
        raise NotTrue(NONE) from error
    if not true:
        raise NotTrue(FORGED)
    return _facts_in(told.payload)


def _facts_in(payload: bytes) -> dict[str, Any]:
    try:
        facts = json.loads(payload)
    except ValueError as error:
        raise NotTrue(NONE) from error
    if not isinstance(facts, dict) or not set(facts) >= FACTS:
        raise NotTrue(NONE)
    return facts


def check_files(file: Path, keys: Path | None, setting: str) -> dict[str, Any]:
    """The facts of the statement in a file, by the keys in another one (None: those of this installation).

    Raises ``NotTrue`` and ``SettingsError``.
    """
    if keys is None and not read_keys(setting):
        raise NotTrue(f"Noem met --keys het bestand met sleutels. De instelling publiceert het op {KEYS_PATH}.")
    try:
        published = json.loads(_text_of(keys)) if keys else read_keys(setting).published()
    except ValueError as error:
        raise NotTrue(NO_KEYS) from error
    return checked(_text_of(file), published)


def _text_of(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST).decode(errors="replace")
    except OSError as error:
        raise NotTrue(f"Het bestand {file} is niet te lezen ({error.strerror}).") from error


def in_words(facts: Mapping[str, Any]) -> str:
    """What a statement tells, for who checked it."""
    signed = datetime.fromisoformat(str(facts["ondertekend_op"]))
    when = f"{day_plain(signed.date())} om {time_of(signed)}"
    holder = f" van {facts['houder']}" if facts.get("houder") else ""
    return (
        f"De handtekening klopt. {facts['instelling']} ondertekende deze verklaring op {when}.\n"
        f"Certificaat {facts['nummer']}{holder}: {facts['status']} op {day_plain(date.fromisoformat(facts['op']))}.\n"
        f"Daarna kan de status veranderd zijn. Zo is het nu: {facts['adres']}"
    )
