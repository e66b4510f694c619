from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField
from erp.masterdata.models import Supplier, WorkingCalendar


class WorkCenter(models.Model):
    """Where operations run: equal machines that work by a calendar, or a supplier's shop outside.

    The calendar's intervals are the shifts. `efficiency` 1 takes the planned time, 0.8 a quarter more.
    Costs are in base currency per hour of one machine.
    """

    code = models.CharField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    calendar = models.ForeignKey(
        WorkingCalendar,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_centers",
        verbose_name=_("working calendar"),
    )
    machines = models.PositiveSmallIntegerField(_("number of machines"), default=1)
    efficiency = models.DecimalField(_("efficiency"), max_digits=6, decimal_places=4, default=1)
    cost_per_hour = MoneyField(_("cost per hour"), default=0)
    setup_cost_per_hour = MoneyField(_("cost per hour of set-up"), default=0)
    is_outside = models.BooleanField(_("outside"), default=False)
    supplier = models.ForeignKey(
        Supplier,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="work_centers",
        verbose_name=_("supplier"),
    )
    is_active = models.BooleanField(_("active"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("work center")
        verbose_name_plural = _("work centers")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(machines__gte=1), name="production_center_machines"),
            models.CheckConstraint(
                condition=models.Q(efficiency__gt=0, efficiency__lte=10), name="production_center_efficiency"
            ),
            models.CheckConstraint(
                condition=models.Q(cost_per_hour__gte=0, setup_cost_per_hour__gte=0),
                name="production_center_costs",
            ),
            models.CheckConstraint(
                condition=models.Q(is_outside=True) | models.Q(calendar__isnull=False),
                name="production_center_calendar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
