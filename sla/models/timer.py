from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import RETURN_VALUE, transition

from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.masterdata.models import Customer, WorkingCalendar
from sla.models.policy import SlaPolicy

OPEN = ("running", "paused")


class SlaTimer(models.Model):
    """A running clock of a node's visit or of a milestone of a document, against its target.

    Whether it is overdue is computed, never stored: running and `due_at` is past. While it is paused,
    `due_at` stays what it was at `paused_at`; one that is stopped while it stands keeps that moment. Since
    `running_since` it ran, until `paused_at`, `stopped_at` or now. `spent_microseconds` is the business
    time of the intervals before. `ladder` is that of the policy's version it began by; `next_rung` the next
    one to act, at `next_due_at`.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        MET = "met", _("Met")
        BREACHED = "breached", _("Breached")
        CANCELLED = "cancelled", _("Cancelled")

    policy = models.ForeignKey(
        SlaPolicy,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="timers",
        db_constraint=False,  # a level read ten seconds ago may be gone; no order may fail over that
        db_index=False,
        verbose_name=_("service level"),
    )
    source = models.CharField(_("rule"), max_length=160)
    process = models.CharField(_("process"), max_length=60, blank=True)
    node = models.CharField(_("node"), max_length=60)
    visit = models.PositiveIntegerField(default=1)
    case_id = models.BigIntegerField(null=True, blank=True)
    task_id = models.BigIntegerField(null=True, blank=True)
    token_id = models.BigIntegerField(null=True, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60)
    about_kind = models.CharField(max_length=30)
    about_id = models.BigIntegerField()
    about_number = models.CharField(_("order"), max_length=60)
    customer = models.ForeignKey(
        Customer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("customer"),
    )
    role = models.CharField(_("for the role"), max_length=40, blank=True)
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.RUNNING)
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("calendar"),
    )
    target_seconds = models.PositiveBigIntegerField(_("target in seconds"))
    is_fixed = models.BooleanField(_("due on a date"), default=False)
    started_at = models.DateTimeField(_("started"))
    running_since = models.DateTimeField()
    spent_microseconds = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(_("due"))
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    paused_for = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    ladder = models.JSONField(_("ladder"), default=list, blank=True)
    next_rung = models.PositiveSmallIntegerField(null=True, blank=True)
    next_action = models.CharField(max_length=20, blank=True)
    next_due_at = models.DateTimeField(_("next step"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("timer")
        verbose_name_plural = _("timers")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_due_at", "id"],
                name="sla_timer_next",
                condition=models.Q(state="running", next_due_at__isnull=False),
            ),
            models.Index(fields=["due_at", "id"], name="sla_timer_due", condition=models.Q(state="running")),
            models.Index(fields=["about_number", "-id"], name="sla_timer_order"),
            models.Index(fields=["node", "-id"], name="sla_timer_node"),
            models.Index(fields=["policy", "-id"], name="sla_timer_policy"),
            models.Index(
                fields=["stopped_at"], name="sla_timer_stopped", condition=models.Q(stopped_at__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "process", "node", "visit"],
                condition=models.Q(state__in=OPEN),
                name="sla_timer_open_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["running", "paused", "met", "breached", "cancelled"]),
                name="sla_timer_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="running", stopped_at__isnull=True, paused_at__isnull=True)
                | models.Q(
                    state="paused", stopped_at__isnull=True, paused_at__isnull=False, next_due_at__isnull=True
                )
                | models.Q(
                    state__in=["met", "breached", "cancelled"],
                    stopped_at__isnull=False,
                    next_due_at__isnull=True,
                ),
                name="sla_timer_state_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node} {self.subject_number}"

    @property
    def subject(self) -> DocumentRef:
        """The document whose clock it is."""
        return DocumentRef(self.subject_kind, self.subject_id, self.subject_number)

    @property
    def about(self) -> DocumentRef:
        """The document on whose timeline it is told."""
        return DocumentRef(self.about_kind, self.about_id, self.about_number)

    @property
    def ref(self) -> DocumentRef:
        """The timer itself."""
        return DocumentRef("sla_timer", self.pk, self.subject_number)

    def is_overdue(self, at: datetime) -> bool:
        """Whether it ran past its target and has not stopped."""
        return self.state == self.State.RUNNING and self.due_at < at

    @transition(field=state, source=State.RUNNING, target=State.PAUSED)
    def pause(self, *, at: datetime) -> None:
        """Time stops counting: the document waits for somebody else."""
        self.paused_at = at

    @transition(field=state, source=State.PAUSED, target=State.RUNNING)
    def resume(self, *, at: datetime) -> None:
        """Time counts again."""
        self.paused_at, self.running_since = None, at

    @transition(
        field=state,
        source=[State.RUNNING, State.PAUSED],
        target=RETURN_VALUE(State.MET, State.BREACHED),
    )
    def stop(self, *, at: datetime) -> str:
        """What was timed is done; the target was met when the clock stood at or before its due moment."""
        counted_until = self.paused_at or at
        self.stopped_at, self.next_due_at = at, None
        return "met" if counted_until <= self.due_at else "breached"

    @transition(field=state, source=[State.RUNNING, State.PAUSED], target=State.CANCELLED)
    def cancel(self, *, at: datetime) -> None:
        """What was timed will not be done."""
        self.stopped_at, self.next_due_at = at, None


class TimerInterval(models.Model):
    """A stretch in which a timer ran until it was paused; that since then stands in the timer. Only added."""

    timer = models.ForeignKey(SlaTimer, on_delete=models.CASCADE, related_name="intervals")
    began_at = models.DateTimeField(_("from"))
    ended_at = models.DateTimeField(_("to"), null=True, blank=True)

    class Meta:
        verbose_name = _("interval")
        verbose_name_plural = _("intervals")
        ordering = ["began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["timer"], condition=models.Q(ended_at__isnull=True), name="sla_interval_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("began_at")),
                name="sla_interval_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_at} – {self.ended_at or ''}"


class RungClaim(models.Model):
    """A rung that acted: written in the transaction of its effect, so that it acts exactly once."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        MOOT = "moot", _("No longer needed")
        REFUSED = "refused", _("Refused")

    timer = models.ForeignKey(SlaTimer, on_delete=models.CASCADE, related_name="claims")
    rung = models.PositiveSmallIntegerField(_("rung"))
    action = models.CharField(_("action"), max_length=20)
    due_at = models.DateTimeField(_("due"))
    at = models.DateTimeField(_("acted"))
    is_late = models.BooleanField(_("late"), default=False)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    facts = models.JSONField(_("facts"), default=dict)

    class Meta:
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        ordering = ["timer_id", "rung"]
        constraints = [models.UniqueConstraint(fields=["timer", "rung"], name="sla_rung_once")]

    def __str__(self) -> str:
        return f"{self.rung}: {self.action}"
