from datetime import datetime
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import transition

from erp.core.fields import MoneyField, QuantityField
from erp.core.machines import StateField
from erp.core.refs import DocumentRef
from erp.identity.models import User
from inventory.models.item import Item
from inventory.models.location import Location, Warehouse
from inventory.models.stock import Lot


class CountSettings(models.Model):
    """How the company counts: how often, how exact, and who may post what without approval. One row."""

    a_days = models.PositiveSmallIntegerField(
        _("count class A every (days)"), default=30, help_text=_("0 means never by itself.")
    )
    b_days = models.PositiveSmallIntegerField(_("count class B every (days)"), default=90)
    c_days = models.PositiveSmallIntegerField(_("count class C every (days)"), default=365)
    a_share = models.DecimalField(
        _("class A up to (% of the yearly value)"), max_digits=5, decimal_places=2, default=80
    )
    b_share = models.DecimalField(
        _("class B up to (% of the yearly value)"), max_digits=5, decimal_places=2, default=95
    )
    a_tolerance = models.DecimalField(_("tolerance of A in %"), max_digits=5, decimal_places=2, default=1)
    b_tolerance = models.DecimalField(_("tolerance of B in %"), max_digits=5, decimal_places=2, default=2)
    c_tolerance = models.DecimalField(_("tolerance of C in %"), max_digits=5, decimal_places=2, default=5)
    approval_value = MoneyField(
        _("differences up to this value post by themselves"),
        default=0,
        help_text=_("Sum of the absolute values of a count, in the base currency."),
    )
    recount_by_other = models.BooleanField(_("another person recounts"), default=True)
    lines_a_day = models.PositiveSmallIntegerField(
        _("places proposed a day and warehouse"), default=40, help_text=_("0 switches the proposals off.")
    )

    class Meta:
        verbose_name = _("settings of counting")
        verbose_name_plural = _("settings of counting")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    a_share__gt=0, b_share__gte=models.F("a_share"), b_share__lte=100, approval_value__gte=0
                ),
                name="inventory_count_settings_sane",
            ),
            models.CheckConstraint(
                condition=models.Q(a_tolerance__gte=0, b_tolerance__gte=0, c_tolerance__gte=0),
                name="inventory_count_tolerance_positive",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Settings of counting"))

    def days_of(self, abc: str) -> int:
        """How many days may lie between two counts of a class."""
        return int({"A": self.a_days, "B": self.b_days}.get(abc, self.c_days))

    def tolerance_of(self, abc: str) -> Decimal:
        """By how much percent a count of a class may differ without a recount."""
        return Decimal({"A": self.a_tolerance, "B": self.b_tolerance}.get(abc, self.c_tolerance))


class StockCount(models.Model):
    """A list of places to count, what was found there, and the correction of the books that followed."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OPEN = "open", _("Open")
        RECOUNT = "recount", _("Recount")
        COUNTED = "counted", _("Counted")
        APPROVED = "approved", _("Approved")
        POSTED = "posted", _("Posted")
        CANCELLED = "cancelled", _("Cancelled")

    number = models.CharField(_("number"), max_length=60, unique=True)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+")
    state = StateField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    abc_class = models.CharField(_("class"), max_length=1, blank=True)
    zone = models.CharField(_("zone"), max_length=40, blank=True)
    is_proposed = models.BooleanField(_("proposed by the plan"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    value = MoneyField(_("value of the differences"), default=0)
    absolute_value = MoneyField(_("absolute value of the differences"), default=0)
    created_by = models.CharField(_("made by"), max_length=150, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    opened_at = models.DateTimeField(_("handed out"), null=True)
    counted_at = models.DateTimeField(_("counted"), null=True)
    approved_by = models.CharField(_("approved by"), max_length=150, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True)
    posted_at = models.DateTimeField(_("posted"), null=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = _("stock count")
        verbose_name_plural = _("stock counts")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "-id"], name="inventory_count_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["draft", "open", "recount", "counted", "approved", "posted", "cancelled"]
                ),
                name="inventory_count_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(abc_class__in=["", "A", "B", "C"]), name="inventory_count_class_known"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def ref(self) -> DocumentRef:
        """The count itself."""
        return DocumentRef("count", self.pk, self.number)

    @transition(field=state, source=State.DRAFT, target=State.OPEN)
    def open(self, *, at: datetime) -> None:
        """Hand it to the counters."""
        self.opened_at = at

    @transition(field=state, source=[State.OPEN, State.RECOUNT], target=State.COUNTED)
    def finish(self, *, at: datetime) -> None:
        """Everything is counted and nothing has to be counted again."""
        self.counted_at = at

    @transition(field=state, source=[State.OPEN, State.COUNTED], target=State.RECOUNT)
    def ask_recount(self) -> None:
        """Some places have to be counted again by somebody else."""
        self.counted_at = None

    @transition(field=state, source=State.COUNTED, target=State.APPROVED)
    def approve(self, *, at: datetime, by: str) -> None:
        """The differences are believed."""
        self.approved_at, self.approved_by = at, by

    @transition(field=state, source=State.APPROVED, target=State.POSTED)
    def post(self, *, at: datetime) -> None:
        """The books say what was found."""
        self.posted_at = at

    @transition(
        field=state,
        source=[State.DRAFT, State.OPEN, State.RECOUNT, State.COUNTED, State.APPROVED],
        target=State.CANCELLED,
    )
    def cancel(self, *, reason: str) -> None:
        """Nothing of it is posted."""
        self.reason = reason


class StockCountLine(models.Model):
    """One item and lot at one place; what was there by the books and by the eyes at the same moment.

    `expected` is what should have lain on the shelf when it was counted: the balance less what was
    picked and had not left. The difference is posted as it is, whatever moved since.
    """

    count = models.ForeignKey(StockCount, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    location = models.ForeignKey(Location, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, related_name="+")
    abc_class = models.CharField(_("class"), max_length=1, default="C")
    is_found = models.BooleanField(_("was not on the list"), default=False)
    expected = QuantityField(_("expected"), null=True)
    counted = QuantityField(_("counted"), null=True)
    counted_at = models.DateTimeField(_("counted"), null=True)
    counted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    rounds = models.PositiveSmallIntegerField(_("times counted"), default=0)
    needs_recount = models.BooleanField(_("count again"), default=False)
    is_accurate = models.BooleanField(_("within tolerance"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    value = MoneyField(_("value of the difference"), default=0)
    is_live = models.BooleanField(default=True)

    class Meta:
        verbose_name = _("line of a stock count")
        verbose_name_plural = _("lines of a stock count")
        ordering = ["location__pick_sequence", "location__code", "id"]
        indexes = [models.Index(fields=["item", "location"], name="inventory_count_line_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["count", "item", "location", "lot"],
                nulls_distinct=False,
                name="inventory_counted_once_a_count",
            ),
            models.UniqueConstraint(
                fields=["item", "location", "lot"],
                condition=models.Q(is_live=True),
                nulls_distinct=False,
                name="inventory_counted_in_one_count",
            ),
            models.CheckConstraint(
                condition=models.Q(counted__isnull=True) | models.Q(counted__gte=0, expected__isnull=False),
                name="inventory_counted_has_expected",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.count_id}: {self.item_id}@{self.location_id}"

    @property
    def place(self) -> tuple[int, int, int | None]:
        """Item, location and lot: the balance it is about."""
        return (self.item_id, self.location_id, self.lot_id)

    @property
    def difference(self) -> Decimal | None:
        """What was found beyond the books; negative when something is missing; None while not counted."""
        if self.counted is None or self.expected is None:
            return None
        return self.counted - self.expected

    @property
    def worth(self) -> Decimal:
        """What the difference is worth: as it was posted, before that at the standard cost of today."""
        difference = self.difference
        return self.value or (difference or Decimal(0)) * self.item.standard_cost


class StockCountEntry(models.Model):
    """One answer of a counter; kept even when the place was counted again."""

    line = models.ForeignKey(StockCountLine, on_delete=models.CASCADE, related_name="entries")
    round = models.PositiveSmallIntegerField(_("round"))
    expected = QuantityField(_("expected"))
    counted = QuantityField(_("counted"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(_("by"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("answer of a counter")
        verbose_name_plural = _("answers of counters")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.line_id}: {self.counted}"
