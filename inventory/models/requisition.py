from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.models import Supplier
from inventory.models.item import Item
from inventory.models.location import Warehouse
from inventory.models.purchase import PurchaseOrderLine


class PurchaseRequisition(models.Model):
    """A quantity of one item that somebody, or the stock itself, asks the buyer to buy.

    `origin_kind` says who asks: the kind of document ("order", "work_order"), "stock" when it runs
    low, "manual" for a person. While one waits, the same kind of origin adds to it.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        APPROVED = "approved", _("Approved")
        ORDERED = "ordered", _("Ordered")
        REJECTED = "rejected", _("Rejected")

    number = models.CharField(_("number"), max_length=60, unique=True)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="requisitions")
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    quantity = QuantityField(_("quantity"))
    needed_on = models.DateField(_("needed by"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    origin_kind = models.CharField(_("origin"), max_length=30, default="manual")
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.DRAFT)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, null=True, blank=True, related_name="requisitions"
    )
    source_reason = models.CharField(_("why this supplier"), max_length=500, blank=True)
    is_override = models.BooleanField(_("supplier chosen by hand"), default=False)
    unit_cost = MoneyField(_("expected cost per unit"), default=0)
    purchase_line = models.ForeignKey(
        PurchaseOrderLine, on_delete=models.SET_NULL, null=True, blank=True, related_name="requisitions"
    )
    requested_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    requested_label = models.CharField(_("requested by"), max_length=150, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_reason = models.CharField(_("reason of the decision"), max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("purchase requisition")
        verbose_name_plural = _("purchase requisitions")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "submitted", "approved", "ordered", "rejected"]),
                name="inventory_requisition_state",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, unit_cost__gte=0), name="inventory_requisition_positive"
            ),
            models.UniqueConstraint(
                fields=["item", "warehouse", "origin_kind"],
                condition=models.Q(state__in=["draft", "submitted"]) & ~models.Q(origin_kind="manual"),
                name="inventory_requisition_waits_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["item", "warehouse"],
                name="inventory_requisition_open",
                condition=models.Q(state__in=["draft", "submitted", "approved"]),
            ),
            models.Index(fields=["state", "needed_on"], name="inventory_requisition_todo"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The requisition itself."""
        return DocumentRef("purchase_requisition", self.pk, self.number)

    @property
    def amount(self):
        """What it is expected to cost, in the currency of the books."""
        return self.quantity * self.unit_cost

    @transition(field=state, source=State.DRAFT, target=State.SUBMITTED)
    def submit(self) -> None:
        """It waits for approval."""

    @transition(field=state, source=State.SUBMITTED, target=State.APPROVED)
    def approve(self, *, by: str, at: datetime) -> None:
        """It may be bought; what it asks for counts as coming."""
        self.decided_by, self.decided_at = by[:150], at

    @transition(field=state, source=[State.DRAFT, State.SUBMITTED, State.APPROVED], target=State.REJECTED)
    def reject(self, *, by: str, at: datetime, reason: str) -> None:
        """It will not be bought."""
        self.decided_by, self.decided_at, self.decision_reason = by[:150], at, reason

    @transition(field=state, source=State.APPROVED, target=State.ORDERED)
    def order(self, *, line: PurchaseOrderLine) -> None:
        """A purchase order serves it."""
        self.purchase_line = line

    @transition(field=state, source=State.ORDERED, target=State.APPROVED)
    def reopen(self) -> None:
        """The purchase order will not come; it is to be bought anew."""
        self.purchase_line = None


class RequisitionNeed(models.Model):
    """Whom a requisition is for: a document and how much of the quantity it asked for."""

    requisition = models.ForeignKey(PurchaseRequisition, on_delete=models.CASCADE, related_name="needs")
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("document"), max_length=60, blank=True)
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("need behind a requisition")
        verbose_name_plural = _("needs behind requisitions")
        constraints = [
            models.UniqueConstraint(
                fields=["requisition", "document_kind", "document_id"], name="inventory_requisition_need_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0), name="inventory_requisition_need_positive"
            ),
        ]
        indexes = [
            models.Index(fields=["document_kind", "document_id"], name="inventory_requisition_for"),
        ]

    def __str__(self) -> str:
        return f"{self.document_number}: {self.quantity}"

    @property
    def document(self) -> DocumentRef:
        """Who needs it."""
        return DocumentRef(self.document_kind, self.document_id, self.document_number)
