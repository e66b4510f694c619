"""The shipped rules about stock and suppliers."""

from django.db import migrations

from erp.rules.services.shipping import ship_rules, shipped, take_rules_back

RULES = [
    shipped(
        code="supplier_trust",
        name="Supplier no longer to be trusted",
        chinese="供应商质量或交期风险",
        description="Lots below the pass rate three times in a row, or a mean delay above five days: the inspection "
        "exemption is frozen and purchasing is warned. The limits are settings of receiving.",
        subject="supplier",
        trigger={
            "type": "threshold", "set": "inventory.suppliers", "every_minutes": 60,
            "events": ["receipt.arrived", "receipt.inspected"],
        },
        tests=[{"fact": "supplier.is_trusted", "op": "eq", "value": True}],
        expression="supplier.bad_lots_in_a_row >= supplier.lots_in_a_row_limit or "
        "(supplier.mean_delay_days != null and supplier.mean_delay_days > supplier.delay_limit_days)",
        actions=[{"key": "inventory.freeze_exemption", "input": {}}],
    ),
    shipped(
        code="supplier_on_time_falling",
        name="Supplier delivers less and less on time",
        chinese="供应商准时率连续下降",
        description="The on-time rate is lower than the month before, three months in a row: whoever leads "
        "purchasing is warned.",
        subject="supplier",
        trigger={
            "type": "threshold", "set": "inventory.suppliers", "every_minutes": 60,
            "events": ["receipt.arrived", "receipt.inspected"],
        },
        tests=[{"fact": "supplier.falling_months", "op": "ge", "other": "supplier.falling_months_limit"}],
        actions=[{"key": "inventory.warn_of_fall", "input": {}}],
    ),
    shipped(
        code="stock_below_safety",
        name="Stock below safety stock",
        chinese="库存低于安全库存",
        description="Buyers, or planners for made items, are warned until there is enough again.",
        subject="product",
        trigger={"type": "threshold", "set": "inventory.near_safety_stock", "every_minutes": 5, "events": []},
        tests=[{"fact": "product.available", "op": "lt", "other": "product.safety_stock"}],
        actions=[{"key": "inventory.warn_of_short_stock", "input": {}}],
        per_hour=5000,
    ),
    shipped(
        code="low_stock",
        name="Low stock is asked for",
        chinese="低库存自动补货",
        description="What is planned by reorder point and bought is asked for by requisition every morning, and the "
        "buyers are told what and how much.",
        subject="product",
        trigger={"type": "schedule", "set": "inventory.to_replenish", "every": "day", "hour": 4, "weekday": 1, "day": 1},
        tests=[
            {"fact": "product.planning", "op": "eq", "value": "reorder_point"},
            {"fact": "product.supply", "op": "eq", "value": "buy"},
        ],
        actions=[
            {"key": "inventory.create_requisition", "input": {}},
            {
                "key": "notifications.notify",
                "input": {
                    "to": {"roles": ["buyer"]},
                    "title": "{{product.sku}} is to be bought",
                    "text": "{{product.available}} available and coming, reorder point {{product.reorder_point}}; "
                    "suggested {{product.suggested_quantity}} by {{product.needed_on}}.",
                    "priority": "normal",
                },
            },
        ],
        per_hour=5000,
    ),
    shipped(
        code="low_stock_told",
        name="Low stock is told",
        chinese="低库存提醒",
        description="What is not asked for by itself is told to the planners every morning.",
        subject="product",
        trigger={"type": "schedule", "set": "inventory.to_replenish", "every": "day", "hour": 4, "weekday": 1, "day": 1},
        tests=[
            {"fact": "product.planning", "op": "ne", "value": "reorder_point"},
            {"fact": "product.supply", "op": "eq", "value": "make"},
        ],
        match="any",
        actions=[
            {
                "key": "notifications.raise_alert",
                "input": {
                    "to": {"roles": ["planner"]},
                    "title": "{{product.sku}} runs low",
                    "text": "{{product.available}} available and coming, reorder point {{product.reorder_point}}; "
                    "suggested {{product.suggested_quantity}} by {{product.needed_on}}.",
                    "priority": "normal",
                },
            },
        ],
        per_hour=5000,
    ),
    shipped(
        code="slow_stock",
        name="Slow stock",
        chinese="滞销库存预警",
        description="What lies in stock and is not used is told to the planners and the sales manager every week.",
        subject="product",
        trigger={"type": "schedule", "set": "inventory.lying_stock", "every": "week", "weekday": 1, "hour": 8, "day": 1},
        tests=[
            {"fact": "product.is_slow", "op": "eq", "value": True},
            {"fact": "product.stock_value", "op": "gt", "value": 0},
        ],
        actions=[
            {
                "key": "notifications.raise_alert",
                "input": {
                    "to": {"roles": ["planner", "sales_manager"]},
                    "title": "{{product.sku}} lies in stock",
                    "text": "Worth {{product.stock_value}}, last used {{product.days_since_use}} days ago.",
                    "priority": "normal",
                },
            },
        ],
        per_hour=5000,
    ),
]  # fmt: skip


def ship(apps, schema_editor):
    """Make them."""
    ship_rules(apps, RULES)


def take_back(apps, schema_editor):
    """Remove them."""
    take_rules_back(apps, RULES)


class Migration(migrations.Migration):
    dependencies = [
        ("inventory", "0019_purchase_mails_and_known_levels"),
        ("rules", "0002_rules"),
        ("core", "0003_event_listeners"),
    ]
    operations = [migrations.RunPython(ship, take_back)]
