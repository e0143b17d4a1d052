"""The API against its own description, with questions that nobody thought of: each is answered as described."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from auditbeheer.plumbing.db import Database
from tests.office import open_office

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EACH = 8


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_nobody_thought_of_is_answered_as_described(database: Database, tmp_path: Path) -> None:
    app = open_office(database, tmp_path).app
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    operations: list[Any] = [found.ok() for found in schema.get_all_operations() if isinstance(found, Ok)]
    for operation in operations:
        asked(operation)
    assert len(operations) >= 6


def asked(operation: Any) -> None:
    @seed(1)
    @settings(
        max_examples=EACH, deadline=None, database=None, phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def each(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    each()
