"""The story of one stock document: a shipment, a purchase order."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from erp.core.models import LoggedEvent

MOST_EVENTS = 500
LABELS: Mapping[str, str | Promise] = {
    "shipment.created": gettext_lazy("Shipment gathered in a wave"),
    "shipment.released": gettext_lazy("Shipment released to picking"),
    "shipment.picking": gettext_lazy("Shipment picked in part"),
    "shipment.picked": gettext_lazy("Shipment picked"),
    "shipment.short": gettext_lazy("Picked short"),
    "shipment.packed": gettext_lazy("Shipment packed"),
    "shipment.shipped": gettext_lazy("Shipment dispatched"),
    "shipment.delivered": gettext_lazy("Shipment delivered"),
    "shipment.cancelled": gettext_lazy("Shipment cancelled"),
    "receipt.arrived": gettext_lazy("Goods arrived"),
    "receipt.inspected": gettext_lazy("Inspected"),
    "receipt.put_away": gettext_lazy("Put away"),
    "receipt.disposed": gettext_lazy("Rejected goods sent back or scrapped"),
    "transfer_order.created": gettext_lazy("Transfer written"),
    "transfer_order.changed": gettext_lazy("Draft changed"),
    "transfer_order.released": gettext_lazy("Transfer released"),
    "transfer_order.sent": gettext_lazy("Goods have left"),
    "transfer.received": gettext_lazy("Goods arrived"),
    "transfer_order.received": gettext_lazy("Transfer received"),
    "transfer_order.cancelled": gettext_lazy("Transfer cancelled"),
    "count.opened": gettext_lazy("Count handed out"),
    "count.recorded": gettext_lazy("Places counted"),
    "count.recount": gettext_lazy("Recount asked"),
    "count.counted": gettext_lazy("Everything counted"),
    "count.approved": gettext_lazy("Differences approved"),
    "count.posted": gettext_lazy("Differences posted"),
    "count.cancelled": gettext_lazy("Count cancelled"),
    "purchase_order.created": gettext_lazy("Purchase order written"),
    "purchase_order.sent": gettext_lazy("Purchase order sent"),
    "purchase_order.mail_asked": gettext_lazy("E-mail to the supplier"),
    "purchase_order.received": gettext_lazy("Goods received"),
    "purchase_order.closed": gettext_lazy("Purchase order closed"),
    "purchase_order.cancelled": gettext_lazy("Purchase order cancelled"),
    "purchase_order.changed": gettext_lazy("Purchase order changed"),
    "purchase_order.rescheduled": gettext_lazy("Expected on another day"),
    "purchase_order.confirmed": gettext_lazy("Confirmed by the supplier"),
    "purchase_order.proposed": gettext_lazy("Supplier proposes changes"),
    "purchase_order.accepted": gettext_lazy("Supplier's proposal accepted"),
    "purchase_order.declined": gettext_lazy("Supplier's proposal declined"),
    "purchase_requisition.raised": gettext_lazy("Requisition raised"),
    "purchase_requisition.submitted": gettext_lazy("Requisition submitted"),
    "purchase_requisition.approved": gettext_lazy("Requisition approved"),
    "purchase_requisition.rejected": gettext_lazy("Requisition rejected"),
    "purchase_requisition.sourced": gettext_lazy("Supplier chosen by hand"),
    "purchase_requisition.ordered": gettext_lazy("Requisition ordered"),
    "purchase_requisition.reopened": gettext_lazy("Requisition to be ordered anew"),
}


def document_events(kind: str, document_id: int, *, parts: str = "") -> list[LoggedEvent]:
    """What happened to a document, oldest first; with the news of that name of its `parts`; one query."""
    wanted = Q(document_kind=kind, document_id=document_id)
    if parts:
        wanted |= Q(about_kind=kind, about_id=document_id, name=parts)
    rows = LoggedEvent.objects.filter(wanted)
    return list(
        rows.exclude(name__startswith="stock.")
        .exclude(name__startswith="supply.")
        .order_by("at", "pk")[:MOST_EVENTS]
    )


def label_of(event: LoggedEvent) -> str:
    """An event's name in the reader's words."""
    name = event.name
    if name in {"purchase_order.changed", "purchase_requisition.changed"}:
        name = f"{name.removesuffix('changed')}{event.facts.get('verb', '')}"
    known = LABELS.get(name)
    return str(known) if known is not None else name.replace("_", " ").replace(".", ": ")
