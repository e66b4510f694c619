"""Row locks of the warehouse's and the buyer's documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Exists, OuterRef

from erp.core.commands import current
from erp.core.errors import NotFound, StaleVersion
from erp.core.prepared import prepared
from inventory.models import (
    Demand,
    Hold,
    InspectionExemption,
    Proof,
    PurchaseOrder,
    PurchaseRequisition,
    Receipt,
    ReceiptLine,
    ReplenishmentSuggestion,
    Shipment,
    StockCount,
    StockCountLine,
    SupplierReturn,
    Transfer,
    TransferOrder,
    Wave,
)

_SHIPMENT = prepared(
    lambda pk: (
        Shipment.objects.select_for_update(of=("self",))
        .annotate(
            is_held=Exists(Demand.objects.filter(shipment_lines__shipment=OuterRef("pk"), is_held=True))
        )
        .filter(pk=pk)
        .order_by()
    )
)


def shipment_for_update(shipment_id: int, expected_version: int | None = None) -> Shipment:
    """Lock a shipment; its `is_held` tells whether what it serves is on hold.

    Raises: NotFound; StaleVersion when the caller saw another version.
    """
    unit = current()
    row = unit.recall("shipment", shipment_id)
    if row is None:
        rows = _SHIPMENT(shipment_id)
        if not rows:
            raise NotFound(kind="shipment", id=shipment_id)
        row = rows[0]
        unit.remember("shipment", shipment_id, row)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def wave_for_update(wave_id: int) -> Wave:
    """Lock a wave.

    Raises: NotFound.
    """
    row = Wave.objects.select_for_update().filter(pk=wave_id).first()
    if row is None:
        raise NotFound(kind="wave", id=wave_id)
    return row


def count_for_update(count_id: int, expected_version: int | None = None) -> StockCount:
    """Lock a stock count, and with it its lines.

    Raises: NotFound; StaleVersion.
    """
    row = StockCount.objects.select_for_update(of=("self",)).filter(pk=count_id).first()
    if row is None:
        raise NotFound(kind="count", id=count_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def count_lines_for_update(count_id: int) -> list[StockCountLine]:
    """Lock the lines of a count, lowest key first."""
    return list(
        StockCountLine.objects.select_for_update(of=("self",))
        .select_related("item", "location", "lot")
        .filter(count_id=count_id)
        .order_by("pk")
    )


def transfer_for_update(transfer_id: int) -> Transfer:
    """Lock a transfer.

    Raises: NotFound.
    """
    row = Transfer.objects.select_for_update().filter(pk=transfer_id).first()
    if row is None:
        raise NotFound(kind="transfer", id=transfer_id)
    return row


def lock_transfer_orders(order_ids: Sequence[int]) -> None:
    """Lock transfers as documents, lowest key first, and remember them for the rest of the command."""
    unit = current()
    rows = TransferOrder.objects.select_for_update(of=("self",))
    for row in (
        rows.select_related("from_warehouse", "to_warehouse").filter(pk__in=list(order_ids)).order_by("pk")
    ):
        unit.remember("transfer_order", row.pk, row)


def transfer_order_for_update(order_id: int, expected_version: int | None = None) -> TransferOrder:
    """Lock a transfer as a document.

    Raises: NotFound; StaleVersion.
    """
    unit = current()
    if unit.recall("transfer_order", order_id) is None:
        lock_transfer_orders([order_id])
    row = unit.recall("transfer_order", order_id)
    if row is None:
        raise NotFound(kind="transfer_order", id=order_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def order_of_transfer_for_update(transfer_id: int) -> TransferOrder | None:
    """Lock the document that sent goods in transit, if one did."""
    rows = Transfer.objects.filter(pk=transfer_id, line__isnull=False).values_list(
        "line__order_id", flat=True
    )
    order_id = rows.first()
    return None if order_id is None else transfer_order_for_update(order_id)


def transfers_of_order_for_update(order_id: int) -> list[Transfer]:
    """Lock what is on its way of a transfer document, first sent first."""
    rows = Transfer.objects.select_for_update(of=("self",)).select_related("line")
    return list(rows.filter(line__order_id=order_id, received_at__isnull=True).order_by("pk"))


def purchase_order_for_update(purchase_order_id: int, expected_version: int | None = None) -> PurchaseOrder:
    """Lock a purchase order.

    Raises: NotFound; StaleVersion.
    """
    row = PurchaseOrder.objects.select_for_update().filter(pk=purchase_order_id).first()
    if row is None:
        raise NotFound(kind="purchase_order", id=purchase_order_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def receipt_for_update(receipt_id: int, expected_version: int | None = None) -> Receipt:
    """Lock a receipt.

    Raises: NotFound; StaleVersion.
    """
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("purchase_order", "warehouse")
    row = rows.filter(pk=receipt_id).first()
    if row is None:
        raise NotFound(kind="receipt", id=receipt_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def receipt_lines_for_update(line_ids: Iterable[int]) -> dict[int, ReceiptLine]:
    """Lock receipts' lines, lowest key first."""
    rows = ReceiptLine.objects.select_for_update(of=("self",)).select_related("receipt", "order_line", "item")
    return {row.pk: row for row in rows.filter(pk__in=list(line_ids)).order_by("pk")}


def supplier_returns_for_update(return_ids: Iterable[int]) -> dict[int, SupplierReturn]:
    """Lock what went back to suppliers, lowest key first.

    Raises: NotFound when one is missing.
    """
    wanted = sorted(set(return_ids))
    rows = SupplierReturn.objects.select_for_update(of=("self",)).select_related("supplier", "item")
    found = {row.pk: row for row in rows.filter(pk__in=wanted).order_by("pk")}
    for pk in wanted:
        if pk not in found:
            raise NotFound(kind="supplier_return", id=pk)
    return found


def supplier_return_for_update(return_id: int, expected_version: int | None = None) -> SupplierReturn:
    """Lock goods sent back to a supplier.

    Raises: NotFound; StaleVersion.
    """
    row = supplier_returns_for_update([return_id])[return_id]
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def exemptions_for_update(supplier_id: int) -> list[InspectionExemption]:
    """Lock the exemptions of a supplier that have not ended, lowest key first."""
    rows = InspectionExemption.objects.select_for_update(of=("self",)).select_related("supplier", "item")
    return list(rows.filter(supplier_id=supplier_id).exclude(state="ended").order_by("pk"))


def lock_holds(hold_ids: Sequence[int]) -> None:
    """Lock soft holds, lowest key first, and remember them for the rest of the command."""
    unit = current()
    rows = Hold.objects.select_for_update(of=("self",)).select_related("item__unit", "warehouse", "customer")
    for row in rows.filter(pk__in=list(hold_ids)).order_by("pk"):
        unit.remember("hold", row.pk, row)


def hold_for_update(hold_id: int, expected_version: int | None = None) -> Hold:
    """Lock a soft hold.

    Raises: NotFound; StaleVersion.
    """
    unit = current()
    if unit.recall("hold", hold_id) is None:
        lock_holds([hold_id])
    row = unit.recall("hold", hold_id)
    if row is None:
        raise NotFound(kind="hold", id=hold_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def last_proof_for_update(kind: str) -> Proof | None:
    """Lock the newest proof of a kind, if there is one."""
    return Proof.objects.select_for_update().filter(kind=kind).order_by("-pk").first()


def requisition_for_update(requisition_id: int, expected_version: int | None = None) -> PurchaseRequisition:
    """Lock a requisition.

    Raises: NotFound; StaleVersion.
    """
    row = PurchaseRequisition.objects.select_for_update(of=("self",)).filter(pk=requisition_id).first()
    if row is None:
        raise NotFound(kind="purchase_requisition", id=requisition_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def remember_requisitions(requisition_ids: Sequence[int]) -> None:
    """Lock requisitions before the tasks about them."""
    for row in requisitions_for_update(requisition_ids):
        current().remember("purchase_requisition", row.pk, row)


def requisitions_for_update(requisition_ids: Iterable[int]) -> list[PurchaseRequisition]:
    """Lock requisitions, lowest key first."""
    return list(
        PurchaseRequisition.objects.select_for_update(of=("self",))
        .filter(pk__in=sorted(set(requisition_ids)))
        .order_by("pk")
    )


def requisitions_of_place_for_update(item_id: int, warehouse_id: int) -> list[PurchaseRequisition]:
    """Lock what asks for an item at a warehouse and is not ordered yet, lowest key first.

    Whoever raises the first one at the same moment waits here until the other is done.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [item_id % 2**31, warehouse_id % 2**31])
    return list(
        PurchaseRequisition.objects.select_for_update(of=("self",))
        .filter(item_id=item_id, warehouse_id=warehouse_id, state__in=["draft", "submitted", "approved"])
        .order_by("pk")
    )


def shipments_for_update(shipment_ids: Iterable[int]) -> list[Shipment]:
    """Lock shipments, lowest key first; each with `is_held`, as `shipment_for_update` gives it."""
    held = Exists(Demand.objects.filter(shipment_lines__shipment=OuterRef("pk"), is_held=True))
    rows = Shipment.objects.select_for_update(of=("self",)).annotate(is_held=held)
    found: list[Shipment] = list(rows.filter(pk__in=list(shipment_ids)).order_by("pk"))
    for row in found:
        current().remember("shipment", row.pk, row)
    return found


def replenishment_for_update() -> None:
    """Let one replenishment run follow the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('inventory.replenishment'))")


def suggestion_for_update(suggestion_id: int) -> ReplenishmentSuggestion:
    """Lock a replenishment suggestion, with its item.

    Raises: NotFound.
    """
    rows = ReplenishmentSuggestion.objects.select_for_update(of=("self",)).select_related("item")
    row = rows.filter(pk=suggestion_id).first()
    if row is None:
        raise NotFound(kind="replenishment_suggestion", id=suggestion_id)
    return row
