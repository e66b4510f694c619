from django.db import models
from django.utils.translation import gettext_lazy as _


class OutgoingMail(models.Model):
    """A document on its way to somebody by e-mail; each kind of document has a table of its own.

    `kept` says that no mail server is configured and the message lies in a folder of this installation;
    `sending` that a worker has handed it to the mail server, or died while it did: `done_at` says when.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("On its way")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        KEPT = "kept", _("Kept in the mail folder")
        FAILED = "failed", _("Not delivered")

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
        abstract = True
        ordering = ["-id"]
