"""Replays an order's past events, so that each move of its computed states is told where it happened."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from orders.calc.states import FulfillmentFacts, billing_state, fulfillment_state
from orders.services.history.facts import ZERO


@dataclass(slots=True)
class StateTrail:
    """Where an order's goods and money stand while its events are replayed.

    `wanted` is what was ordered, `reserved` what it was given at confirmation, `last_bill` what all its
    invoices come to. `fulfillment` and `billing` are where it has to end.
    """

    wanted: Decimal
    reserved: Decimal
    total: Decimal
    last_bill: Decimal
    is_all_billed: bool
    fulfillment: str
    billing: str
    quantities: dict[int, Decimal] = field(default_factory=dict)  # by shipment
    amounts: dict[int, Decimal] = field(default_factory=dict)  # by invoice
    at_fulfillment: str = "unallocated"
    at_billing: str = "unbilled"
    shipped: Decimal = ZERO
    picking: int = 0
    packed: int = 0
    on_the_road: int = 0
    billed: Decimal = ZERO
    paid: Decimal = ZERO
    is_confirmed: bool = False

    def follow(self, name: str, document_id: int, facts: dict[str, object]) -> list[tuple[str, str, str]]:
        """Take one event; gives the moves it causes as (machine, from, to)."""
        if name.startswith("shipment.") or name == "order.allocated":
            return self._follow_goods(name, document_id)
        if name.startswith("invoice."):
            return self._follow_money(name, document_id, facts)
        return []

    def _follow_goods(self, name: str, shipment_id: int) -> list[tuple[str, str, str]]:
        if name == "order.allocated":
            self.is_confirmed = True
        elif name == "shipment.released":
            self.picking += 1
        elif name == "shipment.packed":
            self.picking, self.packed = self.picking - 1, self.packed + 1
        elif name == "shipment.shipped":
            self.packed, self.on_the_road = self.packed - 1, self.on_the_road + 1
            self.shipped += self.quantities[shipment_id]
            self.reserved = max(self.reserved - self.quantities[shipment_id], ZERO)
        elif name == "shipment.delivered":
            self.on_the_road -= 1
        state = fulfillment_state(
            FulfillmentFacts(
                wanted=self.wanted,
                reserved=self.reserved if self.is_confirmed else ZERO,
                shipped=self.shipped,
                shipments_picking=self.picking,
                shipments_packed=self.packed,
                shipments_shipped=self.on_the_road,
            )
        )
        return self._move_goods(state)

    def _move_goods(self, state: str) -> list[tuple[str, str, str]]:
        before, self.at_fulfillment = self.at_fulfillment, state
        return [("fulfillment_state", before, state)] if state != before else []

    def _follow_money(
        self, name: str, invoice_id: int, facts: dict[str, object]
    ) -> list[tuple[str, str, str]]:
        if name == "invoice.issued":
            self.billed += self.amounts[invoice_id]
        else:
            self.paid += Decimal(str(facts["amount"]))
        is_all = self.is_all_billed and self.billed >= self.last_bill
        state = billing_state(total=self.total, billed=self.billed, paid=self.paid, is_all_billed=is_all)
        return self._move_money(state)

    def _move_money(self, state: str) -> list[tuple[str, str, str]]:
        before, self.at_billing = self.at_billing, state
        return [("billing_state", before, state)] if state != before else []

    def end(self) -> list[tuple[str, str, str]]:
        """What is left to move, because a cancelled rest finished the order."""
        return [*self._move_goods(self.fulfillment), *self._move_money(self.billing)]
