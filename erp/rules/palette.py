"""What rules lend to themselves and to processes: marks and webhooks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.palette import Input, lend_action
from erp.core.refs import DocumentRef
from erp.rules.services.exceptions import clear_exceptions, mark_exception
from erp.rules.services.webhooks import order_webhook


@lend_action(
    "rules.mark_exception",
    _("Mark as an exception"),
    inputs=[Input("text", _("What is wrong"), required=True)],
    undo="rules.clear_exception",
    ends_with_cause=True,
)
def mark(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> bool:
    """Mark a document; the mark goes when its rule's cause is gone."""
    code = str(values.get("code") or values.get("rule") or "exception")
    return mark_exception(subject=subject, code=code, text=str(values.get("text", "")), actor=actor, at=at)


@lend_action("rules.clear_exception", _("Take the exception mark off"), permission="rules.mark_exception")
def clear(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """Take a mark off."""
    code = str(values.get("code") or values.get("rule") or "exception")
    return clear_exceptions(code=code, subjects=[subject], actor=actor, at=at)


@lend_action(
    "rules.call_webhook",
    _("Call a webhook"),
    inputs=[Input("url", _("Address"), required=True)],
)
def call_webhook(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> Any:
    """Send the document, the facts and the rule to another system, signed."""
    payload = {
        "rule": values.get("rule", ""),
        "document": {"kind": subject.kind, "id": subject.id, "number": subject.number},
        "facts": values.get("facts", {}),
        "at": at.isoformat(),
    }
    return order_webhook(
        subject=subject, url=str(values.get("url", "")), payload=payload, rule=str(values.get("rule", "")),
        actor=actor, at=at,
    )  # fmt: skip
