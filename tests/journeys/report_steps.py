"""The report with its decision held back, the answer to the deviation, the supplement, the review."""

from __future__ import annotations

from auditbeheer.demo.papers import paper
from tests.journeys.office_steps import text_of, to_dossier
from tests.journeys.person import Person

CONCLUSION = "De samenwerking werkt en de partijen doen mee."
ADVICE = "Het rapport onderbouwt de conclusie."


def write(auditor: Person) -> None:
    """The first report: an incomplete one is not handed in; every topic is written; then it is handed in."""
    auditor.menu("Werkvoorraad")
    auditor.press("Maak het rapport af")
    auditor.press("Rapport schrijven")
    auditor.fill("Conclusie", CONCLUSION)
    auditor.press("Rapport bewaren")
    auditor.press("Rapport indienen")
    assert auditor.objections, "an incomplete report was taken"
    auditor.press("Rapport schrijven")
    assert auditor.value("Conclusie") == CONCLUSION
    for area in auditor.page.locator("main textarea[name^=topic-]").all():
        area.fill("Wij zagen dit in de stukken en op locatie, en het klopt.")
    auditor.press("Rapport bewaren")
    auditor.sees("Het besluit is aangehouden", "Er staat nog 1 afwijking open.")
    auditor.press("Rapport indienen")
    auditor.sees("Het rapport is ingediend")


def review(manager: Person) -> None:
    """Somebody who was not in the team reads it and advises."""
    manager.menu("Werkvoorraad")
    manager.press("Beoordeel het rapport")
    for question in (
        "Is het rapport compleet?", "Is de audit gedaan door gekwalificeerd personeel?",
        "Is de audit gegaan zoals het hoort?",
    ):  # fmt: skip
        manager.choose(question, "Ja")
    manager.choose("Wat adviseert u?", "Verlenen")
    manager.fill("Uw advies, met de reden", ADVICE)
    manager.press("Advies vastleggen")
    manager.sees(ADVICE)


def send(auditor: Person, number: str) -> str:
    """The report goes to the working group; returns what stands in its PDF."""
    to_dossier(auditor, number)
    auditor.step("Rapport")
    auditor.press("Rapport versturen")
    auditor.submit("Rapport versturen")
    auditor.sees("Het rapport is verstuurd naar Selin Yılmaz.")
    latest = auditor.page.locator("main .bestanden a").first.inner_text()
    return text_of(auditor.shown_file(latest))


def answer(planner: Person, number: str) -> None:
    """The working group sent what was lacking; an empty file is told at once and the words stay."""
    to_dossier(planner, number)
    planner.step("Afwijkingen")
    planner.press("Afwijking 1")
    planner.fill("Wat de werkgroep antwoordt", ANSWER)
    planner.attach("Bestand", ("aanvulling.pdf", b""))
    planner.fill("Van wie", "Selin Yılmaz")
    planner.choose("Is de aanvulling compleet?", "Ja, er kan beoordeeld worden")
    planner.is_held_back("Aanvulling bewaren", "Dit bestand is leeg (0 bytes)")
    assert planner.value("Wat de werkgroep antwoordt") == ANSWER
    planner.attach("Bestand", paper("Aangevulde maatregelmatrix"))
    planner.press("Aanvulling bewaren")
    planner.sees(ANSWER, "aangevulde-maatregelmatrix.pdf")


ANSWER = "Elke maatregel heeft nu een eigenaar; de matrix is aangevuld."


def settle(auditor: Person) -> None:
    """The auditor finds the answer enough, and writes the supplement that goes with it."""
    auditor.menu("Werkvoorraad")
    auditor.press("Beoordeel de aanvulling op afwijking 1")
    auditor.choose("Oordeel", "Voldoende")
    auditor.press("Oordeel bewaren")
    auditor.sees("Gesloten")
    auditor.step("Rapport")
    auditor.press("Aanvulling beginnen")
    auditor.submit("Aanvulling beginnen")
    auditor.fill("Wat er met de afwijkingen is gebeurd", "De aangevulde matrix is goed. De afwijking is gesloten.")
    auditor.press("Rapport bewaren")
    auditor.sees_not("besluit is aangehouden")
    auditor.press("Rapport indienen")
    auditor.sees("Het rapport is ingediend")
