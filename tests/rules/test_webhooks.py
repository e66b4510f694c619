"""Webhooks of rules: signed, retried, bounded, and never into our own network."""

import contextlib
import hashlib
import hmac
import json
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.errors import ExternalFault, Invalid
from erp.core.models import OutboxMessage
from erp.core.outbox import relay
from erp.core.refs import DocumentRef
from erp.rules.models import RuleWebhook
from erp.rules.services import webhooks
from erp.rules.services.webhooks import (
    deliver_webhook,
    order_webhook,
    replay_webhook,
    signing_secret,
)
from tests.factories import BOSS

pytestmark = pytest.mark.django_db
NOW = timezone.now()


class Sink(BaseHTTPRequestHandler):
    """Another system: takes what comes and answers with the status it was told."""

    status = 200
    location = ""
    taken: list = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        type(self).taken.append((dict(self.headers), body))
        self.send_response(type(self).status)
        if type(self).location:
            self.send_header("Location", type(self).location)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def sink(settings):
    server = HTTPServer(("127.0.0.1", 0), Sink)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Sink.taken, Sink.status, Sink.location = [], 200, ""
    settings.WEBHOOK_HOSTS = {"127.0.0.1"}
    yield f"http://127.0.0.1:{server.server_port}/hook?x=1"
    server.shutdown()
    server.server_close()


def ordered(url):
    subject = DocumentRef("order", 7, "SO-7")
    actor = system_actor("rule")
    return order_webhook(subject=subject, url=url, payload={"a": "量"}, rule="mine", actor=actor, at=NOW)


def test_a_post_is_signed_and_delivered_once(sink):
    row = ordered(sink)
    relay()
    relay()
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_status) == ("delivered", 1, 200)
    [(headers, body)] = Sink.taken
    expected = hmac.new(signing_secret(sink).encode(), body, hashlib.sha256).hexdigest()
    assert headers["X-Kept-Signature"] == f"sha256={expected}"
    assert json.loads(body) == {"a": "量"}


def test_a_target_that_answers_500_is_tried_again_visibly_until_given_up(sink):
    Sink.status = 500
    row = ordered(sink)
    relay()
    assert OutboxMessage.objects.get(subscriber="rules.deliver_webhook").attempts == 1
    with pytest.raises(ExternalFault):
        deliver_webhook(webhook_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts, row.last_error) == ("pending", 1, "answered 500")
    for _ in range(9):
        with pytest.raises(ExternalFault):
            deliver_webhook(webhook_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempts) == ("failed", 10)
    Sink.status = 200
    OutboxMessage.objects.filter(subscriber="rules.deliver_webhook").update(is_dead=True)
    replay_webhook(webhook_id=row.pk, actor=BOSS)
    relay()
    row.refresh_from_db()
    assert row.state == "delivered"


def test_a_target_that_hangs_is_left_after_the_time_limit(settings, monkeypatch):
    settings.WEBHOOK_HOSTS = {"127.0.0.1"}
    monkeypatch.setattr(webhooks, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        row = ordered(f"http://127.0.0.1:{deaf.getsockname()[1]}/")
        with pytest.raises(ExternalFault):
            deliver_webhook(webhook_id=row.pk)
    row.refresh_from_db()
    assert row.state == "pending"
    assert row.last_error.startswith("target_timeout")


def test_a_target_that_drips_is_left_after_the_time_limit_too(settings, monkeypatch):
    settings.WEBHOOK_HOSTS = {"127.0.0.1"}
    monkeypatch.setattr(webhooks, "TIMEOUT_SECONDS", 0.6)
    over = threading.Event()

    def drip(server):
        peer, _address = server.accept()
        with peer, contextlib.suppress(OSError):
            peer.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.1):
                peer.sendall(b"X-Slow: 1\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=drip, args=[server])
        thread.start()
        row = ordered(f"http://127.0.0.1:{server.getsockname()[1]}/")
        started = time.monotonic()
        with pytest.raises(ExternalFault):
            deliver_webhook(webhook_id=row.pk)
        assert time.monotonic() - started < 5
        over.set()
        thread.join()
    row.refresh_from_db()
    assert (row.state, row.last_error) == ("pending", "target_timeout TimeoutError")


def test_a_redirect_into_our_own_network_is_not_followed(sink):
    Sink.status, Sink.location = 302, "http://169.254.169.254/latest"
    row = ordered(sink)
    with pytest.raises(ExternalFault):
        deliver_webhook(webhook_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.last_error, len(Sink.taken)) == ("pending", "answered 302", 1)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "[::1]", "0.0.0.0"]
)
def test_private_addresses_are_refused_and_the_delivery_says_so(host):
    row = ordered(f"http://{host}/latest")
    with pytest.raises(ExternalFault):
        deliver_webhook(webhook_id=row.pk)
    assert RuleWebhook.objects.get(pk=row.pk).last_error == "target_private"


@pytest.mark.parametrize(
    "url",
    [
        *(
            "ftp://x/",
            "http://",
            "//x",
            "http://u:p@x/",
            "http://x:22/",
            "http://x y/",
            "http://x/\r\nHost: y",
        ),
        *("javascript:1", "", None, 5),
    ],
)
def test_malformed_addresses_are_refused_when_they_are_ordered(url):
    with pytest.raises(Invalid):
        ordered(url)
    assert not RuleWebhook.objects.exists()
