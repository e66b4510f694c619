from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.refs import DocumentRef
from erp.identity.models import User


class Notification(models.Model):
    """One thing told to one person about one document: once per topic, document, rung and person.

    The words are those given (`title`, `text`), else those of the topic, in the reader's language.
    """

    class Priority(models.TextChoices):
        NORMAL = "normal", _("Normal")
        HIGH = "high", _("High")
        CRITICAL = "critical", _("Critical")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("to")
    )
    topic = models.CharField(_("topic"), max_length=80)
    title = models.CharField(_("title"), max_length=200, blank=True)
    text = models.CharField(_("text"), max_length=2000, blank=True)
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    priority = models.CharField(
        _("priority"), max_length=10, choices=Priority.choices, default=Priority.NORMAL
    )
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    subject_number = models.CharField(_("document"), max_length=60, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True)
    task_id = models.BigIntegerField(null=True, blank=True)
    dedupe = models.CharField(max_length=120, blank=True)
    by = models.CharField(_("by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("at"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["user", "-id"], name="notifications_of_user"),
            models.Index(
                fields=["user", "-id"],
                name="notifications_unread",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(
                fields=["task_id"],
                name="notifications_about_task",
                condition=models.Q(task_id__isnull=False, read_at__isnull=True),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "subject_kind", "subject_id", "dedupe", "user"],
                name="notifications_told_once",
            ),
            models.CheckConstraint(
                condition=models.Q(priority__in=["normal", "high", "critical"]),
                name="notifications_priority",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.subject_number}"

    @property
    def subject(self) -> DocumentRef:
        """The document it is about."""
        return DocumentRef(self.subject_kind, self.subject_id, self.subject_number)


class Delivery(models.Model):
    """One notification on its way through one channel, and what became of it."""

    class State(models.TextChoices):
        PENDING = "pending", _("Pending")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        SUPPRESSED = "suppressed", _("Suppressed")
        DIGESTED = "digested", _("In a digest")

    notification = models.ForeignKey(
        Notification, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("notification")
    )
    channel = models.CharField(_("channel"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PENDING)
    is_digest = models.BooleanField(_("waits for the digest"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    due_at = models.DateTimeField(_("next attempt"))
    done_at = models.DateTimeField(_("done"), null=True, blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due_at"], name="notifications_delivery_due", condition=models.Q(state="pending")
            ),
            models.Index(
                fields=["-id"], name="notifications_delivery_failed", condition=models.Q(state="failed")
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="notifications_one_delivery"),
            models.CheckConstraint(
                condition=models.Q(state__in=["pending", "sent", "failed", "suppressed", "digested"]),
                name="notifications_delivery_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class ChannelSetting(models.Model):
    """One channel as the administrator has set it up; its address and secret are kept encrypted.

    An address or secret from the environment stands before the ones kept here.
    """

    class Code(models.TextChoices):
        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")
        WECOM = "wecom", _("WeCom")
        DINGTALK = "dingtalk", _("DingTalk")
        FEISHU = "feishu", _("Feishu")
        SLACK = "slack", _("Slack")

    class Encoding(models.TextChoices):
        JSON = "json", _("JSON")
        FORM = "form", _("Form")

    code = models.CharField(_("channel"), max_length=20, choices=Code.choices, unique=True)
    is_enabled = models.BooleanField(_("switched on"), default=False)
    from_priority = models.CharField(
        _("taken from this priority on by those who chose nothing"),
        max_length=10,
        choices=Notification.Priority.choices,
        default=Notification.Priority.HIGH,
    )
    address_kept = models.TextField(blank=True)
    secret_kept = models.TextField(blank=True)
    allows_private = models.BooleanField(_("address inside the own network allowed"), default=False)
    timeout_seconds = models.PositiveSmallIntegerField(_("time limit in seconds"), default=8)
    encoding = models.CharField(
        _("form of the body"), max_length=10, choices=Encoding.choices, default=Encoding.JSON
    )
    body = models.JSONField(_("body"), default=dict, blank=True)
    headers = models.JSONField(_("headers"), default=dict, blank=True)
    success_text = models.CharField(_("text that a good answer has"), max_length=100, blank=True)
    version = models.PositiveIntegerField(default=1)
    tested_at = models.DateTimeField(_("last test"), null=True, blank=True)
    test_error = models.CharField(_("what the last test said"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(timeout_seconds__gte=1, timeout_seconds__lte=20),
                name="notifications_channel_timeout",
            )
        ]

    def __str__(self) -> str:
        return str(self.get_code_display())


class Preference(models.Model):
    """What one person wants to be told through, and when not."""

    class Digest(models.TextChoices):
        NONE = "", _("One mail each")
        HOURLY = "hourly", _("Every hour")
        DAILY = "daily", _("Once a day")

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="notification_preference")
    channels = models.JSONField(_("channels by topic"), default=dict, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True)
    digest = models.CharField(_("e-mails"), max_length=10, choices=Digest.choices, default="", blank=True)
    digest_at = models.TimeField(_("digest at"), default="08:00")
    mobile = models.CharField(_("mobile number"), max_length=30, blank=True)

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(digest__in=["", "hourly", "daily"]), name="notifications_digest"
            )
        ]

    def __str__(self) -> str:
        return str(self.user)
