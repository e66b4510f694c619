"""Warehouses and their locations."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict
from erp.core.events import emit
from erp.core.locks import row_for_update
from erp.core.records import Problems, refuse_duplicate
from erp.masterdata.events import SetupChanged
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup, setup_ref
from inventory import locks
from inventory.models import Balance, Location, PutawayRule, Warehouse, Zone
from inventory.selectors.barcodes import barcode_owners

RIGHT = ("inventory.edit_warehouse", "Create and edit warehouses and locations")
DEFAULT_LOCATIONS = (
    ("STOCK", Location.Kind.STORAGE, True, 1),
    ("QUALITY", Location.Kind.QUALITY, False, 0),
    ("SCRAP", Location.Kind.SCRAP, False, 0),
)
_NEVER_USABLE = (Location.Kind.QUALITY, Location.Kind.SCRAP)


class WarehouseValues(TypedDict, total=False):
    """A warehouse; one is the default."""

    code: str
    name: str
    address: str
    time_zone: str
    calendar_id: int | None
    is_default: bool
    is_active: bool


class LocationValues(TypedDict, total=False):
    """A bin or area; `kind` is storage, receiving, quality or scrap."""

    code: str
    kind: str
    is_usable: bool
    zone: str
    pick_sequence: int
    barcode: str
    capacity_quantity: Decimal | None
    capacity_weight_kg: Decimal | None
    category_id: int | None
    allows_mixed_items: bool
    allows_mixed_lots: bool
    is_active: bool


def _check_warehouse(warehouse: Warehouse, problems: Problems) -> None:
    if warehouse.time_zone not in available_timezones():
        problems.add("time_zone", _("There is no such time zone."))
    if warehouse.is_default and not warehouse.is_active:
        problems.add("is_active", _("The default warehouse must be active."))


def _make_room_for_default(warehouse: Warehouse, actor: Actor) -> None:
    for other in locks.default_warehouses_for_update():
        if other.pk != warehouse.pk:
            other.is_default = False
            other.save(update_fields=["is_default"])
            emit(
                SetupChanged(document=setup_ref(other, "warehouse"), table="warehouse"),
                actor=actor,
                changes={"is_default": [True, False]},
            )


@command(*RIGHT)
def create_warehouse(*, values: WarehouseValues, actor: Actor) -> Warehouse:
    """Take up a warehouse with its first locations: STOCK for goods, QUALITY and SCRAP for blocked ones.

    Raises: Invalid.
    """
    row = Warehouse()
    if values.get("is_default"):
        _make_room_for_default(row, actor)
    warehouse = create_setup(row, values=values, table="warehouse", actor=actor, check=_check_warehouse)
    Location.objects.bulk_create(
        Location(warehouse=warehouse, code=code, kind=kind, is_usable=usable, pick_sequence=sequence)
        for code, kind, usable, sequence in DEFAULT_LOCATIONS
    )
    return warehouse


@command(*RIGHT)
def edit_warehouse(*, warehouse_id: int, values: WarehouseValues, actor: Actor) -> Warehouse:
    """Change a warehouse; making it the default takes that from the other.

    Locks:  the default warehouse, the warehouse.
    Raises: NotFound; Invalid; Conflict when stock lies in a warehouse that would become inactive, or
            when the only default would stop being one.
    """
    row = row_for_update(Warehouse, warehouse_id, "warehouse")
    if values.get("is_default") is False and row.is_default:
        raise Conflict("default_warehouse_needed", warehouse=row.code)
    closes = values.get("is_active") is False and row.is_active
    if closes and Balance.objects.filter(warehouse_id=row.pk, on_hand__gt=0).exists():
        raise Conflict("warehouse_holds_stock", warehouse=row.code)
    if values.get("is_default") and not row.is_default:
        _make_room_for_default(row, actor)
    return edit_setup(row, values=values, table="warehouse", actor=actor, check=_check_warehouse)


def check_location(location: Location, problems: Problems) -> None:
    """Note what is wrong with a location that is to be saved."""
    refuse_duplicate(location, "code", problems, warehouse_id=location.warehouse_id)
    if location.kind in _NEVER_USABLE and location.is_usable:
        problems.add("is_usable", _("Goods in quality or scrap never count as on hand."))
    for name in ("capacity_quantity", "capacity_weight_kg"):
        room = getattr(location, name)
        if room is not None and room <= 0:
            problems.add(name, _("This must be above zero; leave it empty for no limit."))
    for owner in barcode_owners(location.barcode):
        if owner.kind != "location" or owner.row.pk != location.pk:
            message = _("“%(value)s” is taken already: %(owner)s.")
            problems.add("barcode", message % {"value": location.barcode, "owner": owner.label})


def name_zone(warehouse_id: int, code: str) -> None:
    """Make the zone that a location names, where the warehouse has none of that code yet."""
    code = code.strip()
    if code:
        Zone.objects.bulk_create([Zone(warehouse_id=warehouse_id, code=code[:40])], ignore_conflicts=True)


@command(*RIGHT)
def create_location(*, warehouse_id: int, values: LocationValues, actor: Actor) -> Location:
    """Take up a location; of its kind follows whether what lies there counts as on hand.

    Locks:  the warehouse.
    Raises: NotFound; Invalid.
    """
    warehouse = row_for_update(Warehouse, warehouse_id, "warehouse")
    filled: LocationValues = {**values}
    kind = filled.get("kind", Location.Kind.STORAGE)
    filled.setdefault("is_usable", kind == Location.Kind.STORAGE)
    row = Location(warehouse=warehouse)
    name_zone(warehouse.pk, filled.get("zone", ""))
    return create_setup(
        row,
        values=filled,
        table="location",
        key="code",
        actor=actor,
        check=check_location,
        unique=False,
    )


@command(*RIGHT)
def edit_location(*, location_id: int, values: LocationValues, actor: Actor) -> Location:
    """Change a location; kind and usability stay while anything lies there.

    Locks:  the location.
    Raises: NotFound; Invalid; Conflict when stock lies there.
    """
    row = row_for_update(Location, location_id, "location")
    filled: LocationValues = {**values}
    if filled.get("kind") in _NEVER_USABLE:
        filled.setdefault("is_usable", False)
    weighty = [
        name
        for name in ("kind", "is_usable", "is_active")
        if name in filled and filled[name] != getattr(row, name)
    ]
    if weighty and Balance.objects.filter(location_id=row.pk, on_hand__gt=0).exists():
        raise Conflict("location_holds_stock", location=row.code, fields=weighty)
    name_zone(row.warehouse_id, filled.get("zone", ""))
    return edit_setup(row, values=filled, table="location", actor=actor, check=check_location, unique=False)


@command(*RIGHT)
def delete_location(*, location_id: int, actor: Actor) -> None:
    """Delete a location that was never used.

    Raises: NotFound; Conflict (`in_use`).
    """
    delete_setup(Location, location_id, table="location", actor=actor)


@command(*RIGHT)
def delete_warehouse(*, warehouse_id: int, actor: Actor) -> None:
    """Delete a warehouse that was never used, with its locations.

    Locks:  the warehouse.
    Raises: NotFound; Conflict (`in_use`).
    """
    row = row_for_update(Warehouse, warehouse_id, "warehouse")
    if row.is_default:
        raise Conflict("default_warehouse_needed", warehouse=row.code)
    if Balance.objects.filter(warehouse_id=row.pk).exists():
        raise Conflict("in_use", kind="warehouse", document=row.code)
    PutawayRule.objects.filter(warehouse_id=row.pk).delete()
    Zone.objects.filter(warehouse_id=row.pk).delete()
    for location in Location.objects.filter(warehouse_id=row.pk).order_by("pk"):
        delete_setup(Location, location.pk, table="location", actor=actor)
    delete_setup(Warehouse, warehouse_id, table="warehouse", actor=actor)
