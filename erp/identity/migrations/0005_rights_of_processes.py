"""Rights that processes, clocks, rules and their pages bring to the shipped roles."""

from django.db import migrations

PROCESS = ["processes.view_process"]
SEE = ["rules.view_rule", *PROCESS]
MEASURES = ["sla.view_metrics"]
REVIEWS = [*MEASURES, "sla.manage_reviews"]
CLOCKS = ["sla.view_timer", "sla.view_policy"]
OWN = ["processes.design_process", "processes.publish_process", "processes.manage_case"]
ADDED = {
    "sales": [*CLOCKS, *PROCESS],
    "customer_service": [*CLOCKS, *PROCESS],
    "integrator": [*CLOCKS, *PROCESS],
    "warehouse_operator": ["sla.view_timer", *PROCESS],
    "shop_floor": ["sla.view_timer"],
    "sales_manager": [*SEE, *CLOCKS, *REVIEWS],
    "finance": [*SEE, *CLOCKS, *MEASURES],
    "planner": [*SEE, *CLOCKS, *MEASURES],
    "buyer": [*SEE, *CLOCKS, *MEASURES],
    "warehouse_manager": [*SEE, *CLOCKS, *REVIEWS],
    "production_manager": [*SEE, *CLOCKS, *MEASURES],
    "executive": [
        *SEE, *CLOCKS, *OWN, *REVIEWS, "sla.edit_targets", "sla.edit_policy", "rules.edit_rule",
        "rules.publish_rule",
    ],
}  # fmt: skip
OFFER = [
    "orders.view_quotation", "orders.create_quotation", "orders.edit_quotation", "orders.submit_quotation",
    "orders.send_quotation", "orders.convert_quotation", "orders.lose_quotation", "orders.expire_quotation",
]  # fmt: skip
ALLOW = ["orders.approve_quotation", "orders.approve_price_exception"]
for role, rights in (
    ("sales", OFFER),
    ("customer_service", OFFER),
    ("integrator", OFFER),
    ("sales_manager", [*OFFER, *ALLOW, "orders.publish_sales_terms"]),
    ("finance", ["orders.view_quotation"]),
    ("executive", ["orders.view_quotation", *ALLOW, "orders.publish_sales_terms"]),
):
    ADDED[role] = [*ADDED[role], *rights]


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
