from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.masterdata.models.money import Currency


class Company(models.Model):
    """The company that runs the product: one row, printed on every document.

    `release_stopped_at` is set while the nightly proof has found that the stock's books disagree:
    nothing new is handed to the pickers until they agree again or an administrator takes it on himself.
    """

    class ReservationPolicy(models.TextChoices):
        """When an order's goods are reserved."""

        AT_CONFIRMATION = "at_confirmation", _("When the order is confirmed")
        BEFORE_SHIPPING = "before_shipping", _("Some days before shipping")
        MANUAL = "manual", _("Only by hand")

    class AllocationSequence(models.TextChoices):
        """Who is served first where stock is scarce."""

        PRIORITY = "priority", _("By priority, then promise date")
        PROMISE_DATE = "promise_date", _("By promise date")
        FAIR_SHARE = "fair_share", _("Fair share: to everybody in proportion")

    name = models.CharField(_("name"), max_length=200)
    address = models.TextField(_("address"), blank=True)
    phone = models.CharField(_("phone"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    tax_number = models.CharField(_("tax number"), max_length=60, blank=True)
    bank_name = models.CharField(_("bank"), max_length=120, blank=True)
    bank_account = models.CharField(_("bank account"), max_length=60, blank=True)
    base_currency = models.ForeignKey(
        Currency, on_delete=models.PROTECT, related_name="+", verbose_name=_("base currency")
    )
    time_zone = models.CharField(_("time zone"), max_length=60, default="UTC")
    language = models.CharField(_("language of documents"), max_length=10, default="en")
    logo = models.FileField(_("logo"), upload_to="company/", blank=True)
    seal = models.FileField(_("seal image"), upload_to="company/", blank=True)
    auto_confirm_below = models.DecimalField(
        _("orders below this total confirm themselves"), max_digits=20, decimal_places=4, default=10000
    )
    approve_requisitions_below = models.DecimalField(
        _("requisitions below this amount approve themselves"),
        max_digits=20,
        decimal_places=4,
        default=0,
        db_default=0,
    )
    margin_floor_percent = models.DecimalField(
        _("prices with a margin below this percentage need approval"),
        max_digits=7,
        decimal_places=4,
        null=True,
        blank=True,
    )
    approve_quotations_below = models.DecimalField(
        _("quotations below this total approve themselves"),
        max_digits=20,
        decimal_places=4,
        default=50000,
        db_default=50000,
    )
    quotation_valid_days = models.PositiveSmallIntegerField(
        _("quotations hold for days"), default=30, db_default=30
    )
    submits_accepted_quotations = models.BooleanField(
        _("orders of quotations that customers accept by themselves are submitted"),
        default=True,
        db_default=True,
    )
    extra_freight = models.DecimalField(
        _("cost of a further shipment"), max_digits=20, decimal_places=4, default=0, db_default=0
    )
    late_penalty_percent = models.DecimalField(
        _("lateness penalty in percent of the value per day"),
        max_digits=7,
        decimal_places=4,
        default=0,
        db_default=0,
    )
    reservation_policy = models.CharField(
        _("goods are reserved"),
        max_length=20,
        choices=ReservationPolicy.choices,
        default=ReservationPolicy.AT_CONFIRMATION,
        db_default=ReservationPolicy.AT_CONFIRMATION.value,
    )
    reserve_days_before = models.PositiveSmallIntegerField(_("days before shipping"), default=3, db_default=3)
    allocation_sequence = models.CharField(
        _("scarce stock goes"),
        max_length=20,
        choices=AllocationSequence.choices,
        default=AllocationSequence.PRIORITY,
        db_default=AllocationSequence.PRIORITY.value,
    )
    release_stopped_at = models.DateTimeField(
        _("release to picking stopped"), null=True, blank=True, editable=False
    )
    gs1_prefix = models.CharField(
        _("GS1 company prefix"),
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text=_("7–10 digits; with it every package gets a serial shipping container code (SSCC)."),
    )
    auto_release_days = models.PositiveSmallIntegerField(
        _("release to the warehouse by itself, days before the promise"),
        null=True,
        blank=True,
        help_text=_("Fully reserved orders due within so many days go to picking; empty: by hand only."),
    )

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("company")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="masterdata_one_company"),
            models.CheckConstraint(
                condition=models.Q(reservation_policy__in=["at_confirmation", "before_shipping", "manual"]),
                name="masterdata_reservation_policy",
            ),
            models.CheckConstraint(
                condition=models.Q(allocation_sequence__in=["priority", "promise_date", "fair_share"]),
                name="masterdata_allocation_sequence",
            ),
        ]

    def __str__(self) -> str:
        return self.name
