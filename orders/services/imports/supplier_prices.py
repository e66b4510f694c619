"""Suppliers' price lists from a file: an offer a row, and a row for each of its price breaks."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from erp.core.actor import Actor
from erp.core.errors import Invalid
from erp.masterdata.models import Currency, Supplier, Unit
from inventory.models import Item, SupplierItem
from inventory.selectors.items import unit_factors
from inventory.services.items import RIGHT
from inventory.services.suppliers import MOST_BREAKS, MOST_INSPECTION_DAYS, create_offer, edit_offer
from orders.calc.cells import date_of
from orders.services.imports.fields import Column, Row, number, text, whole
from orders.services.imports.subject import Subject, Written, names_of, resolve

COST_RIGHT = "inventory.view_cost"
_PLAIN = (
    "supplier_sku", "lead_time_days", "inspection_days", "minimum_quantity", "multiple",
    "extra_cost_percent", "valid_from", "valid_to",
)  # fmt: skip


def columns() -> list[Column]:
    """What a row says; with a quantity in `from_quantity` it is a price break of an offer, else the offer."""
    return [
        Column("supplier", "Supplier", "供应商编码", text(200), ("供应商", "vendor"), True, "S-1001"),
        Column("product", "SKU", "货号", text(60), ("product", "item", "产品编码"), True, "BRG-6204"),
        Column("supplier_sku", "Supplier's SKU", "供应商货号", text(60), ("vendor sku",), example="NB-6204"),
        Column("unit", "Unit", "计量单位", text(60), ("uom", "单位"), example="pcs", example_zh="件"),
        Column("from_quantity", "From quantity", "起订数量", number(6), ("数量起", "break"), example="100"),
        Column("price", "Price", "价格", number(4, "1e15"), ("unit price", "单价"), True, "9.50"),
        Column("currency", "Currency", "币种", text(60), ("货币",), example="USD", example_zh="CNY"),
        Column("minimum_quantity", "Minimum", "最小订购量", number(6), ("moq", "起订量"), example="10"),
        Column("multiple", "Multiple", "订购倍数", number(6), ("倍数", "order multiple"), example="10"),
        Column(
            "lead_time_days", "Lead time in days", "提前期", whole(3650), ("lead time", "交期"), example="14"
        ),
        Column("inspection_days", "Days of inspection", "检验天数", whole(MOST_INSPECTION_DAYS)),
        Column("extra_cost_percent", "Freight and duty in %", "运费关税%", number(2, "1000")),
        Column("valid_from", "Valid from", "生效日期", date_of, ("有效期从",), example="2026-01-01"),
        Column("valid_to", "Valid to", "失效日期", date_of, ("有效期至",), example="2026-12-31"),
    ]


def check(rows: Sequence[Row], actor: Actor, update: bool) -> None:
    """Note what is wrong with rows; names become records."""
    resolve(rows, "supplier", names_of(Supplier, "code", "name"))
    resolve(rows, "currency", names_of(Currency, "code", "name"))
    skus = [row.values["product"] for row in rows if row.values.get("product")]
    items = {item.sku: item for item in Item.objects.select_related("unit").filter(sku__in=skus)}
    for row in rows:
        item = items.get(row.values.get("product", ""))
        row.values["_item"] = item
        if item is None and "product" in row.values:
            row.refuse("product", "unknown")
        if not actor.has(COST_RIGHT):
            row.refuse("price", "not_permitted")
    _check_units(rows)
    stored = _stored(rows)
    seen: set[Any] = set()
    counts: dict[Any, int] = {}
    usable = [row for row in rows if row.values["_item"] and isinstance(row.values.get("supplier"), int)]
    for row in usable:
        row.values["_stored"] = stored.get(_key(row))
        _check_row(row, seen, update=update)
    heads = {_key(row) for row in usable if not row.values.get("from_quantity") and not row.errors}
    for row in usable:
        if row.values.get("from_quantity"):
            _check_break(row, heads, counts)


def _key(row: Row) -> tuple[object, object]:
    item = row.values.get("_item")
    return row.values.get("supplier"), item.pk if item is not None else None


def _check_units(rows: Sequence[Row]) -> None:
    named = names_of(Unit, "code", "name")
    by_pk = Unit.objects.in_bulk()
    for row in rows:
        if "unit" not in row.values:
            continue
        unit, item = by_pk.get(named.find(row.values["unit"]) or 0), row.values["_item"]
        if unit is None:
            row.refuse("unit", "unknown")
        elif item is not None:
            try:
                unit_factors([(item, unit)])
            except Invalid as refusal:
                row.refuse("unit", "factor", " ".join(map(str, refusal.errors.get("unit", ()))))
        row.values["_unit"] = unit.pk if unit is not None else None


def _stored(rows: Sequence[Row]) -> dict[tuple[object, object], SupplierItem]:
    items = {row.values["_item"].pk for row in rows if row.values["_item"] is not None}
    offers = SupplierItem.objects.filter(item_id__in=items).prefetch_related("price_breaks")
    return {(one.supplier_id, one.item_id): one for one in offers}


def _check_row(row: Row, seen: set[Any], *, update: bool) -> None:
    said, known = row.values, row.values["_stored"]
    start = said.get("from_quantity")
    if (_key(row), start) in seen:
        row.refuse("from_quantity" if start else "product", "twice")
    seen.add((_key(row), start))
    if known is not None and not update:
        row.refuse("product", "taken")
    for name in ("from_quantity", "multiple"):
        if said.get(name) == 0:
            row.refuse(name, "positive", str(_("Must be greater than zero.")))
    first = said.get("valid_from", known.valid_from if known else None)
    last = said.get("valid_to", known.valid_to if known else None)
    if first and last and last < first:
        row.refuse(
            "valid_to" if "valid_to" in said else "valid_from", "order", str(_("Ends before it begins."))
        )


def _check_break(row: Row, heads: set[Any], counts: dict[Any, int]) -> None:
    """A price break needs its offer, and an offer has room for a few."""
    key, known = _key(row), row.values["_stored"]
    if known is None and key not in heads:
        message = _("There is no offer for this price break; give its price without a quantity in a row too.")
        row.refuse("from_quantity", "no_offer", str(message))
    start = 0 if known is None or key in heads else len(_kept(known))
    counts[key] = counts.get(key, start) + 1
    if counts[key] > MOST_BREAKS:
        row.refuse(
            "from_quantity", "too_many", str(_("There may be at most %(count)s.") % {"count": MOST_BREAKS})
        )


def write(rows: Sequence[Row], actor: Actor) -> Written:
    """Write offers through their own command.

    A row of the offer itself begins its price breaks anew; rows of breaks alone add to those there are.
    """
    done = Written()
    groups: dict[tuple[object, object], list[Row]] = {}
    for row in rows:
        groups.setdefault(_key(row), []).append(row)
    for own in groups.values():
        heads = [row for row in own if not row.values.get("from_quantity")]
        breaks = [row for row in own if row.values.get("from_quantity")]
        known: SupplierItem | None = own[0].values["_stored"]
        told = {} if heads or known is None else _kept(known)
        told |= {row.values["from_quantity"]: row.values["price"] for row in breaks}
        values = _values(heads[0] if heads else breaks[0], is_head=bool(heads))
        pairs = sorted(told.items())
        if known is None:
            values |= {"supplier_id": own[0].values["supplier"], "item_id": own[0].values["_item"].pk}
            create_offer(values=values, price_breaks=pairs, actor=actor)  # type: ignore[arg-type]  # a checked row is a plain dict
            done.created += len(own)
        else:
            edit_offer(offer_id=known.pk, values=values, price_breaks=pairs, actor=actor)  # type: ignore[arg-type]  # a checked row is a plain dict
            done.updated += len(own)
    return done


def _kept(offer: SupplierItem) -> dict[Decimal, Decimal]:
    return {one.from_quantity: one.price for one in offer.price_breaks.all()}


def _values(row: Row, *, is_head: bool) -> dict[str, Any]:
    """The offer's own values; a row of a break says nothing but its price."""
    if not is_head:
        return {}
    values = {name: row.values[name] for name in _PLAIN if name in row.values}
    values["price"] = row.values["price"]
    if "currency" in row.values:
        values["currency_id"] = row.values["currency"]
    if "_unit" in row.values:
        values["unit_id"] = row.values["_unit"]
    return values


SUPPLIER_PRICES = Subject("supplier_prices", _("Supplier prices"), RIGHT[0], columns, check, write)
