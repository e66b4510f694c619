"""The tables of processes and their first rows in one step, for a new database; docs/howto/migrations.md tells how."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erp.core.squashed import CreateTables, steps_of


class Migration(migrations.Migration):

    replaces = [
        ("processes", "0001_initial"),
        ("processes", "0002_cases"),
        ("processes", "0003_replays"),
        ("processes", "0004_decided_tasks"),
        ("processes", "0005_the_queue_of_a_role"),
        ("processes", "0006_tasks_belong_to_processes"),
        ("processes", "0007_fewer_indexes_of_cases"),
        ("processes", "0008_locks_show_cases"),
        ("processes", "0009_tokens_move_in_place"),
    ]

    initial = True

    dependencies = [
        ('identity', '0001_initial'),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Task',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('node', models.CharField(max_length=60, verbose_name='node')),
                        ('title', models.CharField(max_length=200, verbose_name='title')),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(max_length=60, verbose_name='document')),
                        ('customer_id', models.BigIntegerField(null=True)),
                        ('facts', models.JSONField(default=dict, verbose_name='facts')),
                        ('role', models.CharField(max_length=40, verbose_name='for the role')),
                        ('state', models.CharField(choices=[('waiting', 'Waiting'), ('claimed', 'Claimed'), ('done', 'Done'), ('cancelled', 'Cancelled'), ('skipped', 'Skipped')], default='waiting', max_length=10, verbose_name='state')),
                        ('decision', models.CharField(blank=True, max_length=20, verbose_name='decision')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('opened_at', models.DateTimeField(verbose_name='opened')),
                        ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='due')),
                        ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided')),
                        ('decided_by', models.CharField(blank=True, max_length=150, verbose_name='decided by')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('assignee', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                        ('candidates', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, db_default=[], default=list, size=None)),
                        ('checked', models.JSONField(blank=True, db_default=[], default=list, verbose_name='checklist')),
                        ('decider_id', models.BigIntegerField(blank=True, null=True)),
                        ('delegated_from', models.BigIntegerField(blank=True, null=True)),
                        ('has_veto', models.BooleanField(db_default=False, default=False, verbose_name='veto')),
                        ('is_flagged', models.BooleanField(db_default=False, default=False, verbose_name='nobody was there')),
                        ('is_paused', models.BooleanField(db_default=False, default=False, verbose_name='waits for information')),
                        ('missing', models.JSONField(blank=True, db_default=[], default=list, verbose_name='missing material')),
                        ('mode', models.CharField(blank=True, db_default='', default='', max_length=10, verbose_name='signatures')),
                        ('needed', models.PositiveSmallIntegerField(db_default=1, default=1, verbose_name='signatures needed')),
                        ('question', models.CharField(blank=True, db_default='', default='', max_length=500, verbose_name='question')),
                        ('visit', models.PositiveIntegerField(db_default=1, default=1)),
                        ('case', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='processes.case')),
                        ('token', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='processes.token')),
                    ],
                    options={
                        'verbose_name': 'task',
                        'verbose_name_plural': 'tasks',
                        'ordering': ['due_at', 'id'],
                        'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'claimed'])), fields=['role', 'due_at'], name='processes_task_open'), models.Index(fields=['subject_kind', 'subject_id'], name='processes_task_subject'), models.Index(condition=models.Q(('state__in', ['waiting', 'claimed'])), fields=['assignee', 'due_at'], name='processes_task_person'), models.Index(condition=models.Q(('state', 'done')), fields=['decider_id', '-decided_at'], name='processes_task_decider'), models.Index(condition=models.Q(('assignee__isnull', True), ('candidates', []), ('state', 'waiting')), fields=['role', 'due_at', 'id'], name='processes_task_queue'), django.contrib.postgres.indexes.GinIndex(condition=models.Q(('state__in', ['waiting', 'claimed']), models.Q(('candidates', []), _negated=True)), fields=['candidates'], name='processes_task_candidates')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'claimed', 'done', 'cancelled', 'skipped'])), name='processes_task_state'), models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'claimed'])), fields=('subject_kind', 'subject_id', 'node', 'case', 'visit'), name='processes_one_open_task_per_node', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='ProcessDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, unique=True, verbose_name='code')),
                        ('name', models.CharField(max_length=120, verbose_name='name')),
                        ('names', models.JSONField(blank=True, default=dict, verbose_name='name by language')),
                        ('subject_kind', models.CharField(max_length=30, verbose_name='document')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                        ('is_shipped', models.BooleanField(default=False, verbose_name='came with the product')),
                        ('version', models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        'verbose_name': 'process',
                        'verbose_name_plural': 'processes',
                        'ordering': ['code'],
                    },
                ),
                migrations.CreateModel(
                    name='ProcessVersion',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='number')),
                        ('graph', models.JSONField(default=dict, verbose_name='graph')),
                        ('state', models.CharField(choices=[('draft', 'Draft'), ('published', 'Published'), ('retired', 'Retired')], default='draft', max_length=10, verbose_name='state')),
                        ('scope', models.JSONField(blank=True, default=dict, verbose_name='pilot scope')),
                        ('is_pilot', models.BooleanField(default=False, verbose_name='pilot')),
                        ('based_on', models.PositiveIntegerField(blank=True, null=True, verbose_name='drawn from version')),
                        ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published')),
                        ('published_by', models.CharField(blank=True, max_length=150, verbose_name='published by')),
                        ('checksum', models.CharField(blank=True, max_length=64)),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='processes.processdefinition')),
                    ],
                    options={
                        'verbose_name': 'process version',
                        'verbose_name_plural': 'process versions',
                        'ordering': ['definition', '-number'],
                        'constraints': [models.UniqueConstraint(fields=('definition', 'number'), name='processes_version_number'), models.UniqueConstraint(condition=models.Q(('is_pilot', False), ('state', 'published')), fields=('definition',), name='processes_one_current_version'), models.UniqueConstraint(condition=models.Q(('state', 'draft')), fields=('definition',), name='processes_one_draft'), models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'published', 'retired'])), name='processes_version_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Case',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(max_length=60, verbose_name='document')),
                        ('customer_id', models.BigIntegerField(null=True)),
                        ('state', models.CharField(choices=[('running', 'Running'), ('completed', 'Completed'), ('cancelled', 'Cancelled'), ('failed', 'Failed')], default='running', max_length=10, verbose_name='state')),
                        ('is_paused', models.BooleanField(default=False, verbose_name='paused')),
                        ('is_pilot', models.BooleanField(default=False, verbose_name='pilot')),
                        ('live', models.PositiveIntegerField(default=1)),
                        ('visits', models.JSONField(default=dict)),
                        ('parent_token_id', models.BigIntegerField(null=True)),
                        ('started_at', models.DateTimeField(verbose_name='started')),
                        ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                        ('definition', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='processes.processdefinition')),
                        ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='processes.processversion')),
                    ],
                    options={
                        'verbose_name': 'case',
                        'verbose_name_plural': 'cases',
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['subject_kind', 'subject_id'], name='processes_case_subject'), models.Index(condition=models.Q(('state', 'running')), fields=['version'], name='processes_case_running'), models.Index(fields=['definition', 'started_at'], name='processes_case_started')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('definition', 'subject_kind', 'subject_id'), name='processes_one_running_case'), models.CheckConstraint(condition=models.Q(('state__in', ['running', 'completed', 'cancelled', 'failed'])), name='processes_case_state'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('live__gt', 0), ('state', 'running')), models.Q(models.Q(('state', 'running'), _negated=True), ('ended_at__isnull', False), ('live', 0)), _connector='OR'), name='processes_case_live')],
                    },
                ),
                migrations.CreateModel(
                    name='StepLog',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('token_id', models.BigIntegerField()),
                        ('node', models.CharField(max_length=60, verbose_name='node')),
                        ('visit', models.PositiveIntegerField(default=1)),
                        ('entered_at', models.DateTimeField(verbose_name='entered')),
                        ('left_at', models.DateTimeField(verbose_name='left')),
                        ('outcome', models.CharField(max_length=80, verbose_name='outcome')),
                        ('by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                        ('edge', models.CharField(blank=True, max_length=150, verbose_name='left by')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='processes.case')),
                    ],
                    options={
                        'verbose_name': 'step',
                        'verbose_name_plural': 'steps',
                        'ordering': ['id'],
                        'indexes': [models.Index(fields=['case', 'id'], name='processes_step_case')],
                    },
                ),
                migrations.CreateModel(
                    name='TaskSignature',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('label', models.CharField(max_length=150, verbose_name='signed as')),
                        ('in_place_of', models.BigIntegerField(blank=True, null=True)),
                        ('decision', models.CharField(max_length=20, verbose_name='decision')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                        ('at', models.DateTimeField(verbose_name='at')),
                        ('task', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='processes.task')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='signed by')),
                    ],
                    options={
                        'verbose_name': 'signature',
                        'verbose_name_plural': 'signatures',
                        'ordering': ['id'],
                        'constraints': [models.UniqueConstraint(fields=('task', 'user'), name='processes_one_signature_each'), models.CheckConstraint(condition=models.Q(('decision__in', ['approved', 'rejected'])), name='processes_signature_decision')],
                    },
                ),
                migrations.CreateModel(
                    name='Token',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('node', models.CharField(max_length=60, verbose_name='node')),
                        ('visit', models.PositiveIntegerField(default=1)),
                        ('state', models.CharField(choices=[('active', 'Active'), ('waiting', 'Waiting'), ('done', 'Done')], default='active', max_length=10, verbose_name='state')),
                        ('entered_at', models.DateTimeField(verbose_name='entered')),
                        ('wait_for', models.CharField(blank=True, max_length=120, verbose_name='waits for')),
                        ('due_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                        ('edge', models.CharField(blank=True, max_length=150, verbose_name='came by')),
                        ('note', models.CharField(blank=True, max_length=80, verbose_name='why it is here')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='processes.case')),
                    ],
                    options={
                        'verbose_name': 'token',
                        'verbose_name_plural': 'tokens',
                        'ordering': ['id'],
                        'indexes': [models.Index(condition=models.Q(('due_at__isnull', False), ('state', 'waiting')), fields=['due_at'], name='processes_token_due'), models.Index(condition=models.Q(('state', 'active')), fields=['id'], name='processes_token_run')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['active', 'waiting', 'done'])), name='processes_token_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Incident',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('node', models.CharField(max_length=60, verbose_name='node')),
                        ('visit', models.PositiveIntegerField(default=1)),
                        ('code', models.CharField(max_length=80, verbose_name='reason')),
                        ('facts', models.JSONField(default=dict, verbose_name='facts')),
                        ('state', models.CharField(choices=[('open', 'Open'), ('retried', 'Retried'), ('skipped', 'Skipped')], default='open', max_length=10, verbose_name='state')),
                        ('opened_at', models.DateTimeField(verbose_name='since')),
                        ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='settled')),
                        ('closed_by', models.CharField(blank=True, max_length=150, verbose_name='settled by')),
                        ('reason', models.CharField(blank=True, max_length=500, verbose_name='why it was skipped')),
                        ('attempts', models.PositiveIntegerField(default=1, verbose_name='attempts')),
                        ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='processes.case')),
                        ('token', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='incidents', to='processes.token')),
                    ],
                    options={
                        'verbose_name': 'incident',
                        'verbose_name_plural': 'incidents',
                        'ordering': ['-id'],
                        'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['opened_at'], name='processes_incident_open')],
                        'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('token',), name='processes_one_open_incident'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'retried', 'skipped'])), name='processes_incident_state')],
                    },
                ),
                migrations.CreateModel(
                    name='ReplayRun',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('number', models.PositiveIntegerField(verbose_name='version')),
                        ('graph', models.JSONField(verbose_name='graph')),
                        ('compared_with', models.PositiveIntegerField(blank=True, null=True, verbose_name='compared with version')),
                        ('compared_graph', models.JSONField(blank=True, null=True)),
                        ('since', models.DateTimeField(verbose_name='from')),
                        ('until', models.DateTimeField(verbose_name='until')),
                        ('limit', models.PositiveIntegerField(verbose_name='documents at most')),
                        ('state', models.CharField(choices=[('queued', 'Waiting to begin'), ('running', 'Running'), ('done', 'Finished'), ('failed', 'Failed')], default='queued', max_length=10, verbose_name='state')),
                        ('done', models.PositiveIntegerField(default=0, verbose_name='done')),
                        ('total', models.PositiveIntegerField(default=0, verbose_name='documents')),
                        ('result', models.JSONField(blank=True, default=dict, verbose_name='result')),
                        ('error', models.CharField(blank=True, max_length=500, verbose_name='error')),
                        ('asked_at', models.DateTimeField(verbose_name='asked')),
                        ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                        ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked by')),
                        ('definition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='replays', to='processes.processdefinition')),
                        ('claimed_until', models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        'verbose_name': 'replay',
                        'verbose_name_plural': 'replays',
                        'ordering': ['-id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'running', 'done', 'failed'])), name='processes_replay_state'), models.CheckConstraint(condition=models.Q(('since__lt', models.F('until'))), name='processes_replay_period')],
                    },
                ),
            ],
        ),
        *steps_of(
            "erp.processes",
            "0008_locks_show_cases",
            "0009_tokens_move_in_place",
        ),
    ]
