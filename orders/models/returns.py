from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Customer
from inventory.models import Location, Lot, Warehouse
from orders.models.order import Order, OrderLine

# The names of the reasons that come with the product, as translators see them.
SHIPPED_REASONS = (
    pgettext_lazy("return reason", "Defective"),
    pgettext_lazy("return reason", "Damaged in transport"),
    pgettext_lazy("return reason", "Wrong item sent"),
    pgettext_lazy("return reason", "Too much sent"),
    pgettext_lazy("return reason", "Came too late"),
    pgettext_lazy("return reason", "Ordered by mistake"),
    pgettext_lazy("return reason", "Not as expected"),
    pgettext_lazy("return reason", "Other"),
)


class ReturnReason(models.Model):
    """Why customers send goods back; the company's own list."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_our_fault = models.BooleanField(_("our fault"), default=False)
    is_shipped = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("return reason")
        verbose_name_plural = _("return reasons")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The name in the reader's language; reasons that came with the product are translated."""
        return pgettext("return reason", self.name) if self.is_shipped else self.name


class ReturnRequest(models.Model):
    """A customer wants to send goods of one order back (RMA): asked, taken in, inspected, made good."""

    class State(models.TextChoices):
        REQUESTED = "requested", _("Requested")
        APPROVED = "approved", _("Approved")
        RECEIVED = "received", _("Received")
        INSPECTED = "inspected", _("Inspected")
        SETTLED = "settled", _("Settled")
        REJECTED = "rejected", _("Rejected")

    class Resolution(models.TextChoices):
        CREDIT_NOTE = "credit_note", _("Credit note")
        REFUND = "refund", _("Refund")
        REPLACEMENT = "replacement", _("Replacement")

    number = models.CharField(_("number"), max_length=60, unique=True)
    order = models.ForeignKey(
        Order, on_delete=models.PROTECT, related_name="returns", verbose_name=_("order")
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.ForeignKey(
        ReturnReason, on_delete=models.PROTECT, related_name="+", verbose_name=_("reason")
    )
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.REQUESTED)
    resolution = models.CharField(_("made good by"), max_length=12, choices=Resolution.choices, blank=True)
    replacement = models.OneToOneField(
        Order, on_delete=models.PROTECT, null=True, related_name="replaces", verbose_name=_("replacement")
    )
    note = models.CharField(_("note"), max_length=500, blank=True)
    rejection = models.CharField(_("why rejected"), max_length=500, blank=True)
    requested_by = models.CharField(_("requested by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("requested"))
    approved_at = models.DateTimeField(_("approved"), null=True)
    received_at = models.DateTimeField(_("received"), null=True)
    inspected_at = models.DateTimeField(_("inspected"), null=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("return")
        verbose_name_plural = _("returns")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "-id"], name="orders_return_state"),
            models.Index(fields=["customer", "-id"], name="orders_return_customer"),
            models.Index(fields=["received_at"], name="orders_return_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["requested", "approved", "received", "inspected", "settled", "rejected"]
                ),
                name="orders_return_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(resolution__in=["", "credit_note", "refund", "replacement"]),
                name="orders_return_resolution_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The return itself."""
        return DocumentRef("return", self.pk, self.number)

    @transition(field=state, source=State.REQUESTED, target=State.APPROVED)
    def approve(self, *, at: datetime) -> None:
        """The customer may send the goods."""
        self.approved_at = at

    @transition(field=state, source=State.APPROVED, target=State.RECEIVED)
    def receive(self, *, at: datetime) -> None:
        """The goods are here, blocked."""
        self.received_at = at

    @transition(field=state, source=State.RECEIVED, target=State.INSPECTED)
    def inspect(self, *, at: datetime) -> None:
        """It is known what is accepted and where it goes."""
        self.inspected_at = at

    @transition(field=state, source=State.INSPECTED, target=State.SETTLED)
    def settle(self, *, at: datetime, resolution: str) -> None:
        """The customer has got what the return is worth."""
        self.settled_at, self.resolution = at, resolution

    @transition(field=state, source=[State.REQUESTED, State.APPROVED, State.INSPECTED], target=State.REJECTED)
    def reject(self, *, reason: str) -> None:
        """Nothing of it is accepted."""
        self.rejection = reason


class ReturnLine(models.Model):
    """Goods of one order line that come back.

    `quantity` is in the order line's unit; the others are in the item's base unit.
    """

    class Disposition(models.TextChoices):
        RESTOCK = "restock", _("Back to stock")
        SCRAP = "scrap", _("Scrap")
        TO_SUPPLIER = "to_supplier", _("Back to the supplier")

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    order_line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="return_lines")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = QuantityField(_("quantity"))
    base_quantity = QuantityField(_("quantity in the base unit"))
    received = QuantityField(_("received"), default=0)
    accepted = QuantityField(_("accepted"), default=0)
    rejected = QuantityField(_("not accepted"), default=0)
    disposition = models.CharField(_("goes to"), max_length=12, choices=Disposition.choices, blank=True)

    class Meta:
        verbose_name = _("line of a return")
        verbose_name_plural = _("lines of a return")
        ordering = ["line_no"]
        constraints = [
            models.UniqueConstraint(fields=["request", "line_no"], name="orders_return_line_no"),
            models.CheckConstraint(
                condition=models.Q(
                    base_quantity__gt=0,
                    received__gte=0,
                    received__lte=models.F("base_quantity"),
                    accepted__gte=0,
                    rejected__gte=0,
                )
                & models.Q(received__gte=models.F("accepted") + models.F("rejected")),
                name="orders_return_line_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(disposition__in=["", "restock", "scrap", "to_supplier"]),
                name="orders_return_disposition_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.line_no}"

    def shown(self, base_quantity: Any) -> Any:
        """A base quantity in the order line's unit, as people wrote it."""
        from erp.core.quantity import portion

        line = self.order_line
        if not base_quantity or line.unit_numerator == line.unit_denominator:
            return base_quantity
        return portion(base_quantity, base=line.base_quantity, whole=line.quantity)
