"""Indexes go that no query uses, or that begin another one: every change of an order wrote into all of them.

A customer's, a salesperson's orders and an order's lines are found by the indexes that begin with those columns.
Nothing asks for the orders of a currency, a unit or a carrier but the deletion of one, which may take its time.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GONE = [
    ("orders_kitcomponent_line_id_21db421f", "orders_kitcomponent", "line_id"),
    ("orders_order_carrier_id_3cfb3f7a", "orders_order", "carrier_id"),
    ("orders_order_currency_id_9cff0fbe", "orders_order", "currency_id"),
    ("orders_order_currency_id_9cff0fbe_like", "orders_order", "currency_id varchar_pattern_ops"),
    ("orders_order_customer_id_0b76f6a4", "orders_order", "customer_id"),
    ("orders_order_salesperson_id_7de1b9f2", "orders_order", "salesperson_id"),
    ("orders_orderline_item_id_f168e2fd", "orders_orderline", "item_id"),
    ("orders_orderline_order_id_17f8f3ef", "orders_orderline", "order_id"),
    ("orders_orderline_unit_id_8cfe6078", "orders_orderline", "unit_id"),
    ("orders_pricelistitem_price_list_id_67bdce67", "orders_pricelistitem", "price_list_id"),
    ("orders_quotation_carrier_id_899db76c", "orders_quotation", "carrier_id"),
    ("orders_quotation_currency_id_7c34ff6f", "orders_quotation", "currency_id"),
    ("orders_quotation_currency_id_7c34ff6f_like", "orders_quotation", "currency_id varchar_pattern_ops"),
    ("orders_quotation_customer_id_6cb84868", "orders_quotation", "customer_id"),
    ("orders_quotation_salesperson_id_6f666eab", "orders_quotation", "salesperson_id"),
    ("orders_quotation_warehouse_id_6dd75713", "orders_quotation", "warehouse_id"),
    ("orders_quotationline_quotation_id_599733f6", "orders_quotationline", "quotation_id"),
    ("orders_quotationline_unit_id_2a3907ee", "orders_quotationline", "unit_id"),
]
DROP = [f"DROP INDEX IF EXISTS {name}" for name, _table, _column in GONE]
MAKE = [f"CREATE INDEX {name} ON {table} ({column})" for name, table, column in GONE]


class Migration(migrations.Migration):
    dependencies = [("orders", "0018_mails_being_sent")]

    operations = [
        migrations.RemoveIndex(model_name="order", name="orders_order_po"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(DROP, MAKE)],
            state_operations=[
        migrations.AlterField(
            model_name='kitcomponent',
            name='line',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='components', to='orders.orderline'),
        ),
        migrations.AlterField(
            model_name='order',
            name='carrier',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.carrier', verbose_name='carrier'),
        ),
        migrations.AlterField(
            model_name='order',
            name='currency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.currency', verbose_name='currency'),
        ),
        migrations.AlterField(
            model_name='order',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='orders', to='masterdata.customer', verbose_name='customer'),
        ),
        migrations.AlterField(
            model_name='order',
            name='salesperson',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salesperson'),
        ),
        migrations.AlterField(
            model_name='orderline',
            name='item',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item', verbose_name='product'),
        ),
        migrations.AlterField(
            model_name='orderline',
            name='order',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.order'),
        ),
        migrations.AlterField(
            model_name='orderline',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.unit', verbose_name='unit'),
        ),
        migrations.AlterField(
            model_name='pricelistitem',
            name='price_list',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='prices', to='orders.pricelist'),
        ),
        migrations.AlterField(
            model_name='quotation',
            name='carrier',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.carrier', verbose_name='carrier'),
        ),
        migrations.AlterField(
            model_name='quotation',
            name='currency',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.currency', verbose_name='currency'),
        ),
        migrations.AlterField(
            model_name='quotation',
            name='customer',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='quotations', to='masterdata.customer', verbose_name='customer'),
        ),
        migrations.AlterField(
            model_name='quotation',
            name='salesperson',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salesperson'),
        ),
        migrations.AlterField(
            model_name='quotation',
            name='warehouse',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.warehouse', verbose_name='warehouse'),
        ),
        migrations.AlterField(
            model_name='quotationline',
            name='quotation',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.quotation'),
        ),
        migrations.AlterField(
            model_name='quotationline',
            name='unit',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.unit', verbose_name='unit'),
        ),
            ],
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('customer_po', ''), _negated=True), fields=['customer_po'], name='orders_order_po'),
        ),
    ]
