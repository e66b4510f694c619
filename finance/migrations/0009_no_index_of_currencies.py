"""Money's currency is one of a handful: two indexes a table found nothing, and every line of the journal wrote both."""

import django.db.models.deletion
from django.db import migrations, models

from erp.core.dropped_indexes import drop_indexes

GONE = [
    ("finance_creditnote_currency_id_afb69096_like", "finance_creditnote", "currency_id varchar_pattern_ops"),
    ("finance_creditnote_currency_id_afb69096", "finance_creditnote", "currency_id"),
    ("finance_invoice_currency_id_4f347988_like", "finance_invoice", "currency_id varchar_pattern_ops"),
    ("finance_invoice_currency_id_4f347988", "finance_invoice", "currency_id"),
    ("finance_journalline_currency_id_08cb2b09_like", "finance_journalline", "currency_id varchar_pattern_ops"),
    ("finance_journalline_currency_id_08cb2b09", "finance_journalline", "currency_id"),
    ("finance_payable_currency_id_53b9681c_like", "finance_payable", "currency_id varchar_pattern_ops"),
    ("finance_payable_currency_id_53b9681c", "finance_payable", "currency_id"),
    ("finance_payment_currency_id_641088eb_like", "finance_payment", "currency_id varchar_pattern_ops"),
    ("finance_payment_currency_id_641088eb", "finance_payment", "currency_id"),
    ("finance_suppliercredit_currency_id_9dac5d8d_like", "finance_suppliercredit", "currency_id varchar_pattern_ops"),
    ("finance_suppliercredit_currency_id_9dac5d8d", "finance_suppliercredit", "currency_id"),
]


class Migration(migrations.Migration):
    dependencies = [("finance", "0008_supplier_credits"), ("masterdata", "0009_orders_of_accepted_quotations")]

    operations = [
        drop_indexes(
            GONE,
            [
            migrations.AlterField(
                "creditnote",
                "currency",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="masterdata.currency"),
            ),
            migrations.AlterField(
                "invoice",
                "currency",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="masterdata.currency"),
            ),
            migrations.AlterField(
                "journalline",
                "currency",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="masterdata.currency"),
            ),
            migrations.AlterField(
                "payable",
                "currency",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="masterdata.currency"),
            ),
            migrations.AlterField(
                "payment",
                "currency",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="masterdata.currency"),
            ),
            migrations.AlterField(
                "suppliercredit",
                "currency",
                models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="masterdata.currency"),
            ),
            ],
        ),
    ]
