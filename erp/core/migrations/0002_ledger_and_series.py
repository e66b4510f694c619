from django.db import migrations

SERIES = [
    ("order", "SO-", False), ("quotation", "QT-", False), ("shipment", "SH-", False), ("wave", "WV-", False),
    ("transfer", "TR-", False), ("purchase_order", "PO-", False), ("payment", "PM-", False),
    ("customer", "C-", False), ("supplier", "S-", False), ("return", "RT-", False), ("invoice", "IV-", True),
]

APPEND_ONLY = """
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Rows of % are never changed or deleted.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER core_event_append_only BEFORE UPDATE OR DELETE ON core_event
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER core_auditseal_append_only BEFORE UPDATE OR DELETE ON core_auditseal
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
UNDO = """
DROP TRIGGER core_auditseal_append_only ON core_auditseal;
DROP TRIGGER core_event_append_only ON core_event;
DROP FUNCTION core_refuse_change();
"""


def add_series(apps, schema_editor):
    NumberSeries = apps.get_model("core", "NumberSeries")
    for code, prefix, is_gapless in SERIES:
        NumberSeries.objects.create(code=code, prefix=prefix, is_gapless=is_gapless)
        if not is_gapless:
            schema_editor.execute(f"CREATE SEQUENCE core_number_{code}")


def remove_series(apps, schema_editor):
    apps.get_model("core", "NumberSeries").objects.all().delete()
    for code, _prefix, is_gapless in SERIES:
        if not is_gapless:
            schema_editor.execute(f"DROP SEQUENCE IF EXISTS core_number_{code}")


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, UNDO),
        migrations.RunPython(add_series, remove_series),
    ]
