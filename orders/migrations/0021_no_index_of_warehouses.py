"""An order's warehouse is one of a handful: its index finds nothing."""

import django.db.models.deletion
from django.db import migrations, models

from erp.core.dropped_indexes import drop_indexes

GONE = [
    ("orders_order_warehouse_id_110eb3b3", "orders_order", "warehouse_id"),
]


class Migration(migrations.Migration):
    dependencies = [("inventory", "0024_balances_change_in_place"), ("orders", "0020_orders_sorted_by_promise")]

    operations = [
        drop_indexes(
            GONE,
            [
            migrations.AlterField(
                "order",
                "warehouse",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.warehouse", verbose_name="warehouse"),
            ),
            ],
        ),
    ]
