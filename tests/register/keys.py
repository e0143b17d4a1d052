"""Keys to sign statements with, as an operator makes them, and files that are no such key."""

from __future__ import annotations

from pathlib import Path

from cryptography.hazmat.primitives import serialization as forms
from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

PEM = forms.Encoding.PEM


def private(key, password: bytes = b"") -> bytes:
    """The whole key; with a password that auditbeheer cannot ask for."""
    lock = forms.BestAvailableEncryption(password) if password else forms.NoEncryption()
    return bytes(key.private_bytes(PEM, forms.PrivateFormat.PKCS8, lock))


def public(key) -> bytes:
    """Only what everybody may know."""
    return bytes(key.public_key().public_bytes(PEM, forms.PublicFormat.SubjectPublicKeyInfo))


def key_file(folder: Path, name: str = "verklaring.pem") -> Path:
    """A fresh key in a file of its own."""
    return kept(folder / name, private(Ed25519PrivateKey.generate()))


def kept(file: Path, content: bytes) -> Path:
    """The file with this content."""
    file.write_bytes(content)
    return file


def wrong_keys() -> dict[str, bytes]:
    """What somebody may take for a key."""
    key = Ed25519PrivateKey.generate()
    return {
        "an empty file": b"",
        "no key at all": b"\x00\xffhallo",
        "half a key": private(key)[:60],
        "a key with a password": private(key, b"geheim"),
        "a key to agree with": private(x25519.X25519PrivateKey.generate()),
        "a key of another kind": private(ec.generate_private_key(ec.SECP256R1())),
    }
