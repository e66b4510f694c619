"""Work on the shelves of the demo company: stocktake differences, a transfer, and what lies too low."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from django.db.models import DecimalField, F, Q, Sum, Value
from django.db.models.functions import Coalesce

from erp.core.actor import system_actor
from erp.core.quantity import plain
from erp.core.refs import DocumentRef
from erp.identity.selectors.actors import actor_for
from erp.notifications.services.alerts import NewAlert, raise_alerts
from inventory.models import Item
from inventory.services.stock import adjust_stock
from inventory.services.transfers import transfer_stock
from orders.services.demo import phrases
from orders.services.demo.phrases import say
from orders.services.demo.plan import DemoPlan
from orders.services.demo.written import Written


def do_stock_work(plan: DemoPlan, written: Written) -> None:
    """Stocktake differences, a breakage and a refill of the depot that is on its way."""
    keeper = actor_for(written.people["warehouse_manager"])
    items = [
        item
        for item in plan.catalog.sold()
        if not item.is_lot_tracked
        and plan.supply.on_hand[item.sku] > 12
        and item.sku not in plan.supply.short
    ][:8]
    reasons = (phrases.STOCKTAKE, phrases.DAMAGED, phrases.STOCKTAKE)
    for days, item, quantity, reason in zip((12, 6, 2), items, (-1, -2, 2), reasons, strict=False):
        adjust_stock(
            item=written.items[item.sku],
            warehouse=written.main,
            quantity=Decimal(quantity),
            reason=say(reason, plan.language),
            actor=keeper,
            at=plan.now - timedelta(days=days, hours=2),
        )
    for item in items[3:5]:
        transfer_stock(
            item=written.items[item.sku],
            from_warehouse=written.main,
            to_warehouse=written.depot,
            quantity=Decimal(6),
            reason=say(phrases.TRANSFER, plan.language),
            actor=keeper,
            transit_days=4,
            at=plan.now - timedelta(days=1, hours=3),
        )


def raise_low_stock(plan: DemoPlan, written: Written) -> None:
    """Tell buyers and planners what lies below its safety stock, as the nightly look would."""
    free = Coalesce(
        Sum(
            F("balances__on_hand") - F("balances__reserved"),
            filter=Q(balances__warehouse=written.main),
        ),
        Value(Decimal(0)),
        output_field=DecimalField(),
    )
    low = Item.objects.annotate(free=free).filter(safety_stock__gt=F("free"), kind=Item.Kind.STOCKED)
    alerts = [
        NewAlert(
            code="stock_below_safety",
            subject=DocumentRef("product", item.pk, item.sku),
            role="planner" if item.supply == Item.Supply.MAKE else "buyer",
            level="critical" if item.free <= 0 else "warning",
            facts={
                "available": plain(item.free),
                "warehouse": written.main.code,
                "safety_stock": plain(item.safety_stock),
            },
        )
        for item in low.order_by("pk")[:60]
    ]
    raise_alerts(alerts=alerts, actor=system_actor("stock"), at=plan.now - timedelta(hours=3))
