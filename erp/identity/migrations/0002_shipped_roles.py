from django.db import migrations

READ = ["masterdata.view", "inventory.view_item", "inventory.view_stock", "notifications.view_alert",
        "notifications.acknowledge_alert", "core.attach_file", "processes.view_task", "processes.decide_task"]
SELL = ["orders.view_order", "orders.create_order", "orders.edit_order", "orders.submit_order",
        "orders.amend_order", "orders.cancel_order", "orders.simulate_order", "inventory.view_shipment",
        "finance.view_invoice", "finance.view_credit", "orders.export_order"]
LEAD = ["orders.hold_order", "orders.release_order", "orders.allocate_order", "orders.close_order",
        "orders.override_price", "masterdata.edit_customer", "inventory.view_cost", "core.share_view", "sla.view_cockpit"]
PICK = ["inventory.view_ledger", "inventory.view_reservation", "inventory.view_shipment",
        "inventory.pick_shipment", "inventory.pack_shipment", "inventory.ship_shipment",
        "inventory.deliver_shipment", "inventory.post_move", "inventory.transfer_stock",
        "inventory.receive_purchase_order", "inventory.view_purchase_order"]
SHIPPED = {
    "sales": ("Sales", READ + SELL),
    "sales_manager": ("Sales manager", READ + SELL + LEAD + ["orders.reject_order", "orders.edit_price"]),
    "customer_service": ("Customer service", READ + SELL + ["orders.hold_order", "orders.release_order", "masterdata.edit_customer"]),
    "finance": ("Finance", READ + ["orders.view_order", "orders.confirm_order", "orders.reject_order", "orders.hold_order",
        "orders.release_order", "orders.bill_order", "orders.export_order", "inventory.view_shipment", "inventory.view_cost", "inventory.view_ledger",
        "masterdata.edit_setup",
        "masterdata.edit_customer", "finance.*", "sla.view_cockpit"]),
    "planner": ("Planner", READ + ["orders.view_order", "orders.allocate_order", "orders.simulate_order", "inventory.*", "production.*", "sla.view_cockpit"]),
    "buyer": ("Buyer", READ + ["masterdata.edit_supplier", "inventory.edit_item", "inventory.view_cost", "inventory.view_ledger",
        "inventory.view_reservation", "inventory.view_purchase_order", "inventory.create_purchase_order",
        "inventory.send_purchase_order", "inventory.receive_purchase_order", "inventory.close_purchase_order", "orders.view_order"]),
    "warehouse_operator": ("Warehouse operator", READ + PICK),
    "warehouse_manager": ("Warehouse manager", READ + PICK + ["orders.view_order", "orders.allocate_order", "inventory.*"]),
    "shop_floor": ("Shop floor", READ + ["production.view_bom"]),
    "production_manager": ("Production manager", READ + ["orders.view_order", "inventory.view_ledger", "inventory.view_reservation",
        "inventory.view_cost", "inventory.edit_item", "production.*"]),
    "executive": ("Executive", READ + ["orders.view_order", "orders.export_order", "inventory.view_shipment", "inventory.view_ledger",
        "inventory.view_reservation", "inventory.view_cost", "finance.view_invoice", "finance.view_credit", "finance.view_payment",
        "finance.view_journal", "finance.view_ageing", "production.view_bom", "inventory.view_purchase_order", "sla.view_cockpit"]),
    "integrator": ("Integrator", READ + SELL + PICK + ["orders.confirm_order", "orders.reject_order", "orders.hold_order",
        "orders.release_order", "orders.allocate_order", "orders.close_order", "orders.take_intake", "orders.replay_intake",
        "inventory.release_shipment", "inventory.edit_item", "masterdata.edit_customer", "masterdata.edit_supplier",
        "finance.record_payment", "finance.view_payment"]),
    "administrator": ("Administrator", ["*"]),
}


def add_roles(apps, schema_editor):
    Role = apps.get_model("identity", "Role")
    for code, (name, permissions) in SHIPPED.items():
        Role.objects.create(code=code, name=name, permissions=sorted(set(permissions)), is_shipped=True)


def remove_roles(apps, schema_editor):
    apps.get_model("identity", "Role").objects.filter(is_shipped=True).delete()


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]
    operations = [migrations.RunPython(add_roles, remove_roles)]
