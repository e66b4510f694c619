"""What people say instead of a forecast: with a reason, kept apart, scored later."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.errors import Invalid, NotFound
from erp.core.events import emit
from erp.core.quantity import QUANTITY_MAX, plain
from erp.core.records import MOST_REASON
from erp.core.refs import DocumentRef
from erp.masterdata.selectors.company import business_day
from production import locks
from production.calc.forecast.buckets import bucket_of
from production.events import ForecastOverridden, ForecastOverrideWithdrawn
from production.models import Forecast, ForecastOverride

OVERRIDE = ("production.override_forecast", "Say something else than a forecast, with a reason")


def forecast_ref(forecast: Forecast) -> DocumentRef:
    """The forecast as the audit trail names it."""
    region = f" {forecast.region.code}" if forecast.region else ""
    return DocumentRef("forecast", forecast.pk, f"{forecast.item.sku}{region}")


@command(*OVERRIDE)
def override_forecast(
    *,
    forecast_id: int,
    starts_on: date,
    quantity: Decimal,
    reason: str,
    actor: Actor,
    at: datetime | None = None,
) -> ForecastOverride:
    """Say how much will be asked for in one bucket to come; what was said before of it is withdrawn.

    The model's own figure is kept beside it, and both are scored when the bucket is over.

    Locks:  forecasts (no run meanwhile), the forecast.
    Emits:  ForecastOverridden.
    Raises: NotFound; Invalid.
    """
    at = at or timezone.now()
    locks.lock_forecasts()
    forecast = locks.forecast_for_update(forecast_id)
    reason = _checked(quantity, reason)
    if starts_on < bucket_of(business_day(at), forecast.bucket):
        raise Invalid.field("start_date", _("This period is over."))
    bucket = forecast.buckets.filter(starts_on=starts_on).first()
    if bucket is None:
        raise Invalid.field("start_date", _("There is no forecast that begins on this day."))
    before = forecast.overrides.filter(starts_on=starts_on, withdrawn_at__isnull=True).first()
    if before is not None:
        before.withdrawn_at = at
        before.save(update_fields=["withdrawn_at"])
    row = ForecastOverride.objects.create(
        forecast=forecast,
        starts_on=starts_on,
        quantity=quantity,
        reason=reason,
        author_id=actor.user_id,
        made_at=at,
        said=bucket.mean,
    )
    told = ForecastOverridden(
        document=forecast_ref(forecast),
        starts_on=starts_on.isoformat(),
        quantity=str(plain(quantity)),
        said=str(plain(bucket.mean)),
        reason=reason,
    )
    emit(told, actor=actor, at=at)
    return row


def _checked(quantity: Decimal, reason: str) -> str:
    """The reason, cleaned.

    Raises: Invalid.
    """
    if not quantity.is_finite() or not 0 <= quantity <= QUANTITY_MAX:
        raise Invalid.field("quantity", _("This can't be negative."))
    exponent = quantity.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -6:
        raise Invalid.field("quantity", _("Has more than six decimals."))
    cleaned = " ".join(reason.replace("\x00", "").split())
    if not cleaned:
        raise Invalid.field("reason", _("Give a reason."))
    if len(cleaned) > MOST_REASON:
        raise Invalid.field("reason", _("This text is too long."))
    return cleaned


@command(*OVERRIDE)
def withdraw_override(
    *, forecast_id: int, starts_on: date, actor: Actor, at: datetime | None = None
) -> Forecast:
    """Let the model's figure of one bucket to come count again.

    Locks:  forecasts, the forecast.
    Emits:  ForecastOverrideWithdrawn.
    Raises: NotFound when nothing is said of the bucket, or when it is over.
    """
    at = at or timezone.now()
    locks.lock_forecasts()
    forecast = locks.forecast_for_update(forecast_id)
    row = forecast.overrides.filter(
        starts_on=starts_on, withdrawn_at__isnull=True, actual__isnull=True
    ).first()
    if row is None:
        raise NotFound(kind="forecast_override", key=starts_on.isoformat())
    row.withdrawn_at = at
    row.save(update_fields=["withdrawn_at"])
    emit(
        ForecastOverrideWithdrawn(document=forecast_ref(forecast), starts_on=starts_on.isoformat()),
        actor=actor,
        at=at,
    )
    return forecast
