"""The tables of core and their first rows in one step, for a new database; docs/howto/migrations.md tells how."""

import django.contrib.postgres.operations
import django.contrib.postgres.fields
import django.db.models.deletion
import erp.core.models.attachment
from django.db import migrations, models

from erp.core.squashed import CreateTables, steps_of


class Migration(migrations.Migration):

    replaces = [
        ("core", "0001_initial"),
        ("core", "0002_ledger_and_series"),
        ("core", "0003_event_listeners"),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='AuditSeal',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('position', models.PositiveBigIntegerField(unique=True)),
                        ('sealed_at', models.DateTimeField(auto_now_add=True)),
                        ('last_event_id', models.BigIntegerField()),
                        ('event_ids', models.JSONField()),
                        ('previous_digest', models.CharField(max_length=64)),
                        ('digest', models.CharField(max_length=64)),
                    ],
                    options={
                        'verbose_name': 'audit seal',
                        'verbose_name_plural': 'audit seals',
                        'ordering': ['-position'],
                    },
                ),
                migrations.CreateModel(
                    name='NumberSeries',
                    fields=[
                        ('code', models.SlugField(max_length=30, primary_key=True, serialize=False, verbose_name='code')),
                        ('prefix', models.CharField(blank=True, max_length=20, verbose_name='prefix')),
                        ('padding', models.PositiveSmallIntegerField(default=6, verbose_name='digits')),
                        ('is_gapless', models.BooleanField(default=False, verbose_name='gapless')),
                        ('next_value', models.PositiveBigIntegerField(default=1, verbose_name='next number')),
                    ],
                    options={
                        'verbose_name': 'number series',
                        'verbose_name_plural': 'number series',
                    },
                ),
                migrations.CreateModel(
                    name='Attachment',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('document_kind', models.CharField(max_length=30)),
                        ('document_id', models.BigIntegerField()),
                        ('name', models.CharField(max_length=200, verbose_name='name')),
                        ('content_type', models.CharField(max_length=100, verbose_name='type')),
                        ('size', models.PositiveBigIntegerField(verbose_name='size')),
                        ('digest', models.CharField(max_length=64)),
                        ('file', models.FileField(upload_to=erp.core.models.attachment.attachment_path)),
                        ('uploaded_by_id', models.BigIntegerField(null=True)),
                        ('uploaded_by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                        ('uploaded_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'attachment',
                        'verbose_name_plural': 'attachments',
                        'constraints': [models.UniqueConstraint(fields=('document_kind', 'document_id', 'digest'), name='core_attachment_once')],
                    },
                ),
                migrations.CreateModel(
                    name='CustomFieldDefinition',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subject', models.CharField(choices=[('customer', 'Customer'), ('product', 'Product'), ('order', 'Order'), ('order_line', 'Order line'), ('supplier', 'Supplier')], max_length=20, verbose_name='on')),
                        ('key', models.SlugField(max_length=40, verbose_name='key')),
                        ('label', models.CharField(max_length=80, verbose_name='label')),
                        ('label_zh', models.CharField(blank=True, max_length=80, verbose_name='label in Chinese')),
                        ('kind', models.CharField(choices=[('text', 'Text'), ('number', 'Number'), ('date', 'Date'), ('boolean', 'Yes or no'), ('choice', 'Choice')], max_length=10, verbose_name='kind')),
                        ('choices', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None, verbose_name='choices')),
                        ('is_required', models.BooleanField(default=False, verbose_name='required')),
                        ('in_list', models.BooleanField(default=False, verbose_name='shown in lists')),
                        ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                        ('is_active', models.BooleanField(default=True, verbose_name='active')),
                    ],
                    options={
                        'verbose_name': 'custom field',
                        'verbose_name_plural': 'custom fields',
                        'ordering': ['subject', 'position', 'key'],
                        'constraints': [models.UniqueConstraint(fields=('subject', 'key'), name='core_custom_field_key')],
                    },
                ),
                migrations.CreateModel(
                    name='IdempotencyKey',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('owner', models.CharField(max_length=80)),
                        ('key', models.CharField(max_length=200)),
                        ('fingerprint', models.CharField(max_length=64)),
                        ('status', models.PositiveSmallIntegerField()),
                        ('headers', models.JSONField(default=dict)),
                        ('body', models.BinaryField()),
                        ('created_at', models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        'verbose_name': 'idempotency key',
                        'verbose_name_plural': 'idempotency keys',
                        'indexes': [models.Index(fields=['created_at'], name='core_idempotency_created')],
                        'constraints': [models.UniqueConstraint(fields=('owner', 'key'), name='core_idempotency_once')],
                    },
                ),
                migrations.CreateModel(
                    name='LoggedEvent',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('uid', models.UUIDField(unique=True)),
                        ('at', models.DateTimeField(verbose_name='at')),
                        ('name', models.CharField(max_length=60, verbose_name='event')),
                        ('document_kind', models.CharField(max_length=30)),
                        ('document_id', models.BigIntegerField()),
                        ('document_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('about_kind', models.CharField(max_length=30)),
                        ('about_id', models.BigIntegerField()),
                        ('about_number', models.CharField(blank=True, max_length=60, verbose_name='about')),
                        ('actor_kind', models.CharField(max_length=20)),
                        ('actor_id', models.BigIntegerField(null=True)),
                        ('actor_label', models.CharField(blank=True, max_length=150, verbose_name='by')),
                        ('actor_via', models.CharField(blank=True, max_length=60)),
                        ('request_id', models.CharField(blank=True, max_length=60)),
                        ('facts', models.JSONField(default=dict)),
                        ('changes', models.JSONField(default=dict, verbose_name='changes')),
                    ],
                    options={
                        'verbose_name': 'event',
                        'verbose_name_plural': 'audit trail',
                        'db_table': 'core_event',
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['about_kind', 'about_id', 'id'], name='core_event_about'), models.Index(fields=['document_kind', 'document_id', 'id'], name='core_event_document')],
                    },
                ),
                migrations.CreateModel(
                    name='OutboxMessage',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subscriber', models.CharField(max_length=80, verbose_name='subscriber')),
                        ('stream_kind', models.CharField(max_length=30)),
                        ('stream_id', models.BigIntegerField()),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                        ('next_attempt_at', models.DateTimeField(verbose_name='next attempt')),
                        ('is_dead', models.BooleanField(default=False, verbose_name='given up')),
                        ('last_error', models.TextField(blank=True, verbose_name='last error')),
                        ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='core.loggedevent')),
                    ],
                    options={
                        'verbose_name': 'outbox message',
                        'verbose_name_plural': 'outbox',
                        'indexes': [models.Index(fields=['stream_kind', 'stream_id', 'subscriber', 'id'], name='core_outbox_stream'), models.Index(condition=models.Q(('is_dead', False)), fields=['next_attempt_at'], name='core_outbox_due')],
                        'constraints': [models.UniqueConstraint(fields=('event', 'subscriber'), name='core_outbox_once_per_subscriber')],
                    },
                ),
                migrations.CreateModel(
                    name='EventListener',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('subscriber', models.CharField(max_length=80, verbose_name='subscriber')),
                        ('event_name', models.CharField(max_length=80, verbose_name='event')),
                    ],
                    options={
                        'verbose_name': 'event listener',
                        'verbose_name_plural': 'event listeners',
                        'constraints': [models.UniqueConstraint(fields=('event_name', 'subscriber'), name='core_eventlistener_once')],
                    },
                ),
            ],
        ),
        *steps_of(
            "erp.core",
            "0002_ledger_and_series",
        ),
    ]
