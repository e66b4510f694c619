"""The tables of notifications and their first rows in one step, for a new database; docs/howto/migrations.md tells how."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from erp.core.squashed import CreateTables


class Migration(migrations.Migration):

    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_notifications_and_channels"),
        ("notifications", "0003_alerts_of_several_people"),
    ]

    initial = True

    dependencies = [
        ('identity', '0001_initial'),
    ]

    operations = [
        CreateTables(
            operations=[
                migrations.CreateModel(
                    name='Alert',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(max_length=60, verbose_name='code')),
                        ('level', models.CharField(choices=[('info', 'Info'), ('warning', 'Warning'), ('critical', 'Critical')], default='warning', max_length=10, verbose_name='level')),
                        ('role', models.CharField(max_length=40, verbose_name='for the role')),
                        ('user_id', models.BigIntegerField(null=True)),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('customer_id', models.BigIntegerField(null=True)),
                        ('facts', models.JSONField(default=dict, verbose_name='facts')),
                        ('raised_at', models.DateTimeField(verbose_name='raised')),
                        ('acknowledged_at', models.DateTimeField(blank=True, null=True, verbose_name='acknowledged')),
                        ('acknowledged_by', models.CharField(blank=True, max_length=150, verbose_name='acknowledged by')),
                    ],
                    options={
                        'verbose_name': 'alert',
                        'verbose_name_plural': 'alerts',
                        'ordering': ['-id'],
                        'indexes': [models.Index(condition=models.Q(('acknowledged_at__isnull', True)), fields=['role', '-id'], name='notifications_alert_open')],
                        'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['info', 'warning', 'critical'])), name='notifications_alert_level'), models.UniqueConstraint(condition=models.Q(('acknowledged_at__isnull', True)), fields=('code', 'role', 'user_id', 'subject_kind', 'subject_id'), name='notifications_alert_once_while_open', nulls_distinct=False)],
                    },
                ),
                migrations.CreateModel(
                    name='ChannelSetting',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('code', models.CharField(choices=[('email', 'E-mail'), ('sms', 'Text message'), ('wecom', 'WeCom'), ('dingtalk', 'DingTalk'), ('feishu', 'Feishu'), ('slack', 'Slack')], max_length=20, unique=True, verbose_name='channel')),
                        ('is_enabled', models.BooleanField(default=False, verbose_name='switched on')),
                        ('from_priority', models.CharField(choices=[('normal', 'Normal'), ('high', 'High'), ('critical', 'Critical')], default='high', max_length=10, verbose_name='taken from this priority on by those who chose nothing')),
                        ('address_kept', models.TextField(blank=True)),
                        ('secret_kept', models.TextField(blank=True)),
                        ('allows_private', models.BooleanField(default=False, verbose_name='address inside the own network allowed')),
                        ('timeout_seconds', models.PositiveSmallIntegerField(default=8, verbose_name='time limit in seconds')),
                        ('encoding', models.CharField(choices=[('json', 'JSON'), ('form', 'Form')], default='json', max_length=10, verbose_name='form of the body')),
                        ('body', models.JSONField(blank=True, default=dict, verbose_name='body')),
                        ('headers', models.JSONField(blank=True, default=dict, verbose_name='headers')),
                        ('success_text', models.CharField(blank=True, max_length=100, verbose_name='text that a good answer has')),
                        ('version', models.PositiveIntegerField(default=1)),
                        ('tested_at', models.DateTimeField(blank=True, null=True, verbose_name='last test')),
                        ('test_error', models.CharField(blank=True, max_length=300, verbose_name='what the last test said')),
                    ],
                    options={
                        'verbose_name': 'channel',
                        'verbose_name_plural': 'channels',
                        'ordering': ['id'],
                        'constraints': [models.CheckConstraint(condition=models.Q(('timeout_seconds__gte', 1), ('timeout_seconds__lte', 20)), name='notifications_channel_timeout')],
                    },
                ),
                migrations.CreateModel(
                    name='Notification',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('topic', models.CharField(max_length=80, verbose_name='topic')),
                        ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                        ('text', models.CharField(blank=True, max_length=2000, verbose_name='text')),
                        ('facts', models.JSONField(blank=True, default=dict, verbose_name='facts')),
                        ('priority', models.CharField(choices=[('normal', 'Normal'), ('high', 'High'), ('critical', 'Critical')], default='normal', max_length=10, verbose_name='priority')),
                        ('subject_kind', models.CharField(max_length=30)),
                        ('subject_id', models.BigIntegerField()),
                        ('subject_number', models.CharField(blank=True, max_length=60, verbose_name='document')),
                        ('customer_id', models.BigIntegerField(blank=True, null=True)),
                        ('task_id', models.BigIntegerField(blank=True, null=True)),
                        ('dedupe', models.CharField(blank=True, max_length=120)),
                        ('by', models.CharField(blank=True, max_length=150, verbose_name='by')),
                        ('created_at', models.DateTimeField(verbose_name='at')),
                        ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                        ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notifications', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                    ],
                    options={
                        'verbose_name': 'notification',
                        'verbose_name_plural': 'notifications',
                        'ordering': ['-id'],
                        'indexes': [models.Index(fields=['user', '-id'], name='notifications_of_user'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['user', '-id'], name='notifications_unread'), models.Index(condition=models.Q(('read_at__isnull', True), ('task_id__isnull', False)), fields=['task_id'], name='notifications_about_task')],
                        'constraints': [models.UniqueConstraint(fields=('topic', 'subject_kind', 'subject_id', 'dedupe', 'user'), name='notifications_told_once'), models.CheckConstraint(condition=models.Q(('priority__in', ['normal', 'high', 'critical'])), name='notifications_priority')],
                    },
                ),
                migrations.CreateModel(
                    name='Delivery',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channel', models.CharField(max_length=20, verbose_name='channel')),
                        ('state', models.CharField(choices=[('pending', 'Pending'), ('sent', 'Sent'), ('failed', 'Failed'), ('suppressed', 'Suppressed'), ('digested', 'In a digest')], default='pending', max_length=10, verbose_name='state')),
                        ('is_digest', models.BooleanField(default=False, verbose_name='waits for the digest')),
                        ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                        ('due_at', models.DateTimeField(verbose_name='next attempt')),
                        ('done_at', models.DateTimeField(blank=True, null=True, verbose_name='done')),
                        ('error', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                        ('notification', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='notifications.notification', verbose_name='notification')),
                    ],
                    options={
                        'verbose_name': 'delivery',
                        'verbose_name_plural': 'deliveries',
                        'ordering': ['-id'],
                        'indexes': [models.Index(condition=models.Q(('state', 'pending')), fields=['due_at'], name='notifications_delivery_due'), models.Index(condition=models.Q(('state', 'failed')), fields=['-id'], name='notifications_delivery_failed')],
                        'constraints': [models.UniqueConstraint(fields=('notification', 'channel'), name='notifications_one_delivery'), models.CheckConstraint(condition=models.Q(('state__in', ['pending', 'sent', 'failed', 'suppressed', 'digested'])), name='notifications_delivery_state')],
                    },
                ),
                migrations.CreateModel(
                    name='Preference',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('channels', models.JSONField(blank=True, default=dict, verbose_name='channels by topic')),
                        ('quiet_from', models.TimeField(blank=True, null=True, verbose_name='quiet from')),
                        ('quiet_until', models.TimeField(blank=True, null=True, verbose_name='quiet until')),
                        ('digest', models.CharField(blank=True, choices=[('', 'One mail each'), ('hourly', 'Every hour'), ('daily', 'Once a day')], default='', max_length=10, verbose_name='e-mails')),
                        ('digest_at', models.TimeField(default='08:00', verbose_name='digest at')),
                        ('mobile', models.CharField(blank=True, max_length=30, verbose_name='mobile number')),
                        ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='notification_preference', to=settings.AUTH_USER_MODEL)),
                    ],
                    options={
                        'verbose_name': 'notification preference',
                        'verbose_name_plural': 'notification preferences',
                        'constraints': [models.CheckConstraint(condition=models.Q(('digest__in', ['', 'hourly', 'daily'])), name='notifications_digest')],
                    },
                ),
            ],
        ),
    ]
