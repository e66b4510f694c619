"""The tables of rules and their first rows in one step, for a new database; docs/howto/migrations.md tells how."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from erp.core.squashed import CreateTables, steps_of


class Migration(migrations.Migration):

    replaces = [
        ("rules", "0001_decision_tables"),
        ("rules", "0002_rules"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='DecisionTable',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('names', models.JSONField(blank=True, default=dict, verbose_name='names by language')),
                        ('description', models.CharField(blank=True, max_length=500, verbose_name='description')),
                        ('is_active', models.BooleanField(default=True, verbose_name='on')),
                        ('is_shipped', models.BooleanField(default=False, verbose_name='came with the product')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                        ('subject', models.CharField(blank=True, max_length=30, verbose_name='about')),
                    ],
                    options={
                        'verbose_name': 'decision table',
                        'verbose_name_plural': 'decision tables',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='TableVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='version')),
                        ('content', models.JSONField(verbose_name='content')),
                        ('checksum', models.CharField(max_length=64)),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', max_length=10, verbose_name='state')),
                        ('scope', models.JSONField(blank=True, default=dict, verbose_name='pilot scope')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                        ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved')),
                        ('saved_by', models.CharField(blank=True, max_length=150, verbose_name='saved by')),
                        ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                        ('published_by', models.CharField(blank=True, max_length=150, verbose_name='published by')),
                        ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='rules.decisiontable')),
                    ],
                    options={
                        'verbose_name': 'version of a decision table',
                        'verbose_name_plural': 'versions of decision tables',
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('definition', 'number'), name='rules_table_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('definition',), name='rules_table_version_one_draft'), models.UniqueConstraint(condition=models.Q(('scope', {}), ('state', 'published')), fields=('definition',), name='rules_table_version_one_current'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'retired'])), name='rules_table_version_state'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('published_at__isnull', False), _connector='OR'), name='rules_table_version_published')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('names', models.JSONField(blank=True, default=dict, verbose_name='names by language')),
                        ('description', models.CharField(blank=True, max_length=500, verbose_name='description')),
                        ('is_active', models.BooleanField(default=True, verbose_name='on')),
                        ('is_shipped', models.BooleanField(default=False, verbose_name='came with the product')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                        ('subject', models.CharField(blank=True, max_length=30, verbose_name='about')),
                        ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='last asked')),
                    ],
                    options={
                        'verbose_name': 'rule',
                        'verbose_name_plural': 'rules',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='RuleWebhook',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('url', models.CharField(max_length=500, verbose_name='address')),
                        ('payload', models.JSONField(verbose_name='payload')),
                        ('rule', models.CharField(blank=True, max_length=60, verbose_name='rule')),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('state', models.CharField(choices=[('pending', 'On its way'), ('delivered', 'Delivered'), ('failed', 'Given up')], default='pending', max_length=10, verbose_name='state')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                        ('last_status', models.PositiveSmallIntegerField(null=True, verbose_name='last status')),
                        ('last_error', models.CharField(blank=True, max_length=300, verbose_name='last error')),
                        ('created_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='created')),
                        ('delivered_at', models.DateTimeField(null=True, verbose_name='delivered')),
                    ],
                    options={
                        'verbose_name': 'webhook of a rule',
                        'verbose_name_plural': 'webhooks of rules',
                        'ordering': ['-id'],
                    },
                ),
                migrations.CreateModel(
                    name='ExceptionMark',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('code', models.CharField(max_length=60, verbose_name='code')),
                        ('text', models.CharField(blank=True, max_length=200, verbose_name='text')),
                        ('raised_at', models.DateTimeField(verbose_name='raised')),
                        ('raised_by', models.CharField(blank=True, max_length=150, verbose_name='raised by')),
                        ('cleared_at', models.DateTimeField(blank=True, null=True, verbose_name='cleared')),
                        ('cleared_by', models.CharField(blank=True, max_length=150, verbose_name='cleared by')),
                    ],
                    options={
                        'verbose_name': 'exception',
                        'verbose_name_plural': 'exceptions',
                        'ordering': ['-id'],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('cleared_at__isnull', True)), fields=('subject_kind', 'subject_id', 'code'), name='rules_exception_once_while_open')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleExecution',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='version')),
                        ('key', models.CharField(max_length=120)),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('customer_id', models.BigIntegerField(null=True)),
                        ('event_name', models.CharField(blank=True, max_length=80, verbose_name='event')),
                        ('event_id', models.BigIntegerField(null=True)),
                        ('outcome', models.CharField(choices=[('done', 'Done'), ('failed', 'Refused'), ('loop', 'Stopped: it would run in a circle'), ('limited', 'Stopped: too many in an hour')], max_length=10, verbose_name='outcome')),
                        ('error', models.CharField(blank=True, max_length=300, verbose_name='error')),
                        ('trace', models.JSONField(default=dict, verbose_name='trace')),
                        ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='at')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='executions', to='rules.ruledefinition')),
                    ],
                    options={
                        'verbose_name': 'execution of a rule',
                        'verbose_name_plural': 'executions of rules',
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['definition', '-at'], name='rules_execution_recent'), models.Index(fields=['subject_kind', 'subject_id'], name='rules_execution_subject')],
                        'constraints': [models.UniqueConstraint(fields=('definition', 'subject_kind', 'subject_id', 'key'), name='rules_execution_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'failed', 'loop', 'limited'])), name='rules_execution_outcome')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleStanding',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('since', models.DateTimeField(verbose_name='since')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='standings', to='rules.ruledefinition')),
                    ],
                    options={
                        'verbose_name': 'standing condition',
                        'verbose_name_plural': 'standing conditions',
                        'constraints': [models.UniqueConstraint(fields=('definition', 'subject_kind', 'subject_id'), name='rules_standing_once')],
                    },
                ),
                migrations.CreateModel(
                    name='RuleVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='version')),
                        ('content', models.JSONField(verbose_name='content')),
                        ('checksum', models.CharField(max_length=64)),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', max_length=10, verbose_name='state')),
                        ('scope', models.JSONField(blank=True, default=dict, verbose_name='pilot scope')),
                        ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                        ('saved_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='saved')),
                        ('saved_by', models.CharField(blank=True, max_length=150, verbose_name='saved by')),
                        ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                        ('published_by', models.CharField(blank=True, max_length=150, verbose_name='published by')),
                        ('retired_at', models.DateTimeField(blank=True, null=True, verbose_name='retired')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='rules.ruledefinition')),
                    ],
                    options={
                        'verbose_name': 'version of a rule',
                        'verbose_name_plural': 'versions of rules',
                        'ordering': ['-number'],
                        'constraints': [models.UniqueConstraint(fields=('definition', 'number'), name='rules_rule_version_number'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('definition',), name='rules_rule_version_one_draft'), models.UniqueConstraint(condition=models.Q(('scope', {}), ('state', 'published')), fields=('definition',), name='rules_rule_version_one_current'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'retired'])), name='rules_rule_version_state'), models.CheckConstraint(condition=models.Q(('state', 'draft'), ('published_at__isnull', False), _connector='OR'), name='rules_rule_version_published')],
                    },
                ),
            ],
        ),
        *steps_of(
            "erp.rules",
            "0001_decision_tables",
            "0002_rules",
        ),
    ]
