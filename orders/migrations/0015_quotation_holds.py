"""Goods kept back for a quotation's line get rows of their own: a kit's components are held one by one."""

import django.db.models.deletion
import erp.core.fields
from django.db import migrations, models

TAKE = """INSERT INTO orders_quotationhold (line_id, hold_id, serves)
          SELECT l.id, h.id, h.quantity FROM orders_quotationline l JOIN inventory_hold h ON h.id = l.hold_id"""
GIVE_BACK = """UPDATE orders_quotationline l SET hold_id = k.hold_id FROM orders_quotationhold k
               JOIN inventory_hold h ON h.id = k.hold_id WHERE k.line_id = l.id AND h.item_id = l.item_id"""


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0013_soft_holds'),
        ('orders', '0014_quotations'),
    ]

    operations = [
        migrations.CreateModel(
            name='QuotationHold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('serves', erp.core.fields.QuantityField(decimal_places=6, max_digits=20, verbose_name='enough for')),
                ('hold', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='quotation_hold', to='inventory.hold')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='orders.quotationline')),
            ],
            options={
                'verbose_name': 'goods kept back for a quotation',
                'verbose_name_plural': 'goods kept back for quotations',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('serves__gt', 0)), name='orders_quotation_hold_positive')],
            },
        ),
        migrations.RunSQL(TAKE, GIVE_BACK),
        migrations.RemoveField(
            model_name='quotationline',
            name='hold',
        ),
    ]
