"""What comes back to the demo company and what its counters find: returns and stock counts in all states."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from erp.core.actor import Actor
from erp.core.commands import at_door
from erp.core.errors import DomainError
from erp.identity.selectors.actors import actor_for
from inventory.models import Balance, CountSettings, Lot, StockCount
from inventory.selectors.counts import shelf_quantities
from inventory.services.count_proposals import propose_counts
from inventory.services.counting import CountAnswer, record_counts
from inventory.services.counts import CountScope, approve_count, create_count, finish_count, open_count
from inventory.services.dispatch import deliver_shipment, ship_shipment
from inventory.services.packing import pack_shipment
from inventory.services.picking import pick_shipment
from inventory.services.releases import ShippingTerms, release_shipments
from orders.models import Order, OrderLine, ReturnReason, ReturnRequest
from orders.services.demo.dice import dice_for
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from orders.services.return_goods import Verdict, inspect_return, receive_return
from orders.services.return_settlement import settle_return
from orders.services.returns import ReturnInput, ReturnLineInput, approve_return, create_return, reject_return

# reason, share of the line that comes back, disposition, made good by, how far it is, days ago
STORIES = (
    ("defective", 0.1, "to_supplier", "credit_note", "settled", 74),
    ("damaged", 0.2, "scrap", "replacement", "settled", 66),
    ("wrong_item", 1.0, "restock", "replacement", "settled", 57),
    ("mistake", 0.5, "restock", "credit_note", "settled", 49),
    ("too_much", 0.1, "restock", "credit_note", "settled", 41),
    ("defective", 0.2, "to_supplier", "refund", "settled", 33),
    ("not_as_expected", 0.3, "restock", "credit_note", "settled", 27),
    ("damaged", 0.1, "scrap", "credit_note", "settled", 19),
    ("defective", 0.2, "to_supplier", "", "inspected", 9),
    ("late", 0.5, "restock", "", "received", 6),
    ("defective", 0.1, "to_supplier", "", "received", 4),
    ("mistake", 0.3, "restock", "", "approved", 3),
    ("not_as_expected", 0.2, "restock", "", "requested", 1),
    ("mistake", 1.0, "restock", "", "rejected", 12),
)
PLACES = 14
TRIES = 4


class Aftermath:
    """Plays returns and counts through the commands that people use."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up who acts."""
        self.plan, self.written = plan, written
        self.dice: random.Random = dice_for(plan.seed, "aftermath")
        people = written.people
        self.clerk: Actor = actor_for(people["warehouse_operator"])
        self.keeper: Actor = actor_for(people["warehouse_manager"])
        self.money: Actor = actor_for(people["finance"])

    def play(self) -> dict[str, int]:
        """Play all; gives how many returns and counts there are."""
        for story in STORIES:
            self._return(story)
        self._counts()
        return {"returns": ReturnRequest.objects.count(), "stock counts": StockCount.objects.count()}

    # --- returns ----------------------------------------------------------------------------------
    def _return(self, story: tuple[str, float, str, str, str, int]) -> None:
        reason, share, _disposition, resolution, _state, days = story
        at = self.plan.now - timedelta(days=days, hours=self.dice.uniform(1, 6))
        for _try in range(TRIES):
            line = self._line(at, resolution)
            if line is None:
                return
            quantity = max(Decimal(1), (line.quantity * Decimal(str(share))).quantize(Decimal(1)))
            asked = ReturnInput(
                line.order_id,
                ReturnReason.objects.get(code=reason),
                [ReturnLineInput(line.pk, min(quantity, line.quantity))],
            )
            try:
                at_door(partial(self._play, asked, self.keeper_of(line.order), story, at))
            except DomainError:
                continue  # that order can't tell this story; another may
            return

    def keeper_of(self, order: Order) -> Actor:
        """Who speaks with the customer."""
        user = order.salesperson
        return actor_for(user) if user is not None else self.keeper

    def _line(self, at: datetime, resolution: str) -> OrderLine | None:
        """A line that left some days before, of an order without a return."""
        rows = OrderLine.objects.select_related("order__salesperson", "item", "demand").filter(
            order__shipped_at__gte=at - timedelta(days=25),
            order__shipped_at__lte=at - timedelta(days=2),
            order__returns__isnull=True,
            order__billing_state__in=["paid"]
            if resolution == "refund"
            else ["billed", "partially_paid", "paid"],
            item__kind="stocked",
            item__tracking="none",
            demand__shipped__gt=0,
            net__lte=8000,
        )
        found = list(rows.order_by("pk")[:60])
        return self.dice.choice(found) if found else None

    def _play(
        self, asked: ReturnInput, by: Actor, story: tuple[str, float, str, str, str, int], at: datetime
    ) -> None:
        _reason, _share, disposition, resolution, state, _days = story
        row = create_return(request=asked, actor=by, at=at)
        if state == "requested":
            return
        if state == "rejected":
            reject_return(
                return_id=row.pk, reason="> 30 days", actor=self.keeper, at=at + timedelta(hours=20)
            )
            return
        approve_return(return_id=row.pk, actor=self.keeper, at=at + timedelta(hours=3))
        if state == "approved":
            return
        receive_return(return_id=row.pk, actor=self.clerk, at=at + timedelta(days=2))
        if state == "received":
            return
        verdicts = {line.line_no: Verdict(line.quantity, disposition=disposition) for line in row.lines.all()}
        inspect_return(
            return_id=row.pk, verdicts=verdicts, actor=self.clerk, at=at + timedelta(days=2, hours=4)
        )
        if state == "settled":
            when = at + timedelta(days=3)
            settled = settle_return(return_id=row.pk, resolution=resolution, actor=self.money, at=when)
            if settled.replacement is not None:
                self._send(settled.replacement, when)

    def _send(self, order: Order, at: datetime) -> None:
        """A replacement leaves and is collected within the hour, as far as it is there."""
        carrier = self.written.carriers["PICKUP"]
        terms = ShippingTerms(ship_to=order.ship_to, carrier_id=carrier.pk)
        released, picked, packed, shipped, came = (at + timedelta(minutes=n) for n in (4, 12, 19, 27, 46))
        [shipment] = release_shipments(document=order.ref, actor=self.keeper, terms=terms, at=released)
        pick_shipment(shipment_id=shipment.pk, actor=self.clerk, at=picked)
        pack_shipment(shipment_id=shipment.pk, actor=self.clerk, at=packed)
        ship_shipment(shipment_id=shipment.pk, actor=self.keeper, carrier=carrier.name, at=shipped)
        name = order.customer.name
        deliver_shipment(shipment_id=shipment.pk, actor=self.clerk, delivered_to=name, at=came)

    # --- counts -----------------------------------------------------------------------------------
    def _counts(self) -> None:
        CountSettings.objects.get_or_create(defaults={"approval_value": 20})
        for days, misses in ((58, 1), (37, 2), (16, 1)):
            self._count(self.plan.now - timedelta(days=days), misses, is_posted=True)
        self._count(self.plan.now - timedelta(days=2), 2, is_posted=False)
        self._open(self.plan.now - timedelta(hours=5))
        propose_counts(actor=self.keeper, at=self.plan.now)

    def _made(self, at: datetime) -> StockCount | None:
        """A count of some products with plenty of free stock, handed out."""
        known = Balance.objects.filter(
            warehouse=self.written.main,
            on_hand__gt=10,
            reserved=0,
            location__is_usable=True,
            lot__isnull=True,
        )
        rows = list(known.exclude(item__in=Lot.objects.values("item")).order_by("location_id", "pk"))
        shelf = shelf_quantities(
            [((row.item_id, row.location_id, row.lot_id), at + timedelta(hours=2)) for row in rows]
        )
        good = [row for row, there in zip(rows, shelf, strict=True) if there > 10]
        if len(good) < PLACES:
            return None
        start = self.dice.randrange(len(good) - PLACES + 1)
        chosen = good[start : start + PLACES]
        scope = CountScope(
            warehouse=self.written.main,
            location_ids=[row.location_id for row in chosen],
            item_ids=[row.item_id for row in chosen],
        )
        try:
            count = create_count(
                scope=scope, due_on=at.astimezone(self.plan.zone).date(), actor=self.keeper, at=at
            )
        except DomainError:
            return None
        StockCount.objects.filter(pk=count.pk).update(created_at=at)
        return open_count(count_id=count.pk, actor=self.keeper, at=at + timedelta(minutes=5))

    def _count(self, at: datetime, misses: int, *, is_posted: bool) -> None:
        count = self._made(at)
        if count is None:
            return
        when = at + timedelta(hours=2)
        self._answer(count, when, misses, self.clerk)
        row = finish_count(count_id=count.pk, actor=self.clerk, at=when + timedelta(minutes=10))
        if row.state == StockCount.State.RECOUNT:
            self._again(count, when + timedelta(hours=1))
            row = finish_count(count_id=count.pk, actor=self.keeper, at=when + timedelta(hours=2))
        if is_posted and row.state == StockCount.State.COUNTED:
            approve_count(count_id=count.pk, actor=self.keeper, at=when + timedelta(hours=3))

    def _answer(self, count: StockCount, when: datetime, misses: int, by: Actor) -> None:
        lines = list(count.lines.select_related("item").order_by("pk"))
        shelf = shelf_quantities([(line.place, when) for line in lines])
        dear = sorted(lines, key=lambda line: line.item.standard_cost)
        wrong = {line.pk for line in (dear[:misses] if misses < 2 else dear[-misses:])}
        answers = [
            CountAnswer(quantity=max(there - 1 if line.pk in wrong else there, Decimal(0)), line_id=line.pk)
            for line, there in zip(lines, shelf, strict=True)
        ]
        record_counts(count_id=count.pk, answers=answers, actor=by, at=when)

    def _again(self, count: StockCount, when: datetime) -> None:
        answers = [
            CountAnswer(quantity=line.counted or Decimal(0), line_id=line.pk)
            for line in count.lines.filter(needs_recount=True)
        ]
        record_counts(count_id=count.pk, answers=answers, actor=self.keeper, at=when)

    def _open(self, at: datetime) -> None:
        """A count that is half done."""
        count = self._made(at)
        if count is None:
            return
        lines = list(count.lines.order_by("pk"))[: PLACES // 2]
        when = at + timedelta(hours=1)
        shelf = shelf_quantities([(line.place, when) for line in lines])
        answers = [
            CountAnswer(quantity=max(there, Decimal(0)), line_id=line.pk)
            for line, there in zip(lines, shelf, strict=True)
        ]
        record_counts(count_id=count.pk, answers=answers, actor=self.clerk, at=when)
