"""What notifications lend to processes and rules: telling people."""

from __future__ import annotations

import hashlib
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
from erp.notifications.models import Notification
from erp.notifications.selectors.recipients import recipients_from
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
    places = places_of(title) + places_of(text)
    given = values.get("facts")
    extra = given if isinstance(given, dict) else {}
    facts = {**facts_about(subject, places), **extra, "number": subject.number}
    words = hashlib.sha256(f"{title}\0{text}".encode()).hexdigest()[:12]
    customer = facts.get("customer.id", values.get("customer_id"))
    return notify(
        to=to,
        topic=str(values.get("topic") or f"rule:{actor.label}"),
        subject=subject,
        title=filled(title, facts),
        text=filled(text, facts),
        priority=priority,
        dedupe=str(values.get("dedupe") or f"{words} {business_day(at).isoformat()}"),
        customer_id=customer if isinstance(customer, int) else None,
        actor=actor,
        at=at,
    )
