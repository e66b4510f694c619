"""Balances change in place: no index holds their quantities any more.

With an index over what changes with every pick, each change wrote into all indexes of the table and left a
dead entry in every one of them. The indexes of warehouses, of which a company has a handful, find nothing.
"""

import django.db.models.deletion
from django.db import migrations, models

from erp.core.dropped_indexes import drop_indexes

GONE = [
    ("inventory_balance_item_id_7da17b5a", "inventory_balance", "item_id"),
    ("inventory_balance_warehouse_id_f31715ea", "inventory_balance", "warehouse_id"),
    ("inventory_demand_warehouse_id_a806330a", "inventory_demand", "warehouse_id"),
    ("inventory_move_warehouse_id_be6f453b", "inventory_move", "warehouse_id"),
]


class Migration(migrations.Migration):
    dependencies = [("inventory", "0023_mails_being_sent")]

    operations = [
        migrations.AddIndex(
            "balance", models.Index(fields=["item", "warehouse"], name="inventory_balance_here")
        ),
        migrations.RemoveIndex("balance", "inventory_balance_item"),
        drop_indexes(
            GONE,
            [
            migrations.AlterField(
                "balance",
                "item",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="balances", to="inventory.item"),
            ),
            migrations.AlterField(
                "balance",
                "warehouse",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.warehouse"),
            ),
            migrations.AlterField(
                "demand",
                "warehouse",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.warehouse"),
            ),
            migrations.AlterField(
                "move",
                "warehouse",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="inventory.warehouse"),
            ),
            ],
        ),
        migrations.RunSQL(  # room on each page for the next version of its rows
            "ALTER TABLE inventory_balance SET (fillfactor = 70)", "ALTER TABLE inventory_balance RESET (fillfactor)"
        ),
    ]
