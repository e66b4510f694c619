"""Alerts of the stock: what lies below its safety stock, told once and settled when it is made good.

When that is, the rule `stock_below_safety` says.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from erp.core.actor import Actor
from erp.core.commands import command
from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.notifications.services.alerts import NewAlert, raise_alert, settle_alerts
from inventory.models import Item
from inventory.selectors.watched import near_safety_stock

CODE = "stock_below_safety"


@command()
def warn_of_short_stock(*, item_id: int, actor: Actor, at: datetime | None = None) -> bool:
    """Tell buyers (planners for made items) that an item runs short; false when it stands open."""
    item = Item.objects.get(pk=item_id)
    now = at or timezone.now()
    facts: dict[str, Any] = next((found for _ref, found in near_safety_stock(now, {item_id})), {})
    available = facts.get("product.available", 0.0)
    alert = NewAlert(
        code=CODE,
        subject=DocumentRef("product", item.pk, item.sku),
        role="planner" if item.supply == Item.Supply.MAKE else "buyer",
        level="critical" if available <= 0 else "warning",
        facts={"available": f"{available:g}", "warehouse": "", "safety_stock": plain(item.safety_stock)},
    )
    return raise_alert(alert=alert, actor=actor, at=at)


@command()
def settle_short_stock(*, item_id: int, actor: Actor, at: datetime | None = None) -> int:
    """There is enough again: the warning is closed."""
    return settle_alerts(code=CODE, subjects=[DocumentRef("product", item_id)], actor=actor, at=at)
