"""From requisitions to purchase orders: source chosen, grouped per supplier and warehouse, handed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Conflict, Invalid, NotFound
from erp.core.machines import move_on
from erp.core.quantity import from_base
from erp.core.records import MOST_REASON
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from inventory import locks
from inventory.calc.sourcing import price_at
from inventory.models import (
    Item,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseRequisition,
    Warehouse,
)
from inventory.selectors.sourcing import Need, Source, reason_of, source_at, sources_for
from inventory.services.purchase import PurchaseLineInput, create_purchase_order
from inventory.services.requisition_supply import tell_requisition

ZERO = Decimal(0)
MOST = 500
CONVERT = "inventory.convert_requisition"


@dataclass
class _Group:
    """The requisitions for one item at one warehouse, bought together."""

    need: Need
    rows: list[PurchaseRequisition] = field(default_factory=list)
    source: Source | None = None
    reason: str = ""


@command(CONVERT, "Order what requisitions ask for")
def convert_requisitions(
    *,
    requisition_ids: Sequence[int],
    supplier: Supplier | None = None,
    reason: str = "",
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> list[PurchaseOrder]:
    """Write draft purchase orders for approved requisitions, one per supplier, currency and warehouse.

    Each goes to the best source (landed cost at the quantity, in time first), or to the one chosen
    before; `supplier` sends all to one, and needs a reason where another offer is better.

    Locks:  the requisitions, by key.
    Emits:  PurchaseOrderChanged, RequisitionChanged.
    Raises: NotFound; IllegalTransition when one is not approved; Conflict (`no_source`); Invalid.
    """
    at = at or timezone.now()
    wanted = sorted(set(requisition_ids))
    if not wanted:
        raise Invalid.field("requisitions", _("Name at least one."), "required")
    if len(wanted) > MOST:
        raise Invalid.field("requisitions", _("There may be at most %(count)s.") % {"count": MOST})
    if expected_version is not None:
        locks.requisition_for_update(wanted[0], expected_version)
    rows = locks.requisitions_for_update(wanted)
    if len(rows) != len(wanted):
        raise NotFound(kind="purchase_requisition")
    for row in rows:
        move_on(row, "order", line=None)
    groups = _grouped(rows)
    _choose(groups, supplier, reason, at=at)
    return _order(groups, actor=actor, at=at)


def _grouped(rows: Sequence[PurchaseRequisition]) -> list[_Group]:
    items = Item.objects.select_related("unit").in_bulk({row.item_id for row in rows})
    places = Warehouse.objects.in_bulk({row.warehouse_id for row in rows})
    found: dict[tuple[int, int, int | None], _Group] = {}
    for row in rows:
        key = (row.item_id, row.warehouse_id, row.supplier_id if row.is_override else None)
        group = found.get(key)
        if group is None:
            need = Need(items[row.item_id], places[row.warehouse_id], row.quantity, row.needed_on)
            found[key] = _Group(need, [row])
            continue
        quantity, day = group.need.quantity + row.quantity, min(group.need.needed_on, row.needed_on)
        group.need = Need(group.need.item, group.need.warehouse, quantity, day)
        group.rows.append(row)
    return list(found.values())


def _choose(groups: Iterable[_Group], supplier: Supplier | None, reason: str, *, at: datetime) -> None:
    today = business_day(at)
    listed = list(groups)
    for group, sources in zip(listed, sources_for([g.need for g in listed], today=today), strict=True):
        by_hand = supplier or (group.rows[0].supplier if group.rows[0].is_override else None)
        if by_hand is not None:
            source = next((one for one in sources if one.supplier.pk == by_hand.pk), None)
            source = source or source_at(by_hand, group.need, today=today)
        elif sources:
            source = sources[0]
        else:
            raise Conflict("no_source", product=group.need.item.sku)
        if supplier is not None:
            check_override(source, sources, reason)
        group.source, group.reason = source, reason_of(group.need, sources, source)
        said = reason.strip() or next((row.source_reason for row in group.rows if row.is_override), "")
        if by_hand is not None and said and said not in group.reason:
            group.reason = f"{group.reason} “{said}”"


def check_override(source: Source, sources: Sequence[Source], reason: str) -> None:
    """Choosing another source than the best needs a reason.

    Raises: Invalid on `reason`, or on `supplier` when it is not active.
    """
    if not source.supplier.is_active:
        raise Invalid.field("supplier", _("This supplier is not active."))
    if len(reason) > MOST_REASON:
        raise Invalid.field("reason", _("Has more than 500 characters."), "too_long")
    if sources and sources[0].supplier.pk != source.supplier.pk and not reason.strip():
        raise Invalid.field("reason", _("Another offer is better; say why not that one."), "required")


def _order(groups: Iterable[_Group], *, actor: Actor, at: datetime) -> list[PurchaseOrder]:
    bundles: dict[tuple[int, str, int], list[_Group]] = {}
    for group in groups:
        assert group.source is not None  # noqa: S101 -- chosen above
        key = (group.source.supplier.pk, group.source.currency, group.need.warehouse.pk)
        bundles.setdefault(key, []).append(group)
    orders = []
    for (_supplier, currency, _warehouse), bundle in sorted(bundles.items()):
        lines = [_line(group) for group in bundle]
        order = create_purchase_order(
            supplier=bundle[0].source.supplier,  # type: ignore[union-attr]  # set whenever this is reached
            warehouse=bundle[0].need.warehouse,
            currency=currency,
            expected_on=max(line.expected_on for line in lines if line.expected_on),
            lines=lines,
            actor=actor,
            at=at,
        )
        written = PurchaseOrderLine.objects.filter(purchase_order=order).order_by("line_no")
        for group, line in zip(bundle, written, strict=True):
            _serve(group, line, actor=actor, at=at)
        orders.append(order)
    return orders


def _line(group: _Group) -> PurchaseLineInput:
    """The line that buys a group's need: in the unit of the offer, at its price."""
    source = group.source
    assert source is not None  # noqa: S101 -- chosen above
    offer, quantity, price = source.offer, source.quantity, source.unit_price
    if offer is not None and offer.unit is not None:
        quantity = from_base(quantity, offer.unit_numerator, offer.unit_denominator)
        price = price_at(
            quantity, offer.price, [(row.from_quantity, row.price) for row in offer.price_breaks.all()]
        )
    return PurchaseLineInput(
        item=group.need.item,
        quantity=quantity,
        unit_price=price,
        expected_on=max(source.arrives_on, group.need.needed_on),
        unit=offer.unit if offer is not None else None,
    )


def _serve(group: _Group, line: PurchaseOrderLine, *, actor: Actor, at: datetime) -> None:
    """The requisitions of a group are ordered with a line."""
    assert group.source is not None  # noqa: S101 -- chosen above
    for row in group.rows:
        row.purchase_line = line
        row.supplier = group.source.supplier
        row.source_reason = group.reason[:MOST_REASON]
        row.unit_cost = group.source.landed_unit.quantize(Decimal("0.0001"))
        names = ["state", "purchase_line", "supplier", "source_reason", "unit_cost", "version"]
        row.save(update_fields=names)
        tell_requisition(row, "ordered", {"state": ["approved", "ordered"]}, actor=actor, at=at)


@command(CONVERT)
def choose_source(
    *,
    requisition_id: int,
    supplier: Supplier,
    reason: str,
    actor: Actor,
    expected_version: int | None = None,
    at: datetime | None = None,
) -> PurchaseRequisition:
    """Say from whom a requisition is to be bought; another than the best needs a reason.

    Locks:  the requisition.
    Emits:  RequisitionChanged.
    Raises: NotFound; StaleVersion; Conflict when it is ordered or rejected; Invalid.
    """
    at = at or timezone.now()
    row = locks.requisition_for_update(requisition_id, expected_version)
    if row.state not in {"draft", "submitted", "approved"}:
        raise Conflict("requisition_decided", document=row.number)
    need = _grouped([row])[0].need
    sources = sources_for([need], today=business_day(at))[0]
    source = next((one for one in sources if one.supplier.pk == supplier.pk), None)
    source = source or source_at(supplier, need, today=business_day(at))
    check_override(source, sources, reason)
    before = row.supplier.code if row.supplier else ""
    row.supplier, row.is_override = supplier, True
    row.source_reason = reason.strip() or reason_of(need, sources, source)[:MOST_REASON]
    row.unit_cost = source.landed_unit.quantize(Decimal("0.0001"))
    row.version += 1
    row.save(update_fields=["supplier", "is_override", "source_reason", "unit_cost", "version"])
    changes = {"supplier": [before, supplier.code]}
    tell_requisition(row, "sourced", changes, actor=actor, at=at, reason=row.source_reason)
    return row
