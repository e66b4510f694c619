"""What notifications lend to processes and rules: telling people."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.palette import Input, facts_about, lend_action
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from erp.notifications.calc.planning import PRIORITIES
from erp.notifications.calc.wording import filled, places_of
from erp.notifications.models import Alert, Notification
from erp.notifications.selectors.recipients import ADMINISTRATORS, Addressbook, recipients_from
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts
from erp.notifications.services.notify import notify


@lend_action(
    "notifications.notify",
    _("Tell people"),
    inputs=[
        Input("to", _("To"), "recipients", required=True),
        Input("title", _("Title"), required=True),
        Input("text", _("Text")),
        Input("priority", _("Priority"), "choice", choices=Notification.Priority.choices),
    ],
    permission="",
)
def tell(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> list[int]:
    """Tell people; {order.number} and other facts in title and text are filled in.

    The same words about the same document reach a person once a day, unless `dedupe` says what tells two
    occasions apart; `topic` is the rule or step that tells.

    Raises: Invalid on `to`, `title`, `priority`.
    """
    title, text = str(values.get("title") or "").strip(), str(values.get("text") or "").strip()
    if not title:
        raise Invalid.field("title", _("This is needed."), "required")
    priority = str(values.get("priority") or "normal")
    if priority not in PRIORITIES:
        raise Invalid.field(
            "priority", _("This must be one of: %(choices)s.") % {"choices": ", ".join(PRIORITIES)}
        )
    to = recipients_from(values.get("to"))
    given = values.get("facts")
    extra = given if isinstance(given, dict) else {}
    facts = {**facts_about(subject, places_of(title) + places_of(text)), **extra, "number": subject.number}
    if not values.get("is_filled"):  # what was put in already is nobody's place any more
        title, text = filled(title, facts), filled(text, facts)
    said = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:12]
    customer = facts.get("customer.id", values.get("customer_id"))
    return notify(
        to=to,
        topic=str(values.get("topic") or f"rule:{actor.label}"),
        subject=subject,
        title=title,
        text=text,
        facts={"words": _words(values)},
        priority=priority,
        dedupe=str(values.get("dedupe") or f"{said} {business_day(at).isoformat()}"),
        customer_id=customer if isinstance(customer, int) else None,
        actor=actor,
        at=at,
    )


LEVELS = {"info": "info", "normal": "warning", "high": "critical", "critical": "critical"}


@lend_action(
    "notifications.raise_alert",
    _("Raise an alert that stands until its cause is gone"),
    inputs=[
        Input("to", _("To"), "recipients", required=True),
        Input("title", _("Title"), required=True),
        Input("text", _("Text")),
        Input("priority", _("Priority"), "choice", choices=Notification.Priority.choices),
    ],
    permission="",
    undo="notifications.settle",
    ends_with_cause=True,
)
def raise_one(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """Raise an alert to roles, or to people by name, once while it stands open; gives how many are new.

    Raises: Invalid on `to`.
    """
    to = recipients_from(values.get("to"))
    given = values.get("facts")
    customer = given.get("customer.id") if isinstance(given, dict) else None
    customer_id = customer if isinstance(customer, int) else None
    common: dict[str, Any] = {
        "code": str(values.get("topic") or "notice")[:60],
        "subject": subject,
        "level": LEVELS.get(str(values.get("priority") or "normal"), "warning"),
        "facts": {
            "title": str(values.get("title", ""))[:200],
            "text": str(values.get("text", ""))[:1000],
            "words": _words(values),
        },
        "customer_id": customer_id,
    }
    alerts = [NewAlert(role=role[:40], **common) for role in to.roles]
    people = Addressbook([(to, subject, customer_id)], at=at).named(to, subject)
    alerts += [NewAlert(user_id=user.pk, **common) for user in people]
    return len(raise_alerts(alerts=alerts or [NewAlert(role=ADMINISTRATORS, **common)], actor=actor, at=at))


def _words(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same words in other languages, where whoever tells them knows some."""
    given = values.get("words")
    return given if isinstance(given, dict) else {}


@lend_action("notifications.settle", _("Take an alert back"), permission="")
def settle(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """Close the open alerts of a topic about a document; gives how many."""
    topic = str(values.get("topic", ""))[:60]
    if not Alert.objects.filter(code=topic, acknowledged_at__isnull=True, subject_id=subject.id).exists():
        return 0
    return settle_alerts(code=topic, subjects=[subject], actor=actor, at=at)
