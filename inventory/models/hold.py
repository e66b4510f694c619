from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Customer
from inventory.models.demand import Demand
from inventory.models.item import Item
from inventory.models.location import Warehouse


class Hold(models.Model):
    """Stock kept back without an order until a moment: for an offer, a fair, a customer who thinks it over.

    What it holds are ordinary reservations of its one demand; it only adds the moment it ends.
    """

    class State(models.TextChoices):
        """How a hold stands."""

        OPEN = "open", _("Open")
        CONVERTED = "converted", _("Taken over by an order")
        RELEASED = "released", _("Released")
        EXPIRED = "expired", _("Expired")

    number = models.CharField(_("number"), max_length=60, unique=True)
    state = StateField(_("state"), max_length=12, choices=State.choices, default=State.OPEN)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", verbose_name=_("item"))
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, related_name="+", verbose_name=_("warehouse")
    )
    customer = models.ForeignKey(
        Customer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("customer")
    )
    demand = models.OneToOneField(Demand, on_delete=models.PROTECT, null=True, related_name="+")
    quantity = QuantityField(_("quantity"))
    expires_at = models.DateTimeField(_("until"))
    reference = models.CharField(_("reference"), max_length=60, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    made_by = models.CharField(_("by"), max_length=150, blank=True)
    made_by_id = models.BigIntegerField(null=True)
    taken_by_kind = models.CharField(max_length=30, blank=True)
    taken_by_id = models.BigIntegerField(null=True)
    taken_by_number = models.CharField(_("taken over by"), max_length=60, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("soft hold")
        verbose_name_plural = _("soft holds")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="inventory_hold_positive"),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "converted", "released", "expired"]),
                name="inventory_hold_state",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="inventory_hold_ends", condition=models.Q(state="open")),
            models.Index(fields=["customer", "-id"], name="inventory_hold_customer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """This hold as other apps name it."""
        return DocumentRef("hold", self.pk, self.number)

    @transition(field=state, source=State.OPEN, target=State.CONVERTED)
    def convert(self, *, at, document):
        """An order takes over what is held."""
        self.ended_at = at
        self.taken_by_kind, self.taken_by_id, self.taken_by_number = (
            document.kind,
            document.id,
            document.number,
        )

    @transition(field=state, source=State.OPEN, target=State.RELEASED)
    def release(self, *, at):
        """Nobody needs it any more."""
        self.ended_at = at

    @transition(field=state, source=State.OPEN, target=State.EXPIRED)
    def expire(self, *, at):
        """Its time is over."""
        self.ended_at = at
