"""The shipped rules about orders and customers."""

from django.db import migrations

from erp.rules.services.shipping import ship_rules, shipped, take_rules_back

RULES = [
    shipped(
        code="waiting_to_ship",
        name="Waiting to ship for more than 48 hours",
        chinese="等待发货超过 48 小时",
        description="The order is marked as a shipping exception; the warehouse manager and those who sold it are told "
        "at once.",
        subject="order",
        trigger={
            "type": "dwell", "dwell": "orders.fulfillment", "states": ["allocated", "picking", "packed"], "hours": 48,
        },
        actions=[
            {"key": "rules.mark_exception", "input": {"text": "Shipping exception: waits for {{dwell.hours}} h"}},
            {
                "key": "notifications.raise_alert",
                "input": {
                    "to": {"roles": ["warehouse_manager", "sales_manager"]},
                    "title": "{{order.number}} waits to ship",
                    "text": "{{customer.name}}: ready for {{dwell.hours}} hours and not shipped.",
                    "priority": "high",
                },
            },
            {
                "key": "notifications.notify",
                "input": {
                    "to": {"roles": ["warehouse_manager", "sales_manager"], "field": "order.salesperson"},
                    "title": "{{order.number}} waits to ship",
                    "text": "{{customer.name}}: ready for {{dwell.hours}} hours and not shipped.",
                    "priority": "high",
                },
            },
        ],
    ),
    shipped(
        code="churn",
        name="Customer buys no more",
        chinese="客户流失预警",
        description="A regular customer is silent for more than twice the usual time between orders: the salesperson and "
        "the sales manager are told.",
        subject="customer",
        trigger={"type": "threshold", "set": "orders.regular_customers", "every_minutes": 1440, "events": []},
        tests=[
            {"fact": "customer.silence_in_gaps", "op": "gt", "value": 2},
            {"fact": "customer.days_since_order", "op": "ge", "value": 30},
        ],
        actions=[
            {
                "key": "notifications.raise_alert",
                "input": {
                    "to": {"roles": ["sales_manager"], "users": ["{{customer.salesperson}}"]},
                    "title": "{{customer.name}} may be lost",
                    "text": "No order for {{customer.days_since_order}} days, usually one every "
                    "{{customer.usual_gap_days}}.",
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
        ("orders", "0012_order_review_table"),
        ("rules", "0002_rules"),
        ("core", "0003_event_listeners"),
    ]
    operations = [migrations.RunPython(ship, take_back)]
