"""Opening stock from a file: what lies where at go-live, posted to the ledger at standard cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.masterdata.selectors.company import business_day
from inventory.models import Item, Location, Lot, Move, Warehouse
from inventory.selectors.warehouses import default_warehouse
from inventory.services.ledger import MoveLine, post_lines
from inventory.services.stock import value_of
from orders.calc.cells import date_of
from orders.services.imports.fields import Column, Row, number, text
from orders.services.imports.subject import Names, Subject, Written, items_of, names_of, resolve

RIGHT = "inventory.adjust_stock"


def columns() -> list[Column]:
    """What a row of opening stock says."""
    return [
        Column(
            "product",
            "SKU",
            "货号",
            text(60),
            ("product", "item", "barcode", "产品编码", "物料编码", "条码"),
            True,
            "BRG-6204",
        ),
        Column("quantity", "Quantity", "数量", number(6), ("on hand", "库存数量", "期初数量"), True, "120"),
        Column("warehouse", "Warehouse", "仓库", text(120), example="MAIN"),
        Column("location", "Location", "库位", text(40), ("bin",), example="STOCK"),
        Column("lot", "Lot or serial number", "批次", text(60), ("lot", "serial", "批号", "序列号")),
        Column("expires_on", "Expires on", "有效期", date_of, ("expiry", "有效期至", "到期日")),
    ]


def _places() -> dict[tuple[int, str], Location]:
    return {
        (place.warehouse_id, place.code.casefold()): place
        for place in Location.objects.filter(is_active=True).order_by("-pick_sequence", "-code")
    }


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows; names become records."""
    items, places = items_of(rows), _places()
    usual = default_warehouse()
    names: Names = names_of(Warehouse, "code", "name")
    resolve(rows, "warehouse", names)
    first: dict[int, Location] = {}
    for place in sorted(places.values(), key=lambda p: (p.pick_sequence, p.code), reverse=True):
        if place.is_usable and place.kind == Location.Kind.STORAGE:
            first[place.warehouse_id] = place
    serials: set[tuple[int, str]] = set()
    for row in rows:
        said = row.values
        if "product" in said:
            item = items.get(said["product"])
            if item is None:
                row.refuse("product", "unknown")
            else:
                said["_item"] = item
                _check_item(row, item, serials)
        if said.get("quantity") == 0:
            row.refuse("quantity", "positive", str(_("Must be greater than zero.")))
        if "warehouse" in row.said and row.said["warehouse"] and not isinstance(said.get("warehouse"), int):
            continue
        warehouse = said.get("warehouse") or (usual.pk if usual else None)
        if warehouse is None:
            row.refuse("warehouse", "required")
        else:
            _check_place(row, warehouse, places, first)


def _check_place(
    row: Row, warehouse: int, places: dict[tuple[int, str], Location], first: dict[int, Location]
) -> None:
    code = row.values.get("location", "")
    place = places.get((warehouse, code.casefold())) if code else first.get(warehouse)
    if place is None:
        row.refuse("location", "unknown" if code else "required")
    else:
        row.values["_place"] = place


def _check_item(row: Row, item: Item, serials: set[tuple[int, str]]) -> None:
    lot = row.values.get("lot", "")
    if item.kind != Item.Kind.STOCKED:
        row.refuse("product", "not_stocked", str(_("Only stocked products have stock.")))
    if item.tracking == Item.Tracking.NONE and lot:
        row.refuse("lot", "not_tracked", str(_("This product is not tracked by lot.")))
    if item.tracking != Item.Tracking.NONE and not lot:
        row.refuse("lot", "required", str(_("This product needs a lot or serial number.")))
    if item.tracking == Item.Tracking.SERIAL:
        if row.values.get("quantity") not in (None, Decimal(1)):
            row.refuse("quantity", "serial", str(_("A serial number is one piece.")))
        if lot and (item.pk, lot) in serials:
            row.refuse("lot", "twice")
        serials.add((item.pk, lot))


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Post the rows as opening moves: one line of the ledger each, lots made where they are new."""
    if not rows:
        return Written()
    lots = _lots(rows, business_day(timezone.now()))
    lines = [
        MoveLine(
            row.values["_item"].pk,
            row.values["_place"],
            row.values["quantity"],
            value_of(row.values["_item"], row.values["quantity"]),
            lots.get((row.values["_item"].pk, row.values.get("lot", ""))),
            sku=row.values["_item"].sku,
        )
        for row in rows
    ]
    post_lines(lines, kind=Move.Kind.OPENING, at=timezone.now(), actor=actor, reason=str(_("Opening stock")))
    return Written(created=len(lines))


def _lots(rows: Sequence[Row], today: date) -> dict[tuple[int, str], int]:
    wanted: dict[tuple[int, str], Any] = {}
    for row in rows:
        code = row.values.get("lot")
        if code:
            wanted.setdefault((row.values["_item"].pk, code), row)
    fresh = []
    for (_item_id, code), row in wanted.items():
        item, expires = row.values["_item"], row.values.get("expires_on")
        if expires is None and item.shelf_life_days:
            expires = today + timedelta(days=item.shelf_life_days)
        fresh.append(Lot(item=item, code=code, received_on=today, expires_on=expires))
    Lot.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    ids = {item_id for item_id, _code in wanted}
    return {
        (lot.item_id, lot.code): lot.pk
        for lot in Lot.objects.filter(item_id__in=ids)
        if (lot.item_id, lot.code) in wanted
    }


OPENING_STOCK = Subject("opening_stock", _("Opening stock"), RIGHT, columns, check, write, can_update=False)
