"""Where a dossier stands for somebody of its working group: what they owe, what we look at, what is ready."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from auditbeheer.audits.models import Report, reports_of
from auditbeheer.certificates.models import Certificate, certificate_for
from auditbeheer.decisions.models import Verdict, decision_of
from auditbeheer.deviations.models import Deviation, deviations_of
from auditbeheer.deviations.rules import OPEN, RETURNED
from auditbeheer.deviations.service import facts_of
from auditbeheer.documents.incoming import favours_of
from auditbeheer.documents.models import DocumentFavour, Outcome
from auditbeheer.documents.rules import IN_ORDER, INCOMPLETE, MISSING, TO_ASSESS
from auditbeheer.documents.state import Picture, Piece, picture_of, scheme_of
from auditbeheer.organisation.service import own_rules_on
from auditbeheer.planning.models import (
    AskedPerson,
    Audit,
    DayQuestion,
    audit_of,
    open_questions_of,
    plans_of,
    visits_in,
)
from auditbeheer.planning.visits import hours_on_location
from auditbeheer.portal.appointments import Appointment, appointments_in
from auditbeheer.portal.questions import Question, question_for
from auditbeheer.portal.reading import Seat
from auditbeheer.portal.rules import Progress, Statement, first_day, progress_sentence, publishing, things_to_do
from auditbeheer.quotes.models import Agreement, Quote, Supplement, agreement_of, open_quote, supplement_of
from auditbeheer.quotes.service import word_of
from auditbeheer.relations.models import Representative
from auditbeheer.scheme.condition import Source

SENT = "Verstuurd"


@dataclass(frozen=True)
class Paper:
    """A document that is still owed: our question, what we said must be added, and who was asked for it."""

    piece: Piece
    question: Question
    favours: Sequence[DocumentFavour]

    @property
    def code(self) -> str:
        """Its code in the set."""
        return self.piece.kind.code

    @property
    def again(self) -> bool:
        """Whether something came in that must be added to."""
        return self.piece.state == INCOMPLETE

    @property
    def title(self) -> str:
        """What to do, verb first."""
        return f"Vul {self.question.what} aan" if self.again else f"Stuur {self.question.what}"

    @property
    def asked(self) -> str:
        """Our question in a sentence."""
        missing = self.piece.document.asked.strip() if self.again and self.piece.document else ""
        return f"Wij vragen: {missing}" if missing else self.question.ask

    @property
    def waiting(self) -> DocumentFavour | None:
        """The newest request to a colleague that waits for an answer."""
        return next((one for one in self.favours if one.waits), None)


@dataclass(frozen=True)
class Standing:
    """All that the pages of one dossier show. ``audit``: only once the working group was told of its day.

    ``appointments``: what was told and stands or was called off, the audit first; also of extra assessments.
    """

    seat: Seat
    today: date
    quote: Quote | None
    quote_word: str
    agreement: Agreement | None
    audit: Audit | None
    picture: Picture | None
    favours: Sequence[DocumentFavour]
    deviations: Sequence[Deviation]
    reports: Sequence[Report]
    certificate: Certificate | None
    granted: bool | None
    on_location: Decimal | None = None
    supplement: Supplement | None = None
    question: DayQuestion | None = None
    planned: bool = False
    appointments: Sequence[Appointment] = ()

    @property
    def number(self) -> str:
        """The dossier's number."""
        return self.seat.trajectory.number

    @property
    def asking(self) -> bool:
        """Whether documents are asked for now: agreed, before the audit, and not yet decided on."""
        picture = self.picture
        if picture is None or self.seat.trajectory.ended or self.held or self.granted is not None:
            return False
        return not picture.decisions or picture.decisions[0].outcome is Outcome.MOVE

    @property
    def held(self) -> bool:
        """Whether the audit was held."""
        return self.audit is not None and self.audit.held_on is not None

    @property
    def papers(self) -> list[Paper]:
        """The documents that the working group owes, in the order of the set."""
        if not self.asking or self.picture is None:
            return []
        return [self.paper(piece) for piece in self.picture.pieces if piece.state in {MISSING, INCOMPLETE}]

    def paper(self, piece: Piece) -> Paper:
        """One document of the set with its question and who was asked."""
        asked = [favour for favour in self.favours if favour.code == piece.kind.code]
        return Paper(piece, question_for(piece.kind), asked)

    def pieces_that_are(self, state: str) -> list[Piece]:
        """The documents with this status word."""
        return [piece for piece in self.picture.pieces if piece.state == state] if self.picture else []

    @property
    def looking(self) -> list[Piece]:
        """What we are looking at."""
        return self.pieces_that_are(TO_ASSESS)

    @property
    def ready(self) -> list[Piece]:
        """What is in order."""
        return self.pieces_that_are(IN_ORDER)

    @property
    def may_contract(self) -> bool:
        """Whether the one who looks may sign for the partnership (ARE-10)."""
        return self.seat.person.may_contract and not self.seat.person.party.is_guide

    @property
    def offer(self) -> Quote | None:
        """The quote that waits for an answer."""
        return self.quote if self.quote_word == SENT and not self.seat.trajectory.ended else None

    @property
    def extra_hours(self) -> Supplement | None:
        """The supplement to the quote that waits for an answer."""
        row = self.supplement
        return row if row is not None and row.waits and not self.seat.trajectory.ended else None

    @property
    def signers(self) -> list[Representative]:
        """Who of the working group may answer the quote."""
        return [one for one in self.seat.trajectory.partnership.authorised if not one.party.is_guide]

    @property
    def open_deviations(self) -> list[Deviation]:
        """The deviations on which we wait for an addition."""
        return [one for one in self.deviations if facts_of(one).state in {OPEN, RETURNED}]

    @property
    def asked(self) -> AskedPerson | None:
        """This person among those who are asked for a day."""
        people = self.question.people if self.question and not self.seat.trajectory.ended else []
        return next((one for one in people if one.representative_id == self.seat.person.id), None)

    @property
    def to_answer(self) -> DayQuestion | None:
        """The question for a day that this person did not answer yet."""
        return self.question if self.asked is not None and self.asked.silent else None

    @property
    def silent(self) -> list[AskedPerson]:
        """Who else did not answer yet."""
        people = self.question.people if self.question and not self.seat.trajectory.ended else []
        return [one for one in people if one.silent and one is not self.asked]

    @property
    def owed(self) -> int:
        """How many things this person has to do."""
        answers = bool(self.offer) + bool(self.extra_hours) if self.may_contract else 0
        return len(self.papers) + len(self.open_deviations) + answers + bool(self.to_answer)

    @property
    def heading(self) -> str:
        """``U moet nog 3 dingen doen``."""
        return things_to_do(self.owed)

    @property
    def documents_due(self) -> date | None:
        """The last day for the documents, once the day of the audit is confirmed."""
        return self.audit.documents_due if self.audit else None

    @property
    def documents_source(self) -> Source | None:
        """Where that last day comes from."""
        scheme = self.picture.scheme if self.picture else None
        days = scheme.documents.days_before if scheme and scheme.documents else None
        return scheme.source(days) if scheme and days else None

    @property
    def last_day(self) -> date | None:
        """The first day on which something of this person is due."""
        return first_day([
            self.offer.valid_until if self.offer and self.may_contract else None,
            self.documents_due if self.papers else None,
            self.to_answer.answer_by if self.to_answer else None,
            *(one.additions_due for one in self.open_deviations),
        ])  # fmt: skip

    @property
    def progress(self) -> str:
        """What happens now, when the working group owes nothing."""
        audit, trajectory = self.audit, self.seat.trajectory
        now = Progress(
            ended=trajectory.ended, completed=trajectory.completed_on is not None, quote=self.quote_word,
            agreed=self.agreement is not None, audit_day=audit.day if audit else None, held=self.held,
            report_due=audit.report_due if audit else None, reported=bool(self.reports), granted=self.granted,
            last_day=self.certificate.last_day if self.certificate else None, asked=self.question is not None,
        )  # fmt: skip
        return progress_sentence(now, self.today)

    @property
    def judged_by(self) -> date | None:
        """Until when we look at what came in."""
        day = self.audit.document_review_on if self.audit else None
        return day if day and day >= self.today else None

    @property
    def publishing(self) -> list[Statement]:
        """What may be told in public now (AUD-9); nothing as long as no scheme is chosen."""
        if self.seat.trajectory.scheme is None:
            return []
        last = self.certificate.last_day if self.certificate else None
        return publishing(scheme_of(self.seat.trajectory), granted=self.granted, last_day=last, today=self.today)

    @property
    def certified(self) -> bool:
        """Whether there is a certificate that is in force today: then the yearly duties run."""
        row = self.certificate
        return row is not None and row.issued_on <= self.today <= row.last_day and row.replaced_from is None


def _question_for(seat: Seat, questions: Sequence[DayQuestion]) -> DayQuestion | None:
    """Of several questions that are open (about extra assessments) first the one that this person did not answer."""
    mine = [
        one for one in questions
        if any(person.silent and person.representative_id == seat.person.id for person in one.people)
    ]  # fmt: skip
    return next(iter([*mine, *questions]), None)


def standing_of(session: Session, seat: Seat, today: date) -> Standing:
    """Read where one dossier stands."""
    trajectory = seat.trajectory
    quote, agreement = open_quote(session, trajectory.id), agreement_of(session, trajectory.id)
    audit, decision = audit_of(session, trajectory.id), decision_of(session, trajectory.id)
    questions = open_questions_of(session, trajectory.id)
    appointments = appointments_in(visits_in(session, trajectory.id), questions, today)
    shown = next((one.visit for one in appointments if one.stands and one.visit is audit), None)
    return Standing(
        seat=seat, today=today, quote=quote if quote and quote.sent_at else None,
        quote_word=word_of(quote, today) if quote and quote.sent_at else "", agreement=agreement, audit=shown,
        picture=picture_of(session, trajectory) if agreement and trajectory.scheme else None,
        favours=favours_of(session, trajectory.id),
        deviations=[one for one in deviations_of(session, audit.id) if one.established_on and not one.withdrawn_on]
        if audit else [],
        reports=[one for one in reports_of(session, audit.id) if one.sent_on] if audit else [],
        certificate=certificate_for(session, trajectory.id) if decision else None,
        granted=decision.verdict is Verdict.GRANTED if decision else None,
        supplement=supplement_of(session, trajectory.id),
        on_location=hours_on_location(shown, own_rules_on(session, today)) if shown else None,
        question=_question_for(seat, questions),
        planned=audit is not None and bool(plans_of(session, [audit.id])),
        appointments=appointments,
    )  # fmt: skip
