from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Company, Customer
from inventory.models import Demand, Item
from orders.models.price import PriceException, PriceFlag
from orders.models.selling import SellingDocument, SellingLine

if TYPE_CHECKING:
    from production.selectors.kits import KitPart


class Order(SellingDocument):
    """A customer's order, with three orthogonal machines: commitment, fulfillment and billing."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        CONFIRMED = "confirmed", _("Confirmed")
        CLOSED = "closed", _("Closed")
        ON_HOLD = "on_hold", _("On hold")
        REJECTED = "rejected", _("Rejected")
        CANCELLED = "cancelled", _("Cancelled")

    class Fulfillment(models.TextChoices):
        UNALLOCATED = "unallocated", _("Unallocated")
        PARTIALLY_ALLOCATED = "partially_allocated", _("Partially allocated")
        AWAITING_SUPPLY = "awaiting_supply", _("Awaiting supply")
        IN_PRODUCTION = "in_production", _("In production")
        ALLOCATED = "allocated", _("Allocated")
        PICKING = "picking", _("Picking")
        PACKED = "packed", _("Packed")
        PARTIALLY_SHIPPED = "partially_shipped", _("Partially shipped")
        SHIPPED = "shipped", _("Shipped")
        DELIVERED = "delivered", _("Delivered")

    class Billing(models.TextChoices):
        UNBILLED = "unbilled", _("Unbilled")
        PARTIALLY_BILLED = "partially_billed", _("Partially billed")
        BILLED = "billed", _("Billed")
        PARTIALLY_PAID = "partially_paid", _("Partially paid")
        PAID = "paid", _("Paid")

    class Priority(models.TextChoices):
        LOW = "low", _("Low")
        NORMAL = "normal", _("Normal")
        HIGH = "high", _("High")
        RUSH = "rush", _("Rush")

    number = models.CharField(_("number"), max_length=60, unique=True)
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, db_index=False, related_name="orders", verbose_name=_("customer")
    )
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    fulfillment_state = StateField(
        _("fulfillment"),
        max_length=20,
        choices=Fulfillment.choices,
        default=Fulfillment.UNALLOCATED,
    )
    billing_state = StateField(_("billing"), max_length=20, choices=Billing.choices, default=Billing.UNBILLED)
    held_from = models.CharField(max_length=12, blank=True)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    channel = models.CharField(_("channel"), max_length=40, blank=True)
    external_id = models.CharField(_("external id"), max_length=120, null=True, blank=True)
    customer_po = models.CharField(_("customer's order number"), max_length=120, blank=True)
    first_promised_on = models.DateField(_("first promised date"), null=True, blank=True)
    open_slips = models.PositiveSmallIntegerField(_("promises at risk"), default=0, db_default=0)
    rush_accepted_at = models.DateTimeField(_("rush accepted"), null=True, blank=True)
    reservation_policy = models.CharField(
        _("goods are reserved"),
        max_length=20,
        choices=Company.ReservationPolicy.choices,
        blank=True,
        default="",
        db_default="",
    )
    hold_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    price_exception = models.CharField(
        _("price exception"),
        max_length=10,
        choices=PriceException.choices,
        blank=True,
        default="",
        db_default="",
    )
    shelf_life_days = models.PositiveSmallIntegerField(
        _("goods have to last, in days"), default=0, db_default=0
    )
    billed = MoneyField(_("billed"), default=0)
    paid = MoneyField(_("paid"), default=0)
    custom = models.JSONField(_("own fields"), default=dict, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)

    class Meta:
        verbose_name = _("order")
        verbose_name_plural = _("orders")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "-id"], name="orders_order_state"),
            models.Index(fields=["customer", "-id"], name="orders_order_customer"),
            models.Index(fields=["fulfillment_state", "-id"], name="orders_order_fulfillment"),
            models.Index(fields=["billing_state", "-id"], name="orders_order_billing"),
            models.Index(fields=["salesperson", "-id"], name="orders_order_salesperson"),
            models.Index(fields=["created_at"], name="orders_order_created"),
            models.Index(fields=["promised_on", "id"], name="orders_order_promised"),
            models.Index(
                fields=["promised_on"],
                name="orders_order_open_promise",
                condition=models.Q(state__in=["submitted", "confirmed", "on_hold"]),
            ),
            models.Index(fields=["customer_po"], name="orders_order_po", condition=~models.Q(customer_po="")),
            models.Index(fields=["-id"], name="orders_order_at_risk", condition=models.Q(open_slips__gt=0)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["channel", "external_id"], name="orders_external_id_once"),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "confirmed",
                        "closed",
                        "on_hold",
                        "rejected",
                        "cancelled",
                    ]
                ),
                name="orders_order_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    fulfillment_state__in=[
                        "unallocated",
                        "partially_allocated",
                        "awaiting_supply",
                        "in_production",
                        "allocated",
                        "picking",
                        "packed",
                        "partially_shipped",
                        "shipped",
                        "delivered",
                    ]
                ),
                name="orders_fulfillment_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    billing_state__in=["unbilled", "partially_billed", "billed", "partially_paid", "paid"]
                ),
                name="orders_billing_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=["low", "normal", "high", "rush"]),
                name="orders_priority_known",
            ),
            models.CheckConstraint(
                condition=models.Q(billed__gte=0, paid__gte=0, paid__lte=models.F("billed")),
                name="orders_paid_was_billed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The order itself."""
        return DocumentRef("order", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self, *, at: datetime) -> None:
        """Sales asks for the order to be taken."""
        self.submitted_at = at

    @transition(field=state, source=State.SUBMITTED, target=State.CONFIRMED)
    def confirm(self, *, at: datetime) -> None:
        """The order is a commitment from now on."""
        self.confirmed_at = at

    @transition(field=state, source=State.SUBMITTED, target=State.REJECTED)
    def reject(self, *, reason: str) -> None:
        """The order is not taken."""
        self.reason = reason

    @transition(field=state, source=[State.SUBMITTED, State.CONFIRMED], target=State.ON_HOLD)
    def hold(self, *, reason: str) -> None:
        """Work on the order stops until it is released."""
        self.held_from = self.state
        self.reason = reason

    @transition(field=state, source=State.ON_HOLD, target=RETURN_VALUE(State.SUBMITTED, State.CONFIRMED))
    def release(self) -> str:
        """The order goes on where it was held."""
        previous, self.held_from, self.reason = self.held_from, "", ""
        return previous

    @transition(
        field=state,
        source=[State.DRAFT, State.SUBMITTED, State.CONFIRMED, State.ON_HOLD],
        target=State.CANCELLED,
    )
    def cancel(self, *, reason: str) -> None:
        """What was not shipped will not be."""
        self.reason = reason

    @transition(field=state, source=State.CONFIRMED, target=State.CLOSED)
    def close(self, *, at: datetime) -> None:
        """Nothing more will happen to the order."""
        self.closed_at = at

    @transition(field=fulfillment_state, source="*", target=RETURN_VALUE(*Fulfillment.values))
    def move_fulfillment(self, to: str) -> str:
        """Follow what the pure function of lines, shipments and pegs says."""
        return to

    @transition(field=billing_state, source="*", target=RETURN_VALUE(*Billing.values))
    def move_billing(self, to: str) -> str:
        """Follow what was billed and paid."""
        return to


class OrderLine(SellingLine):
    """One product on an order; what became of its quantity is told by its demand.

    A kit's line also has `components`, frozen when the line was written; `contents` are those of a
    line that is not saved yet.
    """

    contents: Sequence[KitPart] = ()
    floor_price: Decimal | None = None  # of a line that was just priced, per base unit

    order = models.ForeignKey(Order, on_delete=models.CASCADE, db_index=False, related_name="lines")
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, db_index=False, related_name="+", verbose_name=_("product")
    )
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, null=True, related_name="order_line")
    price_flag = models.CharField(
        _("price below"), max_length=8, choices=PriceFlag.choices, blank=True, default="", db_default=""
    )
    billed_quantity = QuantityField(_("billed"), default=0)
    billed_net = MoneyField(_("billed net"), default=0)
    billed_tax = MoneyField(_("billed tax"), default=0)
    first_promised_on = models.DateField(_("first promised date"), null=True, blank=True)
    custom = models.JSONField(_("own fields"), default=dict, blank=True)

    class Meta:
        verbose_name = _("order line")
        verbose_name_plural = _("order lines")
        ordering = ["line_no"]
        indexes = [models.Index(fields=["item", "-id"], name="orders_line_item")]
        constraints = [
            models.UniqueConstraint(fields=["order", "line_no"], name="orders_line_no"),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0, base_quantity__gte=0, unit_price__gte=0),
                name="orders_line_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(discount_rate__gte=0, discount_rate__lte=1),
                name="orders_line_discount_fraction",
            ),
            models.CheckConstraint(
                condition=models.Q(billed_quantity__lte=models.F("base_quantity")),
                name="orders_billed_was_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_no}"


class KitComponent(models.Model):
    """What a kit's line consists of, frozen when the line was written: a later bill does not touch it.

    Units: `quantity` base units of the item go into `per` kits.
    """

    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, db_index=False, related_name="components")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("product"))
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, null=True, related_name="kit_component")
    quantity = QuantityField(_("quantity"))
    per = QuantityField(_("kits"), default=1)

    class Meta:
        verbose_name = _("component of a kit")
        verbose_name_plural = _("components of kits")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["line", "item"], name="orders_kit_component_once"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, per__gt=0), name="orders_kit_component_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.item_id}"
