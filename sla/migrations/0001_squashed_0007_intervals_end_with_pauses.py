"""The tables of sla and their first rows in one step, for a new database; docs/howto/migrations.md tells how."""

import django.contrib.postgres.fields
import django.db.models.deletion
import erp.core.fields
from django.conf import settings
from django.db import migrations, models

from erp.core.squashed import CreateTables, steps_of


class Migration(migrations.Migration):

    replaces = [
        ("sla", "0001_service_levels"),
        ("sla", "0002_first_policies"),
        ("sla", "0003_stopped_and_tokens"),
        ("sla", "0004_measures_and_reviews"),
        ("sla", "0005_tasks_are_due_by_their_clocks"),
        ("sla", "0006_kept_facts"),
        ("sla", "0007_intervals_end_with_pauses"),
    ]

    initial = True

    dependencies = [
        ('core', '0002_ledger_and_series'),
        ('identity', '0001_initial'),
        ('masterdata', '0007_warehouse_settings'),
        ('orders', '0014_quotations'),
        ('processes', '0004_decided_tasks'),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='SlaPolicy',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('process', models.CharField(blank=True, max_length=60, verbose_name='process')),
                        ('node', models.CharField(blank=True, max_length=60, verbose_name='node')),
                        ('milestone', models.CharField(blank=True, max_length=60, verbose_name='milestone')),
                        ('target_seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='target in seconds')),
                        ('target_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='target in working days')),
                        ('is_around_the_clock', models.BooleanField(default=False, verbose_name='every hour counts')),
                        ('ladder', models.JSONField(blank=True, default=list, verbose_name='ladder')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('calendar', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sla_policies', to='masterdata.workingcalendar', verbose_name='calendar')),
                    ],
                    options={
                        'verbose_name': 'service level',
                        'verbose_name_plural': 'service levels',
                        'ordering': ['code'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('milestone', ''), models.Q(('process', ''), _negated=True), models.Q(('node', ''), _negated=True)), models.Q(models.Q(('milestone', ''), _negated=True), ('node', ''), ('process', '')), _connector='OR'), name='sla_policy_one_clock'), models.CheckConstraint(condition=models.Q(('target_seconds__isnull', True), ('target_days__isnull', True), _connector='OR'), name='sla_policy_one_target'), models.UniqueConstraint(condition=models.Q(('is_active', True)), fields=('process', 'node', 'milestone'), name='sla_policy_one_per_clock')],
                    },
                ),
                migrations.CreateModel(
                    name='SlaTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('tier', models.CharField(blank=True, max_length=20, verbose_name='tier')),
                        ('priority', models.CharField(blank=True, max_length=10, verbose_name='priority')),
                        ('target_seconds', models.PositiveIntegerField(blank=True, null=True, verbose_name='target in seconds')),
                        ('target_days', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='target in working days')),
                        ('customer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.customer', verbose_name='customer')),
                        ('policy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='targets', to='sla.slapolicy')),
                    ],
                    options={
                        'verbose_name': 'target',
                        'verbose_name_plural': 'targets',
                        'ordering': ['id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('customer__isnull', False), ('priority', ''), ('tier', '')), models.Q(('customer__isnull', True), ('priority', ''), models.Q(('tier', ''), _negated=True)), models.Q(('customer__isnull', True), ('tier', ''), models.Q(('priority', ''), _negated=True)), _connector='OR'), name='sla_target_one_scope'), models.CheckConstraint(condition=models.Q(models.Q(('target_days__isnull', True), ('target_seconds__isnull', False)), models.Q(('target_days__isnull', False), ('target_seconds__isnull', True)), _connector='OR'), name='sla_target_one_length'), models.UniqueConstraint(fields=('policy', 'customer', 'tier', 'priority'), name='sla_target_once', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='SlaTimer',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('source', models.CharField(max_length=160, verbose_name='rule')),
                        ('process', models.CharField(blank=True, max_length=60, verbose_name='process')),
                        ('node', models.CharField(max_length=60, verbose_name='node')),
                        ('visit', models.PositiveIntegerField(default=1)),
                        ('case_id', models.BigIntegerField(blank=True, null=True)),
                        ('task_id', models.BigIntegerField(blank=True, null=True)),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(max_length=60, verbose_name='document')),
                        ('about_kind', models.CharField(max_length=30)),
                        ('about_id', models.BigIntegerField()),
                        ('about_number', models.CharField(max_length=60, verbose_name='order')),
                        ('role', models.CharField(blank=True, max_length=40, verbose_name='for the role')),
                        ('state', models.CharField(choices=[('running', 'Running'), ('paused', 'Paused'), ('met', 'Met'), ('breached', 'Breached'), ('cancelled', 'Cancelled')], default='running', max_length=10, verbose_name='state')),
                        ('target_seconds', models.PositiveBigIntegerField(verbose_name='target in seconds')),
                        ('is_fixed', models.BooleanField(default=False, verbose_name='due on a date')),
                        ('started_at', models.DateTimeField(verbose_name='started')),
                        ('running_since', models.DateTimeField()),
                        ('spent_microseconds', models.BigIntegerField(default=0)),
                        ('due_at', models.DateTimeField(verbose_name='due')),
                        ('paused_at', models.DateTimeField(blank=True, null=True, verbose_name='paused')),
                        ('paused_for', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                        ('stopped_at', models.DateTimeField(blank=True, null=True, verbose_name='stopped')),
                        ('ladder', models.JSONField(blank=True, default=list, verbose_name='ladder')),
                        ('next_rung', models.PositiveSmallIntegerField(blank=True, null=True)),
                        ('next_action', models.CharField(blank=True, max_length=20)),
                        ('next_due_at', models.DateTimeField(blank=True, null=True, verbose_name='next step')),
                        ('attempts', models.PositiveSmallIntegerField(default=0)),
                        ('calendar', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.workingcalendar', verbose_name='calendar')),
                        ('customer', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='masterdata.customer', verbose_name='customer')),
                        ('policy', models.ForeignKey(blank=True, db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='timers', to='sla.slapolicy', verbose_name='service level')),
                        ('token_id', models.BigIntegerField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'timer',
                        'verbose_name_plural': 'timers',
                        'ordering': ['-id'],
                        'indexes': [models.Index(condition=models.Q(('next_due_at__isnull', False), ('state', 'running')), fields=['next_due_at', 'id'], name='sla_timer_next'), models.Index(condition=models.Q(('state', 'running')), fields=['due_at', 'id'], name='sla_timer_due'), models.Index(fields=['about_number', '-id'], name='sla_timer_order'), models.Index(fields=['node', '-id'], name='sla_timer_node'), models.Index(fields=['policy', '-id'], name='sla_timer_policy'), models.Index(condition=models.Q(('stopped_at__isnull', False)), fields=['stopped_at'], name='sla_timer_stopped')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('running', 'paused'))), fields=('subject_kind', 'subject_id', 'process', 'node', 'visit'), name='sla_timer_open_once'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'paused', 'met', 'breached', 'cancelled'])), name='sla_timer_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('paused_at__isnull', True), ('state', 'running'), ('stopped_at__isnull', True)), models.Q(('next_due_at__isnull', True), ('paused_at__isnull', False), ('state', 'paused'), ('stopped_at__isnull', True)), models.Q(('next_due_at__isnull', True), ('state__in', ['met', 'breached', 'cancelled']), ('stopped_at__isnull', False)), _connector='OR'), name='sla_timer_state_fits')],
                    },
                ),
                migrations.CreateModel(
                    name='RungClaim',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('rung', models.PositiveSmallIntegerField(verbose_name='rung')),
                        ('action', models.CharField(max_length=20, verbose_name='action')),
                        ('due_at', models.DateTimeField(verbose_name='due')),
                        ('at', models.DateTimeField(verbose_name='acted')),
                        ('is_late', models.BooleanField(default=False, verbose_name='late')),
                        ('outcome', models.CharField(choices=[('done', 'Done'), ('moot', 'No longer needed'), ('refused', 'Refused')], default='done', max_length=10, verbose_name='outcome')),
                        ('facts', models.JSONField(default=dict, verbose_name='facts')),
                        ('timer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='sla.slatimer')),
                    ],
                    options={
                        'verbose_name': 'rung',
                        'verbose_name_plural': 'rungs',
                        'ordering': ['timer_id', 'rung'],
                        'constraints': [models.UniqueConstraint(fields=('timer', 'rung'), name='sla_rung_once')],
                    },
                ),
                migrations.CreateModel(
                    name='TimerInterval',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('began_at', models.DateTimeField(verbose_name='from')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='to')),
                        ('timer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='intervals', to='sla.slatimer')),
                    ],
                    options={
                        'verbose_name': 'interval',
                        'verbose_name_plural': 'intervals',
                        'ordering': ['began_at', 'id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('timer',), name='sla_interval_one_open'), models.CheckConstraint(condition=models.Q(('ended_at__isnull', True), ('ended_at__gte', models.F('began_at')), _connector='OR'), name='sla_interval_forward')],
                    },
                ),
                migrations.CreateModel(
                    name='MetricBaseline',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(verbose_name='to')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('definition', models.PositiveSmallIntegerField()),
                        ('figures', models.JSONField(verbose_name='figures')),
                        ('frozen_at', models.DateTimeField(verbose_name='frozen')),
                        ('frozen_by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                    ],
                    options={
                        'verbose_name': 'baseline',
                        'verbose_name_plural': 'baselines',
                        'ordering': ['-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='sla_baseline_forward')],
                    },
                ),
                migrations.CreateModel(
                    name='MetricSnapshot',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.CharField(max_length=40)),
                        ('definition', models.PositiveSmallIntegerField()),
                        ('starts_on', models.DateField()),
                        ('ends_on', models.DateField()),
                        ('as_of', models.DateField()),
                        ('counted', models.IntegerField(default=0)),
                        ('hits', models.IntegerField(default=0)),
                        ('weight', models.IntegerField(default=0)),
                        ('right', models.IntegerField(default=0)),
                        ('seconds', models.BigIntegerField(default=0)),
                        ('value', models.DecimalField(decimal_places=8, max_digits=20, null=True)),
                        ('made_at', models.DateTimeField()),
                    ],
                    options={
                        'verbose_name': 'snapshot of a measure',
                        'verbose_name_plural': 'snapshots of measures',
                        'ordering': ['metric', 'starts_on'],
                        'constraints': [models.UniqueConstraint(fields=('metric', 'definition', 'starts_on', 'ends_on', 'as_of'), name='sla_metric_snapshot_once'), models.CheckConstraint(condition=models.Q(('counted__gte', 0), ('hits__lte', models.F('counted')), ('right__lte', models.F('weight'))), name='sla_metric_snapshot_adds_up')],
                    },
                ),
                migrations.CreateModel(
                    name='MetricTarget',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.CharField(max_length=40, verbose_name='measure')),
                        ('from_on', models.DateField(verbose_name='in force from')),
                        ('target', models.DecimalField(decimal_places=6, max_digits=14, verbose_name='target')),
                        ('baseline', models.DecimalField(blank=True, decimal_places=6, max_digits=14, null=True, verbose_name='baseline')),
                        ('department', models.CharField(max_length=40, verbose_name='responsible department')),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'target of a measure',
                        'verbose_name_plural': 'targets of measures',
                        'ordering': ['metric', '-from_on'],
                        'constraints': [models.UniqueConstraint(fields=('metric', 'from_on'), name='sla_metric_target_once'), models.CheckConstraint(condition=models.Q(('target__gte', 0), models.Q(('baseline__isnull', True), ('baseline__gte', 0), _connector='OR')), name='sla_metric_target_not_negative')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewPack',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.CharField(max_length=60, unique=True, verbose_name='number')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('held', 'Held')], default='draft', max_length=10, verbose_name='state')),
                        ('starts_on', models.DateField(verbose_name='from')),
                        ('ends_on', models.DateField(verbose_name='to')),
                        ('as_of', models.DateField(verbose_name='as of')),
                        ('figures', models.JSONField(default=list, verbose_name='figures')),
                        ('causes', models.JSONField(default=dict, verbose_name='causes')),
                        ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('created_by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                        ('held_at', models.DateTimeField(blank=True, null=True, verbose_name='held')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('previous', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='sla.reviewpack', verbose_name='follows')),
                    ],
                    options={
                        'verbose_name': 'review pack',
                        'verbose_name_plural': 'review packs',
                        'ordering': ['-starts_on', '-id'],
                        'constraints': [models.UniqueConstraint(fields=('starts_on', 'ends_on'), name='sla_review_once'), models.CheckConstraint(condition=models.Q(('starts_on__lte', models.F('ends_on'))), name='sla_review_forward'), models.CheckConstraint(condition=models.Q(models.Q(('held_at__isnull', True), ('state', 'draft')), models.Q(('held_at__isnull', False), ('state', 'held')), _connector='OR'), name='sla_review_state')],
                    },
                ),
                migrations.CreateModel(
                    name='ReviewAction',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('metric', models.CharField(blank=True, max_length=40, verbose_name='measure')),
                        ('title', models.CharField(max_length=200, verbose_name='action')),
                        ('due_on', models.DateField(verbose_name='due')),
                        ('state', models.CharField(choices=[('open', 'Open'), ('done', 'Done'), ('dropped', 'Dropped')], default='open', max_length=10, verbose_name='state')),
                        ('result', models.CharField(blank=True, max_length=500, verbose_name='result')),
                        ('created_at', models.DateTimeField(verbose_name='created')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='owner')),
                        ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='sla.reviewpack')),
                    ],
                    options={
                        'verbose_name': 'action of a review',
                        'verbose_name_plural': 'actions of reviews',
                        'ordering': ['due_on', 'id'],
                        'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['due_on'], name='sla_action_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state', 'open')), models.Q(('closed_at__isnull', False), ('state__in', ['done', 'dropped'])), _connector='OR'), name='sla_action_state')],
                    },
                ),
                migrations.CreateModel(
                    name='RoiAssumptions',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('yearly_revenue', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='yearly revenue')),
                        ('yearly_orders', models.DecimalField(decimal_places=2, default=0, max_digits=14, verbose_name='orders a year')),
                        ('stock_value', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='stock value')),
                        ('retention_per_point', models.DecimalField(decimal_places=6, default='0.002', max_digits=9, verbose_name='revenue kept per point of on-time delivery')),
                        ('contribution', models.DecimalField(decimal_places=6, default='0.3', max_digits=9, verbose_name='contribution')),
                        ('capital_cost', models.DecimalField(decimal_places=6, default='0.06', max_digits=9, verbose_name='cost of capital')),
                        ('labor_per_hour', erp.core.fields.MoneyField(decimal_places=4, default=40, max_digits=20, verbose_name="cost of an hour's work")),
                        ('minutes_per_setback', models.DecimalField(decimal_places=2, default=20, max_digits=9, verbose_name='minutes of work per set-back')),
                        ('cost_per_error', erp.core.fields.MoneyField(decimal_places=4, default=60, max_digits=20, verbose_name='cost of an order that is not perfect')),
                        ('investment', erp.core.fields.MoneyField(decimal_places=4, default=0, max_digits=20, verbose_name='investment a year')),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'assumptions',
                        'verbose_name_plural': 'assumptions',
                        'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='sla_roi_one_row')],
                    },
                ),
                migrations.CreateModel(
                    name='KeptFacts',
                    fields=[
                        ('order', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='orders.order')),
                        ('basis', models.CharField(max_length=80)),
                        ('event_id', models.BigIntegerField()),
                        ('settles_on', models.DateField()),
                        ('facts', models.JSONField()),
                    ],
                    options={
                        'verbose_name': 'kept facts of an order',
                        'verbose_name_plural': 'kept facts of orders',
                    },
                ),
            ],
        ),
        *steps_of(
            "sla",
            "0002_first_policies",
            "0004_measures_and_reviews",
        ),
    ]
