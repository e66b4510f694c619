from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.models import OutgoingMail
from inventory.models.purchase import PurchaseOrder


class PurchaseMail(OutgoingMail):
    """A purchase order on its way to the supplier by e-mail: the order's paper and the supplier's link.

    `kept` says that no mail server is configured and the message lies in a folder of this installation.
    """

    purchase_order = models.ForeignKey(PurchaseOrder, on_delete=models.CASCADE, related_name="mails")

    class Meta(OutgoingMail.Meta):
        verbose_name = _("e-mail of a purchase order")
        verbose_name_plural = _("e-mails of purchase orders")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "sending", "sent", "kept", "failed"]),
                name="inventory_purchase_mail_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purchase_order_id}: {self.address}"
