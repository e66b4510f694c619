"""Shipments as people and programs see them."""

from __future__ import annotations

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.core.errors import NotFound
from erp.core.refs import DocumentRef
from erp.identity.selectors.scopes import customer_scope_q
from inventory.models import Shipment


def document_of_shipment(shipment_id: int) -> tuple[DocumentRef, int | None]:
    """The document a shipment serves and its customer, read without a lock.

    Raises: NotFound.
    """
    row = (
        Shipment.objects.filter(pk=shipment_id)
        .values_list("document_kind", "document_id", "document_number", "customer_id")
        .first()
    )
    if row is None:
        raise NotFound(kind="shipment", id=shipment_id)
    return DocumentRef(row[0], row[1], row[2]), row[3]


def visible_shipments(actor: Actor) -> QuerySet[Shipment]:
    """The shipments of customers that the actor may see; warehouse people see them all."""
    if not actor.has("inventory.view_shipment"):
        return Shipment.objects.none()
    rows = Shipment.objects.select_related("warehouse", "customer", "carrier", "wave")
    if actor.has("inventory.pick_shipment"):
        return rows
    return rows.filter(customer_scope_q(actor))
