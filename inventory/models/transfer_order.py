from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from inventory.models.item import Item
from inventory.models.location import Warehouse
from inventory.models.stock import Lot


class TransferOrder(models.Model):
    """Goods that one warehouse sends to another: planned, reserved, on their way, arrived.

    What is on its way are `Transfer` rows, one per line and lot, which name their line.
    """

    class State(models.TextChoices):
        """How far a transfer is."""

        DRAFT = "draft", _("Draft")
        RELEASED = "released", _("Released")
        IN_TRANSIT = "in_transit", _("In transit")
        RECEIVED = "received", _("Received")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    from_warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("from warehouse")
    )
    to_warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("to warehouse")
    )
    ship_on = models.DateField(_("leaves"))
    transit_days = models.PositiveSmallIntegerField(_("days on the way"), default=0)
    due_on = models.DateField(_("due"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    reason = models.CharField(_("why it was cancelled"), max_length=500, blank=True)
    created_by = models.CharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "released", "in_transit", "received", "cancelled"]),
                name="inventory_transferorder_state",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_warehouse=models.F("to_warehouse")),
                name="inventory_transferorder_between_two",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="inventory_transferorder_todo")]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The transfer as other apps name it."""
        return DocumentRef("transfer_order", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.RELEASED)
    def release(self, *, at):
        """Its goods are reserved where they lie and expected where they go."""
        self.released_at = at

    @transition(field=state, source=State.RELEASED, target=State.IN_TRANSIT)
    def send(self, *, at):
        """The goods have left."""
        self.sent_at = at

    @transition(field=state, source=State.IN_TRANSIT, target=State.RECEIVED)
    def receive(self, *, at):
        """All has arrived, or is known not to."""
        self.received_at = at

    @transition(field=state, source=[State.DRAFT, State.RELEASED], target=State.CANCELLED)
    def cancel(self, *, reason):
        """It will not be sent."""
        self.reason = reason


class TransferOrderLine(models.Model):
    """How much of an item a transfer is to bring, what left, what arrived and what never will."""

    order = models.ForeignKey(TransferOrder, on_delete=models.CASCADE, related_name="lines")
    line_no = models.PositiveIntegerField(_("line"))
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    lot = models.ForeignKey(
        Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lot")
    )
    quantity = QuantityField(_("quantity"))
    sent = QuantityField(_("sent"), default=0)
    received = QuantityField(_("received"), default=0)
    missing = QuantityField(_("did not arrive"), default=0)

    class Meta:
        verbose_name = _("line of a transfer")
        verbose_name_plural = _("lines of transfers")
        ordering = ["order", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["order", "line_no"], name="inventory_transferorder_line"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0)
                & models.Q(sent__gte=0, sent__lte=models.F("quantity"))
                & models.Q(received__gte=0, missing__gte=0)
                & models.Q(sent__gte=models.F("received") + models.F("missing")),
                name="inventory_transferorder_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_no}"

    @property
    def on_the_way(self) -> Decimal:
        """What left and has neither arrived nor been given up."""
        return self.sent - self.received - self.missing
