import pytest
from django.core.cache import cache
from django.test import Client

pytestmark = pytest.mark.django_db


def test_alive_without_anything_else(client):
    answer = client.get("/health/live/")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


def test_ready_when_every_part_is(client):
    answer = client.get("/health/ready/")
    assert (answer.status_code, answer.json()) == (
        200,
        {"status": "ok", "database": "ok", "migrations": "ok", "cache": "ok"},
    )


def test_not_ready_without_a_cache(client, monkeypatch):
    monkeypatch.setattr(
        type(cache._connections["default"]) if hasattr(cache, "_connections") else type(cache),
        "get",
        lambda *args, **kwargs: None,
        raising=False,
    )
    answer = client.get("/health/ready/")
    assert answer.status_code == 503
    assert answer.json()["status"] == "not_ready"


def test_metrics_count_requests_and_tell_the_state_of_the_outbox(client):
    client.get("/health/live/")
    text = client.get("/metrics/").content.decode()
    assert 'kept_requests_total{method="GET",status="200",view="health-live"}' in text
    for name in (
        "kept_outbox_pending 0.0",
        "kept_outbox_dead 0.0",
        "kept_audit_unsealed",
        "kept_database_up 1.0",
    ):
        assert name in text


def test_a_request_keeps_the_id_that_it_came_with():
    assert Client().get("/health/live/", headers={"X-Request-ID": "abc-1"})["X-Request-ID"] == "abc-1"


@pytest.mark.parametrize("sent", ["", "x" * 61, "a b", "a\x7fb"])
def test_a_request_id_that_is_none_is_replaced(sent):
    given = Client().get("/health/live/", headers={"X-Request-ID": sent})["X-Request-ID"]
    assert given != sent
    assert len(given) == 32


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 403),
        ({"REMOTE_ADDR": ""}, 403),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 403),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.7"}, 403),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer s3cret"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer "}, 403),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": "Bearer \u00fc"}, 403),
    ],
)
def test_metrics_are_for_this_machine_and_for_the_token(client, settings, sent, status):
    settings.METRICS_TOKEN = "s3cret"
    assert client.get("/metrics/", **sent).status_code == status


def test_an_empty_token_opens_nothing(client, settings):
    settings.METRICS_TOKEN = ""
    answer = client.get("/metrics/", REMOTE_ADDR="10.0.0.7", HTTP_AUTHORIZATION="Bearer ")
    assert answer.status_code == 403
    assert client.get("/health/ready/", REMOTE_ADDR="10.0.0.7").status_code == 200
