"""The demo's body and its people: one account per role, auditors of every kind, each with a believable file."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.accounts import service as accounts
from auditbeheer.accounts.journal import SYSTEM, Actor
from auditbeheer.accounts.models import Employee
from auditbeheer.accounts.permissions import Role
from auditbeheer.organisation import service as body
from auditbeheer.organisation.models import TariffKind
from auditbeheer.organisation.schemes import schemes
from auditbeheer.plumbing.clock import ZONE
from auditbeheer.qualifications import service as qualifications
from auditbeheer.qualifications.models import ExperienceKind, GuidanceKind, QualifiedAs, ShortfallVerdict
from auditbeheer.qualifications.service import Proven
from auditbeheer.qualifications.standing import files_of
from auditbeheer.relations.models import all_bureaus
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.qualification_criteria import Role as CriteriaOf
from auditbeheer.scheme.qualification_criteria import criteria
from auditbeheer.scheme.sections import CriterionKind, QualificationCriterion

DOMAIN = "voorbeeld.nl"
OPENED = date(2024, 1, 15)
AHEAD = 60
"""In days: the audits that somebody was assigned to lie nearer (``stories``)."""
HANDBOOKS = ("kvo-b-4.0", "kvo-3.1")
CONDITIONS = (
    "Een aanvraag geldt als de opdracht is ondertekend. Wij plannen de audit in overleg. Afzeggen kan kosteloos tot en "
    "met 14 dagen voor de audit. Uw gegevens gebruiken wij alleen voor de certificatie."
)


@dataclass(frozen=True)
class Somebody:
    """A demo account: name, role, and where the person lives (for travel)."""

    name: str
    role: Role
    postcode: str = ""
    phone: str = ""

    @property
    def email(self) -> str:
        """The address to log in with."""
        return self.name.lower().replace(" ", ".").replace("ı", "i") + f"@{DOMAIN}"


PLANNER = Somebody("Annelies Vos", Role.PLANNER, phone="0320 000 001")
MANAGER = Somebody("Joris de Wit", Role.SCHEME_MANAGER, "3511 AB", "0320 000 002")
DECIDER = Somebody("Karel Jansen", Role.DECIDER)
DIRECTOR = Somebody("Dirk Baas", Role.MANAGEMENT)
ADMINISTRATOR = Somebody("Bea Heer", Role.ADMINISTRATOR)
CCV = Somebody("Chris Coenen", Role.SUPERVISOR)
BAKKER = Somebody("Marloes Bakker", Role.AUDITOR, "3824 AA", "06 0000 0001")
GROOT = Somebody("Femke de Groot", Role.AUDITOR, "5611 AZ", "06 0000 0002")
PETERS = Somebody("Sanne Peters", Role.AUDITOR, "8232 AA", "06 0000 0003")
DAM = Somebody("Hugo van Dam", Role.AUDITOR, "7411 AA", "06 0000 0004")
AYDIN = Somebody("Rami Aydin", Role.AUDITOR, "1315 AA", "06 0000 0005")
EVERYBODY = (PLANNER, BAKKER, MANAGER, DECIDER, CCV, ADMINISTRATOR, DIRECTOR, GROOT, PETERS, DAM, AYDIN)
QUALIFIED = (BAKKER, GROOT, DAM)


@dataclass
class Cast:
    """The people once they are in the database."""

    employees: dict[Somebody, Employee] = field(default_factory=dict)

    def act(self, who: Somebody) -> Actor:
        """Who acts in a service call."""
        employee = self.employees[who]
        return Actor(employee.id, employee.name, frozenset({who.role}))


def at(day: date, hour: int = 10) -> datetime:
    """A moment on a demo day."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE)


def open_the_office(session: Session, today: date) -> Cast:
    """The body with licence, tariffs and signatory, and everybody with their qualification file."""
    cast = Cast()
    opened = at(OPENED)
    for somebody in EVERYBODY:
        employee = accounts.add_employee(
            session, SYSTEM, opened, name=somebody.name, email=somebody.email, roles=[somebody.role], password=None
        )
        employee.phone = somebody.phone
        if somebody.postcode:
            accounts.set_home_postcode(session, SYSTEM, opened, employee, postcode=somebody.postcode)
        cast.employees[somebody] = employee
    session.flush()
    _present_the_body(session, cast, opened, today)
    for key in HANDBOOKS:
        _qualify_everybody(session, cast, schemes()[key])
    _declare(session, cast, today)
    _work_on(session, cast, today)
    _decide_on_last_year(session, cast, today)
    _let_a_proof_end(session, cast, today)
    return cast


def _present_the_body(session: Session, cast: Cast, opened: datetime, today: date) -> None:
    director = cast.act(DIRECTOR)
    facts = body.IdentityFacts(
        name="Certificerende Instelling Voorbeeld B.V.", street="Kadeweg 1", postcode="8243 AA", town="Lelystad",
        kvk="00000000", vat_number="NL000000000B00", iban="NL00VOOR0000000000", phone="0320 000 000",
        email=f"kantoor@{DOMAIN}", website=f"www.{DOMAIN}", conditions=CONDITIONS,
    )  # fmt: skip
    why = "opening van het kantoor"
    body.change_identity(session, director, opened, from_day=OPENED, facts=facts, why=why)
    last = date(today.year + 1, 12, 31)
    body.add_licence(
        session, director, opened, number="CCV-KVO-DEMO", scope="KVO", from_day=OPENED, until_day=last, why=why
    )
    body.add_signatory(
        session, director, opened, employee=cast.employees[DECIDER], function="directeur certificatie",
        from_day=OPENED, why=why,
    )  # fmt: skip
    prices = {
        TariffKind.AUDIT_HOUR: "135.00", TariffKind.TRAVEL_HOUR: "70.00", TariffKind.KILOMETRE: "0.40",
        TariffKind.CERTIFICATE_FEE: "175.00", TariffKind.FIXED_COSTS: "120.00",
    }  # fmt: skip
    for kind, amount in prices.items():
        body.set_tariff(
            session, director, opened, kind=kind, from_day=OPENED, amount=Decimal(amount), why="tarief bij opening"
        )


def _qualify_everybody(session: Session, cast: Cast, scheme: Scheme) -> None:
    opened = at(OPENED + timedelta(days=1))
    director, manager = cast.act(DIRECTOR), cast.act(MANAGER)
    joris = cast.employees[MANAGER]
    _prove(session, director, opened, joris, scheme, QualifiedAs.SCHEME_MANAGER)
    qualifications.qualify(
        session, director, opened, joris, scheme=scheme, capacity=QualifiedAs.SCHEME_MANAGER, why="dossier compleet"
    )
    for somebody, attended in ((BAKKER, 12), (GROOT, 11), (DAM, 10), (PETERS, 8), (AYDIN, 4)):
        employee = cast.employees[somebody]
        _prove(session, manager, opened, employee, scheme, QualifiedAs.AUDITOR)
        if scheme.key == HANDBOOKS[0]:
            _ride_along(session, manager, opened, employee, scheme, attended)
        if somebody in QUALIFIED:
            qualifications.qualify(
                session, manager, opened, employee, scheme=scheme, capacity=QualifiedAs.AUDITOR, why="dossier compleet"
            )


def _prove(
    session: Session, by: Actor, now: datetime, employee: Employee, scheme: Scheme, capacity: QualifiedAs
) -> None:
    """Every criterion that papers or a judgement can show; what is counted comes from the ledger."""
    for criterion in criteria(scheme, CriteriaOf(capacity.value)):
        if criterion.kind is not CriterionKind.COUNT:
            proven = _seen(criterion)
            qualifications.add_evidence(session, by, now, employee, scheme=scheme, capacity=capacity, proven=proven)


def _seen(criterion: QualificationCriterion) -> Proven:
    """Of years a statement of the employer over them, of anything else the paper itself."""
    if criterion.kind is not CriterionKind.YEARS:
        return Proven(criterion.code, met=True, document=f"{criterion.fact}, gezien op papier")
    before = OPENED.replace(year=OPENED.year - YEARS_SHOWN), OPENED - timedelta(days=1)
    return Proven(criterion.code, met=True, document="verklaring van de werkgever", amount=YEARS_SHOWN, covers=before)


def _ride_along(session: Session, by: Actor, now: datetime, employee: Employee, scheme: Scheme, attended: int) -> None:
    """Audits from before this system; of those who may lead, the last five were done independently and judged."""
    for number in range(attended):
        independent = attended >= 10 and number >= attended - 5
        qualifications.add_experience(
            session, by, now, employee, scheme=scheme, audit_ref=f"uit dossier {number + 1}",
            area_type="bedrijventerrein", kind=ExperienceKind.INDEPENDENT if independent else ExperienceKind.ATTENDED,
            on_day=OPENED - timedelta(days=30 * (attended - number)), positive=True if independent else None,
            source="personeelsdossier",
        )  # fmt: skip


YEARS_SHOWN = 12
LED = {BAKKER: (6, 5), GROOT: (5, 4), DAM: (3, 1)}
"""How many audits each led last year and this year: one of them did too few."""

SOON = 50
"""In days: so long before its end a proof is asked for, and longer than the audits of its owner are ahead."""


def _work_on(session: Session, cast: Cast, today: date) -> None:
    """Audits led for other groups, some three weeks apart, as far as they have been."""
    manager, scheme = cast.act(MANAGER), schemes()[HANDBOOKS[0]]
    for somebody, counts in LED.items():
        for year, count in zip((today.year - 1, today.year), counts, strict=True):
            days = [date(year, 1, 14) + timedelta(days=24 * place) for place in range(count)]
            for number, day in enumerate((one for one in days if OPENED < one < today), 1):
                qualifications.add_experience(
                    session, manager, at(max(day, OPENED)), cast.employees[somebody], scheme=scheme,
                    audit_ref=f"bedrijventerrein {number} van {year}", area_type="bedrijventerrein",
                    kind=ExperienceKind.LED, on_day=day, positive=None, source="auditrapport in het archief",
                )  # fmt: skip


def _decide_on_last_year(session: Session, cast: Cast, today: date) -> None:
    """Of who did too few last year, it was decided in January: kept, with a measure."""
    day, employee, scheme = date(today.year, 1, 8), cast.employees[DAM], schemes()[HANDBOOKS[0]]
    counted = {one.year for one in files_of(session, [employee]).years(employee, scheme, day) if one.short}
    if day <= today and today.year - 1 in counted:
        qualifications.decide_on_shortfall(
            session, cast.act(MANAGER), at(day), employee, scheme=scheme, year=today.year - 1,
            verdict=ShortfallVerdict.KEPT, measure="In het voorjaar twee audits met een tweede auditor.",
            why="Twee audits gingen niet door. De rapporten zijn goed.",
        )  # fmt: skip


def _let_a_proof_end(session: Session, cast: Cast, today: date) -> None:
    """A certificate of one auditor runs out soon."""
    proven = Proven(
        "lead_auditor", met=True, document="certificaat Lead Auditor ISO 9001",
        valid_until=today + timedelta(days=SOON), covers=(OPENED - timedelta(days=400), OPENED - timedelta(days=396)),
    )  # fmt: skip
    qualifications.add_evidence(
        session, cast.act(MANAGER), at(OPENED + timedelta(days=30)), cast.employees[DAM],
        scheme=schemes()[HANDBOOKS[0]], capacity=QualifiedAs.AUDITOR, proven=proven,
    )  # fmt: skip


def record_a_tie(session: Session, cast: Cast) -> None:
    """The partner of one auditor works for the bureau that helps some of the groups (QUA-7)."""
    bureau = next(iter(all_bureaus(session)), None)
    if bureau is not None:
        qualifications.record_guidance(
            session, cast.act(PLANNER), at(OPENED + timedelta(days=6)), cast.employees[DAM], bureau=bureau,
            kind=GuidanceKind.INTEREST, what="partner werkt bij dit bureau", from_day=OPENED, until_day=None,
            source="verklaring van onpartijdigheid",
        )  # fmt: skip


def _declare(session: Session, cast: Cast, today: date) -> None:
    """Every year so far; late in a year also the next one, in which some of the audits fall."""
    last = (today + timedelta(days=AHEAD)).year
    for somebody in (BAKKER, GROOT, PETERS, DAM, AYDIN, MANAGER):
        for year in range(OPENED.year, last + 1):
            day = max(date(year, 1, 20), OPENED)
            qualifications.declare_impartiality(
                session, cast.act(somebody), at(min(day, today)), cast.employees[somebody], year=year
            )
