from django.db import models
from django.utils.translation import gettext_lazy as _


class Proof(models.Model):
    """One proof that the books agree: which invariants held, when, and who took a broken one on himself.

    `facts` of a proof of the books: `checks`, a list of {code, broken, rows}; of a proof under
    contention: the figures of its run.
    """

    class Kind(models.TextChoices):
        """What was proven."""

        BOOKS = "books", _("The books")
        CONCURRENCY = "concurrency", _("Many at once")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    at = models.DateTimeField(_("at"))
    seconds = models.DecimalField(_("seconds"), max_digits=10, decimal_places=3)
    is_green = models.BooleanField(_("holds"))
    facts = models.JSONField(_("facts"), default=dict)
    actor_label = models.CharField(_("by"), max_length=150, blank=True)
    overridden_at = models.DateTimeField(_("overridden"), null=True, blank=True)
    overridden_by = models.CharField(_("overridden by"), max_length=150, blank=True)
    override_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs of stock")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="inventory_proof_last")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["books", "concurrency"]), name="inventory_proof_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
