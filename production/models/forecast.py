from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from erp.core.fields import QuantityField
from erp.identity.models import Region
from inventory.models import Item, ItemCategory

MOST_BEHIND, MOST_AHEAD = 520, 104


class ForecastSetting(models.Model):
    """How demand is forecast: by weeks or months, how far back and ahead, by region too or not."""

    class Bucket(models.TextChoices):
        WEEK = "week", _("Week")
        MONTH = "month", _("Month")

    bucket = models.CharField(
        _("forecast by"), max_length=6, choices=Bucket.choices, default=Bucket.MONTH, db_default="month"
    )
    buckets_behind = models.PositiveSmallIntegerField(
        _("history in weeks or months"),
        default=60,
        db_default=60,
        validators=[MinValueValidator(6), MaxValueValidator(MOST_BEHIND)],
    )
    buckets_ahead = models.PositiveSmallIntegerField(
        _("weeks or months ahead"),
        default=12,
        db_default=12,
        validators=[MinValueValidator(1), MaxValueValidator(MOST_AHEAD)],
    )
    by_region = models.BooleanField(_("also by sales region"), default=False, db_default=False)

    class Meta:
        verbose_name = _("forecast settings")
        verbose_name_plural = _("forecast settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(bucket__in=["week", "month"]), name="production_forecast_bucket_known"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    buckets_behind__range=(6, MOST_BEHIND), buckets_ahead__range=(1, MOST_AHEAD)
                ),
                name="production_forecast_setting_range",
            ),
        ]

    def __str__(self) -> str:
        return self.bucket


class Forecast(models.Model):
    """What is expected to be ordered of an item (of one region, or of all), and how good that was.

    `history` is what was ordered bucket by bucket from `history_from` on; `outliers` and `events` are places
    in it that were judged unusual. `tested` is the latest back-test: what would have been said for the last
    buckets. Errors are those of the back-test. A `refusal` says why there is no forecast.
    """

    class Refusal(models.TextChoices):
        TOO_SHORT = "too_short", _("Too little history")
        ALL_ZERO = "all_zero", _("Nothing was ordered")
        NOT_A_NUMBER = "not_a_number", _("The history can't be read")
        TOO_LARGE = "too_large", _("Quantities too large to reckon with")
        TOO_LONG = "too_long", _("Too much history")

    class Model(models.TextChoices):
        COMBINATION = "combination", _("Combination of four methods")
        SEASONAL = "seasonal_combination", _("Combination of four methods, with season")
        INTERMITTENT = "intermittent", _("Sparse demand")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="forecasts", verbose_name=_("item"))
    region = models.ForeignKey(
        Region, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("region")
    )
    bucket = models.CharField(_("forecast by"), max_length=6, choices=ForecastSetting.Bucket.choices)
    history_from = models.DateField(_("history from"), null=True)
    history = models.JSONField(default=list)
    outliers = models.JSONField(default=list)
    events = models.JSONField(default=list)
    tested = models.JSONField(default=list)
    model = models.CharField(_("model"), max_length=30, choices=Model.choices, blank=True, default="")
    weights = models.JSONField(default=dict)
    is_like = models.BooleanField(_("from a like item"), default=False)
    refusal = models.CharField(
        _("why there is none"), max_length=20, choices=Refusal.choices, blank=True, default=""
    )
    smape = models.FloatField(_("sMAPE"), null=True)
    mase = models.FloatField(_("MASE"), null=True)
    bias = models.FloatField(_("bias"), null=True)
    expected = QuantityField(_("expected in all"), default=0)
    value = models.DecimalField(
        _("value at list price"), max_digits=26, decimal_places=4, default=0, db_index=True
    )
    computed_at = models.DateTimeField(_("reckoned"))

    class Meta:
        verbose_name = _("forecast")
        verbose_name_plural = _("forecasts")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "region"], name="production_forecast_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(expected__gte=0, value__gte=0), name="production_forecast_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    def get_absolute_url(self) -> str:
        """The page of the forecast."""
        from django.urls import reverse

        return reverse("forecast", args=[self.pk])


class ForecastBucket(models.Model):
    """What a forecast says of one week or month: the mean, and between what it lies four times of five.

    A bucket that is over stays with what was last said of it, beside what was then ordered.
    """

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="buckets")
    starts_on = models.DateField(_("from"))
    mean = QuantityField(_("expected"))
    lower = QuantityField(_("at least"))
    upper = QuantityField(_("at most"))
    has_event = models.BooleanField(_("known event"), default=False)
    actual = QuantityField(_("ordered"), null=True)

    class Meta:
        verbose_name = _("forecast of a bucket")
        verbose_name_plural = _("forecasts of buckets")
        constraints = [
            models.UniqueConstraint(fields=["forecast", "starts_on"], name="production_forecast_bucket_once"),
            models.CheckConstraint(
                condition=models.Q(lower__gte=0, mean__gte=models.F("lower"), upper__gte=models.F("mean")),
                name="production_forecast_bucket_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.starts_on}"


class ForecastOverride(models.Model):
    """What a person says of one bucket instead, and why; scored against the model when the bucket is over."""

    forecast = models.ForeignKey(Forecast, on_delete=models.CASCADE, related_name="overrides")
    starts_on = models.DateField(_("from"))
    quantity = QuantityField(_("quantity"))
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    made_at = models.DateTimeField(_("made"))
    said = QuantityField(_("the model said"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    actual = QuantityField(_("ordered"), null=True)

    class Meta:
        verbose_name = _("forecast override")
        verbose_name_plural = _("forecast overrides")
        constraints = [
            models.UniqueConstraint(
                fields=["forecast", "starts_on"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="production_override_once",
            ),
            models.CheckConstraint(
                condition=models.Q(quantity__gte=0), name="production_override_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forecast_id} {self.starts_on}"

    @property
    def gained(self) -> Any:
        """By how much nearer than the model it came (below zero: farther); None until the bucket is over."""
        if self.actual is None:
            return None
        return abs(self.said - self.actual) - abs(self.quantity - self.actual)


class ForecastEvent(models.Model):
    """A known event that changes demand: a promotion, a holiday. One of the same name is the same again.

    What it multiplies demand by is learned from its earlier times, unless `uplift_percent` says it.
    """

    class Kind(models.TextChoices):
        PROMOTION = "promotion", _("Promotion")
        HOLIDAY = "holiday", _("Holiday")
        OTHER = "other", _("Other")

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.PROMOTION)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    item = models.ForeignKey(
        Item, on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("item")
    )
    category = models.ForeignKey(
        ItemCategory, on_delete=models.CASCADE, null=True, blank=True, related_name="+",
        verbose_name=_("category"),
    )  # fmt: skip
    uplift_percent = models.DecimalField(
        _("change of demand in percent"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(-100), MaxValueValidator(900)],
    )  # fmt: skip

    class Meta:
        verbose_name = _("known event")
        verbose_name_plural = _("known events")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "starts_on", "item", "category"],
                name="production_event_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="production_event_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(uplift_percent__isnull=True) | models.Q(uplift_percent__gte=-100),
                name="production_event_uplift",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.starts_on}"


class ForecastLike(models.Model):
    """A new item that is expected to sell as another one did, times a ratio, until it has its own history."""

    item = models.OneToOneField(
        Item, on_delete=models.CASCADE, related_name="forecast_like", verbose_name=_("item")
    )
    like = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", verbose_name=_("sells like"))
    ratio = models.DecimalField(
        _("ratio"), max_digits=10, decimal_places=4, default=1,
        validators=[MinValueValidator(0), MaxValueValidator(1000)],
    )  # fmt: skip

    class Meta:
        verbose_name = _("like item")
        verbose_name_plural = _("like items")
        constraints = [
            models.CheckConstraint(condition=models.Q(ratio__gt=0), name="production_like_ratio"),
            models.CheckConstraint(
                condition=~models.Q(item=models.F("like")), name="production_like_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} ~ {self.like_id}"
