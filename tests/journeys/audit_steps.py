"""The middle of the chain: planning, documents, the audit on location, the report with its deviation."""

from __future__ import annotations

from datetime import date

from auditbeheer.demo.papers import paper
from tests.journeys.office_steps import AUDIT_DAY, MEMBERS, PARKS, to_dossier
from tests.journeys.person import Person

REVIEW_DAY = date(2026, 12, 16)
DOCUMENTS_DUE, REPORT_DUE = "woensdag 9 december 2026", "woensdag 6 januari 2027"
LATE_REASON = "8 audits bijgewoond, nodig zijn er 10"
POINTS = 21  # of the 24 points of the checklist three are about a later certificate only
DEVIATING, SEEN = "T13", "Twee van de tien maatregelen hebben geen eigenaar."


def plan(planner: Person) -> None:
    """A day with its promises, and a lead auditor: who can and who cannot, with every reason."""
    planner.menu("Planning")
    planner.press("Plannen", within=planner.part("Cluster Lelystad"))
    planner.day("Dag van de audit", AUDIT_DAY)
    planner.sees(DOCUMENTS_DUE, REPORT_DUE)  # while typing
    planner.fill("Begintijd", "9.30")
    planner.fill("Waar begint de audit?", "Gemeentehuis Lelystad, Stadhuisplein 2")
    planner.day("Dag van de documentbeoordeling", REVIEW_DAY)
    planner.press("Audit plannen")
    planner.sees("De audit staat op woensdag 23 december 2026", "Kan deze audit doen", "Kan niet")
    able = [planner.part(name, "Kies").count() for name in ("Marloes Bakker", "Hugo van Dam", "Femke de Groot")]
    assert able == [1, 1, 1]
    reasons = planner.part("Sanne Peters", "8 audits bijgewoond", "B4 §6.2.2", "Mee als auditor in opleiding")
    assert reasons.locator(".redenen li").count() == 3, "every reason, not only the first"
    planner.press("Kies M. Bakker")
    planner.sees(
        f"uiterlijk {DOCUMENTS_DUE}", f"uiterlijk {REPORT_DUE}", "09:30", "Marloes Bakker", "nog niet bevestigd",
        "Nog niet:",
    )  # fmt: skip


def confirm_the_day(auditor: Person, planner: Person, number: str) -> None:
    """The auditor states to be impartial, from the work list; then the planner confirms the day."""
    auditor.menu("Werkvoorraad")
    auditor.press("Bevestig uw onpartijdigheid")
    auditor.press("Ik bevestig dit")
    to_dossier(planner, number)
    planner.step("Planning")
    planner.press("Dag bevestigen")
    planner.sees("Bevestigd aan de werkgroep")


def collect(planner: Person) -> None:
    """Six documents, the survey of each park with its needed response at once, measures that were carried out."""
    planner.step("Documenten")
    names = planner.page.locator("main table").first.locator("tbody a").all_inner_texts()
    assert len(names) == 6
    for name in names:
        planner.press(name)
        planner.attach("Bestanden", paper(name))
        planner.fill("Van wie", "Selin Yılmaz")
        planner.day("Ontvangen op", date(2026, 11, 23))
        planner.press("Document bewaren")
        planner.sees("is binnen")
        planner.step("Documenten")
    planner.sees("6 van 6 binnen")
    for park in PARKS:
        _count_answers(planner, *park)
    planner.press("Maatregel toevoegen")
    for measure in MEASURES:
        _add_measure(planner, *measure)
    planner.press("Annuleren")
    planner.sees_not("Let op:")


MEASURES = (
    ("Verlichting hersteld", "Schouw"),
    ("Zwerfvuil opgeruimd", "Schouw"),
    ("Groen gesnoeid bij de ingang", "Schouw"),
    ("Nieuwsbrief over meldpunten", "Communicatie"),
)
NEEDED = {12: 5, 148: 30, 131: 27, 51: 16}


def _count_answers(planner: Person, name: str, counted: int) -> None:
    planner.press(name)
    planner.sees(f"{NEEDED[counted]} ")
    planner.day("Enquête verstuurd op", date(2026, 10, 5))
    planner.fill("Ondernemers op die dag", counted)
    planner.fill("Ontvangen antwoorden", NEEDED[counted] - (1 if counted == 51 else 0))
    planner.press("Respons bewaren")
    row = planner.part(name, "B4 §4.1.1")
    if counted == 51:  # one answer short is told at once, and mended
        assert "niet gehaald" in row.inner_text()
        planner.press(name)
        planner.fill("Ontvangen antwoorden", NEEDED[counted])
        planner.press("Respons bewaren")
    assert row.inner_text().rstrip().endswith("\tgehaald")


def _add_measure(planner: Person, title: str, origin: str) -> None:
    planner.fill("Maatregel", title)
    planner.choose("Waar komt die vandaan", origin)
    planner.pick("Gebied", "Alle gebieden")
    planner.day("Uitgevoerd op", date(2026, 11, 2))
    planner.press("Maatregel bewaren")
    planner.sees(title)


def assess(auditor: Person, planner: Person, number: str) -> None:
    """Each verdict of the auditor leads to the next document; the planner records that the set is complete."""
    auditor.menu("Werkvoorraad")
    auditor.press("Beoordeel 6 documenten")
    _objects_to_a_verdict_without_words(auditor)
    for left in range(5, -1, -1):
        with auditor.budget(2):
            auditor.choose("Oordeel", "In orde")
            auditor.press("Oordeel bewaren")
        auditor.sees(f"Nog {left} document" if left else "Er wacht geen document meer op uw oordeel.")
    to_dossier(planner, number)
    planner.step("Documenten")
    planner.sees("6 van 6 binnen, 6 in orde")
    planner.press("Besluit over de set vastleggen")
    planner.choose("Besluit", "De set is compleet")
    planner.press("Besluit over de set bewaren")
    planner.sees("Compleet, maandag 23 november 2026")


def _objects_to_a_verdict_without_words(auditor: Person) -> None:
    auditor.choose("Oordeel", "Aanvullen")
    auditor.press("Oordeel bewaren")
    assert len(auditor.objections) == 1


def attend(auditor: Person) -> None:
    """On the day itself, on a phone: from the work list at once to who is there; one tap per answer."""
    auditor.press("Begin de audit")
    for member in MEMBERS:
        if member.kind == "Procesbegeleider":  # no member of the working group
            auditor.sees_not(member.organisation)
            continue
        auditor.choose(f"Was {member.organisation} bij de audit?", "Ja")
        if member.kind != "Politie":
            auditor.choose(f"Wie van {member.organisation}", member.name)
    auditor.press("Aanwezigheid bewaren")
    assert auditor.objections == ["Kies wie er van Politie, basisteam Lelystad bij was"]
    auditor.choose("Wie van Politie, basisteam Lelystad", "Dennis Mulder")
    auditor.press("Aanwezigheid bewaren")


def judge(auditor: Person) -> None:
    """All checkpoints, which start empty; one deviation within the budget of a phone."""
    auditor.sees(f"0 van {POINTS} ingevuld")
    titles = auditor.page.locator("main .toets h2").all_inner_texts()
    assert len(titles) == POINTS
    assert auditor.page.locator("main [aria-pressed=true], main [aria-current=true]").count() == 0
    for heading in titles:
        code, _, title = heading.partition(" ")
        if code == DEVIATING:
            with auditor.budget(4):
                auditor.press(f"Afwijking {title}")
                auditor.fill("Wat hebt u gezien", SEEN)
                auditor.press("Oordeel bewaren")
        else:
            auditor.press(f"In orde {title}")
    auditor.sees(f"{POINTS} van {POINTS} ingevuld", SEEN)


def close(auditor: Person) -> None:
    """The closing meeting names what was found and until when; afterwards the terms run."""
    auditor.press("Afsluiten")
    auditor.sees("Afwijking 1", SEEN, "Aanvullingen uiterlijk")
    auditor.press("Audit afsluiten")
    assert len(auditor.objections) >= 1
    assert "Selin Yılmaz" in auditor.value("Wie waren bij de afsluiting")
    auditor.fill("Met wie hebt u de afwijkingen besproken", "Selin Yılmaz")
    auditor.fill("Bestede uren tot nu toe", "12")
    auditor.press("Audit afsluiten")
    auditor.sees("De audit is afgesloten. De termijnen lopen.")
