"""Two at once, a failure half way, a kill: what is left of an issue is all of it or nothing."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import sys
import threading
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from auditbeheer.accounts.journal import Actor
from auditbeheer.certificates import service
from auditbeheer.certificates.archive import Archive
from auditbeheer.certificates.models import Certificate, Edition
from auditbeheer.decisions.models import Decision
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.refusal import Refused
from auditbeheer.quotes.models import trajectory_numbered
from tests.databases import ROOT
from tests.decisions.case import NOW, PRINTING, case, grant, review
from tests.qualifications.people import actor


def give(session: Session, number: str, who: Actor) -> Certificate:
    """Grant the certificate of this dossier."""
    trajectory = trajectory_numbered(session, number)
    assert trajectory is not None
    return service.grant(session, who, NOW, trajectory, PRINTING)


def number_of(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def at_once(database: Database, numbers: list[str], who: Actor) -> list[object]:
    """Decide on these dossiers at the same moment, each in a thread and transaction of its own."""
    start = threading.Barrier(len(numbers))
    outcome: list[object] = [None] * len(numbers)

    def decide(place: int) -> None:
        start.wait()
        try:
            with database.write() as session:
                outcome[place] = give(session, numbers[place], who).number
        except Exception as error:  # noqa: BLE001 - what went wrong in a thread is looked at outside it
            outcome[place] = error

    threads = [threading.Thread(target=decide, args=(place,)) for place in range(len(numbers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcome


def test_numbers_drawn_at_once_are_each_once_and_without_gaps(database: Database):
    with database.write() as session:
        first = case(session)
        cases = [first, *(case(session, f"KVO {place}", staff=first) for place in ("Urk", "Dronten", "Zeewolde"))]
        for at in cases:
            review(session, at)
        numbers = [at.trajectory.number for at in cases]
        who = actor(first.decider)
    outcome = at_once(database, numbers, who)
    assert sorted(map(str, outcome)) == [f"KVO-B-2026-0000{n}" for n in (1, 2, 3, 4)]
    with database.read() as session:
        assert service.check_numbering(session) == []
        assert len(set(session.scalars(select(Edition.code)))) == 4


def test_the_same_decision_taken_at_once_gives_one_certificate(database: Database):
    with database.write() as session:
        at = case(session)
        review(session, at)
        number = at.trajectory.number
        who = actor(at.decider)
    outcome = at_once(database, [number] * 3, who)
    assert [one for one in outcome if isinstance(one, str)] == ["KVO-B-2026-00001"]
    assert sum(isinstance(one, Refused) for one in outcome) == 2
    with database.read() as session:
        assert number_of(session, Certificate) == number_of(session, Decision) == 1


def test_a_failure_between_two_issues_leaves_no_gap(database: Database):
    with database.write() as session:
        first = case(session)
        second, third = case(session, "KVO Urk", staff=first), case(session, "KVO Dronten", staff=first)
        for at in (first, second, third):
            review(session, at)
        numbers = [at.trajectory.number for at in (first, second, third)]
        who = actor(first.decider)
    with database.write() as session:
        give(session, numbers[0], who)
    with database.writer() as session:
        give(session, numbers[1], who)
        session.rollback()
    with database.write() as session:
        last = give(session, numbers[2], who)
        assert last.number == "KVO-B-2026-00002"
        assert service.check_numbering(session) == []


def test_the_archive_holds_each_edition_once_and_tells_what_was_changed(session, tmp_path):
    archive, at = Archive(tmp_path), case(session)
    review(session, at)
    certificate = grant(session, at)
    assert [f.sentence for f in service.check_archive(session, archive)] == [
        "KVO-B-2026-00001, uitgave 1: de pdf ontbreekt in het archief"
    ]
    assert service.heal_archive(session, archive) == ["KVO-B-2026-00001, uitgave 1"]
    assert service.check_archive(session, archive) == []
    assert service.heal_archive(session, archive) == []
    file = archive.place(certificate.number, 1)
    assert file.relative_to(tmp_path).as_posix() == "2026/KVO-B-2026-00001-uitgave-1.pdf"
    assert archive.keep(certificate.number, 1, b"something else") is False
    file.chmod(0o644)
    file.write_bytes(b"%PDF- forged")
    assert "anders" in service.check_archive(session, archive)[0].sentence


CHILD = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
from auditbeheer.accounts.journal import Actor
from auditbeheer.accounts.permissions import Role
from auditbeheer.certificates import archive, service
from auditbeheer.certificates.composing import Printing
from auditbeheer.certificates.models import edition_of
from auditbeheer.organisation.pictures import PictureFiles
from auditbeheer.plumbing.db import Database
from auditbeheer.plumbing.files import FileShelf
from auditbeheer.quotes.models import trajectory_numbered

url, number, decider, moment, folder = sys.argv[1:]
by = Actor(int(decider), "Karel Jansen", frozenset({Role.DECIDER}))
printing = Printing("https://register.voorbeeld.nl", PictureFiles(Path("/nergens"), FileShelf(Path("/nergens"))))
with Database(url).write() as session:
    certificate = service.grant(
        session, by, datetime.fromisoformat(moment), trajectory_numbered(session, number), printing
    )
    content, name = edition_of(session, certificate.id).pdf, certificate.number
os.fsync = lambda _handle: os.kill(os.getpid(), signal.SIGKILL)
archive.Archive(Path(folder)).keep(name, 1, content)
"""


def test_a_kill_between_commit_and_file_heals(database: Database, tmp_path):
    with database.write() as session:
        at = case(session)
        review(session, at)
        number, decider = at.trajectory.number, str(at.decider.id)
    url = database.engine.url.render_as_string(hide_password=False)
    arguments = [url, number, decider, NOW.isoformat(), str(tmp_path / "issued")]
    child = subprocess.run([sys.executable, "-c", CHILD, *arguments], cwd=ROOT, check=False)
    assert child.returncode == -signal.SIGKILL
    archive = Archive(tmp_path / "issued")
    assert not list(Path(tmp_path / "issued").rglob("KVO*.pdf")), "half a file under its own name"
    (half,) = archive.unfinished()
    assert half.startswith("2026/.wordt-")
    with database.read() as session:
        told = [finding.sentence for finding in service.check_archive(session, archive)]
        assert told[0] == f"{half}: een half geschreven bestand in het archief"
        assert service.heal_archive(session, archive) == ["KVO-B-2026-00001, uitgave 1"]
        assert service.check_archive(session, archive) == []
    assert [path.name for path in (tmp_path / "issued" / "2026").iterdir()] == ["KVO-B-2026-00001-uitgave-1.pdf"]


WRITER = """
import os, sys, time
from pathlib import Path
from auditbeheer.certificates.archive import Archive

def hold(_handle):
    print("halverwege", flush=True)
    time.sleep(600)

os.fsync = hold
Archive(Path(sys.argv[1])).keep("KVO-B-2026-00007", 1, b"%PDF- half")
"""


def test_the_next_issue_clears_what_a_killed_one_left_and_nothing_that_is_being_written(tmp_path):
    archive = Archive(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "halverwege\n"
        assert archive.keep("KVO-B-2026-00008", 1, b"%PDF- heel")
        assert len(list(tmp_path.rglob(".wordt-*"))) == 1, "somebody is writing it"
        assert (archive.unfinished(), archive.clear()) == ([], [])
        writer.kill()
    assert len(archive.unfinished()) == 1
    assert not archive.keep("KVO-B-2026-00008", 1, b"%PDF- heel"), "there already: nothing to write"
    assert archive.keep("KVO-B-2026-00009", 1, b"%PDF- heel")
    assert sorted(path.name for path in (tmp_path / "2026").iterdir()) == [
        "KVO-B-2026-00008-uitgave-1.pdf", "KVO-B-2026-00009-uitgave-1.pdf",
    ]  # fmt: skip
    assert archive.digest("KVO-B-2026-00009", 1) == hashlib.sha256(b"%PDF- heel").hexdigest()
