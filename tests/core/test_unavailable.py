"""While the database is away, callers are told so: 503, nothing half-done, try again."""

import psycopg2
import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from erp.core.http.errors import is_database_away


class Away(OperationalError):
    """As the driver raises it when nobody listens: without a state."""


@pytest.fixture
def no_database(monkeypatch):
    def refused(*args, **kwargs):
        raise Away("connection refused") from psycopg2.OperationalError("connection refused")

    monkeypatch.setattr("erp.identity.middleware.ReaderMiddleware.__call__", refused)


def test_a_program_gets_a_problem_and_when_to_come_back(no_database):
    answer = Client(raise_request_exception=False).get("/api/v1/orders/")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"] == "5"
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_person_gets_a_page(no_database):
    answer = Client(raise_request_exception=False).get("/orders/")
    assert answer.status_code == 503
    assert b"503" in answer.content


def test_only_an_absent_database_counts():
    assert is_database_away(InterfaceError("connection already closed"))
    assert not is_database_away(ValueError("ours"))
    assert not is_database_away(None)
