from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.masterdata.models import Customer, WorkingCalendar

_ONE_TARGET = models.Q(target_seconds__isnull=True) | models.Q(target_days__isnull=True)


class SlaPolicy(models.Model):
    """A service level: how long a step of a process or a milestone may take, and what follows if not.

    A target may be a length (`target_seconds`), working days (`target_days`), or neither, where the
    document says itself when it is due. `version` counts the edits; a timer keeps the one it began by.
    """

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    process = models.CharField(_("process"), max_length=60, blank=True)
    node = models.CharField(_("node"), max_length=60, blank=True)
    milestone = models.CharField(_("milestone"), max_length=60, blank=True)
    target_seconds = models.PositiveIntegerField(_("target in seconds"), null=True, blank=True)
    target_days = models.PositiveSmallIntegerField(_("target in working days"), null=True, blank=True)
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="sla_policies",
        verbose_name=_("calendar"),
    )
    is_around_the_clock = models.BooleanField(_("every hour counts"), default=False)
    ladder = models.JSONField(_("ladder"), default=list, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("service level")
        verbose_name_plural = _("service levels")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(milestone="") & ~models.Q(process="") & ~models.Q(node=""))
                | (~models.Q(milestone="") & models.Q(process="", node="")),
                name="sla_policy_one_clock",
            ),
            models.CheckConstraint(condition=_ONE_TARGET, name="sla_policy_one_target"),
            models.UniqueConstraint(
                fields=["process", "node", "milestone"],
                condition=models.Q(is_active=True),
                name="sla_policy_one_per_clock",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SlaTarget(models.Model):
    """A target that differs: for one customer, a tier of customers, or a priority of orders."""

    policy = models.ForeignKey(SlaPolicy, on_delete=models.CASCADE, related_name="targets")
    customer = models.ForeignKey(
        Customer,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("customer"),
    )
    tier = models.CharField(_("tier"), max_length=20, blank=True)
    priority = models.CharField(_("priority"), max_length=10, blank=True)
    target_seconds = models.PositiveIntegerField(_("target in seconds"), null=True, blank=True)
    target_days = models.PositiveSmallIntegerField(_("target in working days"), null=True, blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(customer__isnull=False, tier="", priority="")
                | (models.Q(customer__isnull=True, priority="") & ~models.Q(tier=""))
                | (models.Q(customer__isnull=True, tier="") & ~models.Q(priority="")),
                name="sla_target_one_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(target_seconds__isnull=False, target_days__isnull=True)
                | models.Q(target_seconds__isnull=True, target_days__isnull=False),
                name="sla_target_one_length",
            ),
            models.UniqueConstraint(
                fields=["policy", "customer", "tier", "priority"],
                name="sla_target_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer or self.tier or self.priority}"
