"""The bell, one's own list and wishes, the administrator's channels, and the API."""

import threading
from typing import Any

import pytest
from django.test import Client

from erp.core.refs import DocumentRef
from erp.notifications.models import ChannelSetting, Notification, Preference
from erp.notifications.selectors.channels import forget_ways
from erp.notifications.selectors.recipients import Recipients
from erp.notifications.services.notify import notify
from erp.notifications.views import notifications
from tests.clients import api_of, person
from tests.notifications.sink import sink

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def channels_are_read_anew():
    forget_ways()
    yield
    forget_ways()


def signed_in(user):
    client = Client()
    client.force_login(user, backend="erp.identity.backends.RoleBackend")
    return client


def tell(user, number=1):
    more: dict[str, Any] = {
        "topic": "rule:x",
        "subject": DocumentRef("lot", number, f"L-{number}"),
        "title": f"Low {number}",
    }
    return notify(to=Recipients(user_ids=[user.pk]), **more)[0]


def test_the_bell_and_the_list_show_ones_own_only():
    me, other = person("sales"), person("sales")
    tell(me, 1), tell(other, 2)
    client = signed_in(me)
    bell = client.get("/alerts/bell/")
    assert (bell.context["count"], b"Low 1" in bell.content, b"Low 2" in bell.content) == (1, True, False)
    page = client.get("/notifications/").content
    assert b"Low 1" in page and b"Low 2" not in page
    client.post("/notifications/read/", {"ids": [str(Notification.objects.get(user=other).pk)]})
    assert Notification.objects.filter(read_at__isnull=True).count() == 2
    client.post("/notifications/read/", {"ids": ["x", "9" * 30]})
    assert Notification.objects.filter(read_at__isnull=True).count() == 2
    client.post("/notifications/read/")
    assert Notification.objects.get(user=me).read_at is not None
    assert Notification.objects.get(user=other).read_at is None


def test_the_api_lists_and_reads_ones_own():
    me, other = person("sales"), person("sales")
    mine, foreign = tell(me, 1), tell(other, 2)
    api = api_of(me)
    [row] = api.get("/api/v1/notifications/?unread=true").json()["results"]
    assert (row["id"], row["title"], row["read_at"]) == (f"ntf_{mine}", "Low 1", None)
    assert api.post(f"/api/v1/notifications/ntf_{mine}/read/").json()["read_at"] is not None
    assert api.post(f"/api/v1/notifications/ntf_{foreign}/read/").status_code == 404
    assert api.post("/api/v1/notifications/read-all/", {}, format="json").json() == {"read": 0}


def test_wishes_are_kept_and_wrong_ones_told():
    me = person("sales")
    client = signed_in(me)
    good = {
        "quiet_from": "22:00",
        "quiet_until": "07:00",
        "digest": "daily",
        "digest_at": "08:30",
        "own-tasks": "1",
    }
    assert client.post("/notifications/preferences/", good | {"channel-tasks": ["email"]}).status_code == 302
    row = Preference.objects.get(user=me)
    assert (str(row.quiet_from), row.digest, row.channels) == ("22:00:00", "daily", {"tasks": ["email"]})
    for wrong in ({"quiet_until": ""}, {"quiet_from": "25:99"}, {"digest": "weekly"}, {"mobile": "call me"}):
        answer = client.post("/notifications/preferences/", good | wrong)
        assert answer.status_code == 422
    assert client.get("/notifications/preferences/").status_code == 200


def test_a_channel_is_set_up_tested_and_never_shown():
    admin = person("administrator")
    client = signed_in(admin)
    with sink() as server:
        server.body = b"ok"
        values = {
            "is_enabled": "1",
            "allows_private": "1",
            "address": server.url,
            "secret": "TOP",
            "timeout_seconds": "2",
        }
        client.post("/notifications/channels/slack/", values)
        row = ChannelSetting.objects.get(code="slack")
        assert row.is_enabled and "SECRET" not in row.address_kept and "TOP" not in row.secret_kept
        client.post("/notifications/channels/slack/test/")
        assert len(server.requests) == 1
        server.status = 500
        client.post("/notifications/channels/slack/test/")
    row.refresh_from_db()
    assert row.test_error == "target_status: 500"
    page = client.get("/notifications/channels/").content
    assert b"SECRET-IN-URL" not in page and b"TOP" not in page


def test_channels_are_the_administrators_alone():
    client = signed_in(person("sales_manager"))
    assert client.get("/notifications/channels/").status_code == 403
    client.post("/notifications/channels/slack/", {"is_enabled": "1"})
    client.post("/notifications/channels/slack/test/")
    assert not ChannelSetting.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"address": "ftp://x"},
        {"timeout_seconds": "0"},
        {"timeout_seconds": "x"},
        {"body": "[1]"},
        {"headers": "{"},
        {"from_priority": "loud"},
    ],
)
def test_wrong_settings_change_nothing(wrong):
    signed_in(person("administrator")).post("/notifications/channels/sms/", {"is_enabled": "1"} | wrong)
    assert not ChannelSetting.objects.filter(is_enabled=True).exists()


def test_the_live_stream_tells_the_present_state(monkeypatch):
    monkeypatch.setattr("erp.notifications.views.notifications.STREAM_SECONDS", 0.1)
    me = person("sales")
    key = tell(me)
    answer = signed_in(me).get("/notifications/live/")
    assert answer["Content-Type"].startswith("text/event-stream")
    assert f"data: {key}-1".encode() in b"".join(answer.streaming_content)


def test_a_stream_ends_when_all_are_ended_and_the_next_one_opens_as_ever(monkeypatch):
    monkeypatch.setattr("erp.notifications.views.notifications._slots", threading.BoundedSemaphore(3))
    stream = notifications._news(person("sales").pk)
    assert [next(stream), next(stream)][0] == "retry: 2000\n\n"
    assert not notifications.end_streams(patience=0.01)  # nobody reads on
    notifications._ending.set()
    assert list(stream) == []
    notifications._ending.clear()
    assert notifications.end_streams(patience=0.01)
    again = notifications._news(person("buyer").pk)
    assert next(again) == "retry: 2000\n\n"
    again.close()


def test_where_no_stream_is_free_the_present_state_is_told_and_when_to_ask_again(monkeypatch):
    monkeypatch.setattr("erp.notifications.views.notifications._slots", threading.BoundedSemaphore(1))
    monkeypatch.setattr("erp.notifications.views.notifications.LOOK_SECONDS", 0.01)
    me = person("sales")
    key = tell(me)
    first = notifications._news(me.pk)
    assert next(first) == "retry: 2000\n\n"
    told = f"event: news\ndata: {key}-1\n\n"
    second = b"".join(signed_in(me).get("/notifications/live/").streaming_content)
    assert second == f"retry: 8000\n{told}".encode()
    first.close()  # as the server does when the reader has gone
    third = notifications._news(me.pk)
    assert [next(third), next(third)] == ["retry: 2000\n\n", told]
    third.close()
