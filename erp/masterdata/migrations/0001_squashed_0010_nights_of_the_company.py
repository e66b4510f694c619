"""The tables of masterdata and their first rows in one step, for a new database; docs/howto/migrations.md tells how."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erp.core.squashed import CreateTables, steps_of


class Migration(migrations.Migration):

    replaces = [
        ("masterdata", "0001_initial"),
        ("masterdata", "0002_first_rows"),
        ("masterdata", "0003_self_approval_of_requisitions"),
        ("masterdata", "0004_reservation_policy"),
        ("masterdata", "0005_promise_costs"),
        ("masterdata", "0006_carrier_cut_off"),
        ("masterdata", "0007_warehouse_settings"),
        ("masterdata", "0008_selling_settings"),
        ("masterdata", "0009_orders_of_accepted_quotations"),
        ("masterdata", "0010_nights_of_the_company"),
    ]

    initial = True

    dependencies = [
        ('identity', '0004_rights_of_the_stockroom'),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Carrier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('transit_days', models.PositiveSmallIntegerField(default=0, verbose_name='transit days')),
                        ('tracking_url', models.CharField(blank=True, max_length=200, verbose_name='tracking address')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('extra_freight', models.DecimalField(blank=True, decimal_places=4, max_digits=20, null=True, verbose_name='cost of a further shipment')),
                        ('cut_off', models.TimeField(blank=True, help_text="What is ready later leaves on the next open day; in the warehouse's time.", null=True, verbose_name='collects until')),
                    ],
                    options={
                        'verbose_name': 'carrier',
                        'verbose_name_plural': 'carriers',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Currency',
                    fields=[
                        ('code', models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name='code')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('symbol', models.CharField(blank=True, max_length=8, verbose_name='symbol')),
                    ],
                    options={
                        'verbose_name': 'currency',
                        'verbose_name_plural': 'currencies',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='WorkingCalendar',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('time_zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                        ('weekly', models.JSONField(default=dict, verbose_name='week')),
                    ],
                    options={
                        'verbose_name': 'working calendar',
                        'verbose_name_plural': 'working calendars',
                        'ordering': ['name'],
                    },
                ),
                migrations.CreateModel(
                    name='Supplier',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('legal_name', models.CharField(blank=True, max_length=200, verbose_name='legal name')),
                        ('tax_number', models.CharField(blank=True, max_length=60, verbose_name='tax number')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('phone', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('custom', models.JSONField(blank=True, default=dict, verbose_name='own fields')),
                        ('search_key', models.CharField(blank=True, editable=False, max_length=600)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('lead_time_days', models.PositiveSmallIntegerField(default=7, verbose_name='lead time in days')),
                        ('is_inspection_exempt', models.BooleanField(default=False, verbose_name='exempt from inspection')),
                        ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.currency', verbose_name='currency')),
                        ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.workingcalendar', verbose_name='working calendar')),
                    ],
                    options={
                        'verbose_name': 'supplier',
                        'verbose_name_plural': 'suppliers',
                        'ordering': ['code'],
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='masterdata_supplier_search', opclasses=['gin_trgm_ops'])],
                    },
                ),
                migrations.CreateModel(
                    name='TaxCode',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=80, verbose_name='name')),
                        ('rate', models.DecimalField(decimal_places=6, max_digits=7, verbose_name='rate')),
                    ],
                    options={
                        'verbose_name': 'tax code',
                        'verbose_name_plural': 'tax codes',
                        'ordering': ['code'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('rate__gte', 0), ('rate__lte', 1)), name='masterdata_tax_rate_fraction')],
                    },
                ),
                migrations.CreateModel(
                    name='Customer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=40, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('legal_name', models.CharField(blank=True, max_length=200, verbose_name='legal name')),
                        ('tax_number', models.CharField(blank=True, max_length=60, verbose_name='tax number')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('phone', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                        ('time_zone', models.CharField(blank=True, max_length=60, verbose_name='time zone')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('custom', models.JSONField(blank=True, default=dict, verbose_name='own fields')),
                        ('search_key', models.CharField(blank=True, editable=False, max_length=600)),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('language', models.CharField(blank=True, max_length=10, verbose_name='language of documents')),
                        ('tags', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None, verbose_name='tags')),
                        ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.currency', verbose_name='currency')),
                        ('region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.region', verbose_name='region')),
                        ('salesperson', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='customers', to=settings.AUTH_USER_MODEL, verbose_name='salesperson')),
                        ('team', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='identity.team', verbose_name='sales team')),
                        ('tax_code', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.taxcode', verbose_name='tax code')),
                        ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.workingcalendar', verbose_name='working calendar')),
                    ],
                    options={
                        'verbose_name': 'customer',
                        'verbose_name_plural': 'customers',
                        'ordering': ['code'],
                        'indexes': [django.contrib.postgres.indexes.GinIndex(fields=['search_key'], name='masterdata_customer_search', opclasses=['gin_trgm_ops'])],
                    },
                ),
                migrations.CreateModel(
                    name='Contact',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('role', models.CharField(blank=True, max_length=80, verbose_name='role')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('phone', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                        ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='masterdata.customer')),
                        ('supplier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='masterdata.supplier')),
                    ],
                    options={
                        'verbose_name': 'contact',
                        'verbose_name_plural': 'contacts',
                    },
                ),
                migrations.CreateModel(
                    name='Unit',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=20, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=60, verbose_name='name')),
                        ('dimension', models.CharField(default='count', max_length=20, verbose_name='dimension')),
                        ('numerator', models.PositiveBigIntegerField(default=1, verbose_name='numerator')),
                        ('denominator', models.PositiveBigIntegerField(default=1, verbose_name='denominator')),
                    ],
                    options={
                        'verbose_name': 'unit',
                        'verbose_name_plural': 'units',
                        'ordering': ['code'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('denominator__gt', 0), ('numerator__gt', 0)), name='masterdata_unit_positive_factor')],
                    },
                ),
                migrations.CreateModel(
                    name='CalendarException',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('date', models.DateField(verbose_name='date')),
                        ('intervals', models.JSONField(blank=True, default=list, verbose_name='intervals')),
                        ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                        ('calendar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exceptions', to='masterdata.workingcalendar')),
                    ],
                    options={
                        'verbose_name': 'calendar exception',
                        'verbose_name_plural': 'calendar exceptions',
                        'ordering': ['date'],
                        'constraints': [models.UniqueConstraint(fields=('calendar', 'date'), name='masterdata_exception_per_day')],
                    },
                ),
                migrations.CreateModel(
                    name='Company',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('address', models.TextField(blank=True, verbose_name='address')),
                        ('phone', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                        ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                        ('tax_number', models.CharField(blank=True, max_length=60, verbose_name='tax number')),
                        ('bank_name', models.CharField(blank=True, max_length=120, verbose_name='bank')),
                        ('bank_account', models.CharField(blank=True, max_length=60, verbose_name='bank account')),
                        ('time_zone', models.CharField(default='UTC', max_length=60, verbose_name='time zone')),
                        ('language', models.CharField(default='en', max_length=10, verbose_name='language of documents')),
                        ('logo', models.FileField(blank=True, upload_to='company/', verbose_name='logo')),
                        ('seal', models.FileField(blank=True, upload_to='company/', verbose_name='seal image')),
                        ('auto_confirm_below', models.DecimalField(decimal_places=4, default=10000, max_digits=20, verbose_name='orders below this total confirm themselves')),
                        ('base_currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.currency', verbose_name='base currency')),
                        ('approve_requisitions_below', models.DecimalField(db_default=0, decimal_places=4, default=0, max_digits=20, verbose_name='requisitions below this amount approve themselves')),
                        ('allocation_sequence', models.CharField(choices=[('priority', 'By priority, then promise date'), ('promise_date', 'By promise date'), ('fair_share', 'Fair share: to everybody in proportion')], db_default='priority', default='priority', max_length=20, verbose_name='scarce stock goes')),
                        ('release_stopped_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='release to picking stopped')),
                        ('reservation_policy', models.CharField(choices=[('at_confirmation', 'When the order is confirmed'), ('before_shipping', 'Some days before shipping'), ('manual', 'Only by hand')], db_default='at_confirmation', default='at_confirmation', max_length=20, verbose_name='goods are reserved')),
                        ('reserve_days_before', models.PositiveSmallIntegerField(db_default=3, default=3, verbose_name='days before shipping')),
                        ('extra_freight', models.DecimalField(db_default=0, decimal_places=4, default=0, max_digits=20, verbose_name='cost of a further shipment')),
                        ('late_penalty_percent', models.DecimalField(db_default=0, decimal_places=4, default=0, max_digits=7, verbose_name='lateness penalty in percent of the value per day')),
                        ('auto_release_days', models.PositiveSmallIntegerField(blank=True, help_text='Fully reserved orders due within so many days go to picking; empty: by hand only.', null=True, verbose_name='release to the warehouse by itself, days before the promise')),
                        ('gs1_prefix', models.CharField(blank=True, db_default='', default='', help_text='7–10 digits; with it every package gets a serial shipping container code (SSCC).', max_length=10, verbose_name='GS1 company prefix')),
                        ('approve_quotations_below', models.DecimalField(db_default=50000, decimal_places=4, default=50000, max_digits=20, verbose_name='quotations below this total approve themselves')),
                        ('margin_floor_percent', models.DecimalField(blank=True, decimal_places=4, max_digits=7, null=True, verbose_name='prices with a margin below this percentage need approval')),
                        ('quotation_valid_days', models.PositiveSmallIntegerField(db_default=30, default=30, verbose_name='quotations hold for days')),
                        ('submits_accepted_quotations', models.BooleanField(db_default=True, default=True, verbose_name='orders of quotations that customers accept by themselves are submitted')),
                    ],
                    options={
                        'verbose_name': 'company',
                        'verbose_name_plural': 'company',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='masterdata_one_company'), models.CheckConstraint(condition=models.Q(('reservation_policy__in', ['at_confirmation', 'before_shipping', 'manual'])), name='masterdata_reservation_policy'), models.CheckConstraint(condition=models.Q(('allocation_sequence__in', ['priority', 'promise_date', 'fair_share'])), name='masterdata_allocation_sequence')],
                    },
                ),
                migrations.CreateModel(
                    name='ExchangeRate',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('valid_from', models.DateField(verbose_name='valid from')),
                        ('rate', models.DecimalField(decimal_places=10, max_digits=20, verbose_name='rate')),
                        ('currency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rates', to='masterdata.currency')),
                    ],
                    options={
                        'verbose_name': 'exchange rate',
                        'verbose_name_plural': 'exchange rates',
                        'ordering': ['currency', '-valid_from'],
                        'constraints': [models.UniqueConstraint(fields=('currency', 'valid_from'), name='masterdata_rate_per_day'), models.CheckConstraint(condition=models.Q(('rate__gt', 0)), name='masterdata_rate_positive')],
                    },
                ),
                migrations.CreateModel(
                    name='Address',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('kind', models.CharField(choices=[('shipping', 'Shipping'), ('billing', 'Billing')], default='shipping', max_length=10, verbose_name='kind')),
                        ('recipient', models.CharField(blank=True, max_length=200, verbose_name='recipient')),
                        ('phone', models.CharField(blank=True, max_length=60, verbose_name='phone')),
                        ('line1', models.CharField(max_length=200, verbose_name='street')),
                        ('line2', models.CharField(blank=True, max_length=200, verbose_name='street, continued')),
                        ('city', models.CharField(max_length=100, verbose_name='city')),
                        ('state', models.CharField(blank=True, max_length=100, verbose_name='state or province')),
                        ('postal_code', models.CharField(blank=True, max_length=20, verbose_name='postal code')),
                        ('country', models.CharField(blank=True, max_length=2, verbose_name='country')),
                        ('is_default', models.BooleanField(default=False, verbose_name='default')),
                        ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='masterdata.customer')),
                        ('supplier', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='addresses', to='masterdata.supplier')),
                    ],
                    options={
                        'verbose_name': 'address',
                        'verbose_name_plural': 'addresses',
                        'constraints': [models.CheckConstraint(condition=models.Q(('customer__isnull', True), ('supplier__isnull', True), _connector='XOR'), name='masterdata_address_of_one_party'), models.CheckConstraint(condition=models.Q(('kind__in', ['shipping', 'billing'])), name='masterdata_address_kind')],
                    },
                ),
                migrations.CreateModel(
                    name='CarrierRegion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('transit_days', models.PositiveSmallIntegerField(verbose_name='transit days')),
                        ('carrier', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='regions', to='masterdata.carrier')),
                        ('region', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='identity.region', verbose_name='region')),
                    ],
                    options={
                        'verbose_name': 'transit days to a region',
                        'verbose_name_plural': 'transit days to regions',
                        'constraints': [models.UniqueConstraint(fields=('carrier', 'region'), name='masterdata_carrier_region_once')],
                    },
                ),
                migrations.CreateModel(
                    name='NightlyJob',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                        ('day', models.DateField(verbose_name='day')),
                        ('done_at', models.DateTimeField(verbose_name='done')),
                    ],
                    options={
                        'verbose_name': 'job of the night',
                        'verbose_name_plural': 'jobs of the night',
                    },
                ),
            ],
        ),
        *steps_of(
            "erp.masterdata",
            "0002_first_rows",
        ),
    ]
