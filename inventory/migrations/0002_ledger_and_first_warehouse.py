from django.db import migrations

APPEND_ONLY = """
CREATE TRIGGER inventory_move_append_only BEFORE UPDATE OR DELETE ON inventory_move
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""


def add_warehouse(apps, schema_editor):
    Warehouse, Location = (apps.get_model("inventory", name) for name in ("Warehouse", "Location"))
    main = Warehouse.objects.create(code="MAIN", name="Main warehouse", is_default=True)
    Location.objects.bulk_create(
        [
            Location(warehouse=main, code="STOCK", kind="storage", is_usable=True, pick_sequence=1),
            Location(warehouse=main, code="QUALITY", kind="quality", is_usable=False),
            Location(warehouse=main, code="SCRAP", kind="scrap", is_usable=False),
        ]
    )


def remove_warehouse(apps, schema_editor):
    apps.get_model("inventory", "Location").objects.filter(warehouse__code="MAIN").delete()
    apps.get_model("inventory", "Warehouse").objects.filter(code="MAIN").delete()


class Migration(migrations.Migration):
    dependencies = [("inventory", "0001_initial"), ("core", "0002_ledger_and_series")]
    operations = [
        migrations.RunSQL(APPEND_ONLY, "DROP TRIGGER inventory_move_append_only ON inventory_move;"),
        migrations.RunPython(add_warehouse, remove_warehouse),
    ]
