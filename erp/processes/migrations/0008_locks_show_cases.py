"""What the lock of a document shows of its running cases; volatile, so that it sees what is true once the lock is held."""

from django.db import migrations

SHOW = """
CREATE FUNCTION processes_live_cases(kind text, subject bigint) RETURNS text LANGUAGE plpgsql VOLATILE AS $$
BEGIN
    RETURN (
        SELECT json_agg(json_build_array(c.id, c.version_id, c.visits, c.is_paused, c.live, c.customer_id,
            c.parent_token_id, c.subject_kind, c.subject_id, c.subject_number, t.id, t.node, t.visit, t.state,
            t.entered_at, t.wait_for, t.due_at, t.edge, t.note) ORDER BY c.id, t.id)
        FROM processes_case c JOIN processes_token t ON t.case_id = c.id AND t.state <> 'done'
        WHERE c.state = 'running' AND c.subject_kind = kind AND c.subject_id = subject
    );
END
$$
"""


class Migration(migrations.Migration):
    dependencies = [("processes", "0007_fewer_indexes_of_cases")]

    operations = [
        migrations.RunSQL(SHOW, reverse_sql="DROP FUNCTION processes_live_cases(text, bigint)"),
    ]
