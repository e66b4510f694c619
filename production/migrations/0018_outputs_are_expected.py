from django.db import migrations

_EXPECT = """
INSERT INTO inventory_expectedsupply (source_kind, source_id, document_kind, document_id, document_number, kind,
    item_id, warehouse_id, due_on, inspection_days, quantity, received, is_open)
SELECT 'work_order_output', o.id, 'work_order', w.id, w.number, 'work_order', o.item_id, w.warehouse_id,
    s.due_on, 0, greatest(o.received, CASE WHEN i.tracking = 'serial' THEN floor(f.falls)
                                           ELSE ceil(f.falls * 1000000) / 1000000 END),
    o.received, s.is_open
FROM production_workorderoutput o
JOIN production_workorder w ON w.id = o.work_order_id
JOIN inventory_item i ON i.id = o.item_id
JOIN inventory_expectedsupply s ON s.source_kind = 'work_order' AND s.source_id = w.id
CROSS JOIN LATERAL (SELECT o.quantity_per * greatest(w.quantity - w.scrapped - w.reworked, w.good) AS falls) f
"""
_FORGET = """
WITH gone AS (SELECT id FROM inventory_expectedsupply WHERE source_kind = 'work_order_output'),
     pegs AS (DELETE FROM inventory_peg WHERE supply_id IN (SELECT id FROM gone))
DELETE FROM inventory_expectedsupply WHERE id IN (SELECT id FROM gone)
"""


class Migration(migrations.Migration):
    """What falls out of open work orders beside their item is expected from now on."""

    dependencies = [
        ("production", "0017_plans_of_scenarios"),
        ("inventory", "0025_production_moves"),
    ]

    operations = [migrations.RunSQL(_EXPECT, reverse_sql=_FORGET)]
