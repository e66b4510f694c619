from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.models import Supplier
from inventory.models import Item, Warehouse


class PlanningRun(models.Model):
    """One run of MRP: what was asked, how it went, what it found.

    The plan in force is that of the run that completed last; its rows replace those of the run before.
    A net-change run amends the rows of its `base`. A run of a `scenario` plans reality with the scenario's
    changes laid over it: its rows stand beside the plan in force, are nobody's orders, and go when a later
    run of the scenario takes their place or the scenario is closed (`rows_kept`).
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to begin")
        RUNNING = "running", _("Running")
        COMPLETED = "completed", _("Completed")
        FAILED = "failed", _("Failed")

    class Mode(models.TextChoices):
        FULL = "full", _("Everything")
        NET_CHANGE = "net_change", _("What has changed")

    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.FULL)
    horizon_days = models.PositiveSmallIntegerField(_("days ahead"), default=180)
    base = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    scenario = models.ForeignKey(
        "Scenario",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="runs",
        verbose_name=_("scenario"),
    )
    rows_kept = models.BooleanField(default=True, db_default=True)
    planned_on = models.DateField(_("planned from"), null=True, blank=True)
    counts = models.JSONField(_("figures"), default=dict, blank=True)
    traces = models.BinaryField(null=True, editable=False)
    error = models.CharField(_("error"), max_length=100, blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    asked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("asked by")
    )
    asked_label = models.CharField(_("asked by"), max_length=150, blank=True)
    asked_at = models.DateTimeField(_("asked"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    seconds = models.FloatField(_("seconds"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("planning run")
        verbose_name_plural = _("planning runs")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["queued", "running", "completed", "failed"]),
                name="production_planning_run_state",
            ),
            models.CheckConstraint(
                condition=models.Q(mode__in=["full", "net_change"]), name="production_planning_run_mode"
            ),
            models.CheckConstraint(
                condition=models.Q(horizon_days__gte=1, horizon_days__lte=1000),
                name="production_planning_run_horizon",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it."""
        return f"MRP-{self.pk}"

    @property
    def ref(self) -> DocumentRef:
        """The run itself."""
        return DocumentRef("planning_run", self.pk, self.number)

    @property
    def why_whole(self) -> str:
        """In words, why a run that was to write what has changed wrote everything."""
        reasons = {
            "no_plan_before": _("there was no plan to compare with"),
            "most_has_changed": _("most of it had changed"),
            "stored_plan_differs": _("the stored plan was another one"),
            "scenario": _("the plan of a scenario is always written whole"),
        }
        return str(reasons.get(self.counts.get("written_whole", ""), ""))

    @property
    def rows_of(self) -> int:
        """The run whose rows are this one's plan."""
        return self.base_id or self.pk

    @transition(field=state, source=State.QUEUED, target=State.RUNNING)
    def begin(self) -> None:
        """It reckons."""

    @transition(field=state, source=State.RUNNING, target=State.COMPLETED)
    def complete(self) -> None:
        """Its plan is in force."""

    @transition(field=state, source=[State.QUEUED, State.RUNNING], target=State.FAILED)
    def fail(self, *, code: str, facts: dict) -> None:
        """It could not be reckoned; the plan before it stays."""
        self.error, self.error_facts = code[:100], facts


class PlannedOrder(models.Model):
    """MRP's proposal to make or buy a quantity; firmed it has become a work order or requisition.

    `wanted_on` is the day for which it is needed, `due_on` the one that can be kept. References of mass
    rows are proven by `check_integrity` rather than row by row.
    """

    class Kind(models.TextChoices):
        MAKE = "make", _("Make")
        BUY = "buy", _("Buy")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        FIRMED = "firmed", _("Firmed")

    run = models.ForeignKey(
        PlanningRun, on_delete=models.CASCADE, related_name="orders", db_constraint=False, db_index=False
    )
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind.choices)
    level = models.PositiveSmallIntegerField(_("level"), default=0)
    quantity = QuantityField(_("quantity"))
    release_on = models.DateField(_("release"))
    due_on = models.DateField(_("due"))
    wanted_on = models.DateField(_("wanted"))
    supplier = models.ForeignKey(
        Supplier, on_delete=models.SET_NULL, null=True, related_name="+", db_constraint=False, db_index=False
    )
    status = models.CharField(_("state"), max_length=8, choices=Status.choices, default=Status.PROPOSED)
    document_kind = models.CharField(max_length=30, blank=True)
    document_id = models.BigIntegerField(null=True, blank=True)
    document_number = models.CharField(_("document"), max_length=60, blank=True)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("planned order")
        verbose_name_plural = _("planned orders")
        indexes = [
            models.Index(fields=["run", "item", "warehouse"], name="production_planned_place"),
            models.Index(
                fields=["document_kind", "document_id"],
                name="production_planned_document",
                condition=models.Q(status="firmed"),
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="production_planned_positive"),
            models.CheckConstraint(
                condition=models.Q(release_on__lte=models.F("due_on")), name="production_planned_days"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it."""
        return f"PL-{self.pk}"

    @property
    def ref(self) -> DocumentRef:
        """The planned order itself."""
        return DocumentRef("planned_order", self.pk, self.number)

    @property
    def late_days(self) -> int:
        """By how many days it comes later than it is wanted."""
        return max((self.due_on - self.wanted_on).days, 0)


class PlannedForecast(models.Model):
    """What a plan expects of an item in a week beyond what was ordered: a need that pegs lead to.

    `expected` is the forecast, `taken` what orders have used up of it, `quantity` what is left.
    """

    run = models.ForeignKey(
        PlanningRun, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    starts_on = models.DateField(_("week from"))
    expected = QuantityField(_("expected"))
    taken = QuantityField(_("used up by orders"))
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("forecast in a plan")
        verbose_name_plural = _("forecasts in plans")
        indexes = [models.Index(fields=["run", "item", "warehouse"], name="production_pfcst_place")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    quantity__gt=0, taken__gte=0, expected=models.F("taken") + models.F("quantity")
                ),
                name="production_pfcst_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.starts_on}"


class PlannedPeg(models.Model):
    """One peg of a plan: a quantity that a supply has for a need of the same item and warehouse.

    `supply_id` is an expected supply, a waiting requisition or a planned order, 0 for stock; `need_id` a
    demand, the planned order that takes the item as a part, 0 for the safety stock, or what is expected. In
    the plan of a scenario either may be the change that brings it.
    """

    class Supply(models.IntegerChoices):
        ON_HAND = 0, _("Stock")
        EXPECTED = 1, _("Open supply")
        PLANNED = 2, _("Planned order")
        REQUESTED = 3, _("Requisition")
        SCENARIO = 4, _("Scenario")

    class Need(models.IntegerChoices):
        DEMAND = 0, _("Demand")
        PLANNED = 1, _("Planned order")
        SAFETY = 2, _("Safety stock")
        FORECAST = 3, _("Forecast")
        SCENARIO = 4, _("Scenario")

    run = models.ForeignKey(
        PlanningRun, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    supply_kind = models.PositiveSmallIntegerField(choices=Supply.choices)
    supply_id = models.BigIntegerField()
    need_kind = models.PositiveSmallIntegerField(choices=Need.choices)
    need_id = models.BigIntegerField()
    quantity = QuantityField(_("quantity"))

    class Meta:
        verbose_name = _("planned peg")
        verbose_name_plural = _("planned pegs")
        indexes = [
            models.Index(fields=["run", "item", "warehouse"], name="production_ppeg_place"),
            models.Index(fields=["need_id"], name="production_ppeg_need"),
        ]

    def __str__(self) -> str:
        return f"{self.supply_id} → {self.need_id}"


class PlanningException(models.Model):
    """What a plan asks its planner to look at: one line of the work list."""

    class Code(models.TextChoices):
        EXPEDITE = "expedite", _("Expedite")
        DEFER = "defer", _("Defer")
        CANCEL = "cancel", _("Cancel")
        PAST_DUE = "past_due", _("Past due")
        RELEASE_NOW = "release_now", _("Release now")
        LATE = "late", _("Late")

    class Subject(models.TextChoices):
        SUPPLY = "supply", _("Open supply")
        PLANNED = "planned_order", _("Planned order")
        DEMAND = "demand", _("Demand")

    run = models.ForeignKey(
        PlanningRun, on_delete=models.CASCADE, related_name="exceptions", db_constraint=False, db_index=False
    )
    code = models.CharField(_("message"), max_length=12, choices=Code.choices)
    subject = models.CharField(_("about"), max_length=13, choices=Subject.choices)
    subject_id = models.BigIntegerField()
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.CASCADE, related_name="+", db_constraint=False, db_index=False
    )
    document_kind = models.CharField(max_length=30, blank=True)
    document_id = models.BigIntegerField(null=True, blank=True)
    document_number = models.CharField(_("document"), max_length=60, blank=True)
    quantity = QuantityField(_("quantity"))
    now_on = models.DateField(_("now on"))
    better_on = models.DateField(_("better on"), null=True)
    is_done = models.BooleanField(_("settled"), default=False)
    decided_by = models.CharField(_("decided by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("planning exception")
        verbose_name_plural = _("planning exceptions")
        indexes = [models.Index(fields=["run", "item", "warehouse"], name="production_pexc_place")]

    def __str__(self) -> str:
        return f"{self.code} {self.document_number}"
