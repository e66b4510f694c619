"""What speaks for and against a supplier, as the rules about suppliers ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from inventory.calc.scoring import bad_lots_in_a_row
from inventory.models import InspectionExemption, Receipt, ReceivingSettings
from inventory.selectors.receiving import receiving_settings
from inventory.selectors.supplier_score import (
    delivery_rows,
    lot_rows,
    monthly_scores,
    supplier_scores,
    window_of,
)

BAD_LOTS, LATE = "bad_lots", "late"
LOTS_BACK_DAYS = 730
LATELY_DAYS = 190
MOST_EVIDENCE = 20
MOST_FALLING = 12
HUNDRED = Decimal(100)


def is_trusted(supplier: Supplier) -> bool:
    """Whether some of its goods go past inspection."""
    granted = InspectionExemption.objects.filter(supplier=supplier, state=InspectionExemption.State.GRANTED)
    return supplier.is_inspection_exempt or granted.exists()


def evidence_against(
    supplier: Supplier, settings: ReceivingSettings, today: date
) -> tuple[str, dict[str, Any]]:
    """The rule that speaks against a supplier, with its evidence; empty when none does."""
    decided = _decided_at(supplier)
    lots = _lots_since(supplier, decided, today)
    least = settings.least_pass_percent / HUNDRED
    if bad_lots_in_a_row([row.lot for row in lots], least=least, count=settings.lots_in_a_row):
        return BAD_LOTS, {
            "least_pass_percent": plain(settings.least_pass_percent),
            "lots": [
                {
                    "receipt": row.receipt,
                    "product": row.sku,
                    "accepted": plain(row.lot.accepted),
                    "rejected": plain(row.lot.rejected),
                    "pass_percent": plain((row.lot.pass_rate * HUNDRED).quantize(Decimal("0.1"))),
                    "judged_on": row.lot.judged_on.isoformat(),
                }
                for row in lots[-settings.lots_in_a_row :]
            ],
        }
    return _lateness(supplier, settings, today, business_day(decided) if decided else None)


def _lateness(
    supplier: Supplier, settings: ReceivingSettings, today: date, decided_on: date | None
) -> tuple[str, dict[str, Any]]:
    since, until = window_of(today, settings.window_days)
    since = max(since, decided_on) if decided_on else since
    days = (until - since).days + 1
    figures = supplier_scores([supplier.pk], as_of=today, days=days)[supplier.pk]
    if figures.mean_delay_days is None or figures.mean_delay_days <= settings.most_delay_days:
        return "", {}
    late = [row for row in delivery_rows([supplier.pk], since, until) if row.days_late > 0]
    late.sort(key=lambda row: -row.days_late)
    return LATE, {
        "most_delay_days": plain(settings.most_delay_days),
        "mean_delay_days": plain(figures.mean_delay_days),
        "since": since.isoformat(),
        "until": until.isoformat(),
        "deliveries": figures.due,
        "late": [
            {
                "purchase_order": row.order,
                "line": row.line_no,
                "product": row.sku,
                "expected_on": row.delivery.expected_on.isoformat(),
                "complete_on": row.delivery.complete_on.isoformat() if row.delivery.complete_on else None,
                "days_late": row.days_late,
            }
            for row in late[:MOST_EVIDENCE]
        ],
    }


def _decided_at(supplier: Supplier) -> datetime | None:
    """When somebody last decided about its exemption: what was before is judged no more."""
    return (
        InspectionExemption.objects.filter(supplier=supplier, decided_at__isnull=False)
        .order_by("-decided_at")
        .values_list("decided_at", flat=True)
        .first()
    )


def watched_suppliers(
    at: datetime, only: Collection[int] | None
) -> Iterable[tuple[DocumentRef, dict[str, Any]]]:
    """The suppliers that are trusted or have delivered lately, each with its facts."""
    if only is None:
        since = business_day(at) - timedelta(days=LATELY_DAYS)
        ids = set(Supplier.objects.filter(is_inspection_exempt=True).values_list("pk", flat=True))
        granted = InspectionExemption.objects.filter(state=InspectionExemption.State.GRANTED)
        ids |= set(granted.values_list("supplier_id", flat=True))
        ids |= set(Receipt.objects.filter(arrived_on__gte=since).values_list("supplier_id", flat=True))
    else:
        ids = set(only)
    for supplier in Supplier.objects.filter(pk__in=ids).order_by("pk"):
        yield DocumentRef("supplier", supplier.pk, supplier.code), facts_of_supplier(supplier, at)


def facts_of_supplier(supplier: Supplier, at: datetime) -> dict[str, Any]:
    """Trust, the latest lots in a row below the company's pass rate, the mean delay, the fall of punctuality.

    Lots and delays count from the last decision about the exemption on; of a supplier that is not
    trusted only the fall is reckoned.
    """
    settings, today = receiving_settings(), business_day(at)
    trusted = is_trusted(supplier)
    facts: dict[str, Any] = {
        "supplier.code": supplier.code,
        "supplier.name": supplier.name,
        "supplier.is_trusted": trusted,
        "supplier.bad_lots_in_a_row": 0,
        "supplier.lots_in_a_row_limit": settings.lots_in_a_row,
        "supplier.delay_limit_days": float(settings.most_delay_days),
        "supplier.falling_months": falling_months(supplier, today),
        "supplier.falling_months_limit": settings.falling_months,
    }
    if trusted:
        decided = _decided_at(supplier)
        least = settings.least_pass_percent / HUNDRED
        count = 0
        for row in reversed(_lots_since(supplier, decided, today)):
            if row.lot.pass_rate >= least:
                break
            count += 1
        facts["supplier.bad_lots_in_a_row"] = count
        delay = _mean_delay(supplier, settings, today, business_day(decided) if decided else None)
        if delay is not None:
            facts["supplier.mean_delay_days"] = float(delay)
    return facts


def _lots_since(supplier: Supplier, decided: datetime | None, today: date) -> list[Any]:
    rows = lot_rows([supplier.pk], today - timedelta(days=LOTS_BACK_DAYS), today)
    return [row for row in rows if decided is None or row.judged_at > decided]


def _mean_delay(
    supplier: Supplier, settings: ReceivingSettings, today: date, decided_on: date | None
) -> Decimal | None:
    since, until = window_of(today, settings.window_days)
    since = max(since, decided_on) if decided_on else since
    days = (until - since).days + 1
    return supplier_scores([supplier.pk], as_of=today, days=days)[supplier.pk].mean_delay_days


def monthly_rates(supplier: Supplier, today: date, months: int) -> list[tuple[str, Decimal | None]]:
    """The on-time rates of the last full months, the latest last."""
    found = monthly_scores(supplier.pk, as_of=today, months=months + 2)[:-1]
    return [(f"{start:%Y-%m}", figures.on_time_rate) for start, figures in found]


def falling_months(supplier: Supplier, today: date) -> int:
    """How many of the last full months in a row had a lower on-time rate than the month before."""
    rates = [rate for _month, rate in monthly_rates(supplier, today, MOST_FALLING)]
    count = 0
    for before, after in zip(reversed(rates[:-1]), reversed(rates[1:]), strict=True):
        if before is None or after is None or after >= before:
            break
        count += 1
    return count


def purchasing_manager_id() -> int | None:
    """Whom most buyers report to; None when nobody is above them."""
    managers = User.objects.filter(
        roles__contains=["buyer"], is_active=True, manager__is_active=True
    ).values_list("manager_id", flat=True)
    counted = Counter(sorted(pk for pk in managers if pk is not None))
    return counted.most_common(1)[0][0] if counted else None
