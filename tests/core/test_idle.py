"""Connections of a moment ago are not asked whether they live, and are found dead all the same."""

import pytest
from django.db import connection, connections

from erp.core import idle


@pytest.fixture
def asked(transactional_db, monkeypatch):
    """The times the connection was asked whether it lives, since a request was answered just now."""
    times = []
    is_usable = connections["default"].is_usable

    def counting():
        times.append(1)
        return is_usable()

    monkeypatch.setattr(connections["default"], "is_usable", counting)
    connection.ensure_connection()
    monkeypatch.setattr(connections["default"], "health_check_enabled", True)
    idle.note_use()
    return times


def next_request():
    """Another request comes in, as Django and we hear of it, and asks the database for something."""
    setattr(connection, "health_check_done", False)  # noqa: B010 -- the stubs do not know it
    idle.spare_check()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 42")
        return cursor.fetchone()[0]


def test_a_connection_of_a_moment_ago_is_not_asked(asked):
    assert next_request() == 42
    assert not asked


def test_after_a_pause_it_is_asked_as_ever(asked, monkeypatch):
    later = idle.clock() + idle.TRUSTED_SECONDS + 1
    monkeypatch.setattr(idle, "clock", lambda: later)
    assert next_request() == 42
    assert asked


def test_one_that_the_server_has_ended_is_replaced_at_once(asked):
    ended = connection.connection.info.backend_pid
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [ended])
    finally:
        other.close()
    assert next_request() == 42
    assert asked
    assert connection.connection.info.backend_pid != ended


def test_another_connection_is_not_taken_for_the_one_that_was_used(asked):
    connection.close()
    connection.connect()
    setattr(connection, "health_check_enabled", True)  # noqa: B010 -- the stubs do not know it
    assert next_request() == 42
    assert asked
