"""What an order would be before it is one: price, date, amounts, margin and credit of all lines at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.money import MONEY_MAX, round_money, round_price
from erp.core.quantity import QUANTITY_MAX, to_base
from erp.masterdata.models import Customer, Unit
from erp.masterdata.selectors.delivery import DIRECT, Route
from finance.models import CreditAccount, CreditHold
from inventory.calc.atp import Quote
from inventory.models import Item, ItemUnit
from orders.calc.amounts import line_amounts
from orders.calc.floors import price_flag
from orders.calc.pricing import Price
from orders.selectors.prices import margin_floor_of, quote_prices
from orders.selectors.routes import route_between
from production.selectors.kit_promise import promise_asks
from production.selectors.kits import kit_cost
from production.selectors.promise import Ask

ZERO = Decimal(0)


@dataclass(frozen=True)
class LineAsk:
    """A line as far as it was entered; `key` is the caller's name for it."""

    key: str
    item_id: int
    quantity: Decimal
    unit_id: int | None = None
    unit_price: Decimal | None = None
    discount_rate: Decimal | None = None
    requested_on: date | None = None


@dataclass(frozen=True)
class UnitChoice:
    """A unit that an item is sold in: numerator/denominator base units."""

    unit: Unit
    numerator: int
    denominator: int


@dataclass(frozen=True)
class LineQuote:
    """What one line would be. Units: prices and quantities in the line's unit, money in the currency.

    `margin` is None for readers who may not see costs.
    """

    key: str
    item: Item
    unit: UnitChoice
    units: list[UnitChoice]
    price: Price
    unit_price: Decimal
    discount_rate: Decimal
    net: Decimal
    tax: Decimal
    promise: Quote
    is_late: bool
    margin: Decimal | None
    price_flag: str = ""


@dataclass(frozen=True)
class CreditLeft:
    """A customer's credit in the base currency, and what would be left after the order."""

    grade: str
    limit: Decimal | None
    exposure: Decimal
    left: Decimal | None

    @property
    def is_short(self) -> bool:
        """Whether the order would go beyond the limit."""
        return self.left is not None and self.left < 0


@dataclass(frozen=True)
class OrderQuote:
    """What the order would be as a whole; `promised_on` is its latest line's, None when one has none."""

    currency: str
    lines: list[LineQuote] = field(default_factory=list)
    subtotal: Decimal = ZERO
    tax: Decimal = ZERO
    margin: Decimal | None = None
    promised_on: date | None = None
    credit: CreditLeft | None = None
    route: Route = DIRECT

    @property
    def total(self) -> Decimal:
        """What the customer would owe."""
        return self.subtotal + self.tax


@dataclass(frozen=True)
class _Frame:
    """What the lines of one order have in common."""

    customer: Customer | None
    currency: str
    rate: Decimal
    warehouse_id: int
    today: date
    requested_on: date | None
    without: tuple[str, int]
    route: Route


def quote_order(
    actor: Actor,
    *,
    customer: Customer | None,
    currency: str,
    rate: Decimal,
    warehouse_id: int,
    asks: Sequence[LineAsk],
    today: date,
    requested_on: date | None = None,
    without: tuple[str, int] = ("", 0),
    carrier_id: int | None = None,
) -> OrderQuote:
    """Quote all lines of an order that is being entered; lines that share an item share its stock.

    Lines of unknown items or impossible quantities are left out. `customer` comes with terms and tax
    code read along. `without` names the order's own demand when it is quoted anew. At most seven
    queries, whatever the number of lines.
    """
    items = {
        item.pk: item
        for item in Item.objects.select_related("unit", "tax_code").filter(
            pk__in={ask.item_id for ask in asks}
        )
    }
    asks = [ask for ask in asks if ask.item_id in items and 0 < ask.quantity <= QUANTITY_MAX]
    units = _units(items)
    route = route_between(customer, carrier_id, warehouse_id)
    frame = _Frame(customer, currency, rate, warehouse_id, today, requested_on, without, route)
    lines = _quoted(actor, asks, items, units, frame)
    subtotal = sum((line.net for line in lines), ZERO)
    tax = sum((line.tax for line in lines), ZERO)
    dates = [line.promise.promised_on for line in lines]
    margins = [line.margin for line in lines]
    return OrderQuote(
        currency=currency,
        lines=lines,
        subtotal=subtotal,
        tax=tax,
        margin=None
        if not margins or any(margin is None for margin in margins)
        else sum((margin for margin in margins if margin is not None), ZERO),
        promised_on=None if not dates or None in dates else max(day for day in dates if day is not None),
        route=route,
        credit=credit_left(actor, customer, round_money((subtotal + tax) * rate), without),
    )


def _units(items: dict[int, Item]) -> dict[int, list[UnitChoice]]:
    found = {item.pk: [UnitChoice(item.unit, 1, 1)] for item in items.values()}
    for row in ItemUnit.objects.select_related("unit").filter(item_id__in=items).order_by("unit__code"):
        found[row.item_id].append(UnitChoice(row.unit, row.numerator, row.denominator))
    return found


def _quoted(
    actor: Actor,
    asks: Sequence[LineAsk],
    items: dict[int, Item],
    units: dict[int, list[UnitChoice]],
    frame: _Frame,
) -> list[LineQuote]:
    chosen = [_unit_of(ask, units[ask.item_id]) for ask in asks]
    bases = [to_base(ask.quantity, u.numerator, u.denominator) for ask, u in zip(asks, chosen, strict=True)]
    prices = quote_prices(
        terms=getattr(frame.customer, "terms", None),
        wants=[(items[ask.item_id], base) for ask, base in zip(asks, bases, strict=True)],
        on=frame.today,
    )
    promises = promise_asks(
        [
            Ask(
                items[ask.item_id],
                frame.warehouse_id,
                base,
                ask.requested_on or frame.requested_on,
                frame.route,
                getattr(getattr(frame.customer, "terms", None), "shelf_life_days", 0),
            )
            for ask, base in zip(asks, bases, strict=True)
        ],
        today=frame.today,
        without=frame.without,
    )
    shows_cost = actor.has("inventory.view_cost")
    found = []
    for ask, unit, base, price, promise in zip(asks, chosen, bases, prices, promises, strict=True):
        line = _line(ask, items[ask.item_id], unit, price, promise.quote, frame)
        cost = kit_cost(promise.contents) if promise.contents else line.item.standard_cost
        margin = line.net - base * cost / frame.rate if shows_cost else None
        flag = price_flag(
            net=line.net,
            base_quantity=base,
            floor_price=price.floor_price,
            margin_floor_percent=margin_floor_of(line.item),
            cost=base * cost,
            rate=frame.rate,
            currency=frame.currency,
        )
        found.append(replace(line, units=units[ask.item_id], margin=margin, price_flag=flag))
    return found


def _line(  # noqa: PLR0917 -- the parts of one line, zipped by its caller
    ask: LineAsk, item: Item, unit: UnitChoice, price: Price, promise: Quote, frame: _Frame
) -> LineQuote:
    unit_price, discount = _price_of(ask, unit, price, frame.currency)
    net, tax = line_amounts(
        quantity=ask.quantity,
        unit_price=unit_price,
        discount_rate=discount,
        tax_rate=_tax_rate(frame.customer, item),
        currency=frame.currency,
    )
    wanted = ask.requested_on or frame.requested_on
    return LineQuote(
        key=ask.key,
        item=item,
        unit=unit,
        units=[],
        price=price,
        unit_price=unit_price,
        discount_rate=discount,
        net=net,
        tax=tax,
        promise=promise,
        is_late=bool(wanted and promise.promised_on and promise.promised_on > wanted),
        margin=None,
    )


def _unit_of(ask: LineAsk, choices: list[UnitChoice]) -> UnitChoice:
    return next((choice for choice in choices if choice.unit.pk == ask.unit_id), choices[0])


def _price_of(ask: LineAsk, unit: UnitChoice, price: Price, currency: str) -> tuple[Decimal, Decimal]:
    """The price and discount that count: those entered, else the looked-up ones, as entry takes them."""
    if ask.unit_price is not None:
        return min(ask.unit_price, MONEY_MAX), ask.discount_rate or ZERO
    unit_price = price.unit_price
    if (unit.numerator, unit.denominator) != (1, 1):
        unit_price = round_price(unit_price * unit.numerator / unit.denominator)
    return unit_price, price.discount_rate if ask.discount_rate is None else ask.discount_rate


def _tax_rate(customer: Customer | None, item: Item) -> Decimal:
    if customer is not None and customer.tax_code is not None:
        return customer.tax_code.rate
    return item.tax_code.rate if item.tax_code is not None else ZERO


def credit_left(
    actor: Actor, customer: Customer | None, amount: Decimal, without: tuple[str, int] = ("", 0)
) -> CreditLeft | None:
    """A customer's credit after an order of this amount; what the order itself holds already is left out.

    Units: base currency. None for readers without the right, or without a customer.
    """
    if customer is None or not actor.has("finance.view_credit"):
        return None
    account = CreditAccount.objects.filter(customer=customer).first() or CreditAccount(customer=customer)
    held = ZERO
    if without[1]:
        row = CreditHold.objects.filter(document_kind=without[0], document_id=without[1]).first()
        held = row.amount if row else ZERO
    exposure = account.exposure - held
    left = None if account.limit is None else account.limit - exposure - amount
    return CreditLeft(account.grade, account.limit, exposure, left)
