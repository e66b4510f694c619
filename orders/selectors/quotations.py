"""Quotations as readers see them: those for the customers in their scope."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Prefetch, Q, QuerySet

from erp.core.actor import Actor
from erp.core.commands import declare_permission
from erp.core.documents import document
from erp.core.search import search_filter
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from inventory.models import Hold, Item
from orders.models import Quotation, QuotationHold, QuotationLine

VIEW_QUOTATION = declare_permission("orders.view_quotation", "See quotations")
MOST_CUSTOMERS = 200
OPEN = (Quotation.State.SUBMITTED, Quotation.State.APPROVED)
SOON = timedelta(days=5)


@document("quotation", prefix="quo", key="number", permission=VIEW_QUOTATION)
def visible_quotations(actor: Actor) -> QuerySet[Quotation]:
    """The quotations for the customers in an actor's scope; none without the right."""
    if not actor.has(VIEW_QUOTATION):
        return Quotation.objects.none()
    return Quotation.objects.filter(customer_scope_q(actor)).select_related("customer")


def quotations_in_list(rows: QuerySet[Quotation]) -> QuerySet[Quotation]:
    """Quotations with what a list shows of them, in one query."""
    return rows.select_related("customer", "salesperson", "order", "currency")


def quotations_in_full(rows: QuerySet[Quotation]) -> QuerySet[Quotation]:
    """Quotations with all that their pages and papers show, in three queries whatever the number of lines."""
    held = Prefetch("holds", QuotationHold.objects.select_related("hold__item__unit"))
    lines = QuotationLine.objects.select_related("item__unit", "unit").prefetch_related(held)
    return (
        quotations_in_list(rows)
        .select_related("warehouse", "carrier", "copied_from", "customer__terms", "answer__terms")
        .prefetch_related(Prefetch("lines", lines))
    )


def searched_quotations(rows: QuerySet[Quotation], text: str) -> QuerySet[Quotation]:
    """Quotations found by number, the customer's code or name, or the customer's inquiry."""
    wanted = text.strip().replace("\x00", "")[:100]
    if not wanted:
        return rows
    customers = Customer.objects.filter(search_filter(wanted)).values_list("pk", flat=True)
    return rows.filter(
        Q(number__startswith=wanted.upper())
        | Q(customer_reference__iexact=wanted)
        | Q(customer_id__in=list(customers[:MOST_CUSTOMERS]))
    )


@dataclass(frozen=True)
class Kept:
    """What is kept back for a line: "full", "part", "none"; "not_needed" of a service, which has no goods.

    Units: `quantity` in the base unit of the line's product; of a kit how many are complete.
    """

    state: str
    quantity: Decimal
    holds: list[Hold]


def kept_back(line: QuotationLine, states: Collection[str] = (Hold.State.OPEN,)) -> Kept:
    """What the holds of a line in these states keep back; a kit lacks what one of its components lacks."""
    if line.item.kind == Item.Kind.SERVICE:
        return Kept("not_needed", Decimal(0), [])
    rows = list(line.holds.all())
    holds = [row.hold for row in rows if row.hold.state in states]
    if not holds or len(holds) < len(rows):
        return Kept("none", Decimal(0), holds)
    quantity = min(row.serves for row in rows)
    return Kept("full" if quantity >= line.base_quantity else "part", quantity, holds)


def to_follow(rows: QuerySet[Quotation], today: date) -> QuerySet[Quotation]:
    """Approved offers that the customer should be asked about, those that end first in front."""
    return rows.filter(state=Quotation.State.APPROVED, valid_until__gte=today).order_by("valid_until", "pk")


def margin_of(row: Quotation) -> Decimal:
    """What an offer would leave, in its own currency."""
    return row.subtotal - (row.cost / row.rate if row.rate else row.cost)
