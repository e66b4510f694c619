"""Rights that processes, clocks, rules and their pages bring to the shipped roles."""

from django.db import migrations

SEE = ["rules.view_rule"]
CLOCKS = ["sla.view_timer", "sla.view_policy"]
ADDED = {
    "sales": CLOCKS,
    "customer_service": CLOCKS,
    "integrator": CLOCKS,
    "warehouse_operator": ["sla.view_timer"],
    "shop_floor": ["sla.view_timer"],
    "sales_manager": [*SEE, *CLOCKS],
    "finance": [*SEE, *CLOCKS],
    "planner": [*SEE, *CLOCKS],
    "buyer": [*SEE, *CLOCKS],
    "warehouse_manager": [*SEE, *CLOCKS],
    "production_manager": [*SEE, *CLOCKS],
    "executive": [*SEE, *CLOCKS, "sla.edit_policy", "rules.edit_rule", "rules.publish_rule"],
}  # fmt: skip


def grant(apps, schema_editor):
    Role = apps.get_model("identity", "Role")
    for role in Role.objects.filter(code__in=ADDED):
        role.permissions = sorted({*role.permissions, *ADDED[role.code]})
        role.save(update_fields=["permissions"])


def take_back(apps, schema_editor):
    Role = apps.get_model("identity", "Role")
    for role in Role.objects.filter(code__in=ADDED):
        role.permissions = sorted(set(role.permissions) - set(ADDED[role.code]))
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("identity", "0004_rights_of_the_stockroom")]
    operations = [migrations.RunPython(grant, take_back)]
