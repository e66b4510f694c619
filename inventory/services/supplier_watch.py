"""The shipped rules about suppliers: who is trusted no more, and whose punctuality falls.

* Pass rate below 95 % in three lots in a row, or a mean delay above five days: the exemption is frozen and
  the buyers are warned, with the evidence. Only what happened since the last decision about it counts.
* On-time rate lower than the month before, three months in a row: the purchasing manager is warned.

The numbers are settings. Every rule speaks once while what it said stands open.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.identity.models import User
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from erp.notifications.selectors.alerts import open_subjects
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory.calc.scoring import bad_lots_in_a_row, falling
from inventory.models import InspectionExemption, Receipt, ReceivingSettings
from inventory.selectors.receiving import receiving_settings
from inventory.selectors.supplier_score import (
    delivery_rows,
    lot_rows,
    monthly_scores,
    supplier_scores,
    window_of,
)
from inventory.services.exemptions import FROZEN_ALERT, freeze_exemptions

BAD_LOTS, LATE = "bad_lots", "late"
FALLING_ALERT = "supplier_on_time_falling"
LOTS_BACK_DAYS = 730
MOST_EVIDENCE = 20
HUNDRED = Decimal(100)


@command()
def watch_supplier(*, supplier_id: int, at: datetime | None = None) -> list[str]:
    """Ask the rules about one supplier; gives the codes of those that fired.

    Locks:  its exemptions, when one is to be frozen.
    Emits:  ExemptionChanged when it is.
    """
    at = at or timezone.now()
    settings, today = receiving_settings(), business_day(at)
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        return []
    fired = []
    if _is_trusted(supplier):
        rule, evidence = _verdict(supplier, settings, today)
        if rule and _freeze(supplier, rule, evidence, at=at):
            fired.append(rule)
    if _warn_of_fall(supplier, settings, today, at=at):
        fired.append(FALLING_ALERT)
    return fired


def _is_trusted(supplier: Supplier) -> bool:
    granted = InspectionExemption.objects.filter(supplier=supplier, state=InspectionExemption.State.GRANTED)
    return supplier.is_inspection_exempt or granted.exists()


def _verdict(supplier: Supplier, settings: ReceivingSettings, today: date) -> tuple[str, dict[str, Any]]:
    """The rule that speaks against a supplier, with its evidence; empty when none does."""
    decided = (
        InspectionExemption.objects.filter(supplier=supplier, decided_at__isnull=False)
        .order_by("-decided_at")
        .values_list("decided_at", flat=True)
        .first()
    )
    lots = [
        row
        for row in lot_rows([supplier.pk], today - timedelta(days=LOTS_BACK_DAYS), today)
        if decided is None or row.judged_at > decided
    ]
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


def _freeze(supplier: Supplier, rule: str, evidence: dict[str, Any], *, at: datetime) -> bool:
    actor = system_actor("supplier rules")
    if not freeze_exemptions(supplier_id=supplier.pk, rule=rule, evidence=evidence, actor=actor, at=at):
        return False
    if rule == BAD_LOTS:
        facts = {"rule": rule, "lots": ", ".join(lot["receipt"] for lot in evidence["lots"])}
        facts["detail"] = "; ".join(f"{lot['receipt']} {lot['pass_percent']} %" for lot in evidence["lots"])
    else:
        facts = {"rule": rule, "detail": f"{evidence['mean_delay_days']} > {evidence['most_delay_days']} d"}
    alert = NewAlert(
        code=FROZEN_ALERT,
        subject=DocumentRef("supplier", supplier.pk, supplier.code),
        role="buyer",
        level="critical",
        facts={"name": supplier.name, **facts},
    )
    raise_alert(alert=alert, actor=actor, at=at)
    return True


def _warn_of_fall(supplier: Supplier, settings: ReceivingSettings, today: date, *, at: datetime) -> bool:
    """Warn while the on-time rates of the last full months only fall; settle it when they rise."""
    actor = system_actor("supplier rules")
    subject = DocumentRef("supplier", supplier.pk, supplier.code)
    months = monthly_scores(supplier.pk, as_of=today, months=settings.falling_months + 2)[:-1]
    rates = [figures.on_time_rate for _start, figures in months]
    if not falling(rates, times=settings.falling_months):
        if any(ref.id == supplier.pk for ref in open_subjects(FALLING_ALERT)):
            settle_alerts(code=FALLING_ALERT, subjects=[subject], actor=actor, at=at)
        return False
    manager_id = purchasing_manager_id()
    known = {
        f"{start:%Y-%m}": plain((figures.on_time_rate or Decimal(0)) * HUNDRED) for start, figures in months
    }
    alert = NewAlert(
        code=FALLING_ALERT,
        subject=subject,
        role="" if manager_id else "buyer",
        user_id=manager_id,
        level="warning",
        facts={
            "name": supplier.name,
            "count": settings.falling_months,
            "rates": " → ".join(f"{month} {rate} %" for month, rate in known.items()),
        },
    )
    return raise_alert(alert=alert, actor=actor, at=at)


def purchasing_manager_id() -> int | None:
    """Whom most buyers report to; None when nobody is above them."""
    managers = User.objects.filter(
        roles__contains=["buyer"], is_active=True, manager__is_active=True
    ).values_list("manager_id", flat=True)
    counted = Counter(sorted(pk for pk in managers if pk is not None))
    return counted.most_common(1)[0][0] if counted else None


def watch_suppliers(*, at: datetime | None = None) -> dict[str, int]:
    """Ask the rules about every supplier that is trusted or has delivered lately.

    Each in its own transaction. Gives how often each rule fired. Running it again changes nothing.
    """
    at = at or timezone.now()
    since = business_day(at) - timedelta(days=190)
    ids = set(Supplier.objects.filter(is_inspection_exempt=True).values_list("pk", flat=True))
    ids |= set(
        InspectionExemption.objects.filter(state=InspectionExemption.State.GRANTED).values_list(
            "supplier_id", flat=True
        )
    )
    ids |= set(Receipt.objects.filter(arrived_on__gte=since).values_list("supplier_id", flat=True))
    counted: Counter[str] = Counter()
    for supplier_id in sorted(ids):
        counted.update(watch_supplier(supplier_id=supplier_id, at=at))
    return dict(counted)
