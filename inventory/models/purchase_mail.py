from django.db import models
from django.utils.translation import gettext_lazy as _

from inventory.models.purchase import PurchaseOrder


class PurchaseMail(models.Model):
    """A purchase order on its way to the supplier by e-mail: the order's paper and the supplier's link.

    `kept` says that no mail server is configured and the message lies in a folder of this installation.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("On its way")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("Kept in the mail folder")
        FAILED = "failed", _("Not delivered")

    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="mails")
    address = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=10)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    site = models.CharField(max_length=200)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    problem = models.CharField(_("what went wrong"), max_length=300, blank=True)
    asked_by = models.CharField(_("by"), max_length=150, blank=True)
    asked_at = models.DateTimeField(_("asked for"))
    done_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail of a purchase order")
        verbose_name_plural = _("e-mails of purchase orders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sent", "kept", "failed"]),
                name="inventory_purchase_mail_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purchase_order_id}: {self.address}"
