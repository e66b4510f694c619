"""Demand that would be otherwise: a customer's order more, another forecast."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from erp.core.formats import day_text, quantity_text
from erp.core.money import MONEY_MAX
from erp.core.quantity import QUANTITY_MAX, plain
from inventory.models import Item
from production.calc.planning.model import micro
from production.calc.scenarios.changes import Change, MoreOrder, OtherForecast
from production.models import Bom, Routing
from production.selectors.forecasts import ExpectedDemand, expected_demand
from production.selectors.scenario_kinds.base import Given, Payload, References, mark
from production.selectors.scenario_picture import World

ZERO = Decimal(0)
MOST_DAYS = 181
PLANNED = ("mrp", "to_order")
_VERSION = ("pk", "valid_from", "revision")


def product_mark(item: Item) -> str:
    """What planning an item rests on: the item itself, its bills and its routings."""
    return mark(
        item.version,
        item.planning,
        item.supply,
        item.is_active,
        *(
            list(rows.filter(item=item, is_active=True).order_by("pk").values_list(*_VERSION))
            for rows in (Bom.objects, Routing.objects)
        ),
    )


def planned_product(given: Given) -> Item | None:
    """The product that a change is about; the plan has to know it."""
    item: Item | None = given.row("product", "product")
    if item is not None and (item.kind != "stocked" or item.planning not in PLANNED or not item.is_active):
        given.add("product", _("The material plan doesn't plan this product."))
        return None
    return item


class AddOrder:
    """A customer orders something more."""

    code = "add_order"
    fields: tuple[str, ...] = ("product", "quantity", "wanted_date", "customer", "price")

    def cleaned(self, given: Given) -> Payload:
        """Product, quantity, wanted day; customer and price where known."""
        item = planned_product(given)
        quantity = given.number("quantity", ZERO, QUANTITY_MAX, is_open=True)
        wanted = given.day("wanted_date")
        customer = given.row("customer", "customer", required=False)
        price = given.number("price", ZERO, MONEY_MAX, required=False)
        return {
            "product": item.pk if item else None,
            "quantity": str(plain(quantity)) if quantity else None,
            "wanted_date": wanted.isoformat() if wanted else None,
            "customer": customer.pk if customer else None,
            "price": None if price is None else str(plain(price)),
        }

    def shown(self, payload: Payload, refs: References) -> Payload:
        """With SKU and customer's code."""
        customer = refs.customers.get(payload["customer"] or 0)
        return {
            **payload,
            "product": refs.items[payload["product"]].sku,
            "customer": customer.code if customer else None,
        }

    def words(self, payload: Payload, refs: References) -> str:
        """The order in a sentence."""
        item, customer = refs.items[payload["product"]], refs.customers.get(payload["customer"] or 0)
        facts = {
            "quantity": quantity_text(Decimal(payload["quantity"]), item.unit.code),
            "sku": item.sku,
            "day": day_text(date.fromisoformat(payload["wanted_date"])),
            "customer": customer.name if customer else "",
        }
        if customer:
            return _("%(customer)s orders %(quantity)s of %(sku)s for %(day)s") % facts
        return _("Somebody orders %(quantity)s of %(sku)s for %(day)s") % facts

    def touched(self, payload: Payload, refs: References) -> dict[str, str]:
        """The product."""
        item = refs.items[payload["product"]]
        found = {f"product {item.sku}": product_mark(item)}
        if customer := refs.customers.get(payload["customer"] or 0):
            found[f"customer {customer.code}"] = mark(customer.is_active)
        return found

    def changes(self, payload: Payload, refs: References, world: World) -> list[Change]:
        """One more demand at the home warehouse."""
        item = refs.items[payload["product"]]
        node = world.picture.node_of.get((item.pk, world.home))
        if node is None:
            return []
        wanted = date.fromisoformat(payload["wanted_date"])
        customer = refs.customers.get(payload["customer"] or 0)
        price = float(payload["price"]) if payload["price"] is not None else float(item.list_price)
        label = f"+ {quantity_text(Decimal(payload['quantity']))} {item.sku} {wanted.isoformat()}"
        return [
            MoreOrder(
                node,
                max(0, (wanted - world.today).days),
                micro(Decimal(payload["quantity"])),
                label,
                customer.name if customer else "",
                price,
            )
        ]

    def real(self, payload: Payload, refs: References) -> list[str]:
        """A draft order."""
        customer = refs.customers.get(payload["customer"] or 0)
        if customer is None:
            return [_("Can't be adopted: name the customer who orders it")]
        return [_("A draft order is written: %(what)s") % {"what": self.words(payload, refs)}]


class ForecastChange:
    """More or less is expected of a product in a period than its forecast says."""

    code = "forecast_change"
    fields: tuple[str, ...] = ("product", "start_date", "end_date", "percent", "quantity")

    def cleaned(self, given: Given) -> Payload:
        """Product, period, and either a percentage or a quantity, with a sign."""
        item, span = planned_product(given), given.span(MOST_DAYS)
        percent = given.number("percent", Decimal(-100), Decimal(1000), required=False)
        quantity = given.number("quantity", -QUANTITY_MAX, QUANTITY_MAX, required=False)
        if given.is_given("percent") == given.is_given("quantity"):
            given.add("percent", _("Give either a percentage or a quantity."))
        elif not given.problems.errors and not (percent or quantity):
            given.add("percent", _("This changes nothing."))
        if item is not None and span is not None and not expected_demand(*span, item_ids=[item.pk]):
            given.add("product", _("There is no forecast of this product that begins in these days."))
        return {
            "product": item.pk if item else None,
            "start_date": span[0].isoformat() if span else None,
            "end_date": span[1].isoformat() if span else None,
            "percent": None if percent is None else str(plain(percent)),
            "quantity": None if quantity is None else str(plain(quantity)),
        }

    def shown(self, payload: Payload, refs: References) -> Payload:
        """With the SKU."""
        return {**payload, "product": refs.items[payload["product"]].sku}

    def words(self, payload: Payload, refs: References) -> str:
        """The change in a sentence."""
        item = refs.items[payload["product"]]
        if payload["percent"] is not None:
            change = f"{Decimal(payload['percent']):+f} %"
        else:
            quantity = Decimal(payload["quantity"])
            change = ("+" if quantity > 0 else "") + quantity_text(quantity, item.unit.code)
        return _("The forecast of %(sku)s from %(start)s to %(end)s is %(change)s") % {
            "sku": item.sku,
            "start": day_text(date.fromisoformat(payload["start_date"])),
            "end": day_text(date.fromisoformat(payload["end_date"])),
            "change": change,
        }

    def touched(self, payload: Payload, refs: References) -> dict[str, str]:
        """The forecast of the period and the product."""
        item = refs.items[payload["product"]]
        rows = [(row.starts_on, row.quantity) for row in _expected(payload)]
        return {f"product {item.sku}": product_mark(item), f"forecast {item.sku}": mark(rows)}

    def changes(self, payload: Payload, refs: References, world: World) -> list[Change]:
        """More demand on the first days of the forecast's periods, or less of what is forecast."""
        node = world.picture.node_of.get((payload["product"], world.home))
        if node is None:
            return []
        by_day = tuple(
            (max(0, (row.starts_on - world.today).days), micro(new - row.quantity))
            for row, new in new_forecast(payload)
        )
        until = (date.fromisoformat(payload["end_date"]) + timedelta(days=6) - world.today).days
        return [OtherForecast(node, by_day, until, refs.items[payload["product"]].sku)]

    def real(self, payload: Payload, refs: References) -> list[str]:
        """Overrides of the forecast."""
        item = refs.items[payload["product"]]
        return [
            _("The forecast of %(sku)s for the period from %(day)s is overridden: %(new)s instead of %(old)s")
            % {
                "sku": item.sku,
                "day": day_text(row.starts_on),
                "new": quantity_text(new, item.unit.code),
                "old": quantity_text(row.quantity),
            }
            for row, new in new_forecast(payload)
            if new != row.quantity
        ]


def _expected(payload: Payload) -> list[ExpectedDemand]:
    start, end = date.fromisoformat(payload["start_date"]), date.fromisoformat(payload["end_date"])
    return expected_demand(start, end, item_ids=[payload["product"]])


def new_forecast(payload: Payload) -> list[tuple[ExpectedDemand, Decimal]]:
    """The periods of a forecast with what would be expected in each; a quantity is shared out evenly."""
    rows = _expected(payload)
    found = []
    for row in rows:
        if payload["percent"] is not None:
            new = row.quantity * (1 + Decimal(payload["percent"]) / 100)
        else:
            new = row.quantity + Decimal(payload["quantity"]) / len(rows)
        found.append((row, max(ZERO, round(new, 6))))
    return found
