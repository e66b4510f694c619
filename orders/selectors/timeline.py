"""The story of an order: every event told about it, its own and those of its documents."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from erp.core.actor import Actor
from erp.core.models import LoggedEvent
from erp.core.stored_words import actor_text
from finance.selectors.story import LABELS as MONEY_LABELS
from inventory.selectors.timeline import LABELS as SHIPMENT_LABELS

MOST_EVENTS = 2000
UNTOLD = ("case.due",)  # a note from the engine to itself
HIDDEN_WITHOUT_COST = frozenset({"cost", "unit_cost", "margin", "values"})

EVENT_LABELS: Mapping[str, str | Promise] = {
    **SHIPMENT_LABELS,
    **MONEY_LABELS,
    "order.created": gettext_lazy("Order entered"),
    "order.submitted": gettext_lazy("Order submitted"),
    "order.price_approved": gettext_lazy("Prices below their floor approved"),
    "quotation.created": gettext_lazy("Quotation written"),
    "quotation.amended": gettext_lazy("Quotation changed"),
    "quotation.submitted": gettext_lazy("Quotation submitted"),
    "quotation.approved": gettext_lazy("Quotation approved"),
    "quotation.endorsed": gettext_lazy("Quotation signed by a person"),
    "quotation.rejected": gettext_lazy("Quotation sent back"),
    "quotation.revised": gettext_lazy("New revision begun"),
    "quotation.sent": gettext_lazy("Quotation sent to the customer"),
    "quotation.mail_asked": gettext_lazy("E-mail to the customer asked for"),
    "quotation.stock_held": gettext_lazy("Goods kept back"),
    "quotation.converted": gettext_lazy("Quotation won"),
    "quotation.accepted": gettext_lazy("Accepted by the customer"),
    "quotation.declined": gettext_lazy("Declined by the customer"),
    "quotation.not_taken": gettext_lazy("Accepted, but its order could not be written"),
    "quotation.lost": gettext_lazy("Quotation lost"),
    "quotation.expired": gettext_lazy("Quotation expired"),
    "order.confirmed": gettext_lazy("Order confirmed"),
    "order.allocated": gettext_lazy("Stock reserved"),
    "order.fulfillment_moved": gettext_lazy("Fulfillment went on"),
    "order.billing_moved": gettext_lazy("Billing went on"),
    "order.amended": gettext_lazy("Order amended"),
    "order.held": gettext_lazy("Order put on hold"),
    "order.released": gettext_lazy("Order released"),
    "order.rejected": gettext_lazy("Order rejected"),
    "order.cancelled": gettext_lazy("Order cancelled"),
    "order.closed": gettext_lazy("Order closed"),
    "return.requested": gettext_lazy("Return requested"),
    "return.approved": gettext_lazy("Return approved"),
    "return.received": gettext_lazy("Returned goods received"),
    "return.inspected": gettext_lazy("Returned goods inspected"),
    "return.settled": gettext_lazy("Return settled"),
    "return.rejected": gettext_lazy("Return rejected"),
    "order.promised": gettext_lazy("Promise date changed"),
    "order.rush_accepted": gettext_lazy("Rush order accepted"),
    "promise.slipped": gettext_lazy("Promise at risk"),
    "promise.held": gettext_lazy("Promise holds again"),
    "promise.remedied": gettext_lazy("Remedy for a promise"),
    "stock.lost": gettext_lazy("Less was found than the books said"),
    "stock.reserved": gettext_lazy("Back-order filled"),
    "stock.unpegged": gettext_lazy("Expected supply was lost"),
    "stock.moved_away": gettext_lazy("Stock went to an earlier order"),
    "stock.moved_here": gettext_lazy("Stock taken from a later order"),
    "hold.converted": gettext_lazy("Soft hold taken over"),
    "order.takes_holds": gettext_lazy("Soft holds to be taken over"),
    "stock.repaired": gettext_lazy("Counter repaired"),
    "stock.freed": gettext_lazy("Stock given back"),
    "stock.received": gettext_lazy("Stock became free"),
    "task.opened": gettext_lazy("Decision asked for"),
    "task.claimed": gettext_lazy("Task claimed"),
    "task.decided": gettext_lazy("Task decided"),
    "task.cancelled": gettext_lazy("Task no longer needed"),
    "task.signed": gettext_lazy("Signed"),
    "task.transferred": gettext_lazy("Given to somebody else"),
    "task.signer_added": gettext_lazy("One more signer asked"),
    "task.info_requested": gettext_lazy("Information asked for"),
    "task.info_given": gettext_lazy("Information given"),
    "task.withdrawn": gettext_lazy("Decision taken back"),
    "task.reminded": gettext_lazy("Reminder sent"),
    "case.started": gettext_lazy("Process began"),
    "case.moved": gettext_lazy("Went on in its process"),
    "case.paused": gettext_lazy("Process paused or resumed"),
    "case.ended": gettext_lazy("Process ended"),
    "case.migrated": gettext_lazy("Goes on by another version of its process"),
    "case.undone": gettext_lazy("An automatic step was taken back"),
    "case.marked": gettext_lazy("Marked as an exception"),
    "incident.opened": gettext_lazy("A step could not be done"),
    "incident.closed": gettext_lazy("A refused step was settled"),
    "sla.reminded": gettext_lazy("Reminder sent"),
    "sla.escalated": gettext_lazy("Escalated"),
    "sla.reassigned": gettext_lazy("Given to somebody else"),
    "sla.auto_approved": gettext_lazy("Approved by time-out"),
    "sla.auto_rejected": gettext_lazy("Rejected by time-out"),
    "sla.refused": gettext_lazy("A time-out could not act"),
    "sla.exception_marked": gettext_lazy("Marked as an exception by time-out"),
}


def event_label(name: str) -> str:
    """An event's name in the reader's words; an unknown one reads as its code."""
    known = EVENT_LABELS.get(name)
    return str(known) if known is not None else name.replace("_", " ").replace(".", ": ")


def order_timeline(order_id: int, actor: Actor) -> list[dict[str, Any]]:
    """What happened to an order, oldest first, with the time since the event before; one query.

    Shape: at, actor, event, label, document, node, dwell_seconds, detail. Costs are told to those
    who may see them.
    """
    rows = LoggedEvent.objects.filter(about_kind="order", about_id=order_id).order_by("at", "pk")
    sees_cost = actor.has("inventory.view_cost")
    told: list[dict[str, Any]] = []
    before: datetime | None = None
    node: str | None = None
    for row in rows.exclude(name__in=UNTOLD)[:MOST_EVENTS]:
        node = _node_after(row, node)
        told.append(_entry(row, before, sees_cost, node))
        before = row.at
    return told


def _node_after(row: LoggedEvent, node: str | None) -> str | None:
    """At which step of its process the order stood when this was told; a move tells the step it led to."""
    if row.name == "case.moved" and row.facts.get("entered"):
        return str(row.facts["entered"][-1]["node"])
    if row.name == "case.ended":
        return None
    return node


def _entry(row: LoggedEvent, before: datetime | None, sees_cost: bool, node: str | None) -> dict[str, Any]:
    detail = dict(row.facts)
    if row.changes:
        detail["changes"] = row.changes
    return {
        "at": row.at,
        "actor": actor_text(row.actor_label) or _("System"),
        "event": row.name,
        "label": event_label(row.name),
        "document": row.document_number,
        "node": detail.get("node") or node,
        "dwell_seconds": None if before is None else max((row.at - before).total_seconds(), 0.0),
        "detail": detail if sees_cost else without_cost(detail),
    }


def without_cost(value: Any) -> Any:
    """A JSON value without anything that tells a cost."""
    if isinstance(value, dict):
        return {key: without_cost(part) for key, part in value.items() if key not in HIDDEN_WITHOUT_COST}
    if isinstance(value, list):
        return [without_cost(part) for part in value]
    return value
