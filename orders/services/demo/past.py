"""Turns the orders of the past into history: when they were confirmed, shipped, billed and paid."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from orders.services.demo import phrases
from orders.services.demo.dice import dice_for
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.road import amount_of, is_routine
from orders.services.demo.stream import DemoOrder
from orders.services.demo.written import Written
from orders.services.history import HistoricLine, HistoricOrder, HistoricPayment, HistoricShipment

LATE_SHARE = 0.05  # left too late
HELD_UP_SHARE = 0.04  # left in time and came late
ON_THE_WAY = 4  # working days that a promise leaves for the way, the slowest carrier's and one in hand
SPLIT_SHARE = 0.07
MINUTE = timedelta(minutes=1)


class Past:
    """Tells every past order as far as it has come by now."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up what orders point to."""
        self.plan = plan
        self.written = written
        self.dice: random.Random = dice_for(plan.seed, "past")
        rates = {code: Decimal(rate) for code, _name, rate in plan.words.tax_codes}
        self.tax = rates[plan.words.tax_codes[0][0]]

    def orders(self) -> Iterator[HistoricOrder]:
        """The past orders, oldest first."""
        for order in self.plan.past:
            yield self._tell(order)

    def _tell(self, order: DemoOrder) -> HistoricOrder:
        submitted = order.at + MINUTE * self.dice.uniform(2, 25)
        if order.fate:
            return self._end_early(order, submitted)
        confirmed = self._confirmed(order, submitted)
        shipments = self._shipments(order, confirmed)
        done = (
            bool(shipments)
            and shipments[-1].quantities is None
            and all(s.delivered_at and s.payments and s.payments[-1].amount is None for s in shipments)
        )
        ended = max(
            (
                moment
                for s in shipments
                for moment in [s.delivered_at, *(p.received_at for p in s.payments)]
                if moment
            ),
            default=None,
        )
        return self._order(
            order,
            submitted,
            state="closed" if done else "confirmed",
            confirmed_at=confirmed,
            ended_at=ended + MINUTE if done and ended else None,
            shipments=shipments,
            promised=self._promise(order, confirmed),
        )

    def _end_early(self, order: DemoOrder, submitted: datetime) -> HistoricOrder:
        """A cancelled or rejected one."""
        reasons = phrases.CANCEL_REASONS if order.fate == "cancelled" else phrases.REJECT_REASONS
        ended = min(submitted + timedelta(hours=self.dice.uniform(0.4, 20)), self.plan.now - MINUTE)
        reason = say(self.dice.choice(reasons), self.plan.language)
        return self._order(order, min(submitted, ended), state=order.fate, ended_at=ended, reason=reason)

    def _order(
        self,
        order: DemoOrder,
        submitted: datetime,
        *,
        state: str,
        confirmed_at: datetime | None = None,
        ended_at: datetime | None = None,
        shipments: tuple[HistoricShipment, ...] = (),
        promised: date | None = None,
        reason: str = "",
    ) -> HistoricOrder:
        customer = order.customer
        note = say(self.dice.choice(phrases.NOTES), self.plan.language) if self.dice.random() < 0.08 else ""
        return HistoricOrder(
            customer_id=self.written.customers[customer.code],
            lines=self._lines(order),
            created_at=order.at,
            state=state,
            submitted_at=submitted,
            confirmed_at=confirmed_at,
            ended_at=ended_at,
            reason=reason,
            priority=order.priority,
            channel=customer.channel,
            external_id=order.external_id,
            customer_po=order.customer_po,
            requested_on=order.requested_on,
            promised_on=promised,
            is_ship_complete=customer.is_ship_complete,
            salesperson_id=self.written.customer_sales[customer.code],
            note=note,
            shipments=shipments,
        )

    def _lines(self, order: DemoOrder) -> tuple[HistoricLine, ...]:
        exempt = self.plan.language == "en" and order.customer.kind in {"wholesale", "retail"}
        tax = Decimal(0) if exempt else self.tax
        return tuple(
            HistoricLine(
                item_id=self.written.items[line.item.sku].pk,
                quantity=line.quantity,
                unit_price=line.unit_price,
                discount_rate=order.discount,
                tax_rate=tax,
            )
            for line in order.lines
        )

    def _confirmed(self, order: DemoOrder, submitted: datetime) -> datetime:
        """Routine orders at once, others when finance had looked at them."""
        at_once = is_routine(order, self.plan.words.auto_confirm_below)
        wait = (
            timedelta(seconds=self.dice.uniform(1, 4))
            if at_once
            else MINUTE * self.dice.lognormvariate(3.4, 0.9)
        )
        return min(submitted + wait, self.plan.now - MINUTE)

    def _shipments(self, order: DemoOrder, confirmed: datetime) -> tuple[HistoricShipment, ...]:
        first = self._ship_day(order, confirmed)
        parts: list[tuple[date, tuple[Decimal, ...] | None]] = [(first, None)]
        is_split = (
            len(order.lines) > 1 and not order.customer.is_ship_complete and self.dice.random() < SPLIT_SHARE
        )
        if is_split:
            later = self.plan.workdays.plus(first, self.dice.randrange(2, 9))
            now = tuple(line.quantity for line in order.lines[:-1]) + (Decimal(0),)
            parts = [(first, now), (later, None)]
        told = [self._shipment(order, confirmed, day, quantities, not is_split) for day, quantities in parts]
        if is_split and (told[0] is None or told[0].shipped_at is None):
            told = [self._shipment(order, confirmed, first, None, True)]
        return tuple(shipment for shipment in told if shipment is not None)

    def _ship_day(self, order: DemoOrder, confirmed: datetime) -> date:
        """The day the goods left: in time for the promise, except for a few."""
        days, earliest = (
            self.plan.workdays,
            self.plan.workdays.on_or_after(confirmed.astimezone(self.plan.zone).date()),
        )
        planned = days.plus(self._promise(order, confirmed), -ON_THE_WAY)
        if self.dice.random() < LATE_SHARE:
            return days.plus(planned, self.dice.randrange(3, 8))
        return max(earliest, days.plus(planned, -self.dice.choice((0, 0, 0, 1, 1, 2))))

    def _promise(self, order: DemoOrder, confirmed: datetime) -> date:
        """The day that was promised: the one asked for, or the first that picking and the way allow."""
        earliest = self.plan.workdays.on_or_after(confirmed.astimezone(self.plan.zone).date())
        return max(order.requested_on, self.plan.workdays.plus(earliest, ON_THE_WAY + 1))

    def _shipment(
        self,
        order: DemoOrder,
        confirmed: datetime,
        day: date,
        quantities: tuple[Decimal, ...] | None,
        is_whole: bool,
    ) -> HistoricShipment | None:
        """One shipment with its steps, those left out that are still to come; none before its release."""
        dice, now = self.dice, self.plan.now
        shipped = self._at(day, time(14, 0), 170)
        packed = max(shipped - MINUTE * dice.uniform(30, 120), confirmed + 4 * MINUTE)
        picked = max(packed - MINUTE * dice.uniform(15, 60), confirmed + 3 * MINUTE)
        released = max(picked - MINUTE * dice.uniform(30, 180), confirmed + 2 * MINUTE)
        shipped = max(shipped, packed + MINUTE)
        if released > now:
            return None
        pieces = sum((line.quantity for line in order.lines), Decimal(0))
        code = "PICKUP" if dice.random() < 0.06 else "FREIGHT" if pieces > 60 else "PARCEL"
        carrier = self.written.carriers[code]
        arrived = shipped + timedelta(hours=2)
        if carrier.transit_days:
            held_up = dice.randrange(2, 6) if dice.random() < HELD_UP_SHARE else 0
            came = self.plan.workdays.plus(day, carrier.transit_days + held_up)
            arrived = self._at(came, time(9, 30), 360)
        is_out = shipped <= now
        return HistoricShipment(
            released_at=released,
            picking_started=picked > now,
            picked_at=_past(picked, now),
            packed_at=_past(packed, now),
            shipped_at=_past(shipped, now),
            delivered_at=_past(arrived, now) if is_out else None,
            quantities=quantities,
            carrier_id=carrier.pk,
            tracking_number=self._tracking(code) if is_out else "",
            delivered_to=self._receiver(order) if is_out and arrived <= now else "",
            payments=self._payments(order, shipped, day, is_whole) if is_out else (),
        )

    def _at(self, day: date, first: time, minutes: int) -> datetime:
        """A moment of a day, within some minutes of a time."""
        return datetime.combine(day, first, self.plan.zone) + MINUTE * self.dice.uniform(0, minutes)

    def _tracking(self, code: str) -> str:
        return "" if code == "PICKUP" else f"{code[:2]}{self.dice.randrange(10**9, 10**10)}"

    def _receiver(self, order: DemoOrder) -> str:
        return (
            order.customer.contact
            if self.dice.random() < 0.5
            else say(self.dice.choice(phrases.SHIFT_NAMES), self.plan.language)
        )

    def _payments(
        self, order: DemoOrder, shipped: datetime, day: date, is_whole: bool
    ) -> tuple[HistoricPayment, ...]:
        """Most pay around the due date, some late, a few in two parts; the slow ones still owe."""
        customer, dice = order.customer, self.dice
        delay = dice.gauss(-4 + 34 * customer.slowness, 5)
        due = day + timedelta(days=max(2, customer.payment_days + round(delay)))
        paid = self._at(self.plan.workdays.on_or_after(due), time(9, 30), 420)
        reference = f"{say(phrases.PAYMENT_REFERENCE, self.plan.language)} {dice.randrange(100_000, 999_999)}"
        method = say(phrases.PAYMENT_METHOD, self.plan.language)
        payments = []
        if is_whole and dice.random() < 0.05:
            early = max(shipped + timedelta(days=1), paid - timedelta(days=12))
            if early <= self.plan.now:
                half = (amount_of(order) * Decimal("0.4")).quantize(Decimal(1))
                payments.append(
                    HistoricPayment(
                        received_at=early, amount=max(half, Decimal(1)), method=method, reference=reference
                    )
                )
        if paid <= self.plan.now:
            payments.append(HistoricPayment(received_at=paid, method=method, reference=reference))
        return tuple(payments)


def _past(moment: datetime, now: datetime) -> datetime | None:
    return moment if moment <= now else None
