from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField


class Operation(models.Model):
    """A step of a work order at a work center; steps run in the order of their numbers.

    `run_minutes` are per unit of the item. Quantities are cumulative: what this step has finished well
    and what it has spoiled. `outside_days`: how long it takes at the supplier to whom somebody gave it,
    instead of what its routing says; `back_on` is the day that the purchase order says. `said_at` is the
    moment of the latest news that set the state, so that news that comes late does not undo it.

    Where pieces are inspected, so many percent of them, `unchecked` are the good ones that nobody has
    looked at yet: they do not go on. `rejected` ones stand aside until it is decided what becomes of them,
    `reworked` ones have gone to a work order of their own.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        FINISHED = "finished", _("Finished")
        CANCELLED = "cancelled", _("Cancelled")

    work_order = models.ForeignKey(
        "production.WorkOrder", on_delete=models.CASCADE, related_name="operations"
    )
    number = models.PositiveIntegerField(_("number"))
    work_center = models.ForeignKey(
        "production.WorkCenter",
        on_delete=models.PROTECT,
        null=True,
        related_name="work_order_operations",
        verbose_name=_("work center"),
    )
    name = models.CharField(_("name"), max_length=120)
    setup_minutes = models.DecimalField(_("set-up minutes"), max_digits=14, decimal_places=4, default=0)
    run_minutes = models.DecimalField(_("run minutes per unit"), max_digits=14, decimal_places=4, default=0)
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    good = QuantityField(_("good"), default=0)
    scrapped = QuantityField(_("scrapped"), default=0)
    unchecked = QuantityField(_("to be inspected"), default=0, db_default=0)
    rejected = QuantityField(_("to be decided"), default=0, db_default=0)
    reworked = QuantityField(_("gone to rework"), default=0, db_default=0)
    inspection_percent = models.DecimalField(
        _("inspected (%)"), max_digits=6, decimal_places=3, null=True, blank=True
    )
    inspection_note = models.CharField(_("what is inspected"), max_length=400, blank=True, db_default="")
    worker = models.CharField(_("worker"), max_length=150, blank=True)
    started_at = models.DateTimeField(_("started"), null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    said_at = models.DateTimeField(null=True)
    outside_days = models.PositiveSmallIntegerField(_("days outside"), null=True, blank=True)
    back_on = models.DateField(_("comes back from the supplier"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("operations")
        ordering = ["work_order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["work_order", "number"], name="production_wo_operation_number"),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "running", "paused", "finished", "cancelled"]),
                name="production_wo_operation_state",
            ),
            models.CheckConstraint(
                condition=models.Q(good__gte=0, scrapped__gte=0), name="production_wo_operation_quantities"
            ),
            models.CheckConstraint(
                condition=models.Q(unchecked__gte=0, rejected__gte=0, reworked__gte=0)
                & models.Q(unchecked__lte=models.F("good")),
                name="production_wo_operation_inspected",
            ),
        ]
        indexes = [
            models.Index(
                fields=["work_center", "state"],
                name="production_wo_operation_jobs",
                condition=models.Q(state__in=["pending", "running", "paused"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def passed(self) -> Decimal:
        """Good pieces that may go on: all, or where pieces are inspected those that were."""
        return self.good - self.unchecked

    @property
    def done(self) -> Decimal:
        """All pieces that it has had, whatever became of them."""
        return self.good + self.scrapped + self.rejected + self.reworked

    @transition(field=state, source=[State.PENDING, State.PAUSED, State.FINISHED], target=State.RUNNING)
    def start(self) -> None:
        """Somebody works on it, for the first time or again."""

    @transition(field=state, source=State.RUNNING, target=State.PAUSED)
    def pause(self) -> None:
        """Work on it rests."""

    @transition(field=state, source=[State.PENDING, State.RUNNING, State.PAUSED], target=State.FINISHED)
    def finish(self, *, at: datetime) -> None:
        """This step is done."""
        self.finished_at = at

    @transition(field=state, source=[State.PENDING, State.RUNNING, State.PAUSED], target=State.CANCELLED)
    def drop(self) -> None:
        """It will not be done any more."""


class WorkReport(models.Model):
    """One piece of news from the shop floor about an operation: begun, paused, pieces made, finished.

    From a person or a machine. `key` is the sender's own name of it, taken once however often it is sent.
    What can't be counted yet waits with the reason and is tried again after every other report.
    """

    class Kind(models.TextChoices):
        START = "start", _("Start")
        PAUSE = "pause", _("Pause")
        REPORT = "report", _("Report")
        FINISH = "finish", _("Finish")

    class State(models.TextChoices):
        APPLIED = "applied", _("Counted")
        WAITING = "waiting", _("Waiting")
        REFUSED = "refused", _("Refused")

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="reports")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.APPLIED)
    key = models.CharField(_("sender's key"), max_length=120, null=True, unique=True)
    good = QuantityField(_("good"), default=0)
    scrap = QuantityField(_("scrap"), default=0)
    rejected = QuantityField(_("to be decided"), default=0, db_default=0)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    refusal = models.CharField(_("why it waits"), max_length=300, blank=True)
    worker = models.CharField(_("worker"), max_length=150, blank=True)
    at = models.DateTimeField(_("at"))
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("report of the shop floor")
        verbose_name_plural = _("reports of the shop floor")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(good__gte=0, scrap__gte=0), name="production_report_quantities"
            ),
            models.CheckConstraint(condition=models.Q(rejected__gte=0), name="production_report_rejected"),
        ]
        indexes = [
            models.Index(
                fields=["operation"], name="production_report_waiting", condition=models.Q(state="waiting")
            )
        ]

    def __str__(self) -> str:
        return f"{self.operation_id}: {self.kind}"
