"""Rights that processes, clocks, rules and their pages bring to the shipped roles."""

from django.db import migrations

SEE = ["rules.view_rule"]
ADDED = {
    "sales_manager": SEE,
    "finance": SEE,
    "planner": SEE,
    "buyer": SEE,
    "warehouse_manager": SEE,
    "production_manager": SEE,
    "executive": [*SEE, "rules.edit_rule", "rules.publish_rule"],
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
