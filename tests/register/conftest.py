"""What several tests of the register begin with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from auditbeheer.certificates.models import Edition
from tests.decisions.case import case, grant, review
from tests.office import Browser, Office
from tests.register import keys
from tests.register.test_views import historic


@dataclass
class Signing:
    """An office with one certificate and one historic row; its public; the file with its key."""

    office: Office
    public: Browser
    key: Path
    code: str

    def use(self, setting: str) -> None:
        """From now on the installation signs with these files."""
        found = self.office.app.extensions["settings"]
        self.office.app.extensions["settings"] = found.model_copy(update={"statement_keys": setting})


@pytest.fixture
def signing(office, tmp_path) -> Signing:
    with office.write() as session:
        at = case(session, areas=2)
        review(session, at)
        grant(session, at)
        historic(session)
        code = session.scalars(select(Edition.code)).one()
    made = Signing(office, office.as_(None), keys.key_file(tmp_path), code)
    made.use(str(made.key))
    return made
