"""Put-away rules from a file: where goods of a product, a category or anything go first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from inventory.models import ItemCategory, Location, PutawayRule, Warehouse, Zone
from inventory.services.warehouses import RIGHT
from inventory.services.zones import PutawayValues, create_putaway_rule, edit_putaway_rule
from orders.services.imports.fields import Column, Row, text, whole
from orders.services.imports.subject import Subject, Written, items_of, names_of, resolve

MOST_SEQUENCE = 10**6
_SUBJECT = ("item_id", "category_id")
_TARGET = ("zone_id", "location_id")


def columns() -> list[Column]:
    """What a row says: for a product, a category or (both empty) anything; into a zone or one bin."""
    return [
        Column("warehouse", "Warehouse", "仓库", text(120), (), True, "MAIN"),
        Column("sequence", "Turn", "顺序", whole(MOST_SEQUENCE), ("sequence", "order"), example="10"),
        Column("product", "SKU", "货号", text(60), ("product", "item"), example="BRG-6204"),
        Column("category", "Category", "类别", text(120), ("分类",)),
        Column("zone", "Zone", "库区", text(40), example="RACKS"),
        Column("location", "Bin", "库位", text(40), ("location",)),
    ]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows; names become keys."""
    resolve(rows, "warehouse", names_of(Warehouse, "code", "name"))
    resolve(rows, "category", names_of(ItemCategory, "code", "name"))
    items = items_of(rows)
    zones: dict[Any, Zone] = {(zone.warehouse_id, zone.code): zone for zone in Zone.objects.all()}
    wanted = {row.values["location"] for row in rows if "location" in row.values}
    named = Location.objects.filter(code__in=wanted)
    places: dict[Any, Location] = {(one.warehouse_id, one.code): one for one in named}
    stored = {_key(rule.warehouse_id, vars(rule)): rule for rule in PutawayRule.objects.order_by("-pk")}
    seen: set[Any] = set()
    for row in rows:
        said, warehouse = row.values, row.values.get("warehouse")
        item, category = items.get(said.get("product", "")), said.get("category")
        zone = zones.get((warehouse, said.get("zone")))
        place = places.get((warehouse, said.get("location")))
        for name, found in (("product", item), ("zone", zone), ("location", place)):
            if name in said and found is None:
                row.refuse(name, "unknown")
        _check_sense(row, place)
        said["_values"] = {
            "item_id": item.pk if item else None,
            "category_id": category,
            "zone_id": zone.pk if zone else None,
            "location_id": place.pk if place else None,
        }
        if not row.errors:
            _check_known(row, stored, seen, update=update)


def _key(warehouse_id: Any, values: Any) -> tuple[Any, ...]:
    """What makes a rule this one and no other: its warehouse, what it is for and where it sends it."""
    return (warehouse_id, *(values[name] for name in (*_SUBJECT, *_TARGET)))


def _check_sense(row: Row, place: Location | None) -> None:
    said = row.values
    if ("zone" in said) == ("location" in said):
        row.refuse("zone", "one_target", str(_("Name either a zone or one bin.")))
    if "product" in said and "category" in said:
        row.refuse("category", "one_subject", str(_("Name an item or a category, not both.")))
    if place is not None and not (place.is_usable and place.kind == Location.Kind.STORAGE):
        row.refuse("location", "not_storage", str(_("Goods are put away into storage bins only.")))


def _check_known(row: Row, stored: dict[Any, PutawayRule], seen: set[Any], *, update: bool) -> None:
    key = _key(row.values.get("warehouse"), row.values["_values"])
    if key in seen:
        row.refuse("zone" if "zone" in row.values else "location", "twice")
    seen.add(key)
    row.values["_stored"] = stored.get(key)
    if key in stored and not update:
        row.refuse("zone" if "zone" in row.values else "location", "taken")


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write good rows through the rules' own commands; of a known rule only the turn changes."""
    done = Written()
    for row in rows:
        values: PutawayValues = {}
        if "sequence" in row.values:
            values["sequence"] = row.values["sequence"]
        if row.values["_stored"] is None:
            values = {**row.values["_values"], **values}
            create_putaway_rule(warehouse_id=row.values["warehouse"], values=values, actor=actor)
            done.created += 1
        else:
            edit_putaway_rule(rule_id=row.values["_stored"].pk, values=values, actor=actor)
            done.updated += 1
    return done


PUTAWAY_RULES = Subject("putaway_rules", _("Put-away rules"), RIGHT[0], columns, check, write)
