"""News of orders."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from erp.core.events import Event


@dataclass(frozen=True, kw_only=True)
class OrderCreated(Event):
    """A draft was made."""

    name: ClassVar[str] = "order.created"
    customer: str
    total: Decimal
    lines: int


@dataclass(frozen=True, kw_only=True)
class OrderSubmitted(Event):
    """Sales asks for the order to be taken: the order process begins."""

    name: ClassVar[str] = "order.submitted"
    total: Decimal


@dataclass(frozen=True, kw_only=True)
class OrderPriceApproved(Event):
    """Somebody who may has allowed prices of the order that lie below a floor."""

    name: ClassVar[str] = "order.price_approved"
    lines: list[int]


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(Event):
    """The order is a commitment, with a promise date."""

    name: ClassVar[str] = "order.confirmed"
    promised_on: str | None
    total: Decimal


@dataclass(frozen=True, kw_only=True)
class OrderAllocated(Event):
    """Stock was reserved for the order; `is_complete` says whether for all of it."""

    name: ClassVar[str] = "order.allocated"
    quantity: Decimal
    is_complete: bool


@dataclass(frozen=True, kw_only=True)
class OrderFulfillmentMoved(Event):
    """The order's fulfillment state follows its lines and shipments."""

    name: ClassVar[str] = "order.fulfillment_moved"
    state: str


@dataclass(frozen=True, kw_only=True)
class OrderBillingMoved(Event):
    """The order's billing state follows its invoices and payments."""

    name: ClassVar[str] = "order.billing_moved"
    state: str


@dataclass(frozen=True, kw_only=True)
class OrderAmended(Event):
    """Lines or terms of the order changed."""

    name: ClassVar[str] = "order.amended"
    total: Decimal
    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class OrderHeld(Event):
    """Work on the order stopped."""

    name: ClassVar[str] = "order.held"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderReleased(Event):
    """Work on the order goes on."""

    name: ClassVar[str] = "order.released"


@dataclass(frozen=True, kw_only=True)
class OrderRejected(Event):
    """The order was not taken."""

    name: ClassVar[str] = "order.rejected"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """What was not shipped will not be."""

    name: ClassVar[str] = "order.cancelled"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderClosed(Event):
    """Nothing more will happen to the order."""

    name: ClassVar[str] = "order.closed"


@dataclass(frozen=True, kw_only=True)
class ReturnRequested(Event):
    """A customer wants to send goods of an order back."""

    name: ClassVar[str] = "return.requested"
    reason: str
    lines: int


@dataclass(frozen=True, kw_only=True)
class ReturnApproved(Event):
    """The customer may send the goods."""

    name: ClassVar[str] = "return.approved"


@dataclass(frozen=True, kw_only=True)
class ReturnReceived(Event):
    """Returned goods are here, blocked until they are inspected."""

    name: ClassVar[str] = "return.received"
    quantity: Decimal


@dataclass(frozen=True, kw_only=True)
class ReturnInspected(Event):
    """It is known what of a return is accepted; what is not goes back to the customer."""

    name: ClassVar[str] = "return.inspected"
    accepted: Decimal
    rejected: Decimal


@dataclass(frozen=True, kw_only=True)
class ReturnSettled(Event):
    """The customer has got what the return is worth; `documents` are credit notes or the new order."""

    name: ClassVar[str] = "return.settled"
    resolution: str
    documents: list[str]


@dataclass(frozen=True, kw_only=True)
class ReturnRejected(Event):
    """Nothing of a return is accepted."""

    name: ClassVar[str] = "return.rejected"
    reason: str


@dataclass(frozen=True, kw_only=True)
class OrderPromised(Event):
    """The order has a new promise date."""

    name: ClassVar[str] = "order.promised"
    promised_on: str | None
    cause: str = ""
    cause_number: str = ""


@dataclass(frozen=True, kw_only=True)
class PromiseSlipped(Event):
    """Promises of the order no longer hold; `slips` tells per line the old and the new day and why."""

    name: ClassVar[str] = "promise.slipped"
    slips: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class PromiseHeld(Event):
    """Promises that had slipped hold again."""

    name: ClassVar[str] = "promise.held"
    lines: list[int]


@dataclass(frozen=True, kw_only=True)
class PromiseRemedied(Event):
    """Something was done about promises that had slipped."""

    name: ClassVar[str] = "promise.remedied"
    remedy: str
    line: int
    facts_of_remedy: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class RushAccepted(Event):
    """Somebody who may agreed that the rush order goes before others, having seen what it does."""

    name: ClassVar[str] = "order.rush_accepted"
    sheet: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class RushConfirmed(Event):
    """A rush order is a commitment: stock that later orders hold may be taken for it."""

    name: ClassVar[str] = "order.rush_confirmed"


@dataclass(frozen=True, kw_only=True)
class ImportApplied(Event):
    """A file of master data or opening stock was taken over."""

    name: ClassVar[str] = "import.applied"
    subject: str
    created: int
    updated: int
    refused: int


@dataclass(frozen=True, kw_only=True)
class OrderTakesHolds(Event):
    """The order takes over what was held for it, now or when it is confirmed."""

    name: ClassVar[str] = "order.takes_holds"
    holds: list[str]


@dataclass(frozen=True, kw_only=True)
class QuotationCreated(Event):
    """An offer is being written."""

    name: ClassVar[str] = "quotation.created"
    customer: str
    total: Decimal
    lines: int
    copied_from: str = ""


@dataclass(frozen=True, kw_only=True)
class QuotationAmended(Event):
    """An offer's draft was changed."""

    name: ClassVar[str] = "quotation.amended"
    total: Decimal
    lines: list[dict[str, Any]]


@dataclass(frozen=True, kw_only=True)
class QuotationSubmitted(Event):
    """Sales asks whether the offer may go out: its approval begins."""

    name: ClassVar[str] = "quotation.submitted"
    total: Decimal
    revision: int


@dataclass(frozen=True, kw_only=True)
class QuotationApproved(Event):
    """The offer may go out; goods are kept back for it where that is wanted."""

    name: ClassVar[str] = "quotation.approved"
    valid_until: str


@dataclass(frozen=True, kw_only=True)
class QuotationEndorsed(Event):
    """A person has approved an offer that had approved itself."""

    name: ClassVar[str] = "quotation.endorsed"


@dataclass(frozen=True, kw_only=True)
class QuotationRejected(Event):
    """The offer may not go out like this."""

    name: ClassVar[str] = "quotation.rejected"
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuotationRevised(Event):
    """A new revision is being written; the one before is void."""

    name: ClassVar[str] = "quotation.revised"
    revision: int


@dataclass(frozen=True, kw_only=True)
class QuotationSent(Event):
    """The offer is with the customer: by mail, or as somebody says."""

    name: ClassVar[str] = "quotation.sent"
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class QuotationMailAsked(Event):
    """Somebody wants the offer e-mailed to the customer."""

    name: ClassVar[str] = "quotation.mail_asked"
    mail_id: int
    address: str


@dataclass(frozen=True, kw_only=True)
class QuotationStockHeld(Event):
    """Goods are kept back for the offer until its day."""

    name: ClassVar[str] = "quotation.stock_held"
    line: int
    product: str
    quantity: Decimal
    wanted: Decimal
    hold: str


@dataclass(frozen=True, kw_only=True)
class QuotationConverted(Event):
    """The customer takes the offer: its order is written, at its prices."""

    name: ClassVar[str] = "quotation.converted"
    order: str


@dataclass(frozen=True, kw_only=True)
class QuotationLost(Event):
    """The customer does not take the offer."""

    name: ClassVar[str] = "quotation.lost"
    reason: str


@dataclass(frozen=True, kw_only=True)
class QuotationExpired(Event):
    """The offer's day is over, or it was taken back before."""

    name: ClassVar[str] = "quotation.expired"
    was_due: bool


@dataclass(frozen=True, kw_only=True)
class QuotationAccepted(Event):
    """The customer has taken the offer through the link; `terms` is the version of the terms of sale."""

    name: ClassVar[str] = "quotation.accepted"
    who: str
    revision: int
    terms: int | None


@dataclass(frozen=True, kw_only=True)
class QuotationDeclined(Event):
    """The customer has declined the offer through the link."""

    name: ClassVar[str] = "quotation.declined"
    who: str
    reason: str
    revision: int


@dataclass(frozen=True, kw_only=True)
class QuotationNotTaken(Event):
    """The customer wanted the offer, but its order could not be written: somebody has to call back."""

    name: ClassVar[str] = "quotation.not_taken"
    who: str
    problem: str


@dataclass(frozen=True, kw_only=True)
class SalesTermsPublished(Event):
    """A new version of the terms of sale is what customers accept from now on."""

    name: ClassVar[str] = "sales_terms.published"
    version: int
