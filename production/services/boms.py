"""Bills of materials: create, replace, delete; a circle is refused with its path shown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypedDict

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX, plain
from erp.core.records import Changes, Problems, set_values
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from production import locks
from production.calc.explosion import cycle_in
from production.events import BomChanged, BomCreated, BomDeleted
from production.models import Bom, BomComponent

RIGHT = ("production.edit_bom", "Create and edit bills of materials")
MAX_COMPONENTS = 2000


class ComponentValues(TypedDict, total=False):
    """A component of a bill, in the component's base unit."""

    item_id: int
    quantity: Decimal
    scrap_percent: Decimal


def bom_ref(bom: Bom) -> DocumentRef:
    """The bill as the audit trail names it."""
    return DocumentRef("bom", bom.pk, f"{bom.item.sku} {bom.valid_from}")


@command(*RIGHT)
def create_bom(
    *,
    item_id: int,
    components: Sequence[ComponentValues],
    valid_from: date | None = None,
    output_quantity: Decimal = Decimal(1),
    actor: Actor,
) -> Bom:
    """Say what a made item consists of, from a day on (from today unless said); same day replaces.

    Locks:  product structure.
    Emits:  BomCreated, or BomChanged when a bill of that day is replaced.
    Raises: Invalid; Invalid (`bom_cycle`) with the path when the item would consist of itself.
    """
    locks.lock_structure()
    item = Item.objects.filter(pk=item_id).first()
    if item is None:
        raise Invalid.field("product", _("This field is required."))
    if item.kind == Item.Kind.SERVICE:
        raise Invalid.field("product", _("A service has no bill of materials."))
    start = valid_from or business_day(timezone.now())
    bom = Bom.objects.filter(item_id=item_id, alternative="", valid_from=start).first()
    is_new = bom is None
    bom = bom or Bom(item=item, valid_from=start, version=_next_version(item_id))
    changes = _take(bom, components, output_quantity)
    if is_new:
        emit(BomCreated(document=bom_ref(bom), product=item.sku, components=len(components)), actor=actor)
    elif changes:
        emit(BomChanged(document=bom_ref(bom), product=item.sku), actor=actor, changes=changes)
    return bom


@command(*RIGHT)
def edit_bom(
    *,
    bom_id: int,
    components: Sequence[ComponentValues] | None = None,
    output_quantity: Decimal | None = None,
    actor: Actor,
) -> Bom:
    """Change a bill; its components are replaced as a whole where given.

    Locks:  product structure, the bill.
    Emits:  BomChanged.
    Raises: NotFound; Invalid; Invalid (`bom_cycle`) with the path.
    """
    locks.lock_structure()
    bom = locks.bom_for_update(bom_id)
    kept = components
    if kept is None:
        kept = [
            {"item_id": row.item_id, "quantity": row.quantity, "scrap_percent": row.scrap_percent}
            for row in bom.components.order_by("pk")
        ]
    changes = _take(bom, kept, bom.output_quantity if output_quantity is None else output_quantity)
    if changes:
        emit(BomChanged(document=bom_ref(bom), product=bom.item.sku), actor=actor, changes=changes)
    return bom


@command(*RIGHT)
def delete_bom(*, bom_id: int, actor: Actor) -> None:
    """Take a bill out; the one before it is in force again.

    Locks:  product structure, the bill.
    Emits:  BomDeleted.
    Raises: NotFound.
    """
    locks.lock_structure()
    bom = locks.bom_for_update(bom_id)
    ref, sku = bom_ref(bom), bom.item.sku
    bom.delete()
    emit(BomDeleted(document=ref, product=sku), actor=actor)


def _next_version(item_id: int) -> int:
    last = Bom.objects.filter(item_id=item_id, alternative="").aggregate(last=Max("version"))["last"]
    return (last or 0) + 1


def _take(bom: Bom, components: Sequence[ComponentValues], output_quantity: Decimal) -> Changes:
    """Put a bill's values and components into it; gives what changed."""
    problems = Problems()
    changes = set_values(bom, {"output_quantity": output_quantity}, problems)
    if "output_quantity" not in problems.errors and not 0 < bom.output_quantity <= QUANTITY_MAX:
        problems.add("output_quantity", _("This must be above zero."))
    built = _built(components, problems)
    problems.refuse()
    _refuse_cycle(bom, [row.item_id for row in built])
    before = [] if bom.pk is None else [_label(row) for row in bom.components.select_related("item")]
    bom.save()
    bom.components.all().delete()
    for row in built:
        row.bom = bom
    BomComponent.objects.bulk_create(built)
    after = [_label(row) for row in bom.components.select_related("item")]
    if sorted(before) != sorted(after):
        changes["components"] = [before, after]
    return changes


def _label(row: BomComponent) -> str:
    scrap = f" +{plain(row.scrap_percent)} %" if row.scrap_percent else ""
    return f"{row.item.sku} × {plain(row.quantity)}{scrap}"


def _built(components: Sequence[ComponentValues], problems: Problems) -> list[BomComponent]:
    if not components or len(components) > MAX_COMPONENTS:
        problems.add("components", _("Between 1 and %(count)s components.") % {"count": MAX_COMPONENTS})
        return []
    known = set(
        Item.objects.filter(pk__in=[values.get("item_id") for values in components]).values_list(
            "pk", flat=True
        )
    )
    built, seen = [], set()
    for index, values in enumerate(components):
        own, row, item_id = Problems(f"components[{index}]."), BomComponent(), values.get("item_id")
        numbers: dict[str, Any] = {
            name: values[name] for name in ("quantity", "scrap_percent") if name in values
        }
        set_values(row, numbers, own)
        if item_id not in known:
            own.add("product", _("There is no such thing, or you may not see it."))
        elif item_id in seen:
            own.add("product", _("This component is named twice."))
        seen.add(item_id)
        if "quantity" not in own.errors and not 0 < (row.quantity or 0) <= QUANTITY_MAX:
            own.add("quantity", _("This must be above zero."))
        if not 0 <= row.scrap_percent <= 100:
            own.add("scrap_percent", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 100})
        row.item_id = item_id or 0
        problems.merge(own.errors)
        built.append(row)
    return built


def _refuse_cycle(bom: Bom, components: Sequence[int]) -> None:
    """Follow every bill, of whatever day, from the item down: a circle of any two days is a mistake."""
    below: dict[int, list[int]] = {}
    others = BomComponent.objects.exclude(bom_id=bom.pk) if bom.pk else BomComponent.objects.all()
    for parent, child in others.values_list("bom__item_id", "item_id").distinct():
        below.setdefault(parent, []).append(child)
    below.setdefault(bom.item_id, []).extend(components)
    found = cycle_in(below, bom.item_id)
    if found is None:
        return
    names = dict(Item.objects.filter(pk__in=found).values_list("pk", "sku"))
    path = [names[item_id] for item_id in found]
    message = _("The product would consist of itself: %(path)s.") % {"path": " → ".join(path)}
    raise Invalid.field("components", message, code="bom_cycle", cycle=path)
