"""Decisions are asked for by processes alone: a task names no actions of its own any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("processes", "0005_the_queue_of_a_role")]

    operations = [
        migrations.RemoveField(model_name="task", name="on_approve"),
        migrations.RemoveField(model_name="task", name="on_reject"),
        migrations.AddField(
            model_name="replayrun",
            name="claimed_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
