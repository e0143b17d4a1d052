"""Scheme files as texts, whole and broken, for tests that write them."""

from importlib import resources


def text_of(key: str) -> str:
    """The text of a file that ships."""
    return resources.files("auditbeheer.scheme").joinpath(f"data/{key}.toml").read_text(encoding="utf-8")


def complete_w() -> str:
    """A complete, adopted file for winkelgebieden: invented figures in the shape of those for bedrijventerreinen."""
    text = text_of("kvo-b-4.0")
    for old, new in (
        ('sleutel = "kvo-b-4.0"', 'sleutel = "kvo-w-4.0"'),
        ('naam = "KVO Bedrijventerreinen 4.0"', 'naam = "KVO Winkelgebieden 4.0"'),
        ('kort = "KVO-B 4.0"', 'kort = "KVO-W 4.0"'),
        ('document = "B4"', 'document = "W4"'),
        ("vastgesteld_op = 2024-03-01", "vastgesteld_op = 2026-03-01"),
        ('waarde = ["bedrijventerrein"]', 'waarde = ["winkelgebied"]'),
    ):
        assert old in text
        text = text.replace(old, new)
    return text
