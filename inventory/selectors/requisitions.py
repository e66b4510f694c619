"""Requisitions as their readers see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.refs import DocumentRef
from inventory.models import PurchaseRequisition

VIEW_REQUISITION = declare_permission("inventory.view_requisition", "See requisitions")
OPEN = ("draft", "submitted", "approved")


@document("purchase_requisition", prefix="req", key="number", permission=VIEW_REQUISITION)
def visible_requisitions(actor: Actor) -> QuerySet[PurchaseRequisition]:
    """All requisitions, for those who may see them."""
    if not actor.has(VIEW_REQUISITION):
        return PurchaseRequisition.objects.none()
    return PurchaseRequisition.objects.all()


def requisitions_in_full(rows: QuerySet[PurchaseRequisition]) -> QuerySet[PurchaseRequisition]:
    """Requisitions with item, source, purchase order and those who need it, in two queries."""
    return rows.select_related(
        "item__unit", "warehouse", "supplier", "purchase_line__purchase_order"
    ).prefetch_related("needs")


def requisitions_for(document: DocumentRef, actor: Actor) -> QuerySet[PurchaseRequisition]:
    """What was asked to be bought for a document: the other side of a requisition's needs."""
    rows = visible_requisitions(actor).filter(
        needs__document_kind=document.kind, needs__document_id=document.id
    )
    return requisitions_in_full(rows).order_by("pk")
