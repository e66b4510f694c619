"""What can be done about a promise that slips, until when it helps and what it costs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, Sum
from django.utils import timezone

from erp.core.actor import Actor
from erp.core.quantity import from_base, to_base
from erp.masterdata.selectors.company import company
from inventory.models import Demand, Item, ItemSubstitute, Reservation, Shipment, Warehouse
from inventory.selectors.claims import DemandFact, PlaceFacts, broken_promises, facts_of_places
from inventory.selectors.projection import Place
from inventory.selectors.sourcing import Need, sources_for
from orders.calc.remedies import margin_change, purchase_premium
from orders.models import Order, OrderLine, PromiseSlip
from orders.selectors.orders import visible_orders
from orders.selectors.routes import route_between
from production.selectors.material_dates import last_component
from production.selectors.promise import Ask, quote_asks

ZERO = Decimal(0)
MOST_DONORS = 20
RIGHTS = {
    "repeg": "inventory.edit_peg",
    "split": "orders.amend_order",
    "warehouse": "orders.amend_order",
    "substitute": "orders.amend_order",
    "expedite": "inventory.create_requisition",
}


@dataclass(frozen=True)
class Remedy:
    """One way to keep a promise, or to break it less.

    `cost` is in the base currency and None for readers who may not see it; `choice` names what was
    chosen where there are several ways.
    """

    kind: str
    on: date
    cost: Decimal | None
    choice: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def right(self) -> str:
        """The right that doing it asks for."""
        return RIGHTS[self.kind]


def remedies_for(slip: PromiseSlip, actor: Actor, *, today: date) -> list[Remedy]:
    """The remedies of an open slip, the earliest and cheapest first; about fifteen queries.

    Costs that tell what goods cost are left out for those who may not see costs.
    """
    line, order = slip.line, slip.order
    demand = line.demand
    if demand is None or demand.backordered <= 0:
        return []
    if line.item.kind == Item.Kind.KIT:
        return _shown(_of_kit(slip, demand, actor, today), actor)
    if line.item.kind != Item.Kind.STOCKED:
        return []
    need = demand.backordered
    found = [
        *_repeg(slip, demand, need, actor, today),
        *_split(slip, order, line, demand, today),
        *_warehouses(slip, order, line, demand, today),
        *_substitutes(slip, line, demand, need, today),
        *_expedite(slip, line.item, demand, need, today),
    ]
    return _shown(found, actor)


def _of_kit(slip: PromiseSlip, demand: Demand, actor: Actor, today: date) -> list[Remedy]:
    """What helps a kit: the component it waits for from others or bought faster, or what is complete now.

    Where several components are missing, one of them from others makes no kit: that is not offered.
    """
    missing = missing_components(demand)
    found = _split(slip, slip.order, slip.line, demand, today)
    if len(missing) == 1:
        [part] = missing
        found += _repeg(slip, part, part.backordered, actor, today)
        found += _expedite(slip, part.item, part, part.backordered, today)
    return found


def missing_components(demand: Demand) -> list[Demand]:
    """The components that a kit still lacks."""
    rows = Demand.objects.filter(kit=demand).select_related("item__unit").order_by("pk")
    return [row for row in rows if row.backordered > 0]


def waiting_demand(line: OrderLine) -> Demand | None:
    """What a line's goods wait for: its own demand, of a kit the one component it lacks."""
    if line.demand is None or line.item.kind != Item.Kind.KIT:
        return line.demand
    missing = missing_components(line.demand)
    return missing[0] if len(missing) == 1 else None


def _shown(found: list[Remedy], actor: Actor) -> list[Remedy]:
    """The remedies in their order, without costs for those who may not see them."""
    sees_cost = actor.has("inventory.view_cost")
    shown = [
        one
        if sees_cost or one.kind not in {"substitute", "expedite"}
        else dataclasses.replace(one, cost=None)
        for one in found
    ]
    return sorted(shown, key=lambda one: (one.on, one.cost or ZERO, one.kind))


def _is_better(day: date | None, slip: PromiseSlip) -> bool:
    return day is not None and (slip.new_promised_on is None or day < slip.new_promised_on)


def extra_freight(order: Order) -> Decimal:
    """What one more shipment costs: the carrier's rate, else the company's. Units: base currency."""
    shipped = Shipment.objects.filter(document_kind="order", document_id=order.pk, carrier__isnull=False)
    last = shipped.select_related("carrier").order_by("-pk").first()
    if last is not None and last.carrier is not None and last.carrier.extra_freight is not None:
        return last.carrier.extra_freight
    return company().extra_freight


def donors_of(slip: PromiseSlip, demand: Demand, *, today: date) -> dict[int, Decimal]:
    """Later-due demands that can give the reserved stock this one lacks and keep their promise.

    The latest due gives first; empty when they can't give all of it. Six queries.
    """
    need = demand.backordered
    rows = (
        Reservation.objects.filter(
            shipment_line__isnull=True,
            balance__location__is_usable=True,
            demand__item_id=demand.item_id,
            demand__warehouse_id=demand.warehouse_id,
            demand__document_kind="order",
            demand__promised_on__gt=slip.old_promised_on,
            demand__priority__lte=demand.priority,
            demand__is_held=False,
        )
        .exclude(demand__document_id=demand.document_id)
        .order_by("-demand__promised_on", "-demand_id")
        .values_list("demand_id")
        .annotate(total=Sum("quantity"))[:MOST_DONORS]
    )
    able = dict(rows)
    if sum(able.values(), ZERO) < need:
        return {}
    place = (demand.item_id, demand.warehouse_id)
    facts = facts_of_places([place], today=today)[place]
    facts = dataclasses.replace(facts, demands=[d for d in facts.demands if d.id != demand.pk])
    late = {one.demand.id for one in broken_promises(facts, today=today)}
    known = {row.pk: row for row in Demand.objects.filter(pk__in=able)}
    takes: dict[int, Decimal] = {}
    for pk, held in able.items():
        part = min(held, need - sum(takes.values(), ZERO))
        tried = _with_more(facts, known[pk], part)
        if {one.demand.id for one in broken_promises(tried, today=today)} <= late - {pk}:
            takes[pk], facts = part, tried
        if sum(takes.values(), ZERO) >= need:
            return takes
    return {}


def _with_more(facts: PlaceFacts, demand: Demand, part: Decimal) -> PlaceFacts:
    """The facts of a place if a demand lacked a part more than it does."""
    others = [one for one in facts.demands if one.id != demand.pk]
    place: Place = (demand.item_id, demand.warehouse_id)
    lacking = demand.backordered + part
    changed = DemandFact(
        demand.pk, place, lacking, demand.promised_on, demand.due_on, demand.priority, demand.document_kind,
        demand.document_id, demand.document_number, demand.line_no, demand.customer_id, demand.is_held,
        demand.delivery_days,
    )  # fmt: skip
    return dataclasses.replace(facts, demands=[*others, changed])


def _repeg(slip: PromiseSlip, demand: Demand, need: Decimal, actor: Actor, today: date) -> list[Remedy]:
    takes = donors_of(slip, demand, today=today)
    if not takes:
        return []
    numbers = dict(Demand.objects.filter(pk__in=takes).values_list("document_number", "document_id"))
    seen = visible_orders(actor).filter(pk__in=numbers.values()).order_by().values_list("number", flat=True)
    facts = {"orders": sorted(seen), "count": len(numbers), "quantity": need}
    return [Remedy("repeg", max(slip.old_promised_on, today), ZERO, facts=facts)]


def whole_part(line: OrderLine, demand: Demand) -> Decimal:
    """What of a line is there or gone already, in its own unit; zero where that unit can't say it exactly."""
    there = demand.shipped + demand.reserved
    own = from_base(there, line.unit_numerator, line.unit_denominator)
    return own if to_base(own, line.unit_numerator, line.unit_denominator) == there else ZERO


def _split(slip: PromiseSlip, order: Order, line: OrderLine, demand: Demand, today: date) -> list[Remedy]:
    """Ship now what is there, the rest on the new day: one more shipment.

    Of an order that ships complete it may be other lines that leave now, and all of this one later;
    where nothing would leave now there is nothing to split.
    """
    part = whole_part(line, demand)
    now = from_base(demand.reserved, line.unit_numerator, line.unit_denominator)
    is_there = part > 0 and now > 0 and _may_leave(Q(pk=demand.pk) | Q(kit_id=demand.pk))
    others = Q(pk__in=order.lines.exclude(pk=line.pk).values("demand_id"))
    is_other = demand.reserved <= 0 and order.is_ship_complete and _may_leave(others)
    if slip.new_promised_on is None or not (is_there or is_other):
        return []
    facts: dict[str, Any] = {"now": now} if is_there else {}
    facts |= {"later": line.quantity - part, "unit": line.unit_id, "rest_on": slip.new_promised_on}
    return [Remedy("split", max(slip.old_promised_on, today), extra_freight(order), facts=facts)]


def _may_leave(demands: Q) -> bool:
    """Whether something is reserved for demands and not on its way to the door already."""
    rows = Demand.objects.filter(demands).values("pk")
    return Reservation.objects.filter(demand__in=rows, shipment_line__isnull=True).exists()


def _warehouses(
    slip: PromiseSlip, order: Order, line: OrderLine, demand: Demand, today: date
) -> list[Remedy]:
    """Serve all that is still open of the line from another warehouse."""
    others = list(Warehouse.objects.filter(is_active=True).exclude(pk=demand.warehouse_id)[:MOST_DONORS])
    quantity = demand.reserved + demand.backordered
    asks = [
        Ask(
            line.item,
            row.pk,
            quantity,
            slip.old_promised_on,
            route_between(order.customer, order.carrier_id, row.pk),
            order.shelf_life_days,
        )
        for row in others
    ]
    quotes = quote_asks(asks, today=today, without=("order", order.pk))
    is_extra = order.lines.exclude(pk=line.pk).filter(quantity__gt=0).exists() or demand.shipped > 0
    cost = extra_freight(order) if is_extra else ZERO
    found = []
    for row, quote in zip(others, quotes, strict=True):
        is_planned = any(source.kind in {"plan", "capacity"} for source in quote.sources)
        if quote.promised_on is not None and not is_planned and _is_better(quote.promised_on, slip):
            facts = {"warehouse": row.name, "quantity": quantity}
            found.append(Remedy("warehouse", quote.promised_on, cost, str(row.pk), facts))
    return found


def _substitutes(
    slip: PromiseSlip, line: OrderLine, demand: Demand, need: Decimal, today: date
) -> list[Remedy]:
    rows = list(
        ItemSubstitute.objects.filter(
            item_id=line.item_id, is_active=True, substitute__is_active=True, substitute__is_sold=True
        ).select_related("substitute__unit")[:MOST_DONORS]
    )
    order = slip.order
    route = route_between(order.customer, order.carrier_id, demand.warehouse_id)
    asks = [
        Ask(
            row.substitute,
            demand.warehouse_id,
            need * row.ratio,
            slip.old_promised_on,
            route,
            order.shelf_life_days,
        )
        for row in rows
    ]
    quotes = quote_asks(asks, today=today) if asks else []
    found = []
    for row, quote in zip(rows, quotes, strict=True):
        if quote.promised_on is None or not _is_better(quote.promised_on, slip):
            continue
        change = margin_change(
            quantity=need,
            unit_cost=line.item.standard_cost,
            other_quantity=need * row.ratio,
            other_unit_cost=row.substitute.standard_cost,
        )
        facts = {
            "sku": row.substitute.sku,
            "name": row.substitute.name,
            "quantity": need * row.ratio,
            "unit": row.substitute.unit.code,
            "note": row.note,
        }
        found.append(Remedy("substitute", quote.promised_on, -change, str(row.pk), facts))
    return found


def _expedite(slip: PromiseSlip, item: Item, demand: Demand, need: Decimal, today: date) -> list[Remedy]:
    """Buy what is lacking from the cheapest supplier that delivers before the new day."""
    if item.supply != "buy":
        return _expedite_component(slip, demand, today)
    warehouse = Warehouse.objects.get(pk=demand.warehouse_id)
    wish = Need(item, warehouse, need, slip.old_promised_on)
    sources = [one for one in sources_for([wish], today=today)[0] if _is_better(one.arrives_on, slip)]
    if not sources:
        return []
    best = min(sources, key=lambda one: (max(one.arrives_on, slip.old_promised_on), one.landed_unit))
    cost = purchase_premium(
        landed_total=best.landed_unit * best.quantity,
        quantity=best.quantity,
        standard_cost=item.standard_cost,
    )
    facts = {"supplier": best.supplier.name, "quantity": best.quantity, "unit": item.unit.code}
    return [Remedy("expedite", max(best.arrives_on, slip.old_promised_on), cost, facts=facts)]


def _expedite_component(slip: PromiseSlip, demand: Demand, today: date) -> list[Remedy]:
    """Of something made: buy the component that its work order waits for from a quicker supplier.

    The goods come earlier by as many days as the component does.
    """
    if slip.cause_kind != "work_order" or slip.cause_id is None or slip.new_promised_on is None:
        return []
    part = last_component(slip.cause_id, timezone.now())
    if part is None or part.item.supply != "buy":
        return []
    warehouse = Warehouse.objects.get(pk=demand.warehouse_id)
    sources = sources_for([Need(part.item, warehouse, part.quantity, slip.old_promised_on)], today=today)[0]
    quicker = [one for one in sources if one.arrives_on < part.on]
    if not quicker:
        return []
    best = min(quicker, key=lambda one: (one.arrives_on, one.landed_unit))
    cost = purchase_premium(
        landed_total=best.landed_unit * best.quantity,
        quantity=best.quantity,
        standard_cost=part.item.standard_cost,
    )
    facts = {
        "product": part.item.sku,
        "supplier": best.supplier.name,
        "quantity": best.quantity,
        "unit": part.item.unit.code,
    }
    day = max(slip.new_promised_on - (part.on - best.arrives_on), slip.old_promised_on)
    return [Remedy("expedite", day, cost, str(part.item.pk), facts)]


def chosen(remedies: list[Remedy], kind: str, choice: str) -> Remedy | None:
    """The remedy that a reader picked, if it still is one."""
    return next((one for one in remedies if one.kind == kind and one.choice == choice), None)
