"""Open work of the demo company's stockroom: transfers, manifests, holds, requisitions, old lots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, Sum

from erp.core.commands import at_door
from erp.core.errors import DomainError
from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import Customer
from inventory.models import Balance, Hold, Item, Manifest, PurchaseRequisition, Shipment, TransferOrder
from inventory.services.conversion import convert_requisitions
from inventory.services.exemptions import freeze_exemption, grant_exemption
from inventory.services.holds import HoldInput, hold_stock, release_hold
from inventory.services.manifests import close_manifest
from inventory.services.requisitions import (
    approve_requisition,
    create_requisition,
    reject_requisition,
    submit_requisition,
)
from inventory.services.stock import receive_stock
from inventory.services.transfer_orders import (
    TransferInput,
    TransferLineInput,
    cancel_transfer_order,
    create_transfer_order,
    release_transfer_order,
)
from inventory.services.transfer_way import TransferArrival, receive_transfer_order, send_transfer_order
from orders.services.demo import phrases
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written

# how far it comes, how many lines, days ago
TRANSFERS = (
    ("received", 3, 16),
    ("different", 3, 11),
    ("cancelled", 1, 8),
    ("part", 3, 6),
    ("in_transit", 2, 5),  # overdue: it takes four days
    ("in_transit", 3, 1),
    ("released", 2, 1),
    ("short", 2, 1),
    ("draft", 3, 0),
)
# how far it comes, days ago, pieces
REQUISITIONS = (
    ("ordered", 7, 40),
    ("approved", 3, 200),
    ("submitted", 2, 150),
    ("submitted", 1, 60),
    ("rejected", 5, 500),
    ("draft", 0, 25),
)


class Errands:
    """Plays the stockroom's open work through the commands that people use."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up who acts, and what lies free in the main warehouse."""
        self.plan, self.written = plan, written
        actor = {name: actor_for(user) for name, user in written.people.items()}
        self.keeper, self.clerk = actor["warehouse_manager"], actor["warehouse_operator"]
        self.sales, self.planner = actor["sales"], actor["production_manager"]
        self.boss, self.buyer = actor["executive"], actor["buyer"]
        self.free = self._free()

    def _free(self) -> list[Item]:
        """Sold products of which much is free, the most first."""
        sold = [item.sku for item in self.plan.catalog.sold() if item.sku not in self.plan.supply.short]
        rows = Balance.objects.filter(
            warehouse=self.written.main,
            location__is_usable=True,
            item__sku__in=sold,
            item__tracking=Item.Tracking.NONE,
        )
        found = rows.values("item__sku").annotate(free=Sum(F("on_hand") - F("reserved"))).filter(free__gte=20)
        return [self.written.items[row["item__sku"]] for row in found.order_by("-free", "item__sku")[:24]]

    def play(self) -> dict[str, int]:
        """Play all; gives how many documents there are."""
        if len(self.free) >= 8:
            for number, story in enumerate(TRANSFERS):
                self._try(partial(self._transfer, number, *story))
            self._holds()
        for number, need in enumerate(REQUISITIONS):
            self._try(partial(self._requisition, number, *need))
        self._manifests()
        self._exemptions()
        self._lots()
        kinds = (TransferOrder, Hold, PurchaseRequisition, Manifest)
        return {str(kind._meta.verbose_name_plural): kind.objects.count() for kind in kinds}

    @staticmethod
    def _try(work: Callable[[], Any]) -> None:
        """A story that this company can't tell is left out; the others are told."""
        try:
            at_door(work)
        except DomainError:
            return

    def _ago(self, days: float) -> datetime:
        return self.plan.now - timedelta(days=days)

    # --- transfers --------------------------------------------------------------------------------
    def _transfer(self, number: int, fate: str, lines: int, days: int) -> None:
        items = [self.free[(number * 2 + place) % len(self.free)] for place in range(lines)]
        at = self._ago(days + 0.02)
        amount = Decimal(60 if fate == "short" else 4)
        told = TransferInput(
            self.written.main,
            self.written.depot,
            [
                TransferLineInput(item, amount if place == 0 else Decimal(2 + place))
                for place, item in enumerate(items)
            ],
            transit_days=4,
            note=say(phrases.TRANSFER, self.plan.language),
        )
        order = create_transfer_order(transfer=told, actor=self.keeper, at=at)
        if fate == "draft":
            return
        if fate == "cancelled":
            reason = say(phrases.NOT_NEEDED, self.plan.language)
            cancel_transfer_order(order_id=order.pk, reason=reason, actor=self.keeper, at=at)
            return
        release_transfer_order(order_id=order.pk, actor=self.keeper, at=at + timedelta(minutes=4))
        if fate in {"released", "short"}:
            return
        send_transfer_order(order_id=order.pk, actor=self.clerk, at=at + timedelta(minutes=20))
        if fate == "in_transit":
            return
        broken = say(phrases.DAMAGED, self.plan.language)
        came = {
            "received": None,
            "different": [
                TransferArrival(1, Decimal(3), broken),
                *(TransferArrival(place + 1, Decimal(2 + place)) for place in range(1, lines)),
            ],
            "part": [TransferArrival(1, Decimal(4))],
        }
        receive_transfer_order(
            order_id=order.pk, lines=came[fate], actor=self.clerk, at=at + timedelta(days=4)
        )

    # --- holds ------------------------------------------------------------------------------------
    def _holds(self) -> None:
        """Three that stand, one of them ending today, and one given back."""
        customers = list(Customer.objects.filter(is_active=True).order_by("pk")[:4])
        for place, (days, hours) in enumerate(((2, 72), (1, 24), (0, 6), (3, 96))):
            at = self._ago(days + 0.05)
            hold = HoldInput(
                item=self.free[-1 - place],
                warehouse=self.written.main,
                quantity=Decimal(3),
                expires_at=self.plan.now + timedelta(hours=hours),
                customer=customers[place % len(customers)],
                reference=f"Q-{2041 + place}",
            )
            self._try(partial(self._hold, hold, at, is_kept=place < 3))

    def _hold(self, hold: HoldInput, at: datetime, *, is_kept: bool) -> None:
        row = hold_stock(hold=hold, actor=self.sales, at=at)
        if not is_kept:
            reason = say(phrases.NOT_NEEDED, self.plan.language)
            release_hold(hold_id=row.pk, reason=reason, actor=self.sales, at=at + timedelta(hours=20))

    # --- requisitions -----------------------------------------------------------------------------
    def _requisition(self, number: int, fate: str, days: int, pieces: int) -> None:
        bought = [item for item in self.plan.catalog.items.values() if not item.is_made]
        at = self._ago(days + 0.03)
        row = create_requisition(
            item=self.written.items[bought[(number * 7) % len(bought)].sku],
            warehouse=self.written.main,
            quantity=Decimal(pieces),
            needed_on=self.plan.today + timedelta(days=14),
            reason=say(phrases.NEEDED, self.plan.language),
            actor=self.planner,
            at=at,
        )
        if fate == "draft":
            return
        row = submit_requisition(requisition_id=row.pk, actor=self.planner, at=at + timedelta(minutes=5))
        if fate == "submitted":
            return
        later = at + timedelta(minutes=30)
        if fate == "rejected":
            reason = say(phrases.NOT_NEEDED, self.plan.language)
            reject_requisition(requisition_id=row.pk, reason=reason, actor=self.boss, at=later)
            return
        if row.state == PurchaseRequisition.State.SUBMITTED:
            approve_requisition(requisition_id=row.pk, actor=self.boss, at=later)
        if fate == "ordered":
            convert_requisitions(requisition_ids=[row.pk], actor=self.buyer, at=later + timedelta(minutes=9))

    # --- dispatch ---------------------------------------------------------------------------------
    def _manifests(self) -> None:
        """Every carrier signed for what it took on the days before; today's is still open."""
        left: dict[tuple[date, str], datetime] = defaultdict(lambda: self._ago(99))
        zone = ZoneInfo(self.plan.words.time_zone)
        rows = Shipment.objects.filter(
            warehouse=self.written.main, shipped_at__gte=self._ago(4), carrier_name__gt=""
        )
        for at, carrier in rows.values_list("shipped_at", "carrier_name"):
            assert at is not None  # noqa: S101 -- asked for above
            day = at.astimezone(zone).date()
            if day < self.plan.today:
                left[day, carrier] = max(left[day, carrier], at)
        for place, ((_day, carrier), at) in enumerate(sorted(left.items())):
            close = partial(
                close_manifest,
                warehouse=self.written.main,
                carrier=carrier,
                actor=self.clerk,
                driver=say(phrases.DRIVERS[place % len(phrases.DRIVERS)], self.plan.language),
                at=at,
            )
            self._try(close)

    # --- trust and time ---------------------------------------------------------------------------
    def _exemptions(self) -> None:
        """One item goes past inspection, another's exemption was frozen by hand."""
        bought = [
            item for item in self.plan.catalog.items.values() if not item.is_made and not item.is_lot_tracked
        ]
        for place, item in enumerate(bought[3:5]):
            row = grant_exemption(
                supplier_id=self.written.suppliers[self.plan.supplier_of[item.sku].code],
                item_id=self.written.items[item.sku].pk,
                evidence=say(phrases.TRUSTED, self.plan.language),
                actor=self.buyer,
                at=self._ago(60),
            )
            if place == 1:
                reason = say(phrases.DAMAGED, self.plan.language)
                freeze_exemption(exemption_id=row.pk, reason=reason, actor=self.buyer, at=self._ago(5))

    def _lots(self) -> None:
        """Three lots that came long ago and end within days."""
        kept = [
            item for item in self.plan.catalog.items.values() if item.is_lot_tracked and item.shelf_life_days
        ]
        for item, days in zip(kept, (3, 9, 21), strict=False):
            day = self.plan.today - timedelta(days=(item.shelf_life_days or 0) - days)
            receive_stock(
                item=self.written.items[item.sku],
                warehouse=self.written.main,
                quantity=Decimal(12),
                reason=say(phrases.FOUND, self.plan.language),
                lot=f"{day:%y%m%d}-R",
                expires_on=self.plan.today + timedelta(days=days),
                actor=self.clerk,
                at=self._ago(2),
            )
