"""Tells a story step by step with the services that the screens use: every act on its own day, by whose role it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta
from decimal import Decimal

from auditbeheer.audits import service as audits
from auditbeheer.audits.models import PointVerdict, report_of
from auditbeheer.audits.service import PartyThere
from auditbeheer.certificates import service as certificates
from auditbeheer.decisions import service as decisions
from auditbeheer.decisions.models import Advice
from auditbeheer.demo.founding import Kit, found, free_day
from auditbeheer.demo.mailbox import join_what_was_told
from auditbeheer.demo.papers import paper
from auditbeheer.demo.people import DECIDER, MANAGER, PLANNER, at
from auditbeheer.demo.stories import Story, Until
from auditbeheer.deviations import service as deviations
from auditbeheer.deviations.models import deviations_of
from auditbeheer.documents import service as documents
from auditbeheer.documents.models import MeasureOrigin, Outcome
from auditbeheer.organisation.models import signatories_on
from auditbeheer.organisation.schemes import schemes
from auditbeheer.planning import service as planning
from auditbeheer.planning.audit_plans import programme_for
from auditbeheer.planning.models import Audit, TeamRole
from auditbeheer.planning.rules import HourPlan
from auditbeheer.quotes import service as quotes
from auditbeheer.quotes.models import Quote, Trajectory
from auditbeheer.relations.models import (
    Partnership,
    Representative,
)
from auditbeheer.scheme.document_set import document_set
from auditbeheer.scheme.model import Scheme
from auditbeheer.scheme.sections import Moment
from auditbeheer.scheme.survey_response import needed_response
from auditbeheer.scheme.terms import is_working_day

# Days before the audit on which each step was done.
FOUNDED, APPLIED, CONFIRMED, QUOTED, ACCEPTED, AGREED = 140, 130, 125, 122, 112, 108
PLANNED, CONFIRMED_DAY, DOCUMENTS, COMPLETE = 75, 70, 25, 17
# Days after it.
REPORTED, ANSWERED, JUDGED, REVIEWED, CERTIFIED = 4, 9, 11, 12, 13


def tell(kit: Kit, story: Story) -> None:
    """Carry a story as far as it goes."""
    Telling(kit, story).tell()


class Telling:
    """One story on its way through the chain."""

    def __init__(self, kit: Kit, story: Story) -> None:
        self.kit, self.story = kit, story
        self.session, self.library = kit.session, schemes()
        self.audit_day = free_day(kit, story)
        self.planner, self.lead = kit.cast.act(PLANNER), kit.cast.act(story.lead)

    def tell(self) -> None:
        """Each step up to the one where the story stops."""
        partnership = found(self.kit, self.story, self._on(-FOUNDED))
        steps: tuple[tuple[Until, Callable[[], None]], ...] = (
            (Until.APPLIED, lambda: self._apply(partnership)),
            (Until.CONFIRMED, self._confirm),
            (Until.QUOTED, self._quote),
            (Until.ACCEPTED, self._accept),
            (Until.AGREED, self._agree),
            (Until.PLANNED, self._plan),
            (Until.DOCUMENTS, self._send_documents),
            (Until.COMPLETE, self._complete),
            (Until.AUDITED, self._audit_on_location),
            (Until.REPORTED, self._report),
            (Until.REVIEWED, self._review),
            (Until.CERTIFIED, self._certify),
        )
        for step, do in steps:
            if step <= self.story.until:
                do()
                join_what_was_told(self.session)

    def _on(self, days_from_audit: int, hour: int = 10) -> datetime:
        # What the audit's distance would put after today was done today at the latest.
        return at(min(self.audit_day + timedelta(days=days_from_audit), self.kit.today), hour)

    # Application, quote, agreement

    def _apply(self, partnership: Partnership) -> None:
        now = self._on(-APPLIED)
        details = quotes.ApplicationDetails(
            areas=tuple(partnership.current_areas), applied_on=now.date(), started_on=now.date() - timedelta(days=90),
            start_document="Verslag van de eerste bijeenkomst", assessment_expected_on=self.audit_day,
        )  # fmt: skip
        self.trajectory: Trajectory = quotes.apply_for(
            self.session, self.planner, now, partnership, details=details,
            owner=self.kit.cast.employees[PLANNER], library=self.library,
        )  # fmt: skip
        if self.story.declined:
            quotes.decline_application(
                self.session, self.planner, now + timedelta(hours=2), self.trajectory,
                why="De werkgroep kiest voor een andere instelling.",
            )  # fmt: skip

    def _confirm(self) -> None:
        now = self._on(-CONFIRMED)
        for needed in quotes.documents_needed(self.trajectory, self.library):
            quotes.attach(
                self.session, self.planner, now, self.trajectory, code=needed.code,
                upload=paper(needed.name), shelf=self.kit.shelf, library=self.library,
            )  # fmt: skip
        answers = quotes.ReviewAnswers(
            information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=True
        )
        quotes.review_application(self.session, self.planner, now, self.trajectory, answers=answers)
        quotes.confirm_application(self.session, self.planner, now, self.trajectory, library=self.library)

    def _quote(self) -> None:
        now = self._on(-QUOTED)
        hours = quotes.time_for(self.session, self.trajectory, self.library, now.date()).minimum
        travel = quotes.travel_to(self.session, self.trajectory, now.date())
        details = quotes.QuoteDetails(
            hours=hours, extra_why="", distance_km=travel.kilometres if travel else Decimal(0),
            travel_hours=travel.hours if travel else Decimal(0),
        )  # fmt: skip
        self.quote: Quote = quotes.make_quote(
            self.session, self.planner, now, self.trajectory, details=details, library=self.library
        )
        quotes.send_quote(
            self.session, self.planner, now, self.quote, library=self.library, shelf=self.kit.shelf,
            style=self.kit.printing.pictures,
        )  # fmt: skip

    def _signer(self) -> Representative:
        return self.trajectory.partnership.authorised[0]

    def _accept(self) -> None:
        now = self._on(-ACCEPTED)
        quotes.accept_quote(
            self.session, self.planner, now, self.quote, person=self._signer(), on_day=now.date(), library=self.library
        )

    def _agree(self) -> None:
        now = self._on(-AGREED)
        signer = self._signer()
        quotes.sign_agreement(
            self.session, self.planner, now, self.quote, signatory=signatories_on(self.session, now.date())[0],
            client_name=signer.name, client_function=signer.function, library=self.library, shelf=self.kit.shelf,
            style=self.kit.printing.pictures,
        )  # fmt: skip

    # Planning and documents

    def _plan(self) -> None:
        now = self._on(-PLANNED)
        self.audit: Audit = planning.plan_audit(
            self.session, self.planner, now, self.trajectory, day=self.audit_day, starts_at=time(9, 30),
            place=f"Gemeentehuis {self.story.municipality}".replace("'", "’"),
            document_review_on=self.audit_day - timedelta(days=7),
            planned=HourPlan(*map(Decimal, self.story.hours)) if self.story.hours else None,
        )  # fmt: skip
        lead = self.kit.cast.employees[self.story.lead]
        if not is_working_day(self.audit_day):  # the audit of today, in a demo that opens on a day off
            planning.add_extra_day(
                self.session, self.planner, now, lead, day=self.audit_day, why="de werkgroep kan alleen dan"
            )  # fmt: skip
        seat = planning.assign(self.session, self.planner, now, self.audit, lead, role=TeamRole.LEAD)
        later = self._on(-CONFIRMED_DAY)
        planning.confirm_impartiality(self.session, self.lead, later, seat)
        told = later + timedelta(hours=1)
        planning.confirm_day(self.session, self.planner, told, self.audit)
        planning.send_plan(
            self.session, self.planner, told, self.audit, room="Vergaderzaal 2",
            items=programme_for(self.session, self.audit, told.date()),
        )  # fmt: skip
        if self.story.extra_hours:
            quotes.agree_on_extra_hours(
                self.session, self.planner, told + timedelta(hours=1), self.trajectory,
                hours=Decimal(self.story.extra_hours), why="De stukken over de haven zijn nog niet compleet.",
                agreed_with=self.story.contact, shelf=self.kit.shelf, style=self.kit.printing.pictures,
            )  # fmt: skip

    def _send_documents(self) -> None:
        now = self._on(-DOCUMENTS)
        whole = self.story.until >= Until.COMPLETE
        needed = document_set(self._scheme(), first=True, moment=Moment.AUDIT)
        for number, wanted in enumerate(needed if whole else needed[:-2]):
            document = documents.receive_document(
                self.session, self.planner, now, self.trajectory, self.kit.shelf, code=wanted.code,
                upload=paper(wanted.name), received_on=now.date(), received_from=self.story.contact,
            )  # fmt: skip
            if whole or number < 2:
                documents.assess_document(
                    self.session, self.lead, now + timedelta(hours=3), document, in_order=True, remark=""
                )
        self._count_answers(now)

    def _count_answers(self, now: datetime) -> None:
        for link in self.trajectory.areas[: len(self.trajectory.areas) if self.story.until >= Until.COMPLETE else 3]:
            counted = link.entrepreneurs or 1
            needed = needed_response(self._scheme(), counted, first=True).needed
            documents.record_survey(
                self.session, self.planner, now, self.trajectory, link, sent_on=now.date() - timedelta(days=60),
                entrepreneurs=counted, answers=min(counted, needed + 5),
            )  # fmt: skip

    def _complete(self) -> None:
        now = self._on(-COMPLETE)
        for link in self.trajectory.areas:
            self._carry_out_measures(link.area_id, now)
        documents.decide_completeness(
            self.session, self.lead, now, self.trajectory, outcome=Outcome.COMPLETE, why="De set is compleet.",
            shelf=self.kit.shelf, style=self.kit.printing.pictures,
        )  # fmt: skip

    def _carry_out_measures(self, area_id: int, now: datetime) -> None:
        titles = [
            ("Verlichting hersteld", MeasureOrigin.INSPECTION), ("Zwerfvuil opgeruimd", MeasureOrigin.INSPECTION),
            ("Groen gesnoeid bij de ingang", MeasureOrigin.INSPECTION),
            ("Nieuwsbrief over meldpunten", MeasureOrigin.COMMUNICATION),
        ]  # fmt: skip
        for title, origin in titles:
            documents.add_measure(
                self.session, self.planner, now, self.trajectory, title=title, origin=origin, area_id=area_id,
                carried_out_on=now.date() - timedelta(days=5),
            )  # fmt: skip

    def _scheme(self) -> Scheme:
        return self.library[self.trajectory.scheme or ""]

    # Audit, report, decision

    def _audit_on_location(self) -> None:
        now = self._on(0, 13)
        parties = [party for party in self.trajectory.partnership.parties if not party.is_guide]
        entries = [PartyThere(party, True, tuple(one.name for one in party.representatives)) for party in parties]
        audits.record_attendance(self.session, self.lead, now, self.audit, entries=entries, opened_on=None)
        for point in audits.checklist_of(self.audit):
            found = point.code == self.story.deviation
            audits.judge_point(
                self.session, self.lead, now, self.audit, point=point,
                verdict=PointVerdict.DEVIATION if found else PointVerdict.IN_ORDER,
                note="Het plan heeft doelen voor 6 van de 10 thema’s." if found else "Gezien en in orde.",
            )  # fmt: skip
        audits.close_audit(
            self.session, self.lead, now + timedelta(hours=4), self.audit, closed_on=now.date(),
            present=", ".join(name for entry in entries for name in entry.who), agreed_with=self.story.contact,
            hours=self.audit.hours,
        )  # fmt: skip

    def _report(self) -> None:
        now = self._on(REPORTED)
        texts = {code: f"{words}: wij zagen dit in de stukken en op locatie, en het klopt." for code, words, _ in
                 audits.topics_of(self.audit)}  # fmt: skip
        audits.write_report(
            self.session, self.lead, now, self.audit, summary="De samenwerking werkt en de partijen doen mee.",
            good="De partijen weten elkaar snel te vinden.", texts=texts,
        )  # fmt: skip
        audits.submit_report(self.session, self.lead, now + timedelta(hours=1), self.audit)
        if self.story.answered:
            self._answer()

    def _answer(self) -> None:
        deviation = deviations_of(self.session, self.audit.id)[0]
        now = self._on(ANSWERED)
        deviations.record_answer(
            self.session, self.planner, now, deviation, self.kit.shelf, received_on=now.date(),
            text="Het plan is aangevuld met een doel voor cyberweerbaarheid.", from_whom=self.story.contact,
            complete=True, upload=paper("Aangevuld plan van aanpak"),
        )  # fmt: skip

    def _review(self) -> None:
        now = self._on(REVIEWED)
        decisions.review_report(
            self.session, self.kit.cast.act(MANAGER), now, self.trajectory, complete=True,
            qualified=True, correct=True, advice=Advice.GRANT, text="Het rapport onderbouwt de conclusie.",
        )  # fmt: skip
        if self.story.deviation:
            self._send_report(now + timedelta(hours=2))

    def _certify(self) -> None:
        now = self._on(CERTIFIED)
        certificates.grant(
            self.session, self.kit.cast.act(DECIDER), now, self.trajectory, self.kit.printing,
            why="Aan alle voorwaarden is voldaan.",
        )  # fmt: skip
        self._send_report(now)

    def _send_report(self, now: datetime) -> None:
        report = report_of(self.session, self.audit.id)
        if report is not None:
            audits.send_report(
                self.session, self.lead, now, report, self.kit.shelf, sent_on=now.date(), sent_to=self.story.contact,
                house_style=self.kit.printing.pictures,
            )  # fmt: skip
