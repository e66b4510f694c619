"""Bills of materials: create, replace, delete; a circle is refused with its path shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
from erp.core.quantity import QUANTITY_MAX
from erp.core.records import Changes, Problems, delete_unused, set_values
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from inventory.models import Item
from production import locks
from production.calc.explosion import cycle_in
from production.events import BomChanged, BomCreated, BomDeleted
from production.models import Bom
from production.selectors.bills import links_below
from production.services.structure_rows import (
    MAX_COMPONENTS,
    ComponentValues,
    OutputValues,
    build_components,
    build_outputs,
    store_components,
    store_outputs,
    stored_components,
)

__all__ = [
    "MAX_COMPONENTS",
    "RIGHT",
    "BomValues",
    "ComponentValues",
    "OutputValues",
    "bom_ref",
    "create_bom",
    "delete_bom",
    "edit_bom",
]

RIGHT = ("production.edit_bom", "Create and edit bills of materials")


class BomValues(TypedDict, total=False):
    """What can be said about a version beside its components."""

    valid_to: date | None
    output_quantity: Decimal
    is_phantom: bool
    is_active: bool
    note: str


def bom_ref(bom: Bom) -> DocumentRef:
    """The bill as the audit trail names it."""
    tail = f" ({bom.alternative})" if bom.alternative else ""
    return DocumentRef("bom", bom.pk, f"{bom.item.sku} {bom.valid_from}{tail}"[:60])


@command(*RIGHT)
def create_bom(
    *,
    item_id: int,
    components: Sequence[ComponentValues],
    valid_from: date | None = None,
    output_quantity: Decimal = Decimal(1),
    alternative: str = "",
    outputs: Sequence[OutputValues] = (),
    values: BomValues | None = None,
    actor: Actor,
) -> Bom:
    """Say what a made item consists of, from a day on (from today unless said); same day replaces.

    Another day makes the item's next version. A named `alternative` has versions of its own and is only
    used where somebody asks for it.
    Locks:  product structure.
    Emits:  BomCreated, or BomChanged when a bill of that day is replaced.
    Raises: Invalid; Invalid (`bom_cycle`) with the path when the item would consist of itself.
    """
    locks.lock_structure()
    item = made_item(item_id, _("A service has no bill of materials."))
    start = valid_from or business_day(timezone.now())
    label = alternative.strip()
    bom = Bom.objects.filter(item_id=item_id, alternative=label, valid_from=start).first()
    is_new = bom is None
    bom = bom or Bom(item=item, valid_from=start, alternative=label, version=_next_version(item_id, label))
    if not is_new:
        bom.revision += 1
    own: BomValues = {"output_quantity": output_quantity, **(values or {})}
    changes = _take(bom, own, components, outputs)
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
    outputs: Sequence[OutputValues] | None = None,
    values: BomValues | None = None,
    actor: Actor,
    expected_version: int | None = None,
) -> Bom:
    """Change a bill; its components and its outputs are replaced as a whole where given.

    Locks:  product structure, the bill.
    Emits:  BomChanged.
    Raises: NotFound; StaleVersion; Invalid; Invalid (`bom_cycle`) with the path.
    """
    locks.lock_structure()
    bom = locks.bom_for_update(bom_id, expected_version)
    bom.revision += 1
    own: BomValues = {**(values or {})}
    if output_quantity is not None:
        own["output_quantity"] = output_quantity
    kept = stored_components(bom) if components is None else components
    changes = _take(bom, own, kept, outputs)
    if changes:
        emit(BomChanged(document=bom_ref(bom), product=bom.item.sku), actor=actor, changes=changes)
    return bom


@command(*RIGHT)
def delete_bom(*, bom_id: int, actor: Actor, expected_version: int | None = None) -> None:
    """Take a bill out; the one before it is in force again.

    Locks:  product structure, the bill.
    Emits:  BomDeleted.
    Raises: NotFound; StaleVersion; Conflict (`in_use`) when documents refer to it.
    """
    locks.lock_structure()
    bom = locks.bom_for_update(bom_id, expected_version)
    ref, sku = bom_ref(bom), bom.item.sku
    delete_unused(bom, "bom")
    emit(BomDeleted(document=ref, product=sku), actor=actor)


def made_item(item_id: int, refusal: str) -> Item:
    """The item that a bill or a routing is for.

    Raises: Invalid on `product`.
    """
    item = Item.objects.filter(pk=item_id).first()
    if item is None:
        raise Invalid.field("product", _("This field is required."))
    if item.kind == Item.Kind.SERVICE:
        raise Invalid.field("product", refusal)
    return item


def _next_version(item_id: int, alternative: str) -> int:
    rows = Bom.objects.filter(item_id=item_id, alternative=alternative)
    return (rows.aggregate(last=Max("version"))["last"] or 0) + 1


def _take(
    bom: Bom,
    values: Mapping[str, Any],
    components: Sequence[ComponentValues],
    outputs: Sequence[OutputValues] | None,
) -> Changes:
    """Put a bill's values and rows into it; gives what changed."""
    problems = Problems()
    if len(bom.alternative) > 40:
        problems.add("alternative", _("This text is too long."))
    changes = set_values(bom, values, problems)
    if "output_quantity" not in problems.errors and not 0 < bom.output_quantity <= QUANTITY_MAX:
        problems.add("output_quantity", _("This must be above zero."))
    if bom.valid_to is not None and bom.valid_to < bom.valid_from:
        problems.add("valid_to", _("Ends before it begins."))
    built = build_components(components, problems)
    others = None if outputs is None else build_outputs(outputs, bom.item_id, problems)
    problems.refuse()
    _refuse_cycle(bom, [item_id for one in built for item_id in one.item_ids()])
    bom.save()
    told = store_components(bom, built)
    if told:
        changes["components"] = told
    told = None if others is None else store_outputs(bom, others)
    if told:
        changes["outputs"] = told
    return changes


def _refuse_cycle(bom: Bom, components: Sequence[int]) -> None:
    """Follow every bill, of whatever day, from the item down: a circle of any two days is a mistake.

    Substitutes count as components: what may be used may close a circle.
    """
    below = links_below(components, leaving_out=bom.pk)
    below.setdefault(bom.item_id, []).extend(components)
    found = cycle_in(below, bom.item_id)
    if found is None:
        return
    names = dict(Item.objects.filter(pk__in=found).values_list("pk", "sku"))
    path = [names[item_id] for item_id in found]
    message = _("The product would consist of itself: %(path)s.") % {"path": " → ".join(path)}
    raise Invalid.field("components", message, code="bom_cycle", cycle=path)
