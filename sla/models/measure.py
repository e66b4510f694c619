from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import MoneyField
from orders.models import Order


class MetricTarget(models.Model):
    """What a measure is to reach from a day on, where it began, and which department answers for it.

    Units: shares from 0 to 1, else the measure's own unit. In force is the latest row whose day has come.
    """

    metric = models.CharField(_("measure"), max_length=40)
    from_on = models.DateField(_("in force from"))
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=6)
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=6, null=True, blank=True)
    department = models.CharField(_("responsible department"), max_length=40)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("target of a measure")
        verbose_name_plural = _("targets of measures")
        ordering = ["metric", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["metric", "from_on"], name="sla_metric_target_once"),
            models.CheckConstraint(
                condition=models.Q(target__gte=0)
                & (models.Q(baseline__isnull=True) | models.Q(baseline__gte=0)),
                name="sla_metric_target_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.from_on}"


class KeptFacts(models.Model):
    """What the books say of an order that is over, in the shape of `sla.calc.kept_facts`.

    A cache of what is dear to reckon: valid for as-of days from `settles_on` on while `basis` is that of
    the product and no event about the order is newer than `event_id`. It may be deleted at any time.
    """

    order = models.OneToOneField(Order, on_delete=models.CASCADE, primary_key=True, related_name="+")
    basis = models.CharField(max_length=80)
    event_id = models.BigIntegerField()
    settles_on = models.DateField()
    facts = models.JSONField()

    class Meta:
        verbose_name = _("kept facts of an order")
        verbose_name_plural = _("kept facts of orders")

    def __str__(self) -> str:
        return f"{self.order_id}"


class MetricSnapshot(models.Model):
    """A measure of the whole company over a month as of a day, reckoned by a version of its definition.

    A cache: it may be deleted and made again at any time.
    """

    metric = models.CharField(max_length=40)
    definition = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    as_of = models.DateField()
    counted = models.IntegerField(default=0)
    hits = models.IntegerField(default=0)
    weight = models.IntegerField(default=0)
    right = models.IntegerField(default=0)
    seconds = models.BigIntegerField(default=0)
    value = models.DecimalField(max_digits=20, decimal_places=8, null=True)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("snapshot of a measure")
        verbose_name_plural = _("snapshots of measures")
        ordering = ["metric", "starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["metric", "definition", "starts_on", "ends_on", "as_of"],
                name="sla_metric_snapshot_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    counted__gte=0, hits__lte=models.F("counted"), right__lte=models.F("weight")
                ),
                name="sla_metric_snapshot_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.starts_on}"


class MetricBaseline(models.Model):
    """The measures of a period, frozen, to compare later ones with. Never changed: a trigger refuses."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    as_of = models.DateField(_("as of"))
    definition = models.PositiveSmallIntegerField()
    figures = models.JSONField(_("figures"))
    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("baseline")
        verbose_name_plural = _("baselines")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__lte=models.F("ends_on")), name="sla_baseline_forward"
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoiAssumptions(models.Model):
    """What the company assumes about money when it compares before and after; one row."""

    yearly_revenue = MoneyField(_("yearly revenue"), default=0)
    yearly_orders = models.DecimalField(_("orders a year"), max_digits=14, decimal_places=2, default=0)
    stock_value = MoneyField(_("stock value"), default=0)
    retention_per_point = models.DecimalField(
        _("revenue kept per point of on-time delivery"), max_digits=9, decimal_places=6, default="0.002"
    )
    contribution = models.DecimalField(_("contribution"), max_digits=9, decimal_places=6, default="0.3")
    capital_cost = models.DecimalField(_("cost of capital"), max_digits=9, decimal_places=6, default="0.06")
    labor_per_hour = MoneyField(_("cost of an hour's work"), default=40)
    minutes_per_setback = models.DecimalField(
        _("minutes of work per set-back"), max_digits=9, decimal_places=2, default=20
    )
    cost_per_error = MoneyField(_("cost of an order that is not perfect"), default=60)
    investment = MoneyField(_("investment a year"), default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("assumptions")
        verbose_name_plural = _("assumptions")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="sla_roi_one_row")]

    def __str__(self) -> str:
        return str(_("Assumptions"))
