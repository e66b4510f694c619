"""Purchase orders that their supplier has not answered: the buyer hears of it before the goods are missed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from erp.core.actor import system_actor
from erp.core.commands import command
from erp.masterdata.selectors.company import business_day
from erp.notifications.selectors.alerts import open_subjects
from erp.notifications.services.alerts import NewAlert, raise_alerts, settle_alerts
from inventory.models import PurchaseOrder
from inventory.selectors.receiving import receiving_settings
from inventory.services.supplier_answers import UNCONFIRMED

MOST = 2_000


@command()
def watch_confirmations(*, at: datetime | None = None) -> tuple[int, int]:
    """Warn buyers of sent orders without an answer after the days a supplier has; settle what was answered.

    An order whose goods are due within those days is critical. What arrived or was cancelled needs no answer.
    Gives how many alerts are new and how many were settled. Running it again changes nothing.
    """
    at = at or timezone.now()
    actor, days, today = system_actor("purchasing"), receiving_settings().confirmation_days, business_day(at)
    silent = list(
        PurchaseOrder.objects.filter(
            state=PurchaseOrder.State.SENT,
            confirmation=PurchaseOrder.Confirmation.NONE,
            sent_at__lt=at - timedelta(days=days),
        )
        .select_related("supplier")
        .order_by("expected_on", "pk")[:MOST]
    )
    alerts = [
        NewAlert(
            code=UNCONFIRMED,
            subject=order.ref,
            role="buyer",
            level="critical" if order.expected_on <= today + timedelta(days=days) else "warning",
            facts={
                "supplier": order.supplier.name,
                "sent": business_day(order.sent_at or at).isoformat(),
                "due": order.expected_on.isoformat(),
            },
        )
        for order in silent
    ]
    raised = raise_alerts(alerts=alerts, actor=actor, at=at)
    known = {order.ref.key() for order in silent}
    gone = [ref for ref in open_subjects(UNCONFIRMED) if ref.key() not in known]
    settled = settle_alerts(code=UNCONFIRMED, subjects=gone, actor=actor, at=at) if gone else 0
    return len(raised), settled
