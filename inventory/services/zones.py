"""Zones, bins in bulk, and the rules by which arriving goods are put away."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import product
from typing import TypedDict

from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid
from erp.core.events import emit
from erp.core.locks import row_for_update
from erp.core.records import Problems, refuse_duplicate
from erp.masterdata.events import SetupCreated
from erp.masterdata.services.setup import create_setup, delete_setup, edit_setup, setup_ref
from inventory.models import Location, PutawayRule, TransitTime, Warehouse, Zone
from inventory.services.warehouses import RIGHT, LocationValues, check_location, name_zone

MOST_BINS = 5000
MOST_DAYS = 365
_RANGE = re.compile(r"^([A-Za-z]{1,2}|[0-9]{1,4})(?:-([A-Za-z]{1,2}|[0-9]{1,4}))?$")


class ZoneValues(TypedDict, total=False):
    """A zone of a warehouse."""

    code: str
    name: str
    pick_sequence: int


class PutawayValues(TypedDict, total=False):
    """A put-away rule: for an item, a category or anything; into a zone or one bin."""

    sequence: int
    item_id: int | None
    category_id: int | None
    zone_id: int | None
    location_id: int | None


def _check_zone(zone: Zone, problems: Problems) -> None:
    refuse_duplicate(zone, "code", problems, warehouse_id=zone.warehouse_id)


@command(*RIGHT)
def create_zone(*, warehouse_id: int, values: ZoneValues, actor: Actor) -> Zone:
    """Take up a zone of a warehouse.

    Locks:  the warehouse.
    Raises: NotFound; Invalid.
    """
    warehouse = row_for_update(Warehouse, warehouse_id, "warehouse")
    row = Zone(warehouse=warehouse)
    return create_setup(row, values=values, table="zone", actor=actor, check=_check_zone, unique=False)


@command(*RIGHT)
def edit_zone(*, zone_id: int, values: ZoneValues, actor: Actor) -> Zone:
    """Change a zone; its bins take a new code along.

    Locks:  the zone.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(Zone, zone_id, "zone")
    before = row.code
    zone = edit_setup(row, values=values, table="zone", actor=actor, check=_check_zone, unique=False)
    if zone.code != before:
        Location.objects.filter(warehouse_id=zone.warehouse_id, zone=before).update(zone=zone.code)
    return zone


@command(*RIGHT)
def delete_zone(*, zone_id: int, actor: Actor) -> None:
    """Delete a zone that has no bins.

    Raises: NotFound; Conflict (`in_use`).
    """
    row = row_for_update(Zone, zone_id, "zone")
    if Location.objects.filter(warehouse_id=row.warehouse_id, zone=row.code).exists():
        raise Conflict("in_use", kind="zone", document=row.code)
    delete_setup(Zone, zone_id, table="zone", actor=actor)


def _check_rule(rule: PutawayRule, problems: Problems) -> None:
    if (rule.zone_id is None) == (rule.location_id is None):
        problems.add("zone", _("Name either a zone or one bin."))
    if rule.item_id is not None and rule.category_id is not None:
        problems.add("category", _("Name an item or a category, not both."))
    for name in ("zone", "location"):
        target = getattr(rule, name)
        if target is not None and target.warehouse_id != rule.warehouse_id:
            problems.add(name, _("This is in another warehouse."))
    place = rule.location
    if place is not None and not (place.is_usable and place.kind == Location.Kind.STORAGE):
        problems.add("location", _("Goods are put away into storage bins only."))


@command(*RIGHT)
def create_putaway_rule(*, warehouse_id: int, values: PutawayValues, actor: Actor) -> PutawayRule:
    """Say where goods go first when they are put away.

    Locks:  the warehouse.
    Raises: NotFound; Invalid.
    """
    warehouse = row_for_update(Warehouse, warehouse_id, "warehouse")
    row = PutawayRule(warehouse=warehouse)
    return create_setup(
        row, values=values, table="putaway_rule", key="sequence", actor=actor, check=_check_rule, unique=False
    )


@command(*RIGHT)
def edit_putaway_rule(*, rule_id: int, values: PutawayValues, actor: Actor) -> PutawayRule:
    """Change a put-away rule.

    Locks:  the rule.
    Raises: NotFound; Invalid.
    """
    row = row_for_update(PutawayRule, rule_id, "putaway_rule")
    return edit_setup(
        row, values=values, table="putaway_rule", key="sequence", actor=actor, check=_check_rule, unique=False
    )


@command(*RIGHT)
def delete_putaway_rule(*, rule_id: int, actor: Actor) -> None:
    """Delete a put-away rule.

    Raises: NotFound.
    """
    delete_setup(PutawayRule, rule_id, table="putaway_rule", actor=actor)


def span(text: str, path: str) -> list[str]:
    """The names of a range: A-C → A, B, C; 01-12 → 01 … 12; one name alone stands for itself.

    Raises: Invalid on `path` for what is no range.
    """
    found = _RANGE.match(text.strip())
    first, last = (found.group(1), found.group(2) or found.group(1)) if found else ("", "")
    if found and first.isdigit() and last.isdigit() and int(first) <= int(last):
        return [str(number).zfill(len(first)) for number in range(int(first), int(last) + 1)]
    if found and len(first) == len(last) == 1 and first.isalpha() and first.upper() <= last.upper():
        return [chr(code) for code in range(ord(first.upper()), ord(last.upper()) + 1)]
    if found and first == last:
        return [first.upper()]
    raise Invalid.field(path, _("Give one name or a range, such as A-D or 01-12."), "not_a_range")


@command(*RIGHT)
def create_bins(
    *,
    warehouse_id: int,
    aisles: str,
    racks: str = "",
    levels: str = "",
    values: LocationValues | None = None,
    actor: Actor,
) -> list[Location]:
    """Take up the bins of aisles, racks and levels at once, as A-01-03, in walking order.

    `values` are what the bins have in common. Codes that the warehouse has already are refused.

    Locks:  the warehouse.
    Emits:  SetupCreated, once.
    Raises: NotFound; Invalid for ranges that are none, too many bins, codes in use.
    """
    warehouse = row_for_update(Warehouse, warehouse_id, "warehouse")
    parts = [span(aisles, "aisles")]
    parts += [span(text, path) for text, path in ((racks, "racks"), (levels, "levels")) if text.strip()]
    codes = ["-".join(names) for names in product(*parts)]
    if len(codes) > MOST_BINS:
        raise Invalid.field("aisles", _("That would be %(count)s bins; at most %(most)s at once.")
                            % {"count": len(codes), "most": MOST_BINS}, "too_many")  # fmt: skip
    _refuse_known(warehouse, codes)
    common: LocationValues = {**(values or {})}
    common.setdefault("is_usable", common.get("kind", Location.Kind.STORAGE) == Location.Kind.STORAGE)
    start = common.pop("pick_sequence", None)
    if start is None:
        last = Location.objects.filter(warehouse=warehouse).order_by("-pick_sequence").first()
        start = (last.pick_sequence if last else 0) + 1
    name_zone(warehouse.pk, common.get("zone", ""))
    problems = Problems()
    rows = [Location(warehouse=warehouse, code=code, pick_sequence=start + n) for n, code in enumerate(codes)]
    for row in rows:
        for name, value in common.items():
            setattr(row, name, value)
    check_location(rows[0], problems)
    problems.refuse()
    made = Location.objects.bulk_create(rows)
    emit(
        SetupCreated(document=setup_ref(warehouse, "warehouse"), table="location"),
        actor=actor,
        changes={"bins": [None, f"{codes[0]} … {codes[-1]} ({len(codes)})"]},
    )
    return made


def _refuse_known(warehouse: Warehouse, codes: Sequence[str]) -> None:
    known = Location.objects.filter(warehouse=warehouse, code__in=codes).order_by("code")
    taken = list(known.values_list("code", flat=True)[:5])
    if taken:
        message = _("The warehouse has these bins already: %(codes)s.") % {"codes": ", ".join(taken)}
        raise Invalid.field("aisles", message, "taken")


@command(*RIGHT)
def set_transit_time(*, from_warehouse_id: int, to_warehouse_id: int, days: int, actor: Actor) -> TransitTime:
    """Say how long goods travel from one warehouse to another; said again, the new number counts.

    Locks:  the two warehouses.
    Emits:  SetupCreated.
    Raises: NotFound; Invalid on `to_warehouse` for one and the same, on `days` out of range.
    """
    if from_warehouse_id == to_warehouse_id:
        raise Invalid.field("to_warehouse", _("Must be another warehouse."), "same_place")
    if not 0 <= days <= MOST_DAYS:
        raise Invalid.field(
            "days", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": MOST_DAYS}
        )
    for pk in sorted((from_warehouse_id, to_warehouse_id)):
        row_for_update(Warehouse, pk, "warehouse")
    row, _made = TransitTime.objects.update_or_create(
        from_warehouse_id=from_warehouse_id, to_warehouse_id=to_warehouse_id, defaults={"days": days}
    )
    emit(
        SetupCreated(document=setup_ref(row, "transit_time"), table="transit_time"),
        actor=actor,
        changes={"days": [None, days]},
    )
    return row


@command(*RIGHT)
def delete_transit_time(*, transit_time_id: int, actor: Actor) -> None:
    """Forget how long goods travel between two warehouses.

    Raises: NotFound.
    """
    delete_setup(TransitTime, transit_time_id, table="transit_time", actor=actor)
