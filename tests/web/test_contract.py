"""Whatever is sent to the API, it answers as its OpenAPI document says, and never with a crash."""

import hypothesis
import pytest
import schemathesis
from schemathesis.specs.openapi.checks import positive_data_acceptance

from settings import settings
from trust import tokens
from web import limits
from web.openapi import document

pytestmark = pytest.mark.slow

OPERATIONS = [(method, path) for path, item in document()["paths"].items() for method in item]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_api_keeps_its_contract(app, bot, monkeypatch, method, path):
    monkeypatch.setattr(limits.limiter, "enabled", False)
    monkeypatch.setitem(settings.__dict__, "actions_port", bot.port)
    operation = schemathesis.openapi.from_wsgi("/openapi.json", app)[path][method.upper()]
    # Which bytes are a recording, no schema can say.
    excluded = [positive_data_acceptance] if path == "/api/speech" else []
    token, _ = tokens.issue("customer-1")

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
    )
    def keeps(case):
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, excluded_checks=excluded)

    keeps()
