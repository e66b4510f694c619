"""What the stock lends to processes and rules: requisitions and counts, deciding them, facts of them."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.palette import Fact, Input, declare_facts, lend_action, lend_facts, lend_set
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from erp.processes.selectors.tasks import last_decider_of
from erp.processes.services.shipped import lend_process
from inventory.models import Item, PurchaseRequisition, StockCount
from inventory.selectors.categories import category_choices
from inventory.selectors.supplier_facts import facts_of_supplier, watched_suppliers
from inventory.selectors.watched import lying_stock, near_safety_stock, to_replenish
from inventory.services.alerts import settle_short_stock, warn_of_short_stock
from inventory.services.counts import approve_count, cancel_count
from inventory.services.replenishment import ask_for_replenishment
from inventory.services.requisitions import (
    APPROVE,
    approve_requisition,
    refuse_own_decision,
    reject_requisition,
)
from inventory.services.supplier_watch import settle_fall, stop_trusting, warn_of_fall


@lend_action(APPROVE, _("Approve the requisition"), subjects=["purchase_requisition"])
def approve(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> PurchaseRequisition:
    """Let it be bought; who asked for it does not decide it, nor as the stand-in of whoever should.

    Raises: NotPermitted.
    """
    refuse_own_decision(requisition_id=subject.id, decider_id=last_decider_of(subject))
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


@lend_action("inventory.approve_count", _("Approve and post the count"), subjects=["count"], is_critical=True)
def approve_differences(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> StockCount:
    """Believe the differences; the books follow."""
    return approve_count(count_id=subject.id, actor=actor, at=at)


@lend_action(
    "inventory.cancel_count",
    _("Cancel the count"),
    subjects=["count"],
    inputs=[Input("reason", _("Reason"), required=True)],
)
def cancel(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> StockCount:
    """Post nothing of it."""
    return cancel_count(count_id=subject.id, reason=str(values.get("reason", "")), actor=actor, at=at)


@lend_facts("purchase_requisition")
def requisition_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about a requisition; its amount at the expected cost."""
    asked = PurchaseRequisition.objects.select_related(
        "item__category", "item__unit", "warehouse", "supplier", "requested_by"
    ).get(pk=subject.id)
    return {
        "requisition.state": asked.state,
        "requisition.number": asked.number,
        "requisition.item": str(asked.item),
        "requisition.reason": asked.reason,
        "requisition.unit": asked.item.unit.code,
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


declare_facts(
    "purchase_requisition",
    [
        Fact("requisition.state", _("Requisition: state"), "text", PurchaseRequisition.State.choices),
        Fact("requisition.amount", _("Requisition: expected amount"), "number"),
        Fact("requisition.quantity", _("Requisition: quantity"), "number"),
        Fact("requisition.origin", _("Requisition: who asked"), "text"),
        Fact("requisition.needed_on", _("Requisition: needed by"), "date"),
        Fact("requisition.is_override", _("Requisition: supplier chosen by hand"), "boolean"),
        Fact("requisition.requested_by", _("Requisition: requested by"), "text"),
        Fact("item.sku", _("Item: SKU"), "text"),
        Fact("item.category", _("Item: category"), "text", category_choices),
        Fact("warehouse.code", _("Warehouse: code"), "text"),
        Fact("supplier.code", _("Supplier: code"), "text"),
    ],
)


# --- what rules watch: suppliers and stock --------------------------------------------------------------
lend_set("inventory.suppliers", _("Suppliers that are trusted or have delivered lately"), kind="supplier")(
    watched_suppliers
)
lend_set("inventory.near_safety_stock", _("Items near their safety stock"), kind="product")(near_safety_stock)
lend_set("inventory.to_replenish", _("Items that the replenishment run would buy or make"), kind="product")(
    to_replenish
)
lend_set("inventory.lying_stock", _("Items in stock and how long they lie"), kind="product")(lying_stock)


@lend_facts("supplier")
def supplier_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about a supplier."""
    return facts_of_supplier(Supplier.objects.get(pk=subject.id), timezone.now())


@lend_action(
    "inventory.freeze_exemption",
    _("Freeze the inspection exemption and warn purchasing"),
    subjects=["supplier"],
)
def freeze(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> bool:
    """Stop trusting a supplier, with the evidence."""
    return stop_trusting(supplier_id=subject.id, actor=actor, at=at)


@lend_action(
    "inventory.warn_of_fall",
    _("Warn the purchasing manager"),
    subjects=["supplier"],
    permission="inventory.freeze_exemption",
    undo="inventory.settle_fall",
    ends_with_cause=True,
)
def warn_fall(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> bool:
    """Tell who leads purchasing that a supplier delivers less and less on time."""
    return warn_of_fall(supplier_id=subject.id, actor=actor, at=at)


@lend_action(
    "inventory.settle_fall",
    _("Close the warning to the purchasing manager"),
    subjects=["supplier"],
    permission="inventory.freeze_exemption",
)
def end_fall(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """Its punctuality falls no more."""
    return settle_fall(supplier_id=subject.id, actor=actor, at=at)


@lend_action(
    "inventory.warn_of_short_stock",
    _("Warn of short stock"),
    subjects=["product"],
    permission="inventory.edit_replenishment",
    undo="inventory.settle_short_stock",
    ends_with_cause=True,
)
def warn_short(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> bool:
    """Tell buyers, or planners for made items."""
    return warn_of_short_stock(item_id=subject.id, actor=actor, at=at)


@lend_action(
    "inventory.settle_short_stock",
    _("Close the warning of short stock"),
    subjects=["product"],
    permission="inventory.edit_replenishment",
)
def end_short(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """There is enough again."""
    return settle_short_stock(item_id=subject.id, actor=actor, at=at)


@lend_action("inventory.create_requisition", _("Ask for what is to be replenished"), subjects=["product"])
def request(subject: DocumentRef, *, actor: Actor, at: datetime, **values: Any) -> int:
    """Raise the requisitions that the last replenishment run suggests for an item."""
    return ask_for_replenishment(item_id=subject.id, actor=actor, at=at)


declare_facts(
    "supplier",
    [
        Fact("supplier.code", _("Supplier: code"), "text"),
        Fact("supplier.name", _("Supplier: name"), "text"),
        Fact("supplier.is_trusted", _("Supplier: has an inspection exemption"), "boolean"),
        Fact("supplier.bad_lots_in_a_row", _("Supplier: latest lots in a row below the pass rate"), "number"),
        Fact(
            "supplier.lots_in_a_row_limit", _("Supplier: bad lots in a row allowed by the settings"), "number"
        ),
        Fact("supplier.mean_delay_days", _("Supplier: mean delay in days"), "number"),
        Fact("supplier.delay_limit_days", _("Supplier: mean delay allowed by the settings"), "number"),
        Fact("supplier.falling_months", _("Supplier: months in a row with a lower on-time rate"), "number"),
        Fact(
            "supplier.falling_months_limit", _("Supplier: falling months allowed by the settings"), "number"
        ),
    ],
)
declare_facts(
    "product",
    [
        Fact("product.sku", _("Product: SKU"), "text"),
        Fact("product.name", _("Product: name"), "text"),
        Fact("product.supply", _("Product: bought or made"), "text", Item.Supply.choices),
        Fact("product.planning", _("Product: how it is planned"), "text", Item.Planning.choices),
        Fact("product.available", _("Product: available"), "number"),
        Fact("product.safety_stock", _("Product: safety stock"), "number"),
        Fact("product.reorder_point", _("Product: reorder point"), "number"),
        Fact("product.suggested_quantity", _("Product: suggested quantity"), "number"),
        Fact("product.needed_on", _("Product: needed by"), "date"),
        Fact("product.stock_value", _("Product: value in stock"), "number"),
        Fact("product.is_slow", _("Product: slow-moving"), "boolean"),
        Fact("product.days_since_use", _("Product: days since it was last used"), "number"),
        Fact("product.cover_days", _("Product: days of cover"), "number"),
        Fact("warehouse.code", _("Warehouse: code"), "text"),
    ],
)


@lend_facts("count")
def count_facts(subject: DocumentRef) -> dict[str, Any]:
    """Plain numbers and strings about a stock count."""
    row = StockCount.objects.select_related("warehouse").get(pk=subject.id)
    return {
        "count.state": row.state,
        "count.number": row.number,
        "count.value": float(row.value),
        "count.absolute_value": float(row.absolute_value),
        "count.class": row.abc_class,
        "warehouse.code": row.warehouse.code,
    }


declare_facts(
    "count",
    [
        Fact("count.state", _("Count: state"), "text", StockCount.State.choices),
        Fact("count.number", _("Count: number"), "text"),
        Fact("count.value", _("Count: value of the differences"), "number"),
        Fact("count.absolute_value", _("Count: absolute value of the differences"), "number"),
        Fact("count.class", _("Count: ABC class"), "text"),
        Fact("warehouse.code", _("Warehouse: code"), "text"),
    ],
)

for _path in sorted((Path(__file__).parent / "processes").glob("*.json")):
    lend_process(_path)
