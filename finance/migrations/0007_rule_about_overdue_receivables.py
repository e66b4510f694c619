"""The shipped rule about overdue receivables."""

from django.db import migrations

from erp.rules.services.shipping import ship_rules, shipped, take_rules_back

RULES = [
    shipped(
        code="overdue_receivable",
        name="Overdue receivable",
        chinese="应收账款逾期",
        description="An invoice is open a week after its due date: finance and the salesperson are told until it is paid.",
        subject="invoice",
        trigger={"type": "threshold", "set": "finance.overdue_receivables", "every_minutes": 720, "events": []},
        tests=[{"fact": "invoice.days_overdue", "op": "gt", "value": 7}],
        actions=[
            {
                "key": "notifications.raise_alert",
                "input": {
                    "to": {"roles": ["finance"], "users": ["{{customer.salesperson}}"]},
                    "title": "{{invoice.number}} is overdue",
                    "text": "{{customer.name}} owes {{invoice.open_amount}} {{invoice.currency}}, due {{invoice.due_on}}, "
                    "{{invoice.days_overdue}} days ago.",
                    "priority": "normal",
                },
            },
        ],
        per_hour=5000,
    ),
]  # fmt: skip


def ship(apps, schema_editor):
    """Make it."""
    ship_rules(apps, RULES)


def take_back(apps, schema_editor):
    """Remove it."""
    take_rules_back(apps, RULES)


class Migration(migrations.Migration):
    dependencies = [("finance", "0006_payables"), ("rules", "0002_rules"), ("core", "0003_event_listeners")]
    operations = [migrations.RunPython(ship, take_back)]
