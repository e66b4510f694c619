"""Webhooks of rules: one signed POST, retried from the outbox, never into our own network."""

from __future__ import annotations

import hashlib
import hmac
import json
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
from erp.core.outbound import OutboundFault, checked_address, post
from erp.core.outbox import MAX_ATTEMPTS
from erp.core.refs import DocumentRef
from erp.rules import locks
from erp.rules.events import WebhookOrdered
from erp.rules.models import RuleWebhook

TIMEOUT_SECONDS = 5.0
MOST_URL = 500
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
    """An address that may be called: http or https on a usual port, a host, no credentials.

    Raises: Invalid on `url`.
    """
    try:
        if not isinstance(url, str) or len(url) > MOST_URL or not url.isascii():
            raise OutboundFault("target_address")
        parts = checked_address(url)
    except OutboundFault:
        text = _("Give an address such as https://example.com/hook.")
        raise Invalid.field("url", text, "webhook_url") from None
    own = parts.hostname in settings.WEBHOOK_HOSTS
    if parts.port is not None and parts.port not in settings.WEBHOOK_PORTS and not own:
        raise Invalid.field("url", _("This port may not be called."), "webhook_url")
    return parts


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
    except Invalid as refusal:
        error = str(refusal)
    except OutboundFault as fault:
        error = " ".join([fault.code, *map(str, fault.facts.values())])
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
    """One POST, never into our own network unless the installation names the host; no redirects.

    Raises: Invalid; OutboundFault.
    """
    own = checked_url(row.url).hostname in settings.WEBHOOK_HOSTS
    body = json.dumps(row.payload, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json", "User-Agent": "Kept", "X-Kept-Delivery": str(row.pk),
        SIGNATURE: signature(signing_secret(row.url), body),
    }  # fmt: skip
    return post(row.url, body, headers, timeout=TIMEOUT_SECONDS, allows_private=own).status


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
