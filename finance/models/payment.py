from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Currency, Customer
from finance.models.invoice import Invoice


class Payment(models.Model):
    """Money received from a customer; what is not allocated stays as credit of the customer.

    A credit note works like money: its row has the note's number and the kind `credit_note`.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        MATCHED = "matched", _("Matched")
        REFUNDED = "refunded", _("Refunded")

    class Kind(models.TextChoices):
        MONEY = "money", _("Money")
        CREDIT_NOTE = "credit_note", _("Credit note")

    number = models.CharField(_("number"), max_length=60, unique=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=Kind.choices, default=Kind.MONEY, db_default="money"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="payments")
    currency = models.ForeignKey(Currency, on_delete=models.PROTECT, related_name="+", db_index=False)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=10, default=1)
    amount = MoneyField(_("amount"))
    unapplied = MoneyField(_("not allocated"))
    refunded = MoneyField(_("refunded"), default=0)
    method = models.CharField(_("method"), max_length=40, blank=True)
    reference = models.CharField(_("reference"), max_length=120, blank=True)
    received_on = models.DateField(_("received"))
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.RECEIVED)
    created_at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["-id"]
        indexes = [models.Index(fields=["customer", "-id"], name="finance_payment_customer")]
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="finance_payment_positive"),
            models.CheckConstraint(
                condition=models.Q(
                    unapplied__gte=0,
                    refunded__gte=0,
                    amount__gte=models.F("unapplied") + models.F("refunded"),
                ),
                name="finance_payment_adds_up",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["received", "matched", "refunded"]),
                name="finance_payment_state",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["money", "credit_note"]), name="finance_payment_kind"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The payment itself."""
        return DocumentRef("payment", self.pk, self.number)

    @transition(field=state, source=State.RECEIVED, target=State.MATCHED)
    def match(self) -> None:
        """All of it is allocated."""

    @transition(field=state, source=[State.MATCHED, State.REFUNDED], target=State.RECEIVED)
    def unmatch(self) -> None:
        """An allocation was taken back."""

    @transition(field=state, source=[State.RECEIVED, State.MATCHED], target=State.REFUNDED)
    def refund(self) -> None:
        """What was not allocated was given back."""


class Allocation(models.Model):
    """A part of a payment that pays a part of an invoice; taken back by a row of its own."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="allocations")
    invoice = models.ForeignKey(Invoice, on_delete=models.PROTECT, related_name="allocations")
    amount = MoneyField(_("amount"))
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("allocation")
        verbose_name_plural = _("allocations")
        constraints = [
            models.CheckConstraint(condition=~models.Q(amount=0), name="finance_allocation_not_zero")
        ]

    def __str__(self) -> str:
        return f"{self.payment_id} → {self.invoice_id}"
