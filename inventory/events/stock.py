"""What happens to stock, and to what is promised of it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class StockReceived(Event):
    """Usable stock of items has grown at a warehouse, so that back-orders may be filled."""

    name: ClassVar[str] = "stock.received"
    warehouse_id: int
    item_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class StockMoved(Event):
    """The ledger has new lines; `values` maps the kind of move to the value it added to stock."""

    name: ClassVar[str] = "stock.moved"
    kind: str
    values: dict[str, Decimal]
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class LotBlocked(Event):
    """A lot is out of sale; what documents hold of it is freed after the commit."""

    name: ClassVar[str] = "lot.blocked"
    product: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotUnblocked(Event):
    """A lot may be sold again."""

    name: ClassVar[str] = "lot.unblocked"
    product: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class LotChanged(Event):
    """A lot's expiry was corrected."""

    name: ClassVar[str] = "lot.changed"
    product: str


@dataclass(frozen=True, kw_only=True)
class DemandsReserved(Event):
    """Stock was reserved for a document outside of its own confirmation."""

    name: ClassVar[str] = "stock.reserved"
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class DemandsFreed(Event):
    """Stock that was reserved for a document is free again."""

    name: ClassVar[str] = "stock.freed"
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class SupplyClosed(Event):
    """Supplies of items at a warehouse have come in full or will not come."""

    name: ClassVar[str] = "supply.closed"
    warehouse_id: int
    item_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class StockLost(Event):
    """Usable stock of items has shrunk at a warehouse, otherwise than by shipping it."""

    name: ClassVar[str] = "stock.lost"
    warehouse_id: int
    item_ids: list[int]


@dataclass(frozen=True, kw_only=True)
class PegChanged(Event):
    """Somebody tied a supply to a demand, fixed the tie, or undid it."""

    name: ClassVar[str] = "peg.changed"
    supply: str
    quantity: Decimal
    verb: str


@dataclass(frozen=True, kw_only=True)
class DemandsUnpegged(Event):
    """A document's demands have lost the supply that their promise named."""

    name: ClassVar[str] = "stock.unpegged"


@dataclass(frozen=True, kw_only=True)
class TransferSent(Event):
    """Goods left one warehouse for another."""

    name: ClassVar[str] = "transfer.sent"
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class TransferReceived(Event):
    """Goods in transit have arrived."""

    name: ClassVar[str] = "transfer.received"
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class TransferOrderCreated(Event):
    """A transfer to another warehouse was written."""

    name: ClassVar[str] = "transfer_order.created"
    to_warehouse: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class TransferOrderChanged(Event):
    """A transfer that is still a draft says something else than before."""

    name: ClassVar[str] = "transfer_order.changed"
    lines: int


@dataclass(frozen=True, kw_only=True)
class TransferOrderReleased(Event):
    """A transfer's goods are reserved where they lie and expected where they go; `short_lines` lack some."""

    name: ClassVar[str] = "transfer_order.released"
    lines: int
    short_lines: int


@dataclass(frozen=True, kw_only=True)
class TransferOrderSent(Event):
    """A transfer's goods have left."""

    name: ClassVar[str] = "transfer_order.sent"
    lines: list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class TransferOrderReceived(Event):
    """Nothing of a transfer is on its way any more; `missing` did not arrive."""

    name: ClassVar[str] = "transfer_order.received"
    missing: Decimal


@dataclass(frozen=True, kw_only=True)
class TransferOrderCancelled(Event):
    """A transfer will not be sent."""

    name: ClassVar[str] = "transfer_order.cancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class SupplyChanged(Event):
    """What is expected of items at a warehouse has another day or quantity than before.

    `supplies` are [{supply_id, item_id, due_on: [from, to], quantity: [from, to]}]; promises that lean
    on them are to be looked at again.
    """

    name: ClassVar[str] = "supply.changed"
    warehouse_id: int
    item_ids: list[int]
    cause: str
    supplies: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class BooksDisagreed(Event):
    """A proof of the books found broken invariants."""

    name: ClassVar[str] = "books.disagreed"
    checks: list[str]


@dataclass(frozen=True, kw_only=True)
class ReleaseOverridden(Event):
    """An administrator lets shipments be released although a proof is red."""

    name: ClassVar[str] = "release.overridden"
    reason: str


@dataclass(frozen=True, kw_only=True)
class HoldMade(Event):
    """Stock is kept back without an order until a moment."""

    name: ClassVar[str] = "hold.made"
    product: str
    quantity: Decimal
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class HoldExtended(Event):
    """A soft hold ends later, or earlier, than it would have."""

    name: ClassVar[str] = "hold.extended"
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class HoldReleased(Event):
    """A soft hold was given up by hand."""

    name: ClassVar[str] = "hold.released"
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldExpired(Event):
    """A soft hold's time is over."""

    name: ClassVar[str] = "hold.expired"


@dataclass(frozen=True, kw_only=True)
class HoldConverted(Event):
    """An order took over what was held."""

    name: ClassVar[str] = "hold.converted"
    taken_by: str


@dataclass(frozen=True, kw_only=True)
class ReservationMovedAway(Event):
    """Stock reserved for this document went to an earlier-due one; a scheduled supply covers this one."""

    name: ClassVar[str] = "stock.moved_away"
    product: str
    quantity: Decimal
    to: str
    covered_by: str
    covered_on: date


@dataclass(frozen=True, kw_only=True)
class ReservationWanted(Event):
    """A promise counts on stock that is reserved for later-due documents and was not moved yet."""

    name: ClassVar[str] = "stock.wanted"


@dataclass(frozen=True, kw_only=True)
class ReservationMovedHere(Event):
    """Stock reserved for a later-due document serves this one now."""

    name: ClassVar[str] = "stock.moved_here"
    product: str
    quantity: Decimal
    came_from: str


@dataclass(frozen=True, kw_only=True)
class CounterRepaired(Event):
    """A counter of the stock was set to what its rows say; the changes tell from what to what."""

    name: ClassVar[str] = "stock.repaired"
    counter: str
    reason: str
