"""What people of the working groups did at their own door: each page behind a link has something to show."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from auditbeheer.accounts.journal import Actor
from auditbeheer.demo.afterwards import dossier_of
from auditbeheer.demo.founding import Kit
from auditbeheer.demo.papers import paper
from auditbeheer.demo.people import BAKKER, PLANNER, at
from auditbeheer.demo.stories import mailbox_of
from auditbeheer.documents import service as documents
from auditbeheer.documents.models import FigurePart, MessageKind, current_documents
from auditbeheer.portal import service as door
from auditbeheer.portal.reading import Seat
from auditbeheer.quotes.models import Trajectory
from auditbeheer.relations.models import Representative
from auditbeheer.scheme.document_figures import Split
from auditbeheer.scheme.terms import add_years

ASKING, CERTIFIED = "Cluster Lelystad", "KVO Beatrixhaven"
# Days ago, the duty, what it was, and whether there is a paper of it.
KEPT = (
    (120, "bijeenkomsten", "Overleg van de werkgroep, zomer", True),
    (88, "communicatie", "Nieuwsbrief over het meldpunt", True),
    (61, "dagschouw", "Dagschouw met alle partijen", True),
    (47, "bijeenkomsten", "Overleg van de werkgroep, najaar", True),
    (33, "incidentcijfers", "Cijfers van de politie besproken", False),
    (9, "avondschouw", "Avondschouw met politie en brandweer", True),
)


def tell_what_clients_did(kit: Kit) -> None:
    """The contact persons of two groups: one is busy with the documents, the other has a certificate."""
    asking = _seat(kit, dossier_of(kit, ASKING))
    _judge_one_short(kit, asking.trajectory)
    _ask_colleagues(kit, asking)
    _type_figures(kit, asking)
    _write(kit, asking)
    for seat, kept in ((asking, KEPT[2:]), (_seat(kit, dossier_of(kit, CERTIFIED)), KEPT)):
        for ago, duty, what, on_paper in kept:
            day = kit.today - timedelta(days=ago)
            door.keep_paper(
                kit.session, _as(seat.person), at(day, 17), seat, kit.shelf, duty=duty, on_day=day, what=what,
                upload=paper(what.replace(",", "")) if on_paper else None,
            )  # fmt: skip


def _seat(kit: Kit, dossier: Trajectory) -> Seat:
    contact = dossier.partnership.contact
    if contact is None:
        raise LookupError(dossier.number)
    return Seat(dossier, contact)


def _as(person: Representative) -> Actor:
    return Actor(None, f"{person.name} (werkgroep)", client=f"representative:{person.id}")


def _ago(kit: Kit, days: int, hour: int) -> datetime:
    return at(kit.today - timedelta(days=days), hour)


def _judge_one_short(kit: Kit, dossier: Trajectory) -> None:
    plan = next(one for one in current_documents(kit.session, dossier.id) if one.code == "plan_van_aanpak")
    received = plan.received_at.date()
    documents.assess_document(
        kit.session, kit.cast.act(BAKKER), at(received, 16), plan, in_order=False,
        remark="Bij 4 doelen ontbreekt wie het doet en wanneer het klaar is.",
    )  # fmt: skip


def _ask_colleagues(kit: Kit, seat: Seat) -> None:
    """Of two colleagues one has not answered, and the other cannot send it."""
    by = _as(seat.person)
    door.ask_favour(
        kit.session, by, _ago(kit, 4, 11), seat, code="verslagen", name="Dennis Mulder",
        email=mailbox_of("Dennis Mulder"),
    )  # fmt: skip
    asked = door.ask_favour(
        kit.session, by, _ago(kit, 4, 11), seat, code="maatregelmatrix", name="Carla de Boer",
        email=mailbox_of("Carla de Boer"),
    )  # fmt: skip
    her = Actor(None, f"{asked.name} (op verzoek)", client=f"favour:{asked.id}")
    door.decline_favour(kit.session, her, _ago(kit, 3, 15), asked, why="De gemeente houdt de matrix bij, niet wij.")


def _type_figures(kit: Kit, seat: Seat) -> None:
    """Typed ahead of us; it waits until the planner takes it over."""
    last = date(kit.today.year - 1, 12, 31)
    year = [(add_years(last, -1) + timedelta(days=1)).isoformat(), last.isoformat()]
    values = {
        "politie": year, "brandweer": year, "gemeente": year, "afgehandeld": True,
        "postcode": {"politie": Split.SPLIT.value, "brandweer": Split.NOT_SPLIT.value, "gemeente": Split.FITS.value},
    }  # fmt: skip
    documents.record_figures(
        kit.session, _as(seat.person), _ago(kit, 2, 20), seat.trajectory, FigurePart.PERIODS, values=values
    )


def _write(kit: Kit, seat: Seat) -> None:
    by = _as(seat.person)
    asked = door.write_message(
        kit.session, by, _ago(kit, 6, 9), seat, kind=MessageKind.MESSAGE,
        text="Mag de notulen van vorig jaar er ook bij, of alleen die van dit jaar?",
    )  # fmt: skip
    door.answer_message(
        kit.session, kit.cast.act(PLANNER), _ago(kit, 5, 10), asked,
        text="Alle verslagen sinds de start van de werkgroep. U kunt meer bestanden tegelijk kiezen.",
    )  # fmt: skip
    door.write_message(
        kit.session, by, _ago(kit, 1, 14), seat, kind=MessageKind.MESSAGE,
        text="De wijkagent is ziek. Mag zijn collega bij de audit zijn?",
    )  # fmt: skip
