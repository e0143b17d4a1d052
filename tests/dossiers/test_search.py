"""One field for all of the office: what it finds for whom, where an exact number leads, what was meant instead."""

from __future__ import annotations

from datetime import date

import pytest

from auditbeheer.accounts import grants
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates.models import Certificate, CertificateArea
from auditbeheer.dossiers.search_terms import LONGEST, Series, read
from auditbeheer.dossiers.suggestion import distance, pieces
from auditbeheer.plumbing.dutch import fold, sort_key
from auditbeheer.plumbing.files import FileShelf, StoredFile, keep
from auditbeheer.quotes.models import ATTACHMENT, ApplicationDocument, ReceivedMail, Trajectory, trajectory_numbered
from auditbeheer.relations.models import AreaFile, AreaPaper, AreaType, MunicipalityAlias
from tests.documents.rooms import furnish
from tests.documents.scenes import NOW, PDF, dossier, there
from tests.office import Office
from tests.relations.samples import municipality

BUSINESS, SHOPS = AreaType.BUSINESS_PARK, AreaType.SHOPPING_AREA
LELYSTAD, BOSCH = "D-2026-0147", "D-2026-0999"
CERTIFICATE = f"/dossiers/{LELYSTAD}/certificaat"  # ours has no PDF yet, so no page


@pytest.mark.parametrize(
    ("typed", "series"),
    [
        ("D-2026-0147", Series("D", 2026, 147)),
        ("d2026-147", Series("D", 2026, 147)),
        ("  D 2026 0147 ", Series("D", 2026, 147)),
        ("2026-147", Series("", 2026, 147)),
        ("KVO-B-2026-00042", Series("B", 2026, 42)),
        ("kvo w 2026 42", Series("W", 2026, 42)),
        ("kvob202642", Series("B", 2026, 42)),
        ("KVO-X-2026-00042", None),
        ("D-2026-12345678", None),
        ("0320 123 456", None),
        ("Lelystad 2026", None),
    ],
)
def test_a_number_is_read_however_it_is_written(typed, series):
    assert read(typed).series == series


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("4455", "4455"), ("445", ""), ("(0320) 12-34 55", "320123455"), ("+31 6 1234.5678", "612345678"), ("4455 b", "")],
)
def test_four_digits_or_more_and_nothing_else_are_a_telephone(typed, digits):
    assert read(typed).digits == digits


def test_what_is_far_too_long_is_cut_and_signs_that_nobody_types_are_left_out():
    asked = read("a\x00b\ud800" + "x" * 10_000)
    assert asked.text.startswith("a b x")
    assert len(asked.text) == LONGEST
    assert len(read(" ".join(f"w{n}" for n in range(90))).words) == 6


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("urk", "urk", 0), ("lelistad", "lelystad", 1), ("dontren", "dronten", 2), ("almer", "almere", 1),
     ("ab", "ba", 1), ("emmen", "ommen", 1), ("zwolle", "zeewolde", 3)],
)  # fmt: skip
def test_letters_changed_added_left_out_and_swapped_are_counted(one, other, far):
    assert distance(one, other, 2) == far == distance(other, one, 2)


@pytest.mark.parametrize(("typed", "name"), [("lelistad", "lelystad"), ("dnorten", "dronten"), ("amlere", "almere")])
def test_a_name_with_as_many_mistakes_as_may_be_holds_one_of_the_pieces(typed, name):
    assert any(piece in name for piece in pieces(typed))


@pytest.fixture
def house(office: Office) -> Office:
    """Two dossiers in two places, a certificate of each, files, people; the auditor may see the one in Lelystad."""
    planner, auditor = office.person(Role.PLANNER), office.person(Role.AUDITOR)
    with office.write() as session:
        owner = session.get_one(Employee, planner)
        one = dossier(session, owner)
        other = dossier(session, owner, name="De Brand", number=999, parks=(("De Brand Zuid", 60),))
        place = municipality(session, "’s-Hertogenbosch", "0796")
        session.add(MunicipalityAlias(folded="den bosch", name="Den Bosch", municipality_code="0796"))
        other.areas[0].area.municipality_code = place.code
        person = other.partnership.parties[0].representatives[0]
        person.name, person.email, person.phone = "Zoë van Dijk", "z.vandijk@brand.nl", "+31 (6) 12 34 56 78"
        grants.give(session, auditor, kind=grants.DOSSIER, thing=one.number, why="auditteam", from_day=office.today)
        for trajectory, running in ((one, 42), (other, 43)):
            certify(session, trajectory, running)
        attach(session, office, other, "Schouwrapport coördinatie.pdf")
    return office


def certify(session, trajectory: Trajectory, running: int, *, older: str = "") -> None:
    """A certificate that is in force; ``older``: the number of one from before this system."""
    area = trajectory.areas[0].area
    row = Certificate(
        number=older or f"KVO-B-2026-{running:05d}", type=BUSINESS, holder=trajectory.partnership.name,
        scheme="kvo-b-4.0", scheme_title="KVO-B 4.0", municipality=area.municipality.name, issued_on=date(2026, 10, 1),
        last_day=date(2029, 9, 30), in_series=not older, trajectory=trajectory,
        year=None if older else 2026, sequence=None if older else running,
        holder_folded=fold(trajectory.partnership.name), sort_key=sort_key(trajectory.partnership.name),
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.add(
        CertificateArea(
            name=area.name, municipality=area.municipality.name, municipality_code=area.municipality_code,
            certificate=row, area=area, folded=fold(area.name),
        )
    )  # fmt: skip
    session.flush()


def attach(session, office: Office, trajectory: Trajectory, name: str) -> None:
    """A file of the application."""
    shelf: FileShelf = office.app.extensions["shelf"]
    blank = StoredFile(name=name, media_type="", size=0, sha256="", at=NOW, kind="aanvraag", thing=trajectory.number)
    file = keep(session, shelf, (name, PDF), blank)
    session.add(ApplicationDocument(trajectory_id=trajectory.id, code="plan", file=file, received_on=NOW.date()))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_of_an_area_and_one_that_came_by_mail_lead_to_the_dossier(office: Office):
    made = furnish(office)
    with office.write() as session:
        trajectory = there(trajectory_numbered(session, made))
        number, shelf = trajectory.number, office.app.extensions["shelf"]
        blank = StoredFile(name="x", media_type="", size=0, sha256="", at=NOW, kind="gebied", thing="1")
        mapped = keep(session, shelf, ("plattegrond-noord.pdf", PDF), blank)
        area = trajectory.areas[0].area
        session.add(AreaFile(area_id=area.id, kind=AreaPaper.MAP, received_on=NOW.date(), file=mapped))
        came = StoredFile(name="x", media_type="", size=0, sha256="", at=NOW, kind="mail", thing=number)
        mail = ReceivedMail(
            trajectory_id=trajectory.id, at=NOW, by_id=trajectory.owner_id, sender="a@b.nl", sender_name="A",
            subject="Notulen", text="", original=keep(session, shelf, ("bericht.pdf", PDF), came),
        )  # fmt: skip
        session.add(mail)
        session.flush()
        kept = StoredFile(name="x", media_type="", size=0, sha256="", at=NOW, kind=ATTACHMENT, thing=f"mail/{mail.id}")
        keep(session, shelf, ("notulen-maart.pdf", PDF), kept)
    for wanted in ("plattegrond-noord", "notulen-maart.pdf"):
        page = office.as_(Role.PLANNER).get(f"/zoeken?q={wanted}")
        assert number in page, wanted


def found(page, group: str) -> list[str]:
    """The names in one group."""
    return [row.text().strip() for row in page.tree.css(f"section[aria-labelledby=groep-{group}] tbody th a")]


@pytest.mark.parametrize(
    ("typed", "group", "names"),
    [
        ("brand", "dossiers", ["De Brand"]),
        ("cluster lely", "dossiers", ["Cluster Lelystad"]),
        ("Den Bosch", "dossiers", ["De Brand"]),
        ("hertogenbosch", "gebieden", ["De Brand Zuid"]),
        ("COORDINATIE schouw", "dossiers", ["De Brand"]),
        ("noordersluis", "certificaten", ["Cluster Lelystad"]),
        ("ondernemers lelystad", "relaties", ["De Brand", "Cluster Lelystad"]),
        ("zoe", "personen", ["Zoë van Dijk"]),
        ("van dijk brand", "personen", ["Zoë van Dijk"]),
        ("Z.vanDijk@", "personen", ["Zoë van Dijk"]),
        ("5678", "personen", ["Zoë van Dijk"]),
        ("06-12345678", "personen", ["Zoë van Dijk"]),
        ("bakker", "personen", ["Marloes Bakker"]),
        ("00043 kvo", "certificaten", []),
        ("B-2026-0004", "certificaten", ["De Brand", "Cluster Lelystad"]),
    ],
)
def test_a_planner_finds_everything_by_any_of_its_names(house, typed, group, names):
    assert found(house.as_(Role.PLANNER).get("/zoeken", query_string={"q": typed}), group) == names


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("D-2026-0147", f"/dossiers/{LELYSTAD}"),
        ("d2026147", f"/dossiers/{LELYSTAD}"),
        ("2026 999", f"/dossiers/{BOSCH}"),
        ("KVO-B-2026-00042", f"/dossiers/{LELYSTAD}/certificaat"),
        ("kvo b 2026 42", f"/dossiers/{LELYSTAD}/certificaat"),
    ],
)
def test_a_whole_number_leads_there_at_once(house, typed, place):
    answer = house.as_(Role.PLANNER).raw("/zoeken", query_string={"q": typed})
    assert (answer.status_code, answer.location) == (302, place)


@pytest.mark.parametrize("typed", ["KVO-B-2019-00007", "kvo b 2019 7", "2019 7", "B-2019-07"])
def test_a_certificate_from_before_this_system_is_found_however_its_number_is_typed(house, typed):
    with house.write() as session:
        another = dossier(session, session.get_one(Employee, house.person(Role.PLANNER)), number=42)
        certify(session, another, 0, older="KVO-B-2019-00007")
        number = another.number
    answer = house.as_(Role.PLANNER).raw("/zoeken", query_string={"q": typed})
    assert (answer.status_code, answer.location) == (302, f"/dossiers/{number}/certificaat")


def test_a_number_that_means_a_dossier_and_a_certificate_shows_both(house):
    with house.write() as session:
        certify(session, dossier(session, session.get_one(Employee, house.person(Role.PLANNER)), number=42), 999)
    page = house.as_(Role.PLANNER).get("/zoeken?q=2026-0999")
    assert len(found(page, "dossiers")) == len(found(page, "certificaten")) == 1


@pytest.mark.parametrize(
    "typed", ["brand zuid", "den bosch", "zoe", "z.vandijk@brand.nl", "5678", "coordinatie", BOSCH]
)
def test_an_auditor_finds_nothing_of_anothers_dossier_and_no_count_of_it(house, typed):
    page = house.as_(Role.AUDITOR).get("/zoeken", query_string={"q": typed})
    for group in ("dossiers", "gebieden", "relaties", "personen"):
        assert not page.tree.css(f"#groep-{group}"), group
    assert "Niets gevonden" in page or found(page, "certificaten") == ["De Brand"], "the list of certificates is open"


def test_an_auditor_finds_the_own_dossier_with_its_people_and_lands_where_they_may_look(house):
    page = house.as_(Role.AUDITOR).get("/zoeken?q=lelystad")
    assert found(page, "dossiers") == ["Cluster Lelystad"]
    links = {node.attributes["href"] for node in page.tree.css(".vondst tbody th a")} - {CERTIFICATE}
    for link in links:
        house.as_(Role.AUDITOR).get(link)
    assert found(house.as_(Role.AUDITOR).get("/zoeken?q=selin"), "personen") == [
        "Selin Yılmaz (brandweer)", "Selin Yılmaz (gemeente)", "Selin Yılmaz (ondernemers)", "Selin Yılmaz (politie)",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["brand", "lelystad", "zoe", "5678", "2026-0147", "KVO-B-2026-00042"])
def test_who_keeps_the_accounts_finds_colleagues_and_nothing_else(house, typed):
    browser = house.as_(Role.ADMINISTRATOR)
    assert "Niets gevonden" in browser.get("/zoeken", query_string={"q": typed})
    assert found(browser.get("/zoeken?q=vos"), "personen") == ["Annelies Vos"]


def test_a_decider_finds_people_by_name_and_not_by_telephone(house):
    assert "Niets gevonden" in house.as_(Role.DECIDER).get("/zoeken?q=5678")
    assert found(house.as_(Role.DECIDER).get("/zoeken?q=zoe"), "personen") == ["Zoë van Dijk"]


def test_nobody_without_an_account_searches(house):
    assert "/inloggen" in house.as_(None).raw("/zoeken?q=brand").location


@pytest.mark.parametrize(
    "typed", ["%", "_____", "'; drop table dossier --", "\\", "qq%zz", "\x00", "x" * 10_000, "’“<script>", "🐕 " * 300]
)
def test_strange_signs_find_nothing_and_break_nothing(house, typed):
    page = house.as_(Role.PLANNER).get("/zoeken", query_string={"q": typed})
    assert "Niets gevonden" in page or page.value("q") == ""
    assert "<script>alert" not in page.html
    assert not page.tree.css("section.vondst")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Lelistad", "Lelystad"),
        ("de brant", "De Brand"),
        ("zoe van dyjk", "Zoë van Dijk"),
        ("hertogenbsch", "Hertogenbosch"),
    ],
)
def test_a_slip_of_the_pen_is_answered_with_what_was_probably_meant(house, typed, meant):
    page = house.as_(Role.PLANNER).get("/zoeken", query_string={"q": typed})
    assert f"Niets gevonden voor ‘{typed}’. Bedoelde u {meant} ?" in page
    assert page.tree.css("section.vondst") == []
    assert house.as_(Role.PLANNER).get(page.tree.css_first(".leeg a").attributes["href"]).tree.css("section.vondst")


def test_what_was_meant_is_never_what_one_may_not_see(house):
    page = house.as_(Role.ADMINISTRATOR).get("/zoeken?q=lelistad")
    assert "Niets gevonden" in page
    assert "Bedoelde" not in page


def test_many_are_told_as_a_count_and_paged(house):
    with house.write() as session:
        owner = session.get_one(Employee, house.person(Role.PLANNER))
        for number in range(200, 252):
            dossier(session, owner, name=f"Haven {number}", number=number, parks=(("Kade", 20),))
    browser = house.as_(Role.PLANNER)
    page = browser.get("/zoeken?q=haven")
    assert len(found(page, "dossiers")) == 5
    assert "Alle 52 dossiers" in page
    page = browser.get("/zoeken?q=haven&groep=dossiers&pagina=2")
    assert found(page, "dossiers") == ["Haven 201", "Haven 200"]
    assert "51 tot en met 52 van 52" in page
    assert found(browser.get("/zoeken?q=haven&groep=dossiers&pagina=99"), "dossiers") == ["Haven 201", "Haven 200"]


def test_before_typing_the_eight_dossiers_stand_that_were_opened_last_and_may_still_be_seen(house):
    with house.write() as session:
        owner = session.get_one(Employee, house.person(Role.PLANNER))
        for number in range(200, 208):
            dossier(session, owner, name=f"Haven {number}", number=number, parks=(("Kade", 20),))
    browser = house.as_(Role.PLANNER)
    assert "Typ een naam" in browser.get("/zoeken")
    for opened in [LELYSTAD, BOSCH, *(f"D-2026-0{number}" for number in range(200, 208)), "D-2026-0200"]:
        browser.get(f"/dossiers/{opened}")
    names = [row.text() for row in browser.get("/zoeken").tree.css("section[aria-labelledby=laatst] tbody th a")]
    assert names == ["Haven 200", *(f"Haven {number}" for number in range(207, 200, -1))]
    colleague = house.as_(Role.SCHEME_MANAGER)
    with browser.client.session_transaction(base_url="https://kantoor.voorbeeld.nl") as mine:
        kept = mine["geopend"]
    with colleague.client.session_transaction(base_url="https://kantoor.voorbeeld.nl") as other:
        other["geopend"] = kept
    assert "Typ een naam" in colleague.get("/zoeken"), "what a colleague opened in this browser is not told"


def test_a_search_costs_the_same_queries_however_much_there_is(house, statements):
    browser = house.as_(Role.PLANNER)
    browser.get("/zoeken?q=lelystad")
    with statements() as few:
        browser.get("/zoeken?q=lelystad")
    with house.write() as session:
        owner = session.get_one(Employee, house.person(Role.PLANNER))
        for number in range(200, 240):
            certify(session, dossier(session, owner, name=f"Haven {number}", number=number), number)
    browser.get("/zoeken?q=lelystad")
    with statements() as many:
        browser.get("/zoeken?q=lelystad")
    assert len(many) <= len(few) + 2, "one for what there was none of before"


def test_the_field_stands_in_the_bar_and_keeps_what_was_typed(house):
    browser = house.as_(Role.PLANNER)
    field = browser.get(f"/dossiers/{LELYSTAD}").tree.css_first("header form[role=search]")
    assert field.attributes["action"] == "/zoeken"
    assert field.css_first("input[name=q]") is not None
    page = browser.get("/zoeken?q=De+Brand")
    assert page.value("q") == "De Brand"
    assert not page.tree.css("header form[role=search]"), "one field is enough"


def test_a_name_that_changes_is_found_by_its_new_name(house):
    with house.write() as session:
        there(trajectory_numbered(session, BOSCH)).partnership.parties[0].representatives[0].name = "Zoë Çelik"
    assert found(house.as_(Role.PLANNER).get("/zoeken?q=celik"), "personen") == ["Zoë Çelik"]
