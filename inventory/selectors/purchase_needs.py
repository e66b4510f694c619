"""Whom a purchase order is for: the demands pegged to what it brings, and those it endangers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from erp.core.actor import Actor
from erp.identity.selectors.scopes import customer_scope_q
from erp.masterdata.models import Customer
from inventory.models import Peg, PurchaseOrder

MOST = 300


@dataclass(frozen=True)
class Served:
    """A document that waits for part of a purchase order."""

    kind: str
    number: str
    customer: str
    sku: str
    unit: str
    quantity: Decimal
    promised_on: date | None
    due_on: date
    is_endangered: bool

    @property
    def days_late(self) -> int:
        """By how many days its promise can't be kept."""
        if self.promised_on is None:
            return 0
        return max((self.due_on - self.promised_on).days, 0)


def served_by(purchase_order_ids: Collection[int], actor: Actor, *, today: date) -> dict[int, list[Served]]:
    """Who waits for these purchase orders, by order, the endangered first; one query.

    A promise is endangered when what it leans on is due after it, or is overdue now. Documents of
    customers that the reader may not see are told without their names.
    """
    rows = (
        Peg.objects.filter(
            supply__document_kind="purchase_order",
            supply__document_id__in=list(purchase_order_ids),
            supply__is_open=True,
        )
        .select_related("demand__customer", "supply", "demand__item__unit")
        .order_by("demand__promised_on", "demand_id")[: MOST * max(len(purchase_order_ids), 1)]
    )
    seen = _visible_customers(actor, rows)
    found: dict[int, list[Served]] = {}
    for peg in rows:
        demand, supply = peg.demand, peg.supply
        is_hidden = demand.customer_id is not None and demand.customer_id not in seen
        due = max(supply.due_on, today + timedelta(days=1)) if supply.due_on < today else supply.due_on
        served = Served(
            kind="" if is_hidden else demand.document_kind,
            number="…" if is_hidden else demand.document_number,
            customer="" if is_hidden or demand.customer is None else demand.customer.name,
            sku=demand.item.sku,
            unit=demand.item.unit.code,
            quantity=peg.quantity,
            promised_on=demand.promised_on,
            due_on=due,
            is_endangered=demand.promised_on is not None and due > demand.promised_on,
        )
        found.setdefault(supply.document_id, []).append(served)
    for served_list in found.values():
        served_list.sort(key=lambda one: (not one.is_endangered, one.promised_on or date.max))
    return found


def _visible_customers(actor: Actor, pegs: Collection[Peg]) -> set[int]:
    ids = {peg.demand.customer_id for peg in pegs if peg.demand.customer_id is not None}
    if not ids:
        return set()
    rows = Customer.objects.filter(customer_scope_q(actor, ""), pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def unconfirmed_orders(rows: QuerySet[PurchaseOrder], *, today: date, days: int) -> QuerySet[PurchaseOrder]:
    """Orders that were sent so many days ago, or before, and that the supplier has not answered."""
    return rows.filter(state="sent", confirmation="none", ordered_on__lte=today - timedelta(days=days))
