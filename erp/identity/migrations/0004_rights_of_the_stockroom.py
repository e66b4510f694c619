"""Rights that purchasing, the warehouse, counting, returns and promising bring to the shipped roles."""

from django.db import migrations

BUY = [
    "inventory.view_requisition", "inventory.create_requisition", "inventory.convert_requisition",
    "inventory.view_replenishment", "inventory.view_supplier_score", "inventory.view_receipt",
    "inventory.edit_peg", "inventory.confirm_purchase_order", "inventory.settle_supplier_return",
]  # fmt: skip
STORE = [
    "inventory.view_receipt", "inventory.inspect_receipt", "inventory.put_away", "inventory.view_count",
    "inventory.count_stock", "inventory.receive_return", "inventory.inspect_return", "orders.view_return",
]  # fmt: skip
SELL = ["orders.view_return", "orders.create_return", "orders.accept_slip", "inventory.hold_stock", "inventory.view_receipt"]
ADDED = {
    "sales": SELL,
    "customer_service": [*SELL, "orders.approve_return"],
    "sales_manager": [*SELL, "orders.approve_return", "orders.accept_rush", "inventory.edit_peg",
                      "orders.view_promise_accuracy", "inventory.allocate_item"],
    "finance": [
        "orders.view_return", "orders.settle_return", "inventory.view_receipt", "inventory.view_requisition",
        "inventory.view_purchase_order", "inventory.view_supplier_score",
    ],
    "buyer": [*BUY, "inventory.edit_replenishment", "inventory.freeze_exemption", "finance.view_payable",
              "finance.match_payable"],
    "planner": ["orders.accept_rush", "orders.accept_slip", "orders.amend_order",
                "orders.view_promise_accuracy", "inventory.allocate_item"],
    "warehouse_operator": STORE,
    "warehouse_manager": [*STORE, "orders.approve_return", "inventory.block_lot"],
    "production_manager": ["inventory.view_requisition", "inventory.create_requisition"],
    "executive": [
        "inventory.view_requisition", "inventory.approve_requisition", "inventory.view_replenishment",
        "inventory.view_supplier_score", "inventory.view_receipt", "inventory.view_count",
        "finance.view_payable", "orders.view_return", "orders.accept_rush",
        "orders.view_promise_accuracy",
    ],
    "integrator": [
        *STORE, "orders.create_return", "inventory.view_requisition", "inventory.create_requisition",
        "inventory.hold_stock", "inventory.view_purchase_order", "inventory.create_purchase_order",
        "inventory.view_supplier_score", "finance.view_payable", "finance.record_payable",
        "inventory.send_purchase_order", "inventory.close_purchase_order", "production.view_bom",
    ],
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
    dependencies = [("identity", "0003_people_manager")]
    operations = [migrations.RunPython(grant, take_back)]
