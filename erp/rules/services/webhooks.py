"""Webhooks of rules: one signed POST, retried from the outbox, never into our own network."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import ipaddress
import json
import socket
import ssl
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor, system_actor
from erp.core.commands import command
from erp.core.errors import ExternalFault, Invalid
from erp.core.events import emit, to_json
from erp.core.outbox import MAX_ATTEMPTS
from erp.core.refs import DocumentRef
from erp.rules import locks
from erp.rules.events import WebhookOrdered
from erp.rules.models import RuleWebhook

TIMEOUT_SECONDS = 5.0
MOST_BODY = 64_000
SIGNATURE = "X-Kept-Signature"


def signing_secret(url: str) -> str:
    """The secret that POSTs to an address are signed with; shown to those who edit rules."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, b"rules.webhook:" + _origin(url).encode(), hashlib.sha256).hexdigest()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def signature(secret: str, body: bytes) -> str:
    """What the header says: the HMAC-SHA256 of the body. Source: RFC 2104."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def checked_url(url: Any) -> SplitResult:
    """An address that may be called: http or https, a host, no credentials.

    Raises: Invalid on `url`.
    """
    try:
        parts = urlsplit(url) if isinstance(url, str) and len(url) <= 500 else None
        port = parts.port if parts else None
    except ValueError:
        parts = None
    is_clean = isinstance(url, str) and url.isascii() and url.isprintable() and " " not in url
    if (
        parts is None
        or not is_clean
        or parts.scheme not in {"http", "https"}
        or not parts.hostname
        or parts.username
    ):
        raise Invalid.field("url", _("Give an address such as https://example.com/hook."), "webhook_url")
    if (
        port is not None
        and port not in settings.WEBHOOK_PORTS
        and parts.hostname not in settings.WEBHOOK_HOSTS
    ):
        raise Invalid.field("url", _("This port may not be called."), "webhook_url")
    return parts


def public_address(host: str, port: int) -> str:
    """An IP address of a host, when all of its addresses are public.

    Raises: ExternalFault (`webhook_refused`) for unknown hosts and those in private or reserved networks.
    """
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise ExternalFault("webhook_refused", host=host, why="unknown host") from error
    if host in settings.WEBHOOK_HOSTS:
        return sorted(found)[0]
    for one in found:
        address = ipaddress.ip_address(one.partition("%")[0])
        mapped = getattr(address, "ipv4_mapped", None) or address
        if not mapped.is_global or mapped.is_multicast:
            raise ExternalFault("webhook_refused", host=host, why="private address")
    return sorted(found)[0]


@command("rules.call_webhook", "Order webhooks")
def order_webhook(
    *, subject: DocumentRef, url: str, payload: Mapping[str, Any], rule: str, actor: Actor, at: datetime
) -> RuleWebhook:
    """Have a signed POST sent after the commit, retried until it is taken or given up.

    Emits:  WebhookOrdered.
    Raises: Invalid on `url`, when it is malformed.
    """
    checked_url(url)
    row = RuleWebhook(
        url=url, payload=to_json(dict(payload)), rule=rule[:60], subject_kind=subject.kind,
        subject_id=subject.id, subject_number=subject.number[:60], created_at=at,
    )  # fmt: skip
    row.save(force_insert=True)
    emit(
        WebhookOrdered(document=DocumentRef("rule_webhook", row.pk, rule[:60]), webhook_id=row.pk),
        actor=actor,
        at=at,
    )
    return row


def deliver_webhook(*, webhook_id: int) -> None:
    """Send one POST; called from the outbox, which calls again later when this raises.

    Raises: ExternalFault when it was not taken; the delivery's row says how it went.
    """
    row = RuleWebhook.objects.filter(pk=webhook_id).first()
    if row is None or row.state != RuleWebhook.State.PENDING:
        return
    status, error = 0, ""
    try:
        status = _post(row)
        if not 200 <= status < 300:
            error = f"answered {status}"
    except (ExternalFault, Invalid) as refusal:
        error = str(refusal.facts.get("why") or refusal)
    except (OSError, http.client.HTTPException) as fault:
        error = f"{type(fault).__name__}: {fault}"
    note_delivery(webhook_id=row.pk, status=status, error=error[:300], actor=system_actor("webhooks"))
    if error:
        raise ExternalFault("webhook_failed", url=row.url, why=error)


@command()
def note_delivery(
    *, webhook_id: int, status: int, error: str, actor: Actor, at: datetime | None = None
) -> None:
    """Keep how one attempt went.

    Locks:  the delivery.
    """
    row = locks.webhook_for_update(webhook_id)
    if row is None:
        return
    row.attempts += 1
    row.last_status, row.last_error = status or None, error
    if not error:
        row.state, row.delivered_at = RuleWebhook.State.DELIVERED, at or timezone.now()
    elif row.attempts >= MAX_ATTEMPTS:
        row.state = RuleWebhook.State.FAILED
    row.save()


def _post(row: RuleWebhook) -> int:
    """One POST to the address that was checked, whatever the name says a moment later; no redirects."""
    parts = checked_url(row.url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = public_address(host, port)
    body = json.dumps(row.payload, ensure_ascii=False).encode()[:MOST_BODY]
    headers = {
        "Host": parts.netloc, "Content-Type": "application/json", "User-Agent": "Kept",
        "Content-Length": str(len(body)), SIGNATURE: signature(signing_secret(row.url), body),
        "X-Kept-Delivery": str(row.pk),
    }  # fmt: skip
    connection = http.client.HTTPConnection(address, port, timeout=TIMEOUT_SECONDS)
    try:
        connection.connect()
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest("POST", path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders(body)
        return connection.getresponse().status
    finally:
        connection.close()


def replay_webhook(*, webhook_id: int, actor: Actor, at: datetime | None = None) -> None:
    """Send a delivery that was given up once more.

    Raises: NotPermitted.
    """
    actor.require("rules.publish_rule")
    _again(webhook_id=webhook_id, actor=actor, at=at or timezone.now())


@command()
def _again(*, webhook_id: int, actor: Actor, at: datetime) -> None:
    row = locks.webhook_for_update(webhook_id)
    if row is None or row.state == RuleWebhook.State.DELIVERED:
        return
    row.state, row.attempts = RuleWebhook.State.PENDING, 0
    row.save()
    emit(
        WebhookOrdered(document=DocumentRef("rule_webhook", row.pk, row.rule), webhook_id=row.pk),
        actor=actor,
        at=at,
    )
