"""Row locks of what lies and what is promised: items, lots, balances, demands, reservations, supply."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import F, Q

from erp.core.errors import NotFound, StaleVersion
from erp.core.prepared import prepared
from erp.core.refs import DocumentRef
from inventory.models import (
    Balance,
    Demand,
    ExpectedSupply,
    Item,
    Lot,
    Reservation,
    Warehouse,
)

_DEMANDS_OF_DOCUMENT = prepared(
    lambda kind, pk: (
        Demand.objects.select_for_update(of=("self",))
        .select_related("item")
        .filter(document_kind=kind, document_id=pk)
        .order_by("pk")
    )
)
_FREE_BALANCES = prepared(
    lambda items, warehouses: (
        Balance.objects.select_for_update(of=("self",))
        .select_related("location", "lot")
        .filter(
            item_id__any_of=items,
            warehouse_id__any_of=warehouses,
            location__is_usable=True,
            location__is_active=True,
            on_hand__gt=F("reserved"),
        )
        .order_by("pk")
    )
)
_RESERVATIONS_OF_SHIPMENT = prepared(
    lambda pk: (
        Reservation.objects.select_for_update(of=("self", "balance"))
        .select_related("balance__location", "balance__item", "balance__lot", "shipment_line", "demand")
        .filter(shipment_line__shipment_id=pk)
        .order_by("balance_id", "pk")
    )
)
_FREE_RESERVATIONS = prepared(
    lambda demands: (
        Reservation.objects.select_for_update(of=("self", "balance"))
        .select_related("balance__lot")
        .filter(demand_id__any_of=demands, shipment_line__isnull=True)
        .order_by("balance_id", "pk")
    )
)
_RESERVATIONS = prepared(
    lambda demands: (
        Reservation.objects.select_for_update(of=("self", "balance"))
        .select_related("balance__lot")
        .filter(demand_id__any_of=demands)
        .order_by("balance_id", "pk")
    )
)


def reservations_at_balances_for_update(
    balance_ids: Iterable[int], document_keys: Iterable[tuple[str, int]]
) -> list[Reservation]:
    """Lock what documents have reserved at balances; the documents and balances are locked already."""
    keys = set(document_keys)
    rows = (
        Reservation.objects.select_for_update(of=("self",))
        .select_related("demand", "shipment_line__shipment")
        .filter(balance_id__in=list(balance_ids))
        .order_by("balance_id", "pk")
    )
    return [row for row in rows if (row.demand.document_kind, row.demand.document_id) in keys]


def unassigned_reservations_at_for_update(balance_ids: Iterable[int]) -> list[Reservation]:
    """Lock the reservations at balances that no shipment picks yet, lowest key first.

    The caller holds the balances.
    """
    rows = Reservation.objects.select_for_update(of=("self",))
    return list(rows.filter(balance_id__in=list(balance_ids), shipment_line__isnull=True).order_by("pk"))


def item_for_update(item_id: int, expected_version: int | None = None) -> Item:
    """Lock an item's master row.

    Raises: NotFound; StaleVersion.
    """
    row = Item.objects.select_for_update().filter(pk=item_id).first()
    if row is None:
        raise NotFound(kind="product", id=item_id)
    if expected_version is not None and row.version != expected_version:
        raise StaleVersion(expected=expected_version, current=row.version)
    return row


def balances_for_update(balance_ids: Iterable[int]) -> list[Balance]:
    """Lock balances, lowest key first."""
    return list(
        Balance.objects.select_for_update(of=("self",))
        .select_related("item", "location")
        .filter(pk__in=list(balance_ids))
        .order_by("pk")
    )


def lot_for_update(lot_id: int) -> Lot:
    """Lock a lot, with its item read along.

    Raises: NotFound.
    """
    row = Lot.objects.select_for_update(of=("self",)).select_related("item").filter(pk=lot_id).first()
    if row is None:
        raise NotFound(kind="lot", id=lot_id)
    return row


def lots_for_update(lot_ids: Iterable[int]) -> list[Lot]:
    """Lock lots, lowest key first."""
    rows = Lot.objects.select_for_update(of=("self",)).filter(pk__in=list(lot_ids))
    return list(rows.order_by("pk"))


def balances_of_lot_for_update(lot_id: int) -> list[Balance]:
    """Lock every balance of a lot, lowest key first."""
    return list(Balance.objects.select_for_update(of=("self",)).filter(lot_id=lot_id).order_by("pk"))


def demands_for_update(demand_ids: Iterable[int]) -> list[Demand]:
    """Lock demands, lowest key first."""
    return list(
        Demand.objects.select_for_update(of=("self",))
        .select_related("item")
        .filter(pk__in=list(demand_ids))
        .order_by("pk")
    )


def demands_of_document_for_update(kind: str, document_id: int) -> list[Demand]:
    """Lock all demands of a document, lowest key first."""
    return _DEMANDS_OF_DOCUMENT(kind, document_id)


def free_balances_for_update(
    places: Iterable[tuple[int, int]], *, except_ids: Sequence[int] = ()
) -> list[Balance]:
    """Lock the usable balances with free stock of (item, warehouse) pairs, lowest key first."""
    pairs = set(places)
    if not pairs:
        return []
    items, warehouses = {item for item, _ in pairs}, {warehouse for _, warehouse in pairs}
    left_out = set(except_ids)
    return [row for row in _FREE_BALANCES(sorted(items), sorted(warehouses)) if row.pk not in left_out]


def balances_at_for_update(places: Iterable[tuple[int, int, int | None]]) -> list[Balance]:
    """Lock the balances of (item, location, lot) places that exist, lowest key first."""
    wanted = Q()
    for item_id, location_id, lot_id in sorted(set(places), key=lambda p: (p[0], p[1], p[2] or 0)):
        wanted |= Q(item_id=item_id, location_id=location_id, lot_id=lot_id)
    if not wanted:
        return []
    return list(Balance.objects.select_for_update(of=("self",)).filter(wanted).order_by("pk"))


def balances_of_item_for_update(item_id: int) -> list[Balance]:
    """Lock every balance of an item, lowest key first."""
    return list(Balance.objects.select_for_update(of=("self",)).filter(item_id=item_id).order_by("pk"))


def reservations_of_shipment_for_update(shipment_id: int) -> list[Reservation]:
    """Lock a shipment's reservations and the balances under them, by balance, then reservation."""
    return _RESERVATIONS_OF_SHIPMENT(shipment_id)


def reservations_of_demands_for_update(
    demand_ids: Iterable[int], *, unassigned_only: bool
) -> list[Reservation]:
    """Lock demands' reservations and the balances under them, by balance, then reservation.

    With `unassigned_only` those that a shipment already picks are left alone.
    """
    query = _FREE_RESERVATIONS if unassigned_only else _RESERVATIONS
    return query(list(demand_ids))


def supplies_for_update(supply_ids: Iterable[int]) -> list[ExpectedSupply]:
    """Lock expected supplies, lowest key first."""
    return list(
        ExpectedSupply.objects.select_for_update(of=("self",)).filter(pk__in=list(supply_ids)).order_by("pk")
    )


def open_supplies_for_update(places: Iterable[tuple[int, int]]) -> list[ExpectedSupply]:
    """Lock what is still to come of (item, warehouse) pairs, lowest key first."""
    wanted = Q()
    for item_id, warehouse_id in sorted(set(places)):
        wanted |= Q(item_id=item_id, warehouse_id=warehouse_id)
    if not wanted:
        return []
    rows = ExpectedSupply.objects.select_for_update(of=("self",)).filter(wanted)
    return list(rows.filter(is_open=True, quantity__gt=F("received")).order_by("pk"))


def default_warehouses_for_update() -> list[Warehouse]:
    """Lock the warehouse that is the default, if there is one."""
    return list(Warehouse.objects.select_for_update().filter(is_default=True).order_by("pk"))


def demands_of_documents_for_update(refs: Iterable[DocumentRef]) -> list[Demand]:
    """Lock all demands of many documents, lowest key first."""
    wanted = Q(pk__in=[])
    by_kind: dict[str, list[int]] = {}
    for ref in refs:
        by_kind.setdefault(ref.kind, []).append(ref.id)
    for kind, ids in by_kind.items():
        wanted |= Q(document_kind=kind, document_id__in=ids)
    rows = Demand.objects.select_for_update(of=("self",)).select_related("item").filter(wanted)
    return list(rows.order_by("pk"))
