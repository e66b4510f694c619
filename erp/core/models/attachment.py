from django.db import models
from django.utils.translation import gettext_lazy as _


def attachment_path(instance: "Attachment", filename: str) -> str:
    """Where an upload is kept: by document, under a name that says nothing and can't collide."""
    return f"attachments/{instance.document_kind}/{instance.document_id}/{instance.digest[:32]}"


class Attachment(models.Model):
    """A file on a document or task, visible to those who see the document."""

    document_kind = models.CharField(max_length=30)
    document_id = models.BigIntegerField()
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(max_length=64)
    file = models.FileField(upload_to=attachment_path)
    uploaded_by_id = models.BigIntegerField(null=True)
    uploaded_by = models.CharField(_("by"), max_length=150, blank=True)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.UniqueConstraint(
                fields=["document_kind", "document_id", "digest"], name="core_attachment_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
