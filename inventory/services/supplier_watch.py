"""What the shipped rules about suppliers do: stop trusting one, warn of one; when, the rules say.

The rules are `supplier_trust` and `supplier_on_time_falling` of `erp.rules`: whoever keeps them changes there
what counts. Their usual limits are the settings of receiving.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.masterdata.models import Supplier
from erp.masterdata.selectors.company import business_day
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from erp.rules.services.watching import ask_about
from inventory.models import InspectionExemption
from inventory.selectors.receiving import receiving_settings
from inventory.selectors.supplier_facts import (
    BAD_LOTS,
    HUNDRED,
    evidence_against,
    facts_of_supplier,
    monthly_rates,
    purchasing_manager_id,
    watched_suppliers,
)
from inventory.services.exemptions import FROZEN_ALERT, freeze_exemptions

TRUST, FALLING = "supplier_trust", "supplier_on_time_falling"
FALLING_ALERT = "supplier_on_time_falling"


def _ref(supplier: Supplier) -> DocumentRef:
    return DocumentRef("supplier", supplier.pk, supplier.code)


@command()
def stop_trusting(*, supplier_id: int, actor: Actor, at: datetime | None = None) -> bool:
    """Freeze a supplier's exemptions with what speaks against it, and warn the buyers; false without one.

    Locks:  its exemptions, then the supplier.
    Emits:  ExemptionChanged per exemption.
    """
    at = at or timezone.now()
    supplier = Supplier.objects.get(pk=supplier_id)
    rule, evidence = evidence_against(supplier, receiving_settings(), business_day(at))
    if not rule:  # the company's own limits are not reached: those of its rule are
        rule, evidence = "by_rule", {"facts": facts_of_supplier(supplier, at), "rule": actor.label}
    if not freeze_exemptions(supplier_id=supplier.pk, rule=rule, evidence=evidence, actor=actor, at=at):
        return False
    alert = NewAlert(
        code=FROZEN_ALERT, subject=_ref(supplier), role="buyer", level="critical",
        facts={"name": supplier.name, **_told(rule, evidence)},
    )  # fmt: skip
    raise_alert(alert=alert, actor=actor, at=at)
    return True


def _told(rule: str, evidence: Mapping[str, Any]) -> dict[str, Any]:
    """The evidence in one line."""
    if rule == BAD_LOTS:
        lots = evidence["lots"]
        detail = "; ".join(f"{lot['receipt']} {lot['pass_percent']} %" for lot in lots)
        return {"rule": rule, "lots": ", ".join(lot["receipt"] for lot in lots), "detail": detail}
    if rule == "late":
        detail = f"{evidence['mean_delay_days']} > {evidence['most_delay_days']} d"
        return {"rule": rule, "detail": detail}
    return {"rule": rule, "detail": str(evidence["rule"])}


@command()
def warn_of_fall(*, supplier_id: int, actor: Actor, at: datetime | None = None) -> bool:
    """Warn the purchasing manager of a supplier that is on time less and less; false when it stands open."""
    at = at or timezone.now()
    supplier = Supplier.objects.get(pk=supplier_id)
    settings, manager_id = receiving_settings(), purchasing_manager_id()
    rates = [
        f"{month} {'–' if rate is None else f'{plain(rate * HUNDRED)} %'}"
        for month, rate in monthly_rates(supplier, business_day(at), settings.falling_months)
    ]
    alert = NewAlert(
        code=FALLING_ALERT,
        subject=_ref(supplier),
        role="" if manager_id else "buyer",
        user_id=manager_id,
        level="warning",
        facts={"name": supplier.name, "count": settings.falling_months, "rates": " → ".join(rates)},
    )
    return raise_alert(alert=alert, actor=actor, at=at)


@command()
def settle_fall(*, supplier_id: int, actor: Actor, at: datetime) -> int:
    """Its punctuality falls no more: the warning is closed."""
    supplier = Supplier.objects.get(pk=supplier_id)
    return settle_alerts(code=FALLING_ALERT, subjects=[_ref(supplier)], actor=actor, at=at)


def watch_supplier(*, supplier_id: int, at: datetime | None = None) -> list[str]:
    """Ask the rules about one supplier now; gives what they found against it: bad_lots, late, a fall."""
    at = at or timezone.now()
    supplier = Supplier.objects.filter(pk=supplier_id).first()
    if supplier is None:
        return []
    fired = ask_about(codes=[TRUST, FALLING], subject=_ref(supplier), at=at)
    found = []
    if TRUST in fired:
        frozen = InspectionExemption.objects.filter(supplier_id=supplier_id, state="frozen")
        found.append(
            frozen.order_by("-frozen_at", "-pk").values_list("frozen_rule", flat=True).first() or TRUST
        )
    if FALLING in fired:
        found.append(FALLING_ALERT)
    return found


def watch_suppliers(*, at: datetime | None = None) -> dict[str, int]:
    """Ask the rules about every supplier that is trusted or has delivered lately; counts what was found."""
    at = at or timezone.now()
    counted: Counter[str] = Counter()
    for subject, _facts in list(watched_suppliers(at, None)):
        counted.update(watch_supplier(supplier_id=subject.id, at=at))
    return dict(counted)
