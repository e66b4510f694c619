"""What an order would be: the same body, the same refusals, and nothing stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.money import round_money
from erp.masterdata.models import Unit
from erp.masterdata.selectors.company import business_day
from erp.masterdata.selectors.delivery import DIRECT, Route
from finance.models import CreditAccount
from inventory.calc.atp import Quote
from orders.models import Order, OrderLine
from orders.selectors.routes import route_of
from orders.selectors.rush_sheet import RushSheet, rush_sheet
from orders.services.entry import OrderInput, order_frame
from orders.services.order_lines import build_lines, set_totals
from production.selectors.kit_promise import quote_lines
from production.selectors.promise import Ask
from production.selectors.rush import Slip

SIMULATE = declare_permission("orders.simulate_order", "Try orders out without storing them")
ZERO = Decimal(0)


@dataclass(frozen=True)
class CreditCheck:
    """A customer's credit and what the order would take of it. Units: base currency."""

    limit: Decimal | None
    open_receivables: Decimal
    open_orders: Decimal
    needed: Decimal

    @property
    def exposure(self) -> Decimal:
        """Open receivables and open orders."""
        return self.open_receivables + self.open_orders

    @property
    def available(self) -> Decimal | None:
        """What is left before the order; None without a limit."""
        return None if self.limit is None else self.limit - self.exposure

    @property
    def is_covered(self) -> bool:
        """Whether the order fits."""
        return self.available is None or self.needed <= self.available


@dataclass(frozen=True)
class Simulation:
    """An order that was not made: lines and quotes in their order, nothing of it saved."""

    order: Order
    lines: list[OrderLine]
    quotes: list[Quote]
    today: date
    credit: CreditCheck | None = None
    margins: list[Decimal] | None = None
    rush_dates: list[date | None] | None = None
    sheet: RushSheet | None = None
    route: Route = DIRECT

    @property
    def slips(self) -> list[Slip]:
        """The orders of the caller's own customers that would slip."""
        if self.sheet is None:
            return []
        return [one.slip for one in self.sheet.first.affected if one.slip.document_id in self.sheet.seen]


def simulate_order(*, order: OrderInput, actor: Actor) -> Simulation:
    """Price, promise and credit of an order, and whom it would delay when it is a rush; never writes.

    Credit is told to those who may see credit, margin to those who may see costs, and of the
    delayed orders those of the actor's own customers.

    Raises: NotPermitted; Invalid as for a real order.
    """
    actor.require(SIMULATE)
    now = timezone.now()
    today = business_day(now)
    row, setting = order_frame(order, actor=actor, at=now)
    lines = build_lines(setting, order.lines, actor=actor, start=1)
    set_totals(row, lines)
    units = Unit.objects.in_bulk({line.unit_id for line in lines})
    for line in lines:
        line.unit = units[line.unit_id]
    route = route_of(row)
    asks = [
        Ask(
            line.item,
            row.warehouse_id,
            line.base_quantity,
            line.requested_on or row.requested_on,
            route,
            row.shelf_life_days,
        )
        for line in lines
    ]
    quotes = quote_lines(asks, today=today)
    is_rush = row.priority == Order.Priority.RUSH
    sheet = rush_sheet(row, lines, actor=actor, today=today) if is_rush else None
    return Simulation(
        order=row,
        lines=lines,
        quotes=quotes,
        today=today,
        credit=_credit(row) if actor.has("finance.view_credit") else None,
        margins=_margins(row, lines) if actor.has("inventory.view_cost") else None,
        rush_dates=None if sheet is None else sheet.dates,
        sheet=sheet,
        route=route,
    )


def _credit(order: Order) -> CreditCheck:
    account = CreditAccount.objects.filter(customer_id=order.customer_id).first() or CreditAccount()
    return CreditCheck(
        limit=account.limit,
        open_receivables=account.open_receivables,
        open_orders=account.open_orders,
        needed=round_money(order.total * order.rate),
    )


def _margins(order: Order, lines: list[OrderLine]) -> list[Decimal]:
    return [
        line.net - round_money(line.base_quantity * line.unit_cost / order.rate, order.currency_id)
        for line in lines
    ]
