"""Open tasks of processes were due by plain seconds; from now on they are when their clocks say."""

from django.db import migrations

FORWARDS = """
UPDATE processes_task k SET due_at = t.due_at
FROM processes_task o LEFT JOIN sla_slatimer t ON t.task_id = o.id AND t.state = 'running'
WHERE k.id = o.id AND o.state IN ('waiting', 'claimed') AND o.due_at IS DISTINCT FROM t.due_at
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0004_measures_and_reviews"), ("processes", "0004_decided_tasks")]

    operations = [migrations.RunSQL(FORWARDS, migrations.RunSQL.noop)]
