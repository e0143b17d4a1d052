"""An office with Cluster Lelystad, and a planner at her desk."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditbeheer.accounts.permissions import Role
from tests.office import Browser, Office
from tests.quotes import samples
from tests.relations import samples as relations


@pytest.fixture
def cluster(office: Office, tmp_path: Path) -> int:
    """Cluster Lelystad with four parks, on an office that may work."""
    with office.write() as session:
        samples.body(session)
        return relations.cluster(session, tmp_path / "files").id


@pytest.fixture
def planner(office: Office) -> Browser:
    """Annelies at her desk."""
    return office.as_(Role.PLANNER)
