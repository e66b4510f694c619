"""Further units of products and their barcodes from a file, one a row."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.masterdata.models import Unit
from inventory.models import Item, ItemUnit
from inventory.selectors.barcodes import taken_barcodes
from inventory.services.items import MAX_UNITS, RIGHT, ItemUnitValues, edit_item
from orders.services.imports.fields import Column, Row, text, whole
from orders.services.imports.subject import Subject, Written, names_of, resolve

_MOST = 10**12


def columns() -> list[Column]:
    """What a row says: how many base units one of the unit is, as a fraction, and its barcode."""
    return [
        Column("product", "SKU", "货号", text(60), ("product", "item", "产品编码"), True, "BRG-6204"),
        Column("unit", "Unit", "计量单位", text(60), ("uom", "单位"), True, "ctn", "箱"),
        Column("numerator", "Base units", "折合基本单位", whole(_MOST), ("factor", "换算"), True, "12"),
        Column("denominator", "Divided by", "除以", whole(_MOST), (), example="1"),
        Column("barcode", "Bar code", "条码", text(60), ("barcode",), example="6901234567892"),
    ]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows; names become records."""
    skus = [row.values["product"] for row in rows if row.values.get("product")]
    items = {item.sku: item for item in Item.objects.prefetch_related("units").filter(sku__in=skus)}
    resolve(rows, "unit", names_of(Unit, "code", "name"))
    taken = taken_barcodes(row.values.get("barcode", "") for row in rows)
    seen: set[tuple[object, object]] = set()
    codes: set[str] = set()
    for row in rows:
        said = row.values
        item = items.get(said.get("product", ""))
        said["_item"] = item
        if item is None:
            if "product" in said:
                row.refuse("product", "unknown")
            continue
        known = next((one for one in item.units.all() if one.unit_id == said.get("unit")), None)
        key = (item.pk, said.get("unit"))
        if key in seen:
            row.refuse("unit", "twice")
        seen.add(key)
        if known is not None and not update:
            row.refuse("unit", "taken")
        if said.get("unit") == item.unit_id:
            row.refuse("unit", "base", str(_("This is the base unit already.")))
        for name in ("numerator", "denominator"):
            if said.get(name) == 0:
                row.refuse(name, "positive", str(_("Must be greater than zero.")))
        barcode = said.get("barcode", "")
        if barcode and (barcode in codes or (barcode in taken and barcode != (known and known.barcode))):
            row.refuse("barcode", "taken")
        codes.add(barcode)


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write good rows, all units of a product at once, through the products' own command."""
    done = Written()
    by_item: dict[int, list[Row]] = {}
    for row in rows:
        by_item.setdefault(row.values["_item"].pk, []).append(row)
    for item_id, own in by_item.items():
        units = {one.unit_id: _kept(one) for one in ItemUnit.objects.filter(item_id=item_id).order_by("pk")}
        for row in own:
            said = row.values
            is_known = said["unit"] in units
            done.updated += is_known
            done.created += not is_known
            before = units.get(said["unit"], {"barcode": ""})
            units[said["unit"]] = {
                "unit_id": said["unit"],
                "numerator": said["numerator"],
                "denominator": said.get("denominator") or 1,
                "barcode": said.get("barcode", before.get("barcode", "")),
            }
        edit_item(item_id=item_id, values={}, units=list(units.values())[:MAX_UNITS], actor=actor)
    return done


def _kept(row: ItemUnit) -> ItemUnitValues:
    return {
        "unit_id": row.unit_id,
        "numerator": row.numerator,
        "denominator": row.denominator,
        "barcode": row.barcode,
    }


ITEM_UNITS = Subject("item_units", _("Units and barcodes"), RIGHT[0], columns, check, write)
