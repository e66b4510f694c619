"""The lines of an order: unit, price, tax and amounts of what somebody entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.core.money import MONEY_MAX, round_money, round_price
from erp.core.new_rows import new_row
from erp.core.prepared import prepared
from erp.core.quantity import QUANTITY_MAX, to_base
from erp.masterdata.models import Customer, Unit
from erp.masterdata.selectors.units import measured
from inventory.models import Item, ItemUnit
from orders.calc.amounts import line_amounts
from orders.models import CustomerTerms, Order, OrderLine
from orders.selectors.prices import quote_prices
from production.selectors.kits import KitPart, kit_contents, kit_cost

ZERO = Decimal(0)


@dataclass(frozen=True)
class LineInput:
    """One line as somebody entered it; a price left out is looked up.

    Units: `quantity` and `unit_price` in `unit_id` (none: the item's base unit).
    """

    item_id: int
    quantity: Decimal
    unit_price: Decimal | None = None
    unit_id: int | None = None
    discount_rate: Decimal | None = None
    description: str = ""
    requested_on: date | None = None
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass
class Setting:
    """What the lines of one order have in common."""

    customer: Customer
    terms: CustomerTerms | None
    currency: str
    on: date


_ITEMS = prepared(
    lambda ids: Item.objects.select_related("unit", "tax_code").filter(pk__any_of=ids).order_by()
)


def build_lines(
    setting: Setting, inputs: Sequence[LineInput], *, actor: Actor, start: int
) -> list[OrderLine]:
    """Lines of an order with unit, price, tax and amounts, not yet saved; a bounded number of queries.

    A kit's line comes with its contents of the day, to be frozen when the line is saved.
    Raises: Invalid on `lines[n].…`.
    """
    items = {item.pk: item for item in _ITEMS(sorted({line.item_id for line in inputs}))}
    factors = _factors(inputs, items)
    kits = [item.pk for item in items.values() if item.kind == Item.Kind.KIT]
    contents = kit_contents(kits, setting.on) if kits else {}
    errors: dict[str, list[Any]] = {}
    for position, line in enumerate(inputs):
        _check_line(position, line, items.get(line.item_id), factors, errors)
    for position, line in enumerate(inputs if kits else ()):
        _check_kit(position, line, items.get(line.item_id), factors, contents, errors)
    if errors:
        raise Invalid(errors=errors)
    bases = [to_base(line.quantity, *factors[_unit_key(line, items)]) for line in inputs]
    wants = [(items[line.item_id], base) for line, base in zip(inputs, bases, strict=True)]
    prices = quote_prices(terms=setting.terms, wants=wants, on=setting.on)
    return [
        _build_line(
            setting,
            line,
            items[line.item_id],
            factor=factors[_unit_key(line, items)],
            base_quantity=base,
            price=price,
            number=number,
            contents=contents.get(line.item_id, ()),
        )
        for number, (line, base, price) in enumerate(zip(inputs, bases, prices, strict=True), start=start)
    ]


def _unit_key(line: LineInput, items: dict[int, Item]) -> tuple[int, int]:
    return line.item_id, line.unit_id or items[line.item_id].unit_id


def _factors(inputs: Sequence[LineInput], items: dict[int, Item]) -> dict[tuple[int, int], tuple[int, int]]:
    """Base units for one unit, as a fraction, per (item, unit)."""
    factors = {(item.pk, item.unit_id): (1, 1) for item in items.values()}
    if any(line.unit_id is not None for line in inputs):
        for unit in ItemUnit.objects.filter(item_id__in=items):
            factors[(unit.item_id, unit.unit_id)] = (unit.numerator, unit.denominator)
        missing = {
            (line.item_id, line.unit_id) for line in inputs if line.unit_id and line.item_id in items
        } - factors.keys()
        units = Unit.objects.in_bulk({unit_id for _item, unit_id in missing})
        for item_id, unit_id in missing:
            if unit_id in units and (factor := measured(units[unit_id], items[item_id].unit)):
                factors[(item_id, unit_id)] = (factor.numerator, factor.denominator)
    return factors


def _check_line(
    position: int,
    line: LineInput,
    item: Item | None,
    factors: dict[tuple[int, int], tuple[int, int]],
    errors: dict[str, list[Any]],
) -> None:
    path = f"lines[{position}]"
    if item is None:
        errors.setdefault(f"{path}.product", []).append(_("There is no such product."))
        return
    if not item.is_active or not item.is_sold:
        errors.setdefault(f"{path}.product", []).append(_("This product is not sold."))
    if line.unit_id is not None and (item.pk, line.unit_id) not in factors:
        errors.setdefault(f"{path}.unit", []).append(
            _("This product has no such unit: give the unit a factor first.")
        )
    elif line.quantity <= 0:
        errors.setdefault(f"{path}.quantity", []).append(_("Must be greater than zero."))
    elif line.quantity > QUANTITY_MAX:
        errors.setdefault(f"{path}.quantity", []).append(_("Is too large."))
    if line.unit_price is not None and not 0 <= line.unit_price <= MONEY_MAX:
        errors.setdefault(f"{path}.unit_price", []).append(_("Must not be negative or too large."))
    if line.discount_rate is not None and not 0 <= line.discount_rate <= 1:
        errors.setdefault(f"{path}.discount_rate", []).append(_("Must be between 0 and 1."))


def _check_kit(  # noqa: PLR0917 -- as the check of a line
    position: int,
    line: LineInput,
    item: Item | None,
    factors: dict[tuple[int, int], tuple[int, int]],
    contents: dict[int, list[KitPart]],
    errors: dict[str, list[Any]],
) -> None:
    if item is None or item.kind != Item.Kind.KIT:
        return
    path = f"lines[{position}]"
    if item.pk not in contents:
        message = _("This kit has no stocked components yet; give it a bill of materials.")
        errors.setdefault(f"{path}.product", []).append(message)
    factor = factors.get((item.pk, line.unit_id or item.unit_id))
    if factor and 0 < line.quantity <= QUANTITY_MAX and not is_whole(to_base(line.quantity, *factor)):
        errors.setdefault(f"{path}.quantity", []).append(_("Kits are sold whole."))


def is_whole(quantity: Decimal) -> bool:
    """Whether a quantity has no fraction."""
    return quantity == quantity.to_integral_value()


def _build_line(
    setting: Setting,
    line: LineInput,
    item: Item,
    *,
    factor: tuple[int, int],
    base_quantity: Decimal,
    price: Any,
    number: int,
    contents: Sequence[KitPart] = (),
) -> OrderLine:
    numerator, denominator = factor
    unit_price = line.unit_price
    discount = line.discount_rate
    if unit_price is None:
        unit_price = round_price(price.unit_price * numerator / denominator)
        if factor == (1, 1):
            unit_price = price.unit_price
        discount = price.discount_rate if discount is None else discount
    discount = discount or ZERO
    tax_rate = _tax_rate(setting.customer, item)
    net, tax = line_amounts(
        quantity=line.quantity,
        unit_price=unit_price,
        discount_rate=discount,
        tax_rate=tax_rate,
        currency=setting.currency,
    )
    if net > MONEY_MAX or tax > MONEY_MAX:
        raise Invalid.field(
            f"lines[{number - 1}].quantity", _("The amount of the line is too large."), "too_large"
        )
    row = new_row(
        OrderLine,
        line_no=number,
        item=item,
        description=(line.description or item.name)[:200],
        unit_id=line.unit_id or item.unit_id,
        unit_numerator=numerator,
        unit_denominator=denominator,
        quantity=line.quantity,
        base_quantity=base_quantity,
        unit_price=unit_price,
        discount_rate=discount,
        tax_rate=tax_rate,
        net=net,
        tax=tax,
        unit_cost=kit_cost(contents) if contents else item.standard_cost,
        requested_on=line.requested_on,
        custom=line.custom,
    )
    row.contents = contents
    row.floor_price = price.floor_price
    return row


def _tax_rate(customer: Customer, item: Item) -> Decimal:
    """The customer's tax code wins over the product's; without either there is no tax."""
    if customer.tax_code is not None:
        return customer.tax_code.rate
    return item.tax_code.rate if item.tax_code is not None else ZERO


def set_totals(order: Order, lines: Sequence[OrderLine]) -> None:
    """Set the order's amounts from its lines, in memory.

    Raises: Invalid when the total is more than the books can hold.
    """
    order.subtotal = sum((line.net for line in lines), ZERO)
    order.tax = sum((line.tax for line in lines), ZERO)
    order.total = order.subtotal + order.tax
    order.cost = round_money(sum((line.base_quantity * line.unit_cost for line in lines), ZERO))
    if order.total > MONEY_MAX or order.cost > MONEY_MAX:
        raise Invalid.field("lines", _("The order's total is too large."), "too_large")
