"""Quotations, floors under prices, and the table by which quotations are approved."""

import hashlib
import json

import django.db.models.deletion
import erp.core.fields
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone


CODE = "quotation_review"


def _column(field, label, chinese, kind, choices=()):
    return {
        "id": field.split(".")[-1], "field": field, "label": label, "labels": {"zh-hans": chinese},
        "type": kind, "choices": list(choices),
    }  # fmt: skip


CONTENT = {
    "hit_policy": "first",
    "inputs": [
        _column("quotation.has_price_exception", "Price below a floor", "价格低于底价", "boolean"),
        _column(
            "quotation.is_below_auto_limit", "Below the automatic limit", "低于自动批准上限", "boolean"
        ),
        _column("quotation.total_in_base", "Amount", "金额", "number"),
        _column("quotation.margin_percent", "Margin %", "毛利率 %", "number"),
        _column("customer.credit_grade", "Credit grade", "信用等级", "text", "ABCD"),
        _column("customer.tier", "Customer tier", "客户等级", "text"),
    ],
    "outputs": [
        _column("route", "Route", "路径", "text", ["auto", "manager"]),
        _column("why", "Why", "原因", "text"),
    ],
    "rows": [
        {
            "id": "price",
            "when": {"has_price_exception": {"op": "eq", "value": True}},
            "then": {"route": "manager", "why": "price"},
            "note": "A price lies below its floor or leaves too little.",
        },
        {
            "id": "loss",
            "when": {"margin_percent": {"op": "lt", "value": 0}},
            "then": {"route": "manager", "why": "margin"},
            "note": "Offered below cost.",
        },
        {
            "id": "routine",
            "when": {"is_below_auto_limit": {"op": "eq", "value": True}},
            "then": {"route": "auto", "why": "routine"},
            "note": "Routine: above the floors and below the company's limit.",
        },
        {"id": "rest", "when": {}, "then": {"route": "manager", "why": "amount"}, "note": "All others."},
    ],
    "tests": [
        {
            "facts": {
                "quotation.has_price_exception": below, "quotation.is_below_auto_limit": small,
                "quotation.total_in_base": 100, "quotation.margin_percent": margin,
                "customer.credit_grade": "A", "customer.tier": "",
            },
            "expect": {"route": route},
        }
        for below, small, margin, route in (
            (False, True, 30, "auto"),
            (False, False, 30, "manager"),
            (True, True, 30, "manager"),
            (False, True, -1, "manager"),
        )
    ],
}  # fmt: skip


def ship(apps, schema_editor):
    """Make the table, published, unless the company has one of this code."""
    table, is_new = apps.get_model("rules", "DecisionTable").objects.get_or_create(
        code=CODE,
        defaults={
            "name": "Quotation review",
            "names": {"zh-hans": "报价审核路径"},
            "description": "Which way a submitted quotation takes: it approves itself, or a manager decides.",
            "subject": "quotation",
            "is_shipped": True,
        },
    )
    if is_new:
        text = json.dumps(CONTENT, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        apps.get_model("rules", "TableVersion").objects.create(
            definition=table, number=1, content=CONTENT, checksum=hashlib.sha256(text.encode()).hexdigest(),
            state="published", published_at=timezone.now(), published_by="Kept", saved_by="Kept",
        )  # fmt: skip


def take_back(apps, schema_editor):
    """Remove it."""
    apps.get_model("rules", "DecisionTable").objects.filter(code=CODE, is_shipped=True).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('inventory', '0019_purchase_mails_and_known_levels'),
        ('masterdata', '0008_selling_settings'),
        ('orders', '0013_rules_about_orders_and_customers'),
        ('rules', '0001_decision_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Quotation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=60, unique=True, verbose_name='number')),
                ('revision', models.PositiveSmallIntegerField(default=1, verbose_name='revision')),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('submitted', 'Submitted'), ('approved', 'Approved'), ('won', 'Won'), ('lost', 'Lost'), ('expired', 'Expired')], default='draft', max_length=10, verbose_name='state')),
                ('valid_until', models.DateField(verbose_name='valid until')),
                ('rate', models.DecimalField(decimal_places=10, default=1, max_digits=20, verbose_name='rate')),
                ('requested_on', models.DateField(blank=True, null=True, verbose_name='requested date')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='promise date')),
                ('is_ship_complete', models.BooleanField(default=False, verbose_name='ship complete')),
                ('shelf_life_days', models.PositiveSmallIntegerField(default=0, verbose_name='goods have to last, in days')),
                ('ship_to', models.JSONField(blank=True, default=dict, verbose_name='ship to')),
                ('customer_reference', models.CharField(blank=True, max_length=120, verbose_name="customer's inquiry")),
                ('note', models.TextField(blank=True, verbose_name='note to the customer')),
                ('holds_stock', models.BooleanField(default=False, verbose_name='keep the goods back')),
                ('subtotal', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='subtotal')),
                ('tax', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='tax')),
                ('total', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='total')),
                ('cost', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='cost')),
                ('price_exception', models.CharField(blank=True, choices=[('open', 'To be approved'), ('approved', 'Approved')], default='', max_length=10, verbose_name='price exception')),
                ('rejection', models.CharField(blank=True, max_length=500, verbose_name='why not approved')),
                ('lost_reason', models.CharField(blank=True, max_length=500, verbose_name='why lost')),
                ('approved_by', models.CharField(blank=True, max_length=150, verbose_name='approved by')),
                ('is_self_approved', models.BooleanField(default=False, editable=False)),
                ('link_key', models.CharField(blank=True, editable=False, max_length=60)),
                ('created_at', models.DateTimeField(verbose_name='created')),
                ('submitted_at', models.DateTimeField(null=True, verbose_name='submitted')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended')),
                ('version', models.PositiveIntegerField(default=1)),
                ('carrier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.carrier', verbose_name='carrier')),
                ('copied_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='orders.quotation')),
                ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.currency', verbose_name='currency')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='quotations', to='masterdata.customer', verbose_name='customer')),
                ('order', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotation', to='orders.order', verbose_name='order')),
                ('salesperson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='salesperson')),
                ('warehouse', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.warehouse', verbose_name='warehouse')),
            ],
            options={
                'verbose_name': 'quotation',
                'verbose_name_plural': 'quotations',
                'ordering': ['-id'],
                'indexes': [
                    models.Index(fields=['state', '-id'], name='orders_quotation_state'),
                    models.Index(fields=['customer', '-id'], name='orders_quotation_customer'),
                    models.Index(fields=['salesperson', '-id'], name='orders_quotation_salesperson'),
                    models.Index(condition=models.Q(('state__in', ['submitted', 'approved'])), fields=['valid_until'], name='orders_quotation_ends'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'submitted', 'approved', 'won', 'lost', 'expired'])), name='orders_quotation_state_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('order__isnull', False), ('state', 'won')), models.Q(models.Q(('state', 'won'), _negated=True), ('order__isnull', True)), _connector='OR'), name='orders_quotation_won_has_order'),
                    models.CheckConstraint(condition=models.Q(('price_exception__in', ['', 'open', 'approved'])), name='orders_quotation_exception_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuotationLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('line_no', models.PositiveIntegerField(verbose_name='line')),
                ('description', models.CharField(blank=True, max_length=200, verbose_name='description')),
                ('unit_numerator', models.PositiveBigIntegerField(default=1)),
                ('unit_denominator', models.PositiveBigIntegerField(default=1)),
                ('quantity', erp.core.fields.QuantityField(decimal_places=6, max_digits=20, verbose_name='quantity')),
                ('base_quantity', erp.core.fields.QuantityField(decimal_places=6, max_digits=20, verbose_name='quantity in the base unit')),
                ('unit_price', erp.core.fields.PriceField(decimal_places=6, max_digits=22, verbose_name='unit price')),
                ('discount_rate', models.DecimalField(decimal_places=6, default=0, max_digits=7, verbose_name='discount')),
                ('tax_rate', models.DecimalField(decimal_places=6, default=0, max_digits=7, verbose_name='tax rate')),
                ('net', erp.core.fields.MoneyField(decimal_places=4, max_digits=20, verbose_name='net')),
                ('tax', erp.core.fields.MoneyField(decimal_places=4, max_digits=20, verbose_name='tax')),
                ('unit_cost', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='unit cost')),
                ('floor_price', erp.core.fields.MoneyField(decimal_places=4, max_digits=20, null=True, verbose_name='floor price')),
                ('price_flag', models.CharField(blank=True, choices=[('floor', 'Below the floor price'), ('margin', 'Below the margin floor')], max_length=8, verbose_name='price below')),
                ('requested_on', models.DateField(blank=True, null=True, verbose_name='requested date')),
                ('promised_on', models.DateField(blank=True, null=True, verbose_name='promise date')),
                ('promise_reason', models.JSONField(blank=True, default=list, verbose_name='why this date')),
                ('hold', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='quotation_line', to='inventory.hold')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inventory.item', verbose_name='product')),
                ('quotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.quotation')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.unit', verbose_name='unit')),
            ],
            options={
                'verbose_name': 'line of a quotation',
                'verbose_name_plural': 'lines of a quotation',
                'ordering': ['line_no'],
                'constraints': [
                    models.UniqueConstraint(fields=('quotation', 'line_no'), name='orders_quotation_line_no'),
                    models.CheckConstraint(condition=models.Q(('base_quantity__gt', 0), ('quantity__gt', 0), ('unit_price__gte', 0)), name='orders_quotation_line_positive'),
                    models.CheckConstraint(condition=models.Q(('discount_rate__gte', 0), ('discount_rate__lte', 1)), name='orders_quotation_discount_fraction'),
                    models.CheckConstraint(condition=models.Q(('price_flag__in', ['', 'floor', 'margin'])), name='orders_quotation_flag_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='QuotationMail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('address', models.EmailField(max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('state', models.CharField(choices=[('queued', 'On its way'), ('sent', 'Sent'), ('kept', 'Kept in the mail folder'), ('failed', 'Not delivered')], default='queued', max_length=10, verbose_name='state')),
                ('site', models.CharField(max_length=200)),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('problem', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                ('asked_by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                ('asked_at', models.DateTimeField(verbose_name='asked for')),
                ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('quotation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mails', to='orders.quotation')),
            ],
            options={
                'verbose_name': 'e-mail of a quotation',
                'verbose_name_plural': 'e-mails of quotations',
                'ordering': ['-id'],
                'abstract': False,
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'kept', 'failed'])), name='orders_quotation_mail_state'),
                ],
            },
        ),
        migrations.AddField(
            model_name='order',
            name='price_exception',
            field=models.CharField(blank=True, choices=[('open', 'To be approved'), ('approved', 'Approved')], db_default='', default='', max_length=10, verbose_name='price exception'),
        ),
        migrations.AddField(
            model_name='orderline',
            name='price_flag',
            field=models.CharField(blank=True, choices=[('floor', 'Below the floor price'), ('margin', 'Below the margin floor')], db_default='', default='', max_length=8, verbose_name='price below'),
        ),
        migrations.AddField(
            model_name='pricelistitem',
            name='floor_price',
            field=erp.core.fields.MoneyField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='floor price'),
        ),
        migrations.AddConstraint(
            model_name='pricelistitem',
            constraint=models.CheckConstraint(condition=models.Q(('floor_price__isnull', True), ('floor_price__gte', 0), _connector='OR'), name='orders_floor_price_not_negative'),
        ),
        migrations.RunPython(ship, take_back),
    ]
