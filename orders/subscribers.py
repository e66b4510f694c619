"""What orders do when stock and money tell their news: the books agree in the same transaction."""

from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor, system_actor
from erp.core.commands import current
from erp.core.errors import DomainError
from erp.core.events import Event, deferred, emit, inline
from erp.core.outbox import StoredEvent
from erp.core.statements import fetch
from erp.notifications.services.notify import Recipients, notify
from finance.events import InvoicePaid, InvoicePaidInPart, InvoiceVoided
from finance.models import Invoice
from finance.services.credit import hold_credit
from inventory.events import DemandsReserved, ShipmentPicked, ShipmentShipped, StockLost
from inventory.models import Demand, Move, Shipment, ShipmentLine
from inventory.selectors.claims import places_of_supply
from orders import locks
from orders.events import OrderAllocated
from orders.models import Order, PromiseSlip, Quotation
from orders.services.billing import bill_shipment, unbill
from orders.services.making import follow_work
from orders.services.orders import close_order
from orders.services.progress import (
    follow_goods,
    follow_goods_together,
    follow_money,
    is_all_billed,
)
from orders.services.quotation_holds import free_holds_of_order, hold_for_quotation
from orders.services.quotation_mails import send_waiting_quotation
from orders.services.rush_turn import serve_rush
from orders.services.warehouse_release import release_made_order
from orders.services.watch import Hint, end_slips, watch_places
from production.services.work_order_supply import pegged_documents

ZERO = Decimal(0)
Cause = PromiseSlip.Cause


def _order_of(event: Event) -> Order | None:
    """The locked order that an event is about, if it is about one."""
    about = event.about or event.document
    return locks.order_for_update(about.id) if about.kind == "order" else None


@inline(
    "shipment.released",
    "shipment.packed",
    "shipment.delivered",
    "shipment.cancelled",
    "stock.freed",
    "stock.moved_away",
    "stock.unpegged",
)
def follow_shipment(event: Event, actor: Actor, at: datetime) -> None:
    """The order's fulfillment state follows its shipments; while one is picked it is picking already."""
    order = _order_of(event)
    if order is not None and order.state != Order.State.CANCELLED:
        follow_goods(order, actor=actor, at=at)


@inline(DemandsReserved.name)
def tell_allocated(event: DemandsReserved, actor: Actor, at: datetime) -> None:
    """A back-order was filled: the order's timeline says so, for many orders together before the commit."""
    order = _order_of(event)
    if order is None:
        return
    unit = current()
    filled: dict[int, Decimal] = unit.scratch.setdefault("orders.filled", {})
    filled[order.pk] = filled.get(order.pk, ZERO) + event.quantity
    unit.at_flush("orders.filled", lambda: _follow_filled(actor, at))


def _follow_filled(actor: Actor, at: datetime) -> None:
    """Move every order of which back-orders were filled in this transaction, and tell it."""
    filled: dict[int, Decimal] = current().scratch.pop("orders.filled", {})
    orders = [locks.order_for_update(pk) for pk in sorted(filled)]
    before = {order.pk: order.fulfillment_state for order in orders}
    states = follow_goods_together(orders, actor=actor, at=at)
    for order in orders:
        state = states[order.pk]
        complete = state == Order.Fulfillment.ALLOCATED and before[order.pk] != state
        allocated = OrderAllocated(document=order.ref, quantity=filled[order.pk], is_complete=complete)
        emit(allocated, actor=actor, at=at)


@inline(ShipmentShipped.name)
def bill_what_left(event: ShipmentShipped, actor: Actor, at: datetime) -> None:
    """A shipment left: its receivable is raised and the order follows."""
    order = _order_of(event)
    if order is None:
        return
    shipped: dict[int, Decimal] = {}
    for line in event.lines:
        if line["source_kind"] != "order_line":
            continue  # a component: its kit is billed when it is complete
        shipped[line["source"]] = shipped.get(line["source"], ZERO) + Decimal(line["quantity"])
    bill_shipment(order, shipment=event.document, shipped=shipped, actor=actor, at=at)
    end_slips(order, actor=actor, at=at)


@inline(InvoicePaid.name, InvoicePaidInPart.name)
def follow_payment(event: InvoicePaid | InvoicePaidInPart, actor: Actor, at: datetime) -> None:
    """A payment, or its taking back, moves the order's billing state."""
    order = _order_of(event)
    if order is None:
        return
    order.paid += event.amount
    everything = order.billed >= order.total or is_all_billed(list(order.lines.select_related("demand")))
    follow_money(order, actor=actor, at=at, is_all_billed=everything)


@inline(InvoiceVoided.name)
def follow_void(event: InvoiceVoided, actor: Actor, at: datetime) -> None:
    """A voided invoice makes what it billed billable again and takes its credit back."""
    order = _order_of(event)
    if order is None:
        return
    invoice = Invoice.objects.get(pk=event.document.id)
    unbill(order, lines=event.lines, amount=invoice.total, actor=actor, at=at)
    if order.state not in {Order.State.CANCELLED, Order.State.CLOSED}:
        amount = max((order.total - order.billed) * order.rate, ZERO)
        hold_credit(customer_id=order.customer_id, document=order.ref, amount=amount, may_exceed=True)


_FINISHED = """
SELECT id FROM orders_order
WHERE id = %s AND state = 'confirmed' AND fulfillment_state = 'delivered' AND billing_state = 'paid'
"""


@deferred("invoice.paid", "shipment.delivered", subscriber="orders.close_when_finished")
def close_when_finished(*, event: StoredEvent) -> None:
    """An order that is delivered and paid closes itself."""
    if event.about.kind != "order":
        return
    if not fetch(_FINISHED, [event.about.id]):
        return
    try:
        close_order(order_id=event.about.id, actor=system_actor("order process"))
    except DomainError:
        return  # something else happened to it meanwhile; closing by hand tells why


def _places(event: StoredEvent) -> list[tuple[int, int]]:
    return [(item_id, event.facts["warehouse_id"]) for item_id in event.facts["item_ids"]]


@deferred(
    "supply.changed", "supply.closed", "stock.received", "stock.lost", subscriber="orders.watch_promises"
)
def watch_promises(*, event: StoredEvent) -> None:
    """Supply or stock has changed: promises that lean on it are looked at before anyone asks."""
    cause = {"supply.closed": Cause.SUPPLY_CLOSED, "stock.lost": Cause.STOCK_LOST}.get(event.name)
    if event.name == "stock.lost" and event.document.kind == "shipment":
        cause = Cause.SHORT_PICK
    hint = Hint(cause, event.document) if cause else None
    watch_places(places=_places(event), hint=hint)


@deferred("purchase_order.changed", subscriber="orders.watch_purchase_order")
def watch_purchase_order(*, event: StoredEvent) -> None:
    """A purchase order went on or got another date: the promises behind it are looked at."""
    watch_places(places=places_of_supply(event.document.kind, event.document.id))


@deferred("transfer.sent", "transfer.received", subscriber="orders.watch_transfer")
def watch_transfer(*, event: StoredEvent) -> None:
    """Goods left a warehouse for another, or came late or fewer: promises at both ends are looked at."""
    ends = Move.objects.filter(source_kind=event.document.kind, source_id=event.document.id)
    places = set(ends.values_list("item_id", "warehouse_id"))
    watch_places(places=sorted(places | set(places_of_supply(event.document.kind, event.document.id))))


@deferred(
    "work_order.started",
    "work_order.completed",
    "work_order.cancelled",
    "work_order.changed",
    subscriber="orders.follow_work",
)
def follow_work_orders(*, event: StoredEvent) -> None:
    """Work on what an order waits for has begun, ended or was given up: the order says so."""
    refs = set(pegged_documents(event.document.id))
    if event.about.kind == "order":
        refs.add(event.about)
    for ref in sorted(refs, key=lambda one: one.id):
        if ref.kind == "order":
            follow_work(order_id=ref.id, actor=system_actor("production"))


@deferred(
    "order.fulfillment_moved",
    subscriber="orders.release_made",
    prompt=False,
    when=lambda event: event.state == "allocated",
)
def release_made_goods(*, event: StoredEvent) -> None:
    """All that was made for an order is there: its ship instruction reaches the warehouse."""
    release_made_order(event.document.id)


@deferred("order.amended", "order.cancelled", "peg.changed", subscriber="orders.watch_order")
def watch_order(*, event: StoredEvent) -> None:
    """An order was changed or ended: its own slips, and those of others who wait for the same."""
    rows = Demand.objects.filter(document_kind="order", document_id=event.document.id)
    watch_places(places=sorted(set(rows.values_list("item_id", "warehouse_id"))))


@inline("order.cancelled", "order.closed")
def end_slips_of_ended(event: Event, actor: Actor, at: datetime) -> None:
    """An ended order has no promise that could slip."""
    order = _order_of(event)
    if order is not None:
        end_slips(order, actor=actor, at=at)


@inline("shipment.picked")
def tell_short_pick(event: ShipmentPicked, actor: Actor, at: datetime) -> None:
    """Less was found than the books said: whoever else was promised it is looked at."""
    if not event.short:
        return
    shipment = Shipment.objects.only("warehouse_id").get(pk=event.document.id)
    items = ShipmentLine.objects.filter(shipment_id=shipment.pk).exclude(short_reason="")
    emit(
        StockLost(
            document=event.document,
            warehouse_id=shipment.warehouse_id,
            item_ids=sorted(set(items.values_list("item_id", flat=True))),
        ),
        actor=actor,
        at=at,
    )


@deferred("order.rush_confirmed", subscriber="orders.serve_rush")
def serve_rush_order(*, event: StoredEvent) -> None:
    """A rush order takes what later orders hold; those who slip by it are told at once."""
    serve_rush(order_id=event.document.id)


@deferred("quotation.approved", subscriber="orders.hold_for_quotation")
def keep_goods_back(*, event: StoredEvent) -> None:
    """Goods are kept back for an approved offer that wants it, a moment after its approval."""
    hold_for_quotation(quotation_id=event.document.id, actor=system_actor("quotations"), at=timezone.now())


@inline("order.cancelled", "order.rejected")
def free_held_goods(event: Event, actor: Actor, at: datetime) -> None:
    """An order that is not taken frees what was held for the offer it came from."""
    order = locks.order_for_update(event.document.id)
    if order.hold_ids:
        free_holds_of_order(order, actor=actor, at=at)


@deferred("quotation.mail_asked", subscriber="orders.mail_quotation", prompt=False)
def mail_quotation_later(*, event: StoredEvent) -> None:
    """The worker sends the e-mail that somebody asked for."""
    send_waiting_quotation(mail_id=event.facts["mail_id"], actor=system_actor("mail"))


@deferred(
    "quotation.accepted",
    "quotation.declined",
    "quotation.not_taken",
    subscriber="orders.tell_quotation_answer",
)
def tell_answer(*, event: StoredEvent) -> None:
    """The salesperson, or without one the managers, hear what the customer answered through the link."""
    row = Quotation.objects.select_related("customer", "order").get(pk=event.document.id)
    to = (
        Recipients(user_ids=[row.salesperson_id])
        if row.salesperson_id
        else Recipients(roles=["sales_manager"])
    )
    notify(
        to=to,
        topic=event.name.replace(".", "_"),
        subject=row.ref,
        facts={
            "number": row.number,
            "customer": row.customer.name,
            "who": event.facts["who"],
            "reason": event.facts.get("reason", ""),
            "order": row.order.number if row.order else "",
        },
        priority="high",
        dedupe=f"{row.revision}",
        customer_id=row.customer_id,
    )
