"""The site does what its published OpenAPI document says, whatever it is asked.

schemathesis makes requests of each operation, valid and invalid ones, and compares the answers with the
document: no 5xx, no status, media type, header or body that it does not describe, no guarded operation
that answers without a session.
"""

import copy

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, assume, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from running import SITE

CONFORMANCE = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

PUBLIC = {("POST", "/login"), ("GET", "/healthz")}

DOCUMENT = requests.get(f"{SITE.url}/openapi.json", timeout=10).json()


def load(document):
    config = schemathesis.Config.from_dict({"base-url": SITE.url})
    return schemathesis.openapi.from_dict(document, config=config)


schema = load(DOCUMENT)

# A handshake is no request that a client of this kind can finish.
operations = schema.exclude(path="/events")

patient = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)


class Session:
    """A session of the admin; another one after an operation that ends it."""

    token = None

    @classmethod
    def authorize(cls, case):
        if cls.token is None or case.operation.path == "/auth/logout":
            cls.token = SITE.log_in()
        case.headers["authorization"] = f"Bearer {cls.token}"


def is_guarded(case):
    return (case.method.upper(), case.operation.path) not in PUBLIC


@operations.parametrize()
@patient
def test_every_answer_is_as_documented(case):
    # The admin stays who he is: the other requests need him.
    if case.method.upper() in {"PATCH", "DELETE"}:
        assume(str(case.path_parameters.get("id")) != "1")
    if is_guarded(case):
        Session.authorize(case)
    case.call_and_validate(checks=[*CONFORMANCE, ignored_auth])


@operations.parametrize()
@settings(patient, max_examples=10)
def test_a_stranger_is_refused_before_all_else(case):
    case.headers.pop("authorization", None)
    answer = case.call()
    if is_guarded(case):
        assert answer.status_code == 401
    else:
        assert answer.status_code < 500


def of_user(document, method, user, **parts):
    """A request about one user, by whoever has every permission."""
    bearer = {"authorization": f"Bearer {SITE.log_in()}"}
    operation = document["/users/{id}"][method]
    return operation.Case(path_parameters={"id": user}, headers=bearer, **parts)


def test_a_user_who_is_there_is_shown_changed_and_deleted_as_documented():
    bearer = {"authorization": f"Bearer {SITE.log_in()}"}
    user = {"username": "conformance", "password": "correct horse", "permissions": ["users:read"]}
    created = requests.post(f"{SITE.url}/users", json=user, headers=bearer, timeout=10)
    assert created.status_code == 201
    requests_about_him = [("GET", {}), ("PATCH", {"body": {"permissions": []}}), ("DELETE", {})]
    for method, parts in requests_about_him:
        answer = of_user(schema, method, created.json()["id"], **parts).call_and_validate(checks=CONFORMANCE)
        assert answer.status_code in {200, 204}


def test_what_is_not_documented_is_noticed():
    silent = copy.deepcopy(DOCUMENT)
    del silent["paths"]["/users/{id}"]["get"]["responses"]["404"]
    with pytest.raises(FailureGroup):
        of_user(load(silent), "GET", 999_999).call_and_validate(checks=CONFORMANCE)
