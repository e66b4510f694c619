"""When the goods of an offer could be delivered if they were ordered now."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from erp.core.events import to_json
from erp.core.sets import update_rows
from erp.masterdata.selectors.company import business_day
from orders.models import Order, Quotation, QuotationLine
from orders.selectors.routes import route_of
from production.selectors.kit_promise import quote_lines
from production.selectors.promise import Ask
from production.selectors.why import sources_facts


def promise(row: Quotation, at: datetime) -> None:
    """Keep with every line, and in memory with the quotation, when it could be delivered if ordered now."""
    lines = list(row.lines.select_related("item__unit", "unit"))
    quotes = quote_lines(asks_of(row, lines), today=business_day(at))
    for line, quote in zip(lines, quotes, strict=True):
        line.promised_on = quote.promised_on
        line.promise_reason = to_json(sources_facts(quote.sources))
    update_rows(
        QuotationLine,
        [
            {"id": n.pk, "promised_on": n.promised_on, "promise_reason": json.dumps(n.promise_reason)}
            for n in lines
        ],
        put=["promised_on", "promise_reason"],
    )
    days = [line.promised_on for line in lines]
    row.promised_on = None if None in days else max(day for day in days if day is not None)


def asks_of(row: Quotation, lines: Sequence[QuotationLine]) -> list[Ask]:
    """What a quotation's lines ask of stock and supply."""
    route = route_of(_as_order(row))
    return [
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


def _as_order(row: Quotation) -> Order:
    """The quotation as the order it would be, as far as its way to the customer goes; not saved."""
    return Order(
        customer=row.customer,
        warehouse_id=row.warehouse_id,
        carrier_id=row.carrier_id,
        ship_to=row.ship_to,
        requested_on=row.requested_on,
    )
