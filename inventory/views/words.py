"""How stock moves and news of shipments read on pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.formats import quantity_text
from erp.core.models import LoggedEvent
from erp.core.stored_words import actor_text, stored_text
from inventory.models import Move
from inventory.selectors.timeline import label_of
from inventory.views.links import document_url

MOVE_TONES = {
    "opening": "neutral",
    "receipt": "good",
    "issue": "wait",
    "adjustment": "bad",
    "transfer": "info",
    "shipment": "active",
    "return": "wait",
    "revaluation": "neutral",
    "consumption": "wait",
    "production": "good",
}
_LOOKS = {
    "shipment.released": ("info", "packages"),
    "shipment.picking": ("active", "barcode"),
    "shipment.picked": ("active", "barcode"),
    "shipment.packed": ("active", "package"),
    "shipment.shipped": ("good", "truck"),
    "shipment.delivered": ("done", "truck-delivery"),
    "shipment.cancelled": ("off", "circle-x"),
    "transfer_order.created": ("neutral", "arrows-exchange"),
    "transfer_order.changed": ("info", "pencil"),
    "transfer_order.released": ("info", "check"),
    "transfer_order.sent": ("active", "truck"),
    "transfer.received": ("active", "package-import"),
    "transfer_order.received": ("done", "package-import"),
    "transfer_order.cancelled": ("off", "circle-x"),
    "purchase_order.changed": ("info", "shopping-cart"),
    "purchase_order.mail_asked": ("info", "mail"),
    "receipt.arrived": ("info", "package-import"),
    "receipt.inspected": ("active", "check"),
    "receipt.put_away": ("done", "stack-2"),
    "receipt.disposed": ("bad", "truck-return"),
    "purchase_requisition.changed": ("info", "clipboard-check"),
}


def signed_quantity(quantity: Decimal, unit: str) -> str:
    """A quantity with its sign: +12 pcs, −3 pcs."""
    sign = "+" if quantity > 0 else "−" if quantity < 0 else ""
    return f"{sign}{quantity_text(abs(quantity), unit)}"


def told_move(actor: Actor, row: Move, unit: str = "") -> dict[str, Any]:
    """A line of the ledger as lists show it."""
    return {
        "row": row,
        "kind": row.get_kind_display(),
        "tone": MOVE_TONES.get(row.kind, "neutral"),
        "quantity": signed_quantity(row.quantity, unit or row.item.unit.code),
        "url": document_url(actor, row.source_kind, row.source_number),
    }


def told_events(events: Sequence[LoggedEvent]) -> list[dict[str, Any]]:
    """A document's timeline, the newest first, with what was said and how long each step took."""
    told = []
    before: datetime | None = None
    for event in events:
        dwell = None if before is None else (event.at - before).total_seconds()
        before = event.at
        tone, icon = _LOOKS.get(event.name, ("neutral", "circle-dot"))
        told.append(
            {
                "at": event.at,
                "label": label_of(event),
                "actor": actor_text(event.actor_label) or _("System"),
                "detail": _detail(event.facts),
                "dwell_seconds": dwell if dwell and dwell >= 60 else None,
                "tone": tone,
                "icon": icon,
            }
        )
    told.reverse()
    return told


def _detail(facts: dict[str, Any]) -> str:
    parts = []
    for short in facts.get("short") or []:
        missing = quantity_text(Decimal(str(short.get("missing", 0))))
        parts.append(
            _("%(product)s: %(missing)s missing, %(reason)s")
            % {"product": short.get("product", ""), "missing": missing, "reason": short.get("reason", "")}
        )
    if facts.get("packages"):
        parts.append(_("%(count)s packages") % {"count": facts["packages"]})
    parts += [
        str(facts[name])
        for name in ("carrier", "tracking_number", "delivered_to", "address")
        if facts.get(name)
    ]
    if facts.get("reason"):
        parts.append(f"“{stored_text(facts['reason'])}”")
    return " · ".join(parts)
