"""Quotations of the demo company in every state, from a draft to what was won, lost or has expired."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from erp.core.actor import Actor
from erp.core.commands import at_door
from erp.core.errors import DomainError
from erp.identity.selectors.actors import actor_for
from erp.masterdata.models import Customer
from erp.masterdata.selectors.company import business_day
from erp.processes.services.running import run_cases_of
from inventory.models import Item
from orders.models import PriceListItem, Quotation
from orders.services.demo.dice import dice_for
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written
from orders.services.entry import OrderInput
from orders.services.order_lines import LineInput
from orders.services.quotation_approvals import sign_quotation, submit_quotation
from orders.services.quotation_ends import convert_quotation, expire_due_quotations, lose_quotation
from orders.services.quotation_holds import hold_for_quotation
from orders.services.quotation_mails import send_quotation
from orders.services.quotations import QuotationInput, create_quotation

FLOOR = Decimal("0.9")


@dataclass(frozen=True)
class Story:
    """How far an offer is, how many days ago it was written, its lines, its discount, goods kept back."""

    state: str
    days: int
    lines: int = 2
    discount: str = "0"
    holds: bool = False
    is_below: bool = False


STORIES = (
    Story("expired", 70),
    Story("lost", 40, 3),
    Story("won", 21, 2, "0.03"),
    Story("lost", 18),
    Story("won", 9, 3),
    Story("approved", 12, 3, "0.02", True),
    Story("approved", 6, 2, "0", True),
    Story("approved", 3, 4, "0.05"),
    Story("won", 2, 2),
    Story("submitted", 0, 2, "0.2", False, True),
    Story("draft", 1, 3),
    Story("draft", 0, 1),
)


class Offers:
    """Plays quotations through the commands that people use."""

    def __init__(self, plan: DemoPlan, written: Written) -> None:
        """Look up who acts."""
        self.plan, self.written = plan, written
        self.dice: random.Random = dice_for(plan.seed, "offers")
        self.manager: Actor = actor_for(written.people["sales_manager"])

    def play(self) -> dict[str, int]:
        """Play all; gives how many quotations there are."""
        customers = list(
            Customer.objects.filter(is_active=True, salesperson__isnull=False)
            .select_related("salesperson", "terms")
            .order_by("pk")[:40]
        )
        items = list(
            Item.objects.filter(
                is_active=True, is_sold=True, kind="stocked", list_price__gt=0, tracking="none"
            ).order_by("pk")[:60]
        )
        for story in STORIES if customers and len(items) > 3 else ():
            try:
                self._play(story, self.dice.choice(customers), self.dice.sample(items, story.lines))
            except DomainError:
                continue  # these customers and goods can't tell this story; the others do
        expire_due_quotations(at=self.plan.now)
        return {"quotations": Quotation.objects.count()}

    def _play(self, story: Story, customer: Customer, items: list[Item]) -> None:
        at = self.plan.now - timedelta(days=story.days, hours=self.dice.uniform(0.5, 3))
        seller = actor_for(customer.salesperson) if customer.salesperson else self.manager
        if story.is_below:
            self._raise_floors(customer, items)
        row = at_door(lambda: self._write(story, customer, items, seller, at))
        if story.state == "draft":
            return
        submit_quotation(quotation_id=row.pk, actor=seller, at=at + timedelta(minutes=20))
        run_cases_of(row.ref, at=at + timedelta(minutes=21))
        if story.state == "submitted":
            return
        self._approve(row, at + timedelta(minutes=40))
        if story.holds:
            hold_for_quotation(quotation_id=row.pk, actor=self.manager, at=self.plan.now)
        send_quotation(quotation_id=row.pk, actor=seller, at=at + timedelta(minutes=70))
        later = at + timedelta(days=min(story.days, 2) / 2, hours=1)
        if story.state == "won":
            convert_quotation(quotation_id=row.pk, actor=seller, at=min(later, self.plan.now))
        elif story.state == "lost":
            reason = self.dice.choice(("Price", "Delivery date", "Competitor"))
            lose_quotation(quotation_id=row.pk, reason=reason, actor=seller, at=later)

    def _write(
        self, story: Story, customer: Customer, items: list[Item], seller: Actor, at: datetime
    ) -> Quotation:
        lines = [
            LineInput(
                item.pk,
                Decimal(self.dice.choice((6, 12, 20, 36))),
                discount_rate=Decimal(story.discount) or None,
            )
            for item in items
        ]
        valid = None if story.state != "expired" else business_day(at) + timedelta(days=30)
        entered = QuotationInput(OrderInput(customer.pk, lines), valid, story.holds)
        return create_quotation(quotation=entered, actor=seller, at=at)

    def _approve(self, row: Quotation, at: datetime) -> None:
        """The manager approves what does not approve itself."""
        if Quotation.objects.filter(pk=row.pk, state=Quotation.State.SUBMITTED).exists():
            sign_quotation(quotation_id=row.pk, actor=self.manager, at=at)
            run_cases_of(row.ref, at=at)

    def _raise_floors(self, customer: Customer, items: list[Item]) -> None:
        """These products must not be sold for less than nine tenths of the customer's list."""
        terms = getattr(customer, "terms", None)
        if terms is None or terms.price_list_id is None:
            return
        for price in PriceListItem.objects.filter(price_list_id=terms.price_list_id, item__in=items):
            price.floor_price = (price.price * FLOOR).quantize(Decimal("0.01"))
            price.save(update_fields=["floor_price"])
