"""What the entry page is told while somebody types, worded and formatted for the reader."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.custom_fields import custom_field_definitions
from erp.core.errors import Invalid
from erp.core.formats import ago_text, day_text, money_text, percent_text, quantity_text, unit_text
from erp.core.models import CustomFieldDefinition
from erp.core.quantity import plain
from erp.masterdata.models import Address, Customer
from erp.masterdata.selectors.company import base_currency, business_day
from erp.masterdata.selectors.delivery import Route
from inventory.selectors.warehouses import default_warehouse
from orders.models import Order, PriceFlag
from orders.selectors.quotes import LineQuote, OrderQuote, quote_order
from orders.services.entry import rate_on, setting_of
from orders.views.entered import ADDRESS, Entered, EnteredLine
from orders.views.words import price_reason
from production.selectors.why import delivery_facts, promise_sentence, sources_facts, split_sentence

ZERO = Decimal(0)


def money_of(order: Order) -> str:
    """An order's total with its currency."""
    return money_text(order.total, order.currency_id)


def quote_answer(
    actor: Actor, entered: Entered, customer: Customer | None, order: Order | None
) -> dict[str, Any]:
    """Everything that depends on what was entered so far, as text by row and for the order."""
    today = business_day(timezone.now())
    currency, rate = _currency(customer, order, entered)
    warehouse_id = entered.warehouse_id() or (order.warehouse_id if order else None)
    if warehouse_id is None:
        warehouse_id = getattr(default_warehouse(), "pk", 0)
    is_open = order is not None and order.state != Order.State.DRAFT
    found = quote_order(
        actor,
        customer=customer,
        currency=currency,
        rate=rate,
        warehouse_id=warehouse_id,
        asks=[ask for ask in (line.as_ask() for line in entered.lines) if ask is not None],
        today=today,
        requested_on=entered.requested_on(),
        carrier_id=entered.carrier_id() or getattr(getattr(customer, "terms", None), "carrier_id", None),
        without=("order", order.pk) if order is not None and is_open else ("", 0),
    )
    rows = {line.key: line for line in entered.lines}
    answer: dict[str, Any] = {
        "lines": {line.key: _line(line, rows[line.key], currency, found.route) for line in found.lines},
        "header": _header(found, entered),
        "errors": entered.problems.errors,
    }
    if order is not None and is_open:
        answer["changes"] = _changes(order, found)
    return answer


def _currency(customer: Customer | None, order: Order | None, entered: Entered) -> tuple[str, Decimal]:
    if order is not None and (customer is None or customer.pk == order.customer_id):
        return order.currency_id, order.rate
    if customer is None:
        return base_currency(), Decimal(1)
    setting = setting_of(customer, business_day(timezone.now()))
    try:
        return setting.currency, rate_on(setting.currency, setting.on)
    except Invalid as refusal:
        entered.problems.merge({path: [str(t) for t in texts] for path, texts in refusal.errors.items()})
        return setting.currency, Decimal(1)


def _line(line: LineQuote, row: EnteredLine, currency: str, route: Route) -> dict[str, Any]:
    unit = line.item.unit.code
    promise = line.promise
    sources = sources_facts(promise.sources)
    delivery = delivery_facts(promise, route)
    is_stocked = line.item.kind == "stocked"
    answer: dict[str, Any] = {
        "units": [[choice.unit.pk, unit_text(choice.unit.code)] for choice in line.units],
        "unit": line.unit.unit.pk,
        "price": plain(line.unit_price),
        "price_why": ""
        if row.id
        else price_reason(line.price, is_manual=row.unit_price is not None, unit=unit, currency=currency),
        "discount": plain(line.discount_rate * 100) if line.discount_rate else "",
        "net": money_text(line.net, currency),
        "available": quantity_text(max(promise.available_now, ZERO), unit) if is_stocked else "–",
        "short": is_stocked and promise.available_now < _base(line, row),
        "promise": day_text(promise.promised_on) if promise.promised_on else _("no date"),
        "promise_ago": ago_text(promise.promised_on) if promise.promised_on else "",
        "split": split_sentence(promise.parts, unit) if promise.parts else "",
        "late": line.is_late or promise.promised_on is None,
        "reason": promise_sentence(sources, unit, delivery) or ("" if is_stocked else _("a service")),
    }
    if line.price_flag:
        answer["price_why"] = f"{PriceFlag(line.price_flag).label} · {_('needs approval')}"
        answer["price_bad"] = True
    if line.margin is not None:
        answer["margin"] = percent_text(line.margin / line.net) if line.net else "–"
        answer["margin_bad"] = line.margin < 0
    return answer


def _base(line: LineQuote, row: EnteredLine) -> Decimal:
    return (row.quantity or ZERO) * line.unit.numerator / line.unit.denominator


def _header(found: OrderQuote, entered: Entered) -> dict[str, Any]:
    requested = entered.requested_on()
    answer: dict[str, Any] = {
        "count": len(found.lines),
        "currency": found.currency,
        "subtotal": money_text(found.subtotal, found.currency),
        "tax": money_text(found.tax, found.currency),
        "total": money_text(found.total, found.currency),
        "promise": day_text(found.promised_on) if found.promised_on else "–",
        "promise_ago": ago_text(found.promised_on) if found.promised_on else "",
        "promise_late": bool(requested and found.promised_on and found.promised_on > requested),
    }
    if found.margin is not None and found.subtotal:
        answer["margin"] = (
            f"{money_text(found.margin, found.currency)} · {percent_text(found.margin / found.subtotal)}"
        )
    credit = found.credit
    if credit is not None:
        base = base_currency()
        answer |= {
            "credit_left": _("no limit") if credit.left is None else money_text(credit.left, base),
            "credit_short": credit.is_short,
            "credit_limit": _("no limit") if credit.limit is None else money_text(credit.limit, base),
            "credit_exposure": money_text(credit.exposure, base),
            "credit_grade": credit.grade,
        }
    return answer


def _changes(order: Order, found: OrderQuote) -> list[dict[str, str]]:
    """What an amendment would change: before and after, only what differs."""
    pairs = [
        (_("Total"), money_of(order), money_text(found.total, order.currency_id)),
        (_("Promise"), day_text(order.promised_on), day_text(found.promised_on)),
        (_("Lines"), str(order.lines.filter(quantity__gt=0).count()), str(len(found.lines))),
    ]
    return [{"label": label, "before": old, "after": new} for label, old, new in pairs if old != new]


def customer_facts(actor: Actor, customer: Customer) -> dict[str, Any]:
    """What order entry shows of a customer once chosen: terms and addresses."""
    terms = getattr(customer, "terms", None)
    addresses = Address.objects.filter(customer=customer, kind=Address.Kind.SHIPPING)
    shown = []
    for address in addresses.order_by("-is_default", "pk")[:50]:
        values = {name: getattr(address, name) for name in ADDRESS if getattr(address, name)}
        shown.append({"label": str(address), "value": {"recipient": customer.name} | values})
    return {
        "code": customer.code,
        "name": customer.name,
        "ship_complete": bool(terms and terms.is_ship_complete),
        "reservation_policy": terms.reservation_policy if terms else "",
        "terms": ", ".join(
            part
            for part in (
                str(terms.price_list) if terms and terms.price_list else _("list prices"),
                _("discount %(rate)s") % {"rate": percent_text(terms.discount_rate)}
                if terms and terms.discount_rate
                else "",
                terms.tier if terms else "",
            )
            if part
        ),
        "addresses": shown,
    }


def custom_fields(subject: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The company's own fields of a record, as a form or grid shows them."""
    return own_fields(custom_field_definitions(subject), values)


def own_fields(definitions: Sequence[CustomFieldDefinition], values: dict[str, Any]) -> list[dict[str, Any]]:
    """Fields whose definitions were read before, for the many records of a page."""
    in_chinese = (get_language() or "").startswith("zh")
    kinds = {"number": "text", "date": "date", "text": "text"}
    return [
        {
            "key": row.key,
            "label": row.label_zh if in_chinese and row.label_zh else row.label,
            "kind": row.kind,
            "type": kinds.get(row.kind, "text"),
            "choices": row.choices,
            "required": row.is_required,
            "value": values.get(row.key, ""),
        }
        for row in definitions
    ]
