from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from inventory.models import Demand, Item, Lot, Warehouse
from inventory.models.demand import Priority

KIND = "work_order"
COMPONENT = "work_order_component"


class WorkOrder(models.Model):
    """A quantity of one item that is to be made, of which components, and whom it is for.

    `good` is what the last operation has finished and the warehouse has, `scrapped` what any operation
    has spoiled, `kept` what is made for stock although it was written for a document, `reworked` what went
    on as a rework order of its own, which names in `rework_of` the order that the pieces began with. Values
    are at standard cost in the base currency: what components were issued and pieces received for, what
    pieces carried with them when they went to rework, and what of the difference has been settled.
    """

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        RELEASED = "released", _("Released")
        IN_PROGRESS = "in_progress", _("In progress")
        COMPLETED = "completed", _("Completed")
        CLOSED = "closed", _("Closed")
        ON_HOLD = "on_hold", _("On hold")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="work_orders", verbose_name=_("item")
    )
    bom = models.ForeignKey("production.Bom", on_delete=models.SET_NULL, null=True, related_name="+")
    routing = models.ForeignKey("production.Routing", on_delete=models.SET_NULL, null=True, related_name="+")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("quantity"))
    good = QuantityField(_("good"), default=0)
    scrapped = QuantityField(_("scrapped"), default=0)
    reworked = QuantityField(_("gone to rework"), default=0, db_default=0)
    kept = QuantityField(_("kept for stock"), default=0, db_default=0)
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.PLANNED)
    held_from = models.CharField(max_length=12, blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=20)
    release_on = models.DateField(_("starts"))
    due_on = models.DateField(_("due"))
    document_kind = models.CharField(max_length=30, blank=True)
    document_id = models.BigIntegerField(null=True)
    document_number = models.CharField(_("for"), max_length=60, blank=True)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="work_orders")
    is_rework = models.BooleanField(_("rework"), default=False)
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    rework_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="rework_orders")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    issued_value = MoneyField(_("value of components issued"), default=0)
    received_value = MoneyField(_("value of pieces received"), default=0)
    carried_value = MoneyField(_("value that came with pieces"), default=0, db_default=0)
    settled_value = MoneyField(_("settled difference"), default=0)
    created_by = models.CharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    released_at = models.DateTimeField(_("released"), null=True)
    started_at = models.DateTimeField(_("started"), null=True)
    completed_at = models.DateTimeField(_("completed"), null=True)
    closed_at = models.DateTimeField(_("closed"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=[
                        "planned",
                        "released",
                        "in_progress",
                        "completed",
                        "closed",
                        "on_hold",
                        "cancelled",
                    ]
                ),
                name="production_work_order_state",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, good__gte=0, scrapped__gte=0, reworked__gte=0),
                name="production_work_order_quantities",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("release_on")), name="production_work_order_days"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                name="production_work_order_open",
                condition=models.Q(state__in=["planned", "released", "in_progress", "on_hold"]),
            ),
            models.Index(fields=["document_kind", "document_id"], name="production_work_order_for"),
            models.Index(fields=["item", "state"], name="production_work_order_item"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The work order itself."""
        return DocumentRef(KIND, self.pk, self.number)

    @property
    def document(self) -> DocumentRef | None:
        """Whom it is made for, where somebody waits for it."""
        if not self.document_kind:
            return None
        return DocumentRef(self.document_kind, self.document_id or 0, self.document_number)

    @property
    def open_quantity(self) -> Decimal:
        """What is still to come of it."""
        return max(self.quantity - self.good - self.scrapped - self.reworked, Decimal(0))

    @property
    def brings(self) -> Decimal:
        """What it brings in all as things stand: what has come and what is still to come."""
        return max(self.quantity - self.scrapped - self.reworked, self.good)

    @property
    def reported(self) -> Decimal:
        """Pieces that are accounted for: in stock, spoiled, or gone on as rework."""
        return self.good + self.scrapped + self.reworked

    @property
    def is_open(self) -> bool:
        """Whether something is still expected of it."""
        return self.state in {"planned", "released", "in_progress", "on_hold"}

    @transition(field=state, source=State.PLANNED, target=State.RELEASED)
    def release(self, *, at: datetime) -> None:
        """The shop floor may begin."""
        self.released_at = at

    @transition(field=state, source=State.RELEASED, target=State.IN_PROGRESS)
    def start(self, *, at: datetime) -> None:
        """Somebody has begun."""
        self.started_at = at

    @transition(field=state, source=[State.PLANNED, State.RELEASED, State.IN_PROGRESS], target=State.ON_HOLD)
    def hold(self, *, reason: str) -> None:
        """Work on it stops until it is resumed."""
        self.held_from, self.reason = self.state, reason

    @transition(
        field=state,
        source=State.ON_HOLD,
        target=RETURN_VALUE(State.PLANNED, State.RELEASED, State.IN_PROGRESS),
    )
    def resume(self) -> str:
        """It goes on where it was held."""
        previous, self.held_from, self.reason = self.held_from, "", ""
        return previous

    @transition(field=state, source=State.IN_PROGRESS, target=State.COMPLETED)
    def complete(self, *, at: datetime) -> None:
        """Nothing more comes of it."""
        self.completed_at = at

    @transition(field=state, source=State.COMPLETED, target=State.CLOSED)
    def close(self, *, at: datetime) -> None:
        """Its costs are settled."""
        self.closed_at = at

    @transition(
        field=state,
        source=[State.PLANNED, State.RELEASED, State.IN_PROGRESS, State.ON_HOLD],
        target=State.CANCELLED,
    )
    def cancel(self, *, reason: str) -> None:
        """It is not made."""
        self.reason = reason


class WorkOrderComponent(models.Model):
    """What a work order takes of one item: `quantity` by the bill, of which `issued` has gone to the floor.

    Its demand is a row of the stock's demands, which is reserved like everybody's. What is fixed is needed
    once, whatever the quantity made; what is not back-flushed is issued by hand.
    """

    work_order = models.ForeignKey(WorkOrder, on_delete=models.CASCADE, related_name="components")
    line_no = models.PositiveIntegerField(default=1)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, related_name="component_lines", verbose_name=_("item")
    )
    quantity_per = models.DecimalField(_("per unit"), max_digits=24, decimal_places=10)
    quantity = QuantityField(_("quantity"))
    issued = QuantityField(_("issued"), default=0)
    is_fixed = models.BooleanField(_("once per order"), default=False)
    is_backflushed = models.BooleanField(_("taken by itself"), default=True)
    operation_number = models.PositiveIntegerField(_("needed at operation"), null=True)
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("component of a work order")
        verbose_name_plural = _("components of work orders")
        ordering = ["work_order", "line_no"]
        constraints = [
            models.UniqueConstraint(fields=["work_order", "line_no"], name="production_wo_component_line"),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, issued__gte=0, quantity_per__gt=0),
                name="production_wo_component_quantities",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.work_order_id}/{self.line_no}"
