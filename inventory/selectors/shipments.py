"""Shipments as people and programs see them."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.errors import NotFound
from erp.core.prepared import all_of, attach, prepared
from erp.core.refs import DocumentRef
from erp.core.statements import fetch
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import Package, Shipment, ShipmentLine

_DOCUMENT = (
    "SELECT document_kind, document_id, document_number, customer_id FROM inventory_shipment WHERE id = %s"
)


def document_of_shipment(shipment_id: int) -> tuple[DocumentRef, int | None]:
    """The document a shipment serves and its customer, read without a lock.

    Raises: NotFound.
    """
    rows = fetch(_DOCUMENT, [shipment_id])
    if not rows:
        raise NotFound(kind="shipment", id=shipment_id)
    [(kind, pk, number, customer_id)] = rows
    return DocumentRef(kind, pk, number), customer_id


VIEW_SHIPMENT = declare_permission("inventory.view_shipment", "See shipments")


@document("shipment", prefix="shp", key="number", permission=VIEW_SHIPMENT)
def visible_shipments(actor: Actor) -> QuerySet[Shipment]:
    """The shipments of customers that the actor may see; warehouse people see them all."""
    if not actor.has(VIEW_SHIPMENT):
        return Shipment.objects.none()
    rows = Shipment.objects.select_related("warehouse", "customer", "carrier", "wave", "manifest")
    if actor.has("inventory.pick_shipment"):
        return rows
    return rows.filter(customer_scope_q(actor))


# what answers show of a line's item, place, lot and demand
_SHOWN_BESIDE = (
    "item__sku",
    "item__name",
    "item__barcode",
    "item__unit__code",
    "location__code",
    "lot__code",
    "demand__line_no",
)
_SHIPMENT = prepared(
    lambda pk: (
        Shipment.objects.select_related("warehouse", "customer", "carrier", "wave")
        .only(*all_of(Shipment), "warehouse__code", "customer__code", "carrier__code", "wave__number")
        .annotate(is_packing=Exists(Package.objects.filter(shipment=OuterRef("pk"))))
        .filter(pk=pk)
        .order_by()
    )
)
_LINES = prepared(
    lambda pk: (
        ShipmentLine.objects.select_related("item__unit", "location", "lot", "demand")
        .only(*all_of(ShipmentLine), *_SHOWN_BESIDE)
        .filter(shipment_id=pk)
        .order_by("location__pick_sequence", "location__code", "pk")
    )
)
_PACKAGES = prepared(lambda pk: Package.objects.filter(shipment_id=pk).order_by("sequence"))


def whole_shipment(shipment_id: int) -> Shipment:
    """A shipment with lines and packages, for a caller who is known to see it; three queries at most."""
    [shipment] = _SHIPMENT(shipment_id)
    attach(shipment, "lines", _LINES(shipment_id))
    attach(shipment, "packages", _PACKAGES(shipment_id) if shipment.is_packing else [])  # type: ignore[attr-defined]  # asked for above
    return shipment


def shipments_in_full(rows: QuerySet[Shipment]) -> QuerySet[Shipment]:
    """Shipments with their lines and packages, in three queries."""
    lines = ShipmentLine.objects.select_related("item__unit", "location", "lot", "demand")
    return rows.prefetch_related(
        Prefetch("lines", lines.order_by("location__pick_sequence", "location__code", "pk")),
        Prefetch("packages", Package.objects.order_by("sequence")),
    )
