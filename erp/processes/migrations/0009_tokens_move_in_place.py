"""A token that goes on to wait elsewhere changes no indexed column, so that its row is changed in place."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # without a lock that would hold up orders

    dependencies = [("processes", "0008_locks_show_cases")]

    operations = [
        AddIndexConcurrently(
            "token", models.Index(condition=models.Q(("state", "active")), fields=["id"], name="processes_token_run")
        ),
        RemoveIndexConcurrently("token", "processes_token_active"),
        RemoveIndexConcurrently("token", "processes_token_live"),
        migrations.RunSQL(
            "ALTER TABLE processes_token SET (fillfactor = 80)", "ALTER TABLE processes_token RESET (fillfactor)"
        ),
    ]
