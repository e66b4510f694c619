"""Operations that a supplier does: what is bought for them, what deliveries report, when they come back."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import base_currency, business_day, company
from inventory.models import Item, PurchaseOrderLine, ReceiptLine, RequisitionNeed, SupplierItem
from inventory.selectors.purchases import COMING
from inventory.services.conversion import choose_source
from inventory.services.items import create_item
from inventory.services.requisition_needs import WAITING, reduce_requisition
from inventory.services.requisitions import raise_requisition
from inventory.services.suppliers import create_offer, edit_offer
from production import locks
from production.calc.outside import shared_out
from production.models import Operation, RoutingOperation, WorkOrder
from production.selectors.open_shop import OPEN_ORDERS, OPEN_STEPS
from production.selectors.outside_work import OPERATION, bought_for
from production.services.machine_news import News, take_news
from production.services.reporting import Pieces
from production.services.work_order_base import open_for, tell
from production.services.work_order_supply import follow_supply

ZERO = Decimal(0)
LEAST_PRICE = Decimal("0.0001")  # what a supplier's price is counted in


def operation_ref(order: WorkOrder, row: Operation) -> DocumentRef:
    """An operation as the purchase that serves it names it."""
    return DocumentRef(OPERATION, row.pk, f"{order.number}/{row.number}")


def service_of(order: WorkOrder, row: Operation, *, actor: Actor) -> Item:
    """The service that is bought for an operation of a product; taken up where there is none yet.

    One per product and operation: that is what subcontractors have a price and a lead time for.
    """
    sku = f"{order.item.sku}-OP{row.number}"[:60]
    found = Item.objects.filter(sku=sku).first()
    if found is not None:
        return found
    return create_item(
        values={
            "sku": sku,
            "name": f"{row.name}: {order.item.name}"[:200],
            "unit_id": order.item.unit_id,
            "kind": Item.Kind.SERVICE,
            "supply": Item.Supply.BUY,
            "planning": Item.Planning.NONE,
            "is_sold": False,
        },
        actor=actor,
    )


def put_offer(item: Item, supplier: Supplier, price: Decimal, lead_days: int, *, actor: Actor) -> None:
    """Note what a subcontractor asks for a piece, and how many days it takes."""
    known = SupplierItem.objects.filter(item=item, supplier=supplier).values_list("pk", flat=True).first()
    if known is None:
        create_offer(
            values={
                "supplier_id": supplier.pk,
                "item_id": item.pk,
                "price": price,
                "lead_time_days": lead_days,
            },
            actor=actor,
        )
        return
    edit_offer(offer_id=known, values={"price": price, "lead_time_days": lead_days}, actor=actor)


@command()
def buy_outside_work(*, work_order_id: int, actor: Actor, at: datetime | None = None) -> list[str]:
    """Ask the buyer for the operations of a released work order that a supplier does; gives the requisitions.

    Each is for the service of product and operation, from the supplier of the work center, for all pieces
    that the operation still has to have, by the day on which it is to be done. Again changes nothing.

    Locks:  the work order; the place and its requisitions.
    Emits:  RequisitionChanged; ItemCreated for a service that is bought for the first time.
    Raises: NotFound; what raising a requisition refuses.
    """
    at = at or timezone.now()
    order = open_for(work_order_id)
    if order.state not in {WorkOrder.State.RELEASED, WorkOrder.State.IN_PROGRESS}:
        return []
    rows = order.operations.filter(
        state__in=OPEN_STEPS, work_center__is_outside=True, work_center__supplier__isnull=False
    )
    steps = list(rows.select_related("work_center__supplier", "place").order_by("number"))
    known = bought_for([step.pk for step in steps])
    made = []
    for step in steps:
        quantity = order.quantity - step.done
        if step.pk in known or quantity <= 0:
            continue
        made.append(ask_for_work(order, step, quantity, actor=actor, at=at))
    return made


def ask_for_work(order: WorkOrder, step: Operation, quantity: Decimal, *, actor: Actor, at: datetime) -> str:
    """Ask the buyer for so many pieces of an operation in all, from the supplier of its work center.

    Gives the requisition's number. The caller holds the work order.

    Emits:  RequisitionChanged; ItemCreated for a service that is bought for the first time.
    """
    center = step.work_center
    assert center is not None and center.supplier is not None  # noqa: S101 -- chosen so
    place = getattr(step, "place", None)
    day = business_day(place.ends_at) if place is not None else order.due_on
    ref = operation_ref(order, step)
    with translation.override(company().language):
        reason = _("Outside work of %(document)s") % {"document": ref.number}
    service = service_of(order, step, actor=actor)
    _note_agreed_price(order, step, service, actor=actor)
    asked = raise_requisition(
        item_id=service.pk,
        warehouse_id=order.warehouse_id,
        quantity=quantity,
        needed_on=max(day, business_day(at)),
        reason=reason,
        origin=ref,
        actor=actor,
        at=at,
    )
    choose_source(requisition_id=asked.pk, supplier=center.supplier, reason=reason, actor=actor, at=at)
    return asked.number


def _note_agreed_price(order: WorkOrder, step: Operation, service: Item, *, actor: Actor) -> None:
    """What the routing says that the work costs is the supplier's price, until he has one of his own.

    It is in the company's currency, so it is no price of a supplier who asks for another.
    """
    supplier = step.work_center.supplier if step.work_center is not None else None
    if supplier is None or supplier.currency_id not in {None, base_currency()}:
        return
    if SupplierItem.objects.filter(item=service, supplier=supplier).exists():
        return
    rows = RoutingOperation.objects.filter(routing=order.routing_id, number=step.number)
    agreed = rows.filter(outside_price__gte=LEAST_PRICE).first()
    if agreed is not None and agreed.outside_price is not None:
        price = agreed.outside_price.quantize(LEAST_PRICE)
        put_offer(service, supplier, price, agreed.lead_days or 0, actor=actor)


@command()
def drop_outside_work(*, work_order_id: int, actor: Actor, at: datetime | None = None) -> int:
    """A cancelled work order's outside work is not asked for any more; gives how many requests ended.

    What a supplier has already stays: it can be asked for less on its purchase order.

    Locks:  the requisitions.
    Emits:  RequisitionChanged.
    """
    keys = Operation.objects.filter(work_order_id=work_order_id, state="cancelled").values("pk")
    rows = RequisitionNeed.objects.filter(
        document_kind=OPERATION, document_id__in=keys, requisition__state__in=WAITING
    )
    needs = list(rows.select_related("requisition").order_by("requisition_id"))
    for need in needs:
        reduce_requisition(
            requisition_id=need.requisition_id, document=need.document, quantity=need.quantity,
            reason=not_needed(need), actor=actor, at=at,
        )  # fmt: skip
    return len(needs)


def not_needed(need: RequisitionNeed) -> str:
    """Why less is asked for, in the company's language."""
    with translation.override(company().language):
        return _("%(document)s does not need it any more") % {"document": need.document_number}


def report_delivery(*, receipt_id: int, actor: Actor) -> int:
    """The pieces of outside work that a receipt brought are reported to their operations; gives how many.

    Damaged ones are spoiled. Each is taken once, however often this is called; what comes before the
    operation in front of it has reported waits for that.
    """
    rows = ReceiptLine.objects.filter(receipt_id=receipt_id, item__kind=Item.Kind.SERVICE)
    count = 0
    for line in rows.select_related("receipt__supplier", "order_line").order_by("line_no"):
        needs = needs_of_line(line.order_line)
        if not needs:
            continue
        sizes = [need.quantity for need in needs]
        earlier = ReceiptLine.objects.filter(order_line=line.order_line, pk__lt=line.pk)
        before = sum(earlier.values_list("quantity", flat=True), ZERO)
        whole = shared_out(before, line.quantity, sizes)
        good = shared_out(before, line.quantity - line.damaged, sizes)
        for need, came, well in zip(needs, whole, good, strict=True):
            if came > 0:
                _report(line, need, came, well, actor=actor)
                count += 1
    return count


def needs_of_line(line: PurchaseOrderLine) -> list[RequisitionNeed]:
    """The operations that a purchase order line serves, in the order in which deliveries serve them."""
    rows = RequisitionNeed.objects.filter(document_kind=OPERATION, requisition__purchase_line=line)
    return list(rows.order_by("pk"))


def _report(line: ReceiptLine, need: RequisitionNeed, came: Decimal, good: Decimal, *, actor: Actor) -> None:
    step = Operation.objects.select_related("work_order").filter(pk=need.document_id).first()
    if step is None:
        return
    key, at = f"receipt:{line.pk}:{step.pk}", line.receipt.arrived_at
    worker = line.receipt.supplier.name
    pieces = Pieces(good=good, scrap=came - good, reason=line.reason or ("–" if came > good else ""))
    take_news(news=News(key, step.pk, "report", at, pieces, worker), actor=actor)
    step = Operation.objects.select_related("work_order").get(pk=step.pk)
    if step.state in OPEN_STEPS and step.done >= step.work_order.quantity:
        take_news(news=News(f"{key}:end", step.pk, "finish", at, Pieces(), worker), actor=actor)


def follow_purchase(*, purchase_order_id: int, actor: Actor) -> list[int]:
    """Operations come back from the supplier when their purchase order says; gives those that moved.

    One short transaction per operation; running it again changes nothing.
    """
    rows = PurchaseOrderLine.objects.filter(
        purchase_order_id=purchase_order_id, purchase_order__state__in=COMING, item__kind=Item.Kind.SERVICE
    )
    moved = []
    for line in rows.order_by("line_no"):
        for need in needs_of_line(line):
            if _follow_day(operation_id=need.document_id, day=line.expected_on, actor=actor):
                moved.append(need.document_id)
    return moved


@command()
def _follow_day(*, operation_id: int, day: date, actor: Actor) -> bool:
    """The day on which an operation comes back moves what its work order brings.

    Locks:  the documents that wait for the work order, the work order, its operations, its supply.
    Emits:  WorkOrderChanged; SupplyChanged.
    """
    known = Operation.objects.filter(pk=operation_id).values_list("work_order_id", flat=True).first()
    if known is None:
        return False
    order = open_for(known, with_pegs=True)
    row = next((one for one in locks.operations_for_update(order.pk) if one.pk == operation_id), None)
    if row is None or order.state not in OPEN_ORDERS or row.state not in OPEN_STEPS or row.back_on == day:
        return False
    at = timezone.now()
    place = Operation.objects.filter(pk=row.pk).values_list("place__starts_at", flat=True).first()
    begins = business_day(place) if place is not None else max(order.release_on, business_day(at))
    before, row.back_on = row.back_on, day
    row.outside_days = min(max((day - begins).days, 1), 365)
    row.version += 1
    row.save(update_fields=["back_on", "outside_days", "version"])
    days = [before.isoformat() if before else "", day.isoformat()]
    tell(order, "outside_dated", {f"operation {row.number}": days}, actor=actor, at=at)
    follow_supply(order, cause="supplier", actor=actor, at=at)
    return True
