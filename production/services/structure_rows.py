"""The rows of a bill as somebody wants them: components with units and substitutes, further outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypedDict

from django.utils.translation import gettext as _

from erp.core.errors import Invalid
from erp.core.quantity import QUANTITY_MAX, plain, to_base
from erp.core.records import Problems, set_values
from erp.masterdata.models import Unit
from erp.masterdata.selectors.units import factor_between
from inventory.models import Item, ItemUnit
from production.models import Bom, BomComponent, BomOutput, BomSubstitute

MAX_COMPONENTS = 2000
MAX_SUBSTITUTES = 20
MAX_OUTPUTS = 50
_NUMBERS = ("quantity", "scrap_percent", "is_fixed", "operation_number")


class SubstituteValues(TypedDict, total=False):
    """An item that may replace a component: `ratio` of it for one, the lowest preference first."""

    item_id: int
    ratio: Decimal
    preference: int


class ComponentValues(TypedDict, total=False):
    """A component of a bill: in the component's base unit, unless a unit is given."""

    item_id: int
    quantity: Decimal
    unit_id: int | None
    scrap_percent: Decimal
    is_fixed: bool
    operation_number: int | None
    substitutes: Sequence[SubstituteValues]


class OutputValues(TypedDict, total=False):
    """What falls out beside the item with a bill's output quantity."""

    item_id: int
    kind: str
    quantity: Decimal
    cost_share_percent: Decimal


@dataclass
class BuiltComponent:
    """A component ready to be stored, with what may replace it."""

    row: BomComponent
    substitutes: list[BomSubstitute] = field(default_factory=list)

    def item_ids(self) -> list[int]:
        """The item and all that may replace it."""
        return [self.row.item_id, *(one.item_id for one in self.substitutes)]


@dataclass
class _Known:
    """Items and units that the rows of one bill name, read at once."""

    items: Mapping[int, Item]
    units: Mapping[int, Unit]
    own: dict[int, dict[str, Fraction]]


def _known(components: Sequence[ComponentValues], others: Iterable[Any]) -> _Known:
    named = {values.get("item_id") for values in components} | set(others)
    named |= {one.get("item_id") for values in components for one in values.get("substitutes") or ()}
    items = Item.objects.select_related("unit").in_bulk([pk for pk in named if pk is not None])
    unit_ids = {pk for values in components if (pk := values.get("unit_id")) is not None}
    own: dict[int, dict[str, Fraction]] = {}
    if unit_ids:
        for row in ItemUnit.objects.filter(item_id__in=items, unit_id__in=unit_ids).select_related("unit"):
            own.setdefault(row.item_id, {})[row.unit.code] = Fraction(row.numerator, row.denominator)
    return _Known(items, Unit.objects.in_bulk(unit_ids) if unit_ids else {}, own)


def build_components(components: Sequence[ComponentValues], problems: Problems) -> list[BuiltComponent]:
    """The components as rows that are not stored, with what is wrong noted on `components[n].…`.

    A quantity in another unit is converted by the component's own units, else by the units' dimension.
    """
    if not components or len(components) > MAX_COMPONENTS:
        problems.add("components", _("Between 1 and %(count)s components.") % {"count": MAX_COMPONENTS})
        return []
    known = _known(components, ())
    built: list[BuiltComponent] = []
    seen: set[int | None] = set()
    for index, values in enumerate(components):
        own = Problems(f"components[{index}].")
        row = _component(values, known, own)
        if row.item_id and row.item_id in seen:
            own.add("product", _("This component is named twice."))
        seen.add(row.item_id)
        substitutes = _substitutes(values.get("substitutes") or (), row, known, own)
        built.append(BuiltComponent(row, substitutes))
        problems.merge(own.errors)
    return built


def _component(values: ComponentValues, known: _Known, own: Problems) -> BomComponent:
    row = BomComponent()
    set_values(row, {name: values[name] for name in _NUMBERS if name in values}, own)  # type: ignore[literal-required]  # of the names above
    item = known.items.get(values.get("item_id") or 0)
    if item is None:
        own.add("product", _("There is no such thing, or you may not see it."))
    row.item_id = item.pk if item else 0
    if f"{own.prefix}quantity" not in own.errors:
        if not 0 < (row.quantity or 0) <= QUANTITY_MAX:
            own.add("quantity", _("This must be above zero."))
        elif item is not None and values.get("unit_id") is not None:
            _convert(row, item, values["unit_id"], known, own)
    if not 0 <= row.scrap_percent <= 100:
        own.add("scrap_percent", _("This must be between %(low)s and %(top)s.") % {"low": 0, "top": 100})
    if row.operation_number is not None and not 0 < row.operation_number < 10**6:
        own.add("operation_number", _("This must be above zero."))
    return row


def _convert(row: BomComponent, item: Item, unit_id: int | None, known: _Known, own: Problems) -> None:
    """A quantity in another unit becomes base units; the unit stays beside it as it was entered."""
    unit = known.units.get(unit_id or 0)
    if unit is None:
        own.add("unit", _("There is no such unit."))
        return
    if unit.pk == item.unit_id:
        return
    try:
        factor = factor_between(unit, item.unit, known.own.get(item.pk))
        base = to_base(row.quantity, factor.numerator, factor.denominator)
    except Invalid as refusal:
        own.merge(refusal.errors)
        return
    if base <= 0:
        own.add("quantity", _("This is less than the smallest quantity of %(unit)s.") % {"unit": item.unit})
        return
    row.unit, row.unit_quantity, row.quantity = unit, row.quantity, base


def _substitutes(
    rows: Sequence[SubstituteValues], component: BomComponent, known: _Known, own: Problems
) -> list[BomSubstitute]:
    if len(rows) > MAX_SUBSTITUTES:
        own.add("substitutes", _("There may be at most %(count)s.") % {"count": MAX_SUBSTITUTES})
        return []
    built, seen = [], {component.item_id}
    for index, values in enumerate(rows):
        inner, row = Problems(f"substitutes[{index}]."), BomSubstitute()
        numbers = {
            "ratio": values.get("ratio", Decimal(1)),
            "preference": values.get("preference", index + 1),
        }
        set_values(row, numbers, inner)
        item_id = values.get("item_id")
        if item_id not in known.items:
            inner.add("product", _("There is no such thing, or you may not see it."))
        elif item_id in seen:
            inner.add("product", _("This component is named twice."))
        seen.add(item_id or 0)
        if not inner.errors and not 0 < row.ratio <= QUANTITY_MAX:
            inner.add("ratio", _("This must be above zero."))
        row.item_id = item_id or 0
        own.merge(inner.errors)
        built.append(row)
    return built


def build_outputs(rows: Sequence[OutputValues], item_id: int, problems: Problems) -> list[BomOutput]:
    """Further outputs as rows that are not stored, with what is wrong noted on `outputs[n].…`."""
    if len(rows) > MAX_OUTPUTS:
        problems.add("outputs", _("There may be at most %(count)s.") % {"count": MAX_OUTPUTS})
        return []
    known = _known((), (values.get("item_id") for values in rows)).items
    built: list[BomOutput] = []
    seen = {item_id}
    for index, values in enumerate(rows):
        own, row = Problems(f"outputs[{index}]."), BomOutput()
        set_values(row, {name: value for name, value in values.items() if name != "item_id"}, own)
        other = values.get("item_id")
        if other not in known:
            own.add("product", _("There is no such thing, or you may not see it."))
        elif other in seen:
            own.add("product", _("This product is named twice."))
        seen.add(other or 0)
        if not own.errors and not 0 < (row.quantity or 0) <= QUANTITY_MAX:
            own.add("quantity", _("This must be above zero."))
        if not 0 <= row.cost_share_percent <= 100:
            own.add("cost_share_percent", _("This must be between 0 and 100 %."))
        row.item_id = other or 0
        problems.merge(own.errors)
        built.append(row)
    if sum((row.cost_share_percent for row in built), Decimal(0)) > 100:
        problems.add("outputs", _("The shares of the cost are more than 100 % together."))
    return built


def stored_components(bom: Bom) -> list[ComponentValues]:
    """The components of a bill as they would be given again."""
    found: list[ComponentValues] = []
    for row in bom.components.order_by("pk").prefetch_related("substitutes"):
        found.append(
            {
                "item_id": row.item_id,
                "quantity": row.quantity if row.unit_quantity is None else row.unit_quantity,
                "unit_id": row.unit_id,
                "scrap_percent": row.scrap_percent,
                "is_fixed": row.is_fixed,
                "operation_number": row.operation_number,
                "substitutes": [
                    {"item_id": one.item_id, "ratio": one.ratio, "preference": one.preference}
                    for one in row.substitutes.all()
                ],
            }
        )
    return found


def store_components(bom: Bom, built: Sequence[BuiltComponent]) -> list[list[str]] | None:
    """Put new components in the place of the old ones; gives both as text when they differ."""
    before = _component_labels(bom)
    bom.components.all().delete()
    for one in built:
        one.row.bom = bom
    BomComponent.objects.bulk_create([one.row for one in built])
    for one in built:
        for substitute in one.substitutes:
            substitute.component = one.row
    BomSubstitute.objects.bulk_create([row for one in built for row in one.substitutes])
    after = _component_labels(bom)
    return [before, after] if sorted(before) != sorted(after) else None


def store_outputs(bom: Bom, built: Sequence[BomOutput]) -> list[list[str]] | None:
    """Put new further outputs in the place of the old ones; gives both as text when they differ."""
    before = _output_labels(bom)
    bom.outputs.all().delete()
    for row in built:
        row.bom = bom
    BomOutput.objects.bulk_create(built)
    after = _output_labels(bom)
    return [before, after] if sorted(before) != sorted(after) else None


def _component_labels(bom: Bom) -> list[str]:
    rows = bom.components.select_related("item", "unit").prefetch_related("substitutes__item")
    return [_label(row) for row in rows.order_by("pk")]


def _label(row: BomComponent) -> str:
    amount = plain(row.quantity)
    if row.unit is not None and row.unit_quantity is not None:
        amount = f"{plain(row.unit_quantity)} {row.unit.code}"
    text = f"{row.item.sku} × {amount}"
    if row.scrap_percent:
        text += f" +{plain(row.scrap_percent)} %"
    if row.is_fixed:
        text += " (1×)"
    if row.operation_number:
        text += f" @{row.operation_number}"
    others = [f"{one.item.sku} × {plain(one.ratio)}" for one in row.substitutes.all()]
    return f"{text} | {', '.join(others)}" if others else text


def _output_labels(bom: Bom) -> list[str]:
    return [
        f"{row.item.sku} × {plain(row.quantity)} {row.kind} {plain(row.cost_share_percent)} %"
        for row in bom.outputs.select_related("item").order_by("pk")
    ]
