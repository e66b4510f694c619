"""The bulk writer of past business: go-live imports and the demo company use the same one.

    write_history(orders=…, moves=…, actor=…, clerks=…, progress=…) -> HistoryResult

`orders` is an iterable of `HistoricOrder`, `moves` of `HistoricMove` (stock that was there before
or came without an order). All moves are written first, then the orders in the order given, in
chunks that are each one transaction; orders that still need stock come last, by priority and
promise date. An order whose channel and external id, or number, is there already is skipped.
"""

from orders.services.history.facts import (
    Clerk,
    Clerks,
    HistoricLine,
    HistoricMove,
    HistoricOrder,
    HistoricPayment,
    HistoricShipment,
    HistoryResult,
)
from orders.services.history.writer import write_history

__all__ = [
    "Clerk",
    "Clerks",
    "HistoricLine",
    "HistoricMove",
    "HistoricOrder",
    "HistoricPayment",
    "HistoricShipment",
    "HistoryResult",
    "write_history",
]
