"""Rows of intervals are written when a clock is paused; the stretch since then stands in the clock itself.

A clock that is stopped while it stands keeps since when it stood. Old workers may still close the interval
that they opened, so the column stays as it was.
"""

from django.db import migrations, models

FORWARDS = """
UPDATE sla_slatimer t SET paused_at = last.ended_at
FROM (SELECT DISTINCT ON (timer_id) timer_id, ended_at FROM sla_timerinterval ORDER BY timer_id, began_at DESC, id DESC) last
WHERE last.timer_id = t.id AND t.state IN ('met', 'breached', 'cancelled') AND t.paused_at IS NULL
  AND last.ended_at < t.stopped_at;
DELETE FROM sla_timerinterval i USING sla_slatimer t
WHERE t.id = i.timer_id AND t.paused_at IS NULL AND i.began_at = t.running_since
  AND (i.ended_at IS NULL OR i.ended_at >= t.stopped_at);
"""
BACKWARDS = """
INSERT INTO sla_timerinterval (timer_id, began_at, ended_at)
SELECT id, running_since, greatest(stopped_at, running_since) FROM sla_slatimer WHERE paused_at IS NULL;
UPDATE sla_slatimer SET paused_at = NULL WHERE state IN ('met', 'breached', 'cancelled') AND paused_at IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("sla", "0006_kept_facts")]

    operations = [
        migrations.RunSQL(FORWARDS, reverse_sql=BACKWARDS),
    ]
