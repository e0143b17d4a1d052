"""Whether what happens without a click does happen: jobs, mail server, mails that came back. As conditions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from auditbeheer.plumbing.dutch import time_of
from auditbeheer.plumbing.files import waiting_for_scan
from auditbeheer.plumbing.jobs import JobRun, last_runs, last_sign_of_life
from auditbeheer.plumbing.outbox import undelivered
from auditbeheer.plumbing.viruses import Scanner
from auditbeheer.scheme.condition import SETTING, Condition
from auditbeheer.scheme.wording import counted, day_plain, join_and

QUIET = timedelta(hours=1)


def health(
    session: Session, now: datetime, captions: Mapping[str, str], *, mail_server: bool, scanner: Scanner | None = None
) -> list[Condition]:
    """How the installation is. ``captions``: the jobs there are, each with its words."""
    return [
        _scheduler(last_sign_of_life(session), now),
        _jobs(last_runs(session), captions),
        Condition(
            "post.server", "Er is een mailserver", mail_server, f"{'' if mail_server else 'niet '}ingesteld", SETTING,
            refusal="Zonder mailserver blijven mails klaarstaan. Zet AUDITBEHEER_SMTP_URL.",
        ),
        _post(len(undelivered(session))),
        _scanner(scanner, len(waiting_for_scan(session))),
    ]  # fmt: skip


def _scheduler(last: datetime | None, now: datetime) -> Condition:
    runs = last is not None and now - last <= QUIET
    when = f"laatst om {time_of(last)} op {day_plain(last.date())}" if last else "nog nooit"
    return Condition(
        "taken.loopt", "De taken lopen", runs, when, SETTING,
        refusal=f"De taken liepen {when}. Start de server opnieuw, of start “auditbeheer scheduler”.",
    )  # fmt: skip


def _jobs(runs: Mapping[str, JobRun], captions: Mapping[str, str]) -> Condition:
    failed = [caption for name, caption in captions.items() if name in runs and runs[name].failed]
    return Condition(
        "taken.gelukt", "Elke taak lukte de laatste keer", not failed, join_and(failed) or "alles lukte", SETTING,
        refusal=f"Mislukt: {join_and(failed)}. Kijk bij de taak wat er misging.",
    )  # fmt: skip


def _post(count: int) -> Condition:
    fact = counted(count, "mail", "mails") if count else "geen"
    return Condition(
        "post.bezorgd", "Geen mails die niet zijn bezorgd", not count, fact, SETTING,
        refusal=f"Niet bezorgd: {fact}. Kijk bij de post wat er misging.",
    )  # fmt: skip


def _scanner(scanner: Scanner | None, waiting: int) -> Condition:
    """Whether the virus scanner answers now; without one (it is no must) files are not looked at."""
    there = scanner is None or scanner.answers()
    wait = counted(waiting, "bestand wacht", "bestanden wachten") if waiting else "geen bestand wacht"
    fact = "niet ingesteld, dat mag" if scanner is None else f"{'bereikbaar' if there else 'niet bereikbaar'}, {wait}"
    refusal = f"De virusscanner is niet bereikbaar: {wait}. Bestanden komen binnen, maar gaan pas open na controle."
    if there:
        refusal = f"Nog niet alles is gecontroleerd op virussen: {wait}. Dat gebeurt vanzelf, elke 5 minuten."
    return Condition(
        "virus.scanner", "De virusscanner is bereikbaar", there and not waiting, fact, SETTING, refusal=refusal
    )


# Where each of them is looked after.
SOLVE = {
    "taken.loopt": ("operations.jobs_page", "Taken bekijken"),
    "taken.gelukt": ("operations.jobs_page", "Taken bekijken"),
    "post.server": ("operations.post", "Post bekijken"),
    "virus.scanner": ("operations.jobs_page", "Taken bekijken"),
    "post.bezorgd": ("operations.post", "Post bekijken"),
}
