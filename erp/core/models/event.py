from django.db import models
from django.utils.translation import gettext_lazy as _


class LoggedEvent(models.Model):
    """One fact of the past: timeline, audit trail and source of the outbox in one append-only table."""

    uid = models.UUIDField(unique=True)
    at = models.DateTimeField(_("at"))
    name = models.CharField(_("event"), max_length=60)
    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    document_number = models.CharField(_("document"), max_length=60, blank=True)
    about_kind = models.CharField(max_length=30)
    about_id = models.BigIntegerField()
    about_number = models.CharField(_("about"), max_length=60, blank=True)
    actor_kind = models.CharField(max_length=20)
    actor_id = models.BigIntegerField(null=True)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)
    actor_via = models.CharField(max_length=60, blank=True)
    request_id = models.CharField(max_length=60, blank=True)
    facts = models.JSONField(default=dict)
    changes = models.JSONField(_("changes"), default=dict)

    class Meta:
        db_table = "core_event"
        verbose_name = _("event")
        verbose_name_plural = _("audit trail")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["about_kind", "about_id", "id"], name="core_event_about"),
            models.Index(fields=["document_kind", "document_id", "id"], name="core_event_document"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.document_number}"


class OutboxMessage(models.Model):
    """One event on its way to one deferred subscriber; removed on delivery, kept when dead."""

    event = models.ForeignKey(LoggedEvent, on_delete=models.PROTECT, related_name="+")
    subscriber = models.CharField(_("subscriber"), max_length=80)
    stream_kind = models.CharField(max_length=30)
    stream_id = models.BigIntegerField()
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"))
    is_dead = models.BooleanField(_("given up"), default=False)
    last_error = models.TextField(_("last error"), blank=True)

    class Meta:
        verbose_name = _("outbox message")
        verbose_name_plural = _("outbox")
        constraints = [
            models.UniqueConstraint(fields=["event", "subscriber"], name="core_outbox_once_per_subscriber")
        ]
        indexes = [
            models.Index(fields=["stream_kind", "stream_id", "subscriber", "id"], name="core_outbox_stream"),
            models.Index(
                fields=["next_attempt_at"], name="core_outbox_due", condition=models.Q(is_dead=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subscriber} #{self.event_id}"


class EventListener(models.Model):
    """An event that a subscriber of many events at once asks for; kept by the rules that are in force."""

    subscriber = models.CharField(_("subscriber"), max_length=80)
    event_name = models.CharField(_("event"), max_length=80)

    class Meta:
        verbose_name = _("event listener")
        verbose_name_plural = _("event listeners")
        constraints = [
            models.UniqueConstraint(fields=["event_name", "subscriber"], name="core_eventlistener_once")
        ]

    def __str__(self) -> str:
        return f"{self.subscriber}: {self.event_name}"


class AuditSeal(models.Model):
    """A batch of events sealed into the hash chain; a changed or missing event breaks its digest."""

    position = models.PositiveBigIntegerField(unique=True)
    sealed_at = models.DateTimeField(auto_now_add=True)
    last_event_id = models.BigIntegerField()
    event_ids = models.JSONField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("audit seal")
        verbose_name_plural = _("audit seals")
        ordering = ["-position"]

    def __str__(self) -> str:
        return f"#{self.position}"
