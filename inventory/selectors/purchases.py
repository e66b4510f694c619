"""Purchase orders as readers see them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from inventory.models import ExpectedSupply, PurchaseOrder, PurchaseOrderLine, PurchaseReduction, Receipt

COMING = ("sent", "partially_received")
VIEW_PURCHASE_ORDER = declare_permission("inventory.view_purchase_order", "See purchase orders")


@document("purchase_order", prefix="pur", key="number", permission=VIEW_PURCHASE_ORDER)
def visible_purchase_orders(actor: Actor) -> QuerySet[PurchaseOrder]:
    """All purchase orders, for those who may see them."""
    if not actor.has(VIEW_PURCHASE_ORDER):
        return PurchaseOrder.objects.none()
    return PurchaseOrder.objects.all()


def purchase_orders_in_full(rows: QuerySet[PurchaseOrder]) -> QuerySet[PurchaseOrder]:
    """Purchase orders with their lines and receipts, in five queries."""
    lines = PurchaseOrderLine.objects.select_related("item__unit", "unit").prefetch_related(
        "requisitions", "reductions"
    )
    return rows.select_related("supplier", "warehouse").prefetch_related(
        Prefetch("lines", lines), Prefetch("receipts", Receipt.objects.order_by("pk"))
    )


def missing_lines(today: date) -> QuerySet[PurchaseOrderLine]:
    """Lines that should have arrived before a day, and have not, and still will."""
    return PurchaseOrderLine.objects.filter(
        expected_on__lt=today, received__lt=F("quantity"), is_closed_short=False
    )


def late_by(today: date) -> Q:
    """Purchase orders under way of which a line should have arrived before a day."""
    return Q(Exists(missing_lines(today).filter(purchase_order=OuterRef("pk"))), state__in=COMING)


def with_lateness(rows: QuerySet[PurchaseOrder], today: date) -> QuerySet[Any]:
    """Purchase orders with the day that their first missing line was expected as `late_since`, if any."""
    first = missing_lines(today).filter(purchase_order=OuterRef("pk"), purchase_order__state__in=COMING)
    return rows.annotate(late_since=Subquery(first.order_by("expected_on", "pk").values("expected_on")[:1]))


def endangering(today: date) -> Q:
    """Purchase orders that customer orders lean on and that come too late for their promise."""
    late = ExpectedSupply.objects.filter(
        Q(usable_on__gt=F("pegs__demand__needed_on")) | Q(due_on__lt=today, pegs__isnull=False),
        document_kind="purchase_order",
        is_open=True,
    )
    return Q(pk__in=late.values("document_id"))


def visible_reductions(actor: Actor) -> QuerySet[PurchaseReduction]:
    """What suppliers were ever asked to deliver less of, for those who may see their orders."""
    return PurchaseReduction.objects.filter(line__purchase_order__in=visible_purchase_orders(actor))


def open_reductions(order_ids: Iterable[int]) -> list[PurchaseReduction]:
    """What suppliers are asked to deliver less of, of orders that are on their way; one query."""
    rows = PurchaseReduction.objects.filter(
        line__purchase_order_id__in=list(order_ids), line__purchase_order__state__in=COMING, answer="open"
    )
    return list(rows.select_related("line__item__unit", "line__unit", "line__purchase_order"))
