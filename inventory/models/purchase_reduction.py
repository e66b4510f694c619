from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from erp.core.fields import QuantityField
from erp.core.refs import DocumentRef
from inventory.models.purchase import PurchaseOrderLine
from inventory.models.requisition import PurchaseRequisition


class PurchaseReduction(models.Model):
    """We ask a supplier for less of a line that is on its way; it holds once the supplier agrees.

    `target` is what shall be left of the line, nothing when it is 0, in the item's base unit; `quantity` what
    is asked for less. `requisition` and the document say who needs that much less.
    """

    class Answer(models.TextChoices):
        OPEN = "open", _("Asked")
        AGREED = "agreed", pgettext_lazy("supplier", "Agreed")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    line = models.ForeignKey(PurchaseOrderLine, on_delete=models.CASCADE, related_name="reductions")
    target = QuantityField(_("shall be left"))
    quantity = QuantityField(_("less"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    requisition = models.ForeignKey(
        PurchaseRequisition, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    document_kind = models.CharField(max_length=30, blank=True)
    document_id = models.BigIntegerField(null=True, blank=True)
    document_number = models.CharField(_("document"), max_length=60, blank=True)
    answer = models.CharField(_("answer"), max_length=9, choices=Answer.choices, default=Answer.OPEN)
    asked_at = models.DateTimeField(_("asked"))
    asked_label = models.CharField(_("asked by"), max_length=150, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_label = models.CharField(_("answered by"), max_length=150, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("request for less")
        verbose_name_plural = _("requests for less")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(answer="open"), name="inventory_reduction_open_once"
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gt=0, target__gte=0), name="inventory_reduction_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(answer="open", answered_at__isnull=True)
                | models.Q(answer__in=["agreed", "refused", "withdrawn"], answered_at__isnull=False),
                name="inventory_reduction_answered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: -{self.quantity}"

    @property
    def document(self) -> DocumentRef | None:
        """Who needs less, where it is known."""
        if self.document_id is None:
            return None
        return DocumentRef(self.document_kind, self.document_id, self.document_number)

    @property
    def is_all(self) -> bool:
        """Whether nothing of the line shall be left."""
        return self.target == 0
