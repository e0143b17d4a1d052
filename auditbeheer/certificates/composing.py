"""What stands on a certificate, gathered from the dossier as it is decided (CER-2, CER-3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from auditbeheer.certificates.models import Certificate, certificates_of_areas
from auditbeheer.certificates.pdf import CertificateFacts
from auditbeheer.decisions.basis import DecisionFacts, Issue
from auditbeheer.organisation.models import (
    BodyPicture,
    Identity,
    PictureKind,
    Signatory,
    identity_on,
    picture_on,
    signatories_on,
)
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import Trajectory, periods_of
from auditbeheer.relations.models import Area
from auditbeheer.scheme.certificate_texts import Naming, certificate_texts, holder_lines
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.validity import certificate_name, stars
from auditbeheer.scheme.wording import join_and

SPECIMEN_CODE = "voorbeeld"


@dataclass(frozen=True)
class Printing:
    """Where codes lead to, and where the body's logo, mark and signatures lie."""

    base_url: str
    pictures: PictureFiles

    def verify_url(self, code: str) -> str:
        """What the QR opens."""
        return f"{self.base_url.rstrip('/')}/v/{code}"

    @property
    def host(self) -> str:
        """The address as it is printed beside the code."""
        return urlsplit(self.base_url).netloc

    def picture(self, picture: BodyPicture | None, what: str) -> Path | None:
        """Its file, None without a picture; ``Refused`` when its file is gone."""
        path = self.pictures.path(picture)
        if picture is None or path is not None:
            return path
        text = f"Het bestand met {what} is er"
        refusal = f"Het bestand met {what} ({picture.name}) is er niet meer. Kies het opnieuw bij Onze instelling"
        raise Refused([Condition("certificaat.bestand", text, False, picture.name, SETTING, refusal=refusal)])


@dataclass(frozen=True)
class Title:
    """What a certificate is called (CER-4): known for 3.1 only, otherwise empty and None."""

    name: str = ""
    stars: int | None = None


@dataclass(frozen=True)
class Draft:
    """A certificate that is about to be: all but its number and code, which are drawn at the act of issuing."""

    trajectory: Trajectory
    scheme: Scheme
    issue: Issue
    title: Title
    areas: tuple[Area, ...]
    lines: tuple[str, ...]
    body: Identity
    signatory: Signatory
    logo: BodyPicture | None = None
    mark: BodyPicture | None = None
    signature: BodyPicture | None = None

    @property
    def municipalities(self) -> tuple[str, ...]:
        """The municipalities of the areas, each once."""
        return tuple(dict.fromkeys(name for area in self.areas for name in municipalities_of(area)))


def municipalities_of(area: Area) -> Iterable[str]:
    """A single area may span several (ARE-2)."""
    yield area.municipality.name
    yield from (link.municipality.name for link in area.also_in)


def draft_of(session: Session, trajectory: Trajectory, facts: DecisionFacts, cluster_name: str = "") -> Draft | None:
    """What would be certified, by the facts of a decision; None while something that must be on it is missing."""
    body, signatories = identity_on(session, facts.today), signatories_on(session, facts.today)
    if facts.issue is None or facts.missing_data or body is None or not signatories:
        return None
    areas = tuple(link.area for link in trajectory.areas)
    names = list(dict.fromkeys(link.one_area or link.area.name for link in trajectory.areas))  # parts bear one name
    naming = Naming.GENERIC if cluster_name else Naming.AREAS
    return Draft(
        trajectory=trajectory,
        scheme=facts.scheme,
        issue=facts.issue,
        title=title_of(session, trajectory, facts),
        areas=areas,
        lines=holder_lines(names, cluster_name, naming),
        body=body,
        signatory=signatories[0],
        logo=picture_on(session, PictureKind.LOGO, facts.today),
        mark=picture_on(session, PictureKind.MARK, facts.today),
        signature=picture_on(session, PictureKind.SIGNATURE, facts.today, signatories[0]),
    )


def title_of(session: Session, trajectory: Trajectory, facts: DecisionFacts) -> Title:
    """Name and stars, decided at the decision, by the certificates that these areas had before."""
    keys = [link.area_id for link in trajectory.areas]
    previous = max((period.issued_on for period in periods_of(session, keys)), default=None)
    name = certificate_name(facts.scheme, previous, facts.today)
    shone = [certificate.stars or 0 for certificate in certificates_of_areas(session, keys)]
    counted = stars(facts.scheme, trajectory.area_type, shone[-1] if shone else 0, previous, facts.today)
    return Title(name.value if name else "", counted.value if counted else None)


def compose(
    draft: Draft, printing: Printing, *, number: str, code: str, day: date, edition: int = 1
) -> CertificateFacts:
    """The page's facts for this number and code. Raises ``Refused`` for a picture that is not there."""
    who, body = draft.trajectory.partnership, draft.body
    texts = certificate_texts(draft.scheme, body.name, "{naam}")
    before, _, after = texts.declaration.partition("{naam}")
    assert who.founding_on is not None  # a condition of the decision
    return CertificateFacts(
        body_name=body.name,
        body_address=f"{body.street}, {body.postcode} {body.town}",
        body_phone=body.phone,
        body_colour=body.colour,
        body_logo=printing.picture(draft.logo, "het logo"),
        mark=printing.picture(draft.mark, "het beeldmerk"),
        number=number,
        edition=edition,
        edition_day=day,
        holder=who.name,
        correspondence_address=f"{who.street}, {who.postcode} {who.town}",
        activities=join_and(list(dict.fromkeys(area.activities.strip().rstrip(".") for area in draft.areas))),
        areas=draft.lines,
        municipalities=draft.municipalities,
        delimitation="; ".join(dict.fromkeys(area.boundary.strip() for area in draft.areas if area.boundary.strip())),
        founding=(who.founding_title, who.founding_on),
        founding_label="Convenant" if who.founding_is_convenant else "Schriftelijke afspraken",
        conformity_before=before.strip(),
        conformity_after=after.strip(),
        closing=(texts.status, texts.ownership),
        issue_day=draft.issue.day,
        last_day=draft.issue.last_day,
        scheme_code=draft.scheme.key,
        certificate_name=draft.title.name,
        stars=draft.title.stars or 0,
        participants=_participants(draft),
        signatory_name=draft.signatory.employee.name,
        signatory_function=draft.signatory.function,
        signature=printing.picture(draft.signature, "de handtekening"),
        verify_url=printing.verify_url(code),
        register_host=printing.host,
    )


def _participants(draft: Draft) -> tuple[str, ...]:
    """The organisations that take part, where the scheme puts them on the certificate (3.1); never persons (ARE-8)."""
    parts = draft.scheme.certificate.parts if draft.scheme.certificate else ()
    if not any(part.code == "deelnemers" for part in parts):
        return ()
    return tuple(dict.fromkeys(p.organisation for p in draft.trajectory.partnership.current_parties if not p.is_guide))


def given_way(session: Session, draft: Draft) -> list[Certificate]:
    """Our certificates of these areas that the new one takes the place of, from its day of issue (CER-1a)."""
    older = certificates_of_areas(session, [area.id for area in draft.areas])
    return [row for row in older if row.last_day >= draft.issue.day and row.replaced_from is None]
