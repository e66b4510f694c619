from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.models import OutgoingMail
from erp.core.refs import DocumentRef
from erp.masterdata.models import Customer
from inventory.models import Hold, Item
from orders.models.order import Order
from orders.models.price import PriceException, PriceFlag
from orders.models.selling import SellingDocument, SellingLine

if TYPE_CHECKING:
    from production.selectors.kits import KitPart


class Quotation(SellingDocument):
    """An offer to a customer: prices and dates that hold until a day, approved before it leaves the house.

    Won by turning it into its order, which keeps every price; else it is lost or expires.
    """

    class State(models.TextChoices):
        """How an offer stands."""

        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        WON = "won", _("Won")
        LOST = "lost", _("Lost")
        EXPIRED = "expired", _("Expired")

    number = models.CharField(_("number"), max_length=60, unique=True)
    revision = models.PositiveSmallIntegerField(_("revision"), default=1)
    customer = models.ForeignKey(
        Customer,
        on_delete=models.PROTECT,
        db_index=False,
        related_name="quotations",
        verbose_name=_("customer"),
    )
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    valid_until = models.DateField(_("valid until"))
    shelf_life_days = models.PositiveSmallIntegerField(_("goods have to last, in days"), default=0)
    customer_reference = models.CharField(_("customer's inquiry"), max_length=120, blank=True)
    note = models.TextField(_("note to the customer"), blank=True)
    holds_stock = models.BooleanField(_("keep the goods back"), default=False)
    price_exception = models.CharField(
        _("price exception"), max_length=10, choices=PriceException.choices, blank=True, default=""
    )
    rejection = models.CharField(_("why not approved"), max_length=500, blank=True)
    lost_reason = models.CharField(_("why lost"), max_length=500, blank=True)
    approved_by = models.CharField(_("approved by"), max_length=150, blank=True)
    is_self_approved = models.BooleanField(default=False, editable=False)
    order = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, related_name="quotation", verbose_name=_("order")
    )
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    link_key = models.CharField(max_length=60, blank=True, editable=False)
    approved_at = models.DateTimeField(_("approved"), null=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        verbose_name = _("quotation")
        verbose_name_plural = _("quotations")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "-id"], name="orders_quotation_state"),
            models.Index(fields=["customer", "-id"], name="orders_quotation_customer"),
            models.Index(fields=["salesperson", "-id"], name="orders_quotation_salesperson"),
            models.Index(
                fields=["valid_until"],
                name="orders_quotation_ends",
                condition=models.Q(state__in=["submitted", "approved"]),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "submitted", "approved", "won", "lost", "expired"]),
                name="orders_quotation_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="won", order__isnull=False)
                | (~models.Q(state="won") & models.Q(order__isnull=True)),
                name="orders_quotation_won_has_order",
            ),
            models.CheckConstraint(
                condition=models.Q(price_exception__in=["", "open", "approved"]),
                name="orders_quotation_exception_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The quotation itself."""
        return DocumentRef("quotation", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self, *, at: datetime) -> None:
        """Sales asks whether it may go out like this."""
        self.submitted_at, self.rejection = at, ""

    @transition(field=state, source=State.SUBMITTED, target=State.APPROVED)
    def approve(self, *, at: datetime, by: str, by_itself: bool) -> None:
        """It may go out; from here it binds the company until its day."""
        self.approved_at, self.approved_by, self.is_self_approved = at, by[:150], by_itself

    @transition(field=state, source=State.SUBMITTED, target=State.DRAFT)
    def reject(self, *, reason: str) -> None:
        """It may not go out like this: sales changes it."""
        self.rejection = reason

    @transition(field=state, source=[State.SUBMITTED, State.APPROVED], target=State.DRAFT)
    def revise(self) -> None:
        """A new revision is written; the one before is void."""
        self.revision += 1
        self.approved_at, self.approved_by, self.sent_at = None, "", None

    @transition(field=state, source=State.APPROVED, target=State.WON)
    def convert(self, *, at: datetime, order: Order) -> None:
        """The customer takes it: its order is written."""
        self.ended_at, self.order = at, order

    @transition(field=state, source=[State.DRAFT, State.SUBMITTED, State.APPROVED], target=State.LOST)
    def lose(self, *, at: datetime, reason: str) -> None:
        """The customer does not take it."""
        self.ended_at, self.lost_reason = at, reason

    @transition(field=state, source=[State.SUBMITTED, State.APPROVED], target=State.EXPIRED)
    def expire(self, *, at: datetime) -> None:
        """Its day is over, or it is taken back."""
        self.ended_at = at


class QuotationLine(SellingLine):
    """One product of an offer, with its price and the date that was promised when it was submitted.

    `contents` are a kit's on a line that is not saved yet; a kit is frozen when its order is written.
    Units: quantity and price in the line's unit, base_quantity and floor_price in the item's base unit.
    """

    contents: Sequence[KitPart] = ()

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, db_index=False, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("product"))
    floor_price = MoneyField(_("floor price"), null=True)
    price_flag = models.CharField(_("price below"), max_length=8, choices=PriceFlag.choices, blank=True)

    class Meta:
        verbose_name = _("line of a quotation")
        verbose_name_plural = _("lines of a quotation")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["quotation", "line_no"], name="orders_quotation_line_no"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, base_quantity__gt=0, unit_price__gte=0),
                name="orders_quotation_line_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(discount_rate__gte=0, discount_rate__lte=1),
                name="orders_quotation_discount_fraction",
            ),
            models.CheckConstraint(
                condition=models.Q(price_flag__in=["", "floor", "margin"]),
                name="orders_quotation_flag_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quotation_id}/{self.line_no}"


class QuotationHold(models.Model):
    """Goods kept back for a line: its product, or one of the components of its kit.

    Units: `serves` is how much of the line the goods are enough for, in the base unit of its product.
    """

    line = models.ForeignKey(QuotationLine, on_delete=models.CASCADE, related_name="holds")
    hold = models.OneToOneField(Hold, on_delete=models.PROTECT, related_name="quotation_hold")
    serves = QuantityField(_("enough for"))

    class Meta:
        verbose_name = _("goods kept back for a quotation")
        verbose_name_plural = _("goods kept back for quotations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(serves__gt=0), name="orders_quotation_hold_positive")
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.hold_id}"


class SalesTerms(models.Model):
    """One version of the terms of sale that customers accept with a quotation; never changed."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    text_zh = models.TextField(_("text in Chinese"), blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.CharField(_("by"), max_length=150)

    class Meta:
        verbose_name = _("terms of sale for customers")
        verbose_name_plural = _("terms of sale for customers")
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)


class QuotationAnswer(models.Model):
    """What the customer answered through the link: who, when, to which revision, under which terms; once."""

    class Kind(models.TextChoices):
        """Taken or not."""

        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    quotation = models.OneToOneField(Quotation, on_delete=models.CASCADE, related_name="answer")
    kind = models.CharField(_("answer"), max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    revision = models.PositiveSmallIntegerField(_("revision"))
    terms = models.ForeignKey(
        SalesTerms, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("terms of sale")
    )
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("customer's answer")
        verbose_name_plural = _("customers' answers")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="accepted") | (models.Q(kind="declined") & ~models.Q(reason="")),
                name="orders_quotation_answer_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quotation_id}: {self.kind}"


class QuotationMail(OutgoingMail):
    """An offer on its way to the customer by e-mail: its paper and the customer's link."""

    quotation = models.ForeignKey(Quotation, on_delete=models.CASCADE, related_name="mails")

    class Meta(OutgoingMail.Meta):
        verbose_name = _("e-mail of a quotation")
        verbose_name_plural = _("e-mails of quotations")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sending", "sent", "kept", "failed"]),
                name="orders_quotation_mail_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quotation_id}: {self.address}"
