"""What the stock lends to processes: deciding requisitions."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.palette import Fact, Input, declare_facts, lend_action, lend_facts
from erp.core.refs import DocumentRef
from inventory.models import ItemCategory, PurchaseRequisition
from inventory.services.requisitions import APPROVE, approve_requisition, reject_requisition


@lend_action(APPROVE, _("Approve the requisition"), subjects=["purchase_requisition"])
def approve(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> PurchaseRequisition:
    """Let it be bought."""
    return approve_requisition(requisition_id=subject.id, actor=actor, at=at)


@lend_action(
    "inventory.reject_requisition",
    _("Reject the requisition"),
    subjects=["purchase_requisition"],
    inputs=[Input("reason", _("Reason"), required=True)],
)
def reject(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> PurchaseRequisition:
    """Refuse it with the reason given."""
    reason = str(values.get("reason", ""))
    return reject_requisition(requisition_id=subject.id, reason=reason, actor=actor, at=at)


@lend_facts("purchase_requisition")
def requisition_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about a requisition; its amount at the expected cost."""
    asked = PurchaseRequisition.objects.select_related(
        "item__category", "warehouse", "supplier", "requested_by"
    ).get(pk=subject.id)
    return {
        "requisition.amount": float(asked.quantity * asked.unit_cost),
        "requisition.quantity": float(asked.quantity),
        "requisition.origin": asked.origin_kind,
        "requisition.needed_on": asked.needed_on.isoformat(),
        "requisition.is_override": asked.is_override,
        "requisition.requested_by": asked.requested_by.username if asked.requested_by else "",
        "item.sku": asked.item.sku,
        "item.category": asked.item.category.code if asked.item.category else "",
        "warehouse.code": asked.warehouse.code,
        "supplier.code": asked.supplier.code if asked.supplier else "",
    }


def _categories() -> list[tuple[str, str]]:
    return list(ItemCategory.objects.order_by("code").values_list("code", "name")[:500])


declare_facts(
    "purchase_requisition",
    [
        Fact("requisition.amount", _("Requisition: expected amount"), "number"),
        Fact("requisition.quantity", _("Requisition: quantity"), "number"),
        Fact("requisition.origin", _("Requisition: who asked"), "text"),
        Fact("requisition.needed_on", _("Requisition: needed by"), "date"),
        Fact("requisition.is_override", _("Requisition: supplier chosen by hand"), "boolean"),
        Fact("requisition.requested_by", _("Requisition: requested by"), "text"),
        Fact("item.sku", _("Item: SKU"), "text"),
        Fact("item.category", _("Item: category"), "text", _categories),
        Fact("warehouse.code", _("Warehouse: code"), "text"),
        Fact("supplier.code", _("Supplier: code"), "text"),
    ],
)
