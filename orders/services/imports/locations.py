"""Bins from a file, one a row; zones that are new are made along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.documents import parse_id
from inventory.models import ItemCategory, Location, Warehouse
from inventory.selectors.barcodes import taken_barcodes
from inventory.services.warehouses import RIGHT, LocationValues, create_location, edit_location
from orders.calc.cells import boolean_of
from orders.services.imports.fields import Column, Row, choice, number, text, whole
from orders.services.imports.subject import Subject, Written, names_of, resolve

_KINDS = {
    "storage": ("store", "存储", "存储位"),
    "receiving": ("dock", "收货", "收货区"),
    "quality": ("质检", "待检"),
    "scrap": ("报废",),
}
_VALUES = ("kind", "zone", "pick_sequence", "barcode", "capacity_quantity", "capacity_weight_kg",
           "allows_mixed_items", "allows_mixed_lots", "is_active")  # fmt: skip


def columns() -> list[Column]:
    """What a row says about a bin."""
    return [
        Column("warehouse", "Warehouse", "仓库", text(120), (), True, "MAIN"),
        Column("code", "Bin", "库位", text(40), ("location", "code", "库位编码"), True, "A-01-03"),
        Column("zone", "Zone", "库区", text(40), example="RACKS"),
        Column("kind", "Kind", "类型", choice(_KINDS)),
        Column("pick_sequence", "Pick sequence", "拣货顺序", whole(10**9), ("sequence", "顺序")),
        Column("barcode", "Bar code", "条码", text(60), ("barcode",)),
        Column("capacity_quantity", "Room for a quantity of", "容量", number(6), ("capacity", "最大数量")),
        Column("capacity_weight_kg", "Bears kg", "承重", number(3, "1e8"), ("max weight", "承重kg")),
        Column("category", "Only for the category", "限放分类", text(120), ("category",)),
        Column("allows_mixed_items", "Several products", "允许混放产品", boolean_of),
        Column("allows_mixed_lots", "Several lots", "允许混放批次", boolean_of),
        Column("is_active", "Active", "是否启用", boolean_of),
    ]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows; names become keys."""
    resolve(rows, "warehouse", names_of(Warehouse, "code", "name"))
    resolve(rows, "category", names_of(ItemCategory, "code", "name"))
    stored = {(row.warehouse_id, row.code): row for row in Location.objects.all()}
    taken = taken_barcodes(row.values.get("barcode", "") for row in rows)
    seen: set[Any] = set()
    codes: set[str] = set()
    for row in rows:
        said = row.values
        key = (said.get("warehouse"), said.get("code"))
        is_named = isinstance(key[0], int) and isinstance(key[1], str)
        known = stored.get((int(key[0] or 0), str(key[1]))) if is_named else None
        said["_stored"] = known
        if key in seen:
            row.refuse("code", "twice")
        seen.add(key)
        if known is not None and not update:
            row.refuse("code", "taken")
        if parse_id("loc", said.get("code", "")) is not None:
            row.refuse("code", "characters")
        for name in ("capacity_quantity", "capacity_weight_kg"):
            if said.get(name) == 0:
                row.refuse(name, "positive", str(_("Must be greater than zero.")))
        barcode = said.get("barcode", "")
        if barcode and (barcode in codes or (barcode in taken and barcode != (known and known.barcode))):
            row.refuse("barcode", "taken")
        codes.add(barcode)


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write good rows through the bins' own commands."""
    done = Written()
    for row in rows:
        values: LocationValues = {name: row.values[name] for name in _VALUES if name in row.values}  # type: ignore[assignment]  # checked by the form or body before
        if "category" in row.values:
            values["category_id"] = row.values["category"]
        known = row.values["_stored"]
        if known is None:
            values["code"] = row.values["code"]
            create_location(warehouse_id=row.values["warehouse"], values=values, actor=actor)
            done.created += 1
        else:
            edit_location(location_id=known.pk, values=values, actor=actor)
            done.updated += 1
    return done


LOCATIONS = Subject("locations", _("Bins"), RIGHT[0], columns, check, write)
