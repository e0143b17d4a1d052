"""Every text that the system can send: it exists, gets what it names, speaks plainly, and names nobody else."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import meta
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from auditbeheer.plumbing import mail_text
from auditbeheer.plumbing.mail_text import LINK, LONGEST_SUBJECT, calendars_in, parts_of, write
from tests.architecture import house
from tests.architecture.test_words import objections

FOLDER = house.ROOT / "templates" / "mail"
TOPICS = sorted(file.stem for file in FOLDER.glob("*.md"))
# Functions that give a fact of their own to the texts that they tell.
GIVES = {"tell_about_quote": {"wie"}}
# Whose facts are put together before they are told; a test of that area sees what is told.
GATHERED = frozenset({
    "aanvraag_afgewezen", "aanvraag_bevestigen", "aanvraag_in_behandeling", "aanvraag_ontvangen", "aanvraag_verder",
    "aanvulling_goed", "aanvulling_ontvangen", "aanvulling_terug", "besluit_terug_auditor", "overgedragen",
    "rapport_terug", "bericht_antwoord", "contactpersoon", "document_herinneren", "document_niet", "document_ontvangen",
    "document_van_ander", "offerte_akkoord", "vraag_om_document", "bewijs_eindigt", "bewijs_eindigt_zelf",
})  # fmt: skip
VISITS = ("audit", "extra beoordeling")
DAY, LATER = "2026-12-09", "2027-02-09"
LONG = "Samenwerkingsverband Veilig Ondernemen Larserpoort, Noordersluis en Oostervaart"
SAMPLES: dict[str, list[dict[str, Any]]] = {
    "offerte": [
        {"bedrag": "€ 2.310,00", "uren": "12", "tot": DAY, "wie": []},
        {"bedrag": "€ 2.310,00", "uren": "5,5", "tot": DAY, "wie": ["Bram Smit", "Joke de Vries"]},
    ],
    "offerte_herinnering": [{"bedrag": "€ 2.310,00", "tot": DAY, "wie": wie} for wie in ([], ["Bram Smit"])],
    "offerte_verloopt": [{"bedrag": "€ 2.310,00", "tot": DAY, "wie": wie} for wie in ([], ["Bram Smit"])],
    "documenten_nodig": [
        {"namen": ["Schouwrapport", "Plan van aanpak"], "toelichting": ["Met foto’s."], "dag": DAY, "audit": LATER},
        {"namen": ["Schouwrapport"], "toelichting": [], "dag": "", "audit": ""},
    ],
    "documenten_herinnering": [
        {"namen": ["Schouwrapport", "Plan van aanpak"], "dag": DAY, "audit": LATER},
        {"namen": ["Schouwrapport"], "dag": DAY, "audit": LATER},
    ],
    "document_aanvullen": [
        {"naam": "Schouwrapport", "ontbreekt": ["Bladzijde 3 ontbreekt."], "dag": DAY},
        {"naam": LONG, "ontbreekt": [], "dag": ""},
    ],
    "document_ontvangen": [
        {"bestand": "schouw.pdf", "naam": "Schouwrapport", "dag": DAY, "tijd": "16:20", "uiterlijk": until}
        for until in (LATER, "")
    ],
    "vraag_om_document": [
        {"vrager": "Selin Yılmaz", "naam": "Schouwrapport", "werkgroep": LONG, "dag": DAY, "uitleg": "Van dit jaar."},
        {"vrager": "Selin Yılmaz", "naam": "Schouwrapport", "werkgroep": LONG, "dag": "", "uitleg": ""},
    ],
    "bewijs_eindigt": [{"wie": "Marloes Bakker", "bewijs": "Certificaat Lead Auditor, TÜV 2024-118", "dag": DAY}],
    "bewijs_eindigt_zelf": [{"bewijs": "Certificaat Lead Auditor, TÜV 2024-118", "dag": DAY}],
    "audit_gepland": [{"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "documenten": due} for due in (DAY, "")],
    "audit_verzet": [
        {"dag": LATER, "eerder": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "documenten": due,
         "documenten_eerder": was, "rapport": due, "rapport_eerder": was}
        for due, was in ((LATER, DAY), (LATER, ""), ("", ""))
    ],
    "audit_afgezegd": [{"dag": DAY}],
    "audit_duur": [{"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "uren": "5,5", "eerder": "4"}],
    "extra_dag": [
        {"dag": LATER, "eerder": before, "tijd": "09:30", "plaats": "Gemeentehuis", "extra": 12} for before in (DAY, "")
    ],
    "extra_afgezegd": [{"dag": DAY, "extra": 12}],
    "extra_toegewezen": [
        {"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "rol": "auditor", "extra": 12}
    ],
    "audit_bevestigd": [{"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "rol": "auditor"}],
    "auditplan": [{"dag": DAY, "versie": 1, "team": ["Marloes Bakker (auditor)", "Frits de Groot (tweede auditor)"]}],
    "bezwaar_besluit": [{"wie": "Marloes Bakker", "ander": other, "reden": "Ja."} for other in (True, False)],
    "kies_dag": [
        {"werkgroep": "KVO Lelystad", "dagen": [DAY, LATER], "uiterlijk": DAY, "wat": what} for what in VISITS
    ],
    "kies_dag_herinnering": [
        {"werkgroep": "KVO Lelystad", "dagen": [DAY], "uiterlijk": DAY, "wat": what} for what in VISITS
    ],
    "dag_gevraagd": [{"dagen": [DAY, LATER], "uiterlijk": DAY, "wat": what} for what in VISITS],
    "dag_gekozen": [{"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "wat": what} for what in VISITS],
    "dag_ingetrokken": [{"reden": "De audit gaat nog niet door.", "wat": what} for what in VISITS],
    "aanvulling_nodig": [
        {"aantal": 1, "dag": DAY, "klaar": LATER}, {"aantal": 3, "dag": "", "klaar": LATER},
        {"aantal": 2, "dag": DAY, "klaar": ""},
    ],
    "aanvulling_herinnering": [{"aantal": number, "dag": DAY} for number in (1, 2)],
    "rapport": [
        {"versie": 1, "besluit": "verleend", "tot": ""}, {"versie": 1, "besluit": "", "tot": DAY},
        {"versie": 2, "besluit": "", "tot": ""},
    ],
    "gefeliciteerd": [{"plaats": LONG, "nummer": "KVO-B-2026-00042", "van": DAY, "tot": "2029-12-08"}],
    "certificaat_eindigt": [
        {"maanden": 9, "gebied": gebied, "nummer": "KVO-B-2024-00012", "tot": DAY} for gebied in ("De Amert", LONG[:40])
    ],
    "nieuwe_link": [{"dag": DAY}],
    "extra_uren": [
        {"uren": "2,5", "samen": "14,5", "waarom": "Het schouwrapport mist foto’s", "bedrag": "€ 363,00", "wie": []},
        {"uren": "2", "samen": "14", "waarom": "Het plan is niet af", "bedrag": "", "wie": ["Bram Smit"]},
    ],
    "bericht_antwoord": [{"vraag": "Mag de audit later?", "antwoord": "Ja, dat mag."}],
    "contactpersoon": [{"groep": LONG}],
    "uitnodiging": [{"groep": LONG, "dag": DAY}],
    "document_herinneren": [
        {"vrager": "Selin Yılmaz", "naam": "Schouwrapport", "werkgroep": LONG, "dag": day} for day in (DAY, "")
    ],
    "document_niet": [{"wie": "Bram Smit", "document": "Schouwrapport", "waarom": "Ik heb het niet."}],
    "document_van_ander": [{"wie": "Bram Smit", "document": "Schouwrapport", "bestand": "schouw.pdf"}],
    "offerte_akkoord": [{
        "offerte": "O-2026-0031, versie 1", "bedrag": "€ 2.310,00", "naam": "Bram Smit", "functie": "voorzitter",
        "dag": DAY, "tijd": "16:20",
    }],
    "bericht": [{"onderwerp": "Parkeren bij de audit", "alineas": ["Er is plaats.", "Tot dan."]}],
    "ochtendpost": [
        {"aantal": 9, "te_laat": 2, "vandaag": 1, "regels": ["Maak de offerte – KVO Lelystad"], "meer": 4},
        {"aantal": 1, "te_laat": 0, "vandaag": 0, "regels": ["Maak de offerte – KVO Lelystad"], "meer": 0},
    ],
    "proefmail": [{}],
    "wijziging_ontvangen": [
        {"soort": "een partij vertrekt", "wat": "De politie stopt.", "dag": DAY, "eigen": own} for own in (True, False)
    ],
    "wijziging_beoordeeld": [
        {"soort": "iets anders", "gevolg": effect, "reden": "Kleine wijziging.", "eigen": own}
        for effect, own in (("geen gevolg", True), ("extra beoordeling nodig", False))
    ],
    "audit_toegewezen": [
        {"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "rol": "auditor", "bevestigen": needed}
        for needed in (True, False)
    ],
    "auditor_vervangen": [
        {"dag": DAY, "tijd": "09:30", "plaats": "Gemeentehuis", "rol": "auditor", "naam": "Frits de Groot",
         "eerder": "Marloes Bakker", "extra": extra}
        for extra in ("", 12)
    ],
    "aanvraag_bevestigen": [{"groep": LONG[:60], "dag": DAY}],
    "aanvraag_ontvangen": [{"groep": LONG[:60], "dag": DAY}],
    "aanvraag_in_behandeling": [
        {"groep": LONG[:60], "nummer": "D-2026-0147", "ontbreekt": "3 dingen", "deur": True},
        {"groep": "KVO Urk", "nummer": "D-2026-0147", "ontbreekt": "", "deur": False},
    ],
    "aanvraag_afgewezen": [{"groep": LONG[:60], "waarom": "Het gebied ligt in Duitsland."}],
    "aanvraag_verder": [{"schema": "KVO Winkelgebieden 4.0"}],
    "aanvulling_ontvangen": [
        {"nummer": 1, "dag": DAY, "tijd": "16:20", "compleet": True, "uiterlijk": "", "klaar": LATER, "bestand": "a"},
        {"nummer": 1, "dag": DAY, "tijd": "16:20", "compleet": True, "uiterlijk": "", "klaar": "", "bestand": ""},
        {"nummer": 2, "dag": DAY, "tijd": "16:20", "compleet": False, "uiterlijk": LATER, "klaar": "", "bestand": ""},
    ],
    "aanvulling_goed": [{"nummer": 1, "wat": wat} for wat in ("", "Duidelijke foto’s.")],
    "aanvulling_terug": [{"nummer": 1, "wat": "De factuur ontbreekt.", "dag": day} for day in (DAY, "")],
    "besluit_geweigerd": [{"groep": LONG, "dag": DAY, "waarom": "De termijn liep af."}],
    "besluit_heropend": [{"groep": LONG, "waarom": "Het bezwaar klopt."}],
    "besluit_terug_auditor": [{"groep": LONG[:60], "wat": "Het bezwaar klopt."}],
    "rapport_terug": [{"groep": LONG[:60], "wat": "Waar staat de respons?"}],
    "overgedragen": [
        {"aantal": 1, "van": "A. Vos", "waarom": "", "namen": ["D-2026-0147, KVO Urk"]},
        {"aantal": 2, "van": "A. Vos", "waarom": "Verlof", "namen": ["D-2026-0147, KVO Urk", "D-2026-0148, KVO Oss"]},
    ],
    "audit_voorbij": [
        {"dag": DAY, "reden": "verzet naar 16\u00a0december 2026: ziek", "wat": what, "extra": extra}
        for what, extra in (("audit", ""), ("extra beoordeling", 12))
    ],
}  # fmt: skip
CASES = [
    pytest.param(topic, facts, id=f"{topic}-{n}") for topic, samples in SAMPLES.items() for n, facts in
    enumerate(samples, 1)
]  # fmt: skip


def telling() -> Iterator[tuple[Path, int, str, set[str]]]:
    """(file, line, topic, names of the facts) of every place in the code that tells something."""
    for file in house.modules("*.py") + house.modules("*/*.py"):
        for node in ast.walk(house.tree(file)):
            if not isinstance(node, ast.Call):
                continue
            given = {word.arg: word.value for word in node.keywords}
            topic, facts = given.get("topic"), given.get("facts")
            if isinstance(topic, ast.Constant) and isinstance(facts, ast.Dict):
                names = {str(key.value) for key in facts.keys if isinstance(key, ast.Constant)}
                called = node.func.id if isinstance(node.func, ast.Name) else ""
                yield file, node.lineno, str(topic.value), names | GIVES.get(called, set())


def named_in(topic: str) -> set[str]:
    """The facts that a text names."""
    environment = mail_text._PLAIN
    source = (FOLDER / f"{topic}.md").read_text(encoding="utf-8")
    return meta.find_undeclared_variables(environment.parse(source)) - set(environment.globals)


TOLD = list(telling())


@pytest.mark.parametrize(
    ("file", "line", "topic", "facts"), TOLD, ids=[f"{house.name_of(file)}-{line}" for file, line, *_ in TOLD]
)
def test_what_is_told_has_a_text_that_gets_all_it_names_and_nothing_else(file, line, topic, facts):
    assert topic in TOPICS, f"{house.name_of(file)}:{line} tells {topic!r}, which has no text"
    assert facts == named_in(topic)


def test_every_text_is_told_by_somebody():
    told = {topic for _, _, topic, _ in TOLD}
    assert set(TOPICS) - told - GATHERED == set()


def test_every_text_has_a_sample_with_all_that_it_names():
    assert sorted(SAMPLES) == TOPICS
    for topic, samples in SAMPLES.items():
        for facts in samples:
            assert set(facts) == named_in(topic), topic


def written(topic: str, facts: dict[str, Any], about: str = f"KVO {LONG}, D-2026-0147"):
    return write([(topic, facts)], about=about, greeting="Beste Selin Yılmaz,", sign_off="Met vriendelijke groet,\nWij")


@pytest.mark.parametrize(("topic", "facts"), CASES)
def test_a_text_speaks_plain_dutch(topic, facts):
    subject, body = parts_of(topic, facts, quoted=False)
    wrong = objections(subject) + objections(re.sub(r"⟦knop: |⟦agenda(-\d+)?: |⟧", "", body))
    assert not wrong


@pytest.mark.parametrize(("topic", "facts"), CASES)
def test_a_subject_fits_in_120_signs_on_one_line_with_the_number(topic, facts):
    subject = written(topic, facts).subject
    assert len(subject) <= LONGEST_SUBJECT
    assert "\n" not in subject
    # before there is a dossier, what it is about is the group
    assert "D-2026-0147" in subject or facts.get("nummer", facts.get("groep")) in subject


@pytest.mark.parametrize(("topic", "facts"), CASES)
def test_a_text_has_one_button_and_the_same_words_as_text_and_as_html(topic, facts):
    words = written(topic, facts)
    tree = HTMLParser(words.html)
    assert words.text.count(LINK) == 1
    assert [a.attributes["href"] for a in tree.css("a")].count(LINK) == 1
    assert calendars_in(words.text) == calendars_in(words.html)
    assert len(calendars_in(words.text)) <= 1
    assert tree.body is not None
    assert bare(tree.body.text(separator=" ")) == bare(re.sub(r"⟦(adres|agenda(-\d+)?)⟧", "", words.text))


def bare(text: str) -> str:
    """Only the words: how a list or a link looks differs."""
    return " ".join(re.findall(r"\w+", text))


@pytest.mark.parametrize(("topic", "facts"), CASES)
def test_the_first_sentence_is_the_news_with_the_day_it_is_about(topic, facts):
    _, body = parts_of(topic, facts, quoted=False)
    opening = body.split("\n\n")[0].replace("\n", " ")
    if any(facts.get(name) for name in ("dag", "tot")) and topic not in {"rapport"}:
        assert re.search(r"\d{1,2}\u00a0[a-z]+ \d{4}", opening), opening
    assert "\n\n\n" not in body
    assert not re.search(r"[ \t]{2,}", body)


@pytest.mark.parametrize(("topic", "facts"), CASES)
def test_a_text_holds_no_address_or_phone_number(topic, facts):
    """Whom to answer stands in the sign-off; who else there is concerns only them."""
    assert not re.search(r"[\w.]+@[\w.]+|\b0\d{2,3}[ -]?\d{6,7}\b", " ".join(parts_of(topic, facts, quoted=False)))


def test_no_fact_that_is_told_is_an_address_or_a_phone_number():
    wrong = [
        f"{house.name_of(file)}:{line} gives {sorted(names & {'email', 'phone', 'telefoon'})}"
        for file, line, _, names in TOLD
        if names & {"email", "phone", "telefoon", "adres"}
    ]
    assert not wrong
