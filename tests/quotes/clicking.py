"""What the tests of these pages share: dossiers at each step, and how things are typed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditbeheer.quotes import service
from auditbeheer.quotes.models import Trajectory, trajectory_numbered
from auditbeheer.relations.models import Partnership
from tests.office import Office
from tests.pages import Page
from tests.quotes import samples
from tests.relations import samples as relations

YES = dict.fromkeys(("information_sufficient", "differences_resolved", "within_licence", "competence_available"), "ja")


def day(field: str, value: str) -> dict[str, str]:
    """The three boxes of a day, given as ``9-12-2026``."""
    return dict(zip((f"{field}-dag", f"{field}-maand", f"{field}-jaar"), value.split("-"), strict=True))


def told(**changed: Any) -> dict[str, Any]:
    """An application as typed."""
    days = {"applied_on": "23-11-2026", "started_on": "10-2-2025", "assessment_expected_on": "9-12-2026", **changed}
    boxes = {box: part for field, value in days.items() for box, part in day(field, value).items()}
    return {"start_document": "intentieverklaring", **boxes}


def at(office: Office, tmp_path: Path, cluster: int, step: str) -> str:
    """The number of a dossier that has come as far as ``step``."""
    with office.write() as session:
        row = session.get_one(Partnership, cluster)
        trajectory = samples.applied(session, row)
        if step != "applied":
            answers = service.ReviewAnswers(
                information_sufficient=True, differences_resolved=True, within_licence=True, competence_available=True
            )  # fmt: skip
            actor = samples.actor(session)
            service.review_application(session, actor, relations.NOW, trajectory, answers=answers)
            service.confirm_application(session, actor, relations.NOW, trajectory, library=samples.LIBRARY)
        match step:
            case "draft":
                samples.quoted(session, trajectory)
            case "sent":
                samples.sent(session, tmp_path / "files", trajectory)
            case "accepted":
                samples.accepted(session, tmp_path / "files", trajectory)
            case "signed":
                samples.signed(session, tmp_path / "files", trajectory)
        return trajectory.number


def plain(errors: list[str]) -> list[str]:
    """Sentences with no-break spaces as blanks."""
    return [error.replace("\u00a0", " ") for error in errors]


def of(office: Office, number: str) -> Trajectory:
    """The trajectory as it is kept."""
    with office.database.read() as session:
        found = trajectory_numbered(session, number)
        assert found is not None
        return found


def radio(page: Page, words: str) -> str:
    """The value of the option that says ``words``."""
    label = next(node for node in page.tree.css("label.keuze") if words in node.text())
    choice = label.css_first("input")
    assert choice is not None, f"{words} is no choice"
    return str(choice.attributes["value"])
