from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.machines import StateField
from orders.models.order import Order, OrderLine


class PromiseSlip(models.Model):
    """A promise that no longer holds: the line, the old and the new day, why, and what became of it."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        REMEDIED = "remedied", _("Remedied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Cause(models.TextChoices):
        SUPPLY_LATE = "supply_late", _("Supply is late")
        SUPPLY_OVERDUE = "supply_overdue", _("Supply is overdue")
        SUPPLY_SHORT = "supply_short", _("Supply brings less")
        SUPPLY_CLOSED = "supply_closed", _("Supply will not come")
        STOCK_LOST = "stock_lost", _("Stock was lost or blocked")
        SHORT_PICK = "short_pick", _("Less was found when picking")
        RUSH = "rush", _("A rush order goes first")
        SHORTAGE = "shortage", _("Not enough is coming")

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="slips")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="slips")
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    old_promised_on = models.DateField(_("promised"))
    new_promised_on = models.DateField(_("new date"), null=True)
    cause = models.CharField(_("cause"), max_length=20, choices=Cause.choices)
    cause_kind = models.CharField(max_length=30, blank=True)
    cause_id = models.BigIntegerField(null=True)
    cause_number = models.CharField(_("because of"), max_length=60, blank=True)
    facts = models.JSONField(_("facts"), default=dict)
    remedy = models.CharField(_("remedy"), max_length=20, blank=True)
    opened_at = models.DateTimeField(_("found"))
    changed_at = models.DateTimeField(_("changed"))
    closed_at = models.DateTimeField(_("settled"), null=True)
    closed_by = models.CharField(_("settled by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("promise at risk")
        verbose_name_plural = _("promises at risk")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["order", "-id"], name="orders_slip_order"),
            models.Index(fields=["-id"], name="orders_slip_open", condition=models.Q(state="open")),
            models.Index(
                fields=["cause_kind", "cause_id"],
                name="orders_slip_cause",
                condition=models.Q(state="open"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=models.Q(state="open"), name="orders_slip_once_while_open"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "accepted", "remedied", "withdrawn"]),
                name="orders_slip_state",
            ),
            models.CheckConstraint(
                condition=models.Q(new_promised_on__isnull=True)
                | models.Q(new_promised_on__gt=models.F("old_promised_on")),
                name="orders_slip_is_later",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.line_id}"

    @property
    def days(self) -> int | None:
        """By how many days the promise slips; None while no day is known."""
        if self.new_promised_on is None:
            return None
        return (self.new_promised_on - self.old_promised_on).days

    @transition(field=state, source=State.OPEN, target=State.ACCEPTED)
    def accept(self, *, at: datetime, by: str) -> None:
        """The new day is the promise from now on."""
        self.closed_at, self.closed_by = at, by[:150]

    @transition(field=state, source=State.OPEN, target=State.REMEDIED)
    def solve(self, *, at: datetime, by: str, remedy: str) -> None:
        """Something was done so that the promise need not slip, or slips less."""
        self.closed_at, self.closed_by, self.remedy = at, by[:150], remedy

    @transition(field=state, source=State.OPEN, target=State.WITHDRAWN)
    def withdraw(self, *, at: datetime, by: str) -> None:
        """The promise holds again, or nobody waits any more."""
        self.closed_at, self.closed_by = at, by[:150]


class PromiseChange(models.Model):
    """One change of a line's promise after the first: from which day to which, why, when and by whom."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="promise_changes")
    line = models.ForeignKey(OrderLine, on_delete=models.CASCADE, related_name="promise_changes")
    at = models.DateTimeField(_("at"))
    old_promised_on = models.DateField(_("from"), null=True)
    new_promised_on = models.DateField(_("to"), null=True)
    cause = models.CharField(_("cause"), max_length=20)
    cause_number = models.CharField(_("because of"), max_length=60, blank=True)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("change of a promise")
        verbose_name_plural = _("changes of promises")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["order", "id"], name="orders_promise_change_order"),
            models.Index(fields=["line", "at"], name="orders_promise_change_line"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.old_promised_on} → {self.new_promised_on}"
