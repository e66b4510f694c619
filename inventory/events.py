"""News of the stock."""

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
class CountOpened(Event):
    """A count was handed to the counters."""

    name: ClassVar[str] = "count.opened"
    places: int


@dataclass(frozen=True, kw_only=True)
class CountRecorded(Event):
    """Some places of a count were counted; the quantities stay with the count."""

    name: ClassVar[str] = "count.recorded"
    places: int


@dataclass(frozen=True, kw_only=True)
class CountRecountAsked(Event):
    """Some places of a count have to be counted again."""

    name: ClassVar[str] = "count.recount"
    places: int


@dataclass(frozen=True, kw_only=True)
class CountFinished(Event):
    """Everything is counted; the differences wait for approval unless they are small."""

    name: ClassVar[str] = "count.counted"
    differences: int
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class CountApproved(Event):
    """The differences of a count are believed."""

    name: ClassVar[str] = "count.approved"
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class CountPosted(Event):
    """The books say what was found; `freed` is what documents lost of their reservations."""

    name: ClassVar[str] = "count.posted"
    value: Decimal
    freed: Decimal


@dataclass(frozen=True, kw_only=True)
class CountCancelled(Event):
    """Nothing of a count is posted."""

    name: ClassVar[str] = "count.cancelled"
    reason: str


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
class ShipmentCreated(Event):
    """A shipment was gathered in a wave and waits for the wave's release."""

    name: ClassVar[str] = "shipment.created"
    wave: str


@dataclass(frozen=True, kw_only=True)
class ShipmentReleased(Event):
    """A shipment can be picked."""

    name: ClassVar[str] = "shipment.released"
    warehouse: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class ShipmentPickedInPart(Event):
    """Some of a shipment was picked."""

    name: ClassVar[str] = "shipment.picking"


@dataclass(frozen=True, kw_only=True)
class ShipmentPicked(Event):
    """A shipment was picked; what was not found is named."""

    name: ClassVar[str] = "shipment.picked"
    quantity: Decimal
    short: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ShipmentShort(Event):
    """Less lay at a place than the books say; `lines` name item, place, lot and what is missing."""

    name: ClassVar[str] = "shipment.short"
    warehouse_id: int
    reason: str
    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class ShipmentPacked(Event):
    """A shipment was verified and packed."""

    name: ClassVar[str] = "shipment.packed"
    packages: int


@dataclass(frozen=True, kw_only=True)
class ShipmentShipped(Event):
    """The goods have left; `lines` tell per demand what left and at which cost."""

    name: ClassVar[str] = "shipment.shipped"
    carrier: str
    tracking_number: str
    lines: list[dict[str, Any]]
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class ShipmentDelivered(Event):
    """The customer has the goods."""

    name: ClassVar[str] = "shipment.delivered"
    delivered_to: str = ""


@dataclass(frozen=True, kw_only=True)
class ShipmentCancelled(Event):
    """A shipment will not leave."""

    name: ClassVar[str] = "shipment.cancelled"
    reason: str = ""


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
class WaveReleased(Event):
    """Shipments were released to picking together."""

    name: ClassVar[str] = "wave.released"
    shipments: list[str]


@dataclass(frozen=True, kw_only=True)
class WaveStarted(Event):
    """The first piece of a wave was picked."""

    name: ClassVar[str] = "wave.started"


@dataclass(frozen=True, kw_only=True)
class WaveDone(Event):
    """Nothing of a wave is left to pick."""

    name: ClassVar[str] = "wave.done"


@dataclass(frozen=True, kw_only=True)
class WaveCancelled(Event):
    """A wave was given up; its shipments go on by themselves."""

    name: ClassVar[str] = "wave.cancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class WaveChanged(Event):
    """Shipments came into a wave or left it."""

    name: ClassVar[str] = "wave.changed"
    added: list[str]
    removed: list[str]


@dataclass(frozen=True, kw_only=True)
class ManifestClosed(Event):
    """What a carrier took on a day was signed for."""

    name: ClassVar[str] = "manifest.closed"
    carrier: str
    shipments: list[str]


@dataclass(frozen=True, kw_only=True)
class PurchaseOrderChanged(Event):
    """A purchase order went on: `verb` is created, changed, sent, confirmed, received, closed …"""

    name: ClassVar[str] = "purchase_order.changed"
    verb: str
    reason: str = ""


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
class RequisitionChanged(Event):
    """A requisition went on: `verb` is raised, submitted, approved, sourced, ordered …"""

    name: ClassVar[str] = "purchase_requisition.changed"
    verb: str
    quantity: Decimal
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemCreated(Event):
    """There is a new product."""

    name: ClassVar[str] = "product.created"


@dataclass(frozen=True, kw_only=True)
class ItemChanged(Event):
    """A product's master data changed."""

    name: ClassVar[str] = "product.changed"


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
class CounterRepaired(Event):
    """A counter of the stock was set to what its rows say; the changes tell from what to what."""

    name: ClassVar[str] = "stock.repaired"
    counter: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReceiptArrived(Event):
    """A delivery of a purchase order is here; the values are of all of it, by the order and by the stock."""

    name: ClassVar[str] = "receipt.arrived"
    supplier_id: int
    purchase_order: str
    quantity: Decimal
    damaged: Decimal
    order_value: Decimal
    stock_value: Decimal


@dataclass(frozen=True, kw_only=True)
class ReceiptInspected(Event):
    """Goods of a receipt were judged, or need not be; `outcome` is inspected, rejected, or partly."""

    name: ClassVar[str] = "receipt.inspected"
    supplier_id: int
    outcome: str
    accepted: Decimal
    rejected: Decimal


@dataclass(frozen=True, kw_only=True)
class ReceiptPutAway(Event):
    """Goods of a receipt lie where they will be picked from; all of them when `is_complete`."""

    name: ClassVar[str] = "receipt.put_away"
    quantity: Decimal
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class ReceiptDisposed(Event):
    """Rejected goods went back to the supplier or were scrapped; the values are of what went back."""

    name: ClassVar[str] = "receipt.disposed"
    supplier_id: int
    disposition: str
    quantity: Decimal
    reason: str
    order_value: Decimal
    stock_value: Decimal


@dataclass(frozen=True, kw_only=True)
class ExemptionChanged(Event):
    """An inspection exemption was granted, frozen, unfrozen or ended."""

    name: ClassVar[str] = "exemption.changed"
    verb: str
    supplier: str
    item: str = ""
    rule: str = ""
    reason: str = ""


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
