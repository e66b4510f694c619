"""Returns as readers see them, what of an order can come back, and how much does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, Count, DecimalField, F, Prefetch, Q, QuerySet, Sum, When

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.identity.selectors.scopes import customer_scope_q
from finance.models import InvoiceLine
from inventory.models import Item
from orders.models import Order, OrderLine, ReturnLine, ReturnReason, ReturnRequest

VIEW_RETURN = declare_permission("orders.view_return", "See returns")
ZERO = Decimal(0)
CENT = Decimal("0.01")
WIDE: DecimalField[Any, Any] = DecimalField(max_digits=30, decimal_places=10)
BACK = ("received", "inspected", "settled")


@document("return", prefix="ret", key="number", permission=VIEW_RETURN)
def visible_returns(actor: Actor) -> QuerySet[ReturnRequest]:
    """The returns of customers that the actor may see; warehouse people see them all."""
    if not actor.has(VIEW_RETURN):
        return ReturnRequest.objects.none()
    rows = ReturnRequest.objects.select_related("order", "customer", "warehouse", "reason", "replacement")
    if actor.has("inventory.receive_return"):
        return rows
    return rows.filter(customer_scope_q(actor))


@document("return_reason", prefix="rtr", key="code")
def return_reasons(actor: Actor | None = None) -> QuerySet[ReturnReason]:
    """Why customers send goods back."""
    return ReturnReason.objects.all()


def returns_in_full(rows: QuerySet[ReturnRequest]) -> QuerySet[ReturnRequest]:
    """Returns with their lines, in two queries."""
    lines = ReturnLine.objects.select_related("order_line__item__unit", "order_line__unit", "lot")
    return rows.prefetch_related(Prefetch("lines", lines.order_by("line_no")))


def _counted() -> Any:
    """What of a return line counts as returned: what was asked, then what came, then what was accepted."""
    return Case(
        When(request__state__in=["requested", "approved"], then=F("base_quantity")),
        When(request__state="received", then=F("received")),
        When(request__state__in=["inspected", "settled"], then=F("accepted")),
        default=ZERO,
        output_field=DecimalField(max_digits=20, decimal_places=6),
    )


def on_returns(order_line_ids: Iterable[int]) -> dict[int, Decimal]:
    """How much of order lines is on returns that were not rejected. Units: base units."""
    rows = ReturnLine.objects.filter(order_line_id__in=list(order_line_ids)).order_by()
    return dict(rows.values_list("order_line_id").annotate(on_them=Sum(_counted())))


@dataclass(frozen=True)
class Returnable:
    """How much of an order line can still come back. Units: the line's own."""

    line: OrderLine
    shipped: Decimal
    left: Decimal


def returnable_lines(order: Order) -> list[Returnable]:
    """The lines of an order with what was shipped and is on no return yet; those with nothing left too."""
    from erp.core.quantity import portion

    lines = list(order.lines.select_related("item__unit", "unit", "demand").order_by("line_no"))
    taken = on_returns(line.pk for line in lines)
    found = []
    for line in lines:
        if line.demand is None or line.item.kind != Item.Kind.STOCKED or not line.base_quantity:
            continue
        left = line.demand.shipped - taken.get(line.pk, ZERO)
        shown = [
            portion(base, base=line.base_quantity, whole=line.quantity) if base else ZERO
            for base in (line.demand.shipped, left)
        ]
        found.append(Returnable(line, shown[0], max(shown[1], ZERO)))
    return found


GROUPS = {
    "region": ("request__customer__region__name", "invoice__customer__region__name"),
    "product": ("order_line__item__sku", "item__sku"),
    "customer": ("request__customer__name", "invoice__customer__name"),
    "reason": ("request__reason__code", ""),
}


@dataclass(frozen=True)
class ReturnRate:
    """Returns of one group in a period.

    `rate` = value of the goods that came back in the period ÷ value of the goods billed with their
    shipments in it, both at net prices in the base currency; for reasons ÷ everything billed.
    """

    name: str
    returns: int
    quantity: Decimal
    value: Decimal
    sold_value: Decimal
    sold_quantity: Decimal

    @property
    def rate(self) -> Decimal | None:
        """Returned value ÷ sold value; None when nothing was sold."""
        return self.value / self.sold_value if self.sold_value > 0 else None


def return_rates(
    actor: Actor, *, by: str, since: datetime, until: datetime, first: date, last: date
) -> list[ReturnRate]:
    """Return rates by region, product, customer or reason, the highest value first; ("") is the whole.

    Two queries, within the reader's customers. Goods count from the day they came back, less what
    the inspection did not accept.

    Raises: NotPermitted.
    Source: our definition, see docs/user/returns.md.
    """
    actor.require(VIEW_RETURN)
    rows = _returned(actor, by, since, until)
    sold = _sold(actor, by, first, last)
    whole = (sum((units for units, _w in sold.values()), ZERO), sum((w for _u, w in sold.values()), ZERO))
    found = [
        ReturnRate(name or "–", requests, units, worth.quantize(CENT), *_of(sold, name, whole, by))
        for name, requests, units, worth in rows
        if units
    ]
    found.sort(key=lambda one: (-one.value, one.name))
    value = sum((one.value for one in found), ZERO)
    quantity = sum((one.quantity for one in found), ZERO)
    total = ReturnRate("", _requests(actor, since, until), quantity, value, whole[1], whole[0])
    return [total, *found]


def _of(
    sold: dict[Any, tuple[Decimal, Decimal]], name: Any, whole: tuple[Decimal, Decimal], by: str
) -> tuple[Decimal, Decimal]:
    units, worth = whole if by == "reason" else sold.get(name, (ZERO, ZERO))
    return worth, units


def _returned(actor: Actor, by: str, since: datetime, until: datetime) -> list[tuple[Any, ...]]:
    """Per group: returns, quantity and net value in the base currency of what came back."""
    counted = _counted()
    price = F("order_line__net") / F("order_line__base_quantity") * F("request__order__rate")
    rows = ReturnLine.objects.filter(
        customer_scope_q(actor, "request__customer__"),
        request__state__in=BACK,
        request__received_at__gte=since,
        request__received_at__lt=until,
    )
    return list(
        rows.order_by()
        .values_list(GROUPS[by][0])
        .annotate(
            requests=Count("request", distinct=True),
            units=Sum(counted),
            worth=Sum(counted * price, output_field=WIDE),
        )
    )


def _sold(actor: Actor, by: str, first: date, last: date) -> dict[Any, tuple[Decimal, Decimal]]:
    """Per group: quantity and net value in the base currency of what was billed; one row for reasons."""
    rows = InvoiceLine.objects.filter(
        customer_scope_q(actor, "invoice__customer__"),
        invoice__issued_on__gte=first,
        invoice__issued_on__lte=last,
        invoice__state__in=["issued", "partially_paid", "paid", "written_off"],
        source_kind="order_line",
    )
    path = GROUPS[by][1] or "source_kind"
    worth = Sum(F("net") * F("invoice__rate"), output_field=WIDE)
    found = rows.order_by().values_list(path).annotate(units=Sum("quantity"), worth=worth)
    return {name: (units, worth) for name, units, worth in found}


def _requests(actor: Actor, since: datetime, until: datetime) -> int:
    return ReturnRequest.objects.filter(
        customer_scope_q(actor), Q(received_at__gte=since, received_at__lt=until), state__in=BACK
    ).count()
