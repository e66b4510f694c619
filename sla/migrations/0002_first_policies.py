"""The service levels that every company begins with; all may be edited and switched off."""

from django.db import migrations

HOUR = 3600
WARN, REMIND, ESCALATE = "warn", "remind", "escalate"


def rung(action, from_due):
    return {"action": action, "from_due_seconds": from_due}


POLICIES = [
    (
        "order_confirmation",
        "Order confirmation",
        {"target_seconds": 1800},
        [rung(WARN, -600), rung(REMIND, 0), rung(ESCALATE, 1800)],
    ),
    ("order_allocation", "Order allocation", {"target_seconds": 600}, [rung(REMIND, 0), rung(ESCALATE, 1800)]),
    (
        "promised_ship_date",
        "Promised ship date",
        {"is_around_the_clock": True},
        [rung(WARN, -24 * HOUR), rung(REMIND, 0), rung(ESCALATE, 24 * HOUR)],
    ),
    ("supplier_reply", "Supplier's reply", {"target_days": 2}, [rung(REMIND, 0), rung(ESCALATE, 16 * HOUR)]),
    ("soft_hold", "Soft hold", {"is_around_the_clock": True}, [rung(WARN, -4 * HOUR)]),
    (
        "invoice_payment",
        "Payment of an invoice",
        {"is_around_the_clock": True},
        [rung(REMIND, 72 * HOUR), rung(REMIND, 240 * HOUR), rung(ESCALATE, 480 * HOUR)],
    ),
]


def take_up(apps, schema_editor):
    policy, target = apps.get_model("sla", "SlaPolicy"), apps.get_model("sla", "SlaTarget")
    for code, name, length, ladder in POLICIES:
        policy.objects.create(code=code, name=name, milestone=code, ladder=ladder, **length)
    confirmation = policy.objects.get(code="order_confirmation")
    target.objects.create(policy=confirmation, priority="rush", target_seconds=600)


def give_up(apps, schema_editor):
    apps.get_model("sla", "SlaTimer").objects.all().delete()
    apps.get_model("sla", "SlaPolicy").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_service_levels")]
    operations = [migrations.RunPython(take_up, give_up)]
