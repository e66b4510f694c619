"""Rights that production and planning bring to the shipped roles; planners and production managers have all."""

from django.db import migrations

SEE = ["production.view_work_order"]
ADDED = {
    "shop_floor": [
        *SEE, "production.report_operation", "production.issue_component", "production.inspect_work",
    ],
    "sales": SEE,
    "sales_manager": SEE,
    "customer_service": SEE,
    "buyer": SEE,
    "executive": SEE,
    "warehouse_manager": SEE,
    "planner": ["orders.raise_work_orders"],
    "production_manager": ["orders.raise_work_orders"],
    "integrator": [
        *SEE, "production.create_work_order", "production.edit_work_order", "production.report_operation",
        "production.issue_component", "production.complete_work_order", "production.inspect_work",
        "production.decide_non_conformance",
    ],
}  # fmt: skip
FORECAST = ["production.view_forecast"]
for role, rights in (
    ("executive", FORECAST),
    ("sales_manager", [*FORECAST, "production.override_forecast"]),
    ("buyer", FORECAST),
    ("executive", ["production.view_sop", "production.decide_sop", "production.view_scenario"]),
):
    ADDED[role] = [*ADDED.get(role, []), *rights]


for role in ("shop_floor", "sales_manager", "executive"):
    ADDED[role] = [*ADDED.get(role, []), "production.view_schedule"]


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
    dependencies = [("identity", "0005_rights_of_processes")]
    operations = [migrations.RunPython(grant, take_back)]
