"""Items: create and change, with their units and bar codes; the API calls them products."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.custom_fields import clean_custom
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Changes, Problems, refuse_duplicate, save_changed, save_new, set_values
from erp.core.refs import DocumentRef
from erp.core.search import search_key
from inventory import locks
from inventory.events import ItemChanged, ItemCreated
from inventory.models import Balance, Demand, Item, ItemUnit, Move
from inventory.selectors.barcodes import barcode_owners
from inventory.services.offer_units import follow_units
from inventory.services.stock import revalue_item

RIGHT = ("inventory.edit_item", "Create and edit products, categories and suppliers' offers")

MAX_UNITS = 20
_MAX_FACTOR = 10**12
_NOT_NEGATIVE = (
    "list_price",
    "standard_cost",
    "safety_stock",
    "reorder_point",
    "reorder_quantity",
    "lead_time_days",
    "weight_kg",
    "shelf_life_days",
)
_FIXED_ONCE_MOVED = ("unit_id", "tracking", "kind")
_OWN = [field.name for field in Item._meta.concrete_fields if field.name not in {"id", "created_at"}]


class ItemUnitValues(TypedDict, total=False):
    """A further unit of an item: numerator/denominator base units, with a bar code of its own."""

    unit_id: int
    numerator: int
    denominator: int
    barcode: str


class ItemValues(TypedDict, total=False):
    """What can be said about an item; references by id, quantities in the base unit."""

    sku: str
    name: str
    barcode: str
    category_id: int | None
    unit_id: int
    kind: str
    supply: str
    planning: str
    tracking: str
    list_price: Decimal
    standard_cost: Decimal
    tax_code_id: int | None
    safety_stock: Decimal
    reorder_point: Decimal | None
    reorder_quantity: Decimal | None
    lead_time_days: int
    weight_kg: Decimal
    shelf_life_days: int | None
    is_active: bool
    is_sold: bool
    custom: Mapping[str, Any]


def item_ref(item: Item) -> DocumentRef:
    """The item as the audit trail names it."""
    return DocumentRef("product", item.pk, item.sku)


def default_planning(kind: str, reorder_point: Decimal | None) -> str:
    """How an item is planned unless said otherwise: by reorder point where one is set, else by MRP."""
    if kind != Item.Kind.STOCKED:
        return Item.Planning.NONE
    return Item.Planning.MRP if reorder_point is None else Item.Planning.REORDER_POINT


@command(*RIGHT)
def create_item(*, values: ItemValues, units: Sequence[ItemUnitValues] = (), actor: Actor) -> Item:
    """Take up a new item.

    Emits:  ItemCreated.
    Raises: Invalid; NotPermitted when a cost is given by someone who may not see costs.
    """
    item, problems = Item(), Problems()
    if values.get("standard_cost"):
        actor.require("inventory.view_cost")
    filled: ItemValues = {**values}
    if not filled.get("planning"):
        filled["planning"] = default_planning(
            filled.get("kind", Item.Kind.STOCKED), filled.get("reorder_point")
        )
    if filled.get("unit_id") is None:
        problems.add("unit", _("This field is required."))
    take_item(item, filled, problems)
    built = _units(item, units, problems)
    problems.refuse()
    save_new(item, "sku")
    _save_units(item, built)
    emit(ItemCreated(document=item_ref(item)), actor=actor)
    return item


@command(*RIGHT)
def edit_item(
    *,
    item_id: int,
    values: ItemValues,
    units: Sequence[ItemUnitValues] | None = None,
    expected_version: int | None = None,
    actor: Actor,
) -> Item:
    """Change an item; its further units are replaced as a whole where given.

    A new standard cost revalues what lies in stock, in the same transaction.
    Locks:  the item, then (for a new cost) its balances.
    Emits:  ItemChanged.
    Raises: NotFound; StaleVersion; Invalid; Conflict when base unit, tracking or kind would change
            under recorded stock moves; NotPermitted for the cost.
    """
    item, problems = locks.item_for_update(item_id, expected_version), Problems()
    own: ItemValues = {**values}
    cost = own.pop("standard_cost", None)
    follows = "reorder_point" in own and "planning" not in own
    if follows and item.planning == default_planning(item.kind, item.reorder_point):
        own["planning"] = default_planning(own.get("kind", item.kind), own["reorder_point"])
    changes = take_item(item, own, problems)
    built = None if units is None else _units(item, units, problems)
    problems.refuse()
    _refuse_moved(item, changes)
    if built is not None:
        changes |= _save_units(item, built)
    if built is not None or "unit" in changes:
        follow_units(item)
    if cost is not None and cost != item.standard_cost:
        changes["standard_cost"] = _revalue(item, cost, actor)
    item.version += 1
    save_changed(item, [name for name in _OWN if name != "standard_cost"], "sku")
    if changes:
        emit(ItemChanged(document=item_ref(item)), actor=actor, changes=changes)
    return item


def _revalue(item: Item, cost: Decimal, actor: Actor) -> list[Any]:
    actor.require("inventory.view_cost")
    probe, problems = Item(), Problems()
    set_values(probe, {"standard_cost": cost}, problems)
    problems.not_negative(probe, "standard_cost")
    problems.refuse()
    before = f"{item.standard_cost.normalize():f}"
    revalue_item(item_id=item.pk, new_cost=probe.standard_cost, actor=actor)
    item.standard_cost = probe.standard_cost
    return [before, f"{probe.standard_cost.normalize():f}"]


def _refuse_moved(item: Item, changes: Changes) -> None:
    fixed = [name for name in ("unit", *_FIXED_ONCE_MOVED) if name in changes]
    if not fixed:
        return
    if "kind" in changes and Demand.objects.filter(item_id=item.pk).exists():
        raise Conflict("item_has_stock_moves", sku=item.sku, fields=fixed)
    if Move.objects.filter(item_id=item.pk).exists() or Balance.objects.filter(item_id=item.pk).exists():
        raise Conflict("item_has_stock_moves", sku=item.sku, fields=fixed)


def take_item(item: Item, values: Mapping[str, Any], problems: Problems) -> Changes:
    """Put values into an item, noting what is wrong; nothing is saved."""
    plain = {name: value for name, value in values.items() if name != "custom"}
    changes = set_values(item, plain, problems)
    if "custom" in values or item._state.adding:
        before = dict(item.custom)
        item.custom = clean_custom("product", values.get("custom") or {}, stored=before, problems=problems)
        if item.custom != before and not item._state.adding:
            changes["custom"] = [before, item.custom]
    for name in ("sku", "name"):
        if not getattr(item, name) and name not in problems.errors:
            problems.add(name, _("This field is required."))
    problems.not_negative(item, *_NOT_NEGATIVE)
    for name in ("safety_stock", "reorder_point", "reorder_quantity"):
        if (getattr(item, name) or 0) > QUANTITY_MAX:
            problems.add(name, _("This number is too large."))
    if item.planning == Item.Planning.REORDER_POINT and item.reorder_point is None:
        problems.add("reorder_point", _("Planning by reorder point needs a reorder point."))
    if item.kind != Item.Kind.STOCKED and item.tracking != Item.Tracking.NONE:
        problems.add("tracking", _("Only stocked items are tracked by lot or serial number."))
    if item._state.adding or "sku" in changes:
        refuse_duplicate(item, "sku", problems)
    if item.barcode and (item._state.adding or "barcode" in changes):
        _refuse_taken_barcode(item, item.barcode, "barcode", problems)
    item.search_key = search_key(item.sku, item.barcode, item.name)
    return changes


def _refuse_taken_barcode(item: Item, barcode: str, path: str, problems: Problems) -> None:
    for owner in barcode_owners(barcode):
        if owner.item is None or owner.item.pk != item.pk:
            message = _("“%(value)s” is taken already: %(owner)s.")
            problems.add(path, message % {"value": barcode, "owner": owner.label})


def _units(item: Item, rows: Sequence[ItemUnitValues], problems: Problems) -> list[ItemUnit]:
    if len(rows) > MAX_UNITS:
        problems.add("units", _("There may be at most %(count)s.") % {"count": MAX_UNITS})
        return []
    built, seen, codes = [], set(), {item.barcode, item.sku} - {""}
    for index, values in enumerate(rows):
        own, row = Problems(f"units[{index}]."), ItemUnit()
        set_values(row, values, own)
        if not row.unit_id:
            own.add("unit", _("This field is required."))
        elif row.unit_id == item.unit_id or row.unit_id in seen:
            own.add("unit", _("Every unit may be named once, beside the base unit."))
        seen.add(row.unit_id)
        for name in ("numerator", "denominator"):
            if not 0 < getattr(row, name) <= _MAX_FACTOR:
                own.add(name, _("This must be between 1 and %(top)s.") % {"top": _MAX_FACTOR})
        if row.barcode:
            _refuse_taken_barcode(item, row.barcode, "barcode", own)
            if row.barcode in codes:
                own.add("barcode", _("Every unit needs a barcode of its own."))
            codes.add(row.barcode)
        problems.merge(own.errors)
        built.append(row)
    return built


def _save_units(item: Item, built: list[ItemUnit]) -> Changes:
    before = {
        row.unit.code: f"{row.numerator}/{row.denominator} {row.barcode}".strip()
        for row in item.units.select_related("unit")
    }
    item.units.all().delete()
    for row in built:
        row.item = item
    ItemUnit.objects.bulk_create(built)
    after = {
        row.unit.code: f"{row.numerator}/{row.denominator} {row.barcode}".strip()
        for row in item.units.select_related("unit")
    }
    return {"units": [before, after]} if before != after else {}
